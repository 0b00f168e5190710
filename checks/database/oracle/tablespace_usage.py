"""How full are the tablespaces, counted to what their files may grow to? A full one stops every insert into it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing, Reason
from collectors.facts.oracle.spaces import TABLESPACES, Tablespace
from config.limits import Layered, Side, compare, limit
from config.text import Text, _

_GIB: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class UsageLimits:
    """Used beside what the files may grow to, and what must be left in a large tablespace for that to be no matter."""

    warn: float = limit(0.85, unit="ratio", source="common Oracle practice (OEM's default for tablespaces is 85 %)")
    critical: float = limit(0.95, unit="ratio", source="common Oracle practice; OEM's default is 97 %")
    large_bytes: int = limit(1024 * _GIB, unit="bytes", source="our own: from here on a share says too little")
    large_warn_bytes: int = limit(100 * _GIB, unit="bytes", source="our own: what a large one must have left")
    large_critical_bytes: int = limit(30 * _GIB, unit="bytes", source="our own: what a large one must have left")


def judge(tablespaces: Listing[Tablespace], limits: Layered[UsageLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a tablespace; undo is judged by a check of its own."""
    for one in tablespaces.records:
        if one.definition.contents != "UNDO":
            yield _finding(one, limits.at(one.subject))


def _finding(one: Tablespace, limits: UsageLimits) -> Finding:
    level, summary = _verdict(one, limits)
    return Finding(
        one.subject,
        level,
        summary,
        observed=_observed(one),
        expected=_("below {warn:percent} of what the files may grow to", warn=limits.warn),
        quote=f"{one.definition.name} {one.definition.status} files={len(one.files)} bytes={one.size_bytes} "
        f"used={one.used_bytes} max={one.limit_bytes}",
        measures={
            "used_bytes": float(one.used_bytes),
            "allocated_bytes": float(one.size_bytes),
            "limit_bytes": float(one.limit_bytes),
            "usable_bytes": float(one.usable_bytes),
        },
        reason=Reason.NO_RECORD.value if level is Level.UNKNOWN else "",
    )


def _verdict(one: Tablespace, limits: UsageLimits) -> tuple[Level, Text]:
    if one.definition.status == "OFFLINE":
        return Level.NOTICE, _("the tablespace is offline and was not judged")
    silent = tuple(file.path for file in one.files if file.size_bytes is None)
    if silent:
        return Level.UNKNOWN, _("these files are offline and tell no size: {files}", files=silent)
    if one.definition.status == "READ ONLY":
        return Level.OK, _("read-only: nothing is written to it")
    used, left = _share(one), one.usable_bytes - one.used_bytes
    next_bytes = one.definition.next_bytes
    if next_bytes is not None and left < next_bytes:
        return Level.CRITICAL, _("not one more extent of {size:bytes} fits", size=next_bytes)
    level = LEVEL_OF_SIDE[_side(one, used, left, limits)]
    return level, _(
        "{used:percent} used of {limit:bytes} that the files may grow to; {left:bytes} left",
        used=used,
        limit=one.usable_bytes,
        left=left,
    )


def _share(one: Tablespace) -> float:
    return one.used_bytes / one.usable_bytes if one.usable_bytes else 1.0


def _side(one: Tablespace, used: float, left: int, limits: UsageLimits) -> Side:
    by_share = compare(used, limits.warn, limits.critical)
    if one.usable_bytes < limits.large_bytes:
        return by_share
    by_rest = compare(left, limits.large_warn_bytes, limits.large_critical_bytes)
    return min(by_share, by_rest, key=(Side.WITHIN, Side.WARN, Side.CRITICAL).index)


def _observed(one: Tablespace) -> Text:
    storage = _("the room of the filesystem below is not known")
    if one.storage_bytes is not None:
        storage = _("room in its disk groups: {room:bytes}", room=one.storage_bytes)
    if one.limit_bytes == one.size_bytes:
        storage = _("no file of it grows by itself")
    recycled = _("recycle bin not seen")
    if one.recycled_bytes is not None:
        recycled = _("recycle bin {size:bytes}, counted as free", size=one.recycled_bytes)
    return _(
        "{count:number} file(s) of {size:bytes}, {used:bytes} used; {storage}; {recycled}",
        count=len(one.files),
        size=one.size_bytes,
        used=one.used_bytes,
        storage=storage,
        recycled=recycled,
    )


TABLESPACE_USAGE: Final = Check(
    id="database.oracle.tablespace_usage",
    title=_("Oracle: use of tablespaces, with autoextension"),
    area=Area.DB_SPACE,
    needs=TABLESPACES,
    limits=UsageLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("dba_tablespaces, dba_data_files, dba_free_space, dba_recyclebin, v$asm_diskgroup_stat"),
    remedy=_(
        "First see what fills it (the largest segments of this report) and whether it may be cleaned up; purge the recycle "
        "bin with the owner's consent. Then add a file or raise maxsize (alter tablespace ... add datafile / "
        "alter database "
        "datafile ... autoextend on maxsize) as far as the filesystem or disk group has room: look there first."
    ),
    traps=(
        NOT_RUN,
        _("a tablespace that is full to the last block has no row in dba_free_space, and is found all the same"),
        _("a file larger than its maxbytes after a resize counts with its size; maxbytes 0 is no autoextension"),
        _(
            "autoextension promises room that the storage must have: of ASM it is counted, of a filesystem it is judged "
            "once for all that share it, where the target names its host (room for the database on its host)"
        ),
        _("dba_tablespace_usage_metrics changed its meaning twice (12.1, 18c, 19c), and is not used"),
        _("what lies in the recycle bin counts as free, and is shown beside it"),
        _("the same name in several pluggable databases is several tablespaces"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_DATA_FILES, DBA_FREE_SPACE, V$ASM_DISKGROUP_STAT",),
)
