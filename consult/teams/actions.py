"""What colleagues do together: share a draft, write in it, send it under the organisation; and support comments of others."""
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from consult import clock
from consult.comments.actions import writing
from consult.comments.models import Comment, Draft, Submission
from consult.comments.rules import Capacity, CommentKind
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.organisations.models import Organisation
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.rounds.models import Round
from consult.teams import queries
from consult.teams.models import Contribution, Support, TeamDraft
from consult.teams.rules import changed


def share(actor: Any, organisation: Organisation, draft: Draft) -> TeamDraft:
    """Give one's own draft to the organisation: all its people see and edit it from now on."""
    require(actor, Action.TEAMS_SHARE, organisation)
    if draft.account_id != actor.id:
        raise Invalid(N_("Only your own drafts can be shared with your organisation."))
    if queries.team_draft(draft.id):
        raise Conflict(N_("This draft belongs to an organisation already."))
    row = TeamDraft(draft=draft, organisation_id=organisation.id, shared_at=clock.now())
    db.session.add(row)
    _note(actor, draft)
    return row


def take_back(actor: Any, team: TeamDraft) -> Draft:
    """Make a draft one's own again, as long as no colleague has written in it."""
    require(actor, Action.TEAMS_TAKE_BACK, team)
    draft, hands = team.draft, queries.hands([team.draft_id]).get(team.draft_id, [])
    if any(one.account_id != actor.id for one in hands):
        raise Conflict(N_("Colleagues have written in this draft: it stays with the organisation. A lead can discard it."))
    _let_go(team)
    return draft


def edit(actor: Any, team: TeamDraft, revision: int, words: Mapping[str, Any]) -> Draft:
    """Write in a draft of the organisation; who wrote what is kept. Words that a colleague saved meanwhile are never overwritten."""
    require(actor, Action.TEAMS_EDIT, team)
    draft = team.draft
    if draft.revision != revision:
        raise Conflict(N_("A colleague saved this draft while you were writing. Their words stand here, yours are kept in the form. Bring them together in the form, "
                          "then save once more."))
    writing.save_draft(actor, draft.round, draft.section_uid, CommentKind(words["kind"]), words["body"], words["quote"], words["proposed"], words["reason"],
                       words["language"], draft, words["near"])
    _note(actor, draft)
    return draft


def discard(actor: Any, team: TeamDraft) -> None:
    """Throw a draft of the organisation away."""
    require(actor, Action.TEAMS_DISCARD, team)
    draft = team.draft
    _let_go(team)
    db.session.delete(draft)


def send(actor: Any, organisation: Organisation, round_: Round, chosen: Sequence[TeamDraft], interest: str = "") -> Submission:
    """The lead signs drafts of the organisation and sends them under its name; who wrote what goes with them, for the organisation's eyes.

    `interest` is what the organisation declares to stand to gain or lose, for everybody to read.
    """
    require(actor, Action.TEAMS_SEND, organisation)
    if not chosen or any(one.organisation_id != organisation.id or one.draft.round_id != round_.id for one in chosen):
        raise Invalid(N_("There is nothing of your organisation to send in this round."))
    drafts = [one.draft for one in chosen]
    written = [(_key(draft), _release(draft)) for draft in drafts]
    for team in chosen:
        db.session.delete(team)
    for draft in drafts:
        draft.account_id = actor.id
    db.session.flush()
    submission = writing.submit(actor, round_, drafts, Capacity.ORGANISATION, organisation, interest=interest)
    _attach(written, list(submission.comments))
    return submission


def support(actor: Any, comment: Comment, organisation: Organisation) -> Support:
    """Say that an organisation supports a comment of somebody else; its name stands beside the comment."""
    require(actor, Action.TEAMS_SUPPORT, comment)
    if organisation not in queries.led_by(actor):
        raise Invalid(N_("Only a lead of an organisation can say that it supports a comment."), field="organisation")
    if organisation.verified_at is None:
        raise Invalid(N_("An organisation can support comments once the secretariat has verified that it exists."), field="organisation")
    if comment.organisation_id == organisation.id or any(source.organisation_id == organisation.id for source in comment.sources):
        raise Conflict(N_("This comment speaks for your organisation already."))
    if queries.support(comment, organisation):
        raise Conflict(N_("Your organisation supports this comment already."))
    row = Support(comment=comment, organisation=organisation, account_id=actor.id, since=clock.now())
    db.session.add(row)
    record(Action.TEAMS_SUPPORT, actor, row, comment=comment.public_id, organisation=organisation.name)
    return row


def end_support(actor: Any, standing: Support) -> None:
    """Take the support of an organisation back."""
    require(actor, Action.TEAMS_END_SUPPORT, standing)
    standing.ended_at = clock.now()
    record(Action.TEAMS_END_SUPPORT, actor, standing, comment=standing.comment.public_id, organisation=standing.organisation.name)


def _note(actor: Any, draft: Draft) -> None:
    """Keep what a draft says after this person has written in it; several savings in a row are one."""
    db.session.flush()
    last = db.session.scalar(select(Contribution).filter_by(draft_id=draft.id).order_by(Contribution.id.desc()).limit(1))
    now = {"body": draft.body, "proposed": draft.proposed, "reason": draft.reason}
    if last is not None and not changed(last.words, now):
        return
    if last is None or last.account_id != actor.id:
        last = Contribution(draft_id=draft.id, account_id=actor.id)
        db.session.add(last)
    last.at, last.body, last.proposed, last.reason = clock.now(), draft.body, draft.proposed, draft.reason
    db.session.flush()


def _let_go(team: TeamDraft) -> None:
    """Take the organisation's mark and the notes of who wrote what from a draft."""
    db.session.execute(delete(Contribution).where(Contribution.draft_id == team.draft_id))
    db.session.delete(team)
    db.session.flush()


def _key(words: Draft | Comment) -> tuple[str | None, str, str, str]:
    """What tells the comment that a draft became."""
    return words.section_uid, words.body, words.proposed, words.reason


def _release(draft: Draft) -> list[dict[str, Any]]:
    """The notes of who wrote what, taken from a draft that goes."""
    rows = list(db.session.scalars(select(Contribution).filter_by(draft_id=draft.id).order_by(Contribution.id)))
    kept = [row.words | {"account_id": row.account_id, "at": row.at} for row in rows]
    for row in rows:
        db.session.delete(row)
    return kept


def _attach(written: list[tuple[Any, list[dict[str, Any]]]], comments: list[Comment]) -> None:
    """Put the notes of who wrote what beside the comments that the drafts became."""
    waiting = list(comments)
    for key, notes in written:
        comment = next(one for one in waiting if _key(one) == key)
        waiting.remove(comment)
        db.session.add_all(Contribution(comment_id=comment.id, **note) for note in notes)
    db.session.flush()
