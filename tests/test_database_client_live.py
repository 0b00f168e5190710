"""The vendors' clients against real servers: the same evidence as by a driver, and sessions in trouble."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from collectors.base import Question, Reason, SessionError, sql
from collectors.evidence import Reply, decode
from collectors.sessions.base import Budget, Session
from collectors.sessions.client import ClientSession
from collectors.sessions.client_shell import ShellRuns
from collectors.sessions.clients.base import Client
from collectors.sessions.clients.mysql import Mysql
from collectors.sessions.clients.psql import Psql
from collectors.sessions.first_then import FirstThen
from collectors.sessions.local import LocalSession
from collectors.sessions.login import CredentialRefused, Login
from collectors.sessions.mysql import MysqlDialect
from collectors.sessions.postgres import PostgresDialect
from collectors.sessions.sql import SqlSession
from collectors.sessions.ssh import SshSession
from config.site import SqlAccess, SshAccess
from tests.peers.asked import gathered
from tests.peers.mariadb import MariadbServer, is_there, mariadb
from tests.peers.postgres import PostgresServer, debian_binaries, postgres
from tests.peers.sshd import missing, sshd
from tests.program import xunjian

pytestmark = [pytest.mark.peer, pytest.mark.skipif(debian_binaries() is None, reason="no PostgreSQL is installed")]
BUDGET = Budget(total_seconds=60, connect_seconds=5)
ODD = "odd' na=me \"\\"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with postgres() as made:
        quoted = ODD.replace('"', '""')
        made.sql(
            f'create database "{quoted}"',
            "create table 订单 (a int)",
            "create role guest login",
            "create sequence numbers",
            "create schema 业务",
        )
        yield made


@pytest.fixture(scope="module")
def mysqld() -> Iterator[MariadbServer]:
    if not is_there():
        pytest.skip("no MariaDB is installed")
    with mariadb("--log-bin=bin", "--server-id=1", "--performance-schema=ON") as made:
        made.sql("create database 业务", "create table 业务.`o<'&x`(a int auto_increment primary key, b varchar(9))")
        yield made


def by_client(server: PostgresServer, user: str = "postgres", budget: Budget = BUDGET, os_user: str = "") -> ClientSession:
    return session_by(Psql("", user, str(server.folder), server.port), LocalSession(budget), budget, os_user)


def session_by(client: Client, shell: Session, budget: Budget = BUDGET, os_user: str = "") -> ClientSession:
    return ClientSession(ShellRuns(shell, client, budget, os_user), client)


def by_driver(server: PostgresServer) -> SqlSession:
    return SqlSession(PostgresDialect(str(server.folder), SqlAccess(port=server.port), "postgres", None), BUDGET)


def replies(session: Session, platform: str) -> dict[str, tuple[Reply, ...]]:
    found = gathered(session, platform).replies
    return {name: decode(reply) for name, reply in found.items() if isinstance(reply, bytes)}


def asked(session: Session, *statements: str, seconds: int = 5) -> list[Reply]:
    session.connect()
    try:
        questions = [Question(f"q{n}", sql(text, seconds=seconds)) for n, text in enumerate(statements)]
        found = {one.id: reply for one, reply in session.ask(questions)}
        return [decode(reply)[0] if isinstance(reply := found[one.id], bytes) else Reply("none") for one in questions]
    finally:
        session.close()


def said(reply: Reply) -> dict[str, Any]:
    assert reply.state == "ok", reply
    found: dict[str, Any] = json.loads(reply.out)
    return found


def differing(
    first: Mapping[str, tuple[Reply, ...]], client: Mapping[str, tuple[Reply, ...]], later: Mapping[str, tuple[Reply, ...]]
) -> set[str]:
    """What the client says otherwise than the driver did both before and after it."""
    assert set(first) == set(client)
    return {
        name
        for name, replied in client.items()
        for before, one, after in zip(first[name], replied, later[name], strict=True)
        if one not in (before, after)
    }


MOVING = {
    "postgres.identity",
    "postgres.instance",
    "postgres.counters",
    "postgres.statements",
    "postgres.statement_texts",
    "mysql.counters",
    "mysql.top_statements",
}
"""What any statement of anybody's moves, ours too."""


def test_psql_brings_the_very_evidence_that_the_driver_brings(server: PostgresServer) -> None:
    replies(by_driver(server), "postgres")  # files of a new database's catalogue are made at the first look
    first = replies(by_driver(server), "postgres")
    client = replies(by_client(server), "postgres")
    assert differing(first, client, replies(by_driver(server), "postgres")) <= MOVING
    assert len(client) > 30
    states = {name: [reply.state for reply in one] for name, one in client.items()}
    assert states == {name: [reply.state for reply in one] for name, one in first.items()}
    assert sum(one[0] == "ok" for one in states.values()) > 30
    assert any(reply.item.decode() == ODD.replace("\\", "\\\\") for one in client.values() for reply in one)
    for name in MOVING & set(client):
        if client[name][0].out.startswith(b"{"):
            ours, theirs = said(client[name][0]), said(first[name][0])
            assert ours["columns"] == theirs["columns"]


