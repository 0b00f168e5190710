"""Is the free space of the tablespaces in pieces that serve nobody? Then there is room, and still none.

FSFI is shown because forms ask for it; it is not judged: N equal free chunks score 100 * N ** -0.75, so five empty files
score 29.9 though nothing is wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing, Reason
from collectors.facts.oracle.spaces import TABLESPACES, Free, Tablespace
from config.limits import Layered, limit
from config.text import Text, _

_MIB: Final = 1 << 20
_NEXT: Final = ((1024 * _MIB, 2, 64), (64 * _MIB, 1, 8), (_MIB, 0, 1))
"""Of a segment from that size on, the next extent of autoallocate in MiB: 64 KiB, 1, 8, 64 MiB (Concepts, 12: extents)."""


@dataclass(frozen=True, slots=True)
class FragmentationLimits:
    """Free space in chunks too small for the next extent of the tablespace's largest segment."""

    notice: float = limit(0.5, unit="ratio", source="our own: half of the free space serves its largest segment no more")
    least_bytes: int = limit(
        1 << 30, unit="bytes", source="our own: less free space than this in pieces is not worth a word"
    )


def judge(tablespaces: Listing[Tablespace], limits: Layered[FragmentationLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a tablespace; of undo there is none, whose extents come and go."""
    for one in tablespaces.records:
        if one.definition.contents != "UNDO":
            level, summary = _verdict(one, limits.at(one.subject))
            yield Finding(
                one.subject,
                level,
                summary,
                observed=_observed(one.free),
                measures=_measures(one.free),
                reason=Reason.NO_RECORD.value if level is Level.UNKNOWN else "",
            )


def _verdict(one: Tablespace, limits: FragmentationLimits) -> tuple[Level, Text]:
    if not one.definition.is_local:
        return Level.WARN, _("dictionary-managed: its free space fragments for good")
    if one.definition.status == "OFFLINE":
        return Level.NOTICE, _("the tablespace is offline and was not judged")
    if any(file.size_bytes is None for file in one.files):
        return Level.UNKNOWN, _("a file of it is offline: its free space is not known")
    return _of_chunks(one, limits)


def _of_chunks(one: Tablespace, limits: FragmentationLimits) -> tuple[Level, Text]:
    if one.free is None:
        return Level.OK, _("it has no free space that could be in pieces")
    if one.definition.next_bytes is not None:
        return Level.OK, _("uniform extents: every free piece can be used")
    unusable, next_mib = _unusable(one.largest_segment_bytes, one.free)
    share = unusable / one.free.free_bytes if one.free.free_bytes else 0.0
    is_much = share >= limits.notice and unusable >= limits.least_bytes
    if is_much and one.largest_segment_bytes is None:
        return Level.UNKNOWN, _("how large its segments are was not seen, nor whether its small free pieces serve them")
    if is_much:
        return Level.NOTICE, _(
            "{share:percent} of the free space ({size:bytes}) lies in chunks below the next extent of {next:number} MiB",
            share=share,
            size=unusable,
            next=next_mib,
        )
    return Level.OK, _("{share:percent} of the free space lies in chunks that are too small", share=share)


def _unusable(largest_bytes: int | None, free: Free) -> tuple[int, int]:
    """Bytes in chunks below the next extent of the largest segment, and that extent in MiB; of none known, the worst."""
    for size, place, mib in _NEXT:
        if largest_bytes is None or largest_bytes >= size:
            return free.below[place], mib
    return 0, 0


def _observed(free: Free | None) -> Text | None:
    if free is None:
        return None
    return _(
        "{free:bytes} free in {count:number} chunk(s), the largest {largest:bytes}; FSFI {fsfi:number} (shown, not judged)",
        free=free.free_bytes,
        count=free.chunks_count,
        largest=free.largest_bytes,
        fsfi=round(free.fsfi, 1),
    )


def _measures(free: Free | None) -> dict[str, float]:
    return {} if free is None else {"fsfi": round(free.fsfi, 1), "free_chunks_count": float(free.chunks_count)}


TABLESPACE_FRAGMENTATION: Final = Check(
    id="database.oracle.tablespace_fragmentation",
    title=_("Oracle: fragmentation of tablespaces"),
    area=Area.DB_SPACE,
    needs=TABLESPACES,
    limits=FragmentationLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("dba_free_space, dba_tablespaces, the largest segments of dba_segments"),
    remedy=_(
        "Locally managed tablespaces use small chunks again for small segments: do nothing where there is room. Else move "
        "the segments at the files' ends (alter table ... move online from 12.2 on, alter index ... rebuild online), "
        "coalesce, and shrink the files in a window. Dictionary-managed tablespaces: move the segments to a "
        "locally managed "
        "one."
    ),
    traps=(
        NOT_RUN,
        _("FSFI below 30 is no fault: five empty files of one size score 29.9"),
        _("a free chunk never reaches across files, so several files mean several chunks"),
        _("uniform extents make no piece that cannot be used"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_FREE_SPACE", "Oracle Database Concepts: extents of locally managed tablespaces"),
)
