"""Writing a comment beside the passage it is about; a visitor may begin, and what was typed waits until after the sign-in."""
from dataclasses import replace as replaced
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from consult.comments.actions import writing
from consult.comments.forms import CommentForm, SureForm, WordsForm
from consult.comments.models import Comment, Draft
from consult.comments.queries import threads
from consult.comments.rules import CommentKind
from consult.comments.views import keeping, waiting
from consult.comments.views import passage as passages
from consult.comments.views.blueprint import bp
from consult.comments.views.passage import Passage
from consult.errors import NotFound
from consult.i18n import N_
from consult.permissions.on_texts import round_taking
from consult.permissions.table import require, why_not
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.errors import RESCUES


@bp.route("/new", methods=["GET", "POST"])
@access(Action.READ)
def new() -> Any:
    """Write a comment with the passage in sight."""
    passage = passages.asked()
    if passage is None:
        if request.method == "POST":
            raise NotFound(N_("No round is open that this comment could go to. Nothing was stored; your words are below."))
        return render_template("comments/no_round.html", passage=None, missing=[])
    missing = why_not(actor(), Action.COMMENTS_SAVE_DRAFT, passage.round)
    begins = passages.beginning(passage)
    passage = replaced(passage, place=begins["near"] if begins["quote"] else passage.place)
    form = CommentForm(data=waiting.kept(passage.key) or begins)
    if missing and (actor() is not None or not round_taking(None, passage.round)):
        return render_template("comments/no_round.html", passage=passage, missing=missing, form=form), 403 if request.method == "POST" else 200
    if "preview" in request.form:
        return _page(form, passage)
    if request.method == "POST" and actor() is None:
        return _wait(passage) if form.validate_on_submit() else (_page(form, passage), 422)
    return answer(form, lambda: _page(form, passage, keeping.begun(form) if form.refusals else None), lambda: _first(form, passage), lambda draft: _saved(passage, draft))


def _first(form: CommentForm, passage: Passage) -> Draft:
    """A new draft, or the one that the form has begun by itself."""
    begun = keeping.begun(form)
    return keeping.save(form, passage, begun, keeping.seen(form, begun) if begun else None)


def _draft(draft_id: int) -> Draft:
    """One of one's own drafts. Words for one that is not there (any more) wait in a new form about the same passage."""
    require(actor(), Action.OWN)
    draft = keeping.mine(draft_id)
    if draft is None and request.method == "POST" and request.form.get("body") and (passage := passages.asked()):
        address = url_for("comments.new", **passage.named)
        waiting.keep(passage.key, address)
        flash(_(keeping.GONE) + " " + _(N_("Your words are here: save them as a new draft.")), "warning")
        abort(redirect(address, 303))
    if draft is None:
        raise NotFound(keeping.GONE)
    return draft


@bp.route("/drafts/<int:draft_id>", methods=["GET", "POST"])
@access(Action.OWN, on=("draft_id", _draft))
def edit(draft: Draft) -> Any:
    """Go on with a draft."""
    passage, number = passages.about(draft), draft.id
    form = CommentForm(data=_said(draft) | (waiting.kept(f"draft-{number}") or {}))

    def do() -> Draft:
        stored = None if "another" in request.form else keeping.mine(number)
        return keeping.save(form, passage, stored, keeping.seen(form, stored) if stored else None)

    if "preview" in request.form:
        return _page(form, passage, draft)
    return answer(form, lambda: _page(form, passage, keeping.mine(number)), do, lambda one: _saved(passage, one, f"draft-{number}"))


@bp.post("/drafts/<int:draft_id>/discard")
@access(Action.COMMENTS_DISCARD_DRAFT, on=("draft_id", keeping.mine))
def discard(draft: Draft) -> Any:
    """Throw a draft away."""
    key = f"draft-{draft.id}"
    _forget(key)
    return act(lambda: writing.discard_draft(actor(), draft), lambda _none: url_for("comments.drafts"))


