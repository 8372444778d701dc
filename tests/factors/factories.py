"""People with second factors."""
import re
from datetime import timedelta

from consult import clock
from consult.accounts.models import Account
from consult.accounts.rules import hashed
from consult.db import db, transaction
from consult.factors.actions import setting_up
from consult.factors.rules import STEP_SECONDS, code_of, step_at
from consult.journal.actions import record
from tests.lending import SECRET as KEY

PASSWORD = "a walk along the Neretva"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret=SECRET, steps=0):
    """What the app shows now, or some steps later."""
    return code_of(secret, step_at(clock.now()) + steps)


def give_password(number, password=PASSWORD):
    """Let a person of the cast sign in."""
    with transaction():
        account = db.session.get_one(Account, number)
        account.password_hash = hashed(password)
        record("accounts.change_password", account, account)


def set_up(number):
    """A person with an app, set up two steps ago, and with recovery codes."""
    with clock.at(clock.now() - timedelta(seconds=2 * STEP_SECONDS)), transaction():
        account = db.session.get_one(Account, number)
        return setting_up.add_app(account, account, SECRET, code(), KEY)


def password(browser, email, **fields):
    """The first step of signing in."""
    return browser.fill("/accounts/sign-in", **{"email": email, "password": PASSWORD} | fields)


def second(browser, typed):
    """The second step, with a code."""
    return browser.fill("/accounts/factors/second-step", code=typed)


def shown_secret(page):
    """The secret that a page shows to be typed."""
    return re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")


def shown_codes(page):
    """The recovery codes that a page shows."""
    return re.findall(r"<li><code>([a-z0-9-]{19})</code></li>", page)
