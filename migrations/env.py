"""Alembic's entry: migrates the application's database."""
from typing import Any

from alembic import context
from flask import current_app

from consult.db import Instant, db


def plain(kind: str, thing: Any, _context: Any) -> str | bool:
    """Write our own column types as the plain ones below them: a migration never imports the package."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, Instant) else False


def run() -> None:
    """Apply the migrations over one connection of the application's engine."""
    with db.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=db.metadata, render_item=plain, transaction_per_migration=True,
                          **current_app.extensions["migrate"].configure_args)
        with context.begin_transaction():
            context.run_migrations()


run()
