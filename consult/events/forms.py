"""Forms of events."""
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, TimeField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from consult.events.actions.planning import Invitation
from consult.events.models import Event, EventItem
from consult.events.rules import (
    AUTHORITY_MAX,
    DEFAULT_ZONE,
    EXCEPTION_MAX,
    HOST_MAX,
    HOW_MAX,
    MINUTES_MAX,
    NAME_MAX,
    PLACE_MAX,
    REASON_MAX,
    REFERENCE_MAX,
    TITLE_MAX,
    WORDS_MAX,
    instant,
    wall,
)
from consult.evidence.forms import EvidenceField
from consult.parties import queries as parties
from consult.web.forms import BaseForm, DayField, LineField, RadioField, SelectField, WordsField

DAY, HOUR = _l("Choose the day."), _l("Type the hour, as in 09:30.")


def zones() -> list[tuple[str, str]]:
    """The zones of the parties and of Brussels: the capital says which."""
    known = {DEFAULT_ZONE, *(each.zone for each in parties.candidates().values())}
    return sorted((zone, zone.partition("/")[2].replace("_", " ")) for zone in known)


class EventForm(BaseForm):
    """What an event is, when and where."""

    title = LineField(_l("Name of the event"), validators=[InputRequired(_l("Give the event a name.")), Length(max=TITLE_MAX)])
    language = SelectField(_l("Language of these words"))
    zone = SelectField(_l("Times are those of"), choices=zones)
    starts_day = DayField(_l("First day"), validators=[InputRequired(DAY)])
    starts_hour = TimeField(_l("Begins at"), validators=[InputRequired(HOUR)])
    ends_day = DayField(_l("Last day"), validators=[InputRequired(DAY)])
    ends_hour = TimeField(_l("Ends at"), validators=[InputRequired(HOUR)])
    place = LineField(_l("Place"), validators=[InputRequired(_l("Say where the event takes place.")), Length(max=PLACE_MAX)])
    host = LineField(_l("Host"), validators=[InputRequired(_l("Say who hosts the event.")), Length(max=HOST_MAX)])
    words = WordsField(_l("About the event"), validators=[Optional(), Length(max=WORDS_MAX)])

    def invitation(self) -> Invitation:
        """What was filled in, its hours taken by the clock of the place."""
        zone = self.zone.data
        starts, ends = (instant(day.data, hour.data, zone, hour.name) for day, hour in ((self.starts_day, self.starts_hour), (self.ends_day, self.ends_hour)))
        return Invitation(self.title.data, self.language.data, starts, ends, zone, self.place.data, self.host.data, self.words.data or "")

    @staticmethod
    def of(event: Event) -> dict[str, object]:
        """What stands in the form before it is changed."""
        starts, ends = wall(event.starts_at, event.zone), wall(event.ends_at, event.zone)
        return {"title": event.title, "language": event.language, "zone": event.zone, "starts_day": starts.date(), "starts_hour": starts.time(), "ends_day": ends.date(),
                "ends_hour": ends.time(), "place": event.place, "host": event.host, "words": event.words}


class AmendForm(EventForm):
    """The same, of an event that was announced: with a reason."""

    reason = WordsField(_l("Why it is changed"), validators=[InputRequired(_l("Say why the event is changed.")), Length(max=REASON_MAX)])


class OutcomeForm(BaseForm):
    """Which text is to come out of the event."""

    version = SelectField(_l("Outcome text"), validators=[Optional()])
    exception = WordsField(_l("Why there is no carried final text"), validators=[Optional(), Length(max=EXCEPTION_MAX)])


class CancelForm(BaseForm):
    """Call the event off."""

    reason = WordsField(_l("Reason"), validators=[InputRequired(_l("Say why the event does not take place.")), Length(max=REASON_MAX)])


class ConfirmForm(BaseForm):
    """Nothing to fill in: a step with a page of its own that says what follows from it."""


