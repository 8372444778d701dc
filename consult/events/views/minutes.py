"""The minutes: written at the desk, published once with the way in which they were adopted."""
from typing import Any

from flask import render_template

from consult.events.actions import minutes as actions
from consult.events.forms import MinutesForm, PublishForm
from consult.events.models import Event
from consult.events.views.blueprint import THE_EVENT, bp, page
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.locale import languages


@bp.route("/<int:number>/minutes", methods=["GET", "POST"])
@access(Action.EVENTS_WRITE_MINUTES, on=THE_EVENT)
def minutes(event: Event) -> Any:
    """Write the minutes."""
    former = event.minutes
    form = MinutesForm(language=former.language if former else event.language, words=former.words if former else "", revision=former.revision if former else 0)
    form.language.choices = languages()
    return answer(form, lambda: render_template("events/minutes.html", form=form, event=event),
                  lambda: actions.write_minutes(actor(), event, form.words.data, form.language.data, form.revision.data or 0), lambda _: page(event))


@bp.route("/<int:number>/minutes/publish", methods=["GET", "POST"])
@access(Action.EVENTS_PUBLISH_MINUTES, on=THE_EVENT)
def publish_minutes(event: Event) -> Any:
    """Read the minutes once more, then publish them."""
    form = PublishForm()
    return answer(form, lambda: render_template("events/publish_minutes.html", form=form, event=event),
                  lambda: actions.publish_minutes(actor(), event, form.adopted_on.data, form.adopted_how.data), lambda _: page(event))
