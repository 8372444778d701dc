"""The queue of reviews: what waits for me, what came back, and one draft with its decision."""
from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.answering import queries
from consult.answering.actions import reviewing
from consult.answering.forms import ApproveForm, ReviewerForm, SendBackForm
from consult.answering.views.blueprint import bp, sent
from consult.comments.actions import answering
from consult.comments.models import Disposition
from consult.comments.queries import threads
from consult.errors import Conflict
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import answer


@bp.route("/reviews", methods=["GET", "POST"])
@access(Action.DESK)
def reviews() -> Any:
    """The drafts that wait for this editor, to be approved one by one or several at once; and what became of their own."""
    form, mine = ApproveForm(), queries.for_me(actor())
    form.answers.choices = [(one.id, one.comment.public_id) for one in mine]

    def show() -> str:
        own, others = queries.own_drafts(actor()), queries.for_others(actor())
        comments = list(dict.fromkeys(one.comment for one in [*mine, *own, *others]))
        return render_template("answering/reviews.html", form=form, mine=mine, own=own, others=others, sections=threads.named_by(comments), review_of=queries.open_review,
                               former=threads.answer_of)

    def do() -> int:
        chosen = [one for one in mine if one.id in form.answers.data]
        if len(chosen) < len(form.answers.data):
            raise Conflict(N_("Some of the drafts were decided on meanwhile. Look at the list again."))
        for one in chosen:
            answering.approve(actor(), one)
        return len(chosen)

    def then(number: int) -> str:
        flash(ngettext("%(num)s answer is approved. It becomes public with the others of the round.",
                       "%(num)s answers are approved. They become public with the others of the round.", number), "success")
        return url_for("answering.reviews")

    return answer(form, show, do, then)


@bp.route("/<int:answer_id>/review", methods=["GET", "POST"])
@access(Action.ANSWERING_SEND_BACK, on=("answer_id", queries.answer))
def review(drafted: Disposition) -> Any:
    """One draft beside its comment: approve it, or send it back with a remark."""
    form = SendBackForm()

    def then(_none: Any) -> str:
        sent(f"review-{drafted.id}")
        flash(_(N_("The answer to %(number)s went back to its drafter with your remark."), number=drafted.comment.public_id), "success")
        return url_for("answering.reviews")

    return answer(form, lambda: render_template("answering/review.html", form=form, answer=drafted, comment=drafted.comment, sections=threads.named_by([drafted.comment]),
                                                former=threads.answer_of(drafted.comment)),
                  lambda: reviewing.send_back(actor(), drafted, form.remark.data), then)


@bp.route("/<int:answer_id>/ask", methods=["GET", "POST"])
@access(Action.ANSWERING_ASK_REVIEW, on=("answer_id", queries.answer))
def ask(drafted: Disposition) -> Any:
    """Give one's own draft to another editor."""
    form, editors = ReviewerForm(), queries.editors(actor())
    form.reviewer.choices = [("", _(N_("Any other editor"))), *((str(one.id), one.name) for one in editors)]

    def then(_none: Any) -> str:
        flash(_(N_("The answer to %(number)s is for review now."), number=drafted.comment.public_id), "success")
        return url_for("answering.reviews")

    return answer(form, lambda: render_template("answering/ask.html", form=form, answer=drafted, comment=drafted.comment, sections=threads.named_by([drafted.comment])),
                  lambda: reviewing.ask_review(actor(), drafted, {str(one.id): one for one in editors}.get(form.reviewer.data)), then)
