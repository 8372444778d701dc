"""The response table: what the public list shows and what its downloads hold are the same rows, chosen by the same filters."""
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import selectinload

from consult.accounts.models import Account
from consult.answering.models import AnswerReview, Reaction
from consult.answering.rules import ReviewState
from consult.comments.models import Comment, CommentPlace, Disposition
from consult.comments.queries import answers, threads
from consult.comments.queries.threads import answer_of, sections_of
from consult.comments.rules import ISO_TYPES, AnswerState, Capacity, Channel, Code, CommentKind, CommentState
from consult.db import db
from consult.documents.models import Document, Section, Version
from consult.documents.rules import PUBLIC
from consult.organisations.models import Organisation
from consult.rounds.models import Round
from consult.search.models import SearchRow
from consult.text.normalise import fold

PAGE = 50
COLUMNS = (
    "id", "round", "version", "section_no", "section_title", "from", "on_behalf_of", "party", "stakeholder_type", "channel", "received_at", "late", "type", "lang",
    "quotation", "comment", "proposed_change", "reason_given", "state", "acknowledged_at", "decision", "reason", "changed_sections", "decided_in", "decided_at",
    "answered_at", "commenter_reaction", "supported_by", "permalink",
)
WITHHELD, HIDDEN = "(name withheld)", "(hidden by the moderators: %s)"


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; names and values that nobody knows are left out."""

    round: str = ""
    section: str = ""
    party: str = ""
    kind: str = ""
    organisation: str = ""
    state: str = ""
    answer: str = ""
    language: str = ""
    channel: str = ""
    q: str = ""
    late: str = ""
    document: str = ""
    version: str = ""
    known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "Filters":
        """The filters of an address."""
        words = {"kind": CommentKind, "state": CommentState, "answer": Code, "channel": Channel}
        given = {name: args.get(name, "").strip()[:200] for name in cls.names()}
        for name, kind in words.items():
            given[name] = given[name] if given[name] in set(kind) else ""
        for name in ("round", "organisation"):
            given[name] = given[name] if given[name].isascii() and given[name].isdigit() and len(given[name]) < 9 else ""
        return cls(**given, known={name: value for name, value in given.items() if value})

    @classmethod
    def names(cls) -> list[str]:
        """The names that may stand in the address."""
        return [name for name in asdict(cls()) if name != "known"]


def chosen(filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions on comments that the filters mean."""
    equal = {"party": Comment.origin, "kind": Comment.kind, "state": Comment.state, "language": Comment.language, "channel": Comment.channel}
    wanted: list[ColumnElement[bool]] = [column == getattr(filters, name) for name, column in equal.items() if getattr(filters, name)]
    if filters.round:
        wanted.append(Comment.round_id.in_(select(Round.id).where(Round.number == int(filters.round))))
    if filters.organisation:
        wanted.append(Comment.organisation_id == int(filters.organisation))
    if filters.section:
        there = exists().where(Section.version_id == Comment.version_id, Section.uid == Comment.section_uid,
                               or_(Section.address == filters.section.lower(), Section.number == filters.section))
        wanted.append(Comment.section_uid.is_(None) if filters.section == "whole" else there)
    if filters.answer:
        wanted.append(Comment.id.in_(select(Disposition.comment_id).where(Disposition.id.in_(answers.latest(AnswerState.PUBLISHED)), Disposition.code == filters.answer)))
        wanted.append(Comment.state == CommentState.DISPOSED)
    if filters.document:
        wanted.append(Comment.version_id.in_(select(Version.id).join(Version.document).where(Document.slug == filters.document)))
    if filters.version:
        here = select(Version.id).where(Version.label == filters.version)
        wanted.append(or_(Comment.version_id.in_(here), Comment.id.in_(select(CommentPlace.comment_id).where(CommentPlace.version_id.in_(here)))))
    if filters.late:
        wanted.append(Comment.late.is_(True))
    wanted += [or_(Comment.public_id == word.upper(), exists().where(
        SearchRow.kind == "comment", SearchRow.ref == Comment.public_id, SearchRow.folded.contains(" " + fold(word), autoescape=True))) for word in filters.q.split()[:8]]
    return wanted


def table(filters: Filters) -> Select[Any]:
    """The chosen comments, with what a row of the list shows."""
    return threads.brief().where(*chosen(filters))


def page(filters: Filters, after: int = 0, before: int = 0, *more: ColumnElement[bool]) -> tuple[list[Comment], int, int]:
    """One page of the list, the latest comment first, and the keys of the pages after and before it (0: there is none)."""
    query = table(filters).where(*more)
    if before:
        found = list(db.session.scalars(query.where(Comment.id > before).order_by(Comment.id).limit(PAGE + 1)))
        rows = found[:PAGE][::-1]
        return rows, rows[-1].id if rows else 0, rows[0].id if len(found) > PAGE else 0
    found = list(db.session.scalars((query.where(Comment.id < after) if after else query).order_by(Comment.id.desc()).limit(PAGE + 1)))
    rows = found[:PAGE]
    return rows, rows[-1].id if len(found) > PAGE else 0, rows[0].id if after and rows else 0


