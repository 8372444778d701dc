"""Reading comments: threads beside the text, counts, the gate, and what a new version does to them."""
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, defer, joinedload, selectinload

from consult.accounts.models import Account
from consult.comments.models import ChangeLink, Comment, CommentPlace, Disposition, Draft, Reply, Submission
from consult.comments.rules import AnswerState, Channel, Code, CommentKind, CommentState, Concordance, Group, PlaceStatus, Standing, Tally, carried
from consult.db import db
from consult.documents.models import Section, SectionLink, Version
from consult.i18n import N_
from consult.rounds.models import Round
from consult.rounds.rules import Phase, RoundState
from consult.text import anchors
from consult.text.anchors import Selector

STANDING_STATES = (CommentState.SUBMITTED, CommentState.DISPOSED)


@dataclass(frozen=True)
class Carried:
    """What a version does to one thread."""

    comment: Comment
    before: Standing
    after: Standing


def brief() -> Select[Any]:
    """Comments with what a row of a list shows of them: who, where, and the answers with their changes."""
    return select(Comment).options(
        joinedload(Comment.round), joinedload(Comment.version).joinedload(Version.document), joinedload(Comment.author).lazyload(Account.grants),
        joinedload(Comment.organisation), joinedload(Comment.submission),
        selectinload(Comment.dispositions).options(joinedload(Disposition.target), joinedload(Disposition.deferred_to), selectinload(Disposition.changes).options(
            joinedload(ChangeLink.to_version), joinedload(ChangeLink.from_version))))


def whole() -> Select[Any]:
    """Comments with all that a page shows of them, in a constant number of statements."""
    return brief().options(selectinload(Comment.replies).joinedload(Reply.author).lazyload(Account.grants), selectinload(Comment.former),
                           selectinload(Comment.sources), selectinload(Comment.places).joinedload(CommentPlace.version))


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
    """The draft with this number."""
    return db.session.get(Draft, draft_id)


def drafts_of(account: Account, round_: Round | None = None) -> list[Draft]:
    """A person's drafts in the order of the text, those on the whole document first."""
    query = select(Draft).options(joinedload(Draft.round).joinedload(Round.version).joinedload(Version.document)).join(Round).outerjoin(
        Section, and_(Section.version_id == Round.version_id, Section.uid == Draft.section_uid)).where(Draft.account_id == account.id)
    query = query.where(Draft.round_id == round_.id) if round_ else query
    return list(db.session.scalars(query.order_by(Round.number, func.coalesce(Section.position, -1), Draft.id)))


def mine(account: Account) -> list[Comment]:
    """What a person has sent, the latest first."""
    return list(db.session.scalars(brief().where(Comment.author_id == account.id).order_by(Comment.id.desc())))


def submission(receipt: str) -> Submission | None:
    """What was sent under a receipt number."""
    return db.session.scalar(select(Submission).filter_by(receipt=receipt).options(joinedload(Submission.round).joinedload(Round.version).joinedload(Version.document)))


def receipts_of(account: Account, round_: Round) -> list[str]:
    """The numbers under which a person has sent comments to a round, the latest first."""
    return list(db.session.scalars(select(Submission.receipt).filter_by(account_id=account.id, round_id=round_.id).order_by(Submission.id.desc())))


def sent_with(sent: Submission) -> list[Comment]:
    """The comments of one submission."""
    return list(db.session.scalars(brief().where(Comment.submission_id == sent.id).order_by(Comment.id)))


def sections_of(pairs: Iterable[tuple[int, str | None]], texts: bool = False) -> dict[tuple[int, str], Section]:
    """The sections named by (version id, uid), with their texts only where asked for."""
    wanted = {(version_id, uid) for version_id, uid in pairs if uid is not None}
    query = select(Section).where(Section.version_id.in_({v for v, _ in wanted}), Section.uid.in_({u for _, u in wanted}))
    rows = db.session.scalars(query if texts else query.options(defer(Section.body))) if wanted else ()
    return {(row.version_id, row.uid): row for row in rows}


def named_by(comments: Iterable[Comment]) -> dict[tuple[int, str], Section]:
    """The sections that comments were written on and that their answers name as changed."""
    pairs = [[(one.version_id, one.section_uid)] + [(version_id, link.section_uid) for answer in one.dispositions for link in answer.changes
                                                    for version_id in (link.to_version_id, link.from_version_id)] for one in comments]
    return sections_of(pair for several in pairs for pair in several)


def counts(version: Version) -> dict[str | None, int]:
    """How many comments stand at each section of a version, those carried to it included; None: on the whole document."""
    own = select(Comment.section_uid, func.count()).where(Comment.version_id == version.id, Comment.state.in_(STANDING_STATES)).group_by(Comment.section_uid)
    came = select(CommentPlace.section_uid, func.count()).join(Comment).where(
        CommentPlace.version_id == version.id, Comment.state.in_(STANDING_STATES), _has_a_place()).group_by(CommentPlace.section_uid)
    found: dict[str | None, int] = {}
    for uid, number in [*db.session.execute(own), *db.session.execute(came)]:
        found[uid] = found.get(uid, 0) + number
    return found


