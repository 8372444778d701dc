"""The pages of inbox, publishing and report at 140 and 10,000 comments, as multiples of a yardstick in the same run; a million with BENCH_MILLION=1.

BENCH_FOLDER is a folder in which the files are kept and taken from; `python -m tests.bench.visits FILE...` shows more pages, with their longest statement.
"""
import os
from pathlib import Path

import pytest

from consult import clock
from tests.bench import many, tables, visits
from tests.conftest import make_app

SIZES = [140, 10_000, *([1_000_000] if os.environ.get("BENCH_MILLION") else [])]
PAGES = ("inbox: without an answer", "inbox: all, deep", "inbox: four filters", "inbox: a word", "publishing the answers", "checklist of publishing", "threads that move",
         "report, visitor", "workbench: a section", "section, public")
#: The yardstick is the first page of the inbox at the smallest size. What a page may cost at 10,000, as a multiple of it; and how many statements.
MOST, STATEMENTS = 40.0, 1000


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return Path(os.environ.get("BENCH_FOLDER") or tmp_path_factory.mktemp("visits"))


def test_pages_cost_no_more_for_more_comments(folder):
    found = {}
    for size in SIZES:
        app = make_app(f"sqlite:///{many.database(folder / f'v{size}.sqlite', size)}", MAIL_FOLDER=str(folder / "mail"))
        with clock.at(many.DAY.replace(day=20)):
            found[size] = {name: visits.visited(app, name, *visits.pages(size)[name]) for name in PAGES}
    yard = max(found[SIZES[0]][PAGES[0]].seconds, 0.005)
    rows = [[name, size, cost.statements, cost.seconds * 1000, cost.seconds / yard] for name in PAGES for size in SIZES for cost in [found[size][name]]]
    tables.show("Pages (CPU ms; x: the first page of the inbox of the smallest round)", ["page", "comments", "statements", "CPU ms", "x"], rows)
    assert {cost.status for costs in found.values() for cost in costs.values()} == {200}
    assert {name: cost.seconds / yard for name, cost in found[10_000].items() if cost.seconds / yard > MOST or cost.statements > STATEMENTS} == {}
