"""Real PostgreSQL with faults in its tables, indexes, keys and parts: each found, and the estimates beside the truth."""

import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import psycopg2
import pytest

from agent.catalogue import CHECKS
from agent.rights.grants_postgres import darkens, script
from checks.base import Change, Finding, Level, Scene, Then
from checks.database.postgres.table_bloat import TableBloatLimits
from checks.database.postgres.unused_indexes import UNUSED_INDEXES
from collectors.base import Absent, Collector, EachDatabase, Listing, Question, Statement
from collectors.evidence import read
from collectors.facts.postgres.bloat import Doubt, Room, Rooms
from collectors.postgres import COLLECTORS
from collectors.postgres.rooms import ROOMS_HELPER_POSTGRES, ROOMS_STATISTICS_POSTGRES
from collectors.postgres.statements import STATEMENT_TEXTS_POSTGRES, STATEMENTS_POSTGRES
from collectors.postgres.uses import USES_POSTGRES
from config.limits import Layered
from tests.peers.asked import judged
from tests.peers.postgres import PostgresServer, debian_binaries, of_major, postgres, standby
from tests.peers.postgres_majors import wanted
from tests.peers.postgres_monitor import monitor, seen, session

pytestmark = pytest.mark.peer
F = TypeVar("F")
MIB = 2**20
SETTINGS = {"autovacuum": "off", "shared_preload_libraries": "'pg_stat_statements'", "wal_level": "logical"}
OUTSIDER = "create role outsider login password 'Quite-a-long-0ne-for-tests'"
TRUTH = (
    ("narrow", "(id int8, v int4)", "i, i", 400_000),
    ("gaps", "(a int4, b int8, c int2, d int8)", "i, i, 1, i", 300_000),
    ("churny", "(id int primary key, t text)", "i, repeat('x', 80)", 300_000),
    ("inline", "(id int primary key, t text)", "i, repeat('y', 1 + i % 300)", 100_000),
    ("nulls", "(id int, a numeric, b text, c json)", "i, null, null, null", 350_000),
    ("half_null", "(id int, a numeric, b text)", "i, case when i % 2 = 0 then i end, repeat('z', i % 40)", 350_000),
    ("filled_to_70", "(id int, t text) with (fillfactor = 70)", "i, repeat('y', 60)", 200_000),
    ("stale", "(id int, t text)", "i, 'x'", 350_000),
)
"""Tables with what they hold; of churny four in five rows are deleted, of stale all changed after the analyse."""


def asked(server: PostgresServer, one: Collector[Any, F], user: str = "xunjian") -> F:
    """Facts of one collector of a real server."""
    using = session(server, user=user)
    using.connect()
    try:
        ((_question, reply),) = using.ask([Question(one.id, one.ask)])
    finally:
        using.close()
    assert isinstance(reply, bytes), reply
    return one.parse(read(one.ask, reply))


@pytest.fixture(scope="module")
def bloated() -> Iterator[PostgresServer]:
    with postgres(debian_binaries(), SETTINGS) as made:
        made.sql("create database shop", OUTSIDER)
        monitor(made, "shop")
        made.sql("create extension pgstattuple", "create schema s", database="shop")
        for name, columns, values, count in TRUTH:
            made.sql(
                f"create table s.{name} {columns}",
                f"insert into s.{name} select {values} from generate_series(1, {count}) i",
                database="shop",
            )
        made.sql("delete from s.churny where id % 5 <> 0", database="shop")
        made.sql("vacuum analyze", database="shop")  # a session's counters come at its end: in one they would come after it
        made.sql("update s.stale set t = repeat('z', 60)", "vacuum s.stale", database="shop")
        time.sleep(0.7)  # the counters of changes reach the shared statistics when the session ends
        yield made


def rooms(
    server: PostgresServer, one: Collector[Any, Listing[Rooms]] = ROOMS_HELPER_POSTGRES, user: str = "xunjian"
) -> dict[str, Room]:
    found = asked(server, one, user)
    of = next(record for record in found.records if record.database == "shop")
    return {room.name: room for room in (*of.tables, *of.indexes)}


