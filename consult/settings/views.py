"""The rules of this consultation, as everybody reads them and as administrators decide them."""
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask_babel import gettext, ngettext

from consult.adoption.rules import STATUS_NAMES
from consult.ballots.rules.counting import PRESET_NAMES, PRESETS
from consult.ballots.rules.wording import in_words
from consult.comments.rules import CODE_NAMES
from consult.i18n import BY_CODE
from consult.permissions.words import Action
from consult.settings import actions, queries
from consult.settings.forms import form_of
from consult.settings.models import Decision
from consult.settings.rules import EVERY, GROUP_NAMES, LANGUAGES, SETTINGS, Group, Kind, Setting, Unit
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.locale import named_locales
from consult.web.requests import number
from consult.web.settings import defaults, forget_shown, several

bp = Blueprint("settings", __name__)
ONE = ("key", SETTINGS.get)


@dataclass(frozen=True)
class Line:
    """One setting as the page shows it: what counts, the default, and the decisions, the latest first."""

    setting: Setting[Any]
    value: str
    default: str
    decisions: list[Decision]

    @property
    def latest(self) -> Decision | None:
        """The decision that counts, if there is one."""
        return self.decisions[0] if self.decisions else None


@bp.app_template_global("setting_value")
def in_language(one: Setting[Any], value: Any) -> str:
    """A value as the reader reads it."""
    if value is None:
        return gettext("the default")
    if one.kind is Kind.NUMBER:
        return _amount(one.unit, value)
    if one.kind is Kind.CHOICE:
        return gettext(one.choices[value]) if value in one.choices else str(value)
    if one.kind is Kind.LANGUAGES:
        return ", ".join(BY_CODE[code].autonym for code in value if code in BY_CODE) or gettext("All that the pages have been translated into")
    return str(value) or gettext("Not set")


def _amount(unit: Unit | None, number: int) -> str:
    if unit is Unit.HOURS:
        return ngettext("%(num)d hour", "%(num)d hours", number)
    if unit is Unit.WORKING_DAYS:
        return ngettext("%(num)d working day", "%(num)d working days", number)
    return ngettext("%(num)d day", "%(num)d days", number)


def _lines() -> dict[Group, list[Line]]:
    now, standard, history = several(), defaults(), queries.history()
    found: dict[Group, list[Line]] = {group: [] for group in GROUP_NAMES}
    for one in EVERY:
        found[one.group].append(Line(one, in_language(one, now.of(one)), in_language(one, standard[one.key]), history.get(one.key, [])))
    return found


@bp.get("/rules/")
@access(Action.READ)
def rules() -> str:
    """What counts in this consultation, since when, and what counted before."""
    presets = [(name, in_words(PRESETS[preset])) for preset, name in PRESET_NAMES.items() if preset in PRESETS]
    return render_template("settings/rules.html", groups=_lines(), names=GROUP_NAMES, presets=presets, words=[gettext(name) for name in CODE_NAMES.values()],
                           statuses=[gettext(name) for name in STATUS_NAMES.values()])


@bp.get("/settings/")
@access(Action.ADMINISTRATION)
def index() -> str:
    """The settings, for those who decide them."""
    return render_template("settings/index.html", groups=_lines(), names=GROUP_NAMES)


@bp.route("/settings/<key>", methods=["GET", "POST"])
@access(Action.SETTINGS_CHANGE, on=ONE)
def change(one: Setting[Any]) -> Any:
    """Decide one setting."""
    now = several().of(one)
    ticked = [code for code, _name in named_locales()] if one is LANGUAGES and not now else now
    form = form_of(one, ticked, queries.count(one), [(word, gettext(name)) for word, name in one.choices.items()])

    def show() -> str:
        seen = form.seen.data
        form.seen.data = str(queries.count(one))
        line = next(line for line in _lines()[one.group] if line.setting is one)
        return render_template("settings/change.html", form=form, line=line, one=one, moved=seen != form.seen.data)

    def do() -> Decision:
        return actions.change(actor(), one, form.chosen(), form.reason.data or "", number(form.seen.data, -1), defaults())

    def after(_: Decision) -> None:
        forget_shown()
        flash(gettext("The setting is decided. Everybody reads it under “The rules of this consultation”."), "success")

    return answer(form, show, do, lambda _: url_for("settings.index") + f"#{one.key}", after=after)
