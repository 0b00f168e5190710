"""A store from one program to another: a copy first, then its tables to the other's revision, newer or older."""

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from agent.store.engine import pragma, reading, told, writing
from agent.store.revision import HEAD
from agent.store.schema import migrations, revision_of, upgrade
from agent.store.values import StoreError, Trouble
from config.os_words import os_words

DERIVED: Final = frozenset({"bases", "thinned"})
"""Tables whose rows a migration makes anew, or works into others, both ways."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What moving came to. ``lost``: rows by table that the older revision has no place for."""

    before: str
    after: str
    lost: Mapping[str, int]


def copied(engine: sa.Engine, place: str, target: Path) -> None:
    """Write a whole copy of a store that is a file, for nobody but its owner; an encrypted one stays encrypted.

    Raises StoreError where it cannot be written or is there already.
    """
    try:
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        os.close(descriptor)
        status = Path(place).stat()
        if os.geteuid() == 0:
            os.chown(target, status.st_uid, status.st_gid)
    except OSError as error:
        raise StoreError(Trouble.NOT_WRITABLE, str(target), os_words(error)) from error
    with told(place), engine.connect() as connection:
        source = connection.connection.driver_connection
        if isinstance(source, sqlite3.Connection):
            with closing(sqlite3.connect(target)) as into:
                source.backup(into)
            return
    pragma(engine, place, "PRAGMA wal_checkpoint(TRUNCATE)")  # of SQLCipher: its pages are copied as they are
    shutil.copyfile(place, target)


def put_back(place: str, copy: Path) -> None:
    """Put a copy in the place of a store that nobody has open; journals of what stood there go with it."""
    for suffix in ("-wal", "-shm", "-journal"):
        Path(place + suffix).unlink(missing_ok=True)
    copy.replace(place)


def moved(engine: sa.Engine, place: str, revision: str = HEAD) -> Moved:
    """Take a store to a revision that this program knows, whole or not at all."""
    from alembic import command  # noqa: PLC0415 - 0.6 s that only a changed program pays
    from alembic.util import CommandError  # noqa: PLC0415 - as above

    with reading(engine, place) as connection:
        before = revision_of(connection, place) or ""
    if before == revision or not before:
        return Moved(before, before, {})
    with writing(engine, place) as connection:
        rows = _rows(connection)
        if revision > before:
            upgrade(connection, place)
        else:
            try:
                command.downgrade(migrations(connection), revision)
            except CommandError as error:
                raise StoreError(Trouble.NEWER, place, str(error)) from error
        left = set(sa.inspect(connection).get_table_names())
    gone = {name: count for name, count in rows.items() if count and name not in left}
    return Moved(before, revision, {name: count for name, count in gone.items() if name not in DERIVED})


def _rows(connection: sa.Connection) -> dict[str, int]:
    names = sa.inspect(connection).get_table_names()
    return {name: connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one() for name in names}
