"""Moderation: words that must not stand here are hidden, with a public reason and a stub."""
from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _

from consult.comments.actions import answering, moderating
from consult.comments.forms import HideForm, ReasonForm
from consult.comments.models import Comment, Reply
from consult.comments.queries import threads
from consult.comments.views.blueprint import bp
from consult.i18n import N_
from consult.moderation import queries as moderation
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import answer


@bp.route("/<public_id>/hide", methods=["GET", "POST"])
@access(Action.COMMENTS_HIDE, on=("public_id", threads.by_public_id))
def hide(comment: Comment) -> Any:
    """Hide a comment."""
    form = HideForm()
    return answer(form, lambda: render_template("comments/hide.html", form=form, comment=comment, words=comment, reply=None, reports=moderation.open_reports(comment)),
                  lambda: moderating.hide(actor(), comment, form.reason.data), lambda _none: _back(url_for("comments.show", public_id=comment.public_id)))


@bp.route("/replies/<int:reply_id>/hide", methods=["GET", "POST"])
@access(Action.COMMENTS_HIDE_REPLY, on=("reply_id", threads.one_reply))
def hide_reply(reply: Reply) -> Any:
    """Hide a reply."""
    form = HideForm()
    return answer(form, lambda: render_template("comments/hide.html", form=form, comment=reply.comment, words=reply, reply=reply, reports=moderation.open_reports(reply)),
                  lambda: moderating.hide_reply(actor(), reply, form.reason.data), lambda _none: _back(url_for("comments.show", public_id=reply.comment.public_id) + "#replies"))


def _back(page: str) -> str:
    """Where hiding leads: to the queue for who came from there, else to the comment."""
    if request.args.get("back") == "queue":
        flash(_(N_("The words are hidden, and their author is told why.")), "success")
        return url_for("moderation.index")
    return page


@bp.route("/<public_id>/admit", methods=["GET", "POST"])
@access(Action.COMMENTS_ADMIT_LATE, on=("public_id", threads.by_public_id))
def admit(comment: Comment) -> Any:
    """Answer a late comment like the others."""
    form = ReasonForm()
    return answer(form, lambda: render_template("comments/admit.html", form=form, comment=comment),
                  lambda: answering.admit_late(actor(), comment, form.reason.data), lambda _none: url_for("comments.show", public_id=comment.public_id))
