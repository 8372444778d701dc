"""The moderators' queue: oldest first, in pages, each thing in its place, with what was decided before about its author; and whose hands hidden words are in."""
import re

import pytest

from consult import clock
from consult.accounts.models import Account
from consult.comments.actions import discussing, moderating
from consult.db import db, transaction
from consult.moderation import actions, queries
from consult.organisations import actions as organisations
from consult.organisations.queries import current
from consult.organisations.rules import OrganisationKind
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from tests import factories
from tests.comments.conftest import Desk
from tests.page_faults import check
from tests.story.test_statements import counted

WHY = "It names a private person."


@pytest.fixture
def round_(inside, desk):
    with transaction():
        return desk.open_round(desk.publish())


def report(inside, thing, name="observer"):
    with transaction():
        return actions.report(inside(name), thing, "Advertising.")


def say(desk, round_, **more):
    with transaction():
        return desk.say(round_, **more)


def test_the_longest_waiting_stand_first_and_pages_miss_nobody(inside, desk, round_, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    comments = [say(desk, round_, body=f"Words {number}.") for number in range(5)]
    for one in comments:
        report(inside, one)
    seen, after = [], 0
    for _ in range(3):
        cases, after = queries.waiting(after)
        seen += [case.thing.body for case in cases]
    assert seen == [one.body for one in comments]
    assert after == 0
    assert (queries.busy().reports, queries.busy().appeals, queries.busy().total) == (5, 0, 5)


def test_appeals_come_in_pages_the_longest_waiting_first(inside, desk, round_, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    comments = [say(desk, round_, body=f"Words {number}.") for number in range(3)]
    for one in comments:
        with transaction():
            moderating.hide(inside("moderator"), one, WHY)
    for hours, one in enumerate([comments[2], comments[0], comments[1]]):
        with clock.at(factories.DAY.replace(hour=12 + hours)), transaction():
            actions.appeal(inside("citizen"), queries.hiding_of(one), "No.")
    first, key = queries.appeals()
    rest, end = queries.appeals(key)
    assert [one.thing.body for one in [*first, *rest]] == ["Words 2.", "Words 0.", "Words 1."]
    assert end == 0


def test_earlier_decisions_are_counted_by_author(inside, desk, round_):
    left, hidden, shown = (say(desk, round_, body=body) for body in ("Left.", "Hidden.", "Shown again."))
    report(inside, left)
    with transaction():
        actions.dismiss(inside("moderator"), queries.waiting()[0][0], "An opinion.")
    with transaction():
        reply = discussing.reply(inside("citizen"), left, "A reply.")
    for step, thing in ((moderating.hide, hidden), (moderating.hide, shown), (moderating.hide_reply, reply)):
        with transaction():
            step(inside("moderator"), thing, WHY)
    with transaction():
        actions.appeal(inside("citizen"), queries.hiding_of(shown), "No.")
    with transaction():
        actions.restore(inside("editor"), queries.hiding_of(shown), "It names nobody.")
    found = queries.earlier([inside("citizen").id, inside("cluster").id])
    assert vars(found[inside("citizen").id]) == {"standing": 1, "hidden": 3, "restored": 1}
    assert found[inside("cluster").id].total == 0


def test_hidden_words_of_an_organisation_leave_with_nobody(inside, desk, round_):
    with transaction():
        body = organisations.register(inside("cluster"), "Wood Cluster", OrganisationKind.CLUSTER, "RS")
        asked = organisations.ask(inside("citizen"), body)
        organisations.admit(inside("cluster"), asked)
        organisations.name_lead(inside("cluster"), asked)
    comment = say(desk, round_, name="citizen", organisation=body)
    with transaction():
        moderating.hide(inside("moderator"), comment, WHY)
    for step in (Action.HIDDEN, Action.MODERATION_CORRECT):
        assert allowed(inside("citizen"), step, comment)
    assert allowed(inside("cluster"), Action.HIDDEN, comment), "who leads the organisation reads what was hidden of it"
    with transaction():
        organisations.leave(inside("citizen"), current(body, inside("citizen")))
    for step in (Action.HIDDEN, Action.MODERATION_CORRECT):
        assert not allowed(inside("citizen"), step, comment)
    assert allowed(inside("moderator"), Action.HIDDEN, comment)


@pytest.fixture
def reported(app, people):
    """Reports as many comments and one reply as asked, in a context of its own."""

    def make(times):
        with app.app_context():
            desk = Desk(lambda name: db.session.get_one(Account, people[name]))
            with transaction():
                round_ = rounds.by_number(1) or desk.open_round(desk.publish())
                for number in range(times):
                    comment = desk.say(round_, body=f"Words {number}.")
                    actions.report(desk.person("observer"), comment, "Advertising.")
                    actions.report(desk.person("observer"), discussing.reply(desk.person("cluster"), comment, "A reply."), "Rude.")

    return make


def test_the_queue_shows_each_in_its_place_and_acts_without_leaving(browser_of, reported):
    reported(1)
    moderator = browser_of("moderator")
    page = moderator.get("/moderation/")
    check(page, "queue")
    assert "On 2 Size, version 0.1" in page.text
    assert "The comment it replies to" in page.text
    assert "Judge these words, not the person." in page.text
    assert "Moderation (2 waiting)" in moderator.get("/help/").text
    assert "waiting)" not in browser_of("citizen").get("/help/").text
    dismiss = re.search(r'action="(/moderation/reports/\d+/dismiss)"', page.text)[1]
    assert moderator.fill("/moderation/", to=dismiss, note=" ").status_code == 422
    assert moderator.fill("/moderation/", to=dismiss, note="An opinion.").location == "/moderation/"
    hide = re.search(r'href="(/comments/[^"]*hide[^"]*)"', moderator.get("/moderation/").text)[1]
    assert "back=queue" in hide
    assert moderator.fill(hide, reason="It names a private person.", sure="y").location == "/moderation/"
    empty = moderator.get("/moderation/")
    check(empty, "empty")
    assert "Nothing waits" in empty.text


def test_the_queue_asks_as_often_for_many_as_for_few(app, browser_of, reported):
    moderator, found = browser_of("moderator"), []
    for times in (1, 8):
        reported(times)
        moderator.get("/moderation/")
        with counted(app) as statements:
            moderator.get("/moderation/")
        found.append(len(statements))
    assert found[0] == found[1]
