"""Does the instance's own log hold errors? It says first what breaks: disks, archives, memory, other nodes."""

from collections.abc import Iterator, Sequence
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.dameng_words import HEALTH, MANUAL, NOT_RUN
from collectors.facts.dameng.instances import LOG_LEVELS, LogLevel
from config.limits import Layered
from config.text import _


def judge(levels: Sequence[LogLevel], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the log; what its lines say is read on the host."""
    by_level = {one.level: one for one in levels}
    fatal, errors = (by_level[name].recent_count if name in by_level else 0 for name in ("FATAL", "ERROR"))
    oldest = max(one.oldest_seconds for one in levels)
    level = Level.CRITICAL if fatal else Level.WARN if errors else Level.OK
    yield Finding(
        "",
        level,
        _("{fatal:number} FATAL and {errors:number} ERROR line(s) in the last seven days", fatal=fatal, errors=errors),
        observed=_(
            "{count:number} lines, the oldest {age:duration} ago",
            count=sum(one.lines_count for one in levels),
            age=max(0, oldest),
        ),
        expected=_("none"),
        quote=" ".join(f"{one.level}={one.recent_count}/{one.lines_count}" for one in levels),
        measures={"fatal_lines_count": float(fatal), "error_lines_count": float(errors)},
    )


SERVER_LOG: Final = Check(
    id="database.dameng.server_log",
    title=_("DM8: log of the instance"),
    area=Area.DB_LOGS,
    needs=LOG_LEVELS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$instance_log_history: counts by level"),
    remedy=_(
        "Read the lines in dm_<instance>_<month>.log on the host, or select them from v$instance_log_history, "
        "by time and thread. "
        "Errors of disks and archives first; what is not understood goes to the vendor's support with the log."
    ),
    traps=(
        NOT_RUN,
        _("the view holds the last ten thousand lines since the start: a busy server keeps less than a week"),
        _("the lines themselves are not fetched: they may hold statements"),
    ),
    clause="1.4.3.4",
    refs=(MANUAL, HEALTH),
)
