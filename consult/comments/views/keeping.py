"""Drafts that save themselves while they are written, and the difference shown live; both answer the scripts of the form."""
from typing import Any

from flask import jsonify, render_template, url_for
from flask_babel import gettext as _

from consult.comments.actions import writing
from consult.comments.forms import CommentForm, PreviewForm
from consult.comments.models import Draft
from consult.comments.queries import threads
from consult.comments.rules import CommentKind
from consult.comments.views import passage as passages
from consult.comments.views.blueprint import bp
from consult.comments.views.passage import Passage
from consult.errors import Conflict, ConsultError, NotAllowed, NotFound
from consult.i18n import N_
from consult.permissions.conditions import SENTENCES
from consult.permissions.words import Action
from consult.teams import queries as teams
from consult.web.access import access, actor
from consult.web.answer import once
from consult.web.errors import STATUS
from consult.web.spent import led_to

GONE = N_("This draft is not here any more: it was sent or discarded in another window, or it belongs to another account.")
CHANGED = N_("This draft was changed in another window meanwhile.")


def mine(draft_id: int) -> Draft | None:
    """A draft that the person may change: one's own, or one of an organisation one belongs to."""
    draft, person = threads.draft(draft_id), actor()
    return draft if draft is not None and person is not None and teams.writes(person, draft) else None


def begun(form: CommentForm) -> Draft | None:
    """The draft that this very form has begun by itself."""
    location = led_to(_key(form))
    return mine(int(location.rsplit("/", 1)[1])) if location else None


def seen(form: CommentForm, draft: Draft) -> int:
    """The revision that this form has seen: its own later savings count, also when the answers to them were lost."""
    revision = form.revision.data or 1
    while revision < draft.revision and led_to(_key(form, draft, revision)):
        revision += 1
    return revision


def save(form: CommentForm, passage: Passage, draft: Draft | None = None, revision: int | None = None) -> Draft:
    """Save what the form says."""
    return writing.save_draft(actor(), passage.round, passage.uid, CommentKind(form.kind.data), form.body.data, form.quote.data, form.proposed.data, form.reason.data,
                              form.language.data, draft, form.near.data, revision, passage.text)


@bp.post("/drafts/keep")
@access(Action.OWN)
def begin() -> Any:
    """Begin a draft by itself, once for each form."""
    form = CommentForm()
    try:
        passage = passages.asked()
        if passage is None:
            raise NotFound(N_("There is no such round."))
        if earlier := begun(form):
            return _again(form, passage, earlier)
        if led_to(form.form_key.data or "") or led_to(_key(form)):
            raise NotFound(GONE)
    except ConsultError as error:
        return _told(error)
    return _kept(form, passage, None, None)


@bp.post("/drafts/<int:draft_id>/keep")
@access(Action.OWN)
def keep(draft_id: int) -> Any:
    """Save a draft by itself."""
    draft, form = mine(draft_id), CommentForm()
    if draft is None:
        return _told(NotFound(GONE))
    return _again(form, passages.about(draft), draft)


@bp.post("/preview")
@access(Action.READ)
def preview() -> Any:
    """What a proposed wording takes out and puts in, and whether it fits the quoted words; nothing is stored."""
    form = PreviewForm()
    if not form.validate_on_submit():
        return render_template("comments/preview.html", quote="", proposed="", hint=""), 422
    passage = passages.asked()
    hint = passage.hint(form.quote.data or "", form.proposed.data or "", form.near.data) if passage else ""
    return render_template("comments/preview.html", quote=form.quote.data, proposed=form.proposed.data, hint=hint)


def _key(form: CommentForm, draft: Draft | None = None, revision: int | None = None) -> str:
    """What a form's own savings are known by; the key that a form is sent with has no space in it, so the two never meet."""
    number = f" {draft.id} {revision}" if draft else ""
    return f"kept {(form.form_key.data or '')[:40]}{number}"[:64]


def _again(form: CommentForm, passage: Passage, draft: Draft) -> Any:
    revision = seen(form, draft)
    return _kept(form, passage, draft, revision) if revision == draft.revision else _told(Conflict(CHANGED))


def _kept(form: CommentForm, passage: Passage, draft: Draft | None, revision: int | None) -> Any:
    if not form.validate_on_submit():
        return jsonify(reason=next((str(words) for errors in form.errors.values() for words in errors), "")), 422
    number = draft.id if draft else None
    try:
        location = once(_key(form, draft, revision), lambda: save(form, passage, mine(number) if number else None, revision), lambda one: url_for("comments.edit", draft_id=one.id))
    except ConsultError as error:
        return _told(error)
    stored = mine(int(location.rsplit("/", 1)[1]))
    if stored is None:
        return _told(NotFound(GONE))
    return jsonify(draft=stored.id, revision=stored.revision, at=stored.saved_at.isoformat(), edit=location, keep=url_for("comments.keep", draft_id=stored.id),
                   enter=url_for("accounts.sign_in", next=location))


def _told(error: ConsultError) -> Any:
    """Why it was not saved, for the line that says so."""
    reason = _(error.reason, **error.facts)
    if isinstance(error, NotAllowed) and error.missing:
        reason = _(N_("It can be saved only while this holds: %(conditions)s."), conditions="; ".join(_(SENTENCES[one]) for one in error.missing if one in SENTENCES))
    return jsonify(reason=reason), STATUS[type(error)]
