"""Reading: the list of documents, a version, one of its sections, and both as files."""
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, jsonify, render_template

from consult.comments.queries import places, threads
from consult.documents import exports, queries
from consult.documents.models import Document, Section, Version
from consult.documents.rules import PUBLIC, VersionState, outline
from consult.documents.views.addresses import THE_DOCUMENT, THE_VERSION, cite, comment_page, name_of, page_of, relation, section_page, title_of
from consult.documents.views.blueprint import bp
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.text import sections as texts
from consult.web.access import access, actor


@dataclass(frozen=True)
class Part:
    """A section as it stands on the page of its version."""

    row: Section
    title: str
    cite: str
    depth: int
    paragraphs: list[queries.Shown]
    url: str
    comment_url: str
    count: int
    headed: bool


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """All documents under consultation."""
    return render_template("documents/index.html", documents=queries.all_documents(), working=queries.in_work() if allowed(actor(), Action.DESK) else {})


@bp.get("/<slug>/")
@access(Action.READ, on=THE_DOCUMENT)
def show(document: Document) -> str:
    """The latest published version of a document."""
    latest = queries.latest(document)
    if latest is None:
        return render_template("documents/unpublished.html", document=document, working=queries.working(document))
    return _reader(latest)


@bp.get("/<slug>/<label>/")
@access(Action.READ, on=THE_VERSION)
def version(version: Version) -> str:
    """One version, whole."""
    return _reader(version)


@bp.get("/<slug>/<label>/sections/<address>")
@access(Action.READ, on=THE_VERSION)
def section(version: Version, address: str) -> str:
    """One section with its comments and its history."""
    row = queries.section(version, address) or abort(404)
    contents, counts, round_ = queries.contents(version), threads.counts(version), _open_round(version)
    at = next(i for i, one in enumerate(contents) if one.uid == row.uid)
    near = [contents[i] if 0 <= i < len(contents) else None for i in (at - 1, at + 1)]
    origin, history = queries.origin(version, row.uid), queries.history(version.document, row.uid)
    shown, kinds = queries.shown([row])[row.uid], queries.kinds_of(link for link, _ in origin)
    found = threads.on_section(version, row.uid)
    written_at = threads.named_by(found)
    return render_template(
        "documents/section.html", version=version, row=row, name=name_of(row), cite=cite(row), items=_items(version, contents, counts, current=row.uid),
        paragraphs=shown, neighbours=[(name_of(one), section_page(version, one.address)) if one else None for one in near], threads=found, round=round_,
        before=[old for _, old in origin if old], kinds=kinds, kind_words=[relation(kind) for kind in kinds], written_at=written_at, place_in=threads.place_in,
        history=[(one, was) for one, was in history if was], per_paragraph=_per_paragraph(version, shown, found), comment_url=comment_page(round_, row.address),
        **_standing(version, [one for one, _ in history]))


@bp.get("/<slug>/<label>/text.md")
@access(Action.READ, on=THE_VERSION)
def markdown(version: Version) -> Response:
    """The source of a version, byte for byte what its hash is taken over."""
    return _file(queries.source(version).encode(), "text/markdown; charset=utf-8", f"{version.document.slug}-{version.label}.md")


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
    rows, counts, round_ = queries.sections(version), threads.counts(version), _open_round(version)
    shown, page = queries.shown(rows), page_of(version)
    titles = {version.title.casefold(), version.document.title.casefold()}
    headed = [bool(r.level) and not (at == 0 and texts.plain_heading(_any(r)).casefold() in titles) for at, r in enumerate(rows)]
    depths = outline([r.level if shown_head else 0 for r, shown_head in zip(rows, headed, strict=True)])
    parts = [Part(r, name_of(r), cite(r), depths[at], shown[r.uid], section_page(version, r.address), comment_page(round_, r.address),
                  counts.get(r.uid, 0), headed[at]) for at, r in enumerate(rows)]
    public = queries.published(version.document)
    found = threads.on_section(version, None) if counts.get(None) else []
    editing = {"working": queries.working(version.document)} if allowed(actor(), Action.DESK) else None
    return render_template("documents/version.html", version=version, sections=parts, place_in=threads.place_in, items=_items(version, rows, counts), round=round_, page=page,
                           threads=found, written_at=threads.named_by(found), whole_url=comment_page(round_), total=sum(counts.values()), editing=editing,
                           **_standing(version, public))


def _any(row: Any) -> Any:
    return row


def _standing(version: Version, public: list[Version]) -> dict[str, Any]:
    """What a page says of the version among the others."""
    newest = next((v for v in reversed(public) if v.state == VersionState.PUBLISHED), None)
    return {"versions": public, "newest": newest, "in_work": version.state not in PUBLIC}


def _open_round(version: Version) -> Round | None:
    """The public round that is open on this very version."""
    round_ = rounds.open_round(version.document)
    return round_ if round_ is not None and round_.version_id == version.id else None


def _items(version: Version, rows: list[Section], counts: dict[str | None, int], current: str = "") -> list[dict[str, Any]]:
    """The contents: on the page of the version its parts, on that of a section the other sections."""
    return [{"number": r.number if texts.plain_heading(_any(r)) else "", "title": title_of(r), "level": max(1, r.level), "count": counts.get(r.uid, 0), "current": r.uid == current,
             "url": section_page(version, r.address) if current else f"#s-{r.address}"} for r in rows]


def _per_paragraph(version: Version, shown: list[queries.Shown], comments: list[Any]) -> dict[int, int]:
    """How many comments quote from each paragraph."""
    found: dict[int, int] = {}
    for comment in comments:
        start = places.standing(comment, version.id).start if comment.quote else None
        number = next((p.number for p in shown if start is not None and p.start <= start <= p.end), None)
        if number is not None:
            found[number] = found.get(number, 0) + 1
    return found