class ItemForm(BaseForm):
    """One point of the agenda."""

    day = DayField(_l("Day"), validators=[InputRequired(DAY)])
    hour = TimeField(_l("Hour"), validators=[InputRequired(HOUR)])
    title = LineField(_l("What it is about"), validators=[InputRequired(_l("Say what this point is about.")), Length(max=TITLE_MAX)])
    words = WordsField(_l("More about it"), validators=[Optional(), Length(max=WORDS_MAX)])
    version = SelectField(_l("Text it is about"), validators=[Optional()])

    def begins(self, event: Event) -> datetime:
        """The moment that was filled in, by the clock of the place."""
        return instant(self.day.data, self.hour.data, event.zone, "hour")

    @staticmethod
    def of(item: EventItem) -> dict[str, object]:
        """What stands in the form before it is changed."""
        at = wall(item.starts_at, item.event.zone)
        return {"day": at.date(), "hour": at.time(), "title": item.title, "words": item.words, "version": str(item.version_id or "")}


class PaperForm(BaseForm):
    """A document of a point of the agenda."""

    title = LineField(_l("Name of the document"), validators=[InputRequired(_l("Give the document a name.")), Length(max=TITLE_MAX)])
    language = SelectField(_l("Language of the document"))
    evidence = EvidenceField(_l("The document"))


class DelegationForm(BaseForm):
    """Which party or body comes."""

    party = SelectField(_l("Party"))


class DelegateForm(BaseForm):
    """A member of a delegation."""

    name = LineField(_l("Name"), validators=[InputRequired(_l("Type the name of the person.")), Length(max=NAME_MAX)])
    title = LineField(_l("Function"), validators=[Optional(), Length(max=TITLE_MAX)])
    head = BooleanField(_l("Heads the delegation"))


class CredentialsForm(BaseForm):
    """The letter by which a delegation is sent."""

    authority = LineField(_l("Authority that sends the delegation"), validators=[InputRequired(_l("Say which authority sends the delegation.")), Length(max=AUTHORITY_MAX)])
    reference = LineField(_l("Reference of the letter"), validators=[Optional(), Length(max=REFERENCE_MAX)])
    dated = DayField(_l("Date of the letter"), validators=[InputRequired(_l("Say of which day the letter is."))])
    powers = BooleanField(_l("The letter entitles the delegation to sign"))
    evidence = EvidenceField(_l("The letter"))


class SheetField(EvidenceField):
    """The scan of a signing sheet; a common sheet is sent once and stands for the others too."""

    def __init__(self, label: Any, **kwargs: Any):
        super().__init__(label, **kwargs)
        self.validators = ()

    def sent(self) -> bool:
        """Whether a file was chosen."""
        return bool(self.data and self.data.filename)


class SignForm(BaseForm):
    """A signature, from its sheet. `digest` is the text that was on the list."""

    digest = HiddenField()
    delegate = RadioField(_l("Who signed"), coerce=int, validators=[InputRequired(_l("Choose who signed."))])
    sheet = SelectField(_l("The signing sheet"), validators=[Optional()])
    evidence = SheetField(_l("Scan or photograph of the signing sheet"))
    signed_on = DayField(_l("Signed on"), validators=[InputRequired(DAY)])
    dated = DayField(_l("Date on the sheet, if it is another"), validators=[Optional()])
    effective = DayField(_l("Takes effect on, if on another day"), validators=[Optional()])


class MinutesForm(BaseForm):
    """The minutes, in Markdown."""

    language = SelectField(_l("Language of the minutes"))
    revision = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])
    words = WordsField(_l("Minutes"), validators=[InputRequired(_l("Write the minutes.")), Length(max=MINUTES_MAX)])


class PublishForm(BaseForm):
    """How the minutes were adopted, and the words that confirm it."""

    adopted_on = DayField(_l("Adopted on"), validators=[InputRequired(_l("Say on which day the minutes were adopted."))])
    adopted_how = LineField(_l("How they were adopted"), validators=[InputRequired(_l("Say how the delegations adopted the minutes.")), Length(max=HOW_MAX)])
