"""The folder of write-ahead log, beside what the settings let it grow to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.facts.postgres.space import WAL_SPACE, WalSpace
from config.limits import Layered, compare, limit
from config.text import _

_ROOM: Final = 3.0
"""Ours, as the critical limit: how many times what is allowed a forecast takes for full."""


@dataclass(frozen=True, slots=True)
class WalLimits:
    """How many times what is allowed."""

    warn: float = limit(1.5, unit="ratio", source="our judgement, of max_wal_size, wal_keep_size and what slots hold")
    critical: float = limit(3.0, unit="ratio", source="as above")


def judge(found: WalSpace, limits: Layered[WalLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the server. What slots hold is not allowed for: it is judged with the slots, and it is what grows."""
    base = limits.base
    allowed = max(1, found.max_wal_bytes + found.keep_bytes)
    ratio = found.size_bytes / allowed
    yield Finding(
        "",
        LEVEL_OF_SIDE[compare(ratio, base.warn, base.critical)],
        _(
            "{size:bytes} of write-ahead log, {ratio:percent} of what the settings aim at",
            size=found.size_bytes,
            ratio=ratio,
        ),
        observed=_(
            "{count:number} files; max_wal_size {most:bytes}, kept for standbys {keep:bytes}, held by slots {slots:bytes}",
            count=found.count,
            most=found.max_wal_bytes,
            keep=found.keep_bytes,
            slots=found.kept_by_slots_bytes,
        ),
        expected=_("below {warn:percent}", warn=base.warn),
        measures={"wal_bytes": found.size_bytes, "wal_ratio": ratio, "wal_room_bytes": _ROOM * allowed},
    )


WAL_SPACE_CHECK: Final = Check(
    id="database.postgres.wal_space",
    title=_("PostgreSQL: space of write-ahead log"),
    area=Area.DB_SPACE,
    needs=WAL_SPACE,
    limits=WalLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_ls_waldir(), max_wal_size, wal_keep_size, what replication slots hold"),
    remedy=_(
        "Find what keeps it: an archive command that fails, a replication slot that nobody reads, checkpoints that are too "
        "rare. Mend that; the files then go by themselves. Never delete files in pg_wal by hand: the database would not "
        "start again."
    ),
    traps=(
        _("a number of files says nothing: 64 files are right for 1 GB of max_wal_size"),
        _("max_wal_size is an aim and not a limit: a load of minutes may be above it"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 30.5 WAL Configuration",),
)
