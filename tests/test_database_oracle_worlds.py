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
from tests.house.oracle.worlds import HEALTHY, LAGGING, OLD, SHARED, SICK, STANDBY, container, database, rows
from tests.peers.asked import judged

DAY_SECONDS = 86_400
FINE = {Level.OK, Level.ABSENT}


def findings(world: World, only: str = "*", closed: frozenset[str] = frozenset()) -> dict[tuple[str, str], Finding]:
    session = SqlSession(EmulatedDialect(world, closed), Budget(total_seconds=60))
    found, _exhibits = judged(session, "oracle", only)
    return {(check.removeprefix("database.oracle."), subject): one for (check, subject), one in found.items()}


@cache
def sick() -> dict[tuple[str, str], Finding]:
    return findings(SICK)


@pytest.mark.parametrize("world", [HEALTHY, STANDBY, OLD], ids=["container database", "standby", "11.2"])
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
    ("redo_logs", "thread 1"): Level.WARN,
    ("redo_logs", "group 1"): Level.CRITICAL,
    ("redo_logs", "group 2"): Level.NOTICE,
    ("jobs", "SALES.SALES.LOAD"): Level.NOTICE,
    ("jobs", "SALES.SALES.PURGE"): Level.WARN,
    ("jobs", "SALES.SALES.dbms_job 21"): Level.WARN,
    ("patch_level", ""): Level.NOTICE,
    ("patch_level", "patch 35042068"): Level.WARN,
    ("archive_mode", ""): Level.WARN,
    ("archive_destinations", ""): Level.CRITICAL,
    ("archive_destinations", "dest_1"): Level.CRITICAL,
    ("archive_destinations", "dest_2"): Level.NOTICE,
    ("backup_age", "files"): Level.CRITICAL,
    ("backup_age", "redo"): Level.CRITICAL,
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
    ("default_passwords", "SALES.DIP"): Level.NOTICE,
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
