"""The containers of an Oracle database: every open PDB and the root, or the one database that is none.

PDB$SEED is a template that nobody writes to. A PDB that is not open is judged by the list of PDBs and not asked.
"""

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
SINCE_23: Final = 2_300_000_000
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
    return listing(_each(walk, read), walk.unseen)


def _each(walk: Walk[Answer], read: Callable[[str, Row], R]) -> Iterator[R | Unseen]:
    _counted(walk)
    for name, answer in walk.items.items():
        if isinstance(answer, Unseen):
            yield answer
            continue
        try:
            yield from [read(name, row) for row in table(answer)]
        except ParseError as error:
            yield Unseen(name, Reason.NOT_UNDERSTOOD, str(error))
        except SessionError as error:
            yield Unseen(name, error.reason, error.detail, error.remedy)


def _counted(walk: Walk[Answer]) -> None:
    """Raise where the list of containers is not whole, or names none."""
    lines = walk.listing.text.splitlines()
    names = [line for line in lines if line.startswith("=")]
    if not lines or lines[-1] != f"@count {len(names)}":
        raise ParseError("the list of containers is not whole", walk.listing.text[-200:])
    if not names:
        raise SessionError(Reason.EMPTY, "v$containers")


def asked(walk: Walk[Answer]) -> tuple[str, ...]:
    """The containers that answered whole, with rows or without."""
    return tuple(name for name, answer in walk.items.items() if not isinstance(answer, Unseen) and _is_whole(answer))


def _is_whole(answer: Answer) -> bool:
    try:
        table(answer)
    except ParseError:
        return False
    return True


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
