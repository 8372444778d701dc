"""Preparing, opening, extending, withdrawing, closing and certifying a ballot."""
from typing import Any

from flask import render_template, request
from flask_babel import gettext

from consult import clock
from consult.ballots import actions
from consult.ballots.forms import ExtendForm, OpenForm, PrepareForm, WithdrawForm
from consult.ballots.models import Ballot
from consult.ballots.rules.life import BallotKind
from consult.ballots.rules.wording import in_words
from consult.ballots.views.blueprint import THE_BALLOT, bp, page
from consult.documents.queries import versions
from consult.errors import Invalid
from consult.i18n import N_
from consult.permissions.words import Action
from consult.settings.rules import BALLOT_DAYS, BALLOT_RULE
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
    form = PrepareForm(version=request.args.get("version"), preset=setting(BALLOT_RULE))
    form.version.choices = [(key, f"{version.title} {version.label}") for key, version in texts.items()]

    def do() -> Ballot:
        return actions.prepare(actor(), texts[form.version.data], form.question.data or "", BallotKind(form.kind.data), form.preset.data, form.rule(),
                               clock.start_of_day(form.opens_on.data), clock.end_of_day(form.closes_on.data), form.notice.data or "", shortest=_shortest())

    return answer(form, lambda: render_template("ballots/prepare.html", form=form, shortest=_shortest()), do, page)


def _shortest() -> int:
    return setting(BALLOT_DAYS)


@bp.route("/<int:number>/open", methods=["GET", "POST"])
@access(Action.BALLOTS_OPEN, on=THE_BALLOT)
def open(ballot: Ballot) -> Any:
    """Open a ballot as a second person, after reading all that becomes fixed."""
    form, expected = OpenForm(), gettext("open ballot %(number)s", number=ballot.number)

    def do() -> None:
        if (form.typed.data or "").casefold() != expected.casefold():
            raise Invalid(N_("The words are not the same. Type them as they are shown."), field="typed")
        actions.open(actor(), ballot, _shortest())

    return answer(form, lambda: render_template("ballots/open.html", form=form, ballot=ballot, expected=expected, seats=workgroup.roster(chosen().code),
                                                rule=in_words(ballot.rule)), do, lambda _: page(ballot))


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
