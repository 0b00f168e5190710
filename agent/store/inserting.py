"""Rows put into a table: those that are there already stay as they are, or are replaced; for both databases alike."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_ignore(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows; those whose key is there already stay as they are."""
    if rows:
        _execute_many(connection, _ignoring(connection.dialect.name, table), rows)


def upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, whole ones, or replace those of the same key."""
    if rows:
        _execute_many(connection, _replacing(connection.dialect.name, table), rows)


def _execute_many(
    connection: sa.Connection, statement: "sqlite.Insert | postgresql.Insert", rows: Sequence[Mapping[str, object]]
) -> None:
    """Run an INSERT over many rows. SQLite takes its plain values as they are: hundreds of rows a target."""
    if connection.dialect.name != "sqlite":
        connection.execute(statement, rows)
        return
    words, names = _plain(statement, tuple(rows[0]))
    connection.exec_driver_sql(words, [tuple(map(row.__getitem__, names)) for row in rows])


@lru_cache
def _plain(statement: "sqlite.Insert | postgresql.Insert", names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """An INSERT in SQLite's own words, and the names of its values in order."""
    made = statement.compile(dialect=sqlite.dialect(), column_keys=names)
    return str(made), tuple(made.positiontup or ())


def insert(dialect: str, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    """Start an INSERT that knows ON CONFLICT, which the two databases write alike."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@lru_cache  # a statement is built once; that costs more than to run it
def _ignoring(dialect: str, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    return insert(dialect, table).on_conflict_do_nothing()


@lru_cache
def _replacing(dialect: str, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    new = insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    changed = {column.name: new.excluded[column.name] for column in table.columns if column.name not in keys}
    return new.on_conflict_do_update(index_elements=keys, set_=changed)
