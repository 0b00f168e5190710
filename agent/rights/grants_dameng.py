"""What the inspecting account of Dameng DM8 needs: a script for the administrator to read and run, right by right.

The roles VTI and SOI come with every DM8 (DM8 安全管理, 系统预设角色): VTI reads the V$ views, SOI the
tables of the dictionary. Not run on a real DM8 so far.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_DICTIONARY: Final = ("database.dameng.accounts", "database.dameng.invalid_objects")
DARKENS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "VTI": (
            "database.dameng.instance",
            "database.dameng.licence",
            "database.dameng.sessions",
            "database.dameng.session_growth",
            "database.dameng.lock_waits",
            "database.dameng.long_transactions",
            "database.dameng.deadlocks",
            "database.dameng.redo_logs",
            "database.dameng.server_log",
            "database.dameng.backup_age",
            "database.dameng.archiving",
            "database.dameng.guard",
            "database.dameng.replay_lag",
            "database.dameng.tablespace_usage",
            "database.dameng.tablespace_growth",
            "database.dameng.parameters",
            "database.dameng.password_policy",
            "database.dameng.top_statements",
        ),
        "SOI": ("database.dameng.jobs",),
        "jobs": ("database.dameng.jobs", "database.dameng.backup_age"),
        "dictionary": _DICTIONARY,
    }
)
"""By right (as ``Sql.rights`` names them), the checks that see nothing or not all without it."""

_SCRIPT: Final = """\
-- xunjian: rights of the inspecting account on Dameng DM8 / 巡检账号的最小权限（达梦 DM8）
-- Review it, set a password, then run it with disql as SYSDBA. / 请审阅，设好口令，再由 SYSDBA 用 disql 执行。
-- What is left out darkens some checks; nothing of it reads an application's rows.
-- 少给哪一项，就有检查看不到；其中没有任何一项能读业务数据。
-- Written after the vendor's manuals and not run on a real DM8 so far: where a line fails, leave it out and tell us.
-- 按厂商手册编写，尚未在真实 DM8 上运行：哪一行报错就去掉哪一行，并请告知。
CREATE USER XUNJIAN IDENTIFIED BY "<password>" LIMIT SESSION_PER_USER 3;

-- VTI: every V$ view: state, licence, sessions, locks, redo, backups, archives, watcher, tablespaces, parameters.
-- 用途：全部 V$ 动态视图：状态、授权、会话、锁、重做日志、备份、归档、守护进程、表空间、参数。
GRANT VTI TO XUNJIAN;

-- SOI: the tables of the dictionary (SYSOBJECTS). / 用途：系统表（SYSOBJECTS）。
GRANT SOI TO XUNJIAN;

-- dictionary: accounts and objects, without their contents. / 用途：账号与对象的清单，不含内容。
GRANT SELECT ON SYS.DBA_USERS TO XUNJIAN;
GRANT SELECT ON SYS.DBA_OBJECTS TO XUNJIAN;

-- jobs: only where SP_INIT_JOB_SYS set up the environment for jobs.
-- 用途：作业；仅当已用 SP_INIT_JOB_SYS 初始化作业环境时。
GRANT SELECT ON SYSJOB.SYSJOBS TO XUNJIAN;
GRANT SELECT ON SYSJOB.SYSJOBSTEPS TO XUNJIAN;
GRANT SELECT ON SYSJOB.SYSJOBHISTORIES2 TO XUNJIAN;

-- to take all of it back / 全部收回：
--   DROP USER XUNJIAN;
"""


def script() -> str:
    """The script as it is printed."""
    return _SCRIPT


def darkens() -> Mapping[str, tuple[str, ...]]:
    """By right, the checks that see nothing or not all without it."""
    return DARKENS
