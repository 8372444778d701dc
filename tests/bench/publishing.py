"""What the publication of 0.2 costs: `python -m tests.bench.publishing FILE` on a file of `tests.bench.many`; the file is as before afterwards."""
import gc
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from consult.accounts.models import Account
from consult.comments.actions import carrying
from consult.comments.queries import places
from consult.comments.rules import PlaceStatus
from consult.db import db, transaction
from consult.documents.models import Version
from consult.documents.queries import checklist, telling
from consult.documents.rules import VersionState
from tests.conftest import make_app


class Undone(Exception):
    """Ends the transaction that is measured, so that nothing of it is kept."""


def measured(name: str, work: Callable[[], Any]) -> Any:
    """Time one step, and say how much more memory the process has needed at its height."""
    gc.collect()
    before, start, processor = _height(), time.perf_counter(), time.process_time()
    found = work()
    print(f"{name:<28} {time.perf_counter() - start:8.2f} s  {time.process_time() - processor:8.2f} s CPU  +{_height() - before:4d} MiB", flush=True)
    return found


def _height() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(path: str) -> None:
    """The steps of the page and of the act, one after the other."""
    app = make_app(f"sqlite:///{path}")
    with app.app_context():
        version = db.session.scalars(select(Version).filter_by(state=VersionState.WORKING)).one()
        print(f"threads: {sum(measured('dry run, counted', lambda: places.summed(places.forecast(version))).values())}")
        measured("what holds the gate", lambda: checklist.held(version))
        measured("first 100 that change", lambda: places.becoming(version, PlaceStatus.CHANGED, 0, 100))
        measured("first 10 that lose a place", lambda: places.becoming(version, PlaceStatus.DETACHED, 0, 10))
        measured("who is told", lambda: (telling.by_language(version), telling.receivers(version, 40)))
        editor = db.session.scalars(select(Account).filter_by(email="editor@sample.test")).one()
        try:
            with transaction():
                measured("carry every thread", lambda: carrying.carry(editor, db.session.get_one(Version, version.id)))
                raise Undone
        except Undone:
            db.session.remove()


if __name__ == "__main__":
    main(sys.argv[1])
