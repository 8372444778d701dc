"""The acts by which the secretariat admits a party, enters its new name, and gives or takes a seat."""
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from consult import clock
from consult.db import db
from consult.errors import Conflict, IllegalMove, Invalid
from consult.i18n import LOCALES, N_
from consult.journal.actions import record
from consult.parties.models import Party, PartyName, SeatChange
from consult.parties.rules import FOOTNOTE_MAX, NAME_MAX, PartyKind
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible
from consult.workgroup import queries as workgroup


def admit(actor: Any, code: str, kind: PartyKind, seat: bool, zone: str, names: Iterable[tuple[str, str, str, date]]) -> Party:
    """Admit a party or body with its names (language, name, footnote, since); the journal shows who joined when (D6)."""
    require(actor, Action.PARTIES_ADMIT)
    if db.session.get(Party, code):
        raise Conflict(N_("%(party)s has been admitted already."), party=code)
    party = Party(code=code, kind=kind, seat=seat, zone=zone, admitted_at=clock.now(),
                  names=[PartyName(language=language, name=name, footnote=footnote, since=since) for language, name, footnote, since in names])
    db.session.add(party)
    record(Action.PARTIES_ADMIT, actor, party, party=code, kind=str(kind), seat=seat)
    return party


def rename(actor: Any, party: Party, since: date, names: Mapping[str, str], footnote: str, reason: str) -> None:
    """Enter what a party is called from a day on, in every language of the pages; what was done before that day keeps the name of its time (D6)."""
    require(actor, Action.PARTIES_RENAME, party)
    present = max(row.since for row in party.names)
    if since <= present:
        raise Invalid(N_("The present name counts since %(day)s; choose a later day."), field="since", day=present.isoformat())
    reason = legible.written(reason, "reason", N_("Say why; everybody will read it."))
    footnote = legible.tidy(footnote, "footnote")
    if len(footnote) > FOOTNOTE_MAX:
        raise Invalid(N_("At most %(most)s characters, please."), field="footnote", most=FOOTNOTE_MAX)
    written = {locale.code: _name(names.get(locale.code, ""), locale.code) for locale in LOCALES}
    for language, name in written.items():
        party.names.append(PartyName(language=language, name=name, footnote=footnote, since=since))
    record(Action.PARTIES_RENAME, actor, party, party=party.code, since=since.isoformat(), names=written, reason=reason)


def give_seat(actor: Any, party: Party, reason: str) -> None:
    """Give a party a seat in the working group; ballots that are open keep the seats they opened with."""
    require(actor, Action.PARTIES_GIVE_SEAT, party)
    reason = _seat(actor, party, True, reason)
    record(Action.PARTIES_GIVE_SEAT, actor, party, party=party.code, reason=reason)


def take_seat(actor: Any, party: Party, reason: str) -> None:
    """A party has a seat no longer; its mandates must have ended, and its positions stay on record."""
    require(actor, Action.PARTIES_TAKE_SEAT, party)
    if workgroup.all_in_force([party.code]):
        raise IllegalMove(N_("A mandate for this seat is in force. End the mandates first; then the seat can be taken."))
    reason = _seat(actor, party, False, reason)
    record(Action.PARTIES_TAKE_SEAT, actor, party, party=party.code, reason=reason)


def _seat(actor: Any, party: Party, seat: bool, reason: str) -> str:
    reason = legible.written(reason, "reason", N_("Say why; everybody will read it."))
    party.seat = seat
    db.session.add(SeatChange(party_code=party.code, seat=seat, reason=reason, changed_by=actor.id, changed_at=clock.now()))
    return reason


def _name(name: str, language: str) -> str:
    field = f"name_{language.replace('-', '_')}"
    kept = legible.written(name, field, N_("Write the name in this language."))
    if len(kept.rstrip("*")) > NAME_MAX - 1:
        raise Invalid(N_("At most %(most)s characters, please."), field=field, most=NAME_MAX - 1)
    return kept.rstrip("* ")
