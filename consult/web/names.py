"""All names of words of the rules in one look-up: (type, word) -> English sentence."""
from enum import StrEnum

from consult.accounts import rules as accounts
from consult.adoption import rules as adoption
from consult.answering import rules as answering
from consult.ballots.rules import life as ballots
from consult.comments import rules as comments
from consult.coordination import rules as coordination
from consult.documents import rules as documents
from consult.events import rules as events
from consult.factors import rules as factors
from consult.meetings import rules as meetings
from consult.moderation import rules as moderation
from consult.notices import rules as notices
from consult.organisations import rules as organisations
from consult.rounds import rules as rounds
from consult.submissions import rules as submissions
from consult.translating.rules import states, units
from consult.workgroup import rules as workgroup

TABLES: tuple[dict[StrEnum, str], ...] = (
    accounts.ROLE_NAMES, accounts.STATE_NAMES, adoption.TYPE_NAMES, adoption.EFFECT_NAMES, adoption.STATUS_NAMES,  # type: ignore[assignment]
    answering.REVIEW_NAMES, answering.FEELING_NAMES,
    ballots.KIND_NAMES, ballots.PHASE_NAMES, ballots.CHOICE_NAMES, comments.KIND_NAMES, comments.STATE_NAMES, comments.CODE_NAMES,
    comments.CHANNEL_NAMES, comments.CAPACITY_NAMES, comments.ANSWER_NAMES,
    coordination.STATE_NAMES, coordination.CONTRIBUTION_NAMES, coordination.ASIDE_NAMES, coordination.CHOICE_NAMES, coordination.VOICE_NAMES, coordination.SAID_NAMES,
    events.STATE_NAMES, events.MAY_SIGN_NAMES, factors.RESET_NAMES, comments.PLACE_NAMES, notices.TOPIC_NAMES, notices.PACE_NAMES, documents.STATE_NAMES, documents.CHANGE_NAMES,
    meetings.STATE_NAMES, meetings.PRESENCE_NAMES, moderation.REPORT_NAMES, moderation.OUTCOME_NAMES, organisations.KIND_NAMES, rounds.KIND_NAMES, rounds.PHASE_NAMES,
    states.STANDING_NAMES, units.VERDICT_NAMES, submissions.MEANS_NAMES, workgroup.ROLE_NAMES, workgroup.STATE_NAMES,
)
NAMES: dict[tuple[type, StrEnum], str] = {(type(word), word): name for table in TABLES for word, name in table.items()}
