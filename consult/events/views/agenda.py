"""The desk of the agenda: its points and their documents."""
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext

from consult.events.actions import agenda as actions
from consult.events.forms import ItemForm, PaperForm
from consult.events.models import Event, EventItem, EventPaper
from consult.events.queries import events
from consult.events.rules import wall
from consult.events.views.blueprint import THE_EVENT, bp, text_choices
from consult.evidence.actions import keep
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.locale import languages

THE_ITEM = (("number", "item_id"), events.item)


@bp.route("/<int:number>/agenda", methods=["GET", "POST"])
@access(Action.EVENTS_ADD_ITEM, on=THE_EVENT)
def agenda(event: Event) -> Any:
    """The points so far, and one more."""
    last = event.items[-1] if event.items else event
    at = wall(last.starts_at, event.zone)
    form = ItemForm(day=at.date(), hour=None if event.items else at.time())
    texts, form.version.choices = text_choices(gettext("No text"))
    return answer(form, lambda: render_template("events/agenda.html", form=form, event=event),
                  lambda: actions.add_item(actor(), event, form.begins(event), form.title.data, form.words.data or "", texts.get(form.version.data or "")), lambda _: _desk(event))


@bp.route("/<int:number>/agenda/<int:item_id>", methods=["GET", "POST"])
@access(Action.EVENTS_CHANGE_ITEM, on=THE_ITEM)
def change_item(item: EventItem) -> Any:
    """Change a point, and see its documents."""
    form = ItemForm(**ItemForm.of(item))
    texts, form.version.choices = text_choices(gettext("No text"))
    return answer(form, lambda: render_template("events/item.html", form=form, event=item.event, item=item),
                  lambda: actions.change_item(actor(), item, form.begins(item.event), form.title.data, form.words.data or "", texts.get(form.version.data or "")),
                  lambda _: _desk(item.event))


@bp.post("/<int:number>/agenda/<int:item_id>/drop")
@access(Action.EVENTS_DROP_ITEM, on=THE_ITEM)
def drop_item(item: EventItem) -> Any:
    """Take a point off."""
    where = _desk(item.event)
    return act(lambda: actions.drop_item(actor(), item), lambda _: where)


@bp.route("/<int:number>/agenda/<int:item_id>/documents", methods=["GET", "POST"])
@access(Action.EVENTS_ADD_PAPER, on=THE_ITEM)
def add_paper(item: EventItem) -> Any:
    """Add a document to a point."""
    form = PaperForm(language="en")
    form.language.choices = languages()
    return answer(form, lambda: render_template("events/add_paper.html", form=form, event=item.event, item=item),
                  lambda: actions.add_paper(actor(), item, form.title.data, form.language.data, keep(*form.evidence.taken())),
                  lambda _: _desk(item.event))


@bp.post("/<int:number>/documents/<int:paper_id>/drop")
@access(Action.EVENTS_DROP_PAPER, on=(("number", "paper_id"), events.paper))
def drop_paper(paper: EventPaper) -> Any:
    """Take a document off."""
    where = _desk(paper.event)
    return act(lambda: actions.drop_paper(actor(), paper), lambda _: where)


def _desk(event: Event) -> str:
    return url_for("events.agenda", number=event.number)
