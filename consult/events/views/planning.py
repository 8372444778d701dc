"""Planning an event, announcing it, changing it, naming its outcome, holding it, and calling it off."""
from typing import Any

from flask import flash, render_template
from flask_babel import gettext

from consult.events.actions import holding, planning
from consult.events.forms import AmendForm, CancelForm, ConfirmForm, EventForm, OutcomeForm
from consult.events.models import Event
from consult.events.queries import events, signing
from consult.events.rules import DEFAULT_ZONE
from consult.events.views.blueprint import THE_EVENT, bp, page, text_choices
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.locale import chosen, languages


@bp.route("/plan", methods=["GET", "POST"])
@access(Action.EVENTS_PLAN)
def plan() -> Any:
    """Plan an event."""
    form = EventForm(language="en", zone=DEFAULT_ZONE)
    form.language.choices = languages()
    return answer(form, lambda: render_template("events/plan.html", form=form, event=None), lambda: planning.plan(actor(), form.invitation()), page)


@bp.route("/<int:number>/revise", methods=["GET", "POST"])
@access(Action.EVENTS_REVISE, on=THE_EVENT)
def revise(event: Event) -> Any:
    """Change an event that is being planned."""
    form = EventForm(**EventForm.of(event))
    form.language.choices = languages()
    return answer(form, lambda: render_template("events/plan.html", form=form, event=event), lambda: planning.revise(actor(), event, form.invitation()), lambda _: page(event))


@bp.route("/<int:number>/amend", methods=["GET", "POST"])
@access(Action.EVENTS_AMEND, on=THE_EVENT)
def amend(event: Event) -> Any:
    """Change an event that was announced, with a reason."""
    form = AmendForm(**EventForm.of(event))
    form.language.choices = languages()
    return answer(form, lambda: render_template("events/plan.html", form=form, event=event),
                  lambda: planning.amend(actor(), event, form.invitation(), form.reason.data), lambda _: page(event))


@bp.route("/<int:number>/announce", methods=["GET", "POST"])
@access(Action.EVENTS_ANNOUNCE, on=THE_EVENT)
def announce(event: Event) -> Any:
    """See what becomes public and who is told, then announce."""
    form = ConfirmForm()
    return answer(form, lambda: render_template("events/announce.html", form=form, event=event), lambda: planning.announce(actor(), event), lambda _: page(event))


@bp.route("/<int:number>/outcome", methods=["GET", "POST"])
@access(Action.EVENTS_NAME_OUTCOME, on=THE_EVENT)
def outcome(event: Event) -> Any:
    """Name the outcome text, or say why there is none that was carried."""
    form = OutcomeForm(version=str(event.version_id or ""), exception=event.exception)
    texts, form.version.choices = text_choices(gettext("No text"))
    carried = {key for key, version in texts.items() if version.final and events.carrying(version)}
    return answer(form, lambda: render_template("events/outcome.html", form=form, event=event, texts=texts, carried=carried),
                  lambda: planning.name_outcome(actor(), event, texts.get(form.version.data or ""), form.exception.data or ""), lambda _: page(event))


@bp.route("/<int:number>/begin", methods=["GET", "POST"])
@access(Action.EVENTS_BEGIN, on=THE_EVENT)
def begin(event: Event) -> Any:
    """See what the session begins with, then open it."""
    form = ConfirmForm()
    return answer(form, lambda: render_template("events/begin.html", form=form, event=event, seats=signing.ceremony(event, chosen().code)),
                  lambda: holding.begin(actor(), event), lambda _: page(event))


@bp.route("/<int:number>/conclude", methods=["GET", "POST"])
@access(Action.EVENTS_CONCLUDE, on=THE_EVENT)
def conclude(event: Event) -> Any:
    """See who has signed and who has not, then conclude."""
    form = ConfirmForm()
    return answer(form, lambda: render_template("events/conclude.html", form=form, event=event, seats=signing.ceremony(event, chosen().code)),
                  lambda: holding.conclude(actor(), event), lambda _: page(event))


@bp.route("/<int:number>/cancel", methods=["GET", "POST"])
@access(Action.EVENTS_CANCEL, on=THE_EVENT)
def cancel(event: Event) -> Any:
    """Call the event off."""
    form = CancelForm()

    def then(_: Any) -> str:
        flash(gettext("The event is cancelled."), "success")
        return page(event)

    return answer(form, lambda: render_template("events/cancel.html", form=form, event=event), lambda: planning.cancel(actor(), event, form.reason.data), then)
