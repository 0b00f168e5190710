"""What is said of a PostgreSQL server: each limit at its boundary, each trap of the checks by name."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from agent.catalogue import CHECKS
from checks.base import Change, Check, Finding, Level, Scene, Then
from checks.database.postgres.archiving import ARCHIVING, ArchivingLimits
from checks.database.postgres.autovacuum_settings import AUTOVACUUM_SETTINGS
from checks.database.postgres.broken_objects import BROKEN_OBJECTS
from checks.database.postgres.checksums import CHECKSUMS_CHECK
from checks.database.postgres.connections import CONNECTIONS_CHECK
from checks.database.postgres.database_growth import DATABASE_GROWTH
from checks.database.postgres.dead_tuples import DEAD_TUPLES
from checks.database.postgres.encryption import ENCRYPTION_CHECK
from checks.database.postgres.hba import HBA_CHECK
from checks.database.postgres.instance import INSTANCE, InstanceLimits
from checks.database.postgres.locks import LOCKS_CHECK
from checks.database.postgres.log_settings import LOG_SETTINGS
from checks.database.postgres.replay import REPLAY_CHECK
from checks.database.postgres.replication_slots import REPLICATION_SLOTS
from checks.database.postgres.roles import ROLES_CHECK, RoleLimits
from checks.database.postgres.safety_settings import SAFETY_SETTINGS
from checks.database.postgres.sequences import SEQUENCES_CHECK, used_ratio
from checks.database.postgres.stale_statistics import STALE_STATISTICS
from checks.database.postgres.standbys import STANDBYS, StandbyLimits, wanted_count
from checks.database.postgres.transactions import TRANSACTIONS_CHECK
from checks.database.postgres.tuning_settings import TUNING_SETTINGS
from checks.database.postgres.vacuum_horizon import VACUUM_HORIZON
from checks.database.postgres.version_support import VERSION_SUPPORT
from checks.database.postgres.wal_space import WAL_SPACE_CHECK
from checks.database.postgres.wraparound import WRAPAROUND
from checks.postgres_versions import ENDS_ON, NEWEST
from collectors.base import Answer, Listing, Reason, Unseen, Walk
from collectors.facts.postgres.access import Encryption, HbaRule, HbaRules, Role
from collectors.facts.postgres.instances import Instance
from collectors.facts.postgres.objects import BrokenObject, DeadRows, Objects, Sequence, Sequences, Tables
from collectors.facts.postgres.replication import Archiver, Replay, Replication, Slot, Standby
from collectors.facts.postgres.sessions import Blocking, Connections, Holder, Locks, Share, Transaction
from collectors.facts.postgres.settings import Setting, Settings
from collectors.facts.postgres.space import Checksums, Database, DatabaseAge, WalSpace
from collectors.facts.postgres.tuning import Tuning
from collectors.postgres.sessions import locks
from collectors.postgres.tables import parse as tables
from collectors.tables import Server, written
from config.limits import Layered

AT = datetime(2026, 11, 22, tzinfo=UTC)
SCENE = Scene(at=AT)


def judged(check: Check[Any, Any], facts: object, limits: object = None) -> dict[str, Finding]:
    """Judge facts; findings by subject."""
    said = check.judge(facts, Layered(limits or check.limits), SCENE)
    return {one.subject: one for one in said if isinstance(one, Finding)}


def levels(check: Check[Any, Any], facts: object, limits: object = None) -> dict[str, str]:
    return {subject: one.level.value for subject, one in judged(check, facts, limits).items()}


def instance(version: int = 150_018, **more: Any) -> Instance:  # noqa: ANN401 - its own fields
    known: dict[str, Any] = {
        "product": "postgres",
        "version": version,
        "words": f"PostgreSQL {version // 10_000}",
        "system_identifier": "7",
        "started_at": AT - timedelta(days=90),
        "loaded_at": AT,
        "now_at": AT,
        "is_standby": False,
        "has_checksums": True,
    }
    return Instance(**(known | more))


def test_a_server_in_another_role_than_wanted_is_critical() -> None:
    wanted = InstanceLimits(role="primary")
    assert levels(INSTANCE, instance(), wanted) == {"": "ok"}
    assert levels(INSTANCE, instance(is_standby=True), wanted) == {"": "critical"}
    assert levels(INSTANCE, instance(is_standby=True)) == {"": "ok"}


def test_a_start_within_a_day_is_told() -> None:
    assert levels(INSTANCE, instance(started_at=AT - timedelta(hours=23))) == {"": "notice"}
    assert levels(INSTANCE, instance(started_at=AT - timedelta(hours=24))) == {"": "ok"}


@pytest.mark.parametrize(
    ("version", "level"),
    [
        (130_023, "critical"),
        (140_023, "critical"),
        (150_018, "ok"),
        (150_016, "warn"),
        (150_017, "ok"),
        (190_000, "notice"),
    ],
)
def test_a_version_is_judged_by_its_end_and_its_minor(version: int, level: str) -> None:
    assert levels(VERSION_SUPPORT, instance(version)) == {"": level}


def test_another_vendors_release_is_not_judged_by_the_projects_dates() -> None:
    assert levels(VERSION_SUPPORT, instance(80_006, product="kingbase")) == {"": "absent"}


def test_every_version_with_an_end_has_a_newest_minor() -> None:
    assert set(ENDS_ON) == set(NEWEST)


@pytest.mark.parametrize(("count", "level"), [(79, "ok"), (80, "warn"), (89, "warn"), (90, "critical"), (101, "critical")])
def test_connections_are_judged_by_what_ordinary_accounts_may_use(count: int, level: str) -> None:
    assert levels(CONNECTIONS_CHECK, Connections(count, 100, 0)) == {"": level}


def test_a_role_with_a_limit_of_its_own_is_judged_by_it() -> None:
    found = Connections(5, 100, 0, (Share("role", "app", 9, 10),))
    assert levels(CONNECTIONS_CHECK, found) == {"": "ok", "role app": "critical"}


def transaction(**more: Any) -> Transaction:  # noqa: ANN401 - its own fields
    known: dict[str, Any] = {
        "user": "app",
        "database": "shop",
        "application": "web",
        "address": "10.0.0.5",
        "state": "active",
        "age_seconds": 5.0,
        "idle_seconds": 5.0,
        "xmin_age": 3,
        "query": "select ?",
    }
    return Transaction(**(known | more))


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (transaction(age_seconds=3599), {"open": "ok", "idle": "ok"}),
        (transaction(age_seconds=3600), {"open": "warn", "idle": "ok"}),
        (transaction(age_seconds=21_600), {"open": "critical", "idle": "ok"}),
        (transaction(state="idle in transaction", idle_seconds=599, age_seconds=90_000), {"open": "ok", "idle": "ok"}),
        (transaction(state="idle in transaction (aborted)", idle_seconds=600), {"open": "ok", "idle": "warn"}),
        (transaction(state="idle in transaction", idle_seconds=3600), {"open": "ok", "idle": "critical"}),
        (transaction(xmin_age=50_000_001), {"open": "critical", "idle": "ok"}),
    ],
)
def test_an_idle_session_is_judged_since_its_state_changed(one: Transaction, expected: dict[str, str]) -> None:
    assert levels(TRANSACTIONS_CHECK, Listing((one,))) == expected


def blocking(waiting: int, seconds: float) -> Locks:
    return Locks(10, 6400, (Blocking("app", "web", "idle in transaction", "?", 100, waiting, seconds),))


@pytest.mark.parametrize(
    ("found", "level"),
    [
        (Locks(10, 6400, ()), "ok"),
        (blocking(9, 59), "ok"),
        (blocking(1, 60), "warn"),
        (blocking(5, 60), "critical"),
        (blocking(1, 600), "critical"),
    ],
)
def test_who_blocks_is_judged_by_how_long_and_how_many_wait(found: Locks, level: str) -> None:
    assert levels(LOCKS_CHECK, found) == {"waiting": level, "lock table": "ok"}


LOCK_COLUMNS = ("pid", "blockers", "usename", "application_name", "state", "age", "wait", "query", "held", "room", "hidden")


def waiting(*rows: tuple[int, str, float]) -> Locks:
    """Sessions, who blocks them, how long they wait."""
    said = [(pid, by, "app", "web", "active", 500, wait, "UPDATE #1", 9, 6400, 0) for pid, by, wait in rows]
    text = written(Server("postgres", 150_018, "PostgreSQL"), "postgres", 0, LOCK_COLUMNS, said)
    return locks(Answer(text))


def test_a_prepared_transaction_that_blocks_is_a_root() -> None:
    found = waiting((7, "{0}", 700.0), (8, "{7}", 90.0))
    assert [(one.state, one.waiting_count) for one in found.roots] == [("prepared transaction", 2)]
    assert levels(LOCKS_CHECK, found)["waiting"] == "critical"


def test_a_blocker_that_is_not_listed_is_a_root_and_so_is_one_of_a_circle() -> None:
    assert [(one.state, one.waiting_count) for one in waiting((7, "{5}", 70.0)).roots] == [("session gone", 1)]
    circle = waiting((7, "{8}", 70.0), (8, "{7}", 60.0))
    assert sum(one.waiting_count for one in circle.roots) == 1
    assert levels(LOCKS_CHECK, circle)["waiting"] == "warn"


@pytest.mark.parametrize(("count", "level"), [(3199, "ok"), (3200, "warn"), (5120, "critical")])
def test_the_lock_table_is_judged_by_its_share(count: int, level: str) -> None:
    assert levels(LOCKS_CHECK, Locks(count, 6400, ()))["lock table"] == level


def test_the_oldest_holder_is_named() -> None:
    found = judged(VACUUM_HORIZON, Listing((Holder("slot", "dead", 100_000_000), Holder("backend", "app", 3))))[""]
    assert found.level is Level.CRITICAL
    assert found.summary.values["name"] == "dead"
    assert levels(VACUUM_HORIZON, Listing(())) == {"": "ok"}


def settings(version: int = 150_018, **values: str) -> Settings:
    return Settings(
        "postgres",
        version,
        {name: Setting(name, value, "", "file", "", is_pending=False) for name, value in values.items()},
    )


def test_settings_that_lose_data_are_critical_and_those_of_other_versions_are_not_judged() -> None:
    found = levels(SAFETY_SETTINGS, settings(fsync="off", full_page_writes="on", zero_damaged_pages="on"))
    expected = {"fsync": "critical", "full_page_writes": "ok", "zero_damaged_pages": "critical", "pending restart": "ok"}
    assert found == expected


def test_a_setting_that_waits_for_a_restart_is_told() -> None:
    one = Setting("max_connections", "100", "", "file", "", is_pending=True)
    assert levels(SAFETY_SETTINGS, Settings("postgres", 150_018, {"max_connections": one})) == {"pending restart": "warn"}


def test_what_our_own_account_sets_for_itself_is_not_the_servers_setting() -> None:
    def own(**values: str) -> Settings:
        made = {name: Setting(name, value, "", "user", "", is_pending=False, is_own=True) for name, value in values.items()}
        return Settings("postgres", 150_018, made)

    assert levels(SAFETY_SETTINGS, own(zero_damaged_pages=""))["zero_damaged_pages"] == "unknown"
    assert levels(AUTOVACUUM_SETTINGS, own(track_counts="")) == {"": "unknown"}
    assert levels(LOG_SETTINGS, own(log_temp_files=""))["content"] == "unknown"
    found = levels(TUNING_SETTINGS, Tuning(own(work_mem="", shared_buffers=""), None))
    assert found == {"work_mem": "unknown", "shared_buffers": "unknown", "maintenance_work_mem": "unknown"}


@pytest.mark.parametrize(
    ("found", "level"),
    [
        (settings(autovacuum="on", track_counts="on", autovacuum_vacuum_cost_delay="2"), "ok"),
        (settings(autovacuum="off", track_counts="on"), "critical"),
        (settings(autovacuum="on", track_counts="off"), "critical"),
        (settings(autovacuum="on", track_counts="on", autovacuum_vacuum_cost_delay="20"), "warn"),
        (settings(110_022, autovacuum="on", track_counts="on", autovacuum_vacuum_cost_delay="20"), "ok"),
        (settings(autovacuum="on", track_counts="on", autovacuum_naptime="301"), "warn"),
    ],
)
def test_the_delay_of_version_eleven_is_copied_configuration_from_twelve_on(found: Settings, level: str) -> None:
    assert levels(AUTOVACUUM_SETTINGS, found) == {"": level}


LOGGING: dict[str, Any] = {
    "log_destination": "stderr",
    "logging_collector": "on",
    "log_checkpoints": "on",
    "log_lock_waits": "on",
    "log_temp_files": "0",
    "log_autovacuum_min_duration": "600000",
    "log_line_prefix": "%m [%p] %u@%d %h ",
}


def test_a_log_that_says_enough_and_one_that_does_not() -> None:
    assert levels(LOG_SETTINGS, settings(**LOGGING)) == {"destination": "ok", "content": "ok"}
    assert levels(LOG_SETTINGS, settings(**LOGGING | {"log_temp_files": "-1"}))["content"] == "notice"
    assert levels(LOG_SETTINGS, settings(**LOGGING | {"log_line_prefix": "%m [%p] "}))["content"] == "notice"
    assert (
        levels(LOG_SETTINGS, settings(**LOGGING | {"log_line_prefix": "", "log_destination": "csvlog"}))["content"] == "ok"
    )
    assert levels(LOG_SETTINGS, settings(**LOGGING | {"logging_collector": "off"}))["destination"] == "notice"


def database(name: str = "shop", size_bytes: int = 10 * 2**30) -> Database:
    return Database(name, allows_connections=True, size_bytes=size_bytes, tablespace="pg_default")


def age(name: str = "shop", **more: Any) -> DatabaseAge:  # noqa: ANN401 - its own fields
    known: dict[str, Any] = {
        "name": name,
        "xid_age": 1000,
        "multixact_age": 1,
        "freeze_max_age": 200_000_000,
        "multixact_freeze_max_age": 400_000_000,
    }
    return DatabaseAge(**(known | more))


@pytest.mark.parametrize(
    ("one", "level"),
    [
        (age(xid_age=200_000_000), "ok"),
        (age(xid_age=299_999_999), "ok"),
        (age(xid_age=300_000_000), "warn"),
        (age(xid_age=1_000_000_000, freeze_max_age=1_500_000_000), "warn"),
        (age(xid_age=1_300_000_000, freeze_max_age=1_500_000_000), "critical"),
        (age(multixact_age=600_000_000), "warn"),
        (age(multixact_age=1_300_000_000), "critical"),
        (age("template0", xid_age=1_300_000_000), "critical"),
    ],
)
def test_reaching_autovacuums_mark_is_normal_and_closed_databases_age_too(one: DatabaseAge, level: str) -> None:
    assert levels(WRAPAROUND, Listing((one,))) == {one.name: level}


def grown(change: Change[Any, Any], days: float, size: int) -> dict[str, str]:
    then = Then(Listing((database(),)), AT - timedelta(days=days))
    said = change.judge(Listing((database(size_bytes=size), database("new"))), then, Layered(change.limits), SCENE)
    return {one.subject: one.level.value for one in said if isinstance(one, Finding)}


def test_growth_is_told_where_it_is_large_in_share_and_in_bytes() -> None:
    assert grown(DATABASE_GROWTH, 90, 15 * 2**30) == {"shop": "ok"}
    assert grown(DATABASE_GROWTH, 90, 21 * 2**30) == {"shop": "warn"}
    assert grown(DATABASE_GROWTH, 90, 5 * 2**30) == {"shop": "ok"}
    assert grown(DATABASE_GROWTH, 0.5, 21 * 2**30) == {"shop": "absent"}


def test_checksums_that_are_off_are_not_in_order() -> None:
    assert levels(CHECKSUMS_CHECK, Checksums(is_on=False, failures=())) == {"": "notice"}
    assert levels(CHECKSUMS_CHECK, Checksums(is_on=True, failures=(("shop", 0), ("", 0)))) == {"": "ok"}
    assert levels(CHECKSUMS_CHECK, Checksums(is_on=True, failures=(("shop", 2), ("", 1)))) == {
        "shop": "critical",
        "shared objects": "critical",
    }


def test_a_number_of_wal_files_says_nothing() -> None:
    gib = 2**30
    assert levels(WAL_SPACE_CHECK, WalSpace(64, gib, gib, 0, 0)) == {"": "ok"}
    assert levels(WAL_SPACE_CHECK, WalSpace(96, gib * 3 // 2, gib, 0, 0)) == {"": "warn"}
    assert levels(WAL_SPACE_CHECK, WalSpace(192, 3 * gib, gib, 0, 3 * gib)) == {"": "critical"}
    assert levels(WAL_SPACE_CHECK, WalSpace(192, 3 * gib, gib, 2 * gib, 0)) == {"": "ok"}


def archiver(**more: Any) -> Archiver:  # noqa: ANN401 - its own fields
    known: dict[str, Any] = {
        "mode": "on",
        "command_class": "command",
        "archived_count": 9,
        "failed_count": 3,
        "last_archived_seconds": 60.0,
        "last_failed_seconds": 90_000.0,
        "last_failed_file": "",
        "timeout_seconds": 0,
        "waiting_count": 0,
        "written_bytes": 9,
        "is_standby": False,
        "is_behind": False,
    }
    return Archiver(**(known | more))


@pytest.mark.parametrize(
    ("found", "level"),
    [
        (archiver(), "ok"),
        (archiver(last_archived_seconds=900_000.0, last_failed_seconds=None), "ok"),
        (archiver(last_archived_seconds=900_000.0, last_failed_seconds=None, is_behind=True, waiting_count=1), "critical"),
        (archiver(last_failed_seconds=30.0), "critical"),
        (archiver(last_archived_seconds=None, last_failed_seconds=30.0), "critical"),
        (archiver(last_archived_seconds=None, last_failed_seconds=None), "notice"),
        (archiver(command_class="pretended"), "critical"),
        (archiver(command_class="none"), "critical"),
        (archiver(mode="off"), "notice"),
        (archiver(is_standby=True, last_failed_seconds=30.0), "ok"),
        (archiver(is_standby=True, mode="always", last_failed_seconds=30.0), "critical"),
    ],
)
def test_a_quiet_database_archives_nothing_and_old_failures_do_not_count(found: Archiver, level: str) -> None:
    assert levels(ARCHIVING, found)[""] == level


@pytest.mark.parametrize(
    ("found", "level"),
    [
        (archiver(waiting_count=None, is_behind=True, last_archived_seconds=2701.0, last_failed_seconds=None), "unknown"),
        (archiver(waiting_count=None, is_behind=True, last_archived_seconds=2700.0, last_failed_seconds=None), "ok"),
        (archiver(waiting_count=None, is_behind=False, last_archived_seconds=90_000.0, last_failed_seconds=None), "ok"),
        (archiver(waiting_count=None, last_archived_seconds=None, last_failed_seconds=None), "unknown"),
        (archiver(waiting_count=None, is_behind=True, last_archived_seconds=9000.0, last_failed_seconds=5.0), "critical"),
        (archiver(waiting_count=None, mode="off", last_archived_seconds=None), "notice"),
        (archiver(waiting_count=None, is_standby=True, last_archived_seconds=None, last_failed_seconds=None), "ok"),
    ],
)
def test_before_version_twelve_a_command_that_hangs_cannot_be_told(found: Archiver, level: str) -> None:
    assert levels(ARCHIVING, found) == {"": level}


def test_files_that_wait_are_counted_and_archiving_may_be_required() -> None:
    assert levels(ARCHIVING, archiver(waiting_count=9))["waiting"] == "ok"
    assert levels(ARCHIVING, archiver(waiting_count=10))["waiting"] == "warn"
    assert levels(ARCHIVING, archiver(waiting_count=100))["waiting"] == "critical"
    assert levels(ARCHIVING, archiver(mode="off"), ArchivingLimits(required=True)) == {"": "critical"}


def slot(**more: Any) -> Slot:  # noqa: ANN401 - its own fields
    known: dict[str, Any] = {
        "name": "s1",
        "kind": "physical",
        "is_active": False,
        "is_temporary": False,
        "retained_bytes": 0,
        "wal_status": "reserved",
        "invalidation": "",
        "is_synced": False,
        "inactive_seconds": None,
        "room_bytes": -1,
    }
    return Slot(**(known | more))


@pytest.mark.parametrize(
    ("one", "level"),
    [
        (slot(is_active=True, retained_bytes=10 * 2**30 - 1), "ok"),
        (slot(is_active=True, retained_bytes=10 * 2**30), "warn"),
        (slot(is_active=True, retained_bytes=100 * 2**30), "critical"),
        (slot(), "notice"),
        (slot(retained_bytes=2**30), "warn"),
        (slot(retained_bytes=10 * 2**30), "critical"),
        (slot(inactive_seconds=3601.0), "warn"),
        (slot(is_synced=True, retained_bytes=2**30), "ok"),
        (slot(wal_status="unreserved"), "critical"),
        (slot(is_active=True, wal_status="lost"), "critical"),
        (slot(invalidation="wal_removed"), "critical"),
        (slot(retained_bytes=None), "notice"),
    ],
)
def test_a_slot_that_nobody_reads_holds_the_log(one: Slot, level: str) -> None:
    assert levels(REPLICATION_SLOTS, Listing((one,))) == {"s1": level}


def standby(**more: Any) -> Standby:  # noqa: ANN401 - its own fields
    known: dict[str, Any] = {"name": "b1", "address": "10.0.0.2", "state": "streaming", "sync_state": "async"}
    return Standby(**(known | {"lag_bytes": 0, "lag_seconds": 0.0} | more))


@pytest.mark.parametrize(
    ("one", "level"),
    [
        (standby(), "ok"),
        (standby(lag_seconds=60.0), "warn"),
        (standby(lag_seconds=600.0), "critical"),
        (standby(lag_bytes=64 * 2**20), "warn"),
        (standby(lag_bytes=2**30), "critical"),
        (standby(state="catchup"), "warn"),
        (standby(lag_bytes=None, lag_seconds=None), "notice"),
        (standby(lag_bytes=None, lag_seconds=60.0), "warn"),
        (standby(state="backup", lag_bytes=None, lag_seconds=None), "ok"),
    ],
)
def test_a_standby_is_judged_by_time_and_by_bytes(one: Standby, level: str) -> None:
    assert levels(STANDBYS, Replication((one,), "", is_standby=False)) == {"b1 10.0.0.2": level}


def test_a_standby_that_must_be_there_and_is_not_is_critical() -> None:
    wanted = StandbyLimits(expected=("b1", "b2"))
    assert levels(STANDBYS, Replication((standby(),), "", is_standby=False), wanted) == {
        "b2": "critical",
        "b1 10.0.0.2": "ok",
    }
    assert levels(STANDBYS, Replication((), "b1", is_standby=False)) == {"synchronous": "critical"}
    assert levels(STANDBYS, Replication((), "", is_standby=False)) == {"": "ok"}


@pytest.mark.parametrize(
    ("names", "count"),
    [
        ("b1", 1),
        ("*", 1),
        ("b1, b2", 1),
        ("FIRST 2 (b1, b2, b3)", 2),
        ("any 3 (*)", 3),
        ("2(b1,b2)", 2),
        ('ANY 2 ("first 9 (x", b)', 2),
        ('"first 9 (x"', 1),
    ],
)
def test_each_write_waits_for_as_many_standbys_as_the_setting_says(names: str, count: int) -> None:
    assert wanted_count(names) == count


@pytest.mark.parametrize(
    ("states", "is_critical"),
    [
        (("sync",), True),
        (("sync", "sync"), False),
        (("sync", "potential"), False),
        (("quorum", "quorum"), False),
        (("sync", "async"), True),
    ],
)
def test_fewer_standbys_than_each_write_waits_for_are_critical(states: tuple[str, ...], is_critical: bool) -> None:  # noqa: FBT001 - a case
    some = tuple(standby(name=f"b{number}", sync_state=state) for number, state in enumerate(states))
    found = levels(STANDBYS, Replication(some, "FIRST 2 (b0, b1, b2)", is_standby=False))
    assert found.get("synchronous") == ("critical" if is_critical else None)


def test_a_standby_does_not_wait_for_its_own_synchronous_names() -> None:
    assert levels(STANDBYS, Replication((), "b1", is_standby=True)) == {"": "ok"}


def test_two_standbys_of_one_name_and_address_are_told_apart() -> None:
    found = levels(STANDBYS, Replication((standby(), standby(lag_bytes=2**30)), "", is_standby=False))
    assert found == {"b1 10.0.0.2": "ok", "b1 10.0.0.2 2": "critical"}


def replay(delay: float | None, wanted: float, *, is_paused: bool, is_receiving: bool, has_source: bool) -> Replay:
    return Replay(is_paused, is_receiving, delay, None, wanted, has_source)


@pytest.mark.parametrize(
    ("found", "level"),
    [
        (replay(0.0, 0.0, is_paused=False, is_receiving=True, has_source=True), "ok"),
        (replay(60.0, 0.0, is_paused=False, is_receiving=True, has_source=True), "warn"),
        (replay(600.0, 0.0, is_paused=False, is_receiving=True, has_source=True), "critical"),
        (replay(3600.0, 3600.0, is_paused=False, is_receiving=True, has_source=True), "ok"),
        (replay(0.0, 0.0, is_paused=True, is_receiving=True, has_source=True), "warn"),
        (replay(0.0, 0.0, is_paused=False, is_receiving=False, has_source=True), "critical"),
        (replay(5.0, 0.0, is_paused=False, is_receiving=False, has_source=False), "ok"),
        (replay(None, 0.0, is_paused=False, is_receiving=True, has_source=True), "notice"),
    ],
)
def test_a_delay_that_is_wanted_is_no_lag(found: Replay, level: str) -> None:
    assert levels(REPLAY_CHECK, found) == {"": level}


def dead(count: int = 100_000, ratio: float = 1.0, *, is_enabled: bool = True) -> Listing[Tables]:
    row = DeadRows("public.t", count, 1000, ratio, is_enabled, None)
    return Listing((Tables("shop", 5, (row,), ()),))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (dead(), {"shop": "ok"}),
        (dead(ratio=2.0), {"shop": "ok"}),
        (dead(ratio=2.1), {"shop.public.t": "warn"}),
        (dead(ratio=10.1), {"shop.public.t": "critical"}),
        (dead(99_999, 50.0), {"shop": "ok"}),
        (dead(is_enabled=False), {"shop.public.t": "warn"}),
    ],
)
def test_many_dead_rows_of_a_large_table_may_be_in_order(found: Listing[Tables], expected: dict[str, str]) -> None:
    assert levels(DEAD_TUPLES, found) == expected


@pytest.mark.parametrize(("is_standby", "counts"), [("t", "on"), ("f", "off")])
def test_without_statistics_no_table_is_called_clean(is_standby: str, counts: str) -> None:
    columns = ("kind", "name", "live", "dead", "changed", "over_ratio", "enabled", "vacuumed", "analyzed")
    row = ("count", "", 40, None, None, None, None, None, None, is_standby, counts)
    text = written(Server("postgres", 150_018, "PostgreSQL"), "shop", 0, (*columns, "is_standby", "counts"), (row,))
    found = tables(Walk({"shop": Answer(text)}))
    assert levels(DEAD_TUPLES, found) == levels(STALE_STATISTICS, found) == {"shop": "unknown"}


def test_an_index_that_is_being_built_is_no_fault() -> None:
    kinds = ("unique_index", "index", "building_index", "constraint", "trigger", "key_trigger")
    found = levels(BROKEN_OBJECTS, Listing((Objects("shop", 9, tuple(BrokenObject(k, k, "public.t") for k in kinds)),)))
    assert list(found.values()) == ["critical", "warn", "notice", "notice", "notice", "critical"]
    unseen = (Unseen("closed", Reason.DENIED),)
    assert levels(BROKEN_OBJECTS, Listing((Objects("shop", 9, ()),), unseen)) == {"shop": "ok", "closed": "unknown"}


def test_what_is_not_named_of_many_broken_objects_is_counted() -> None:
    named = (BrokenObject("constraint", "c", "public.t"),)
    found = judged(BROKEN_OBJECTS, Listing((Objects("shop", 9, named, (("constraint", 420), ("key_trigger", 1))),)))
    assert {subject: one.level.value for subject, one in found.items()} == {
        "shop.public.t c": "notice",
        "shop constraint": "notice",
        "shop key_trigger": "critical",
    }
    assert found["shop constraint"].measures == {"further_object_count": 420}


def test_an_index_that_may_be_being_built_is_not_called_broken() -> None:
    one = BrokenObject("unclear_index", "i", "public.t")
    assert levels(BROKEN_OBJECTS, Listing((Objects("shop", 9, (one,)),))) == {"shop.public.t i": "notice"}


INTEGER, BIG = 2**31 - 1, 2**63 - 1


def sequence(last: int | None, **more: Any) -> Sequence:  # noqa: ANN401 - its own fields
    known: dict[str, Any] = {
        "name": "public.s",
        "increment": 1,
        "bottom": 1,
        "top": BIG,
        "is_cycling": False,
        "column": "public.t.id",
        "column_top": BIG,
    }
    return Sequence(last=last, **(known | more))


@pytest.mark.parametrize(
    ("one", "ratio"),
    [
        (sequence(None), 0.0),
        (sequence(2_100_000_000, column_top=INTEGER), 0.978),
        (sequence(2_100_000_000), 0.0),
        (sequence(-950, increment=-1, bottom=-1000, top=0), 0.95),
        (sequence(50, top=100), 0.5),
    ],
)
def test_a_sequence_ends_where_its_column_does_and_a_descending_one_at_its_bottom(one: Sequence, ratio: float) -> None:
    assert used_ratio(one) == pytest.approx(ratio, abs=0.001)


@pytest.mark.parametrize(("last", "level"), [(24, ""), (25, "ok"), (74, "ok"), (75, "warn"), (90, "critical")])
def test_sequences_are_judged_by_what_is_used(last: int, level: str) -> None:
    found = levels(SEQUENCES_CHECK, Listing((Sequences("shop", (sequence(last, top=100),), 0, 1),)))
    own = {"shop.public.s": level} if level else {}
    assert found == own | ({"shop": "ok"} if level in {"", "ok"} else {})


def test_a_hidden_sequence_is_not_inspected_whatever_the_others_are() -> None:
    found = levels(SEQUENCES_CHECK, Listing((Sequences("shop", (sequence(99, top=100),), 2, 3),)))
    assert found == {"shop.public.s": "critical", "shop": "unknown"}


def test_a_cycling_sequence_near_its_end_is_no_fault() -> None:
    found = levels(SEQUENCES_CHECK, Listing((Sequences("shop", (sequence(99, top=100, is_cycling=True),), 0, 1),)))
    assert found == {"shop.public.s": "notice"}


def role(**more: Any) -> Role:  # noqa: ANN401 - its own fields
    known: dict[str, Any] = {"name": "app", "is_superuser": False, "powers": (), "password": "scram"}
    return Role(**(known | {"expires_seconds": None, "is_bootstrap": False} | more))


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (role(), {"": "ok"}),
        (role(powers=("CREATEDB",)), {"": "ok"}),
        (role(is_superuser=True), {"app": "warn"}),
        (role(is_superuser=True, is_bootstrap=True), {"": "ok"}),
        (role(is_superuser=True, password="none"), {"app": "critical"}),
        (role(is_superuser=True, password="none", is_bootstrap=True), {"app": "notice"}),
        (role(password="none"), {"app": "warn"}),
        (role(password="md5"), {"app": "warn"}),
        (role(powers=("pg_execute_server_program",)), {"app": "warn"}),
        (role(expires_seconds=29 * 86_400.0), {"app": "warn"}),
        (role(expires_seconds=31 * 86_400.0), {"": "ok"}),
        (role(expires_seconds=-1.0), {"app": "notice"}),
        (role(password="hidden"), {"": "ok", "passwords": "unknown"}),
    ],
)
def test_accounts_are_judged_by_rights_and_passwords(one: Role, expected: dict[str, str]) -> None:
    assert levels(ROLES_CHECK, Listing((one,))) == expected


def test_an_account_whose_rights_were_agreed_is_in_order() -> None:
    assert levels(ROLES_CHECK, Listing((role(is_superuser=True),)), RoleLimits(allowed=("app",))) == {"": "ok"}


def test_ordinary_accounts_beyond_the_first_thousands_are_counted() -> None:
    found = judged(ROLES_CHECK, Listing((role(), role(name="", count=3000)), (Unseen("", Reason.CUT),)))
    assert found[""].level is Level.UNKNOWN
    found = judged(ROLES_CHECK, Listing((role(), role(name="", count=3000))))
    assert found[""].summary.values["count"] == 3001


def rule(**more: Any) -> HbaRule:  # noqa: ANN401 - its own fields
    known: dict[str, Any] = {
        "line": 1,
        "kind": "host",
        "databases": "all",
        "users": "all",
        "address": "10.1.0.0 255.255.0.0",
    }
    return HbaRule(**(known | {"method": "scram-sha-256", "error": ""} | more))


@pytest.mark.parametrize(
    ("one", "level"),
    [
        (rule(), None),
        (rule(method="trust"), "critical"),
        (rule(method="trust", address="127.0.0.1 255.255.255.255"), "warn"),
        (rule(method="trust", address="::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), "warn"),
        (rule(kind="local", method="trust", address=""), "warn"),
        (rule(kind="local", method="peer", address=""), None),
        (rule(method="password"), "critical"),
        (rule(method="password", kind="hostssl"), None),
        (rule(address="0.0.0.0 0.0.0.0"), "warn"),
        (rule(address="::/0"), "warn"),
        (rule(address="all"), "warn"),
        (rule(address="0.0.0.0 0.0.0.0", method="reject"), None),
        (rule(method="md5"), "notice"),
        (rule(error="invalid"), "critical"),
        (rule(address="127.0.0.1 0.0.0.0"), "warn"),
        (rule(method="trust", address="127.0.0.1 0.0.0.0"), "critical"),
        (rule(method="trust", address="127.0.0.0 255.0.0.0"), "warn"),
        (rule(method="trust", address="::1 ::"), "critical"),
        (rule(method="ident"), "warn"),
        (rule(method="ident", address="127.0.0.1 255.255.255.255"), None),
        (rule(method="ldap"), "warn"),
        (rule(method="ldap", kind="hostssl"), None),
        (rule(method="radius"), "warn"),
        (rule(method="pam"), "warn"),
        (rule(address="db.example.com", method="scram-sha-256"), None),
    ],
)
def test_a_rule_of_login_is_judged_by_whom_it_lets_in_and_how(one: HbaRule, level: str | None) -> None:
    found = list(levels(HBA_CHECK, HbaRules((one,))).values())
    assert found == [level or "ok"]


def test_two_broken_lines_are_two_findings() -> None:
    broken = (rule(kind="", databases="", users="", address="", method="", error="bad", line=line) for line in (7, 9))
    assert levels(HBA_CHECK, HbaRules(tuple(broken))) == {"pg_hba.conf": "critical", "pg_hba.conf 2": "critical"}


def encryption(least: str, plain: int, *, is_on: bool) -> Encryption:
    return Encryption(is_on, least, plain, 3, "scram-sha-256", "*")


@pytest.mark.parametrize(
    ("found", "level"),
    [
        (encryption("TLSv1.2", 0, is_on=True), "ok"),
        (encryption("TLSv1.2", 1, is_on=True), "warn"),
        (encryption("", 0, is_on=False), "notice"),
        (encryption("TLSv1", 0, is_on=True), "warn"),
        (encryption("", 0, is_on=True), "ok"),
    ],
)
def test_connections_from_elsewhere_should_be_encrypted(found: Encryption, level: str) -> None:
    assert levels(ENCRYPTION_CHECK, found) == {"": level, "password_encryption": "ok"}


def test_no_judge_of_postgresql_goes_beyond_its_worst_level() -> None:
    order = ("absent", "ok", "notice", "warn", "critical")
    worst = {one.id: one.worst.value for one in CHECKS if one.id.startswith("database.postgres.")}
    assert all(level in order for level in worst.values())
    assert worst["database.postgres.schema_rights"] == "notice"
