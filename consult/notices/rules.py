"""Who is told what: one table, journal kind -> audience; and when: at once, or gathered. The words are in templates/email/<journal kind>/."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from consult import clock
from consult.accounts.rules import Role
from consult.i18n import N_


class Audience(StrEnum):
    """Whom an entry of the journal concerns so much that they get a mail."""

    AUTHOR = "author of the comment"
    EARLIER_COMMENTERS = "everybody who commented on the document before"
    READERS = "everybody who commented on an earlier version of the document"
    DISCUSSION = "author of the comment and those who replied before, except who speaks now"
    SEATS = "holders of mandates in force, of the seats of the ballot"
    ORGANISATION = "everybody who speaks for the organisation"
    GATHERED = "everybody who speaks for an organisation that was asked by its coordinator or has contributed"
    MODERATORS = "moderators; editors where there is none"
    COORDINATOR = "coordinator who gathers"
    HOLDER = "holder of the mandate"
    ENDED = "holder of the mandate and coordinators of the party, unless it was handed over"
    HANDED = "former holder of the mandate and coordinators of the party"
    HIGH_LEVEL = "holders of mandates in force, and coordinators"
    SEAT = "who gave a position, and the other holders of mandates in force of that seat"
    GROUP = "holders of mandates in force, and observers"
    PERSON = "person whose role it is"
    OWNER = "person whose account it is"


NOTICES: dict[str, Audience] = {
    "comments.submit": Audience.AUTHOR,
    "comments.replace": Audience.AUTHOR,
    "comments.withdraw": Audience.AUTHOR,
    "comments.publish": Audience.AUTHOR,
    "comments.hide": Audience.AUTHOR,
    "comments.hide_reply": Audience.AUTHOR,
    "moderation.report": Audience.MODERATORS,
    "moderation.appeal": Audience.MODERATORS,
    "moderation.uphold": Audience.AUTHOR,
    "moderation.restore": Audience.AUTHOR,
    "comments.reply": Audience.DISCUSSION,
    "documents.publish": Audience.READERS,
    "rounds.schedule": Audience.EARLIER_COMMENTERS,
    "rounds.extend": Audience.EARLIER_COMMENTERS,
    "ballots.open": Audience.SEATS,
    "ballots.extend": Audience.SEATS,
    "ballots.withdraw": Audience.SEATS,
    "ballots.certify": Audience.SEATS,
    "ballots.cast": Audience.SEAT,
    "ballots.enter": Audience.SEAT,
    "events.announce": Audience.HIGH_LEVEL,
    "events.amend": Audience.HIGH_LEVEL,
    "events.cancel": Audience.HIGH_LEVEL,
    "events.publish_minutes": Audience.HIGH_LEVEL,
    "meetings.invite": Audience.GROUP,
    "meetings.change": Audience.GROUP,
    "meetings.cancel": Audience.GROUP,
    "meetings.publish_minutes": Audience.GROUP,
    "meetings.add_correction": Audience.GROUP,
    "coordination.ask": Audience.ORGANISATION,
    "coordination.contribute": Audience.COORDINATOR,
    "coordination.set_aside": Audience.ORGANISATION,
    "coordination.start_check": Audience.GATHERED,
    "coordination.send": Audience.GATHERED,
    "workgroup.verify_mandate": Audience.HOLDER,
    "workgroup.end_mandate": Audience.ENDED,
    "workgroup.verify_handing": Audience.HANDED,
    "accounts.grant_role": Audience.PERSON,
    "accounts.end_role": Audience.PERSON,
    "accounts.suspend": Audience.OWNER,
    "accounts.reinstate": Audience.OWNER,
    "factors.add_passkey": Audience.OWNER,
    "factors.remove_passkey": Audience.OWNER,
    "factors.add_app": Audience.OWNER,
    "factors.remove_app": Audience.OWNER,
    "factors.renew_recovery": Audience.OWNER,
    "factors.use_recovery": Audience.OWNER,
    "factors.reset": Audience.PERSON,
}
#: Kinds of which one act writes several entries, and the fact that is the same in all of them: told once.
ONCE_PER = {"comments.submit": "receipt", "documents.publish": "digest"}


#: Roles whose holders follow what the seats decide, and the kinds they are told of as well, as long as they want to hear of texts.
FOLLOWERS = (Role.COORDINATOR, Role.OBSERVER)


class Topic(StrEnum):
    """What a person can choose about. Ballots, mandates, receipts, moderation and the account itself are no choice: they are told at once."""

    ANSWERS = "answers"
    TEXTS = "texts"
    DISCUSSION = "discussion"
    REMINDERS = "reminders"


class Pace(StrEnum):
    """When a person wants to be told."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


