"""What every test may ask for."""
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from sqlalchemy import select
from xdist.scheduler import LoadScopeScheduling

from consult import clock
from consult.accounts.models import Account
from consult.db import db
from consult.journal.models import JournalEntry
from tests import factories
from tests.lending import lent, make_app

pytest_plugins = ["tests.pg", "tests.told"]  # postgres_url: a new PostgreSQL database; told: the demonstration
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine breaks no rule
settings.load_profile("house")


#: Files whose tests share something dear: the story told on PostgreSQL, and everything that a person is told.
TOGETHER = ("tests/story/test_two_databases.py", "tests/story/test_canaries.py")


class Together(LoadScopeScheduling):
    """Every test goes to whoever is free, but for those of TOGETHER, which stay together."""

    def _split_scope(self, nodeid: str) -> str:
        return next((name for name in TOGETHER if nodeid.startswith(name)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Marks cannot do it: xdist 3.8 writes groups into names that pytest 9.2 no longer lets anybody change."""
    return Together(config, log)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file that tests copy."""
    path = tmp_path_factory.mktemp("template") / "consult.sqlite"
    app = make_app(f"sqlite:///{path}")
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return path


@pytest.fixture(scope="session")
def peopled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """The same file with the usual people in it, and their numbers."""
    path = tmp_path_factory.mktemp("peopled") / "consult.sqlite"
    shutil.copy(template, path)
    with lent(f"sqlite:///{path}") as app, clock.at(factories.DAY), app.app_context():
        return path, factories.cast()


def fill(path: Path) -> None:
    """Make the SQLite database of this context a copy of a file."""
    with closing(db.engine.dialect.loaded_dbapi.connect(path)) as source, db.engine.connect() as connection:
        source.backup(connection.connection.driver_connection)


@pytest.fixture
def app(template: Path, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty, migrated database in memory; its clock stands at `factories.DAY`."""
    with lent(MAIL_FOLDER=str(tmp_path / "mail")) as app, clock.at(factories.DAY):
        with app.app_context():
            fill(template)
        yield app


@pytest.fixture
def people(app: Flask, peopled: tuple[Path, dict[str, int]]) -> dict[str, int]:
    """Numbers of the usual people, see factories.cast: copied into a database in which nothing has happened, made in any other."""
    path, numbers = peopled
    with app.app_context():
        if clock.now() != factories.DAY or db.engine.dialect.name != "sqlite" or db.session.scalar(select(JournalEntry.seq).limit(1)):
            return factories.cast()
        db.session.remove()
        fill(path)
        return dict(numbers)


@pytest.fixture
def inside(app: Flask, people: dict[str, int]) -> Iterator[Callable[[str], Account]]:
    """For tests below the views: an open context, and the people by name. Never together with a client: `g` would leak between requests."""
    with app.app_context():
        yield lambda name: db.session.scalars(select(Account).filter_by(id=people[name])).one()


class Browser:
    """A person at a browser: follows forms as a person does, the hidden fields included."""

    def __init__(self, client: FlaskClient):
        self.client = client

    def sign_in(self, account_id: int) -> "Browser":
        """Become this person (without the sign-in page; that has tests of its own)."""
        with self.client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = str(account_id), True
        return self

    def get(self, address: str, **kwargs: Any) -> Any:
        """Open a page."""
        return self.client.get(address, **kwargs)

    def fill(self, address: str, to: str = "", **fields: Any) -> Any:
        """Open the page at `address`, take the hidden fields of the form that posts to `to` (default: the same address), and send it with `fields`."""
        page = self.client.get(address).text
        target = to or address.split("?")[0]
        forms = [f for f in re.findall(r"<form\b.*?</form>", page, re.S) if re.search(r'action="([^"?#]*)', f) and re.search(r'action="([^"?#]*)', f)[1] == target]  # type: ignore[index]
        assert forms, f"no form posts to {target} on {address}"
        hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', forms[0]))
        hidden |= {n: v for n, v in re.findall(r'<input[^>]*name="([^"]+)"[^>]*type="hidden"[^>]*value="([^"]*)"', forms[0])}
        action = re.search(r'action="([^"]*)"', forms[0])[1].replace("&amp;", "&")  # type: ignore[index]
        return self.client.post(action, data=hidden | fields, content_type="multipart/form-data" if any(isinstance(v, tuple) for v in fields.values()) else None)


@pytest.fixture
def browser_of(app: Flask, people: dict[str, int]) -> Callable[[str | None], Browser]:
    """A browser in which the named person is signed in, or a visitor's (None)."""

    def open_browser(name: str | None = None) -> Browser:
        browser = Browser(app.test_client())
        return browser.sign_in(people[name]) if name else browser

    return open_browser
