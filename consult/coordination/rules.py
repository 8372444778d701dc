"""The life of a gathering: contributions of organisations become one joint submission, and nothing is lost on the way."""
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from consult.i18n import N_
from consult.lifecycle import Lifecycle
from consult.text import legible


class GatheringState(StrEnum):
    """Where the joint submission of one party in one round stands."""

    COLLECTING = "collecting"
    CHECKING = "checking"
    SENT = "sent"


class ContributionState(StrEnum):
    """What became of the words that an organisation gave to its coordinator: exactly one of these."""

    WAITING = "waiting"
    GROUPED = "grouped"
    ASIDE = "set_aside"
    TAKEN_BACK = "taken_back"


class Aside(StrEnum):
    """How a contribution that is in no item is published beside the joint submission."""

    DIFFERING = "differing_view"
    LISTED = "listed"


class Choice(StrEnum):
    """What an organisation holds of an item."""

    FAVOUR = "in_favour"
    AGAINST = "against"
    NO_VIEW = "no_view"


class Voice(StrEnum):
    """What is published of an organisation beside an item: each that was asked or has contributed is in exactly one."""

    FAVOUR = "in_favour"
    AGAINST = "against"
    NO_VIEW = "no_view"
    EARLIER = "earlier_words"
    SILENT = "not_answered"


class Said(StrEnum):
    """What an organisation or a party has said on a section; the first that fits."""

    COMMENTED = "commented"
    CONTRIBUTED = "contributed"
    NOTHING = "no_comment"
    SILENT = "silent"


STATE_NAMES = {
    GatheringState.COLLECTING: N_("Collecting contributions"), GatheringState.CHECKING: N_("Being checked by the organisations"), GatheringState.SENT: N_("Sent"),
}
CONTRIBUTION_NAMES = {
    ContributionState.WAITING: N_("Waiting at the coordinator’s desk"), ContributionState.GROUPED: N_("In the joint submission"),
    ContributionState.ASIDE: N_("Set aside with a reason"), ContributionState.TAKEN_BACK: N_("Taken back"),
}
ASIDE_NAMES = {
    Aside.DIFFERING: N_("As a differing view, with its words in full sight"), Aside.LISTED: N_("In the list of contributions, with its words folded away"),
}
CHOICE_NAMES = {Choice.FAVOUR: N_("In favour"), Choice.AGAINST: N_("Against"), Choice.NO_VIEW: N_("No view")}
VOICE_NAMES = {
    Voice.FAVOUR: N_("In favour"), Voice.AGAINST: N_("Against"), Voice.NO_VIEW: N_("No view"), Voice.EARLIER: N_("Answered on earlier words only"),
    Voice.SILENT: N_("Has not answered"),
}
SAID_NAMES = {Said.COMMENTED: N_("Commented"), Said.CONTRIBUTED: N_("Contributed"), Said.NOTHING: N_("No comment"), Said.SILENT: N_("Silent")}

_G = GatheringState
LIFE = Lifecycle("gathering", {
    (_G.COLLECTING, "start_check"): _G.CHECKING,
    (_G.CHECKING, "reopen"): _G.COLLECTING,
    (_G.CHECKING, "send"): _G.SENT,
})
_C = ContributionState
CONTRIBUTION_LIFE = Lifecycle("contribution", {
    (_C.WAITING, "group"): _C.GROUPED,
    (_C.ASIDE, "group"): _C.GROUPED,
    (_C.GROUPED, "group"): _C.GROUPED,
    (_C.WAITING, "set_aside"): _C.ASIDE,
    (_C.GROUPED, "set_aside"): _C.ASIDE,
    (_C.GROUPED, "restore"): _C.WAITING,
    (_C.ASIDE, "restore"): _C.WAITING,
    (_C.WAITING, "take_back"): _C.TAKEN_BACK,
    (_C.GROUPED, "take_back"): _C.TAKEN_BACK,
    (_C.ASIDE, "take_back"): _C.TAKEN_BACK,
})

