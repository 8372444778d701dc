"""Pages of moderation: reporting, the moderators' queue, and the author's way to correct or appeal."""
from typing import Any

from flask import Blueprint, flash, g, render_template, request, url_for
from flask_babel import gettext as _

from consult.comments.models import Comment, Draft, Reply
from consult.comments.queries import threads
from consult.i18n import N_
from consult.moderation import actions, queries
from consult.moderation.forms import AppealForm, DecideForm, NoteForm, ReportForm
from consult.moderation.models import Hiding
from consult.moderation.queries import Case
from consult.moderation.rules import Outcome
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act, answer

bp = Blueprint("moderation", __name__, url_prefix="/moderation")


@bp.app_template_global("hidings_of")
def hidings_of(comment: Comment) -> dict[tuple[str, int], Hiding]:
    """How a comment and the replies under it came to be hidden, and what became of the appeals."""
    return queries.hidings([comment, *comment.replies])


def _place(thing: Comment | Reply) -> str:
    """Where a comment or a reply stands."""
    if isinstance(thing, Comment):
        return url_for("comments.show", public_id=thing.public_id)
    return url_for("comments.show", public_id=thing.comment.public_id) + f"#reply-{thing.id}"


@bp.get("/")
@access(Action.MODERATION)
def index() -> str:
    """What waits: reports by thing, appeals, and what was settled lately."""
    cases, more = queries.waiting(_key("after"))
    busy = queries.busy()
    g.moderation_waiting = busy.total
    pleas, later = queries.appeals(_key("appeals"))
    sections = threads.sections_of([(case.about.version_id, case.about.section_uid) for case in cases])
    return render_template("moderation/index.html", cases=cases, more=more, appeals=pleas, later=later, settled=queries.settled(), place=_place, waiting=busy,
                           sections=sections, earlier=queries.earlier([case.thing.author_id for case in cases]), forms_of={case.id: NoteForm(formdata=None) for case in cases},
                           first=not (_key("after") or _key("appeals")))


def _key(name: str) -> int:
    """The place in a list that the address names, or its beginning."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@bp.app_template_global("moderation_waiting")
def moderation_waiting() -> int:
    """How much waits for the moderators, for their menu; asked once for a page."""
    if "moderation_waiting" not in g:
        g.moderation_waiting = queries.busy().total
    return int(g.moderation_waiting)


@bp.route("/report/<public_id>", methods=["GET", "POST"])
@access(Action.MODERATION_REPORT, on=("public_id", threads.by_public_id))
def report(comment: Comment) -> Any:
    """Report a comment."""
    return _report(comment, comment)


@bp.route("/report/replies/<int:reply_id>", methods=["GET", "POST"])
@access(Action.MODERATION_REPORT, on=("reply_id", threads.one_reply))
def report_reply(reply: Reply) -> Any:
    """Report a reply."""
    return _report(reply, reply.comment)


def _report(thing: Comment | Reply, comment: Comment) -> Any:
    form, earlier = ReportForm(), queries.reported(thing, actor())

    def then(_none: Any) -> str:
        flash(_(N_("Thank you. The moderators will look at it; nobody else sees your report.")), "success")
        return _place(thing)

    return answer(form, lambda: render_template("moderation/report.html", form=form, thing=thing, comment=comment, earlier=earlier, back=_place(thing)),
                  lambda: actions.report(actor(), thing, form.reason.data), then)


@bp.route("/reports/<int:report_id>/dismiss", methods=["GET", "POST"])
@access(Action.MODERATION_DISMISS, on=("report_id", queries.case))
def dismiss(case: Case) -> Any:
    """Leave reported words standing."""
    form, number = NoteForm(), case.id

    def then(_none: Any) -> str:
        flash(_(N_("The words stay as they are.")), "success")
        return url_for("moderation.index")

    return answer(form, lambda: render_template("moderation/dismiss.html", form=form, case=case, place=_place),
                  lambda: actions.dismiss(actor(), queries.case(number) or case, form.note.data), then)


@bp.post("/correct/<public_id>")
@access(Action.MODERATION_CORRECT, on=("public_id", threads.by_public_id))
def correct(comment: Comment) -> Any:
    """Open the words of one's hidden comment in a draft."""

    def then(draft: Draft) -> str:
        flash(_(N_("These are your words. Take out what the moderators objected to, then review and send them as a new comment.")), "success")
        return url_for("comments.edit", draft_id=draft.id)

    return act(lambda: actions.correct(actor(), comment), then)


@bp.route("/appeals/<int:hiding_id>/write", methods=["GET", "POST"])
@access(Action.MODERATION_APPEAL, on=("hiding_id", queries.hiding))
def appeal(hiding: Hiding) -> Any:
    """Ask for a second look."""
    form, back = AppealForm(), _place(hiding.thing)

    def then(_none: Any) -> str:
        flash(_(N_("Your appeal waits for another person than the one who hid your words. You get a mail with the decision.")), "success")
        return back

    return answer(form, lambda: render_template("moderation/appeal.html", form=form, hiding=hiding, back=back),
                  lambda: actions.appeal(actor(), hiding, form.words.data), then)


@bp.route("/appeals/<int:hiding_id>", methods=["GET", "POST"])
@access(Action.MODERATION_UPHOLD, on=("hiding_id", queries.hiding))
def decide(hiding: Hiding) -> Any:
    """Decide an appeal."""
    form = DecideForm()

    def do() -> None:
        step = actions.restore if form.outcome.data == Outcome.RESTORED else actions.uphold
        step(actor(), hiding, form.reason.data)

    def then(_none: Any) -> str:
        flash(_(N_("The appeal is decided, and the author is told.")), "success")
        return url_for("moderation.index")

    return answer(form, lambda: render_template("moderation/decide.html", form=form, hiding=hiding, place=_place), do, then)