def test_the_estimate_stands_near_the_truth_of_pgstattuple(bloated: PostgresServer) -> None:
    """Measured on 15.18: at most 6 points too high where nothing is wasted (averages of nulls), 3 where four fifths are."""
    found = rooms(bloated)
    for name, _columns, _values, _count in TRUTH:
        if name == "stale":
            continue
        truth = bloated.sql(
            f"select (dead_tuple_len + free_space)::float8 / table_len from pgstattuple('s.{name}')", database="shop"
        )[0][0]
        assert isinstance(truth, float)
        if name == "filled_to_70":
            truth -= 0.3  # left free on purpose
        one = found[f"s.{name}"]
        assert one.doubt is Doubt.NONE, name
        assert one.wasted_ratio == pytest.approx(truth, abs=0.07), name


def test_stale_statistics_give_no_estimate(bloated: PostgresServer) -> None:
    assert rooms(bloated)["s.stale"].doubt is Doubt.STALE


def test_a_primary_key_after_deletes_is_nearly_empty(bloated: PostgresServer) -> None:
    """Leaf pages of pgstatindex are 18 % full; an index stands at 90 % when new, so four fifths are wasted."""
    density = bloated.sql("select avg_leaf_density from pgstatindex('s.churny_pkey')", database="shop")[0][0]
    bloated.sql("reindex index s.inline_pkey", database="shop")
    ratios = _index_ratios(bloated)
    assert ratios["s.churny_pkey"] == pytest.approx(1 - float(str(density)) / 90, abs=0.03)
    assert ratios["s.inline_pkey"] == pytest.approx(0, abs=0.03)


def _index_ratios(server: PostgresServer) -> dict[str, float]:
    """Of indexes of any size: the statement's own bound of 10 MiB is taken down."""
    ask = ROOMS_HELPER_POSTGRES.ask
    assert isinstance(ask, EachDatabase)
    small = replace(ask.ask, statements=tuple(_small(one) for one in ask.ask.statements))
    found = asked(server, replace(ROOMS_HELPER_POSTGRES, ask=replace(ask, ask=small)))
    of = next(record for record in found.records if record.database == "shop")
    return {room.name: room.wasted_ratio for room in of.indexes}


def _small(one: Statement) -> Statement:
    return replace(one, text=one.text.replace(">= 10485760", ">= 1048576"))


def test_without_the_helper_a_large_table_is_not_inspected_and_never_fine(bloated: PostgresServer) -> None:
    """Other tools take 2048 bytes for widths that they may not see, and say that all is well."""
    limits = {"table_bloat": TableBloatLimits(warn_bytes=10 * MIB)}
    bad = seen(bloated, "table_bloat", limits)
    assert bad.level("table_bloat", "shop.s.churny") is Level.WARN
    assert bad.level("table_bloat", "shop.s.stale") is Level.UNKNOWN
    without = seen(bloated, "table_bloat", limits, session(bloated, user="outsider"))
    assert without.of("table_bloat") == {"postgres": Level.OK, "shop": Level.UNKNOWN}
    assert "--grants" in str(without["table_bloat", "shop"].remedy)


def test_who_may_read_the_tables_needs_no_helper(bloated: PostgresServer) -> None:
    bloated.sql("grant usage on schema s to outsider", "grant select on s.churny to outsider", database="shop")
    found = rooms(bloated, ROOMS_STATISTICS_POSTGRES, "outsider")
    assert found["s.churny"].wasted_ratio == pytest.approx(rooms(bloated)["s.churny"].wasted_ratio)
    assert found["s.narrow"].doubt is Doubt.HIDDEN


def test_a_database_without_the_helper_puts_no_error_into_the_servers_log(bloated: PostgresServer) -> None:
    bloated.sql("create database bare")
    found = asked(bloated, ROOMS_HELPER_POSTGRES)
    assert {one.database: one.is_through_helper for one in found.records} == {"bare": False, "postgres": True, "shop": True}
    assert "column_width" not in (bloated.folder / "server.log").read_text()


def test_a_table_held_exclusively_holds_nothing_up(bloated: PostgresServer) -> None:
    """Held, and waited for by somebody else: neither the sizes nor the widths wait behind it."""
    holder = _connected(bloated)
    holder.cursor().execute("lock table s.churny in access exclusive mode")
    reader = _connected(bloated)
    reader.cursor().execute("select 1 from s.narrow limit 1")  # holds a share
    waiting = threading.Thread(target=_locked, args=(bloated, "s.narrow"), daemon=True)
    waiting.start()
    time.sleep(0.5)
    try:
        found = seen(bloated, "*")
        slow = [one for one in found.findings.values() if one.level is Level.UNKNOWN and one.reason == "timeout"]
        assert slow == []
        assert found.level("largest_tables", "shop") is Level.OK
        assert rooms(bloated)["s.churny"].doubt is Doubt.LOCKED
        assert rooms(bloated)["s.narrow"].doubt is Doubt.LOCKED
    finally:
        holder.close()
        reader.close()
        waiting.join(10)


