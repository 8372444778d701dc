"""What helps to answer: places that a saved text leaves to be filled, the review of a draft, and how long an author can react."""
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from consult.errors import Invalid
from consult.i18n import N_
from consult.lifecycle import Lifecycle


class ReviewState(StrEnum):
    """A draft that is for review waits until another editor approves it or sends it back."""

    ASKED = "asked"
    APPROVED = "approved"
    SENT_BACK = "sent_back"


class Feeling(StrEnum):
    """What an author says about the answer; it does not reopen the comment."""

    SATISFIED = "satisfied"
    NOT_SATISFIED = "not_satisfied"


REVIEW_NAMES = {ReviewState.ASKED: N_("For review"), ReviewState.APPROVED: N_("Approved"), ReviewState.SENT_BACK: N_("Sent back")}
FEELING_NAMES = {Feeling.SATISFIED: N_("Satisfied"), Feeling.NOT_SATISFIED: N_("Not satisfied")}
LIFE = Lifecycle("review", {(ReviewState.ASKED, "approve"): ReviewState.APPROVED, (ReviewState.ASKED, "send_back"): ReviewState.SENT_BACK})

#: The places that a text may leave to be filled for each comment; written in braces, the same in every language.
PLACES = {
    "number": N_("the number of the comment"), "author": N_("the organisation, or “the author of” and the number; never the name of a person"),
    "section": N_("the section commented on"), "version": N_("the version commented on"), "round": N_("the number of the round"), "change": N_("the address of the change"),
}
TITLE_MAX, REMARK_MAX, WHY_MAX, REACTION_MAX = 100, 2000, 1000, 4000
_PLACE = re.compile(r"\{([^{}\s]{1,40})\}")


def check_places(text: str, field: str) -> None:
    """Refuse a text with a place that nothing fills."""
    for name in _PLACE.findall(text):
        if name not in PLACES:
            raise Invalid(N_("{%(name)s} is no place that can be filled. These are: %(known)s."), field=field, name=name, known=", ".join(f"{{{one}}}" for one in PLACES))


def fill(text: str, facts: Mapping[str, str]) -> str:
    """A text with its places filled for one comment; refused where a place has nothing to hold."""
    check_places(text, "reason")
    if "change" in _PLACE.findall(text) and not facts["change"]:
        raise Invalid(N_("The text names the change by {change}, and no changed section is chosen. Choose one, or take {change} out."), field="reason")
    return _PLACE.sub(lambda found: facts[found[1]], text)


def until(published_at: datetime, days: int) -> datetime:
    """When the time to react to an answer ends."""
    return published_at + timedelta(days=days)
