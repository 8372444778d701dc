"""Reading the outbox, and whom an entry of the journal concerns."""
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import joinedload

from consult.accounts.models import Account, RoleGrant
from consult.accounts.rules import AccountState, Role
from consult.ballots.models import Ballot, BallotSeat, Position
from consult.comments.models import Comment, Draft, Reply
from consult.comments.rules import Channel, CommentState
from consult.coordination.models import AskedOrganisation, Gathering, JointContribution
from consult.coordination.queries.gatherings import audience
from consult.db import db
from consult.documents.models import Section, Version
from consult.events.models import Event
from consult.factors.models import FactorReset
from consult.journal.models import JournalEntry
from consult.meetings.models import Meeting
from consult.moderation.models import Hiding, Report
from consult.notices.models import Mail, MailState, NoticeChoice, NoticeCursor, NoticeItem
from consult.notices.rules import DEFAULTS, FOLLOWED, FOLLOWERS, NOTICES, PACES, QUIET, Audience, Pace, Topic
from consult.organisations.models import Membership
from consult.organisations.rules import MembershipState
from consult.rounds.models import Round
from consult.rounds.rules import RoundState
from consult.workgroup import queries as workgroup
from consult.workgroup.models import HandingOver, Mandate
from consult.workgroup.rules import covers

#: The row an entry names -> its class.
SUBJECTS: dict[str, Any] = {model.__tablename__: model for model in (
    Account, AskedOrganisation, Ballot, Comment, Event, FactorReset, Gathering, HandingOver, Hiding, JointContribution, Mandate, Meeting, Position, Reply, Report, RoleGrant,
    Round, Version)}


def subject(entry: JournalEntry) -> Any:
    """The row that an entry tells of, if it can be told still: words that were hidden meanwhile are not."""
    model = SUBJECTS.get(entry.subject_table)
    row = db.session.get(model, int(entry.subject_id)) if model else None
    hidden = entry.kind == "comments.reply" and row is not None and bool(row.hidden_at or row.comment.hidden_at)
    return None if hidden else row


def untold(limit: int) -> list[JournalEntry]:
    """The entries after the cursor that somebody is to be told of, in their order; the cursor's row is made by the first delivery."""
    return list(db.session.scalars(select(JournalEntry).where(JournalEntry.seq > position(), JournalEntry.kind.in_(NOTICES)).order_by(JournalEntry.seq).limit(limit)))


def position() -> int:
    """How far the journal has been read."""
    return db.session.scalar(select(NoticeCursor.seq).limit(1)) or 0


def end_of_journal() -> int:
    """The number of the last entry."""
    return db.session.scalar(select(func.max(JournalEntry.seq))) or 0


def receivers(entry: JournalEntry, row: Any) -> list[Account]:
    """The people to tell: those whose account is active now, each once; who is suspended is told of that alone."""
    audience = NOTICES[entry.kind]
    states = (AccountState.ACTIVE, AccountState.SUSPENDED) if audience == Audience.OWNER else (AccountState.ACTIVE,)
    rows = db.session.scalars(AUDIENCES[audience](row, entry.at).where(Account.state.in_(states)).order_by(Account.id)).unique()
    return list(rows)


def followers(entry: JournalEntry, told: Iterable[Account]) -> list[Account]:
    """Those who are told of an entry because they follow what the seats decide, and not for their own seat; each once."""
    if entry.kind not in FOLLOWED:
        return []
    roles = select(RoleGrant.account_id).where(RoleGrant.role.in_(FOLLOWERS), RoleGrant.ended_at.is_(None))
    rows = select(Account).where(Account.id.in_(roles), Account.id.not_in([account.id for account in told]), Account.state == AccountState.ACTIVE)
    return list(db.session.scalars(rows.order_by(Account.id)).unique())


