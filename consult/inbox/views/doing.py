"""Steps with the ticked comments, and the choices that an editor keeps."""
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.comments.models import Comment
from consult.db import transaction
from consult.errors import Invalid
from consult.i18n import N_
from consult.inbox import actions
from consult.inbox.models import InboxChoice
from consult.inbox.queries import counted, kept
from consult.inbox.rules import Choice
from consult.inbox.views.blueprint import back, bp, chosen, here, ticked
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act


def _with_ticked(do: Callable[[list[Comment]], str]) -> Any:
    """Do a step with the ticked comments in one transaction and go back; without one, say so."""
    if "quiet" in request.form:
        with transaction():
            do(ticked())
        return Response(status=204)
    if not ticked():
        flash(_(N_("Tick the comments first, then choose what to do with them.")), "warning")
        return redirect(back(), 303)
    said: list[str] = []

    def led(words: str) -> str:
        said.append(words)
        return back()

    response = act(lambda: do(ticked()), led)
    flash(said[0], "success")
    return response


@bp.post("/read")
@access(Action.INBOX_MARK_READ)
def mark_read() -> Any:
    """Note that one has read the ticked comments."""
    def do(comments: list[Comment]) -> str:
        actions.mark_read(actor(), comments)
        return ngettext("%(num)s comment is marked as read.", "%(num)s comments are marked as read.", len(comments))

    return _with_ticked(do)


@bp.post("/unread")
@access(Action.INBOX_MARK_UNREAD)
def mark_unread() -> Any:
    """Make the ticked comments unread again."""
    def do(comments: list[Comment]) -> str:
        actions.mark_unread(actor(), comments)
        return ngettext("%(num)s comment is unread again.", "%(num)s comments are unread again.", len(comments))

    return _with_ticked(do)


@bp.post("/assign")
@access(Action.INBOX_ASSIGN)
def assign() -> Any:
    """Give the ticked comments to an editor, or to nobody."""
    wanted = request.form.get("editor", "")

    def do(comments: list[Comment]) -> str:
        editor = next((one for one in counted.editors() if str(one.id) == wanted), None)
        if wanted and editor is None:
            raise Invalid(N_("Comments are given to editors."), field="editor")
        for comment in comments:
            actions.assign(actor(), comment, editor)
        if editor is None:
            return ngettext("%(num)s comment is given to nobody now.", "%(num)s comments are given to nobody now.", len(comments))
        return ngettext("%(num)s comment is given to %(name)s.", "%(num)s comments are given to %(name)s.", len(comments), name=editor.name)

    return _with_ticked(do)


@bp.post("/answer")
@access(Action.DESK)
def together() -> Any:
    """Lead to the form that answers all ticked comments with the same words."""
    names = [comment.public_id for comment in ticked()]
    if not names:
        flash(_(N_("Tick the comments first, then choose what to do with them.")), "warning")
        return redirect(back(), 303)
    return redirect(url_for("comments.dispose", comment=names), 303)


@bp.post("/choices")
@access(Action.INBOX_KEEP_CHOICE)
def keep_choice() -> Any:
    """Keep the choice in the address under a name."""
    try:
        response = act(lambda: actions.keep_choice(actor(), request.form.get("name", ""), chosen()), lambda _row: here(chosen()))
    except Invalid as error:
        flash(_(error.reason, **error.facts), "warning")
        return redirect(here(chosen()), 303)
    flash(_(N_("This choice is kept.")), "success")
    return response


@bp.post("/choices/<int:choice_id>/forget")
@access(Action.INBOX_FORGET_CHOICE, on=("choice_id", kept.choice))
def forget_choice(choice: InboxChoice) -> Any:
    """Forget a kept choice."""
    address = here(Choice.read(dict(parse_qsl(choice.query))))
    return act(lambda: actions.forget_choice(actor(), choice), lambda _none: address)
