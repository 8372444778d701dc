"""Writing what was heard, theme by theme, and what happens next; all of it until the round is completed."""
from collections.abc import Sequence
from datetime import date
from typing import Any

from consult import clock
from consult.comments.models import Comment
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.reporting.models import NextStep, Theme, ThemeComment, ThemeSection
from consult.reporting.queries import themes
from consult.reporting.rules import GATHERED_MAX, STEP_MAX, TITLE_MAX, WORDS_MAX
from consult.rounds.models import Round
from consult.text import legible


def add_theme(actor: Any, round_: Round, title: str, words: str, public_ids: Sequence[str] = (), uids: Sequence[str] = (), gather: bool = False) -> Theme:
    """Write one thing that was heard; with `gather` it also gathers every standing comment on its sections."""
    require(actor, Action.REPORTING_ADD_THEME, round_)
    theme = Theme(round=round_, position=themes.next_position(round_))
    _fill(theme, title, words, public_ids, uids, gather)
    db.session.add(theme)
    record(Action.REPORTING_ADD_THEME, actor, theme, round=round_.number, theme=theme.id, comments=len(theme.comments))
    return theme


def write_theme(actor: Any, theme: Theme, title: str, words: str, public_ids: Sequence[str], uids: Sequence[str], gather: bool, revision: int) -> None:
    """Write a theme anew, unless somebody was quicker."""
    require(actor, Action.REPORTING_WRITE_THEME, theme)
    if theme.revision != revision:
        raise Conflict(N_("Somebody else changed this theme since you opened it. Your words are kept below: look at the theme as it is now, bring both together and save again."))
    _fill(theme, title, words, public_ids, uids, gather)
    record(Action.REPORTING_WRITE_THEME, actor, theme, round=theme.round.number, theme=theme.id, comments=len(theme.comments))


def move_theme(actor: Any, theme: Theme, up: bool) -> None:
    """Let a theme and its neighbour change places."""
    require(actor, Action.REPORTING_MOVE_THEME, theme)
    every = themes.of_round(theme.round)
    at = next(place for place, one in enumerate(every) if one.id == theme.id)
    to = max(0, at - 1) if up else min(len(every) - 1, at + 1)
    every.insert(to, every.pop(at))
    moved = [one for place, one in enumerate(every) if one.position != place]
    for place, one in enumerate(every):
        one.position = place
    for one in moved or [theme]:
        record(Action.REPORTING_MOVE_THEME, actor, one, round=theme.round.number, theme=one.id)


def drop_theme(actor: Any, theme: Theme) -> None:
    """Take a theme out of the report; the comments it gathered stay what they are."""
    require(actor, Action.REPORTING_DROP_THEME, theme)
    record(Action.REPORTING_DROP_THEME, actor, theme, round=theme.round.number, theme=theme.id)
    db.session.delete(theme)


def add_step(actor: Any, round_: Round, day: date, words: str) -> NextStep:
    """Say what happens next, and on which day."""
    require(actor, Action.REPORTING_ADD_STEP, round_)
    if day < round_.closes_at.astimezone(clock.BRUSSELS).date():
        raise Invalid(N_("A next step lies behind the close of the round."), field="day")
    legible.check(words, "words", STEP_MAX)
    step = NextStep(round=round_, day=day, words=legible.written(words, "words", N_("Say in a sentence what happens on this day.")))
    db.session.add(step)
    record(Action.REPORTING_ADD_STEP, actor, step, round=round_.number, day=day.isoformat())
    return step


def drop_step(actor: Any, step: NextStep) -> None:
    """Take a next step out of the report."""
    require(actor, Action.REPORTING_DROP_STEP, step)
    record(Action.REPORTING_DROP_STEP, actor, step, round=step.round.number, day=step.day.isoformat())
    db.session.delete(step)


def _fill(theme: Theme, title: str, words: str, public_ids: Sequence[str], uids: Sequence[str], gather: bool) -> None:
    title = legible.written(title, "title", N_("A theme needs a title."))
    legible.check(title, "title", TITLE_MAX)
    legible.check_source(words, "words", WORDS_MAX)
    if legible.blank(words):
        raise Invalid(N_("Say in plain words what was heard."), field="words")
    known = {row.uid for row in themes.sections_in(theme.round)}
    if not known.issuperset(uids):
        raise Invalid(N_("Choose sections of the version that was commented on."), field="sections")
    comments = _named(theme.round, public_ids)
    if gather:
        comments += themes.on_sections(theme.round, list(uids), GATHERED_MAX + 1)
    if len({one.id for one in comments}) > GATHERED_MAX:
        raise Invalid(N_("A theme gathers at most %(most)s comments; divide it."), field="comments", most=GATHERED_MAX)
    theme.title, theme.words, theme.written_at = title, words.strip(), clock.now()
    kept = {link.comment_id: link for link in theme.comments}
    theme.comments = [kept.get(number) or ThemeComment(comment_id=number) for number in dict.fromkeys(one.id for one in comments)]
    there = {link.section_uid: link for link in theme.sections}
    theme.sections = [there.get(uid) or ThemeSection(section_uid=uid) for uid in dict.fromkeys(uids)]


def _named(round_: Round, public_ids: Sequence[str]) -> list[Comment]:
    found = themes.named(round_, public_ids)
    if missing := sorted(set(public_ids) - {one.public_id for one in found}):
        raise Invalid(N_("There is no comment %(numbers)s in this round."), field="comments", numbers=", ".join(missing[:5]))
    return found
