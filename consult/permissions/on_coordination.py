"""Conditions on gatherings, contributions, items and declarations of the coordinator's channel."""
from typing import Any

from consult.comments.rules import Capacity
from consult.coordination.rules import ContributionState, GatheringState
from consult.i18n import N_
from consult.organisations.rules import MembershipState
from consult.permissions.conditions import role, says
from consult.rounds.rules import Phase

coordinator = role("coordinator", N_("is a national coordinator"))


def _gathering(subject: Any) -> Any:
    """The gathering itself, or that of a contribution or an item."""
    return getattr(subject, "gathering", subject)


@says(N_("is the national coordinator of this party"))
def coordinates(actor: Any, subject: Any) -> bool:
    """Subject: a gathering, a contribution or an item."""
    party = _gathering(subject).party_code
    return actor is not None and any(g.role == "coordinator" and g.ended_at is None and g.party_code == party for g in getattr(actor, "grants", ()))


@says(N_("leads an organisation of this party that the secretariat has confirmed"))
def of_the_party(actor: Any, subject: Any) -> bool:
    """Subject: a gathering; what is published under the name of an organisation is signed by its lead."""
    mine = (m.organisation for m in actor.memberships if m.lead and m.state == MembershipState.MEMBER) if actor is not None else ()
    return any(one.party_code == subject.party_code and one.verified_at is not None for one in mine)


@says(N_("speaks for the organisation"))
def speaks(actor: Any, subject: Any) -> bool:
    """Subject: a contribution."""
    return actor is not None and any(m.state == MembershipState.MEMBER and m.organisation_id == subject.organisation_id for m in actor.memberships)


@says(N_("leads an organisation"))
def leads(actor: Any, subject: Any) -> bool:
    """Whoever is the lead of some organisation; the step itself asks of which."""
    return actor is not None and any(m.lead and m.state == MembershipState.MEMBER for m in actor.memberships)


@says(N_("the round is open"))
def round_open(actor: Any, subject: Any) -> bool:
    """Subject: a round, or what belongs to one."""
    return getattr(_gathering(subject), "round", subject).phase == Phase.OPEN


@says(N_("the round is open, or closed and its comments are not being answered yet"))
def sending_time(actor: Any, subject: Any) -> bool:
    """Subject: a gathering."""
    return subject.round.phase in {Phase.OPEN, Phase.CLOSED}


@says(N_("contributions are being collected"))
def collecting(actor: Any, subject: Any) -> bool:
    """Subject: a gathering, a contribution or an item."""
    return _gathering(subject).state == GatheringState.COLLECTING


@says(N_("the organisations are checking the joint submission"))
def checking(actor: Any, subject: Any) -> bool:
    """Subject: a gathering."""
    return subject.state == GatheringState.CHECKING


@says(N_("the joint submission has not been sent"))
def unsent(actor: Any, subject: Any) -> bool:
    """Subject: a gathering, a contribution or an item."""
    return _gathering(subject).state != GatheringState.SENT


@says(N_("no contribution stands in the item any more"))
def item_empty(actor: Any, subject: Any) -> bool:
    """Subject: an item."""
    return not subject.contributions


@says(N_("the contribution is published and stands"))
def contribution_public(actor: Any, subject: Any) -> bool:
    """Subject: a contribution."""
    return subject.gathering.state == GatheringState.SENT and subject.state != ContributionState.TAKEN_BACK and not subject.hidden_reason


@says(N_("it was not sent as a joint submission that organisations had checked"))
def not_joint(actor: Any, subject: Any) -> bool:
    """Subject: a comment; what organisations have checked is neither changed nor withdrawn behind their backs."""
    return subject.capacity != Capacity.COORDINATOR or subject.joint_item is None


@says(N_("the declaration stands"))
def declaration_stands(actor: Any, subject: Any) -> bool:
    """Subject: a declaration."""
    return subject.taken_back_at is None
