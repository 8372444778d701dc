"""What people do for the organisations they speak for."""
import secrets
from typing import Any

from sqlalchemy import select

from consult import clock
from consult.accounts.rules import email_key
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.organisations import queries
from consult.organisations.models import FormerName, Invitation, Membership, Merger, Organisation
from consult.organisations.rules import INVITATION_LIFE, INVITATIONS_MAX, LIFE, MembershipState, OrganisationKind, hashed, name_key
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.teams.models import TeamDraft
from consult.text import legible

#: Why the last lead does not leave or step down.
LAST_LEAD = N_("You are the only lead, and the organisation has other people. Name another lead first; then you can go.")


def register(actor: Any, name: str, kind: OrganisationKind, party_code: str | None, website: str = "") -> Organisation:
    """Enter an organisation; whoever does it leads it."""
    require(actor, Action.ORGANISATIONS_REGISTER)
    name = legible.named(name)
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
    if organisation.merger:
        raise Conflict(N_("This organisation goes on as %(name)s; ask to join that one."), name=organisation.merger.into.name)
    if queries.current(organisation, actor):
        raise Conflict(N_("You belong to this organisation, or have asked to, already."))
    membership = Membership(organisation_id=organisation.id, account_id=actor.id, state=MembershipState.ASKED, since=clock.now())
    db.session.add(membership)
    record(Action.ORGANISATIONS_ASK, actor, organisation, name=organisation.name)
    return membership


def admit(actor: Any, membership: Membership) -> None:
    """The lead says yes to a person who asked; where nobody leads any more, an administrator does, and the person leads."""
    require(actor, Action.ORGANISATIONS_ADMIT, membership)
    membership.state = LIFE.advance(membership.state, "admit")
    membership.since, membership.lead = clock.now(), not queries.led(membership.organisation)
    record(Action.ORGANISATIONS_ADMIT, actor, membership.organisation, name=membership.organisation.name)


def leave(actor: Any, membership: Membership) -> None:
    """Leave an organisation, or take the request back; what was said and drafted for it stays with it."""
    require(actor, Action.ORGANISATIONS_LEAVE, membership)
    if membership.lead and queries.led(membership.organisation) == 1 and queries.colleagues(membership.organisation) > 1:
        raise Conflict(LAST_LEAD)
    membership.state, membership.lead = LIFE.advance(membership.state, "leave"), False
    record(Action.ORGANISATIONS_LEAVE, actor, membership.organisation, name=membership.organisation.name)


def invite(actor: Any, organisation: Organisation, email: str) -> tuple[Invitation, str]:
    """Invite a colleague by e-mail; the secret for the link is returned once and kept as a hash. An earlier invitation to the address stops working."""
    require(actor, Action.ORGANISATIONS_INVITE, organisation)
    waiting, key = queries.invitations(organisation), email_key(email)
    for earlier in waiting:
        if earlier.email_key == key:
            _end(earlier)
    if len([one for one in waiting if one.email_key]) >= INVITATIONS_MAX:
        raise Conflict(N_("Many invitations of your organisation wait to be accepted. Take some back first."))
    token = secrets.token_urlsafe(32)
    row = Invitation(organisation=organisation, email=email, email_key=key, token_hash=hashed(token), invited_by=actor.id, invited_at=clock.now(),
                     expires_at=clock.now() + INVITATION_LIFE)
    db.session.add(row)
    record(Action.ORGANISATIONS_INVITE, actor, organisation, name=organisation.name)
    return row, token


def withdraw_invitation(actor: Any, invitation: Invitation) -> None:
    """Take an invitation back; its link stops working and the address is forgotten."""
    require(actor, Action.ORGANISATIONS_WITHDRAW_INVITATION, invitation)
    _end(invitation)
    record(Action.ORGANISATIONS_WITHDRAW_INVITATION, actor, invitation.organisation, name=invitation.organisation.name)


def accept(actor: Any, invitation: Invitation) -> Membership:
    """Join the organisation that invited this address; the link works once."""
    require(actor, Action.ORGANISATIONS_ACCEPT, invitation)
    organisation = invitation.organisation
    invitation.email, invitation.email_key, invitation.accepted_by, invitation.accepted_at = None, None, actor.id, clock.now()
    membership = queries.current(organisation, actor)
    if membership is None:
        membership = Membership(organisation_id=organisation.id, account_id=actor.id, state=MembershipState.MEMBER, since=clock.now())
        db.session.add(membership)
    elif membership.state == MembershipState.ASKED:
        membership.state, membership.since = LIFE.advance(membership.state, "admit"), clock.now()
    record(Action.ORGANISATIONS_ACCEPT, actor, organisation, name=organisation.name)
    return membership


