"""What may go with a submission: files, a declaration of interest, a late link, the data of a comment that came on paper."""
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from consult import clock
from consult.errors import Invalid
from consult.evidence.rules import judged, tidy_name
from consult.i18n import N_
from consult.text import legible

#: Ending -> media type of what may be attached to a comment. Everything else is refused.
ATTACHABLE = {
    ".pdf": "application/pdf", ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".odt": "application/vnd.oasis.opendocument.text",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
}
ORIGINALS = ATTACHABLE | {".txt": "text/plain", ".eml": "message/rfc822"}
TYPE_NAMES = {
    "application/pdf": "PDF", ATTACHABLE[".docx"]: "Word (DOCX)", ATTACHABLE[".odt"]: "OpenDocument (ODT)", ATTACHABLE[".xlsx"]: "Excel (XLSX)", "image/png": "PNG",
    "image/jpeg": "JPEG", "text/plain": N_("Plain text"), "message/rfc822": N_("E-mail"),
}
ONLY_THESE = N_("Only these files are taken: PDF, Word (DOCX), OpenDocument (ODT), Excel (XLSX), PNG and JPEG.")
ONLY_ORIGINALS = N_("Only these files are taken: PDF, Word (DOCX), OpenDocument (ODT), Excel (XLSX), PNG, JPEG, plain text and e-mail (.eml).")
INTEREST_MAX, SENDER_MAX, LINK_REASON_MAX = 2000, 200, 1000
#: How long a late link works, in days.
LINK_DAYS, LINK_DAYS_MAX = 3, 30


class Means(StrEnum):
    """How a comment reached the secretariat when it did not come through these pages."""

    LETTER = "letter"
    EMAIL = "email"
    IN_PERSON = "in_person"


MEANS_NAMES = {Means.LETTER: N_("By letter"), Means.EMAIL: N_("By e-mail"), Means.IN_PERSON: N_("Handed over on paper")}


class Interest(StrEnum):
    """Whether those who comment are asked to declare their interest."""

    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Limits:
    """How large a file may be, in MiB, and how many a comment may have."""

    megabytes: int = 10
    files: int = 5


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: its name, the media type the browser claims, its bytes."""

    name: str
    claimed: str
    content: bytes


@dataclass(frozen=True)
class Judged:
    """A file that may be kept: its tidy name, its real media type, its hash."""

    name: str
    media_type: str
    digest: str


def attachable(upload: Upload, limits: Limits, original: bool = False) -> Judged:
    """What a file is, by its content; refuses what is not on the list, is too large, is not what its name says, or carries macros."""
    name = tidy_name(upload.name)
    types, sentence = (ORIGINALS, ONLY_ORIGINALS) if original else (ATTACHABLE, ONLY_THESE)
    kind = judged(name, upload.claimed, upload.content, types, limits.megabytes * 2**20, sentence, "original" if original else "file")
    return Judged(name, kind, hashlib.sha256(upload.content).hexdigest())


def room_for(have: int, limits: Limits) -> None:
    """Refuse one file more than a comment may have."""
    if have >= limits.files:
        raise Invalid(N_("A comment has %(most)s files at most. Remove one first, or put the material together in one file."), field="file", most=limits.files)


def declared(interest: str, wanted: Interest) -> str:
    """A declaration of interest, as far as the installation asks for one."""
    if wanted == Interest.OFF:
        return ""
    if wanted == Interest.REQUIRED:
        return legible.written(interest, "interest", N_("Say what interest you have in the matter; “none” is an answer too."))
    return legible.tidy(interest, "interest")


def link_hash(token: str) -> str:
    """What is kept of the secret in a late link."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_runs(link: Any, moment: datetime | None = None) -> bool:
    """Whether a late link can still be used: not spent, not taken back, not expired."""
    return link.submission_id is None and link.withdrawn_at is None and (moment or clock.now()) < link.expires_at


def held(links: Sequence[Any], account_id: int | None) -> Any:
    """The late link among these that a person has taken up and not spent yet."""
    return next((link for link in links if account_id is not None and link.holder_id == account_id and link_runs(link)), None)


def expiry(days: int, closes_at: datetime) -> datetime:
    """The instant at which a link given now ends: the end of a day, so many days after the close, or from today where the round has closed."""
    if not 1 <= days <= LINK_DAYS_MAX:
        raise Invalid(N_("A late link works for 1 to %(most)s days."), field="days", most=LINK_DAYS_MAX)
    return clock.end_of_day((max(clock.now(), closes_at - timedelta(minutes=1)) + timedelta(days=days)).astimezone(clock.BRUSSELS).date())


def received(day: date, opens_at: datetime, closes_at: datetime) -> datetime:
    """The instant that stands for the day on which paper came in; what came on the day of the close is in time, in the sender's favour."""
    begins = clock.start_of_day(day)
    if begins > clock.now():
        raise Invalid(N_("This day has not come yet. Give the day on which it was received."), field="received_on")
    if clock.end_of_day(day) <= opens_at:
        raise Invalid(N_("The round had not opened yet on that day. A comment belongs to the round in which it was received."), field="received_on")
    return max(begins, opens_at)


def sender(name: str) -> str:
    """Who sent a letter, which cannot be blank."""
    return legible.written(name, "sender", N_("Say who sent it."))