def test_mysql_brings_the_very_evidence_that_the_driver_brings(mysqld: MariadbServer) -> None:
    driver = MysqlDialect(mysqld.socket, SqlAccess(), "root", None)
    first = replies(SqlSession(driver, BUDGET), "mysql")
    client = replies(session_by(Mysql(user="root", place=mysqld.socket), LocalSession(BUDGET)), "mysql")
    later = replies(SqlSession(driver, BUDGET), "mysql")
    assert len(client) > 20
    # Where there are no rows this client names no columns.
    unlike = differing(first, client, later) - MOVING
    for name in unlike:
        for ours, theirs in zip(client[name], first[name], strict=True):
            assert (said(ours)["count"], said(theirs)["count"], said(ours)["columns"]) == (0, 0, []), name


VALUES = (
    "select null::text as n, '' as e, 'NULL' as w, E'a\\tb\\nc\\\\.\\n' as c, '\"' as q, ',' as k, "
    "'中文' as z, E'\\r\\n' as r"
)


def test_every_value_comes_as_it_is(server: PostgresServer) -> None:
    texts = (
        VALUES,
        "select null::text as a",
        "select 1 where false",
        "select '\\.' as x",
        "values (1.50, true, now() - now())",
    )
    ours, theirs = asked(by_client(server), *texts), asked(by_driver(server), *texts)
    assert ours == theirs
    assert said(ours[0])["rows"] == [[None, "", "NULL", "a\tb\nc\\.\n", '"', ",", "中文", "\r\n"]]
    assert said(ours[2])["columns"] == ["?column?"]


def test_more_rows_than_wanted_are_cut(server: PostgresServer) -> None:
    session = by_client(server)
    session.connect()
    ((_question, reply),) = session.ask([Question("q", sql("select generate_series(1, 30)", most=20))])
    session.close()
    assert isinstance(reply, bytes)
    (one,) = decode(reply)
    assert (one.cut_bytes, said(one)["count"]) == (10, 20)


def test_each_failure_is_its_own_and_the_rest_is_answered(server: PostgresServer) -> None:
    texts = (
        "select 1 as a",
        "select * from no_such_table",
        "select rolpassword from pg_authid",
        "select 1 / 0",
        "select 2 as b -- with a comment",
    )
    ours, theirs = asked(by_client(server, "guest"), *texts), asked(by_driver_as(server, "guest"), *texts)
    assert [one.state for one in ours] == ["ok", "failed", "denied", "failed", "ok"]
    assert [one.state for one in theirs] == ["ok", "failed", "denied", "failed", "ok"]
    assert ours == theirs


def by_driver_as(server: PostgresServer, user: str) -> SqlSession:
    return SqlSession(PostgresDialect(str(server.folder), SqlAccess(port=server.port), user, None), BUDGET)


def test_nothing_is_written_and_nothing_waits(server: PostgresServer) -> None:
    slow = "select pg_sleep(30)"
    write = "select nextval('public.numbers')"
    first, second, third = asked(by_client(server), slow, write, "select 3 as c", seconds=1)
    assert (first.state, second.state, third.state) == ("timeout", "failed", "ok")
    assert b"25006" in second.err
    assert server.sql("select last_value, is_called from numbers") == [(1, False)]


def test_a_backend_that_is_ended_costs_its_statement_only(server: PostgresServer) -> None:
    texts = ("select 1 as a", "select pg_terminate_backend(pg_backend_pid())", "select 3 as c")
    states = [one.state for one in asked(by_client(server), *texts)]
    assert states == ["ok", "unreachable", "ok"]


def test_a_mysql_thread_that_is_ended_costs_its_statement_only(mysqld: MariadbServer) -> None:
    session = session_by(Mysql(user="root", place=mysqld.socket), LocalSession(BUDGET))
    texts = ("select 1 as a", "kill connection_id()", "select 3 as c", "create table 业务.x (a int)", "select sleep(9)")
    first, killed, third, write, slow = asked(session, *texts, seconds=1)
    assert [one.state for one in (first, third)] == ["ok", "ok"]
    assert killed.state in {"timeout", "unreachable"}
    assert write.state == "failed"
    assert slow.state == "timeout"
    assert mysqld.sql("show tables from 业务 like 'x'") == []