def name_lead(actor: Any, membership: Membership) -> None:
    """Make a colleague a lead, beside those who lead already."""
    require(actor, Action.ORGANISATIONS_NAME_LEAD, membership)
    membership.lead = True
    record(Action.ORGANISATIONS_NAME_LEAD, actor, membership.organisation, name=membership.organisation.name)


def step_down(actor: Any, membership: Membership) -> None:
    """Lead no more, and stay a colleague; somebody else must lead."""
    require(actor, Action.ORGANISATIONS_STEP_DOWN, membership)
    if queries.led(membership.organisation) == 1:
        raise Conflict(LAST_LEAD if queries.colleagues(membership.organisation) > 1 else N_("You are the only one here. Invite a colleague and name them lead first."))
    membership.lead = False
    record(Action.ORGANISATIONS_STEP_DOWN, actor, membership.organisation, name=membership.organisation.name)


def correct_name(actor: Any, organisation: Organisation, name: str, reason: str) -> None:
    """Correct the name of an organisation, for a reason; the former name stays on its page."""
    require(actor, Action.ORGANISATIONS_CORRECT_NAME, organisation)
    name, before = legible.named(name), organisation.name
    reason = legible.written(reason, "reason", N_("Say why; everybody will read it."))
    if name == before:
        raise Invalid(N_("This is its name already."), field="name")
    twin = queries.by_key(name_key(name))
    if twin is not None and twin is not organisation:
        raise Conflict(N_("Another organisation has this name. If the two are the same body, make them one instead."))
    db.session.add(FormerName(organisation_id=organisation.id, name=before, reason=reason, changed_by=actor.id, until=clock.now()))
    organisation.name, organisation.name_key = name, name_key(name)
    record(Action.ORGANISATIONS_CORRECT_NAME, actor, organisation, before=before, name=name, reason=reason)


def merge(actor: Any, merged: Organisation, into: Organisation, reason: str, admit_people: bool = False) -> Merger:
    """Two organisations are the same body: `merged` gives its people, invitations and open drafts to `into`.

    What was sent in its name stays on record under that name, in the hands of those who lead the body now. Its people belong to `into` at once only
    when `admit_people` says so; otherwise they have asked, and whoever leads there decides.
    """
    require(actor, Action.ORGANISATIONS_MERGE, merged)
    reason = legible.written(reason, "reason", N_("Say why; everybody will read it."))
    if merged.id in into.stands_for or into.id in merged.stands_for or merged.merger or into.merger:
        raise Conflict(N_("These two are one already, or one of them goes on as another organisation."))
    if queries.in_joint_work(merged):
        raise Conflict(N_("%(name)s takes part in a joint submission that is not sent yet. Make the two one when it has been sent."), name=merged.name)
    moved = {"people": _move_people(merged, into, admit_people), "invitations": len(queries.invitations(merged)), "drafts": 0}
    for invitation in queries.invitations(merged):
        invitation.organisation_id = into.id
    for draft in db.session.scalars(select(TeamDraft).where(TeamDraft.organisation_id == merged.id)):
        draft.organisation_id, moved["drafts"] = into.id, moved["drafts"] + 1
    into.verified_at = into.verified_at or merged.verified_at
    row = Merger(merged_id=merged.id, into_id=into.id, reason=reason, merged_by=actor.id, merged_at=clock.now())
    db.session.add(row)
    db.session.flush()
    db.session.expire(merged, ["merger", "memberships"])
    db.session.expire(into, ["absorbed", "memberships"])
    record(Action.ORGANISATIONS_MERGE, actor, into, merged=merged.name, name=into.name, reason=reason, moved=moved)
    return row


def _move_people(merged: Organisation, into: Organisation, admit_people: bool) -> int:
    """End each membership in `merged` and open one in `into`, unless the person is there; who led leads on where nobody does."""
    leaderless, count = not queries.led(into), 0
    for former in [m for m in merged.memberships if m.state != MembershipState.LEFT]:
        here, member = queries.current(into, former.account), admit_people and former.state == MembershipState.MEMBER
        if here is None:
            here = Membership(organisation_id=into.id, account_id=former.account_id, state=MembershipState.ASKED, since=clock.now())
            db.session.add(here)
        if member and here.state == MembershipState.ASKED:
            here.state, here.since = LIFE.advance(MembershipState.ASKED, "admit"), clock.now()
        here.lead = here.lead or (member and leaderless and former.lead)
        former.state, former.lead = LIFE.advance(former.state, "leave"), False
        count += 1
    return count


def _end(invitation: Invitation) -> None:
    invitation.email, invitation.email_key, invitation.withdrawn_at = None, None, clock.now()
