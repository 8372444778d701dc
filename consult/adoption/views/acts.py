"""One act: compared with its evidence and verified by a second person, or sent back; its words translated."""
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext

from consult import clock
from consult.adoption import actions, queries
from consult.adoption.forms import ReturnForm, TranslationForm
from consult.adoption.models import Act
from consult.adoption.views.blueprint import THE_ACT, bp, sections_of
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act as done
from consult.web.answer import answer
from consult.web.locale import languages

#: So much of a proof that is plain text is shown beside the facts; the file itself has it all.
SHOWN = 6000


@bp.get("/acts/<int:number>")
@access(Action.READ, on=THE_ACT)
def act(act: Act) -> str:
    """One act with its evidence, to be compared and verified."""
    near = [row for row in queries.related(act) if row.verification or allowed(actor(), Action.ADOPTION_RECORD)]
    return render_template("adoption/act.html", act=act, related=near, void=queries.void([act, *near], clock.now()),
                           proofs=_proofs(act) if act.verification is None else [], sections=sections_of([act.version] if act.version and act.reservations else []))


def _proofs(act: Act) -> list[dict[str, Any]]:
    """The files as the second person compares them: pictures and plain text beside the facts, anything else to be opened."""
    return [{"file": file, "language": language, "picture": file.media_type.startswith("image/"),
             "words": file.content.decode("utf-8", "replace")[:SHOWN] if file.media_type in {"text/plain", "message/rfc822"} else ""} for file, language in act.files]


@bp.post("/acts/<int:number>/verify")
@access(Action.ADOPTION_VERIFY, on=("number", queries.by_number))
def verify(act: Act) -> Any:
    """Confirm that the evidence says what was recorded."""
    return done(lambda: actions.verify(actor(), act), lambda _: url_for("adoption.act", number=act.number))


@bp.route("/acts/<int:number>/send-back", methods=["GET", "POST"])
@access(Action.ADOPTION_SEND_BACK, on=("number", queries.by_number))
def send_back(act: Act) -> Any:
    """Set aside an act that does not say what its evidence says."""
    form = ReturnForm()
    return answer(form, lambda: render_template("adoption/send_back.html", form=form, act=act), lambda: actions.send_back(actor(), act, form.reason.data or ""),
                  lambda _: url_for("adoption.act", number=act.number))


@bp.route("/acts/<int:number>/translate", methods=["GET", "POST"])
@access(Action.ADOPTION_TRANSLATE, on=("number", queries.by_number))
def translate(act: Act) -> Any:
    """Add an unofficial translation of the words of an act."""
    names, sections = {row.section_uid: row for row in act.reservations}, sections_of([act.version] if act.version and act.reservations else [])
    form = TranslationForm(section=request.args.get("section", ""))
    form.section.choices = [("", gettext("The statement"))] if act.statement else []
    form.section.choices += [(uid, _named(sections.get((act.version_id or 0, uid)), uid)) for uid in names]
    form.language.choices = [choice for choice in languages() if choice[0] != act.statement_language]
    return answer(form, lambda: render_template("adoption/translate.html", form=form, act=act, sections=sections),
                  lambda: actions.translate(actor(), act, form.section.data or "", form.language.data, form.text.data or "", form.translated_by.data or ""),
                  lambda _: url_for("adoption.act", number=act.number))


def _named(section: Any, uid: str) -> str:
    return gettext("The reservation to %(section)s", section=f"{section.number} {section.heading}".strip() if section else uid)
