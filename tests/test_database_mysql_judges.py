"""Judges and readers of MySQL and MariaDB, each trap by its name."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.rights.grants_mysql import darkens, script
from checks.base import AnyCheck, Check, Exhibit, Finding, Level, Point, Scene, Then
from checks.database.mysql import (
    CHECKS,
    accounts,
    auto_increment,
    backup_age,
    binary_logs,
    buffer_pool,
    connections,
    coverage,
    engines,
    error_log,
    fragmentation,
    galera,
    group_replication,
    history_list,
    instance,
    lock_waits,
    long_transactions,
    parameters,
    primary_keys,
    redundant_indexes,
    replication,
    schema_growth,
    schema_space,
    security_settings,
    table_density,
    top_statements,
    version_support,
)
from checks.security.mysql import CHECKS as SECURITY_CHECKS
from collectors.base import Absent, Answer, Collector, Listing, ParseError, Reason, SessionError, Sql
from collectors.facts.mysql.accounts import Account, Backup, ErrorLog, LoggedError
from collectors.facts.mysql.replication import BinaryLogs, Channel, Following, GroupMember
from collectors.facts.mysql.sessions import Statements, TopStatements, Transaction, Transactions, Wait
from collectors.facts.mysql.space import BigTable, BigTables, SchemaSpace
from collectors.facts.mysql.tables import Counting, Index, Indexed, Keyless, OtherEngine, SchemaSeen, Tables
from collectors.facts.mysql.variables import Variables, Workload
from collectors.mysql import COLLECTORS
from collectors.mysql.backups import backups
from collectors.mysql.coverage import COVERAGE_MYSQL
from collectors.mysql.products import INSIDE, plain, subject
from collectors.mysql.replication import logs
from collectors.mysql.sessions import HISTORY_MYSQL
from collectors.mysql.space import SPACES_MYSQL
from collectors.mysql.tables import COUNTING_MYSQL, seen
from collectors.mysql.variables import identity, workload
from collectors.sessions.mysql_connection import product_of, version_of
from collectors.tables import Server, written
from config.limits import Layered

AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
MYSQL8 = Server("mysql", 80036, "8.0.36 MySQL Community Server - GPL")


def said(check: AnyCheck, facts: object) -> dict[str, Level]:
    """Levels by subject."""
    assert isinstance(check, Check)
    found: Iterable[Finding | Exhibit] = check.judge(facts, Layered(check.limits), Scene(at=AT))
    return {one.subject: one.level for one in found if isinstance(one, Finding)}


def settings(**values: str) -> Variables:
    return Variables("mysql", 80036, "8.0.36 MySQL", values)


def work(counters: Mapping[str, str], uptime: float = 200_000, **values: str) -> Workload:
    known = settings(**values)
    return Workload(known, Variables("mysql", 80036, "", counters), uptime, uptime)


CHANNEL = Channel("", "10.0.0.11:3306", "Yes", "Yes", "", "", 0.0, 0.0, is_gtid=True, is_waiting_all=True)


def following(*channels: Channel, read_only: bool | None = True) -> Following:
    return Following(channels, read_only, None)


@pytest.mark.parametrize(
    ("lag", "level"),
    [(299.0, Level.OK), (300.0, Level.WARN), (1799.0, Level.WARN), (1800.0, Level.CRITICAL), (None, Level.UNKNOWN)],
)
def test_lag_at_its_limits_and_null_seconds_are_not_0(lag: float | None, level: Level) -> None:
    channel = Channel("", "a:1", "Yes", "Yes", "", "", lag, 0.0, is_gtid=False, is_waiting_all=False)
    assert said(replication.REPLICATION, following(channel))[""] is level


def test_a_delay_that_is_set_is_no_lag() -> None:
    channel = Channel("", "a:1", "Yes", "Yes", "", "", 3700.0, 3600.0, is_gtid=False, is_waiting_all=False)
    assert said(replication.REPLICATION, following(channel))[""] is Level.OK


@pytest.mark.parametrize(
    ("receiver", "applier"), [("No", "Yes"), ("Connecting", "Yes"), ("Yes", "No"), ("Preparing", "Yes")]
)
def test_a_thread_that_does_not_run_is_critical(receiver: str, applier: str) -> None:
    channel = Channel("", "a:1", receiver, applier, "", "", 0.0, 0.0, is_gtid=False, is_waiting_all=False)
    assert said(replication.REPLICATION, following(channel))[""] is Level.CRITICAL


def test_each_channel_is_judged_by_itself_and_a_writable_replica_is_said() -> None:
    broken = Channel("east", "a:1", "Yes", "No", "", "1062 Duplicate entry", None, 0.0, is_gtid=False, is_waiting_all=False)
    levels = said(replication.REPLICATION, following(CHANNEL, broken, read_only=False))
    assert levels == {"": Level.OK, "east": Level.CRITICAL, "read_only": Level.WARN}
    assert said(replication.REPLICATION, following()) == {"": Level.ABSENT}


def test_a_group_without_a_majority_cannot_write() -> None:
    def group(*states: str) -> Listing[GroupMember]:
        return Listing(tuple(GroupMember(f"10.0.0.{n}", 3306, state, "", n == 0) for n, state in enumerate(states)))

    assert said(group_replication.GROUP_REPLICATION, group("ONLINE", "ONLINE", "ONLINE"))["group"] is Level.OK
    assert said(group_replication.GROUP_REPLICATION, group("ONLINE", "ONLINE", "UNREACHABLE"))["group"] is Level.WARN
    assert said(group_replication.GROUP_REPLICATION, group("ONLINE", "UNREACHABLE"))["group"] is Level.CRITICAL


def test_wsrep_variables_without_galera_are_no_cluster_and_a_donor_is_no_fault() -> None:
    counters = {"wsrep_cluster_status": "Primary", "wsrep_local_state": "2", "wsrep_cluster_size": "3", "wsrep_ready": "ON"}
    assert said(galera.GALERA, work(counters, wsrep_on="OFF")) == {"": Level.ABSENT}
    assert said(galera.GALERA, work(counters, wsrep_on="ON")) == {"": Level.OK}
    assert (
        said(galera.GALERA, work(counters | {"wsrep_cluster_status": "non-Primary"}, wsrep_on="ON"))[""] is Level.CRITICAL
    )
    assert said(galera.GALERA, work(counters | {"wsrep_local_state": "0"}, wsrep_on="ON"))[""] is Level.CRITICAL
    assert said(galera.GALERA, work(counters | {"wsrep_cluster_size": "2"}, wsrep_on="ON"))[""] is Level.WARN
    assert said(galera.GALERA, work({}, wsrep_on="ON"))[""] is Level.UNKNOWN


@pytest.mark.parametrize(("used", "level"), [(79, Level.OK), (80, Level.WARN), (89, Level.WARN), (90, Level.CRITICAL)])
def test_connections_at_their_limits(used: int, level: Level) -> None:
    counters = {"max_used_connections": str(used), "threads_connected": "3", "connections": "1000", "aborted_connects": "1"}
    levels = said(connections.CONNECTIONS, work(counters, max_connections="100"))
    assert levels == {"": level, "failed connects": Level.OK}


def test_connects_that_were_turned_away_are_said() -> None:
    counters = {
        "max_used_connections": "5",
        "threads_connected": "3",
        "connections": "1000",
        "aborted_connects": "0",
        "connection_errors_max_connections": "7",
    }
    assert said(connections.CONNECTIONS, work(counters, max_connections="100"))["failed connects"] is Level.WARN
    assert said(connections.CONNECTIONS, work({}, max_connections="100")) == {
        "": Level.UNKNOWN,
        "failed connects": Level.UNKNOWN,
    }


def backup(days: float, *, partial: bool = False, incremental: bool = False, failed: bool = False) -> Backup:
    return Backup("xtrabackup", AT - timedelta(days=days), partial, incremental, failed)


def test_a_partial_or_failed_backup_is_no_backup() -> None:
    assert said(backup_age.BACKUP_AGE, Listing((backup(1, failed=True), backup(2, partial=True)))) == {
        "full": Level.CRITICAL,
        "last": Level.CRITICAL,
        "attempt": Level.WARN,
    }


def test_increments_do_not_make_an_old_full_one_young() -> None:
    levels = said(backup_age.BACKUP_AGE, Listing((backup(0.5, incremental=True), backup(9))))
    assert levels == {"full": Level.WARN, "last": Level.OK}


def test_without_any_record_nobody_knows_and_a_hidden_record_is_no_old_backup() -> None:
    denied = SessionError(Reason.DENIED, "1142 SELECT command denied")
    gone = SessionError(Reason.FAILED, "1146 Table 'mysql.backup_history' doesn't exist")
    old = (backup(300),)
    with pytest.raises(SessionError) as caught:
        backups((), gone, gone, denied)
    assert caught.value.reason is Reason.NO_RECORD
    with pytest.raises(SessionError) as caught:
        backups(("mysql/mariadb_backup_history",), old, denied, gone)
    assert caught.value.reason is Reason.DENIED, "the hidden one may hold yesterday's backup"
    with pytest.raises(SessionError) as caught:
        backups(SessionError(Reason.DENIED), old, denied, gone)
    assert caught.value.reason is Reason.DENIED
    assert backups(("percona_schema/xtrabackup_history",), old, denied, denied).records == old
    assert backups((), old, Absent("8.0.36"), gone).records == old


def test_binary_logs_off_kept_for_ever_and_kept_for_a_day() -> None:
    def level(**values: object) -> dict[str, Level]:
        made = {"is_on": True, "count": 3, "size_bytes": 5, "kept_seconds": 2592000.0} | values
        return said(binary_logs.BINARY_LOGS_CHECK, BinaryLogs(**made))  # type: ignore[arg-type]  # from literals above

    assert level() == {"": Level.OK, "kept": Level.OK}
    assert level(kept_seconds=0.0)["kept"] is Level.WARN
    assert level(kept_seconds=86400.0)["kept"] is Level.NOTICE
    assert level(size_bytes=int(100e9))[""] is Level.WARN
    assert level(is_on=False) == {"": Level.WARN}


def test_purging_that_is_held_back_is_no_purging() -> None:
    files = (("binlog.000001", 10),)
    on = settings(log_bin="ON", binlog_expire_logs_seconds="2592000")
    assert logs(files, on).kept_seconds == 2592000
    held = settings(log_bin="ON", binlog_expire_logs_seconds="2592000", binlog_expire_logs_auto_purge="OFF")
    assert logs(files, held).kept_seconds == 0
    assert logs(files, settings(log_bin="ON", expire_logs_days="7.000000")).kept_seconds == 7 * 86400
    assert not logs(SessionError(Reason.FAILED, "1381"), settings(log_bin="OFF")).is_on
    with pytest.raises(SessionError):
        logs(SessionError(Reason.DENIED), on)


@pytest.mark.parametrize(
    ("kind", "highest"),
    [
        ("tinyint(4)", 127),
        ("tinyint(3) unsigned", 255),
        ("int(10) unsigned zerofill", 4294967295),
        ("int", 2147483647),
        ("bigint", 9223372036854775807),
        ("bigint unsigned", 18446744073709551615),
        ("double", None),
    ],
)
def test_unsigned_columns_hold_twice_as_much_and_int_10_is_no_limit_of_digits(kind: str, highest: int | None) -> None:
    assert auto_increment.highest(kind) == highest


@pytest.mark.parametrize(
    ("value", "level"),
    [(63, None), (64, Level.OK), (190, Level.OK), (192, Level.WARN), (229, Level.WARN), (230, Level.CRITICAL)],
)
def test_a_counter_at_its_limits(value: int, level: Level | None) -> None:
    tables = Tables((Counting("s.t.id", "tinyint unsigned", value),), 1)
    assert said(auto_increment.AUTO_INCREMENT, tables).get("s.t.id") is level


def test_a_table_that_is_locked_at_the_moment_is_not_fine() -> None:
    tables = Tables((Counting("s.t.id", "tinyint unsigned", None),), 1)
    assert said(auto_increment.AUTO_INCREMENT, tables)["s.t.id"] is Level.UNKNOWN
    answer = Answer(
        written(
            Server("mariadb", 101119, "10.11.19-MariaDB"),
            "",
            0,
            ["table_schema", "table_name", "column_name", "column_type", "auto_increment"],
            [["s", "t", "id", "tinyint(3) unsigned", None]],
        )
    )
    assert COUNTING_MYSQL.parse(answer) == (Counting("s.t.id", "tinyint(3) unsigned", None),)


def test_tables_that_are_not_shown_are_not_fine() -> None:
    covered = (SchemaSeen("hr", 12, 0), SchemaSeen("shop", 7, 7))
    tables = seen((), covered)
    assert [one.subject for one in tables.unseen] == ["hr"]
    assert said(coverage.COVERAGE_CHECK, covered) == {"": Level.WARN}
    nothing = seen((), (SchemaSeen("hr", 12, 0),))
    for check in (auto_increment.AUTO_INCREMENT, engines.ENGINES, redundant_indexes.REDUNDANT_INDEXES):
        assert said(check, nothing) == {}, "no OK for what was not seen"
    with pytest.raises(SessionError):
        seen((), SessionError(Reason.DENIED))


def account(user: str = "app", host: str = "10.0.0.%", **values: bool) -> Account:
    flags = {"is_passwordless": False, "is_locked": False, "is_role": False, "is_super": False, "reads_files": False}
    return Account(user, host, ("mysql_native_password",), **(flags | values))


def test_roles_and_locked_accounts_cannot_log_in() -> None:
    found = (
        account("PUBLIC", "", is_passwordless=True, is_role=True),
        account("mariadb.sys", "localhost", is_passwordless=True, is_locked=True),
        account("", "%"),
        account("root", "%", is_super=True),
        account("etl", "%", reads_files=True),
        account("old", is_passwordless=True),
    )
    assert said(accounts.ACCOUNTS_CHECK, found) == {
        "@%": Level.CRITICAL,
        "root@%": Level.WARN,
        "etl@%": Level.NOTICE,
        "old@10.0.0.%": Level.CRITICAL,
        "": Level.OK,
    }


def index(name: str, *columns: str, unique: bool = False, kind: str = "BTREE") -> Index:
    return Index(name, unique, kind, columns)


def superfluous(*indexes: Index) -> set[str]:
    return {one.name for one, _other in redundant_indexes.superfluous(indexes)}


def test_a_unique_index_is_never_superfluous_to_a_longer_one() -> None:
    assert superfluous(index("u", "a", unique=True), index("k", "a", "b")) == set()
    assert superfluous(index("k", "a"), index("u", "a", "b", unique=True)) == {"k"}
    assert superfluous(index("k", "id"), index("PRIMARY", "id", unique=True)) == {"k"}
    assert superfluous(index("PRIMARY", "id", unique=True), index("u", "id", unique=True)) == {"u"}


def test_of_two_equal_indexes_one_goes() -> None:
    assert superfluous(index("k1", "a"), index("k2", "a")) == {"k2"}


def test_beginnings_of_columns_directions_and_kinds_are_not_the_same() -> None:
    assert superfluous(index("k", "a(5)"), index("l", "a", "b")) == set()
    assert superfluous(index("k", "a DESC"), index("l", "a", "b")) == set()
    assert superfluous(index("k", "a", kind="FULLTEXT"), index("l", "a", "b")) == set()
    assert superfluous(index("k", "a", kind="FULLTEXT"), index("l", "a", "b", kind="FULLTEXT")) == set()


@given(
    st.lists(st.tuples(st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True), st.booleans()), max_size=5)
)
def test_what_remains_does_the_work_of_what_goes(shapes: list[tuple[list[str], bool]]) -> None:
    indexes = tuple(index(f"k{n}", *columns, unique=unique) for n, (columns, unique) in enumerate(shapes))
    gone = superfluous(*indexes)
    kept = [one for one in indexes if one.name not in gone]
    for one in indexes:
        assert any(other.columns[: len(one.columns)] == one.columns for other in kept)
        assert not one.is_unique or any(other.is_unique and other.columns == one.columns for other in kept)


def test_other_engines_and_a_table_that_cannot_be_opened() -> None:
    found = (
        OtherEngine("s.a", "MyISAM"),
        OtherEngine("s.b", ""),
        OtherEngine("s.c", "Aria"),
        OtherEngine("s.d", "ROCKSDB"),
    )
    levels = said(engines.ENGINES, Tables(found, 5))
    assert levels == {"s.a": Level.NOTICE, "s.b": Level.CRITICAL, "": Level.WARN}
    indexed = Tables((Indexed("s.t", (index("k", "a"), index("l", "a", "b"))),), 5)
    assert said(redundant_indexes.REDUNDANT_INDEXES, indexed) == {"s.t.k": Level.NOTICE, "": Level.NOTICE}


def test_tables_without_a_key() -> None:
    assert said(primary_keys.PRIMARY_KEYS, Keyless((), 9, 0)) == {"": Level.OK}
    assert said(primary_keys.PRIMARY_KEYS, Keyless(("s.t",), 9, 1)) == {"s.t": Level.NOTICE, "": Level.WARN}


def transaction(age: float, idle: float | None = None) -> Transaction:
    return Transaction(7, age, "app", "10.0.0.5", "shop", idle is not None, idle or 0.0, 1, 1)


@pytest.mark.parametrize(
    ("age", "idle", "levels"),
    [
        (3599, None, {"": Level.OK, "idle": Level.OK}),
        (3600, None, {"": Level.WARN, "idle": Level.OK}),
        (700, 600, {"": Level.OK, "idle": Level.WARN}),
        (21600, 3600, {"": Level.CRITICAL, "idle": Level.CRITICAL}),
    ],
)
def test_transactions_at_their_limits(age: float, idle: float | None, levels: dict[str, Level]) -> None:
    assert said(long_transactions.LONG_TRANSACTIONS, Transactions((transaction(age, idle),), 1)) == levels


@pytest.mark.parametrize(("seconds", "level"), [(9, Level.OK), (10, Level.WARN), (59, Level.WARN), (60, Level.CRITICAL)])
def test_waits_at_their_limits(seconds: float, level: Level) -> None:
    assert said(lock_waits.LOCK_WAITS, (Wait("row", seconds, 5, "app", 6, "app", "Sleep"),)) == {"": level}
    assert said(lock_waits.LOCK_WAITS, ()) == {"": Level.OK}


@pytest.mark.parametrize(("length", "level"), [(999_999, Level.OK), (10**6, Level.WARN), (10**7, Level.CRITICAL)])
def test_history_at_its_limits(length: int, level: Level) -> None:
    assert said(history_list.HISTORY_LIST, length) == {"": level}


def test_a_metric_that_is_switched_off_is_not_read_as_none() -> None:
    answer = Answer(written(MYSQL8, "", 1, ["length", "is_counted"], [["0", "0"]]))
    with pytest.raises(SessionError) as caught:
        HISTORY_MYSQL.parse(answer)
    assert caught.value.reason is Reason.NO_RECORD


def test_few_reads_say_nothing_of_the_pool_and_waits_are_a_warning() -> None:
    def level(requests: int, reads: int, waits: int = 0) -> Level:
        counters = {
            "innodb_buffer_pool_read_requests": str(requests),
            "innodb_buffer_pool_reads": str(reads),
            "innodb_buffer_pool_wait_free": str(waits),
        }
        return said(buffer_pool.BUFFER_POOL, work(counters, innodb_buffer_pool_size="134217728"))[""]

    assert level(1000, 900) is Level.OK
    assert level(1_000_000, 10_000) is Level.NOTICE
    assert level(1_000_000, 9_999) is Level.OK
    assert level(1_000_000, 0, 20_000) is Level.WARN
    assert said(buffer_pool.BUFFER_POOL, work({})) == {"": Level.ABSENT}


GIB = 1024**3


def test_a_small_share_of_free_pages_is_no_proof() -> None:
    found = list(
        fragmentation.judge(
            BigTables((BigTable("s.t", GIB, 1000, int(0.9 * GIB), 0),), 1, is_all=True),
            Layered(fragmentation.FreeLimits()),
            Scene(at=AT),
        )
    )
    assert [one.level for one in found] == [Level.OK]
    assert "nobody can tell" in str(found[0].summary)


def test_free_space_for_certain_and_a_table_without_statistics() -> None:
    big = (BigTable("s.t", 10 * GIB, 1000, 4 * GIB, GIB), BigTable("s.u", GIB, None, None, None))
    assert said(fragmentation.FRAGMENTATION, BigTables(big, 1, is_all=True)) == {"s.t": Level.NOTICE, "s.u": Level.UNKNOWN}
    assert said(fragmentation.FRAGMENTATION, BigTables((), 1, is_all=True)) == {"": Level.OK}


@pytest.mark.parametrize(("now", "level"), [(199.0, Level.OK), (200.0, Level.NOTICE)])
def test_rows_that_take_twice_the_room_of_once(now: float, level: Level) -> None:
    points = tuple(Point(AT - timedelta(days=90 * n), value, 1.0) for n, value in ((2, 100.0), (1, 120.0), (0, now)))
    found = list(table_density.judge({"s.t": points}, Layered(table_density.DensityLimits()), Scene(at=AT)))
    assert [one.level for one in found] == [level]
    first = list(table_density.judge({"s.t": points[:1]}, Layered(table_density.DensityLimits()), Scene(at=AT)))
    assert [one.level for one in first] == [Level.ABSENT]


def test_statements_that_read_much_or_take_much() -> None:
    def one(name: str, calls: int, seconds: float, read: int, sent: int) -> Statements:
        return Statements(name, "s", "SELECT ?", calls, seconds, read, sent, 0, 0)

    kinds = (one("reads", 200, 100.0, 10_000_000, 200), one("takes", 200, 900.0, 200, 200), one("rare", 5, 900.0, 10**9, 5))
    assert said(top_statements.TOP_STATEMENTS_CHECK, TopStatements(kinds, 2000.0, 0)) == {
        "s.reads": Level.NOTICE,
        "s.takes": Level.NOTICE,
        "": Level.OK,
    }


def test_kinds_of_the_error_log() -> None:
    def one(code: str, level: str, sample: str) -> LoggedError:
        return LoggedError(code, level, "InnoDB", 2, AT, AT, sample)

    kinds = (
        one("MY-011906", "Error", "InnoDB: Database page corruption on disk or a failed file read"),
        one("MY-010000", "Error", "something else"),
        one("MY-010055", "Warning", "IP address could not be resolved"),
    )
    assert said(error_log.ERROR_LOG_CHECK, ErrorLog(kinds, 92, AT)) == {
        "MY-011906": Level.CRITICAL,
        "MY-010000": Level.WARN,
        "": Level.OK,
    }


def test_settings_that_cost_data_and_those_of_another_version() -> None:
    levels = said(
        parameters.PARAMETERS,
        work({}, innodb_flush_log_at_trx_commit="2", sync_binlog="0", log_bin="OFF", sql_mode="ANSI", binlog_format="ROW"),
    )
    assert levels == {"innodb_flush_log_at_trx_commit": Level.WARN, "sql_mode": Level.NOTICE, "": Level.OK}
    assert said(parameters.PARAMETERS, work({}, sync_binlog="0", log_bin="ON"))["sync_binlog"] is Level.NOTICE


def test_redo_and_temporary_tables() -> None:
    day = 86_400.0
    counters = {
        "innodb_os_log_written": str(int(1e9 * day / 3600)),
        "created_tmp_tables": "10000",
        "created_tmp_disk_tables": "2500",
    }
    levels = said(parameters.PARAMETERS, work(counters, day, innodb_redo_log_capacity="400000000"))
    assert levels == {"redo log": Level.NOTICE, "temporary tables": Level.NOTICE, "": Level.UNKNOWN}
    levels = said(
        parameters.PARAMETERS, work(counters, day, innodb_log_file_size="400000000", innodb_log_files_in_group="2")
    )
    assert levels["redo log"] is Level.OK


def test_an_empty_secure_file_priv_allows_every_folder_and_null_none() -> None:
    levels = said(security_settings.SECURITY_SETTINGS, settings(secure_file_priv="", tls_version="TLSv1.1,TLSv1.2"))
    assert levels == {
        "secure_file_priv": Level.NOTICE,
        "tls_version": Level.NOTICE,
        "password rules": Level.NOTICE,
        "": Level.OK,
    }
    fine = settings(**{"secure_file_priv": "NULL", "tls_version": "TLSv1.2", "validate_password.policy": "MEDIUM"})
    assert set(said(security_settings.SECURITY_SETTINGS, fine).values()) == {Level.OK}


@pytest.mark.parametrize(
    ("product", "version", "level"),
    [
        ("mysql", 50744, Level.WARN),
        ("mysql", 80403, Level.OK),
        ("mysql", 90100, Level.ABSENT),
        ("mariadb", 100622, Level.WARN),
        ("mariadb", 101119, Level.OK),
        ("tidb", 80011, Level.ABSENT),
    ],
)
def test_support_of_versions(product: str, version: int, level: Level) -> None:
    assert said(version_support.VERSION_SUPPORT, Variables(product, version, product, {})) == {"": level}


def test_roles_and_emergencies_of_the_server() -> None:
    assert said(instance.INSTANCE, work({}, 90_000.0, read_only="OFF")) == {"": Level.OK}
    assert said(instance.INSTANCE, work({}, 60.0, read_only="OFF")) == {"": Level.NOTICE}
    assert said(instance.INSTANCE, work({}, 90_000.0, innodb_force_recovery="3")) == {"": Level.CRITICAL}


def test_the_servers_own_spaces_are_not_schemas() -> None:
    spaces = (SchemaSpace("shop", 3, 10**12, is_own=False), SchemaSpace("innodb_temporary", 1, int(20e9), is_own=True))
    assert said(schema_space.SCHEMA_SPACE, spaces) == {"shop": Level.OK, "innodb_temporary": Level.NOTICE}


@pytest.mark.parametrize(
    ("was", "size", "days", "level"),
    [
        (20e9, 29.9e9, 90, Level.OK),
        (20e9, 30e9, 90, Level.WARN),
        (1e9, 5e9, 90, Level.OK),
        (40e9, 30e9, 90, Level.OK),
        (20e9, 90e9, 0.5, Level.ABSENT),
        (None, 90e9, 90, Level.ABSENT),
    ],
)
def test_growth_of_schemas(was: float | None, size: float, days: float, level: Level) -> None:
    own = SchemaSpace("innodb_temporary", 1, int(99e9), is_own=True)
    before: tuple[SchemaSpace, ...] = () if was is None else (SchemaSpace("shop", 1, int(was), is_own=False),)
    then = Then(before, AT - timedelta(days=days))
    now = (SchemaSpace("shop", 1, int(size), is_own=False), own)
    found = list(schema_growth.judge(now, then, Layered(schema_growth.SchemaGrowthLimits()), Scene(at=AT)))
    assert [(one.subject, one.level) for one in found] == [("shop", level)]


@given(st.text(max_size=40))
def test_names_that_are_not_coded_are_left_alone_or_decoded(name: str) -> None:
    assert isinstance(plain(name), str)
    coded = "".join(
        sign if sign.isalnum() and sign.isascii() else f"@{ord(sign):04x}" for sign in name if ord(sign) < 0x10000
    )
    assert plain(coded) == "".join(sign for sign in name if ord(sign) < 0x10000)


def test_partitions_are_named_behind_their_table() -> None:
    assert subject("@8ba2/@5355#P#p0") == "订.单#p0"
    assert subject("shop/orders#p#p2025") == "shop.orders#p2025"


@pytest.mark.parametrize(
    ("words", "product"),
    [
        ("8.0.36 MySQL Community Server - GPL", "mysql"),
        ("8.0.32-24 Percona Server (GPL), Release 24", "mysql"),
        ("8.0.25-16 GreatSQL (GPL), Release 16", "mysql"),
        ("10.11.19-MariaDB-0+deb12u1-log Debian 12", "mariadb"),
        ("8.0.11-TiDB-v7.5.1 TiDB Server (Apache License 2.0) Community Edition, MySQL 8.0 compatible", "tidb"),
        ("5.7.25-OceanBase_CE-v4.2.1.0 OceanBase_CE 4.2.1.0", "oceanbase"),
        ("5.7.99 Doris version doris-2.0.3", "doris"),
        ("8.0.32 Source distribution 3.04.0 aurora", "mysql_aurora"),
    ],
)
def test_a_relative_is_told_by_its_own_words(words: str, product: str) -> None:
    assert product_of(words) == product.removeprefix("mysql_")


def test_numbers_of_versions() -> None:
    assert [version_of(one) for one in ("8.0.36", "10.11.19-MariaDB", "8.4.3", "5.7", "x")] == [
        80036,
        101119,
        80403,
        50700,
        0,
    ]


@pytest.mark.parametrize("product", ["tidb", "oceanbase", "doris"])
def test_no_answer_of_a_relative_is_a_good_one(product: str) -> None:
    """Whatever it answers to what is asked about InnoDB and the dictionary: absent by its words, or unknown."""
    stranger = Server(product, 80011, f"8.0.11-{product}")
    general = {"mysql.settings", "mysql.login_guards", "mysql.identity", "mysql.counters", "mysql.product"}
    for one in COLLECTORS:
        if isinstance(one, Collector) and one.id not in general:
            with pytest.raises((Absent, SessionError)):
                one.parse(Answer(written(stranger, "", 0, [], [])))
    assert product not in INSIDE


def test_identity_of_a_server_without_an_id_of_its_own() -> None:
    server = Server("mariadb", 100434, "10.4.34-MariaDB")
    rows = [["hostname", "db9"], ["port", "3306"], ["server_id", "1"], ["datadir", "/data/"]]
    met = identity(Answer(written(server, "", 0, ["Variable_name", "Value"], rows)))
    assert met.machine_id == "db9:3306:1:/data/"
    assert identity(Answer(written(server, "", 0, ["Variable_name", "Value"], rows[2:]))).machine_id == ""


def test_the_work_needs_both_and_an_uptime() -> None:
    with pytest.raises(SessionError):
        workload(settings(), SessionError(Reason.TIMEOUT))
    with pytest.raises(ParseError):
        workload(settings(), settings())


COLUMNS = ["name", "tables_count", "seen_count", "files_count", "size_bytes"]


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.text(max_size=6), st.integers().map(str)), min_size=5, max_size=5), max_size=4
    )
)
def test_readers_raise_nothing_but_what_they_say(rows: list[list[str | None]]) -> None:
    answer = Answer(written(MYSQL8, "", 0, COLUMNS, rows))
    for one in (COVERAGE_MYSQL, SPACES_MYSQL):
        with suppress(ParseError, SessionError, Absent):
            one.parse(answer)


@given(st.data())
def test_an_answer_cut_anywhere_is_never_an_answer(data: st.DataObject) -> None:
    whole = written(MYSQL8, "", 0, ["name", "tables_count", "seen_count"], [["shop", "3", "3"], ["hr", "1", "1"]])
    at = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(ParseError):
        COVERAGE_MYSQL.parse(Answer(whole[:at]))
    less = json.loads(whole)
    less["rows"].pop()
    with pytest.raises(ParseError):
        COVERAGE_MYSQL.parse(Answer(json.dumps(less)))


def test_every_right_of_an_ask_is_in_the_script_and_says_what_it_darkens() -> None:
    known = {check.id for check in CHECKS} | {one.check.id for one in SECURITY_CHECKS}
    wanted = {
        right
        for one in COLLECTORS
        if isinstance(one, Collector) and isinstance(one.ask, Sql)
        for right in one.ask.rights.split()
    }
    assert wanted == set(darkens())
    assert {check for checks in darkens().values() for check in checks} <= known
    for right in wanted:
        assert f"-- {right}:" in script()


def test_every_statement_only_reads() -> None:
    for one in COLLECTORS:
        if isinstance(one, Collector):
            assert isinstance(one.ask, Sql)
            for statement in one.ask.statements:
                assert statement.text.startswith(("SELECT ", "SHOW ")), one.id
                assert ";" not in statement.text, one.id
                assert statement.text.isprintable(), one.id
                assert "trx_query" not in statement.text.lower(), one.id
