"""Recording what happened at a meeting: that it was held, who came, and what was decided."""
from collections.abc import Mapping
from typing import Any

from consult import clock
from consult.ballots.models import Ballot
from consult.db import db
from consult.documents.models import Version
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.meetings.actions.agenda import check_links
from consult.meetings.models import Attendance, Meeting, MeetingDecision
from consult.meetings.rules import DECISIONS_MAX, LIFE, NAME_MAX, WORDS_MAX, Presence
from consult.parties import queries as parties
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.rounds.models import Round
from consult.rounds.rules import RoundState
from consult.text import legible


def hold(actor: Any, meeting: Meeting) -> None:
    """Record that a meeting has been held: not before it began."""
    require(actor, Action.MEETINGS_HOLD, meeting)
    if meeting.starts_at > clock.now():
        raise Invalid(N_("The meeting has not begun yet. It is recorded as held from then on."))
    if not meeting.items:
        raise Invalid(N_("Write at least one point of the agenda first."))
    meeting.state = LIFE.advance(meeting.state, "hold")
    meeting.held_at = meeting.changed_at = clock.now()
    record(Action.MEETINGS_HOLD, actor, meeting, meeting=meeting.number)


def take_attendance(actor: Any, meeting: Meeting, marks: Mapping[str, tuple[Presence | None, str]]) -> None:
    """Record for each seat whether it was present or sent apologies, and who spoke for it; nothing follows from the number."""
    require(actor, Action.MEETINGS_TAKE_ATTENDANCE, meeting)
    seats, rows = {party.code for party in parties.seats()}, {row.party_code: row for row in meeting.attendance}
    for code, (presence, name) in marks.items():
        if code not in seats and code not in rows:
            raise Invalid(N_("This party has no seat in the working group."))
        name = legible.tidy(legible.seen(name))
        legible.check(name, code, NAME_MAX)
        row = rows.get(code)
        if presence is None:
            if row is not None:
                db.session.delete(row)
        elif row is None:
            db.session.add(Attendance(meeting=meeting, party_code=code, presence=presence, name=name))
        else:
            row.presence, row.name = presence, name
    db.session.flush()
    db.session.refresh(meeting, ["attendance"])
    present = sum(row.presence == Presence.PRESENT for row in meeting.attendance)
    record(Action.MEETINGS_TAKE_ATTENDANCE, actor, meeting, meeting=meeting.number, present=present, apologies=len(meeting.attendance) - present)


def add_decision(actor: Any, meeting: Meeting, words: str, version: Version | None = None, ballot: Ballot | None = None, round_: Round | None = None) -> MeetingDecision:
    """Record what was decided, under the next number."""
    require(actor, Action.MEETINGS_ADD_DECISION, meeting)
    if len(meeting.decisions) >= DECISIONS_MAX:
        raise Conflict(N_("This meeting has %(most)s decisions already. Join some of them."), most=DECISIONS_MAX)
    decision = MeetingDecision(number=len(meeting.decisions) + 1, **_said(words, version, ballot, round_))
    meeting.decisions.append(decision)
    db.session.flush()
    record(Action.MEETINGS_ADD_DECISION, actor, meeting, meeting=meeting.number, decision=decision.number)
    return decision


def change_decision(actor: Any, decision: MeetingDecision, words: str, version: Version | None, ballot: Ballot | None, round_: Round | None) -> None:
    """Change the words of a decision, or what it is about, before the minutes are published."""
    require(actor, Action.MEETINGS_CHANGE_DECISION, decision)
    for name, value in _said(words, version, ballot, round_).items():
        setattr(decision, name, value)
    record(Action.MEETINGS_CHANGE_DECISION, actor, decision.meeting, meeting=decision.meeting.number, decision=decision.number)


def drop_decision(actor: Any, decision: MeetingDecision) -> None:
    """Take the last decision back before the minutes are published; an earlier one is changed, so that no number is used for another."""
    require(actor, Action.MEETINGS_DROP_DECISION, decision)
    if decision.number != len(decision.meeting.decisions):
        raise Conflict(N_("Only the last decision can be taken back. Change the words of this one."))
    record(Action.MEETINGS_DROP_DECISION, actor, decision.meeting, meeting=decision.meeting.number, decision=decision.number)
    db.session.delete(decision)


def _said(words: str, version: Version | None, ballot: Ballot | None, round_: Round | None) -> dict[str, Any]:
    check_links(version, ballot)
    if round_ is not None and round_.state in {RoundState.DRAFT, RoundState.CANCELLED}:
        raise Invalid(N_("This round has not been announced. Announce it first, or leave the link out."), field="round")
    legible.check_source(words, "words", WORDS_MAX)
    return {"words": legible.written(words, "words", N_("Write what was decided.")), "version": version, "ballot": ballot, "round": round_}
