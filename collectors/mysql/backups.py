"""Backups, as the tools record them in the server: xtrabackup and mariabackup (--history), MySQL Enterprise Backup.

mysqldump and copies of the disk leave no record in the server: where none of these tables is, nobody knows from here.

Sample (rows)::

    [["2026-11-21 02:41:07", "0", "0", "0"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Derived, Listing, Reason, SessionError, Sql, Statement
from collectors.facts.mysql.accounts import (
    BACKUPS,
    ENTERPRISE_BACKUPS,
    MARIADB_BACKUPS,
    XTRABACKUPS,
    Backup,
)
from collectors.mysql.products import MARIADB, MYSQL, native
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


def backups(*records: object) -> Listing[Backup]:
    """Join the records that there are. Raises SessionError where there is none, or where all there is may not be read."""
    there = [one for one in records if isinstance(one, tuple)]
    missed = [one for one in records if isinstance(one, SessionError) and not str(one.detail).startswith(_NONE)]
    if not there:
        raise missed[0] if missed else SessionError(Reason.NO_RECORD, "", _NO_RECORD)
    found = sorted((one for record in there for one in record), key=lambda one: one.ended_at, reverse=True)
    if not found:
        raise SessionError(Reason.NO_RECORD, "", _NO_RECORD)
    return Listing(tuple(found))


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
BACKUPS_DERIVED: Final = Derived(
    id="mysql.backups", provides=BACKUPS, of=(XTRABACKUPS, MARIADB_BACKUPS, ENTERPRISE_BACKUPS), derive=backups
)
