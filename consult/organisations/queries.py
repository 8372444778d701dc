"""Reading organisations and who belongs to them."""
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from consult import clock
from consult.accounts.models import Account
from consult.db import db
from consult.organisations.models import Invitation, Membership, Organisation
from consult.organisations.rules import MembershipState, OrganisationKind, hashed


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


def led(organisation: Organisation) -> int:
    """How many lead the organisation."""
    return db.session.scalar(select(func.count()).select_from(Membership).where(
        Membership.organisation_id == organisation.id, Membership.state == MembershipState.MEMBER, Membership.lead)) or 0


def colleagues(organisation: Organisation) -> int:
    """How many belong to the organisation."""
    return db.session.scalar(select(func.count()).select_from(Membership).where(
        Membership.organisation_id == organisation.id, Membership.state == MembershipState.MEMBER)) or 0


def invitations(organisation: Organisation) -> list[Invitation]:
    """The invitations that wait to be accepted, those whose time is over included, the latest first."""
    return list(db.session.scalars(select(Invitation).where(
        Invitation.organisation_id == organisation.id, Invitation.email_key.is_not(None)).options(joinedload(Invitation.inviter)).order_by(Invitation.id.desc())))


def invitation(invitation_id: int) -> Invitation | None:
    """An invitation that waits, by its number."""
    return db.session.scalar(select(Invitation).where(Invitation.id == invitation_id, Invitation.email_key.is_not(None)))


def invited(token: str) -> Invitation | None:
    """The invitation that a link is for, if it is good still."""
    return db.session.scalar(select(Invitation).where(Invitation.token_hash == hashed(token), Invitation.email_key.is_not(None), Invitation.expires_at > clock.now()))
