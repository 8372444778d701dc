"""The desk of a meeting from its day on: held, attendance, decisions, minutes, corrections."""
from typing import Any

from flask import render_template, url_for

from consult.meetings.actions import minutes as writing
from consult.meetings.actions import recording
from consult.meetings.forms import ConfirmForm, CorrectionForm, DecisionForm, MinutesForm, attendance_form
from consult.meetings.models import Meeting, MeetingDecision
from consult.meetings.rules import Presence
from consult.meetings.views.blueprint import THE_DECISION, THE_MEETING, Links, bp, page
from consult.parties import queries as parties
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.locale import chosen, languages
from consult.workgroup import queries as workgroup


@bp.post("/<int:number>/held")
@access(Action.MEETINGS_HOLD, on=THE_MEETING)
def hold(meeting: Meeting) -> Any:
    """Record that it was held."""
    return act(lambda: recording.hold(actor(), meeting), lambda _: page(meeting))


@bp.route("/<int:number>/attendance", methods=["GET", "POST"])
@access(Action.MEETINGS_TAKE_ATTENDANCE, on=THE_MEETING)
def attendance(meeting: Meeting) -> Any:
    """Who came, seat by seat; the members of that day stand there to begin with."""
    seats = workgroup.roster(chosen().code, meeting.starts_at)
    listed = parties.by_name([seat.party for seat in seats], chosen().code)
    form = attendance_form(meeting, listed, {seat.party.code: seat.members[0].holder_name for seat in seats if seat.members})

    def do() -> None:
        marks = {party.code: (form[f"presence_{party.code}"].data, form[f"name_{party.code}"].data or "") for party in listed}
        recording.take_attendance(actor(), meeting, {code: (Presence(word) if word else None, name) for code, (word, name) in marks.items()})

    return answer(form, lambda: render_template("meetings/attendance.html", form=form, meeting=meeting, seats=listed), do, lambda _: page(meeting))


@bp.route("/<int:number>/decisions", methods=["GET", "POST"])
@access(Action.MEETINGS_ADD_DECISION, on=THE_MEETING)
def decisions(meeting: Meeting) -> Any:
    """The decisions so far, and one more."""
    form = DecisionForm()
    links = Links(form)
    return answer(form, lambda: render_template("meetings/decisions.html", form=form, meeting=meeting),
                  lambda: recording.add_decision(actor(), meeting, form.words.data, *links.all_chosen()), lambda _: _decisions(meeting))


@bp.route("/<int:number>/decisions/<int:which>", methods=["GET", "POST"])
@access(Action.MEETINGS_CHANGE_DECISION, on=THE_DECISION)
def change_decision(decision: MeetingDecision) -> Any:
    """Change a decision before the minutes are published."""
    form = DecisionForm(**DecisionForm.of(decision))
    links = Links(form)
    return answer(form, lambda: render_template("meetings/decision.html", form=form, meeting=decision.meeting, decision=decision),
                  lambda: recording.change_decision(actor(), decision, form.words.data, *links.all_chosen()), lambda _: _decisions(decision.meeting))


@bp.post("/<int:number>/decisions/<int:which>/drop")
@access(Action.MEETINGS_DROP_DECISION, on=THE_DECISION)
def drop_decision(decision: MeetingDecision) -> Any:
    """Take the last decision back."""
    where = _decisions(decision.meeting)
    return act(lambda: recording.drop_decision(actor(), decision), lambda _: where)


@bp.route("/<int:number>/minutes", methods=["GET", "POST"])
@access(Action.MEETINGS_WRITE_MINUTES, on=THE_MEETING)
def minutes(meeting: Meeting) -> Any:
    """Write the minutes."""
    former = meeting.minutes
    form = MinutesForm(language=former.language if former else meeting.language, words=former.words if former else "", revision=former.revision if former else 0)
    form.language.choices = languages()
    return answer(form, lambda: render_template("meetings/minutes.html", form=form, meeting=meeting),
                  lambda: writing.write_minutes(actor(), meeting, form.words.data, form.language.data, form.revision.data or 0), lambda _: page(meeting))


@bp.route("/<int:number>/minutes/publish", methods=["GET", "POST"])
@access(Action.MEETINGS_PUBLISH_MINUTES, on=THE_MEETING)
def publish_minutes(meeting: Meeting) -> Any:
    """Read everything once more, then publish it."""
    form = ConfirmForm()
    return answer(form, lambda: render_template("meetings/publish_minutes.html", form=form, meeting=meeting), lambda: writing.publish_minutes(actor(), meeting),
                  lambda _: page(meeting))


@bp.route("/<int:number>/minutes/correct", methods=["GET", "POST"])
@access(Action.MEETINGS_ADD_CORRECTION, on=THE_MEETING)
def add_correction(meeting: Meeting) -> Any:
    """Say under the minutes what they ought to say."""
    form = CorrectionForm()
    return answer(form, lambda: render_template("meetings/correct.html", form=form, meeting=meeting), lambda: writing.add_correction(actor(), meeting, form.words.data),
                  lambda _: page(meeting))


def _decisions(meeting: Meeting) -> str:
    return url_for("meetings.decisions", number=meeting.number)
