"""Faults made on real PostgreSQL of several majors, each found by the monitoring role, and the rest left in peace."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from threading import Thread

import psycopg2
import pytest

from checks.base import Level
from checks.database.postgres.archiving import ArchivingLimits
from checks.database.postgres.dead_tuples import DeadLimits
from checks.database.postgres.duplicate_indexes import DuplicateLimits
from checks.database.postgres.foreign_keys import ForeignKeyLimits
from checks.database.postgres.instance import InstanceLimits
from checks.database.postgres.locks import LockLimits
from checks.database.postgres.prepared_transactions import PreparedLimits
from checks.database.postgres.replay import ReplayLimits
from checks.database.postgres.replication_slots import SlotLimits
from checks.database.postgres.stale_statistics import StaleLimits
from checks.database.postgres.standbys import StandbyLimits
from checks.database.postgres.table_bloat import TableBloatLimits
from checks.database.postgres.transactions import TransactionLimits
from checks.database.postgres.vacuum_horizon import HorizonLimits
from tests.peers.postgres import PostgresServer, of_major, postgres, standby
from tests.peers.postgres_majors import wanted
from tests.peers.postgres_monitor import PASSWORD, Seen, monitor, seen, session

pytestmark = pytest.mark.peer
SECRET = "Superuser-0f-the-tests"
SETTINGS = {
    "archive_mode": "on",
    "archive_command": "''",
    "autovacuum_freeze_max_age": "100000",
    "max_prepared_transactions": "5",
    "autovacuum_naptime": "1s",
    "max_wal_size": "1GB",
    "log_statement": "ddl",
}


@pytest.fixture(scope="module", params=wanted())
def server(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    found = of_major(request.param)
    if found is None:
        pytest.skip(f"no PostgreSQL {request.param} was fetched")
    with postgres(found, SETTINGS, ("-k",), password=SECRET) as made:
        made.sql("create database shop", "create database rot")
        made.sql("create extension pgstattuple", database="shop")
        monitor(made, "shop")
        yield made


def until(look: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for what a server does in its own time (statistics, archiving)."""
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.2)


def test_dead_tuples(server: PostgresServer) -> None:
    server.sql(
        "create table dead (i int) with (autovacuum_enabled = off)",
        "insert into dead select generate_series(1, 60000)",
        "delete from dead where i > 5000",
        "create table fine (i int)",
        "insert into fine select generate_series(1, 60000)",
        database="shop",
    )
    limits = {"dead_tuples": DeadLimits(least_count=50_000), "stale_statistics": StaleLimits(least_count=100_000)}
    until(lambda: seen(server, "dead_tuples", limits).level("dead_tuples", "shop.public.dead") is not None)
    found = seen(server, "dead_tuples", limits)
    assert found.level("dead_tuples", "shop.public.dead") in {Level.WARN, Level.CRITICAL}
    assert found.of("dead_tuples").keys() == {"shop.public.dead", "postgres", "rot"}, "no other table"
    assert seen(server, "dead_tuples").level("dead_tuples", "shop") is Level.OK, "below 100 000 nothing is said"


def test_bloat_beside_the_truth_of_pgstattuple(server: PostgresServer) -> None:
    server.sql(
        "create table churn (id int primary key, t text)",
        "insert into churn select i, repeat('x', 80) from generate_series(1, 120000) i",
        "delete from churn where id % 5 <> 0",
        database="shop",
    )
    server.sql("vacuum analyze churn", database="shop")  # in a session of its own: the other's counts arrive at its end
    time.sleep(1)
    server.sql("analyze churn", database="shop")
    truth = server.sql(
        "select 100.0 * (dead_tuple_len + free_space) / table_len from pgstattuple('churn')", database="shop"
    )[0][0]
    limits = {"table_bloat": TableBloatLimits(warn_bytes=2**20)}
    found = seen(server, "table_bloat", limits)
    assert found.level("table_bloat", "shop.public.churn") is Level.WARN, found.at(*Level)
    share = 100 * found["table_bloat", "shop.public.churn"].measures["wasted_ratio"]
    assert abs(share - float(str(truth))) < 6, f"estimated {share:.1f} %, pgstattuple says {truth} %"


