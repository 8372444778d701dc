"""Delegations: who comes for a party, and the credentials by which; the letters are compared by a second person and never public."""
from datetime import date
from typing import Any

from sqlalchemy import select

from consult import clock
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.events.models import Credentials, CredentialsVerification, Delegate, Delegation, Event, EventSignature
from consult.events.rules import DELEGATES_MAX
from consult.evidence.models import EvidenceFile
from consult.i18n import N_
from consult.journal.actions import record
from consult.parties.models import Party
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible


def add_delegation(actor: Any, event: Event, party: Party) -> Delegation:
    """Enter that a party or body comes."""
    require(actor, Action.EVENTS_ADD_DELEGATION, event)
    if any(each.party_code == party.code for each in event.delegations):
        raise Conflict(N_("This delegation is on the list already."))
    delegation = Delegation(event=event, party_code=party.code, delegates=[], letters=[])
    db.session.add(delegation)
    db.session.flush()
    record(Action.EVENTS_ADD_DELEGATION, actor, delegation, event=event.number, party=party.code)
    return delegation


def drop_delegation(actor: Any, delegation: Delegation) -> None:
    """Take a delegation off the list that was entered by mistake: one without members and without letters."""
    require(actor, Action.EVENTS_DROP_DELEGATION, delegation)
    if delegation.letters:
        raise Conflict(N_("Credentials were recorded for this delegation. It stays on record."))
    if delegation.delegates:
        raise Conflict(N_("Take the members off this delegation first."))
    record(Action.EVENTS_DROP_DELEGATION, actor, delegation, event=delegation.event.number, party=delegation.party_code)
    db.session.delete(delegation)


def name_delegate(actor: Any, delegation: Delegation, name: str, title: str, head: bool) -> Delegate:
    """Name a member of a delegation; each has one head at most."""
    require(actor, Action.EVENTS_NAME_DELEGATE, delegation)
    if head and any(each.head for each in delegation.delegates):
        raise Conflict(N_("This delegation has a head already. Take that person off first, or name this one as a member."))
    if len(delegation.delegates) >= DELEGATES_MAX:
        raise Conflict(N_("This delegation has %(most)s members already."), most=DELEGATES_MAX)
    delegate = Delegate(delegation=delegation, name=legible.named(name), title=legible.tidy(legible.seen(title), "title"), head=head, named_at=clock.now())
    db.session.add(delegate)
    db.session.flush()
    record(Action.EVENTS_NAME_DELEGATE, actor, delegate, event=delegation.event.number, party=delegation.party_code)
    return delegate


def drop_delegate(actor: Any, delegate: Delegate) -> None:
    """Take a member off a delegation who does not come; whoever has signed stays."""
    require(actor, Action.EVENTS_DROP_DELEGATE, delegate)
    if db.session.scalar(select(EventSignature.id).filter_by(delegate_id=delegate.id).limit(1)):
        raise Conflict(N_("This person has signed for the delegation and stays on its list."))
    record(Action.EVENTS_DROP_DELEGATE, actor, delegate, event=delegate.event.number, party=delegate.delegation.party_code)
    db.session.delete(delegate)


def record_credentials(actor: Any, delegation: Delegation, authority: str, reference: str, dated: date, powers: bool, evidence: EvidenceFile) -> Credentials:
    """Record the letter by which a delegation is sent; it counts, instead of those before it, once a second person has compared it."""
    require(actor, Action.EVENTS_RECORD_CREDENTIALS, delegation)
    if not delegation.delegates:
        raise Invalid(N_("Name the members of the delegation first: the letter is compared with them."))
    if dated > clock.now().astimezone(clock.BRUSSELS).date():
        raise Invalid(N_("The date of the letter lies in the future."), field="dated")
    letter = Credentials(delegation=delegation, authority=legible.written(authority, "authority", N_("Say which authority sends the delegation.")),
                         reference=legible.tidy(reference, "reference"), dated=dated, powers=powers, evidence_id=evidence.id, recorded_by=actor.id, recorded_at=clock.now())
    db.session.add(letter)
    db.session.flush()
    record(Action.EVENTS_RECORD_CREDENTIALS, actor, letter, event=delegation.event.number, party=delegation.party_code, powers=powers, evidence=evidence.digest)
    return letter


def verify_credentials(actor: Any, letter: Credentials) -> None:
    """Confirm, as a second person, that the letter says what was recorded and names the members on the list."""
    require(actor, Action.EVENTS_VERIFY_CREDENTIALS, letter)
    delegation = letter.delegation
    if letter is not delegation.credentials:
        raise Conflict(N_("A later letter was recorded for this delegation. Compare that one."))
    db.session.add(CredentialsVerification(credentials=letter, account_id=actor.id, at=clock.now()))
    record(Action.EVENTS_VERIFY_CREDENTIALS, actor, letter, event=delegation.event.number, party=delegation.party_code)
