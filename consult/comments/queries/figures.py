"""Counting the comments of rounds."""
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from consult.comments.models import Comment, Disposition
from consult.comments.queries import answers
from consult.comments.rules import AnswerState, Channel, Code, CommentKind, CommentState, Group, Tally
from consult.db import db
from consult.documents.models import Section
from consult.i18n import N_
from consult.rounds.models import Round


def tally(round_: Round) -> Tally:
    """The comments of a round by state."""
    rows = dict(db.session.execute(select(Comment.state, func.count()).where(Comment.round_id == round_.id).group_by(Comment.state)).all())
    s = CommentState
    return Tally(rows.get(s.SUBMITTED, 0), rows.get(s.DISPOSED, 0), rows.get(s.WITHDRAWN, 0), rows.get(s.HIDDEN, 0))


def totals(round_ids: Sequence[int]) -> dict[int, int]:
    """How many comments each of these rounds has."""
    return dict(db.session.execute(select(Comment.round_id, func.count()).where(Comment.round_id.in_(round_ids)).group_by(Comment.round_id)).all())


def breakdown(round_: Round) -> list[Group]:
    """The comments of a round by party, section, kind, channel and answer."""
    last = select(Disposition.comment_id, Disposition.code).where(Disposition.id.in_(answers.latest(AnswerState.PUBLISHED))).subquery()
    rows = db.session.execute(select(Comment.origin, Comment.section_uid, Comment.kind, Comment.channel, Comment.state, last.c.code).outerjoin(
        last, last.c.comment_id == Comment.id).where(Comment.round_id == round_.id)).all()
    places = {s.uid: s for s in db.session.scalars(select(Section).options(defer(Section.body)).filter_by(version_id=round_.version_id).order_by(Section.position))}
    return [
        Group(N_("By party"), N_("Party"), "party", sorted(Counter(r.origin for r in rows).items())),
        Group(N_("By section"), N_("Section"), "section", _in_order(Counter(r.section_uid for r in rows), {None: None} | places)),
        Group(N_("By kind"), N_("Kind"), "kind", _in_order(Counter(r.kind for r in rows), {kind: kind for kind in CommentKind})),
        Group(N_("By channel"), N_("How it came"), "channel", _in_order(Counter(r.channel for r in rows), {channel: channel for channel in Channel})),
        Group(N_("By answer"), N_("Answer"), "answer",
              _in_order(Counter(r.code if r.state == CommentState.DISPOSED else r.state for r in rows), {w: w for w in (*Code, *CommentState)})),
    ]


def _in_order(counted: Counter[Any], words: Mapping[Any, Any]) -> list[tuple[Any, int]]:
    return [(word, counted[key]) for key, word in words.items() if counted[key]]
