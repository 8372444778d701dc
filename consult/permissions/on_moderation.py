"""Conditions on reports, on what is hidden, and on appeals."""
from typing import Any

from consult.i18n import N_
from consult.permissions.conditions import says
from consult.permissions.on_comments import author
from consult.rounds.rules import Phase


@says(N_("the words stand"))
def words_stand(actor: Any, subject: Any) -> bool:
    """Subject: a comment or a reply."""
    return not subject.hidden_reason and getattr(subject, "withdrawn_at", None) is None


@says(N_("another person wrote the words"))
def not_author(actor: Any, subject: Any) -> bool:
    """Subject: a comment or a reply, or the case about one."""
    return actor is not None and getattr(subject, "thing", subject).author_id != actor.id


@says(N_("wrote the hidden words"))
def wrote(actor: Any, subject: Any) -> bool:
    """Subject: a hiding."""
    return actor is not None and author(actor, subject.thing)


@says(N_("the author has not appealed yet"))
def not_appealed(actor: Any, subject: Any) -> bool:
    """Subject: a hiding."""
    return subject.appealed_at is None


@says(N_("an appeal waits"))
def appeal_waits(actor: Any, subject: Any) -> bool:
    """Subject: a hiding."""
    return subject.appealed_at is not None and subject.outcome is None


@says(N_("another person hid and wrote the words"))
def not_hider(actor: Any, subject: Any) -> bool:
    """Subject: a hiding."""
    return actor is not None and subject.hidden_by != actor.id and subject.thing.author_id != actor.id


@says(N_("the comment is hidden"))
def comment_hidden(actor: Any, subject: Any) -> bool:
    """Subject: a comment."""
    return bool(subject.hidden_reason)


@says(N_("its round takes comments still"))
def its_round_taking(actor: Any, subject: Any) -> bool:
    """Subject: a comment."""
    return subject.round.phase in {Phase.OPEN, Phase.CLOSED}
