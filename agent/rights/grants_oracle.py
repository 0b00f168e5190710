"""The least-privilege script of Oracle: an account that reads the dictionary and no row of the customer's."""

from collections.abc import Mapping
from typing import Final

_SCRIPT: Final = """\
-- xunjian: rights of the inspecting account on Oracle 11.2 to 23ai / 巡检账号的最小权限（Oracle 11.2～23ai）
-- Not run on a real Oracle so far; review it, then run it with sqlplus as SYSDBA.
-- 未在真实 Oracle 上运行过；请审阅后由 SYSDBA 用 sqlplus 执行。
-- Take form A for a database without containers, form B in the root of a container database.
-- 非容器数据库用 A，容器数据库在根容器中用 B。
-- sqlplus asks for the password and shows it not: accept pw hide / 口令由 sqlplus 隐藏输入：

accept pw char prompt 'password / 口令: ' hide

-- ---- form A: 11.2, or no container database / A：11.2 或非容器数据库 ----

create profile xunjian_profile limit
  sessions_per_user 3 idle_time 15 cpu_per_call 6000 failed_login_attempts 10 password_life_time unlimited;
-- why: three sessions at most, a minute of CPU a statement; limits hold where resource_limit is true
-- 用途：最多三个会话，每条语句至多一分钟 CPU；参数 resource_limit 为 true 时生效

create user xunjian identified by "&pw" profile xunjian_profile;
grant create session to xunjian;
-- why: to log in / 用途：登录
grant select_catalog_role to xunjian;
-- why: the dictionary (DBA_) and performance views (V$, GV$); no table of the application, no hash of a password
-- 用途：数据字典（DBA_）和动态视图（V$、GV$）；不能读业务表，也看不到口令散列

-- ---- form B: in the root of a container database / B：在容器数据库的根容器中 ----

-- create profile c##xunjian_profile limit
--   sessions_per_user 3 idle_time 15 cpu_per_call 6000 failed_login_attempts 10 password_life_time unlimited container=all;
-- create user c##xunjian identified by "&pw" profile c##xunjian_profile container=all;
-- grant create session, set container to c##xunjian container=all;
-- why: each open PDB is gone to one after the other in the same session
-- 用途：在同一会话中逐个进入已打开的 PDB
-- grant select_catalog_role to c##xunjian container=all;
-- alter user c##xunjian set container_data=all container=current;
-- why: without it the root's views silently leave out the rows of the PDBs
-- 用途：否则根容器的视图会悄悄漏掉各 PDB 的行

undefine pw

-- to take all of it back / 全部收回：
--   drop user xunjian; drop profile xunjian_profile;
--   drop user c##xunjian; drop profile c##xunjian_profile;
"""

_CHECKS: Final = "database.oracle."
_EVERY: Final = [
    "instance",
    "pluggable_databases",
    "data_files",
    "resource_limits",
    "session_growth",
    "blocked_sessions",
    "long_transactions",
    "redo_logs",
    "jobs",
    "patch_level",
    "archive_mode",
    "archive_destinations",
    "backup_age",
    "unsaved_archived_logs",
    "standby_lag",
    "standby_shipping",
    "tablespace_usage",
    "tablespace_growth",
    "tablespace_fragmentation",
    "disk_groups",
    "recovery_area",
    "recovery_area_growth",
    "temporary_space",
    "undo_space",
    "largest_segments",
    "unusable_indexes",
    "invalid_objects",
    "optimizer_statistics",
    "foreign_keys",
    "redundant_indexes",
    "high_water_marks",
    "top_statements",
    "parameters",
    "account_expiry",
    "default_passwords",
    "privileged_accounts",
    "password_policy",
    "interconnect",
    "process_memory",
    "workload",
    "segment_growth",
    "disk_group_growth",
    "sequences",
    "sequence_growth",
    "quotas",
    "sysaux",
    "audit_trail",
]
_IN_EACH: Final = [
    "tablespace_usage",
    "tablespace_growth",
    "tablespace_fragmentation",
    "temporary_space",
    "undo_space",
    "largest_segments",
    "unusable_indexes",
    "invalid_objects",
    "optimizer_statistics",
    "foreign_keys",
    "redundant_indexes",
    "high_water_marks",
    "jobs",
    "account_expiry",
    "default_passwords",
    "privileged_accounts",
    "password_policy",
    "patch_level",
    "segment_growth",
    "sequences",
    "sequence_growth",
    "quotas",
    "sysaux",
    "audit_trail",
]
_SECURITY_IN_EACH: Final = (
    "default_password",
    "profile_lockout",
    "profile_lifetime",
    "idle_time",
    "audit_trail",
    "any_priv",
    "public_execute",
    "psu_level",
)
_SECURITY: Final = (*_SECURITY_IN_EACH, "remote_auth", "net_encryption", "backup_recent")
_DARK: Final[Mapping[str, tuple[str, ...]]] = {
    "create session": tuple(_EVERY),
    "select_catalog_role": tuple(_EVERY),
    "set container": tuple(_IN_EACH),
    "container_data": ("pluggable_databases",),
}
_DARK_SECURITY: Final[Mapping[str, tuple[str, ...]]] = {
    "create session": _SECURITY,
    "select_catalog_role": _SECURITY,
    "set container": _SECURITY_IN_EACH,
    "container_data": ("net_encryption",),
}
"""The same of the security check: without the rows of the PDBs their sessions are not seen."""


def script() -> str:
    """The script, as a database administrator reviews and runs it; English and Chinese beside each other."""
    return _SCRIPT


darkens: Final[Mapping[str, tuple[str, ...]]] = {
    grant: (
        *(f"{_CHECKS}{name}" for name in names),
        *(f"security.oracle.{name}" for name in _DARK_SECURITY.get(grant, ())),
    )
    for grant, names in _DARK.items()
}
"""By grant, the checks that stay UNKNOWN in whole or in part without it."""
