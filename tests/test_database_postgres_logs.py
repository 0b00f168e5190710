"""PostgreSQL's server logs on their host: what is classed how, and what a real server's log tells."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest

from checks.base import Finding, Level, Scene
from checks.database.postgres.server_log import judge
from checks.server_logs import LogLimits
from collectors.base import Answer, Listing, Marked, Question
from collectors.evidence import decode
from collectors.facts.server_logs import LogReadings, LogSight, ServerLog, ServerLogs
from collectors.linux.postgres_log_words import GROUP, KINDS
from collectors.linux.postgres_logs import SERVER_LOGS_LINUX, parse
from collectors.sessions.base import Budget
from collectors.sessions.local import LocalSession
from config.limits import Layered
from tests.peers.postgres import HOST, debian_binaries, postgres

AWKS = [name for name in ("mawk", "gawk", "busybox awk", "original-awk") if shutil.which(name.split()[0])]
AT = "2026-11-22 10:00:00.123 CST [12]"


def classed(text: str, awk: str = "awk") -> dict[str, int]:
    """By class, how often; ``errors`` and ``lines`` beside them."""
    done = subprocess.run(
        ["/bin/sh", "-c", GROUP.replace("awk '", f"{awk} '", 1)], input=text.encode(), capture_output=True, check=True
    )
    found: dict[str, int] = {}
    for line in done.stdout.decode().splitlines():
        words = line.split()
        if words[0] == "@hit":
            found[words[1]] = int(words[2])
        if words[0] == "@read":
            found |= {"lines": int(words[1]), "errors": int(words[2])}
    return found


LINES = {
    f"{AT} PANIC:  could not write to file": "panic",
    f"{AT} 比致命错误还过分的错误:  无法写入文件": "panic",
    f"{AT} ERROR:  invalid page in block 0 of relation base/5/1": "corruption",
    f"{AT} 错误:  在块 0 关系 base/5/1 中存在无效的页": "corruption",
    f"{AT} ERROR:  could not extend file: No space left on device": "disk",
    f"{AT} 错误:  无法扩展文件: 设备上没有空间": "disk",
    f"{AT} WARNING:  database x must be vacuumed within 1000 transactions": "wraparound",
    f"{AT} LOG:  server process (PID 1) was terminated by signal 9: Killed": "crash",
    f"{AT} LOG:  database system was not properly shut down; automatic recovery in progress": "unclean",
    f"{AT} LOG:  archive command failed with exit code 1": "archive",
    f"{AT} 日志:  归档命令失败，退出代码为 1": "archive",
    f"{AT} FATAL:  sorry, too many clients already": "connections",
    f"{AT} 致命错误:  用户 x Password 认证失败": "login",
    f"{AT} ERROR:  deadlock detected": "deadlock",
    f"{AT} 错误:  检测到死锁": "deadlock",
    f"{AT} ERROR:  out of memory": "memory",
    f"{AT} LOG:  checkpoints are occurring too frequently (3 seconds apart)": "checkpoints",
    f"{AT} ERROR:  requested WAL segment 000000010000 has already been removed": "wal_gone",
    f'{AT},"u","d",1,"h",1,1,"SELECT",{AT},3/2,0,ERROR,XX001,"some words",,,,,,"select 1",,,"psql"': "corruption",
    '{"timestamp":"2026-11-22 10:00:00.1 UTC","error_severity":"FATAL","state_code":"28P01","message":"no"}': "login",
}


@pytest.mark.parametrize("awk", AWKS)
def test_each_line_is_of_its_class_in_either_language_and_every_form(awk: str) -> None:
    for line, kind in LINES.items():
        found = classed(f"{line}\n", awk)
        assert set(found) - {"lines", "errors"} == {kind}, line
    assert set(KINDS) | {"panic"} == set(LINES.values()) | {"io"}


@pytest.mark.parametrize("awk", AWKS)
def test_a_statement_that_is_logged_may_hold_any_word(awk: str) -> None:
    text = (
        f"{AT} LOG:  statement: insert into t values ('PANIC:  No space left on device')\n"
        f"{AT} LOG:  duration: 3 ms  statement: select 'ERROR:  deadlock detected'\n"
        f"{AT} ERROR:  duplicate key value violates unique constraint\n"
        f"{AT} DETAIL:  Key (a)=(out of memory) already exists.\n"
        f"{AT} STATEMENT:  select 'No space left on device'\n"
        "\tPANIC:  a second line of the statement\n"
        f'{AT},"u","d",1,"h",1,1,"",{AT},3/2,0,ERROR,42P01,"no table",,,,,,"select \'out of memory\'",,,"psql"\n'
        '{"timestamp":"2026-11-22 10:00:00 UTC","error_severity":"ERROR","state_code":"42P01","message":"no",'
        '"statement":"select deadlock detected"}\n'
    )
    assert classed(text, awk) == {"lines": 5, "errors": 3}


def test_no_word_of_a_customer_leaves_the_host() -> None:
    text = f"{AT} FATAL:  password authentication failed for user \"alice\"\n{AT} ERROR:  invalid page 'bob'\n"
    text += f'{AT} ERROR:  invalid input syntax for type integer: "13800138000"\n'
    done = subprocess.run(["/bin/sh", "-c", GROUP], input=text.encode(), capture_output=True, check=True)
    assert not any(word in done.stdout for word in (b"alice", b"bob", b"13800138000"))


NOW = datetime(2026, 11, 22, tzinfo=UTC)


def judged(*sights: LogSight, days: float = 10, lines: int = 100) -> dict[str, Level]:
    log = ServerLog("/data", "/data/log/x", NOW - timedelta(days=days), NOW, lines, 5, sights)
    findings = judge(ServerLogs(NOW, 92, Listing((log,))), Layered(LogLimits()), Scene())
    return {one.subject: one.level for one in findings if isinstance(one, Finding)}


def sight(kind: str, count: int, at: datetime = NOW) -> LogSight:
    return LogSight(kind, count, at, at, "")


def test_a_few_deadlocks_are_no_burst() -> None:
    assert judged(sight("deadlock", 9))["/data:deadlock"] is Level.NOTICE
    assert judged(sight("deadlock", 10))["/data:deadlock"] is Level.WARN


def test_refused_logins_are_judged_by_the_day() -> None:
    assert judged(sight("login", 999), days=10)["/data:login"] is Level.NOTICE
    assert judged(sight("login", 1000), days=10)["/data:login"] is Level.WARN


def test_damage_is_critical_and_what_is_older_than_the_window_is_no_news() -> None:
    assert judged(sight("corruption", 1)) == {"/data": Level.OK, "/data:corruption": Level.CRITICAL}
    assert judged(sight("corruption", 1, NOW - timedelta(days=93))) == {"/data": Level.OK}


def test_an_empty_log_says_nothing() -> None:
    assert judged(lines=0) == {"/data": Level.UNKNOWN}


def asked(bookmark: str = "none", shell: str = "/bin/sh", days: int = 92) -> Marked[LogReadings]:
    """What the ask says on this machine, behind a bookmark."""
    question = Question("x", SERVER_LOGS_LINUX.ask, (str(days), bookmark))
    ((_question, reply),) = LocalSession(Budget(60, 5), shell=shell).ask([question])
    assert isinstance(reply, bytes)
    return parse(Answer(decode(reply)[0].out.decode()))


@pytest.mark.peer
@pytest.mark.skipif(debian_binaries() is None, reason="no PostgreSQL is installed")
@pytest.mark.parametrize("form", ["stderr", "csvlog", "jsonlog"])
def test_a_real_server_that_crashed_is_found_in_its_log(form: str) -> None:
    settings = {"logging_collector": "on", "log_destination": f"'{form}'", "log_timezone": "'UTC'"}
    with postgres(settings=settings) as server:
        server.sql("create role guest login password 'x'")
        with suppress(psycopg2.OperationalError):
            psycopg2.connect(host=HOST, port=server.port, user="guest", password="wrong", dbname="postgres")
        victim = psycopg2.connect(host=str(server.folder), port=server.port, user="postgres", dbname="postgres")
        os.kill(victim.info.backend_pid, signal.SIGKILL)
        time.sleep(1.5)
        (mine,) = [one for one in asked().facts.logs.records if one.name == str(server.data)]
        assert mine.path.endswith({"stderr": ".log", "csvlog": ".csv", "jsonlog": ".json"}[form])
        assert {"crash", "login"} <= {one.kind for one in mine.part.sights}
        assert mine.part.since_at is not None
        assert mine.part.errors_count
