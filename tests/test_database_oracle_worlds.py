"""Whole inspections of emulated worlds: what is wrong is found, nothing else is, and what may not be seen is not fine."""

from dataclasses import replace
from functools import cache

import pytest

from agent.catalogue import checks_for
from checks.base import Finding, Level
from checks.database.oracle import CHECKS
from collectors.sessions.base import Budget
from collectors.sessions.sql import SqlSession
from config.text import render
from tests.house.oracle.emulated import EmulatedDialect, World, ago
from tests.house.oracle.worlds import (
    HEALTHY,
    LAGGING,
    MOUNTED,
    OLD,
    PACKS,
    SHARED,
    SICK,
    STANDBY,
    Rows,
    container,
    database,
    parameters,
    rows,
    tablespace,
)
from tests.peers.asked import judged

DAY_SECONDS = 86_400
FINE = {Level.OK, Level.ABSENT}


def findings(world: World, only: str = "*", closed: frozenset[str] = frozenset()) -> dict[tuple[str, str], Finding]:
    session = SqlSession(EmulatedDialect(world, closed), Budget(total_seconds=60))
    found, _exhibits = judged(session, "oracle", only)
    return {(check.removeprefix("database.oracle."), subject): one for (check, subject), one in found.items()}


def lines(view: str) -> Rows:
    """The rows of a view of the sound container."""
    return [dict(row) for row in container()[view]]


@cache
def sick() -> dict[tuple[str, str], Finding]:
    return findings(SICK)


@pytest.mark.parametrize(
    "world",
    [HEALTHY, STANDBY, OLD, MOUNTED],
    ids=["container database", "standby", "11.2", "mounted standby"],
)
def test_nothing_is_found_where_nothing_is_wrong(world: World) -> None:
    wrong = {key: render(one.summary, "en") for key, one in findings(world).items() if one.level not in FINE}
    assert wrong == {}


def test_every_check_says_something_of_the_sound_world() -> None:
    asked = {one.id.removeprefix("database.oracle.") for one in checks_for("oracle")}
    assert {check for check, _subject in findings(HEALTHY)} == asked


