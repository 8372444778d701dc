"""The register as two tables: status as at a date (sheet D1) and the list of acts (sheet D2); and both as a PDF."""
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typst

from consult.adoption import queries
from consult.adoption.models import Act
from consult.adoption.queries import Line
from consult.adoption.rules import ActType, Status, totals
from consult.documents.queries import stored
from consult.i18n import N_
from consult.parties import queries as parties

LAYOUT = Path(__file__).with_name("register.typ")
#: The columns of D1 as data, and what stands over them in a sheet.
STATUS_COLUMNS = ("participant", "declaration_signed", "adopted_or_acceded", "version", "effective", "reservations", "declarations", "notes", "evidence_sha256", "status")
STATUS_HEADS = ("Participant", "Declaration signed", "Adopted / acceded (a)", "Version", "Effective", "R", "D", "Notes", "Evidence", "Status")
ACT_COLUMNS = ("no", "participant", "action", "instrument", "authority", "reference", "instrument_date", "deposit_date", "effective_date", "version", "sections", "text",
               "evidence_sha256", "recorded_at", "recorded_by", "verified_by", "voided_by", "void_reason")
SIGNED, WITHDREW = N_("Signed under the name %(name)s."), N_("Act %(number)s: withdrawn with effect from %(day)s.")
PARTS = N_("%(given)s of %(needed)s required acts recorded: %(parts)s.")
PUBLISHED = N_("Act %(number)s: %(where)s.")
Say = Callable[..., str]


def plainly(sentence: str, **facts: Any) -> str:
    """A sentence as it stands in the source: what a file says when no page with a language asked for it."""
    return sentence % facts


def status_rows(effective: date, known: datetime, language: str = "en", say: Say = plainly) -> Iterable[Sequence[Any]]:
    """One row for each party; a name in brackets has withdrawn, a date with (a) is of a party that joined after the event."""
    yield from lines_as_rows(queries.register(effective, known, language), language, say)


def lines_as_rows(lines: Iterable[Line], language: str, say: Say) -> Iterable[Sequence[Any]]:
    """The same from lines that were read already."""
    names, today = parties.designations(language), parties.designations("en")
    for line in lines:
        name, proof, said = names[line.party.code].name, line.adopted or line.signed, notes(line, today[line.party.code].name, say)
        yield (f"[{name}]" if line.standing.status is Status.WITHDRAWN else name, line.signed.instrument_date if line.signed else None, *_adopted(line),
               len(line.reservations), len(line.declarations), " ".join(said), proof.evidence.digest if proof else "", line.standing.status.value)


def _adopted(line: Line) -> tuple[str, str, date | None]:
    act = line.adopted
    if act is None:
        return "", "", None
    return act.instrument_date.isoformat() + (" (a)" if act.type is ActType.ACCESSION else ""), act.version.label if act.version else "", act.effective_on


def notes(line: Line, now: str, say: Say) -> list[str]:
    """What stands in the column of notes: required acts that are there, withdrawals, former names, and where acts were published."""
    standing, acts = line.standing, [act for act in (line.signed, line.adopted) if act]
    found = [say(PARTS, given=len(standing.given), needed=len(standing.required), parts=", ".join(standing.given) or "-")] if standing.required else []
    found += [say(WITHDREW, number=act.number, day=act.effective_on.isoformat()) for act in line.withdrawals]
    found += [say(SIGNED, name=act.party_name) for act in acts[:1] if act.party_name != now]
    return found + [say(PUBLISHED, number=act.number, where=where) for act in acts if (where := published(act))]


def published(act: Act) -> str:
    """Where the instrument of an act was gazetted, or where a copy can be seen."""
    more = act.details
    if more is None or not more.gazette:
        return act.publication
    return ", ".join(filter(None, (more.gazette, more.gazette_number, more.gazette_date.isoformat() if more.gazette_date else "", more.gazette_link)))


