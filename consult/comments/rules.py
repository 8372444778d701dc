"""The life of a comment and of its answer."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from consult.errors import Invalid
from consult.i18n import N_
from consult.lifecycle import Lifecycle
from consult.text import anchors, legible
from consult.text.anchors import Selector


class CommentKind(StrEnum):
    """What a comment is about: the ge / te / ed of the ISO commenting template, in plain words."""

    GENERAL = "general"
    SUBSTANCE = "substance"
    WORDING = "wording"


class CommentState(StrEnum):
    """Each comment is in exactly one of these (C1)."""

    SUBMITTED = "submitted"
    DISPOSED = "disposed"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"


class Capacity(StrEnum):
    """For whom a comment speaks."""

    SELF = "self"
    ORGANISATION = "organisation"
    COORDINATOR = "coordinator"


class Channel(StrEnum):
    """How a comment came in."""

    DIRECT = "direct"
    COORDINATOR = "coordinator"
    PAPER = "paper"


class Code(StrEnum):
    """The seven dispositions."""

    ACCEPTED = "accepted"
    PARTLY = "accepted_in_part"
    NOT_ACCEPTED = "not_accepted"
    NOTED = "noted"
    DUPLICATE = "duplicate"
    DEFERRED = "deferred"
    OUT_OF_SCOPE = "out_of_scope"


class AnswerState(StrEnum):
    """The life of one answer; a later answer replaces an earlier one, which stays visible."""

    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"


class PlaceStatus(StrEnum):
    """What became of a comment's place in a later version."""

    KEPT = "kept"
    MOVED = "moved"
    CHANGED = "changed"
    REWORDED = "reworded"
    DETACHED = "detached"


KIND_NAMES = {CommentKind.GENERAL: N_("General remark"), CommentKind.SUBSTANCE: N_("Substance"), CommentKind.WORDING: N_("Wording or language")}
ISO_TYPES = {CommentKind.GENERAL: "ge", CommentKind.SUBSTANCE: "te", CommentKind.WORDING: "ed"}
STATE_NAMES = {
    CommentState.SUBMITTED: N_("Not answered yet"), CommentState.DISPOSED: N_("Answered"),
    CommentState.WITHDRAWN: N_("Withdrawn"), CommentState.HIDDEN: N_("Hidden"),
}
CODE_NAMES = {
    Code.ACCEPTED: N_("Accepted"), Code.PARTLY: N_("Accepted in part"), Code.NOT_ACCEPTED: N_("Not accepted"), Code.NOTED: N_("Noted"),
    Code.DUPLICATE: N_("Duplicate"), Code.DEFERRED: N_("Deferred to a later round"), Code.OUT_OF_SCOPE: N_("Outside the scope"),
}
CAPACITY_NAMES = {
    Capacity.SELF: N_("For myself"), Capacity.ORGANISATION: N_("For an organisation"), Capacity.COORDINATOR: N_("As national coordinator"),
}
ANSWER_NAMES = {AnswerState.DRAFT: N_("Drafted"), AnswerState.APPROVED: N_("Approved"), AnswerState.PUBLISHED: N_("Published")}
CHANNEL_NAMES = {Channel.DIRECT: N_("Directly"), Channel.COORDINATOR: N_("Through the national coordinator"), Channel.PAPER: N_("On paper or by e-mail")}
PLACE_NAMES = {
    PlaceStatus.KEPT: N_("The passage is unchanged."), PlaceStatus.MOVED: N_("The passage has moved."), PlaceStatus.CHANGED: N_("The passage has changed since."),
    PlaceStatus.REWORDED: N_("The passage has been reworded."), PlaceStatus.DETACHED: N_("The passage is no longer in the text."),
}

#: The same in one word, and for a comment on a whole section.
PLACE_TAGS = {
    PlaceStatus.KEPT: N_("unchanged"), PlaceStatus.MOVED: N_("moved"), PlaceStatus.CHANGED: N_("changed"), PlaceStatus.REWORDED: N_("reworded"),
    PlaceStatus.DETACHED: N_("gone"),
}
SECTION_PLACES = {
    PlaceStatus.KEPT: N_("The section is unchanged."), PlaceStatus.MOVED: N_("The section has moved."), PlaceStatus.CHANGED: N_("The section has changed since."),
    PlaceStatus.REWORDED: N_("The section has changed since."), PlaceStatus.DETACHED: N_("The section is no longer in the text."),
}

