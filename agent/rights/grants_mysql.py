"""What the inspecting account of MySQL and MariaDB needs: a script for the administrator to read and run, right by right.

No right of these reads a row of an application's table, and none changes anything but the account itself.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_TABLES: Final = (
    "database.mysql.auto_increment",
    "database.mysql.engines",
    "database.mysql.redundant_indexes",
)
DARKENS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "process": (
            "database.mysql.long_transactions",
            "database.mysql.lock_waits",
            "database.mysql.history_list",
            "database.mysql.schema_space",
            "database.mysql.schema_growth",
            "database.mysql.fragmentation",
            "database.mysql.table_density",
            "database.mysql.primary_keys",
            "database.mysql.coverage",
            *_TABLES,
        ),
        "references": _TABLES,
        "replication": ("database.mysql.replication", "database.mysql.binary_logs"),
        "performance_schema": (
            "database.mysql.top_statements",
            "database.mysql.error_log",
            "database.mysql.group_replication",
            "database.mysql.lock_waits",
        ),
        "accounts": ("database.mysql.accounts",),
        "backups": ("database.mysql.backup_age",),
    }
)
"""By right (as ``Sql.rights`` names them), the checks that see nothing or not all without it."""

_SCRIPT: Final = """\
-- The inspecting account of xunjian on MySQL 5.7, 8.x, 8.4 and MariaDB 10, 11. Read it, set the address and a password, and
-- run it as an administrator. What is left out darkens some checks; nothing of it reads an application's rows.
-- A password of 20 signs or more; where the server checks passwords, one that it takes.
CREATE USER 'xunjian'@'192.0.2.10' IDENTIFIED BY '<password>' WITH MAX_USER_CONNECTIONS 3;

-- process: transactions, lock waits, InnoDB's own lists of tables, files and metrics.
GRANT PROCESS ON *.* TO 'xunjian'@'192.0.2.10';

-- references: information_schema shows tables, columns and indexes with it; it reads no row (error 1142).
GRANT REFERENCES ON *.* TO 'xunjian'@'192.0.2.10';

-- replication: channels and binary logs.
-- MySQL, and MariaDB before 10.5:
GRANT REPLICATION CLIENT ON *.* TO 'xunjian'@'192.0.2.10';
-- MariaDB 10.5 on, instead of it:
-- GRANT BINLOG MONITOR, SLAVE MONITOR ON *.* TO 'xunjian'@'192.0.2.10';

-- performance_schema: kinds of statement without their values, lock waits and error log of MySQL 8, members of a group.
GRANT SELECT ON performance_schema.* TO 'xunjian'@'192.0.2.10';

-- accounts: who may log in without a password. The rows hold password hashes; xunjian compares them on the server and
-- fetches none, but the account could. Leave it out if that is not wanted: the check then says that it was not inspected.
-- MySQL:
-- GRANT SELECT (user, host, plugin, authentication_string, account_locked, super_priv, file_priv)
--   ON mysql.user TO 'xunjian'@'192.0.2.10';
-- MariaDB 10.4 on:
-- GRANT SELECT ON mysql.global_priv TO 'xunjian'@'192.0.2.10';

-- backups: the record that the backup tool keeps, one of:
-- GRANT SELECT ON PERCONA_SCHEMA.xtrabackup_history TO 'xunjian'@'192.0.2.10';
-- GRANT SELECT ON mysql.mariadb_backup_history TO 'xunjian'@'192.0.2.10';
-- GRANT SELECT ON mysql.backup_history TO 'xunjian'@'192.0.2.10';
"""


def script() -> str:
    """The script as it is printed. The address is one of the documentation's own (RFC 5737)."""
    return _SCRIPT


def darkens() -> Mapping[str, tuple[str, ...]]:
    """By right, the checks that see nothing or not all without it."""
    return DARKENS
