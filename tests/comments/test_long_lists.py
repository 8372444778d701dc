"""Where thousands of comments stand, a page shows some of them at a time, and asks no more than where a few stand."""
import re

import pytest
from sqlalchemy import event

from consult import clock
from consult.comments.actions import moderating
from consult.comments.models import Comment
from consult.comments.queries import threads
from consult.comments.views import answer
from consult.db import db
from consult.documents.queries import versions
from consult.rounds import actions as rounds
from consult.rounds import queries
from tests.comments.conftest import AFTER


@pytest.fixture
def several(world, within):
    """Seven comments on section 2 and four on the whole text, by number; the third is hidden."""
    def say(one):
        round_ = queries.by_number(1)
        return [one.say(round_, f"Words {at}.", number).public_id for number, many in (("2", 7), (None, 4)) for at in range(many)]

    names = within(say)
    within(lambda one: moderating.hide(one.person("moderator"), threads.by_public_id(names[2]), "Names a person."))
    return names


def walked(browser, address):
    """The comments of each part, from the first to the last."""
    parts = []
    while address:
        page = browser.get(address).text
        parts.append(re.findall(r'id="comment-(R1-RS-\d+)"', page))
        more = re.search(r'<a href="([^"]+\?after=\d+)#comments">', page)
        address = more[1] if more else ""
    return parts


@pytest.mark.parametrize(("address", "first", "last"), [("/documents/model/0.1/sections/2", 0, 7), ("/documents/model/0.1/", 7, 11)])
def test_many_threads_are_shown_in_parts_each_once(browser_of, several, monkeypatch, address, first, last):
    whole = walked(browser_of(None), address)
    assert whole == [several[first:last]]
    monkeypatch.setattr(threads.on_section, "__defaults__", (0, 3))
    parts = walked(browser_of(None), address)
    assert [len(part) for part in parts[:-1]] == [3] * (len(parts) - 1)
    assert [name for part in parts for name in part] == several[first:last]


def test_a_part_of_the_threads_is_read_from_indexes_and_nothing_long_is_sorted(inside, several):
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda _connection, _cursor, statement, parameters, *_: seen.append((statement, parameters)))
    version = versions.version("model", "0.1")
    seen.clear()
    threads.on_section(version, db.session.get(Comment, 1).section_uid)
    statement, parameters = next(one for one in seen if "UNION ALL" in one[0])
    plan = [row[-1] for row in db.session.connection().exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters)]
    assert sum("COVERING INDEX ix_comment_section (version_id=? AND section_uid=? AND state=? AND id>?)" in step for step in plan) == 4, plan
    assert not any(step.startswith("SCAN comment") for step in plan), plan


def test_all_approved_answers_are_counted_and_the_first_can_be_read_once_more(app, browser_of, several, within, monkeypatch):
    asked = []

    def decide(one):
        rounds.begin_disposition(one.person("editor"), queries.by_number(1))
        for name in several[:2] + several[3:]:
            one.answer(threads.by_public_id(name), reason=f"Thank you for {name}.")

    within(decide, at=AFTER)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _connection, _cursor, statement, *_: asked.append(statement))
    with clock.at(AFTER):
        editor = browser_of("editor")
        assert "Thank you for R1-RS-011." in editor.get("/comments/publish/1").text
        asked.clear()
        assert "10 approved answers become public at once" in editor.get("/comments/publish/1").text
        many = len(asked)
        asked.clear()
        monkeypatch.setattr(answer, "READ_ONCE_MORE", 2)
        page = editor.get("/comments/publish/1").text
        assert "10 approved answers become public at once" in page
        assert "and 8 more" in page
        assert len(asked) == many
        assert "Thank you for R1-RS-001." in page
        assert "Thank you for R1-RS-011." not in page
        assert editor.fill("/comments/publish/1").status_code == 303
        assert "10 answers are published." in editor.get("/comments/?round=1").text
