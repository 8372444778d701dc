"""What every test may ask for."""
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import select
from xdist.scheduler import LoadScopeScheduling

import config
from consult import clock
from consult.accounts.models import Account
from consult.app import create_app
from consult.db import db
from tests import factories

pytest_plugins = ["tests.pg", "tests.told"]  # postgres_url: a new PostgreSQL database; told: the demonstration
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine breaks no rule
settings.load_profile("house")
SECRET = "0123456789abcdef-only-for-tests-0123456789"


#: Files whose tests share something dear: the story told on PostgreSQL, everything that a person is told, and a list of all pages.
TOGETHER = ("tests/story/test_two_databases.py", "tests/story/test_canaries.py", "tests/browser/test_every_page.py")


class Together(LoadScopeScheduling):
    """Every test goes to whoever is free, but for those of TOGETHER, which stay together."""

    def _split_scope(self, nodeid: str) -> str:
        return next((name for name in TOGETHER if nodeid.startswith(name)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Marks cannot do it: xdist 3.8 writes groups into names that pytest 9.2 no longer lets anybody change."""
    return Together(config, log)


def make_app(address: str = "sqlite://", **settings: Any) -> Flask:
    """An application on the given database."""
    app = create_app(config.load({"CONSULT_SECRET": SECRET, "CONSULT_DATABASE": address}) | {"TESTING": True, "RATELIMIT_ENABLED": False, "SECOND_FACTOR": False} | settings)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()  # thousands of applications compile their templates once
    return app


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file that tests copy."""
    path = tmp_path_factory.mktemp("template") / "consult.sqlite"
    app = make_app(f"sqlite:///{path}")
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return path


@pytest.fixture
def app(template: Path, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty, migrated database in memory; its clock stands at `factories.DAY`."""
    app = make_app(MAIL_FOLDER=str(tmp_path / "mail"))
    with app.app_context():
        source = db.engine.dialect.loaded_dbapi.connect(template)
        with db.engine.connect() as connection:
            source.backup(connection.connection.driver_connection)
        source.close()
    with clock.at(factories.DAY):
        yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def people(app: Flask) -> dict[str, int]:
    """Numbers of the usual people, see factories.cast."""
    with app.app_context():
        return factories.cast()


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
