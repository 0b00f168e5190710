"""PostgreSQL that refuses, hangs, restarts, lies or is strange: each its own UNKNOWN with a remedy, the rest judged."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
import yaml

from checks.base import Level
from collectors.base import Question, Reason, SessionError, sql
from collectors.sessions.base import Budget
from collectors.sessions.login import CredentialRefused
from collectors.sessions.notices import Cost
from collectors.sessions.postgres import PostgresDialect
from collectors.sessions.postgres_settings import LOCK_MILLISECONDS
from collectors.sessions.sql import SqlSession
from config.secrets import Secret
from config.site import SqlAccess
from tests.peers.asked import judged
from tests.peers.pgbouncer import pooler
from tests.peers.postgres import HOST, PostgresServer, of_major, postgres
from tests.peers.postgres_monitor import PASSWORD, Seen, monitor, seen, session
from tests.peers.postgres_stub import ERROR, message, row, stub
from tests.peers.sshd import free_port
from tests.program import xunjian

pytestmark = pytest.mark.peer
SECRET = "Superuser-0f-the-tests"
NAMES = ('we"ird db', "quote'd; drop", "back\\slash", "a=b host=nowhere", "postgresql://nowhere/x", "two\nlines", "订单 库")


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with a_server(18) as made:
        monitor(made)
        yield made


@contextmanager
def a_server(major: int, **settings: str) -> Iterator[PostgresServer]:
    found = of_major(major)
    if found is None:
        pytest.skip(f"no PostgreSQL {major} was fetched")
    more = {"log_connections": "on", "log_line_prefix": "'%m [%p] %u@%d '", **settings}
    with postgres(found, more, password=SECRET) as made:
        yield made


@dataclass
class Disturbed:
    """A session during which something happens, right after the answers to some questions."""

    session: SqlSession
    after: Mapping[str, Callable[[], object]]

    def connect(self) -> None:
        self.session.connect()

    def close(self) -> None:
        self.session.close()

    @property
    def costs(self) -> Sequence[Cost]:
        return self.session.costs

    @property
    def transport(self) -> Mapping[str, str]:
        return self.session.transport

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        for question, reply in self.session.ask(questions):
            yield question, reply
            self.after.get(question.id, lambda: None)()


def disturbed(asked: SqlSession, **after: Callable[[], object]) -> Seen:
    acts = {f"postgres.{name}": act for name, act in after.items()}
    findings, exhibits = judged(Disturbed(asked, acts), "postgres", "database.postgres.*")
    return Seen({(check.removeprefix("database.postgres."), s): one for (check, s), one in findings.items()}, exhibits)


def dark(found: Seen) -> set[str]:
    """Checks with something that was not inspected; each says why, and what would open it."""
    unknown = {key: one for key, one in found.findings.items() if one.level is Level.UNKNOWN}
    assert all(one.reason for one in unknown.values())
    assert [key for key, one in unknown.items() if one.remedy is None and one.reason != "no_record"] == []
    return {check for check, _subject in unknown}


def statement(asked: SqlSession, text: str, seconds: int = 1) -> str:
    """Run one statement of the test's own through the session; the reply as it came."""
    with closing(asked):
        asked.connect()
        ((_question, reply),) = asked.ask([Question("test", sql(text, seconds=seconds))])
    assert isinstance(reply, bytes)
    return reply.decode()


def configuration(folder: Path, server: PostgresServer, password: str, **bounds: int) -> None:
    """Write a configuration with this server as its only target."""
    secret = folder / "secret"
    secret.write_text(f"{password}\n")
    secret.chmod(0o600)
    access = {"sql": {"credential": "db", "port": server.port}}
    site = {
        "site": {"customer": "test"},
        "bounds": bounds,
        "credentials": {"db": {"user": "xunjian", "password": f"${{file:{secret}}}"}},
        "targets": [{"id": "shop", "kind": "postgres", "address": HOST, "access": access}],
    }
    (folder / "xunjian.yaml").write_text(yaml.safe_dump(site))


def test_a_wrong_password_is_offered_once_in_two_runs(server: PostgresServer, tmp_path: Path) -> None:
    configuration(tmp_path, server, "wr0ng-on-purpose")
    before = server.log.read_text().count("password authentication failed")
    for _run in (1, 2):
        done = xunjian("run", "--store", "s.db", "--output", "json", folder=tmp_path)
        assert "wr0ng" not in done.out + done.err
    assert server.log.read_text().count("password authentication failed") == before + 1, done.out + done.err


