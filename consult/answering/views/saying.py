"""Translations of an answer, and what its author says about it."""
from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _

from consult import clock
from consult.answering import queries
from consult.answering.actions import reacting, translating
from consult.answering.forms import ReactionForm, TranslationForm
from consult.answering.rules import Feeling, until
from consult.answering.views.blueprint import bp, sent
from consult.comments.models import Disposition
from consult.comments.queries import threads
from consult.errors import Conflict
from consult.i18n import BY_CODE, N_
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.requests import number
from consult.web.settings import reaction_days

#: Every language in which people write, with its own name.
BY_CODE_NAMES = [(locale.code, locale.autonym) for locale in BY_CODE.values()]


@bp.route("/<int:answer_id>/translate", methods=["GET", "POST"])
@access(Action.ANSWERING_TRANSLATE, on=("answer_id", queries.answer))
def translate(given: Disposition) -> Any:
    """The words of an answer in another language; begins with those that are there already."""
    wanted, there = request.args.get("language", ""), queries.translated(given)
    code = wanted if wanted in BY_CODE and wanted != given.language else next((c for c in (given.comment.language, *BY_CODE) if c != given.language and c in BY_CODE), "en")
    form = TranslationForm(data={"language": code, "words": there[code].words if code in there else "", "seen": _seen(given)})
    form.language.choices = [choice for choice in BY_CODE_NAMES if choice[0] != given.language]

    def do() -> None:
        seen = dict(pair.partition("=")[::2] for pair in (form.seen.data or "").split()).get(form.language.data, "0")
        try:
            translating.translate(actor(), given, form.language.data, form.words.data, number(seen))
        except Conflict:
            form.seen.data = _seen(given)
            raise

    def then(_none: Any) -> str:
        sent(f"translation-{given.id}-{form.language.data}")
        flash(_(N_("The translation is kept. Readers of that language see it once the answer is published.")), "success")
        return url_for("answering.translate", answer_id=given.id, language=form.language.data)

    return answer(form, lambda: render_template("answering/translate.html", form=form, answer=given, comment=given.comment, there=queries.translated(given)), do, then)




def _seen(given: Disposition) -> str:
    return " ".join(f"{code}={one.seq}" for code, one in queries.translated(given).items())


@bp.route("/<int:answer_id>/reaction", methods=["GET", "POST"])
@access(Action.ANSWERING_REACT, on=("answer_id", queries.answer))
def react(given: Disposition) -> Any:
    """Say whether the answer satisfies."""
    days, voices = reaction_days(given.published_at or clock.now()), queries.voices(actor(), given)
    names = {str(one.id) if one else "": one for one in voices}
    said = queries.reaction(given, voices[0].id if voices and voices[0] else None)
    form = ReactionForm(data={"voice": next(iter(names), ""), "feeling": said.feeling.value, "reason": said.reason, "language": said.language} if said else None)
    form.voice.choices = [(key, one.name if one else actor().name) for key, one in names.items()]

    def then(_none: Any) -> str:
        sent(f"reaction-{given.id}")
        flash(_(N_("Thank you. What you said stands below the answer, and in the report of the round.")), "success")
        return url_for("comments.show", public_id=given.comment.public_id) + "#reactions"

    def do() -> None:
        voice = names.get(form.voice.data or next(iter(names), ""))
        reacting.react(actor(), given, Feeling(form.feeling.data), form.reason.data, days, voice, form.language.data)

    return answer(form, lambda: render_template("answering/reaction.html", form=form, answer=given, comment=given.comment, sections=threads.named_by([given.comment]), said=said,
                                                ends=until(given.published_at, days) if given.published_at else None),
                  do, then)
