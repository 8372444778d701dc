"""Reading translations: those that readers see, how they stand to their originals, and their history."""
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from consult.accounts.models import Account
from consult.db import db
from consult.documents.models import Document, Section, Version
from consult.documents.rules import PUBLIC
from consult.text import anchors
from consult.translating.models import Translation, TranslationIntake
from consult.translating.rules.states import Stage, Standing, in_script, made_from, standing
from consult.translating.rules.units import Original


@dataclass(frozen=True)
class Translated:
    """The translation of one section as it stands on a page of a version, in the letters of the language asked for."""

    id: int
    uid: str
    heading: str
    body: str
    label: str
    standing: Standing
    was_heading: str = ""
    was_body: str = ""


@dataclass(frozen=True)
class Text:
    """What there is of a version in one language, and how many sections there are in each."""

    language: str
    sections: dict[str, Translated] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def _ranked(version: Version, *, drafts: bool = False) -> Select[tuple[int, int]]:
    """The translations made from this version or an earlier one, for each section and language the newest first."""
    place = func.row_number().over(partition_by=(Translation.language, Translation.section_uid), order_by=(Version.seq.desc(), Translation.seq.desc()))
    query = select(Translation.id, place.label("place")).join(Version, Version.id == Translation.version_id).where(
        Translation.document_id == version.document_id, Version.seq <= version.seq)
    return query if drafts else query.where(Translation.stage == Stage.MADE)


def _changed(was: type[Section], now: type[Section]) -> ColumnElement[bool]:
    """Whether heading or text are others now; another number alone is no change."""
    return or_(was.heading != now.heading, was.body != now.body)


def text(version: Version, language: str, uid: str | None = None, *, originals: bool = False) -> Text:
    """The translations that readers of a version see in a language, with `uid` the words of that section only; in one statement. `originals`: what they were made from."""
    was, now, source, base = aliased(Section), aliased(Section), made_from(language), aliased(Version)
    ranked, here = _ranked(version).subquery(), Translation.language == source
    body = here if uid is None else and_(here, Translation.section_uid == uid)
    alone = and_(here, true() if originals else Translation.section_uid == uid)
    rows = db.session.execute(
        select(Translation.id, Translation.section_uid, Translation.language, case((here, Translation.heading), else_=""), case((body, Translation.body), else_=""),
               base.label, Translation.reviewed_by.is_not(None), _changed(was, now), case((alone, was.heading), else_=""), case((alone, was.body), else_=""))
        .join(ranked, and_(ranked.c.id == Translation.id, ranked.c.place == 1)).join(base, base.id == Translation.version_id)
        .join(now, and_(now.version_id == version.id, now.uid == Translation.section_uid))
        .join(was, and_(was.version_id == Translation.version_id, was.uid == Translation.section_uid)))
    found = Text(language)
    for number, key, spoken, heading, body, label, reviewed, changed, was_heading, was_body in rows:
        found.counts[spoken] = found.counts.get(spoken, 0) + 1
        if spoken == source:
            found.sections[key] = Translated(number, key, in_script(heading, language), in_script(body, language), label, standing(True, changed, reviewed),
                                             was_heading, was_body)
    return found


@dataclass(frozen=True)
class Cell:
    """How one section stands in one language, for the editors: with the version it was made from, and whether a newer draft waits."""

    standing: Standing
    label: str = ""
    draft: bool = False


NOTHING = Cell(Standing.NONE)


def overview(version: Version) -> dict[tuple[str, str], Cell]:
    """How every section of a version stands in every language, by language and section; in two statements."""
    was, now, base = aliased(Section), aliased(Section), aliased(Version)
    found: dict[tuple[str, str], Cell] = {}
    for drafts in (False, True):
        ranked = _ranked(version, drafts=drafts).subquery()
        rows = db.session.execute(
            select(Translation.language, Translation.section_uid, Translation.stage, base.label, Translation.reviewed_by.is_not(None), _changed(was, now))
            .join(ranked, and_(ranked.c.id == Translation.id, ranked.c.place == 1)).join(base, base.id == Translation.version_id)
            .join(now, and_(now.version_id == version.id, now.uid == Translation.section_uid))
            .join(was, and_(was.version_id == Translation.version_id, was.uid == Translation.section_uid)))
        for language, uid, stage, label, reviewed, changed in rows:
            before = found.get((language, uid), NOTHING)
            if not drafts:
                found[language, uid] = Cell(standing(True, changed, reviewed), label)
            elif stage == Stage.DRAFT:
                found[language, uid] = Cell(before.standing, before.label or label, draft=True)
    return found


def latest(document: Document, uid: str, language: str, *, made: bool = False) -> Translation | None:
    """The last saving of a translation, drafts included; with `made` the last that readers see."""
    query = select(Translation).filter_by(document_id=document.id, section_uid=uid, language=language).options(
        joinedload(Translation.version), joinedload(Translation.writer).lazyload(Account.grants), joinedload(Translation.reviewer).lazyload(Account.grants))
    query = query.where(Translation.stage == Stage.MADE) if made else query
    return db.session.scalar(query.order_by(Translation.seq.desc()).limit(1))


def last_saving(document: Document, language: str) -> int:
    """The number of the last saving in a language, drafts included; nought where there is none."""
    return db.session.scalar(select(func.max(Translation.id)).filter_by(document_id=document.id, language=language)) or 0


def history(document: Document, uid: str, language: str, most: int = 50) -> list[Translation]:
    """The savings of a translation, the latest first."""
    return list(db.session.scalars(select(Translation).filter_by(document_id=document.id, section_uid=uid, language=language).options(
        joinedload(Translation.version), joinedload(Translation.writer).lazyload(Account.grants), joinedload(Translation.reviewer).lazyload(Account.grants))
        .order_by(Translation.seq.desc()).limit(most)))


def one(number: int) -> Translation | None:
    """The saving with this number."""
    return db.session.get(Translation, number)


def intake(number: int) -> TranslationIntake | None:
    """The file that waits under this number."""
    return db.session.get(TranslationIntake, number)


def waiting(account: Account, version: Version, language: str) -> list[TranslationIntake]:
    """What a person has brought in for a version and language and not yet taken over."""
    return list(db.session.scalars(select(TranslationIntake).filter_by(account_id=account.id, version_id=version.id, language=language).order_by(TranslationIntake.id.desc())))


def originals(version: Version, language: str, names: Sequence[tuple[Section, str]]) -> list[Original]:
    """The sections of a version with their names and with the translation there is, for files."""
    there = text(version, language, originals=True).sections
    found = []
    for row, name in names:
        made = there.get(row.uid)
        late = made is not None and made.standing == Standing.BEHIND
        found.append(Original(row.uid, name, row.heading, row.body, (made.heading, made.body) if made else None, made is not None and made.standing == Standing.REVIEWED,
                              (made.was_heading, made.was_body) if made and late else None))
    return found


def quoted(version: Version, uid: str, language: str, quote: str) -> tuple[int, str] | None:
    """The translation of a section in which these words stand, and the words as they stand there."""
    made = text(version, language, uid).sections.get(uid)
    found = anchors.find(made.body, quote) if made else None
    return (made.id, found.exact) if made and found else None


def started(document: Document) -> Version | None:
    """The version that is translated now: the last that was published."""
    return db.session.scalar(select(Version).filter_by(document_id=document.id).where(Version.state.in_(PUBLIC)).order_by(Version.seq.desc()).limit(1))
