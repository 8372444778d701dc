"""Pages of the rounds, for readers and editors."""
import re
from datetime import timedelta

import pytest

from consult import clock
from consult.accounts.models import Account
from consult.db import db, transaction
from consult.documents.actions import publishing, starting
from consult.documents.queries import versions
from consult.documents.rules import ChangeClass
from consult.rounds import queries
from tests.rounds.conftest import TEXT


@pytest.fixture
def desk(app, people, browser_of):
    """A published version, made in a context that is closed again before any browser opens."""
    with app.app_context():
        editor = lambda: db.session.get(Account, people["editor"])  # noqa: E731
        with transaction():
            document = starting.create(editor(), "model", "Model")
            starting.start(editor(), document, "0.1", "Model", TEXT, None, ChangeClass.INITIAL)
        with transaction():
            publishing.publish(editor(), versions.version("model", "0.1"), "First.")
    return browser_of


def plan(browser, opens=1, days=30, **more):
    today = clock.now().date()
    return browser.fill("/rounds/plan/model/0.1", kind="public", opens_on=str(today + timedelta(days=opens)), closes_on=str(today + timedelta(days=opens + days - 1)),
                        notice="Please comment.", **more)


def test_an_editor_plans_announces_and_extends_a_round(app, desk):
    editor = desk("editor")
    assert plan(editor).location.endswith("/rounds/1/")
    assert desk(None).get("/rounds/1/").status_code == 404
    assert editor.fill("/rounds/1/", to="/rounds/1/schedule").status_code == 303
    assert "Announced" in desk(None).get("/rounds/1/").text
    today = clock.now().date()
    assert editor.fill("/rounds/1/extend", closes_on=str(today + timedelta(days=50)), reason="Holidays.").status_code == 303
    assert "The round was extended: Holidays." in desk(None).get("/rounds/1/").text
    with app.app_context():
        assert queries.by_number(1).closes_at == clock.end_of_day(today + timedelta(days=50))


def test_a_round_too_short_is_refused_and_what_was_typed_is_kept(desk):
    answer = plan(desk("editor"), days=10, short_reason="Urgent.")
    assert answer.status_code == 422
    assert "A round lasts at least 20 days." in answer.text
    assert "Please comment." in answer.text
    assert "Urgent." in answer.text


def test_a_double_click_plans_one_round(app, desk):
    editor = desk("editor")
    page = editor.get("/rounds/plan/model/0.1").text
    fields = dict(re.findall(r'name="(csrf_token|form_key)"[^>]*value="([^"]+)"', page))
    today = clock.now().date()
    words = fields | {"kind": "public", "opens_on": str(today + timedelta(days=1)), "closes_on": str(today + timedelta(days=31)), "notice": "Please."}
    places = {editor.client.post("/rounds/plan/model/0.1", data=words).location for _ in range(3)}
    assert places == {"/rounds/1/"}
    with app.app_context():
        assert len(queries.all_rounds(drafts=True)) == 1


def test_citizens_see_no_planning(desk):
    assert desk("citizen").get("/rounds/plan/model/0.1").status_code == 403
    assert desk(None).get("/rounds/plan/model/0.1").status_code == 303
