"""Seeds for what a database's host tells of it: server logs, the alert log, RMAN's logs, the listener; and for planned sizes."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from datetime import timedelta

from agent.past import Series
from tests.house.recall.ladders import ladder
from tests.house.recall.shapes import AT, UNTOUCHED, Change, Edit, Seeding, Variation, fault, healthy
from tests.house.recall.tables import Rows, put

_GIB = 2**30
_QUIET = "@hits 0\n@read 900 12\n@lines 13\n"


def _hit(kind: str, count: int, line: str) -> Change:
    return Edit(
        _QUIET,
        f"@hit {kind} {count} 2026-11-20 03:00:00.1~2026-11-21 03:00:00.1\n {line}\n@hits 1\n@read 900 60\n@lines 15\n",
    )


SERVER_LOG = Seeding("database.postgres.server_log", ("linux.postgres_logs/debian-12-in-order", "linux.postgres_log_memory/ordinary"), (
    UNTOUCHED,
    *(fault(kind, {f"*:{kind}": level}, _hit(kind, 1, line)) for kind, level, line in (
        ("panic", "critical", "PANIC:  could not write to file"), ("corruption", "critical", "ERROR:  XX001: invalid page in block 0 of relation base/5/16384"),
        ("disk", "critical", "ERROR:  could not extend file: No space left on device"), ("io", "critical", "ERROR:  could not read block 4: Input/output error"),
        ("wraparound", "critical", "WARNING:  database must be vacuumed within 10000 transactions"), ("crash", "critical", "LOG:  server process was terminated by signal 11"),
        ("unclean", "warn", "LOG:  database system was not properly shut down"), ("archive", "warn", "LOG:  archive command failed with exit code 1"),
        ("memory", "warn", "ERROR:  out of memory"), ("connections", "warn", "FATAL:  sorry, too many clients already"), ("wal_gone", "warn", "ERROR:  requested WAL segment has already been removed"),
        ("deadlock", "notice", "ERROR:  deadlock detected"), ("login", "notice", "FATAL:  password authentication failed"), ("checkpoints", "notice", "LOG:  checkpoints are occurring too frequently"))),
    fault("ten deadlocks", {"*:deadlock": "warn"}, _hit("deadlock", 10, "ERROR:  deadlock detected")),
    fault("many refused logins", {"*:login": "warn"}, _hit("login", 2100, "FATAL:  password authentication failed")),
    healthy("some refused logins", _hit("login", 1900, "FATAL:  password authentication failed")),
))  # fmt: skip
_HEAD = "@hit 1 Sat Jan 10 04:00:00 2026~Sat Jan 10 04:00:00 2026\n ORA-00060: Deadlock detected. More info in file /u01/trace/crm_ora_1.trc.\n"


def _alert(line: str) -> Change:
    return Edit(_HEAD, f"@hit 1 Sat Nov 21 04:00:00 2026~Sat Nov 21 04:00:00 2026\n {line}\n")


ALERT_LOG = Seeding("database.oracle.alert_log", ("linux.oracle_alert_logs/quiet-old-stamps-and-an-old-deadlock",), (
    UNTOUCHED,
    *(fault(line[:9], {f"crm:{line[:9]}": level}, _alert(line)) for line, level in (
        ("ORA-00600: internal error code, arguments: [kdsgrp1], [], []", "critical"), ("ORA-07445: exception encountered: core dump [opiodr()+100]", "critical"),
        ("ORA-01578: ORACLE data block corrupted (file # 3, block # 900)", "critical"), ("ORA-00257: archiver error. Connect internal only, until freed.", "critical"),
        ("ORA-04031: unable to allocate 4160 bytes of shared memory", "critical"), ("ORA-01653: unable to extend table SALES.ORDERS by 128 in tablespace SALES_DATA", "critical"),
        ("ORA-00060: Deadlock detected. More info in file /u01/trace/crm_ora_2.trc.", "warn"), ("ORA-01555 caused by SQL statement below (SQL ID: 4h0)", "warn"))),
))  # fmt: skip
_RMAN = "linux.rman_logs"
RMAN = Seeding("database.oracle.rman_logs", (f"{_RMAN}/sound",), (
    UNTOUCHED,
    healthy("good again after a fault", instead=(f"{_RMAN}/appended-and-good-again",)),
    fault("an archived log is gone", {"*": "critical"}, instead=(f"{_RMAN}/archived-log-gone",)),
    fault("it breaks off", {"*": "warn"}, instead=(f"{_RMAN}/breaks-off",)),
))  # fmt: skip
_LISTENER = "linux.oracle_listeners"
LISTENER = Seeding("database.oracle.listener", (f"{_LISTENER}/ready",), (
    UNTOUCHED,
    fault("no services", {"*": "critical"}, instead=(f"{_LISTENER}/no-services",)),
    fault("blocked", {"*": "warn"}, instead=(f"{_LISTENER}/blocked",)),
    fault("in its file only", {"*": "notice"}, instead=(f"{_LISTENER}/static-only",)),
))  # fmt: skip


def _planned(check: str, case: str, variations: tuple[Variation, ...]) -> Seeding:
    return Seeding(
        f"database.postgres.{check}",
        (case,),
        (UNTOUCHED, *variations),
        limits={"warn_bytes": 8 * _GIB},
        platform="postgres",
    )


SIZES = _planned(
    "database_size",
    "postgres.databases/quiet",
    ladder("size", {"warn": (str(8 * _GIB + 1),), "": (str(8 * _GIB),)}, subject="postgres", datname="postgres"),
)
SPACES = _planned(
    "tablespaces",
    "postgres.tablespaces/quiet",
    ladder("size", {"warn": (str(8 * _GIB + 1),), "": (str(8 * _GIB),)}, subject="pg_default"),
)


def _series(subject: str, measure: str, was: float, now: float) -> Series:
    """Ninety days of even growth up to what the answer says today."""
    moments = [AT - timedelta(days=90 - n) for n in range(90)]
    return {(subject, measure): [(at, was + (now - was) * n / 90) for n, at in enumerate(moments)]}


def _trend(check: str, case: str, change: Rows, subject: str, measure: str) -> Seeding:
    """A measure that comes to 100 GiB today, from so much a quarter ago."""
    steps = ((40, "warn"), (65, "notice"), (85, ""))
    variations = tuple(
        Variation(f"{was} to 100 GiB in a quarter", (change,), {subject: level} if level else {}, series=_series(subject, measure, was * _GIB, 100 * _GIB))
        for was, level in steps
    )  # fmt: skip
    return Seeding(f"database.{check}", (case,), variations, platform=check.partition(".")[0])


_HUNDRED = str(100 * _GIB)
DATABASES = _trend(
    "postgres.database_trend",
    "postgres.databases/quiet",
    put({"size": _HUNDRED}, datname="postgres"),
    "postgres",
    "size_bytes",
)
SCHEMAS = _trend(
    "mysql.schema_trend",
    "mysql.space/mariadb-10.11-in-order",
    put({"size_bytes": _HUNDRED}, name="shop"),
    "shop",
    "size_bytes",
)
_LOGS = "linux.mysql_logs"
MYSQL_LOG = Seeding("database.mysql.server_log", (f"{_LOGS}/mariadb-in-order", "linux.mysql_log_memory/ordinary"), (
    UNTOUCHED,
    fault("damaged", {"*:corruption": "critical", "*:replication": "warn"}, instead=(f"{_LOGS}/mysql-5-7-damaged",)),
    fault("it was killed", {"*:crash": "critical", "*:unclean": "warn"}, instead=(f"{_LOGS}/mariadb-was-killed-since",)),
))  # fmt: skip
_BASE = "linux.postgres_base_backups"
_NOW = 1795325655
_NEWEST = "@file 1795204800 2065 184 /backup/pg/2026-11-20/backup_label\n@file 1795205700 2065 178291 /backup/pg/2026-11-20/backup_manifest\n"
_OLDER = "@file 1794600000 2065 184 /backup/pg/2026-11-13/backup_label\n@file 1794600900 2065 178291 /backup/pg/2026-11-13/backup_manifest\n"


def _written(days: float) -> tuple[Edit, ...]:
    """Both of them so long ago."""
    at = round(_NOW - days * 86400)
    return (
        Edit(_NEWEST, _NEWEST.replace("1795204800", str(at)).replace("1795205700", str(at))),
        Edit(_OLDER, _OLDER.replace("1794600000", str(at)).replace("1794600900", str(at))),
    )


BASE_BACKUPS = Seeding("database.postgres.base_backups", (f"{_BASE}/a-series-of-each-week",), (
    UNTOUCHED,
    *(fault(f"{days} days old", {"*": level}, *_written(days)) for days, level in ((8.1, "warn"), (15.9, "warn"), (16.1, "critical"), (400, "critical"))),
    healthy("7.9 days old", *_written(7.9)),
    fault("on the disk of the data", {"*": "critical"}, Edit(" 2065 ", " 2049 ", times=4)),
    fault("the last one broke off", {"*": "warn"}, instead=(f"{_BASE}/the-last-one-broke-off",)),
    fault("a year old and on the disk of the data", {"*": "critical"}, instead=(f"{_BASE}/a-year-old-tar-on-the-disk-of-the-data",)),
))  # fmt: skip
SEEDINGS = (SERVER_LOG, ALERT_LOG, RMAN, LISTENER, SIZES, SPACES, DATABASES, SCHEMAS, MYSQL_LOG, BASE_BACKUPS)
