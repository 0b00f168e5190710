"""Where another tool (check_postgres, as Debian has it) is wrong, beside what we say of the same server."""

import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from checks.base import Level
from checks.database.postgres.index_bloat import IndexBloatLimits
from checks.database.postgres.table_bloat import TableBloatLimits
from tests.peers.postgres import HOST, PostgresServer, debian_binaries, postgres
from tests.peers.postgres_monitor import PASSWORD, monitor, seen

pytestmark = pytest.mark.peer
SECRET = "Superuser-0f-the-tests"
BLOATED = {"table_bloat": TableBloatLimits(warn_bytes=2**20)}


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    if debian_binaries() is None or shutil.which("check_postgres") is None:
        pytest.skip("no PostgreSQL or no check_postgres of Debian's is installed")
    with postgres(settings={"max_wal_size": "1GB", "autovacuum_naptime": "1h"}, options=("-k",), password=SECRET) as made:
        made.sql("create database shop")
        monitor(made, "shop")
        made.sql(
            "create schema s",
            "create table s.churn (id int primary key, t text)",
            "insert into s.churn select i, repeat('x', 80) from generate_series(1, 200000) i",
            "delete from s.churn where id % 5 <> 0",
            "create sequence s.big as bigint",
            "create table s.orders (id int default nextval('s.big'))",
            f"select setval('s.big', {int(0.98 * 2**31)})",
            "create table s.small (id smallserial)",
            "select setval('s.small_id_seq', 32000)",
            "create sequence s.down increment -1 minvalue -100 maxvalue -1 start -1",
            "select setval('s.down', -90)",
            database="shop",
        )
        made.sql("vacuum analyze s.churn", database="shop")
        made.sql("analyze s.churn", database="shop")
        yield made


