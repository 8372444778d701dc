"""People: states of an account, roles, and what a password must be."""
from enum import StrEnum

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