def _connected(server: PostgresServer) -> "psycopg2.extensions.connection":
    return psycopg2.connect(host=str(server.folder), port=server.port, user="postgres", dbname="shop")


def _locked(server: PostgresServer, name: str) -> None:
    with suppress(psycopg2.Error):
        server.sql("begin", f"lock table {name} in access exclusive mode", "rollback", database="shop")


# -- design, on several majors ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=wanted())
def careless(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    """A shop whose tables want something done, and beside each the one that is in order."""
    found = of_major(request.param)
    if found is None:
        pytest.skip(f"no PostgreSQL {request.param} was fetched")
    with postgres(found, SETTINGS) as made:
        made.sql("create database shop", OUTSIDER)
        monitor(made, "shop")
        made.sql(*_STATEMENTS, database="shop")
        if request.param >= 11:
            made.sql(
                "create table s.log_rest partition of s.log default",
                "insert into s.log values ('2001-01-01', 1)",
                "create index child_inc on s.child (id) include (n)",
                database="shop",
            )
        made.sql("vacuum analyze", "create publication p for table s.keyless", database="shop")
        made.sql("select pg_create_logical_replication_slot('debezium', 'test_decoding')", database="shop")
        time.sleep(0.7)
        yield made


_STATEMENTS = (
    "create schema s",
    "create extension pg_stat_statements schema s",
    "grant usage on schema s to xunjian, outsider",
    "create table s.parent (id int primary key, k int, unique (id, k))",
    "insert into s.parent select i, i from generate_series(1, 1000) i",
    "create table s.child (id int primary key, n int references s.parent (id), t text)",
    "insert into s.child select i, 1 + i % 900, md5(i::text) from generate_series(1, 300000) i",
    "create index child_partial on s.child (n) where n > 10",
    "create index child_t on s.child (t)",
    "create index child_t_twice on s.child (t)",
    "create index child_t_id on s.child (t, id)",
    "create index child_pattern on s.child (t text_pattern_ops)",
    "create index child_desc on s.child (t desc)",
    "create unique index child_id on s.child (id)",
    "create table s.child2 (id int primary key, a int, b int, t text, foreign key (a, b) references s.parent (id, k))",
    "insert into s.child2 select i, 1 + i % 900, 1 + i % 900, repeat('x', 60) from generate_series(1, 150000) i",
    "create index child2_b_a on s.child2 (b, a, id)",
    "create table s.child3 (id int primary key, n int references s.parent (id), t text)",
    "insert into s.child3 select i, 1 + i % 900, repeat('x', 60) from generate_series(1, 150000) i",
    "create index child3_n on s.child3 (n) where n is not null",
    "delete from s.parent where id > 950",
    "create table s.keyless (a int)",
    "insert into s.keyless values (1)",
    "create unlogged table s.notes (id int primary key)",
    "create table s.log (at timestamptz, n int) partition by range (at)",
    "create table s.log1 partition of s.log for values from ('2020-01-01') to ('2020-02-01')",
    "create table s.worded (day text) partition by range (day)",
    "create table s.worded1 partition of s.worded for values from ('2020-00-00') to ('2020-99-99')",
    "create table s.endless (at date) partition by range (at)",
    "create table s.endless1 partition of s.endless for values from ('2020-01-01') to (maxvalue)",
)


def test_needless_indexes_are_found_and_those_that_only_look_so_are_not(careless: PostgresServer) -> None:
    found = seen(careless, "duplicate_indexes").of("duplicate_indexes")
    needless = {subject.split()[-1] for subject, level in found.items() if level is Level.NOTICE}
    assert needless >= {"child_t", "child_t_twice"}
    assert not needless & {"child_t_id", "child_pattern", "child_desc", "child_pkey", "child_partial"}


def test_foreign_keys_without_an_index(careless: PostgresServer) -> None:
    found = seen(careless, "foreign_keys").of("foreign_keys")
    assert {subject: level for subject, level in found.items() if "s.child" in subject} == {
        "shop.s.child child_n_fkey": Level.WARN
    }


def test_keys_logs_and_parts(careless: PostgresServer) -> None:
    found = seen(careless)
    assert found.level("primary_keys", "shop.s.keyless") is Level.WARN
    assert found.level("unlogged_tables", "shop") is Level.NOTICE
    assert found.level("partitions", "shop.s.log") is (Level.NOTICE if careless.major < 11 else Level.WARN)
    assert "shop.s.endless" not in found.of("partitions")
    assert "shop.s.worded" not in found.of("partitions")  # a text that looks like a date and is none
    assert found.level("oldest_tables", "shop") is Level.OK
    assert found.level("collation_versions", "shop") is Level.OK
    assert found.level("top_statements") is Level.OK
    assert found.level("tuning_settings", "idle_in_transaction_session_timeout") is Level.NOTICE
    assert any("child" in row[1] for one in found.exhibits for row in one.rows if isinstance(row[1], str))


def test_an_update_of_a_published_table_without_key_does_fail(careless: PostgresServer) -> None:
    """What the check says would happen, happens."""
    with pytest.raises(psycopg2.Error, match="replica identity"):
        careless.sql("update s.keyless set a = 2", database="shop")


def test_each_statement_of_each_collector_runs_as_the_monitoring_role(careless: PostgresServer) -> None:
    for one in COLLECTORS:
        if not isinstance(one, Collector) or one.id == "postgres.extensions":  # 10's package has a broken control file
            continue
        facts: object = ()
        with suppress(Absent):  # of a version that has no such thing, of a server that is no standby
            facts = asked(careless, one)
        assert not [u for u in getattr(facts, "unseen", ()) if u.subject == "shop"], one.id


def test_literals_and_passwords_stay_on_the_server(careless: PostgresServer) -> None:
    careless.sql(
        "create role masked password 'S3cret-of-masked'",
        "alter role masked password $x$An0ther-secret$x$ connection limit 4711",
        "do $$ begin perform 'S3cret-in-block'; end $$",
        "select count(*) from generate_series(1, 90001) g where g::text = '330106199001011234' /* S3cret-comment */",
        database="shop",
    )
    words = str(asked(careless, STATEMENT_TEXTS_POSTGRES))
    for secret in ("S3cret", "An0ther", "4711", "330106199001011234", "90001"):
        assert secret not in words


def test_statements_of_others_are_hidden_from_an_account_without_pg_monitor(careless: PostgresServer) -> None:
    found = seen(careless, "top_statements", using=session(careless, user="outsider"))
    assert found.level("top_statements") is Level.UNKNOWN
    assert "pg_monitor" in str(found["top_statements", ""].remedy)


def test_numbers_of_statements_add_up(careless: PostgresServer) -> None:
    found = asked(careless, STATEMENTS_POSTGRES)
    assert found.count >= len(found.statements) > 5
    assert sum(one.total_seconds for one in found.statements) <= found.total_seconds * 1.001
    assert (found.left_out_count is None) is (careless.major < 14)


def test_an_index_that_is_used_between_two_inspections(careless: PostgresServer) -> None:
    careless.sql("update pg_class set relpages = 2000 where relname in ('child_t_id', 'child_desc')", database="shop")
    before = asked(careless, USES_POSTGRES)
    careless.sql("set enable_seqscan = off", "select count(*) from s.child where n > 800", database="shop")
    names = {one.name for record in before.records for one in record.indexes}
    assert {"s.child_t_id", "s.child_desc"} <= names
    assert "s.child_pkey" not in names
    scene = Scene(at=datetime.now(UTC))
    then = Then(before, scene.at - timedelta(days=31))
    found = _judged(UNUSED_INDEXES, asked(careless, USES_POSTGRES), then, scene)
    assert found["shop.s.child_t_id"] is Level.NOTICE
    careless.sql("select pg_stat_reset()", database="shop")
    time.sleep(0.7)
    assert _judged(UNUSED_INDEXES, asked(careless, USES_POSTGRES), then, scene)["shop"] is Level.UNKNOWN


def test_an_index_that_only_a_standbys_queries_use_is_said_with_the_standby(careless: PostgresServer) -> None:
    careless.sql("update pg_class set relpages = 2000 where relname = 'child_t_id'", database="shop")
    with standby(careless, "reporting") as follower:
        _until(lambda: bool(careless.sql("select 1 from pg_stat_replication where state = 'streaming'")))
        before, there = asked(careless, USES_POSTGRES), asked(follower, USES_POSTGRES)
        query = "select count(*) from s.child where t = 'x' and id = 5"
        follower.sql("set enable_seqscan = off", *[query] * 3, database="shop")
        scene = Scene(at=datetime.now(UTC))
        month = scene.at - timedelta(days=31)
        now = asked(careless, USES_POSTGRES)
        said = UNUSED_INDEXES.judge(now, Then(before, month), Layered(UNUSED_INDEXES.limits), scene)
        (mine,) = (one for one in said if isinstance(one, Finding) and one.subject == "shop.s.child_t_id")
        assert mine.level is Level.NOTICE, "the primary knows nothing of the standby's queries"
        assert "1 standby(s) may use it" in str(mine.observed)
        elsewhere = _judged(UNUSED_INDEXES, asked(follower, USES_POSTGRES), Then(there, month), scene)
        assert elsewhere["shop"] is Level.ABSENT, "and the standby says that it is judged there"


def _until(look: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not look():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.2)


def _judged(check: Change[Any, Any], now: object, then: Then[Any], scene: Scene) -> dict[str, Level]:
    found = check.judge(now, then, Layered(check.limits), scene)
    return {one.subject: one.level for one in found if isinstance(one, Finding)}


def test_the_second_inspection_of_a_quiet_server_finds_nothing_new(careless: PostgresServer) -> None:
    changes = [one for one in CHECKS if isinstance(one, Change) and one.id.startswith("database.postgres.")]
    by_kind = {one.provides.name: one for one in COLLECTORS if isinstance(one, Collector)}
    scene = Scene(at=datetime.now(UTC))
    for check in changes:
        if check.needs.name not in by_kind:
            continue
        one = by_kind[check.needs.name]
        before, now = asked(careless, one), asked(careless, one)
        levels = set(_judged(check, now, Then(before, scene.at - timedelta(days=31)), scene).values())
        assert levels <= {Level.OK, Level.NOTICE, Level.ABSENT}, check.id


# -- the script of rights --------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("psql") is None, reason="no psql is installed")
def test_the_script_of_rights_runs_twice_over_databases_and_opens_what_it_says() -> None:
    with postgres(debian_binaries()) as made:
        made.sql("create database shop")
        _psql(made, "postgres", script())
        part = script()[script().index("-- ---- part 2") : script().index("-- ---- part 3")]
        _psql(made, "shop", part)
        _psql(made, "shop", part)  # again, after an upgrade of the helper
        made.sql("alter role xunjian password 'Quite-a-long-0ne-for-tests'")
        found = seen(made)
        missing = {key for key, one in found.findings.items() if one.level is Level.UNKNOWN}
        assert missing <= {("roles", "passwords")}


def test_a_grant_that_is_revoked_darkens_what_the_table_says() -> None:
    """Of pg_monitor; sizes are hidden only where connect was revoked too."""
    partly = {f"database.postgres.{name}" for name in ("database_growth", "database_size", "tablespaces")}
    settings = {"archive_mode": "on", "archive_command": "'true'", "shared_preload_libraries": "'pg_stat_statements'"}
    with postgres(debian_binaries(), settings) as made:
        made.sql("create database shop")
        monitor(made, "shop")
        made.sql("create extension pg_stat_statements", database="shop")
        before = _dark(made)
        made.sql("revoke pg_monitor from xunjian")
        assert _dark(made) - before == set(darkens["pg_monitor"]) - partly


def _dark(server: PostgresServer) -> set[str]:
    """Checks of one moment; those that compare two are dark where the checks of the same facts are."""
    found = [
        *judged(session(server), "postgres", "database.postgres.*")[0].items(),
        *judged(session(server), "postgres", "security.postgres.*")[0].items(),
    ]
    dark = {check for (check, _subject), one in found if one.level is Level.UNKNOWN}
    return {check for check in dark if ".changed_" not in check}


def _psql(server: PostgresServer, database: str, words: str) -> None:
    psql = shutil.which("psql")
    assert psql is not None
    subprocess.run(
        [psql, "-X", "-v", "ON_ERROR_STOP=1", "-h", str(server.folder), "-p", str(server.port), "-U", "postgres", database],
        input=words,
        text=True,
        check=True,
        capture_output=True,
        timeout=30,
    )