def other(server: PostgresServer, action: str, *more: str, user: str = "xunjian") -> str:
    """What check_postgres says: one line, which begins with its action and verdict."""
    password = PASSWORD if user == "xunjian" else SECRET
    words = ["check_postgres", f"--action={action}", f"--host={HOST}", f"--port={server.port}", f"--dbuser={user}", *more]
    variables = {"PGPASSWORD": password, "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    said = subprocess.run(words, env=variables, capture_output=True, text=True, check=False, timeout=100, cwd="/tmp")
    return said.stdout + said.stderr


def test_bloat_is_hidden_from_the_monitoring_role_and_called_fine(server: PostgresServer) -> None:
    limits = ("--dbname=shop", "--warning=1 MB", "--critical=100 GB")
    assert " OK:" in other(server, "bloat", *limits), "4/5 of the table are waste"
    assert "s.churn" in other(server, "bloat", *limits, user="postgres"), "a superuser is told"
    assert seen(server, "table_bloat", BLOATED).level("table_bloat", "shop.s.churn") is Level.WARN
    server.sql("revoke all on xunjian.column_width from xunjian", database="shop")
    try:
        without = seen(server, "table_bloat", BLOATED)
    finally:
        server.sql("grant select on xunjian.column_width to xunjian", database="shop")
    assert without.level("table_bloat", "shop") is Level.UNKNOWN
    assert "table_bloat" not in {check for check, _subject in without.at(Level.WARN)}


def test_sequences_that_may_not_be_seen_are_called_fine(server: PostgresServer) -> None:
    said = other(server, "sequence", "--dbname=shop")
    assert " OK:" in said, said
    found = seen(server, "sequences").of("sequences")
    assert found["shop.s.big"] is Level.CRITICAL
    assert found["shop.s.small_id_seq"] is Level.CRITICAL
    assert found["shop.s.down"] is Level.CRITICAL
    server.sql("drop function xunjian.seq_last(oid)", database="shop")
    try:
        assert seen(server, "sequences").level("sequences", "shop") is Level.UNKNOWN
    finally:
        server.sql(
            "create function xunjian.seq_last(oid) returns bigint language sql stable security definer "
            "set search_path = pg_catalog as 'select pg_sequence_last_value($1)'",
            database="shop",
        )


def test_even_a_superuser_is_told_the_wrong_share_of_two_kinds_of_sequence(server: PostgresServer) -> None:
    said = other(server, "sequence", "--dbname=shop", user="postgres")
    assert "s.small_id_seq=98%" in said, said
    assert "s.big=0%" in said, "it feeds an int column that is full at 2 147 483 647"
    assert "s.down=1" in said, "a descending one is counted from the wrong end"
    assert "s.down=9" not in said


def test_a_healthy_number_of_wal_files_is_called_critical(server: PostgresServer) -> None:
    server.sql("create table fill as select i, repeat('y', 200) as t from generate_series(1, 1000000) i", "drop table fill")
    said = other(server, "wal_files", "--warning=10", "--critical=15", user="postgres")
    assert "CRITICAL" in said, said
    assert seen(server, "wal_space").level("wal_space") is Level.OK, "less than max_wal_size"


def test_a_database_that_takes_no_connections_is_left_out_of_wraparound(server: PostgresServer) -> None:
    server.sql("create database closed", "update pg_database set datallowconn = false where datname = 'closed'")
    (row,) = server.sql("select datfrozenxid::text::bigint, txid_current() from pg_database where datname = 'closed'")
    mark = (int(str(row[1])) - 1_350_000_000) % 2**32
    server.sql(f"update pg_database set datfrozenxid = '{mark}' where datname = 'closed'")
    try:
        assert " OK:" in other(server, "txn_wraparound", user="postgres")
        assert seen(server, "wraparound").level("wraparound", "closed") is Level.CRITICAL
    finally:
        server.sql(f"update pg_database set datfrozenxid = '{row[0]}', datallowconn = true where datname = 'closed'")
        server.sql("drop database closed")


def test_ids_that_autovacuum_deals_with_are_called_critical_all_the_same() -> None:
    """At 97 % of autovacuum_freeze_max_age the server is about to do its daily work: 195 of 2147 million ids are used."""
    if debian_binaries() is None or shutil.which("check_postgres") is None:
        pytest.skip("no PostgreSQL or no check_postgres of Debian's is installed")
    used, segment_ids = 195_000_000, 32 * 32_768
    with postgres(password=SECRET) as made:
        monitor(made)
        made.control("-m", "fast", "stop")
        made.put(f"pg_xact/{used // segment_ids:04X}", bytes(8192 * 32))
        made.run("pg_resetwal", "-x", str(used))
        made.control("start")
        said = other(made, "autovac_freeze", user="postgres")
        assert "CRITICAL" in said, said
        found = seen(made, "wraparound").of("wraparound")
        assert found == dict.fromkeys(("postgres", "template0", "template1"), Level.OK)


def test_the_bloat_of_a_narrow_index_on_a_wide_table_is_not_seen(server: PostgresServer) -> None:
    """It reckons an index as if it held every column of the table ("very rough", as its source says)."""
    server.sql(
        "create table s.wide (id int, t text, u text)",
        "insert into s.wide select i, repeat('w', 30), repeat('u', 30) from generate_series(1, 600000) i",
        "create unique index wide_id on s.wide (id)",
        "delete from s.wide where id % 4 <> 0",
        database="shop",
    )
    server.sql("vacuum analyze s.wide", database="shop")
    server.sql("analyze s.wide", database="shop")
    said = other(server, "bloat", "--dbname=shop", "--warning=1 MB", "--critical=100 GB", user="postgres")
    assert "s.wide" in said, "the table's bloat it sees"
    told = int(found[1]) if (found := re.search(r"wide_id=([0-9]+)B", said)) else 0
    limits = {"index_bloat": IndexBloatLimits(warn_bytes=2**20)}
    ours = seen(server, "index_bloat", limits)["index_bloat", "shop.s.wide_id"]
    assert ours.level is Level.WARN
    assert told < ours.measures["wasted_bytes"] / 2, said


def test_ids_that_are_really_used_up_are_told_earlier() -> None:
    """pg_resetwal moves the next transaction id on by 1.25 billion, with the log of commits that belongs to it."""
    if debian_binaries() is None or shutil.which("check_postgres") is None:
        pytest.skip("no PostgreSQL or no check_postgres of Debian's is installed")
    used, segment_ids = 1_250_000_000, 32 * 32_768
    settings = {"autovacuum_freeze_max_age": "2000000000"}  # else the server mends it within a second
    with postgres(settings=settings, password=SECRET) as made:
        monitor(made)
        made.control("-m", "fast", "stop")
        made.put(f"pg_xact/{used // segment_ids:04X}", bytes(8192 * 32))
        made.run("pg_resetwal", "-x", str(used))
        made.control("start")
        assert " OK:" in other(made, "txn_wraparound", user="postgres")
        found = seen(made, "wraparound").of("wraparound")
        assert found == dict.fromkeys(("postgres", "template0", "template1"), Level.WARN)
