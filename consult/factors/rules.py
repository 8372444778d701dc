"""What counts as a second factor: passkeys, one-time codes, recovery codes; who must have one; how a lost one is reset."""
import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from consult.accounts.rules import Role
from consult.i18n import N_
from consult.lifecycle import Lifecycle
from consult.workgroup.rules import Term, covers


class Purpose(StrEnum):
    """What a passkey is asked for: to be added, to let its owner in by itself, or to show that it is them."""

    ADD = "add"
    ENTER = "enter"
    SHOW = "show"


class ResetState(StrEnum):
    """The life of a request to reset somebody's factors."""

    ASKED = "asked"
    DONE = "done"
    DECLINED = "declined"


RESET_NAMES = {ResetState.ASKED: N_("Waits for a second administrator"), ResetState.DONE: N_("Reset"), ResetState.DECLINED: N_("Not done")}
RESET_LIFE = Lifecycle("reset", {(ResetState.ASKED, "reset"): ResetState.DONE, (ResetState.ASKED, "decline"): ResetState.DECLINED})

#: Roles that need a second factor; members of the working group need one while a mandate is in force.
HELD_BY = frozenset({Role.ADMINISTRATOR.value, Role.EDITOR.value, Role.MODERATOR.value})
#: How long after the password the second step may be taken, and how long a browser has to answer for a passkey.
HALFWAY, ANSWER = timedelta(minutes=10), timedelta(minutes=5)
#: A proof that it is oneself counts for this long where a step needs a fresh one.
FRESH_MINUTES = 15
#: A code counts for 30 seconds, and one step earlier and later: clocks differ (RFC 6238).
STEP_SECONDS, WINDOW, DIGITS = 30, 1, 6
RECOVERY_CODES, RECOVERY_LETTERS = 10, 16
PASSKEYS_MAX, NAME_MAX, REASON_MAX = 10, 80, 1000
#: Letters and digits of which none is taken for another.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Person(Protocol):
    """What the rules need to know of a person."""

    @property
    def roles(self) -> frozenset[str]:
        """The roles held now."""

    @property
    def mandates(self) -> Iterable[Term]:
        """The mandates in the working group."""


def needs_factor(person: Person, moment: datetime | None = None) -> bool:
    """Whether a person must have a second factor: the secretariat, and who speaks for a government now."""
    return bool(HELD_BY & person.roles) or any(covers(mandate, moment) for mandate in person.mandates)


def new_secret() -> str:
    """A new secret for an app that makes codes: 160 bits, as people can type it."""
    return pyotp.random_base32()


def in_groups(secret: str) -> str:
    """The secret as it is read and typed: four letters at a time."""
    return " ".join(secret[at:at + 4] for at in range(0, len(secret), 4))


def step_at(moment: datetime) -> int:
    """The number of the 30 seconds that a moment lies in."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_of(secret: str, step: int) -> str:
    """The code that an app shows during a step."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS).generate_otp(step)


def matching_step(secret: str, code: str, moment: datetime, after: int = 0) -> int | None:
    """The step whose code this is, if it is near the moment and later than the last one that was used."""
    now = step_at(moment)
    steps = [step for step in range(now - WINDOW, now + WINDOW + 1) if hmac.compare_digest(code_of(secret, step).encode(), code.encode())]
    return next((step for step in steps if step > after), None)


def address_of(secret: str, who: str, site: str) -> str:
    """What the square picture says to the app."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS).provisioning_uri(name=who, issuer_name=site)


def sealed(text: str, key: str) -> str:
    """A secret as it is kept: nobody reads it without the key of the installation."""
    return _box(key).encrypt(text.encode()).decode()


def opened(kept: str, key: str) -> str | None:
    """The secret again; None where the key of the installation has been changed."""
    try:
        return _box(key).decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


def _box(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"consult: secrets of second factors").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def new_recovery_codes() -> list[str]:
    """Ten codes of 79 random bits each."""
    words = ["".join(secrets.choice(_LETTERS) for _ in range(RECOVERY_LETTERS)) for _ in range(RECOVERY_CODES)]
    return ["-".join(word[at:at + 4] for at in range(0, RECOVERY_LETTERS, 4)) for word in words]


def plain(code: str) -> str:
    """A code without what people type between its letters."""
    return "".join(letter for letter in code.casefold() if letter.isascii() and letter.isalnum())


def recovery_digest(account_id: int, code: str) -> str:
    """What is kept of a recovery code; with so many random bits a plain hash cannot be tried out."""
    return hashlib.sha256(f"recovery {account_id} {plain(code)}".encode()).hexdigest()


def handle(account_id: int) -> bytes:
    """What a passkey knows its owner by: says nothing of the person."""
    return hashlib.sha256(f"passkeys of account {account_id}".encode()).digest()


def challenge_digest(challenge: bytes) -> str:
    """What is kept of a challenge until it is answered."""
    return hashlib.sha256(challenge).hexdigest()
