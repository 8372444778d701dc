"""Pages of saved texts."""
from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext as _

from consult.answering import queries
from consult.answering.actions import saving
from consult.answering.forms import SavedTextForm
from consult.answering.models import SavedText
from consult.answering.rules import PLACES
from consult.answering.views.blueprint import bp, sent
from consult.errors import Conflict
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act, answer


@bp.get("/texts")
@access(Action.DESK)
def texts() -> str:
    """All saved texts."""
    return render_template("answering/texts.html", texts=queries.texts())


@bp.route("/texts/new", methods=["GET", "POST"])
@access(Action.ANSWERING_SAVE_TEXT)
def new_text() -> Any:
    """Keep a new text."""
    return _save(SavedTextForm(), None)


@bp.route("/texts/<int:number>", methods=["GET", "POST"])
@access(Action.ANSWERING_SAVE_TEXT, on=("number", queries.saved_text))
def edit_text(text: SavedText) -> Any:
    """Change a text that is kept."""
    return _save(SavedTextForm(obj=text), text)


def _save(form: SavedTextForm, text: SavedText | None) -> Any:
    def show() -> str:
        return render_template("answering/text.html", form=form, text=text, places=[(f"{{{name}}}", _(words)) for name, words in PLACES.items()])

    def do() -> None:
        try:
            saving.save_text(actor(), form.title.data, form.language.data, form.body.data, text, form.revision.data)
        except Conflict:
            form.revision.data = text.revision if text else None
            form.revision.raw_data = None
            raise

    return answer(form, show, do, lambda _none: _kept(text))


def _kept(text: SavedText | None) -> str:
    sent(f"saved-text-{text.id if text else 'new'}")
    flash(_(N_("The text is kept. It can be put into any answer.")), "success")
    return url_for("answering.texts")


@bp.post("/texts/<int:number>/drop")
@access(Action.ANSWERING_DROP_TEXT, on=("number", queries.saved_text))
def drop_text(text: SavedText) -> Any:
    """Offer a text no more."""
    flash(_(N_("“%(title)s” is not offered any more. Answers made from it stay as they are."), title=text.title), "success")
    return act(lambda: saving.drop_text(actor(), text), lambda _none: url_for("answering.texts"))
