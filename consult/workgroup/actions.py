"""Recording, verifying and ending mandates, and handing them over."""
from datetime import date, datetime
from typing import Any

from consult import clock
from consult.accounts.models import Account
from consult.accounts.rules import AccountState
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.evidence.models import EvidenceFile
from consult.i18n import N_
from consult.journal.actions import record
from consult.parties.models import Party
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible
from consult.workgroup import queries
from consult.workgroup.models import HandingOver, Mandate
from consult.workgroup.rules import ALTERNATES_MAX, MandateRole, overlap, set_aside


def record_mandate(actor: Any, account: Account, party: Party, role: MandateRole, starts_at: datetime, ends_at: datetime | None, authority: str, reference: str,
                   dated: date, evidence: EvidenceFile) -> Mandate:
    """Record who sits for a party from when to when, by which letter; it counts only once a third person has verified it (M1, M2, M4)."""
    require(actor, Action.WORKGROUP_RECORD_MANDATE, account)
    if not party.seat:
        raise Invalid(N_("This party has no seat in the working group."), field="party")
    if account.state != AccountState.ACTIVE:
        raise Invalid(N_("This account is not active. The person must confirm the address first."), field="email")
    if ends_at is not None and ends_at <= starts_at:
        raise Invalid(N_("A mandate ends after it begins."), field="until")
    authority = legible.written(authority, "authority", N_("Say which authority appointed the person."))
    _keep_free(account, party, role, starts_at, ends_at)
    mandate = Mandate(party_code=party.code, account_id=account.id, holder_name=account.name, role=role, starts_at=starts_at, ends_at=ends_at, end_reason="",
                      authority=authority, reference=legible.tidy(reference, "reference"), dated=dated, evidence_id=evidence.id, recorded_by=actor.id, recorded_at=clock.now())
    db.session.add(mandate)
    record(Action.WORKGROUP_RECORD_MANDATE, actor, mandate, party=party.code, role=role.value, starts=starts_at.isoformat(),
           ends=ends_at.isoformat() if ends_at else None, evidence=evidence.digest)
    return mandate


def _keep_free(account: Account, party: Party, role: MandateRole, starts_at: datetime, ends_at: datetime | None, but: Mandate | None = None) -> None:
    """Refuse a second member, a third alternate, and a second mandate of one person at the same time; `but` the mandate that is handed over."""
    if overlap(starts_at, ends_at, queries.terms_of(account)):
        raise Conflict(N_("This person holds a mandate at that time already. End it first, or choose other dates."))
    taken = overlap(starts_at, ends_at, queries.terms(party.code, role, but))
    if role == MandateRole.PRINCIPAL and taken:
        raise Conflict(N_("The seat has a member at that time already. End that mandate first, or choose other dates."))
    if role == MandateRole.ALTERNATE and taken >= ALTERNATES_MAX:
        raise Conflict(N_("The seat has two alternates at that time already. End one of the mandates first, or choose other dates."))


def verify_mandate(actor: Any, mandate: Mandate) -> None:
    """Confirm, as a third person, that the letter says what was recorded (M4)."""
    require(actor, Action.WORKGROUP_VERIFY_MANDATE, mandate)
    mandate.verified_by, mandate.verified_at = actor.id, clock.now()
    record(Action.WORKGROUP_VERIFY_MANDATE, actor, mandate, party=mandate.party_code, role=mandate.role.value)


def end_mandate(actor: Any, mandate: Mandate, ends_at: datetime, reason: str) -> None:
    """End a mandate once, for a reason, now or later; positions given under it stay (M3, M6). One never verified is set aside as a whole."""
    require(actor, Action.WORKGROUP_END_MANDATE, mandate)
    reason = legible.written(reason, "reason", N_("Say why the mandate ends."))
    if ends_at < clock.now():
        raise Invalid(N_("A mandate cannot be ended in the past: what was done under it stays."), field="until")
    if mandate.ends_at is not None and ends_at > mandate.ends_at:
        raise Invalid(N_("The letter itself ends the mandate earlier than that."), field="until")
    mandate.end_reason = reason.strip()
    if not set_aside(mandate):
        if ends_at <= mandate.starts_at:
            raise Invalid(N_("The mandate has not begun by then. Choose a day on which it is in force."), field="until")
        mandate.ends_at = ends_at
    record(Action.WORKGROUP_END_MANDATE, actor, mandate, party=mandate.party_code, role=mandate.role.value, ends=mandate.ends_at.isoformat() if mandate.ends_at else None,
           reason=reason.strip())


