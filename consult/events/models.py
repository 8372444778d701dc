"""Events, what is on their agenda, who takes part, and the signatures given there; each signature is an act of the register."""
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.adoption.models import Act
from consult.ballots.models import Ballot
from consult.db import Instant, db, one_of
from consult.documents.models import Version
from consult.events.rules import EventState
from consult.evidence.models import EvidenceFile
from consult.parties.models import Party


class Event(db.Model):
    """A meeting of the highest level. `uid` and `sequence` are what calendars know it by; times are instants, shown in the zone of the place.

    The outcome is a final version carried by a certified ballot; where it is not, `exception` says why the event is held all the same (H2).
    """

    __tablename__ = "event"
    __journalled__ = True
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        CheckConstraint("state != 'cancelled' OR cancel_reason != ''", name="cancelled_with_reason"),
        CheckConstraint("state IN ('planned', 'announced', 'cancelled') OR ballot_id IS NOT NULL OR exception != ''", name="carried_or_excepted"),
        CheckConstraint("(version_id IS NULL) = (version_digest IS NULL)", name="outcome_with_hash"),
        CheckConstraint("ballot_id IS NULL OR version_id IS NOT NULL", name="ballot_on_a_text"),
        CheckConstraint("state IN ('planned', 'cancelled') OR announced_at IS NOT NULL", name="announced_is_dated"),
        CheckConstraint("state IN ('planned', 'announced', 'cancelled') OR begun_at IS NOT NULL", name="begun_is_dated"),
        CheckConstraint("state NOT IN ('concluded', 'minutes_published') OR concluded_at IS NOT NULL", name="concluded_is_dated"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10), default="en")
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    zone: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(200))
    host: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text, default="")
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    version_digest: Mapped[str | None] = mapped_column(String(64))
    ballot_id: Mapped[int | None] = mapped_column(ForeignKey("ballot.id"))
    exception: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[EventState] = mapped_column(one_of(EventState), default=EventState.PLANNED)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    uid: Mapped[str] = mapped_column(String(64), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    planned_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    planned_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    announced_at: Mapped[datetime | None] = mapped_column(Instant)
    begun_at: Mapped[datetime | None] = mapped_column(Instant)
    concluded_at: Mapped[datetime | None] = mapped_column(Instant)
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[Version | None] = relationship()
    ballot: Mapped[Ballot | None] = relationship()
    items: Mapped[list["EventItem"]] = relationship(back_populates="event", order_by="EventItem.starts_at, EventItem.id")
    delegations: Mapped[list["Delegation"]] = relationship(back_populates="event", order_by="Delegation.party_code")
    signatures: Mapped[list["EventSignature"]] = relationship(back_populates="event", order_by="EventSignature.id")
    minutes: Mapped["EventMinutes | None"] = relationship(back_populates="event")
    __mapper_args__ = {"version_id_col": revision}

    @property
    def event(self) -> "Event":
        """Itself: what belongs to an event and the event are asked alike."""
        return self

    @property
    def public(self) -> bool:
        """Whether everybody may read of it: once it has been announced."""
        return self.announced_at is not None


class EventItem(db.Model):
    """One point of the agenda: when, what, about which version, with which papers."""

    __tablename__ = "event_item"
    __journalled__ = True
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text, default="")
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    revision: Mapped[int] = mapped_column(default=1)
    event: Mapped[Event] = relationship(back_populates="items")
    version: Mapped[Version | None] = relationship()
    papers: Mapped[list["EventPaper"]] = relationship(back_populates="item", order_by="EventPaper.id")
    __mapper_args__ = {"version_id_col": revision}


