"""Tablespaces put together.

Definition, files, free chunks, recycle bin, largest segment, and the room below their files.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol, TypeVar

from collectors.base import Absent, Derived, Listing, Reason, Unseen, listing
from collectors.facts.oracle.spaces import (
    DATA_FILES,
    DEFINITIONS,
    DISK_GROUPS,
    FREE,
    RECYCLED,
    SEGMENTS,
    TABLESPACES,
    DataFile,
    Definition,
    DiskGroup,
    Free,
    Recycled,
    Segment,
    Tablespace,
)
from collectors.oracle.containers import needed
from config.text import _


class _Placed(Protocol):
    @property
    def database(self) -> str: ...
    @property
    def tablespace(self) -> str: ...


P = TypeVar("P", bound=_Placed)
_WHOLE = _("the files of a tablespace are needed to judge it; inspect again")


def derive(
    definitions: Listing[Definition] | Exception,
    files: Listing[DataFile] | Exception,
    free: Listing[Free] | Exception,
    recycled: Listing[Recycled] | Exception,
    segments: Listing[Segment] | Exception,
    groups: tuple[DiskGroup, ...] | Exception,
) -> Listing[Tablespace]:
    """Join by database and name. What has no free chunk is full, but only where that database's free chunks were seen."""
    defined, filed, freed = needed(definitions), needed(files), needed(free)
    missed = {one.subject: one for part in (defined, filed, freed) for one in part.unseen}
    by_file, by_free = _by(filed.records), _by(freed.records)
    bins, sizes = _seen(recycled), _seen(segments)
    room = _room(groups)

    def found() -> Iterator[Tablespace | Unseen]:
        for one in defined.records:
            key = one.database, one.name
            if one.database in missed or one.contents == "TEMPORARY":
                continue
            its = tuple(by_file.get(key, ()))
            if not its:
                yield Unseen(f"{one.database}.{one.name}", Reason.EMPTY, "dba_data_files", _WHOLE)
                continue
            chunks, dropped, large = by_free.get(key, []), bins(*key), sizes(*key)
            yield Tablespace(
                definition=one,
                files=its,
                free=chunks[0] if chunks else None,
                recycled_bytes=None if dropped is None else sum(r.blocks for r in dropped) * one.block_bytes,
                largest_segment_bytes=None if large is None else max((s.size_bytes for s in large), default=0),
                storage_bytes=_storage(its, room),
            )

    return listing(found(), tuple(missed.values()))


def _by(records: Iterable[P]) -> dict[tuple[str, str], list[P]]:
    found: dict[tuple[str, str], list[P]] = defaultdict(list)
    for one in records:
        found[one.database, one.tablespace].append(one)
    return found


def _seen(found: Listing[P] | Exception) -> Callable[[str, str], list[P] | None]:
    """What a database's tablespace has of them; None where that was not seen, of this database or of any."""
    if isinstance(found, Exception):
        return lambda _database, _name: None
    by, missed = _by(found.records), {one.subject for one in found.unseen}
    return lambda database, name: None if missed & {"", database} else by.get((database, name), [])


def _room(groups: tuple[DiskGroup, ...] | Exception) -> dict[str, int] | None:
    """Usable bytes by group; None where nobody knows."""
    if isinstance(groups, Absent):
        return {}
    if isinstance(groups, Exception):
        return None
    return {one.name.upper(): max(0, one.usable_bytes) for one in groups}


def _storage(files: tuple[DataFile, ...], room: dict[str, int] | None) -> int | None:
    """The room of the groups below the files, each counted once; None where one of them is not known."""
    below = {one.group for one in files if one.growable_bytes}
    if room is None or not below <= room.keys():
        return None
    return sum(room[one] for one in below)


TABLESPACES_ORACLE: Final = Derived(
    id="oracle.tablespaces",
    provides=TABLESPACES,
    of=(DEFINITIONS, DATA_FILES, FREE, RECYCLED, SEGMENTS, DISK_GROUPS),
    derive=derive,
)
