"""Worlds of an emulated Oracle, written by hand: a sound container database of 19c, a troubled one, an old single one.

What is wrong in the troubled world is known row by row, so that each fault must be found, and nothing else.
"""

from dataclasses import replace
from typing import Final

from tests.house.oracle.emulated import Content, Value, World, ago, written

MIB: Final = 1 << 20
GIB: Final = 1 << 30
Rows = list[dict[str, Value]]


def rows(names: str, *values: tuple[Value, ...]) -> Rows:
    """Rows of the named columns."""
    return [dict(zip(names.split(), one, strict=True)) for one in values]


def database(**more: Value) -> Rows:
    """V$DATABASE."""
    plain: dict[str, Value] = {
        "dbid": 1650021450,
        "name": "ORCL",
        "db_unique_name": "ORCL_BJ",
        "open_mode": "READ WRITE",
        "database_role": "PRIMARY",
        "log_mode": "ARCHIVELOG",
        "force_logging": "YES",
        "flashback_on": "NO",
        "protection_mode": "MAXIMUM PERFORMANCE",
        "protection_level": "MAXIMUM PERFORMANCE",
        "switchover_status": "TO STANDBY",
        "cdb": "YES",
    }
    return [plain | more]


def instance(**more: Value) -> dict[str, Value]:
    """A row of GV$INSTANCE."""
    plain: dict[str, Value] = {
        "inst_id": 1,
        "instance_name": "orcl1",
        "host_name": "db01",
        "version": "19.0.0.0.0",
        "startup_time": ago(days=90),
        "status": "OPEN",
        "logins": "ALLOWED",
        "database_status": "ACTIVE",
        "blocked": "NO",
    }
    return plain | more


def parameters(**more: Value) -> Rows:
    """V$PARAMETER."""
    plain = {
        "db_recovery_file_dest": "+FRA",
        "control_file_record_keep_time": "7",
        "processes": "1000",
        "cluster_database": "TRUE",
        "audit_trail": "DB",
        "db_files": "200",
    } | more
    return [{"name": n, "value": v} for n, v in plain.items()]


def settings(**more: Value) -> Rows:
    """V$SYSTEM_PARAMETER of the same."""
    return [row | {"isdefault": "FALSE", "isdeprecated": "FALSE", "con_id": 0} for row in parameters(**more)]


def connected(major: int, *sids: int, cipher: str = "AES256") -> Rows:
    """GV$SESSION_CONNECT_INFO of sessions that came by TCP: a row a banner; no ``cipher``, none in use."""
    end = f"for Linux: Version {major}.0.0.0.0 - Production"
    banners = [f"TCP/IP NT Protocol Adapter {end}", f"Encryption service {end}"]
    banners += [f"{cipher} Encryption service adapter {end}"] if cipher else []
    return rows("inst_id sid network_service_banner", *((1, sid, banner) for sid in sids for banner in banners))


