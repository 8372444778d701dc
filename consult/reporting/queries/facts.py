"""The facts of a report: all that its page, its files and its hash are made from, as data without a person's name and in nobody's language."""
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from consult.db import db
from consult.journal.models import JournalEntry
from consult.reporting.models import FrozenReport
from consult.reporting.queries import figures, outcomes, themes
from consult.reporting.queries.behind import NAMED
from consult.rounds.models import Round

#: Changes when facts are told in another way; frozen reports keep theirs.
FORMAT = 1


def gather(round_: Round, unwritten: bool = False, counted: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The facts as they stand now; what editors write is among them once the report is written, or when asked for. `counted`: what `count` gave."""
    places = themes.places(round_)
    names = {row.uid: [outcomes.name(row), row.address] for row in places}
    written = round_.report_at is not None or unwritten
    return {
        "format": FORMAT, "round": _round(round_), "sections": names,
        "report": round_.report if written else "", "written": round_.report_at.isoformat() if round_.report_at else None,
        "themes": _themes(round_, names) if written else [],
        "steps": [{"day": one.day.isoformat(), "words": one.words} for one in themes.steps(round_)] if written else [],
        **(count(round_) if counted is None else counted),
    }


def count(round_: Round) -> dict[str, Any]:
    """What is counted from the comments and their answers: the part that takes long."""
    rows = figures.counted(round_)
    return {
        "counts": figures.counts(rows), "groups": figures.groups(rows, themes.places(round_)), "crossed": figures.crossed(rows),
        "changes": outcomes.changes(round_), "reasons": outcomes.reasons(round_), "joint": outcomes.joint(round_), "late": outcomes.late(round_),
        "taken_over": outcomes.taken_over(round_), "reactions": outcomes.reactions(round_),
    }


def frozen(round_: Round) -> FrozenReport | None:
    """The report as it stood at the completion of its round."""
    return db.session.get(FrozenReport, round_.id)


def _round(round_: Round) -> dict[str, Any]:
    version = round_.version
    told = db.session.execute(select(JournalEntry.kind, JournalEntry.at, JournalEntry.facts).where(
        JournalEntry.subject_table == "round", JournalEntry.subject_id == str(round_.id), JournalEntry.kind.in_(["rounds.schedule", "rounds.extend", "rounds.begin_disposition"]),
    ).order_by(JournalEntry.seq)).all()
    return {
        "number": round_.number, "kind": str(round_.kind), "document": version.document.slug, "title": version.title, "label": version.label, "digest": version.digest,
        "opens": round_.opens_at.isoformat(), "closes": round_.closes_at.isoformat(), "short_reason": round_.short_reason,
        "announced": next((at.isoformat() for kind, at, _ in told if kind == "rounds.schedule"), None),
        "answering": next((at.isoformat() for kind, at, _ in told if kind == "rounds.begin_disposition"), None),
        "extensions": [{"former": facts["former"], "closes": facts["closes"], "reason": facts["reason"]} for kind, _, facts in told if kind == "rounds.extend"],
    }


def _themes(round_: Round, names: dict[str, list[str]]) -> list[dict[str, Any]]:
    return [{"title": one.title, "words": one.words, "total": len(one.comments), "comments": [link.comment.public_id for link in one.comments],
             "sections": [names[link.section_uid] for link in one.sections if link.section_uid in names]} for one in themes.of_round(round_)]


def listed(told: dict[str, Any]) -> set[str]:
    """Every comment that the facts name, as far as the page shows it."""
    lists = [*(one["comments"] for one in told["changes"]), *(one["comments"] for one in told["reasons"]), told["taken_over"]["comments"], told["reactions"]["comments"]]
    return {public_id for some in lists for public_id, _ in some} | {one["comment"] for one in told["late"]} | {c for one in told["themes"] for c in one["comments"][:NAMED]}
