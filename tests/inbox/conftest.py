"""A closed round with comments of all sorts, and two editors."""
from types import SimpleNamespace

import pytest

from consult import clock
from consult.accounts.models import Account
from consult.comments.models import Comment
from consult.comments.rules import CommentKind
from consult.db import db, transaction
from consult.rounds import actions as rounds
from consult.rounds import queries as round_queries
from tests.comments.conftest import AFTER, Desk


def people_said(person) -> SimpleNamespace:
    """Five comments in a round whose answering has begun: numbers and public numbers, since rows do not outlive a transaction."""
    desk = Desk(person)
    with transaction():
        round_ = desk.open_round(desk.publish())
        said = [
            desk.say(round_, "Please lower the number.", "2", kind=CommentKind.SUBSTANCE),
            desk.say(round_, "Молимо да се број смањи у Нишу.", "2", name="cluster", kind=CommentKind.GENERAL, language="sr-Cyrl"),
            desk.say(round_, "Pay twice a year.", "3", kind=CommentKind.SUBSTANCE),
            desk.say(round_, "A good text.", None, name="cluster", kind=CommentKind.GENERAL),
            desk.say(round_, "A comma is missing.", "1", kind=CommentKind.WORDING),
        ]
        number, ids, names = round_.number, [one.id for one in said], [one.public_id for one in said]
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(person("editor"), round_queries.by_number(number))
    return SimpleNamespace(number=number, ids=ids, names=names)


@pytest.fixture
def said(inside):
    """The comments, with the clock after the close; for tests below the views."""
    found = people_said(inside)
    with clock.at(AFTER):
        yield SimpleNamespace(**vars(found), desk=Desk(inside), round=round_queries.by_number(found.number),
                              comment=lambda at: db.session.get_one(Comment, found.ids[at]))


@pytest.fixture
def site(app, people):
    """The same for tests of pages."""
    with app.app_context():
        found = people_said(lambda name: db.session.get_one(Account, people[name]))
    with clock.at(AFTER):
        yield found
