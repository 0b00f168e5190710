"""The containers of an Oracle database: every open PDB and the root, or the one database that is none.

PDB$SEED is a template that nobody writes to. A PDB that is not open is judged by the list of PDBs and not asked.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from collectors.base import (
    Absent,
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
from collectors.oracle.spelling import doubtful, is_doubtful, spelled, table
from collectors.tables import Row
from collectors.tables import table as read_table
from config.text import _

F = TypeVar("F")
R = TypeVar("R")
ORACLE: Final = "oracle"
SINCE_12_1: Final = 1_201_000_000
SINCE_12_2: Final = 1_202_000_000
SINCE_18: Final = 1_800_000_000
RIGHTS: Final = "select_catalog_role"
MOUNTED: Final = "MOUNTED "
"""Before the role of a standby that is mounted, in the list of containers: no container is called so, and none is asked."""
MOUNTED_STANDBYS: Final = frozenset(
    MOUNTED + role for role in ("PHYSICAL STANDBY", "LOGICAL STANDBY", "SNAPSHOT STANDBY", "FAR SYNC")
)
_STANDBY: Final = (
    "select 'MOUNTED ' || r.database_role from v$database r where r.open_mode = 'MOUNTED' and r.database_role <> 'PRIMARY'"
)
_SINGLE: Final = "select name from v$database where open_mode <> 'MOUNTED' union all {STANDBY}"
_EVERY: Final = (
    "select sys_context('USERENV', 'CON_NAME') as name from v$database where cdb = 'NO' and open_mode <> 'MOUNTED' "
    "union all select c.name from v$containers c join v$database d on d.cdb = 'YES' "
    "where c.open_mode in ('READ WRITE', 'READ ONLY') and c.name <> 'PDB$SEED' union all {STANDBY}"
)
CONTAINERS: Final = sql(
    _SINGLE.replace("{STANDBY}", _STANDBY), Statement(_EVERY.replace("{STANDBY}", _STANDBY), SINCE_12_1), rights=RIGHTS
)


def in_each(ask: Sql, most: int = 64) -> EachDatabase:
    """Ask it in each open container."""
    return EachDatabase(CONTAINERS, ask, most)


def of_each(walk: Walk[Answer], read: Callable[[str, Row], R], *named: str) -> Listing[R]:
    """Read every row of every container; a container that was not seen is Unseen by its name.

    ``named`` are the columns that make a row's name: where one of them is no text that can be read, that row is Unseen.
    """
    found = listing(
        _by_container(walk, lambda name, rows: tuple(_row(name, row, read, named) for row in rows)), walk.unseen
    )
    return listing((one for rows in found.records for one in rows), found.unseen)


def _row(database: str, row: Row, read: Callable[[str, Row], R], named: tuple[str, ...]) -> R | Unseen:
    names = [row.text(one) for one in named]
    if any(is_doubtful(one) for one in names):
        return doubtful(database, *names)
    return read(database, spelled(row))


_CLOSED: Final = _("the database is not open, so that its dictionary cannot be read: see why, then inspect again")


def _counted(walk: Walk[Answer]) -> None:
    """Raise where the list of containers is not whole, or names none; Absent for a standby that is mounted.

    Its dictionary is its primary's, block by block, and nobody can read it here: it is looked at on the primary.
    """
    lines = walk.listing.text.splitlines()
    names = [line for line in lines if line.startswith("=")]
    if not lines or lines[-1] != f"@count {len(names)}":
        raise ParseError("the list of containers is not whole", walk.listing.text[-200:])
    if not names:
        raise SessionError(Reason.FAILED, "v$database.open_mode = MOUNTED", _CLOSED)
    if len(names) == 1 and names[0][1:] in MOUNTED_STANDBYS:
        role = names[0][1:].removeprefix(MOUNTED)
        raise Absent(f"v$database: {role}, MOUNTED")


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


def by_container(walk: Walk[Answer], read: Callable[[str, tuple[Row, ...]], R]) -> Listing[R]:
    """Read all rows of each container at once; a container that was not seen, or not understood, is Unseen."""
    return listing(_by_container(walk, lambda name, rows: read(name, tuple(map(spelled, rows)))), walk.unseen)


def _by_container(walk: Walk[Answer], read: Callable[[str, tuple[Row, ...]], R]) -> Iterator[R | Unseen]:
    _counted(walk)
    for name, answer in walk.items.items():
        if isinstance(answer, Unseen):
            yield answer
            continue
        try:
            yield read(name, read_table(answer).rows)
        except ParseError as error:
            yield Unseen(name, Reason.NOT_UNDERSTOOD, str(error))
        except SessionError as error:
            yield Unseen(name, error.reason, error.detail, error.remedy)


def about(rows: Iterable[Row], what: str) -> tuple[Row, ...]:
    """The rows that are about one thing, where a statement asks several."""
    return tuple(row for row in rows if row.text("about") == what)
