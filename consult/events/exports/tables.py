"""The signatures of an event as a table, and everything public of an event as data: the same numbers as on its page (X5)."""
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from consult.events.models import Delegation, Event
from consult.events.queries import signing
from consult.events.queries.signing import Signed
from consult.events.rules import EventState
from consult.parties import queries as parties

COLUMNS = ("party", "participant", "signatory", "signed_on", "act", "instrument_date", "effective_date", "version", "version_sha256", "verified_at",
           "evidence_sha256", "void", "void_reason")


def rows(event: Event) -> Iterable[Sequence[Any]]:
    """One row for each verified signature, in the order in which they were given; voided ones say so."""
    for one in signing.listed(signing.signatures(event)):
        act = one.act
        yield (act.party_code, act.party_name, act.signatory, one.signature.signed_on, act.number, act.instrument_date, act.effective_on,
               event.version.label if event.version else "", event.version_digest, act.verification.at if act.verification else None, act.evidence.digest, one.void, one.reason)


def told(event: Event) -> dict[str, Any]:
    """Everything public of an event: agenda, delegations without their letters, outcome, signatures that count or were voided, published minutes."""
    signed, names = signing.signatures(event), parties.designations("en")
    minutes = event.minutes if event.state == EventState.MINUTES_PUBLISHED else None
    return {
        "number": event.number, "title": event.title, "state": event.state.value, "starts": _at(event.starts_at, event.zone), "ends": _at(event.ends_at, event.zone),
        "zone": event.zone, "place": event.place, "host": event.host, "words": event.words, "language": event.language, "cancelled_because": event.cancel_reason or None,
        "outcome": {
            "document": event.version.document.slug if event.version else None, "version": event.version.label if event.version else None, "sha256": event.version_digest,
            "final": bool(event.version and event.version.final), "ballot": event.ballot.number if event.ballot else None, "exception": event.exception or None,
        },
        "agenda": [{"starts": _at(item.starts_at, event.zone), "title": item.title, "words": item.words, "version": item.version.label if item.version else None,
                    "documents": [{"title": paper.title, "language": paper.language, "sha256": paper.file.digest} for paper in item.papers]} for item in event.items],
        "delegations": [{"party": each.party_code, "name": names[each.party_code].name, "footnote": names[each.party_code].footnote, "credentials_verified": _verified(each),
                         "members": [{"name": one.name, "title": one.title, "head": one.head} for one in each.delegates]} for each in event.delegations],
        "signatures": {"counted": len(signing.counting(signed)), "waiting": len([one for one in signing.standing(signed) if not one.verified]),
                       "list": [_signature(one) for one in signing.listed(signed)]},
        "minutes": {"words": minutes.words, "language": minutes.language, "adopted_on": minutes.adopted_on.isoformat() if minutes.adopted_on else None,
                    "adopted_how": minutes.adopted_how, "sha256": minutes.digest} if minutes else None,
    }


def _signature(one: Signed) -> dict[str, Any]:
    act = one.act
    return {"party": act.party_code, "name": act.party_name, "signatory": act.signatory, "signed_on": one.signature.signed_on.isoformat(), "act": act.number,
            "instrument_date": act.instrument_date.isoformat(), "effective_date": act.effective_on.isoformat(), "evidence_sha256": act.evidence.digest,
            "void": one.void, "void_reason": one.reason or None}


def _verified(delegation: Delegation) -> bool:
    letter = delegation.credentials
    return bool(letter and letter.verification)


def _at(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")