def test_a_wrong_password_is_offered_once_where_there_is_tls() -> None:
    """With "prefer" libpq tries again without TLS when a password is refused over TLS: it would be offered twice."""
    with a_server(18) as made:
        monitor(made)
        words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=db", "-days", "2"]
        key = made.folder / "key"
        subprocess.run([*words, "-keyout", str(key), "-out", str(made.folder / "crt")], check=True, capture_output=True)
        made.put("server.crt", (made.folder / "crt").read_bytes())
        made.put("server.key", key.read_bytes())
        (made.data / "server.key").chmod(0o600)
        made.sql("alter system set ssl = on", "select pg_reload_conf()")
        time.sleep(0.5)
        with pytest.raises(CredentialRefused) as caught:
            session(made, password="wr0ng").connect()
        assert made.log.read_text().count("password authentication failed") == 1
        assert "wr0ng" not in str(caught.value)
        said = statement(session(made), "select ssl from pg_stat_ssl where pid = pg_backend_pid()")
        assert '[["t"]]' in said, said


def test_nobody_listens() -> None:
    with a_server(18) as made:
        gone = session(made, port=free_port())
        with pytest.raises(SessionError) as caught:
            gone.connect()
    assert caught.value.reason is Reason.UNREACHABLE
    assert caught.value.remedy


@pytest.mark.parametrize("major", [10, 18])
def test_a_statement_that_takes_too_long_is_ended_by_the_server(major: int) -> None:
    with a_server(major) as made:
        monitor(made)
        started = time.monotonic()
        said = statement(session(made), "select pg_sleep(30)")
        assert time.monotonic() - started < 2.5, "the server's own timeout, before ours"
        assert "57014" in said
        assert "55P03" in locked(made), "the wait for a lock is short as well"


def locked(server: PostgresServer) -> str:
    server.sql("create table held (i int)", "grant select on held to xunjian")
    with closing(server.connect()) as holder:
        holder.autocommit = False
        holder.cursor().execute("lock table held in access exclusive mode")
        started = time.monotonic()
        said = statement(session(server), "select * from public.held", seconds=10)
        assert time.monotonic() - started < LOCK_MILLISECONDS / 1000 + 1
    return said


def test_nothing_is_written(server: PostgresServer) -> None:
    assert "25006" in statement(session(server, user="postgres", password=SECRET), "create table mine (i int)")


def test_names_with_odd_characters(server: PostgresServer) -> None:
    quoted = [f'"{name.replace(chr(34), chr(34) * 2)}"' for name in NAMES]
    server.sql(*(f"create database {one}" for one in quoted))
    try:
        for name in NAMES:
            server.sql(
                'create schema "模式\n二"',
                'create table "模式\n二"."表\x01\x1b[31m" (id smallserial)',
                'create table plain ("列\'" smallserial)',
                """select setval(pg_get_serial_sequence('"模式\n二"."表\x01\x1b[31m"', 'id'), 32000)""",
                database=name,
            )
            server.sql('grant usage on all sequences in schema "模式\n二" to xunjian', database=name)
        found = seen(server)
        lines = {one.replace("\\", "\\\\").replace("\n", "\\n") for one in NAMES}
        near = {one for one, level in found.of("sequences").items() if level is Level.CRITICAL}
        assert {one.split(".模式")[0] for one in near} == lines
        assert lines <= found.of("dead_tuples").keys(), "each was connected to"
        assert {found.level("dead_tuples", one) for one in lines} == {Level.OK}
    finally:
        server.sql(*(f"drop database {one}" for one in quoted))


def test_a_right_that_is_revoked_in_mid_run(server: PostgresServer) -> None:
    whole = seen(server)
    try:
        found = disturbed(session(server), connections=lambda: server.sql("revoke pg_monitor from xunjian"))
    finally:
        server.sql("grant pg_monitor to xunjian")
    assert found.level("connections") is Level.OK, "it was asked before"
    assert {"transactions", "locks", "vacuum_horizon", "wal_space", "encryption"} <= dark(found)
    assert found.level("instance") is Level.NOTICE
    worse = {Level.WARN, Level.CRITICAL}
    assert found.at(*worse).keys() <= whole.at(*worse).keys(), "and nothing is made up"


def test_a_server_that_restarts_during_the_inspection() -> None:
    with a_server(18) as made:
        monitor(made)

        def restart() -> None:
            made.control("-m", "immediate", "stop")
            threading.Timer(1.0, made.control, ("start",)).start()

        found = disturbed(session(made), locks=restart)
        assert found.level("locks", "waiting") is Level.OK
        lost = {key for key, one in found.findings.items() if one.level is Level.UNKNOWN and one.reason == "unreachable"}
        assert 1 <= len({check for check, _subject in lost}) <= 8, f"only what was asked meanwhile: {lost}"
        assert found.level("sequences", "postgres") is Level.OK, "asked after it came again"
        dark(found)


