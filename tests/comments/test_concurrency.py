"""Many people send at the same moment: every comment has its own number and none is left out."""
from concurrent.futures import ThreadPoolExecutor
from shutil import copyfile

from sqlalchemy import select

from consult import clock
from consult.accounts.models import Account
from consult.comments.actions import writing
from consult.comments.models import Comment, Submission
from consult.comments.rules import Capacity, CommentKind
from consult.db import db, transaction
from consult.rounds.models import Round
from tests import factories
from tests.comments.conftest import Desk
from tests.conftest import make_app


def test_numbers_and_receipts_have_no_gap_and_no_double(template, tmp_path):
    copyfile(template, tmp_path / "many.sqlite")
    app = make_app(f"sqlite:///{tmp_path / 'many.sqlite'}")
    with clock.at(factories.DAY), app.app_context():
        people = factories.cast()
        with transaction():
            desk = Desk(lambda name: db.session.get_one(Account, people[name]))
            desk.open_round(desk.publish())

    def send(number):
        with clock.at(factories.DAY), app.app_context(), transaction():
            person, round_ = db.session.get_one(Account, people["citizen"]), db.session.scalars(select(Round)).one()
            draft = writing.save_draft(person, round_, None, CommentKind.GENERAL, f"Words {number}.")
            writing.submit(person, round_, [draft], Capacity.SELF)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(12)))
    with app.app_context():
        assert sorted(db.session.scalars(select(Comment.running))) == list(range(1, 13))
        assert sorted(db.session.scalars(select(Submission.receipt))) == [f"S1-{n:04d}" for n in range(1, 13)]
        db.session.remove()
        db.engine.dispose()
