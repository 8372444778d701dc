"""A draft survives the server: started as the process it is, killed without warning, and started again."""
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from consult import clock
from consult.db import db
from tests.browser.commenting import NEW, prepare
from tests.browser.people import PASSWORD
from tests.browser.watching import watch
from tests.lending import SECRET, make_app

ROOT = Path(__file__).parents[2]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Server:
    """The real server in a process of its own."""

    def __init__(self, database, folder):
        self.port, self.folder = free_port(), folder
        self.address = f"http://127.0.0.1:{self.port}"
        self.environ = os.environ | {"CONSULT_DATABASE": f"sqlite:///{database}", "CONSULT_SECRET": SECRET, "CONSULT_DEMO": "1", "CONSULT_URL": self.address,
                                     "CONSULT_MAIL_FOLDER": str(folder / "mail"), "CONSULT_LIMITS": "0"}
        self.process = None

    def start(self, page):
        with (self.folder / "server.log").open("ab") as log:
            command = [sys.executable, "-m", "flask", "--app", "wsgi", "consult", "serve", "--port", str(self.port)]
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environ, stdout=log, stderr=log)
        for _attempt in range(120):
            if self.process.poll() is not None:
                raise AssertionError((self.folder / "server.log").read_text())
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            page.wait_for_timeout(250)
        raise AssertionError("the server does not answer")

    def kill(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def server(template, tmp_path):
    database = tmp_path / "real.sqlite"
    database.write_bytes(template.read_bytes())
    app = make_app(f"sqlite:///{database}")
    with clock.at(clock.now()):
        prepare(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    server = Server(database, tmp_path)
    yield server
    server.kill()


def test_a_draft_survives_the_killing_of_the_server(browser, server):
    context = browser.new_context(base_url=server.address, viewport={"width": 390, "height": 844})
    complaints = watch(context, server.address)
    page, state = context.new_page(), "[data-draft-state]"
    server.start(page)
    page.goto("/accounts/sign-in")
    page.fill('main [name="email"]', "stakeholder@sample.test")
    page.fill('main [name="password"]', PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(NEW, wait_until="networkidle")
    page.fill('[name="body"]', "Saved before.")
    page.locator(state, has_text="Saved at ").wait_for()
    server.kill()
    page.fill('[name="body"]', "Saved before. Written while the server was dead.")
    page.locator(state, has_text="Not saved: no connection. Your words are kept in this browser").wait_for()
    server.start(page)
    page.locator(state, has_text="Saved at ").wait_for()
    server.kill()
    page.fill('[name="body"]', "Saved before. Written while the server was dead. And the page was closed.")
    page.locator(state, has_text="Not saved: no connection").wait_for()
    page.close()
    server.start(page := context.new_page())
    page.goto("/comments/drafts")
    assert "Saved before. Written while the server was dead." in page.locator("main").inner_text()
    page.get_by_role("link", name="Edit").first.click()
    page.locator(state, has_text="are back").or_(page.locator(state, has_text="Saved at ")).wait_for()
    assert page.input_value('[name="body"]') == "Saved before. Written while the server was dead. And the page was closed."
    page.get_by_role("button", name="Save the draft and review").click()
    page.wait_for_url("**/comments/drafts")
    assert "And the page was closed." in page.locator("main").inner_text()
    context.close()
    assert complaints == []
