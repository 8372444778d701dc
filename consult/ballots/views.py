"""Pages of the ballots."""
from typing import Any

from flask import Blueprint, Response, flash, g, render_template, request, url_for
from flask_babel import gettext

from consult import clock
from consult.ballots import actions, queries
from consult.ballots.forms import CastForm, EnterForm, ExtendForm, OpenForm, PrepareForm, WithdrawForm
from consult.ballots.models import Ballot, BallotSeat
from consult.ballots.rules.life import FRESH_MINUTES, BallotKind, Choice, shown
from consult.ballots.rules.record import file_of
from consult.ballots.rules.wording import Sentence, in_words, result_in_words
from consult.documents.queries import versions
from consult.errors import Invalid, NotAllowed, NotFound
from consult.evidence.actions import keep
from consult.exports.catalogue import EXPORTS
from consult.exports.formats import FORMATS
from consult.i18n import N_
from consult.parties.rules import FALLBACKS
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.settings.rules import BALLOT_DAYS, BALLOT_RULE
from consult.text.alphabets import sorting
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.locale import chosen
from consult.web.proving import Proof
from consult.web.settings import setting
from consult.workgroup import queries as workgroup

bp = Blueprint("ballots", __name__, url_prefix="/ballots")


def at_desk() -> bool:
    """Whether the reader may see ballots that nobody has opened yet."""
    return allowed(actor(), Action.DESK) or allowed(actor(), Action.ADMINISTRATION)


def _readable(number: int) -> Ballot | None:
    return queries.by_number(number) if at_desk() else queries.public(number)


THE_BALLOT = ("number", _readable)


@bp.app_template_filter("said")
def said(sentence: Sentence) -> str:
    """A sentence of the rules with its facts, in the reader's language."""
    return gettext(sentence[0], **sentence[1])


@bp.app_template_filter("seat_name")
def seat_name(seat: BallotSeat) -> str:
    """The name a party had when the ballot opened, in the reader's language, with the mark of its footnote."""
    code = chosen().code
    name = next((seat.names[c] for c in (code, *FALLBACKS.get(code, ()), "en") if c in seat.names), seat.party_code)
    if seat.footnote:
        g.setdefault("footnotes", {})[seat.footnote] = None
    return name.rstrip("*") + ("*" if seat.footnote else "")


def by_name(ballot: Ballot) -> list[BallotSeat]:
    """The seats in the order of their names in the reader's language."""
    key = sorting(chosen().code)
    return sorted(ballot.seats, key=lambda seat: key(seat_name(seat)))


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """All ballots, the latest first."""
    rows = queries.all_ballots(drafts=at_desk())
    results = {b.number: result_in_words(b.rule, queries.count(b))[0] for b in rows if b.result is not None}
    return render_template("ballots/index.html", ballots=rows, results=results)


@bp.get("/<int:number>/")
@access(Action.READ, on=THE_BALLOT)
def show(ballot: Ballot) -> str:
    """One ballot: question, text, rule, roll call, result."""
    count = queries.count(ballot)
    return render_template("ballots/show.html", ballot=ballot, seats=by_name(ballot), rule=in_words(ballot.rule, len(ballot.seats)), shown=shown(ballot.kind, ballot.phase),
                           count=count, result=result_in_words(ballot.rule, count), standing=queries.standing(ballot), history=queries.history,
                           silent=queries.silent(ballot), own=_own(ballot), at_desk=at_desk(),
                           seal=queries.seal(ballot) if ballot.result is not None else "")


def _own(ballot: Ballot) -> Any:
    """The reader's own mandate for a seat of this ballot."""
    return workgroup.in_force(actor(), [seat.party_code for seat in ballot.seats])


@bp.get("/<int:number>/result.json")
@access(Action.READ, on=THE_BALLOT)
def result(ballot: Ballot) -> Response:
    """Everything that proves the result, for a machine; what may not be read yet is not there."""
    _refuse_hidden(ballot)
    return _file(file_of(queries.record_of(ballot)), "application/json", f"result-{ballot.number}.json")


@bp.get("/<int:number>/roll-call.<format>")
@access(Action.READ, on=THE_BALLOT)
def roll_call(ballot: Ballot, format: str) -> Response:
    """The roll call as a table."""
    _refuse_hidden(ballot)
    if format not in FORMATS:
        raise NotFound(N_("This table is not handed out in that format."))
    return _file(FORMATS[format].write(EXPORTS["roll-call"].columns, EXPORTS["roll-call"].rows(ballot)), FORMATS[format].media_type, f"roll-call-{ballot.number}.{format}")


