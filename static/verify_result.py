#!/usr/bin/env python3
"""Check the result of a ballot without trusting anybody: one file, nothing but Python 3.

    python3 verify_result.py result-1.json [--text text.md] [--seal HASH] [--receipt HASH ...]

It takes the file result-<number>.json as a ballot's page hands it out and checks, from this file alone:

  1. the bytes: the file is exactly as it was handed out, and its seal is the SHA-256 of all it says;
  2. the chain: each position carries the hash of the one before; each receipt is the hash of its position; the first hangs on the opening;
  3. who: each position is of a seat of the ballot, under a mandate that was verified and in force at that instant, and no alternate overrode a member;
  4. when: each position was given at or after the opening and before the closing instant, and on the text with the hash of the ballot;
  5. the count: the latest position of each seat, by the rule in the file, in exact fractions, gives the result that the file states.

With --text it also checks that a text is the one that was voted on (the Markdown of the version, as its page hands it out). Whoever could write the whole
file anew could also seal it anew: so hold the seal against the public journal (the entry that certified the result) with --seal, and your own receipt
(its 64 signs, or the file receipt-<ballot>-<number>.json) with --receipt. The exit code is 0 when everything holds, 1 when something does not, 2 when the file
cannot be read.
"""
import argparse
import hashlib
import json
import sys
from fractions import Fraction

FORMAT = "sbcp-ballot/1"
CHOICES = {"approve": "approve", "do_not_approve": "against", "abstain": "abstain", "does_not_take_part": "not_taking_part"}
OBJECTION = "do_not_approve"
NEED_REASON = ("do_not_approve", "does_not_take_part")
RECORD = {"format": str, "opening": dict, "closes_at": str, "mandates": list, "positions": list, "result": (dict, type(None)), "certified": (dict, type(None)), "seal": str}
OPENING = {"ballot": int, "question": str, "kind": str, "document": str, "version": str, "digest": str, "rule": dict, "opens_at": str, "seats": list}
RULE = {"numerator": int, "denominator": int, "strict": bool, "base": str, "floor_numerator": int, "floor_denominator": int, "max_against": (int, type(None))}
SEAT = {"party": str, "names": dict, "footnote": str}
MANDATE = {"id": int, "party": str, "role": str, "holder": str, "from": str, "until": (str, type(None)), "verified": str}
POSITION = {"ballot": int, "seq": int, "party": str, "choice": str, "reason": str, "cast_by": str, "capacity": str, "mandate": int, "document": (str, type(None)),
            "digest": str, "at": str, "previous": str, "receipt": str}
CERTIFIED = {"at": str, "by": str}
RESULT = {"counts": dict, "seats": int, "carried": bool, "chain": str}


