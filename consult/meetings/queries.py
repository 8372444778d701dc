"""Reading meetings: the list, one with everything of it, and what an agenda or a decision can be about."""
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from consult.ballots.models import Ballot
from consult.ballots.rules.life import BallotState
from consult.db import db
from consult.documents.models import Version
from consult.meetings.models import Meeting, MeetingDecision, MeetingItem
from consult.meetings.rules import MeetingState
from consult.rounds.models import Round
from consult.rounds.rules import RoundState


def by_number(number: int) -> Meeting | None:
    """One meeting with all that its page shows."""
    item = selectinload(Meeting.items).options(joinedload(MeetingItem.version).joinedload(Version.document), joinedload(MeetingItem.ballot))
    decision = selectinload(Meeting.decisions).options(
        joinedload(MeetingDecision.version).joinedload(Version.document), joinedload(MeetingDecision.ballot), joinedload(MeetingDecision.round))
    return db.session.scalar(select(Meeting).where(Meeting.number == number).options(
        item, decision, selectinload(Meeting.attendance), joinedload(Meeting.minutes), selectinload(Meeting.corrections)))


def all_meetings(planned: bool = False) -> list[Meeting]:
    """All meetings, the latest first; those that nobody has been invited to only when asked for."""
    query = select(Meeting).order_by(Meeting.starts_at.desc(), Meeting.number.desc())
    return [meeting for meeting in db.session.scalars(query) if planned or meeting.public]


def coming(moment: datetime) -> Meeting | None:
    """The next meeting to which the group has been invited."""
    return db.session.scalar(select(Meeting).where(Meeting.state == MeetingState.PLANNED, Meeting.invited_at.is_not(None), Meeting.starts_at > moment)
                             .order_by(Meeting.starts_at).limit(1))


def next_number() -> int:
    """The number of the next meeting."""
    return (db.session.scalar(select(Meeting.number).order_by(Meeting.number.desc()).limit(1)) or 0) + 1


def item(number: int, item_id: int) -> MeetingItem | None:
    """One point of the agenda of a meeting."""
    return db.session.scalar(select(MeetingItem).join(MeetingItem.meeting).where(Meeting.number == number, MeetingItem.id == item_id).options(joinedload(MeetingItem.meeting)))


def decision(number: int, which: int) -> MeetingDecision | None:
    """One decision of a meeting."""
    asked = select(MeetingDecision).join(MeetingDecision.meeting).where(Meeting.number == number, MeetingDecision.number == which)
    return db.session.scalar(asked.options(joinedload(MeetingDecision.meeting)))


def ballots() -> list[Ballot]:
    """The ballots that everybody may read of, the latest first."""
    return list(db.session.scalars(select(Ballot).where(Ballot.state != BallotState.DRAFT, Ballot.opened_by.is_not(None)).order_by(Ballot.number.desc())))


def rounds() -> list[Round]:
    """The rounds that everybody may read of, the latest first."""
    return list(db.session.scalars(select(Round).where(Round.state.not_in([RoundState.DRAFT, RoundState.CANCELLED])).order_by(Round.number.desc())))
