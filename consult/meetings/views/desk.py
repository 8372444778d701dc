"""The desk of a meeting before it is held: planning, agenda, invitation."""
from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext

from consult.events.rules import DEFAULT_ZONE
from consult.meetings.actions import agenda as points
from consult.meetings.actions import planning
from consult.meetings.forms import CancelForm, ChangeForm, ConfirmForm, ItemForm, MeetingForm
from consult.meetings.models import Meeting, MeetingItem
from consult.meetings.views.blueprint import THE_ITEM, THE_MEETING, Links, bp, page
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.locale import languages


@bp.route("/plan", methods=["GET", "POST"])
@access(Action.MEETINGS_PLAN)
def plan() -> Any:
    """Plan a meeting."""
    form = MeetingForm(language="en", zone=DEFAULT_ZONE)
    form.language.choices = languages()
    return answer(form, lambda: render_template("meetings/plan.html", form=form, meeting=None), lambda: planning.plan(actor(), form.call()), page)


@bp.route("/<int:number>/change", methods=["GET", "POST"])
@access(Action.MEETINGS_CHANGE, on=THE_MEETING)
def change(meeting: Meeting) -> Any:
    """Change a planned meeting; with a reason once the group is invited."""
    form = (ChangeForm if meeting.invited_at else MeetingForm)(**MeetingForm.of(meeting))
    form.language.choices = languages()
    return answer(form, lambda: render_template("meetings/plan.html", form=form, meeting=meeting),
                  lambda: planning.change(actor(), meeting, form.call(), form.reason.data if "reason" in form else ""), lambda _: page(meeting))


@bp.route("/<int:number>/invite", methods=["GET", "POST"])
@access(Action.MEETINGS_INVITE, on=THE_MEETING)
def invite(meeting: Meeting) -> Any:
    """See what becomes public and who is told, then invite."""
    form = ConfirmForm()
    return answer(form, lambda: render_template("meetings/invite.html", form=form, meeting=meeting), lambda: planning.invite(actor(), meeting), lambda _: page(meeting))


@bp.route("/<int:number>/cancel", methods=["GET", "POST"])
@access(Action.MEETINGS_CANCEL, on=THE_MEETING)
def cancel(meeting: Meeting) -> Any:
    """Call the meeting off."""
    form = CancelForm()

    def then(_: Any) -> str:
        flash(gettext("The meeting is cancelled."), "success")
        return page(meeting)

    return answer(form, lambda: render_template("meetings/cancel.html", form=form, meeting=meeting), lambda: planning.cancel(actor(), meeting, form.reason.data), then)


@bp.route("/<int:number>/agenda", methods=["GET", "POST"])
@access(Action.MEETINGS_ADD_ITEM, on=THE_MEETING)
def agenda(meeting: Meeting) -> Any:
    """The points so far, and one more."""
    form = ItemForm()
    links = Links(form)
    return answer(form, lambda: render_template("meetings/agenda.html", form=form, meeting=meeting),
                  lambda: points.add_item(actor(), meeting, form.title.data, form.words.data or "", *links.chosen()), lambda _: _agenda(meeting))


@bp.route("/<int:number>/agenda/<int:item_id>", methods=["GET", "POST"])
@access(Action.MEETINGS_CHANGE_ITEM, on=THE_ITEM)
def change_item(item: MeetingItem) -> Any:
    """Change a point."""
    form = ItemForm(**ItemForm.of(item))
    links = Links(form)
    return answer(form, lambda: render_template("meetings/item.html", form=form, meeting=item.meeting, item=item),
                  lambda: points.change_item(actor(), item, form.title.data, form.words.data or "", *links.chosen()), lambda _: _agenda(item.meeting))


@bp.post("/<int:number>/agenda/<int:item_id>/earlier")
@access(Action.MEETINGS_RAISE_ITEM, on=THE_ITEM)
def raise_item(item: MeetingItem) -> Any:
    """Take a point one place earlier."""
    return act(lambda: points.raise_item(actor(), item), lambda _: _agenda(item.meeting))


@bp.post("/<int:number>/agenda/<int:item_id>/drop")
@access(Action.MEETINGS_DROP_ITEM, on=THE_ITEM)
def drop_item(item: MeetingItem) -> Any:
    """Take a point off."""
    where = _agenda(item.meeting)
    return act(lambda: points.drop_item(actor(), item), lambda _: where)


def _agenda(meeting: Meeting) -> str:
    return url_for("meetings.agenda", number=meeting.number)
