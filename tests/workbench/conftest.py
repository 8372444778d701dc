"""A working text with comments on the version it follows, and what editors do at the workbench."""
from typing import Any

import pytest

from consult.accounts.models import Account
from consult.comments.models import Comment
from consult.db import db, transaction
from consult.documents.actions import editing
from consult.documents.models import Section, Version
from consult.documents.queries import stored, versions
from consult.workbench.actions import applying
from consult.workbench.models import SectionState
from consult.workbench.queries import states
from tests.comments.conftest import FIRST, Desk

TEN = "at least ten members"
BENCH = "/documents/model/0.2/edit/sections/2"


class Bench(Desk):
    """An editor at the workbench, over the real actions."""

    def begin(self, *proposals: tuple[str, str], text: str = FIRST) -> Version:
        """Version 0.1 with comments on section 2 that propose (quoted words, other words), and the working text 0.2."""
        one = self.publish(text)
        round_ = self.open_round(one)
        for quote, proposed in proposals:
            self.say(round_, quote=quote, proposed=proposed, name="citizen")
        return self.start(text, "0.2", one)

    @property
    def version(self) -> Version:
        found = versions.version("model", "0.2")
        assert found is not None
        return found

    def row(self, number: str = "2") -> Section:
        return next(row for row in stored.sections(self.version) if row.number == number)

    def text(self, number: str = "2") -> str:
        return self.row(number).body.strip()

    def edit(self, old: str, new: str, name: str = "editor", number: str = "2") -> None:
        row = self.row(number)
        assert old in row.body
        editing.edit_section(self.person(name), self.version, row, row.number, row.heading, row.level, row.body.replace(old, new), row.revision)

    def comment(self, at: int = 0) -> Comment:
        return db.session.query(Comment).order_by(Comment.id).all()[at]

    def apply(self, at: int = 0, words: str | None = None, name: str = "editor") -> SectionState:
        row = self.row()
        return applying.apply(self.person(name), self.version, row, self.comment(at), row.revision, words)

    def undo(self, state: SectionState, **more: Any) -> SectionState:
        return applying.undo(self.person("editor"), self.version, state, self.row().revision, **more)

    def causes(self, number: str = "2") -> list[str]:
        """Why the section became what it is, the latest first."""
        return [one.cause.value for one in states.page(self.version, self.row(number).uid)[0]]


@pytest.fixture
def bench(inside) -> Bench:
    return Bench(inside)


@pytest.fixture
def within(app, people):
    """Do something over the actions before or between pages: within(lambda bench: ...)."""

    def do(work: Any) -> Any:
        with app.app_context(), transaction():
            return work(Bench(lambda name: db.session.get_one(Account, people[name])))

    return do
