"""The instance, its licence, its redo logs, its parameters and its log.

Sample (rows of v$instance beside v$database)::

    [["DMSERVER", "db01", "DM Database Server x64 V8", "OPEN", "NORMAL", "864000", "DAMENG", "2024-03-01 10:00:00"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Derived, FactKind, Reason, SessionError, sql
from collectors.dameng.rows import DAMENG, RIGHTS, needed, rows_of
from collectors.facts.dameng.instances import (
    INSTANCE,
    LICENCE,
    LOG_LEVELS,
    REDO,
    SETTINGS,
    Instance,
    Licence,
    LogLevel,
    Parameter,
    Redo,
    RedoFile,
    Settings,
)
from collectors.facts.identity import IDENTITY, Identity
from collectors.tables import Row, table
from config.text import _

WATCHED: Final = (
    "ARCH_INI",
    "BUFFER",
    "ENABLE_AUDIT",
    "ENABLE_MONITOR",
    "MAX_SESSIONS",
    "MEMORY_POOL",
    "MEMORY_TARGET",
    "PWD_MIN_LEN",
    "PWD_POLICY",
    "RECYCLE",
    "SVR_LOG",
    "WORKER_THREADS",
)
"""Parameters that a check reads (dm.ini, DM8 系统管理员手册); all but a few hold everywhere."""
_NAMES: Final = ", ".join(f"'{name}'" for name in WATCHED)
_ASK: Final = sql(
    "select i.instance_name, i.host_name, i.svr_version, i.status$ as status, i.mode$ as mode_name, "
    "datediff(ss, i.start_time, sysdate) as uptime_seconds, d.name as database_name, "
    "to_char(d.create_time, 'YYYY-MM-DD HH24:MI:SS') as created from v$instance i, v$database d",
    rights=RIGHTS,
)
MACHINE: Final = FactKind[tuple[int, int]]("dameng.machine")
PARAMETERS: Final = FactKind[tuple[Parameter, ...]]("dameng.parameters")


def parse_instance(answer: Answer) -> Instance:
    """Read the one row."""
    row = table(answer).one()
    return Instance(
        name=row.text("instance_name"),
        host=row.text("host_name"),
        words=row.text("svr_version"),
        status=row.text("status"),
        mode=row.text("mode_name"),
        uptime_seconds=row.number("uptime_seconds"),
        database=row.text("database_name"),
        created=row.text("created"),
    )


def parse_identity(answer: Answer) -> Identity:
    """Whom we met: a standby has the database's name and birth, and an instance name of its own."""
    met = parse_instance(answer)
    return Identity(
        machine_id=f"{met.database} {met.name} {met.created}",
        hostname=met.host,
        os_id="dameng",
        os_name=met.words,
        os_version=str(table(answer).server.version),
        kernel="",
        architecture="",
        uid=-1,
    )


def parse_licence(answer: Answer) -> Licence:
    """Read the one row; a null date is a licence without end."""
    row = table(answer).one()
    days = row.maybe("days_left")
    return Licence(
        row.text("server_series"), row.text("server_type"), row.text("ends"), None if days is None else int(days)
    )


def parse_redo(answer: Answer) -> Redo:
    """Read every file; the sums stand in each row."""
    rows = rows_of(answer, lambda row: row)
    first = rows[0]
    return Redo(
        tuple(RedoFile(row.text("path"), row.number("rlog_size")) for row in rows),
        first.number("free_space"),
        first.number("total_space"),
        first.number("switches"),
    )


def parse_parameters(answer: Answer) -> tuple[Parameter, ...]:
    """Read every parameter that came."""
    return rows_of(answer, lambda row: Parameter(row.text("name"), row.text("sys_value"), row.text("file_value")))


def parse_machine(answer: Answer) -> tuple[int, int]:
    """Bytes of memory and count of processors."""
    row = table(answer).one()
    return row.number("total_phy_size"), row.number("n_cpu")


def derive_settings(parameters: tuple[Parameter, ...] | Exception, machine: tuple[int, int] | Exception) -> Settings:
    """Put them together; without the parameters that are everywhere, something is hidden."""
    found = needed(parameters)
    memory, processors = needed(machine)
    by_name = {one.name: one for one in found if one.name in WATCHED}
    if not {"BUFFER", "MAX_SESSIONS", "PWD_POLICY"} <= set(by_name):
        raise SessionError(Reason.DENIED, _("not every parameter is visible"))
    return Settings(by_name, tuple(one for one in found if one.now != one.in_file), memory, processors)


def parse_log(answer: Answer) -> tuple[LogLevel, ...]:
    """Read what each level counts; a server that runs has written INFO lines."""
    return rows_of(answer, _level)


def _level(row: Row) -> LogLevel:
    return LogLevel(
        row.text("level_name"),
        row.number("lines_count"),
        row.number("recent_count"),
        row.number("youngest_seconds"),
        row.number("oldest_seconds"),
    )


INSTANCE_V: Final = Collector(id="dameng.instance", provides=INSTANCE, on=DAMENG, ask=_ASK, parse=parse_instance)
IDENTITY_V: Final = Collector(id="dameng.identity", provides=IDENTITY, on=DAMENG, ask=_ASK, parse=parse_identity)
LICENCE_V: Final = Collector(
    id="dameng.licence",
    provides=LICENCE,
    on=DAMENG,
    ask=sql(
        "select server_series, server_type, to_char(expired_date, 'YYYY-MM-DD') as ends, "
        "datediff(day, sysdate, expired_date) as days_left from v$license",
        rights=RIGHTS,
    ),
    parse=parse_licence,
)
REDO_V: Final = Collector(
    id="dameng.redo",
    provides=REDO,
    on=DAMENG,
    ask=sql(
        "select f.path, f.rlog_size, l.free_space, l.total_space, "
        "(select count(*) from v$log_history where rectime > sysdate - 1) as switches "
        "from v$rlogfile f, v$rlog l order by f.file_id",
        rights=RIGHTS,
    ),
    parse=parse_redo,
)
PARAMETERS_V: Final = Collector(
    id="dameng.parameters",
    provides=PARAMETERS,
    on=DAMENG,
    ask=sql(
        "select name, sys_value, file_value from v$parameter "  # noqa: S608 - names of our own, letters only
        f"where sys_value <> file_value or name in ({_NAMES}) order by name",
        rights=RIGHTS,
    ),
    parse=parse_parameters,
)
MACHINE_V: Final = Collector(
    id="dameng.machine",
    provides=MACHINE,
    on=DAMENG,
    ask=sql("select n_cpu, total_phy_size from v$systeminfo where rownum = 1", rights=RIGHTS),
    parse=parse_machine,
)
SETTINGS_DAMENG: Final = Derived(id="dameng.settings", provides=SETTINGS, of=(PARAMETERS, MACHINE), derive=derive_settings)
LOG_V: Final = Collector(
    id="dameng.log_levels",
    provides=LOG_LEVELS,
    on=DAMENG,
    ask=sql(
        "select level$ as level_name, count(*) as lines_count, "
        "sum(case when log_time > sysdate - 7 then 1 else 0 end) as recent_count, "
        "min(datediff(ss, log_time, sysdate)) as youngest_seconds, "
        "max(datediff(ss, log_time, sysdate)) as oldest_seconds from v$instance_log_history group by level$",
        rights=RIGHTS,
    ),
    parse=parse_log,
)