FAULTS = {
    ("instance", "orcl1"): Level.CRITICAL,
    ("instance", "thread 2"): Level.WARN,
    ("pluggable_databases", "CRM"): Level.CRITICAL,
    ("pluggable_databases", "SALES"): Level.WARN,
    ("pluggable_databases", "TEST"): Level.NOTICE,
    ("data_files", "offline"): Level.CRITICAL,
    ("data_files", "recovery"): Level.CRITICAL,
    ("data_files", "corrupt"): Level.CRITICAL,
    ("data_files", "backup_mode"): Level.WARN,
    ("data_files", "unrecoverable"): Level.WARN,
    ("resource_limits", "processes@1"): Level.CRITICAL,
    ("resource_limits", "sessions@1"): Level.WARN,
    ("blocked_sessions", ""): Level.WARN,
    ("long_transactions", ""): Level.WARN,
    ("redo_logs", "thread 1"): Level.NOTICE,
    ("redo_logs", "group 1"): Level.CRITICAL,
    ("redo_logs", "group 2"): Level.NOTICE,
    ("jobs", "SALES.SALES.LOAD"): Level.NOTICE,
    ("jobs", "SALES.SALES.PURGE"): Level.WARN,
    ("jobs", "SALES.SALES.dbms_job 21"): Level.WARN,
    ("patch_level", "SALES"): Level.WARN,
    ("patch_level", "SALES.34786990"): Level.WARN,
    ("interconnect", "instance 1"): Level.WARN,
    ("interconnect", "instance 2"): Level.WARN,
    ("process_memory", "instance 1"): Level.NOTICE,
    ("data_files", "count"): Level.CRITICAL,
    ("sequences", "SALES.SALES.ORDER_ID"): Level.CRITICAL,
    ("sequences", "SALES.SALES.DOWN"): Level.WARN,
    ("quotas", "SALES.SALES.PIECES"): Level.CRITICAL,
    ("sysaux", "SALES.SM/AWR"): Level.WARN,
    ("sysaux", "SALES.SM/OPTSTAT"): Level.NOTICE,
    ("audit_trail", "SALES"): Level.WARN,
    ("audit_trail", "SALES.SYS.AUD$"): Level.WARN,
    ("archive_mode", ""): Level.WARN,
    ("archive_destinations", ""): Level.CRITICAL,
    ("archive_destinations", "dest_1"): Level.CRITICAL,
    ("archive_destinations", "dest_2"): Level.NOTICE,
    ("backup_age", "files"): Level.CRITICAL,
    ("backup_age", "redo"): Level.CRITICAL,
    ("backup_age", "control"): Level.WARN,
    ("backup_age", "job DB INCR"): Level.CRITICAL,
    ("unsaved_archived_logs", ""): Level.CRITICAL,
    ("standby_shipping", "ORCL_SH"): Level.CRITICAL,
    ("tablespace_usage", "SALES.FULL"): Level.CRITICAL,
    ("tablespace_usage", "SALES.LOST"): Level.UNKNOWN,
    ("tablespace_usage", "SALES.PARKED"): Level.NOTICE,
    ("tablespace_usage", "SALES.UNIFORM"): Level.CRITICAL,
    ("tablespace_fragmentation", "SALES.OLD_STYLE"): Level.WARN,
    ("tablespace_fragmentation", "SALES.PIECES"): Level.NOTICE,
    ("tablespace_fragmentation", "SALES.LOST"): Level.UNKNOWN,
    ("tablespace_fragmentation", "SALES.PARKED"): Level.NOTICE,
    ("disk_groups", "DATA"): Level.WARN,
    ("disk_groups", "FRA"): Level.CRITICAL,
    ("disk_groups", "OCR"): Level.CRITICAL,
    ("recovery_area", ""): Level.CRITICAL,
    ("temporary_space", "SALES.TEMP"): Level.CRITICAL,
    ("undo_space", "SALES.UNDOTBS1"): Level.CRITICAL,
    ("undo_space", "CDB$ROOT.UNDOTBS1"): Level.CRITICAL,
    ("largest_segments", "SALES.SALES.TIGHT"): Level.CRITICAL,
    ("unusable_indexes", "SALES.SALES.A_PK"): Level.CRITICAL,
    ("unusable_indexes", "SALES.SALES.A_P"): Level.WARN,
    ("invalid_objects", "SALES"): Level.WARN,
    ("invalid_objects", "SALES.XDB"): Level.WARN,
    ("optimizer_statistics", "SALES"): Level.WARN,
    ("foreign_keys", "SALES"): Level.NOTICE,
    ("redundant_indexes", "SALES"): Level.NOTICE,
    ("high_water_marks", "SALES.SALES.HOLLOW"): Level.NOTICE,
    ("top_statements", "time"): Level.NOTICE,
    ("top_statements", "chained"): Level.NOTICE,
    ("parameters", "file"): Level.NOTICE,
    ("parameters", "remote_os_authent"): Level.WARN,
    ("parameters", "hidden"): Level.NOTICE,
    ("parameters", "deprecated"): Level.NOTICE,
    ("account_expiry", "SALES.APP"): Level.CRITICAL,
    ("account_expiry", "SALES.BATCH"): Level.CRITICAL,
    ("account_expiry", "SALES.REPORT"): Level.WARN,
    ("account_expiry", "SALES.TRIED"): Level.WARN,
    ("default_passwords", "SALES.SCOTT"): Level.CRITICAL,
    ("privileged_accounts", "SALES.APP"): Level.WARN,
    ("privileged_accounts", "SALES.REPORT"): Level.NOTICE,
    ("privileged_accounts", "SALES.SCOTT"): Level.WARN,
    ("privileged_accounts", "CDB$ROOT.SCOTT"): None,
    ("password_policy", "SALES.LAX"): Level.WARN,
}


def test_every_fault_of_the_troubled_world_is_found_and_nothing_else() -> None:
    found = {key: one.level for key, one in sick().items() if one.level not in FINE}
    assert found == {key: level for key, level in FAULTS.items() if level is not None}


def test_a_tablespace_without_a_row_in_the_free_space_is_full() -> None:
    assert "100%" in render(sick()["tablespace_usage", "SALES.FULL"].summary, "en")


def test_a_file_above_its_maxbytes_counts_with_its_size() -> None:
    assert sick()["tablespace_usage", "SALES.FULL"].measures["limit_bytes"] == 10 * (1 << 30)


def test_two_indexes_of_one_column_serve_no_key_of_two() -> None:
    assert "C_FK" in sick()["foreign_keys", "SALES"].quote
    assert "C_FK_OFF" not in sick()["foreign_keys", "SALES"].quote


