"""The database handle, the types rows share, and the one way to change anything."""
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, Enum, MetaData, event, text
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from consult.errors import Conflict
from consult.i18n import N_

#: How long a writer waits for its turn on SQLite, in seconds.
PATIENCE = 15.0
BUSY = N_("Something large is being stored at this moment, and until it is done nobody else can save. Nothing of yours was stored, and what you typed is kept: "
          "wait a minute, then send it once more.")
#: PostgreSQL: the number of the advisory lock that puts writers in one queue (the journal is one chain).
WRITERS = 2017_09_14
_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Base(DeclarativeBase):
    """What every table shares: names of constraints by convention, so that migrations can drop them."""

    metadata = MetaData(naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"})


db = SQLAlchemy(model_class=Base)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite gives back naive times; a naive time is refused on the way in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC time."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(words: type[StrEnum], name: str = "") -> Enum:
    """A column that holds one word of `words`, refused by the database otherwise."""
    return Enum(words, native_enum=False, length=40, create_constraint=True, name=name or words.__name__.lower(),
                values_callable=lambda members: [m.value for m in members])


@contextmanager
def transaction() -> Iterator[Any]:
    """Commit if the block ends well, roll back if it does not.

    What was read before is read anew inside: the block starts its own transaction, on SQLite with BEGIN IMMEDIATE, on PostgreSQL in the
    queue of writers, so that what it checks is still true when it writes.
    """
    session = db.session
    if _writing.get():
        raise RuntimeError("transactions do not nest")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made outside a transaction")
    session.rollback()
    token = _writing.set(True)
    try:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        _writing.reset(token)


def _pragmas(connection: Any, _record: ConnectionPoolEntry) -> None:
    """What SQLite needs on each connection: durable commits, foreign keys, and transactions begun by us."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON", "busy_timeout=0"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Readers begin deferred; writers take the lock at once, with a short random wait between tries (fairer than busy_timeout)."""
    if not _writing.get():
        connection.exec_driver_sql("BEGIN")
        return
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            if time.monotonic() > until:
                raise Conflict(BUSY) from error
            time.sleep(random.uniform(0, 0.002))  # noqa: S311 - no secret


def prepare(engine: Engine) -> None:
    """Teach an engine our way of connecting; to be called once per engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _pragmas)
        event.listen(engine, "begin", _begin)
