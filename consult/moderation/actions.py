"""Reporting words, leaving them standing, correcting what was hidden, and the appeal that another person decides."""
from typing import Any

from consult import clock
from consult.comments.actions import writing
from consult.comments.models import Comment, Draft, Reply
from consult.comments.queries import threads
from consult.comments.rules import LIFE as COMMENT_LIFE
from consult.comments.rules import CommentState, public_reason
from consult.db import db
from consult.errors import Conflict
from consult.i18n import N_
from consult.journal.actions import record
from consult.moderation import queries
from consult.moderation.models import Hiding, Report
from consult.moderation.queries import Case
from consult.moderation.rules import LIFE, Outcome, grounds, note, plea
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.search.actions import put_comment
from consult.translating.models import TranslatedQuote


def report(actor: Any, thing: Comment | Reply, reason: str) -> Report:
    """Tell the moderators why words should not stand; each person once for each comment or reply."""
    require(actor, Action.MODERATION_REPORT, thing)
    if queries.reported(thing, actor):
        raise Conflict(N_("You have reported this already; the moderators have your reason."))
    row = Report(account_id=actor.id, reason=grounds(reason), at=clock.now(), **_about(thing))
    db.session.add(row)
    record(Action.MODERATION_REPORT, actor, row, comment=_comment(thing).public_id)
    return row


def dismiss(actor: Any, case: Case, words: str) -> None:
    """Leave reported words standing, with a note for the other moderators; all reports on them are settled."""
    require(actor, Action.MODERATION_DISMISS, case)
    kept = note(words)
    for one in case.reports:
        one.state, one.settled_by, one.settled_at, one.note = LIFE.advance(one.state, "dismiss"), actor.id, clock.now(), kept
    record(Action.MODERATION_DISMISS, actor, case.reports[0], comment=case.about.public_id)


def correct(actor: Any, comment: Comment) -> Draft:
    """Open the words of one's hidden comment in a new draft, to correct them and send them again; once opened, the same draft is found again."""
    require(actor, Action.MODERATION_CORRECT, comment)
    mine = [one for one in threads.drafts_of(actor, comment.round) if one.section_uid == comment.section_uid and one.body == comment.body]
    if mine:
        return mine[0]
    draft = writing.save_draft(actor, comment.round, comment.section_uid, comment.kind, comment.body, comment.quote, comment.proposed, comment.reason, comment.language,
                               near=comment.quote_start)
    if (words := comment.translated) is not None:
        draft.translated = TranslatedQuote(translation_id=words.translation_id, language=words.language, words=words.words)
    return draft


def appeal(actor: Any, hiding: Hiding, words: str) -> None:
    """The author asks once that another person looks at the hiding again."""
    require(actor, Action.MODERATION_APPEAL, hiding)
    hiding.appeal, hiding.appealed_at = plea(words), clock.now()
    record(Action.MODERATION_APPEAL, actor, hiding, comment=hiding.about.public_id)


def uphold(actor: Any, hiding: Hiding, reason: str) -> None:
    """A second person finds that the words stay hidden, and says publicly why; that is the end of it."""
    require(actor, Action.MODERATION_UPHOLD, hiding)
    _decide(actor, hiding, Outcome.UPHELD, public_reason(reason))
    record(Action.MODERATION_UPHOLD, actor, hiding.thing, comment=hiding.about.public_id, reason=hiding.decision)


def restore(actor: Any, hiding: Hiding, reason: str) -> None:
    """A second person finds that the words may stand, and says publicly why: they are shown again where they stood."""
    require(actor, Action.MODERATION_RESTORE, hiding)
    _decide(actor, hiding, Outcome.RESTORED, public_reason(reason))
    thing = hiding.thing
    if isinstance(thing, Comment):
        step = "restore_answered" if threads.answer_of(thing) else "restore"
        thing.state = CommentState(COMMENT_LIFE.advance(thing.state, step))
    thing.hidden_reason, thing.hidden_at = "", None
    record(Action.MODERATION_RESTORE, actor, thing, comment=hiding.about.public_id, reason=hiding.decision)
    if isinstance(thing, Comment):
        put_comment(thing)


def _decide(actor: Any, hiding: Hiding, outcome: Outcome, reason: str) -> None:
    hiding.outcome, hiding.decision, hiding.decided_by, hiding.decided_at = outcome, reason, actor.id, clock.now()


def _comment(thing: Comment | Reply) -> Comment:
    return thing if isinstance(thing, Comment) else thing.comment


def _about(thing: Comment | Reply) -> dict[str, Any]:
    return {"comment": thing} if isinstance(thing, Comment) else {"reply": thing}
