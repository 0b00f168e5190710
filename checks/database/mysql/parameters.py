"""Settings that cost data in a crash, or time every day: one finding a setting."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.mysql.variables import WORKLOAD, Workload
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class ParameterLimits:
    """Bounds of what is told of the redo log and of temporary tables."""

    redo_hours: float = limit(0.5, unit="hours", source="our judgement; Percona: redo for an hour of writes")
    disk_tables_ratio: float = limit(0.25, unit="ratio", source="MySQLTuner: temporary tables on disk above 25 %")
    least_tables_count: float = limit(10_000, unit="count", source="our judgement: before that it says nothing")


class Rule(NamedTuple):
    """A setting, when it is wrong, how bad that is, and what to say."""

    name: str
    is_wrong: Callable[[str], bool]
    level: Level
    words: Text


def _off(said: str) -> bool:
    return said.lower() in {"off", "0", "no"}


RULES: Final = (
    Rule(
        "innodb_flush_log_at_trx_commit",
        lambda said: said not in {"1", "3"},
        Level.WARN,
        _("the last second of committed transactions can be lost in a crash"),
    ),
    Rule(
        "sync_binlog",
        lambda said: said != "1",
        Level.NOTICE,
        _("binary logs are not written through at every commit: a crash can leave replicas ahead or apart"),
    ),
    Rule(
        "innodb_doublewrite",
        lambda said: _off(said) or said.lower() == "detect_only",
        Level.WARN,
        _("a page that is half written in a crash cannot be mended"),
    ),
    Rule("innodb_checksum_algorithm", lambda said: said.lower() == "none", Level.WARN, _("damage of pages is not noticed")),
    Rule("innodb_file_per_table", _off, Level.NOTICE, _("tables share one file that never shrinks")),
    Rule(
        "sql_mode",
        lambda said: "STRICT_" not in said.upper(),
        Level.NOTICE,
        _("values that do not fit are cut off silently: no strict mode"),
    ),
    Rule(
        "binlog_format",
        lambda said: said.upper() == "STATEMENT",
        Level.NOTICE,
        _("replicas run the statements again, which can have another result there"),
    ),
    Rule(
        "general_log",
        lambda said: not _off(said),
        Level.NOTICE,
        _("every statement is logged: it slows and fills the disk"),
    ),
    Rule(
        "innodb_stats_on_metadata",
        lambda said: not _off(said),
        Level.NOTICE,
        _("every look at the dictionary renews the statistics of tables"),
    ),
    Rule("slow_query_log", _off, Level.NOTICE, _("slow statements are not logged: nobody can tell later what was slow")),
)
"""After the MySQL Reference Manual and the MariaDB documentation of each variable; levels are our judgement."""


def judge(work: Workload, limits: Layered[ParameterLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a setting that is wrong, one of all others; the redo log and temporary tables by what was counted."""
    settings = work.settings
    known = [rule for rule in RULES if rule.name in settings.values]
    wrong = [rule for rule in known if rule.is_wrong(settings.text(rule.name)) and not _is_idle(rule, work)]
    for rule in wrong:
        quote = f"{rule.name} = {settings.text(rule.name)}"
        yield Finding(rule.name, rule.level, _("{setting}: {words}", setting=quote, words=rule.words), quote=quote)
    yield from _redo(work, limits.base)
    yield from _temporary(work, limits.base)
    if not known:  # a relative that names its settings otherwise: nothing was compared
        yield unknown("", Unseen("", Reason.NO_RECORD, settings.words))
        return
    yield Finding("", Level.OK, _("{count:number} settings are as they should be", count=len(known) - len(wrong)))


def _is_idle(rule: Rule, work: Workload) -> bool:
    """Settings of binary logs mean nothing where none are written."""
    return rule.name in {"sync_binlog", "binlog_format"} and work.settings.is_on("log_bin") is False


def _redo(work: Workload, limits: ParameterLimits) -> Iterator[Finding]:
    written = work.counters.number("innodb_os_log_written")
    capacity = work.settings.number("innodb_redo_log_capacity")
    if capacity is None:
        one, files = work.settings.number("innodb_log_file_size"), work.settings.number("innodb_log_files_in_group") or 1.0
        capacity = one * files if one else None
    if written is None or not capacity or work.uptime_seconds < 86400:  # noqa: PLR2004 - a day, to be typical
        return
    hours = capacity / max(written / (work.uptime_seconds / 3600), 1.0)
    yield Finding(
        "redo log",
        Level.NOTICE if hours < limits.redo_hours else Level.OK,
        _("the redo log of {size:bytes} holds {hours:duration} of writes", size=capacity, hours=min(hours, 8760.0) * 3600),
        quote=f"Innodb_os_log_written {written:.0f}; capacity {capacity:.0f}",
        measures={"written_bytes": written, "uptime_seconds": work.uptime_seconds},
    )


def _temporary(work: Workload, limits: ParameterLimits) -> Iterator[Finding]:
    every, on_disk = work.counters.number("created_tmp_tables"), work.counters.number("created_tmp_disk_tables")
    if every is None or on_disk is None or every < limits.least_tables_count:
        return
    ratio = on_disk / every
    yield Finding(
        "temporary tables",
        Level.NOTICE if ratio >= limits.disk_tables_ratio else Level.OK,
        _("{ratio:percent} of temporary tables went to disk", ratio=ratio),
        quote=f"Created_tmp_disk_tables {on_disk:.0f}; Created_tmp_tables {every:.0f}",
        measures={"disk_tables_count": on_disk, "tables_count": every},
    )


PARAMETERS: Final = Check(
    id="database.mysql.parameters",
    title=_("MySQL: settings"),
    area=Area.DB_TUNING,
    needs=WORKLOAD,
    limits=ParameterLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("SHOW GLOBAL VARIABLES and STATUS: durability, binary logs, strictness, logs, redo log, temporary tables"),
    remedy=_(
        "Durability costs a write to disk for each commit: agree with the customer which data may be lost before it is "
        "changed; a replica used only for reports may be set softer. Set it while it runs and in the configuration file, "
        "or the next start undoes it. "
        "Effect: what each result says; effort: one statement and one line of the file each, few of them a restart."
    ),
    traps=(
        _("a setting that this version does not know is not judged"),
        _("what is set while it runs need not be in the file: the running value is shown"),
        _("settings of binary logs are not judged where none are written"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: InnoDB Startup Options and System Variables", "MariaDB: Server System Variables"),
)
