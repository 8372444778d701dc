"""Writing a comment beside the passage it is about; a visitor may begin, and what was typed waits until after the sign-in."""
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from consult.comments.actions import writing
from consult.comments.forms import CommentForm, PreviewForm, SureForm, WordsForm
from consult.comments.models import Comment, Draft
from consult.comments.queries import threads
from consult.comments.rules import CommentKind
from consult.comments.views.blueprint import bp
from consult.documents import queries as documents
from consult.documents.models import Section
from consult.i18n import N_
from consult.permissions.on_texts import round_taking
from consult.permissions.table import allowed, why_not
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.rounds.rules import Phase
from consult.text import anchors, render
from consult.web.access import access, actor
from consult.web.answer import act, answer

#: Where a visitor's words wait for the sign-in: in the session, which lives on the server.
UNSENT = "unsent_comment"
FIELDS = ("kind", "quote", "body", "proposed", "reason", "language", "near")


@dataclass(frozen=True)
class Passage:
    """What is commented on: a section of the version of a round, or (without a section) the whole document."""

    round: Round
    section: Section | None

    @property
    def uid(self) -> str | None:
        """The section's key."""
        return self.section.uid if self.section else None

    @property
    def address(self) -> str:
        """What names the section in addresses; empty for the whole document."""
        return self.section.address if self.section else ""

    @property
    def key(self) -> str:
        """The name under which the browser keeps the words typed here."""
        return f"comment-{self.round.number}-{self.address or 'whole'}"

    def paragraphs(self) -> list[render.Paragraph]:
        """The text that stays in sight."""
        return render.paragraphs(self.section.body, self.section.address) if self.section else []


def _asked() -> Passage | None:
    """The passage that the address names; without a number the round that is open."""
    number = request.args.get("round", "")
    open_ones = [one for one in rounds.all_rounds() if one.phase == Phase.OPEN]
    round_ = rounds.public(int(number)) if number.isascii() and number.isdigit() and len(number) < 9 else next(iter(open_ones), None)
    if round_ is None:
        return None
    address = request.args.get("section", "")
    section = documents.section(round_.version, address) if address else None
    return Passage(round_, section if section or not address else abort(404))


@bp.route("/new", methods=["GET", "POST"])
@access(Action.READ)
def new() -> Any:
    """Write a comment with the passage in sight."""
    passage = _asked()
    if passage is None:
        return render_template("comments/no_round.html", passage=None, missing=[])
    missing = why_not(actor(), Action.COMMENTS_SAVE_DRAFT, passage.round)
    form = CommentForm(data=_beginning(passage))
    if missing and (actor() is not None or not round_taking(None, passage.round)):
        return render_template("comments/no_round.html", passage=passage, missing=missing, form=form), 403 if request.method == "POST" else 200
    if "preview" in request.form:
        return _page(form, passage)
    if request.method == "POST" and actor() is None:
        return _wait(passage) if form.validate_on_submit() else (_page(form, passage), 422)
    return answer(form, lambda: _page(form, passage), lambda: _save(form, passage), lambda _draft: _saved(passage))


@bp.post("/preview")
@access(Action.READ)
def preview() -> Any:
    """What a proposed wording takes out and puts in; nothing is stored."""
    form = PreviewForm()
    if not form.validate_on_submit():
        return render_template("comments/preview.html", quote="", proposed=""), 422
    return render_template("comments/preview.html", quote=form.quote.data, proposed=form.proposed.data)


def _draft(draft_id: int) -> Draft | None:
    """One of one's own drafts."""
    draft, person = threads.draft(draft_id), actor()
    return draft if draft is not None and person is not None and draft.account_id == person.id else None


@bp.route("/drafts/<int:draft_id>", methods=["GET", "POST"])
@access(Action.OWN, on=("draft_id", _draft))
def edit(draft: Draft) -> Any:
    """Go on with a draft."""
    passage = Passage(draft.round, documents.section_by_uid(draft.round.version, draft.section_uid) if draft.section_uid else None)
    form = CommentForm(obj=draft, near=draft.quote_start)
    if "preview" in request.form:
        return _page(form, passage, draft)
    return answer(form, lambda: _page(form, passage, draft), lambda: _save(form, passage, draft), lambda _draft: _saved(passage))


