"""What is said of a database's server logs on its host, whichever product wrote them: one finding a log, one a class."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from checks.base import Finding, Level, Scene
from checks.local_time import minute
from collectors.facts.server_logs import LogSight, ServerLog, ServerLogs
from config.limits import Layered, limit
from config.text import Text, _

Kinds = Mapping[str, tuple[Level, Text]]
"""By class of trouble, how bad one such line is and what it means."""


@dataclass(frozen=True, slots=True)
class LogLimits:
    """When what may happen has happened too often, over what was read of the log."""

    warn_deadlocks_count: int = limit(10, unit="count", source="catalogue of our own: a burst, not one")
    warn_logins_a_day: int = limit(100, unit="count", source="our own: somebody tries passwords, or a job has an old one")


def judge_logs(logs: ServerLogs, kinds: Kinds, limits: Layered[LogLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of each log, one of each class of trouble in it that is not older than the window."""
    for log in logs.logs.records:
        oldest = logs.now_at - timedelta(days=logs.window_days)
        fresh = [one for one in log.sights if one.last_at is None or one.last_at >= oldest]
        yield _of_log(log, len(fresh), scene)
        for one in fresh:
            yield _of_sight(log, one, kinds, limits.at(log.name), scene)


def _of_log(log: ServerLog, count: int, scene: Scene) -> Finding:
    words = _(
        "read from {since} on: {count:number} kind(s) of trouble, {errors:number} error(s) of statements and logins in all",
        since=minute(log.since_at, scene),
        count=count,
        errors=log.errors_count,
    )
    if log.unread_from_at:
        gap = _(
            "between {since} and {until} lines may be missing: the log was overwritten, removed or too long",
            since=minute(log.unread_from_at, scene),
            until=minute(log.unread_to_at, scene),
        )
        return Finding(log.name, Level.UNKNOWN, gap, observed=words, quote=log.path, remedy=_KEEP, reason="no_record")
    if not log.lines_count:
        return Finding(log.name, Level.UNKNOWN, _("the log has no line that can be read"), quote=log.path, reason="empty")
    return Finding(log.name, Level.OK, words, quote=log.path, measures={"errors_count": float(log.errors_count)})


_KEEP: Final = _(
    "let the server keep its logs until the next inspection (log_filename with the date instead of the day of the week, "
    "log_rotation_age, logrotate), or inspect more often"
)


def _of_sight(log: ServerLog, one: LogSight, kinds: Kinds, of: LogLimits, scene: Scene) -> Finding:
    level, words = kinds.get(one.kind, (Level.WARN, Text("{verbatim}", {"verbatim": one.kind})))
    days = max(1.0, (log.last_at - log.since_at).total_seconds() / 86400) if log.last_at and log.since_at else 1.0
    is_burst = one.kind == "deadlock" and one.count >= of.warn_deadlocks_count
    if is_burst or (one.kind == "login" and one.count / days >= of.warn_logins_a_day):
        level = Level.WARN
    return Finding(
        f"{log.name}:{one.kind}",
        level,
        words,
        observed=_(
            "{count:number} time(s), the first {first}, the last {last}",
            count=one.count,
            first=minute(one.first_at, scene),
            last=minute(one.last_at, scene),
        ),
        quote=one.quote,
        measures={"seen_count": float(one.count)},
    )