def test_a_stopped_backend_ends_with_its_client(server: PostgresServer) -> None:
    stop = "select pg_sleep(0.01), pg_backend_pid()"
    budget = Budget(total_seconds=12, connect_seconds=5)
    session = by_client(server, budget=budget)
    session.connect()
    hang = "select count(*) from pg_stat_activity, pg_sleep(3) where pid = pg_backend_pid()"

    def freeze() -> None:
        until = time.monotonic() + 8
        while time.monotonic() < until:
            rows = server.sql(
                "select pid from pg_stat_activity where query like '%pg_sleep(3)%' and pid <> pg_backend_pid()"
            )
            if rows:
                os.kill(int(str(rows[0][0])), signal.SIGSTOP)
                frozen.append(int(str(rows[0][0])))
                return
            time.sleep(0.05)

    frozen: list[int] = []
    thread = threading.Thread(target=freeze)
    thread.start()
    started = time.monotonic()
    got = {one.id: reply for one, reply in session.ask([Question("a", sql(stop)), Question("b", sql(hang, seconds=5))])}
    took = time.monotonic() - started
    thread.join()
    session.close()
    for pid in frozen:
        os.kill(pid, signal.SIGCONT)
    assert frozen
    assert took < 20
    states = {name: decode(reply)[0].state for name, reply in got.items() if isinstance(reply, bytes)}
    assert states == {"a": "ok", "b": "timeout"}


def test_an_account_that_is_not_let_in_is_refused_and_not_offered_again(server: PostgresServer) -> None:
    with pytest.raises(CredentialRefused) as refused:
        by_client(server, "nobody_here").connect()
    assert "nobody_here" in str(refused.value)


def test_a_host_without_the_client_says_so(server: PostgresServer) -> None:
    class Missing(Psql):
        names = ("no-such-client",)
        folders = ()

    session = session_by(Missing("", "postgres", str(server.folder), server.port), LocalSession(BUDGET))
    with pytest.raises(SessionError) as error:
        session.connect()
    assert error.value.reason is Reason.TOOL_MISSING


def test_a_server_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    session = session_by(Psql("", "postgres", str(tmp_path), 1), LocalSession(BUDGET))
    with pytest.raises(SessionError) as error:
        session.connect()
    assert error.value.reason is Reason.UNREACHABLE


@pytest.mark.skipif(os.geteuid() != 0, reason="root may become anybody by sudo")
def test_another_account_of_the_host_runs_it_where_sudo_allows(server: PostgresServer) -> None:
    (one,) = asked(by_client(server, user="", os_user="postgres"), "select session_user")
    assert said(one)["rows"] == [["postgres"]]


def test_an_account_that_sudo_does_not_give_is_denied(server: PostgresServer) -> None:
    with pytest.raises(SessionError) as error:
        by_client(server, os_user="no-such-account").connect()
    assert error.value.reason is Reason.DENIED
    assert error.value.remedy is not None


def test_the_client_is_asked_where_the_driver_is_missing(server: PostgresServer) -> None:
    class NoDriver:
        transport: Mapping[str, str] = {}
        costs = ()

        def connect(self) -> None:
            raise SessionError(Reason.TOOL_MISSING, "psycopg2")

        def close(self) -> None:
            pass

    session = FirstThen(NoDriver(), lambda: by_client(server))  # type: ignore[arg-type]  # it is never asked
    (one,) = asked(session, "select 1 as a")
    assert said(one)["rows"] == [["1"]]
    assert session.transport["way"] == "client"


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_over_ssh_it_is_the_same(server: PostgresServer) -> None:
    with sshd() as peer:
        access = SshAccess(port=peer.port)
        login = Login(peer.user, key_path=peer.key_path)
        shell = SshSession(peer.address, access, login, BUDGET, known_hosts=peer.known_hosts)
        session = session_by(Psql("", "postgres", str(server.folder), server.port), shell)
        assert asked(session, VALUES) == asked(by_client(server), VALUES)
        assert session.transport["login"] == "publickey"


CONFIG = """\
targets:
  - id: here
    kind: local
  - id: db
    kind: postgres
    address: {folder}
    host: here
    access:
      sql: {{driver: client, port: {port}, credential: dba}}
credentials:
  dba: {{user: postgres}}
"""


def test_a_whole_inspection_by_the_client(server: PostgresServer, tmp_path: Path) -> None:
    (tmp_path / "xunjian.yaml").write_text(CONFIG.format(folder=server.folder, port=server.port))
    done = xunjian("run", "-t", "db", "--output", "json", "--store", str(tmp_path / "s.db"), folder=tmp_path)
    found = [(one["check"], one["level"], one["summary"]) for one in done.findings("db")]
    assert [one for one in found if one[1] == "unknown"] == []
    assert "database.postgres.instance" in {one[0] for one in found}
