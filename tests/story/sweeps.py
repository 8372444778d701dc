"""What every address answers to a role, asked once per run: whoever holds something against the answers reads them from here."""
import fcntl
import pickle
import zlib
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from werkzeug.wrappers import Response

from consult import clock
from tests import factories
from tests.story.copies import running
from tests.story.crawling import World


class Answer(Response):
    """An answer as it came, read as the test client's own is read."""

    @property
    def text(self) -> str:
        """Its words."""
        return self.get_data(as_text=True)


@dataclass(frozen=True)
class Sweep:
    """The answers by address, and how many rows each table had before and after the asking."""

    answers: dict[str, Answer]
    before: Mapping[str, int]
    after: Mapping[str, int]


class Sweeps:
    """The sweeps of this run in a folder that all workers share; the first who wants one makes it, the others wait."""

    def __init__(self, told: Path, folder: Path):
        self.told, self.folder, self.open = told, folder, ExitStack()

    @cached_property
    def world(self) -> World:
        """An installation with the rows of the demonstration, to be read only, at `factories.DAY`; its clock is not set, since it lasts as long as the run."""
        return World(self.open.enter_context(running(self.told)))

    def of(self, name: str) -> Sweep:
        """Every address with every subject, as this person."""
        path = self.folder / f"{name}.answers"
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                with clock.at(factories.DAY):
                    path.with_suffix(".part").write_bytes(self._ask(name))
                path.with_suffix(".part").rename(path)
        found, before, after = pickle.loads(zlib.decompress(path.read_bytes()))
        return Sweep({address: Answer(body, status, headers) for address, (body, status, headers) in found.items()}, before, after)

    def _ask(self, name: str) -> bytes:
        browser, before, found = self.world.browser(name), self.world.state(), {}
        for _, _, address in self.world.addresses():
            response = browser.get(address, buffered=True)
            found[address] = response.get_data(), response.status, list(response.headers)
        return zlib.compress(pickle.dumps((found, before, self.world.state())), 1)
