"""The editors' desk: what waits for an answer, the answer itself, its approval, and publishing a round's answers together."""
from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.comments import exports
from consult.comments.actions import answering
from consult.comments.exports import Filters
from consult.comments.forms import AnswerForm, SureForm
from consult.comments.models import Comment, Disposition
from consult.comments.queries import answers, threads
from consult.comments.rules import NEEDS_CHANGE, Code
from consult.comments.views.blueprint import bp, section_name
from consult.comments.views.read import choices, deferred, key, paged, sections_for
from consult.documents.models import Version
from consult.documents.queries import stored, versions
from consult.i18n import N_
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.rounds.rules import Phase
from consult.web.access import access, actor
from consult.web.answer import act, answer

#: The stages of an answer at the desk, with what they are called.
STAGES = {"todo": N_("Without an answer"), "draft": N_("Drafted"), "to_approve": N_("For me to approve"), "approved": N_("Approved"), "published": N_("Published")}
#: How many comments may get the same answer in one step.
GROUP_MAX = 100


@bp.get("/desk")
@access(Action.DESK)
def desk() -> str:
    """What waits for an answer, narrowed by the filters in the address."""
    every = rounds.all_rounds()
    filters = Filters.read({"round": _current(every)} | request.args.to_dict())
    stage = request.args.get("stage", "") if request.args.get("stage") in STAGES else ""
    more = [exports.at_work(stage, actor())] if stage else []
    comments, after, before = exports.page(filters, key("after"), key("before"), *more)
    round_ = next((one for one in every if str(one.number) == filters.round), None)
    states = exports.by_state(filters, *more)
    at, into = {"stage": stage}, deferred(filters, every)
    return render_template("comments/desk.html", comments=comments, sections=sections_for(comments), filters=filters, at_stage=stage, round=round_, deferred=into,
                           stages=[(word, _(name)) for word, name in STAGES.items()], total=sum(states.values()), **choices(every),
                           work=exports.at_desk(round_) if round_ else None,
                           older=paged(filters, "comments.desk", at, after=after), newer=paged(filters, "comments.desk", at, before=before))


def _current(every: list[Round]) -> str:
    """The round that is being answered, else the latest that has closed or is open."""
    order = [Phase.DISPOSITION, Phase.CLOSED, Phase.OPEN, Phase.COMPLETE]
    ranked = sorted((one for one in every if one.phase in order), key=lambda one: order.index(one.phase))
    return str(ranked[0].number) if ranked else ""


def _chosen() -> list[Comment]:
    """The comments that the address names, the first of them leading."""
    found = threads.by_public_ids(request.values.getlist("comment")[:GROUP_MAX])
    return found or abort(404)


@bp.route("/answer", methods=["GET", "POST"])
@access(Action.DESK)
def dispose() -> Any:
    """Answer one comment, or several alike with the same words."""
    comments = _chosen()
    first = comments[0]
    if request.method != "POST" and (early := [comment for comment in comments if answers.answered_in(comment) is None]):
        return render_template("comments/answer_later.html", comments=early, rounds=list(dict.fromkeys(comment.round for comment in early)))
    target = _successor(first)
    last = first.dispositions[-1] if first.dispositions else None
    form = AnswerForm(data=_former(last)).offer(_changed(target, comments), [(0, _(N_("the next round on this document"))), *_coming(first)])

    def show() -> str:
        return render_template("comments/answer.html", form=form, comments=comments, sections=sections_for(comments), successor=target, last=last)

    def do() -> None:
        for comment in comments:
            _answer(form, comment, target)

    return answer(form, show, do, lambda _none: _answered(comments))


def _answer(form: AnswerForm, comment: Comment, successor: Version | None) -> None:
    code = Code(form.code.data)
    changes = [(uid, successor) for uid in form.changes.data or []] if code in NEEDS_CHANGE and successor else []
    target = threads.by_public_id(form.target.data.upper()) if code == Code.DUPLICATE and form.target.data else None
    deferred = next((one for one in rounds.planned(comment.version.document) if one.id == form.deferred_to.data), None) if code == Code.DEFERRED else None
    answering.dispose(actor(), comment, code, form.reason.data, changes, target, deferred, form.language.data)


def _answered(comments: list[Comment]) -> str:
    flash(ngettext("The answer is drafted. Another editor approves it.", "%(num)s answers are drafted. Another editor approves them.", len(comments)), "success")
    return url_for("comments.desk", round=comments[0].round.number, stage="todo")


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


def _coming(comment: Comment) -> list[tuple[int, str]]:
    return [(one.id, _(N_("round %(number)s"), number=one.number)) for one in rounds.planned(comment.version.document) if one.number > comment.round.number]


@bp.post("/answers/<int:answer_id>/approve")
@access(Action.COMMENTS_APPROVE, on=("answer_id", threads.one_answer))
def approve(drafted: Disposition) -> Any:
    """Approve an answer that another editor drafted."""
    return act(lambda: answering.approve(actor(), drafted), lambda _none: url_for("comments.desk", round=drafted.comment.round.number, stage="to_approve"))


@bp.route("/publish/<int:number>", methods=["GET", "POST"])
@access(Action.COMMENTS_PUBLISH, on=("number", rounds.public))
def publish(round_: Round) -> Any:
    """Publish all approved answers of a round together."""
    form = SureForm()
    ready = answers.ready(round_)
    return answer(form, lambda: render_template("comments/publish.html", form=form, round=round_, ready=ready, work=exports.at_desk(round_)),
                  lambda: answering.publish(actor(), round_), lambda number: _published(round_, number))


def _published(round_: Round, number: int) -> str:
    flash(ngettext("%(num)s answer is published.", "%(num)s answers are published.", number), "success")
    return url_for("comments.index", round=round_.number)