def certifiers(ballot: Ballot) -> list[Account]:
    """Who may certify a ballot: editors and administrators who neither prepared nor opened it."""
    roles = select(RoleGrant.account_id).where(RoleGrant.role.in_((Role.EDITOR, Role.ADMINISTRATOR)), RoleGrant.ended_at.is_(None))
    rows = select(Account).where(Account.id.in_(roles), Account.id.not_in([ballot.prepared_by, ballot.opened_by]), Account.state == AccountState.ACTIVE)
    return list(db.session.scalars(rows.order_by(Account.id)).unique())


def paces(account_ids: Iterable[int]) -> dict[tuple[int, Topic], Pace]:
    """What these people have chosen."""
    rows = db.session.execute(select(NoticeChoice.account_id, NoticeChoice.topic, NoticeChoice.pace).where(NoticeChoice.account_id.in_(set(account_ids))))
    return {(account_id, topic): pace for account_id, topic, pace in rows if pace in PACES[topic]}


def chosen(account: Account) -> dict[Topic, Pace]:
    """When a person is told of each topic: as chosen, or by default."""
    own = paces([account.id])
    return {topic: own.get((account.id, topic), pace) for topic, pace in DEFAULTS.items()}


def choice(account: Account, topic: Topic) -> NoticeChoice | None:
    """The row of a choice, if the person has made one."""
    return db.session.scalar(select(NoticeChoice).filter_by(account_id=account.id, topic=topic))


def gathered(account: Account, topic: Topic) -> list[NoticeItem]:
    """What waits to be told to a person of a topic."""
    return list(db.session.scalars(select(NoticeItem).filter_by(account_id=account.id, topic=topic)))


def first_due(moment: datetime) -> int | None:
    """A person for whom something is due that was gathered: the one who has waited longest."""
    return db.session.scalar(select(NoticeItem.account_id).where(NoticeItem.due_at <= moment).order_by(NoticeItem.due_at, NoticeItem.id).limit(1))


def due(account_id: int, moment: datetime) -> list[tuple[NoticeItem, JournalEntry]]:
    """What is due for a person, with the entries of the journal, in their order."""
    rows = db.session.execute(select(NoticeItem, JournalEntry).join(JournalEntry, JournalEntry.seq == NoticeItem.seq).where(
        NoticeItem.account_id == account_id, NoticeItem.due_at <= moment).order_by(NoticeItem.seq))
    return [(item, entry) for item, entry in rows]


def closing(moment: datetime, before: datetime) -> list[Round]:
    """The rounds that are open at a moment and close before another."""
    return list(db.session.scalars(select(Round).where(
        Round.state == RoundState.SCHEDULED, Round.opens_at <= moment, Round.closes_at > moment, Round.closes_at <= before).order_by(Round.id)))


def unsent(round_: Round, moment: datetime) -> list[tuple[Account, int]]:
    """Who has drafts in a round and does not write just now, and how many."""
    number = func.count(Draft.id)
    rows = db.session.execute(select(Account, number).join(Draft, Draft.account_id == Account.id).where(
        Draft.round_id == round_.id, or_(Draft.body != "", Draft.proposed != ""), Account.state == AccountState.ACTIVE).group_by(Account.id)
        .having(func.max(Draft.saved_at) <= moment - QUIET).order_by(Account.id)).unique()
    return [(account, count) for account, count in rows]


def section_of(comment: Comment) -> Section | None:
    """The section that a comment was written on."""
    return db.session.scalar(select(Section).filter_by(version_id=comment.version_id, uid=comment.section_uid)) if comment.section_uid else None


def sections_named(uids: Iterable[str], version_ids: Iterable[int]) -> dict[tuple[int, str], Section]:
    """Sections by version and key."""
    rows = db.session.scalars(select(Section).where(Section.uid.in_(set(uids)), Section.version_id.in_(set(version_ids))))
    return {(row.version_id, row.uid): row for row in rows}


def numbers() -> dict[MailState, int]:
    """How many mails are in each state."""
    return dict(db.session.execute(select(Mail.state, func.count()).group_by(Mail.state)).all())


