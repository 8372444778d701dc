"""The life of a comment and of its answer."""
from enum import StrEnum

from consult.i18n import N_
from consult.lifecycle import Lifecycle


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
CHANNEL_NAMES = {Channel.DIRECT: N_("Directly"), Channel.COORDINATOR: N_("Through the national coordinator"), Channel.PAPER: N_("On paper or by e-mail")}
PLACE_NAMES = {
    PlaceStatus.KEPT: N_("The passage is unchanged."), PlaceStatus.MOVED: N_("The passage has moved."), PlaceStatus.CHANGED: N_("The passage has changed since."),
    PlaceStatus.REWORDED: N_("The passage has been reworded."), PlaceStatus.DETACHED: N_("The passage is no longer in the text."),
}

_S = CommentState
LIFE = Lifecycle("comment", {
    (_S.SUBMITTED, "publish"): _S.DISPOSED,
    (_S.DISPOSED, "publish"): _S.DISPOSED,
    (_S.SUBMITTED, "replace"): _S.SUBMITTED,
    (_S.SUBMITTED, "withdraw"): _S.WITHDRAWN,
    (_S.SUBMITTED, "hide"): _S.HIDDEN,
    (_S.DISPOSED, "hide"): _S.HIDDEN,
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
