"""Make the tables, or bring an older store up to this program; Alembic is loaded for the latter alone."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from agent.store.engine import pragma, reading, told, writing
from agent.store.revision import HEAD
from agent.store.tables import METADATA, REVISION
from agent.store.values import StoreError, Trouble
from config.text import _

if TYPE_CHECKING:
    from alembic.config import Config

_LOCK = 0x78756E6A69616E
"""The number of PostgreSQL's advisory lock under which one process makes or alters the tables: "xunjian" in ASCII."""


def ensure(engine: sa.Engine, place: str) -> None:
    """Leave the store at HEAD. Raises StoreError for another program's file and for a store newer than this program."""
    if engine.dialect.name == "sqlite":
        with told(place), engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")  # fails here on what is no database
    with reading(engine, place) as connection:
        if revision_of(connection, place) == HEAD:
            return
    if engine.dialect.name == "sqlite":
        pragma(engine, place, "PRAGMA journal_mode=WAL")  # lasts
    with writing(engine, place) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        revision = revision_of(connection, place)
        if revision is None:
            METADATA.create_all(connection, checkfirst=False)
            connection.execute(sa.insert(REVISION).values(version_num=HEAD))
        elif revision != HEAD:
            upgrade(connection, place)


def revision_of(connection: sa.Connection, place: str) -> str | None:
    """Give the store's revision: None for an empty database, "" for one whose migration never ended."""
    if connection.dialect.has_table(connection, REVISION.name):
        return connection.execute(sa.select(REVISION.c.version_num)).scalar() or ""
    if connection.dialect.name == "sqlite" and sa.inspect(connection).get_table_names():
        raise StoreError(Trouble.NOT_A_STORE, place)
    return None


_UNKNOWN: Final = _("its tables have a form that this program does not know")


def upgrade(connection: sa.Connection, place: str) -> None:
    """Run the migrations that the store has not seen, inside the caller's transaction."""
    from alembic import command  # noqa: PLC0415 - 0.6 s that only a changed program pays
    from alembic.util import CommandError  # noqa: PLC0415 - as above

    try:
        command.upgrade(migrations(connection), HEAD)
    except CommandError as error:
        raise StoreError(Trouble.NEWER, place, _UNKNOWN) from error  # its own words are English, and no administrator's


def migrations(connection: sa.Connection) -> "Config":
    """Give what Alembic wants to know: where the migrations lie, and the connection to run them on."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
