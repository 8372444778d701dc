"""Reading what waits for the moderators: reports by thing, and appeals."""
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from consult.accounts.models import Account
from consult.comments.models import Comment, Reply
from consult.db import db
from consult.documents.models import Version
from consult.moderation.models import Hiding, Report
from consult.moderation.rules import Outcome, ReportState

#: How many things a page of the queue shows.
PAGE = 20


@dataclass(frozen=True)
class Case:
    """A comment or a reply with the reports that wait; named by the number of the first."""

    thing: Comment | Reply
    reports: list[Report]

    @property
    def id(self) -> int:
        """The number of its first report."""
        return self.reports[0].id

    @property
    def about(self) -> Comment:
        """The comment, or the one that the reply stands under."""
        return self.thing if isinstance(self.thing, Comment) else self.thing.comment


def about(thing: Comment | Reply) -> ColumnElement[bool]:
    """The reports on this thing."""
    return Report.comment_id == thing.id if isinstance(thing, Comment) else Report.reply_id == thing.id


def waiting(after: int = 0) -> tuple[list[Case], int]:
    """The things that are reported and wait, the longest waiting first, a page of them; and the key of the next page."""
    first = select(func.min(Report.id)).where(Report.state == ReportState.OPEN).group_by(Report.comment_id, Report.reply_id).having(func.min(Report.id) > after)
    keys = sorted(db.session.scalars(first.order_by(func.min(Report.id)).limit(PAGE + 1)))
    heads = list(db.session.scalars(select(Report).where(Report.id.in_(keys[:PAGE])).order_by(Report.id).options(*_thing())))
    same = or_(Report.comment_id.in_([one.comment_id for one in heads if one.comment_id]), Report.reply_id.in_([one.reply_id for one in heads if one.reply_id]))
    rows = list(db.session.scalars(select(Report).where(Report.state == ReportState.OPEN, same).order_by(Report.id).options(*_thing())))
    cases = [Case(head.comment or head.reply, [one for one in rows if (one.comment_id, one.reply_id) == (head.comment_id, head.reply_id)])  # type: ignore[arg-type]
             for head in heads]
    return cases, keys[PAGE - 1] if len(keys) > PAGE else 0


def case(report_id: int) -> Case | None:
    """The thing that this report is about, with all reports on it that wait; None when it has been settled."""
    head = db.session.scalar(select(Report).where(Report.id == report_id, Report.state == ReportState.OPEN).options(*_thing()))
    thing = (head.comment or head.reply) if head else None
    return Case(thing, open_reports(thing)) if thing else None


def open_reports(thing: Comment | Reply) -> list[Report]:
    """The reports on a thing that wait."""
    return list(db.session.scalars(select(Report).where(about(thing), Report.state == ReportState.OPEN).order_by(Report.id).options(*_thing())))


def reported(thing: Comment | Reply, account: Account) -> Report | None:
    """What this person has reported about a thing, however it ended."""
    return db.session.scalar(select(Report).where(about(thing), Report.account_id == account.id))


def settled(limit: int = 5) -> list[Report]:
    """What was decided lately, the latest first."""
    query = select(Report).where(Report.state != ReportState.OPEN).order_by(Report.settled_at.desc(), Report.id.desc()).limit(limit)
    return list(db.session.scalars(query.options(*_thing(), joinedload(Report.settler).lazyload(Account.grants))))


def hiding(hiding_id: int) -> Hiding | None:
    """One time that words were hidden, with what was hidden."""
    return db.session.get(Hiding, hiding_id)


def hidings(things: Iterable[Comment | Reply]) -> dict[tuple[str, int], Hiding]:
    """By table and number: how the things that are hidden now came to be, or how the last appeal about one ended."""
    every = list(things)
    wanted = or_(Hiding.comment_id.in_([one.id for one in every if isinstance(one, Comment)]), Hiding.reply_id.in_([one.id for one in every if isinstance(one, Reply)]))
    rows = db.session.scalars(select(Hiding).where(wanted).order_by(Hiding.id)) if every else ()
    return {("comment", row.comment_id) if row.comment_id else ("reply", row.reply_id or 0): row for row in rows}


