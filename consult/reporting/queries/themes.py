"""Reading themes and next steps."""
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from consult.comments.models import Comment
from consult.comments.queries.threads import STANDING_STATES
from consult.db import db
from consult.documents.models import Section
from consult.reporting.models import NextStep, Theme, ThemeComment
from consult.rounds.models import Round


def of_round(round_: Round) -> list[Theme]:
    """The themes of a report in their order, with the comments and sections they gather."""
    return list(db.session.scalars(select(Theme).filter_by(round_id=round_.id).options(
        selectinload(Theme.comments).joinedload(ThemeComment.comment).load_only(Comment.public_id), selectinload(Theme.sections)).order_by(Theme.position, Theme.id)))


def theme(number: int) -> Theme | None:
    """The theme with this number."""
    return db.session.scalar(select(Theme).where(Theme.id == number).options(joinedload(Theme.round).joinedload(Round.version)))


def step(number: int) -> NextStep | None:
    """The next step with this number."""
    return db.session.scalar(select(NextStep).where(NextStep.id == number).options(joinedload(NextStep.round)))


def steps(round_: Round) -> list[NextStep]:
    """What happens next, the earliest first."""
    return list(db.session.scalars(select(NextStep).filter_by(round_id=round_.id).order_by(NextStep.day, NextStep.id)))


def next_position(round_: Round) -> int:
    """The place behind the last theme."""
    return (db.session.scalar(select(func.max(Theme.position)).filter_by(round_id=round_.id)) or 0) + 1


def named(round_: Round, public_ids: Sequence[str]) -> list[Comment]:
    """The comments of a round with these numbers."""
    return list(db.session.scalars(select(Comment).where(Comment.round_id == round_.id, Comment.public_id.in_(public_ids)).order_by(Comment.id)))


def on_sections(round_: Round, uids: Sequence[str], limit: int) -> list[Comment]:
    """The standing comments of a round on these sections, up to a number."""
    return list(db.session.scalars(select(Comment).where(Comment.round_id == round_.id, Comment.section_uid.in_(uids), Comment.state.in_(STANDING_STATES)).order_by(
        Comment.id).limit(limit)))


def places(round_: Round) -> list[Any]:
    """The sections of the version commented on, in order."""
    columns = (Section.uid, Section.number, Section.heading, Section.level, Section.address, Section.position)
    return list(db.session.execute(select(*columns).where(Section.version_id == round_.version_id).order_by(Section.position)))


def sections_in(round_: Round) -> list[Any]:
    """The sections of the version commented on, in order, with how many comments stand on each."""
    counted = select(Comment.section_uid, func.count().label("comments")).where(Comment.round_id == round_.id).group_by(Comment.section_uid).subquery()
    columns = (Section.uid, Section.number, Section.heading, Section.level, Section.address, Section.position)
    return list(db.session.execute(select(*columns, func.coalesce(counted.c.comments, 0).label("comments")).outerjoin(counted, counted.c.section_uid == Section.uid).where(
        Section.version_id == round_.version_id).order_by(Section.position)))


def ungathered(round_: Round) -> int:
    """How many standing comments of a round no theme gathers."""
    gathered = select(ThemeComment.comment_id).join(Theme, ThemeComment.theme_id == Theme.id).where(Theme.round_id == round_.id)
    return db.session.scalar(select(func.count()).select_from(Comment).where(
        Comment.round_id == round_.id, Comment.state.in_(STANDING_STATES), Comment.id.not_in(gathered))) or 0
