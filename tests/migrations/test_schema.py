"""The migrations make exactly the tables that the models describe, and can be taken back and done again."""
import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from consult.db import db

CATALOGUE = """
SELECT c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND c.relname != 'alembic_version'
UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%'
UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE 'alembic%'
"""


def tidy(statement):
    """A statement of SQLite with the parts of a table in one order and white space made even."""
    statement = re.sub(r"\s+", " ", statement).strip()
    head, _, body = statement.partition("(")
    return head.strip(), tuple(sorted(part.strip() for part in re.split(r",\s*(?=[a-z_\"]+ [A-Z]|CONSTRAINT)", body.rsplit(")", 1)[0])))


def described():
    """Every table, constraint and index as the database itself tells it."""
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            rows = connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name != 'alembic_version'"))
            return {name: tidy(sql) for name, sql in rows}
        return dict(connection.execute(sa.text(CATALOGUE)).all())


def triggers():
    """The names of all triggers."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if db.engine.dialect.name == "sqlite" else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with db.engine.connect() as connection:
        return set(connection.scalars(sa.text(query)))


def test_migrations_make_what_the_models_describe(context):
    upgrade()
    migrated = described()
    downgrade(revision="base")
    db.create_all()
    assert migrated == described()
    assert len(migrated) > 80


def test_up_down_up_ends_where_it_began(context):
    upgrade()
    first = described(), triggers()
    downgrade(revision="0001")
    assert triggers() == set()
    assert described().keys() <= first[0].keys()
    downgrade(revision="base")
    assert described() == {}
    upgrade()
    assert (described(), triggers()) == first
    assert len(first[1]) > 40


@pytest.mark.parametrize(("old", "new"), [("'1'", "'2'"), ("BETWEEN 0 AND 6", "BETWEEN 0 AND 7")])
def test_a_changed_check_is_seen(old, new):
    statement = "CREATE TABLE a ( x INTEGER NOT NULL, CONSTRAINT ck CHECK (x = '1' OR level BETWEEN 0 AND 6) )"
    assert tidy(statement) != tidy(statement.replace(old, new))


def test_the_memory_database_of_the_tests_has_the_triggers(app):
    with app.app_context():
        assert "tg_position_no_update" in triggers()


def test_no_migration_imports_the_package():
    folder = Path(__file__).parents[2] / "migrations" / "versions"
    sources = [path.read_text(encoding="utf-8") for path in folder.glob("*.py")]
    assert sources
    assert not any(re.search(r"^\s*(from|import) consult\b", source, re.M) for source in sources)
