"""Seeds for MySQL and MariaDB: most in answers of a real MariaDB, some in rows made up after the manual of MySQL."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from datetime import UTC, datetime, timedelta

from agent.past import Series
from checks.base import Scene
from tests.house.recall.ladders import ladder
from tests.house.recall.shapes import UNTOUCHED, Edit, Seeding, Variation, fault, healthy
from tests.house.recall.tables import Cell, Rows, added, put

_BASE = "mariadb-10.11-in-order"


def _case(name: str) -> str:
    return f"mysql.{name}" if "/" in name else f"mysql.{name}/{_BASE}"


def _seeding(
    check: str, *cases: str, of: tuple[Variation, ...], mend: tuple[Edit | Rows, ...] = (), days: float = 0.0
) -> Seeding:
    return Seeding(f"database.mysql.{check}", tuple(map(_case, cases)), (UNTOUCHED, *of), mend, platform="mysql", days=days)


def _set(name: str, value: str) -> Rows:
    return put({"Value": value}, of="mysql.settings", Variable_name=name)


def _count(name: str, value: str) -> Rows:
    return put({"Value": value}, of="mysql.counters", Variable_name=name)


_WORK = ("settings", "counters")
_OLD = (_count("Uptime", "864000"), _count("Uptime_since_flush_status", "864000"))
INSTANCE = _seeding("instance", *_WORK, mend=_OLD, of=(
    *(fault(f"up {n} s", {"": "notice"}, _count("Uptime", n)) for n in ("1", "86399")),
    healthy("up a day", _count("Uptime", "86400")),
    *(fault(f"recovery {n}", {"": "critical"}, _set("innodb_force_recovery", n)) for n in ("1", "6")),
    healthy("read-only", _set("read_only", "ON")),
))  # fmt: skip
CONNECTIONS = _seeding("connections", *_WORK, of=(
    *(fault(f"at most {n} of 60", {"": level}, _count("Max_used_connections", n)) for n, level in (("48", "warn"), ("53", "warn"), ("54", "critical"), ("61", "critical"))),
    healthy("at most 47 of 60", _count("Max_used_connections", "47")),
    fault("52 of 60 now", {"": "warn"}, _count("Threads_connected", "52")),
    fault("turned away", {"failed connects": "warn"}, _count("Connection_errors_max_connections", "1")),
    fault("100 of 2000 failed", {"failed connects": "warn"}, _count("Aborted_connects", "100"), _count("Connections", "2000")),
    healthy("99 of 1000 failed", _count("Aborted_connects", "99"), _count("Connections", "1000")),
    healthy("100 of 2001 failed", _count("Aborted_connects", "100"), _count("Connections", "2001")),
))  # fmt: skip
_TRX = {"command": "Query", "state_seconds": "0"}
TRANSACTIONS = _seeding("long_transactions", "transactions/mysql-8.0-forgotten", mend=(put({"age_seconds": "1", "state_seconds": "1"}, thread="41"),), of=(
    *ladder("age_seconds", {"warn": ("3600", "21599"), "critical": ("21600", "900000"), "": ("3599",)}, cells=_TRX, thread="42"),
    *ladder("state_seconds", {"warn": ("600", "3599"), "critical": ("3600",), "": ("599",)}, subject="idle", cells={"command": "Sleep", "age_seconds": "599"}, thread="42"),
))  # fmt: skip
LOCK_WAITS = _seeding("lock_waits", "waits/mysql-8.0-a-row", mend=(put({"waiting_seconds": "1"}),), of=ladder(
    "waiting_seconds", {"warn": ("10", "59"), "critical": ("60", "9000"), "": ("9",)},
))  # fmt: skip
HISTORY = _seeding(
    "history_list",
    "history",
    of=ladder("length", {"warn": ("1000000", "9999999"), "critical": ("10000000",), "": ("999999",)}),
)
_NOTED = {"times": "1", "first_at": "2026-11-20 10:00:00.1", "last_at": "2026-11-20 10:00:00.1"}


def _logged(prio: str, code: str, sample: str) -> Rows:
    return put({**_NOTED, "error_code": code, "prio": prio, "subsystem": "InnoDB", "sample": sample})


LOG = _seeding("error_log", "error_log/mysql-8.0-nothing-of-note", of=(
    fault("an error", {"MY-010001": "warn"}, _logged("Error", "MY-010001", "Something went wrong")),
    fault("a damaged page", {"MY-011906": "critical"}, _logged("Error", "MY-011906", "Database page corruption on disk or a failed file read of page [page id: space=12, page number=4]. You may have to recover from a backup.")),
    healthy("a warning", _logged("Warning", "MY-010055", "IP address could not be resolved")),
))  # fmt: skip
_BACKUPS = ("backup_records/mariadb-10.11-faults", "xtrabackups/mariadb-10.11-faults")
_AT = Scene(at=datetime(2026, 11, 22, 0, 0, tzinfo=UTC))


def _ended(hours: float) -> str:
    at = datetime.fromtimestamp(_AT.at.timestamp() - hours * 3600, tz=UTC)
    return at.strftime("%Y-%m-%d %H:%M:%S")


BACKUPS = Seeding("database.mysql.backup_age", tuple(map(_case, _BACKUPS)), (
    UNTOUCHED,
    *ladder("ended_at", {"warn": (_ended(192), _ended(383)), "critical": (_ended(385), _ended(9000)), "": (_ended(191),)}, subject="full", of="mysql.xtrabackups", is_incremental="0"),
    *ladder("ended_at", {"warn": (_ended(26), _ended(49)), "critical": (_ended(51),), "": (_ended(25),)}, subject="last", of="mysql.xtrabackups", is_incremental="1"),
), (put({"ended_at": _ended(100)}, of="mysql.xtrabackups", is_incremental="0"), put({"ended_at": _ended(3)}, of="mysql.xtrabackups", is_incremental="1")), scene=_AT, platform="mysql")  # fmt: skip
_EAST = {"Connection_name": "east"}
REPLICATION = _seeding("replication", "settings", "channels/mariadb-10.11-follows-two", mend=(
    put({"Slave_IO_Running": "Yes", "Seconds_Behind_Master": "0", "Last_IO_Errno": "0", "Last_IO_Error": ""}, of="mysql.channels"), _set("read_only", "ON"),
), of=(
    *ladder("Seconds_Behind_Master", {"warn": ("300", "1799"), "critical": ("1800", "90000"), "": ("299",)}, subject="east", of="mysql.channels", at=_EAST),
    *ladder("Slave_SQL_Running", {"critical": ("No",)}, subject="east", of="mysql.channels", at=_EAST),
    *ladder("Slave_IO_Running", {"critical": ("No", "Connecting")}, subject="east", of="mysql.channels", at=_EAST),
    fault("it may be written to", {"read_only": "warn"}, _set("read_only", "OFF")),
    healthy("an hour late on purpose", put({"SQL_Delay": "3600", "Seconds_Behind_Master": "3700"}, of="mysql.channels", at=_EAST)),
))  # fmt: skip
GROUP = _seeding("group_replication", "group_members/three-one-gone", mend=(put({"member_state": "ONLINE"}),), of=(
    *(fault(f"one is {state}", {"10.0.0.13:3306": level, "group": "warn"}, put({"member_state": state}, member_host="10.0.0.13"))
      for state, level in (("UNREACHABLE", "critical"), ("OFFLINE", "critical"), ("ERROR", "critical"), ("RECOVERING", "warn"))),
    fault("no majority", {"10.0.0.12:3306": "critical", "10.0.0.13:3306": "critical", "group": "critical"}, put({"member_state": "UNREACHABLE"}, member_host="10.0.0.12"), put({"member_state": "UNREACHABLE"}, member_host="10.0.0.13")),
))  # fmt: skip
_CLUSTER = (_set("wsrep_on", "ON"), _count("wsrep_cluster_status", "Primary"), _count("wsrep_ready", "ON"), _count("wsrep_cluster_size", "3"),
            *(Rows("add", {"Variable_name": n, "Value": v}, {"Variable_name": "Uptime"}, "mysql.counters") for n, v in (("wsrep_local_state", "4"), ("wsrep_flow_control_paused", "0.01"))))  # fmt: skip
GALERA = _seeding("galera", *_WORK, mend=_CLUSTER, of=(
    fault("outside", {"": "critical"}, _count("wsrep_cluster_status", "non-Primary")),
    fault("not ready", {"": "critical"}, _count("wsrep_ready", "OFF")),
    *(fault(f"state {n}", {"": "critical"}, _count("wsrep_local_state", n)) for n in ("1", "3", "0")),
    healthy("a donor", _count("wsrep_local_state", "2")),
    fault("two nodes", {"": "warn"}, _count("wsrep_cluster_size", "2")),
    *(fault(f"held back {n}", {"flow control": level}, _count("wsrep_flow_control_paused", n)) for n, level in (("0.1", "warn"), ("0.49", "warn"), ("0.5", "critical"))),
    healthy("held back 0.09", _count("wsrep_flow_control_paused", "0.09")),
))  # fmt: skip
SPACE = _seeding("schema_space", "space", of=(
    *ladder("size_bytes", {"notice": ("20000000000", "900000000000"), "": ("19999999999",)}, subject="innodb_system", name="innodb_system"),
    *ladder("size_bytes", {"": ("900000000000",)}, name="shop"),
))  # fmt: skip
GROWTH = _seeding(
    "schema_growth",
    "space",
    days=2,
    of=ladder("size_bytes", {"warn": ("10000229376", "900000000000"), "": ("9000000000",)}, subject="shop", name="shop"),
)
LOGS = _seeding("binary_logs", "settings", "binary_log_files", of=(
    *ladder("File_size", {"warn": ("100000000000", "499999999999"), "critical": ("500000000000",), "": ("99999999999",)}, of="mysql.binary_log_files"),
    fault("none are written", {"": "warn"}, _set("log_bin", "OFF"), instead=()),
    fault("never purged", {"*": "warn"}, _set("binlog_expire_logs_seconds", "0"), _set("expire_logs_days", "0")),
    fault("kept for two days", {"*": "notice"}, _set("binlog_expire_logs_seconds", "172800")),
))  # fmt: skip
COVERAGE = _seeding(
    "coverage",
    "coverage",
    of=(fault("a schema is dark", {"": "warn"}, added({"name": "dark", "tables_count": "4", "seen_count": "0"})),),
)
_COLUMN = {"table_schema": "shop", "table_name": "t", "column_name": "id"}
COUNTERS = _seeding("auto_increment", "auto_increments/mysql-8.0-a-full-int", "coverage", mend=(put({"auto_increment": "5"}),), of=tuple(
    one for kind, most in (("int", 2**31 - 1), ("int(10) unsigned", 2**32 - 1), ("tinyint(3) unsigned", 255), ("bigint", 2**63 - 1))
    for one in ladder("auto_increment", {"warn": (str(most * 3 // 4 + 1),), "critical": (str(most), str(most * 91 // 100)), "": (str(most * 74 // 100),)}, subject="shop.orders.id", cells={"column_type": kind}, table_name="orders")
))  # fmt: skip
KEYS = _seeding("primary_keys", "keyless_tables", of=(
    fault("one without", {"": "warn", "*t*": "notice"}, put({"keyless_count": "1"}), added({"name": "shop/t", "tables_count": "0", "keyless_count": "0"})),
))  # fmt: skip
ENGINES = _seeding("engines", "coverage", "other_engines/mariadb-10.11-faults", mend=(put({"engine": "ROCKSDB"}, of="mysql.other_engines"),), of=(
    *(fault(engine, {"faults.old": "notice", "": "warn"}, put({"engine": engine}, of="mysql.other_engines")) for engine in ("MyISAM", "MEMORY", "CSV", "MRG_MyISAM")),
    fault("one that cannot be opened", {"faults.old": "critical", "": "warn"}, put({"engine": None}, of="mysql.other_engines")),
    healthy("Aria", put({"engine": "Aria"}, of="mysql.other_engines")),
))  # fmt: skip
_KEY, _COL = "\x1e", "\x1f"


def _indexes(*them: str) -> str:
    return _KEY.join(one.replace("|", _COL) for one in them)


_PRIMARY = "PRIMARY|0|BTREE|id"
REDUNDANT = _seeding("redundant_indexes", "coverage", "same_beginnings/mariadb-10.11-faults", mend=(put({"indexes": _indexes("a|1|BTREE|a", "b|1|BTREE|b", _PRIMARY)}, of="mysql.same_beginnings"),), of=(
    *(fault(what, {"faults.twice.*": "notice"}, put({"indexes": _indexes(*them, _PRIMARY)}, of="mysql.same_beginnings")) for what, them in (
        ("the same twice", ("a|1|BTREE|x", "b|1|BTREE|x")), ("the beginning", ("a|1|BTREE|x", "b|1|BTREE|x|y")), ("beside a unique one", ("a|1|BTREE|x", "b|0|BTREE|x")))),
))  # fmt: skip
_BIG: dict[str, Cell] = {"file_size": "10000000000", "num_rows": "1000000", "other_index_size": "0"}
FREE = _seeding("fragmentation", "big_tables/mariadb-10.11-faults", of=ladder(
    "clust_index_size", {"notice": ("427000", "100000"), "": ("430000", "610351")}, subject="holes.big", cells=_BIG,
))  # fmt: skip


def _once(bytes_per_row: float) -> Series:
    """What a row took of its pages ten days ago; the answer says 246.8 bytes today."""
    at = _AT.at - timedelta(days=10)
    return {("holes.big", "bytes_per_row"): [(at, bytes_per_row)], ("holes.big", "file_bytes"): [(at, 83886080.0)]}


DENSITY = Seeding("database.mysql.table_density", (_case("big_tables/mariadb-10.11-faults"),), (
    Variation("twice the room", truth={"holes.big": "notice"}, series=_once(123.0)),
    Variation("nearly twice", series=_once(124.0)),
), platform="mysql")  # fmt: skip
POOL = _seeding("buffer_pool", *_WORK, mend=_OLD, of=(
    fault("one in a hundred from disk", {"": "notice"}, _count("Innodb_buffer_pool_read_requests", "1000000"), _count("Innodb_buffer_pool_reads", "10000")),
    healthy("fewer", _count("Innodb_buffer_pool_read_requests", "1000000"), _count("Innodb_buffer_pool_reads", "9999")),
    healthy("warming up", _count("Innodb_buffer_pool_read_requests", "999999"), _count("Innodb_buffer_pool_reads", "500000")),
    fault("waits for a free page", {"": "warn"}, _count("Innodb_buffer_pool_wait_free", "86400")),
    healthy("hardly any wait", _count("Innodb_buffer_pool_wait_free", "86399")),
))  # fmt: skip
_DIGEST = {"digest": "77608f549de33a41d54791ffdb0edc4d"}
_BUSY: dict[str, Cell] = {"count_star": "100", "sum_rows_sent": "100"}
TOP = _seeding("top_statements", "top_statements", mend=(put({"all_seconds": "200"}),), of=(
    *ladder("total_seconds", {"notice": ("60", "190"), "": ("59",)}, subject="77608f549de33a41", cells=_BUSY, at=_DIGEST),
    *ladder("sum_rows_examined", {"notice": ("100000",), "": ("99999",)}, subject="77608f549de33a41", cells={**_BUSY, "total_seconds": "60", "all_seconds": "9000"}, at=_DIGEST),
    healthy("seldom called", put({**_BUSY, "count_star": "99", "total_seconds": "190"}, at=_DIGEST)),
))  # fmt: skip
PARAMETERS = _seeding("parameters", *_WORK, mend=_OLD, of=(
    *(fault(f"{name} {value}", {name: level}, _set(name, value)) for name, value, level in (
        ("innodb_flush_log_at_trx_commit", "2", "warn"), ("innodb_flush_log_at_trx_commit", "0", "warn"), ("sync_binlog", "0", "notice"), ("sync_binlog", "1000", "notice"),
        ("innodb_doublewrite", "OFF", "warn"), ("innodb_checksum_algorithm", "none", "warn"), ("innodb_file_per_table", "OFF", "notice"), ("sql_mode", "NO_ENGINE_SUBSTITUTION", "notice"),
        ("binlog_format", "STATEMENT", "notice"), ("general_log", "ON", "notice"), ("innodb_stats_on_metadata", "ON", "notice"), ("slow_query_log", "OFF", "notice"))),
    healthy("no binary log, so nothing of it matters", _set("log_bin", "OFF"), _set("sync_binlog", "0"), _set("binlog_format", "STATEMENT")),
    fault("redo for a quarter of an hour", {"redo log": "notice"}, _count("Innodb_os_log_written", str(16777216 * 4 * 240))),
    healthy("redo for an hour", _count("Innodb_os_log_written", str(16777216 * 240))),
    fault("temporary tables on disk", {"temporary tables": "notice"}, _count("Created_tmp_tables", "10000"), _count("Created_tmp_disk_tables", "2500")),
    healthy("few on disk", _count("Created_tmp_tables", "10000"), _count("Created_tmp_disk_tables", "2499")),
))  # fmt: skip
_APP: dict[str, Cell] = {"user": "app", "host": "%", "plugin": "mysql_native_password"}
ACCOUNTS = _seeding("accounts", "accounts", of=(
    fault("without a password", {"*app*": "critical"}, added({**_APP, "host": "10.0.0.%", "is_empty": "1"}, user="xunjian")),
    fault("without a name", {"*": "critical"}, added({**_APP, "user": ""}, user="xunjian")),
    fault("everything from everywhere", {"*app*": "warn"}, added({**_APP, "is_super": "1"}, user="xunjian")),
    fault("files from everywhere", {"*app*": "notice"}, added({**_APP, "reads_files": "1"}, user="xunjian")),
    healthy("everything from one address", added({**_APP, "host": "10.0.0.5", "is_super": "1"}, user="xunjian")),
    healthy("without a password and locked", added({**_APP, "is_empty": "1", "is_locked": "1"}, user="xunjian")),
    healthy("a role", added({**_APP, "is_empty": "1", "is_role": "1", "host": ""}, user="xunjian")),
))  # fmt: skip
SECURITY = _seeding("security_settings", "settings", mend=(_set("have_ssl", "YES"),), of=tuple(
    fault(f"{name} {value}", {name: level}, _set(name, value)) for name, value, level in (
        ("have_ssl", "DISABLED", "notice"), ("tls_version", "TLSv1.1,TLSv1.2", "notice"), ("local_infile", "ON", "notice"), ("secure_file_priv", "", "notice"), ("old_passwords", "ON", "warn"))
))  # fmt: skip
VERSION = _seeding("version_support", "settings", of=tuple(
    fault(f"version {n}", {"": level}, Edit('"version":101119', f'"version":{n}')) for n, level in ((100522, "warn"), (100339, "warn"), (100618, "warn"))
))  # fmt: skip
SEEDINGS = (
    INSTANCE,
    CONNECTIONS,
    TRANSACTIONS,
    LOCK_WAITS,
    HISTORY,
    LOG,
    BACKUPS,
    REPLICATION,
    GROUP,
    GALERA,
    SPACE,
    GROWTH,
    LOGS,
    COVERAGE,
    COUNTERS,
    KEYS,
    ENGINES,
    REDUNDANT,
    FREE,
    DENSITY,
    POOL,
    TOP,
    PARAMETERS,
    ACCOUNTS,
    SECURITY,
    VERSION,
)
