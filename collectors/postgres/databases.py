"""The databases of a PostgreSQL server: what a question that is asked in each of them goes through.

Databases that take no connections (template0, or one that somebody closed) are not asked, nor is template1; their age is
judged from the shared catalogue all the same.
"""

from collections.abc import Callable
from typing import Final, TypeVar

from collectors.base import Answer, EachDatabase, Listing, Reason, SessionError, Sql, Unseen, Walk, sql
from collectors.tables import Table, table

R = TypeVar("R")

DATABASES: Final = sql(
    "select datname from pg_database where datallowconn and datconnlimit <> -2 and datname <> 'template1' order by datname"
)
"""By name; one that the account may not connect to becomes unseen. -2 marks one whose drop was interrupted, which nobody
may connect to any more (PostgreSQL 11.21, 15.4 and on: release notes, DROP DATABASE): database_size says so."""


def in_each(ask: Sql, most: int = 64) -> EachDatabase:
    """Ask it in each database of the server."""
    return EachDatabase(DATABASES, ask, most)


def read_each(walk: Walk[Answer], read: Callable[[str, Table], R]) -> Listing[R]:
    """Read what each database said; one that was not asked is unseen. Raises Absent where the version has no such thing."""
    records: list[R] = []
    unseen = list(walk.unseen)
    for name, said in walk.items.items():
        if isinstance(said, Unseen):
            unseen.append(said)
        else:
            records.append(read(name, table(said)))
    if not records and not unseen:
        raise SessionError(Reason.EMPTY, "pg_database")
    return Listing(tuple(records), tuple(unseen))
