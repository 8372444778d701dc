"""Who has said something on what: sections by organisation for the coordinator, sections by party for everybody."""
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from consult.comments.models import Comment
from consult.comments.queries import threads
from consult.comments.rules import Capacity
from consult.coordination.models import Declaration, JointContribution
from consult.coordination.queries.gatherings import Whole
from consult.coordination.rules import WHOLE, Cell, ContributionState, cell
from consult.db import db
from consult.documents.models import Section
from consult.documents.queries import stored
from consult.organisations.models import Organisation
from consult.parties import queries as parties
from consult.rounds.models import Round

Counts = Counter[tuple[Any, str]]


@dataclass(frozen=True)
class Grid:
    """A row for the whole text and one for each section (or chapter), a column for each who could speak."""

    columns: Sequence[Any]
    rows: Sequence[tuple[Section | None, list[Cell]]]
    chapters: bool


def of_parties(round_: Round, chapters: bool = True) -> Grid:
    """What each party has said in a round: comments that stand, declarations of its organisations, or nothing."""
    comments: Counts = Counter()
    query = select(Comment.origin, Comment.section_uid, func.count()).where(Comment.round_id == round_.id, Comment.state.in_(threads.STANDING_STATES))
    for origin, uid, count in db.session.execute(query.group_by(Comment.origin, Comment.section_uid)):
        comments[origin, uid or WHOLE] += count
    declared = {(party, uid) for party, uid in db.session.execute(
        select(Organisation.party_code, Declaration.section_uid).join(Organisation, Declaration.organisation_id == Organisation.id).where(
            Declaration.round_id == round_.id, Declaration.taken_back_at.is_(None)))}
    columns = [party.code for party in parties.seats()]
    columns += sorted({origin for origin, _ in comments} - set(columns))
    return _grid(round_, columns, columns, comments, Counter(), declared, chapters)


def of_organisations(whole: Whole, chapters: bool = False) -> Grid:
    """What each organisation of a gathering has said: directly, to the coordinator, that it has no comment, or nothing."""
    round_, columns = whole.gathering.round, whole.organisations
    ids = [one.id for one in columns]
    direct = _counted(select(Comment.organisation_id, Comment.section_uid, func.count()).where(
        Comment.round_id == round_.id, Comment.organisation_id.in_(ids), Comment.capacity == Capacity.ORGANISATION, Comment.state.in_(threads.STANDING_STATES)).group_by(
        Comment.organisation_id, Comment.section_uid))
    given = _counted(select(JointContribution.organisation_id, JointContribution.section_uid, func.count()).where(
        JointContribution.gathering_id == whole.gathering.id, JointContribution.state != ContributionState.TAKEN_BACK).group_by(
        JointContribution.organisation_id, JointContribution.section_uid))
    declared = {(number, uid) for number, uid in db.session.execute(
        select(Declaration.organisation_id, Declaration.section_uid).where(Declaration.round_id == round_.id, Declaration.taken_back_at.is_(None)))}
    return _grid(round_, columns, ids, direct, given, declared, chapters)


def _counted(query: Any) -> Counts:
    return Counter({(who, uid or WHOLE): count for who, uid, count in db.session.execute(query)})


def _grid(round_: Round, columns: Sequence[Any], keys: Sequence[Any], comments: Counts, given: Counts, declared: set[tuple[Any, str]], chapters: bool) -> Grid:
    contents = stored.contents(round_.version)
    rows = []
    for section, uids in [(None, [WHOLE]), *(_chapters(contents) if chapters else ((one, [one.uid]) for one in contents))]:
        cells = [cell(sum(comments[key, uid] for uid in uids), sum(given[key, uid] for uid in uids), _nothing(key, uids, declared)) for key in keys]
        rows.append((section, cells))
    return Grid(columns, rows, chapters)


def _nothing(key: Any, uids: Sequence[str], declared: set[tuple[Any, str]]) -> bool:
    """A declaration on the whole text, or on every part of the row."""
    return (key, WHOLE) in declared or all((key, uid) in declared for uid in uids)


def _chapters(contents: Iterable[Section]) -> list[tuple[Section, list[str]]]:
    """The sections of the highest numbered level, each with the keys of those under it; what stands before them is a row of its own."""
    rows = list(contents)
    top = min((one.level for one in rows if one.number), default=0)
    found: dict[str, tuple[Section, list[str]]] = {}
    current = ""
    for one in rows:
        if not current or one.level <= top:
            current = one.uid
            found[current] = (one, [])
        found[current][1].append(one.uid)
    return list(found.values())

