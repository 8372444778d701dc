"""Late links: an editor lets one person send once after the close, for a public reason."""
import secrets
from typing import Any

from consult import clock
from consult.comments.rules import public_reason
from consult.db import db
from consult.errors import Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.rounds.models import Round
from consult.submissions.models import LateLink
from consult.submissions.rules import LINK_REASON_MAX, expiry, link_hash


def give_late_link(actor: Any, round_: Round, reason: str, days: int) -> tuple[LateLink, str]:
    """Make a link with which one person may send one late submission that counts; the secret is told once and only its hash kept."""
    require(actor, Action.COMMENTS_GIVE_LATE_LINK, round_)
    reason = public_reason(reason)
    if len(reason) > LINK_REASON_MAX:
        raise Invalid(N_("The reason has at most %(most)s characters."), field="reason", most=LINK_REASON_MAX)
    token = secrets.token_urlsafe(32)
    link = LateLink(round=round_, token_hash=link_hash(token), reason=reason, given_by=actor.id, given_at=clock.now(), expires_at=expiry(days, round_.closes_at))
    db.session.add(link)
    record(Action.COMMENTS_GIVE_LATE_LINK, actor, link, link=link.id, round=round_.number, reason=reason, expires=link.expires_at.isoformat())
    return link, token


def withdraw_late_link(actor: Any, link: LateLink) -> None:
    """Take back a late link that nobody has used."""
    require(actor, Action.COMMENTS_WITHDRAW_LATE_LINK, link)
    link.withdrawn_at = clock.now()
    record(Action.COMMENTS_WITHDRAW_LATE_LINK, actor, link, link=link.id, round=link.round.number)


def claim_late_link(actor: Any, link: LateLink) -> None:
    """Take up a late link: from now on it is this person's, who sends with it once."""
    require(actor, Action.COMMENTS_CLAIM_LATE_LINK, link)
    if link.holder_id is None:
        link.holder_id, link.claimed_at = actor.id, clock.now()
        db.session.flush()
