"""The throw-away PostgreSQL: a real one, new for each test, and gone afterwards."""
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.needs import missing
from tests.pg import server


def tables(url: str) -> list[str]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    names = sa.inspect(engine).get_table_names()
    engine.dispose()
    return names


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_begins_with_an_empty_database(empty_postgres_url, time):
    assert tables(empty_postgres_url) == []
    engine = sa.create_engine(empty_postgres_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE left_behind (word text)"))
    assert tables(empty_postgres_url) == ["left_behind"]


def test_a_stopped_server_leaves_nothing_behind(postgres_server):
    with server() as url:
        home = Path(sa.make_url(url).query["host"]).parent
        assert home.exists()
    assert not home.exists()


def test_a_missing_server_skips_by_name(monkeypatch):
    monkeypatch.delenv("REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match="PostgreSQL is missing"):
        missing("PostgreSQL")


def test_a_missing_server_fails_where_no_skip_is_allowed(monkeypatch):
    monkeypatch.setenv("REQUIRE_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match="PostgreSQL is missing"):
        missing("PostgreSQL")
