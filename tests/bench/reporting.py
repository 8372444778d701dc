"""How long the report of a round takes, and how often it asks: `python -m tests.bench.reporting FILE...`, files of tests.bench.many."""
import sys
import time
from pathlib import Path

from sqlalchemy import event

from consult.db import db
from consult.reporting import rules
from consult.reporting.queries import facts
from consult.rounds import queries
from tests.conftest import make_app


def measured(path: Path) -> tuple[int, float, int, int]:
    """Comments, seconds of processor time of the second reading, statements, and bytes of the facts."""
    app, asked = make_app(f"sqlite:///{path}"), []
    with app.app_context():
        round_ = queries.by_number(1)
        told = facts.gather(round_)
        event.listen(db.engine, "before_cursor_execute", lambda *_: asked.append(1))
        began = time.process_time()
        told = facts.gather(round_)
        took = time.process_time() - began
        assert rules.faults(told) == []
        return told["counts"]["total"], took, len(asked), len(rules.content(told))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print("| {:,} | {:.2f} s | {} | {:,} |".format(*measured(Path(name))))
