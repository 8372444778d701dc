"""What the clock says about mandates: those concerned are warned some weeks before one ends, each time once."""
from datetime import timedelta

from consult import clock
from consult.accounts.rules import AccountState
from consult.db import db
from consult.notices import queries
from consult.notices.actions import outbox
from consult.notices.actions.telling import Composer
from consult.workgroup import queries as workgroup
from consult.workgroup.models import MandateWarning
from consult.workgroup.rules import WARNED, warning

WARNING = "workgroup.ending"


def warn(compose: Composer) -> None:
    """Warn the holder, the coordinators of the party and the secretariat; that they were warned is kept longer than the mails are."""
    now = clock.now()
    for mandate in workgroup.ending(now, now + timedelta(days=max(WARNED))):
        days = warning(mandate, now)
        if not days or workgroup.warned(mandate, days):
            continue
        db.session.add(MandateWarning(mandate_id=mandate.id, ends_at=mandate.ends_at, days=days, at=now))
        for account in db.session.scalars(queries.concerned(mandate, secretariat=True)).unique():
            if account.state == AccountState.ACTIVE:
                facts = {"days": days, "own": account.id == mandate.account_id}
                outbox.write(account, f"{WARNING}-{mandate.id}-{days}-{mandate.ends_at:%Y%m%d}-{account.id}", compose(WARNING, facts, mandate, account),
                             thread=f"mandate-{mandate.id}")
