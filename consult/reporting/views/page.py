"""The page of a report: the facts as they stand or as they were frozen, and what has happened to them since."""
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template

from consult.comments.models import Comment
from consult.comments.queries import answers
from consult.documents.models import Version
from consult.documents.queries import stored
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.reporting import rules
from consult.reporting.models import FrozenReport
from consult.reporting.queries import behind, facts, outcomes, reasons, since
from consult.reporting.views.blueprint import TABLES, chosen, word_name
from consult.rounds.models import Round
from consult.rounds.rules import Phase
from consult.web.access import actor
from consult.web.kept import counted

#: With more comments than these the figures on the page may be a few minutes old, and the page says so.
MANY = 50_000


@dataclass(frozen=True)
class Report:
    """A report with the words of its rows in the reader's language."""

    told: dict[str, Any]
    frozen: FrozenReport | None
    people: Mapping[str, Comment]
    since: since.Since | None
    successor: Version | None
    editorial: list[reasons.Changed]
    #: When the figures were counted, if something has happened since.
    old: datetime | None = None

    def tables(self, *fields: str) -> list[dict[str, Any]]:
        """The tables by these things, each with its rows and the sum of them."""
        by = {group["field"]: group["rows"] for group in self.told["groups"]}
        return [{"field": field, "title": TABLES[field][0], "head": TABLES[field][1], "total": sum(n for _, n in by[field]),
                 "rows": [{"name": word_name(self.told, field, word), "number": n, "url": chosen(self.told, field, word)} for word, n in by[field]]} for field in fields]

    def grid(self) -> dict[str, Any]:
        """Parties by answers: the same comments counted by both at once, with the sums of rows and columns."""
        cells = {(party, outcome): n for party, outcome, n in self.told["crossed"]}
        by = {group["field"]: [word for word, _ in group["rows"]] for group in self.told["groups"]}
        columns, parties = by["answer"], by["party"]
        rows = [{"name": word_name(self.told, "party", party), "url": chosen(self.told, "party", party), "cells": [cells.get((party, c), 0) for c in columns],
                 "total": sum(cells.get((party, c), 0) for c in columns)} for party in parties]
        sums = [sum(row["cells"][at] for row in rows) for at in range(len(columns))]
        return {"columns": [word_name(self.told, "answer", c) for c in columns], "rows": rows, "sums": sums, "total": sum(sums)}

    def answers(self, *codes: str) -> list[dict[str, Any]]:
        """The reasons of answers of these kinds, with how many comments of the kind are not listed under a reason."""
        answered = {word: n for group in self.told["groups"] if group["field"] == "answer" for word, n in group["rows"]}
        found = []
        for code in codes:
            some = [one for one in self.told["reasons"] if one["code"] == code]
            if total := answered.get(code, 0):
                found.append({"code": code, "total": total, "reasons": some, "others": max(0, total - sum(one["total"] for one in some)),
                              "url": chosen(self.told, "answer", code)})
        return found


def _dear(counted_: dict[str, Any]) -> bool:
    """Whether a report takes so long to count that its page may be a little old."""
    return bool(counted_["counts"]["total"] > MANY)


def _with_names(told: dict[str, Any], successor: Version | None) -> dict[str, Any]:
    """The frozen facts; a section that was new in a text not yet published then has the name that everybody reads now."""
    nameless = [one for one in told["changes"] if not one["section"] and successor is not None and one["to"] == successor.label]
    there = {row.uid: row for row in stored.contents(successor)} if nameless and successor is not None else {}
    for one in nameless:
        if row := there.get(one["uid"]):
            one["section"], one["address"] = outcomes.name(row), row.address
    return told


def shown(round_: Round) -> str:
    """The page of a report."""
    return render_template("rounds/report.html", round=round_, report=report_of(round_, spare=True), faults=rules.faults,
                           left=[] if round_.phase == Phase.COMPLETE else answers.deferred(round_))


def report_of(round_: Round, spare: bool = False) -> Report:
    """The frozen report of a complete round, else the report as it would be frozen now; what is not written yet only for editors.

    With `spare` the figures of a round that takes long to count may be a little old; the report says so then.
    """
    kept, old = facts.frozen(round_), None
    successor = since.successor(round_)
    if kept:
        told = _with_names(json.loads(kept.content), successor)
    else:
        found = counted(("report", round_.id), lambda: facts.count(round_), _dear if spare else None)
        told, old = facts.gather(round_, unwritten=allowed(actor(), Action.DESK), counted=found.value), None if found.true else found.at
    return Report(told, kept, behind.people(facts.listed(told)), since.since(round_, kept) if kept else None, successor,
                  [one for one in reasons.changed(successor) if not one.commented] if successor else [], old)