def troubled() -> Mail | None:
    """The last mail that waits because the mail server said something against it, or was away."""
    return db.session.scalar(select(Mail).where(Mail.state == MailState.DUE, Mail.fault != "").order_by(Mail.id.desc()).limit(1))


def failures(before: int | None, limit: int) -> list[Mail]:
    """The mails that were given up, the newest first, from a place in the list on."""
    rows = select(Mail).where(Mail.state == MailState.FAILED).order_by(Mail.id.desc()).limit(limit)
    return list(db.session.scalars(rows.where(Mail.id < before) if before else rows))


def failure(mail_id: int) -> Mail | None:
    """A mail that was given up."""
    return db.session.scalar(select(Mail).filter_by(id=mail_id, state=MailState.FAILED))


def latest(before: int | None, limit: int) -> list[Mail]:
    """Mails, the newest first, from a place in the list on."""
    rows = select(Mail).order_by(Mail.id.desc()).limit(limit)
    return list(db.session.scalars(rows.where(Mail.id < before) if before else rows))


def get(mail_id: int) -> Mail | None:
    """One mail."""
    return db.session.get(Mail, mail_id)


def written(key: str) -> bool:
    """Whether this mail is in the outbox already."""
    return db.session.scalar(select(Mail.id).filter_by(key=key)) is not None


def account_mails_since(address: str, moment: datetime) -> int:
    """How many mails about accounts an address has been sent since the moment."""
    return db.session.scalar(select(func.count()).select_from(Mail).where(Mail.to == address, Mail.key.like("accounts.%"), Mail.due_at >= moment)) or 0


def invitations_since(address: str, moment: datetime) -> int:
    """How many invitations to organisations an address has been sent since the moment."""
    mine = func.lower(Mail.to) == address.lower()
    return db.session.scalar(select(func.count()).select_from(Mail).where(mine, Mail.key.like("organisations.invite-%"), Mail.due_at >= moment)) or 0


def leased(lease: str) -> list[Mail]:
    """The mails that a worker holds."""
    return list(db.session.scalars(select(Mail).filter_by(lease=lease).order_by(Mail.id)))


def _author(comment: Comment | Reply, _: datetime) -> Select[Any]:
    on_paper = isinstance(comment, Comment) and comment.channel == Channel.PAPER
    return select(Account).where(Account.id == (None if on_paper else comment.author_id))


def _commented(at: datetime, condition: Any) -> Select[Any]:
    """Whoever had commented by then: a mail that goes out late must not reach those who came after."""
    authors = select(Comment.author_id).join(Comment.version).where(Comment.state != CommentState.WITHDRAWN, Comment.channel != Channel.PAPER, Comment.received_at < at, condition)
    return select(Account).where(Account.id.in_(authors))


def _discussion(reply: Reply, at: datetime) -> Select[Any]:
    """Who commented and who spoke before; not the one who speaks."""
    spoke = select(Reply.author_id).where(Reply.comment_id == reply.comment_id, Reply.id < reply.id, Reply.hidden_at.is_(None))
    author = None if reply.comment.channel == Channel.PAPER else reply.comment.author_id
    return select(Account).where(or_(Account.id == author, Account.id.in_(spoke)), Account.id != reply.author_id)


def _seats(ballot: Ballot, at: datetime) -> Select[Any]:
    parties = select(BallotSeat.party_code).where(BallotSeat.ballot_id == ballot.id)
    mandates = db.session.scalars(select(Mandate).where(Mandate.party_code.in_(parties)).options(joinedload(Mandate.holder)))
    return select(Account).where(Account.id.in_([m.account_id for m in mandates if covers(m, at)]))


def _seat(position: Position, at: datetime) -> Select[Any]:
    """Who gave the position, and who else could have: all who speak for the seat."""
    mandates = db.session.scalars(select(Mandate).where(Mandate.party_code == position.party_code).options(joinedload(Mandate.holder)))
    return select(Account).where(or_(Account.id == position.cast_by, Account.id.in_([m.account_id for m in mandates if covers(m, at)])))


