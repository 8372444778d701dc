"""Failed sign-ins are counted, and nobody locks out anybody else."""
import logging
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult import clock
from consult.accounts.models import SignInAttempt
from consult.accounts.rules import hashed
from consult.db import db, transaction
from tests import factories

PASSWORD = "rain on the Drina"
HERE, THERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture
def ana(app, people):
    with app.app_context(), transaction():
        for name in ("ana", "bob"):
            row = factories.person(name, password_hash=hashed(PASSWORD))
            row.email = row.email_key = f"{name}@example.org"
        return row.id


@pytest.fixture
def attempt(browser_of):
    def sign_in(email="ana@example.org", password="a wrong password", address=HERE, **headers):
        browser = browser_of(None)
        browser.client.environ_base["REMOTE_ADDR"] = address
        browser.client.environ_base.update({f"HTTP_{name.upper()}": value for name, value in headers.items()})
        return browser.fill("/accounts/sign-in", email=email, password=password).status_code

    return sign_in


def fail(attempt, times=10, **kwargs):
    return [attempt(**kwargs) for _ in range(times)]


def test_ten_failures_close_the_account_for_that_network_address(ana, attempt):
    assert fail(attempt) == [422] * 10
    assert attempt(password=PASSWORD) == 429
    assert attempt(email=" ANA@Example.org", password=PASSWORD) == 429, "any spelling counts"


def test_the_owner_elsewhere_is_never_locked_out(ana, attempt):
    fail(attempt)
    assert attempt(password=PASSWORD, address=THERE) == 303


def test_a_colleague_in_the_same_office_is_never_locked_out(ana, attempt):
    fail(attempt)
    assert attempt(email="bob@example.org", password=PASSWORD) == 303
    assert attempt(email="bob@example.org") == 429, "guessing goes on being refused"


def test_guesses_on_many_accounts_count_together(ana, attempt):
    assert [attempt(email=f"nobody{n}@example.org") for n in range(11)] == [422] * 10 + [429]


def test_guesses_from_many_places_count_together(ana, attempt):
    assert [attempt(address=f"192.0.2.{n}") for n in range(1, 12)] == [422] * 10 + [429]


def test_known_and_unknown_accounts_are_closed_alike(ana, attempt):
    assert fail(attempt, 11, email="nobody@example.org") == [422] * 10 + [429]


def test_after_five_minutes_the_right_password_passes_again(ana, attempt):
    fail(attempt)
    with clock.at(factories.DAY + timedelta(minutes=5, seconds=1)):
        assert attempt(password=PASSWORD) == 303


def test_signing_in_forgets_the_failures_before(ana, attempt):
    fail(attempt, 9)
    assert attempt(password=PASSWORD) == 303
    assert fail(attempt, 9) == [422] * 9


def test_the_address_is_not_believed_from_a_header_without_a_proxy(ana, attempt):
    fail(attempt, x_forwarded_for=THERE)
    assert attempt(password=PASSWORD, x_forwarded_for="192.0.2.1") == 429


def test_one_ipv6_network_counts_as_one_address(ana, attempt):
    for n in range(10):
        attempt(address=f"2001:db8:1:2::{n + 1}")
    assert attempt(password=PASSWORD, address="2001:db8:1:2:ffff::1") == 429


def test_refusals_are_written_down_without_personal_data(app, ana, attempt, caplog):
    with caplog.at_level(logging.WARNING):
        fail(attempt, 11)
    assert len(caplog.records) == 11
    assert "ana" not in caplog.text
    assert HERE not in caplog.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 10
        assert "ana" not in str([vars(row) for row in db.session.scalars(select(SignInAttempt))])
