"""One section: its text with the comments beside it, what became of it, and what changed since the reader last read it."""
from typing import Any

from flask import abort, render_template
from markupsafe import Markup

from consult.comments.models import Comment
from consult.comments.queries import places, threads
from consult.documents.models import Version
from consult.documents.queries import comparing, stored, versions
from consult.documents.views import changes, language, marks
from consult.documents.views.addresses import THE_VERSION, cite, comment_page, name_of, relation, section_page
from consult.documents.views.blueprint import bp
from consult.documents.views.language import Spoken
from consult.documents.views.reading import after, items, open_round, standing
from consult.permissions.words import Action
from consult.reading import queries as reading
from consult.reading.queries import Opened, Past
from consult.reading.rules import Seen
from consult.web.access import access, actor


@bp.get("/<slug>/<label>/sections/<address>")
@access(Action.READ, on=THE_VERSION)
def section(version: Version, address: str) -> str:
    """One section with its comments and its history."""
    opened = reading.opened(version, address) or abort(404)
    row, counts, round_ = opened.row, threads.counts(version), open_round(version)
    origin, history = versions.origin(version, row.uid) if version.base_id else [], stored.history(version.document, row.uid)
    past = reading.past(actor(), version, [one.uid for one in opened.contents])
    spoken = language.spoken(version, row.uid)
    made = spoken.of(row.uid)
    (found, more), kinds = threads.on_section(version, row.uid, after()), versions.kinds_of(link for link, _ in origin)
    known = {(one.id, was.uid): was for one, was in history if was}
    return render_template(
        "documents/section.html", version=version, row=row, name=name_of(language.headed(row, made)), cite=cite(row), spoken=spoken, made=made,
        items=items(version, opened.contents, counts, past, spoken, current=row.uid),
        neighbours=[(name_of(one), section_page(version, one.address) + spoken.query) if one else None for one in opened.near], threads=found,
        number=counts.get(row.uid, 0), round=round_, more=section_page(version, row.address) + f"?after={more}#comments" if more else "",
        before=[old for _, old in origin if old], kinds=kinds, kind_words=[relation(kind) for kind in kinds], written_at=threads.named_by(found, known),
        place_in=threads.place_in, history=[(one, was) for one, was in history if was],
        comment_url=comment_page(round_, row.address, **({"text": spoken.language} if made else {})),
        past=past.get(row.uid),
        since=_since(past.get(row.uid), version, row.uid), since_made=language.since(made, row, opened.body) if made else None,
        **_text(version, opened, found, spoken), **standing(version, [one for one, _ in history]))


def _text(version: Version, opened: Opened, comments: list[Comment], spoken: Spoken) -> dict[str, Any]:
    """The paragraphs with what is quoted and looked for marked in them, and which comment stands where."""
    row, paragraphs = opened.row, stored.paragraphs(opened.kept or stored.rendered(opened.body, opened.row.address))
    spots = [(one, places.standing(one, version.id)) for one in comments if one.quote and one.state in threads.STANDING_STATES]
    quoted = [(at.start, at.end, one.public_id) for one, at in spots if at.uid == row.uid and at.start is not None and at.end is not None]
    made = spoken.of(row.uid)
    body, read = (made.body, language.paragraphs(made, row.address)) if made else (opened.body, paragraphs)
    looked = marks.lookup([body])
    hits = marks.hits_in(looked, name_of(language.headed(row, made)), row, body)
    named, over = marks.named_places(quoted, paragraphs), marks.quotations(quoted) if made is None else []
    return {"paragraphs": marks.laid_over(row, body, read, [*over, *hits.marks]), "looked": looked, "hits": hits, "passages": named if made is None else {},
            "per_paragraph": marks.per_paragraph(named)}


def _since(past: Past | None, version: Version, uid: str) -> tuple[Markup, int, int] | None:
    """What changed since the reader last read this section, and how many words came and went."""
    if past is None or past.seen != Seen.CHANGED or past.version_id is None:
        return None
    old, new = reading.as_it_stood(uid, [past.version_id, version.id])
    change = comparing.Change((old,), (new,), frozenset({"edited"}))
    return changes.wording(change) if change.differs else None
