"""Meetings of the working group, their agenda, who came, what was decided, and the minutes."""
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.ballots.models import Ballot
from consult.db import Instant, db, one_of
from consult.documents.models import Version
from consult.meetings.rules import MeetingState, Presence
from consult.parties.models import Party
from consult.rounds.models import Round


class Meeting(db.Model):
    """A meeting of the working group. `uid` and `sequence` are what calendars know it by; times are instants, shown in the zone of the place.

    It is public from the invitation on; one that was held without an invitation from here is public once it is recorded as held.
    """

    __tablename__ = "meeting"
    __journalled__ = True
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        CheckConstraint("place != '' OR link != ''", name="somewhere"),
        CheckConstraint("(state = 'cancelled') = (cancel_reason != '')", name="cancelled_with_reason"),
        CheckConstraint("(state IN ('held', 'minutes_published')) = (held_at IS NOT NULL)", name="held_is_dated"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10), default="en")
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    zone: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[MeetingState] = mapped_column(one_of(MeetingState), default=MeetingState.PLANNED)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    uid: Mapped[str] = mapped_column(String(64), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    planned_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    planned_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    invited_at: Mapped[datetime | None] = mapped_column(Instant)
    held_at: Mapped[datetime | None] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(default=1)
    items: Mapped[list["MeetingItem"]] = relationship(back_populates="meeting", order_by="MeetingItem.place, MeetingItem.id")
    attendance: Mapped[list["Attendance"]] = relationship(back_populates="meeting", order_by="Attendance.party_code")
    decisions: Mapped[list["MeetingDecision"]] = relationship(back_populates="meeting", order_by="MeetingDecision.number")
    minutes: Mapped["MeetingMinutes | None"] = relationship(back_populates="meeting")
    corrections: Mapped[list["MinutesCorrection"]] = relationship(back_populates="meeting", order_by="MinutesCorrection.id")
    __mapper_args__ = {"version_id_col": revision}

    @property
    def public(self) -> bool:
        """Whether everybody may read of it."""
        return self.invited_at is not None or self.held_at is not None

    @property
    def meeting(self) -> "Meeting":
        """Itself: what belongs to a meeting and the meeting are asked alike."""
        return self


class MeetingItem(db.Model):
    """One point of the agenda, in its place: what, about which version, on which ballot. The entries of the journal tell of the meeting."""

    __tablename__ = "meeting_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    place: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text, default="")
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    ballot_id: Mapped[int | None] = mapped_column(ForeignKey("ballot.id"))
    meeting: Mapped[Meeting] = relationship(back_populates="items")
    version: Mapped[Version | None] = relationship()
    ballot: Mapped[Ballot | None] = relationship()


class Attendance(db.Model):
    """How a seat came to a meeting, and who spoke for it."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (Index("uq_meeting_attendance_meeting_id_party_code", "meeting_id", "party_code", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    party_code: Mapped[str] = mapped_column(ForeignKey("party.code"))
    presence: Mapped[Presence] = mapped_column(one_of(Presence))
    name: Mapped[str] = mapped_column(String(120), default="")
    meeting: Mapped[Meeting] = relationship(back_populates="attendance")
    party: Mapped[Party] = relationship()


class MeetingDecision(db.Model):
    """What a meeting decided, under its number, with what it is about."""

    __tablename__ = "meeting_decision"
    __table_args__ = (Index("uq_meeting_decision_meeting_id_number", "meeting_id", "number", unique=True), CheckConstraint("words != ''", name="says_something"))
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    ballot_id: Mapped[int | None] = mapped_column(ForeignKey("ballot.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    meeting: Mapped[Meeting] = relationship(back_populates="decisions")
    version: Mapped[Version | None] = relationship()
    ballot: Mapped[Ballot | None] = relationship()
    round: Mapped[Round | None] = relationship()


class MeetingMinutes(db.Model):
    """The minutes of a meeting in Markdown; once published they are never changed."""

    __tablename__ = "meeting_minutes"
    __table_args__ = (CheckConstraint("(published_at IS NULL) = (digest IS NULL)", name="published_with_hash"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    language: Mapped[str] = mapped_column(String(10), default="en")
    words: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    digest: Mapped[str | None] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(default=1)
    meeting: Mapped[Meeting] = relationship(back_populates="minutes")
    __mapper_args__ = {"version_id_col": revision}


class MinutesCorrection(db.Model):
    """What published minutes ought to say, added under them with its date."""

    __tablename__ = "minutes_correction"
    __table_args__ = (CheckConstraint("words != ''", name="says_something"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    added_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(Instant)
    meeting: Mapped[Meeting] = relationship(back_populates="corrections")
