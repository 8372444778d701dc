"""Reading: the list of documents, a version as a whole, and its files."""
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, jsonify, render_template, request

from consult.comments.queries import quotations, threads
from consult.documents import exports
from consult.documents.models import Document, Section, Version
from consult.documents.queries import stored, versions
from consult.documents.rules import PUBLIC, VersionState, outline
from consult.documents.views import language, marks
from consult.documents.views.addresses import THE_DOCUMENT, THE_VERSION, cite, comment_page, name_of, page_of, section_page, title_of
from consult.documents.views.blueprint import bp
from consult.documents.views.language import Spoken
from consult.documents.views.marks import Hits, Lookup
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.reading import queries as reading
from consult.reading.queries import Past
from consult.reading.rules import Seen
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.rounds.rules import Phase, RoundKind
from consult.text import sections as texts
from consult.translating.queries import Translated
from consult.web.access import access, actor


@dataclass(frozen=True)
class Part:
    """A section as it stands on the page of its version."""

    row: Section
    cite: str
    depth: int
    paragraphs: list[stored.Shown]
    url: str
    comment_url: str
    count: int
    headed: bool
    per_paragraph: dict[int, list[str]]
    hits: Hits
    made: Translated | None


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """All documents under consultation."""
    return render_template("documents/index.html", documents=versions.all_documents(), working=versions.in_work() if allowed(actor(), Action.DESK) else {})


@bp.get("/<slug>/")
@access(Action.READ, on=THE_DOCUMENT)
def show(document: Document) -> str:
    """The latest published version of a document."""
    latest = versions.latest(document)
    if latest is None:
        return render_template("documents/unpublished.html", document=document, working=versions.working(document))
    return _reader(latest)


@bp.get("/<slug>/<label>/")
@access(Action.READ, on=THE_VERSION)
def version(version: Version) -> str:
    """One version, whole."""
    return _reader(version)


@bp.get("/<slug>/<label>/text.md")
@access(Action.READ, on=THE_VERSION)
def markdown(version: Version) -> Response:
    """The source of a version, byte for byte what its hash is taken over."""
    return _file(stored.source(version).encode(), "text/markdown; charset=utf-8", f"{version.document.slug}-{version.label}.md")


@bp.get("/<slug>/<label>/version.json")
@access(Action.READ, on=THE_VERSION)
def as_json(version: Version) -> Response:
    """A version and its sections as data."""
    rows = [dict(zip(exports.COLUMNS, row, strict=True)) for row in exports.rows(version)]
    response = jsonify({**exports.head(version), "sections": rows})
    response.headers["Content-Disposition"] = f'inline; filename="{version.document.slug}-{version.label}.json"'
    return response


def _file(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _reader(version: Version) -> str:
    kept, counts, held, every = reading.whole(version), threads.counts(version), rounds.announced(version.document), versions.published(version.document, working=True)
    round_ = next((one for one in held if one.version_id == version.id and one.kind == RoundKind.PUBLIC and one.phase == Phase.OPEN), None)
    rows, shown = [row for row, _ in kept], {row.uid: stored.paragraphs(known or stored.rendered(row.body, row.address)) for row, known in kept}
    past, spoken = reading.past(actor(), version, [r.uid for r in rows]), language.spoken(version)
    looked = marks.lookup([made.body if (made := spoken.of(r.uid)) else r.body for r in rows])
    parts = _parts(version, rows, shown, counts, round_, looked, spoken)
    found, more = threads.on_section(version, None, after()) if counts.get(None) else ([], 0)
    editing = {"working": next((one for one in every if one.state == VersionState.WORKING), None)} if allowed(actor(), Action.DESK) else None
    return render_template(
        "documents/version.html", version=version, sections=parts, place_in=threads.place_in, items=items(version, rows, counts, past, spoken),
        spoken=spoken, round=round_, page=page_of(version),
        threads=found, more=page_of(version) + f"?after={more}#comments" if more else "", whole_number=counts.get(None, 0) if more or after() else len(found),
        written_at=threads.named_by(found), whole_url=comment_page(round_), total=sum(counts.values()), editing=editing, past=past,
        tally=reading.counted(past), reports=[one for one in held if one.report_at and one.version_id == version.base_id],
        looked=looked, hits=sum(part.hits.count for part in parts), **standing(version, [one for one in every if one.state in PUBLIC]))


def after() -> int:
    """The comment in the address behind which the threads begin, 0 for none."""
    value = request.args.get("after", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _parts(version: Version, rows: list[Section], shown: dict[str, list[stored.Shown]], counts: dict[str | None, int], round_: Round | None,
           looked: Lookup, spoken: Spoken) -> list[Part]:
    """The sections with their quotations, and with what is looked for, marked in their words."""
    quoted, titles = quotations.by_section(version), {version.title.casefold(), version.document.title.casefold()}
    headed = [bool(r.level) and not (at == 0 and texts.plain_heading(_any(r)).casefold() in titles) for at, r in enumerate(rows)]
    depths = outline([r.level if shown_head else 0 for r, shown_head in zip(rows, headed, strict=True)])
    parts: list[Part] = []
    for at, r in enumerate(rows):
        url, here, made = section_page(version, r.address), quoted.get(r.uid, []), spoken.of(r.uid)
        body, read = (made.body, language.paragraphs(made, r.address)) if made else (r.body, shown[r.uid])
        hits = marks.hits_in(looked, name_of(language.headed(r, made)) if headed[at] else "", r, body, sum(len(part.hits.marks) for part in parts))
        paragraphs = marks.laid_over(r, body, read, [*(marks.quotations(here, url) if made is None else []), *hits.marks])
        more = {"text": spoken.language} if made else {}
        parts.append(Part(r, cite(r), depths[at], paragraphs, url, comment_page(round_, r.address, **more), counts.get(r.uid, 0), headed[at],
                          marks.per_paragraph(marks.named_places(here, shown[r.uid])), hits, made))
    return parts


def _any(row: Any) -> Any:
    return row


def standing(version: Version, public: list[Version]) -> dict[str, Any]:
    """What a page says of the version among the others."""
    newest = next((v for v in reversed(public) if v.state == VersionState.PUBLISHED), None)
    return {"versions": public, "newest": newest, "in_work": version.state not in PUBLIC}


def open_round(version: Version) -> Round | None:
    """The public round that is open on this very version."""
    round_ = rounds.open_round(version.document)
    return round_ if round_ is not None and round_.version_id == version.id else None


def items(version: Version, rows: list[Section], counts: dict[str | None, int], past: Mapping[str, Past], spoken: Spoken, current: str = "") -> list[dict[str, Any]]:
    """The contents: on the page of the version its parts, on that of a section the other sections; with what has changed since the reader read it."""
    news = {Seen.CHANGED: "changed", Seen.NEW: "new"}
    return [{"number": r.number if texts.plain_heading(_any(r)) else "", "title": title_of(language.headed(r, spoken.of(r.uid))),
             "lang": spoken.language if spoken.of(r.uid) else "", "level": max(1, r.level), "count": counts.get(r.uid, 0), "current": r.uid == current,
             "news": news.get(past[r.uid].seen, "") if r.uid in past else "",
             "url": section_page(version, r.address) + spoken.query if current else f"#s-{r.address}"} for r in rows]