_S = CommentState
LIFE = Lifecycle("comment", {
    (_S.SUBMITTED, "publish"): _S.DISPOSED,
    (_S.DISPOSED, "publish"): _S.DISPOSED,
    (_S.SUBMITTED, "replace"): _S.SUBMITTED,
    (_S.SUBMITTED, "withdraw"): _S.WITHDRAWN,
    (_S.SUBMITTED, "hide"): _S.HIDDEN,
    (_S.DISPOSED, "hide"): _S.HIDDEN,
    (_S.HIDDEN, "restore"): _S.SUBMITTED,
    (_S.HIDDEN, "restore_answered"): _S.DISPOSED,
})
ANSWER_LIFE = Lifecycle("answer", {
    (AnswerState.DRAFT, "approve"): AnswerState.APPROVED,
    (AnswerState.APPROVED, "publish"): AnswerState.PUBLISHED,
})

#: C2: these need a verified change link. C3: every code but `accepted` needs a reason.
NEEDS_CHANGE = frozenset({Code.ACCEPTED, Code.PARTLY})
NEEDS_REASON = frozenset(Code) - {Code.ACCEPTED}

BODY_MAX, WORDING_MAX, REASON_MAX, QUOTE_MAX, REPLY_MAX, ANSWER_MAX = 8000, 8000, 4000, 4000, 4000, 8000


def public_id(round_number: int, party_code: str, running: int) -> str:
    """The permanent name of a comment: R1-RS-014."""
    return f"R{round_number}-{party_code}-{running:03d}"


def needs(code: Code) -> frozenset[str]:
    """What a disposition of this kind requires: of reason, change, target, round."""
    wanted = {"reason"} if code in NEEDS_REASON else set()
    if code in NEEDS_CHANGE:
        wanted.add("change")
    if code == Code.DUPLICATE:
        wanted.add("target")
    if code == Code.DEFERRED:
        wanted.add("round")
    return frozenset(wanted)


def receipt(round_number: int, running: int) -> str:
    """The number of one submission: S1-0042."""
    return f"S{round_number}-{running:04d}"


def said(body: str) -> str:
    """A person's words, which cannot be blank and which others can read; kept as typed, what acts unseen in them is shown where they are read."""
    if legible.blank(body):
        raise Invalid(N_("Please write what you want to say."), field="body")
    legible.check(body, "body", len(body))
    return body.strip("\n").rstrip()


def readable(body: str, quote: str, proposed: str, reason: str) -> None:
    """Words that can be stored whole and read by others, each field within its length; a wording also as Markdown."""
    legible.check(body, "body", BODY_MAX)
    legible.check(quote, "quote", QUOTE_MAX)
    legible.check_source(proposed, "proposed", WORDING_MAX)
    legible.check(reason, "reason", REASON_MAX)


def public_reason(reason: str) -> str:
    """A reason that everybody will read, which cannot be blank."""
    return legible.written(reason, "reason", N_("Say why; everybody will read it."))


def proposal(proposed: str, typed: str, quote: str) -> str:
    """A proposed wording; one that is still the quotation proposes nothing."""
    return "" if legible.blank(proposed) or proposed.strip() in {typed.strip(), quote} else proposed.strip()


def quotation(found: Selector | None) -> dict[str, Any]:
    """What is kept of a quotation, once and for ever: the words, those around them, and their place."""
    if found is None:
        return {"quote": "", "quote_prefix": "", "quote_suffix": "", "quote_start": None, "quote_end": None}
    return {"quote": found.exact, "quote_prefix": found.prefix, "quote_suffix": found.suffix, "quote_start": found.start, "quote_end": found.end}


@dataclass(frozen=True)
class Tally:
    """How many comments of a round are in which state; the four sum to the total (C1)."""

    undisposed: int = 0
    disposed: int = 0
    withdrawn: int = 0
    hidden: int = 0

    @property
    def total(self) -> int:
        """All comments of the round."""
        return self.undisposed + self.disposed + self.withdrawn + self.hidden


