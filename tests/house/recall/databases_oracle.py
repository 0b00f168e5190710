"""Seeds for Oracle. No answer of a real one was had: an emulated dictionary answered our own statements."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from datetime import timedelta

from agent.past import Series
from tests.house.recall.ladders import ladder
from tests.house.recall.shapes import AT, UNTOUCHED, Edit, Seeding, Variation, fault, healthy
from tests.house.recall.tables import Cell, Rows, added, put, taken

_PDB = "SALES"
_DAY = 86_400
_GIB = 2**30


def _case(name: str) -> str:
    return f"oracle.{name}" if "/" in name else f"oracle.{name}/sound"


def _seeding(check: str, *cases: str, of: tuple[Variation, ...], mend: tuple[Edit | Rows, ...] = ()) -> Seeding:
    return Seeding(f"database.oracle.{check}", tuple(map(_case, cases)), (UNTOUCHED, *of), mend, platform="oracle")


_ONE = {"of": "oracle.instances", "inst_id": "1"}
INSTANCE = _seeding("instance", "database", "instances", "threads", of=(
    *ladder("open_mode", {"critical": ("MOUNTED",), "warn": ("READ ONLY",)}, subject="*"),
    *ladder("status", {"critical": ("MOUNTED", "STARTED")}, subject="orcl1", at=_ONE),
    *ladder("database_status", {"critical": ("SUSPENDED",)}, subject="orcl1", at=_ONE),
    *ladder("blocked", {"critical": ("YES",)}, subject="orcl1", at=_ONE),
    *ladder("logins", {"critical": ("RESTRICTED",)}, subject="orcl1", at=_ONE),
    *ladder("uptime_seconds", {"notice": ("60", "86399"), "": ("86400",)}, subject="orcl1", at=_ONE),
    fault("a thread without an instance", {"thread 2": "warn"}, put({"status": "CLOSED"}, of="oracle.threads", thread_number="2")),
    healthy("a standby that is mounted", put({"open_mode": "MOUNTED", "database_role": "PHYSICAL STANDBY"}), put({"status": "MOUNTED"}, of="oracle.instances")),
))  # fmt: skip
_ON1 = {"inst_id": "1"}
PLUGGABLES = _seeding("pluggable_databases", "pluggables", of=(
    fault("closed and saved to be open", {"SALES": "critical"}, put({"open_mode": "MOUNTED"}, at=_ON1)),
    fault("closed and not saved", {"SALES": "notice"}, put({"open_mode": "MOUNTED", "saved": None}, at=_ON1)),
    fault("read-only", {"SALES": "notice"}, put({"open_mode": "READ ONLY"}, at=_ON1)),
    fault("restricted", {"SALES": "warn"}, put({"restricted": "YES"}, at=_ON1)),
    fault("violations", {"SALES": "warn"}, put({"violations": "2"}, at=_ON1)),
    fault("being migrated", {"SALES": "warn"}, put({"open_mode": "MIGRATE"}, at=_ON1)),
))  # fmt: skip
RESOURCES = _seeding("resource_limits", "resources", of=(
    *ladder("current_utilization", {"warn": ("800", "899"), "critical": ("900", "1000"), "": ("799",)}, subject="processes@1", resource_name="processes"),
    *ladder("max_utilization", {"warn": ("1000",), "": ("999",)}, subject="processes@1", resource_name="processes"),
))  # fmt: skip
_WAITING: dict[str, Cell] = {
    "sid": "1:40",
    "sessions": None,
    "username": "APP",
    "event": "enq: TX - row lock contention",
    "blocker": "1:11",
    "blocker_user": "SALES",
    "blocker_program": "java",
    "blocker_status": "INACTIVE",
    "blocker_type": "USER",
}
BLOCKED = _seeding("blocked_sessions", "blocking", of=(
    *ladder("waited", {"warn": ("60", "899"), "critical": ("900",), "": ("59",)}, cells=_WAITING, add=True),
    fault("twenty of them for ten seconds", {"": "critical"}, *(added({**_WAITING, "sid": f"1:{n}", "waited": "10"}) for n in range(100, 120))),
    healthy("nineteen of them for ten seconds", *(added({**_WAITING, "sid": f"1:{n}", "waited": "10"}) for n in range(100, 119))),
    healthy("forty commits at this moment", *(added({**_WAITING, "sid": f"1:{n}", "waited": "0.1", "event": "log file sync", "blocker_type": "BACKGROUND"}) for n in range(100, 140))),
))  # fmt: skip
TRANSACTIONS = _seeding(
    "long_transactions",
    "transactions",
    of=ladder("age", {"warn": ("3600", "86399"), "critical": ("86400",), "": ("3599",)}, sid="1:11"),
)
REDO = _seeding("redo_logs", "redo", of=(
    fault("two groups", {"thread 1": "notice"}, taken(group_number="3")),
    fault("different sizes", {"thread 1": "notice"}, put({"amount": "536870912"}, about="group", group_number="3")),
    fault("a member cannot be written", {"group 1": "critical"}, put({"status": "INVALID"}, about="member", group_number="1")),
))  # fmt: skip
_ARCHIVE = "archive_destinations"
ARCHIVE_MODE = _seeding("archive_mode", "database", of=(
    fault("not archived", {"": "critical"}, put({"log_mode": "NOARCHIVELOG"})),
    fault("a standby and no forced logging", {"": "warn"}, put({"protection_mode": "MAXIMUM AVAILABILITY", "protection_level": "MAXIMUM AVAILABILITY", "force_logging": "NO"})),
    fault("protected less than configured", {"": "warn"}, put({"protection_mode": "MAXIMUM AVAILABILITY", "protection_level": "RESYNCHRONIZATION"})),
    healthy("no standby and no forced logging", put({"force_logging": "NO"})),
))  # fmt: skip
ARCHIVING = _seeding("archive_destinations", _ARCHIVE, of=(
    *ladder("status", {"critical": ("ERROR", "BAD PARAM", "FULL"), "notice": ("DEFERRED",), "": ("IDLE",)}, subject="dest_2", cells={"error": None}, dest_id="2"),
    fault("valid with an error", {"dest_2": "warn"}, put({"error": "ORA-16191"}, dest_id="2")),
    fault("none is valid", {"": "critical", "dest_1": "critical", "dest_2": "critical"}, put({"status": "ERROR"}, dest_id="1"), put({"status": "ERROR"}, dest_id="2")),
))  # fmt: skip
_FILES = {"about": "files"}
BACKUP = _seeding("backup_age", "backups", of=(
    *(fault(f"the least recent is {n} s old", {"files": level}, put({"started_seconds": str(n)}, at=_FILES)) for n, level in ((8 * _DAY, "warn"), (15 * _DAY - 1, "warn"), (15 * _DAY, "critical"))),
    healthy("the least recent is nearly eight days old", put({"started_seconds": str(8 * _DAY - 1)}, at=_FILES)),
    fault("some never", {"files": "critical"}, put({"never": "1"}, at=_FILES)),
    *(fault(f"redo saved {n} s ago", {"redo": level}, put({"ended_seconds": str(n), "started_seconds": str(n + 60)}, about="job")) for n, level in ((93_600, "warn"), (180_000, "critical"))),
    healthy("redo saved 26 hours ago", put({"ended_seconds": "93599", "started_seconds": "93700"}, about="job")),
    *(fault(f"the last run {status}", {"job ARCHIVELOG": level}, added({"kind": "ARCHIVELOG", "status": status, "ended_seconds": "60", "started_seconds": "120"}, about="job", kind="ARCHIVELOG"))
      for status, level in (("FAILED", "critical"), ("COMPLETED WITH ERRORS", "warn"), ("COMPLETED WITH WARNINGS", "notice"))),
))  # fmt: skip
UNSAVED = _seeding(
    "unsaved_archived_logs",
    "archived_logs",
    of=ladder("oldest_seconds", {"warn": ("93600", "266399"), "critical": ("266400",), "": ("93599",)}),
)
LAG = Seeding("database.oracle.standby_lag", ("oracle.standby/standby",), (
    UNTOUCHED, fault("an hour behind", {"": "critical"}, instead=("oracle.standby/standby-behind",)),
    fault("no process applies", {"": "critical"}, Rows("take", {}, {"about": "process"})),
), platform="oracle")  # fmt: skip
SHIPPING = _seeding("standby_shipping", "shipping", of=(
    *ladder("status", {"critical": ("ERROR",), "notice": ("DEFERRED",), "": ("IDLE",)}, subject="ORCL_SH"),
    *ladder("gap_status", {"critical": ("UNRESOLVABLE GAP",), "warn": ("RESOLVABLE GAP",)}, subject="ORCL_SH"),
    *ladder("recovery_mode", {"warn": ("IDLE",)}, subject="ORCL_SH"),
))  # fmt: skip
_TABLESPACE = ("tablespace_definitions", "data_files", "free_space", "recycle_bins", "segments", "disk_groups")
_FREE = {"of": "oracle.free_space", "part": _PDB, "tablespace_name": "SALES_DATA"}
_FILE = {"of": "oracle.data_files", "part": _PDB, "tablespace_name": "SALES_DATA"}
_ALLOCATED = 21_474_836_480


def _used(share: float) -> tuple[Rows, ...]:
    """A file that does not grow, used by so much; nothing in the recycle bin."""
    free = str(round(_ALLOCATED * (1 - share)))
    return (
        put({"autoextensible": "NO", "maxbytes": "0"}, at=_FILE),
        put({"free_bytes": free, "largest_bytes": free}, at=_FREE),
        put({"blocks": "0"}, of="oracle.recycle_bins", part=_PDB),
    )


USAGE = _seeding("tablespace_usage", *_TABLESPACE, of=(
    *(fault(f"{share:.1%} used, and it does not grow", {"SALES.SALES_DATA": level}, *_used(share)) for share, level in ((0.851, "warn"), (0.949, "warn"), (0.951, "critical"), (0.999, "critical"))),
    healthy("84.9 % used, and it does not grow", *_used(0.849)),
    fault("full, so that it has no row of free space", {"SALES.SALES_DATA": "critical"}, put({"autoextensible": "NO", "maxbytes": "0"}, at=_FILE), taken(at=_FREE), put({"blocks": "0"}, of="oracle.recycle_bins", part=_PDB)),
    fault("full, and the disk group has no room to grow", {"SALES.SALES_DATA": "critical"}, taken(at=_FREE), put({"blocks": "0"}, of="oracle.recycle_bins", part=_PDB), put({"free_mb": "10", "usable_file_mb": "5"}, of="oracle.disk_groups", name="DATA")),
    healthy("full, and it may grow by half", taken(at=_FREE)),
    fault("offline", {"SALES.SALES_DATA": "notice"}, put({"status": "OFFLINE"}, of="oracle.tablespace_definitions", part=_PDB, tablespace_name="SALES_DATA")),
))  # fmt: skip
FRAGMENTATION = _seeding("tablespace_fragmentation", *_TABLESPACE, of=(
    fault("dictionary-managed", {"SALES.SALES_DATA": "warn"}, put({"extent_management": "DICTIONARY"}, part=_PDB, tablespace_name="SALES_DATA")),
    *ladder("below_64m", {"notice": ("2684354560", "5368709120"), "": ("2600000000",)}, subject="SALES.SALES_DATA", cells={"chunks": "4000"}, at=_FREE),
))  # fmt: skip
_DATA = {"name": "DATA"}
GROUPS = _seeding("disk_groups", "disk_groups", of=(
    *ladder("usable_file_mb", {"warn": ("307200", "102401", "-5"), "critical": ("102400", "0"), "": ("307201",)}, subject="DATA", at=_DATA),
    *ladder("usable_file_mb", {"warn": ("153600",), "critical": ("51200",), "": ("153601",)}, subject="FRA", name="FRA"),
    *ladder("offline_disks", {"critical": ("1",)}, subject="DATA", at=_DATA),
    *ladder("state", {"critical": ("BROKEN",), "notice": ("DISMOUNTED",), "": ("MOUNTED",)}, subject="DATA", at=_DATA),
))  # fmt: skip
_LIMIT = 536_870_912_000
AREA = _seeding("recovery_area", "recovery_area", of=(
    *ladder("space_used", {"warn": (str(_LIMIT * 85 // 100 + 1), str(_LIMIT * 949 // 1000)), "critical": (str(_LIMIT * 95 // 100 + 1), str(_LIMIT)), "": (str(_LIMIT * 84 // 100),)}, cells={"space_reclaimable": "0"}),
    healthy("full, and nearly all of it can be cleared away", put({"space_used": str(_LIMIT), "space_reclaimable": str(_LIMIT * 9 // 10)})),
    fault("no size", {"": "critical"}, put({"space_limit": "0"})),
))  # fmt: skip
TEMPORARY = _seeding("temporary_space", "temporary", of=(
    fault("90 % in use, and it does not grow", {"SALES.TEMP": "warn"}, put({"grows": "NO", "other_bytes": "0"}, part=_PDB, about="file"), put({"other_bytes": "858993459"}, part=_PDB, about="space")),
    fault("all in use, and it does not grow", {"SALES.TEMP": "critical"}, put({"grows": "NO", "other_bytes": "0"}, part=_PDB, about="file"), put({"other_bytes": "0"}, part=_PDB, about="space")),
    healthy("all in use, and it grows", put({"other_bytes": "0"}, part=_PDB, about="space")),
))  # fmt: skip
UNDO = _seeding("undo_space", *_TABLESPACE, "undo_extents", "undo_errors", of=(
    *(fault(f"{n} active", {"SALES.UNDOTBS1": "warn"}, put({"size_bytes": str(n)}, of="oracle.undo_extents", part=_PDB, status="ACTIVE")) for n in (3_650_722_202, 4_294_967_296)),
    healthy("80 % active", put({"size_bytes": "3435973836"}, of="oracle.undo_extents", part=_PDB, status="ACTIVE")),
    *(fault(f"{n} too old", {"SALES.UNDOTBS1": level, "CDB$ROOT.UNDOTBS1": level}, put({"too_old": n}, of="oracle.undo_errors")) for n, level in (("1", "notice"), ("9", "notice"), ("10", "warn"))),
    fault("no space", {"SALES.UNDOTBS1": "critical", "CDB$ROOT.UNDOTBS1": "critical"}, put({"no_space": "1"}, of="oracle.undo_errors")),
))  # fmt: skip
SEGMENTS = _seeding("largest_segments", "segments", of=ladder(
    "extents", {"warn": ("80", "94"), "critical": ("95", "100"), "": ("79",)}, subject="SALES.SALES.ORDERS*", cells={"max_extents": "100"}, part=_PDB, segment_name="ORDERS",
))  # fmt: skip
_INDEX: dict[str, Cell] = {
    "about": "whole",
    "owner": "SALES",
    "index_name": "ORDERS_I1",
    "uniqueness": "NONUNIQUE",
    "amount": "0",
}
UNUSABLE = _seeding("unusable_indexes", "index_states", of=(
    *(fault(unique, {"SALES.SALES.ORDERS_I1": level}, added({**_INDEX, "uniqueness": unique}, part=_PDB)) for unique, level in (("UNIQUE", "critical"), ("NONUNIQUE", "warn"))),
))  # fmt: skip
_OBJECT: dict[str, Cell] = {
    "about": "invalid",
    "owner": "SALES",
    "name": "PROCEDURE",
    "version": "N",
    "status": None,
    "amount": "3",
}
INVALID = _seeding("invalid_objects", "objects", of=(
    *ladder("newest", {"warn": ("600", "604799"), "notice": ("604800",)}, subject="SALES", cells=_OBJECT, part=_PDB, add=True),
    fault("a component", {"SALES.XDB": "warn"}, put({"status": "INVALID"}, part=_PDB, name="XDB")),
    *(healthy(f"a component is {status}", put({"status": status}, part=_PDB, name="XDB")) for status in ("OPTION OFF", "REMOVED")),
))  # fmt: skip
_ALL = {"part": _PDB, "about": "all"}
STATISTICS = _seeding("optimizer_statistics", "statistics", of=(
    *ladder("stale", {"warn": ("20", "100"), "notice": ("5", "19"), "": ("4",)}, subject="SALES", cells={"tables": "100", "never": "0"}, at=_ALL),
    *ladder("never", {"warn": ("5",), "": ("4",)}, subject="SALES", cells={"tables": "10", "stale": "0"}, at=_ALL),
    fault("the job is off", {"SALES": "notice"}, put({"name": "DISABLED"}, part=_PDB, about="job")),
))  # fmt: skip
_INDEXING = ("foreign_keys", "indexes")
_LEAF = {"of": "oracle.indexes", "part": _PDB, "index_name": "LINES_PK"}
FOREIGN = _seeding("foreign_keys", *_INDEXING, of=(
    fault("no index", {"SALES": "notice"}, put({"column_name": "OTHER"}, column_position="1", at=_LEAF)),
    fault("an invisible one", {"SALES": "notice"}, put({"visibility": "INVISIBLE"}, at=_LEAF)),
))  # fmt: skip
_SHORT: dict[str, Cell] = {"index_name": "LINES_I", "uniqueness": "NONUNIQUE", "constraint_name": None}
REDUNDANT = _seeding("redundant_indexes", *_INDEXING, of=(
    fault("the beginning of another", {"SALES": "notice"}, added(_SHORT, column_position="1", at=_LEAF)),
))  # fmt: skip
_ORDERS = {"part": _PDB, "table_name": "ORDERS"}
WASTE = _seeding("high_water_marks", "high_waters", of=(
    *ladder("rows_bytes", {"notice": (str(2 * _GIB), "1000"), "": (str(2 * _GIB + 90_000_000),)}, subject="SALES.SALES.ORDERS", cells={"size_bytes": str(4 * _GIB)}, at=_ORDERS),
    healthy("its statistics are stale", put({"size_bytes": str(4 * _GIB), "rows_bytes": "1000", "stale": "YES"}, at=_ORDERS)),
    healthy("small", put({"rows_bytes": "1000"}, at=_ORDERS)),
))  # fmt: skip
_TOP = {"sql_id": "bq1xw82hd6ncc"}
STATEMENTS = _seeding("top_statements", "statements", mend=(put({"elapsed": "9000000000"}, about="all"),), of=(
    *ladder("elapsed", {"notice": ("2700000000",), "": ("2600000000",)}, subject="time", at=_TOP),
    fault("chained", {"chained": "notice"}, put({"executions": "20000"}, name="table fetch continued row")),
    healthy("hardly chained", put({"executions": "19999"}, name="table fetch continued row")),
))  # fmt: skip


def _parameter(name: str, value: str, **more: Cell) -> Rows:
    return added(
        {
            "name": name,
            "value": value,
            "isdefault": "FALSE",
            "isdeprecated": "FALSE",
            "in_file": value,
            "is_specified": "TRUE",
            **more,
        },
        name="processes",
    )


PARAMETERS = _seeding("parameters", "settings", of=(
    *(fault(name, {name: "warn"}, _parameter(name, value)) for name, value in (("remote_os_authent", "TRUE"), ("remote_os_roles", "TRUE"), ("sec_case_sensitive_logon", "FALSE"), ("utl_file_dir", "*"))),
    fault("differs in the file", {"file": "notice"}, put({"in_file": "2000"}, name="processes")),
    fault("hidden", {"hidden": "notice"}, _parameter("_optim_peek_user_binds", "FALSE")),
    fault("deprecated", {"deprecated": "notice"}, _parameter("background_dump_dest", "x", isdeprecated="TRUE")),
))  # fmt: skip
_ACCOUNTS = "accounts"
_USER = {"part": _PDB, "username": "SALES"}
EXPIRY = _seeding("account_expiry", _ACCOUNTS, of=(
    *ladder("expires_seconds", {"warn": (str(30 * _DAY), str(7 * _DAY + 1)), "critical": (str(7 * _DAY), "60"), "": (str(30 * _DAY + 1),)}, subject="SALES.SALES", at=_USER),
    *ladder("account_status", {"warn": ("LOCKED(TIMED)", "EXPIRED"), "critical": ("EXPIRED(GRACE)",), "": ("LOCKED", "EXPIRED & LOCKED")}, subject="SALES.SALES", at=_USER),
))  # fmt: skip
DEFAULTS = _seeding("default_passwords", _ACCOUNTS, of=(
    *ladder("with_default", {"critical": ("Y",)}, subject="SALES.SALES", at=_USER),
))  # fmt: skip
_HOLDERS = (_ACCOUNTS, "rights")
_ROLE = {"of": "oracle.rights", "part": _PDB, "about": "role", "grantee": "SALES"}
PRIVILEGED = _seeding("privileged_accounts", *_HOLDERS, of=(
    fault("DBA", {"SALES.SALES": "warn"}, put({"granted": "DBA"}, at=_ROLE)),
    fault("a sweeping privilege", {"SALES.SALES": "notice"}, put({"granted": "SELECT ANY TABLE"}, of="oracle.rights", part=_PDB, about="privilege", grantee="SALES")),
))  # fmt: skip
_PROFILE = {"of": "oracle.rights", "part": _PDB, "about": "profile", "grantee": "PEOPLE"}
POLICY = _seeding("password_policy", *_HOLDERS, of=(
    *(fault(f"attempts {n}", {"SALES.PEOPLE": "warn"}, put({"more": n}, granted="FAILED_LOGIN_ATTEMPTS", at=_PROFILE)) for n in ("11", "UNLIMITED")),
    healthy("ten attempts", put({"more": "10"}, granted="FAILED_LOGIN_ATTEMPTS", at=_PROFILE)),
    fault("no function", {"SALES.PEOPLE": "notice"}, put({"more": "NULL"}, granted="PASSWORD_VERIFY_FUNCTION", at=_PROFILE)),
    fault("no end", {"SALES.PEOPLE": "notice"}, put({"more": "UNLIMITED"}, granted="PASSWORD_LIFE_TIME", at=_PROFILE)),
))  # fmt: skip
FILES = _seeding("data_files", "file_states", of=(
    fault("troubled", {"offline": "critical", "recovery": "critical", "corrupt": "critical", "count": "critical", "backup_mode": "warn", "unrecoverable": "warn"}, instead=("oracle.file_states/troubled",)),
))  # fmt: skip
_JOB: dict[str, Cell] = {"about": "scheduled", "owner": "SALES", "job_name": "LOAD", "failed": "1", "runs": "4"}
JOBS = _seeding("jobs", "jobs", of=(
    fault("the last run failed", {"SALES.SALES.LOAD": "warn"}, added({**_JOB, "error": "1653", "last_status": "FAILED"}, part=_PDB)),
    fault("an earlier run failed", {"SALES.SALES.LOAD": "notice"}, added({**_JOB, "error": "0", "last_status": "SUCCEEDED"}, part=_PDB)),
    fault("broken", {"SALES.SALES.*21": "warn"}, added({**_JOB, "about": "broken", "job_name": "21", "failed": "16", "runs": None, "last_status": "Y"}, part=_PDB)),
))  # fmt: skip
_LATEST = {"part": _PDB, "patch_id": "34786990"}
PATCHES = _seeding("patch_level", "patches", of=(
    *ladder("age", {"notice": (str(400 * _DAY),), "": (str(400 * _DAY - 1),)}, subject="SALES", part=_PDB, about="patch"),
    *ladder("status", {"warn": ("WITH ERRORS", "BOOTSTRAP")}, subject="SALES.*34786990", at=_LATEST),
    fault("datapatch did not run", {"SALES": "warn"}, put({"description": "19.21.0.0.0"}, part=_PDB, about="binary")),
    healthy("the binaries of a standby are ahead", put({"description": "19.21.0.0.0", "status": "PHYSICAL STANDBY"}, part=_PDB, about="binary")),
))  # fmt: skip
_NODE = {"inst_id": "2"}
INTERCONNECT = _seeding("interconnect", "interconnects", of=(
    *ladder("amount", {"warn": ("10000", "900000"), "": ("9900",)}, subject="instance 2", name="gc blocks lost", at=_NODE),
    *ladder("amount", {"warn": ("1",)}, subject="instance 2", name="gc blocks corrupt", at=_NODE),
    fault("a public network", {"instance 2": "warn"}, put({"is_public": "YES"}, about="link", at=_NODE)),
))  # fmt: skip
SYSAUX = _seeding("sysaux", "sysaux", of=ladder(
    "size_bytes", {"notice": (str(10 * _GIB), str(50 * _GIB - 1)), "warn": (str(50 * _GIB),), "": (str(10 * _GIB - 1),)}, subject="SALES.SM/AWR", part=_PDB, occupant_name="SM/AWR",
))  # fmt: skip
_QUOTA: dict[str, Cell] = {"about": "bounded", "account": "SALES", "tablespace": "DATA", "most": "1000"}
QUOTAS = _seeding(
    "quotas",
    "quotas",
    of=ladder(
        "used",
        {"warn": ("850", "949"), "critical": ("950", "1000"), "": ("849",)},
        subject="SALES.SALES.DATA",
        cells=_QUOTA,
        part=_PDB,
        add=True,
    ),
)
_SEQUENCE: dict[str, Cell] = {"about": "used", "owner": "SALES", "name": "S", "least": "1", "most": "1000", "step": "1"}
SEQUENCES = _seeding("sequences", "sequences", of=(
    *ladder("reached", {"warn": ("801", "949"), "critical": ("952", "1000"), "": ("790",)}, subject="SALES.SALES.S", cells=_SEQUENCE, part=_PDB, add=True),
    *ladder("reached", {"critical": ("-990",), "": ("-100",)}, subject="SALES.SALES.S", cells={**_SEQUENCE, "least": "-1000", "most": "0", "step": "-1"}, part=_PDB, add=True),
))  # fmt: skip
_FIRST = {"sql_id": "7h3k2mvb5u1aa"}
WORKLOAD = _seeding("workload", "workload/pack-declared", mend=(put({"elapsed": "20000000000"}, about="all"),), of=ladder(
    "elapsed", {"notice": ("6000000000", "19000000000"), "": ("5900000000",)}, at=_FIRST,
))  # fmt: skip
_PGA = {"inst_id": "1"}
MEMORY = _seeding("process_memory", "process_memory", of=(
    fault("beyond its target", {"instance 1": "notice"}, put({"value": "3"}, name="over allocation count", at=_PGA), put({"value": "9589934592"}, name="maximum PGA allocated", at=_PGA)),
    healthy("never beyond its target", put({"value": "8589934591"}, name="maximum PGA allocated", at=_PGA)),
    fault("no target", {"instance 1": "notice"}, put({"value": "0"}, name="aggregate PGA target parameter", at=_PGA)),
))  # fmt: skip
_RECORDS: dict[str, Cell] = {"about": "segment", "name": "SYS.AUD$"}
AUDIT = _seeding("audit_trail", "audit", of=(
    *ladder("amount", {"warn": (str(5 * _GIB), str(90 * _GIB)), "": (str(5 * _GIB - 1),)}, subject="SALES.SYS.AUD$", cells={**_RECORDS, "place": "SYSTEM"}, part=_PDB, add=True),
    *ladder("amount", {"notice": (str(20 * _GIB),), "": (str(20 * _GIB - 1),)}, subject="SALES.SYS.AUD$", cells={**_RECORDS, "place": "AUDIT_DATA"}, part=_PDB, add=True),
    fault("nothing is audited", {"SALES": "warn"}, put({"place": "NONE"}, part=_PDB, about="all"), taken(part=_PDB, about="policy")),
    healthy("policies alone", put({"place": None}, part=_PDB, about="all")),
))  # fmt: skip
_ORDERS_NOW = {"part": _PDB, "segment_name": "ORDERS"}
SEGMENT_GROWTH = Seeding("database.oracle.segment_growth", (_case("segments"),), (
    UNTOUCHED,
    *ladder("bytes", {"warn": (str(22 * _GIB), str(900 * _GIB)), "": (str(20 * _GIB),)}, subject="SALES.SALES.ORDERS*", at=_ORDERS_NOW),
), platform="oracle", days=2)  # fmt: skip


def _growing(daily_gib: float) -> Series:
    """Twenty days of one tablespace that had 14 GiB free of 20, up to what its answer says today."""
    moments = [AT - timedelta(days=20 - n) for n in range(20)]
    today = 16_106_127_360.0
    values = [today - daily_gib * _GIB * (20 - n) for n in range(20)]
    return {
        ("SALES.SALES_DATA", "used_bytes"): list(zip(moments, values, strict=True)),
        ("SALES.SALES_DATA", "limit_bytes"): [(at, 34_359_738_368.0) for at in moments],
    }


GROWTH = Seeding("database.oracle.tablespace_growth", tuple(map(_case, _TABLESPACE)), (
    Variation("0.6 GiB a day: full in a month", truth={"SALES.SALES_DATA": "warn"}, series=_growing(0.6)),
    Variation("0.3 GiB a day: full in two months", truth={"SALES.SALES_DATA": "notice"}, series=_growing(0.3)),
    Variation("0.01 GiB a day", series=_growing(0.01)),
), platform="oracle")  # fmt: skip
SEEDINGS = (
    INSTANCE,
    RESOURCES,
    BLOCKED,
    TRANSACTIONS,
    REDO,
    ARCHIVE_MODE,
    ARCHIVING,
    BACKUP,
    LAG,
    SHIPPING,
    USAGE,
    FRAGMENTATION,
    GROUPS,
    AREA,
    TEMPORARY,
    UNDO,
    SEGMENTS,
    UNUSABLE,
    INVALID,
    STATISTICS,
    FOREIGN,
    REDUNDANT,
    WASTE,
    STATEMENTS,
    PARAMETERS,
    EXPIRY,
    DEFAULTS,
    PRIVILEGED,
    POLICY,
    FILES,
    JOBS,
    GROWTH,
    PLUGGABLES,
    UNSAVED,
    PATCHES,
    INTERCONNECT,
    SYSAUX,
    QUOTAS,
    SEQUENCES,
    WORKLOAD,
    MEMORY,
    AUDIT,
    SEGMENT_GROWTH,
)
