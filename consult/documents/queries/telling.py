"""Whom the publication of a version will be told to by mail, in which language, and when."""
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import lazyload

from consult import clock
from consult.accounts.models import Account
from consult.accounts.rules import AccountState
from consult.db import db
from consult.documents.models import Version
from consult.notices.models import NoticeChoice
from consult.notices.queries import AUDIENCES
from consult.notices.rules import DEFAULTS, NOTICES, Pace, Topic

KIND = "documents.publish"


@dataclass(frozen=True)
class Receiver:
    """A person who is told, and when."""

    account: Account
    pace: Pace


def by_language(version: Version) -> dict[str, dict[Pace, int]]:
    """How many people will be told in each language: at once, gathered, or not by mail because they chose so. Counted in one statement."""
    people = _people(version).subquery()
    rows = db.session.execute(select(people.c.language, people.c.pace, func.count()).group_by(people.c.language, people.c.pace).order_by(people.c.language))
    found: dict[str, dict[Pace, int]] = {}
    for language, pace, count in rows:
        here = found.setdefault(language, {})
        here[_pace(pace)] = here.get(_pace(pace), 0) + count
    return found


def receivers(version: Version, limit: int) -> list[Receiver]:
    """The first of the people who will be told."""
    people = _people(version).subquery()
    query = select(Account, people.c.pace).join(people, people.c.id == Account.id).options(lazyload(Account.grants))
    rows = db.session.execute(query.order_by(Account.language, Account.id).limit(limit))
    return [Receiver(account, _pace(pace)) for account, pace in rows]


def _people(version: Version) -> Select[int, str, Pace]:
    """The active people of the audience, each with what was chosen."""
    audience = AUDIENCES[NOTICES[KIND]](version, clock.now()).with_only_columns(Account.id).where(Account.state == AccountState.ACTIVE)
    chosen = and_(NoticeChoice.account_id == Account.id, NoticeChoice.topic == Topic.TEXTS)
    return select(Account.id, Account.language, NoticeChoice.pace).outerjoin(NoticeChoice, chosen).where(Account.id.in_(audience))


def _pace(chosen: Pace | None) -> Pace:
    return chosen or DEFAULTS[Topic.TEXTS]
