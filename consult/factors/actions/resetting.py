"""When somebody has lost every factor and the recovery codes: one administrator asks, another one resets, neither is the person."""
from typing import Any

from sqlalchemy import delete

from consult import clock
from consult.accounts.models import Account, BrowserSession
from consult.accounts.rules import AccountState
from consult.db import db
from consult.errors import Conflict
from consult.factors import queries
from consult.factors.models import CodeApp, FactorReset, Passkey, RecoveryCode
from consult.factors.rules import RESET_LIFE, ResetState
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action


def ask_reset(actor: Any, account: Account, reason: str) -> FactorReset:
    """Ask that the factors of a person be reset, saying how it was made sure that it is them."""
    require(actor, Action.FACTORS_ASK_RESET, account)
    if account.state != AccountState.ACTIVE or not queries.has_factor(account):
        raise Conflict(N_("This person has no second factor that could be reset."))
    if queries.open_reset(account) is not None:
        raise Conflict(N_("A request for this person waits already. Another administrator can decide on it."))
    row = FactorReset(account_id=account.id, state=ResetState.ASKED, reason=reason, asked_by=actor.id, asked_at=clock.now())
    db.session.add(row)
    record(Action.FACTORS_ASK_RESET, actor, row)
    return row


def reset(actor: Any, row: FactorReset) -> None:
    """Reset the factors of a person as a second administrator: they count no more, and all sessions end."""
    require(actor, Action.FACTORS_RESET, row)
    _decide(actor, row, "reset")
    for model in (Passkey, CodeApp, RecoveryCode):
        db.session.execute(delete(model).where(model.account_id == row.account_id))
    db.session.execute(delete(BrowserSession).where(BrowserSession.account_id == row.account_id))
    record(Action.FACTORS_RESET, actor, row)


def decline_reset(actor: Any, row: FactorReset) -> None:
    """Leave the factors of a person as they are; who asked may take the request back so."""
    require(actor, Action.FACTORS_DECLINE_RESET, row)
    _decide(actor, row, "decline")
    record(Action.FACTORS_DECLINE_RESET, actor, row)


def _decide(actor: Any, row: FactorReset, step: str) -> None:
    row.state = RESET_LIFE.advance(row.state, step)
    row.decided_by, row.decided_at = actor.id, clock.now()