@bp.route("/<public_id>/replace", methods=["GET", "POST"])
@access(Action.COMMENTS_REPLACE, on=("public_id", threads.by_public_id))
def replace(comment: Comment) -> Any:
    """Put other words in the place of one's own, until the close."""
    passage, key = passages.about(comment), f"replace-{comment.public_id}"
    said = {name: getattr(comment, name) for name in ("kind", "body", "proposed", "reason")} | {"quote": comment.quoted, "near": comment.quote_start}
    form = WordsForm(data=said | (waiting.kept(key) or {}))

    def show() -> str:
        return render_template("comments/write.html", form=form, passage=passage, draft=None, comment=comment, mine=[], other=None, key=key,
                               action=url_for("comments.replace", public_id=comment.public_id), hint=_hint(form, passage))

    def do() -> Comment:
        writing.replace(actor(), comment, CommentKind(form.kind.data), form.body.data, form.quote.data, form.proposed.data, form.reason.data, form.near.data)
        return comment

    def then(one: Comment) -> str:
        _forget(key)
        return url_for("comments.show", public_id=one.public_id)

    return show() if "preview" in request.form else answer(form, show, do, then)


@bp.route("/<public_id>/withdraw", methods=["GET", "POST"])
@access(Action.COMMENTS_WITHDRAW, on=("public_id", threads.by_public_id))
def withdraw(comment: Comment) -> Any:
    """Take one's own comment back, until the close."""
    form = SureForm()
    return answer(form, lambda: render_template("comments/withdraw.html", form=form, comment=comment), lambda: writing.withdraw(actor(), comment),
                  lambda _none: url_for("comments.show", public_id=comment.public_id))


def _said(draft: Draft) -> dict[str, Any]:
    """A draft as its form shows it; without a wording the form begins with the quotation."""
    said = {name: getattr(draft, name) for name in ("kind", "body", "reason", "language", "revision")}
    return said | {"quote": draft.quoted, "proposed": draft.proposed or draft.quoted, "near": draft.quote_start}


def _page(form: CommentForm, passage: Passage, draft: Draft | None = None) -> str:
    """The form; where the draft was changed meanwhile, with the words of the other window beside one's own."""
    person, other = actor(), None
    if draft is not None and request.method == "POST" and form.revision.data and keeping.seen(form, draft) != draft.revision:
        other = draft
        form.begin_from(draft.revision)
    here = url_for("comments.edit", draft_id=draft.id, **passage.named) if draft else url_for("comments.new", **passage.named)
    mine = [one for one in threads.drafts_of(person, passage.round) if one.section_uid == passage.uid] if person and not draft else []
    return render_template("comments/write.html", form=form, passage=passage, draft=draft, comment=None, action=here, mine=mine, other=other,
                           hint=_hint(form, passage), key=f"draft-{draft.id}" if draft else passage.key)


def _hint(form: WordsForm, passage: Passage) -> str:
    return passage.hint(form.quote.data or "", form.proposed.data or "", form.near.data)


def _wait(passage: Passage) -> Any:
    """Keep a visitor's words and lead to the sign-in, and from there back to them."""
    address = url_for("comments.new", **passage.named)
    waiting.keep(passage.key, address)
    return waiting.to_sign_in(address)


def _saved(passage: Passage, draft: Draft, *keys: str) -> str:
    """Where a saved draft leads: to other words that wait to be saved, else to the drafts."""
    _forget(passage.key, f"draft-{draft.id}", *keys)
    if hint := passage.hint(draft.quote, draft.proposed, draft.quote_start):
        flash(_(hint), "warning")
    if address := waiting.next_one():
        flash(_(N_("Your draft is saved. You also began this comment: look at it and save it as well.")), "success")
        return address
    flash(_(N_("Your draft is saved. Nobody else sees it until you send it.")), "success")
    return url_for("comments.drafts")


def _forget(*keys: str) -> None:
    """These words are saved or thrown away: neither the session nor the browser keeps them any longer."""
    waiting.done(*keys)
    for key in keys:
        flash(key, "draft-sent")
        flash(f"{actor().id}:{key}", "draft-sent")


def _expired() -> Any:
    """The session of a form had ended: its words are kept on the server, and the way leads back to them."""
    names = request.view_args or {}
    if request.endpoint == "comments.edit":
        return waiting.after_expiry(f"draft-{names['draft_id']}", request.full_path.rstrip("?"))
    if request.endpoint == "comments.replace":
        return waiting.after_expiry(f"replace-{names['public_id']}", request.path)
    passage = passages.asked()
    if passage is None:
        raise NotFound(N_("No round is open that this comment could go to. Nothing was stored; your words are below."))
    return waiting.after_expiry(passage.key, url_for("comments.new", **passage.named))


RESCUES.update({f"comments.{name}": _expired for name in ("new", "edit", "replace")})
