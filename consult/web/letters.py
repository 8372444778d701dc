"""Mails in the receiver's language: templates/email/<kind>/{subject,body}.txt."""
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import current_app, g
from flask_babel import force_locale

from consult import clock
from consult.accounts.models import Account
from consult.i18n import DEFAULT
from consult.notices import actions, queries
from consult.notices.rules import ACCOUNT_MAILS_A_DAY
from consult.web.locale import understood
from consult.web.paths import public


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything inside the block in a language, whatever the page around it speaks."""
    former = g.get("locale")
    g.locale = understood(language) or DEFAULT
    try:
        with force_locale(g.locale.babel):
            yield
    finally:
        if former is None:
            g.pop("locale")
        else:
            g.locale = former


def compose(kind: str, facts: dict[str, Any], row: Any, account: Account) -> tuple[str, str]:
    """Subject and body of one mail, for the receiver."""
    with speaking(account.language):
        words = {"facts": facts, "row": row, "account": account, "public": public, "site": current_app.config["PUBLIC_URL"]}
        subject, body = (current_app.jinja_env.get_template(f"email/{kind}/{part}.txt").render(words).strip() for part in ("subject", "body"))
    return " ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", body) + "\n"


def write_account_mail(kind: str, account: Account, to: str | None = None, **facts: Any) -> None:
    """Write a mail about an account at once, within the caller's transaction; an address gets only a few of them a day."""
    address = to or account.email
    if address is None or queries.account_mails_since(address, clock.now() - timedelta(days=1)) >= ACCOUNT_MAILS_A_DAY:
        return
    actions.write(account, f"{kind}-{account.id}-{secrets.token_hex(8)}", *compose(kind, facts, account, account), to=to)