@dataclass(frozen=True)
class Group:
    """The comments of a round counted by one thing; the counts sum to the total (R6). `field` is the filter of the response table."""

    title: str
    head: str
    field: str
    rows: list[tuple[Any, int]]


@dataclass(frozen=True)
class Standing:
    """Where a thread stands in a version: its section (None: the whole document, or no place), and its quotation there."""

    uid: str | None
    start: int | None
    end: int | None
    status: PlaceStatus
    score: float = 1.0


DETACHED = Standing(None, None, None, PlaceStatus.DETACHED, 0.0)
_STATUS = {"same": PlaceStatus.KEPT, "changed": PlaceStatus.CHANGED, "moved": PlaceStatus.MOVED, "reworded": PlaceStatus.REWORDED}


@dataclass(frozen=True)
class Concordance:
    """What became of every section between two versions, as texts by uid; `links` name old and new uid and what happened."""

    old: Mapping[str, str]
    new: Mapping[str, str]
    links: Sequence[tuple[str, str, frozenset[str]]]

    def became(self, uid: str) -> dict[str, frozenset[str]]:
        """The sections of the new version that hold text of an old one; without any link a uid stays itself."""
        linked = {new: kinds for old, new, kinds in self.links if old == uid and new in self.new}
        return linked or ({uid: frozenset()} if uid in self.new and uid not in {old for old, _, _ in self.links} else {})

    def before(self, parts: Mapping[str, frozenset[str]], but: str) -> dict[str, list[str]]:
        """The other old texts that these new sections also come from."""
        return {part: [self.old[old] for old, new, _ in self.links if new == part and old != but and old in self.old] for part in parts}


def carried(standing: Standing, quotation: Selector | None, between: Concordance) -> Standing:
    """Where a thread stands in the next version: with its quotation if that is found, else with its section; never lost, at worst detached (V6).

    The status tells what has happened since the comment was written: what once changed does not become unchanged again.
    """
    if standing.uid is None or standing.uid not in between.old:
        return standing
    step = _next(standing.uid, quotation, between)
    return replace(step, status=max(standing.status, step.status, key=list(PlaceStatus).index))


def _next(uid: str, quotation: Selector | None, between: Concordance) -> Standing:
    parts = between.became(uid)
    if quotation is None:
        return _with_section(uid, parts, between)
    bodies = {part: between.new[part] for part in parts}
    if len(bodies) == 1 and between.old[uid] in bodies.values():  # not a letter changed: nothing to look for
        (part, kinds), = parts.items()
        return Standing(part, quotation.start, quotation.end, PlaceStatus.MOVED if "moved" in kinds else PlaceStatus.KEPT)
    found = anchors.carry(quotation, between.old[uid], bodies, between.new, between.before(parts, uid))
    if found.uid is None:
        return replace(_with_section(uid, parts, between), status=PlaceStatus.DETACHED, score=0.0)
    moved = found.status == "same" and "moved" in parts.get(found.uid, ())
    return Standing(found.uid, found.start, found.end, PlaceStatus.MOVED if moved else _STATUS[found.status], found.score)


def corrected(quote: str, words: str, uid: str | None, same_section: bool) -> PlaceStatus:
    """What an editor's correction of a place says became of it: `words` are those now pointed at, of a comment on `quote`."""
    if uid is None or (quote and not words):
        return PlaceStatus.DETACHED
    if not quote or words != quote:
        return PlaceStatus.CHANGED
    return PlaceStatus.KEPT if same_section else PlaceStatus.MOVED


def _with_section(uid: str, parts: Mapping[str, frozenset[str]], between: Concordance) -> Standing:
    """The section that a whole section became; of several parts the one with most text."""
    if not parts:
        return DETACHED
    part = max(parts, key=lambda new: (len(between.new[new]), new == uid))
    if between.new[part] != between.old[uid]:
        return Standing(part, None, None, PlaceStatus.CHANGED)
    return Standing(part, None, None, PlaceStatus.MOVED if "moved" in parts[part] else PlaceStatus.KEPT)
