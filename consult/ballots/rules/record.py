"""The record of a ballot, which proves its result: the chain of receipts, what is wrong with it, and the result from it alone."""
import hashlib
from dataclasses import asdict
from typing import Any

from consult.ballots.rules.counting import Base, Rule, carried, tally
from consult.ballots.rules.life import CHOICES, NEEDS_REASON, Choice
from consult.journal.rules import canonical


def digest_of(facts: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON: of the opening (where the chain begins) and of each position (its receipt)."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def faults(record: dict[str, Any]) -> list[str]:
    """What is wrong with the record of a ballot, from the record alone: chain, seats, times, text, reasons, count (B1-B3, B8, B11)."""
    opening, wrong, previous = record["opening"], [], digest_of(record["opening"])
    seats = [seat["party"] for seat in opening["seats"]]
    for number, entry in enumerate(record["positions"], start=1):
        facts = {key: value for key, value in entry.items() if key != "receipt"}
        if entry["seq"] != number or entry["previous"] != previous or entry["receipt"] != digest_of(facts):
            wrong.append(f"position {number}: the chain is broken")
        if entry["party"] not in seats or entry["digest"] != opening["digest"] or not opening["opens_at"] <= entry["at"] < record["closes_at"]:
            wrong.append(f"position {number}: not of a seat, on the text and in the time of this ballot")
        if entry["choice"] not in CHOICES:
            wrong.append(f"position {number}: no such position")
        if entry["choice"] in NEEDS_REASON and not entry["reason"].strip():
            wrong.append(f"position {number}: the reason is missing")
        previous = entry["receipt"]
    if not wrong and record["result"] is not None and record["result"] != outcome(record):
        wrong.append("the certified result is not the count of the positions")
    return wrong


def outcome(record: dict[str, Any]) -> dict[str, Any]:
    """The result of a ballot from its record: the counts, whether it is carried, and the last link of the chain (B3)."""
    rule = Rule(**record["opening"]["rule"] | {"base": Base(record["opening"]["rule"]["base"])})
    count = tally([seat["party"] for seat in record["opening"]["seats"]], [(entry["party"], Choice(entry["choice"])) for entry in record["positions"]])
    last = record["positions"][-1]["receipt"] if record["positions"] else digest_of(record["opening"])
    return {"counts": asdict(count), "seats": count.seats, "carried": carried(rule, count), "chain": last}
