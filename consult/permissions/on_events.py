"""Conditions on high-level events, their delegations and credentials."""
from typing import Any

from consult.events.rules import AHEAD, MINUTED, RECEIVING, EventState
from consult.i18n import N_
from consult.permissions.conditions import says


@says(N_("the event is being planned"))
def event_planned(actor: Any, subject: Any) -> bool:
    """Subject: an event."""
    return subject.event.state == EventState.PLANNED


@says(N_("the event is announced and has not begun"))
def event_announced(actor: Any, subject: Any) -> bool:
    """Subject: an event."""
    return subject.event.state == EventState.ANNOUNCED


@says(N_("the event is not over and not cancelled"))
def event_ahead(actor: Any, subject: Any) -> bool:
    """Subject: an event, or something of one."""
    return subject.event.state in AHEAD


@says(N_("the event is announced or in session"))
def event_receiving(actor: Any, subject: Any) -> bool:
    """Subject: a delegation or its credentials."""
    return subject.event.state in RECEIVING


@says(N_("the event is in session"))
def event_in_session(actor: Any, subject: Any) -> bool:
    """Subject: an event, or a delegation to one."""
    return subject.event.state == EventState.IN_SESSION


@says(N_("the event has begun and its minutes are not published"))
def event_minuted(actor: Any, subject: Any) -> bool:
    """Subject: an event."""
    return subject.event.state in MINUTED


@says(N_("the event is concluded and its minutes are not published"))
def event_concluded(actor: Any, subject: Any) -> bool:
    """Subject: an event."""
    return subject.event.state == EventState.CONCLUDED


@says(N_("the credentials are not verified yet"))
def credentials_unverified(actor: Any, subject: Any) -> bool:
    """Subject: credentials."""
    return subject.verification is None

