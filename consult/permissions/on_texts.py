"""Conditions on versions and rounds."""
from typing import Any

from consult.documents.rules import VersionState
from consult.i18n import N_
from consult.permissions.conditions import says
from consult.rounds.rules import Phase, RoundKind
from consult.workgroup.rules import covers


@says(N_("the version is a working text"))
def version_working(actor: Any, subject: Any) -> bool:
    """Subject: a version."""
    return subject.state == VersionState.WORKING


@says(N_("the version is published, or is the working text"))
def version_standing(actor: Any, subject: Any) -> bool:
    """Subject: a version."""
    return subject.state in {VersionState.WORKING, VersionState.PUBLISHED}


@says(N_("the version is published"))
def version_published(actor: Any, subject: Any) -> bool:
    """Subject: a version."""
    return subject.state == VersionState.PUBLISHED


@says(N_("the round has not closed"))
def round_before_close(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.phase in {Phase.DRAFT, Phase.SCHEDULED, Phase.OPEN}


@says(N_("the round is being planned"))
def round_draft(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.phase == Phase.DRAFT


@says(N_("the round is announced or open"))
def round_running(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.phase in {Phase.SCHEDULED, Phase.OPEN}


@says(N_("the round is open, or closed and late comments are still taken"))
def round_taking(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.phase in {Phase.OPEN, Phase.CLOSED}


@says(N_("the round has closed"))
def round_closed(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.phase == Phase.CLOSED


@says(N_("the comments of the round are being answered"))
def round_answering(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.phase == Phase.DISPOSITION


@says(N_("the round is announced and has not opened"))
def round_announced(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.phase == Phase.SCHEDULED


@says(N_("the comments of its round are being answered"))
def report_in_work(actor: Any, subject: Any) -> bool:
    """Subject: a theme or a next step of a report, which is frozen when the round is completed."""
    return subject.round.phase == Phase.DISPOSITION


@says(N_("the round is public, or the person sits in the working group"))
def invited(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.kind == RoundKind.PUBLIC or (actor is not None and ("editor" in actor.roles or any(covers(m) for m in actor.mandates)))


@says(N_("the text is published"))
def text_published(actor: Any, subject: Any) -> bool:
    """Subject: a version; none yet on the empty form."""
    return subject is None or subject.state == VersionState.PUBLISHED


@says(N_("a published text shows the picture"))
def picture_public(actor: Any, subject: Any) -> bool:
    """Subject: a picture with whether a published version refers to it."""
    return bool(subject.public)
