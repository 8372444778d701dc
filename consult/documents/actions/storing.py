"""Rows of a working version: its sections, their places, and what became of the sections of its base."""
from collections.abc import Container, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, update

from consult.db import db
from consult.documents.models import KeptRendering, Section, SectionLink, Version
from consult.documents.queries import stored, versions
from consult.documents.rules import check_text
from consult.text import matching, normalise
from consult.text import sections as texts


def store(version: Version, sections: Sequence[texts.Section]) -> None:
    """New rows for the sections of a version."""
    addresses = texts.addresses(sections)
    db.session.add_all(Section(version_id=version.id, uid=s.uid, position=at, address=addresses[s.uid], **_columns(s)) for at, s in enumerate(sections))
    db.session.flush()
    keep_renderings(version)


def _columns(section: texts.Section) -> dict[str, Any]:
    return {"number": section.number[:120], "heading": section.heading, "level": section.level, "head": section.head, "body": section.body,
            "digest": normalise.digest(section.source)}


def replace(version: Version, sections: Sequence[texts.Section]) -> None:
    """Bring the rows to these sections; a row whose text stays keeps its revision, so that nobody's open form is refused for nothing."""
    check_text(sections)
    rows = {r.uid: r for r in stored.sections(version)}
    here = {s.uid for s in sections}
    for uid in rows.keys() - here:
        db.session.delete(rows[uid])
    for new in sections:
        if (row := rows.get(new.uid)) and (row.head, row.body) != (new.head, new.body):
            for name, value in _columns(new).items():
                setattr(row, name, value)
    db.session.flush()
    _place(version, sections, rows)
    keep_renderings(version)
    _propose(version, sections)


def _place(version: Version, sections: Sequence[texts.Section], rows: dict[str, Section]) -> None:
    """Give all sections their places and addresses; addresses may change hands, so those that change are cleared first."""
    table, addresses = Section.__table__, texts.addresses(sections)
    places = {s.uid: (at, addresses[s.uid]) for at, s in enumerate(sections)}
    shifted = [{"key": r.id, "at": places[r.uid][0], "name": places[r.uid][1]} for r in rows.values() if r.uid in places and (r.position, r.address) != places[r.uid]]
    if shifted:
        connection = db.session.connection()
        connection.execute(update(table).where(table.c.id == bindparam("key")).values(address=bindparam("blank")), [{"key": s["key"], "blank": f"~{s['key']}"} for s in shifted])
        connection.execute(update(table).where(table.c.id == bindparam("key")).values(position=bindparam("at"), address=bindparam("name")), shifted)
    db.session.add_all(Section(version_id=version.id, uid=s.uid, position=places[s.uid][0], address=places[s.uid][1], **_columns(s)) for s in sections if s.uid not in rows)
    db.session.flush()
    for row in rows.values():
        if row.uid in places:
            db.session.expire(row, ["position", "address"])


def _propose(version: Version, sections: Sequence[texts.Section]) -> None:
    """Ask the engine again what became of each section of the base; what the editor said stands."""
    if version.base is None:
        return
    here = {s.uid for s in sections}
    said = {(link.old_uid, link.new_uid) for link in versions.concordance(version) if link.source == "editor" and (link.new_uid is None or link.new_uid in here)}
    store_links(version, matching.match(stored.textual(stored.sections(version.base)), sections, said), said)


def store_links(version: Version, links: Sequence[matching.Link], said: Container[tuple[str | None, str | None]] = ()) -> None:
    """Put these links in the place of those before; those that the editor said are marked so."""
    db.session.execute(delete(SectionLink).filter_by(version_id=version.id))
    db.session.add_all(SectionLink(version_id=version.id, old_uid=link.old, new_uid=link.new, kinds=" ".join(sorted(link.kinds)), confidence=link.confidence,
                                   source="editor" if (link.old, link.new) in said else "engine") for link in links)
    db.session.flush()


def keep_renderings(version: Version) -> None:
    """Render once what is read often; a section that no renderer follows is refused here."""
    rows = stored.sections(version)
    kept = stored.renderings(rows)
    fresh = {(r.digest, r.address): r for r in rows if (r.digest, r.address) not in kept}
    db.session.add_all(KeptRendering(digest=digest, address=address, paragraphs=stored.rendered(r.body, address)) for (digest, address), r in fresh.items())
    db.session.flush()
