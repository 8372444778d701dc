"""What people choose about their mails, and what administrators do with mails that did not arrive."""
from typing import Any

from consult import clock
from consult.accounts.models import Account
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.notices import queries
from consult.notices.models import Mail, MailState, NoticeChoice
from consult.notices.rules import PACES, Pace, Topic, due
from consult.permissions.table import require
from consult.permissions.words import Action


def choose(actor: Any, account: Account, paces: dict[Topic, Pace]) -> None:
    """Say when one wants to be told of each topic; what was gathered already follows the new choice."""
    require(actor, Action.NOTICES_CHOOSE, account)
    for topic, pace in paces.items():
        if pace not in PACES[topic]:
            raise Invalid(N_("A reminder comes at once or not at all."), field=topic)
        _set(account, topic, pace)


def stop(actor: Any, account: Account, topics: list[Topic]) -> None:
    """Write no more mails of these topics to somebody who holds one and asks for it, signed in or not; what was gathered is not sent either."""
    require(actor, Action.NOTICES_STOP, account)
    for topic in topics:
        _set(account, topic, Pace.NEVER)


def start(actor: Any, account: Account, paces: dict[Topic, Pace]) -> None:
    """Write mails again that had been stopped by the link in one of them, as often as before; what is not stopped stays as it is."""
    require(actor, Action.NOTICES_START, account)
    stopped = {topic for topic, pace in queries.chosen(account).items() if pace == Pace.NEVER}
    for topic, pace in paces.items():
        if topic in stopped:
            _set(account, topic, pace)


def retry(actor: Any, mail: Mail) -> None:
    """Send a mail once more that had been given up, to the address that the account has now."""
    require(actor, Action.NOTICES_RETRY, mail)
    if mail.state != MailState.FAILED:
        raise Conflict(N_("This mail has not been given up."))
    account = db.session.get(Account, mail.account_id)
    if account is not None and account.email and not mail.key.startswith("accounts."):  # mails about accounts may be for another address than theirs
        mail.to = account.email
    mail.state, mail.tries, mail.fault, mail.due_at = MailState.DUE, 0, "", clock.now()


def _set(account: Account, topic: Topic, pace: Pace) -> None:
    row, former = queries.choice(account, topic), queries.chosen(account)[topic]
    if row is None:
        db.session.add(NoticeChoice(account_id=account.id, topic=topic, pace=pace))
    else:
        row.pace = pace
    for item in queries.gathered(account, topic) if pace != former else ():
        if pace == Pace.NEVER:
            db.session.delete(item)
        else:
            item.due_at = due(pace, clock.now())
    db.session.flush()
