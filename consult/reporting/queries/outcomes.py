"""What became of the comments of a round: the changes with the comments behind them, the reasons where nothing changed, and what authors say to that.

Everything is counted in SQL, and of each list the first rows are named: the statements are the same for ten comments and for a million.
"""
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from consult.answering.models import Reaction
from consult.answering.rules import Feeling
from consult.comments.models import ChangeLink, Comment, Disposition, JointSource, Submission
from consult.comments.rules import NEEDS_CHANGE, AnswerState, Channel, Code, CommentState
from consult.db import db
from consult.documents.models import Section, Version
from consult.documents.rules import PUBLIC
from consult.reporting.queries.behind import NAMED
from consult.reporting.queries.behind import counts as latest
from consult.rounds.models import Round
from consult.text import sections as texts

#: So many different reasons, joint submissions, late comments and unsatisfied authors are listed; the response table has the others.
REASONS, LISTED = 200, 100


def answered(round_: Round) -> tuple[ColumnElement[bool], ...]:
    """The answers that count of the answered comments of a round, joined to their comments."""
    return (Comment.round_id == round_.id, Comment.state == CommentState.DISPOSED, Disposition.state == AnswerState.PUBLISHED, latest(AnswerState.PUBLISHED))


def changes(round_: Round) -> list[dict[str, Any]]:
    """Every section that was changed for comments of the round, in the order of the text, with how many there are and the first of them."""
    where = (ChangeLink.section_uid, ChangeLink.from_version_id, ChangeLink.to_version_id)
    place = func.row_number().over(partition_by=where, order_by=Comment.id)
    ranked = select(*where, Comment.public_id, Disposition.code, place.label("place"), func.count().over(partition_by=where).label("total")).select_from(ChangeLink).join(
        Disposition, ChangeLink.disposition_id == Disposition.id).join(Comment, Disposition.comment_id == Comment.id).where(
        *answered(round_), Disposition.code.in_(NEEDS_CHANGE)).subquery()
    rows = db.session.execute(select(ranked).where(ranked.c.place <= NAMED).order_by(ranked.c.place)).all()
    versions = {one.id: one for one in db.session.scalars(select(Version).where(Version.id.in_({v for row in rows for v in (row.from_version_id, row.to_version_id)})))}
    named = _sections({(version, row.section_uid) for row in rows for version in (row.from_version_id, row.to_version_id)})
    found: dict[tuple[str, int, int], dict[str, Any]] = {}
    for row in rows:
        one, other = versions[row.from_version_id], versions[row.to_version_id]
        here = named.get((other.id, row.section_uid)) if other.state in PUBLIC else None
        section = named.get((one.id, row.section_uid)) or here
        change = found.setdefault((row.section_uid, one.id, other.id), {
            "uid": row.section_uid, "section": name(section) if section else None, "address": section.address if section else None,
            "from": one.label, "to": other.label, "total": row.total, "comments": [], "position": section.position if section else 10**6})
        change["comments"].append([row.public_id, str(row.code)])
    return sorted(found.values(), key=lambda one: (one["to"], one["position"], one["uid"]))


def reasons(round_: Round) -> list[dict[str, Any]]:
    """The reasons of answers, each with how many comments got it and the first of them, by code; the most frequent first."""
    same = (Disposition.code, Disposition.reason, Disposition.language)
    grouped = select(*same, func.count().label("total"), func.min(Comment.id).label("first")).select_from(Disposition).join(
        Comment, Disposition.comment_id == Comment.id).where(*answered(round_)).group_by(*same)
    most = grouped.order_by(func.count().desc(), func.min(Comment.id)).limit(REASONS).subquery()
    place = func.row_number().over(partition_by=same, order_by=Comment.id)
    ranked = select(*same, Comment.public_id, place.label("place"), most.c.total, most.c.first, Disposition.target_id).select_from(Disposition).join(
        Comment, Disposition.comment_id == Comment.id).join(
        most, and_(most.c.code == Disposition.code, most.c.reason == Disposition.reason, most.c.language == Disposition.language)).where(*answered(round_)).subquery()
    target = aliased(Comment)
    rows = db.session.execute(select(ranked, target.public_id.label("same_as")).outerjoin(target, target.id == ranked.c.target_id).where(ranked.c.place <= NAMED).order_by(
        ranked.c.total.desc(), ranked.c.first, ranked.c.place)).all()
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        reason = found.setdefault((row.code, row.reason, row.language), {"code": str(row.code), "reason": row.reason, "language": row.language, "total": row.total, "comments": []})
        reason["comments"].append([row.public_id, row.same_as or ""])
    return sorted(found.values(), key=lambda one: list(Code).index(Code(one["code"])))


