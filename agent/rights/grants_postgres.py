"""The least-privilege script of PostgreSQL: a role, and a helper that shows widths and counters but no value of a row."""

from collections.abc import Mapping
from typing import Final

_SCRIPT: Final = """\
-- xunjian: rights of the inspecting account on PostgreSQL 10 to 18 / 巡检账号的最小权限（PostgreSQL 10～18）
-- Review it, then run it as a superuser with psql. / 请审阅后由超级用户用 psql 执行。
-- Part 1 once per server, part 2 in each database to be inspected.
-- 第一部分每个实例执行一次，第二部分在每个被检数据库中执行。
-- Give the password with \\password xunjian, so that it stands in no file and no log.
-- 用 \\password xunjian 设置口令，避免口令写入文件和日志。

-- ---- part 1: once per server / 第一部分：每个实例一次 ----

create role xunjian login nosuperuser nocreatedb nocreaterole noreplication connection limit 3;
-- why: three connections at most; we use one at a time
-- 用途：最多三个连接，巡检同一时刻只用一个

grant pg_monitor to xunjian;
-- why: sessions, statements, settings and sizes of others; it reads no table
-- 用途：查看其他会话、语句、参数与大小；不能读任何业务表

alter role xunjian set default_transaction_read_only = on;
alter role xunjian set statement_timeout = '30s';
alter role xunjian set lock_timeout = '300ms';
-- why: a second bolt beside our own: nothing is written, nobody waits for us
-- 用途：在程序自身限制之外再加一道：不写入、不让他人等待

-- ---- part 2: in each database / 第二部分：在每个数据库中 ----

grant connect on database :"DBNAME" to xunjian;
-- why: only where connect was revoked from public
-- 用途：仅当已收回 public 的 connect 权限时需要

create schema if not exists xunjian;
revoke all on schema xunjian from public;
grant usage on schema xunjian to xunjian;
-- why: a place for the two helpers below, closed to everybody else
-- 用途：放置下面两个辅助对象，其他人不可用

create or replace view xunjian.column_width as
  select starelid, staattnum, stainherit, stanullfrac, stawidth from pg_catalog.pg_statistic;
revoke all on xunjian.column_width from public;
grant select on xunjian.column_width to xunjian;
-- why: bloat is estimated from average widths and shares of nulls; most common values are not in it
-- 用途：按列的平均宽度与空值比例估算膨胀；不含高频值等任何业务数据

create or replace function xunjian.seq_last(oid) returns bigint
  language sql stable security definer set search_path = pg_catalog
  as $$ select pg_sequence_last_value($1) $$;
revoke all on function xunjian.seq_last(oid) from public;
grant execute on function xunjian.seq_last(oid) to xunjian;
-- why: how far a sequence has come; the server shows it only to who may use the sequence
-- 用途：读取序列当前值；服务器只向有权使用该序列的账号显示

-- ---- part 3, optional, in the database that is connected to first / 第三部分（可选）：在首先连接的数据库中 ----

grant execute on function pg_catalog.pg_hba_file_rules() to xunjian;
grant select on pg_catalog.pg_hba_file_rules to xunjian;
-- why: who may log in from where, and how; it holds no password
-- 用途：检查 pg_hba.conf 访问控制规则；不含口令

-- Where pg_stat_statements stands in a schema of its own: / 如 pg_stat_statements 安装在独立模式中：
--   grant usage on schema <its schema> to xunjian;

-- to take all of it back / 全部收回：
--   drop schema xunjian cascade;  -- in each database / 在每个数据库中
--   revoke all on database <name> from xunjian; drop owned by xunjian; drop role xunjian;
"""

_CHECKS: Final = "database.postgres."
_DARK: Final[Mapping[str, tuple[str, ...]]] = {
    "pg_monitor": (
        "archiving",
        "autovacuum_settings",
        "connections",
        "connection_growth",
        "database_growth",
        "database_size",
        "encryption",
        "locks",
        "log_settings",
        "safety_settings",
        "standbys",
        "statement_times",
        "tablespaces",
        "top_statements",
        "transactions",
        "tuning_settings",
        "vacuum_horizon",
        "wal_space",
        "wal_growth",
    ),
    "xunjian.column_width": ("index_bloat", "table_bloat"),
    "xunjian.seq_last": ("sequences", "sequence_growth"),
    "pg_hba_file_rules": ("hba",),
    "usage on the schema of pg_stat_statements": ("statement_times", "top_statements"),
}

_DARK_SECURITY: Final[Mapping[str, tuple[str, ...]]] = {
    "pg_monitor": ("hba_wide", "ssl", "logging", "log_connections", "log_line_prefix", "pgaudit", "datadir_perm"),
    "pg_hba_file_rules": ("hba_trust", "hba_wide"),
}
"""Of the security check, as _DARK: the settings that only pg_read_all_settings sees, the encryption of others' sessions."""


def script() -> str:
    """The script as a DBA of the customer reviews it, in both languages."""
    return _SCRIPT


darkens: Final[Mapping[str, tuple[str, ...]]] = {
    grant: (
        *(f"{_CHECKS}{name}" for name in names),
        *(f"security.postgres.{name}" for name in _DARK_SECURITY.get(grant, ())),
    )
    for grant, names in _DARK.items()
}
"""By grant, the checks that stay UNKNOWN in whole or in part without it."""