class EventPaper(db.Model):
    """A document that goes with a point of the agenda; public with the agenda."""

    __tablename__ = "event_paper"
    __journalled__ = True
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("event_item.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10), default="en")
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence_file.id"))
    item: Mapped[EventItem] = relationship(back_populates="papers")
    file: Mapped[EvidenceFile] = relationship()

    @property
    def event(self) -> Event:
        """Whose agenda it is on."""
        return self.item.event


class Delegation(db.Model):
    """Who comes for a party or body."""

    __tablename__ = "delegation"
    __journalled__ = True
    __table_args__ = (Index("uq_delegation_event_id_party_code", "event_id", "party_code", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    party_code: Mapped[str] = mapped_column(ForeignKey("party.code"))
    event: Mapped[Event] = relationship(back_populates="delegations")
    party: Mapped[Party] = relationship()
    delegates: Mapped[list["Delegate"]] = relationship(back_populates="delegation", order_by="Delegate.head.desc(), Delegate.id")
    letters: Mapped[list["Credentials"]] = relationship(back_populates="delegation", order_by="Credentials.id")

    @property
    def credentials(self) -> "Credentials | None":
        """The letter recorded last, which counts instead of those before it."""
        return self.letters[-1] if self.letters else None


class Delegate(db.Model):
    """A member of a delegation, as the delegation names them; taken off and named anew rather than changed."""

    __tablename__ = "delegate"
    __journalled__ = True
    __table_args__ = (Index("uq_delegate_head", "delegation_id", unique=True, sqlite_where=text("head"), postgresql_where=text("head")),)
    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200), default="")
    head: Mapped[bool] = mapped_column(default=False)
    named_at: Mapped[datetime] = mapped_column(Instant)
    delegation: Mapped[Delegation] = relationship(back_populates="delegates")

    @property
    def event(self) -> Event:
        """Where they come to."""
        return self.delegation.event

    @property
    def called(self) -> str:
        """Name and title, as a signature is given."""
        return f"{self.name}, {self.title}" if self.title else self.name


class Credentials(db.Model):
    """The letter by which an authority sends a delegation, and whether it entitles to sign; never changed, a later one counts instead."""

    __tablename__ = "credentials"
    __journalled__ = True
    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    authority: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(120), default="")
    dated: Mapped[date]
    powers: Mapped[bool] = mapped_column(default=False)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence_file.id"))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    delegation: Mapped[Delegation] = relationship(back_populates="letters")
    evidence: Mapped[EvidenceFile] = relationship()
    recorder: Mapped[Account] = relationship()
    verification: Mapped["CredentialsVerification | None"] = relationship(back_populates="credentials")

    @property
    def event(self) -> Event:
        """What they were given for."""
        return self.delegation.event


class CredentialsVerification(db.Model):
    """A second person has compared credentials with their letter."""

    __tablename__ = "credentials_verification"
    id: Mapped[int] = mapped_column(primary_key=True)
    credentials_id: Mapped[int] = mapped_column(ForeignKey("credentials.id"), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    credentials: Mapped[Credentials] = relationship(back_populates="verification")
    verifier: Mapped[Account] = relationship()


class EventSignature(db.Model):
    """A signature given at an event: the act in the register, who gave it by which credentials, and on which day (H1, H3)."""

    __tablename__ = "event_signature"
    __journalled__ = True
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    delegate_id: Mapped[int] = mapped_column(ForeignKey("delegate.id"))
    credentials_id: Mapped[int] = mapped_column(ForeignKey("credentials.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"), unique=True)
    signed_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    event: Mapped[Event] = relationship(back_populates="signatures")
    delegation: Mapped[Delegation] = relationship()
    delegate: Mapped[Delegate] = relationship()
    act: Mapped[Act] = relationship()


class EventMinutes(db.Model):
    """The minutes of an event in Markdown; once published they are never changed. The entries of the journal tell of the event."""

    __tablename__ = "event_minutes"
    __table_args__ = (
        CheckConstraint("(published_at IS NULL) = (digest IS NULL)", name="published_with_hash"),
        CheckConstraint("published_at IS NULL OR (words != '' AND adopted_how != '' AND adopted_on IS NOT NULL)", name="published_after_adoption"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    language: Mapped[str] = mapped_column(String(10), default="en")
    words: Mapped[str] = mapped_column(Text, default="")
    adopted_on: Mapped[date | None]
    adopted_how: Mapped[str] = mapped_column(String(300), default="")
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    digest: Mapped[str | None] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(default=1)
    event: Mapped[Event] = relationship(back_populates="minutes")
    __mapper_args__ = {"version_id_col": revision}
