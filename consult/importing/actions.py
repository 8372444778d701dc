"""Taking a text in, correcting its preview, discarding it. Nothing of this is part of the procedure: a version begins with documents.start."""
from collections.abc import Iterable, Mapping
from typing import Any

from consult import clock
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.evidence.rules import tidy_name
from consult.i18n import N_
from consult.importing import queries
from consult.importing.models import Intake, Picture
from consult.importing.rules import outline, pictures
from consult.importing.rules.outline import Fate, Piece
from consult.importing.rules.reading import Read
from consult.permissions.table import require
from consult.permissions.words import Action

#: So many texts may wait for one person: enough for every chapter of a law, too few to fill a disk.
WAITING_MAX = 30


def take_in(actor: Any, name: str, found: Read) -> Intake:
    """Keep a text that was read, with its pictures, until its editor has corrected and used it."""
    require(actor, Action.IMPORTING_TAKE_IN)
    if queries.count_waiting(actor) >= WAITING_MAX:
        raise Invalid(N_("%(most)s texts wait already. Use or discard one of them first."), most=WAITING_MAX)
    there = queries.kept(set(found.pictures))
    db.session.add_all(Picture(digest=one.digest, media_type=one.media_type, size=len(one.content), content=one.content, kept_at=clock.now())
                       for one in found.pictures.values() if one.digest not in there)
    row = Intake(account_id=actor.id, name=tidy_name(name), pieces=outline.stored(outline.pieces(found.markdown)), former=None, lost=dict(found.lost),
                 taken_at=clock.now(), changed_at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row


def correct(actor: Any, intake: Intake, revision: int, said: Mapping[int, tuple[str, int, Fate]]) -> None:
    """Give sections of the preview another heading, level or fate: by key (heading, level, fate)."""
    require(actor, Action.IMPORTING_CORRECT, intake)
    _before(intake, revision)
    found = outline.restored(intake.pieces)
    changed = [_corrected(one, *said[one.key]) if one.key in said else one for one in found]
    if all(one.fate != Fate.OWN for one in changed):
        raise Invalid(N_("Everything would be left out or joined to nothing. At least one section must stand on its own."))
    _keep(intake, found, changed)


def split(actor: Any, intake: Intake, revision: int, key: int, places: Iterable[int], level: int) -> int:
    """Let sections begin at paragraphs of one section; how many there are more."""
    require(actor, Action.IMPORTING_SPLIT, intake)
    _before(intake, revision)
    found = outline.restored(intake.pieces)
    changed = outline.divided(found, key, places, lambda _: level)
    if changed == found:
        raise Invalid(N_("Tick at least one paragraph at which a section begins."))
    _keep(intake, found, changed)
    return len(changed) - len(found)


def split_suggested(actor: Any, intake: Intake, revision: int) -> int:
    """Let sections begin at every paragraph that looks like a heading; how many there are more."""
    require(actor, Action.IMPORTING_SPLIT_SUGGESTED, intake)
    _before(intake, revision)
    found = outline.restored(intake.pieces)
    changed: list[Piece] = found
    for one in found:
        if one.fate != Fate.DROP and (places := outline.suggested(one.body)):
            changed = outline.divided(changed, one.key, places, outline.level_by_number(one.level + 1))
    _keep(intake, found, changed)
    return len(changed) - len(found)


def step_back(actor: Any, intake: Intake, revision: int) -> None:
    """Undo the last correction; a second time does it again."""
    require(actor, Action.IMPORTING_STEP_BACK, intake)
    _before(intake, revision)
    if intake.former is None:
        raise Invalid(N_("There is no step to go back."))
    intake.pieces, intake.former = intake.former, intake.pieces
    intake.changed_at = clock.now()


def discard(actor: Any, intake: Intake) -> None:
    """Give up a text that waits; pictures that nothing else refers to go with it."""
    require(actor, Action.IMPORTING_DISCARD, intake)
    own = _named(intake.pieces) | _named(intake.former or [])
    others = set().union(*map(_named, queries.all_pieces(intake.id))) if own else set()
    for digest in own - others:
        if not queries.referred(digest) and (row := db.session.get(Picture, digest)):
            db.session.delete(row)
    db.session.delete(intake)


def _named(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    return {digest for row in rows for digest in pictures.named(row["head"] + row["body"] + row["was"])}


def _before(intake: Intake, revision: int) -> None:
    if intake.revision != revision:
        raise Conflict(N_("This preview was changed in another window since you opened it. Your corrections are kept below: look at them and save again."))


def _corrected(one: Piece, title: str, level: int, fate: Fate) -> Piece:
    changed = outline.retitled(one, title, level)
    return Piece(changed.key, changed.head, changed.body, fate, changed.was)


def _keep(intake: Intake, former: list[Piece], changed: list[Piece]) -> None:
    """Keep the step, and the one before it to go back to."""
    if changed != former:
        intake.former, intake.pieces = outline.stored(former), outline.stored(changed)
        intake.changed_at = clock.now()
