"""Conditions of the permission table: pure functions of (actor, subject), each with the sentence that a person reads.

The actor is None for a visitor, an account, or SYSTEM (the installation itself: first set-up and the clock). The subject is the thing the
action is done to; what it must be stands beside each condition.
"""
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from consult.ballots.rules import BallotPhase
from consult.comments.rules import AnswerState, CommentState
from consult.documents.rules import VersionState
from consult.i18n import N_
from consult.organisations.rules import MembershipState
from consult.rounds.rules import Phase, RoundKind
from consult.workgroup.rules import MandateState, covers

SYSTEM: Any = SimpleNamespace(id=None, name="", roles=frozenset({"system"}), mandates=(), memberships=())
Condition = Callable[[Any, Any], bool]
#: The sentence of each condition, for the page "who may do what" and for refusals.
SENTENCES: dict[str, str] = {}


def says(sentence: str) -> Callable[[Condition], Condition]:
    """Give a condition its sentence."""

    def keep(condition: Condition) -> Condition:
        SENTENCES[condition.__name__] = sentence
        return condition

    return keep


def role(name: str, sentence: str) -> Condition:
    """A condition on the actor alone: holds the role now."""

    def condition(actor: Any, subject: Any) -> bool:
        return actor is not None and name in actor.roles

    condition.__name__ = name
    return says(sentence)(condition)


administrator = role("administrator", N_("is an administrator"))
editor = role("editor", N_("is an editor"))
moderator = role("moderator", N_("is a moderator"))
system = role("system", N_("is the installation itself"))


@says(N_("anyone"))
def anyone(actor: Any, subject: Any) -> bool:
    """Everybody, with or without an account."""
    return True


@says(N_("is not signed in"))
def visitor(actor: Any, subject: Any) -> bool:
    """Somebody without a session."""
    return actor is None


@says(N_("is signed in with a confirmed address"))
def signed_in(actor: Any, subject: Any) -> bool:
    """A person with an active account."""
    return actor is not None and actor.id is not None


@says(N_("it is their own account"))
def themselves(actor: Any, subject: Any) -> bool:
    """Subject: an account."""
    return actor is not None and subject is not None and actor.id is not None and subject.id == actor.id


@says(N_("it is not their own account"))
def not_themselves(actor: Any, subject: Any) -> bool:
    """Subject: an account."""
    return actor is not None and subject is not None and subject.id != actor.id


@says(N_("it is their own"))
def owner(actor: Any, subject: Any) -> bool:
    """Subject: a session, a draft or a membership."""
    return actor is not None and actor.id is not None and subject is not None and subject.account_id == actor.id


@says(N_("leads the organisation"))
def lead(actor: Any, subject: Any) -> bool:
    """Subject: a membership."""
    return actor is not None and any(m.lead and m.state == MembershipState.MEMBER and m.organisation_id == subject.organisation_id for m in actor.memberships)


@says(N_("the version is a working text"))
def version_working(actor: Any, subject: Any) -> bool:
    """Subject: a version."""
    return subject.state == VersionState.WORKING


@says(N_("the version is published, or is the working text"))
def version_standing(actor: Any, subject: Any) -> bool:
    """Subject: a version."""
    return subject.state in {VersionState.WORKING, VersionState.PUBLISHED}


@says(N_("the version is published"))
def version_published(actor: Any, subject: Any) -> bool:
    """Subject: a version."""
    return subject.state == VersionState.PUBLISHED


