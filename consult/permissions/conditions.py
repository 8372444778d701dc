"""Conditions of the permission table: pure functions of (actor, subject), each with the sentence that a person reads.

The actor is None for a visitor, an account, or SYSTEM (the installation itself: first set-up and the clock). The subject is the thing the
action is done to; what it must be stands beside each condition.
"""
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from consult.i18n import N_
from consult.organisations.rules import MembershipState

SYSTEM: Any = SimpleNamespace(id=None, name="", roles=frozenset({"system"}), mandates=(), memberships=())
Condition = Callable[[Any, Any], bool]
#: The sentence of each condition, for the page "who may do what" and for refusals.
SENTENCES: dict[str, str] = {}


def says(sentence: str) -> Callable[[Condition], Condition]:
    """Give a condition its sentence."""

    def keep(condition: Condition) -> Condition:
        SENTENCES[condition.__name__] = sentence
        return condition

    return keep


def role(name: str, sentence: str) -> Condition:
    """A condition on the actor alone: holds the role now."""

    def condition(actor: Any, subject: Any) -> bool:
        return actor is not None and name in actor.roles

    condition.__name__ = name
    return says(sentence)(condition)


administrator = role("administrator", N_("is an administrator"))
editor = role("editor", N_("is an editor"))
moderator = role("moderator", N_("is a moderator"))
system = role("system", N_("is the installation itself"))


@says(N_("anyone"))
def anyone(actor: Any, subject: Any) -> bool:
    """Everybody, with or without an account."""
    return True


@says(N_("is not signed in"))
def visitor(actor: Any, subject: Any) -> bool:
    """Somebody without a session."""
    return actor is None


@says(N_("is signed in with a confirmed address"))
def signed_in(actor: Any, subject: Any) -> bool:
    """A person with an active account."""
    return actor is not None and actor.id is not None


@says(N_("it is their own account"))
def themselves(actor: Any, subject: Any) -> bool:
    """Subject: an account."""
    return actor is not None and subject is not None and actor.id is not None and subject.id == actor.id


@says(N_("it is not their own account"))
def not_themselves(actor: Any, subject: Any) -> bool:
    """Subject: an account."""
    return actor is not None and subject is not None and subject.id != actor.id


@says(N_("it is their own"))
def owner(actor: Any, subject: Any) -> bool:
    """Subject: a session, a draft or a membership."""
    return actor is not None and actor.id is not None and subject is not None and subject.account_id == actor.id


@says(N_("leads the organisation"))
def lead(actor: Any, subject: Any) -> bool:
    """Subject: a membership."""
    return actor is not None and any(m.lead and m.state == MembershipState.MEMBER and m.organisation_id == subject.organisation_id for m in actor.memberships)
