"""Conditions on mandates, ballots, acts and their proofs."""
from typing import Any

from consult.ballots.rules.life import BallotPhase
from consult.i18n import N_
from consult.permissions.conditions import says
from consult.workgroup.rules import MandateState, covers


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


@says(N_("the act is verified"))
def act_verified(actor: Any, subject: Any) -> bool:
    """Subject: an act."""
    return subject.verification is not None


@says(N_("the act was not sent back"))
def act_not_returned(actor: Any, subject: Any) -> bool:
    """Subject: an act."""
    return subject.returned is None


@says(N_("the file proves an act in the register"))
def evidence_public(actor: Any, subject: Any) -> bool:
    """Subject: a file with what it proves (evidence.queries.Proof)."""
    return bool(subject.public)


@says(N_("the file is the letter of their own mandate, or holds their own position"))
def evidence_holder(actor: Any, subject: Any) -> bool:
    """Subject: a file with what it proves (evidence.queries.Proof)."""
    return actor is not None and actor.id in subject.holders


@says(N_("the party has no seat"))
def party_without_seat(actor: Any, subject: Any) -> bool:
    """Subject: a party or body."""
    return subject.kind == "party" and not subject.seat


@says(N_("the party has a seat"))
def party_with_seat(actor: Any, subject: Any) -> bool:
    """Subject: a party or body."""
    return bool(subject.seat)
