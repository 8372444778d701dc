"""A draft published, a round on it, and people who comment."""
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from consult import clock
from consult.accounts.models import Account
from consult.comments.actions import answering, writing
from consult.comments.models import Comment
from consult.comments.rules import Capacity, Code, CommentKind
from consult.db import db, transaction
from consult.documents.actions import publishing, starting
from consult.documents.models import Document, Version
from consult.documents.queries import stored, versions
from consult.documents.rules import ChangeClass
from consult.rounds import actions as rounds
from consult.rounds.models import Round
from tests import factories

FIRST = """# Sample Model

A cluster has at least ten members. Every comment is answered.

## 1 Purpose

The Model speaks to cluster managers and their member firms.

## 2 Size

A cluster has at least ten members. A country may accept fewer, but not fewer than eight.

## 3 Funding

Support lasts three years. It is paid once a year.
"""
SECOND = FIRST.replace("their member firms", "their member firms, schools and research bodies").replace("not fewer than eight", "not fewer than five")
OPENS, CLOSES = factories.DAY, factories.DAY + timedelta(days=30)
AFTER = CLOSES + timedelta(days=1)


class Desk:
    """What the tests do again and again, over the real actions."""

    def __init__(self, person: Callable[[str], Account]):
        self.person = person

    def publish(self, text: str = FIRST, label: str = "0.1", base: Version | None = None) -> Version:
        version = self.start(text, label, base)
        return publishing.publish(self.person("editor"), version, "Sample change note.")

    def start(self, text: str, label: str, base: Version | None = None) -> Version:
        editor = self.person("editor")
        document = base.document if base else starting.create(editor, "model", "Sample Model")
        return starting.start(editor, document, label, "Sample Model", text, base, ChangeClass.SUBSTANTIVE if base else ChangeClass.INITIAL)

    def open_round(self, version: Version) -> Round:
        editor = self.person("editor")
        round_ = rounds.plan(editor, version, clock.now(), clock.now() + (CLOSES - OPENS), "Tell us what you think.")
        rounds.schedule(editor, round_)
        return round_

    def release(self, document: Document) -> Version:
        """Publish what is being worked on."""
        working = versions.working(document)
        assert working is not None
        return publishing.publish(self.person("editor"), working, "Sample change note.")

    def uid(self, version: Version, number: str) -> str:
        return next(s.uid for s in stored.sections(version) if s.number == number)

    def say(self, round_: Round, body: str = "Please lower the number.", number: str | None = "2", name: str = "citizen", **more: Any) -> Comment:
        """Draft and send one comment."""
        how = {k: more.pop(k) for k in ("organisation", "name_shown", "sources") if k in more}
        uid = self.uid(round_.version, number) if number else None
        draft = writing.save_draft(self.person(name), round_, uid, more.pop("kind", CommentKind.SUBSTANCE), body, **more)
        capacity = Capacity.ORGANISATION if how.get("organisation") else Capacity.SELF
        return writing.submit(self.person(name), round_, [draft], capacity, **how).comments[0]

    def answer(self, comment: Comment, code: Code = Code.NOTED, reason: str = "Thank you.", **more: Any):
        """Draft an answer and have it approved by the other editor."""
        answer = answering.dispose(self.person("editor"), comment, code, reason, **more)
        answering.approve(self.person("editor2"), answer)
        return answer


@pytest.fixture
def desk(inside) -> Desk:
    return Desk(inside)


@pytest.fixture
def world(app, people) -> SimpleNamespace:
    """A published draft with an open round, for tests of pages: numbers, not rows, and no open context."""
    with app.app_context():
        ids = _story(people)
    return SimpleNamespace(**ids)


def _story(people) -> dict[str, Any]:
    with transaction():
        desk = Desk(lambda name: db.session.get_one(Account, people[name]))
        round_ = desk.open_round(desk.publish())
        return {"round": round_.id, "version": round_.version_id, "sections": {s.number: s.uid for s in stored.sections(round_.version)}}


@pytest.fixture
def within(app, people):
    """Do something over the actions between two pages: within(lambda desk: ..., at=moment)."""

    def do(work: Callable[[Desk], Any], at: datetime | None = None) -> Any:
        with clock.at(at or clock.now()), app.app_context(), transaction():
            return work(Desk(lambda name: db.session.get_one(Account, people[name])))

    return do


@pytest.fixture
def round_(desk):
    """A round that is open on a published draft."""
    with transaction():
        return desk.open_round(desk.publish())


@pytest.fixture
def asked(desk, round_):
    """Three comments in a round whose answering has begun."""
    with transaction():
        made = [desk.say(round_, f"Words {n}.", number=n) for n in "123"]
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
    with clock.at(AFTER):
        yield made
