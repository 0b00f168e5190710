"""The database: SQLite with WAL, or PostgreSQL; its errors in our words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from agent.store.values import StoreError, Trouble

WRITES = "xunjian_writes"
"""The execution option of a connection that is about to write: SQLite then takes the write lock at BEGIN, not at the first
write, where a second writer would fail at once instead of waiting."""

_SIGNS = (
    (Trouble.LOCKED, ("database is locked", "lock timeout", "database table is locked")),
    (
        Trouble.UNREACHABLE,
        ("could not connect", "connection refused", "connection to server", "could not translate", "server closed"),
    ),
    # a file size limit and some network disks say "disk i/o error" where the disk is full
    (Trouble.FULL, ("disk is full", "no space left", "disk full", "disk i/o error")),
    (Trouble.NOT_WRITABLE, ("readonly", "read-only", "unable to open", "permission denied")),
    (Trouble.NOT_A_STORE, ("file is not a database",)),
    (Trouble.DAMAGED, ("malformed", "no such table", "does not exist")),
)


def connect(url: sa.URL, busy_seconds: float) -> sa.Engine:
    """Make the engine; nothing is opened yet."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, busy_seconds)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg2")
    options = f"-c lock_timeout={int(busy_seconds * 1000)} -c application_name=xunjian"
    more = {"connect_timeout": 10, "options": options}
    return sa.create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=more)  # it may have restarted


def _sqlite(url: sa.URL, busy_seconds: float) -> sa.Engine:
    options = {"timeout": busy_seconds, "check_same_thread": False}
    return prepared(sa.create_engine(url, hide_parameters=True, connect_args=options))


def prepared(engine: sa.Engine, first: str = "") -> sa.Engine:
    """Make each connection of an engine of SQLite's ours; ``first`` is what it says before anything else."""

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection
        raw.isolation_level = None  # BEGIN is ours, below
        if first:
            raw.execute(first)
        raw.execute("PRAGMA foreign_keys=ON")
        # a commit is in the kernel's hands: it outlives our process, not a power cut (docs/adr/0003-store.md)
        raw.execute("PRAGMA synchronous=NORMAL")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn the database's errors into StoreError."""
    try:
        yield
    except IntegrityError as error:  # a key that is there already: what is committed is not written again
        raise StoreError(Trouble.IMMUTABLE, place, str(error.orig).strip()) from error
    except DBAPIError as error:  # a connection that broke under a statement: the server restarts, or the line is cut
        trouble = Trouble.UNREACHABLE if error.connection_invalidated else _trouble(str(error.orig))
        raise StoreError(trouble, place, str(error.orig).strip()) from error
    except sqlite3.Error as error:  # from a statement that SQLAlchemy does not know, a PRAGMA outside any transaction
        raise StoreError(_trouble(str(error)), place, str(error)) from error
    except SQLAlchemyError as error:
        raise StoreError(Trouble.FAILED, place, str(error)) from error


def _trouble(words: str) -> Trouble:
    words = words.lower()
    return next((trouble for trouble, signs in _SIGNS if any(sign in words for sign in signs)), Trouble.FAILED)


def pragma(engine: sa.Engine, place: str, statement: str) -> None:
    """Run a statement of SQLite's that may not stand in a transaction."""
    with told(place), engine.connect() as connection:
        try:
            connection.connection.cursor().execute(statement).close()
        except engine.dialect.loaded_dbapi.Error as error:  # of another driver than sqlite3
            raise StoreError(_trouble(str(error)), place, str(error)) from error


@contextmanager
def reading(engine: sa.Engine, place: str) -> Iterator[sa.Connection]:
    """Open a short transaction that only reads."""
    with told(place), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: sa.Engine, place: str) -> Iterator[sa.Connection]:
    """Open a short transaction that writes: whole, or not at all."""
    with told(place), engine.connect() as connection:
        marked = connection.execution_options(**{WRITES: True})
        with marked.begin():
            yield marked
