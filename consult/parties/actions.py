"""The act by which the secretariat admits a party."""
from collections.abc import Iterable
from datetime import date
from typing import Any

from consult import clock
from consult.db import db
from consult.errors import Conflict
from consult.i18n import N_
from consult.journal.actions import record
from consult.parties.models import Party, PartyName
from consult.parties.rules import PartyKind
from consult.permissions.table import require
from consult.permissions.words import Action


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