def test_a_longer_index_that_begins_alike_makes_the_shorter_one_redundant() -> None:
    assert sick()["redundant_indexes", "SALES"].quote == "SALES.C_X < SALES.C_XZ (X)"


def test_a_standby_that_hears_nothing_is_critical_though_its_transport_lag_is_zero() -> None:
    silent = replace(
        LAGGING, shared={**LAGGING.shared, "v$archive_gap": [], "gv$managed_standby": STANDBY.shared["gv$managed_standby"]}
    )
    one = findings(silent, "database.oracle.standby_lag")["standby_lag", ""]
    assert one.level is Level.CRITICAL
    assert "last heard" in render(one.summary, "en")


def test_a_gap_and_a_missing_apply_process_are_critical() -> None:
    assert findings(LAGGING, "database.oracle.standby_lag")["standby_lag", ""].level is Level.CRITICAL


def test_five_equal_free_chunks_score_badly_and_are_fine() -> None:
    chunks = rows(
        "tablespace_name file_id block_id bytes blocks", *(("SALES_DATA", 3, n, 1 << 30, 131072) for n in range(5))
    )
    world = World("19c", SHARED, {"CDB$ROOT": container(dba_free_space=chunks)})
    one = findings(world, "database.oracle.tablespace_fragmentation")["tablespace_fragmentation", "CDB$ROOT.SALES_DATA"]
    assert one.level is Level.OK
    assert one.measures["fsfi"] == pytest.approx(29.9)


VIEWS = sorted(
    {"v$database", "gv$instance", "v$thread", "gv$pdbs", "v$asm_diskgroup_stat", "v$datafile", "gv$archive_dest"}
    | {"gv$resource_limit", "gv$session", "gv$transaction", "v$log", "v$sqlstats", "v$parameter", "v$archived_log"}
    | {"dba_tablespaces", "dba_data_files", "dba_free_space", "dba_users", "dba_indexes", "dba_constraints", "dba_registry"}
    | {"dba_tab_statistics", "dba_role_privs", "dba_scheduler_jobs", "dba_temp_files", "dba_undo_extents", "v$containers"}
    | {"dba_sequences", "dba_ts_quotas", "v$sysaux_occupants", "gv$cluster_interconnects", "gv$pgastat", "gv$sysstat"}
    | {"dba_registry_sqlpatch", "v$system_parameter", "v$recover_file", "v$instance", "audit_unified_enabled_policies"}
)


@pytest.mark.parametrize("view", VIEWS)
def test_what_may_not_be_seen_is_unknown_and_never_better(view: str) -> None:
    less = findings(replace(SICK, denied=frozenset({view})))
    assert any(one.level is Level.UNKNOWN for one in less.values())
    for key, one in sick().items():
        now = less.get(key) or less.get((key[0], "")) or less.get((key[0], key[1].split(".")[0]))
        assert now is not None, f"{key} vanished"
        is_known_less = key[0] in {"tablespace_usage", "tablespace_growth"} and view == "v$asm_diskgroup_stat"
        assert now.level in {one.level, Level.UNKNOWN} or is_known_less, f"{key}: {one.level} became {now.level}"


def test_a_container_that_lets_us_not_in_is_unknown_by_its_name() -> None:
    found = findings(HEALTHY, closed=frozenset({"SALES"}))
    assert found["tablespace_usage", "SALES"].level is Level.UNKNOWN
    assert found["tablespace_usage", "CDB$ROOT.SYSTEM"].level is Level.OK


def test_an_account_of_one_container_does_not_call_the_others_fine() -> None:
    world = replace(HEALTHY, shared={**SHARED, "gv$pdbs": []})
    assert findings(world, "database.oracle.pluggable_databases")["pluggable_databases", ""].level is Level.UNKNOWN


def test_disk_groups_that_a_container_does_not_show_are_unknown() -> None:
    world = replace(HEALTHY, shared={**SHARED, "v$asm_diskgroup_stat": []})
    found = findings(world)
    assert found["disk_groups", ""].level is Level.UNKNOWN
    assert "not known" in render(
        found["tablespace_usage", "SALES.SALES_DATA"].observed or found["disk_groups", ""].summary, "en"
    )


