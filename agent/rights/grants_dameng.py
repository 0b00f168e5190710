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
-- The inspecting account of xunjian on Dameng DM8. Read it, set a password, and run it with disql as SYSDBA. What is left
-- out darkens some checks; nothing of it reads an application's rows. Written after the vendor's manuals and not run on a
-- real DM8 so far: where a line fails, leave it out and tell us.
CREATE USER XUNJIAN IDENTIFIED BY "<password>" LIMIT SESSION_PER_USER 3;

-- VTI: every V$ view: state, licence, sessions, locks, redo, backups, archives, watcher, tablespaces, parameters.
GRANT VTI TO XUNJIAN;

-- SOI: the tables of the dictionary (SYSOBJECTS).
GRANT SOI TO XUNJIAN;

-- dictionary: accounts and objects, without their contents.
GRANT SELECT ON SYS.DBA_USERS TO XUNJIAN;
GRANT SELECT ON SYS.DBA_OBJECTS TO XUNJIAN;

-- jobs: only where SP_INIT_JOB_SYS set up the environment for jobs.
GRANT SELECT ON SYSJOB.SYSJOBS TO XUNJIAN;
GRANT SELECT ON SYSJOB.SYSJOBSTEPS TO XUNJIAN;
GRANT SELECT ON SYSJOB.SYSJOBHISTORIES2 TO XUNJIAN;
"""


def script() -> str:
    """The script as it is printed."""
    return _SCRIPT


def darkens() -> Mapping[str, tuple[str, ...]]:
    """By right, the checks that see nothing or not all without it."""
    return DARKENS
