"""The mailbox of the demonstration, and nowhere else."""
import re
import shutil

import pytest

from consult import clock
from consult.accounts.rules import SAMPLE_PASSWORD
from consult.db import db
from consult.web import postman
from tests import factories
from tests.conftest import Browser, make_app
from tests.page_faults import check


@pytest.fixture
def demonstration(template, tmp_path):
    """A demonstration, empty."""
    shutil.copy(template, tmp_path / "demo.sqlite")
    app = make_app(f"sqlite:///{tmp_path / 'demo.sqlite'}", DEMONSTRATION=True, MAIL_FOLDER=str(tmp_path / "mail"))
    with clock.at(factories.DAY):
        yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_there_is_no_mailbox_outside_the_demonstration(browser_of):
    for address in ("/mailbox/", "/mailbox/1"):
        assert browser_of("admin").get(address).status_code == 404


def test_a_tester_follows_the_link_of_a_mail(demonstration):
    browser = Browser(demonstration.test_client())
    check(browser.get("/mailbox/"), "/mailbox/")
    browser.fill("/accounts/sign-up", name="Ana", email="ana@sample.test", password="rain on the Drina", party="")
    page = browser.get("/mailbox/")
    check(page, "/mailbox/")
    assert "On its way" in page.text
    with demonstration.app_context():
        assert postman.deliver() == 1
    assert "On its way" not in browser.get("/mailbox/").text
    mail = re.search(r'href="(/mailbox/\d+)"', browser.get("/mailbox/").text)[1]
    check(browser.get(mail), mail)
    link = re.search(r'href="(/accounts/confirm/[^"]+)"', browser.get(mail).text)[1]
    assert browser.fill(link).status_code == 303
    assert browser.get("/accounts/me").status_code == 200


def test_the_first_administrator_is_made_from_the_command_line(demonstration):
    run = demonstration.test_cli_runner().invoke
    asked = ["consult", "init", "--email", "boss@example.org", "--name", "Boss", "--password", "rain on the Drina"]
    first = run(args=asked)
    assert (first.exit_code, first.output.count("Admitted")) == (0, 11)
    assert "Kosovo" not in first.output
    assert "already" in run(args=asked).output
    refused = run(args=[*asked[:3], "other@example.org", *asked[4:-1], "short"])
    assert (refused.exit_code, "at least 10 characters" in refused.output) == (1, True)
    browser = Browser(demonstration.test_client())
    browser.fill("/accounts/sign-in", email="boss@example.org", password="rain on the Drina")
    assert browser.get("/admin/people").status_code == 200
    assert "1 mails sent" in run(args=["consult", "deliver", "--once"]).output


def test_the_sample_password_is_no_password_elsewhere(browser_of):
    refused = browser_of(None).fill("/accounts/sign-up", name="Ana", email="ana@example.org", password=SAMPLE_PASSWORD, party="")
    assert refused.status_code == 422
