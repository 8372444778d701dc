"""The blueprint of meetings, how the pages find what they are about, and the choices that several forms offer."""
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext

from consult.ballots.models import Ballot
from consult.documents.models import Version
from consult.events.queries import events
from consult.meetings import queries
from consult.meetings.models import Meeting
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds.models import Round
from consult.web.access import actor

bp = Blueprint("meetings", __name__, url_prefix="/workgroup/meetings")


def seen(number: int) -> Meeting | None:
    """A meeting that this reader may see: once the group is invited everybody, before that the secretariat."""
    meeting = queries.by_number(number)
    return meeting if meeting and (meeting.public or allowed(actor(), Action.MEETING_DESK)) else None


THE_MEETING = ("number", seen)
THE_ITEM = (("number", "item_id"), queries.item)
THE_DECISION = (("number", "which"), queries.decision)


def page(meeting: Meeting) -> str:
    """The address of a meeting."""
    return url_for("meetings.show", number=meeting.number)


class Links:
    """What a point or a decision can be about, offered by a form and found again by what was chosen."""

    def __init__(self, form: Any):
        self.form = form
        self.versions: dict[str, Version] = {str(version.id): version for version in events.texts()}
        self.ballots: dict[str, Ballot] = {str(ballot.id): ballot for ballot in queries.ballots()}
        self.rounds: dict[str, Round] = {str(round_.id): round_ for round_ in queries.rounds()}
        form.version.choices = [("", gettext("No text")), *((key, f"{each.document.title} {each.label}") for key, each in self.versions.items())]
        form.ballot.choices = [("", gettext("No ballot")), *((key, gettext("Ballot %(number)s", number=each.number)) for key, each in self.ballots.items())]
        if "round" in form:
            form["round"].choices = [("", gettext("No round")), *((key, gettext("Round %(number)s", number=each.number)) for key, each in self.rounds.items())]

    def chosen(self) -> tuple[Version | None, Ballot | None]:
        """The text and the ballot."""
        return self.versions.get(self.form.version.data or ""), self.ballots.get(self.form.ballot.data or "")

    def all_chosen(self) -> tuple[Version | None, Ballot | None, Round | None]:
        """The text, the ballot and the round."""
        return *self.chosen(), self.rounds.get(self.form["round"].data or "")
