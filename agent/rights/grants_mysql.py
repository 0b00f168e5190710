"""What the inspecting account of MySQL and MariaDB needs: a script for the administrator to read and run, right by right.

No right of these reads a row of an application's table, and none changes anything but the account itself.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_TABLES: Final = (
    "database.mysql.auto_increment",
    "database.mysql.auto_increment_growth",
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
        "replication": (
            "database.mysql.replication",
            "database.mysql.binary_logs",
            "database.mysql.binary_log_trend",
        ),
        "performance_schema": (
            "database.mysql.top_statements",
            "database.mysql.error_log",
            "database.mysql.group_replication",
            "database.mysql.lock_waits",
        ),
        "accounts": (
            "database.mysql.accounts",
            "security.mysql.empty_or_anonymous",
            "security.mysql.connection_control",
            "security.mysql.tls_required",
        ),
        "backups": ("database.mysql.backup_age", "security.mysql.backup_recent"),
    }
)
"""By right (as ``Sql.rights`` names them), the checks that see nothing or not all without it."""

_SCRIPT: Final = """\
-- xunjian: rights of the inspecting account on {servers} / 巡检账号的最小权限（{servers}）
-- Review it, set the address and a password, then run it as an administrator. / 请审阅，改好地址和口令，再由管理员执行。
-- What is left out darkens some checks; nothing of it reads an application's rows.
-- 少给哪一项，就有检查看不到；其中没有任何一项能读业务数据。
-- A password of 20 signs or more; where the server checks passwords, one that it takes.
-- 口令建议 20 位以上；服务器有口令规则时要符合规则。
CREATE USER 'xunjian'@'192.0.2.10' IDENTIFIED BY '<password>' WITH MAX_USER_CONNECTIONS 3;

-- process: transactions, lock waits, InnoDB's own lists of tables, files and metrics.
-- 用途：事务、锁等待，以及 InnoDB 自己的表、文件和指标清单。
GRANT PROCESS ON *.* TO 'xunjian'@'192.0.2.10';

-- references: information_schema shows tables, columns and indexes with it; it reads no row (error 1142).
-- 用途：有它才能在 information_schema 中看到表、列、索引的定义；读不到任何一行数据（报错 1142）。
GRANT REFERENCES ON *.* TO 'xunjian'@'192.0.2.10';

-- replication: channels and binary logs. / 用途：复制通道与二进制日志。
{replication}
-- performance_schema: kinds of statement without their values, lock waits{of_mysql}.
-- 用途：语句的种类（不含取值）、锁等待{of_mysql_zh}。
GRANT SELECT ON performance_schema.* TO 'xunjian'@'192.0.2.10';

-- accounts: who may log in without a password. The rows hold password hashes; xunjian compares them on the server and
-- fetches none, but the account could. Leave it out if that is not wanted: the check then says that it was not inspected.
-- 用途：找出空口令账号。这些行里有口令散列：巡检只在服务器上比较，不取回，但账号本身读得到；不愿给就不给，该项会写成未检。
{accounts}
-- backups: the record that the backup tool keeps, one of: / 用途：备份工具在服务器里留下的记录，用哪种给哪种：
-- GRANT SELECT ON PERCONA_SCHEMA.xtrabackup_history TO 'xunjian'@'192.0.2.10';
{backups}"""
_MYSQL: Final = {
    "servers": "MySQL 5.7, 8.x, 8.4",
    "of_mysql": ", error log of MySQL 8, members of a group",
    "of_mysql_zh": "、MySQL 8 的错误日志、组复制成员",
    "replication": "GRANT REPLICATION CLIENT ON *.* TO 'xunjian'@'192.0.2.10';\n",
    "accounts": """\
-- 8.0.19 on / 8.0.19 起:
-- GRANT SELECT (user, host, plugin, authentication_string, account_locked, super_priv, file_priv, ssl_type,
--   user_attributes) ON mysql.user TO 'xunjian'@'192.0.2.10';
-- before 8.0.19 / 8.0.19 以前：
-- GRANT SELECT (user, host, plugin, authentication_string, account_locked, super_priv, file_priv, ssl_type)
--   ON mysql.user TO 'xunjian'@'192.0.2.10';
""",
    "backups": "-- GRANT SELECT ON mysql.backup_history TO 'xunjian'@'192.0.2.10';\n",
}
_MARIADB: Final = {
    "servers": "MariaDB 10, 11",
    "of_mysql": "",
    "of_mysql_zh": "",
    "replication": """\
-- 10.5 on / 10.5 起:
GRANT BINLOG MONITOR, SLAVE MONITOR ON *.* TO 'xunjian'@'192.0.2.10';
-- before 10.5, instead of it / 10.5 以前改用：
-- GRANT REPLICATION CLIENT ON *.* TO 'xunjian'@'192.0.2.10';
""",
    "accounts": """\
-- 10.4 on / 10.4 起:
-- GRANT SELECT ON mysql.global_priv TO 'xunjian'@'192.0.2.10';
-- before 10.4 / 10.4 以前：
-- GRANT SELECT ON mysql.user TO 'xunjian'@'192.0.2.10';
""",
    "backups": "-- GRANT SELECT ON mysql.mariadb_backup_history TO 'xunjian'@'192.0.2.10';\n",
}


def script() -> str:
    """The script for MySQL as it is printed. The address is one of the documentation's own (RFC 5737)."""
    return _SCRIPT.format(**_MYSQL)


def script_mariadb() -> str:
    """That for MariaDB, whose rights to look at replication have other names since 10.5."""
    return _SCRIPT.format(**_MARIADB)


def darkens() -> Mapping[str, tuple[str, ...]]:
    """By right, the checks that see nothing or not all without it."""
    return DARKENS
