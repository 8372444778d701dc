"""The record of a ballot, which proves its result: the chain of receipts, what is wrong with it, the result from it alone, and its seal.

`static/verify_result.py` checks the same without this program; the two are held against each other by tests.
"""
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from consult.ballots.rules.counting import Base, Rule, carried, tally, unbroken
from consult.ballots.rules.life import CHOICES, NEEDS_REASON, Choice, Procedure, taken
from consult.journal.rules import canonical
from consult.workgroup.rules import MandateRole

#: The name of the form in which a record is handed out; a change of the form gets another number.
FORMAT = "sbcp-ballot/1"


def digest_of(facts: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON: of the opening (where the chain begins), of each position (its receipt), and of a whole record (its seal)."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def sealed(record: dict[str, Any]) -> dict[str, Any]:
    """The record with its seal, the hash of all of it; the journal keeps the seal of a certified result."""
    return record | {"seal": digest_of(record)}


def file_of(record: dict[str, Any]) -> bytes:
    """The sealed record as the bytes that are handed out: the only ones that the verifier takes for it."""
    return (json.dumps(sealed(record), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def faults(record: dict[str, Any]) -> list[str]:
    """What is wrong with the record of a ballot, from the record alone: chain, seats, times, mandates, text, reasons, count (B1-B3, B8, B11)."""
    previous, wrong = digest_of(record["opening"]), []
    for number, entry in enumerate(record["positions"], start=1):
        facts = {key: value for key, value in entry.items() if key != "receipt"}
        if entry["seq"] != number or entry["previous"] != previous or entry["receipt"] != digest_of(facts):
            wrong.append(f"position {number}: the chain is broken")
        wrong += [f"position {number}: {fault}" for fault in _misplaced(record, entry)]
        previous = entry["receipt"]
    wrong += [f"position {number}: an alternate does not replace the member of the seat" for number in _overtaken(record["positions"])]
    if not wrong and record["result"] is not None and record["result"] != outcome(record):
        wrong.append("the certified result is not the count of the positions")
    return wrong


def _misplaced(record: dict[str, Any], entry: Mapping[str, Any]) -> Iterator[str]:
    """What keeps one position from counting, whatever stands before it (B2, B8)."""
    opening = record["opening"]
    seats = {seat["party"] for seat in opening["seats"]}
    if entry["party"] not in seats or entry["digest"] != opening["digest"] or not opening["opens_at"] <= entry["at"] < record["closes_at"]:
        yield "not of a seat, on the text and in the time of this ballot"
    if not any(_covers(mandate, entry) for mandate in record["mandates"]):
        yield "no mandate covers it"
    if entry["choice"] not in CHOICES:
        yield "no such position"
    elif Choice(entry["choice"]) not in taken(opening.get("procedure", Procedure.VOTE)):
        yield "a silence procedure takes objections only"
    if entry["choice"] in NEEDS_REASON and not entry["reason"].strip():
        yield "the reason is missing"


def _covers(mandate: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    """Whether this is the mandate the position was given under, verified and in force at the time (M5)."""
    given = (mandate["id"], mandate["party"], mandate["role"], mandate["holder"]) == (entry["mandate"], entry["party"], entry["capacity"], entry["cast_by"])
    return given and mandate["verified"] <= entry["at"] and mandate["from"] <= entry["at"] and (mandate["until"] is None or entry["at"] < mandate["until"])


def _overtaken(positions: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    """The positions of alternates that came after one of the member of the seat."""
    spoken = set()
    for entry in positions:
        if entry["capacity"] == MandateRole.PRINCIPAL:
            spoken.add(entry["party"])
        elif entry["party"] in spoken:
            yield entry["seq"]


def outcome(record: dict[str, Any]) -> dict[str, Any]:
    """The result of a ballot from its record: the counts, whether it is carried, and the last link of the chain (B3).
    In a silence procedure, which the opening names, carried means that no objection was received."""
    rule = Rule(**record["opening"]["rule"] | {"base": Base(record["opening"]["rule"]["base"])})
    count = tally([seat["party"] for seat in record["opening"]["seats"]], [(entry["party"], Choice(entry["choice"])) for entry in record["positions"]])
    last = record["positions"][-1]["receipt"] if record["positions"] else digest_of(record["opening"])
    stands = unbroken(count) if record["opening"].get("procedure") == Procedure.SILENCE else carried(rule, count)
    return {"counts": asdict(count), "seats": count.seats, "carried": stands, "chain": last}