@says(N_("the round has not closed"))
def round_before_close(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.phase in {Phase.DRAFT, Phase.SCHEDULED, Phase.OPEN}


@says(N_("the round is being planned"))
def round_draft(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.phase == Phase.DRAFT


@says(N_("the round is announced or open"))
def round_running(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.phase in {Phase.SCHEDULED, Phase.OPEN}


@says(N_("the round is open, or closed and late comments are still taken"))
def round_taking(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.phase in {Phase.OPEN, Phase.CLOSED}


@says(N_("the round has closed"))
def round_closed(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.phase == Phase.CLOSED


@says(N_("the comments of the round are being answered"))
def round_answering(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.phase == Phase.DISPOSITION


@says(N_("the round is public, or the person sits in the working group"))
def invited(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.kind == RoundKind.PUBLIC or (actor is not None and ("editor" in actor.roles or any(covers(m) for m in actor.mandates)))


@says(N_("wrote the comment"))
def author(actor: Any, subject: Any) -> bool:
    """Subject: a comment."""
    return actor is not None and subject.author_id == actor.id


@says(N_("the round of the comment is still open"))
def comment_round_open(actor: Any, subject: Any) -> bool:
    """Subject: a comment."""
    return subject.round.phase == Phase.OPEN


@says(N_("the comment waits for its answer"))
def unanswered(actor: Any, subject: Any) -> bool:
    """Subject: a comment."""
    return subject.state == CommentState.SUBMITTED


@says(N_("the comment stands"))
def comment_stands(actor: Any, subject: Any) -> bool:
    """Subject: a comment."""
    return subject.state in {CommentState.SUBMITTED, CommentState.DISPOSED}


@says(N_("the comment came late"))
def comment_late(actor: Any, subject: Any) -> bool:
    """Subject: a comment."""
    return subject.late and not subject.admitted_reason


@says(N_("the reply stands"))
def reply_stands(actor: Any, subject: Any) -> bool:
    """Subject: a reply."""
    return not subject.hidden_reason


@says(N_("the answer is a draft"))
def answer_draft(actor: Any, subject: Any) -> bool:
    """Subject: a disposition."""
    return subject.state == AnswerState.DRAFT


@says(N_("another person drafted the answer"))
def not_drafter(actor: Any, subject: Any) -> bool:
    """Subject: a disposition."""
    return subject.drafted_by != actor.id


@says(N_("is not the holder of the mandate"))
def not_holder(actor: Any, subject: Any) -> bool:
    """Subject: a mandate."""
    return subject.account_id != actor.id


@says(N_("another person recorded it"))
def not_recorder(actor: Any, subject: Any) -> bool:
    """Subject: a mandate or an act."""
    return subject.recorded_by != actor.id


@says(N_("the mandate is for another person"))
def not_appointee(actor: Any, subject: Any) -> bool:
    """Subject: the account of the person to be appointed; none yet on the empty form."""
    return actor is not None and (subject is None or subject.id != actor.id)


@says(N_("the mandate waits for verification"))
def mandate_unverified(actor: Any, subject: Any) -> bool:
    """Subject: a mandate."""
    return subject.verified_at is None and not subject.end_reason


@says(N_("the mandate has not ended and nobody has ended it before"))
def mandate_running(actor: Any, subject: Any) -> bool:
    """Subject: a mandate."""
    return not subject.end_reason and subject.standing != MandateState.ENDED


@says(N_("the text is published"))
def text_published(actor: Any, subject: Any) -> bool:
    """Subject: a version; none yet on the empty form."""
    return subject is None or subject.state == VersionState.PUBLISHED


@says(N_("the ballot is being prepared"))
def ballot_draft(actor: Any, subject: Any) -> bool:
    """Subject: a ballot."""
    return subject.phase == BallotPhase.DRAFT


@says(N_("another person prepared the ballot"))
def not_preparer(actor: Any, subject: Any) -> bool:
    """Subject: a ballot."""
    return subject.prepared_by != actor.id


@says(N_("another person opened the ballot"))
def not_opener(actor: Any, subject: Any) -> bool:
    """Subject: a ballot."""
    return subject.opened_by != actor.id


@says(N_("the ballot is open"))
def ballot_open(actor: Any, subject: Any) -> bool:
    """Subject: a ballot."""
    return subject.phase == BallotPhase.OPEN


@says(N_("the ballot is announced or open"))
def ballot_running(actor: Any, subject: Any) -> bool:
    """Subject: a ballot."""
    return subject.phase in {BallotPhase.SCHEDULED, BallotPhase.OPEN}


@says(N_("the ballot has closed"))
def ballot_closed(actor: Any, subject: Any) -> bool:
    """Subject: a ballot."""
    return subject.phase == BallotPhase.CLOSED


@says(N_("the ballot has not closed"))
def ballot_before_close(actor: Any, subject: Any) -> bool:
    """Subject: a ballot; what the seats have decided is not taken back because somebody does not like it."""
    return subject.phase in {BallotPhase.DRAFT, BallotPhase.SCHEDULED, BallotPhase.OPEN}


@says(N_("holds a verified mandate of a seat of this ballot, in force now"))
def mandated(actor: Any, subject: Any) -> bool:
    """Subject: a ballot."""
    seats = {s.party_code for s in subject.seats}
    return actor is not None and any(m.party_code in seats and covers(m) for m in actor.mandates)


@says(N_("the act is not verified yet"))
def act_unverified(actor: Any, subject: Any) -> bool:
    """Subject: an act."""
    return subject.verification is None


@says(N_("the file proves an act in the register"))
def evidence_public(actor: Any, subject: Any) -> bool:
    """Subject: a file with what it proves (evidence.queries.Proof)."""
    return bool(subject.public)


@says(N_("the file is the letter of their own mandate, or holds their own position"))
def evidence_holder(actor: Any, subject: Any) -> bool:
    """Subject: a file with what it proves (evidence.queries.Proof)."""
    return actor is not None and actor.id in subject.holders