def test_a_database_that_does_not_archive_needs_no_destination_and_is_critical() -> None:
    found = findings(replace(HEALTHY, shared={**SHARED, "v$database": database(log_mode="NOARCHIVELOG")}))
    assert found["archive_mode", ""].level is Level.CRITICAL
    assert found["archive_destinations", ""].level is Level.ABSENT
    assert found["unsaved_archived_logs", ""].level is Level.ABSENT


def test_the_report_says_that_nothing_ran_on_a_real_oracle() -> None:
    _found, exhibits = judged(SqlSession(EmulatedDialect(HEALTHY), Budget(total_seconds=60)), "oracle")
    assert any("real Oracle" in str(cell) for one in exhibits for row in one.rows for cell in row)
    assert all("real Oracle" in str(check.traps[0]) for check in CHECKS)


def test_an_image_copy_is_a_backup() -> None:
    copies = rows(
        "file# creation_change# completion_time status",
        *((n, at, ago(days=1), "A") for n, at in ((1, 7), (2, 8), (3, 900))),
        (1, 7, ago(days=0), "D"),
    )
    world = replace(HEALTHY, shared={**SHARED, "v$backup_datafile": [], "v$datafile_copy": copies})
    one = findings(world, "database.oracle.backup_age")["backup_age", "files"]
    assert one.level is Level.OK
    assert one.measures["oldest_backup_seconds"] == DAY_SECONDS


def test_a_file_that_was_made_anew_under_an_old_number_has_no_backup() -> None:
    saved = [dict(row) | ({"creation_change#": 5} if row["file#"] == 2 else {}) for row in SHARED["v$backup_datafile"]]
    world = replace(HEALTHY, shared={**SHARED, "v$backup_datafile": saved})
    assert findings(world, "database.oracle.backup_age")["backup_age", "files"].level is Level.CRITICAL


def test_a_mounted_standby_is_judged_by_its_fixed_views_and_its_dictionary_on_the_primary() -> None:
    found = findings(MOUNTED)
    judged_here = {check for (check, _subject), one in found.items() if one.level is Level.OK}
    assert {
        "instance",
        "standby_lag",
        "data_files",
        "pluggable_databases",
        "resource_limits",
        "recovery_area",
    } <= judged_here
    of_dictionary = {
        "tablespace_usage",
        "account_expiry",
        "invalid_objects",
        "jobs",
        "sequences",
        "patch_level",
        "undo_space",
    }
    for check in of_dictionary:
        [one] = [one for (name, _subject), one in found.items() if name == check]
        assert one.level is Level.ABSENT
        assert "PHYSICAL STANDBY, MOUNTED" in f"{render(one.summary, 'en')} {one.quote}"
    assert not [key for key, one in found.items() if one.level is Level.UNKNOWN]


def test_a_mounted_standby_that_lags_is_found() -> None:
    lagging = replace(MOUNTED, shared={**LAGGING.shared, "v$database": MOUNTED.shared["v$database"]})
    assert findings(lagging, "database.oracle.standby_lag")["standby_lag", ""].level is Level.CRITICAL


def test_a_mounted_primary_is_unknown_in_all_of_its_dictionary_and_critical_by_itself() -> None:
    shared = {**MOUNTED.shared, "v$database": database(open_mode="MOUNTED")}
    found = findings(replace(MOUNTED, shared=shared))
    assert found["instance", ""].level is Level.CRITICAL
    assert found["tablespace_usage", ""].level is Level.UNKNOWN
    assert found["account_expiry", ""].level is Level.UNKNOWN


def test_without_the_declared_pack_the_workload_is_not_applicable_and_with_it_judged() -> None:
    without = findings(replace(PACKS, packs=()), "database.oracle.workload")["workload", ""]
    assert without.level is Level.ABSENT
    assert "licensed_packs" in f"{render(without.summary, 'en')} {without.quote}"
    withal = findings(PACKS, "database.oracle.workload")["workload", ""]
    assert withal.level is Level.NOTICE
    assert withal.quote == "7h3k2mvb5u1aa"


def test_snapshots_older_than_seven_days_do_not_count() -> None:
    summary = render(findings(PACKS, "database.oracle.workload")["workload", ""].summary, "en")
    assert "62.5%" in summary  # 5000 s of 8000 s; the older snapshot holds 9000 s of the other statement


