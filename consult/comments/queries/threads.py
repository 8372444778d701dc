"""Reading comments: one, those of a person, the threads beside the text, and how many stand where."""
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, union_all
from sqlalchemy.orm import defer, joinedload, lazyload, load_only, selectinload

from consult.accounts.models import Account
from consult.answering.models import Reaction
from consult.comments.models import ChangeLink, Comment, CommentPlace, Disposition, Draft, FormerWords, Reply, Submission
from consult.comments.rules import AnswerState, Capacity, Channel, CommentState
from consult.db import db
from consult.documents.models import Section, Version
from consult.organisations.models import Membership
from consult.organisations.rules import MembershipState
from consult.rounds.models import Round
from consult.teams.models import Support, TeamDraft

STANDING_STATES = (CommentState.SUBMITTED, CommentState.DISPOSED)
#: So many threads stand beside a text at once.
AT_ONCE = 100


def brief(few: bool = False) -> Select[Any]:
    """Comments with what a row of a list shows of them: who, where, and the answers with their changes. `few`: in one statement less, and to be made unique."""
    supports = joinedload(Comment.supports) if few else selectinload(Comment.supports)
    return select(Comment).options(
        joinedload(Comment.round), joinedload(Comment.version).joinedload(Version.document), joinedload(Comment.author).lazyload(Account.grants),
        joinedload(Comment.organisation), joinedload(Comment.submission), joinedload(Comment.translated), supports.joinedload(Support.organisation),
        selectinload(Comment.dispositions).options(joinedload(Disposition.target), joinedload(Disposition.deferred_to), joinedload(Disposition.why),
            joinedload(Disposition.reviews), joinedload(Disposition.translations), joinedload(Disposition.changes).options(
                joinedload(ChangeLink.to_version), joinedload(ChangeLink.from_version))))


def whole() -> Select[Any]:
    """Comments with all that a page shows of them, in a constant number of statements."""
    return brief().options(joinedload(Comment.paper), joinedload(Comment.submission).joinedload(Submission.sending), selectinload(Comment.former),
                           selectinload(Comment.attachments),
                           selectinload(Comment.replies).joinedload(Reply.author).lazyload(Account.grants),
                           selectinload(Comment.sources), selectinload(Comment.dispositions).selectinload(Disposition.reactions).joinedload(Reaction.organisation),
                           selectinload(Comment.places).options(joinedload(CommentPlace.version), selectinload(CommentPlace.confirmations)))


def beside() -> Select[Any]:
    """Comments with what stands beside the text; each statement that is spared here is spared on the page that is read most."""
    return brief(few=True).options(selectinload(Comment.replies).options(load_only(Reply.comment_id, Reply.hidden_at), lazyload(Reply.author), lazyload(Reply.organisation)),
                           joinedload(Comment.places), joinedload(Comment.attachments))


def by_public_id(public_id: str) -> Comment | None:
    """The comment with this permanent name, everything about it with it."""
    return db.session.scalar(whole().where(Comment.public_id == public_id))


def by_public_ids(public_ids: Sequence[str]) -> list[Comment]:
    """The comments with these names, in the order they came."""
    return list(db.session.scalars(brief().where(Comment.public_id.in_(public_ids)).order_by(Comment.id)))


def one_answer(answer_id: int) -> Disposition | None:
    """The answer with this number."""
    return db.session.get(Disposition, answer_id)


def one_reply(reply_id: int) -> Reply | None:
    """The reply with this number."""
    return db.session.get(Reply, reply_id)


def draft(draft_id: int) -> Draft | None:
    """The draft with this number, unless it belongs to an organisation (see teams)."""
    return db.session.scalar(select(Draft).where(Draft.id == draft_id, Draft.id.not_in(select(TeamDraft.draft_id))))


def drafts_of(account: Account, round_: Round | None = None) -> list[Draft]:
    """A person's own drafts in the order of the text, those on the whole document first; what was shared with an organisation is not among them."""
    query = select(Draft).options(joinedload(Draft.round).joinedload(Round.version).joinedload(Version.document), joinedload(Draft.translated),
                                  selectinload(Draft.attachments)).join(Round).outerjoin(
        Section, and_(Section.version_id == Round.version_id, Section.uid == Draft.section_uid)).where(
        Draft.account_id == account.id, Draft.id.not_in(select(TeamDraft.draft_id)))
    query = query.where(Draft.round_id == round_.id) if round_ else query
    return list(db.session.scalars(query.order_by(Round.number, func.coalesce(Section.position, -1), Draft.id)))


def mine(account: Account) -> list[Comment]:
    """What a person has sent, the latest first."""
    return list(db.session.scalars(brief().where(Comment.author_id == account.id, Comment.channel != Channel.PAPER).order_by(Comment.id.desc())))


def of_led(account: Account) -> list[Comment]:
    """What others have sent for the organisations that a person leads now, the latest first."""
    led = select(Membership.organisation_id).where(Membership.account_id == account.id, Membership.state == MembershipState.MEMBER, Membership.lead)
    return list(db.session.scalars(brief().where(Comment.organisation_id.in_(led), Comment.capacity == Capacity.ORGANISATION, Comment.channel != Channel.PAPER,
                                                 Comment.author_id != account.id, Comment.state == CommentState.SUBMITTED).order_by(Comment.id.desc())))


