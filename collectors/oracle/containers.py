"""The containers of an Oracle database: every open PDB and the root, or the one database that is none.

PDB$SEED is a template that nobody writes to. A PDB that is not open is judged by the list of PDBs and not asked.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from collectors.base import (
    Answer,
    EachDatabase,
    Listing,
    ParseError,
    Reason,
    SessionError,
    Sql,
    Statement,
    Unseen,
    Walk,
    listing,
    sql,
)
from collectors.tables import Row, table

F = TypeVar("F")
R = TypeVar("R")
ORACLE: Final = "oracle"
SINCE_12_1: Final = 1_201_000_000
SINCE_12_2: Final = 1_202_000_000
RIGHTS: Final = "select_catalog_role"
CONTAINERS: Final = sql(
    "select name from v$database",
    Statement(
        "select sys_context('USERENV', 'CON_NAME') as name from v$database where cdb = 'NO' union all "
        "select c.name from v$containers c join v$database d on d.cdb = 'YES' "
        "where c.open_mode in ('READ WRITE', 'READ ONLY') and c.name <> 'PDB$SEED'",
        SINCE_12_1,
    ),
    rights=RIGHTS,
)


def in_each(ask: Sql, most: int = 64) -> EachDatabase:
    """Ask it in each open container."""
    return EachDatabase(CONTAINERS, ask, most)


def of_each(walk: Walk[Answer], read: Callable[[str, Row], R]) -> Listing[R]:
    """Read every row of every container; a container that was not seen is Unseen by its name."""
    found = by_container(walk, lambda name, rows: tuple(read(name, row) for row in rows))
    return Listing(tuple(one for rows in found.records for one in rows), found.unseen)


def _counted(walk: Walk[Answer]) -> None:
    """Raise where the list of containers is not whole, or names none."""
    lines = walk.listing.text.splitlines()
    names = [line for line in lines if line.startswith("=")]
    if not lines or lines[-1] != f"@count {len(names)}":
        raise ParseError("the list of containers is not whole", walk.listing.text[-200:])
    if not names:
        raise SessionError(Reason.EMPTY, "v$containers")


def rows_of(answer: Answer, read: Callable[[Row], R]) -> tuple[R, ...]:
    """Read every row of one answer."""
    return tuple(read(row) for row in table(answer))


def witnessed(rows: Iterable[R], of: str) -> tuple[R, ...]:
    """Rows of a view that is never empty. Raises SessionError (empty) where it shows none: that proves nothing."""
    found = tuple(rows)
    if not found:
        raise SessionError(Reason.EMPTY, of)
    return found


def needed(found: F | Exception) -> F:
    """What a kind came to, for a Derived: its facts. Raises what came instead of them."""
    if isinstance(found, Exception):
        raise found
    return found


MAINTAINED_11: Final = [
    "ANONYMOUS",
    "APEX_030200",
    "APEX_040000",
    "APEX_040200",
    "APEX_PUBLIC_USER",
    "APPQOSSYS",
    "CTXSYS",
    "DBSNMP",
    "DIP",
    "EXFSYS",
    "FLOWS_FILES",
    "MDDATA",
    "MDSYS",
    "MGMT_VIEW",
    "OLAPSYS",
    "ORACLE_OCM",
    "ORDDATA",
    "ORDPLUGINS",
    "ORDSYS",
    "OUTLN",
    "OWBSYS",
    "OWBSYS_AUDIT",
    "SI_INFORMTN_SCHEMA",
    "SPATIAL_CSW_ADMIN_USR",
    "SPATIAL_WFS_ADMIN_USR",
    "SYS",
    "SYSMAN",
    "SYSTEM",
    "WMSYS",
    "XDB",
    "XS$NULL",
]
"""Accounts that Oracle 11.2 brings along (Security Guide, "Predefined User Accounts"); from 12.1 on the dictionary knows.

"""


def of_owners(template: str, *, seconds: int = 30, most: int = 5000) -> Sql:
    """Make a question about what is not Oracle's own: ``{OWNER:column}`` stands for the condition on an owner's column."""
    listed = ", ".join(f"'{name}'" for name in MAINTAINED_11)
    before = _OWNER.sub(rf"\1 not in ({listed})", template)
    since = _OWNER.sub(r"\1 in (select m.username from dba_users m where m.oracle_maintained = 'N')", template)
    return sql(before, Statement(since, SINCE_12_1), seconds=seconds, most=most, rights=RIGHTS)


_OWNER: Final = re.compile(r"\{OWNER:([a-z_.]+)\}")


def by_container(walk: Walk[Answer], read: Callable[[str, tuple[Row, ...]], R]) -> Listing[R]:
    """Read all rows of each container at once; a container that was not seen, or not understood, is Unseen."""
    return listing(_by_container(walk, read), walk.unseen)


def _by_container(walk: Walk[Answer], read: Callable[[str, tuple[Row, ...]], R]) -> Iterator[R | Unseen]:
    _counted(walk)
    for name, answer in walk.items.items():
        if isinstance(answer, Unseen):
            yield answer
            continue
        try:
            yield read(name, table(answer).rows)
        except ParseError as error:
            yield Unseen(name, Reason.NOT_UNDERSTOOD, str(error))
        except SessionError as error:
            yield Unseen(name, error.reason, error.detail, error.remedy)


def about(rows: Iterable[Row], what: str) -> tuple[Row, ...]:
    """The rows that are about one thing, where a statement asks several."""
    return tuple(row for row in rows if row.text("about") == what)
