"""Databases of the demonstration: from a file into memory, and back."""
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from flask import Flask

from consult import clock
from consult.db import db
from tests import factories
from tests.conftest import fill
from tests.lending import lent


def keep(app: Flask, path: Path) -> None:
    """Write a database in memory to a file."""
    with app.app_context(), closing(db.engine.dialect.loaded_dbapi.connect(path)) as target, db.engine.connect() as connection:
        connection.connection.driver_connection.backup(target)


@contextmanager
def running(path: Path, **settings: object) -> Iterator[Flask]:
    """An application on a copy in memory of a SQLite file; its clock runs."""
    with lent(**settings) as app:
        with app.app_context():
            fill(path)
        yield app


@contextmanager
def memory(path: Path, **settings: object) -> Iterator[Flask]:
    """The same with its clock at `factories.DAY`."""
    with running(path, **settings) as app, clock.at(factories.DAY):
        yield app
