"""The settings of this consultation: what each is for, its default, what it may be, and for what a change counts."""
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from consult.ballots.rules.counting import PRESET_NAMES, PRESETS
from consult.errors import Invalid
from consult.i18n import BY_CODE, DEFAULT, N_
from consult.submissions.rules import Interest
from consult.text import legible

Value = TypeVar("Value")


class Kind(StrEnum):
    """How a setting is written in a form."""

    NUMBER = "number"
    CHOICE = "choice"
    LINE = "line"
    WORDS = "words"
    LANGUAGES = "languages"


class Group(StrEnum):
    """Where a setting stands on the page."""

    ROUNDS = "rounds"
    COMMENTS = "comments"
    BALLOTS = "ballots"
    REMINDERS = "reminders"
    SECRETARIAT = "secretariat"
    LANGUAGES = "languages"


class Unit(StrEnum):
    """What a number counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    HOURS = "hours"


GROUP_NAMES = {
    Group.ROUNDS: N_("Rounds of comments"), Group.COMMENTS: N_("Comments and answers"), Group.BALLOTS: N_("Ballots"), Group.REMINDERS: N_("Reminders"),
    Group.SECRETARIAT: N_("The secretariat"), Group.LANGUAGES: N_("Languages"),
}
INTEREST_NAMES = {
    Interest.OFF: N_("Not asked for"), Interest.OPTIONAL: N_("Asked for, and may be left empty"), Interest.REQUIRED: N_("Required"),
}
REASON_MAX, LINE_MAX, WORDS_MAX = 1000, 160, 400
#: One e-mail address, without anything that a mail program would take for a second one or for an order.
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"?&=%/]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")


@dataclass(frozen=True)
class Setting(Generic[Value]):
    """One setting. `config` names the key of the environment that gives the default of an installation; what is decided on the pages comes before both."""

    key: str
    kind: Kind
    group: Group
    name: str
    about: str
    counts: str
    default: Value
    config: str = ""
    unit: Unit | None = None
    least: int = 0
    most: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)
    #: Whether the journal and the public page repeat former values; an address that somebody had once need not follow them for ever.
    told: bool = True


_ROUND = N_("Counts for rounds that are planned or announced afterwards; a round that has been announced keeps its days.")
_SHOWN = N_("Counts at once, on every page and in every mail written afterwards.")
ROUND_DAYS = Setting("round_days", Kind.NUMBER, Group.ROUNDS, N_("Usual length of a round"), N_("How long a round is open when nothing speaks against it."),
                     _ROUND, 30, "ROUND_DAYS", Unit.DAYS, 1, 365)
ROUND_REASON_BELOW = Setting("round_reason_below", Kind.NUMBER, Group.ROUNDS, N_("A shorter round needs a public reason"),
                             N_("A round that lasts less than this can be announced only with a reason that everybody reads."), _ROUND, 30, "ROUND_REASON_BELOW", Unit.DAYS, 1, 365)
ROUND_SHORTEST = Setting("round_shortest", Kind.NUMBER, Group.ROUNDS, N_("Shortest round"), N_("A round that would last less than this is refused."),
                         _ROUND, 20, "ROUND_SHORTEST", Unit.DAYS, 1, 365)
CHECK_DAYS = Setting("check_days", Kind.NUMBER, Group.ROUNDS, N_("Time to check a joint submission"),
                     N_("How long the cluster organisations of a party may read the joint submission before it is sent in their name."),
                     N_("Counts for checks that begin afterwards; a check that runs keeps its end."), 3, "CHECK_DAYS", Unit.DAYS, 1, 30)
INTEREST = Setting("interest", Kind.CHOICE, Group.COMMENTS, N_("Declaration of interest"),
                   N_("Whether those who comment are asked what they stand to gain or lose; everybody reads what they declare."),
                   N_("Counts for rounds that open afterwards; a round that is open keeps what it asked for."), "off", "INTEREST",
                   choices={word.value: name for word, name in INTEREST_NAMES.items()})
REACT_DAYS = Setting("react_days", Kind.NUMBER, Group.COMMENTS, N_("Time to say whether one is satisfied"),
                     N_("How long the author of a comment may say “satisfied” or “not satisfied, because” after the answer was published."),
                     N_("Counts for answers that are published afterwards."), 14, "REACTION_DAYS", Unit.DAYS, 1, 90)
BALLOT_RULE = Setting("ballot_rule", Kind.CHOICE, Group.BALLOTS, N_("Usual voting rule"),
                      N_("The rule that is offered first when a ballot is prepared; each ballot fixes its own when it opens."),
                      N_("Counts for ballots that are prepared afterwards; a ballot keeps the rule it was prepared with."), "consensus",
                      choices={preset: PRESET_NAMES[preset] for preset in PRESETS})
BALLOT_DAYS = Setting("ballot_working_days", Kind.NUMBER, Group.BALLOTS, N_("Shortest ballot on the final text"),
                      N_("How long the seats have at least to vote on the adoption of the final text, Saturdays and Sundays not counted."),
                      N_("Counts for ballots that open afterwards; an open ballot keeps its days."), 10, "BALLOT_WORKING_DAYS", Unit.WORKING_DAYS, 1, 60)
SILENCE_DAYS = Setting("silence_working_days", Kind.NUMBER, Group.BALLOTS, N_("Shortest silence procedure"),
                       N_("How long the seats have at least to object, Saturdays and Sundays not counted."),
                       N_("Counts for silence procedures that open afterwards; one that is open keeps its days."), 5, unit=Unit.WORKING_DAYS, least=1, most=60)
REMIND_DAYS = Setting("remind_days", Kind.NUMBER, Group.REMINDERS, N_("First reminder before a round closes"),
                      N_("How long before the close those who have drafts that are not sent get a mail; 0 for none."), _SHOWN, 7, "REMIND_DAYS", Unit.DAYS, 0, 30)
REMIND_HOURS = Setting("remind_hours", Kind.NUMBER, Group.REMINDERS, N_("Last reminder before a round closes"),
                       N_("The same for the last reminder; 0 for none."), _SHOWN, 24, "REMIND_HOURS", Unit.HOURS, 0, 96)
SECRETARIAT = Setting("secretariat", Kind.LINE, Group.SECRETARIAT, N_("Name of the secretariat"),
                      N_("Who runs the consultation, as it stands at the foot of every page; left empty, the pages say it in the language of the reader."), _SHOWN, "")
ADDRESS = Setting("address", Kind.WORDS, Group.SECRETARIAT, N_("Postal address"),
                  N_("Where letters to the secretariat go; shown at the foot of every page."), _SHOWN, "", told=False)
CONTACT = Setting("contact", Kind.LINE, Group.SECRETARIAT, N_("E-mail address for questions"),
                  N_("The address that people can write to; shown at the foot of every page. An office's address outlives a person's."), _SHOWN, "", "CONTACT", told=False)
LANGUAGES: Setting[list[str]] = Setting("languages", Kind.LANGUAGES, Group.LANGUAGES, N_("Languages of the pages"),
                                        N_("The languages that the menu offers. English is always there; comments can be written in every language of the region."),
                                        _SHOWN, [])
EVERY: tuple[Setting[Any], ...] = (
    ROUND_DAYS, ROUND_REASON_BELOW, ROUND_SHORTEST, CHECK_DAYS, INTEREST, REACT_DAYS, BALLOT_RULE, BALLOT_DAYS, SILENCE_DAYS, REMIND_DAYS, REMIND_HOURS,
    SECRETARIAT, ADDRESS, CONTACT, LANGUAGES,
)
SETTINGS: dict[str, Setting[Any]] = {one.key: one for one in EVERY}


def _number(one: Setting[Any], value: Any) -> int:
    if type(value) is not int or not one.least <= value <= one.most:
        raise Invalid(N_("Write a whole number from %(least)s to %(most)s."), field="value", least=one.least, most=one.most)
    return value


def _choice(one: Setting[Any], value: Any) -> str:
    if value not in one.choices:
        raise Invalid(N_("Choose one of the list."), field="value")
    return str(value)


def _text(one: Setting[Any], value: Any) -> str:
    words = legible.tidy(str(value or ""), "value").strip()
    most = LINE_MAX if one.kind is Kind.LINE else WORDS_MAX
    if len(words) > most:
        raise Invalid(N_("At most %(most)s characters, please."), field="value", most=most)
    if one.key == CONTACT.key and words and not _ADDRESS.fullmatch(words):
        raise Invalid(N_("Write a whole e-mail address, as in office@example.org."), field="value")
    return words


def _languages(one: Setting[Any], value: Any) -> list[str]:
    codes = list(value or [])
    if any(code not in BY_CODE for code in codes):
        raise Invalid(N_("Choose one of the list."), field="value")
    return [code for code in BY_CODE if code in {*codes, DEFAULT.code}] if codes else []


_CHECKS: dict[Kind, Callable[[Setting[Any], Any], Any]] = {
    Kind.NUMBER: _number, Kind.CHOICE: _choice, Kind.LINE: _text, Kind.WORDS: _text, Kind.LANGUAGES: _languages,
}


def tidied(one: Setting[Any], value: Any) -> Any:
    """What is kept of a value that was typed; refused, with what to do, when it cannot be one."""
    return _CHECKS[one.kind](one, value)


def agree(values: Mapping[str, Any]) -> None:
    """Refuse settings that contradict each other."""
    shortest, below, usual = (values[one.key] for one in (ROUND_SHORTEST, ROUND_REASON_BELOW, ROUND_DAYS))
    if usual < shortest:
        raise Invalid(N_("The usual length of a round (%(usual)s days) cannot be less than the shortest one (%(shortest)s days). Change the other setting first."),
                      field="value", usual=usual, shortest=shortest)
    if below < shortest:
        raise Invalid(N_("A round under %(shortest)s days is refused, so the limit for a public reason (%(below)s days) cannot be lower. Change the other setting first."),
                      field="value", below=below, shortest=shortest)