def stop_ours(server: PostgresServer) -> None:
    """Stop the process that serves us, as a hung disk does."""
    rows = server.sql("select pid from pg_stat_activity where application_name = 'xunjian'")
    for (pid,) in rows:
        server.signal(int(str(pid)), signal.SIGSTOP)
    assert rows


def end_stopped(server: PostgresServer) -> None:
    """Let what was stopped go on: it sees that we are gone."""
    for (pid,) in server.sql("select pid from pg_stat_activity where application_name = 'xunjian'"):
        with suppress(ProcessLookupError, AssertionError, FileNotFoundError):
            server.signal(int(str(pid)), signal.SIGCONT)


def test_a_backend_that_hangs_costs_one_statement(server: PostgresServer) -> None:
    try:
        found = disturbed(session(server), locks=lambda: stop_ours(server))
    finally:
        end_stopped(server)
    hung = {key for key, one in found.findings.items() if one.reason == "timeout"}
    assert len({check for check, _subject in hung}) == 1, hung
    assert found.level("sequences", "postgres") is Level.OK, "a new connection asked the rest"
    dark(found)


def test_a_hanging_backend_does_not_hold_us_beyond_our_deadline(server: PostgresServer) -> None:
    started = time.monotonic()
    try:
        asked = session(server, budget=Budget(total_seconds=4, connect_seconds=2))
        found = disturbed(asked, locks=lambda: stop_ours(server))
    finally:
        end_stopped(server)
    assert time.monotonic() - started < 6
    assert found.level("locks", "waiting") is Level.OK
    assert {"budget", "timeout"} >= {one.reason for one in found.findings.values() if one.level is Level.UNKNOWN} - {
        "denied"
    }
    dark(found)


def test_the_program_ends_at_its_deadline_whatever_hangs(server: PostgresServer, tmp_path: Path) -> None:
    """Each process that serves us is stopped as soon as it is seen."""
    configuration(tmp_path, server, PASSWORD, target_seconds=10, connect_seconds=2)
    ended = threading.Event()

    def stop_each() -> None:
        while not ended.wait(0.02):
            with suppress(AssertionError, ProcessLookupError):
                stop_ours(server)
                stopped.append(1)

    stopped: list[int] = []
    watcher = threading.Thread(target=stop_each)
    watcher.start()
    started = time.monotonic()
    try:
        done = xunjian("run", "--store", "s.db", "--output", "json", folder=tmp_path, seconds=40)
    finally:
        ended.set()
        watcher.join()
        end_stopped(server)
    assert stopped
    assert time.monotonic() - started < 30  # 12 s, what closing may take, and a start of Python under load
    assert {one["level"] for one in done.findings("shop")} >= {"unknown"}, done.err
    assert not server.sql("select 1 from pg_stat_activity where application_name = 'xunjian' and state = 'active'")


def test_views_that_somebody_locks_are_timeouts_and_the_rest_is_judged(server: PostgresServer) -> None:
    whole = seen(server)
    with closing(server.connect()) as holder:
        holder.autocommit = False
        holder.cursor().execute("lock table pg_settings, pg_sequence, pg_hba_file_rules in access exclusive mode")
        started = time.monotonic()
        found = seen(server)
        assert time.monotonic() - started < 15
    late = {check for (check, _s), one in found.findings.items() if one.reason == "timeout"}
    assert {"safety_settings", "log_settings", "sequences", "hba", "archiving"} <= late
    for key, one in found.findings.items():
        assert one.level in {Level.UNKNOWN, whole.level(*key)}, key
    assert found.level("connections") is Level.OK
    dark(found)


