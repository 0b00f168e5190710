"""What do the alert logs of this host's Oracle instances tell? Corrupt blocks stand there weeks before they hurt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.local_time import minute
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.alert_logs import ALERT_LOGS, AlertLog, AlertLogs, AlertSight
from config.limits import Layered, limit
from config.text import Text, _

_KINDS: Final[dict[str, tuple[Level, Text]]] = {
    "oracle-damaged": (Level.CRITICAL, _("internal error or damaged block {code}")),
    "oracle-archiver-stuck": (Level.CRITICAL, _("the archiver could not go on: {code}")),
    "oracle-memory": (Level.CRITICAL, _("memory was short: {code}")),
    "oracle-process": (Level.WARN, _("a process or a connection ended: {code}")),
    "oracle-no-room": (Level.CRITICAL, _("a tablespace could not grow: {code}")),
    "oracle-deadlock": (Level.WARN, _("deadlock {code}")),
    "oracle-undo": (Level.WARN, _("a query ran longer than undo is kept: {code}")),
    "oracle-redo-slow": (Level.WARN, _("sessions waited for the redo log (checkpoint not complete)")),
    "oracle-stopped": (Level.NOTICE, _("the instance was stopped")),
    "oracle-listener": (Level.NOTICE, _("a connection failed: {code}")),
    "oracle-undo-scan": (Level.WARN, _("the scan of undo segments reports errors")),
}


@dataclass(frozen=True, slots=True)
class AlertLimits:
    """What is expected and no matter."""

    ignored: tuple[str, ...] = limit((), unit="codes", source="the operator: codes that are known here, with the reason")


def judge(logs: AlertLogs, limits: Layered[AlertLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of each log, one of each kind of trouble in it that is not older than the window."""
    for log in logs.logs.records:
        fresh = [one for one in log.sights if _is_fresh(one, logs) and one.entity not in limits.at(log.instance).ignored]
        yield _of_log(log, fresh, scene)
        for one in fresh:
            yield _of_sight(log, one, scene)


def _is_fresh(one: AlertSight, logs: AlertLogs) -> bool:
    """Without a stamp nobody can say that it is old."""
    return one.last_at is None or one.last_at >= logs.now_at - timedelta(days=logs.window_days)


def _of_log(log: AlertLog, fresh: list[AlertSight], scene: Scene) -> Finding:
    level, summary = (
        Level.OK,
        _("read from {since} on: {count:number} kind(s) of trouble", since=minute(log.since_at, scene), count=len(fresh)),
    )
    if log.uncounted:
        level, summary = (
            Level.UNKNOWN,
            _("{count:number} line(s) of trouble beyond the kinds that are kept", count=log.uncounted),
        )
    elif not log.lines_count:
        level, summary = Level.UNKNOWN, _("the alert log is empty")
    return Finding(log.instance, level, summary, quote=log.path, reason="empty" if level is Level.UNKNOWN else "")


def _of_sight(log: AlertLog, one: AlertSight, scene: Scene) -> Finding:
    level, words = _KINDS.get(one.signature, (Level.WARN, _("an error: {code}")))
    code = one.entity or one.signature
    return Finding(
        f"{log.instance}:{code}",
        level,
        Text(words.template, {"code": code}) if "{code}" in words.template else words,
        observed=_(
            "{count:number} time(s), the first {first}, the last {last}",
            count=one.count,
            first=minute(one.first_at, scene),
            last=minute(one.last_at, scene),
        ),
        quote=one.quote,
        measures={"seen_count": float(one.count)},
    )


ALERT_LOG: Final = Check(
    id="database.oracle.alert_log",
    title=_("Oracle: alert log"),
    area=Area.DB_LOGS,
    needs=ALERT_LOGS,
    limits=AlertLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("diag/rdbms/*/*/trace/alert_*.log on the host: the last 4 MiB of each, the codes of Oracle's error messages"),
    remedy=_(
        "Read the log around the first and the last time, with the trace file and the incident that it names (adrci). "
        "Corrupt blocks: RMAN validate and the disks below. ORA-00600 and ORA-07445: the vendor's support, with "
        "the incident "
        "packed. No room: the tablespace check of this report. What is known and harmless here stands in ignored."
    ),
    traps=(
        NOT_RUN,
        _("a stack of errors is several lines: each code is one subject, counted by lines"),
        _("a cancelled query (ORA-01013) and connections that a firewall cut (TNS-12537) are left out"),
        _("a log that was moved away has a shorter story: since when it was read stands beside it"),
        _("what runs and has no log where they usually lie is not seen, and not fine"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Error Messages", "Oracle Database Utilities: ADRCI"),
)
