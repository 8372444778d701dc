"""Editors who divide the work at the same moment, and the filters of the list, on SQLite and on PostgreSQL."""
import re
from concurrent.futures import ThreadPoolExecutor
from shutil import copyfile
from threading import Barrier
from types import SimpleNamespace

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select

from consult import clock
from consult.accounts.models import Account
from consult.db import db
from consult.inbox.models import InboxChoice, InboxCount, InboxEntry, InboxRead
from consult.inbox.queries import counted, lists
from consult.inbox.rules import Choice
from consult.rounds import queries as rounds
from tests import factories
from tests.comments.conftest import AFTER
from tests.conftest import Browser, make_app
from tests.inbox.conftest import people_said


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request, template, tmp_path):
    """An application with a connection for each thread, and five comments that wait for answers."""
    if request.param == "sqlite":
        copyfile(template, tmp_path / "many.sqlite")
    app = make_app(f"sqlite:///{tmp_path / 'many.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    with clock.at(factories.DAY), app.app_context():
        if request.param == "postgresql":
            upgrade()
        people = factories.cast()
        found = people_said(lambda name: db.session.get_one(Account, people[name]))
        db.session.remove()
    yield SimpleNamespace(app=app, people=people, **vars(found))
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def at_once(served, *steps):
    """Each of the editors opens the list; then all press a button at the same moment: (name, address, fields); what they are answered."""
    opened = []
    with clock.at(AFTER):
        for name, _address, _fields in steps:
            browser = Browser(served.app.test_client()).sign_in(served.people[name])
            opened.append((browser, re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/inbox/").text)[1]))
    start = Barrier(len(steps))

    def press(at):
        browser, token = opened[at]
        with clock.at(AFTER):
            start.wait()
            return browser.client.post(steps[at][1], data=steps[at][2] | {"csrf_token": token}).status_code

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(press, range(len(steps))))


def test_two_editors_give_the_same_comments_at_once_and_each_comment_has_one_of_them(served):
    first, second = served.people["editor"], served.people["editor2"]
    codes = at_once(served, ("editor", "/inbox/assign", {"comment": served.names, "editor": first}), ("editor2", "/inbox/assign", {"comment": served.names, "editor": second}))
    assert codes == [303, 303]
    with served.app.app_context():
        entries = list(db.session.scalars(select(InboxEntry)))
        last = {(one.assignee_id, one.assigned_by) for one in entries}
        assert last in ({(first, first)}, {(second, second)})
        numbers = dict(db.session.execute(select(InboxCount.word, InboxCount.number).where(InboxCount.field == "assigned", InboxCount.number > 0)).all())
        assert numbers == {str(entries[0].assignee_id): 5}


def test_two_windows_of_one_editor_mark_the_same_comments_as_read_once(served):
    assert at_once(served, *[("editor", "/inbox/read", {"comment": served.names})] * 2) == [303, 303]
    with served.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(InboxRead)) == 5
        assert db.session.scalar(select(InboxCount.number).where(InboxCount.field == "read", InboxCount.number > 0)) == 5


def test_a_list_that_is_kept_twice_at_once_is_kept_once(served):
    assert at_once(served, *[("editor", f"/inbox/choices?party={party}", {"name": "Mine"}) for party in ("RS", "HR")]) == [303, 303]
    with served.app.app_context():
        assert db.session.scalar(select(InboxChoice.query)) in {"party=RS", "party=HR"}
        assert db.session.scalar(select(func.count()).select_from(InboxChoice)) == 1


def found(served, **choice):
    """Which of the five comments a choice finds."""
    with served.app.app_context(), clock.at(AFTER):
        wanted, round_ = Choice.read({"stage": "any"} | choice), rounds.by_number(served.number)
        editor = db.session.get_one(Account, served.people["editor"])
        asked = lists.asked(round_, wanted, editor, counted.of_fields(round_, wanted), None, counted.of_organisation(round_, wanted) if wanted.organisation else 0)
        page = [served.ids.index(row.comment.id) for row in lists.page(asked).rows]
        assert lists.number(asked) == (len(page), False)
        return page


CHOICES = (
    ({}, [0, 1, 2, 3, 4]), ({"kind": "substance"}, [0, 2]), ({"kind": "general", "language": "sr-Cyrl"}, [1]), ({"section": "whole"}, [3]), ({"party": "RS"}, [0, 1, 2, 3, 4]),
    ({"party": "RS", "kind": "wording", "unread": "1", "assigned": "nobody", "channel": "web", "language": "en"}, [4]), ({"assigned": "me"}, []),
    ({"assigned": "999999999"}, []), ({"organisation": "999999999"}, []), ({"campaign": "999999999"}, []), ({"stage": "to_approve"}, []), ({"party": "%"}, []),
    ({"q": "numb"}, [0]), ({"q": "nis"}, [1]), ({"q": "НИШ"}, [1]), ({"q": "comma missing"}, [4]), ({"q": "a", "kind": "general"}, [3]), ({"q": "zelkova"}, []),
)
#: Signs of the languages in which databases are asked, words of no end, letters that not everybody takes for letters.
WORDS = ("%", "_", '"a" OR "b"', "NEAR(a b)", "a AND NOT b", "a*", "^a", "-a", "{a b}:c", "' OR 1=1 --", "a:*|b", "!a & b", "<->", "\\", "x" * 10_000, "a " * 5_000,
         "²", "𝕏", "ﬁ", "a\u19b5b", "\u1cf2", "中文", "\u0301", "r1-rs-001")


def test_the_filters_find_the_same_in_both_databases_and_no_word_breaks_them(served, monkeypatch):
    for few in (0, 500):
        monkeypatch.setattr(lists, "FEW", few)
        for choice, expected in CHOICES:
            assert found(served, **choice) == expected, (few, choice)
        for words in WORDS:
            assert set(found(served, q=words)) <= {0, 1, 2, 3, 4}, (few, words)
