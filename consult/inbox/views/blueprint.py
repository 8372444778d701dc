"""The blueprint, the choice in the address, and the way back to the list."""
import re
from typing import Any

from flask import Blueprint, request, url_for

from consult.comments.models import Comment
from consult.comments.queries import threads
from consult.documents.models import Section
from consult.documents.queries import stored
from consult.errors import Invalid
from consult.i18n import N_
from consult.inbox.queries import counted, lists
from consult.inbox.rules import TICKED_MAX, WHOLE, Choice
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.rounds.rules import Phase
from consult.web.access import actor

bp = Blueprint("inbox", __name__, url_prefix="/inbox")
#: The round that is offered first: the one being answered, else the latest that has closed or is open.
ORDER = (Phase.DISPOSITION, Phase.CLOSED, Phase.OPEN, Phase.COMPLETE)


def chosen() -> Choice:
    """The choice in the address."""
    return Choice.read(request.args)


def round_of(choice: Choice, every: list[Round]) -> Round | None:
    """The round that a choice names, else the one that is being answered."""
    if choice.round:
        return next((one for one in every if str(one.number) == choice.round), None)
    return min((one for one in every if one.phase in ORDER), key=lambda one: ORDER.index(one.phase), default=None)


def section_of(choice: Choice, sections: list[Section]) -> Section | None:
    """The section that a choice names by its address or number."""
    wanted = choice.section.lower()
    return next((one for one in sections if wanted and wanted != WHOLE and wanted in {one.address.lower(), one.number.lower()}), None)


def asked(choice: Choice, round_: Round) -> lists.Asked:
    """The choice as the database understands it, for pages that need no counts of their own."""
    section = section_of(choice, stored.contents(round_.version)) if choice.section else None
    return lists.asked(round_, choice, actor(), counted.of_fields(round_, choice), section.uid if section else None,
                       counted.of_organisation(round_, choice) if choice.organisation else 0)


def here(choice: Choice, **more: Any) -> str:
    """The address of the list with this choice."""
    return url_for("inbox.index", **choice.known, **more)


def back() -> str:
    """Where a step leads back to: the comment it was taken at, else the same page of the list."""
    if re.fullmatch(r"[A-Za-z0-9-]{1,40}", at := request.args.get("at", "")):
        return url_for("inbox.show", public_id=at, **chosen().known)
    return here(chosen(), **{name: value for name in ("after", "before") if (value := key(name))})


def key(name: str) -> int:
    """The key of a page in the address, 0 for none."""
    value = request.args.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def ticked() -> list[Comment]:
    """The comments that a form names."""
    names = list(dict.fromkeys(request.form.getlist("comment")))
    if len(names) > TICKED_MAX:
        raise Invalid(N_("At most %(most)s comments are taken in one step; nothing was done. Take fewer at once."), most=TICKED_MAX)
    return threads.by_public_ids(names)


def every_round() -> list[Round]:
    """All announced rounds, the latest first."""
    return rounds.all_rounds()
