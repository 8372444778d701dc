"""A real Chromium before the served application.

`page_at(1280)` opens a page as one more person (own cookies) on the application of the `app` fixture; addresses are
relative. At the end every page is asked: no script failed, nothing was refused by the content policy, and nothing was
requested from another host. Each worker has one browser; all it writes is removed with it.
"""
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from consult import clock
from tests import factories
from tests.browser.axe import SCRIPTLESS
from tests.browser.serving import Time, served
from tests.browser.watching import watch
from tests.lending import lent
from tests.needs import missing

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is: $CHROMIUM, or the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None) or missing("Chromium")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium per worker; its folder has a short path, because Chromium refuses a socket with a long one."""
    folder = TemporaryDirectory(prefix="consult-browser-", dir="/tmp", ignore_cleanup_errors=True)
    with folder as home, pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, home)  # the profile, sockets and caches of the browser and its driver
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            yield browser
            browser.close()


@pytest.fixture
def app(template: Path, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty, migrated database on disk: its threads, unlike those of a database in memory, have connections of their own."""
    path = tmp_path / "consult.sqlite"
    shutil.copy(template, path)
    with lent(f"sqlite:///{path}", MAIL_FOLDER=str(tmp_path / "mail")) as app, clock.at(factories.DAY):
        yield app


@pytest.fixture
def time(app: Flask) -> Time:
    """What time it is for the pages of this test, the app's at first; `time.now = ...` moves it."""
    return Time(clock.now())


@pytest.fixture
def site(app: Flask, time: Time) -> Iterator[str]:
    """The address at which the application of this test answers, and to which its mails point."""
    with served(app, time) as address:
        app.config["PUBLIC_URL"] = address
        yield address


@pytest.fixture
def page_at(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open a page of that width as one more person; javascript=False is one without scripts."""
    opened: list[tuple[BrowserContext, list[str]]] = []

    def open_page(width: int, *, javascript: bool = True, **options: object) -> Page:
        size = {"width": width, "height": 844 if width < 600 else 900}
        context = browser.new_context(viewport=size, base_url=site, java_script_enabled=javascript, reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        if not javascript:
            SCRIPTLESS.add(context)
        opened.append((context, watch(context, site)))
        return context.new_page()

    yield open_page
    for context, _ in opened:
        context.close()
    assert [complaint for _, complaints in opened for complaint in complaints] == []
