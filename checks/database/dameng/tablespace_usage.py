"""How full are the tablespaces, counted to what their files may grow to? A full one stops every insert into it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.dameng_words import HEALTH, MANUAL, NOT_RUN
from collectors.facts.dameng.space import TABLESPACES, Tablespace
from config.limits import Layered, compare, limit
from config.text import Text, _

_CORRUPT: Final = 3
_SERVERS_OWN: Final = frozenset({"ROLL", "TEMP"})


@dataclass(frozen=True, slots=True)
class UsageLimits:
    """Used beside what the files may grow to."""

    warn: float = limit(0.85, unit="ratio", source="common practice for tablespaces")
    critical: float = limit(0.95, unit="ratio", source="common practice for tablespaces")


def judge(tablespaces: Sequence[Tablespace], limits: Layered[UsageLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a tablespace; of undo and temporary space only the state."""
    for one in tablespaces:
        level, summary = _verdict(one, limits.at(one.name))
        yield Finding(
            one.name,
            level,
            summary,
            observed=_observed(one),
            expected=_("below {warn:percent} of what the files may grow to", warn=limits.at(one.name).warn),
            quote=f"{one.name} status={one.status} files={len(one.files)} bytes={one.size_bytes} "
            f"used={one.used_bytes} max={one.limit_bytes}",
            measures={
                "used_bytes": float(one.used_bytes),
                "allocated_bytes": float(one.size_bytes),
                "limit_bytes": float(one.limit_bytes),
            },
        )


def _verdict(one: Tablespace, limits: UsageLimits) -> tuple[Level, Text]:
    if one.status == _CORRUPT:
        return Level.CRITICAL, _("the tablespace is corrupt")
    if one.status:
        return Level.WARN, _("the tablespace is offline")
    if one.is_temporary or one.name in _SERVERS_OWN:
        return Level.OK, _("online; the server uses its space again by itself")
    if not one.limit_bytes:
        return Level.NOTICE, _("the tablespace has no file of its own")
    used = one.used_bytes / one.limit_bytes
    left = one.limit_bytes - one.used_bytes
    return LEVEL_OF_SIDE[compare(used, limits.warn, limits.critical)], _(
        "{used:percent} used of {limit:bytes} that the files may grow to; {left:bytes} left",
        used=used,
        limit=one.limit_bytes,
        left=left,
    )


def _observed(one: Tablespace) -> Text:
    growing = sum(file.is_growing for file in one.files)
    if not growing:
        return _(
            "{count:number} file(s) of {size:bytes}; no file of it grows by itself",
            count=len(one.files),
            size=one.size_bytes,
        )
    return _(
        "{count:number} file(s) of {size:bytes}, {growing:number} of them growing; the room of the filesystem "
        "below is not known",
        count=len(one.files),
        size=one.size_bytes,
        growing=growing,
    )


TABLESPACE_USAGE: Final = Check(
    id="database.dameng.tablespace_usage",
    title=_("DM8: use of tablespaces, with autoextension"),
    area=Area.DB_SPACE,
    needs=TABLESPACES,
    limits=UsageLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$tablespace, v$datafile"),
    remedy=_(
        "See what fills it and whether it may be cleaned up. Then add a file or raise its limit (alter "
        "tablespace ... add "
        "datafile / resize datafile / datafile ... autoextend on maxsize) as far as the filesystem has room: "
        "look there first."
    ),
    traps=(
        NOT_RUN,
        _("a tablespace that is full has no row in dba_free_space; its files are read instead"),
        _("sizes of v$datafile are counted in pages, its limit in MiB; no limit is 2147483647 pages"),
        _("a file that may grow promises room that its filesystem must have: that is seen on the host"),
        _("undo (ROLL) and temporary space (TEMP) are used again by the server, and not judged by how full they are"),
    ),
    clause="1.4.3.4",
    refs=(MANUAL, HEALTH),
)