SHARED: Final[Content] = {
    "v$database": database(),
    "gv$instance": [instance(), instance(inst_id=2, instance_name="orcl2", host_name="db02")],
    "v$thread": rows("thread# status enabled instance", (1, "OPEN", "PUBLIC", "orcl1"), (2, "OPEN", "PUBLIC", "orcl2")),
    "v$containers": rows(
        "con_id name open_mode", (1, "CDB$ROOT", "READ WRITE"), (2, "PDB$SEED", "READ ONLY"), (3, "SALES", "READ WRITE")
    ),
    "gv$pdbs": rows(
        "inst_id con_id name open_mode restricted",
        (1, 2, "PDB$SEED", "READ ONLY", "NO"),
        (1, 3, "SALES", "READ WRITE", "NO"),
        (2, 3, "SALES", "READ WRITE", "NO"),
    ),
    "dba_pdb_saved_states": rows("con_name instance_name state", ("SALES", "orcl1", "OPEN"), ("SALES", "orcl2", "OPEN")),
    "v$asm_diskgroup_stat": rows(
        "name state type total_mb free_mb usable_file_mb offline_disks",
        ("DATA", "CONNECTED", "NORMAL", 4_096_000, 2_048_000, 900_000, 0),
        ("FRA", "CONNECTED", "EXTERN", 1_024_000, 700_000, 700_000, 0),
    ),
    "v$datafile": rows(
        "file# name status enabled creation_change# unrecoverable_time",
        (1, "+DATA/system.1", "SYSTEM", "READ WRITE", 7, None),
        (2, "+DATA/sysaux.2", "ONLINE", "READ WRITE", 8, None),
        (3, "+DATA/sales.3", "ONLINE", "READ WRITE", 900, None),
    ),
    "v$backup_datafile": rows(
        "file# creation_change# incremental_level completion_time",
        (1, 7, 0, ago(days=2)),
        (2, 8, 0, ago(days=2)),
        (3, 900, 0, ago(days=2)),
        (3, 900, 1, ago(days=1)),
        (0, 0, None, ago(days=1)),
    ),
    "v$rman_backup_job_details": rows(
        "start_time end_time input_type status",
        (ago(days=2, hours=2), ago(days=2), "DB INCR", "COMPLETED"),
        (ago(hours=4), ago(hours=3), "ARCHIVELOG", "COMPLETED"),
    ),
    "v$archived_log": rows(
        "name thread# sequence# blocks block_size standby_dest archived deleted completion_time backup_count",
        ("+FRA/1_100", 1, 100, 2048, 512, "NO", "YES", "NO", ago(hours=5), 1),
        ("+FRA/1_101", 1, 101, 2048, 512, "NO", "YES", "NO", ago(hours=1), 0),
        ("standby", 1, 100, 2048, 512, "YES", "YES", "NO", ago(days=9), 0),
    ),
    "v$recovery_file_dest": rows(
        "name space_limit space_used space_reclaimable number_of_files", ("+FRA", 500 * GIB, 300 * GIB, 200 * GIB, 400)
    ),
    "gv$archive_dest": rows(
        "inst_id dest_id status binding target destination error",
        (1, 1, "VALID", "MANDATORY", "PRIMARY", "USE_DB_RECOVERY_FILE_DEST", None),
        (1, 2, "VALID", "OPTIONAL", "STANDBY", "orcl_sh", None),
        (1, 3, "INACTIVE", "OPTIONAL", "PRIMARY", None, None),
        (2, 1, "VALID", "MANDATORY", "PRIMARY", "USE_DB_RECOVERY_FILE_DEST", None),
    ),
    "v$archive_dest_status": rows(
        "dest_id status type recovery_mode db_unique_name gap_status error",
        (1, "VALID", "LOCAL", "IDLE", "ORCL_BJ", None, None),
        (2, "VALID", "PHYSICAL", "MANAGED REAL TIME APPLY", "ORCL_SH", "NO GAP", None),
    ),
    "gv$resource_limit": rows(
        "inst_id resource_name current_utilization max_utilization limit_value",
        (1, "processes", 320, 610, "      1000"),
        (1, "sessions", 340, 650, "      1536"),
        (1, "enqueue_locks", 100, 300, " UNLIMITED"),
    ),
    "gv$session": rows(
        "inst_id saddr sid username status program type last_call_et",
        (1, "A1", 11, "SALES", "ACTIVE", "JDBC Thin Client", "USER", 0),
        (1, "A2", 12, "SALES", "INACTIVE", "JDBC Thin Client", "USER", 40),
        (1, "B1", 1, None, "ACTIVE", "oracle@db01 (LGWR)", "BACKGROUND", 90),
    ),
    "gv$transaction": rows("inst_id ses_addr start_date used_ublk", (1, "A1", ago(seconds=30), 4)),
    "gv$undostat": rows(
        "inst_id begin_time maxquerylen ssolderrcnt nospaceerrcnt tuned_undoretention",
        (1, ago(hours=1), 300, 0, 0, 1800),
        (1, ago(days=20), 9000, 5, 5, 900),
    ),
    "v$log": rows(
        "group# thread# bytes members status",
        *(
            (n, t, GIB, 2, "CURRENT" if n in {1, 4} else "INACTIVE")
            for n, t in ((1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 2))
        ),
    ),
    "v$logfile": rows(
        "group# status type member", *((n, None, "ONLINE", f"+{g}/redo{n}") for n in range(1, 7) for g in ("DATA", "FRA"))
    ),
    "v$log_history": rows("thread# first_time", *((1 + n % 2, ago(hours=n)) for n in range(1, 160))),
    "v$parameter": parameters(resource_limit="TRUE"),
    "gv$session_connect_info": connected(19, 11, 12),
    "v$option": rows("parameter value", ("Partitioning", "TRUE"), ("Unified Auditing", "FALSE")),
    "v$system_parameter": settings(control_files="+DATA/a, +FRA/b", undo_tablespace="UNDOTBS1"),
    "v$spparameter": rows(
        "sid name value isspecified ordinal",
        ("*", "processes", "1000", "TRUE", 1),
        ("*", "db_recovery_file_dest", "+fra", "TRUE", 1),
        ("*", "control_files", "+DATA/a", "TRUE", 1),
        ("*", "control_files", "+FRA/b", "TRUE", 2),
        ("*", "undo_tablespace", "UNDOTBS9", "TRUE", 1),
        ("orcl1", "undo_tablespace", "UNDOTBS1", "TRUE", 1),
        ("orcl2", "undo_tablespace", "UNDOTBS2", "TRUE", 1),
        ("*", "x", None, "FALSE", 1),
    ),
    "v$pwfile_users": rows("username sysdba", ("SYS", "TRUE")),
    "v$sqlstats": rows(
        "sql_id executions elapsed_time cpu_time buffer_gets disk_reads rows_processed",
        ("7h3k2mvb5u1aa", 1000, 4_000_000, 3_000_000, 50_000, 10, 1000),
        ("9p0zx1cc4q2bb", 10, 30_000_000, 20_000_000, 900_000, 5000, 10),
        ("bq1xw82hd6ncc", 5, 70_000_000, 2_000_000, 4_000, 40, 5),
    ),
    "v$sysstat": rows("name value", ("table fetch by rowid", 1_000_000), ("table fetch continued row", 4_000)),
    "v$recover_file": [],
    "v$tempfile": rows("file# name", (1, "+DATA/temp.1")),
    "v$backup": rows("file# status time", (1, "NOT ACTIVE", None)),
    "v$instance": rows("instance_name version version_full", ("orcl1", "19.0.0.0.0", "19.19.0.0.0")),
    "gv$cluster_interconnects": rows(
        "inst_id name ip_address is_public source",
        (1, "eth1:1", "169.254.10.1", "NO", ""),
        (2, "eth1:1", "169.254.10.2", "NO", ""),
    ),
    "gv$sysstat": rows(
        "inst_id name value",
        *((n, f"gc {kind} blocks received", 5_000_000) for n in (1, 2) for kind in ("cr", "current")),
        *((n, f"gc blocks {kind}", count) for n in (1, 2) for kind, count in (("lost", 12), ("corrupt", 0))),
        (1, "user commits", 9),
    ),
    "gv$pgastat": rows(
        "inst_id name value",
        *((n, "aggregate PGA target parameter", 8 * GIB) for n in (1, 2)),
        *((n, "total PGA allocated", 2 * GIB) for n in (1, 2)),
        *((n, "maximum PGA allocated", 5 * GIB) for n in (1, 2)),
        *((n, "over allocation count", 0) for n in (1, 2)),
        (1, "cache hit percentage", 99),
    ),
}
_FILE: Final = "file_name file_id tablespace_name bytes maxbytes autoextensible online_status"
_TABLESPACE: Final = "tablespace_name block_size next_extent contents status extent_management allocation_type"


