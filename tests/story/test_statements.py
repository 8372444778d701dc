"""How often a page asks the database: at most twelve times, and as often with many rows as with few."""
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from consult import clock
from consult.accounts.models import Account
from consult.ballots import actions as ballots
from consult.ballots import queries as held
from consult.ballots.rules.counting import PRESETS
from consult.ballots.rules.life import BallotKind, Choice
from consult.comments.actions import discussing, writing
from consult.comments.queries import threads
from consult.comments.rules import Capacity, CommentKind
from consult.db import db, transaction
from consult.documents.queries import stored, versions
from consult.rounds import queries as rounds
from tests.story.telling import who

MOST = 12
#: Pages that still ask more often than that; none may grow, and none may join them.
OVER = {"/": 15, "/comments/R2-RS-001": 14, "/rounds/2/report": 18, "/inbox/?round=2&stage=any": 20, "/inbox/?round=1&stage=published": 20}
READER = ("/", "/documents/", "/documents/sbcp-model/0.2/", "/documents/sbcp-model/0.2/sections/4.3", "/documents/sbcp-model/compare/0.1/0.2", "/rounds/", "/rounds/2/",
          "/rounds/2/report", "/comments/?round=2", "/comments/R2-RS-001", "/ballots/", "/ballots/1/", "/ballots/2/",
          "/adoption/", "/events/", "/events/1/", "/workgroup/", "/journal/", "/search?q=cluster",
          "/organisations/")
DESK = ("/inbox/?round=2&stage=any", "/inbox/?round=1&stage=published", "/comments/mine", "/comments/drafts", "/documents/sbcp-model/0.3/edit/", "/accounts/me")


@contextmanager
def counted(app) -> Iterator[list[str]]:
    """The statements of what happens inside; BEGIN and the session's own row are not a page's."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_):
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def statements_of(world, name, addresses):
    """How many statements each page needs once what is kept has been made."""
    browser, found = world.browser(name), {}
    for address in addresses:
        assert browser.get(address).status_code == 200, address
        with counted(world.app) as statements:
            browser.get(address)
        found[address] = [s for s in statements if not s.startswith(("BEGIN", "PRAGMA", "UPDATE browser_session"))]
    return found


def add(world, times):
    """More rows: comments on one section and on the whole document, replies under one, drafts."""
    with world.app.app_context(), transaction():
        one = rounds.by_number(2)
        uid = next(s.uid for s in stored.sections(one.version) if s.number == "4.3")
        thread = threads.by_public_id("R2-RS-001")
        authors = list(db.session.scalars(select(Account).where(Account.email_key.like("member.%"))))
        for number in range(times):
            person = authors[number % len(authors)]
            drafts = [writing.save_draft(person, one, where, CommentKind.GENERAL, f"One more thing, number {number}.") for where in (uid, None)]
            writing.submit(person, one, drafts, Capacity.SELF)
            discussing.reply(person, thread, f"I agree, for the {number}th time.")
            writing.save_draft(who("editor"), one, uid, CommentKind.GENERAL, f"Draft {number}.")


def add_ballots(world):
    """Every seat answers in the open ballot, and there are two more ballots."""
    with world.app.app_context(), transaction():
        second = held.by_number(2)
        for code in ("al", "bg", "gr", "me", "mk", "ro", "rs", "si"):
            ballots.cast(who(f"member.{code}"), second, Choice.APPROVE, "Yes.", second.version_digest)
        for label in ("0.1", "0.2"):
            version = versions.version("sbcp-model", label)
            ballot = ballots.prepare(who("editor"), version, "Another question?", BallotKind.APPROVE_TEXT, "two_thirds", PRESETS["two_thirds"], clock.now(),
                                     clock.now() + timedelta(days=20))
            ballots.open(who("editor2"), ballot)
            ballots.cast(who("member.rs"), ballot, Choice.APPROVE, "Yes.", ballot.version_digest)


@pytest.mark.parametrize(("name", "addresses"), [("visitor", READER), ("editor", (*READER, *DESK))], ids=["visitor", "editor"])
def test_a_page_asks_the_database_as_often_for_many_rows_as_for_few(world, name, addresses):
    add(world, 1)
    few = statements_of(world, name, addresses)
    add(world, 20)
    add_ballots(world)
    many = statements_of(world, name, addresses)
    grown = {address: f"{len(few[address])} statements, then {len(many[address])}" for address in addresses if len(many[address]) > len(few[address])}
    assert not grown, f"pages that ask more often when there are more rows: {grown}"
    dear = {address: len(found) for address, found in many.items() if len(found) > OVER.get(address, MOST) + (name != "visitor") * ACCOUNT}
    assert not dear, f"pages that ask too often: {dear}"


#: What every page of a person who is signed in asks besides: the session, the account, its roles, its mandates and organisations, and what waits for moderators.
ACCOUNT = 6
