"""Seeds for Dameng DM8. No answer of a real one was had: they rest on rows made up after the vendor's manuals."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from tests.house.recall.ladders import ladder
from tests.house.recall.shapes import UNTOUCHED, Seeding, Variation, fault, healthy
from tests.house.recall.tables import Rows, added, put


def _seeding(check: str, *cases: str, of: tuple[Variation, ...]) -> Seeding:
    return Seeding(
        f"database.dameng.{check}", tuple(f"dameng.{case}" for case in cases), (UNTOUCHED, *of), platform="dameng"
    )


INSTANCE = _seeding("instance", "instance/open-and-normal", of=(
    *ladder("status", {"critical": ("MOUNT", "SUSPEND")}),
    *ladder("uptime_seconds", {"notice": ("0", "600", "86399"), "": ("86400", "31536000")}),
    *ladder("mode_name", {"": ("PRIMARY", "STANDBY")}),
))  # fmt: skip
LICENCE = _seeding("licence", "licence/enterprise-with-a-date", of=(
    *ladder("days_left", {"critical": ("-40", "-1", "0", "1", "30"), "warn": ("31", "60", "90"), "": ("91", "365")}),
    *ladder("server_type", {"warn": ("2", "3"), "": ("1", "4")}),
    healthy("without an end", put({"days_left": None, "ends": None})),
))  # fmt: skip
SESSIONS = _seeding("sessions", "sessions/ordinary", of=(
    *ladder("n_sess", {"warn": ("400", "420", "474"), "critical": ("475", "499", "500"), "": ("399", "1")}),
    *ladder("licensed", {"warn": ("100", "85"), "critical": ("84", "80"), "": ("101", "5000")}),
))  # fmt: skip
_WAITING = {"waiter": "1201", "waiting_user": "APP", "holding_user": "APP2", "holder_state": "IDLE"}
LOCK_WAITS = _seeding("lock_waits", "waits/nobody-waits", of=ladder("seconds", {"warn": ("30", "120", "299"), "critical": ("300", "86400"), "": ("0", "29")}, cells=_WAITING))  # fmt: skip
_OPEN = {"trx": "1201", "user_name": "APP", "appname": "java", "ins_cnt": "3", "del_cnt": "0", "upd_cnt": "0"}
LONG = _seeding("long_transactions", "transactions/none", of=(
    *ladder("seconds", {"warn": ("600", "3599"), "critical": ("3600", "90000"), "": ("599", "0")}, subject="idle", cells={**_OPEN, "state": "IDLE"}),
    *ladder("seconds", {"warn": ("3600", "21599"), "critical": ("21600", "90000"), "": ("3599",)}, subject="open", cells={**_OPEN, "state": "ACTIVE"}),
    healthy("idle for a day and nothing changed", put({**_OPEN, "ins_cnt": "0", "state": "IDLE", "seconds": "86400"})),
))  # fmt: skip
DEADLOCKS = _seeding("deadlocks", "deadlocks/none", of=(
    *ladder("recent", {"notice": ("1", "9"), "warn": ("10", "400")}, cells={"known": "400"}),
    healthy("old ones", put({"known": "60"})),
))  # fmt: skip
REDO = _seeding("redo_logs", "redo/ordinary", of=(
    *ladder("free_space", {"warn": ("858993459", "300000000"), "critical": ("214748364", "0"), "": ("859000000",)}),
    *ladder("switches", {"warn": ("96", "128"), "": ("95", "0")}),
    fault("small files and half as many switches", {"": "notice"}, put({"rlog_size": "268435456", "switches": "48"})),
    healthy("small files and few switches", put({"rlog_size": "268435456", "switches": "47"})),
    fault("one file", {"": "warn"}, Rows("take", {}, {"path": "/dm8/data/DAMENG/DAMENG02.log"})),
))  # fmt: skip
LOG = _seeding("server_log", "log_levels/calm", of=(
    *(fault(f"{level} lines: {n}", {"": worth}, added({"level_name": level, "lines_count": n, "recent_count": n}, level_name="WARN"))
      for level, worth in (("ERROR", "warn"), ("FATAL", "critical")) for n in ("1", "900")),
    *(healthy(f"{level} lines, none in a week", added({"level_name": level, "lines_count": "5", "recent_count": "0"}, level_name="WARN")) for level in ("ERROR", "FATAL")),
    healthy("many warnings", put({"recent_count": "9000"}, level_name="WARN")),
))  # fmt: skip
_DAY = 86_400
_FULL, _INCR = {"backup_name": "DB_FULL_1"}, {"backup_name": "DB_INCR_1"}
BACKUP = _seeding("backup_age", "backup_sets/full-and-incremental", "backup_folders/no-backup-job", of=(
    *ladder("age_seconds", {"warn": (str(8 * _DAY), str(15 * _DAY - 1)), "critical": (str(15 * _DAY), str(400 * _DAY)), "": (str(8 * _DAY - 1),)}, subject="full", at=_FULL),
    *(fault(f"the last one is {n} s old", {"last": level}, put({"age_seconds": str(n)}, at=_INCR), put({"age_seconds": str(n)}, at=_FULL))
      for n, level in ((2 * _DAY, "warn"), (8 * _DAY - 1, "warn"))),
    fault("nothing for a week", {"full": "warn", "last": "critical"}, put({"age_seconds": str(8 * _DAY)})),
    healthy("a full one just now, no increment", put({"age_seconds": "60"}, at=_FULL), put({"age_seconds": str(3 * _DAY)}, at=_INCR)),
))  # fmt: skip
ARCHIVING = _seeding("archiving", "archiving/local-with-limit", of=(
    fault("off", {"": "warn"}, put({"arch_mode": "N", "arch_type": None, "arch_dest": None, "arch_status": None, "arch_space_limit": None})),
    fault("the local one is invalid", {"LOCAL /dmarch": "critical"}, put({"arch_status": "INVALID"})),
    fault("no limit of space", {"LOCAL /dmarch": "notice"}, put({"arch_space_limit": "0"})),
    *(fault(f"the standby's is {status}", {"REALTIME DM02": level}, added({"arch_type": "REALTIME", "arch_dest": "DM02", "arch_status": status, "arch_space_limit": None}))
      for status, level in (("INVALID", "critical"), ("ASYNC_SEND", "notice"))),
    healthy("a valid standby", added({"arch_type": "REALTIME", "arch_dest": "DM02", "arch_status": "VALID", "arch_space_limit": None})),
))  # fmt: skip
GUARD = _seeding("guard", "watcher/open", of=(
    fault("no watcher", {"": "critical"}, put(dict.fromkeys(("group_name", "dw_type", "dw_mode", "dw_status", "auto_restart", "silent_seconds")))),
    *ladder("silent_seconds", {"critical": ("30", "4000"), "": ("29", "1")}),
    *ladder("dw_status", {"warn": ("STARTUP", "RECOVERY", "UNIFY EP", "ERROR")}),
    fault("it does not restart the instance", {"": "notice"}, put({"auto_restart": "0"})),
))  # fmt: skip
REPLAY = _seeding("replay_lag", "replay/standby", of=ladder("lag_seconds", {"warn": ("300", "3599"), "critical": ("3600", "900000"), "": ("299", "0", "-2")}))  # fmt: skip
JOBS = _seeding("jobs", "job_schema/set-up", "job_runs/succeeding", of=(
    fault("the last run failed", {"bak_full": "warn"}, put({"errcode": "-8054"}, of="dameng.job_runs", age_seconds="40000")),
    fault("an earlier run failed", {"bak_full": "notice"}, put({"errcode": "-8054"}, of="dameng.job_runs", age_seconds="130000")),
    fault("switched off", {"bak_full": "notice"}, put({"enabled": "0"}, of="dameng.job_runs")),
    healthy("a job that has not run", added({"name": "x", "errcode": None, "age_seconds": None}, of="dameng.job_runs")),
))  # fmt: skip
_MAIN = {"name": "MAIN"}
_MIB = 128  # pages of 8 KiB
TABLESPACES = _seeding("tablespace_usage", "tablespaces/ordinary", of=(
    *ladder("free_size", {"warn": ("19660", "7000"), "critical": ("6553", "0"), "": ("19661", "131072")}, subject="MAIN", cells={"auto_extend": "0"}, at=_MAIN),
    *(fault(f"grown to {n} of 20480 MiB", {"MAIN": level}, put({"total_size": str(n * _MIB), "free_size": "0"}, at=_MAIN)) for n, level in ((17408, "warn"), (19455, "warn"), (19456, "critical"), (20480, "critical"))),
    healthy("grown to 17407 of 20480 MiB", put({"total_size": str(17407 * _MIB), "free_size": "0"}, at=_MAIN)),
    healthy("full, and may grow without a limit", put({"free_size": "0", "max_size": "0"}, at=_MAIN)),
    healthy("full, and may grow as far as the server calls unlimited", put({"free_size": "0", "max_size": "16777215"}, at=_MAIN)),
    healthy("undo is full", put({"free_size": "0", "auto_extend": "0"}, name="ROLL")),
    healthy("temporary space is full", put({"free_size": "0", "auto_extend": "0"}, name="TEMP")),
    *ladder("status", {"warn": ("1", "2"), "critical": ("3",)}, subject="MAIN", at=_MAIN),
))  # fmt: skip


def _parameter(name: str, value: str) -> Rows:
    return put({"sys_value": value, "file_value": value}, of="dameng.parameters", name=name)


_SET = ("parameters/ordinary", "machine/ordinary")
PARAMETERS = _seeding("parameters", *_SET, of=(
    *(fault(f"a buffer of {n} MiB of 16000", {"buffer": level}, _parameter("BUFFER", str(n))) for n, level in ((12801, "warn"), (15000, "warn"), (3199, "notice"), (100, "notice"))),
    *(healthy(f"a buffer of {n} MiB of 16000", _parameter("BUFFER", str(n))) for n in (12799, 3201)),
    fault("a parameter waits", {"pending restart": "notice"}, put({"file_value": "900"}, name="MAX_SESSIONS")),
    *(fault(f"tracing {n}", {"tracing": "notice"}, _parameter("SVR_LOG", n)) for n in ("1", "2")),
))  # fmt: skip
PASSWORDS = _seeding("password_policy", *_SET, of=(
    fault("no rule", {"password rules": "warn"}, _parameter("PWD_POLICY", "0")),
    *(fault(f"rules {n}", {"password rules": "notice"}, _parameter("PWD_POLICY", n)) for n in ("1", "2", "3", "13", "6")),
    *(healthy(f"rules {n}", _parameter("PWD_POLICY", n)) for n in ("7", "11", "19", "31")),
    *(fault(f"at least {n} signs", {"password rules": "notice"}, _parameter("PWD_MIN_LEN", n)) for n in ("7", "1")),
    healthy("at least 8 signs", _parameter("PWD_MIN_LEN", "8")),
    healthy("a server without PWD_MIN_LEN", Rows("take", {}, {"name": "PWD_MIN_LEN"})),
    fault("no auditing", {"audit": "notice"}, _parameter("ENABLE_AUDIT", "0")),
))  # fmt: skip
ACCOUNTS = _seeding("accounts", "accounts/ordinary", of=(
    *ladder("days_left", {"warn": ("30", "8"), "critical": ("7", "0", "-5"), "": ("31",)}, subject="APP", username="APP"),
    *ladder("account_status", {"critical": ("EXPIRED", "EXPIRED(GRACE)"), "warn": ("LOCKED(TIMED)",), "notice": ("LOCKED", "EXPIRED & LOCKED")}, subject="APP", username="APP"),
    *(healthy(f"{name} is expired from the beginning", added({"username": name, "account_status": "EXPIRED"}, username="SYS")) for name in ("SYSSSO", "SYSAUDITOR", "AWR1")),
    fault("SYSDBA's ends", {"SYSDBA": "critical"}, put({"days_left": "3"}, username="SYSDBA")),
))  # fmt: skip
_INVALID = {"owner": "APP", "object_name": "P_NIGHT", "object_type": "PROCEDURE"}
OBJECTS = _seeding("invalid_objects", "objects/all-valid", of=(
    fault("a procedure", {"APP.P_NIGHT": "notice"}, put(_INVALID)),
    fault("two of them", {"APP.P_NIGHT": "notice", "APP.视图一": "notice"}, put(_INVALID), added({"object_name": "视图一", "object_type": "VIEW"})),
))  # fmt: skip
TOP = _seeding("top_statements", "slow_statements/some", of=(
    *ladder("exec_time", {"notice": ("10000", "900000"), "": ("9999", "2")}, sql_id="211"),
))  # fmt: skip
SEEDINGS = (
    INSTANCE,
    LICENCE,
    SESSIONS,
    LOCK_WAITS,
    LONG,
    DEADLOCKS,
    REDO,
    LOG,
    BACKUP,
    ARCHIVING,
    GUARD,
    REPLAY,
    JOBS,
    TABLESPACES,
    PARAMETERS,
    PASSWORDS,
    ACCOUNTS,
    OBJECTS,
    TOP,
)