def test_indexes_and_keys(server: PostgresServer) -> None:
    server.sql(
        "create table parent (id int primary key)",
        "create table child (id int primary key, pid int constraint child_parent references parent, a int, b text)",
        "insert into parent select generate_series(1, 100)",
        "insert into child select i, 1 + i % 100, i, i::text from generate_series(1, 5000) i",
        "create index child_a on child (a)",
        "create index child_a2 on child (a)",
        "create index child_ab on child (a, b)",
        "create index child_b on child (b)",
        "create index child_b_pattern on child (b text_pattern_ops)",
        "create table doubles (a int)",
        "insert into doubles values (1), (1)",
        "vacuum analyze",
        database="shop",
    )
    with pytest.raises(psycopg2.errors.UniqueViolation):
        server.sql("create unique index concurrently doubles_a on doubles (a)", database="shop")
    found = seen(
        server,
        limits={
            "duplicate_indexes": DuplicateLimits(least_bytes=0),
            "foreign_keys": ForeignKeyLimits(least_bytes=0),
        },
    )
    assert found.level("broken_objects", "shop.public.doubles public.doubles_a") is Level.CRITICAL
    needless = {subject for subject, level in found.of("duplicate_indexes").items() if level is Level.NOTICE}
    assert {one.rpartition(" ")[2] for one in needless} == {"child_a", "child_a2"}
    assert found.level("foreign_keys", "shop.public.child child_parent") is Level.NOTICE


def test_a_sequence_at_98_percent_that_feeds_an_int_column(server: PostgresServer) -> None:
    server.sql(
        "create sequence numbers as bigint",
        "create table orders (id int default nextval('numbers'))",
        f"select setval('numbers', {int(0.98 * 2**31)})",
        "create sequence down increment -1 minvalue -100 maxvalue -1 start -1",
        "select setval('down', -80)",
        database="shop",
    )
    found = seen(server, "sequences")
    assert found.level("sequences", "shop.public.numbers") is Level.CRITICAL
    assert found.level("sequences", "shop.public.down") is Level.WARN
    assert found.level("sequences", "postgres") is Level.OK


def test_archiving_without_a_command_then_at_work_then_broken(server: PostgresServer) -> None:
    assert seen(server, "archiving").level("archiving") is Level.CRITICAL, "on without a command"

    def set_to(command: str) -> None:
        server.sql(f"alter system set archive_command = '{command}'", "select pg_reload_conf()")
        time.sleep(0.2)
        server.sql("create table if not exists moved (i int)", "insert into moved values (1)", "select pg_switch_wal()")

    set_to("cp %p ../%f")
    until(lambda: seen(server, "archiving").level("archiving") is Level.OK)
    set_to("test ! -e %p")
    until(lambda: seen(server, "archiving").level("archiving") is Level.CRITICAL)
    limits = {"archiving": ArchivingLimits(waiting_warn=1)}
    expected = None if server.major < 12 else Level.WARN
    assert seen(server, "archiving", limits).level("archiving", "waiting") is expected
    set_to("/bin/true")
    found = seen(server, "archiving")
    assert found.level("archiving") is Level.CRITICAL, "a command that only says yes"
    set_to("cp %p ../%f")
    until(lambda: seen(server, "archiving").level("archiving") is Level.OK)


def test_a_slot_that_nobody_reads(server: PostgresServer) -> None:
    server.sql("select pg_create_physical_replication_slot('gone', true)")
    try:
        server.sql("create table fill as select i from generate_series(1, 400000) i", "drop table fill")
        limits = {"replication_slots": SlotLimits(warn_bytes=2**20, critical_bytes=2**33)}
        found = seen(server, "replication_slots", limits)
        assert found.level("replication_slots", "gone") is Level.WARN
        limits = {"replication_slots": SlotLimits(warn_bytes=2**10, critical_bytes=2**20)}
        assert seen(server, "replication_slots", limits).level("replication_slots", "gone") is Level.CRITICAL
    finally:
        server.sql("select pg_drop_replication_slot('gone')")


