"""The demonstration, told once per run by the real story, for whoever walks through it."""
import fcntl
from pathlib import Path

import pytest

from tests.story import telling
from tests.story.copies import keep, memory


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