def joint(round_: Round) -> list[dict[str, Any]]:
    """The joint submissions of national coordinators: party, receipt, how many comments, and for how many organisations they speak."""
    counted = (func.count(Comment.id.distinct()), func.count(JointSource.organisation_id.distinct()))
    rows = db.session.execute(select(Submission.receipt, Comment.origin, *counted).join(
        Comment, Comment.submission_id == Submission.id).outerjoin(JointSource, JointSource.comment_id == Comment.id).where(
        Comment.round_id == round_.id, Comment.channel == Channel.COORDINATOR).group_by(
        Submission.receipt, Comment.origin).order_by(Comment.origin, Submission.receipt).limit(LISTED))
    return [{"receipt": receipt, "party": party, "comments": comments, "organisations": bodies} for receipt, party, comments, bodies in rows]


def late(round_: Round) -> list[dict[str, Any]]:
    """The first comments that came after the close, with the reason of those that were admitted."""
    rows = db.session.execute(select(Comment.public_id, Comment.received_at, Comment.admitted_reason).where(Comment.round_id == round_.id, Comment.late).order_by(
        Comment.id).limit(LISTED))
    return [{"comment": public_id, "received": at.isoformat(), "admitted": reason} for public_id, at, reason in rows]


def taken_over(round_: Round) -> dict[str, Any]:
    """The comments of earlier rounds on the document that were deferred and then answered here, under their own numbers (C5)."""
    deferral, earlier, version = aliased(Disposition), aliased(Round), aliased(Version)
    put_off = select(deferral.id).where(deferral.comment_id == Comment.id, deferral.code == Code.DEFERRED, deferral.state == AnswerState.PUBLISHED,
                                        deferral.published_at < round_.closes_at).exists()
    query = select(Comment.public_id, Disposition.code).select_from(Disposition).join(Comment, Disposition.comment_id == Comment.id).join(
        earlier, Comment.round_id == earlier.id).join(version, Comment.version_id == version.id).where(
        version.document_id == round_.version.document_id, earlier.number < round_.number, Comment.state == CommentState.DISPOSED, put_off,
        Disposition.state == AnswerState.PUBLISHED, latest(AnswerState.PUBLISHED), Disposition.published_at >= round_.closes_at)
    if round_.completed_at is not None:
        query = query.where(Disposition.published_at <= round_.completed_at)
    total = _count(query)
    return {"total": total, "comments": [[public_id, str(code)] for public_id, code in db.session.execute(query.order_by(Comment.id).limit(LISTED))]} if total else {
        "total": 0, "comments": []}


def reactions(round_: Round) -> dict[str, Any]:
    """How many authors say that the answer satisfies them or not, and the first who are not satisfied."""
    said = select(Reaction.feeling, Comment.public_id).select_from(Reaction).join(Disposition, Reaction.disposition_id == Disposition.id).join(
        Comment, Disposition.comment_id == Comment.id).where(*answered(round_))
    counted: Mapping[Feeling, int] = dict(db.session.execute(said.with_only_columns(Reaction.feeling, func.count()).group_by(Reaction.feeling)).all())
    not_satisfied = db.session.execute(said.with_only_columns(Comment.id, Comment.public_id, Disposition.code).where(
        Reaction.feeling == Feeling.NOT_SATISFIED).distinct().order_by(Comment.id).limit(LISTED))
    return {"counts": {str(feeling): counted.get(feeling, 0) for feeling in Feeling}, "comments": [[public_id, str(code)] for _, public_id, code in not_satisfied]}


def name(section: Section) -> str:
    """Number and heading of a section, as people cite it."""
    return " ".join(filter(None, (section.number, texts.plain_heading(texts.Section(section.uid, section.number, section.heading, section.level, "", "")))))


def _sections(pairs: set[tuple[int, str]]) -> dict[tuple[int, str], Section]:
    columns = (Section.version_id, Section.uid, Section.number, Section.heading, Section.level, Section.address, Section.position)
    rows = db.session.execute(select(*columns).where(Section.version_id.in_({v for v, _ in pairs}), Section.uid.in_({u for _, u in pairs}))) if pairs else ()
    return {(row.version_id, row.uid): row for row in rows}  # type: ignore[misc]


def _count(query: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
