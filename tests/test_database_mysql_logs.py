"""Error logs of MySQL and MariaDB on their host: what is classed how, and what real servers' logs tell."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pymysql
import pytest

from checks.base import Finding, Level, Scene
from checks.database.mysql.server_log import SERVER_LOG
from checks.server_logs import LogLimits
from collectors.base import Answer, Listing, Marked, Question
from collectors.evidence import decode
from collectors.facts.server_logs import LogReading, LogReadings, LogSight, ServerLog, ServerLogs
from collectors.linux.mysql_log_words import GROUP, KINDS
from collectors.linux.mysql_logs import MYSQL_LOGS_LINUX, parse
from collectors.sessions.base import Budget
from collectors.sessions.local import LocalSession
from config.limits import Layered
from tests.peers import mysql
from tests.peers.mariadb import MariadbServer, again, end, is_there, mariadb

AWKS = [name for name in ("mawk", "gawk", "busybox awk", "original-awk") if shutil.which(name.split()[0])]
OLD, NEW, V5 = "2026-11-22 10:00:00 0 ", "2026-11-22T10:00:00.123456Z 0 ", "2026-11-22T10:00:00.123456+08:00 12 "
LINES = {
    f"{OLD}[ERROR] InnoDB: Database page corruption on disk or a failed read of file ./shop/t.ibd page 3": "corruption",
    f"{NEW}[ERROR] [MY-011899] [InnoDB] [FATAL] Page still fixed or dirty; page is corrupt": "corruption",
    f"{OLD}[ERROR] mariadbd: Table './shop/old' is marked as crashed and should be repaired": "corruption",
    f"{NEW}[ERROR] [MY-012144] [InnoDB] posix_fallocate(): No space left on device": "disk",
    f"{V5}[ERROR] InnoDB: Write to file ./ibdata1 failed at offset 0, OS errno 28": "disk",
    f"{V5}[ERROR] /usr/sbin/mysqld: The table 'orders' is full": "disk",
    f"{NEW}[ERROR] [MY-012592] [InnoDB] Operating system error number 5 in a file operation.": "io",
    "261122 10:00:00 [ERROR] mysqld got signal 11 ;": "crash",
    "2026-11-22T10:00:00Z UTC - mysqld got signal 6 ;": "crash",
    f"{OLD}[Note] InnoDB: Starting crash recovery from checkpoint LSN=1": "unclean",
    f"{V5}[Note] InnoDB: Database was not shutdown normally!": "unclean",
    "261122  9:25:42  InnoDB: Database was not shut down normally!": "unclean",
    "2026-11-22 10:00:00 7f1 InnoDB: Database page corruption on disk or a failed": "corruption",
    f"{OLD}[ERROR] Slave SQL: Error 'Duplicate entry' on query. Default database: 'x'. Query: 'x'": "replication",
    f"{NEW}[ERROR] [MY-010584] [Repl] Replica SQL for channel '': Worker 1 failed executing": "replication",
    f"{V5}[ERROR] Error reading packet from server for channel '': Lost connection": "replication",
    f"{OLD}[ERROR] mysqld: Out of memory (Needed 128917504 bytes)": "memory",
    f"{OLD}[Warning] InnoDB: A long semaphore wait:": "semaphore",
    f"{NEW}[Note] [MY-012468] [InnoDB] Transactions deadlock detected, dumping detailed information.": "deadlock",
    f"{OLD}[Warning] Access denied for user 'root'@'10.0.0.7' (using password: YES)": "login",
    f"{V5}[ERROR] Error in accept: Too many open files": "files",
    f"{OLD}[ERROR] InnoDB: Unable to lock ./ibdata1 error: 11": "locked",
    f"{OLD}[Warning] Too many connections": "connections",
}


def classed(text: str, awk: str = "awk") -> tuple[dict[str, int], str]:
    """By class, how often, with the errors in all; and the whole answer."""
    words = ["/bin/sh", "-c", GROUP.replace("awk '", f"{awk} '", 1)]
    said = subprocess.run(words, input=text.encode(), capture_output=True, check=True).stdout.decode()
    found: dict[str, int] = {}
    for line in said.splitlines():
        word = line.split()
        if word[0] == "@hit":
            found[word[1]] = int(word[2])
        if word[0] == "@read":
            found |= {"errors": int(word[2])}
    return found, said


@pytest.mark.parametrize("awk", AWKS)
def test_each_line_is_of_its_class(awk: str) -> None:
    for line, kind in LINES.items():
        found, said = classed(f"{line}\n", awk)
        assert set(found) - {"errors"} == {kind}, line
        assert "@since 2026-11-22" in said, line
    assert set(LINES.values()) == set(KINDS)


@pytest.mark.parametrize("awk", AWKS)
def test_what_a_healthy_server_writes_is_no_trouble(awk: str) -> None:
    text = (
        f"{OLD}[Note] Slave SQL thread initialized, starting replication in log 'bin.000001'\n"
        f"{OLD}[Note] Slave I/O thread: connected to master\n"
        f"{NEW}[System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections.\n"
        f"{OLD}[Warning] Aborted connection 7 to db: 'shop' user: 'app' host: '10.0.0.7' (Got timeout reading packets)\n"
        "261122 14:28:24 InnoDB: Completed initialization of buffer pool\n"
        "Version: '10.11.6-MariaDB'  socket: '/run/mysqld/mysqld.sock'  port: 3306  out of memory\n"
    )
    assert classed(text, awk)[0] == {"errors": 0}


@pytest.mark.parametrize("awk", AWKS)
def test_no_value_of_a_customers_statement_leaves_the_host(awk: str) -> None:
    text = (
        f"{OLD}[ERROR] Slave SQL: Error 'Duplicate entry '13800138000' for key' on query. Default database: 'shop'. "
        "Query: 'INSERT INTO t VALUES (13900139000, \"No space left\")'\n"
        f"{OLD}[Warning] Access denied for user 'alice'@'10.0.0.7'\n"
    )
    found, said = classed(text, awk)
    assert found == {"replication": 1, "login": 1, "errors": 1}
    assert not any(word in said for word in ("13900139000", "alice"))


NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_levels() -> None:
    sights = tuple(LogSight(kind, 1, NOW, NOW, "") for kind in KINDS)
    log = ServerLog("/d", "/d/x.err", NOW - timedelta(days=9), NOW, 100, 5, sights)
    facts = ServerLogs(NOW, 92, Listing((log,)))
    said = {
        f.subject: f.level for f in SERVER_LOG.judge(facts, Layered(LogLimits()), Scene(at=NOW)) if isinstance(f, Finding)
    }
    critical = {subject.partition(":")[2] for subject, level in said.items() if level is Level.CRITICAL}
    assert critical == {"crash", "corruption", "disk", "io"}
    assert said["/d"] is Level.OK
    assert said["/d:login"] is said["/d:deadlock"] is Level.NOTICE


def asked(bookmark: str = "none", shell: str = "/bin/sh") -> Marked[LogReadings]:
    question = Question("x", MYSQL_LOGS_LINUX.ask, ("92", bookmark))
    ((_question, reply),) = LocalSession(Budget(60, 5), shell=shell).ask([question])
    assert isinstance(reply, bytes)
    return parse(Answer(decode(reply)[0].out.decode()))


def of(said: Marked[LogReadings], server: MariadbServer) -> LogReading:
    (mine,) = (one for one in said.facts.logs.records if one.name == str(server.folder / "d"))
    return mine


@contextmanager
def refused(server: MariadbServer) -> Iterator[None]:
    """Somebody who tries a wrong password."""
    with pytest.raises(pymysql.OperationalError):
        server.connect(user="guest", password="wrong")
    yield


@pytest.mark.peer
@pytest.mark.skipif(not is_there(), reason="no MariaDB is installed")
@pytest.mark.parametrize("shell", ["/bin/dash", "/bin/bash", "busybox sh", "mksh"])
def test_a_real_server_that_was_killed_is_found_in_its_log_once(shell: str) -> None:
    if not shutil.which(shell.split(maxsplit=1)[0]):
        pytest.skip(f"no {shell}")
    with mariadb("--log-warnings=2", "--log-bin=bin") as server:
        with refused(server):
            first = asked(shell=shell)
        assert of(first, server).path == str(server.folder / "d" / "error.log")
        assert {one.kind for one in of(first, server).part.sights} == {"login"}
        server.sql("CREATE DATABASE shop", "CREATE TABLE shop.one (i INT PRIMARY KEY)", "INSERT INTO shop.one VALUES (1)")
        end(server.process)
        again(server, "--log-warnings=2", "--log-bin=bin")
        second = asked(first.bookmark, shell)
        assert of(second, server).begun == "continued"
        assert {one.kind for one in of(second, server).part.sights} == {"unclean", "login"}, "the peer knocks as nobody"
        assert of(asked(second.bookmark, shell), server).part.sights == ()


@pytest.mark.skipif(not mysql.is_there(), reason="no MySQL of Oracle's was fetched")
def test_the_log_of_a_real_mysql_is_classed_as_well() -> None:
    with mysql.mysql("--log-error-verbosity=3") as server, refused(server):
        text = (server.folder / "error.log").read_text()
    found, said = classed(text)
    assert set(found) == {"login", "errors"}, said
    assert "@since 2" in said
