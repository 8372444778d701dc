"""Reading organisations and who belongs to them."""
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from consult.accounts.models import Account
from consult.db import db
from consult.organisations.models import Membership, Organisation
from consult.organisations.rules import MembershipState, OrganisationKind


def get(organisation_id: int) -> Organisation | None:
    """The organisation with this number, its people loaded."""
    return db.session.scalar(select(Organisation).filter_by(id=organisation_id).options(selectinload(Organisation.memberships).joinedload(Membership.account)))


def of(account: Account) -> list[Organisation]:
    """The organisations a person speaks for now, by name."""
    return list(db.session.scalars(select(Organisation).join(Organisation.memberships).where(
        Membership.account_id == account.id, Membership.state == MembershipState.MEMBER).order_by(Organisation.name)))


def memberships(account: Account) -> list[Membership]:
    """Where a person belongs or has asked to."""
    return list(db.session.scalars(select(Membership).where(Membership.account_id == account.id, Membership.state != MembershipState.LEFT)
                                   .options(joinedload(Membership.organisation)).order_by(Membership.id)))


def membership(membership_id: int) -> Membership | None:
    """One membership with its person."""
    return db.session.scalar(select(Membership).filter_by(id=membership_id).options(joinedload(Membership.account)))


def current(organisation: Organisation, account: Account | None) -> Membership | None:
    """This person's membership or request in the organisation, if any."""
    if account is None:
        return None
    return db.session.scalar(select(Membership).where(
        Membership.organisation_id == organisation.id, Membership.account_id == account.id, Membership.state != MembershipState.LEFT))


def by_key(key: str) -> Organisation | None:
    """The organisation whose name compares like this."""
    return db.session.scalar(select(Organisation).filter_by(name_key=key))


def listed(party_code: str | None = None, kind: OrganisationKind | None = None) -> list[Organisation]:
    """All organisations, or those of a party or kind, with the verified ones not apart: the list says it of each."""
    rows = select(Organisation).order_by(Organisation.name_key)
    if party_code:
        rows = rows.where(Organisation.party_code == party_code)
    if kind:
        rows = rows.where(Organisation.kind == kind)
    return list(db.session.scalars(rows))
