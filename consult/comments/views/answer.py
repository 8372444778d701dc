"""The editors' desk: what waits for an answer, the answer itself, its approval, and publishing a round's answers together."""
from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.answering import queries as reviewing
from consult.answering.rules import PLACES, fill
from consult.answering.views import places
from consult.answering.views.blueprint import sent
from consult.comments.actions import answering
from consult.comments.forms import AnswerForm, SureForm
from consult.comments.models import Comment, Disposition
from consult.comments.queries import answers, threads
from consult.comments.rules import NEEDS_CHANGE, AnswerState, Code
from consult.comments.views.blueprint import bp, section_name
from consult.comments.views.read import sections_for
from consult.documents.models import Version
from consult.documents.queries import stored, versions
from consult.errors import Conflict, Invalid
from consult.i18n import BY_CODE, N_
from consult.inbox.rules import Choice
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.similar.queries import listing as similar
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.requests import number, numbers
from consult.workbench.queries import ticks

#: How many comments may get the same answer in one step.
GROUP_MAX = 500
#: How many answers can be read once more on the page on which all are published.
READ_ONCE_MORE = 200


@bp.get("/desk")
@access(Action.DESK)
def desk() -> Any:
    """The former address of the inbox, with what it chose."""
    return redirect(url_for("inbox.index", **Choice.read(request.args).known))


def _chosen() -> list[Comment]:
    """The comments that the address names, the first of them leading."""
    groups, wordings = numbers(request.args.getlist("group")), numbers(request.args.getlist("wording"))
    alike = similar.chosen(groups, wordings, GROUP_MAX) if groups or wordings else []
    found = threads.by_public_ids([*request.values.getlist("comment"), *alike][:GROUP_MAX])
    return found or abort(404)


@bp.route("/answer", methods=["GET", "POST"])
@access(Action.DESK)
def dispose() -> Any:
    """Answer one comment, or several alike with the same words."""
    comments = _chosen()
    first = comments[0]
    last = first.dispositions[-1] if first.dispositions and not _still_open(first) else None
    if request.method != "POST" and (apart := [one for one in comments if one.state not in threads.STANDING_STATES or answers.answered_in(one) is None]):
        return render_template("comments/answer_later.html", comments=apart, rest=[one.public_id for one in comments if one not in apart],
                               rounds=list(dict.fromkeys(one.round for one in apart if one.state in threads.STANDING_STATES)))
    target = _successor(first)
    saved, editors = reviewing.texts(), reviewing.editors(actor())
    ticked = [uid for uid, version_id in ticks.ticked_together(comments) if target is not None and version_id == target.id]
    form = AnswerForm(data={"changes": ticked} | _former(last) | {"seen": _seen(comments)}).offer(
        _changed(target, comments), _later(first),
        [(str(one.id), f"{one.title} ({BY_CODE[one.language].autonym})") for one in saved], [(str(one.id), one.name) for one in editors])

    def show() -> str:
        held = places.facts(comments[0], form.language.data or "en", None)
        return render_template("comments/answer.html", form=form, comments=comments, sections=sections_for(comments), successor=target, ticked=ticked, saved=saved,
                               draft_key=_key(comments), offers_why=any(answers.changes_published(one) for one in comments),
                               late=[one for one in comments if answers.only_deferred(one)], desk=_desk(comments),
                               places=[(f"{{{name}}}", _(words), held[name]) for name, words in PLACES.items()])

    if request.method == "POST" and "insert" in request.form:
        return _with_saved(form, show)

    def do() -> None:
        _leave_out_gone(comments)
        for comment in comments:
            _answer(form, comment, target, {str(one.id): one for one in editors}, alone=len(comments) == 1)

    return answer(form, show, do, lambda _none: _answered(form, comments))


def _leave_out_gone(comments: list[Comment]) -> None:
    """Take out of a group what was withdrawn or hidden since its form was opened, and say so before anything is stored; the form is shown with the others."""
    gone = [one for one in comments if one.state not in threads.STANDING_STATES]
    if gone and len(gone) < len(comments):
        comments[:] = [one for one in comments if one not in gone]
        raise Conflict(N_("%(numbers)s cannot be answered any more: withdrawn, or hidden by the moderators. The others are shown, and your words are kept: send them once more."),
                       numbers=", ".join(one.public_id for one in gone))


def _seen(comments: list[Comment]) -> str:
    return " ".join(f"{comment.public_id}={len(comment.dispositions)}" for comment in comments)


def _with_saved(form: AnswerForm, show: Callable[[], str]) -> str:
    """The form as it was sent, with a saved text put in; nothing is stored."""
    found = reviewing.saved_text(number(form.saved.data))
    if found is None:
        form.saved.errors = [_(N_("Choose a saved text first, then put it in."))]
    else:
        form.insert(found.body, found.language)
    return show()


def _answer(form: AnswerForm, comment: Comment, successor: Version | None, editors: dict[str, Any], alone: bool) -> None:
    """The answer to one of the comments; a refusal says which one it is about."""
    try:
        _dispose(form, comment, successor, editors)
    except Conflict:
        form.seen.data = _seen(_chosen())
        raise
    except Invalid as error:
        raise error if alone else Invalid(N_("%(number)s: %(why)s"), field=error.field, number=comment.public_id, why=_(error.reason, **error.facts)) from None