def on_section(version: Version, uid: str | None) -> list[Comment]:
    """The threads of a section in a version, those carried to it included, the earliest first; hidden ones stand as stubs."""
    here = select(CommentPlace.comment_id).join(Comment).where(CommentPlace.version_id == version.id, CommentPlace.section_uid == uid, _has_a_place())
    return list(db.session.scalars(whole().where(or_(and_(Comment.version_id == version.id, Comment.section_uid == uid), Comment.id.in_(here))).order_by(Comment.id)))


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


def tally(round_: Round) -> Tally:
    """The comments of a round by state."""
    rows = dict(db.session.execute(select(Comment.state, func.count()).where(Comment.round_id == round_.id).group_by(Comment.state)).all())
    s = CommentState
    return Tally(rows.get(s.SUBMITTED, 0), rows.get(s.DISPOSED, 0), rows.get(s.WITHDRAWN, 0), rows.get(s.HIDDEN, 0))


def totals(round_ids: Sequence[int]) -> dict[int, int]:
    """How many comments each of these rounds has."""
    return dict(db.session.execute(select(Comment.round_id, func.count()).where(Comment.round_id.in_(round_ids)).group_by(Comment.round_id)).all())


def breakdown(round_: Round) -> list[Group]:
    """The comments of a round by party, section, kind, channel and answer."""
    last = select(Disposition.comment_id, Disposition.code).where(Disposition.id.in_(latest(AnswerState.PUBLISHED))).subquery()
    rows = db.session.execute(select(Comment.origin, Comment.section_uid, Comment.kind, Comment.channel, Comment.state, last.c.code).outerjoin(
        last, last.c.comment_id == Comment.id).where(Comment.round_id == round_.id)).all()
    places = {s.uid: s for s in db.session.scalars(select(Section).options(defer(Section.body)).filter_by(version_id=round_.version_id).order_by(Section.position))}
    return [
        Group(N_("By party"), N_("Party"), "party", sorted(Counter(r.origin for r in rows).items())),
        Group(N_("By section"), N_("Section"), "section", _in_order(Counter(r.section_uid for r in rows), {None: None} | places)),
        Group(N_("By kind"), N_("Kind"), "kind", _in_order(Counter(r.kind for r in rows), {kind: kind for kind in CommentKind})),
        Group(N_("By channel"), N_("How it came"), "channel", _in_order(Counter(r.channel for r in rows), {channel: channel for channel in Channel})),
        Group(N_("By answer"), N_("Answer"), "answer",
              _in_order(Counter(r.code if r.state == CommentState.DISPOSED else r.state for r in rows), {w: w for w in (*Code, *CommentState)})),
    ]


def _in_order(counted: Counter[Any], words: Mapping[Any, Any]) -> list[tuple[Any, int]]:
    return [(word, counted[key]) for key, word in words.items() if counted[key]]


def deferred_into(round_: Round) -> Select[Any]:
    """Comments of earlier rounds whose latest published answer is that this round decides (C5)."""
    later, own = aliased(Round), aliased(Version)
    following = select(func.min(later.number)).join(own, later.version_id == own.id).where(
        own.document_id == Version.document_id, later.number > Round.number, later.state.not_in([RoundState.CANCELLED, RoundState.DRAFT])
    ).correlate(Version, Round).scalar_subquery()
    return select(Comment).join(Disposition, Disposition.comment_id == Comment.id).join(Round, Comment.round_id == Round.id).join(
        Version, Comment.version_id == Version.id).where(
        Comment.state.in_(STANDING_STATES), Disposition.code == Code.DEFERRED, Disposition.id.in_(latest(AnswerState.PUBLISHED)),
        case((Disposition.deferred_to_id.is_not(None), Disposition.deferred_to_id == round_.id), else_=following == round_.number))


def deferred(round_: Round) -> list[Comment]:
    """The comments that earlier rounds left to this one, under their own numbers."""
    return list(db.session.scalars(deferred_into(round_).order_by(Comment.id)))


def latest(*states: AnswerState) -> Select[Any]:
    """The numbers of the latest answers to each comment, among those in these states."""
    other = aliased(Disposition)
    last = select(func.max(other.seq)).where(other.comment_id == Disposition.comment_id, other.state.in_(states)).correlate(Disposition).scalar_subquery()
    return select(Disposition.id).where(Disposition.seq == last)


def answered_in(comment: Comment) -> Round | None:
    """The round in which a comment can be answered now: its own, or the one it was deferred to, once closed."""
    if comment.round.phase in {Phase.CLOSED, Phase.DISPOSITION}:
        return comment.round
    later = db.session.scalars(select(Round).join(Version).where(Version.document_id == comment.version.document_id, Round.number > comment.round.number))
    open_ones = [round_ for round_ in later if round_.phase in {Phase.CLOSED, Phase.DISPOSITION}]
    return next((round_ for round_ in open_ones if db.session.scalar(deferred_into(round_).where(Comment.id == comment.id))), None)