@bp.post("/drafts/<int:draft_id>/discard")
@access(Action.COMMENTS_DISCARD_DRAFT, on=("draft_id", _draft))
def discard(draft: Draft) -> Any:
    """Throw a draft away."""
    return act(lambda: writing.discard_draft(actor(), draft), lambda _none: url_for("comments.drafts"))


@bp.route("/<public_id>/replace", methods=["GET", "POST"])
@access(Action.COMMENTS_REPLACE, on=("public_id", threads.by_public_id))
def replace(comment: Comment) -> Any:
    """Put other words in the place of one's own, until the close."""
    passage = Passage(comment.round, documents.section_by_uid(comment.version, comment.section_uid) if comment.section_uid else None)
    form = WordsForm(obj=comment)

    def show() -> str:
        return render_template("comments/write.html", form=form, passage=passage, draft=None, comment=comment, action=url_for("comments.replace", public_id=comment.public_id))

    def do() -> Comment:
        writing.replace(actor(), comment, CommentKind(form.kind.data), form.body.data, form.quote.data, form.proposed.data, form.reason.data)
        return comment

    if "preview" in request.form:
        return show()
    return answer(form, show, do, lambda one: url_for("comments.show", public_id=one.public_id))


@bp.route("/<public_id>/withdraw", methods=["GET", "POST"])
@access(Action.COMMENTS_WITHDRAW, on=("public_id", threads.by_public_id))
def withdraw(comment: Comment) -> Any:
    """Take one's own comment back, until the close."""
    form = SureForm()
    return answer(form, lambda: render_template("comments/withdraw.html", form=form, comment=comment), lambda: writing.withdraw(actor(), comment),
                  lambda _none: url_for("comments.show", public_id=comment.public_id))


def _beginning(passage: Passage) -> dict[str, Any]:
    """What the form begins with: a visitor's own words of before the sign-in, else the quotation that the address names."""
    kept = session.get(UNSENT)
    if kept and kept["at"] == passage.key and actor() is not None:
        if request.method == "GET":
            session.pop(UNSENT)
        return dict(kept["words"])
    quote, near, body = request.args.get("quote") or request.args.get("quotation") or "", None, passage.section.body if passage.section else ""
    number = request.args.get("paragraph", "")
    paragraph = next((p for p in passage.paragraphs() if str(p.number) == number), None)
    if paragraph is not None:
        near = max(0, anchors.plain(body).find(paragraph.text))
        quote = quote or paragraph.text
    return {"quote": quote[:4000], "proposed": quote[:4000], "near": near}


def _page(form: CommentForm, passage: Passage, draft: Draft | None = None) -> str:
    here = url_for("comments.edit", draft_id=draft.id) if draft else url_for("comments.new", round=passage.round.number, section=passage.address or None)
    return render_template("comments/write.html", form=form, passage=passage, draft=draft, comment=None, action=here,
                           invited=actor() is None or allowed(actor(), Action.COMMENTS_SAVE_DRAFT, passage.round))


def _wait(passage: Passage) -> Any:
    """Keep a visitor's words and lead to the sign-in, and from there back to them."""
    session[UNSENT] = {"at": passage.key, "words": {name: request.form[name] for name in FIELDS if request.form.get(name)}}
    back = url_for("comments.new", round=passage.round.number, section=passage.address or None)
    flash(_(N_("Your words are kept. Sign in or sign up, and you will find them again.")), "success")
    return redirect(url_for("accounts.sign_in", next=back), 303)


def _save(form: CommentForm, passage: Passage, draft: Draft | None = None) -> Draft:
    return writing.save_draft(actor(), passage.round, passage.uid, CommentKind(form.kind.data), form.body.data, form.quote.data, form.proposed.data, form.reason.data,
                              form.language.data, draft, form.near.data)


def _saved(passage: Passage) -> str:
    flash(passage.key, "draft-sent")
    flash(_(N_("Your draft is saved. Nobody else sees it until you send it.")), "success")
    return url_for("comments.drafts")
