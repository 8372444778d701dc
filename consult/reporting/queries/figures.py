"""Counting the comments of a round in one pass; every table of the report is summed from the same counted rows (R6)."""
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import String, and_, func, literal, select, type_coerce

from consult.comments.models import Comment, Disposition
from consult.comments.rules import AnswerState, Capacity, Channel, Code, CommentKind, CommentState, Tally
from consult.db import db
from consult.documents.models import Section
from consult.i18n import LOCALES
from consult.organisations.models import Organisation
from consult.organisations.rules import OrganisationKind
from consult.reporting.queries.behind import counts as latest
from consult.rounds.models import Round

#: One counted row: what its comments have in common, and how many they are.
Counted = tuple[Mapping[str, Any], int]


def counted(round_: Round) -> list[Counted]:
    """The comments of a round, those that have everything in common counted together; in one statement."""
    words = {"kind": Comment.kind, "channel": Comment.channel, "state": Comment.state, "capacity": Comment.capacity, "body": Organisation.kind, "code": Disposition.code}
    columns = {"party": Comment.origin, "section": Comment.section_uid, "language": Comment.language, "late": Comment.late, "admitted": Comment.admitted_reason != literal(""),
               **{name: type_coerce(column, String) for name, column in words.items()}}  # as text: a word of the rules is equal to its text, and many rows come faster
    answered = and_(Disposition.comment_id == Comment.id, Disposition.state == AnswerState.PUBLISHED, latest(AnswerState.PUBLISHED))
    labelled: list[Any] = [column.label(f"by_{name}") for name, column in columns.items()]
    query = select(*labelled, func.count()).select_from(Comment).outerjoin(Organisation, Comment.organisation_id == Organisation.id).outerjoin(
        Disposition, answered).where(Comment.round_id == round_.id).group_by(*columns.values(), *words.values())
    return [(dict(zip(columns, row, strict=False)), row[-1]) for row in db.session.execute(query)]


def tally(rows: Iterable[Counted]) -> Tally:
    """How many comments are in which state (C1)."""
    found = _sums(rows, lambda row: row["state"])
    s = CommentState
    return Tally(found[s.SUBMITTED], found[s.DISPOSED], found[s.WITHDRAWN], found[s.HIDDEN])


def counts(rows: list[Counted]) -> dict[str, int]:
    """The figures at the head of the report."""
    found = tally(rows)
    return {"total": found.total, "disposed": found.disposed, "undisposed": found.undisposed, "withdrawn": found.withdrawn, "hidden": found.hidden,
            "late": sum(n for row, n in rows if row["late"]), "admitted": sum(n for row, n in rows if row["admitted"])}


def groups(rows: list[Counted], places: Iterable[Section]) -> list[dict[str, Any]]:
    """The comments counted by one thing each, in the usual order of its words; each table sums to the total."""
    sections = {row.uid: row for row in places}
    by_section = _sums(rows, lambda row: row["section"])
    tables = [
        ("party", sorted(_sums(rows, lambda row: row["party"]).items())),
        ("body", _in_order(_sums(rows, _speaker), [*OrganisationKind, Capacity.SELF, Capacity.COORDINATOR])),
        ("section", _in_order(by_section, [None, *sections, *(uid for uid in by_section if uid is not None and uid not in sections)])),
        ("kind", _in_order(_sums(rows, lambda row: row["kind"]), CommentKind)),
        ("answer", _in_order(_sums(rows, _outcome), [*Code, *CommentState])),
        ("channel", _in_order(_sums(rows, lambda row: row["channel"]), Channel)),
        ("language", _in_order(_sums(rows, lambda row: row["language"]), _languages(rows))),
    ]
    return [{"field": field, "rows": [[str(word) if word is not None else None, n] for word, n in found]} for field, found in tables]


def crossed(rows: list[Counted]) -> list[list[Any]]:
    """Party, outcome, and how many: the same comments counted by both at once."""
    found = _sums(rows, lambda row: (row["party"], str(_outcome(row))))
    return [[party, outcome, n] for (party, outcome), n in sorted(found.items())]


def _sums(rows: Iterable[Counted], key: Any) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for row, n in rows:
        found[key(row)] += n
    return found


def _speaker(row: Mapping[str, Any]) -> Any:
    return row["body"] or row["capacity"]


def _outcome(row: Mapping[str, Any]) -> Any:
    """What was answered; for a comment that has no answer, or whose words are gone, where it stands."""
    return row["code"] if row["state"] == CommentState.DISPOSED and row["code"] else row["state"]


def _languages(rows: Iterable[Counted]) -> list[str]:
    known = [locale.code for locale in LOCALES]
    return [*known, *sorted({row["language"] for row, _ in rows} - set(known))]


def _in_order(found: Counter[Any], words: Iterable[Any]) -> list[tuple[Any, int]]:
    return [(word, found[word]) for word in words if found[word]]