def submission(receipt: str) -> Submission | None:
    """What was sent under a receipt number."""
    return db.session.scalar(select(Submission).filter_by(receipt=receipt).options(joinedload(Submission.round).joinedload(Round.version).joinedload(Version.document)))


def receipts_of(account: Account, round_: Round) -> list[str]:
    """The numbers under which a person has sent comments to a round, the latest first."""
    entered = exists().where(Comment.submission_id == Submission.id, Comment.channel == Channel.PAPER)
    return list(db.session.scalars(select(Submission.receipt).filter_by(account_id=account.id, round_id=round_.id).where(~entered).order_by(Submission.id.desc())))


def sent_with(sent: Submission) -> list[Comment]:
    """The comments of one submission, with what they said before and their files."""
    query = brief().options(selectinload(Comment.former), selectinload(Comment.attachments))
    return list(db.session.scalars(query.where(Comment.submission_id == sent.id).order_by(Comment.id)))


def as_sent(comment: Comment) -> Comment | FormerWords:
    """The words that were sent under its number, whatever its author put in their place since."""
    return comment.former[0] if comment.former else comment


def sections_of(pairs: Iterable[tuple[int, str | None]], texts: bool = False) -> dict[tuple[int, str], Section]:
    """The sections named by (version id, uid), with their texts only where asked for."""
    wanted = {(version_id, uid) for version_id, uid in pairs if uid is not None}
    query = select(Section).where(Section.version_id.in_({v for v, _ in wanted}), Section.uid.in_({u for _, u in wanted}))
    rows = db.session.scalars(query if texts else query.options(defer(Section.body))) if wanted else ()
    return {(row.version_id, row.uid): row for row in rows}


def named_by(comments: Iterable[Comment], known: Mapping[tuple[int, str], Section] | None = None) -> dict[tuple[int, str], Section]:
    """The sections that comments were written on and that their answers name as changed; what is known already is not asked for."""
    pairs = [[(one.version_id, one.section_uid)] + [(version_id, link.section_uid) for answer in one.dispositions for link in answer.changes
                                                    for version_id in (link.to_version_id, link.from_version_id)] for one in comments]
    have = dict(known or {})
    return have | sections_of(pair for several in pairs for pair in several if pair not in have)


def counts(version: Version) -> dict[str | None, int]:
    """How many comments stand at each section of a version, those carried to it included; None: on the whole document."""
    own = select(Comment.section_uid, func.count()).where(Comment.version_id == version.id, Comment.state.in_(STANDING_STATES)).group_by(Comment.section_uid)
    came = select(CommentPlace.section_uid, func.count()).join(Comment).where(
        CommentPlace.version_id == version.id, Comment.state.in_(STANDING_STATES), _has_a_place()).group_by(CommentPlace.section_uid)
    found: dict[str | None, int] = {}
    for uid, number in db.session.execute(union_all(own, came)):
        found[uid] = found.get(uid, 0) + number
    return found


def on_section(version: Version, uid: str | None, after: int = 0, most: int = AT_ONCE) -> tuple[list[Comment], int]:
    """A page of the threads of a section in a version, those carried to it included, the earliest first, and the key of the next page (0: there is none).

    Hidden ones stand as stubs. Of each state so many numbers are read in order out of an index: a section with 70,000 comments is neither read whole nor sorted.
    """
    c, p = Comment, CommentPlace
    at = c.section_uid == uid if uid is not None else c.section_uid.is_(None)
    own = [select(c.id.label("id")).where(c.version_id == version.id, at, c.state == state, c.id > after).order_by(c.id).limit(most + 1) for state in CommentState]
    there = p.section_uid == uid if uid is not None else p.section_uid.is_(None)
    came = select(p.comment_id.label("id")).join(c).where(p.version_id == version.id, there, p.comment_id > after, _has_a_place()).order_by(p.comment_id).limit(most + 1)
    every = union_all(*(select(part.subquery().c.id) for part in [*own, came])).subquery()
    first = select(every.c.id).order_by(every.c.id).limit(most + 1)
    found = list(db.session.scalars(beside().where(c.id.in_(first)).order_by(c.id)).unique())
    return found[:most], found[most - 1].id if len(found) > most else 0


def answer_of(comment: Comment) -> Disposition | None:
    """The published answer that counts: the latest."""
    return next((answer for answer in reversed(comment.dispositions) if answer.state == AnswerState.PUBLISHED), None)


def place_in(comment: Comment, version: Version) -> CommentPlace | None:
    """Where a comment of an earlier version stands in this one."""
    return next((place for place in comment.places if place.version_id == version.id), None)


def _has_a_place():  # type: ignore[no-untyped-def]
    """A thread whose section was removed has no section to stand at; one on the whole document never had."""
    return or_(CommentPlace.section_uid.is_not(None), Comment.section_uid.is_(None))


def in_round(round_: Round) -> list[Comment]:
    """All comments of a round in the order they came."""
    return list(db.session.scalars(whole().where(Comment.round_id == round_.id).order_by(Comment.id)))
