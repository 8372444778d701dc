"""A published draft, a later one in which some sections changed, and translators."""
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from consult import clock
from consult.accounts.models import Account
from consult.db import db, transaction
from consult.documents.actions import publishing, starting
from consult.documents.models import Section, Version
from consult.documents.queries import stored, versions
from consult.documents.rules import ChangeClass
from consult.rounds import actions as rounds
from consult.rounds.models import Round
from consult.translating import actions, queries
from consult.translating.models import Translation

FIRST = """# Sample Model

## 1 Purpose

The Model speaks to cluster managers.

It binds nobody.

## 2 Size

A cluster has at least ten members.

## 3 Funding

Support lasts three years.
"""
#: The words of 1 changed, 3 became 4 with the same words, 3 is new.
SECOND = FIRST.replace("cluster managers", "cluster managers and schools").replace("## 3 Funding", "## 3 Skills\n\nThere are courses.\n\n## 4 Funding")
PURPOSE = "Модел се обраћа менаџерима кластера.\n\nОн никога не обавезује."
FUNDING = "Подршка траје три године."


class Desk:
    """An editor who translates, over the real actions."""

    def __init__(self, person: Callable[[str], Account]):
        self.person = person

    def publish(self, text: str = FIRST, label: str = "0.1", base: Version | None = None) -> Version:
        editor = self.person("editor")
        document = base.document if base else starting.create(editor, "model", "Sample Model")
        version = starting.start(editor, document, label, "Sample Model", text, base, ChangeClass.SUBSTANTIVE if base else ChangeClass.INITIAL)
        return publishing.publish(editor, version, "What changed and why.")

    def row(self, version: Version, number: str) -> Section:
        return next(r for r in stored.sections(version) if r.number == number)

    def latest(self) -> Version:
        return versions.latest(versions.document("model"))  # type: ignore[arg-type, return-value]

    def translate(self, version: Version, number: str, heading: str, body: str, language: str = "sr-Cyrl", who: str = "editor", step: Any = actions.hand_in) -> Translation:
        row = self.row(version, number)
        before = queries.latest(version.document, row.uid, language)
        return step(self.person(who), version, row, language, heading, body, before.seq if before else 0)

    def both(self, version: Version) -> None:
        self.translate(version, "1", "Сврха", PURPOSE)
        self.translate(version, "3", "Финансирање", FUNDING)

    def open_round(self, version: Version) -> Round:
        editor = self.person("editor")
        round_ = rounds.plan(editor, version, clock.now(), clock.now() + timedelta(days=30), "Tell us what you think.")
        rounds.schedule(editor, round_)
        return round_


@pytest.fixture
def desk(inside) -> Desk:
    return Desk(inside)


@pytest.fixture
def within(app, people):
    """Do something over the actions before or between pages: within(lambda desk: ...)."""
    def do(work: Callable[[Desk], Any]) -> Any:
        with app.app_context(), transaction():
            return work(Desk(lambda name: db.session.scalars(select(Account).filter_by(id=people[name])).one()))

    return do


@pytest.fixture
def translated(within) -> None:
    """Draft 0.1 with two sections in Serbian."""
    within(lambda desk: desk.both(desk.publish()))


@pytest.fixture
def followed(within, translated) -> None:
    """Draft 0.2 after it: section 1 was reworded, section 3 only renumbered to 4."""
    within(lambda desk: desk.publish(SECOND, "0.2", desk.latest()))