NOTE_MAX, REASON_MAX = 2000, 2000
#: How long organisations have to check a joint submission, unless the installation says otherwise.
CHECK_DAYS = 3
#: A declaration on the whole text instead of one section.
WHOLE = ""


def check_end(start: datetime, days: int = CHECK_DAYS) -> datetime:
    """When the time to check is over."""
    return start + timedelta(days=days)


def fits(start: datetime, closes_at: datetime, days: int = CHECK_DAYS) -> bool:
    """Whether a check that starts now is over before the round closes."""
    return check_end(start, days) < closes_at


def aside_reason(reason: str) -> str:
    """Why a contribution is in no item, which cannot be blank: its organisation reads it, and later everybody."""
    return legible.written(reason, "reason", N_("Say why; the organisation reads it now, and everybody when the joint submission is sent."))


def stance_reason(choice: Choice, reason: str, field: str) -> str:
    """Why an organisation is against; the other positions need no reason."""
    if choice == Choice.AGAINST:
        return legible.written(reason, field, N_("Say why you are against; the reason is published with the joint submission."))
    return legible.tidy(reason, field)


@dataclass(frozen=True)
class Balance:
    """How many contributions are where; the four sum to all there are, whatever is done."""

    waiting: int = 0
    grouped: int = 0
    aside: int = 0
    taken_back: int = 0

    @property
    def total(self) -> int:
        """All that were ever given to the coordinator."""
        return self.waiting + self.grouped + self.aside + self.taken_back

    @property
    def standing(self) -> int:
        """All that were not taken back."""
        return self.total - self.taken_back


def balance(states: Iterable[ContributionState]) -> Balance:
    """Count contributions by what became of them."""
    counted = Counter(states)
    return Balance(counted[_C.WAITING], counted[_C.GROUPED], counted[_C.ASIDE], counted[_C.TAKEN_BACK])


@dataclass(frozen=True)
class Given:
    """The latest answer of an organisation: in which check, and what it holds of each item (by number) with its reason."""

    check: int
    choices: Mapping[int, tuple[Choice, str]]


@dataclass(frozen=True)
class Heard:
    """An organisation beside an item, as it is published."""

    organisation: int
    voice: Voice
    reason: str = ""


def voices(item: int, check: int, organisations: Sequence[int], given: Mapping[int, Given]) -> list[Heard]:
    """What each organisation holds of an item: an answer to an earlier check was given on other words, and is not counted for these."""
    return [_heard(one, item, check, given.get(one)) for one in organisations]


def _heard(organisation: int, item: int, check: int, answer: Given | None) -> Heard:
    if answer is None or item not in answer.choices:
        return Heard(organisation, Voice.SILENT if answer is None or answer.check == check else Voice.EARLIER)
    choice, reason = answer.choices[item]
    return Heard(organisation, Voice(choice.value), reason) if answer.check == check else Heard(organisation, Voice.EARLIER)


def missing_answers(check: int, concerned: Iterable[int], given: Mapping[int, Given]) -> list[int]:
    """The organisations, of those that were asked or have contributed, that have not answered this check."""
    return [one for one in concerned if one not in given or given[one].check != check]


def may_send(now: datetime, check_ends_at: datetime | None, missing: Sequence[int]) -> bool:
    """Whether the joint submission may go out: the time to check is over, or every organisation that was asked or has contributed has answered."""
    return check_ends_at is not None and (now >= check_ends_at or not missing)


@dataclass(frozen=True)
class Cell:
    """What one organisation or party has said on one section; `count` is how many comments or contributions."""

    said: Said
    count: int = 0


def cell(comments: int, contributions: int, declared: bool) -> Cell:
    """The first that fits: commented directly, contributed, declared that there is no comment, silent."""
    if comments:
        return Cell(Said.COMMENTED, comments)
    if contributions:
        return Cell(Said.CONTRIBUTED, contributions)
    return Cell(Said.NOTHING if declared else Said.SILENT)
