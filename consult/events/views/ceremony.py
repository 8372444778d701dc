"""The day of signing: the list of delegations, a signature in few touches, and the sheets to be printed."""
from typing import Any

from flask import Response, current_app, flash, render_template, url_for
from flask_babel import gettext

from consult import clock
from consult.errors import Invalid, NotFound
from consult.events.actions import holding
from consult.events.exports.sheets import sheet_pdf
from consult.events.forms import SignForm
from consult.events.models import Delegate, Delegation, Event, EventSignature
from consult.events.queries import signing
from consult.events.rules import MaySign
from consult.events.views.blueprint import THE_DELEGATION, THE_EVENT, bp
from consult.evidence.actions import keep
from consult.evidence.models import EvidenceFile
from consult.i18n import N_
from consult.parties import queries as parties
from consult.parties.rules import PartyKind
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.downloads import handed_out
from consult.web.locale import chosen, day, party_name

#: The language in which a party writes its own name on a signing sheet, where its name is known in it.
OWN = {"AL": "sq", "BA": "bs", "BG": "bg", "GR": "el", "HR": "hr", "ME": "cnr", "MK": "mk", "RO": "ro", "RS": "sr-Cyrl", "SI": "sl", "TR": "tr"}


@bp.get("/<int:number>/ceremony")
@access(Action.EVENT_DESK, on=THE_EVENT)
def ceremony(event: Event) -> str:
    """Who signs today: a row for each delegation, with the one thing to do next."""
    seats = signing.ceremony(event, chosen().code)
    count = {word: len([seat for seat in seats if seat.word == word]) for word in MaySign}
    return render_template("events/ceremony.html", event=event, seats=seats, count=count, entitled=len(seats) - count[MaySign.NO_PARTY])


@bp.route("/<int:number>/ceremony/<string(maxlength=3):code>", methods=["GET", "POST"])
@access(Action.EVENTS_SIGN, on=THE_DELEGATION)
def sign(delegation: Delegation) -> Any:
    """Record one signature: who signed, and the sheet."""
    event, sheets = delegation.event, _sheets(delegation.event)
    heads = [each.id for each in delegation.delegates if each.head] or [each.id for each in delegation.delegates[:1]]
    today = clock.now().astimezone(clock.BRUSSELS).date()
    form = SignForm(digest=event.version_digest or "", delegate=heads[0] if heads else None, signed_on=today)
    form.delegate.choices = [(each.id, each.called) for each in delegation.delegates]
    form.sheet.choices = [("", gettext("The file chosen above")), *((digest, gettext("The same sheet as for %(party)s", party=name)) for digest, (_, name) in sheets.items())]

    def do() -> EventSignature:
        delegate = next((each for each in delegation.delegates if each.id == form.delegate.data), None)
        if delegate is None:
            raise Invalid(N_("Choose who signed."), field="delegate")
        sheet = holding.Sheet(_chosen(form, sheets), form.signed_on.data, form.dated.data, form.effective.data)
        return holding.sign(actor(), delegation, delegate, form.digest.data or "", sheet)

    def then(signature: EventSignature) -> str:
        flash(gettext("%(party)s has signed: act %(number)s. It waits for a second person.", party=party_name(delegation.party_code), number=signature.act.number), "success")
        return url_for("events.ceremony", number=event.number)

    return answer(form, lambda: render_template("events/sign.html", form=form, event=event, delegation=delegation, sheets=sheets), do, then)


def _chosen(form: SignForm, sheets: dict[str, tuple[EvidenceFile, str]]) -> EvidenceFile:
    """The file that was sent, or the common sheet that was sent before."""
    if form.evidence.sent():
        return keep(*form.evidence.taken())
    if form.sheet.data in sheets:
        return sheets[form.sheet.data][0]
    raise Invalid(N_("Choose the scan or photograph of the signing sheet. After a refusal it must be chosen again: browsers do not keep it."), field="evidence")


def _sheets(event: Event) -> dict[str, tuple[EvidenceFile, str]]:
    """The sheets sent for this event so far, the latest first, with a party that signed each."""
    return {one.act.evidence.digest: (one.act.evidence, party_name(one.act.party_code)) for one in reversed(signing.standing(signing.signatures(event)))}


@bp.get("/<int:number>/signing-sheet-<form>.pdf")
@access(Action.EVENT_DESK, on=THE_EVENT)
def sheets(event: Event, form: str) -> Response:
    """The sheets to be printed: one for each delegation, or one for all."""
    if form not in {"each", "common"} or event.version is None:
        raise NotFound(N_("There is no such sheet: name the outcome text first, then choose one page for each delegation or one common sheet."))
    return handed_out(sheet_pdf(_words(event, form), event.changed_at), "application/pdf", f"signing-sheet-{event.number}-{form}.pdf")


def _person(one: Delegate | None) -> dict[str, str]:
    return {"name": one.name if one else "", "title": one.title if one else ""}


def _words(event: Event, form: str) -> dict[str, Any]:
    """What stands on the sheets, in English and in the languages of the region; the day is that of the event."""
    english, version, listed = parties.designations("en", event.starts_at.date()), event.version, []
    for each in sorted(event.delegations, key=lambda one: english[one.party_code].name):
        if each.party.kind == PartyKind.PARTY:
            own, known = OWN.get(each.party_code, ""), english[each.party_code]
            spoken = parties.name(each.party_code, own, event.starts_at.date()) if own else ""
            heads = [one for one in each.delegates if one.head] or each.delegates[:1]
            listed.append({"name": known.name, "own": spoken if spoken != known.name else "", "language": own.partition("-")[0] or "en",
                           "notes": [known.footnote] if known.footnote else [], "signatories": [_person(one) for one in heads] or [_person(None)]})
    title = f"{version.document.title} {version.label}" if version else ""
    return {"form": form, "title": title, "parties": listed, "notes": sorted({note for one in listed for note in one["notes"]}), "hash": event.version_digest or "",
            "sample": "SAMPLE" if current_app.config["DEMONSTRATION"] else "", "hash_name": "SHA-256", "foot": f"{event.title} · {title} · {(event.version_digest or '')[:16]}",
            "facts": [["Event", event.title], ["Place and date", f"{event.place}, {day(event.starts_at, event.zone)}"], ["Host", event.host],
                      ["Text", title + ("" if version and version.final else " (not final: not to be signed)")]]}
