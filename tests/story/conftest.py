"""Copies in memory of the demonstration (tests/told.py)."""
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.story.copies import memory
from tests.story.crawling import World


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