def _dispose(form: AnswerForm, comment: Comment, successor: Version | None, editors: dict[str, Any]) -> None:
    code = Code(form.code.data)
    changes = [(uid, successor) for uid in form.changes.data or []] if code in NEEDS_CHANGE and successor else []
    target = threads.by_public_id(form.target.data.upper()) if code == Code.DUPLICATE and form.target.data else None
    deferred = _deferred_to(form) if code == Code.DEFERRED else None
    reason = fill(form.reason.data, places.facts(comment, form.language.data, changes[0] if changes else None))
    seen = dict(pair.partition("=")[::2] for pair in (form.seen.data or "").split()).get(comment.public_id, "")
    answering.dispose(actor(), comment, code, reason, changes, target, deferred, form.language.data, form.why.data, form.review.data != "later",
                      editors.get(form.review.data), number(seen, -1) if seen else None)


def _deferred_to(form: AnswerForm) -> Round | None:
    """The round that the form names; none for the next one."""
    found = next((one for one in rounds.all_rounds(drafts=True) if one.id == form.deferred_to.data), None)
    if found is None and form.deferred_to.data:
        raise Invalid(N_("That round is not among those to come any more. Choose one of the list."), field="deferred_to")
    return found


def _key(comments: list[Comment]) -> str:
    """The name under which a browser keeps words that were not sent."""
    return "answer-" + "-".join(one.public_id for one in comments[:5])


def _answered(form: AnswerForm, comments: list[Comment]) -> str:
    sent(_key(comments))
    if form.review.data == "later":
        flash(ngettext("The answer is kept as your draft.", "%(num)s answers are kept as your drafts.", len(comments)), "success")
        return url_for("answering.reviews")
    flash(ngettext("The answer is drafted. Another editor approves it.", "%(num)s answers are drafted. Another editor approves them.", len(comments)), "success")
    return url_for("comments.desk", round=_desk(comments), stage="todo")


def _desk(comments: list[Comment]) -> int:
    """The number of the round in which the first comment is answered."""
    return (answers.answered_in(comments[0]) or comments[0].round).number


def _still_open(comment: Comment) -> bool:
    """Whether its last answer only left the comment to the round that is answered now: a new one does not begin with those words."""
    return comment.dispositions[-1].code == Code.DEFERRED and comment.dispositions[-1].state == AnswerState.PUBLISHED and answers.left_to_another(comment)


def _former(last: Disposition | None) -> dict[str, Any]:
    """A new answer begins with the words of the last one."""
    if last is None:
        return {}
    return {"code": last.code.value, "reason": last.reason, "changes": [link.section_uid for link in last.changes], "target": last.target.public_id if last.target else "",
            "deferred_to": last.deferred_to_id or 0, "language": last.language}


def _successor(comment: Comment) -> Version | None:
    """The version in which the comment's change stands: the working text, else the latest published after it."""
    document = comment.version.document
    version = versions.working(document) or versions.latest(document)
    return version if version is not None and version.base_id is not None and version.seq > comment.version.seq else None


def _changed(version: Version | None, comments: list[Comment]) -> list[tuple[str, str]]:
    """The sections that differ from the base, the one commented on first; only these are verified changes (C2)."""
    if version is None or version.base is None:
        return []
    old, new = ({s.uid: s for s in stored.contents(one)} for one in (version.base, version))
    uids = [uid for uid in [*new, *(uid for uid in old if uid not in new)] if uid not in old or uid not in new or old[uid].digest != new[uid].digest]
    about = {comment.section_uid for comment in comments}
    return [(uid, section_name(new.get(uid) or old.get(uid)) + ("" if uid in new else " " + _(N_("(removed)")))) for uid in sorted(uids, key=lambda uid: uid not in about)]


def _later(comment: Comment) -> list[tuple[int, str]]:
    """To what a comment can be deferred: the next round while its own is answered, and every later one that is planned."""
    following = [] if answers.left_to_another(comment) else [(0, _(N_("the next round on this document")))]
    return following + [(one.id, _(N_("round %(number)s"), number=one.number)) for one in rounds.planned(comment.version.document) if one.number > _desk([comment])]


@bp.post("/answers/<int:answer_id>/approve")
@access(Action.COMMENTS_APPROVE, on=("answer_id", reviewing.answer))
def approve(drafted: Disposition) -> Any:
    """Approve an answer that another editor drafted."""
    return act(lambda: answering.approve(actor(), drafted), lambda _none: _approved(drafted))


def _approved(drafted: Disposition) -> str:
    flash(_(N_("The answer to %(number)s is approved. It becomes public with the other answers of the round."), number=drafted.comment.public_id), "success")
    return url_for("answering.reviews")


@bp.route("/publish/<int:number>", methods=["GET", "POST"])
@access(Action.COMMENTS_PUBLISH, on=("number", rounds.public))
def publish(round_: Round) -> Any:
    """Publish all answers of a round together, once each comment has one that is approved."""
    form = SureForm()

    def show() -> str:
        ready, number = answers.first_ready(round_, READ_ONCE_MORE)
        return render_template("comments/publish.html", form=form, round=round_, ready=ready, number=number, waits=answers.waiting(round_),
                               sections=sections_for([one.comment for one in ready]))

    return answer(form, show, lambda: answering.publish(actor(), round_, whole=True), lambda number: _published(round_, number))


def _published(round_: Round, number: int) -> str:
    flash(ngettext("%(num)s answer is published.", "%(num)s answers are published.", number), "success")
    return url_for("comments.index", round=round_.number)


