"""What the clock says about ballots: seats without a position are reminded, and a result that waits is brought before those who certify; each once."""
from datetime import timedelta
from typing import Any

from consult import clock
from consult.accounts.models import Account
from consult.accounts.rules import AccountState
from consult.ballots import queries as ballots
from consult.ballots.models import Ballot
from consult.notices import queries
from consult.notices.actions import outbox
from consult.notices.actions.telling import Composer
from consult.notices.rules import Reminders, stage_of, thread
from consult.workgroup import queries as workgroup

REMINDER, WAITING = "ballots.closing", "ballots.closed"


def remind(compose: Composer, limits: Reminders) -> None:
    """Tell the holders of mandates of the seats without a position that the ballot closes soon: some days and some hours before each close."""
    now = clock.now()
    for ballot in ballots.closing(now, now + max(timedelta(days=limits.days), timedelta(hours=limits.hours))):
        near, silent = stage_of(ballot.opens_at, ballot.closes_at, now, limits), ballots.silent(ballot)
        for mandate in workgroup.all_in_force(silent, now) if near and silent else ():
            _write(compose, REMINDER, near, ballot, mandate.holder)


def bring(compose: Composer) -> None:
    """Tell those who may certify a ballot that it has closed and waits for one of them."""
    for ballot in ballots.uncertified(clock.now()):
        for account in queries.certifiers(ballot):
            _write(compose, WAITING, "", ballot, account)


def _write(compose: Composer, kind: str, near: str, ballot: Ballot, account: Account) -> None:
    """Write one mail once for each close: a ballot that is extended closes anew."""
    key, facts = f"{kind}-{ballot.id}-{near or 'all'}-{ballot.closes_at:%Y%m%dT%H%M%S}-{account.id}", _facts(ballot, near)
    if account.state == AccountState.ACTIVE and not queries.written(key):
        outbox.write(account, key, compose(kind, facts, ballot, account), thread=thread(kind, facts))


def _facts(ballot: Ballot, near: str) -> dict[str, Any]:
    return {"ballot": ballot.number, "stage": near}
