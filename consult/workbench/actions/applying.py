"""Proposed wordings are taken over in one step, steps are undone, earlier states brought back; where words touch, the editor decides."""
from dataclasses import replace
from typing import Any

from sqlalchemy import update

from consult.comments.models import Comment
from consult.db import db
from consult.documents.actions.editing import CHANGED, become
from consult.documents.models import Section, Version
from consult.documents.queries import stored
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import editing, legible, normalise, threeway
from consult.text.sections import Section as Text
from consult.workbench.actions.ticking import tick, untick
from consult.workbench.models import SectionState
from consult.workbench.queries import proposals, states
from consult.workbench.rules import Cause, Fit


def apply(actor: Any, version: Version, section: Section, comment: Comment, revision: int, words: str | None = None) -> SectionState:
    """Put the proposed wording of a comment into the text, and tick the comment; `words` are what the editor chose where it does not fit by itself."""
    require(actor, Action.WORKBENCH_APPLY, version)
    if section.revision != revision:
        raise Conflict(CHANGED)
    text = _with_proposal(version, section, comment, words)
    if text.strip("\n") == section.body.strip("\n"):
        raise Invalid(N_("With these words the text stays as it is: there is nothing to put in."))
    before = stored.textual(stored.sections(version))
    become(actor, version, editing.reworded(before, section.uid, section.number, section.heading, section.level, text), Cause.PROPOSAL, comment=comment)
    tick(actor, version, section.uid, [comment])
    record(Action.WORKBENCH_APPLY, actor, version, label=version.label, section=section.uid, number=section.number, comment=comment.public_id)
    return _last(version, section.uid)


def _with_proposal(version: Version, section: Section, comment: Comment, words: str | None) -> str:
    """The text with the proposal in it; refused where a person must choose first."""
    beside, _ = proposals.beside(version, section.uid, most=None)
    if comment.id not in {one.id for one in beside}:
        raise Invalid(N_("This comment does not stand at this section."))
    steps = {number: step.id for number, step in states.applied(states.in_effect(version, section.uid).values()).items()}
    fitted = proposals.fitted(beside, section.body, steps).get(comment.id)
    if fitted is None or fitted.fit in {Fit.PLACELESS, Fit.LOST, Fit.DONE, Fit.THERE}:
        raise Invalid(N_("This proposal cannot be put in by itself: its words have no place in the text as it is now, or stand there already."))
    if words is None and fitted.fit == Fit.CLEAN and fitted.text is not None:
        return fitted.text
    if words is None:
        raise Conflict(N_("These words were changed meanwhile, or another proposal wants them too. Look at both and choose."))
    if legible.blank(words):
        raise Invalid(N_("Write the words that shall stand there."), field="words")
    text = proposals.with_words(section.body, fitted, normalise.canonical(words))
    if text is None:
        raise Invalid(N_("These words cannot be put in their place without breaking the marks around them: put them in by hand."), field="words")
    return text


def undo(actor: Any, version: Version, state: SectionState, revision: int, body: str | None = None) -> SectionState:
    """Take one step back, and leave what came after it; where later words touch it, `body` is what the editor chose."""
    require(actor, Action.WORKBENCH_UNDO, version)
    section = stored.section_by_uid(version, state.section_uid)
    before = states.before(state)
    if section is None or before is None or state.id not in states.undoable(version, state.section_uid):
        raise Invalid(N_("This step cannot be undone: the section is not in the text, or the step was undone already."))
    if section.revision != revision:
        raise Conflict(CHANGED)
    if body is None:
        body = threeway.merged(threeway.parts(state.body, before.body, section.body))
    if body is None:
        raise Conflict(N_("The same words were changed again after this step. Look at both and choose."))
    number = before.number if section.number == state.number else section.number
    heading = before.heading if section.heading == state.heading else section.heading
    level = before.level if section.level == state.level else section.level
    after = editing.reworded(stored.textual(stored.sections(version)), section.uid, number, heading, level, normalise.canonical(body))
    become(actor, version, after, Cause.UNDONE, of=state)
    if state.comment is not None:
        untick(version, section.uid, state.comment)
    record(Action.WORKBENCH_UNDO, actor, version, label=version.label, section=section.uid, number=section.number)
    return _last(version, section.uid)


def restore(actor: Any, version: Version, state: SectionState, revision: int) -> SectionState:
    """Let a section stand again as it stood; one that was taken out comes back behind the section it stood behind."""
    require(actor, Action.WORKBENCH_RESTORE, version)
    section = stored.section_by_uid(version, state.section_uid)
    if (section.revision if section else 0) != revision:
        raise Conflict(CHANGED)
    if section is not None and (section.number, section.heading, section.level, section.body.strip("\n")) == (state.number, state.heading, state.level, state.body.strip("\n")):
        raise Invalid(N_("The section stands like this already."))
    before = stored.textual(stored.sections(version))
    after = editing.reworded(before, state.section_uid, state.number, state.heading, state.level, state.body) if section else _brought_back(version, state, before)
    become(actor, version, after, Cause.RESTORED, of=state)
    if section is None:
        _count_on(version, state)
    record(Action.WORKBENCH_RESTORE, actor, version, label=version.label, section=state.section_uid, number=state.number)
    return _last(version, state.section_uid)


def _brought_back(version: Version, state: SectionState, before: list[Text]) -> list[Text]:
    """The sections with the one that was taken out under its own key again, behind the last one of its base order that is there."""
    order = [row.uid for row in stored.contents(version.base)] if version.base else []
    here = {one.uid for one in before}
    earlier = order[:order.index(state.section_uid)] if state.section_uid in order else []
    after = next((uid for uid in reversed(earlier) if uid in here), before[-1].uid if before and not earlier else None)
    now = editing.added(before, after, state.number, state.heading, state.level or 1, state.body, stored.uids_ever(version.document))
    return [replace(one, uid=state.section_uid) if one.uid not in here else one for one in now]


def _count_on(version: Version, state: SectionState) -> None:
    """A row that is new again goes on counting its revisions, so that no form from before its removal is taken for fresh."""
    row = stored.section_by_uid(version, state.section_uid)
    highest = states.highest_revision(version, state.section_uid)
    if row is not None:
        db.session.execute(update(Section.__table__).where(Section.__table__.c.id == row.id).values(revision=highest + 1))
        db.session.expire(row)
        _last(version, state.section_uid).revision = highest + 1
        db.session.flush()


def _last(version: Version, uid: str) -> SectionState:
    found = states.latest(version, uid)
    if found is None:
        raise Invalid(N_("The section stands like this already."))
    return found
