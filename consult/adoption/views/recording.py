"""Recording an act: first whose and of which type, then what its instrument says."""
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext

from consult import clock
from consult.adoption import actions, queries
from consult.adoption.actions import Bearing, Gazette, Instrument
from consult.adoption.forms import PAPERS, SLOTS, ActForm
from consult.adoption.models import Act
from consult.adoption.rules import ASKS, NEEDS, PURPOSES, RESERVABLE, ActType, Text, required
from consult.adoption.views.blueprint import bp
from consult.documents.models import Version
from consult.documents.queries import stored
from consult.evidence.actions import keep
from consult.parties import queries as parties
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.locale import chosen, languages


@bp.route("/record", methods=["GET", "POST"])
@access(Action.ADOPTION_RECORD)
def record() -> Any:
    """Record an act: first whose and of which type, then what its instrument says."""
    about = queries.member(request.args.get("party", ""))
    if about is None or request.args.get("type") not in {t.value for t in ActType}:
        return render_template("adoption/choose.html", parties=[one for one in parties.choices(chosen().code) if queries.member(one[0])], types=PURPOSES,
                               party=about.code if about else "")
    type = ActType(request.args["type"])
    texts, form, own = {str(v.id): v for v in queries.final_texts()}, ActForm(statement_language=chosen().code), queries.acts(about.code, unverified=True)
    version = texts.get(request.args.get("version", "")) or queries.text_in_force()
    parts = required(about.code, queries.requirements(), clock.now().astimezone(clock.BRUSSELS).date(), clock.now())
    form.ask(type, parts)
    _offer(form, type, own, version, parts)

    def do() -> Act:
        by = {act.number: act for act in own}
        return actions.record(actor(), about, type, _instrument(form), Bearing(version if NEEDS[type].text is Text.FINAL else None, by.get(form.said("answers")),
                                                                               by.get(form.said("voids")), form.reservations(), form.said("part") or ""))

    return answer(form, lambda: render_template("adoption/record.html", form=form, party=about, type=type, version=version, texts=texts, needs=NEEDS[type], slots=SLOTS,
                                                papers=PAPERS, asks=ASKS[type], purpose=PURPOSES[type], parts=parts, reservable=type in RESERVABLE),
                  do, lambda act: url_for("adoption.act", number=act.number))


def _offer(form: ActForm, type: ActType, own: list[Act], version: Version | None, parts: tuple[str, ...]) -> None:
    """Fill the choices: acts of the same party, sections of the text, languages."""
    def told(act: Act) -> str:
        return gettext("Act %(number)s: %(what)s, %(day)s", number=act.number, what=act.instrument, day=act.instrument_date.isoformat())

    if "answers" in form:
        form["answers"].choices = [(0, "-"), *((act.number, told(act)) for act in own if act.type in NEEDS[type].answers and act.verification)]
    if "voids" in form:
        form["voids"].choices = [(0, "-"), *((act.number, told(act)) for act in own if act.correction is None and act.returned is None)]
    if "part" in form:
        form["part"].choices = [("", "-"), *((part, part) for part in parts)]
    form["statement_language"].choices = languages()
    for name in ("evidence_language", *(f"paper_language_{n}" for n in PAPERS)):
        form[name].choices = [("", gettext("not told")), *languages()]
    if type in RESERVABLE:
        sections = stored.contents(version) if version else []
        for slot in SLOTS:
            form[f"section_{slot}"].choices = [("", "-"), *((section.uid, f"{section.number} {section.heading}".strip()) for section in sections)]


def _instrument(form: ActForm) -> Instrument:
    """What the form says of the instrument; its files are kept by this."""
    gazette = Gazette(form.said("gazette") or "", form.said("gazette_number") or "", form.said("gazette_date"), form.said("gazette_link") or "")
    further = [(keep(*file), language or "") for file, language in form.further()]
    return Instrument(
        form.authority.data or "", form.instrument.data or "", form.dated.data, form.received.data, form.said("effective") or form.dated.data, keep(*form.evidence.taken()),
        form.said("reference") or "", form.said("publication") or "", form.said("signatory") or "", form.said("statement") or "",
        form.statement_language.data or chosen().code, form.said("signatory_title") or "", gazette, form.said("evidence_language") or "", further)
