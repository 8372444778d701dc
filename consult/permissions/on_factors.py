"""Conditions on requests to reset somebody's second factors."""
from typing import Any

from consult.factors.rules import ResetState
from consult.i18n import N_
from consult.permissions.conditions import says


@says(N_("another administrator asked for it"))
def not_asker(actor: Any, subject: Any) -> bool:
    """Subject: a request to reset factors."""
    return actor is not None and subject is not None and subject.asked_by != actor.id


@says(N_("it is about somebody else"))
def about_another(actor: Any, subject: Any) -> bool:
    """Subject: a request to reset factors."""
    return actor is not None and subject is not None and subject.account_id != actor.id


@says(N_("the request waits"))
def reset_waits(actor: Any, subject: Any) -> bool:
    """Subject: a request to reset factors."""
    return subject is not None and subject.state == ResetState.ASKED
