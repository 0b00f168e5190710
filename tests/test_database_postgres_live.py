"""Real PostgreSQL of several majors, busy and healthy: every check answers as the monitoring role, and none cries wolf."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from checks.base import Level
from checks.database.postgres import CHECKS
from checks.database.postgres.replay import ReplayLimits
from checks.database.postgres.standbys import StandbyLimits
from checks.postgres_versions import ENDS_ON
from tests.peers.postgres import PostgresServer, of_major, postgres, standby
from tests.peers.postgres_majors import wanted
from tests.peers.postgres_monitor import monitor, seen

pytestmark = pytest.mark.peer
SECRET = "Superuser-0f-the-tests"
BAD = (Level.WARN, Level.CRITICAL, Level.UNKNOWN)


@pytest.fixture(scope="module", params=wanted())
def server(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    """A server as it should be: durable, with checksums, archiving, passwords, a Chinese database beside pgbench's."""
    found = of_major(request.param)
    if found is None:
        pytest.skip(f"no PostgreSQL {request.param} was fetched")
    settings = {"fsync": "on", "archive_mode": "on", "archive_command": "'mkdir -p ../kept && cp %p ../kept/%f'"}
    settings |= {"wal_keep_segments" if request.param < 13 else "wal_keep_size": "4" if request.param < 13 else "64MB"}
    settings |= {"checkpoint_timeout": "30s", "max_wal_size": "1GB", "autovacuum_naptime": "1s"}
    with postgres(found, settings, ("-k",), password=SECRET) as made:
        made.sql('create database "订单库"', "create database bench")
        made.sql(
            'create schema "中文 模式"',
            'create table "中文 模式"."客户" (id serial primary key, "姓名" text)',
            'insert into "中文 模式"."客户" ("姓名") select md5(i::text) from generate_series(1, 2000) i',
            database="订单库",
        )
        monitor(made, "bench", "订单库")
        pgbench(made, "-q", "-i", "-s", "2").wait()
        made.sql("alter table pgbench_history add column id bigserial primary key", database="bench")
        made.sql("select pg_switch_wal()")
        yield made


def pgbench(server: PostgresServer, *words: str) -> "subprocess.Popen[bytes]":
    program = shutil.which("pgbench")
    if program is None:
        pytest.skip("no pgbench is installed")
    where = ("-h", str(server.folder), "-p", str(server.port), "-U", "postgres", "bench")
    return subprocess.Popen(
        [program, *words, *where],
        env={"PGPASSWORD": SECRET, "PATH": "/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def stated(server: PostgresServer) -> set[tuple[str, str]]:
    """What is not well with every test server of this major, and rightly said."""
    told = {("roles", "passwords")}  # the monitoring role cannot read pg_authid, and should not
    if server.major < 12:
        told.add(("checksums", ""))  # failures are counted from 12 on
    if ENDS_ON[server.major] < datetime.now(UTC).date():
        told.add(("version_support", ""))
    return told


def test_a_busy_healthy_server_raises_no_false_alarm(server: PostgresServer) -> None:
    busy = pgbench(server, "-n", "-c", "6", "-j", "2", "-T", "4")
    try:
        time.sleep(1)
        found = seen(server)
        assert busy.poll() is None, "it was busy to the end"
    finally:
        busy.wait()
    bad = {key: words for key, words in found.at(*BAD).items() if key not in stated(server)}
    assert bad == {}
    asked = {one.id.removeprefix("database.postgres.") for one in CHECKS} - {"server_log", "base_backups"}  # of its host
    assert {check for check, _subject in found.findings} >= asked
    assert {"bench", "postgres", "订单库"} <= found.of("sequences").keys()
    assert found.level("archiving") is Level.OK
    assert " ERROR: " not in server.log.read_text(), "no statement of ours leaves a line in the customer's log"


def test_a_standby_that_follows_raises_no_false_alarm_on_either_side(server: PostgresServer) -> None:
    with standby(server, slot="standby1") as follower:
        busy = pgbench(server, "-n", "-c", "2", "-T", "3")
        try:
            settled(server)
            here, there = seen(server), seen(follower)
        finally:
            busy.wait()
        assert {key: words for key, words in here.at(*BAD).items() if key not in stated(server)} == {}
        bad = {key for key in there.at(*BAD) if key not in stated(server)}
        untold = {"table_bloat", "index_bloat", "dead_tuples", "stale_statistics"}
        assert {check for check, _subject in bad} <= untold, there.at(*BAD)
        assert {there.level(*key) for key in bad} <= {Level.UNKNOWN}, "counters of changes are the primary's"
        assert here.level("standbys", "standby1") is Level.OK
        assert here.level("replication_slots", "standby1") is Level.OK
        assert there.level("replay") is Level.OK
        faults_of_a_standby(server, follower)
    missing = seen(server, "standbys", {"standbys": StandbyLimits(expected=("standby1",))})
    assert missing.level("standbys", "standby1") is Level.CRITICAL, "a stopped standby leaves no row"
    server.sql("select pg_drop_replication_slot('standby1')")


def settled(server: PostgresServer) -> None:
    """Wait until a standby streams and has come near."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        rows = server.sql("select 1 from pg_stat_replication where state = 'streaming' and replay_lsn is not null")
        if rows:
            return
        time.sleep(0.1)
    raise AssertionError(server.sql("select * from pg_stat_replication"))


def faults_of_a_standby(server: PostgresServer, follower: PostgresServer) -> None:
    """Replay that is paused, on the standby and as its primary sees it."""
    follower.sql("select pg_wal_replay_pause()")
    server.sql("create table lag as select i from generate_series(1, 300000) i", database="bench")
    time.sleep(0.5)
    assert seen(follower, "replay").level("replay") is Level.WARN
    behind = seen(server, "standbys", {"standbys": StandbyLimits(warn_bytes=2**20, critical_bytes=2**30)})
    assert behind.level("standbys", "standby1") is Level.WARN, behind.at(*Level)
    follower.sql("select pg_wal_replay_resume()")
    until = time.monotonic() + 20
    while (replay := seen(follower, "replay", {"replay": ReplayLimits(warn_seconds=20)})).level("replay") is not Level.OK:
        assert time.monotonic() < until, replay.at(*Level)
        time.sleep(0.2)
