"""Forms of meetings."""
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TimeField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from consult.events.forms import zones
from consult.events.rules import instant, wall
from consult.meetings.actions.planning import Call
from consult.meetings.models import Meeting, MeetingDecision, MeetingItem
from consult.meetings.rules import CORRECTION_MAX, LINK_MAX, MINUTES_MAX, NAME_MAX, PLACE_MAX, PRESENCE_NAMES, REASON_MAX, TITLE_MAX, WORDS_MAX
from consult.parties.models import Party
from consult.web.forms import BaseForm, DayField, LineField, SelectField, WordsField

HOUR = _l("Type the hour, as in 09:30.")


class MeetingForm(BaseForm):
    """What a meeting is, when and where."""

    title = LineField(_l("Name of the meeting"), validators=[InputRequired(_l("Give the meeting a name.")), Length(max=TITLE_MAX)])
    language = SelectField(_l("Language of these words"))
    zone = SelectField(_l("Times are those of"), choices=zones)
    day = DayField(_l("Day"), validators=[InputRequired(_l("Choose the day."))])
    starts_hour = TimeField(_l("Begins at"), validators=[InputRequired(HOUR)])
    ends_hour = TimeField(_l("Ends at"), validators=[InputRequired(HOUR)])
    place = LineField(_l("Place"), validators=[Optional(), Length(max=PLACE_MAX)])
    link = LineField(_l("Link for those who join from afar"), validators=[Optional(), Length(max=LINK_MAX)])
    words = WordsField(_l("About the meeting"), validators=[Optional(), Length(max=WORDS_MAX)])

    def call(self) -> Call:
        """What was filled in, its hours taken by the clock of the place."""
        starts, ends = (instant(self.day.data, hour.data, self.zone.data, hour.name) for hour in (self.starts_hour, self.ends_hour))
        return Call(self.title.data, self.language.data, starts, ends, self.zone.data, self.place.data or "", self.link.data or "", self.words.data or "")

    @staticmethod
    def of(meeting: Meeting) -> dict[str, object]:
        """What stands in the form before it is changed."""
        starts, ends = wall(meeting.starts_at, meeting.zone), wall(meeting.ends_at, meeting.zone)
        return {"title": meeting.title, "language": meeting.language, "zone": meeting.zone, "day": starts.date(), "starts_hour": starts.time(), "ends_hour": ends.time(),
                "place": meeting.place, "link": meeting.link, "words": meeting.words}


class ChangeForm(MeetingForm):
    """The same, of a meeting to which the group is invited: with a reason."""

    reason = WordsField(_l("Why it is changed"), validators=[InputRequired(_l("Say why the meeting is changed.")), Length(max=REASON_MAX)])


class CancelForm(BaseForm):
    """Call the meeting off."""

    reason = WordsField(_l("Reason"), validators=[InputRequired(_l("Say why the meeting does not take place.")), Length(max=REASON_MAX)])


class ConfirmForm(BaseForm):
    """Nothing to fill in: a step with a page of its own that says what follows from it."""


class ItemForm(BaseForm):
    """One point of the agenda."""

    title = LineField(_l("What it is about"), validators=[InputRequired(_l("Say what this point is about.")), Length(max=TITLE_MAX)])
    words = WordsField(_l("More about it"), validators=[Optional(), Length(max=WORDS_MAX)])
    version = SelectField(_l("Text it is about"), validators=[Optional()])
    ballot = SelectField(_l("Ballot it is about"), validators=[Optional()])

    @staticmethod
    def of(item: MeetingItem) -> dict[str, object]:
        """What stands in the form before it is changed."""
        return {"title": item.title, "words": item.words, "version": str(item.version_id or ""), "ballot": str(item.ballot_id or "")}


class DecisionForm(BaseForm):
    """What was decided."""

    words = WordsField(_l("What was decided"), validators=[InputRequired(_l("Write what was decided.")), Length(max=WORDS_MAX)])
    version = SelectField(_l("Text it is about"), validators=[Optional()])
    ballot = SelectField(_l("Ballot it is about"), validators=[Optional()])
    round = SelectField(_l("Round it is about"), validators=[Optional()])

    @staticmethod
    def of(row: MeetingDecision) -> dict[str, object]:
        """What stands in the form before it is changed."""
        return {"words": row.words, "version": str(row.version_id or ""), "ballot": str(row.ballot_id or ""), "round": str(row.round_id or "")}


def attendance_form(meeting: Meeting, seats: list[Party], names: dict[str, str]) -> Any:
    """A form with a mark and a name for each seat; `names` are those of the members, offered where nothing is recorded yet."""
    marks = [("", _l("not recorded")), *((word.value, _l(name)) for word, name in PRESENCE_NAMES.items())]
    rows = {row.party_code: row for row in meeting.attendance}
    fields: dict[str, Any] = {}
    for party in seats:
        row = rows.get(party.code)
        fields[f"presence_{party.code}"] = SelectField(_l("Present or not"), choices=marks, default=row.presence.value if row else "", validators=[Optional()])
        fields[f"name_{party.code}"] = LineField(_l("Who spoke for the seat"), default=row.name if row else names.get(party.code, ""),
                                                 validators=[Optional(), Length(max=NAME_MAX)])
    return type("AttendanceForm", (BaseForm,), fields)()


class MinutesForm(BaseForm):
    """The minutes, in Markdown."""

    language = SelectField(_l("Language of the minutes"))
    revision = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])
    words = WordsField(_l("Minutes"), validators=[InputRequired(_l("Write the minutes.")), Length(max=MINUTES_MAX)])


class CorrectionForm(BaseForm):
    """What published minutes ought to say."""

    words = WordsField(_l("What is corrected"), validators=[InputRequired(_l("Say what is corrected.")), Length(max=CORRECTION_MAX)])
