"""A round that is open, a coordinator of Bosnia and Herzegovina, and three organisations that may contribute."""
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from consult import clock
from consult.accounts.models import Account
from consult.comments.actions import writing
from consult.comments.models import Draft
from consult.comments.rules import Capacity, CommentKind
from consult.coordination.actions import contributing, merging
from consult.coordination.actions import gathering as leading
from consult.coordination.models import Gathering, JointContribution, JointItem
from consult.coordination.queries import gatherings
from consult.coordination.rules import Aside, Choice
from consult.db import db, transaction
from consult.organisations import actions as organisations
from consult.organisations.models import Organisation
from consult.organisations.rules import OrganisationKind
from consult.rounds.models import Round
from tests import factories
from tests.comments.conftest import Desk

CLUSTERS = ("metal", "tourism", "wood")


class Channel(Desk):
    """What the tests do again and again, over the real actions."""

    def cast(self) -> Round:
        """An open round, and the people of three clusters, each leading one; a fourth is of another party."""
        round_ = self.open_round(self.publish())
        for name in CLUSTERS:
            self._cluster(name, "BA")
        self._cluster("shipyard", "HR")
        return round_

    def _cluster(self, name: str, party: str) -> None:
        person = factories.person(name, party_code=party)
        body = organisations.register(person, f"{name.capitalize()} cluster", OrganisationKind.CLUSTER, party)
        organisations.verify(self.person("editor"), body)
        db.session.expire_all()

    def person_of(self, name: str) -> Account:
        return db.session.query(Account).filter_by(email_key=f"{name}@sample.test").one()

    def body(self, name: str) -> Organisation:
        return db.session.query(Organisation).filter_by(name=f"{name.capitalize()} cluster").one()

    def round(self) -> Round:
        return db.session.query(Round).one()

    def gathering(self) -> Gathering:
        db.session.flush()
        db.session.expire_all()
        found = gatherings.one(1, "BA")
        assert found is not None
        return found

    def gather(self, *asked: str) -> Gathering:
        leading.gather(self.person("coordinator"), self.round(), [self.body(name) for name in asked], "Please tell us about section 2.")
        return self.gathering()

    def draft(self, name: str, words: str = "Please lower the number.", number: str | None = "2", **more: Any) -> Draft:
        round_ = self.round()
        return writing.save_draft(self.person_of(name), round_, self.uid(round_.version, number) if number else None, CommentKind.SUBSTANCE, words, **more)

    def give(self, name: str, words: str = "Please lower the number.", number: str | None = "2", **more: Any) -> JointContribution:
        return contributing.contribute(self.person_of(name), self.gathering(), self.body(name), [self.draft(name, words, number, **more)])[0]

    def direct(self, name: str, words: str, number: str | None = "2") -> Any:
        return writing.submit(self.person_of(name), self.round(), [self.draft(name, words, number)], Capacity.ORGANISATION, self.body(name))

    def merge(self, *rows: JointContribution, words: str = "Lower the number to eight.", item: JointItem | None = None, number: str | None = "2") -> JointItem:
        uid = self.uid(self.round().version, number) if number else None
        return merging.write(self.person("coordinator"), self.gathering(), merging.Words(uid, CommentKind.SUBSTANCE, words), list(rows), item)

    def set_aside(self, row: JointContribution, reason: str = "It is about another matter.", how: Aside = Aside.DIFFERING) -> None:
        merging.set_aside(self.person("coordinator"), row, how, reason)

    def check(self) -> Gathering:
        leading.start_check(self.person("coordinator"), self.gathering())
        return self.gathering()

    def hold(self, name: str, choice: Choice = Choice.FAVOUR, reason: str = "", not_rendered: str = "") -> None:
        gathering = self.gathering()
        items = {item.id: (choice, reason) for item in gathering.items if item.dropped_at is None}
        contributing.answer(self.person_of(name), gathering, self.body(name), items, not_rendered)

    def send(self) -> Any:
        return leading.send(self.person("coordinator"), self.gathering())


@pytest.fixture
def channel(inside) -> Channel:
    """The channel on an open context, the round open."""
    channel = Channel(inside)
    channel.cast()
    return channel


@pytest.fixture
def world(app, people) -> SimpleNamespace:
    """The same stored, for tests of pages, without an open context: numbers of the people."""
    with app.app_context():
        with transaction():
            Channel(lambda name: db.session.get_one(Account, people[name])).cast()
        ids = {name: db.session.query(Account.id).filter_by(email_key=f"{name}@sample.test").scalar() for name in (*CLUSTERS, "shipyard")}
    people.update(ids)
    return SimpleNamespace(**ids)


@pytest.fixture
def within(app, people):
    """Do something over the actions between two pages: within(lambda channel: ..., at=moment)."""

    def do(work: Callable[[Channel], Any], at: Any = None) -> Any:
        with clock.at(at or clock.now()), app.app_context(), transaction():
            return work(Channel(lambda name: db.session.get_one(Account, people[name])))

    return do
