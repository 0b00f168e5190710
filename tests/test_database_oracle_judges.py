"""Judges of Oracle at their boundaries and in their traps, with literals."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checks.base import Finding, Level, Point, Scene, Then
from checks.database.oracle import (
    account_expiry,
    archive_destinations,
    archive_mode,
    audit_trail,
    backup_age,
    blocked_sessions,
    data_files,
    default_passwords,
    disk_groups,
    high_water_marks,
    instance,
    interconnect,
    invalid_objects,
    jobs,
    long_transactions,
    patch_level,
    pluggable_databases,
    process_memory,
    quotas,
    recovery_area,
    redo_logs,
    redundant_indexes,
    resource_limits,
    segment_growth,
    sequences,
    standby_lag,
    standby_shipping,
    sysaux,
    tablespace_fragmentation,
    tablespace_growth,
    tablespace_usage,
    temporary_space,
    undo_space,
)
from collectors.base import Listing, Reason, Unseen
from collectors.facts.oracle.accounts import Account, Job, Jobs, Patch, Patches
from collectors.facts.oracle.activity import (
    Blocked,
    Blocking,
    LogGroup,
    Redo,
    Resource,
    Temporary,
    Transaction,
    Transactions,
    Undo,
    UndoErrors,
)
from collectors.facts.oracle.cluster import Interconnect, Link, ProcessMemory
from collectors.facts.oracle.instances import Database, Instance, Pluggable, Running, Thread
from collectors.facts.oracle.limits import (
    AuditSegment,
    AuditTrail,
    Occupant,
    Occupants,
    Quota,
    Quotas,
    SequenceNumber,
    SequenceNumbers,
)
from collectors.facts.oracle.objects import HighWater, HighWaters, Index, Indexing, Invalid, Objects
from collectors.facts.oracle.recovery import (
    BackupJob,
    Backups,
    Destination,
    Destinations,
    FileState,
    RecoveryArea,
    Shipping,
    Standby,
)
from collectors.facts.oracle.spaces import DataFile, Definition, DiskGroup, Free, Recycled, Segment, Tablespace
from collectors.oracle.spaces import derive
from config.limits import Layered

MIB, GIB = 1 << 20, 1 << 30
DAY = 86_400
SCENE = Scene()


def database(**more: str) -> Database:
    plain = {
        "dbid": "1",
        "name": "ORCL",
        "unique_name": "ORCL",
        "open_mode": "READ WRITE",
        "role": "PRIMARY",
        "log_mode": "ARCHIVELOG",
        "force_logging": "YES",
        "flashback": "NO",
        "protection_mode": "MAXIMUM PERFORMANCE",
        "protection_level": "MAXIMUM PERFORMANCE",
        "switchover": "NOT ALLOWED",
    }
    return Database(**(plain | more), is_container=False, version=1_900_000_000, words="Oracle")


def tablespace(used: int, size: int, limit: int = 0, storage: int | None = None, **more: str) -> Tablespace:
    kinds = {"contents": "PERMANENT", "status": "ONLINE"} | more
    definition = Definition(
        "ORCL", "T", kinds["contents"], kinds["status"], 8192, is_local=True, allocation="SYSTEM", next_bytes=None
    )
    file = DataFile("ORCL", "T", 1, "+DATA/t.1", size, max(limit, size), bool(limit), "ONLINE")
    free = Free("ORCL", "T", size - used, size - used, 1) if used < size else None
    return Tablespace(definition, (file,), free, 0, 0, storage)


def usage(one: Tablespace) -> Level:
    [found] = tablespace_usage.judge(Listing((one,)), Layered(tablespace_usage.UsageLimits()), SCENE)
    return found.level


@pytest.mark.parametrize(
    ("used", "level"),
    [(8499, Level.OK), (8500, Level.WARN), (9499, Level.WARN), (9500, Level.CRITICAL), (10000, Level.CRITICAL)],
)
def test_a_tablespace_at_its_limits(used: int, level: Level) -> None:
    assert usage(tablespace(used * MIB, 10000 * MIB)) is level


def test_autoextension_counts_and_the_disk_group_bounds_it() -> None:
    assert usage(tablespace(9 * GIB, 10 * GIB, limit=32 * GIB, storage=100 * GIB)) is Level.OK
    assert usage(tablespace(9 * GIB, 10 * GIB, limit=32 * GIB, storage=0)) is Level.WARN
    assert usage(tablespace(9 * GIB, 10 * GIB, limit=32 * GIB, storage=None)) is Level.OK


def test_a_large_tablespace_with_much_left_is_fine_though_its_share_is_high() -> None:
    assert usage(tablespace(9500 * GIB, 10000 * GIB)) is Level.OK
    assert usage(tablespace(9920 * GIB, 10000 * GIB)) is Level.WARN
    assert usage(tablespace(9980 * GIB, 10000 * GIB)) is Level.CRITICAL


def test_a_read_only_tablespace_may_be_full() -> None:
    assert usage(tablespace(10 * GIB, 10 * GIB, status="READ ONLY")) is Level.OK


def test_undo_is_no_matter_of_the_usage() -> None:
    one = tablespace(10 * GIB, 10 * GIB, contents="UNDO")
    assert not list(tablespace_usage.judge(Listing((one,)), Layered(tablespace_usage.UsageLimits()), SCENE))


def test_a_tablespace_that_grows_steadily_gets_a_date() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    points = tuple(Point(now - timedelta(days=20 - day), (10 + day) * GIB, 40 * GIB) for day in range(21))
    check = tablespace_growth.TABLESPACE_GROWTH
    [found] = check.judge({"ORCL.T": points}, Layered(check.limits), Scene(at=now))
    assert isinstance(found, Finding)
    assert found.level is Level.WARN
    assert found.measures["days_until_full"] == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize(
    ("used", "reclaimable", "level"),
    [(84, 0, Level.OK), (85, 0, Level.WARN), (95, 0, Level.CRITICAL), (99, 60, Level.OK), (50, 70, Level.OK)],
)
def test_what_can_be_cleared_away_is_no_lack_of_room(used: int, reclaimable: int, level: Level) -> None:
    area = RecoveryArea("+FRA", 100 * GIB, used * GIB, reclaimable * GIB, 9)
    [found] = recovery_area.judge(area, Layered(recovery_area.AreaLimits()), SCENE)
    assert found.level is level
    assert found.measures["needed_bytes"] >= 0


SOUND = replace(
    Backups("ARCHIVELOG", "PRIMARY", 7, 0, 4, 0, float(DAY), (BackupJob("ARCHIVELOG", 3600.0, 7200.0, "COMPLETED", 0),)),
    control_seconds=3600.0,
)


def backup(one: Backups) -> dict[str, Level]:
    return {f.subject: f.level for f in backup_age.judge(one, Layered(backup_age.BackupLimits()), SCENE)}


@pytest.mark.parametrize(("days", "level"), [(7.9, Level.OK), (8, Level.WARN), (14.9, Level.WARN), (15, Level.CRITICAL)])
def test_the_age_of_the_least_recent_full_backup(days: float, level: Level) -> None:
    assert backup(replace(SOUND, oldest_seconds=days * DAY))["files"] is level


def test_a_standby_without_a_backup_of_its_own_is_unknown_and_a_primary_critical() -> None:
    assert backup(replace(SOUND, never_count=4, oldest_seconds=None, role="PHYSICAL STANDBY"))["files"] is Level.UNKNOWN
    assert backup(replace(SOUND, never_count=4, oldest_seconds=None))["files"] is Level.CRITICAL


def test_a_primary_whose_standby_may_make_the_backups_is_unknown() -> None:
    assert backup(replace(SOUND, never_count=4, oldest_seconds=None, standbys_count=1))["files"] is Level.UNKNOWN


def test_a_backup_with_warnings_is_one_and_a_notice() -> None:
    found = backup(replace(SOUND, jobs=(BackupJob("DB INCR", 3600.0, 7200.0, "COMPLETED WITH WARNINGS", 0),)))
    assert found == {"files": Level.OK, "control": Level.OK, "redo": Level.OK, "job DB INCR": Level.NOTICE}


@pytest.mark.parametrize(("days", "level"), [(7.9, Level.OK), (8, Level.WARN), (90, Level.WARN), (None, Level.WARN)])
def test_the_age_of_the_control_files_backup(days: float | None, level: Level) -> None:
    assert backup(replace(SOUND, control_seconds=None if days is None else days * DAY))["control"] is level


def test_where_no_file_has_a_backup_nothing_is_said_of_the_control_file() -> None:
    assert "control" not in backup(replace(SOUND, never_count=4, oldest_seconds=None, control_seconds=None))


def test_jobs_that_are_forgotten_are_unknown_and_not_never() -> None:
    assert backup(replace(SOUND, jobs=()))["redo"] is Level.UNKNOWN


def test_a_deferred_destination_is_a_notice_and_an_idle_one_sound() -> None:
    records = (
        Destination(1, 1, "VALID", "PRIMARY", "/arch", "", "MANDATORY"),
        Destination(1, 2, "DEFERRED", "STANDBY", "sby", "", "OPTIONAL"),
        Destination(1, 3, "IDLE", "STANDBY", "sby2", "", "OPTIONAL"),
        Destination(1, 4, "INACTIVE", "PRIMARY", "", "", "OPTIONAL"),
        Destination(1, 5, "VALID", "PRIMARY", "/b", "ORA-00270", "OPTIONAL"),
    )
    layered = Layered(archive_destinations.ARCHIVE_DESTINATIONS.limits)
    found = {f.subject: f.level for f in archive_destinations.judge(Destinations("ARCHIVELOG", records), layered, SCENE)}
    assert found == {"dest_1": Level.OK, "dest_2": Level.NOTICE, "dest_3": Level.OK, "dest_5": Level.WARN}


def test_no_archiving_is_a_warning_where_the_importance_is_low() -> None:
    layered = Layered(archive_mode.ARCHIVE_MODE.limits)
    [low] = archive_mode.judge(database(log_mode="NOARCHIVELOG"), layered, Scene(importance="low"))
    [normal] = archive_mode.judge(database(log_mode="NOARCHIVELOG"), layered, SCENE)
    assert (low.level, normal.level) == (Level.WARN, Level.CRITICAL)


def test_a_mounted_standby_is_right_and_a_mounted_primary_not() -> None:
    one = Instance("orcl", "db01", "19", "MOUNTED", "ACTIVE", "NO", "ALLOWED", 9e6)
    for role, level in (("PHYSICAL STANDBY", Level.OK), ("PRIMARY", Level.CRITICAL)):
        running = Running(database(role=role, open_mode="MOUNTED"), (one,), (Thread(1, "OPEN", "PUBLIC", "orcl"),))
        found = instance.judge(running, Layered(instance.InstanceLimits()), SCENE)
        assert {f.level for f in found if isinstance(f, Finding)} == {level}


def test_another_role_than_agreed_is_critical() -> None:
    running = Running(database(), (), ())
    found = list(instance.judge(running, Layered(instance.InstanceLimits(role="PHYSICAL STANDBY")), SCENE))
    assert any(isinstance(f, Finding) and f.level is Level.CRITICAL for f in found)


def test_a_pdb_that_was_closed_on_purpose_is_a_notice_and_on_a_standby_too() -> None:
    def level(saved: str, role: str) -> Level:
        one = Pluggable("P", 1, "MOUNTED", "NO", saved, 0, role)
        [found] = pluggable_databases.judge((one,), Layered(pluggable_databases.PLUGGABLE_DATABASES.limits), SCENE)
        return found.level

    assert level("", "PRIMARY") is Level.NOTICE
    assert level("OPEN", "PHYSICAL STANDBY") is Level.NOTICE
    assert level("OPEN", "PRIMARY") is Level.CRITICAL


@pytest.mark.parametrize(
    ("used", "peak", "limit", "level"),
    [
        (79, 79, 100, Level.OK),
        (80, 80, 100, Level.WARN),
        (90, 90, 100, Level.CRITICAL),
        (10, 100, 100, Level.WARN),
        (900, 900, None, Level.OK),
    ],
)
def test_processes_at_their_limits(used: int, peak: int, limit: int | None, level: Level) -> None:
    [found] = resource_limits.judge(
        (Resource(1, "processes", used, peak, limit),), Layered(resource_limits.ResourceLimits()), SCENE
    )
    assert found.level is level


def test_a_background_process_at_the_head_of_a_chain_is_a_hang() -> None:
    for is_background, level in ((False, Level.WARN), (True, Level.CRITICAL)):
        one = Blocked("1:12", "A", "log file switch (archiving needed)", 60.0, "1:3", "", "ARC0", "ACTIVE", is_background)
        [found] = blocked_sessions.judge(Blocking(9, (one,)), Layered(blocked_sessions.BlockingLimits()), SCENE)
        assert found.level is level


def test_commits_that_wait_for_the_log_writer_are_no_hang_and_no_queue() -> None:
    each = tuple(Blocked(f"1:{n}", "A", "log file sync", 0.0, "1:3", "", "LGWR", "ACTIVE", True) for n in range(40))  # noqa: FBT003 - a row
    [found] = blocked_sessions.judge(Blocking(90, each), Layered(blocked_sessions.BlockingLimits()), SCENE)
    assert found.level is Level.OK
    queue = tuple(replace(one, waited_seconds=10.0, is_background=False) for one in each[:20])
    [found] = blocked_sessions.judge(Blocking(90, queue), Layered(blocked_sessions.BlockingLimits()), SCENE)
    assert found.level is Level.CRITICAL


@pytest.mark.parametrize(
    ("age", "blocks", "level"),
    [
        (3599, 9, Level.OK),
        (3600, 9, Level.WARN),
        (DAY, 9, Level.CRITICAL),
        (DAY, 1, Level.NOTICE),
        (DAY, 0, Level.NOTICE),
    ],
)
def test_a_transaction_of_a_query_over_a_link_is_a_notice_at_most(age: int, blocks: int, level: Level) -> None:
    one = Transaction("1:7", "APP", "toad", "INACTIVE", float(age), float(age), blocks)
    [found] = long_transactions.judge(Transactions(9, (one,)), Layered(long_transactions.TransactionLimits()), SCENE)
    assert found.level is level


def test_allocated_temporary_space_is_not_in_use() -> None:
    one = Temporary("ORCL", "TEMP", 32 * GIB, 31 * GIB, 32 * GIB)
    [found] = temporary_space.judge(Listing((one,)), Layered(temporary_space.TemporaryLimits()), SCENE)
    assert found.level is Level.OK


def test_undo_that_is_full_of_unexpired_extents_is_fine() -> None:
    def level(errors: UndoErrors, active: int = 0) -> Level:
        one = Undo("ORCL.UNDO", 4 * GIB, (("ACTIVE", active), ("UNEXPIRED", 4 * GIB)), errors)
        [found] = undo_space.judge(Listing((one,)), Layered(undo_space.UndoLimits()), SCENE)
        return found.level

    assert level(UndoErrors(0, 0, 900, 900)) is Level.OK
    assert level(UndoErrors(1, 0, 900, 900)) is Level.NOTICE
    assert level(UndoErrors(10, 0, 900, 900)) is Level.WARN
    assert level(UndoErrors(0, 1, 900, 900)) is Level.CRITICAL
    assert level(UndoErrors(0, 0, 900, 900), active=4 * GIB) is Level.WARN


def test_a_stale_member_is_no_fault_and_one_member_on_asm_neither() -> None:
    groups = tuple(LogGroup(n, 1, GIB, "INACTIVE", (("+DATA/r", "STALE"),)) for n in (1, 2, 3))
    found = {
        f.subject: f.level for f in redo_logs.judge(Redo(groups, ((1, 2.0, 9),)), Layered(redo_logs.RedoLimits()), SCENE)
    }
    assert found == {"thread 1": Level.OK}


def test_a_file_in_backup_mode_for_an_hour_is_being_copied() -> None:
    def levels(age: float) -> list[Level]:
        state = FileState(3, (), (), 0, (), (("/u01/a", age),), ())
        return [f.level for f in data_files.judge(state, Layered(data_files.FileLimits()), SCENE)]

    assert levels(3600) == [Level.OK]
    assert levels(DAY) == [Level.WARN]


@pytest.mark.parametrize(
    ("state", "kind", "usable", "offline", "level"),
    [
        ("CONNECTED", "EXTERN", 16, 0, Level.OK),
        ("CONNECTED", "EXTERN", 15, 0, Level.WARN),
        ("CONNECTED", "EXTERN", 5, 0, Level.CRITICAL),
        ("CONNECTED", "NORMAL", 8, 0, Level.OK),
        ("CONNECTED", "NORMAL", -1, 0, Level.WARN),
        ("CONNECTED", "NORMAL", 40, 1, Level.CRITICAL),
        ("BROKEN", "NORMAL", 40, 0, Level.CRITICAL),
        ("DISMOUNTED", "", 0, 0, Level.NOTICE),
        ("UNKNOWN", "", 0, 0, Level.NOTICE),
    ],
)
def test_a_disk_group_is_judged_by_what_can_be_used(state: str, kind: str, usable: int, offline: int, level: Level) -> None:
    group = DiskGroup("DATA", state, kind, 100 * GIB, 50 * GIB, usable * GIB, offline)
    [found] = disk_groups.judge((group,), Layered(disk_groups.GroupLimits()), SCENE)
    assert found.level is level


@pytest.mark.parametrize(
    ("lag", "level"), [(599, Level.OK), (600, Level.WARN), (3600, Level.CRITICAL), (None, Level.UNKNOWN)]
)
def test_a_lag_at_its_limits(lag: float | None, level: Level) -> None:
    one = Standby("PHYSICAL STANDBY", "MOUNTED", lag, lag, 3.0, 0, ("MRP0 APPLYING_LOG",))
    [found] = standby_lag.judge(one, Layered(standby_lag.LagLimits()), SCENE)
    assert found.level is level


@pytest.mark.parametrize(
    ("status", "gap", "mode", "level"),
    [
        ("VALID", "NO GAP", "MANAGED REAL TIME APPLY", Level.OK),
        ("IDLE", "", "MANAGED", Level.OK),
        ("VALID", "RESOLVABLE GAP", "MANAGED", Level.WARN),
        ("VALID", "LOCALLY UNRESOLVABLE GAP", "MANAGED", Level.CRITICAL),
        ("VALID", "NO GAP", "IDLE", Level.WARN),
        ("ERROR", "", "IDLE", Level.CRITICAL),
        ("DEFERRED", "", "", Level.NOTICE),
    ],
)
def test_what_the_primary_sends(status: str, gap: str, mode: str, level: Level) -> None:
    one = Shipping(2, status, "PHYSICAL", mode, gap, "", "SBY")
    [found] = standby_shipping.judge((one,), Layered(standby_shipping.STANDBY_SHIPPING.limits), SCENE)
    assert found.level is level


@pytest.mark.parametrize(
    ("status", "days", "level"),
    [
        ("OPEN", 31, None),
        ("OPEN", 30, Level.WARN),
        ("OPEN", 7, Level.CRITICAL),
        ("OPEN", None, None),
        ("LOCKED", 1, None),
        ("EXPIRED & LOCKED", -9, None),
        ("EXPIRED", -9, Level.WARN),
        ("EXPIRED(GRACE)", -1, Level.CRITICAL),
        ("LOCKED(TIMED)", 90, Level.WARN),
    ],
)
def test_an_account_near_its_expiry(status: str, days: int | None, level: Level | None) -> None:
    one = Account("ORCL", "APP", status, None if days is None else days * DAY, "P", "USERS", False, False, "11G")  # noqa: FBT003 - a row
    found = {
        f.subject: f.level for f in account_expiry.judge(Listing((one,)), Layered(account_expiry.ExpiryLimits()), SCENE)
    }
    assert found.get("ORCL.APP") is level
    assert found or level is not None


def test_with_stale_statistics_nothing_is_said_of_a_table() -> None:
    def levels(*, is_stale: bool) -> list[Level]:
        one = HighWaters("ORCL", 1, (HighWater("ORCL", "S", "T", 10 * GIB, GIB, is_stale),))
        return [f.level for f in high_water_marks.judge(Listing((one,)), Layered(high_water_marks.WasteLimits()), SCENE)]

    assert levels(is_stale=False) == [Level.NOTICE]
    assert levels(is_stale=True) == [Level.OK]


def test_an_index_that_a_key_stands_on_is_never_redundant() -> None:
    def level(*, is_key: bool, is_unique: bool) -> Level:
        short = Index("S", "A", "S.T", ("X",), is_unique, is_key, 9, is_visible=True)
        long = Index("S", "B", "S.T", ("X", "Y"), is_unique=False, is_key=False, leaf_blocks=9, is_visible=True)
        layered = Layered(redundant_indexes.REDUNDANT_INDEXES.limits)
        [found] = redundant_indexes.judge(Listing((Indexing("ORCL", (), (short, long)),)), layered, SCENE)
        return found.level

    assert level(is_key=False, is_unique=False) is Level.NOTICE
    assert level(is_key=True, is_unique=False) is Level.OK
    assert level(is_key=False, is_unique=True) is Level.OK


def in_pieces(largest: int | None, below: tuple[int, int, int], free: int = 4 * GIB) -> Level:
    """What is said of free space with so many bytes in chunks below 1, 8, 64 MiB."""
    one = replace(tablespace(0, 10 * GIB), free=Free("ORCL", "T", free, GIB, 9, below), largest_segment_bytes=largest)
    scale = Layered(tablespace_fragmentation.FragmentationLimits())
    [found] = tablespace_fragmentation.judge(Listing((one,)), scale, SCENE)
    return found.level


@pytest.mark.parametrize(
    ("largest", "level"),
    [(GIB, Level.NOTICE), (GIB - 1, Level.OK), (MIB, Level.OK), (0, Level.OK), (None, Level.UNKNOWN)],
)
def test_free_pieces_are_judged_by_the_largest_segment_and_unknown_without_it(largest: int | None, level: Level) -> None:
    assert in_pieces(largest, (0, 0, 2 * GIB)) is level


def test_without_the_segments_free_space_that_serves_every_extent_is_fine() -> None:
    assert in_pieces(None, (0, 0, 2 * GIB - 1)) is Level.OK
    assert in_pieces(None, (0, 0, GIB - 1), free=GIB) is Level.OK


@pytest.mark.parametrize("name", ["ORCL", ""])
def test_segments_and_recycle_bins_that_were_not_seen_of_a_database_are_not_none(name: str) -> None:
    one = tablespace(0, GIB)
    gone: Listing[Segment] = Listing((), (Unseen(name, Reason.TIMEOUT),))
    bins: Listing[Recycled] = Listing((), (Unseen(name, Reason.TIMEOUT),))
    of = (Listing((one.definition,)), Listing(one.files), Listing((one.free,) if one.free else ()))
    [missed] = derive(*of, bins, gone, ()).records
    assert (missed.largest_segment_bytes, missed.recycled_bytes) == (None, None)
    [empty] = derive(*of, Listing(()), Listing(()), ()).records
    assert (empty.largest_segment_bytes, empty.recycled_bytes) == (0, 0)


@pytest.mark.parametrize(
    ("last", "step", "level"),
    [
        (799, 1, Level.OK),
        (800, 1, Level.WARN),
        (949, 1, Level.WARN),
        (950, 1, Level.CRITICAL),
        (2000, 1, Level.CRITICAL),
        (200, -1, Level.WARN),
        (50, -1, Level.CRITICAL),
        (800, -1, Level.OK),
    ],
)
def test_a_sequence_at_its_limits_in_both_directions(last: int, step: int, level: Level) -> None:
    one = SequenceNumbers("ORCL", 9, (SequenceNumber("S", "Q", 0, 1000, step, last),))
    found = {
        said.subject: said.level for said in sequences.judge(Listing((one,)), Layered(sequences.SequenceLimits()), SCENE)
    }
    assert found == {"ORCL.S.Q": level} | ({"ORCL": Level.OK} if level is Level.OK else {})


@pytest.mark.parametrize(
    ("used", "limit", "level"), [(84, 100, Level.OK), (85, 100, Level.WARN), (95, 100, Level.CRITICAL)]
)
def test_a_quota_at_its_limits(used: int, limit: int, level: Level) -> None:
    one = Quotas("ORCL", 2, (Quota("APP", "T", used * MIB, limit * MIB),))
    [found] = quotas.judge(Listing((one,)), Layered(quotas.QuotaLimits()), SCENE)
    assert found.level is level


def test_who_takes_much_of_sysaux_is_named() -> None:
    one = Occupants("ORCL", (Occupant("SM/AWR", 50 * GIB), Occupant("SM/OPTSTAT", 10 * GIB), Occupant("XDB", 10 * GIB - 1)))
    found = {f.subject: f.level for f in sysaux.judge(Listing((one,)), Layered(sysaux.OccupantLimits()), SCENE)}
    assert found == {"ORCL": Level.OK, "ORCL.SM/AWR": Level.WARN, "ORCL.SM/OPTSTAT": Level.NOTICE}


@pytest.mark.parametrize(
    ("traditional", "policies", "level"),
    [
        ("DB", (), Level.OK),
        ("NONE", ("ORA_SECURECONFIG",), Level.OK),
        ("", ("ORA_SECURECONFIG",), Level.OK),
        ("NONE", (), Level.WARN),
        ("FALSE", (), Level.WARN),
        ("", (), Level.WARN),
    ],
)
def test_auditing_is_either_way(traditional: str, policies: tuple[str, ...], level: Level) -> None:
    one = AuditTrail("ORCL", traditional, policies, ())
    [found] = audit_trail.judge(Listing((one,)), Layered(audit_trail.AuditLimits()), SCENE)
    assert found.level is level


def test_the_audit_trail_may_take_more_outside_of_system() -> None:
    def levels(place: str, size: int) -> list[Level]:
        one = AuditTrail("ORCL", "DB", (), (AuditSegment("SYS.AUD$", place, size),))
        return [f.level for f in audit_trail.judge(Listing((one,)), Layered(audit_trail.AuditLimits()), SCENE)]

    assert levels("SYSTEM", 5 * GIB - 1) == [Level.OK]
    assert levels("SYSTEM", 5 * GIB) == [Level.OK, Level.WARN]
    assert levels("AUDIT_DATA", 5 * GIB) == [Level.OK]
    assert levels("AUDIT_DATA", 20 * GIB) == [Level.OK, Level.NOTICE]


@pytest.mark.parametrize(
    ("lost", "corrupt", "is_public", "level"),
    [
        (999, 0, False, Level.OK),
        (1000, 0, False, Level.WARN),
        (0, 1, False, Level.WARN),
        (0, 0, True, Level.WARN),
        (0, 0, None, Level.OK),
    ],
)
def test_the_network_of_a_cluster(lost: int, corrupt: int, is_public: bool | None, level: Level) -> None:  # noqa: FBT001 - a column
    one = Interconnect(1, (Link("eth1", "169.254.1.1", is_public),), 1_000_000, lost, corrupt)
    [found] = interconnect.judge((one,), Layered(interconnect.LossLimits()), SCENE)
    assert found.level is level


def test_a_few_lost_blocks_of_few_are_no_matter() -> None:
    one = Interconnect(1, (Link("eth1", "169.254.1.1", is_public=False),), 1000, 99, 0)
    [found] = interconnect.judge((one,), Layered(interconnect.LossLimits()), SCENE)
    assert found.level is Level.OK


@pytest.mark.parametrize(
    ("target", "peak", "exceeded", "level"),
    [(GIB, 2 * GIB, 1, Level.NOTICE), (GIB, 2 * GIB, 0, Level.OK), (2 * GIB, GIB, 5, Level.OK), (0, GIB, 0, Level.NOTICE)],
)
def test_the_memory_of_the_processes(target: int, peak: int, exceeded: int, level: Level) -> None:
    one = ProcessMemory(1, target, MIB, peak, exceeded)
    [found] = process_memory.judge((one,), Layered(process_memory.PROCESS_MEMORY_CHECK.limits), SCENE)
    assert found.level is level


def release(status: str, days: int, target: str, number: str = "1") -> Patch:
    return Patch(number, "APPLY", status, "Release Update", float(days * DAY), target)


def patched(binary: str, *patches: Patch, role: str = "PRIMARY") -> dict[str, Level]:
    one = Patches("ORCL", role, binary, patches)
    return {f.subject: f.level for f in patch_level.judge(Listing((one,)), Layered(patch_level.PatchLimits()), SCENE)}


def test_binaries_newer_than_the_dictionary_are_half_a_patch_and_on_a_standby_the_order() -> None:
    assert patched("19.21.0.0.0", release("SUCCESS", 9, "19.19.0.0.0")) == {"ORCL": Level.WARN}
    assert patched("19.21.0.0.0", release("SUCCESS", 9, "19.19.0.0.0"), role="PHYSICAL STANDBY") == {"ORCL": Level.OK}
    assert patched("19.21.0.0.0", release("SUCCESS", 9, "19.21.0.0.0")) == {"ORCL": Level.OK}
    assert patched("12.2.0.1.0", release("SUCCESS", 9, "")) == {"ORCL": Level.OK}
    assert patched("19.3.0.0.0") == {"ORCL": Level.NOTICE}


def test_a_release_update_that_failed_is_healed_by_the_next_one() -> None:
    failed = release("WITH ERRORS", 90, "19.19.0.0.0")
    assert patched("19.21.0.0.0", failed, release("SUCCESS", 9, "19.21.0.0.0", "2")) == {"ORCL": Level.OK}
    assert patched("19.19.0.0.0", failed) == {"ORCL": Level.OK, "ORCL.1": Level.WARN}
    interim = release("WITH ERRORS", 90, "", "3")
    found = patched("19.21.0.0.0", interim, release("SUCCESS", 9, "19.21.0.0.0", "2"))
    assert found == {"ORCL": Level.OK, "ORCL.3": Level.WARN}


def test_a_segment_that_doubled_is_found_and_a_jump_within_a_day_is_not_compared() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    before = Segment("ORCL", "S", "T", "TABLE", "DATA", 10 * GIB, 9, None)
    check = segment_growth.SEGMENT_GROWTH

    def grown(size: int, days: float) -> list[tuple[str, Level]]:
        then = Then(Listing((before,)), now - timedelta(days=days))
        found = check.judge(Listing((replace(before, size_bytes=size),)), then, Layered(check.limits), Scene(at=now))
        return [(f.subject, f.level) for f in found if isinstance(f, Finding)]

    assert grown(20 * GIB, 10) == [("ORCL.S.T", Level.WARN)]
    assert grown(20 * GIB - 1, 10) == [("ORCL", Level.OK)]
    assert grown(20 * GIB, 0.9) == [("ORCL", Level.ABSENT)]


def test_a_job_of_oracles_own_that_fails_is_a_notice() -> None:
    def level(*, is_maintained: bool) -> Level:
        one = Job("ORCL", "O", "J", 1, 1, "6502", is_broken=False, last_ok=False, is_maintained=is_maintained)
        [found] = jobs.judge(Listing((Jobs("ORCL", 3, (one,)),)), Layered(jobs.JOBS_CHECK.limits), SCENE)
        return found.level

    assert level(is_maintained=False) is Level.WARN
    assert level(is_maintained=True) is Level.NOTICE


@pytest.mark.parametrize(
    ("kind", "days", "is_maintained", "level"),
    [
        ("PROCEDURE", 1, False, Level.WARN),
        ("PROCEDURE", 30, False, Level.NOTICE),
        ("MATERIALIZED VIEW", 0, False, Level.NOTICE),
        ("PACKAGE BODY", 30, True, Level.WARN),
    ],
)
def test_invalid_objects_by_their_kind_and_age(kind: str, days: int, is_maintained: bool, level: Level) -> None:  # noqa: FBT001 - a column
    one = Objects("ORCL", (Invalid("S", kind, 2, float(days * DAY), is_maintained),), ())
    [found] = invalid_objects.judge(Listing((one,)), Layered(invalid_objects.InvalidLimits()), SCENE)
    assert found.level is level


def test_oracles_own_locked_accounts_with_the_published_password_are_named_together() -> None:
    def account(name: str, status: str, *, is_maintained: bool) -> Account:
        return Account("ORCL", name, status, None, "P", "USERS", True, is_maintained, "11G")  # noqa: FBT003 - a row

    def levels(*accounts: Account) -> dict[str, Level]:
        layered = Layered(default_passwords.DEFAULT_PASSWORDS.limits)
        return {f.subject: f.level for f in default_passwords.judge(Listing(accounts), layered, SCENE)}

    own = [account(f"OWN{n}", "EXPIRED & LOCKED", is_maintained=True) for n in range(20)]
    assert levels(*own) == {"ORCL": Level.OK}
    assert levels(account("SCOTT", "LOCKED", is_maintained=False)) == {"ORCL.SCOTT": Level.NOTICE, "ORCL": Level.OK}
    assert levels(account("DBSNMP", "OPEN", is_maintained=True)) == {"ORCL.DBSNMP": Level.CRITICAL}


def test_an_alternate_destination_that_waits_is_sound() -> None:
    layered = Layered(archive_destinations.ARCHIVE_DESTINATIONS.limits)
    for error, level in (("", Level.OK), ("ORA-19504", Level.WARN)):
        both = (
            Destination(1, 1, "VALID", "PRIMARY", "/a", "", "MANDATORY"),
            Destination(1, 2, "ALTERNATE", "PRIMARY", "/b", error, "OPTIONAL"),
        )
        found = {f.subject: f.level for f in archive_destinations.judge(Destinations("ARCHIVELOG", both), layered, SCENE)}
        assert found == {"dest_1": Level.OK, "dest_2": level}


def test_forced_logging_is_judged_on_the_primary() -> None:
    layered = Layered(archive_mode.ARCHIVE_MODE.limits)
    [found] = archive_mode.judge(database(role="PHYSICAL STANDBY", force_logging="NO"), layered, SCENE)
    assert found.level is Level.OK
    [found] = archive_mode.judge(
        database(force_logging="NO", protection_mode="MAXIMUM AVAILABILITY", protection_level="MAXIMUM AVAILABILITY"),
        layered,
        SCENE,
    )
    assert found.level is Level.WARN


def test_a_snapshot_standby_applies_nothing_by_design() -> None:
    one = Standby("SNAPSHOT STANDBY", "READ WRITE", 2.0, 90_000.0, 3.0, 0, ())
    [found] = standby_lag.judge(one, Layered(standby_lag.LagLimits()), SCENE)
    assert found.level is Level.OK
    [found] = standby_lag.judge(replace(one, transport_lag_seconds=3600.0), Layered(standby_lag.LagLimits()), SCENE)
    assert found.level is Level.CRITICAL


@pytest.mark.parametrize(("count", "level"), [(159, Level.OK), (160, Level.WARN), (190, Level.CRITICAL)])
def test_the_number_of_data_files_at_its_limits(count: int, level: Level) -> None:
    state = FileState(count, (), (), 0, (), (), (), limit_count=200)
    [found] = data_files.judge(state, Layered(data_files.FileLimits()), SCENE)
    assert found.level is level


def test_two_groups_a_thread_are_a_notice_and_small_logs_a_warning_all_the_same() -> None:
    groups = tuple(LogGroup(n, 1, GIB, "INACTIVE", (("+DATA/r", ""),)) for n in (1, 2))
    for most, level in ((9, Level.NOTICE), (30, Level.WARN)):
        [found] = redo_logs.judge(Redo(groups, ((1, 2.0, most),)), Layered(redo_logs.RedoLimits()), SCENE)
        assert found.level is level


@pytest.mark.parametrize(
    ("count", "online", "level"),
    [
        (8, (3, 3), Level.OK),
        (7, (3, 3), Level.NOTICE),
        (0, (3, 3), Level.WARN),
        (4, (3,), Level.OK),
        (3, (3,), Level.NOTICE),
    ],
)
def test_a_standby_has_one_standby_log_more_than_online_ones(count: int, online: tuple[int, ...], level: Level) -> None:
    one = Standby("PHYSICAL STANDBY", "MOUNTED", 1.0, 1.0, 3.0, 0, ("MRP0 APPLYING_LOG",), online, count)
    found = {f.subject: f.level for f in standby_lag.judge(one, Layered(standby_lag.LagLimits()), SCENE)}
    assert found == {"standby_logs": level, "": Level.OK}