def hiding_of(thing: Comment | Reply) -> Hiding | None:
    """The hiding that stands."""
    mine = Hiding.comment_id == thing.id if isinstance(thing, Comment) else Hiding.reply_id == thing.id
    return db.session.scalar(select(Hiding).where(mine, or_(Hiding.outcome.is_(None), Hiding.outcome != Outcome.RESTORED)))


def appeals(after: int = 0) -> tuple[list[Hiding], int]:
    """The appeals that wait, the longest waiting first, a page of them; and the key of the next page."""
    query = select(Hiding).where(Hiding.appealed_at.is_not(None), Hiding.decided_at.is_(None)).order_by(Hiding.appealed_at, Hiding.id).limit(PAGE + 1)
    if after:
        last = select(Hiding.appealed_at).where(Hiding.id == after).scalar_subquery()
        query = query.where(or_(Hiding.appealed_at > last, and_(Hiding.appealed_at == last, Hiding.id > after)))
    rows = list(db.session.scalars(query.options(
        joinedload(Hiding.comment).options(joinedload(Comment.version).joinedload(Version.document), joinedload(Comment.author).lazyload(Account.grants)),
        joinedload(Hiding.reply).options(joinedload(Reply.comment), joinedload(Reply.author).lazyload(Account.grants)),
        joinedload(Hiding.hider).lazyload(Account.grants))))
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else 0


@dataclass(frozen=True)
class Waiting:
    """How many comments and replies are reported, and how many appeals wait."""

    reports: int
    appeals: int

    @property
    def total(self) -> int:
        """All that waits."""
        return self.reports + self.appeals


def busy() -> Waiting:
    """How much waits, for the menu of the moderators and the head of the queue; one statement."""
    things = select(func.count()).select_from(select(Report.comment_id, Report.reply_id).where(Report.state == ReportState.OPEN).distinct().subquery()).scalar_subquery()
    pleas = select(func.count(Hiding.id)).where(Hiding.appealed_at.is_not(None), Hiding.decided_at.is_(None)).scalar_subquery()
    reports, waiting_appeals = db.session.execute(select(things, pleas)).one()
    return Waiting(reports or 0, waiting_appeals or 0)


@dataclass
class Earlier:
    """What was decided before about words of one author, in numbers only: no name, no words."""

    standing: int = 0
    hidden: int = 0
    restored: int = 0

    @property
    def total(self) -> int:
        """All decisions."""
        return self.standing + self.hidden


def earlier(authors: Iterable[int]) -> dict[int, Earlier]:
    """Earlier decisions by author: reported words left standing, words hidden, and of those shown again; three statements however many authors."""
    wanted = sorted(set(authors))
    found = {author: Earlier() for author in wanted}
    author = func.coalesce(Comment.author_id, Reply.author_id)
    thing = func.coalesce(Report.comment_id, -Report.reply_id)
    left = select(author, func.count(thing.distinct())).select_from(Report).outerjoin(Report.comment).outerjoin(Report.reply).where(Report.state == ReportState.DISMISSED)
    for number, count in db.session.execute(left.where(author.in_(wanted)).group_by(author)):
        found[number].standing = count
    hid = select(author, Hiding.outcome, func.count(Hiding.id)).select_from(Hiding).outerjoin(Hiding.comment).outerjoin(Hiding.reply)
    for number, outcome, count in db.session.execute(hid.where(author.in_(wanted)).group_by(author, Hiding.outcome)):
        found[number].hidden += count
        found[number].restored += count if outcome == Outcome.RESTORED else 0
    return found


def _thing() -> list[ExecutableOption]:
    """With a report what it is about and who made it; a function, because mappers are complete only when every noun is known."""
    return [joinedload(Report.comment).options(joinedload(Comment.author).lazyload(Account.grants), joinedload(Comment.organisation), joinedload(Comment.translated),
                                               joinedload(Comment.version).joinedload(Version.document)),
            joinedload(Report.reply).options(joinedload(Reply.author).lazyload(Account.grants), joinedload(Reply.comment).options(
                joinedload(Comment.author).lazyload(Account.grants), joinedload(Comment.organisation), joinedload(Comment.translated),
                joinedload(Comment.version).joinedload(Version.document))),
            joinedload(Report.account).lazyload(Account.grants)]
