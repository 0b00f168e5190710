"""The databases of a PostgreSQL server: what a question that is asked in each of them goes through.

Databases that take no connections (template0, or one that somebody closed) are not asked, nor is template1; their age is
judged from the shared catalogue all the same.
"""

from typing import Final

from collectors.base import EachDatabase, Sql, sql

DATABASES: Final = sql("select datname from pg_database where datallowconn and datname <> 'template1' order by datname")
"""By name; one that the account may not connect to becomes unseen."""


def in_each(ask: Sql, most: int = 64) -> EachDatabase:
    """Ask it in each database of the server."""
    return EachDatabase(DATABASES, ask, most)
