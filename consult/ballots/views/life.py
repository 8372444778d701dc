"""Preparing, opening, extending, withdrawing, closing and certifying a ballot."""
from typing import Any

from flask import render_template, request
from flask_babel import gettext

from consult import clock
from consult.ballots import actions, queries
from consult.ballots.forms import ExtendForm, ObjectionForm, OpenForm, PrepareForm, WithdrawForm
from consult.ballots.models import Ballot
from consult.ballots.rules.life import BallotKind, least, working_days
from consult.ballots.rules.wording import procedure_in_words
from consult.ballots.views.blueprint import THE_BALLOT, about_objections, bp, page
from consult.documents.queries import versions
from consult.errors import Invalid, NotFound
from consult.i18n import N_
from consult.permissions.words import Action
from consult.settings.rules import BALLOT_DAYS, BALLOT_RULE, SILENCE_DAYS
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.locale import chosen
from consult.web.settings import setting
from consult.workgroup import queries as workgroup


@bp.route("/prepare", methods=["GET", "POST"])
@access(Action.BALLOTS_PREPARE)
def prepare() -> Any:
    """Prepare a ballot on a published text."""
    texts = {f"{one.slug}/{version.label}": version for one, _ in versions.all_documents() for version in reversed(versions.published(one))}
    former = _former(request.values.get("repeats", ""))
    form = PrepareForm(**{"version": request.args.get("version"), "preset": setting(BALLOT_RULE)} | (_as_before(former) if former else {}))
    form.version.choices = [(key, f"{version.title} {version.label}") for key, version in texts.items()]

    def do() -> Ballot:
        return actions.prepare(actor(), texts[form.version.data], form.question.data or "", BallotKind(form.kind.data), form.preset.data, form.rule(),
                               clock.start_of_day(form.opens_on.data), clock.end_of_day(form.closes_on.data), form.notice.data or "", former,
                               _shortest(BallotKind(form.kind.data), form.procedure()), form.procedure())

    return answer(form, lambda: render_template("ballots/prepare.html", form=form, former=former, shortest=setting(BALLOT_DAYS), silence=setting(SILENCE_DAYS)), do, page)


def _shortest(kind: BallotKind, procedure: str) -> int:
    return least(kind, procedure, setting(BALLOT_DAYS), setting(SILENCE_DAYS))


def _former(number: str) -> Ballot | None:
    """The ballot that is to be repeated, if one is named."""
    if not number:
        return None
    if not (number.isdecimal() and len(number) < 9 and (found := queries.public(int(number)))):
        raise NotFound(N_("The ballot that is to be repeated is not there."))
    return found


def _as_before(former: Ballot) -> dict[str, Any]:
    """What a repeat ballot begins with: the question and the rule of the former one, on the latest published text."""
    text = versions.latest(former.version.document) or former.version
    return {"version": f"{former.version.document.slug}/{text.label}", "question": former.question, "kind": former.kind.value, "repeats": str(former.number),
            "preset": former.preset if not former.silence else setting(BALLOT_RULE)} | (vars(former.rule) | {"base": former.base.value} if not former.silence else {})


@bp.route("/<int:number>/objections/<code>", methods=["GET", "POST"])
@access(Action.BALLOTS_ANSWER_OBJECTION, on=THE_BALLOT)
def answer_objection(ballot: Ballot, code: str) -> Any:
    """Say what was done about the objection of a seat against the ballot that this one repeats."""
    former = queries.by_id(ballot.repeats_id)
    position = next((one for one in queries.objections(former) if one.party_code == code), None)
    if former is None or position is None:
        raise NotFound(N_("This seat raised no objection against the ballot that is repeated."))
    said, places = queries.answered(ballot).get(position.id), queries.sections_of(ballot)
    form = ObjectionForm(**({"words": said.words, "sections": ", ".join(places[uid].number for uid in said.sections)} if said else {}))
    return answer(form, lambda: render_template("ballots/objection.html", form=form, ballot=ballot, former=former, position=position,
                                                seat=next(seat for seat in former.seats if seat.party_code == code)),
                  lambda: actions.answer_objection(actor(), ballot, position, form.words.data or "", form.sections.data or ""), lambda _: page(ballot))


@bp.route("/<int:number>/open", methods=["GET", "POST"])
@access(Action.BALLOTS_OPEN, on=THE_BALLOT)
def open(ballot: Ballot) -> Any:
    """Open a ballot as a second person, after reading all that becomes fixed."""
    form, expected = OpenForm(), gettext("open ballot %(number)s", number=ballot.number)

    def do() -> None:
        if (form.typed.data or "").casefold() != expected.casefold():
            raise Invalid(N_("The words are not the same. Type them as they are shown."), field="typed")
        actions.open(actor(), ballot, _shortest(ballot.kind, ballot.procedure))

    former = queries.by_id(ballot.repeats_id)
    return answer(form, lambda: render_template("ballots/open.html", form=form, ballot=ballot, expected=expected, seats=workgroup.roster(chosen().code), former=former,
                                                rule=procedure_in_words(ballot.procedure, ballot.rule), least=_shortest(ballot.kind, ballot.procedure),
                                                days=working_days(max(ballot.opens_at, clock.now()), ballot.closes_at), **about_objections(ballot, former)),
                  do, lambda _: page(ballot))


@bp.route("/<int:number>/extend", methods=["GET", "POST"])
@access(Action.BALLOTS_EXTEND, on=THE_BALLOT)
def extend(ballot: Ballot) -> Any:
    """Give the ballot more time."""
    form = ExtendForm()
    return answer(form, lambda: render_template("ballots/extend.html", form=form, ballot=ballot),
                  lambda: actions.extend(actor(), ballot, clock.end_of_day(form.closes_on.data), form.reason.data or ""), lambda _: page(ballot))


@bp.route("/<int:number>/withdraw", methods=["GET", "POST"])
@access(Action.BALLOTS_WITHDRAW, on=THE_BALLOT)
def withdraw(ballot: Ballot) -> Any:
    """Take the ballot back."""
    form = WithdrawForm()
    return answer(form, lambda: render_template("ballots/withdraw.html", form=form, ballot=ballot),
                  lambda: actions.withdraw(actor(), ballot, form.reason.data or ""), lambda _: page(ballot))


@bp.post("/<int:number>/close-early")
@access(Action.BALLOTS_CLOSE_EARLY, on=THE_BALLOT)
def close_early(ballot: Ballot) -> Any:
    """Close the ballot: every seat has a position."""
    return act(lambda: actions.close_early(actor(), ballot), lambda _: page(ballot))


@bp.post("/<int:number>/certify")
@access(Action.BALLOTS_CERTIFY, on=THE_BALLOT)
def certify(ballot: Ballot) -> Any:
    """Certify the count."""
    return act(lambda: actions.certify(actor(), ballot), lambda _: page(ballot))