def status_table(effective: date, known: datetime, shown: datetime, language: str = "en", say: Say = plainly) -> dict[str, Any]:
    """Sheet D1 as data: the head with its counts, one row for each party, the reservations by section, and the footnotes."""
    lines, text = queries.register(effective, known, language), queries.text_in_force()
    rows = [dict(zip(STATUS_COLUMNS, row, strict=True)) for row in lines_as_rows(lines, language, say)]
    count = totals(line.standing for line in lines)
    names, named = parties.designations(language), section_names(act for line in lines for act in line.reservations)
    called = {line.party.code: row["participant"] for line, row in zip(lines, rows, strict=True)}
    return {
        "in_force_on": effective, "known_as_at": shown, "text": text.document.title if text else "", "version": text.label if text else "", "sha256": text.digest if text else "",
        "parties": len(lines), "counts": {status.value: number for status, number in count.items()}, "rows": rows,
        "reservations": [one for line in lines for act in line.reservations for one in _reserved(act, called[line.party.code], named)],
        "declarations": [{"participant": called[line.party.code], "act": act.number, "text": act.statement, "language": act.statement_language}
                         for line in lines for act in line.declarations],
        "footnotes": sorted({names[line.party.code].footnote for line in lines} - {""}),
    }


def _reserved(act: Act, participant: str, named: Mapping[tuple[int | None, str], str]) -> Iterable[dict[str, Any]]:
    for row in act.reservations:
        yield {"participant": participant, "act": act.number, "section": named.get((act.version_id, row.section_uid), row.section_uid), "effect": row.effect.value,
               "text": row.text, "language": act.statement_language}


def section_names(acts: Iterable[Act]) -> dict[tuple[int | None, str], str]:
    """Number and heading of every section that these acts reserve, by version and key."""
    versions = {act.version for act in acts if act.version and act.reservations}
    return {(version.id, section.uid): f"{section.number} {section.heading}".strip() for version in versions for section in stored.contents(version)}


def act_rows(known: datetime) -> Iterable[Sequence[Any]]:
    """One row for each verified act known by then, corrections and what they void included."""
    rows = [act for act in queries.acts() if act.verification and act.verification.at <= known]
    void, named = queries.void(rows, known), section_names(rows)
    for act in rows:
        correction = act.correction if act.number in void else None
        yield (act.number, act.party_name, act.type.value, act.instrument, act.authority, act.reference, act.instrument_date, act.received_on, act.effective_on,
               act.version.label if act.version else "", "; ".join(named.get((act.version_id, r.section_uid), r.section_uid) for r in act.reservations), _text(act, named),
               " ".join(file.digest for file, _ in act.files), act.recorded_at, act.recorder.name, act.verification.verifier.name if act.verification else "",
               correction.number if correction else None, correction.statement if correction else "")


def _text(act: Act, named: Mapping[tuple[int | None, str], str]) -> str:
    reserved = (f"{named.get((act.version_id, r.section_uid), r.section_uid)} ({r.effect.value}): {r.text}" for r in act.reservations)
    made = (f"[{t.language}, {t.translated_by}] {t.text}" for t in act.translations)
    return "\n".join([act.statement, *reserved, *made]).strip()


def as_pdf(words: Mapping[str, Any], at: datetime) -> bytes:
    """A sheet from words; names and statements travel as data and are never read as layout."""
    given = {"words": json.dumps(words, ensure_ascii=False)}
    at = at.replace(microsecond=0)
    try:
        return bytes(typst.compile(str(LAYOUT), format="pdf", sys_inputs=given, ignore_system_fonts=True, font_paths=[], pdf_standards=["ua-1"], timestamp=at))
    except typst.TypstError:  # a letter that the fonts of the library lack: the fonts of the machine are asked, and the standard is not claimed
        return bytes(typst.compile(str(LAYOUT), format="pdf", sys_inputs=given, font_paths=[], timestamp=at))
