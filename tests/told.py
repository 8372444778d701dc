"""The demonstration, told once per run by the real story, for whoever walks through it, and what it answers to each role."""
import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.story import telling
from tests.story.copies import keep, memory
from tests.story.sweeps import Sweeps


def _shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of this run, which all workers see."""
    return tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent


@pytest.fixture(scope="session")
def told(template: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A SQLite file with the demonstration and what telling.more() adds; the first worker tells it, the others wait."""
    base = _shared(tmp_path_factory, worker_id)
    path, working = base / "told.sqlite", base / "telling.sqlite"
    with (base / "told.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            with memory(template, DEMONSTRATION=True, MAIL_FOLDER=str(base / "mail")) as app:
                telling.tell(app)
                keep(app, working)
            working.rename(path)
    return path


@pytest.fixture(scope="session")
def sweeps(told: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Sweeps]:
    """Every address of an installation with these rows, as each role: asked once, read by many tests."""
    folder = _shared(tmp_path_factory, worker_id) / "sweeps"
    folder.mkdir(exist_ok=True)
    sweeps = Sweeps(told, folder)
    with sweeps.open:
        yield sweeps
