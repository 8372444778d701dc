"""The demonstration, told once per run by the real story, and copies of it in memory."""
import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.story import telling
from tests.story.copies import keep, memory
from tests.story.crawling import World


@pytest.fixture(scope="session")
def told(template: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A SQLite file with the demonstration and what telling.more() adds; the first worker tells it, the others wait."""
    base = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    path, working = base / "told.sqlite", base / "telling.sqlite"
    with (base / "told.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            with memory(template, DEMONSTRATION=True, MAIL_FOLDER=str(base / "mail")) as app:
                telling.tell(app)
                keep(app, working)
            working.rename(path)
    return path


@pytest.fixture
def world(told: Path) -> Iterator[World]:
    """The demonstration, to be changed at will."""
    with memory(told, DEMONSTRATION=True) as app:
        yield World(app)


@pytest.fixture(scope="module")
def reading(told: Path) -> Iterator[World]:
    """The demonstration, to be read only: all tests of a file share it."""
    with memory(told, DEMONSTRATION=True) as app:
        yield World(app)


@pytest.fixture(scope="module")
def installed(told: Path) -> Iterator[World]:
    """The same rows in an installation that is no demonstration; to be read only."""
    with memory(told) as app:
        yield World(app)
