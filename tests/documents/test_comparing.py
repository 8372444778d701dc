"""Comparisons: kept for good the first time somebody asks, and readable across scripts."""
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from flask_migrate import upgrade

from consult import clock
from consult.accounts.models import Account
from consult.db import db, transaction
from consult.documents.actions import publishing
from consult.documents.models import KeptComparison
from tests import factories
from tests.conftest import make_app
from tests.documents.conftest import SECOND, Desk

FAR = "/documents/model/compare/0.1/0.3"
THIRD = SECOND.replace("schools and research bodies", "schools").replace("three years", "four years")
LATIN = "## 1 Svrha\n\nKlaster ljudi i preduzeća radi na otvorenom dijalogu. Džep je prazan.\n"
CYRILLIC = "## 1 Сврха\n\nКластер људи и предузећа ради на отвореном дијалогу. Џеп је пун.\n"


@pytest.fixture
def three(within):
    """Three public versions; the first and the last have never been compared."""
    within(publish_three)


def publish_three(desk):
    two = desk.publish(desk.two()[1])
    desk.publish(desk.start(THIRD, "0.3", two))


@pytest.fixture
def kept(app):
    """The comparisons that are kept, as (old, new) digests with their HTML."""
    def rows():
        with app.app_context():
            return {(k.old_digest, k.new_digest): k.inline for k in db.session.query(KeptComparison)}

    return rows


def words(page):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))


def test_versions_that_are_no_neighbours_are_compared_when_first_asked_for_and_never_again(three, browser_of, kept):
    before = kept()
    first = browser_of(None).get(FAR)
    fresh = kept().keys() - before.keys()
    assert fresh
    assert browser_of(None).get(FAR).text == first.text
    assert kept().keys() == before.keys() | fresh


@pytest.mark.parametrize("address", ["/documents/model/compare/0.1/0.2", FAR])
def test_a_comparison_is_served_as_it_was_kept(three, app, browser_of, address):
    browser_of(None).get(address)
    with app.app_context(), transaction():
        for row in db.session.query(KeptComparison):
            row.inline = "<p>as it was kept</p>"
    assert "as it was kept" in browser_of(None).get(address).text


def test_a_working_text_is_compared_for_its_editor_and_not_kept(within, browser_of, kept):
    within(lambda desk: desk.two())
    assert "schools and research bodies" in words(browser_of("editor").get("/documents/model/compare/0.1/0.2"))
    assert kept() == {}


def test_what_somebody_else_kept_meanwhile_stays_as_it_is(inside):
    with transaction():
        publishing.keep_comparisons({("a", "b"): ("<p>first</p>", 1, 0)})
    with transaction():
        publishing.keep_comparisons({("a", "b"): ("<p>second</p>", 1, 0), ("a", "c"): ("<p>third</p>", 0, 1)})
    assert {k.new_digest: k.inline for k in db.session.query(KeptComparison)} == {"b": "<p>first</p>", "c": "<p>third</p>"}


def test_the_same_text_in_the_other_script_says_so_and_marks_only_other_words(within, browser_of):
    within(lambda desk: desk.publish(desk.two(LATIN, CYRILLIC)[1]))
    page = browser_of(None).get("/documents/model/compare/0.1/0.2")
    changes = page.text.partition("data-change")[2]
    assert "Script changed" in words(page)
    assert re.findall(r"<del>(?:<span[^>]*>[^<]*</span>)?\s*([^<]+)</del>", changes) == ["prazan"]
    assert re.findall(r"<ins>(?:<span[^>]*>[^<]*</span>)?\s*([^<]+)</ins>", changes) == ["пун"]


def test_a_change_of_words_alone_says_nothing_of_scripts(within, browser_of):
    within(lambda desk: desk.publish(desk.two()[1]))
    assert "Script changed" not in browser_of(None).get("/documents/model/compare/0.1/0.2").text


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_many_who_ask_first_at_once_read_one_comparison(kind, request, tmp_path):
    app = make_app(f"sqlite:///{tmp_path / 'consult.sqlite'}" if kind == "sqlite" else request.getfixturevalue("postgres_url"))
    with app.app_context(), clock.at(factories.DAY):
        upgrade()
        people = factories.cast()
        db.session.remove()
        with transaction():
            publish_three(Desk(lambda name: db.session.get_one(Account, people[name])))
        kept = db.session.query(KeptComparison).count()
        db.session.remove()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: app.test_client().get(FAR), range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({re.sub(r'nonce="[^"]*"|value="[^"]*"', "", answer.text) for answer in answers}) == 1
    with app.app_context():
        assert db.session.query(KeptComparison).count() == kept + 1
        db.session.remove()
        db.engine.dispose()