def test_a_replica_that_is_late_on_purpose_and_one_that_lost_its_primary(server: PostgresServer) -> None:
    with standby(server) as follower:
        until(lambda: bool(server.sql("select 1 from pg_stat_replication where state = 'streaming'")))
        limits = {"replay": ReplayLimits(warn_seconds=0, critical_seconds=3600)}
        until(lambda: seen(follower, "replay").level("replay") is Level.OK)
        follower.sql("select pg_wal_replay_pause()")
        server.sql("create table late as select 1 as i")
        until(lambda: seen(follower, "replay", limits).level("replay") is Level.WARN)
        follower.sql("select pg_wal_replay_resume()")
        server.control("-m", "fast", "stop")
        try:
            until(lambda: seen(follower, "replay").level("replay") is Level.CRITICAL)
        finally:
            server.control("start")


def test_a_cascade_is_judged_on_each_of_its_three_servers(server: PostgresServer) -> None:
    """The middle one is standby and source at once: what hangs below it is its own finding, and not the primary's."""
    limits = {
        "standbys": StandbyLimits(warn_bytes=2**20, critical_bytes=2**33, warn_seconds=3600, critical_seconds=7200),
        "replay": ReplayLimits(warn_seconds=3600, critical_seconds=7200),
    }
    with standby(server, "middle") as middle, standby(server, "last", upstream=middle) as last:
        until(lambda: bool(middle.sql("select 1 from pg_stat_replication where state = 'streaming'")))
        until(lambda: seen(last, "replay", limits).level("replay") is Level.OK)
        roles = {"instance": InstanceLimits(role="standby")}
        assert seen(server, "instance", roles).level("instance") is Level.CRITICAL, "it is the primary"
        assert {seen(one, "instance", roles).level("instance") for one in (middle, last)} == {Level.NOTICE}
        until(lambda: set(seen(middle, "standbys", limits).of("standbys").values()) == {Level.OK})
        assert seen(server, "standbys", limits).of("standbys").keys() == {"middle"}
        assert seen(middle, "standbys", limits).of("standbys").keys() == {"last"}
        assert seen(last, "standbys", limits).of("standbys") == {"": Level.OK}
        last.sql("select pg_wal_replay_pause()")
        server.sql("create table far as select i from generate_series(1, 100000) i", "drop table far")
        until(lambda: seen(middle, "standbys", limits).level("standbys", "last") is Level.WARN)
        until(lambda: seen(server, "standbys", limits).level("standbys", "middle") is Level.OK)
        assert seen(last, "replay", limits).level("replay") is Level.WARN, "paused"
        assert seen(middle, "replay", limits).level("replay") is Level.OK
        last.sql("select pg_wal_replay_resume()")
        middle.control("-m", "fast", "stop")
        try:
            until(lambda: seen(last, "replay", limits).level("replay") is Level.CRITICAL)
            gone = {"standbys": StandbyLimits(expected=("middle",))}
            assert seen(server, "standbys", gone).level("standbys", "middle") is Level.CRITICAL
        finally:
            middle.control("start")


def test_long_and_idle_transactions_and_who_holds_back_vacuum(server: PostgresServer) -> None:
    with ExitStack() as held:
        idle = held.enter_context(closing(server.connect("shop", application_name="billing")))
        idle.autocommit = False
        idle.cursor().execute("select txid_current(), 'a secret word of a customer'")
        server.sql("begin", "create table two (i int)", "prepare transaction 'left over'", database="shop")
        busy = held.enter_context(closing(server.connect("shop", application_name="report")))
        worker = Thread(target=lambda: busy.cursor().execute("select pg_sleep(4)"))
        worker.start()
        time.sleep(1.5)
        found = seen(
            server,
            limits={
                "transactions": TransactionLimits(
                    warn_seconds=1, critical_seconds=600, idle_warn_seconds=1, idle_critical_seconds=600
                ),
                "prepared_transactions": PreparedLimits(warn_seconds=1),
                "vacuum_horizon": HorizonLimits(warn_age=0),
            },
        )
        worker.join()
        assert found.level("transactions", "open") is Level.WARN
        assert found.level("transactions", "idle") is Level.WARN
        quote = found["transactions", "idle"].quote
        assert "billing" in quote
        assert "secret word" not in quote, "the customer's values stay where they are"
        assert Level.WARN in found.of("prepared_transactions").values()
        server.sql("rollback prepared 'left over'", database="shop")
    quiet = seen(server, "transactions")
    assert quiet.level("transactions", "idle") is Level.OK


