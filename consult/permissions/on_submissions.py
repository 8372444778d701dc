"""Conditions on files, late links and paper."""
from typing import Any

from consult.comments.rules import Channel, CommentState
from consult.i18n import N_
from consult.organisations.rules import MembershipState
from consult.permissions.conditions import says
from consult.permissions.on_comments import speaks_still
from consult.rounds.rules import Phase
from consult.submissions.rules import held, link_runs

#: From the opening to the completion: as long as a comment of the round can still be answered.
RECEIVING = frozenset({Phase.OPEN, Phase.CLOSED, Phase.DISPOSITION})


@says(N_("the comment with the file is public"))
def file_public(actor: Any, subject: Any) -> bool:
    """Subject: an attachment."""
    return subject.comment is not None and subject.shown and subject.comment.state in {CommentState.SUBMITTED, CommentState.DISPOSED}


@says(N_("the file goes with a comment that was sent"))
def file_sent(actor: Any, subject: Any) -> bool:
    """Subject: an attachment."""
    return subject.comment is not None


@says(N_("the file goes with a draft that is not sent yet"))
def file_unsent(actor: Any, subject: Any) -> bool:
    """Subject: an attachment."""
    return subject.draft is not None


@says(N_("the draft is not shared with an organisation"))
def unshared(actor: Any, subject: Any) -> bool:
    """Subject: a draft; a shared one is its organisation's, see teams."""
    return subject.team is None


@says(N_("belongs to the organisation with which the draft is shared"))
def draft_colleague(actor: Any, subject: Any) -> bool:
    """Subject: a draft."""
    return actor is not None and subject.team is not None and any(
        one.organisation_id == subject.team.organisation_id for one in actor.memberships if one.state == MembershipState.MEMBER)


@says(N_("belongs to the organisation with which the draft of the file is shared"))
def file_colleague(actor: Any, subject: Any) -> bool:
    """Subject: an attachment; the same people who write in the draft."""
    team = subject.draft.team if subject.draft is not None else None
    return actor is not None and team is not None and any(one.organisation_id == team.organisation_id for one in actor.memberships if one.state == MembershipState.MEMBER)


@says(N_("attached the file to a draft or comment of their own"))
def file_author(actor: Any, subject: Any) -> bool:
    """Subject: an attachment."""
    if actor is None or actor.id is None:
        return False
    if subject.draft is not None:
        return subject.draft.account_id == actor.id and subject.draft.team is None
    return subject.comment.author_id == actor.id and subject.comment.channel != Channel.PAPER


@says(N_("the file is not that of a comment sent for an organisation to which they belong no longer"))
def file_speaks_still(actor: Any, subject: Any) -> bool:
    """Subject: an attachment; files of what was sent for an organisation stay with it when its author leaves."""
    return subject.comment is None or speaks_still(actor, subject.comment)


@says(N_("the round has opened and is not complete"))
def round_receiving(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return subject.phase in RECEIVING


@says(N_("holds a late link for this round, which an editor gave"))
def late_invited(actor: Any, subject: Any) -> bool:
    """Subject: a round."""
    return actor is not None and subject.phase in RECEIVING and held(subject.late_links, actor.id) is not None


@says(N_("nobody has used the late link yet"))
def link_unused(actor: Any, subject: Any) -> bool:
    """Subject: a late link."""
    return subject.submission_id is None and subject.withdrawn_at is None


@says(N_("the late link still works, and nobody else has taken it up"))
def link_free(actor: Any, subject: Any) -> bool:
    """Subject: a late link."""
    return actor is not None and link_runs(subject) and subject.round.phase in RECEIVING and subject.holder_id in {None, actor.id}
