"""Pages of the rounds: the list, one round with its notice, its planning, its report."""
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from consult import clock
from consult.comments.forms import SureForm
from consult.comments.queries import answers, figures
from consult.coordination.queries import gatherings
from consult.coordination.rules import GatheringState
from consult.documents.models import Version
from consult.documents.queries import versions
from consult.documents.rules import PUBLIC
from consult.i18n import N_
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.reporting.views import files, page
from consult.rounds import actions, queries
from consult.rounds.forms import CancelForm, ExtendForm, PlanForm, ReportForm
from consult.rounds.models import Round
from consult.rounds.rules import COMMISSION_WEEKS, Limits, Phase, RoundKind
from consult.settings.rules import ROUND_DAYS, ROUND_REASON_BELOW, ROUND_SHORTEST
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.requests import number
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
    left = 0 if round_.phase in {Phase.DRAFT, Phase.SCHEDULED, Phase.CANCELLED, Phase.COMPLETE} else len(answers.deferred(round_))
    return render_template("rounds/show.html", round=round_, counts=figures.tally(round_), left=left)


@bp.get("/<int:number>/report")
@access(Action.READ, on=THE_ROUND)
def report(round_: Round) -> str:
    """What was heard, what changed, what did not and why; every figure a count of rows (R6)."""
    return page.shown(round_)


@bp.get("/<int:number>/report.<format>")
@access(Action.READ, on=THE_ROUND)
def download_report(round_: Round, format: str) -> Response:
    """The report as a file."""
    return files.download(round_, format)


@bp.route("/plan/<slug>/<label>", methods=["GET", "POST"])
@access(Action.ROUNDS_PLAN, on=THE_VERSION)
def plan(version: Version) -> Any:
    """Plan a round on a published version."""
    form = PlanForm()

    def do() -> Round:
        return actions.plan(actor(), version, clock.start_of_day(form.opens_on.data), clock.end_of_day(form.closes_on.data), form.notice.data, form.questions.data,
                            RoundKind(form.kind.data), form.short_reason.data, limits())

    return answer(form, lambda: render_template("rounds/plan.html", form=form, version=version, round=None, limits=limits(), weeks=COMMISSION_WEEKS), do, _page)


@bp.route("/<int:number>/revise", methods=["GET", "POST"])
@access(Action.ROUNDS_REVISE, on=THE_ROUND)
def revise(round_: Round) -> Any:
    """Plan the round anew; nobody outside knows of it yet."""
    form = _as_planned(round_)
    return answer(form, lambda: _planning(form, round_), lambda: actions.revise(
        actor(), round_, clock.start_of_day(form.opens_on.data), clock.end_of_day(form.closes_on.data), form.notice.data, form.questions.data, RoundKind(form.kind.data),
        form.short_reason.data, limits(), _revision(form)), lambda _: _page(round_))


@bp.route("/<int:number>/amend", methods=["GET", "POST"])
@access(Action.ROUNDS_AMEND, on=THE_ROUND)
def amend(round_: Round) -> Any:
    """Change the announced round before it opens; whom it asks stays."""
    form = _as_planned(round_)
    del form.kind
    return answer(form, lambda: _planning(form, round_), lambda: actions.amend(
        actor(), round_, clock.start_of_day(form.opens_on.data), clock.end_of_day(form.closes_on.data), form.notice.data, form.questions.data,
        form.short_reason.data, limits(), _revision(form)), lambda _: _page(round_))


def _as_planned(round_: Round) -> PlanForm:
    """The form with what is planned; the last day is the one that ends at the close."""
    first, last = (moment.astimezone(clock.BRUSSELS).date() for moment in (round_.opens_at, round_.closes_at - timedelta(seconds=1)))
    return PlanForm(data={"kind": round_.kind.value, "opens_on": first, "closes_on": last, "short_reason": round_.short_reason, "notice": round_.notice,
                          "questions": round_.questions, "revision": str(round_.revision)})


def _planning(form: PlanForm, round_: Round) -> str:
    return render_template("rounds/plan.html", form=form, version=round_.version, round=round_, limits=limits(), weeks=COMMISSION_WEEKS)


def _revision(form: PlanForm) -> int:
    return number(form.revision.data)


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


@bp.route("/<int:number>/begin-disposition", methods=["GET", "POST"])
@access(Action.ROUNDS_BEGIN_DISPOSITION, on=THE_ROUND)
def begin_disposition(round_: Round) -> Any:
    """Start answering; where joint submissions are still open, the page says first what becomes of them."""
    form, unsent = SureForm(), [one for one in gatherings.in_round(round_) if one.state != GatheringState.SENT]

    def show() -> str:
        return render_template("rounds/begin.html", form=form, round=round_, unsent=unsent)

    if unsent and request.method == "POST" and not request.form.get("form_key"):
        return show()
    return answer(form, show, lambda: actions.begin_disposition(actor(), round_), lambda _none: _begun(round_))


def _begun(round_: Round) -> str:
    flash(_(N_("Answering has begun: nothing more can be sent to round %(number)s."), number=round_.number), "success")
    return _page(round_)


@bp.route("/<int:number>/report/edit", methods=["GET", "POST"])
@access(Action.ROUNDS_WRITE_REPORT, on=THE_ROUND)
def write_report(round_: Round) -> Any:
    """Write the words of the report."""
    form = ReportForm(text=round_.report)
    return answer(form, lambda: render_template("rounds/write_report.html", form=form, round=round_),
                  lambda: actions.write_report(actor(), round_, form.text.data), lambda _: _written(round_))


def _written(round_: Round) -> str:
    flash(f"report-{round_.number}", "draft-sent")
    flash(_(N_("The introduction of the report is saved.")), "success")
    return url_for("reporting.desk", number=round_.number)


@bp.route("/<int:number>/complete", methods=["GET", "POST"])
@access(Action.ROUNDS_COMPLETE, on=THE_ROUND)
def complete(round_: Round) -> Any:
    """End the round for good: what that means, and what is still missing."""
    form = SureForm()
    if request.method == "POST" and not request.form.get("form_key"):
        return redirect(url_for("rounds.complete", number=round_.number), 303)
    return answer(form, lambda: render_template("rounds/complete.html", form=form, round=round_, waiting=answers.unanswered(round_)),
                  lambda: actions.complete(actor(), round_), lambda _none: _completed(round_))


def _completed(round_: Round) -> str:
    flash(_(N_("Round %(number)s is complete, and its report is frozen."), number=round_.number), "success")
    return _page(round_)


def _page(round_: Round) -> str:
    return url_for("rounds.show", number=round_.number)