def test_a_blocking_chain(server: PostgresServer) -> None:
    server.sql("create table contended (i int)", "insert into contended values (1)", database="shop")
    with ExitStack() as held:
        root = held.enter_context(closing(server.connect("shop", application_name="root")))
        root.autocommit = False
        root.cursor().execute("update contended set i = 2")
        waiting = [held.enter_context(closing(server.connect("shop", application_name=f"w{n}"))) for n in range(3)]
        words = ("update contended set i = 3", "alter table contended add column j int", "select * from contended")
        workers = [Thread(target=one.cursor().execute, args=(word,)) for one, word in zip(waiting, words, strict=True)]
        for one in workers:
            one.start()
            time.sleep(0.2)
        time.sleep(1)
        found = seen(server, limits={"locks": LockLimits(wait_warn_seconds=1)})
        root.rollback()
        for one in workers:
            one.join(20)
        assert found.level("locks", "waiting") is Level.WARN
        assert found["locks", "waiting"].measures["waiting_count"] == 3
        assert found["locks", "waiting"].quote.startswith("postgres root")
        assert Level.UNKNOWN not in found.of("dead_tuples").values(), "nothing of ours waits behind it"


def test_wraparound_because_a_transaction_stays_open(server: PostgresServer) -> None:
    """155,000 transaction ids are used up where autovacuum_freeze_max_age is 100,000, and one old transaction is open."""
    with closing(server.connect("shop")) as old:
        old.autocommit = False
        old.cursor().execute("select txid_current()")
        server.sql("create table burnt (i int)", database="shop")
        server.sql(
            "do $$ begin for n in 1..155000 loop begin insert into burnt values (n); exception when division_by_zero then "
            "null; end; end loop; end $$",
            database="shop",
        )
        found = seen(server, limits={"vacuum_horizon": HorizonLimits(warn_age=100_000)})
        old.rollback()
    assert found.level("wraparound", "shop") is Level.WARN, found.at(*Level)
    assert found.level("vacuum_horizon") is Level.WARN


def test_wraparound_near_the_end_as_the_catalogue_tells_it(server: PostgresServer) -> None:
    """The mark in pg_database is set back by hand: the ids themselves are not used up."""
    (row,) = server.sql("select datfrozenxid::text::bigint, txid_current() from pg_database where datname = 'template0'")
    kept, now = (int(str(value)) for value in row)

    def level_at(age: int) -> Level | None:
        mark = (now - age) % 2**32
        server.sql(f"update pg_database set datfrozenxid = '{mark}' where datname = 'template0'")
        return seen(server, "wraparound").level("wraparound", "template0")

    try:  # a database that takes no connections ages as well; autovacuum mends the mark within a second or two
        until(lambda: level_at(1_350_000_000) is Level.CRITICAL)
        until(lambda: level_at(1_100_000_000) is Level.WARN)
    finally:
        server.sql(f"update pg_database set datfrozenxid = '{kept}' where datname = 'template0'")


def test_a_superuser_without_password_and_trust_from_elsewhere(server: PostgresServer) -> None:
    server.sql("create role evil superuser login")
    rules = (server.data / "pg_hba.conf").read_text()
    try:
        (server.data / "pg_hba.conf").write_text(f"{rules}host all all 192.0.2.0/24 trust\nhost all all 0.0.0.0/0 md5\n")
        found = seen(server)
        assert found.level("roles", "evil") is Level.WARN, "a further superuser; its password is hidden"
        assert found.level("roles", "passwords") is Level.UNKNOWN
        assert found.level("hba", "host all all 192.0.2.0 255.255.255.0 trust") is Level.CRITICAL
        assert found.level("hba", "host all all 0.0.0.0 0.0.0.0 md5") is Level.WARN
        shown = seen(server, "roles", using=session(server, user="postgres", password=SECRET))
        assert shown.level("roles", "evil") is Level.CRITICAL
        assert shown.level("roles", "passwords") is None
        (server.data / "pg_hba.conf").write_text(f"{rules}host all all nonsense\n")
        assert Level.CRITICAL in seen(server, "hba").of("hba").values(), "a broken line"
    finally:
        (server.data / "pg_hba.conf").write_text(rules)
        server.sql("drop role evil")


