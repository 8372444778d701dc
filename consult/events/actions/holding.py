"""Holding an event: its session is opened, the outcome is signed, and it is concluded; each signature is an act of the register."""
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from consult import clock
from consult.adoption import actions as register
from consult.adoption.rules import ActType
from consult.db import db
from consult.documents.rules import VersionState
from consult.errors import Conflict, Invalid
from consult.events.models import Credentials, Delegate, Delegation, Event, EventSignature
from consult.events.queries import events, signing
from consult.events.rules import LIFE, MaySign, may_sign
from consult.evidence.models import EvidenceFile
from consult.i18n import N_
from consult.journal.actions import record
from consult.parties.rules import PartyKind
from consult.permissions.table import require
from consult.permissions.words import Action


@dataclass(frozen=True)
class Sheet:
    """A signing sheet as it came back: the scan, the day of signing, and where they differ the date on the sheet and that of effect."""

    file: EvidenceFile
    signed_on: date
    dated: date | None = None
    effective: date | None = None


def begin(actor: Any, event: Event) -> None:
    """Open the session, on its day or later; the outcome is final and carried by then, or the exception is stated (H2)."""
    require(actor, Action.EVENTS_BEGIN, event)
    now, zone = clock.now(), ZoneInfo(event.zone)
    if now.astimezone(zone).date() < event.starts_at.astimezone(zone).date():
        raise Invalid(N_("The session is opened on the day of the event, not before."))
    if not event.exception and (event.version is None or not event.version.final or event.version.state != VersionState.PUBLISHED or events.carrying(event.version) is None):
        raise Invalid(N_("Name the outcome first: a final text that a certified ballot has carried, or the reason why the event is held without one."))
    event.state = LIFE.advance(event.state, "begin")
    event.begun_at = now
    record(Action.EVENTS_BEGIN, actor, event, event=event.number, label=event.version.label if event.version else None, digest=event.version_digest,
           ballot=event.ballot.number if event.ballot else None, exception=event.exception, delegations=len(event.delegations))


def sign(actor: Any, delegation: Delegation, delegate: Delegate, digest: str, sheet: Sheet) -> EventSignature:
    """Record a signature given at an event as an act of the register; it counts once a second person has compared it with the sheet (H1, H3, H4)."""
    require(actor, Action.EVENTS_SIGN, delegation)
    event = delegation.event
    letter = _entitled(delegation, delegate)
    _check_text(event, digest)
    if earlier := signing.earlier(delegation.party, event.version_id or 0):
        raise Conflict(N_("This party has signed this text already: act %(number)s. A signature is given once."), number=earlier.number)
    _check_sheet(event, sheet)
    dated = sheet.dated or sheet.signed_on
    paper = register.Instrument(authority=letter.authority, title=event.title, dated=dated, received=sheet.signed_on, effective=sheet.effective or max(dated, sheet.signed_on),
                                evidence=sheet.file, reference=letter.reference, signatory=delegate.called)
    act = register.record(actor, delegation.party, ActType.SIGNATURE, paper, register.Bearing(version=event.version))
    row = EventSignature(event=event, delegation=delegation, delegate=delegate, credentials_id=letter.id, act=act, signed_on=sheet.signed_on, recorded_at=clock.now())
    db.session.add(row)
    db.session.flush()
    record(Action.EVENTS_SIGN, actor, row, event=event.number, party=delegation.party_code, act=act.number)
    return row


def conclude(actor: Any, event: Event) -> None:
    """Conclude an event; from now on it gains no signature (H4). What waits for a second person can be compared still."""
    require(actor, Action.EVENTS_CONCLUDE, event)
    event.state = LIFE.advance(event.state, "conclude")
    event.concluded_at = clock.now()
    record(Action.EVENTS_CONCLUDE, actor, event, event=event.number, signatures=len(signing.standing(signing.signatures(event))))


def _entitled(delegation: Delegation, delegate: Delegate) -> Credentials:
    """The verified letter by which this member signs for the party; refuses with what is missing."""
    letter = delegation.credentials
    word = may_sign(delegation.party.kind == PartyKind.PARTY, letter is not None, bool(letter and letter.verification), bool(letter and letter.powers), False, False)
    if word != MaySign.READY or letter is None or letter.verification is None:
        raise Invalid(REFUSALS[word])
    if delegate.delegation_id != delegation.id:
        raise Invalid(N_("This person is not a member of the delegation."), field="delegate")
    if delegate.named_at > letter.verification.at:
        raise Invalid(N_("This person was named after the credentials had been verified. Record the letter that names them."), field="delegate")
    return letter


#: What is said to whoever records a signature that cannot be given.
REFUSALS = {
    MaySign.NO_PARTY: N_("Only a party signs. This delegation takes part without signing."),
    MaySign.NO_CREDENTIALS: N_("No credentials are recorded for this delegation. Record its letter first."),
    MaySign.UNVERIFIED: N_("The credentials of this delegation wait for a second person. Have them verified first."),
    MaySign.NO_POWERS: N_("The credentials of this delegation do not entitle it to sign. Record the letter that does."),
}


def _check_text(event: Event, digest: str) -> None:
    """Refuse to sign what is not the outcome of this event, or no text that can be signed."""
    if event.version is None:
        raise Invalid(N_("No outcome text has been named for this event: there is nothing to sign."))
    if digest != event.version_digest:
        raise Conflict(N_("This is another text than the outcome of the event. Open the list anew and compare its hash with that on the sheet."))
    if not event.version.final or event.version.state != VersionState.PUBLISHED:
        raise Invalid(N_("The outcome text is not published as final. It can be discussed, and not signed."))


def _check_sheet(event: Event, sheet: Sheet) -> None:
    """Refuse a day on which nobody could sign at this event, and a file that is no signing sheet."""
    today = clock.now().astimezone(clock.BRUSSELS).date()
    first = min(event.starts_at.astimezone(ZoneInfo(event.zone)).date(), event.begun_at.astimezone(clock.BRUSSELS).date() if event.begun_at else today)
    if not first <= sheet.signed_on <= today:
        raise Invalid(N_("The day of signing lies between the first day of the event and today."), field="signed_on")
    if sheet.dated and sheet.dated > sheet.signed_on:
        raise Invalid(N_("The date on the sheet is not later than the day of signing."), field="dated")
    if events.confidential(sheet.file):
        raise Invalid(N_("This file is the letter of a mandate or of credentials, which is not public. Choose the scanned signing sheet."), field="evidence")
