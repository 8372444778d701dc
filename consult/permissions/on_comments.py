"""Conditions on comments, replies and answers."""
from typing import Any

from consult.comments.rules import AnswerState, Capacity, Channel, CommentState
from consult.i18n import N_
from consult.organisations.rules import MembershipState
from consult.permissions.conditions import says
from consult.rounds.rules import Phase


def belongs(actor: Any, organisation_id: int, leading: bool = False) -> bool:
    """Whether a person speaks for (or leads) the organisation with this number, or the body that it turned out to be the same as."""
    mine = [one.organisation for one in actor.memberships if one.state == MembershipState.MEMBER and (one.lead or not leading)]
    return any(one.id == organisation_id for one in mine) or any(organisation_id in one.stands_for for one in mine)


@says(N_("wrote the comment"))
def author(actor: Any, subject: Any) -> bool:
    """Subject: a comment or a reply; whoever entered a comment that came on paper is not its author."""
    return actor is not None and subject.author_id == actor.id and getattr(subject, "channel", None) != Channel.PAPER


@says(N_("spoke for themselves or their party, or still belongs to the organisation for which they spoke"))
def speaks_still(actor: Any, subject: Any) -> bool:
    """Subject: a comment or a reply; what was sent for an organisation stays with it when its author leaves."""
    return getattr(subject, "capacity", None) not in {Capacity.ORGANISATION, None} or subject.organisation_id is None or belongs(actor, subject.organisation_id)


@says(N_("leads the organisation for which the comment was sent"))
def leads_author(actor: Any, subject: Any) -> bool:
    """Subject: a comment; one that came on paper is not changed here by anybody."""
    if actor is None or getattr(subject, "capacity", None) != Capacity.ORGANISATION or subject.channel == Channel.PAPER:
        return False
    return belongs(actor, subject.organisation_id, leading=True)


@says(N_("the round of the comment is still open"))
def comment_round_open(actor: Any, subject: Any) -> bool:
    """Subject: a comment."""
    return subject.round.phase == Phase.OPEN


@says(N_("the comment waits for its answer"))
def unanswered(actor: Any, subject: Any) -> bool:
    """Subject: a comment."""
    return subject.state == CommentState.SUBMITTED


@says(N_("the comment stands"))
def comment_stands(actor: Any, subject: Any) -> bool:
    """Subject: a comment."""
    return subject.state in {CommentState.SUBMITTED, CommentState.DISPOSED}


@says(N_("the comment came late"))
def comment_late(actor: Any, subject: Any) -> bool:
    """Subject: a comment."""
    return subject.late and not subject.admitted_reason


@says(N_("the reply stands"))
def reply_stands(actor: Any, subject: Any) -> bool:
    """Subject: a reply."""
    return not subject.hidden_reason


@says(N_("the answer is a draft"))
def answer_draft(actor: Any, subject: Any) -> bool:
    """Subject: a disposition."""
    return subject.state == AnswerState.DRAFT


@says(N_("another person drafted the answer"))
def not_drafter(actor: Any, subject: Any) -> bool:
    """Subject: a disposition."""
    return subject.drafted_by != actor.id
