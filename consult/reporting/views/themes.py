"""Writing a report: the desk with its words, themes and next steps."""
from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext

from consult.permissions.words import Action
from consult.reporting import rules
from consult.reporting.actions import themes as actions
from consult.reporting.forms import StepForm, ThemeForm
from consult.reporting.models import NextStep, Theme
from consult.reporting.queries import outcomes, themes
from consult.reporting.views.blueprint import bp
from consult.rounds.models import Round
from consult.rounds.views import THE_ROUND
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.requests import number

THE_THEME, THE_STEP = ("theme_id", themes.theme), ("step_id", themes.step)


@bp.get("/<int:number>/")
@access(Action.ROUNDS_WRITE_REPORT, on=THE_ROUND)
def desk(round_: Round) -> str:
    """What the report has and what it lacks."""
    return render_template("rounds/report_desk.html", round=round_, themes=themes.of_round(round_), steps=themes.steps(round_), form=StepForm(),
                           sections={row.uid: outcomes.name(row) for row in themes.sections_in(round_)}, lonely=themes.ungathered(round_))


@bp.route("/<int:number>/themes/new", methods=["GET", "POST"])
@access(Action.REPORTING_ADD_THEME, on=THE_ROUND)
def add_theme(round_: Round) -> Any:
    """Write a theme."""
    form = _offered(ThemeForm(), round_)
    return answer(form, lambda: render_template("rounds/theme.html", form=form, round=round_, theme=None),
                  lambda: actions.add_theme(actor(), round_, form.title.data, form.words.data, rules.numbers(form.comments.data), form.sections.data, form.gather.data), _kept)


@bp.route("/themes/<int:theme_id>", methods=["GET", "POST"])
@access(Action.REPORTING_WRITE_THEME, on=THE_THEME)
def write_theme(theme: Theme) -> Any:
    """Write a theme anew."""
    round_ = theme.round
    form = _offered(ThemeForm(title=theme.title, words=theme.words, comments=" ".join(link.comment.public_id for link in theme.comments),
                              sections=[link.section_uid for link in theme.sections], revision=theme.revision), round_)

    def do() -> Round:
        actions.write_theme(actor(), theme, form.title.data, form.words.data, rules.numbers(form.comments.data), form.sections.data, form.gather.data, number(form.revision.data))
        return round_

    return answer(form, lambda: render_template("rounds/theme.html", form=form, round=round_, theme=theme), do, _kept)


@bp.post("/themes/<int:theme_id>/<any(up, down):way>")
@access(Action.REPORTING_MOVE_THEME, on=THE_THEME)
def move_theme(theme: Theme, way: str) -> Any:
    """Let a theme and its neighbour change places."""
    return act(lambda: actions.move_theme(actor(), theme, up=way == "up"), lambda _: _desk(theme) + f"#theme-{theme.id}")


@bp.post("/themes/<int:theme_id>/drop")
@access(Action.REPORTING_DROP_THEME, on=THE_THEME)
def drop_theme(theme: Theme) -> Any:
    """Take a theme out of the report."""
    where = _desk(theme)
    return act(lambda: actions.drop_theme(actor(), theme), lambda _: where)


@bp.route("/<int:number>/steps", methods=["GET", "POST"])
@access(Action.REPORTING_ADD_STEP, on=THE_ROUND)
def add_step(round_: Round) -> Any:
    """Say what happens next."""
    form = StepForm()
    return answer(form, lambda: render_template("rounds/step.html", form=form, round=round_),
                  lambda: actions.add_step(actor(), round_, form.day.data, form.words.data), _kept)


@bp.post("/steps/<int:step_id>/drop")
@access(Action.REPORTING_DROP_STEP, on=THE_STEP)
def drop_step(step: NextStep) -> Any:
    """Take a next step out of the report."""
    where = _desk(step)
    return act(lambda: actions.drop_step(actor(), step), lambda _: where)


def _offered(form: ThemeForm, round_: Round) -> ThemeForm:
    """The sections that a theme can be about, each with the number of its comments."""
    form.sections.choices = [(row.uid, f"{outcomes.name(row) or row.address} ({row.comments})") for row in themes.sections_in(round_)]
    return form


def _kept(thing: Any) -> str:
    flash(gettext("It is saved in the report."), "success")
    return _desk(thing)


def _desk(thing: Any) -> str:
    return url_for("reporting.desk", number=(thing if isinstance(thing, Round) else thing.round).number)
