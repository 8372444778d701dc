"""The register as two tables: status as at a date (sheet D1) and the list of acts (sheet D2)."""
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from consult.adoption import queries
from consult.adoption.models import Act
from consult.adoption.queries import Line
from consult.adoption.rules import ActType, Status
from consult.parties import queries as parties

STATUS_COLUMNS = ("participant", "status", "declaration_signed", "adopted_or_acceded", "version", "effective", "reservations", "declarations", "notes", "evidence_sha256")
ACT_COLUMNS = ("no", "participant", "action", "instrument", "authority", "reference", "instrument_date", "deposit_date", "effective_date", "version", "sections", "text",
               "evidence_sha256", "recorded_at", "recorded_by", "verified_by", "voided_by", "void_reason")


def status_rows(effective: date, known: datetime, language: str = "en") -> Iterable[Sequence[Any]]:
    """One row for each party; a name in brackets has withdrawn, a date with (a) is of a party that joined after the event."""
    names = parties.designations(language)
    for line in queries.register(effective, known, language):
        name = names[line.party.code].name
        yield (f"[{name}]" if line.standing.status is Status.WITHDRAWN else name, line.standing.status.value, line.signed.instrument_date if line.signed else None, *_adopted(line),
               len(line.reservations), len(line.declarations), "; ".join(f"act {act.number}: {act.publication}" for act in (line.signed, line.adopted) if act and act.publication),
               line.adopted.evidence.digest if line.adopted else "")


def _adopted(line: Line) -> tuple[str, str, date | None]:
    act = line.adopted
    if act is None:
        return "", "", None
    return act.instrument_date.isoformat() + (" (a)" if act.type is ActType.ACCESSION else ""), act.version.label if act.version else "", act.effective_on


def act_rows(known: datetime) -> Iterable[Sequence[Any]]:
    """One row for each verified act known by then, corrections and what they void included."""
    rows = [act for act in queries.acts() if act.verification and act.verification.at <= known]
    void = queries.void(rows, known)
    for act in rows:
        correction = act.voided_by if act.number in void else None
        yield (act.number, act.party_name, act.type.value, act.instrument, act.authority, act.reference, act.instrument_date, act.received_on, act.effective_on,
               act.version.label if act.version else "", " ".join(r.section_uid for r in act.reservations), _text(act), act.evidence.digest, act.recorded_at,
               act.recorder.name, act.verification.verifier.name if act.verification else "", correction.number if correction else None, correction.statement if correction else "")


def _text(act: Act) -> str:
    return "\n".join([act.statement, *(f"{r.section_uid} ({r.effect.value}): {r.text}" for r in act.reservations)]).strip()