def speaking() -> list[Organisation]:
    """The organisations that have commented, by name."""
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(select(Comment.organisation_id))).order_by(Organisation.name_key)))


def origins() -> list[str]:
    """The parties that comments have come from."""
    return list(db.session.scalars(select(Comment.origin).distinct()))


def at_work(stage: str, editor: Account) -> ColumnElement[bool]:
    """Comments whose latest answer is at this stage of the desk: todo, draft, to_approve, approved, published."""
    last = select(Disposition.comment_id).where(Disposition.id.in_(answers.latest(*AnswerState)))
    if stage == "todo":
        return and_(Comment.state.in_(threads.STANDING_STATES), Comment.id.not_in(last))
    if stage == "to_approve":
        asked = select(AnswerReview.disposition_id).where(AnswerReview.state == ReviewState.ASKED, or_(AnswerReview.reviewer_id.is_(None), AnswerReview.reviewer_id == editor.id))
        return Comment.id.in_(last.where(Disposition.state == AnswerState.DRAFT, Disposition.drafted_by != editor.id, Disposition.id.in_(asked)))
    return Comment.id.in_(last.where(Disposition.state == stage))


def by_state(filters: Filters, *more: ColumnElement[bool]) -> dict[CommentState, int]:
    """How many of the chosen comments are in which state."""
    return dict(db.session.execute(select(Comment.state, func.count()).where(*chosen(filters), *more).group_by(Comment.state)).all())


def rows(filters: Filters, site: str = "") -> Iterator[Sequence[Any]]:
    """The chosen comments as a file has them, in the order they came; `site` is put before the addresses."""
    reactions = selectinload(Comment.dispositions).selectinload(Disposition.reactions).joinedload(Reaction.organisation)
    found = list(db.session.scalars(table(filters).options(reactions).order_by(Comment.id)))
    links = [link for answer in filter(None, map(answer_of, found)) for link in answer.changes]
    sections = sections_of([*((c.version_id, c.section_uid) for c in found), *((link.to_version_id, link.section_uid) for link in links),
                            *((link.from_version_id, link.section_uid) for link in links)])
    for comment in found:
        yield _row(comment, sections, site)


def _row(comment: Comment, sections: Mapping[tuple[int, str], Section], site: str) -> tuple[Any, ...]:
    section = sections.get((comment.version_id, comment.section_uid or ""))
    organisation, answer = comment.organisation, answer_of(comment)
    quotation, body, proposed, reason = (_quotation(comment), comment.body, comment.proposed, comment.reason) if shown(comment) else (
        "", HIDDEN % comment.hidden_reason if comment.state == CommentState.HIDDEN else "", "", "")
    return (
        comment.public_id, comment.round.number, comment.version.label, section.number if section else "", section.heading if section else "", _from(comment),
        organisation.name if organisation else "", comment.origin, organisation.kind.value if organisation else comment.capacity.value, comment.channel.value,
        comment.received_at, comment.late, ISO_TYPES[comment.kind], comment.language, quotation, body, proposed, reason, comment.state.value, comment.submission.at,
        answer.code.value if answer else "", answer.reason if answer else "", "; ".join(_changes(answer, sections, site)) if answer else "",
        "; ".join(dict.fromkeys(link.to_version.label for link in answer.changes if link.to_version.state in PUBLIC)) if answer else "",
        answer.approved_at if answer else None, answer.published_at if answer else None,
        "; ".join(_reactions(answer)) if answer and shown(comment) else "", "; ".join(one.organisation.name for one in comment.supports),
        f"{site}/comments/{comment.public_id}",
    )


def _quotation(comment: Comment) -> str:
    """The quoted words; those of an unofficial translation with its language before them."""
    return comment.quote or (f"[{comment.translated.language}] {comment.translated.words}" if comment.translated else "")


def shown(comment: Comment) -> bool:
    """Whether everybody may read the words of a comment."""
    return comment.state in {CommentState.SUBMITTED, CommentState.DISPOSED}


def _from(comment: Comment) -> str:
    if comment.capacity == Capacity.COORDINATOR:
        return "National coordinator"
    if comment.capacity == Capacity.ORGANISATION:
        return ""
    return (comment.sender or comment.author.name) if comment.name_shown and comment.state != CommentState.HIDDEN else WITHHELD


def _reactions(answer: Disposition) -> Iterator[str]:
    for one in answer.reactions:
        yield ": ".join(filter(None, [one.organisation.name if one.organisation else "", one.feeling.value, one.reason]))


def _changes(answer: Disposition, sections: Mapping[tuple[int, str], Section], site: str) -> Iterator[str]:
    for link in answer.changes:
        if link.to_version.state in PUBLIC:
            section = sections.get((link.to_version_id, link.section_uid)) or sections.get((link.from_version_id, link.section_uid))
            slug = link.to_version.document.slug
            yield (f"{section.number or section.heading if section else ''}: {link.from_version.label} -> {link.to_version.label} "
                   f"{site}/documents/{slug}/compare/{link.from_version.label}/{link.to_version.label}#c-{section.address if section else ''}")