def unanswered(round_: Round) -> list[Comment]:
    """The comments that hold a round back: its own without a published answer, and those deferred to it (R4)."""
    own = select(Comment.id).where(Comment.round_id == round_.id, Comment.state == CommentState.SUBMITTED)
    return list(db.session.scalars(select(Comment).where(or_(Comment.id.in_(own), Comment.id.in_(deferred_into(round_).with_only_columns(Comment.id)))).order_by(Comment.id)))


def ready(round_: Round) -> list[Disposition]:
    """The approved answers that wait to be published with a round; only the latest answer of a comment counts."""
    ids = select(Comment.id).where(Comment.round_id == round_.id, Comment.state.in_(STANDING_STATES))
    into = deferred_into(round_).with_only_columns(Comment.id)
    query = select(Disposition).options(joinedload(Disposition.comment), selectinload(Disposition.changes)).where(
        Disposition.state == AnswerState.APPROVED, Disposition.id.in_(latest(*AnswerState)), or_(Disposition.comment_id.in_(ids), Disposition.comment_id.in_(into)))
    return list(db.session.scalars(query.order_by(Disposition.comment_id)))


def duplicates_of(comment: Comment) -> list[Comment]:
    """The comments whose latest answer says that they are the same as this one."""
    return list(db.session.scalars(select(Comment).join(Disposition, Disposition.comment_id == Comment.id).where(
        Disposition.target_id == comment.id, Disposition.id.in_(latest(*AnswerState)))))


def differs(section_uid: str, from_version_id: int, to_version_id: int) -> bool:
    """Whether a section's text is not the same in two versions; new and removed sections differ (C2)."""
    rows = dict(db.session.execute(select(Section.version_id, Section.digest).where(
        Section.uid == section_uid, Section.version_id.in_([from_version_id, to_version_id]))).all())
    return rows.get(from_version_id) != rows.get(to_version_id)


def unchanged_links(version: Version) -> list[ChangeLink]:
    """Links of the latest answers to sections of this version that are the same to the byte: they keep it from being published (C2)."""
    old, new = aliased(Section), aliased(Section)
    query = select(ChangeLink).join(Disposition).join(Comment, Disposition.comment_id == Comment.id).outerjoin(
        old, and_(old.version_id == ChangeLink.from_version_id, old.uid == ChangeLink.section_uid)).outerjoin(
        new, and_(new.version_id == ChangeLink.to_version_id, new.uid == ChangeLink.section_uid)).where(
        ChangeLink.to_version_id == version.id, Disposition.id.in_(latest(*AnswerState)), Comment.state.in_(STANDING_STATES),
        or_(old.digest == new.digest, and_(old.id.is_(None), new.id.is_(None))))
    return list(db.session.scalars(query.options(joinedload(ChangeLink.disposition).joinedload(Disposition.comment))))


def dry_run(version: Version) -> list[Carried]:
    """What happens to every thread of the base version when this version follows it (V6)."""
    if version.base_id is None:
        return []
    between = concordance(version)
    comments = db.session.scalars(select(Comment).options(selectinload(Comment.places)).where(or_(
        Comment.version_id == version.base_id, Comment.id.in_(select(CommentPlace.comment_id).where(CommentPlace.version_id == version.base_id)))).order_by(Comment.id))
    now = [(comment, standing(comment, version.base_id)) for comment in comments]
    return [Carried(comment, before, carried(before, _quotation(before, between), between)) for comment, before in now]


def standing(comment: Comment, version_id: int) -> Standing:
    """Where a comment stands in a version: as written, or as carried to it."""
    place = next((p for p in comment.places if p.version_id == version_id), None)
    if place is None:
        return Standing(comment.section_uid, comment.quote_start, comment.quote_end, PlaceStatus.KEPT)
    return Standing(place.section_uid, place.start, place.end, place.status, place.score)


def concordance(version: Version) -> Concordance:
    """What became of the sections of the base version, with both texts."""
    texts: dict[int, dict[str, str]] = {version.base_id or 0: {}, version.id: {}}
    for version_id, uid, body in db.session.execute(select(Section.version_id, Section.uid, Section.body).where(Section.version_id.in_(texts))):
        texts[version_id][uid] = body
    links = db.session.execute(select(SectionLink.old_uid, SectionLink.new_uid, SectionLink.kinds).where(SectionLink.version_id == version.id))
    known = [(old, new or "", frozenset(re.split(r"[,\s]+", kinds))) for old, new, kinds in links if old is not None]
    return Concordance(texts[version.base_id or 0], texts[version.id], known)


def _quotation(before: Standing, between: Concordance) -> Selector | None:
    """The quoted words as they stand in the base version."""
    if before.uid is None or before.start is None or before.end is None or before.uid not in between.old:
        return None
    text = anchors.plain(between.old[before.uid])
    return Selector(text[before.start:before.end], "", "", before.start, before.end)