def test_a_stranger_that_understands_nothing(server: PostgresServer) -> None:
    with stub(lambda _query: ERROR) as port, pytest.raises(SessionError) as caught:
        session(server, port=port).connect()
    assert caught.value.reason is Reason.FAILED
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("70100", "FooDB 7.1 on riscv"),
        ("120001", "KingbaseES V008R006C008B0014 on x86_64-pc-linux-gnu"),
        ("90204", "PostgreSQL 9.2.4 (openGauss 5.0.0 build a07d57c3) on aarch64-unknown-linux-gnu"),
    ],
)
def test_an_unknown_fork_is_asked_and_what_it_refuses_is_unknown(server: PostgresServer, number: str, words: str) -> None:
    def answer(query: str) -> bytes:
        if "version()" in query:
            return row(number, words, "foo")
        return message(b"C", b"ROLLBACK\0") if query == "rollback" or query.rstrip().endswith(";") else ERROR

    with stub(answer) as port:
        found = seen(server, using=session(server, port=port))
    assert set(found.findings) == {key for key in found.findings if found.level(*key) is Level.UNKNOWN}
    assert {one.reason for one in found.findings.values()} <= {"failed", "no_record"}, "nothing is called absent"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("(openGauss 5.0.0 build a07d57c3) compiled", 'unrecognized configuration parameter "{name}"'),
        ("(GaussDB Kernel 505.0.0 build 1) compiled", '未认可的配置参数 "{name}"'),
    ],
)
def test_a_relative_that_lacks_some_of_our_settings_is_asked_without_them(words: str, said: str) -> None:
    lacks = ("lock_timeout", "idle_in_transaction_session_timeout")
    heard: list[str] = []

    def answer(query: str) -> bytes:
        heard.append(query)
        missing = [name for name in lacks if f"set local {name}" in query]
        if missing:
            text = f"SERROR\0C42704\0M{said.format(name=missing[0])}\0\0"
            return message(b"E", text.encode())
        if "version()" in query:
            return row("90204", words, "shop")
        return row("1") if query.startswith("select") else message(b"C", b"BEGIN\0")

    with stub(answer) as port:
        dialect = PostgresDialect(HOST, SqlAccess(port=port), "xunjian", Secret("x"))
        opened = dialect.connect("", time.monotonic() + 10, lambda: None)
        heard.clear()
        opened.run("select 1", 7, 1, time.monotonic() + 10, lambda: None)
        opened.close()
    assert opened.server.product == "opengauss"
    assert len(heard) == 3, "what it does not know was learned once"
    assert "statement_timeout = 7000" in heard[0]
    assert "read only" in heard[0]
    assert heard[1:] == ["select 1", "rollback"]


@pytest.mark.parametrize("name", ["statement_timeout", "search_path", "nothing_of_ours"])
def test_a_server_that_refuses_what_bounds_us_is_not_asked(name: str) -> None:
    def answer(_query: str) -> bytes:
        return message(b"E", f'SERROR\0C42704\0Munrecognized configuration parameter "{name}"\0\0'.encode())

    with stub(answer) as port, pytest.raises(SessionError) as caught:
        PostgresDialect(HOST, SqlAccess(port=port), "xunjian", Secret("x")).connect("", time.monotonic() + 10, lambda: None)
    assert caught.value.reason is Reason.FAILED


def test_a_server_that_hangs_up_at_every_query(server: PostgresServer) -> None:
    def answer(query: str) -> bytes:
        if "version()" in query:
            return row("180004", "PostgreSQL 18.4 on foo", "foo")
        if query == "rollback" or query.rstrip().endswith(";"):
            return message(b"C", b"ROLLBACK\0")
        raise OSError

    started = time.monotonic()
    with stub(answer) as port:
        found = seen(server, using=session(server, port=port))
    assert time.monotonic() - started < 15, "it is not asked for ever"
    assert {one.level for one in found.findings.values()} == {Level.UNKNOWN}


def test_through_a_pooler_no_setting_of_ours_stays_with_somebody_else(server: PostgresServer) -> None:
    settings = ("statement_timeout", "lock_timeout", "search_path", "transaction_read_only", "timezone", "datestyle")

    def shown(port: int) -> list[object]:
        opened = psycopg2.connect(host=HOST, port=port, user="xunjian", password=PASSWORD, dbname="postgres")
        with closing(opened), opened.cursor() as cursor:
            values: list[object] = []
            for name in settings:
                cursor.execute(f"show {name}")
                (value,) = cursor.fetchone() or ("",)
                values.append(value)
            return values

    with pooler(server, "xunjian", PASSWORD) as port:
        before = shown(port)
        direct, through = seen(server), seen(server, using=session(server, port=port))
        assert shown(port) == before
    assert dark(through) == dark(direct)
    assert through.at(Level.WARN, Level.CRITICAL).keys() == direct.at(Level.WARN, Level.CRITICAL).keys()


def test_a_pooler_whose_server_is_down_is_no_healthy_server() -> None:
    with a_server(18) as made:
        monitor(made)
        with ExitStack() as stack:
            port = stack.enter_context(pooler(made, "xunjian", PASSWORD))
            made.control("-m", "fast", "stop")
            with pytest.raises((SessionError, CredentialRefused)) as caught:
                session(made, port=port, budget=Budget(total_seconds=20, connect_seconds=5)).connect()
            made.control("start")
        assert not isinstance(caught.value, CredentialRefused), "the password was never looked at"
