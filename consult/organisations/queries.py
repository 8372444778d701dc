"""Reading organisations and who belongs to them."""
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from consult import clock
from consult.accounts.models import Account
from consult.coordination.models import AskedOrganisation, Gathering, JointContribution
from consult.coordination.rules import GatheringState
from consult.db import db
from consult.organisations.models import FormerName, Invitation, Membership, Merger, Organisation
from consult.organisations.rules import MembershipState, OrganisationKind, hashed, name_key
from consult.rounds.models import Round
from consult.rounds.rules import RoundState

#: How many organisations a page of the list shows.
PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """Which organisations a list shows; those that turned out to be the same as another are in none."""

    words: str = ""
    party: str = ""
    kind: OrganisationKind | None = None
    verified: bool | None = None


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
    return list(db.session.scalars(_wanted(Wanted(party=party_code or "", kind=kind))))


def page(wanted: "Wanted", after: str = "") -> tuple[list[Organisation], str]:
    """A page of the organisations that are wanted, by name from a place in the list on; and the key of the next page."""
    query = _wanted(wanted)
    rows = list(db.session.scalars((query.where(Organisation.name_key > after) if after else query).limit(PAGE + 1)))
    return rows[:PAGE], rows[PAGE - 1].name_key if len(rows) > PAGE else ""


def count(wanted: "Wanted") -> int:
    """How many organisations are wanted."""
    return db.session.scalar(select(func.count()).select_from(_wanted(wanted).order_by(None).subquery())) or 0


def _wanted(wanted: "Wanted") -> Select[Organisation]:
    rows = select(Organisation).where(Organisation.id.not_in(select(Merger.merged_id))).order_by(Organisation.name_key)
    if wanted.words:
        rows = rows.where(Organisation.name_key.contains(name_key(wanted.words), autoescape=True))
    if wanted.party:
        rows = rows.where(Organisation.party_code == wanted.party)
    if wanted.kind:
        rows = rows.where(Organisation.kind == wanted.kind)
    if wanted.verified is not None:
        rows = rows.where(Organisation.verified_at.is_not(None) if wanted.verified else Organisation.verified_at.is_(None))
    return rows


def former_names(organisation: Organisation) -> list[FormerName]:
    """What the organisation was called before, the latest first."""
    return list(db.session.scalars(select(FormerName).filter_by(organisation_id=organisation.id).order_by(FormerName.id.desc())))


def in_joint_work(organisation: Organisation) -> bool:
    """Whether the organisation was asked for, or gave, something for a joint submission that is not sent, in a round that takes comments."""
    waiting = select(Gathering.id).join(Gathering.round).where(Gathering.state != GatheringState.SENT, Round.state == RoundState.SCHEDULED)
    asked = select(AskedOrganisation.id).where(AskedOrganisation.organisation_id == organisation.id, AskedOrganisation.gathering_id.in_(waiting))
    given = select(JointContribution.id).where(JointContribution.organisation_id == organisation.id, JointContribution.gathering_id.in_(waiting))
    return db.session.scalar(asked.limit(1)) is not None or db.session.scalar(given.limit(1)) is not None


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
