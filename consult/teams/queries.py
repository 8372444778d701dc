"""Reading what organisations draft together, who wrote in it, and what they support."""
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from consult.accounts.models import Account
from consult.comments.models import Comment, Draft
from consult.comments.queries import threads
from consult.db import db
from consult.documents.models import Section, Version
from consult.organisations.models import Organisation
from consult.organisations.rules import MembershipState
from consult.rounds.models import Round
from consult.submissions.models import Attachment
from consult.teams.models import Contribution, Support, TeamDraft

#: How many of an organisation's sent comments its page shows; the response table has them all.
LATEST = 20


def team_draft(draft_id: int) -> TeamDraft | None:
    """The draft of an organisation with this number."""
    return db.session.get(TeamDraft, draft_id)


@dataclass(frozen=True)
class SharedFile:
    """A file that goes with a draft of an organisation."""

    organisation_id: int
    attachment: Attachment


def shared_file(draft_id: int, file_id: int) -> SharedFile | None:
    """The file of a draft of an organisation."""
    team, attachment = team_draft(draft_id), db.session.get(Attachment, file_id)
    return SharedFile(team.organisation_id, attachment) if team and attachment and attachment.draft_id == team.draft_id else None


def drafts(organisation: Organisation) -> list[TeamDraft]:
    """The drafts of an organisation, in the order of the text."""
    query = select(TeamDraft).where(TeamDraft.organisation_id == organisation.id).join(TeamDraft.draft).join(Draft.round).outerjoin(
        Section, and_(Section.version_id == Round.version_id, Section.uid == Draft.section_uid)).options(
        joinedload(TeamDraft.draft).selectinload(Draft.attachments), joinedload(TeamDraft.draft).joinedload(Draft.round).joinedload(Round.version).joinedload(Version.document))
    return list(db.session.scalars(query.order_by(Round.number, func.coalesce(Section.position, -1), Draft.id)))


def hands(draft_ids: Iterable[int] = (), comment_ids: Iterable[int] = ()) -> dict[int, list[Contribution]]:
    """Who wrote what, the earliest first, by the number of the draft or of the comment."""
    wanted = Contribution.draft_id.in_(list(draft_ids)) if not comment_ids else Contribution.comment_id.in_(list(comment_ids))
    found: dict[int, list[Contribution]] = {}
    for row in db.session.scalars(select(Contribution).where(wanted).options(joinedload(Contribution.account).lazyload(Account.grants)).order_by(Contribution.id)):
        found.setdefault(row.draft_id or row.comment_id or 0, []).append(row)
    return found


def sent(organisation: Organisation) -> list[Comment]:
    """What was sent for an organisation, the latest first."""
    return list(db.session.scalars(threads.brief().where(Comment.organisation_id == organisation.id).order_by(Comment.id.desc()).limit(LATEST)))


def belongs(account: Account | None, organisation_id: int | None) -> bool:
    """Whether a person belongs to the organisation now."""
    return account is not None and organisation_id is not None and any(
        one.state == MembershipState.MEMBER and one.organisation_id == organisation_id for one in account.memberships)


def led_by(account: Account) -> list[Organisation]:
    """The organisations that a person leads, by name."""
    led = [one.organisation for one in account.memberships if one.state == MembershipState.MEMBER and one.lead]
    return sorted(led, key=lambda organisation: organisation.name)


def support(comment: Comment, organisation: Organisation) -> Support | None:
    """The support of an organisation for a comment, if it stands."""
    return db.session.scalar(select(Support).where(Support.comment_id == comment.id, Support.organisation_id == organisation.id, Support.ended_at.is_(None)))


def one_support(support_id: int) -> Support | None:
    """A support that stands, by its number."""
    return db.session.scalar(select(Support).where(Support.id == support_id, Support.ended_at.is_(None)).options(joinedload(Support.comment), joinedload(Support.organisation)))


def shared() -> object:
    """The numbers of the drafts that belong to organisations, for queries of a person's own."""
    return select(TeamDraft.draft_id)


def writes(account: Account, draft: Draft) -> bool:
    """Whether a person may change a draft: their own, or one of an organisation to which they belong."""
    team = team_draft(draft.id) if draft.id else None
    return belongs(account, team.organisation_id) if team else draft.account_id == account.id