def test_ten_thousand_sequences_do_not_use_up_the_locks_and_the_one_near_its_end_is_found(server: PostgresServer) -> None:
    parts = [
        f"do $$ begin for i in {k}..{k + 499} loop execute format('create sequence many.s%s', i); end loop; end $$"
        for k in range(1, 10_000, 500)
    ]
    near = "create table many.near (id serial primary key) with (autovacuum_enabled = off)"
    rows = "update pg_class set reltuples = 2000000000 where oid = 'many.near'::regclass"
    server.sql("create schema many", *parts, near, rows, "select setval('many.near_id_seq', 2000000000)")
    try:
        found = seen(server, "sequences")
        assert found.level("sequences", "postgres.many.near_id_seq") is Level.CRITICAL
        assert found.level("sequences", "postgres") is Level.UNKNOWN, "the others were not looked at"
        assert found["sequences", "postgres"].reason == "not_asked"
    finally:
        server.sql("update pg_class set reltuples = 0 where oid = 'many.near'::regclass", "drop table many.near")
        for k in range(1, 10_000, 500):
            drop = f"do $$ begin for i in {k}..{k + 499} loop execute format('drop sequence many.s%s', i); end loop; end $$"
            server.sql(drop)
        server.sql("drop schema many cascade")


def test_a_password_that_was_never_valid_or_always_is(server: PostgresServer) -> None:
    server.sql("create role never login valid until '-infinity'", "create role ever login valid until 'infinity'")
    try:
        found = seen(server, "roles")
        assert found.level("roles", "never") is Level.NOTICE, "its password has expired"
        assert "expired" in str(found.findings["roles", "never"].summary) + str(found.findings["roles", "never"].observed)
        assert found.level("roles", "ever") in {None, Level.OK}
        assert found.level("roles") is not Level.UNKNOWN
    finally:
        server.sql("drop role never", "drop role ever")


def test_a_database_that_was_dropped_half_is_said_once_and_darkens_nothing_else(server: PostgresServer) -> None:
    def dark() -> set[tuple[str, str]]:
        return {key for key, one in seen(server).findings.items() if one.level is Level.UNKNOWN}

    before = dark()
    server.sql("create database broken", "update pg_database set datconnlimit = -2 where datname = 'broken'")
    try:
        assert dark() == before
        assert seen(server, "database_size").level("database_size", "broken") is Level.WARN
    finally:
        server.sql("update pg_database set datconnlimit = -1 where datname = 'broken'", "drop database broken")


def test_a_page_that_the_storage_changed(server: PostgresServer) -> None:
    server.sql("create table pages as select i from generate_series(1, 3000) i", "checkpoint", database="rot")
    path = str(server.sql("select pg_relation_filepath('pages')", database="rot")[0][0])
    server.control("-m", "fast", "stop")
    with (server.data / path).open("r+b") as heap:
        heap.seek(8192 + 4000)
        heap.write(b"\xff\x00\xff\x00")
    server.control("start")
    with pytest.raises(psycopg2.Error, match="invalid page"):
        server.sql("select count(*) from pages", database="rot")
    found = Seen({}, [])
    until(lambda: _told(found := seen(server, "checksums")) or found.level("checksums") is Level.UNKNOWN)
    found = seen(server, "checksums")
    if server.major < 12:
        assert found.of("checksums") == {"": Level.UNKNOWN}, "before 12 the server counts none"
    else:
        assert found.of("checksums") == {"rot": Level.CRITICAL}
    with suppress(psycopg2.Error):
        server.sql("drop database rot")


def _told(found: Seen) -> bool:
    return Level.CRITICAL in found.of("checksums").values()


def test_without_its_rights_the_role_says_what_it_cannot_see(server: PostgresServer) -> None:
    server.sql(f"create role bare login password '{PASSWORD}'")
    server.sql("alter role bare set statement_timeout = '50ms'", "alter role bare set search_path = 'nowhere'")
    try:
        found = seen(server, using=session(server, user="bare"))
        dark = {check for (check, _subject), one in found.findings.items() if one.level is Level.UNKNOWN}
        assert {"connections", "transactions", "locks", "vacuum_horizon", "wal_space", "hba", "sequences"} <= dark
        wolves = found.at(Level.CRITICAL).keys() - {("version_support", "")}
        assert {check for check, _subject in wolves} <= {"broken_objects"}, found.at(Level.CRITICAL)
        assert all(one.remedy or one.observed for one in found.findings.values() if one.level is Level.UNKNOWN)
    finally:
        server.sql("drop role bare")