def tablespace(name: str, contents: str = "PERMANENT", status: str = "ONLINE", **more: Value) -> dict[str, Value]:
    """A row of DBA_TABLESPACES."""
    plain: dict[str, Value] = {
        "tablespace_name": name,
        "block_size": 8192,
        "next_extent": None,
        "contents": contents,
        "status": status,
        "extent_management": "LOCAL",
        "allocation_type": "SYSTEM",
    }
    return plain | more


PATCHES: Final = "patch_id action status action_time description patch_type target_version"


def container(**more: Rows) -> Content:
    """What a sound container shows of its own; ``more`` lays other rows over views."""
    plain: Content = {
        "dba_tablespaces": [
            tablespace("SYSTEM"),
            tablespace("SALES_DATA"),
            tablespace("UNDOTBS1", "UNDO"),
            tablespace("TEMP", "TEMPORARY"),
        ],
        "dba_data_files": rows(
            _FILE,
            ("+DATA/system.1", 1, "SYSTEM", 2 * GIB, 32 * GIB, "YES", "SYSTEM"),
            ("+DATA/sales.3", 3, "SALES_DATA", 20 * GIB, 32 * GIB, "YES", "ONLINE"),
            ("+DATA/undo.4", 4, "UNDOTBS1", 4 * GIB, 0, "NO", "ONLINE"),
        ),
        "dba_free_space": rows(
            "tablespace_name file_id block_id bytes blocks",
            ("SYSTEM", 1, 1, GIB // 2, GIB // 16384),
            ("SALES_DATA", 3, 1, 4 * GIB, GIB // 2048),
            ("SALES_DATA", 3, 900, GIB, GIB // 8192),
        ),
        "dba_recyclebin": rows("owner object_name ts_name space", ("SALES", "BIN$1", "SALES_DATA", 128)),
        "dba_segments": rows(
            "owner segment_name segment_type tablespace_name bytes extents max_extents",
            ("SALES", "ORDERS", "TABLE PARTITION", "SALES_DATA", 6 * GIB, 200, 2147483645),
            ("SALES", "ORDERS", "TABLE PARTITION", "SALES_DATA", 5 * GIB, 180, 2147483645),
            ("SYS", "C_TOID_VERSION#", "CLUSTER", "SYSTEM", 30 * MIB, 40, 2147483645),
        ),
        "dba_temp_free_space": rows(
            "tablespace_name tablespace_size allocated_space free_space", ("TEMP", 8 * GIB, 8 * GIB, 7 * GIB)
        ),
        "dba_temp_files": rows(
            "file_name tablespace_name bytes maxbytes autoextensible", ("+DATA/temp.1", "TEMP", 8 * GIB, 32 * GIB, "YES")
        ),
        "dba_undo_extents": rows(
            "tablespace_name status bytes",
            ("UNDOTBS1", "ACTIVE", 64 * MIB),
            ("UNDOTBS1", "UNEXPIRED", 3 * GIB),
            ("UNDOTBS1", "EXPIRED", 900 * MIB),
        ),
        "dba_indexes": rows(
            "owner index_name index_type table_owner table_name uniqueness status visibility blevel leaf_blocks",
            ("SALES", "ORDERS_PK", "NORMAL", "SALES", "ORDERS", "UNIQUE", "VALID", "VISIBLE", 2, 900),
            ("SALES", "LINES_PK", "NORMAL", "SALES", "LINES", "UNIQUE", "N/A", "VISIBLE", 2, 900),
        ),
        "dba_ind_columns": rows(
            "index_owner index_name table_owner table_name column_name column_position descend",
            ("SALES", "ORDERS_PK", "SALES", "ORDERS", "ID", 1, "ASC"),
            ("SALES", "LINES_PK", "SALES", "LINES", "LINE", 2, "ASC"),
            ("SALES", "LINES_PK", "SALES", "LINES", "ORDER_ID", 1, "ASC"),
        ),
        "dba_constraints": rows(
            "owner constraint_name constraint_type table_name status index_owner index_name",
            ("SALES", "LINES_FK", "R", "LINES", "ENABLED", None, None),
            ("SALES", "ORDERS_PK", "P", "ORDERS", "ENABLED", "SALES", "ORDERS_PK"),
            ("SALES", "LINES_PK", "P", "LINES", "ENABLED", "SALES", "LINES_PK"),
        ),
        "dba_cons_columns": rows(
            "owner constraint_name table_name column_name position",
            ("SALES", "LINES_FK", "LINES", "ORDER_ID", 1),
            ("SALES", "ORDERS_PK", "ORDERS", "ID", 1),
        ),
        "dba_registry": rows(
            "comp_id comp_name version status",
            ("CATALOG", "Catalog", "19.0.0.0.0", "VALID"),
            ("XDB", "XML", "19.0.0.0.0", "VALID"),
        ),
        "dba_users": rows(
            "username account_status expiry_date default_tablespace profile password_versions oracle_maintained",
            ("SYS", "OPEN", None, "SYSTEM", "DEFAULT", "11G 12C", "Y"),
            ("DBSNMP", "EXPIRED & LOCKED", ago(days=300), "SYSAUX", "DEFAULT", "11G 12C", "Y"),
            ("SALES", "OPEN", ago(days=-150), "SALES_DATA", "PEOPLE", "11G 12C", "N"),
            ("OLD", "LOCKED", ago(days=90), "SALES_DATA", "PEOPLE", "11G 12C", "N"),
        ),
        "dba_users_with_defpwd": [],
        "dba_role_privs": rows("grantee granted_role admin_option", ("SYS", "DBA", "YES"), ("SALES", "CONNECT", "NO")),
        "dba_sys_privs": rows(
            "grantee privilege admin_option", ("DBA", "SELECT ANY TABLE", "YES"), ("SALES", "UNLIMITED TABLESPACE", "NO")
        ),
        "dba_profiles": rows(
            "profile resource_name resource_type limit",
            ("DEFAULT", "FAILED_LOGIN_ATTEMPTS", "PASSWORD", "10"),
            ("DEFAULT", "PASSWORD_LIFE_TIME", "PASSWORD", "180"),
            ("DEFAULT", "PASSWORD_VERIFY_FUNCTION", "PASSWORD", "NULL"),
            ("PEOPLE", "FAILED_LOGIN_ATTEMPTS", "PASSWORD", "DEFAULT"),
            ("PEOPLE", "PASSWORD_LIFE_TIME", "PASSWORD", "DEFAULT"),
            ("PEOPLE", "PASSWORD_VERIFY_FUNCTION", "PASSWORD", "ORA12C_VERIFY_FUNCTION"),
            ("PEOPLE", "SESSIONS_PER_USER", "KERNEL", "UNLIMITED"),
            ("DEFAULT", "IDLE_TIME", "KERNEL", "15"),
            ("PEOPLE", "IDLE_TIME", "KERNEL", "DEFAULT"),
        ),
        "dba_tab_privs": rows(
            "grantee owner table_name privilege",
            ("PUBLIC", "SYS", "STANDARD", "EXECUTE"),
            ("PUBLIC", "SALES", "UTL_TCP", "EXECUTE"),
            ("PUBLIC", "SYS", "DUAL", "SELECT"),
            ("SALES", "SYS", "UTL_FILE", "EXECUTE"),
        ),
        "dba_tables": rows(
            "owner table_name tablespace_name cluster_name iot_type pct_free num_rows blocks avg_row_len "
            "temporary compression",
            ("SALES", "ORDERS", "SALES_DATA", None, None, 10, 9_000_000, 131_072, 100, "N", "DISABLED"),
            ("SALES", "LINES", "SALES_DATA", None, None, 10, 100, 8, 100, "N", "DISABLED"),
            ("SYS", "OBJ$", "SYSTEM", None, None, 10, 100_000, 2000, 100, "N", "DISABLED"),
        ),
        "dba_tab_statistics": rows(
            "owner table_name object_type num_rows last_analyzed stattype_locked stale_stats",
            ("SALES", "ORDERS", "TABLE", 9_000_000, ago(days=1), None, "NO"),
            ("SALES", "LINES", "TABLE", 100, ago(days=1), None, "YES"),
        ),
        "dba_autotask_client": rows("client_name status", ("auto optimizer stats collection", "ENABLED")),
        "dba_registry_sqlpatch": rows(
            PATCHES,
            (29517242, "APPLY", "SUCCESS", ago(days=800), "Database Release Update : 19.3", "RU", "19.3.0.0.0"),
            (35042068, "APPLY", "WITH ERRORS", ago(days=121), "Database Release Update : 19.19", "RU", "19.19.0.0.0"),
            (35042068, "APPLY", "SUCCESS", ago(days=120), "Database Release Update : 19.19", "RU", "19.19.0.0.0"),
            (34786990, "APPLY", "SUCCESS", ago(days=119), "OJVM RELEASE UPDATE", "INTERIM", "19.1.0.0.0"),
        ),
        "dba_registry_history": rows(
            "action_time action namespace version id comments",
            (ago(days=200), "APPLY", "SERVER", "11.2.0.4", 191015, "PSU 11.2.0.4.191015"),
            (ago(days=300), "VIEW INVALIDATE", None, None, 8289601, "view invalidation"),
        ),
        "dba_sequences": rows(
            "sequence_owner sequence_name min_value max_value increment_by cycle_flag cache_size last_number",
            ("SALES", "ORDER_ID", 1, 10**18, 1, "N", 20, 5_000_000),
            ("SALES", "ROUND", 1, 100, 1, "Y", 20, 99),
            ("SYS", "AUDSES$", 1, 2_000_000_000, 1, "N", 10_000, 1_990_000_000),
        ),
        "dba_ts_quotas": rows(
            "tablespace_name username bytes max_bytes dropped",
            ("SALES_DATA", "SALES", 11 * GIB, -1, "NO"),
            ("SALES_DATA", "OLD", 0, GIB, "NO"),
            ("SYSAUX", "DBSNMP", MIB, MIB, "NO"),
        ),
        "v$sysaux_occupants": rows(
            "occupant_name space_usage_kbytes", ("SM/AWR", 1_500_000), ("SM/OPTSTAT", 700_000), ("XDB", 60_000)
        ),
        "audit_unified_enabled_policies": rows("policy_name", ("ORA_SECURECONFIG",), ("ORA_LOGON_FAILURES",)),
        "dba_scheduler_jobs": rows("owner job_name state", ("SALES", "PURGE", "SCHEDULED")),
        "dba_scheduler_job_run_details": rows(
            "log_id log_date owner job_name status error#",
            (1, ago(days=1), "SALES", "PURGE", "SUCCEEDED", 0),
            (2, ago(days=30), "SALES", "PURGE", "FAILED", 1653),
        ),
    }
    return {**plain, **more}


HEALTHY: Final = World("19c", SHARED, {"CDB$ROOT": container(), "SALES": container()})
"""A cluster of two instances with one PDB, in which nothing is wrong."""

OLD: Final = World(
    "11.2",
    {
        **SHARED,
        "gv$instance": [instance(version="11.2.0.4.0", instance_name="orcl")],
        "v$instance": rows("instance_name version", ("orcl1", "11.2.0.4.0")),
        "v$thread": SHARED["v$thread"][:1],
        "v$parameter": parameters(cluster_database="FALSE", resource_limit="TRUE"),
        "v$option": rows("parameter value", ("Partitioning", "TRUE")),
        "gv$session_connect_info": connected(11, 11, 12),
    },
    {"ORCL": container()},
)
"""A single 11.2 without containers."""

STANDBY: Final = replace(
    HEALTHY,
    shared={
        **SHARED,
        "v$database": database(open_mode="READ ONLY WITH APPLY", database_role="PHYSICAL STANDBY"),
        "v$dataguard_stats": rows(
            "name value unit time_computed datum_time",
            ("transport lag", "+00 00:00:00", "day(2) to second(0) interval", written(ago()), written(ago(seconds=2))),
            ("apply lag", "+00 00:00:05", "day(2) to second(0) interval", written(ago()), written(ago(seconds=2))),
            ("apply finish time", "+00 00:00:00.000", "day(2) to second(3) interval", written(ago()), None),
        ),
        "gv$managed_standby": rows("inst_id process status", (1, "MRP0", "APPLYING_LOG"), (1, "RFS", "IDLE")),
        "v$standby_log": rows("group# thread# bytes", *((n, 0 if n == 14 else 1 + n % 2, GIB) for n in range(7, 15))),
    },
)
"""A physical standby that keeps up."""

_SICK: Final[Content] = container(
    dba_tablespaces=[
        tablespace("SYSTEM"),
        tablespace("FULL"),
        tablespace("UNIFORM", allocation_type="UNIFORM", next_extent=64 * MIB),
        tablespace("OLD_STYLE", extent_management="DICTIONARY", allocation_type="USER", next_extent=MIB),
        tablespace("PIECES"),
        tablespace("LOST"),
        tablespace("PARKED", status="OFFLINE"),
        tablespace("UNDOTBS1", "UNDO"),
        tablespace("TEMP", "TEMPORARY"),
    ],
    dba_data_files=rows(
        _FILE,
        ("+DATA/system.1", 1, "SYSTEM", 2 * GIB, 32 * GIB, "YES", "SYSTEM"),
        ("/u01/full01.dbf", 5, "FULL", 10 * GIB, 8 * GIB, "YES", "ONLINE"),
        ("/u01/uniform01.dbf", 6, "UNIFORM", GIB, 0, "NO", "ONLINE"),
        ("/u01/old01.dbf", 7, "OLD_STYLE", GIB, 4 * GIB, "YES", "ONLINE"),
        ("/u01/pieces01.dbf", 8, "PIECES", 30 * GIB, 32 * GIB, "YES", "ONLINE"),
        ("/u01/lost01.dbf", 9, "LOST", None, None, None, "RECOVER"),
        ("/u01/parked01.dbf", 10, "PARKED", GIB, 0, "NO", "OFFLINE"),
        ("/u01/undo01.dbf", 4, "UNDOTBS1", 4 * GIB, 0, "NO", "ONLINE"),
    ),
    dba_free_space=[
        *rows(
            "tablespace_name file_id block_id bytes blocks",
            ("SYSTEM", 1, 1, GIB, GIB // 8192),
            ("UNIFORM", 6, 1, 32 * MIB, 4096),
            ("OLD_STYLE", 7, 1, GIB // 2, GIB // 16384),
        ),
        *rows("tablespace_name file_id block_id bytes blocks", *(("PIECES", 8, n, MIB, 128) for n in range(4096))),
    ],
    dba_segments=rows(
        "owner segment_name segment_type tablespace_name bytes extents max_extents",
        ("SALES", "BIG", "TABLE", "PIECES", 20 * GIB, 900, 2147483645),
        ("SALES", "TIGHT", "TABLE", "OLD_STYLE", 300 * MIB, 480, 500),
        ("SYS", "AUD$", "TABLE", "SYSTEM", 6 * GIB, 900, 2147483645),
    ),
    dba_temp_free_space=rows(
        "tablespace_name tablespace_size allocated_space free_space", ("TEMP", 32 * GIB, 32 * GIB, GIB)
    ),
    dba_indexes=rows(
        "owner index_name index_type table_owner table_name uniqueness status visibility blevel leaf_blocks",
        ("SALES", "A_PK", "NORMAL", "SALES", "A", "UNIQUE", "UNUSABLE", "VISIBLE", 2, 900),
        ("SALES", "A_P", "NORMAL", "SALES", "A", "NONUNIQUE", "N/A", "VISIBLE", 2, 900),
        ("SALES", "C_X", "NORMAL", "SALES", "C", "NONUNIQUE", "VALID", "VISIBLE", 1, 9),
        ("SALES", "C_Y", "NORMAL", "SALES", "C", "NONUNIQUE", "VALID", "VISIBLE", 1, 9),
        ("SALES", "C_XZ", "NORMAL", "SALES", "C", "NONUNIQUE", "VALID", "VISIBLE", 1, 9),
    ),
    dba_ind_partitions=rows(
        "index_owner index_name partition_name status",
        ("SALES", "A_P", "P1", "UNUSABLE"),
        ("SALES", "A_P", "P2", "USABLE"),
        ("SALES", "A_P", "P3", "UNUSABLE"),
    ),
    dba_ind_columns=rows(
        "index_owner index_name table_owner table_name column_name column_position descend",
        ("SALES", "C_X", "SALES", "C", "X", 1, "ASC"),
        ("SALES", "C_Y", "SALES", "C", "Y", 1, "ASC"),
        ("SALES", "C_XZ", "SALES", "C", "X", 1, "ASC"),
        ("SALES", "C_XZ", "SALES", "C", "Z", 2, "ASC"),
    ),
    dba_constraints=rows(
        "owner constraint_name constraint_type table_name status index_owner index_name",
        ("SALES", "C_FK", "R", "C", "ENABLED", None, None),
        ("SALES", "C_FK_OFF", "R", "C", "DISABLED", None, None),
    ),
    dba_cons_columns=rows(
        "owner constraint_name table_name column_name position",
        ("SALES", "C_FK", "C", "X", 1),
        ("SALES", "C_FK", "C", "Y", 2),
        ("SALES", "C_FK_OFF", "C", "W", 1),
    ),
    dba_registry=rows(
        "comp_id comp_name version status", ("CATALOG", "Catalog", "19.0.0.0.0", "VALID"), ("XDB", "XML", "19", "INVALID")
    ),
    dba_objects=rows(
        "owner object_name object_type last_ddl_time status",
        ("SALES", "P_SUM", "PROCEDURE", ago(days=2), "INVALID"),
        ("SALES", "V_SUM", "VIEW", ago(days=400), "INVALID"),
        ("SALES", "BIN$9", "TRIGGER", ago(days=1), "INVALID"),
        ("SALES", "ORDERS", "TABLE", ago(days=1), "VALID"),
    ),
    dba_users=rows(
        "username account_status expiry_date default_tablespace profile password_versions oracle_maintained",
        ("SYS", "OPEN", None, "SYSTEM", "DEFAULT", "11G 12C", "Y"),
        ("SALES", "OPEN", ago(days=-400), "PIECES", "LAX", "11G 12C", "N"),
        ("SCOTT", "OPEN", ago(days=-400), "USERS", "LAX", "11G 12C", "N"),
        ("APP", "OPEN", ago(days=-3), "USERS", "LAX", "11G 12C", "N"),
        ("REPORT", "OPEN", ago(days=-20), "USERS", "LAX", "11G 12C", "N"),
        ("BATCH", "EXPIRED(GRACE)", ago(days=2), "USERS", "LAX", "11G 12C", "N"),
        ("TRIED", "LOCKED(TIMED)", ago(days=-60), "USERS", "LAX", "11G 12C", "N"),
        ("DIP", "EXPIRED & LOCKED", ago(days=900), "USERS", "DEFAULT", None, "Y"),
    ),
    dba_users_with_defpwd=rows("username", ("SCOTT",), ("DIP",)),
    dba_role_privs=rows(
        "grantee granted_role admin_option",
        ("SYS", "DBA", "YES"),
        ("APP", "APP_ROLE", "NO"),
        ("APP_ROLE", "APP_ADMIN", "NO"),
        ("APP_ADMIN", "DBA", "NO"),
    ),
    dba_sys_privs=rows("grantee privilege admin_option", ("REPORT", "SELECT ANY TABLE", "NO")),
    dba_profiles=rows(
        "profile resource_name resource_type limit",
        ("DEFAULT", "FAILED_LOGIN_ATTEMPTS", "PASSWORD", "UNLIMITED"),
        ("LAX", "FAILED_LOGIN_ATTEMPTS", "PASSWORD", "DEFAULT"),
        ("DEFAULT", "IDLE_TIME", "KERNEL", "UNLIMITED"),
        ("LAX", "IDLE_TIME", "KERNEL", "15"),
    ),
    dba_tab_privs=rows(
        "grantee owner table_name privilege",
        ("PUBLIC", "SYS", "UTL_FILE", "EXECUTE"),
        ("PUBLIC", "SYS", "UTL_HTTP", "EXECUTE"),
        ("PUBLIC", "SYS", "DBMS_LOB", "EXECUTE"),
    ),
    dba_tables=rows(
        "owner table_name tablespace_name cluster_name iot_type pct_free num_rows blocks avg_row_len temporary compression",
        ("SALES", "HOLLOW", "PIECES", None, None, 10, 1_000_000, 2_621_440, 100, "N", "DISABLED"),
        *(("SALES", f"T{n}", "PIECES", None, None, 10, None, None, None, "N", "DISABLED") for n in range(9)),
    ),
    dba_tab_statistics=rows(
        "owner table_name object_type num_rows last_analyzed stattype_locked stale_stats",
        ("SALES", "HOLLOW", "TABLE", 1_000_000, ago(days=1), None, "NO"),
        *(("SALES", f"T{n}", "TABLE", None, None, "ALL" if n == 8 else None, None) for n in range(9)),
    ),
    dba_scheduler_job_run_details=rows(
        "log_id log_date owner job_name status error#",
        (1, ago(days=2), "SALES", "PURGE", "SUCCEEDED", 0),
        (2, ago(days=1), "SALES", "PURGE", "FAILED", 1653),
        (3, ago(days=2), "SALES", "LOAD", "FAILED", 942),
        (4, ago(days=1), "SALES", "LOAD", "SUCCEEDED", 0),
        (5, ago(days=1), "SYS", "ORA$AT_OS_OPT_SY_1", "STOPPED", 0),
    ),
    dba_jobs=rows("job schema_user broken failures", (21, "SALES", "Y", 16), (22, "SALES", "N", 0)),
    dba_registry_sqlpatch=rows(
        PATCHES,
        (29585399, "APPLY", "SUCCESS", ago(days=900), "Database Release Update : 19.3", "RU", "19.3.0.0.0"),
        (34786990, "APPLY", "WITH ERRORS", ago(days=500), "OJVM RELEASE UPDATE", "INTERIM", "19.1.0.0.0"),
    ),
    dba_sequences=rows(
        "sequence_owner sequence_name min_value max_value increment_by cycle_flag cache_size last_number",
        ("SALES", "ORDER_ID", 1, 999_999_999, 1, "N", 20, 960_000_000),
        ("SALES", "DOWN", -1000, 0, -1, "N", 20, -850),
        ("SALES", "HALF", 0, 1000, 1, "N", 20, 500),
    ),
    dba_ts_quotas=rows(
        "tablespace_name username bytes max_bytes dropped",
        ("PIECES", "SALES", 97 * MIB, 100 * MIB, "NO"),
        ("PIECES", "REPORT", 50 * MIB, 100 * MIB, "NO"),
        ("GONE", "APP", 100 * MIB, 100 * MIB, "YES"),
    ),
    **{
        "v$sysaux_occupants": rows(
            "occupant_name space_usage_kbytes", ("SM/AWR", 60 << 20), ("SM/OPTSTAT", 11 << 20), ("XDB", 60_000)
        ),
        "audit_unified_enabled_policies": [],
    },
)
SICK: Final = World(
    "19c",
    {
        **SHARED,
        "v$database": database(
            force_logging="NO", protection_mode="MAXIMUM AVAILABILITY", protection_level="RESYNCHRONIZATION"
        ),
        "gv$instance": [instance(logins="RESTRICTED")],
        "v$thread": rows(
            "thread# status enabled instance", (1, "OPEN", "PUBLIC", "orcl1"), (2, "CLOSED", "PUBLIC", "orcl2")
        ),
        "gv$pdbs": rows(
            "inst_id con_id name open_mode restricted",
            (1, 3, "SALES", "READ WRITE", "NO"),
            (1, 4, "CRM", "MOUNTED", "NO"),
            (1, 5, "TEST", "MOUNTED", "NO"),
        ),
        "dba_pdb_saved_states": rows("con_name instance_name state", ("CRM", "orcl1", "OPEN")),
        "pdb_plug_in_violations": rows("name type status", ("SALES", "ERROR", "PENDING"), ("SALES", "ERROR", "RESOLVED")),
        "v$asm_diskgroup_stat": rows(
            "name state type total_mb free_mb usable_file_mb offline_disks",
            ("DATA", "CONNECTED", "NORMAL", 4_096_000, 200_000, -50_000, 0),
            ("FRA", "CONNECTED", "EXTERN", 1_024_000, 40_000, 40_000, 0),
            ("OCR", "MOUNTED", "HIGH", 30_000, 29_000, 9_000, 1),
        ),
        "v$datafile": rows(
            "file# name status enabled creation_change# unrecoverable_time",
            (1, "+DATA/system.1", "SYSTEM", "READ WRITE", 7, None),
            (8, "/u01/pieces01.dbf", "ONLINE", "READ WRITE", 11, ago(days=1)),
            (9, "/u01/lost01.dbf", "RECOVER", "READ WRITE", 12, None),
        ),
        "v$backup_datafile": rows(
            "file# creation_change# incremental_level completion_time", (1, 7, 0, ago(days=20)), (8, 11, 0, ago(days=20))
        ),
        "v$recover_file": rows("file# online_status error", (9, "OFFLINE", "FILE NOT FOUND")),
        "v$tempfile": rows("file# name", (1, "/u03/temp/temp01.dbf")),
        "v$database_block_corruption": rows("file# block# blocks", (8, 100, 2), (8, 900, 1)),
        "v$backup": rows("file# status time", (8, "ACTIVE", ago(days=3))),
        "v$rman_backup_job_details": rows(
            "start_time end_time input_type status",
            (ago(days=20, hours=2), ago(days=20), "DB INCR", "COMPLETED"),
            (ago(hours=9), ago(hours=8), "DB INCR", "FAILED"),
        ),
        "v$archived_log": rows(
            "name thread# sequence# blocks block_size standby_dest archived deleted completion_time backup_count",
            *((f"/arch/1_{n}", 1, n, 2048, 512, "NO", "YES", "NO", ago(days=n), 0) for n in range(1, 6)),
        ),
        "v$recovery_file_dest": rows(
            "name space_limit space_used space_reclaimable number_of_files", ("/fra", 100 * GIB, 97 * GIB, GIB, 400)
        ),
        "gv$archive_dest": rows(
            "inst_id dest_id status binding target destination error",
            (1, 1, "ERROR", "MANDATORY", "PRIMARY", "/arch", "ORA-19504: failed to create file"),
            (1, 2, "DEFERRED", "OPTIONAL", "STANDBY", "orcl_sh", None),
        ),
        "v$archive_dest_status": rows(
            "dest_id status type recovery_mode db_unique_name gap_status error",
            (2, "ERROR", "PHYSICAL", "IDLE", "ORCL_SH", "RESOLVABLE GAP", "ORA-12541: TNS:no listener"),
        ),
        "gv$resource_limit": rows(
            "inst_id resource_name current_utilization max_utilization limit_value",
            (1, "processes", 950, 1000, "      1000"),
            (1, "sessions", 700, 1536, "      1536"),
        ),
        "gv$session": rows(
            "inst_id saddr sid username status program type last_call_et blocking_session final_blocking_instance "
            "final_blocking_session event seconds_in_wait",
            (1, "A1", 11, "APP", "INACTIVE", "sqlplus@pc7", "USER", 7000, None, None, None, None, None),
            *(
                (1, f"A{n}", n, "SALES", "ACTIVE", "JDBC", "USER", 9, 11, 1, 11, "enq: TX - row lock contention", 60 * n)
                for n in (12, 13, 14)
            ),
        ),
        "gv$session_connect_info": connected(19, 11, 12, 13, 14, cipher=""),
        "gv$transaction": rows("inst_id ses_addr start_date used_ublk", (1, "A1", ago(hours=7), 90_000)),
        "gv$undostat": rows(
            "inst_id begin_time maxquerylen ssolderrcnt nospaceerrcnt tuned_undoretention",
            (1, ago(hours=1), 9000, 3, 2, 900),
        ),
        "v$log": rows("group# thread# bytes members status", (1, 1, GIB, 2, "CURRENT"), (2, 1, GIB, 1, "INACTIVE")),
        "v$logfile": rows(
            "group# status type member",
            (1, None, "ONLINE", "/u01/redo1a"),
            (1, "INVALID", "ONLINE", "/u02/redo1b"),
            (2, None, "ONLINE", "/u01/redo2a"),
            (9, None, "STANDBY", "/u01/sby"),
        ),
        "v$parameter": parameters(db_recovery_file_dest="/fra", audit_trail="NONE", db_files="3", resource_limit="FALSE"),
        "v$system_parameter": [
            *settings(db_recovery_file_dest="/fra", remote_os_authent="TRUE", processes="1000", _hidden="1"),
            {"name": "sql_trace", "value": "FALSE", "isdefault": "FALSE", "isdeprecated": "TRUE", "con_id": 0},
            {"name": "cursor_sharing", "value": "FORCE", "isdefault": "FALSE", "isdeprecated": "FALSE", "con_id": 3},
        ],
        "v$spparameter": rows(
            "sid name value isspecified ordinal", ("*", "processes", "2000", "TRUE", 1), ("*", "_hidden", "1", "TRUE", 1)
        ),
        "v$pwfile_users": rows("username sysdba", ("SYS", "TRUE"), ("SCOTT", "TRUE")),
        "v$sqlstats": rows(
            "sql_id executions elapsed_time cpu_time buffer_gets disk_reads rows_processed",
            ("7h3k2mvb5u1aa", 1000, 9_000_000_000, 3_000_000, 50_000, 10, 1000),
            ("9p0zx1cc4q2bb", 10, 1_000_000_000, 20_000_000, 900_000, 5000, 10),
        ),
        "v$sysstat": rows("name value", ("table fetch by rowid", 1_000_000), ("table fetch continued row", 90_000)),
        "gv$cluster_interconnects": rows(
            "inst_id name ip_address is_public source",
            (1, "bond0", "10.0.0.1", "YES", ""),
            (2, "eth1", "10.9.0.2", "NO", ""),
        ),
        "gv$sysstat": rows(
            "inst_id name value",
            *((n, f"gc {kind} blocks received", 100_000) for n in (1, 2) for kind in ("cr", "current")),
            (2, "gc blocks lost", 900),
        ),
        "gv$pgastat": rows(
            "inst_id name value",
            (1, "aggregate PGA target parameter", GIB),
            (1, "total PGA allocated", GIB // 2),
            (1, "maximum PGA allocated", 3 * GIB),
            (1, "over allocation count", 700),
        ),
    },
    {"CDB$ROOT": container(), "SALES": _SICK},
)
"""What is wrong in it stands in the tests, row by row."""

LAGGING: Final = replace(
    STANDBY,
    shared={
        **STANDBY.shared,
        "v$dataguard_stats": rows(
            "name value unit time_computed datum_time",
            ("transport lag", "+00 00:00:00", "", written(ago()), written(ago(hours=3))),
            ("apply lag", "+00 02:00:05", "", written(ago()), written(ago(hours=3))),
        ),
        "v$archive_gap": rows("thread# low_sequence# high_sequence#", (1, 100, 120)),
        "gv$managed_standby": rows("inst_id process status", (1, "RFS", "IDLE")),
    },
)
"""A physical standby that the primary reaches no more."""

MOUNTED: Final = replace(
    STANDBY,
    is_mounted=True,
    shared={
        **STANDBY.shared,
        "v$database": database(open_mode="MOUNTED", database_role="PHYSICAL STANDBY"),
        "gv$instance": [instance(status="MOUNTED"), instance(inst_id=2, instance_name="orcl2", status="MOUNTED")],
        "v$containers": rows("con_id name open_mode", (1, "CDB$ROOT", "MOUNTED"), (3, "SALES", "MOUNTED")),
        "gv$pdbs": rows("inst_id con_id name open_mode restricted", (1, 3, "SALES", "MOUNTED", None)),
        "v$recover_file": rows("file# online_status error", (1, "ONLINE", None), (2, "ONLINE", None)),
        "gv$undostat": [],
    },
)
"""The same, mounted: its dictionary is closed, its fixed views answer."""

PACKS: Final = replace(
    HEALTHY,
    packs=("diagnostics",),
    shared={
        **SHARED,
        "dba_hist_snapshot": rows(
            "snap_id dbid instance_number end_interval_time", (1, 7, 1, ago(days=2)), (2, 7, 1, ago(days=9))
        ),
        "dba_hist_sqlstat": rows(
            "snap_id dbid instance_number sql_id executions_delta elapsed_time_delta cpu_time_delta buffer_gets_delta "
            "disk_reads_delta rows_processed_delta",
            (1, 7, 1, "7h3k2mvb5u1aa", 100, 5_000_000_000, 9, 900, 10, 100),
            (1, 7, 1, "9p0zx1cc4q2bb", 100, 3_000_000_000, 9, 900, 10, 100),
            (2, 7, 1, "9p0zx1cc4q2bb", 100, 9_000_000_000, 9, 900, 10, 100),
        ),
    },
)
"""The sound world where the Diagnostics Pack is declared."""
