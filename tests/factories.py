"""A small cast and the rows every story starts from. Rows are made with their journal entry, as the guard demands."""
from datetime import UTC, date, datetime
from typing import Any

from consult import clock
from consult.accounts.models import Account, RoleGrant
from consult.accounts.rules import AccountState, Role
from consult.db import db, transaction
from consult.journal.actions import record
from consult.parties.models import Party, PartyName
from consult.parties.rules import PartyKind

#: The day on which most tests begin.
DAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def party(code: str = "RS", name: str = "Serbia", seat: bool = True) -> Party:
    """A party with an English name, or the one that is there."""
    if found := db.session.get(Party, code):
        return found
    row = Party(code=code, kind=PartyKind.PARTY, seat=seat, admitted_at=clock.now(), names=[PartyName(language="en", name=name, since=date(2017, 9, 14))])
    db.session.add(row)
    record("parties.admit", None, row, party=code, kind="party", seat=seat)
    return row


def person(name: str, *roles: str, party_code: str | None = None, password_hash: str | None = None) -> Account:
    """An active account `name@sample.test` with roles; a coordinator's party is `party_code`."""
    email = f"{name}@sample.test"
    row = Account(name=name.capitalize(), email=email, email_key=email, state=AccountState.ACTIVE, created_at=clock.now(), confirmed_at=clock.now(),
                  language="en", party_code=party_code, password_hash=password_hash)
    db.session.add(row)
    record("accounts.sign_up", None, row)
    for role in roles:
        grant = RoleGrant(account_id=row.id, role=Role(role), party_code=party_code if role == "coordinator" else None, granted_at=clock.now())
        db.session.add(grant)
        record("accounts.grant_role", None, grant, role=role, party=grant.party_code)
    db.session.flush()
    db.session.refresh(row)
    return row


def cast() -> dict[str, Any]:
    """Numbers of the usual people: admin, editor, editor2, moderator, citizen, cluster (RS), observer. To be used in an app context."""
    with transaction():
        for code, name in (("RS", "Serbia"), ("HR", "Croatia"), ("BA", "Bosnia and Herzegovina")):
            party(code, name)
        people = {
            "admin": person("admin", "administrator"), "editor": person("editor", "editor"), "editor2": person("editor2", "editor"),
            "moderator": person("moderator", "moderator"), "citizen": person("citizen", party_code="RS"), "cluster": person("cluster", party_code="RS"),
            "observer": person("observer", "observer"), "coordinator": person("coordinator", "coordinator", party_code="BA"),
        }
        return {name: row.id for name, row in people.items()}
