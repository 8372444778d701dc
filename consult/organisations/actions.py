"""What people do for the organisations they speak for."""
from typing import Any

from consult import clock
from consult.db import db
from consult.errors import Conflict
from consult.i18n import N_
from consult.journal.actions import record
from consult.organisations import queries
from consult.organisations.models import Membership, Organisation
from consult.organisations.rules import LIFE, MembershipState, OrganisationKind, name_key
from consult.permissions.table import require
from consult.permissions.words import Action


def register(actor: Any, name: str, kind: OrganisationKind, party_code: str | None, website: str = "") -> Organisation:
    """Enter an organisation; whoever does it leads it."""
    require(actor, Action.ORGANISATIONS_REGISTER)
    if queries.by_key(name_key(name)):
        raise Conflict(N_("There is an organisation of this name already; you can ask to join it."))
    organisation = Organisation(name=name, name_key=name_key(name), kind=kind, party_code=party_code, website=website, registered_at=clock.now())
    organisation.memberships.append(Membership(account_id=actor.id, lead=True, state=MembershipState.MEMBER, since=clock.now()))
    db.session.add(organisation)
    record(Action.ORGANISATIONS_REGISTER, actor, organisation, name=name, kind=str(kind), party=party_code)
    return organisation


def verify(actor: Any, organisation: Organisation) -> None:
    """The secretariat has made sure that the organisation exists."""
    require(actor, Action.ORGANISATIONS_VERIFY, organisation)
    if organisation.verified_at is not None:
        raise Conflict(N_("This organisation has been verified already."))
    organisation.verified_at = clock.now()
    record(Action.ORGANISATIONS_VERIFY, actor, organisation, name=organisation.name)


def ask(actor: Any, organisation: Organisation) -> Membership:
    """Ask to speak for an organisation; its lead admits."""
    require(actor, Action.ORGANISATIONS_ASK, organisation)
    if queries.current(organisation, actor):
        raise Conflict(N_("You belong to this organisation, or have asked to, already."))
    membership = Membership(organisation_id=organisation.id, account_id=actor.id, state=MembershipState.ASKED, since=clock.now())
    db.session.add(membership)
    record(Action.ORGANISATIONS_ASK, actor, organisation, name=organisation.name)
    return membership


def admit(actor: Any, membership: Membership) -> None:
    """The lead says yes to a person who asked."""
    require(actor, Action.ORGANISATIONS_ADMIT, membership)
    membership.state = LIFE.advance(membership.state, "admit")
    membership.since = clock.now()
    record(Action.ORGANISATIONS_ADMIT, actor, membership.organisation, name=membership.organisation.name)


def leave(actor: Any, membership: Membership) -> None:
    """Leave an organisation, or take the request back; what was said for it stays."""
    require(actor, Action.ORGANISATIONS_LEAVE, membership)
    membership.state = LIFE.advance(membership.state, "leave")
    record(Action.ORGANISATIONS_LEAVE, actor, membership.organisation, name=membership.organisation.name)
