"""Who is told what: one table, journal kind -> audience. The words are in templates/email/<journal kind>/."""
from datetime import timedelta
from enum import StrEnum


class Audience(StrEnum):
    """Whom an entry of the journal concerns so much that they get a mail."""

    AUTHOR = "author of the comment"
    BASE_COMMENTERS = "everybody who commented on the version before"
    EARLIER_COMMENTERS = "everybody who commented on the document before"
    SEATS = "holders of mandates in force, of the seats of the ballot"
    HOLDER = "holder of the mandate"
    VOICE = "member whose written position was entered"
    PERSON = "person whose role it is"
    OWNER = "person whose account it is"


NOTICES: dict[str, Audience] = {
    "comments.submit": Audience.AUTHOR,
    "comments.publish": Audience.AUTHOR,
    "comments.hide": Audience.AUTHOR,
    "documents.publish": Audience.BASE_COMMENTERS,
    "rounds.schedule": Audience.EARLIER_COMMENTERS,
    "rounds.extend": Audience.EARLIER_COMMENTERS,
    "ballots.open": Audience.SEATS,
    "ballots.extend": Audience.SEATS,
    "ballots.withdraw": Audience.SEATS,
    "ballots.enter": Audience.VOICE,
    "workgroup.verify_mandate": Audience.HOLDER,
    "accounts.grant_role": Audience.PERSON,
    "accounts.end_role": Audience.PERSON,
    "accounts.suspend": Audience.OWNER,
    "accounts.reinstate": Audience.OWNER,
}
#: Kinds of which one act writes several entries, and the fact that is the same in all of them: told once.
ONCE_PER = {"comments.submit": "receipt"}

#: How long one worker may keep a mail to itself, and after how many tries it is given up.
LEASE = timedelta(minutes=2)
TRIES_MAX = 10
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
