"""Backups, as the tools record them in the server: xtrabackup and mariabackup (--history), MySQL Enterprise Backup.

mysqldump and copies of the disk leave no record in the server: where none of these tables is, nobody knows from here.

Sample (rows)::

    [["2026-11-21 02:41:07", "0", "0", "0"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Derived, Listing, Reason, SessionError, Sql, Statement
from collectors.facts.mysql.accounts import (
    BACKUP_RECORDS,
    BACKUPS,
    ENTERPRISE_BACKUPS,
    MARIADB_BACKUPS,
    XTRABACKUPS,
    Backup,
)
from collectors.mysql.products import MARIADB, MYSQL, V8, innodb, native
from config.text import _

_HISTORY: Final = (
    "SELECT end_time AS ended_at, partial = 'Y' AS is_partial, incremental = 'Y' AS is_incremental, 0 AS is_failed "
    "FROM {table} WHERE end_time IS NOT NULL ORDER BY end_time DESC LIMIT 200"
)
_ENTERPRISE: Final = (
    "SELECT end_time AS ended_at, backup_type NOT IN ('FULL', 'INCREMENTAL', 'DIFFERENTIAL') AS is_partial, "
    "backup_type IN ('INCREMENTAL', 'DIFFERENTIAL') AS is_incremental, exit_state <> 'SUCCESS' AS is_failed "
    "FROM mysql.backup_history ORDER BY end_time DESC LIMIT 200"
)
_NONE: Final = "1146"
"""No such table (MySQL Error Message Reference)."""
_RECORDS: Final = ("percona_schema/xtrabackup_history", "mysql/mariadb_backup_history", "mysql/backup_history")


def _listed(view: str) -> str:
    names = ", ".join(f"'{name}'" for name in _RECORDS)
    return f"SELECT name AS name FROM information_schema.{view} WHERE LOWER(name) IN ({names})"  # noqa: S608 - constants


_RECORDS_ASK: Final = Sql(
    (
        Statement(_listed("innodb_sys_tables"), products=MARIADB),
        Statement(_listed("innodb_tables"), since=V8),
        Statement(_listed("innodb_sys_tables")),
    ),
    rights="process",
)
_NO_RECORD = _(
    "let the backup record itself in the server (xtrabackup or mariadb-backup with --history), or inspect the machine that "
    "makes it (host: in its entry); until then show the engineer the backup files"
)


def _ask(text: str, products: tuple[str, ...] = ()) -> Sql:
    return Sql((Statement(text, products=products),), rights="backups")


def _parse(tool: str, answer: Answer) -> tuple[Backup, ...]:
    return tuple(
        Backup(
            tool,
            ended,
            is_partial=row.flag("is_partial"),
            is_incremental=row.flag("is_incremental"),
            is_failed=row.flag("is_failed"),
        )
        for row in native(answer)
        if (ended := row.moment("ended_at")) is not None
    )


def xtrabackups(answer: Answer) -> tuple[Backup, ...]:
    """Read PERCONA_SCHEMA.xtrabackup_history."""
    return _parse("xtrabackup", answer)


def mariadb_backups(answer: Answer) -> tuple[Backup, ...]:
    """Read mysql.mariadb_backup_history."""
    return _parse("mariadb-backup", answer)


def enterprise_backups(answer: Answer) -> tuple[Backup, ...]:
    """Read mysql.backup_history."""
    return _parse("mysqlbackup", answer)


def records(answer: Answer) -> tuple[str, ...]:
    """Read which of the records there are, by InnoDB's own list: a table that is not there is denied like one that is."""
    return tuple(row.text("name").lower() for row in innodb(answer))


def backups(there: object, *found: object) -> Listing[Backup]:
    """Join the records. Raises SessionError where there is none, or one that is there may not be read.

    Without the list of what there is, a record that was denied might hold the newest backup: then nobody knows.
    """
    missed = [one for one in zip(_RECORDS, found, strict=True) if isinstance(one[1], SessionError)]
    for name, error in missed:
        assert isinstance(error, SessionError)  # noqa: S101 - chosen so
        is_there = name in there if isinstance(there, tuple) else not str(error.detail).startswith(_NONE)
        if is_there:
            raise error
    known = [one for record in found if isinstance(record, tuple) for one in record]
    if not known:
        raise SessionError(Reason.NO_RECORD, "", _NO_RECORD)
    return Listing(tuple(sorted(known, key=lambda one: one.ended_at, reverse=True)))


XTRABACKUPS_MYSQL: Final = Collector(
    id="mysql.xtrabackups",
    provides=XTRABACKUPS,
    on=MYSQL,
    ask=_ask(_HISTORY.format(table="PERCONA_SCHEMA.xtrabackup_history")),
    parse=xtrabackups,
)
MARIADB_BACKUPS_MYSQL: Final = Collector(
    id="mysql.mariadb_backups",
    provides=MARIADB_BACKUPS,
    on=MYSQL,
    ask=_ask(_HISTORY.format(table="mysql.mariadb_backup_history"), MARIADB),
    parse=mariadb_backups,
)
ENTERPRISE_BACKUPS_MYSQL: Final = Collector(
    id="mysql.enterprise_backups", provides=ENTERPRISE_BACKUPS, on=MYSQL, ask=_ask(_ENTERPRISE), parse=enterprise_backups
)
BACKUP_RECORDS_MYSQL: Final = Collector(
    id="mysql.backup_records", provides=BACKUP_RECORDS, on=MYSQL, ask=_RECORDS_ASK, parse=records
)
BACKUPS_DERIVED: Final = Derived(
    id="mysql.backups",
    provides=BACKUPS,
    of=(BACKUP_RECORDS, XTRABACKUPS, MARIADB_BACKUPS, ENTERPRISE_BACKUPS),
    derive=backups,
)
