"""A document, texts to fill it with, and what tests of versions do again and again."""
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consult import clock
from consult.accounts.models import Account
from consult.db import db, transaction
from consult.documents.actions import editing, publishing, starting
from consult.documents.models import Section, Version
from consult.documents.queries import stored, versions
from consult.documents.rules import ChangeClass
from consult.rounds import actions as rounds
from consult.rounds.models import Round

FIRST = """Words before the first heading.

# Sample Model

## 1 Purpose

The Model speaks to cluster managers and their member firms in every party.

## 2 Size

A cluster has at least ten members. A party may accept fewer, but not fewer than eight.

### 2.1 Counting

Firms that are linked to one another count as one firm for the purpose of this section.

## 3 Funding

Support lasts three years. It is paid once a year, against a report.
"""
SECOND = FIRST.replace("their member firms", "their member firms, schools and research bodies").replace("## 3 Funding", "## 3 Money")


class Desk:
    """An editor at work, over the real actions."""

    def __init__(self, person: Callable[[str], Account]):
        self.editor = person("editor")

    def start(self, text: str | None = FIRST, label: str = "0.1", base: Version | None = None, change: ChangeClass = ChangeClass.SUBSTANTIVE) -> Version:
        document = base.document if base else versions.document("model") or starting.create(self.editor, "model", "Sample Model")
        return starting.start(self.editor, document, label, "Sample Model", text, base, change)

    def publish(self, version: Version, **more: Any) -> Version:
        return publishing.publish(self.editor, version, "What changed and why.", **more)

    def two(self, first: str = FIRST, second: str = SECOND) -> tuple[Version, Version]:
        """A published version and a working text that follows it."""
        one = self.publish(self.start(first))
        return one, self.start(second, "0.2", one)

    def row(self, version: Version, number: str) -> Section:
        return next(r for r in stored.sections(version) if r.number == number)

    def edit(self, version: Version, at: str, **changed: Any) -> None:
        row = self.row(version, at)
        typed = {"number": row.number, "heading": row.heading, "level": row.level, "body": row.body, "revision": row.revision} | changed
        editing.edit_section(self.editor, version, row, **typed)

    def open_round(self, version: Version) -> Round:
        round_ = rounds.plan(self.editor, version, clock.now(), clock.now() + timedelta(days=30), "Tell us what you think.")
        rounds.schedule(self.editor, round_)
        return round_


@pytest.fixture
def desk(inside) -> Desk:
    return Desk(inside)


@pytest.fixture
def within(app, people):
    """Do something over the actions before or between pages: within(lambda desk: ...)."""

    def do(work: Callable[[Desk], Any]) -> Any:
        with app.app_context(), transaction():
            return work(Desk(lambda name: db.session.get_one(Account, people[name])))

    return do