def digest(value):
    """SHA-256 over the one canonical JSON text of a value: sorted keys, no spaces, letters as they are, UTF-8."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def without(facts, key):
    """The facts but one."""
    return {name: value for name, value in facts.items() if name != key}


def shaped(value, fields):
    """Whether a value is an object of just these fields, each of its type; true is no number."""
    def right(one, types):
        return isinstance(one, types) and (not isinstance(one, bool) or types is bool)

    return isinstance(value, dict) and set(value) == set(fields) and all(right(value[name], types) for name, types in fields.items())


def misshapen(record):
    """Whether a part of the record has not the form that this program knows."""
    if not shaped(record, RECORD) or record["format"] != FORMAT:
        return True
    opening = record["opening"]
    if not shaped(without(opening, "procedure"), OPENING) or not shaped(opening["rule"], RULE) or opening.get("procedure", "silence") != "silence":
        return True
    parts = [(record["opening"]["seats"], SEAT), (record["mandates"], MANDATE), (record["positions"], POSITION)]
    parts += [([one], fields) for one, fields in ((record["result"], RESULT), (record["certified"], CERTIFIED)) if one is not None]
    return any(not shaped(one, fields) for rows, fields in parts for one in rows)


def faults_of_bytes(content, record):
    """What shows that the bytes are not those that were handed out."""
    if content != (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode():
        yield "the file is not byte for byte as it is handed out"
    if record["seal"] != digest(without(record, "seal")):
        yield "the seal is not the hash of what the file says"


def faults_of_chain(record):
    """Where the chain of receipts does not hold."""
    previous = digest(record["opening"])
    for number, position in enumerate(record["positions"], start=1):
        if position["seq"] != number or position["ballot"] != record["opening"]["ballot"]:
            yield f"position {number} is not in its place"
        if position["previous"] != previous:
            yield f"position {number} does not follow the one before"
        if position["receipt"] != digest(without(position, "receipt")):
            yield f"position {number} does not have its receipt"
        previous = position["receipt"]


def faults_of_positions(record):
    """Which positions may not count."""
    seats = [seat["party"] for seat in record["opening"]["seats"]]
    if len(set(seats)) != len(seats) or not seats:
        yield "the seats are not each named once"
    mandates, members_spoke = {mandate["id"]: mandate for mandate in record["mandates"]}, set()
    for number, position in enumerate(record["positions"], start=1):
        for fault in faults_of_position(record, position, seats):
            yield f"position {number} {fault}"
        if not covers(mandates.get(position["mandate"]), position):
            yield f"position {number} is not covered by a mandate in force"
        if position["capacity"] == "alternate" and position["party"] in members_spoke:
            yield f"position {number} is of an alternate, who does not replace the member"
        if position["capacity"] == "principal":
            members_spoke.add(position["party"])


def faults_of_position(record, position, seats):
    """Why one position may not count, whatever stands beside it: of whom, when, on which text, without its reason."""
    if position["party"] not in seats:
        yield "is of no seat of this ballot"
    if not record["opening"]["opens_at"] <= position["at"] < record["closes_at"]:
        yield "was not given while the ballot was open"
    if position["digest"] != record["opening"]["digest"]:
        yield "was given on another text"
    if position["choice"] not in CHOICES:
        yield "is none that can be given"
    if position["choice"] in NEED_REASON and not position["reason"].strip():
        yield "lacks its reason"
    if silent(record) and position["choice"] != OBJECTION:
        yield "is no objection, and a silence procedure takes nothing else"


def covers(mandate, position):
    """Whether this mandate is of this seat, person and capacity, verified and in force when the position was given."""
    if mandate is None or (mandate["party"], mandate["role"], mandate["holder"]) != (position["party"], position["capacity"], position["cast_by"]):
        return False
    at = position["at"]
    return mandate["verified"] <= at and mandate["from"] <= at and (mandate["until"] is None or at < mandate["until"])


def count(record):
    """The latest position of each seat, counted: for, against, abstaining, not taking part, none."""
    latest = {position["party"]: CHOICES[position["choice"]] for position in record["positions"]}
    found = dict.fromkeys(("approve", "against", "abstain", "not_taking_part", "none"), 0)
    for seat in record["opening"]["seats"]:
        found[latest.get(seat["party"], "none")] += 1
    return found


def silent(record):
    """Whether the ballot was a silence procedure: nobody votes, and one objection breaks it. Its opening says so; that of a vote says nothing."""
    return "procedure" in record["opening"]


def holds(record, counts):
    """What the record must state: that the rule is met, or of a silence procedure that nobody objected."""
    return counts["against"] == 0 if silent(record) else carried(record["opening"]["rule"], counts)


def carried(rule, counts):
    """Whether the rule is met, in exact fractions. A tie reaches no majority, and where nobody approves nothing is carried."""
    seats, approve, against = sum(counts.values()), counts["approve"], counts["against"]
    base = seats if rule["base"] == "seats" else approve + against
    if not approve or not base:
        return False
    share, wanted = Fraction(approve, base), Fraction(rule["numerator"], rule["denominator"])
    reached = share > wanted if rule["strict"] else share >= wanted
    most = seats if rule["max_against"] is None else rule["max_against"]
    return reached and Fraction(approve, seats) > Fraction(rule["floor_numerator"], rule["floor_denominator"]) and against <= most


def faults_of_result(record):
    """Where the stated result is not the count."""
    opening, positions = record["opening"], record["positions"]
    rule, counts = opening["rule"], count(record)
    if rule["denominator"] < 1 or rule["floor_denominator"] < 1 or rule["base"] not in ("cast", "seats"):
        yield "the rule makes no sense"
    elif record["result"] is not None:
        stated = {"counts": counts, "seats": len(opening["seats"]), "carried": holds(record, counts),
                  "chain": positions[-1]["receipt"] if positions else digest(opening)}
        if record["result"] != stated:
            yield "the stated result is not the count of the positions by the rule"
    if (record["result"] is None) != (record["certified"] is None):
        yield "a result stands only in a certified record, and a certified record has one"


def faults(content, text=None, seal=None, receipts=()):
    """The record in the bytes of a result file, and everything that is wrong with it; ValueError when they are no such file."""
    def once(pairs):
        if len({name for name, _ in pairs}) != len(pairs):
            raise ValueError("a name stands twice")
        return dict(pairs)

    record = json.loads(content.decode("utf-8"), object_pairs_hook=once)
    if misshapen(record):
        raise ValueError("this is not the record of a ballot in the form " + FORMAT)
    found = [*faults_of_bytes(content, record), *faults_of_chain(record), *faults_of_positions(record)]
    found += faults_of_result(record) if all(position["choice"] in CHOICES for position in record["positions"]) else []
    if text is not None and hashlib.sha256(text).hexdigest() != record["opening"]["digest"]:
        found.append("the text is not the one that was voted on")
    if seal is not None and seal.strip().lower() != record["seal"]:
        found.append("the seal is not the one you gave")
    known = {position["receipt"] for position in record["positions"]}
    found += [f"no position has the receipt {receipt}" for receipt in map(shown_receipt, receipts) if receipt not in known]
    return record, found


def shown_receipt(given):
    """The receipt that is looked for: the 64 signs as they are, or those of a receipt file, once they are the hash of what the file says."""
    if not given.strip().lower().endswith(".json"):
        return given.strip().lower()
    said = json.loads(read(given).decode("utf-8"))
    if not isinstance(said, dict) or not isinstance(said.get("position"), dict) or said.get("receipt") != digest(said["position"]):
        raise ValueError("the receipt in " + given + " is not the hash of the position in it")
    return said["receipt"]


def told(record):
    """What the record says, in a few lines."""
    opening, counts = record["opening"], count(record)
    yield f"Ballot {opening['ballot']}: {opening['question']}"
    yield f"Text: {opening['document']} {opening['version']}, SHA-256 {opening['digest']}"
    yield f"Open from {opening['opens_at']} until {record['closes_at']}; {len(opening['seats'])} seats, {len(record['positions'])} positions in the chain"
    yield ", ".join(f"{name.replace('_', ' ')}: {number}" for name, number in counts.items())
    words = ("Objection received: the procedure is broken", "No objection received") if silent(record) else ("Not carried", "Carried")
    if record["result"] is None:
        yield "Not certified yet; by the rule as it stands: " + words[holds(record, counts)].lower()
    else:
        yield words[record["result"]["carried"]] + f"; certified at {record['certified']['at']} by {record['certified']['by']}"
    yield f"Seal: {record['seal']}"


def main(arguments=None, say=sys.stdout.write):
    """Read the file, say what was found."""
    parser = argparse.ArgumentParser(description="Check the result of a ballot from its file alone.")
    parser.add_argument("result", help="the file result-<number>.json")
    parser.add_argument("--text", help="the Markdown file of the text that was voted on")
    parser.add_argument("--seal", help="the seal as the public journal has it")
    parser.add_argument("--receipt", action="append", default=[], help="a receipt, or a file receipt-<ballot>-<number>.json, that must be in the chain")
    options = parser.parse_args(arguments)
    try:
        record, found = faults(read(options.result), read(options.text) if options.text else None, options.seal, options.receipt)
    except (OSError, ValueError, RecursionError) as error:
        say(f"This file cannot be read as the record of a ballot: {error}\n")
        return 2
    lines = ["THIS RECORD DOES NOT HOLD:", *(f" - {fault}" for fault in found)] if found else [*told(record), "Everything holds."]
    say("\n".join(lines) + "\n")
    return 1 if found else 0


def read(path):
    """The bytes of a file."""
    with open(path, "rb") as file:
        return file.read()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
