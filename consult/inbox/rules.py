"""What an inbox is narrowed to, and at which stage a comment waits there."""
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from consult.comments.rules import Channel, CommentKind
from consult.errors import Invalid
from consult.i18n import N_
from consult.search.rules import apart
from consult.text import legible


class Stage(StrEnum):
    """How far the answer to a comment is; withdrawn and hidden comments wait for none."""

    UNANSWERED = "todo"
    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    GONE = "gone"


STAGE_NAMES = {
    Stage.UNANSWERED: N_("Without an answer"), Stage.DRAFT: N_("Drafted"), Stage.APPROVED: N_("Approved"), Stage.PUBLISHED: N_("Published"),
    Stage.GONE: N_("Withdrawn or hidden"),
}
#: Beside the stages: everything, and the drafted answers that the editor at the desk may approve.
ANY, TO_APPROVE = "any", "to_approve"
#: The filters that compare one column with one word, and that column.
FIELDS = {"section": "section_uid", "party": "origin", "organisation": "organisation_id", "kind": "kind", "language": "language", "channel": "channel",
          "assigned": "assignee_id"}
#: In the field `assigned`: to whoever looks, and to nobody.
ME, NOBODY = "me", "nobody"
#: In the field `section`: comments on the document as a whole.
WHOLE = "whole"
NOTE_MAX, NAME_MAX, QUERY_MAX, WORDS_MAX = 4000, 80, 1000, 8
#: So many comments are shown on a page, and so many may be named in one step.
PAGE, TICKED_MAX = 50, 100
#: Several filters together are counted up to this number.
COUNTED_MAX = 1000


@dataclass(frozen=True)
class Choice:
    """What an inbox shows; what nobody knows is left out. Without a stage it shows what has no answer."""

    round: str = ""
    stage: str = ""
    section: str = ""
    party: str = ""
    organisation: str = ""
    kind: str = ""
    language: str = ""
    channel: str = ""
    campaign: str = ""
    assigned: str = ""
    unread: str = ""
    q: str = ""

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "Choice":
        """The choice that an address means."""
        given = {name: args.get(name, "").strip()[:200] for name in asdict(cls())}
        words = {"stage": {*Stage, ANY, TO_APPROVE}, "kind": set(CommentKind), "channel": set(Channel), "unread": {"1"}}
        for name, known in words.items():
            given[name] = given[name] if given[name] in known else ""
        for name in ("round", "organisation", "campaign"):
            given[name] = given[name] if _number(given[name]) else ""
        given["assigned"] = given["assigned"] if given["assigned"] in {ME, NOBODY} or _number(given["assigned"]) else ""
        return cls(**given)

    @property
    def known(self) -> dict[str, Any]:
        """What stands in the address."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def query(self) -> str:
        """The same as one text, which a kept choice holds."""
        return urlencode(self.known)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that are shown."""
        if self.stage == ANY:
            return tuple(Stage)
        return (Stage.DRAFT if self.stage == TO_APPROVE else Stage(self.stage or Stage.UNANSWERED),)

    @property
    def words(self) -> list[str]:
        """The folded words that must all occur, each as the beginning of a word."""
        return re.findall(r"[^\W_]+", apart(self.q))[:WORDS_MAX]

    @property
    def narrowed(self) -> bool:
        """Whether anything but round and stage is chosen."""
        return bool(set(self.known) - {"round", "stage"})


def _number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 10


def note(body: str) -> str:
    """The words of a note, which cannot be blank."""
    return legible.written(body, "body", N_("Write what the other editors should know."))


def name_of(name: str) -> str:
    """The name of a kept choice."""
    if legible.blank(name):
        raise Invalid(N_("Give this choice a name."), field="name")
    return " ".join(name.split())[:NAME_MAX]
