"""Where the store's tests keep it: a file, or a database of a PostgreSQL of our own."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from agent.store.engine import connect, writing
from agent.store.schema import migrations

POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
PLACES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.peer)]
"""What a test's parameter says; ``place`` reads it."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of our own on a socket; gives the folder of the socket."""
    if not POSTGRES:
        pytest.skip("no PostgreSQL server is installed: the store on PostgreSQL was not verified")
    binaries = POSTGRES[-1].parent
    user = "postgres" if os.geteuid() == 0 else None
    folder = tempfile.mkdtemp(prefix="xunjian-pg-")
    if user:
        shutil.chown(folder, user)
    data = f"{folder}/data"
    making = [str(binaries / "initdb"), "-D", data, "-U", "xunjian", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(making, user=user, cwd=folder, check=True, capture_output=True)
    serving = [str(binaries / "postgres"), "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"]
    process = subprocess.Popen(serving, user=user, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        for _attempt in range(100):
            if Path(folder, ".s.PGSQL.5432").exists():
                break
            time.sleep(0.1)
        yield folder
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(folder)


def place(request: pytest.FixtureRequest, folder: Path) -> str:
    """A new place for a store, of the kind that the test's parameter says; a server is the fixture ``server``."""
    if request.param == "sqlite":
        return str(folder / "store.db")
    psycopg2 = pytest.importorskip("psycopg2")
    socket = request.getfixturevalue("server")
    name = f"t{time.time_ns()}"
    for _attempt in range(50):
        with suppress(psycopg2.OperationalError):
            connection = psycopg2.connect(host=socket, user="xunjian", dbname="postgres")
            break
        time.sleep(0.1)
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name}")
    connection.close()
    return f"postgresql:///{name}?host={socket}&user=xunjian"


@contextmanager
def _engine(url: str) -> Iterator[sa.Engine]:
    engine = connect(sa.make_url(url) if "://" in url else sa.URL.create("sqlite", database=url), 5)
    try:
        yield engine
    finally:
        engine.dispose()


def tables_of(url: str) -> set[str]:
    """The names of a store's tables."""
    with _engine(url) as engine:
        return set(sa.inspect(engine).get_table_names())


def back_to(url: str, revision: str) -> None:
    """Take a store's migrations back to a revision, as an older program left it."""
    with _engine(url) as engine, writing(engine, url) as connection:
        command.downgrade(migrations(connection), revision)