@pytest.mark.parametrize(("raw", "name"), [("\udcb1\udced", "\\xb1\\xed"), ("\ufffd\ufffd", "\ufffd\ufffd")])
def test_a_name_that_is_no_text_costs_its_own_row_only(raw: str, name: str) -> None:
    segments = [
        *lines("dba_segments"),
        *rows(
            "owner segment_name segment_type tablespace_name bytes extents",
            ("SALES", raw, "TABLE", "SALES_DATA", 2 << 30, 9),
        ),
    ]
    world = World("19c", SHARED, {"CDB$ROOT": container(dba_segments=segments)})
    found = findings(world, "database.oracle.largest_segments")
    assert found["largest_segments", f"CDB$ROOT.SALES.{name}"].level is Level.UNKNOWN
    assert found["largest_segments", "CDB$ROOT.SALES.ORDERS"].level is Level.OK


def test_a_tablespace_whose_name_is_no_text_is_unknown_once_and_the_others_are_judged() -> None:
    world = World(
        "19c",
        SHARED,
        {
            "CDB$ROOT": container(
                dba_tablespaces=[*lines("dba_tablespaces"), tablespace("\udcb1")],
                dba_data_files=[
                    *lines("dba_data_files"),
                    {
                        "file_name": "/u01/x",
                        "file_id": 9,
                        "tablespace_name": "\udcb1",
                        "bytes": 1 << 30,
                        "autoextensible": "NO",
                    },
                ],
            )
        },
    )
    found = findings(world, "database.oracle.tablespace_usage")
    assert [key for key, one in found.items() if one.level is Level.UNKNOWN] == [("tablespace_usage", "CDB$ROOT.\\xb1")]
    assert found["tablespace_usage", "CDB$ROOT.SALES_DATA"].level is Level.OK


def test_a_tablespace_taken_offline_in_order_needs_no_recovery() -> None:
    files = [dict(row) | ({"status": "OFFLINE"} if row["file#"] == 3 else {}) for row in SHARED["v$datafile"]]
    shared = {
        **SHARED,
        "v$datafile": files,
        "v$recover_file": rows("file# online_status error", (3, "OFFLINE", "OFFLINE NORMAL")),
    }
    found = findings(replace(HEALTHY, shared=shared), "database.oracle.data_files")
    assert {key[1]: one.level for key, one in found.items()} == {"parked": Level.NOTICE}


def test_logs_that_a_standby_received_need_no_backup_there() -> None:
    logs = rows(
        "name thread# sequence# blocks block_size standby_dest archived deleted completion_time backup_count",
        ("+FRA/1_90", 1, 90, 2048, 512, "NO", "YES", "NO", ago(days=9), 0),
    )
    standby = replace(STANDBY, shared={**STANDBY.shared, "v$archived_log": logs})
    assert findings(standby, "database.oracle.unsaved_archived_logs")["unsaved_archived_logs", ""].level is Level.ABSENT
    primary = findings(replace(HEALTHY, shared={**SHARED, "v$archived_log": logs}), "database.oracle.unsaved_archived_logs")
    assert primary["unsaved_archived_logs", ""].level is Level.UNKNOWN  # the standby may save them
    alone = {**SHARED, "v$archived_log": logs, "gv$archive_dest": SHARED["gv$archive_dest"][:1]}
    found = findings(replace(HEALTHY, shared=alone), "database.oracle.unsaved_archived_logs")
    assert found["unsaved_archived_logs", ""].level is Level.CRITICAL


def test_a_single_instance_has_no_interconnect() -> None:
    world = replace(HEALTHY, shared={**SHARED, "v$parameter": parameters(cluster_database="FALSE")})
    assert findings(world, "database.oracle.interconnect")["interconnect", ""].level is Level.ABSENT


def test_a_cluster_that_shows_no_network_is_unknown() -> None:
    world = replace(HEALTHY, shared={**SHARED, "gv$cluster_interconnects": []})
    assert findings(world, "database.oracle.interconnect")["interconnect", ""].level is Level.UNKNOWN


def test_a_standby_that_was_patched_first_is_not_compared_with_its_dictionary() -> None:
    newer = {"v$instance": rows("instance_name version version_full", ("orcl1", "19.0.0.0.0", "19.21.0.0.0"))}
    assert findings(replace(HEALTHY, shared={**SHARED, **newer}))["patch_level", "SALES"].level is Level.WARN
    standby = findings(replace(STANDBY, shared={**STANDBY.shared, **newer}), "database.oracle.patch_level")
    assert standby["patch_level", "SALES"].level is Level.OK


