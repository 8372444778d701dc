"""Conditions on organisations, their invitations, drafts and supported comments."""
from collections.abc import Iterator
from typing import Any

from consult.accounts.rules import email_key
from consult.i18n import N_
from consult.organisations.rules import MembershipState
from consult.permissions.conditions import says
from consult.permissions.on_comments import belongs


def _belonging(actor: Any) -> Iterator[Any]:
    return (one for one in actor.memberships if one.state == MembershipState.MEMBER) if actor is not None else iter(())


def _number(subject: Any) -> int:
    """The organisation that a subject is, or belongs to."""
    return int(getattr(subject, "organisation_id", None) or subject.id)


@says(N_("belongs to the organisation"))
def colleague(actor: Any, subject: Any) -> bool:
    """Subject: an organisation, or a draft of one."""
    return any(one.organisation_id == _number(subject) for one in _belonging(actor))


@says(N_("leads the organisation"))
def lead_of(actor: Any, subject: Any) -> bool:
    """Subject: an organisation, an invitation to one or a draft of one."""
    return actor is not None and belongs(actor, _number(subject), leading=True)


@says(N_("leads an organisation that the secretariat has verified"))
def leads_verified(actor: Any, subject: Any) -> bool:
    """Whoever leads some verified organisation; the step itself asks of which."""
    return any(one.lead and one.organisation.verified_at is not None for one in _belonging(actor))


@says(N_("the invitation was sent to their address"))
def invited_address(actor: Any, subject: Any) -> bool:
    """Subject: an invitation."""
    return actor is not None and actor.email is not None and subject.email_key == email_key(actor.email)


@says(N_("the person is a colleague, not a lead yet"))
def plain_member(actor: Any, subject: Any) -> bool:
    """Subject: a membership."""
    return subject.state == MembershipState.MEMBER and not subject.lead


@says(N_("it is their own lead"))
def own_lead(actor: Any, subject: Any) -> bool:
    """Subject: a membership."""
    return actor is not None and subject.account_id == actor.id and subject.lead and subject.state == MembershipState.MEMBER


@says(N_("began the draft"))
def began(actor: Any, subject: Any) -> bool:
    """Subject: a draft of an organisation."""
    return actor is not None and subject.draft.account_id == actor.id
