"""People: states of an account, roles, and what a password must be."""
import hmac
import unicodedata
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from consult.errors import Invalid
from consult.i18n import N_
from consult.lifecycle import Lifecycle


class AccountState(StrEnum):
    """The life of an account."""

    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Role(StrEnum):
    """What a person may be besides a stakeholder; members of the working group hold a mandate instead."""

    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    MODERATOR = "moderator"
    COORDINATOR = "coordinator"
    OBSERVER = "observer"


class TokenKind(StrEnum):
    """What a link sent by mail is good for."""

    CONFIRM = "confirm"
    RESET = "reset"
    ADDRESS = "address"


ROLE_NAMES = {
    Role.ADMINISTRATOR: N_("Administrator"), Role.EDITOR: N_("Editor"), Role.MODERATOR: N_("Moderator"),
    Role.COORDINATOR: N_("National coordinator"), Role.OBSERVER: N_("Observer"),
}
STATE_NAMES = {
    AccountState.UNCONFIRMED: N_("Waiting for confirmation"), AccountState.ACTIVE: N_("Active"),
    AccountState.SUSPENDED: N_("Suspended"), AccountState.CLOSED: N_("Closed"),
}
#: Shown in place of the name of a person who closed the account (invariant X6).
PSEUDONYM = N_("Closed account %(number)s")

_S = AccountState
LIFE = Lifecycle("account", {
    (_S.UNCONFIRMED, "confirm"): _S.ACTIVE,
    (_S.ACTIVE, "suspend"): _S.SUSPENDED,
    (_S.SUSPENDED, "reinstate"): _S.ACTIVE,
    (_S.UNCONFIRMED, "close"): _S.CLOSED,
    (_S.ACTIVE, "close"): _S.CLOSED,
})

PASSWORD_MIN, PASSWORD_MAX = 10, 128
NAME_MAX, EMAIL_MAX = 120, 200
#: How long a link in a mail is good for.
LINK_LIFE = {TokenKind.CONFIRM: timedelta(hours=48), TokenKind.RESET: timedelta(hours=1), TokenKind.ADDRESS: timedelta(hours=48)}
#: The one password of the sample accounts; both are refused outside the demonstration.
SAMPLE_PASSWORD = "sample-cluster-2017"  # noqa: S105 - printed when the demonstration starts
SAMPLE_DOMAIN = "@sample.test"

#: Argon2id with the parameters of the OWASP password storage cheat sheet: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


@cache
def _nobody() -> str:
    """A hash that stands in where there is no account, so that looking takes as long."""
    return _HASHER.hash("nobody has this password")


@cache
def common_passwords() -> frozenset[str]:
    """Passwords of ten and more letters that lists of stolen ones show most often."""
    return frozenset(Path(__file__).with_name("common-passwords.txt").read_text(encoding="utf-8").split())


def email_key(email: str) -> str:
    """The form of an address that is compared: any spelling of it gives the same."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def check_address(email: str, demonstration: bool) -> None:
    """Refuse a sample address outside the demonstration."""
    if email_key(email).endswith(SAMPLE_DOMAIN) and not demonstration:
        raise Invalid(N_("Sample addresses work in the demonstration only."), field="email")


def check_password(password: str, email: str, name: str, field: str = "password", demonstration: bool = False) -> None:
    """Refuse a password that is too short, too long, too common, or made of what everybody knows of the person."""
    if len(password) < PASSWORD_MIN:
        raise Invalid(N_("A password has at least %(count)s characters; several words make a good one."), field=field, count=PASSWORD_MIN)
    if len(password) > PASSWORD_MAX:
        raise Invalid(N_("A password has at most %(count)s characters."), field=field, count=PASSWORD_MAX)
    plain = " ".join(password.casefold().split())
    known = {email_key(email), email_key(email).partition("@")[0], " ".join(name.casefold().split()), "".join(name.casefold().split())}
    if plain in known:
        raise Invalid(N_("The password must not be your name or your address."), field=field)
    if plain in common_passwords() or len(set(plain)) < 4 or (plain == SAMPLE_PASSWORD and not demonstration):
        raise Invalid(N_("This password is on the lists that are tried first. Please choose another one."), field=field)


def hashed(password: str) -> str:
    """What is kept of a password: argon2id with its own salt."""
    return _HASHER.hash(unicodedata.normalize("NFKC", password))


def proves(password: str, kept: str | None) -> bool:
    """Whether the password is the one whose hash is kept; takes as long where there is none."""
    try:
        return _HASHER.verify(kept or _nobody(), unicodedata.normalize("NFKC", password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


#: Browsers and systems by the word that gives them away, the telling ones first.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
             ("Chrom", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"))


def browser(agent: str) -> tuple[str, str]:
    """What a browser calls itself and its system, as people know them; empty where it does not say."""
    return tuple(next((name for word, name in names if word in agent), "") for names in (_BROWSERS, _SYSTEMS))  # type: ignore[return-value]


def keyed(secret: str, text: str) -> str:
    """A hash that cannot be guessed without the secret: for counting without keeping addresses."""
    return hmac.digest(secret.encode(), text.encode(), "sha256").hex()