def test_a_sequence_that_begins_again_and_those_of_oracle_are_left_out() -> None:
    assert {key[1] for key in findings(HEALTHY, "database.oracle.sequences")} == {"CDB$ROOT", "SALES"}


def test_a_list_and_another_instance_in_the_server_parameter_file_are_no_difference() -> None:
    found = findings(HEALTHY, "database.oracle.parameters")
    assert found["parameters", "file"].level is Level.OK
    other = [dict(row) for row in SHARED["v$spparameter"] if row["value"] != "+FRA/b"]
    less = findings(replace(HEALTHY, shared={**SHARED, "v$spparameter": other}), "database.oracle.parameters")
    assert less["parameters", "file"].quote == "control_files"


def test_the_key_of_an_index_organised_table_serves_a_foreign_key() -> None:
    indexes = [row | {"index_type": "IOT - TOP"} for row in lines("dba_indexes")]
    world = World("19c", SHARED, {"CDB$ROOT": container(dba_indexes=indexes)})
    assert findings(world, "database.oracle.foreign_keys")["foreign_keys", "CDB$ROOT"].level is Level.OK


def test_a_pdb_is_held_to_the_saved_state_of_its_own_instance() -> None:
    shared = {
        **SHARED,
        "gv$pdbs": rows(
            "inst_id con_id name open_mode restricted",
            (1, 3, "SALES", "READ WRITE", "NO"),
            (2, 3, "SALES", "MOUNTED", None),
        ),
        "dba_pdb_saved_states": rows("con_name instance_name state", ("SALES", "orcl1", "OPEN")),
    }
    found = findings(replace(HEALTHY, shared=shared), "database.oracle.pluggable_databases")
    assert found["pluggable_databases", "SALES"].level is Level.NOTICE


def test_external_tables_have_no_statistics_by_design() -> None:
    names = [f"X{n}" for n in range(9)]
    world = World(
        "19c",
        SHARED,
        {
            "CDB$ROOT": container(
                dba_tables=[*lines("dba_tables"), *rows("owner table_name temporary", *(("SALES", n, "N") for n in names))],
                dba_tab_statistics=[
                    *lines("dba_tab_statistics"),
                    *rows("owner table_name object_type", *(("SALES", n, "TABLE") for n in names)),
                ],
            )
        },
    )
    found = findings(world, "database.oracle.optimizer_statistics")
    assert found["optimizer_statistics", "CDB$ROOT"].level is Level.OK


def test_an_unlimited_account_is_held_by_no_quota() -> None:
    quotas = rows(
        "tablespace_name username bytes max_bytes dropped", ("SALES_DATA", "SALES", 99 * (1 << 20), 100 << 20, "NO")
    )
    world = World("19c", SHARED, {"CDB$ROOT": container(dba_ts_quotas=quotas)})  # SALES has UNLIMITED TABLESPACE
    assert findings(world, "database.oracle.quotas")["quotas", "CDB$ROOT"].level is Level.OK
    held = World("19c", SHARED, {"CDB$ROOT": container(dba_ts_quotas=quotas, dba_sys_privs=[])})
    assert findings(held, "database.oracle.quotas")["quotas", "CDB$ROOT.SALES.SALES_DATA"].level is Level.CRITICAL


def test_a_program_whose_name_is_no_text_is_spelled_out() -> None:
    sessions = [
        dict(row) | ({"program": "\udcb1\udced.exe"} if row["sid"] == 11 else {}) for row in SICK.shared["gv$session"]
    ]
    found = findings(replace(SICK, shared={**SICK.shared, "gv$session": sessions}), "database.oracle.blocked_sessions")
    words = render(found["blocked_sessions", ""].observed or found["blocked_sessions", ""].summary, "en")
    assert "\\xb1\\xed.exe" in words
    words.encode()


def test_an_index_whose_name_is_no_text_is_spelled_out() -> None:
    indexes = [row | {"status": "UNUSABLE", "index_name": "\udcb1"} for row in lines("dba_indexes")[:1]]
    world = World("19c", SHARED, {"CDB$ROOT": container(dba_indexes=indexes)})
    found = findings(world, "database.oracle.unusable_indexes")
    assert found["unusable_indexes", "CDB$ROOT.SALES.\\xb1"].level is Level.CRITICAL
