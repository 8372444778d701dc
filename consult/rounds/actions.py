"""Planning, announcing, extending and ending rounds. Opening and closing are left to the clock."""
from datetime import datetime
from typing import Any

from consult import clock
from consult.comments.models import Comment
from consult.comments.queries import answers, figures
from consult.db import db
from consult.documents.models import Version
from consult.documents.rules import VersionState
from consult.errors import Conflict, IllegalMove, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.reporting.actions.freezing import freeze
from consult.rounds import queries
from consult.rounds.models import Round
from consult.rounds.rules import LIFE, Limits, RoundKind, check_length
from consult.text import legible

#: So many comments are named in one sentence.
NAMED = 10


def plan(actor: Any, version: Version, opens_at: datetime, closes_at: datetime, notice: str, questions: str = "", kind: RoundKind = RoundKind.PUBLIC,
         short_reason: str = "", limits: Limits | None = None) -> Round:
    """Plan a round on a published version, or on the working text, so that comments can be deferred to it; it is not public until it is announced."""
    require(actor, Action.ROUNDS_PLAN, version)
    _check_dates(opens_at, closes_at, short_reason, limits)
    round_ = Round(number=queries.next_number(), version=version, kind=kind, opens_at=opens_at, closes_at=closes_at, notice=notice, questions=questions,
                   short_reason=legible.tidy(short_reason, "short_reason"), created_at=clock.now())
    db.session.add(round_)
    record(Action.ROUNDS_PLAN, actor, round_, round=round_.number, label=version.label, opens=opens_at.isoformat(), closes=closes_at.isoformat())
    return round_


def _check_dates(opens_at: datetime, closes_at: datetime, reason: str, limits: Limits | None) -> None:
    """Refuse a round that would begin in the past (its length would be on paper only), or that is too short."""
    if opens_at < clock.start_of_day(clock.now().astimezone(clock.BRUSSELS).date()):
        raise Invalid(N_("A round cannot open in the past; choose today or a later day."), field="opens_on")
    check_length(max(opens_at, clock.now()), closes_at, reason, limits or Limits())


def revise(actor: Any, round_: Round, opens_at: datetime, closes_at: datetime, notice: str, questions: str = "", kind: RoundKind = RoundKind.PUBLIC,
           short_reason: str = "", limits: Limits | None = None, revision: int | None = None) -> None:
    """Plan a round anew that nobody outside knows of yet."""
    require(actor, Action.ROUNDS_REVISE, round_)
    _check_unseen(round_, revision)
    _check_dates(opens_at, closes_at, short_reason, limits)
    round_.kind, round_.opens_at, round_.closes_at = kind, opens_at, closes_at
    round_.notice, round_.questions, round_.short_reason = notice, questions, legible.tidy(short_reason, "short_reason")
    record(Action.ROUNDS_REVISE, actor, round_, round=round_.number, label=round_.version.label, opens=opens_at.isoformat(), closes=closes_at.isoformat())


def amend(actor: Any, round_: Round, opens_at: datetime, closes_at: datetime, notice: str, questions: str = "", short_reason: str = "", limits: Limits | None = None,
          revision: int | None = None) -> None:
    """Change an announced round before it opens: the close only moves later (R2), and the journal keeps the former dates."""
    require(actor, Action.ROUNDS_AMEND, round_)
    _check_unseen(round_, revision)
    _check_dates(opens_at, closes_at, short_reason, limits)
    if closes_at < round_.closes_at:
        raise Invalid(N_("The round is announced: its last day can only move to a later one. Cancel the round with a reason to begin anew."), field="closes_on")
    if other := queries.overlapping(round_.version, round_.kind, opens_at, closes_at, but=round_):
        raise Conflict(N_("Round %(number)s of the same document is open or being answered at that time."), number=other.number)
    former_opens, former = round_.opens_at, round_.closes_at
    round_.opens_at, round_.closes_at, round_.notice, round_.questions = opens_at, closes_at, notice, questions
    round_.short_reason = legible.tidy(short_reason, "short_reason")
    round_.state = LIFE.advance(round_.state, "amend")
    record(Action.ROUNDS_AMEND, actor, round_, round=round_.number, label=round_.version.label, opens=opens_at.isoformat(), closes=closes_at.isoformat(),
           former_opens=former_opens.isoformat(), former=former.isoformat())


def _check_unseen(round_: Round, revision: int | None) -> None:
    """Refuse to write over what another editor has changed meanwhile."""
    if revision is not None and revision != round_.revision:
        raise Conflict(N_("Somebody else changed this round since you opened it. Your words are kept below: look at the round as it is now and save again if they still stand."))