#: What each kind is about; a kind that is not here is told at once and to all it concerns.
TOPICS: dict[str, Topic] = {
    "comments.publish": Topic.ANSWERS,
    "documents.publish": Topic.TEXTS,
    "rounds.schedule": Topic.TEXTS,
    "rounds.extend": Topic.TEXTS,
    "comments.reply": Topic.DISCUSSION,
    "rounds.closing": Topic.REMINDERS,
}
#: What is told to those who only follow it, and under which topic.
FOLLOWED = {"ballots.open": Topic.TEXTS}
#: What holds for who has not chosen: an answer is what people wait for, talk can wait until the morning.
DEFAULTS = {Topic.ANSWERS: Pace.AT_ONCE, Topic.TEXTS: Pace.AT_ONCE, Topic.DISCUSSION: Pace.DAILY, Topic.REMINDERS: Pace.AT_ONCE}
#: A reminder that comes after the close is none.
PACES = {topic: (Pace.AT_ONCE, Pace.NEVER) if topic == Topic.REMINDERS else tuple(Pace) for topic in Topic}
TOPIC_NAMES = {
    Topic.ANSWERS: N_("Answers to my comments"), Topic.TEXTS: N_("New versions and rounds of texts I commented on; ballots that I follow"),
    Topic.DISCUSSION: N_("Replies under my comments, and in discussions I joined"), Topic.REMINDERS: N_("Rounds that close soon while I have drafts I have not sent"),
}
PACE_NAMES = {Pace.AT_ONCE: N_("At once"), Pace.DAILY: N_("Once a day, together"), Pace.WEEKLY: N_("Once a week, together"), Pace.NEVER: N_("Not by mail")}
#: The name that a mail with several topics in it goes by: whoever stops it stops all that comes together.
TOGETHER = "together"
#: When gathered mails are written, by the clock of Brussels; weekly ones on this day (Monday is 0).
HOUR, WEEKDAY = time(7), 0
#: Who saved a draft so short a while ago sits before it, and needs no reminder.
QUIET = timedelta(hours=1)


@dataclass(frozen=True)
class Words:
    """A mail as it is to be read: plain, and the same as HTML without a look of its own."""

    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True)
class Told:
    """One thing that a person is told: the entry of the journal, and the row it tells of."""

    kind: str
    facts: Mapping[str, Any]
    row: Any


@dataclass(frozen=True)
class Reminders:
    """How long before the close of a round those with unsent drafts are reminded: twice, unless one is 0."""

    days: int = 7
    hours: int = 24


#: How long before the close of a ballot the seats without a position are reminded.
BALLOT_REMINDERS = Reminders(7, 24)


def due(pace: Pace, moment: datetime) -> datetime:
    """When something noted now is told: at once, or on the next morning (of the next Monday) in Brussels; never a moment that has passed."""
    if pace in {Pace.AT_ONCE, Pace.NEVER}:
        return moment
    day = moment.astimezone(clock.BRUSSELS).date()
    while True:
        morning = datetime.combine(day, HOUR, clock.BRUSSELS)
        if morning > moment and (pace == Pace.DAILY or day.weekday() == WEEKDAY):
            return morning.astimezone(UTC)
        day += timedelta(days=1)


def stopped_as(paces: Mapping[Topic, Pace]) -> str:
    """How often mails came that have been stopped, for the button that starts them again."""
    return " ".join(f"{topic} {pace}" for topic, pace in paces.items())


def started_as(word: str, was: str) -> dict[Topic, Pace]:
    """How often they are to come again: as before, as far as the link is about them; what cannot be read means the usual."""
    pieces = was.split()
    said = {topic: Pace(pace) for topic, pace in zip(pieces[::2], pieces[1::2], strict=False) if topic in set(Topic) and pace in set(Pace) - {Pace.NEVER}}
    if word == TOGETHER:
        return {Topic(topic): pace for topic, pace in said.items() if pace in {Pace.DAILY, Pace.WEEKLY} and pace in PACES[Topic(topic)]}
    topic = Topic(word)
    return {topic: said[topic] if said.get(topic) in PACES[topic] else DEFAULTS[topic]}


def stage(left: timedelta, limits: Reminders) -> str:
    """Which reminder is due this long before the close: the nearer one where both would be; empty when none is."""
    windows = sorted((span, name) for name, span in (("hours", timedelta(hours=limits.hours)), ("days", timedelta(days=limits.days))) if span)
    return next((name for span, name in windows if timedelta(0) < left <= span), "")


def stage_of(opens: datetime, closes: datetime, moment: datetime, limits: Reminders) -> str:
    """Which reminder of a ballot is due; none that would come when the notice of its opening has just arrived."""
    near = stage(closes - moment, limits)
    span = {"days": timedelta(days=limits.days), "hours": timedelta(hours=limits.hours)}.get(near, timedelta(0))
    return near if closes - span > opens else ""


def thread(kind: str, facts: Mapping[str, Any]) -> str:
    """The thread a mail belongs to: one for each comment, round and ballot; a receipt belongs to its round."""
    about = ("round",) if kind in {"comments.submit", "rounds.closing"} else ("comment", "ballot", "round", "event", "meeting")
    return next((f"{name}-{facts[name]}" for name in about if name in facts), "")

#: How long one worker may keep a mail to itself, and after how many tries it is given up.
LEASE = timedelta(minutes=2)
TRIES_MAX = 10
#: After how long a mail server that was away is asked again.
AWAY = timedelta(minutes=1)
#: How long mails are kept after sending.
KEPT = timedelta(days=30)
#: Account mails that one address gets within a day at most; more are not written, and nobody can tell.
ACCOUNT_MAILS_A_DAY = 5


def pause(tries: int) -> timedelta:
    """How long to wait after a failed try: one minute, doubled each time, four hours at most."""
    return min(timedelta(minutes=2 ** max(tries - 1, 0)), timedelta(hours=4))


def mail_key(kind: str, seq: int, facts: dict[str, object], account_id: int) -> str:
    """The name of one mail: one per entry and person, or one per act where an act writes several entries."""
    about = facts[ONCE_PER[kind]] if kind in ONCE_PER else seq
    return f"{kind}-{about}-{account_id}"