def _high_level(event: Event, at: datetime) -> Select[Any]:
    """Who sits for any party, and who coordinates; of an event that was never announced nobody has been told."""
    if not event.public:
        return select(Account).where(Account.id.is_(None))
    mandates = db.session.scalars(select(Mandate).options(joinedload(Mandate.holder)))
    return select(Account).where(or_(Account.id.in_([m.account_id for m in mandates if covers(m, at)]), Account.id.in_(_holding(Role.COORDINATOR))))


def _group(meeting: Meeting, at: datetime) -> Select[Any]:
    """Who sits for any party, and who observes; of what was done before a meeting was public nobody is told."""
    public = min((moment for moment in (meeting.invited_at, meeting.held_at) if moment is not None), default=None)
    if public is None or at < public:
        return select(Account).where(Account.id.is_(None))
    mandates = db.session.scalars(select(Mandate).options(joinedload(Mandate.holder)))
    return select(Account).where(or_(Account.id.in_([m.account_id for m in mandates if covers(m, at)]), Account.id.in_(_holding(Role.OBSERVER))))


def concerned(mandate: Mandate, secretariat: bool = False) -> Select[Any]:
    """Who held a mandate and the coordinators of the party; and the secretariat, if asked for."""
    also = [Account.id.in_(_holding(Role.EDITOR))] if secretariat else []
    return select(Account).where(or_(Account.id == mandate.account_id, Account.id.in_(_holding(Role.COORDINATOR, mandate.party_code)), *also))


def _ended(mandate: Mandate, at: datetime) -> Select[Any]:
    """The same, but for a mandate that nobody had verified, and for one that was handed over, which is told as that."""
    handing = workgroup.handing_of(mandate)
    told = mandate.verified_at is not None and not (handing and handing.mandate_id)
    return concerned(mandate) if told else select(Account).where(Account.id.is_(None))


def _people(organisations: Any) -> Select[Any]:
    """Who speaks for these organisations now."""
    return select(Account).join(Membership, Membership.account_id == Account.id).where(Membership.organisation_id.in_(organisations), Membership.state == MembershipState.MEMBER)


def _moderators() -> Select[Any]:
    """Who moderates now; an installation without moderators has editors who do."""
    some = exists(_holding(Role.MODERATOR))
    return select(Account).where(or_(and_(some, Account.id.in_(_holding(Role.MODERATOR))), and_(not_(some), Account.id.in_(_holding(Role.EDITOR)))))


def _holding(role: Role, party_code: str | None = None) -> Select[Any]:
    held = select(RoleGrant.account_id).where(RoleGrant.role == role, RoleGrant.ended_at.is_(None))
    return held.where(RoleGrant.party_code == party_code) if party_code else held


AUDIENCES: dict[Audience, Callable[[Any, datetime], Select[Any]]] = {
    Audience.AUTHOR: _author,
    Audience.READERS: lambda version, at: _commented(at, Version.document_id == version.document_id),
    Audience.DISCUSSION: _discussion,
    Audience.EARLIER_COMMENTERS: lambda round_, at: _commented(at, Version.document_id == round_.version.document_id),
    Audience.ORGANISATION: lambda row, _: _people([row.organisation_id]),
    Audience.GATHERED: lambda gathering, _: _people(audience(gathering)),
    Audience.MODERATORS: lambda _row, _: _moderators(),
    Audience.COORDINATOR: lambda row, _: select(Account).where(Account.id.in_(_holding(Role.COORDINATOR, row.gathering.party_code))),
    Audience.SEATS: _seats,
    Audience.HIGH_LEVEL: _high_level,
    Audience.GROUP: _group,
    Audience.ENDED: _ended,
    Audience.HANDED: lambda handing, _: concerned(handing.former),
    Audience.HOLDER: lambda mandate, _: select(Account).where(Account.id == mandate.account_id),
    Audience.SEAT: _seat,
    Audience.OWNER: lambda account, _: select(Account).where(Account.id == account.id),
    Audience.PERSON: lambda grant, _: select(Account).where(Account.id == grant.account_id),
}
