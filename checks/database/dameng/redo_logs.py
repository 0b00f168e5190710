"""Are there enough redo files, large enough, with room left? When redo space runs out, every writer waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, worst
from checks.dameng_words import HEALTH, MANUAL, NOT_RUN
from collectors.facts.dameng.instances import REDO, Redo
from config.limits import Layered, compare, limit
from config.text import Text, _

_MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class RedoLimits:
    """Size and number of files, switches in a day, and room left."""

    files_count: int = limit(2, unit="count", source="DM8 administrator's manual: at least two redo files")
    small_bytes: int = limit(
        256 * _MIB, unit="bytes", source="vendor's operations guide: 256 MiB is the default, 2 GiB advised for OLTP"
    )
    switches_count: int = limit(96, unit="count", source="our own: one in a quarter of an hour; the server keeps 128")
    free_warn: float = limit(0.2, unit="ratio", source="our own: checkpoints do not keep up")
    free_critical: float = limit(0.05, unit="ratio", source="our own: writers are about to wait")


def judge(redo: Redo, limits: Layered[RedoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of all of them."""
    said = list(_said(redo, limits.base))
    level = worst(one for one, _words in said)
    yield Finding(
        "",
        level,
        next(words for one, words in said if one is level),
        observed=_(
            "{count:number} file(s) of together {size:bytes}, {switches:number} switches in a day",
            count=len(redo.files),
            size=sum(one.size_bytes for one in redo.files),
            switches=redo.switches_count,
        ),
        quote=" ".join(f"{one.path}={one.size_bytes}" for one in redo.files)[:300],
        measures={"free_bytes": float(redo.free_bytes), "switches_count": float(redo.switches_count)},
    )


def _said(redo: Redo, limits: RedoLimits) -> Iterator[tuple[Level, Text]]:
    free = redo.free_bytes / redo.total_bytes if redo.total_bytes else 0.0
    side = compare(free, limits.free_warn, limits.free_critical)
    yield LEVEL_OF_SIDE[side], _("{free:percent} of the redo space is free", free=free)
    if len(redo.files) < limits.files_count:
        yield Level.WARN, _("there is only {count:number} redo file", count=len(redo.files))
    smallest = min(one.size_bytes for one in redo.files)
    if redo.switches_count >= limits.switches_count:
        yield Level.WARN, _("redo files were switched {count:number} times in a day", count=redo.switches_count)
    elif smallest <= limits.small_bytes and redo.switches_count * 2 >= limits.switches_count:
        yield Level.NOTICE, _("redo files of {size:bytes} are small for this load", size=smallest)


REDO_LOGS: Final = Check(
    id="database.dameng.redo_logs",
    title=_("DM8: redo logs"),
    area=Area.DB_STATUS,
    needs=REDO,
    limits=RedoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$rlogfile, v$rlog, v$log_history"),
    remedy=_(
        "Enlarge the files (alter database resize logfile ... to 2048), all to the same size, or add one, at a "
        "quiet hour. Little "
        "room left with large files: are checkpoints held up by slow disks (v$ckpt_history)?"
    ),
    traps=(
        NOT_RUN,
        _("the list of switches holds 128 and starts again with the server"),
        _("many switches on one day may be one load job: compare with the last visit"),
    ),
    clause="1.4.3.4",
    refs=(MANUAL, HEALTH),
)