def _refuse_hidden(ballot: Ballot) -> None:
    if not shown(ballot.kind, ballot.phase):
        raise NotFound(N_("The positions of this ballot can be read after its close."))


def _file(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


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

    return answer(form, lambda: render_template("ballots/prepare.html", form=form, shortest=_shortest()), do, _page)


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
                                                rule=in_words(ballot.rule)), do, lambda _: _page(ballot))


@bp.route("/<int:number>/extend", methods=["GET", "POST"])
@access(Action.BALLOTS_EXTEND, on=THE_BALLOT)
def extend(ballot: Ballot) -> Any:
    """Give the ballot more time."""
    form = ExtendForm()
    return answer(form, lambda: render_template("ballots/extend.html", form=form, ballot=ballot),
                  lambda: actions.extend(actor(), ballot, clock.end_of_day(form.closes_on.data), form.reason.data or ""), lambda _: _page(ballot))


@bp.route("/<int:number>/withdraw", methods=["GET", "POST"])
@access(Action.BALLOTS_WITHDRAW, on=THE_BALLOT)
def withdraw(ballot: Ballot) -> Any:
    """Take the ballot back."""
    form = WithdrawForm()
    return answer(form, lambda: render_template("ballots/withdraw.html", form=form, ballot=ballot),
                  lambda: actions.withdraw(actor(), ballot, form.reason.data or ""), lambda _: _page(ballot))


@bp.route("/<int:number>/cast", methods=["GET", "POST"])
@access(Action.BALLOTS_CAST, on=THE_BALLOT)
def cast(ballot: Ballot) -> Any:
    """Give the position of one's seat: question, text, rule, deadline, mandate and former positions on one page."""
    mandate = _own(ballot)
    if mandate is None:
        raise NotAllowed(N_("You hold no mandate of a seat of this ballot that is in force now."))
    form = CastForm(digest=ballot.version_digest)
    proof = Proof(form, FRESH_MINUTES)

    def do() -> Any:
        return actions.cast(actor(), ballot, Choice(form.choice.data), form.reason.data or "", form.digest.data or "")

    def then(position: Any) -> str:
        flash(gettext("Your position is recorded. Receipt: %(receipt)s", receipt=position.receipt), "success")
        return url_for("ballots.cast", number=ballot.number)

    return answer(form, lambda: render_template("ballots/cast.html", form=form, ballot=ballot, mandate=mandate, proof=proof, rule=in_words(ballot.rule, len(ballot.seats)),
                                                history=queries.history(ballot, mandate.party_code)), do, then, before=proof.check)


@bp.route("/<int:number>/enter", methods=["GET", "POST"])
@access(Action.BALLOTS_ENTER, on=THE_BALLOT)
def enter(ballot: Ballot) -> Any:
    """Enter a position received in writing."""
    form = EnterForm(digest=ballot.version_digest)
    mandates = {m.id: m for m in workgroup.all_in_force([seat.party_code for seat in ballot.seats])}
    form.mandate.choices = [(m.id, f"{m.party_code}: {m.holder_name}") for m in mandates.values()]

    def do() -> Any:
        return actions.enter(actor(), ballot, mandates[form.mandate.data], Choice(form.choice.data), form.reason.data or "", form.digest.data or "", keep(*form.evidence.taken()))

    return answer(form, lambda: render_template("ballots/enter.html", form=form, ballot=ballot), do, lambda _: _page(ballot))


@bp.post("/<int:number>/close-early")
@access(Action.BALLOTS_CLOSE_EARLY, on=THE_BALLOT)
def close_early(ballot: Ballot) -> Any:
    """Close the ballot: every seat has a position."""
    return act(lambda: actions.close_early(actor(), ballot), lambda _: _page(ballot))


@bp.post("/<int:number>/certify")
@access(Action.BALLOTS_CERTIFY, on=THE_BALLOT)
def certify(ballot: Ballot) -> Any:
    """Certify the count."""
    return act(lambda: actions.certify(actor(), ballot), lambda _: _page(ballot))


def _page(ballot: Ballot) -> str:
    return url_for("ballots.show", number=ballot.number)
