"""The links by which a mail can be stopped without signing in (RFC 8058): signed, so that nobody can make one for somebody else; they never run out."""
from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from consult.accounts import queries as accounts
from consult.accounts.models import Account
from consult.notices.rules import TOGETHER, Topic
from consult.web.paths import public


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="stop mails")


def address(account_id: int, topic: str) -> str:
    """Where mails of this topic to this person are stopped."""
    return page("notices.stop", token=_signer().dumps([account_id, str(topic)]))


def page(endpoint: str, **values: str) -> str:
    """The address of a page of ours for a mail, which is written where there is no request."""
    return public(current_app.url_map.bind("").build(endpoint, values))


def meant(token: str) -> tuple[Account, str] | None:
    """The person and the topic of a link, if it is one of ours."""
    try:
        account_id, topic = _signer().loads(token)
    except (BadData, ValueError, TypeError):
        return None
    account = accounts.get(account_id) if topic in {TOGETHER, *Topic} else None
    return (account, topic) if account else None