def hand_over(actor: Any, mandate: Mandate, account: Account, starts_at: datetime | None, ends_at: datetime | None, reason: str, authority: str, reference: str,
              dated: date, evidence: EvidenceFile) -> HandingOver:
    """Record, from the successor's letter, that a mandate goes over at an instant, or as soon as a third person has verified it; until then nothing changes."""
    require(actor, Action.WORKGROUP_HAND_OVER, mandate)
    require(actor, Action.WORKGROUP_RECORD_MANDATE, account)
    now = clock.now()
    if account.state != AccountState.ACTIVE:
        raise Invalid(N_("This account is not active. The person must confirm the address first."), field="email")
    if account.id == mandate.account_id:
        raise Invalid(N_("This person holds the mandate already. Name the successor."), field="email")
    if starts_at is not None and starts_at < now:
        raise Invalid(N_("A mandate is not handed over in the past. Choose a day ahead, or leave the day empty."), field="since")
    if queries.handing_of(mandate) is not None:
        raise Conflict(N_("This mandate is being handed over already. Have that verified, or set it aside first."))
    at = starts_at or now
    _fit(mandate, account, at, ends_at)
    handing = HandingOver(former_id=mandate.id, account_id=account.id, starts_at=at, ends_at=ends_at,
                          reason=legible.written(reason, "reason", N_("Say why the mandate goes over.")),
                          authority=legible.written(authority, "authority", N_("Say which authority appointed the person.")), reference=legible.tidy(reference, "reference"),
                          dated=dated, evidence_id=evidence.id, recorded_by=actor.id, recorded_at=now)
    db.session.add(handing)
    record(Action.WORKGROUP_HAND_OVER, actor, handing, party=mandate.party_code, role=mandate.role.value, starts=at.isoformat(), evidence=evidence.digest)
    return handing


def _fit(mandate: Mandate, account: Account, at: datetime, ends_at: datetime | None) -> None:
    """Refuse a gap between the two, an end before the beginning, and what M1 and M2 forbid."""
    if mandate.end_reason or (mandate.ends_at is not None and mandate.ends_at < at):
        raise Conflict(N_("The mandate ends before that, and nobody would sit for the seat in between. Choose an earlier day, or record the successor's mandate by itself."))
    if at <= mandate.starts_at:
        raise Conflict(N_("The mandate begins only then. Set it aside or end it, and record the successor's mandate by itself."))
    if ends_at is not None and ends_at <= at:
        raise Invalid(N_("A mandate ends after it begins."), field="until")
    _keep_free(account, mandate.party, mandate.role, at, ends_at, but=mandate)


def verify_handing(actor: Any, handing: HandingOver) -> Mandate:
    """Confirm, as a third person, that the letter says what was recorded: the one mandate ends and the next begins, at one instant, at once or later (M1-M6)."""
    require(actor, Action.WORKGROUP_VERIFY_HANDING, handing)
    former, now = handing.former, clock.now()
    at = max(handing.starts_at, now)
    _fit(former, handing.holder, at, handing.ends_at)
    former.ends_at, former.end_reason = at, handing.reason
    record(Action.WORKGROUP_END_MANDATE, actor, former, party=former.party_code, role=former.role.value, ends=at.isoformat(), reason=handing.reason)
    mandate = Mandate(party_code=former.party_code, account_id=handing.account_id, holder_name=handing.holder.name, role=former.role, starts_at=at, ends_at=handing.ends_at,
                      end_reason="", authority=handing.authority, reference=handing.reference, dated=handing.dated, evidence_id=handing.evidence_id,
                      recorded_by=handing.recorded_by, recorded_at=handing.recorded_at, verified_by=actor.id, verified_at=now)
    db.session.add(mandate)
    record(Action.WORKGROUP_VERIFY_MANDATE, actor, mandate, party=mandate.party_code, role=mandate.role.value)
    handing.verified_by, handing.verified_at, handing.mandate_id = actor.id, now, mandate.id
    record(Action.WORKGROUP_VERIFY_HANDING, actor, handing, party=mandate.party_code, role=mandate.role.value, starts=at.isoformat())
    return mandate


def set_aside_handing(actor: Any, handing: HandingOver, reason: str) -> None:
    """Set a handing over aside that was recorded wrongly; the mandate stays with its holder."""
    require(actor, Action.WORKGROUP_SET_ASIDE_HANDING, handing)
    handing.set_aside_reason = legible.written(reason, "reason", N_("Say why it is set aside."))
    record(Action.WORKGROUP_SET_ASIDE_HANDING, actor, handing, party=handing.former.party_code, role=handing.former.role.value, reason=handing.set_aside_reason)