def schedule(actor: Any, round_: Round, limits: Limits | None = None) -> None:
    """Announce a round: from now on it is public, and it opens and closes by the clock (R1, R2)."""
    require(actor, Action.ROUNDS_SCHEDULE, round_)
    _check_dates(round_.opens_at, round_.closes_at, round_.short_reason, limits)
    if round_.version.state != VersionState.PUBLISHED:
        raise IllegalMove(N_("A round can be announced when its version has been published; version %(label)s has not."), label=round_.version.label)
    if other := queries.overlapping(round_.version, round_.kind, round_.opens_at, round_.closes_at, but=round_):
        raise Conflict(N_("Round %(number)s of the same document is open or being answered at that time."), number=other.number)
    round_.state = LIFE.advance(round_.state, "schedule")
    record(Action.ROUNDS_SCHEDULE, actor, round_, round=round_.number, label=round_.version.label, opens=round_.opens_at.isoformat(),
           closes=round_.closes_at.isoformat(), short_reason=round_.short_reason)


def extend(actor: Any, round_: Round, closes_at: datetime, reason: str) -> None:
    """Move the close of a round that has not closed to a later instant, for a public reason (R2)."""
    require(actor, Action.ROUNDS_EXTEND, round_)
    if closes_at <= round_.closes_at:
        raise Invalid(N_("A round can only be extended: the new close must be later than the present one."), field="closes_on")
    reason = legible.written(reason, "reason", N_("Say why the round is extended; everybody will read it."))
    if other := queries.overlapping(round_.version, round_.kind, round_.opens_at, closes_at, but=round_):
        raise Conflict(N_("Round %(number)s of the same document is open or being answered at that time."), number=other.number)
    former, round_.closes_at, round_.extend_reason = round_.closes_at, closes_at, reason.strip()
    round_.state = LIFE.advance(round_.state, "extend")
    record(Action.ROUNDS_EXTEND, actor, round_, round=round_.number, former=former.isoformat(), closes=closes_at.isoformat(), reason=reason.strip())


def cancel(actor: Any, round_: Round, reason: str) -> None:
    """Call off a round that has not closed, for a public reason; comments already received stay on record."""
    require(actor, Action.ROUNDS_CANCEL, round_)
    reason = legible.written(reason, "reason", N_("Say why the round is cancelled; everybody will read it."))
    if figures.tally(round_).total:
        raise IllegalMove(N_("Comments have been received: they must be answered, so the round cannot be cancelled any more."))
    round_.cancel_reason, round_.state = reason.strip(), LIFE.advance(round_.state, "cancel")
    record(Action.ROUNDS_CANCEL, actor, round_, round=round_.number, reason=reason.strip())


def begin_disposition(actor: Any, round_: Round) -> None:
    """Start answering a closed round; late comments are taken no longer."""
    require(actor, Action.ROUNDS_BEGIN_DISPOSITION, round_)
    round_.state = LIFE.advance(round_.state, "begin_disposition")
    record(Action.ROUNDS_BEGIN_DISPOSITION, actor, round_, round=round_.number, comments=figures.tally(round_).total)


def write_report(actor: Any, round_: Round, text: str) -> None:
    """Write what was heard, what changed and what did not; the counts beside it come from the rows."""
    require(actor, Action.ROUNDS_WRITE_REPORT, round_)
    text = legible.written(text, "text", N_("The report needs some words: what was heard, what changed, what did not and why."))
    round_.report, round_.report_at = text.strip(), clock.now()
    record(Action.ROUNDS_WRITE_REPORT, actor, round_, round=round_.number)


def _named(waiting: list[Comment]) -> str:
    """The first of these comments by number, and that there are more."""
    return ", ".join(one.public_id for one in waiting[:NAMED]) + (f", … ({len(waiting)})" if len(waiting) > NAMED else "")


def complete(actor: Any, round_: Round) -> None:
    """End a round for good: every comment has its published answer, those that were deferred to it too, and the report is there (R4, R5)."""
    require(actor, Action.ROUNDS_COMPLETE, round_)
    counts = figures.tally(round_)
    if waiting := answers.unanswered(round_):
        raise IllegalMove(N_("The round cannot be completed yet. Without a published answer: %(numbers)s."), numbers=_named(waiting))
    if round_.report_at is None:
        raise IllegalMove(N_("The report of the round has not been written yet."))
    digest = freeze(actor, round_)
    round_.state, round_.completed_at = LIFE.advance(round_.state, "complete"), clock.now()
    record(Action.ROUNDS_COMPLETE, actor, round_, round=round_.number, report=digest,
           counts={"total": counts.total, "disposed": counts.disposed, "withdrawn": counts.withdrawn, "hidden": counts.hidden})
