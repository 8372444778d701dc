"""Groups while several people work at the same moment, on SQLite and on PostgreSQL."""
import re
from concurrent.futures import ThreadPoolExecutor
from shutil import copyfile
from threading import Barrier
from types import SimpleNamespace

import pytest
from flask_migrate import upgrade

from consult import clock
from consult.accounts.models import Account
from consult.comments.models import Comment
from consult.db import db, transaction
from consult.rounds import queries as rounds
from consult.similar.actions import grouping
from consult.similar.models import Band, Joining, Place, Wording
from consult.similar.queries import groups, listing
from tests import factories
from tests.comments.conftest import Desk
from tests.conftest import Browser, make_app
from tests.similar.conftest import CAMPAIGN, CYRILLIC, EDITED, LATIN, OTHER, grouped, search

TEXTS = (CAMPAIGN, EDITED, OTHER, CYRILLIC, LATIN, "No.")


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request, template, tmp_path):
    """An application with a connection for each thread, and comments of which some are alike."""
    if request.param == "sqlite":
        copyfile(template, tmp_path / "many.sqlite")
    app = make_app(f"sqlite:///{tmp_path / 'many.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    with clock.at(factories.DAY), app.app_context():
        if request.param == "postgresql":
            upgrade()
        people = factories.cast()
        with transaction():
            desk = Desk(lambda name: db.session.get_one(Account, people[name]))
            round_ = desk.open_round(desk.publish())
            names = [desk.say(round_, text).public_id for text in TEXTS]
        db.session.remove()

    def within(work):
        """Look or do something between two pages."""
        with app.app_context(), clock.at(factories.DAY):
            found = work()
            db.session.remove()
            return found

    yield SimpleNamespace(people=people, names=names, within=within, client=app.test_client)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def stand(served, names):
    """The comments by the group they stand in."""
    return served.within(lambda: grouped(*db.session.query(Comment).filter(Comment.public_id.in_(names)).order_by(Comment.id)))


def numbers(served):
    """The group of each comment."""
    return served.within(lambda: {one.public_id: groups.place_of(one).stands.group_no for one in db.session.query(Comment)})


def at_once(served, *addresses):
    """Two editors press a button at the same moment; what they are answered."""
    with clock.at(factories.DAY):
        browsers = [Browser(served.client()).sign_in(served.people[name]) for name in ("editor", "editor2")]
        tokens = [re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/similar/1/").text)[1] for browser in browsers]
    start = Barrier(2)

    def press(at):
        address, fields = addresses[at]
        with clock.at(factories.DAY):
            start.wait()
            return browsers[at].client.post(address, data=fields | {"csrf_token": tokens[at]}).status_code

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(press, range(2)))


def test_editors_who_work_on_the_same_groups_at_once_leave_whole_groups(served):
    first, edited, other, cyrillic, latin, _alone = served.names
    number = numbers(served)
    assert at_once(served, ("/similar/1/join", {"group": [number[first], number[cyrillic]]}), ("/similar/1/join", {"group": [number[cyrillic], number[first]]})) == [303, 409]
    assert stand(served, served.names[:5]) == [{first, edited, cyrillic, latin}, {other}]
    part = f"/similar/joinings/{served.within(lambda: db.session.query(Joining).one().id)}/part"
    codes = at_once(served, (part, {}), (part, {}))
    assert (codes[0], codes[1] in {404, 409}) == (303, True)
    assert stand(served, served.names[:5]) == [{first, edited}, {other}, {cyrillic, latin}]
    assert at_once(served, *[(f"/similar/comments/{edited}/separate", {})] * 2) == [303, 409]
    assert stand(served, served.names[:2]) == [{first}, {edited}]
    assert at_once(served, *[(f"/similar/comments/{edited}/put-back", {})] * 2) == [303, 409]
    assert stand(served, served.names[:2]) == [{first, edited}]


def test_two_joins_that_meet_in_one_group_make_one_group_of_all(served):
    first, _edited, other, cyrillic, _latin, alone = served.names

    def join():
        with transaction():
            by = {one.public_id: one for one in db.session.query(Comment)}
            grouping.join(db.session.get_one(Account, served.people["editor"]), by[other], by[alone])

    served.within(join)
    number = numbers(served)
    codes = at_once(served, *[("/similar/1/join", {"group": [number[one], number[other]]}) for one in (first, cyrillic)])
    assert codes == [303, 303]
    assert stand(served, served.names) == [set(served.names)]


def test_a_search_and_its_pages_are_the_same_in_both_databases(served):
    before = stand(served, served.names)
    assert before == [set(served.names[:2]), {served.names[2]}, set(served.names[3:5]), {served.names[5]}]

    def anew():
        with transaction():
            for model in (Place, Band, Wording):
                db.session.query(model).delete()
        search(rounds.by_number(1))

    served.within(anew)
    assert stand(served, served.names) == before

    def look():
        round_ = rounds.by_number(1)
        largest, more = groups.largest(round_)
        assert ([size for _number, size in largest], more, groups.totals(round_)) == ([2, 2], None, (2, 4))
        described = listing.described([number for number, _size in largest])
        assert [(one.size, one.waiting, one.persons, one.parties) for one in described] == [(2, 2, 2, ["RS"])] * 2
        assert [[same.size for same in listing.copies(one.number)[0]] for one in described] == [[1, 1], [2]]
        assert listing.chosen([largest[0][0]], [], 500) == served.names[:2]

    served.within(look)
