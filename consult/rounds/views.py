"""Pages of the rounds: the list, one round with its notice, its planning, its report."""
from typing import Any

from flask import Blueprint, render_template, url_for

from consult import clock
from consult.comments.queries import figures
from consult.documents.models import Version
from consult.documents.queries import versions
from consult.documents.rules import PUBLIC
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds import actions, queries
from consult.rounds.forms import CancelForm, ExtendForm, PlanForm, ReportForm
from consult.rounds.models import Round
from consult.rounds.rules import COMMISSION_WEEKS, Limits, RoundKind
from consult.settings.rules import ROUND_DAYS, ROUND_REASON_BELOW, ROUND_SHORTEST
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.settings import several

bp = Blueprint("rounds", __name__, url_prefix="/rounds")


def limits() -> Limits:
    """The lengths of a round that are set for this installation."""
    now = several()
    return Limits(now.of(ROUND_DAYS), now.of(ROUND_REASON_BELOW), now.of(ROUND_SHORTEST))


def _readable(number: int) -> Round | None:
    """An announced round; one still being planned for editors only."""
    return queries.by_number(number) if allowed(actor(), Action.DESK) else queries.public(number)


def _version(slug: str, label: str) -> Version | None:
    document = versions.document(slug)
    version = versions.version(slug, label) if document else None
    if version is None or version.state in PUBLIC:
        return version
    return version if allowed(actor(), Action.DESK) else None


THE_ROUND = ("number", _readable)
THE_VERSION = (("slug", "label"), _version)


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """All rounds, the latest first."""
    rounds = queries.all_rounds(drafts=allowed(actor(), Action.DESK))
    return render_template("rounds/index.html", rounds=rounds, counts=figures.totals([r.id for r in rounds]))


@bp.get("/<int:number>/")
@access(Action.READ, on=THE_ROUND)
def show(round_: Round) -> str:
    """One round: what is asked, until when, and where it stands."""
    return render_template("rounds/show.html", round=round_, counts=figures.tally(round_))


@bp.get("/<int:number>/report")
@access(Action.READ, on=THE_ROUND)
def report(round_: Round) -> str:
    """What was heard, what changed, what did not and why; every figure a count of rows (R6)."""
    return render_template("rounds/report.html", round=round_, counts=figures.tally(round_), groups=figures.breakdown(round_))


@bp.route("/plan/<slug>/<label>", methods=["GET", "POST"])
@access(Action.ROUNDS_PLAN, on=THE_VERSION)
def plan(version: Version) -> Any:
    """Plan a round on a published version."""
    form = PlanForm()

    def do() -> Round:
        return actions.plan(actor(), version, clock.start_of_day(form.opens_on.data), clock.end_of_day(form.closes_on.data), form.notice.data, form.questions.data,
                            RoundKind(form.kind.data), form.short_reason.data, limits())

    return answer(form, lambda: render_template("rounds/plan.html", form=form, version=version, limits=limits(), weeks=COMMISSION_WEEKS), do, _page)


@bp.post("/<int:number>/schedule")
@access(Action.ROUNDS_SCHEDULE, on=THE_ROUND)
def schedule(round_: Round) -> Any:
    """Announce the round."""
    return act(lambda: actions.schedule(actor(), round_, limits()), lambda _: _page(round_))


@bp.route("/<int:number>/extend", methods=["GET", "POST"])
@access(Action.ROUNDS_EXTEND, on=THE_ROUND)
def extend(round_: Round) -> Any:
    """Give the round more time."""
    form = ExtendForm()
    return answer(form, lambda: render_template("rounds/extend.html", form=form, round=round_),
                  lambda: actions.extend(actor(), round_, clock.end_of_day(form.closes_on.data), form.reason.data), lambda _: _page(round_))


@bp.route("/<int:number>/cancel", methods=["GET", "POST"])
@access(Action.ROUNDS_CANCEL, on=THE_ROUND)
def cancel(round_: Round) -> Any:
    """Call the round off."""
    form = CancelForm()
    return answer(form, lambda: render_template("rounds/cancel.html", form=form, round=round_),
                  lambda: actions.cancel(actor(), round_, form.reason.data), lambda _: url_for("rounds.index"))


@bp.post("/<int:number>/begin-disposition")
@access(Action.ROUNDS_BEGIN_DISPOSITION, on=THE_ROUND)
def begin_disposition(round_: Round) -> Any:
    """Start answering."""
    return act(lambda: actions.begin_disposition(actor(), round_), lambda _: _page(round_))


@bp.route("/<int:number>/report/edit", methods=["GET", "POST"])
@access(Action.ROUNDS_WRITE_REPORT, on=THE_ROUND)
def write_report(round_: Round) -> Any:
    """Write the words of the report."""
    form = ReportForm(text=round_.report)
    return answer(form, lambda: render_template("rounds/write_report.html", form=form, round=round_),
                  lambda: actions.write_report(actor(), round_, form.text.data), lambda _: url_for("rounds.report", number=round_.number))


@bp.post("/<int:number>/complete")
@access(Action.ROUNDS_COMPLETE, on=THE_ROUND)
def complete(round_: Round) -> Any:
    """End the round for good."""
    return act(lambda: actions.complete(actor(), round_), lambda _: _page(round_))


def _page(round_: Round) -> str:
    return url_for("rounds.show", number=round_.number)

