"""The editors' inbox at 140, 10,000 and a million comments: what a page, its counts, its filters and the next page cost, as multiples of the smallest size.

A million takes minutes to make: with INBOX_MILLION=1. INBOX_FOLDER is a folder in which the files are kept and taken from.
"""
import os
from pathlib import Path

import pytest

from consult.accounts.models import Account
from consult.db import db
from consult.documents.queries import stored
from consult.inbox.queries import counted, lists
from consult.inbox.rules import Choice
from consult.inbox.views.blueprint import section_of
from consult.rounds import queries as rounds
from tests.bench import many, tables
from tests.conftest import make_app

SIZES = [140, 10_000, *([1_000_000] if os.environ.get("INBOX_MILLION") else [])]
#: What is chosen, by name; each leaves comments at every size.
CHOICES = {
    "without an answer": {}, "all": {"stage": "any"}, "a party": {"party": "RS"}, "a section": {"section": "s-2"}, "a kind": {"kind": "wording", "stage": "any"},
    "an organisation": {"organisation": "5", "stage": "any"}, "given to nobody": {"assigned": "nobody"}, "unread": {"unread": "1"}, "a word": {"q": "innovation", "stage": "any"},
    "four filters": {"party": "RS", "kind": "substance", "language": "en", "channel": "direct"},
    "two words, two filters": {"q": "policy report", "party": "RS", "kind": "substance"},
}
#: How often each is asked, and how much more the largest size may cost than the smallest: a page of 50 costs more than one of seven, a million does not.
TIMES, MOST = 10, 12.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return Path(os.environ.get("INBOX_FOLDER") or tmp_path_factory.mktemp("many"))


def measured(path):
    """Seconds for each choice, divided by the rows shown: the first page, the next, the number, the counts."""
    app, found = make_app(f"sqlite:///{path}"), {}
    with app.app_context():
        editor, round_ = db.session.get(Account, 1), rounds.by_number(1)
        sections = stored.contents(round_.version)
        for name, chosen in CHOICES.items():
            choice = Choice.read(chosen)
            section = section_of(choice, sections)
            watches = [tables.Stopwatch() for _ in range(4)]
            for _ in range(TIMES):
                counts = watches[3](counted.of_fields, round_, choice)
                wanted = lists.asked(round_, choice, editor, counts, section.uid if section else None, counted.of_organisation(round_, choice))
                ids = watches[0](lambda asked=wanted: list(db.session.scalars(lists._ids(asked, 0, False, 51))))
                middle = ids[-1] if len(ids) > 50 else 0
                watches[1](lambda asked=wanted, key=middle: list(db.session.scalars(lists._ids(asked, key, False, 51))))
                watches[2](lists.number, wanted)
            found[name] = [watch.seconds / TIMES * 1000 for watch in watches]
        db.engine.dispose()
    return found


def test_a_page_of_the_inbox_costs_the_same_at_every_size(folder):
    found = {size: measured(many.database(folder / f"m{size}.sqlite", size)) for size in SIZES}
    smallest = found[SIZES[0]]
    rows = [[name, size, *(ms[name] if name in (ms := found[size]) else []), sum(found[size][name]) / max(1e-6, sum(smallest[name]))] for name in CHOICES for size in SIZES]
    tables.show("Inbox (CPU ms: numbers of the first page, of the next, how many there are, counts of all filters; x: all of it against the smallest round)",
                ["list", "comments", "first", "next", "how many", "counts", "x"], rows)
    worst = {name: sum(found[SIZES[-1]][name]) / max(0.002, sum(smallest[name])) for name in CHOICES}
    assert {name: times for name, times in worst.items() if times > MOST} == {}
