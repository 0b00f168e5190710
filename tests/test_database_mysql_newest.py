"""Oracle's own MySQL with faults that were made: the statements for 8.0 and later, run on a real server.

They run where it was fetched (python -m tests.house.prove mysql_newest); else MariaDB stands for what both understand.
"""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress

import pymysql
import pytest

from checks.base import Finding, Level
from checks.database.mysql import CHECKS
from collectors.sessions.base import Budget
from collectors.sessions.mysql import MysqlDialect
from collectors.sessions.sql import SqlSession
from config.secrets import Secret
from config.site import SqlAccess
from tests.peers.asked import gathered, judged
from tests.peers.mariadb import MariadbServer
from tests.peers.mysql import is_there, mysql

pytestmark = pytest.mark.skipif(not is_there(), reason="no MySQL of Oracle's was fetched")
PASSWORD = "Quite-a-long-0ne-for-tests"
BUDGET = Budget(total_seconds=60, connect_seconds=5)
GRANTS = (
    "PROCESS ON *.*",
    "REFERENCES ON *.*",
    "REPLICATION CLIENT ON *.*",
    "SELECT ON performance_schema.*",
    "SELECT (user, host, plugin, authentication_string, account_locked, super_priv, file_priv) ON mysql.user",
)
SETTINGS = ("--log-bin=bin", "--server-id=1", "--local-infile=OFF", "--slow-query-log=ON", "--max-connections=40")


def account(server: MariadbServer) -> None:
    """Make the inspecting account, with the rights that the script names."""
    server.sql(
        "INSTALL PLUGIN auth_socket SONAME 'auth_socket.so'",
        f"CREATE USER xunjian@127.0.0.1 IDENTIFIED BY '{PASSWORD}'",
        *(f"GRANT {grant} TO xunjian@127.0.0.1" for grant in GRANTS),
        "INSTALL COMPONENT 'file://component_validate_password'",
        "ALTER USER root@localhost IDENTIFIED WITH auth_socket",
    )


def session(server: MariadbServer, tls: str = "") -> SqlSession:
    return SqlSession(MysqlDialect(server.address, SqlAccess(tls=tls), "xunjian", Secret(PASSWORD)), BUDGET)


def found(server: MariadbServer, only: str = "*") -> dict[tuple[str, str], Finding]:
    """Findings by the last part of the check's id and the subject."""
    findings, _exhibits = judged(session(server), "mysql", f"database.mysql.{only}")
    return {(check.removeprefix("database.mysql."), subject): one for (check, subject), one in findings.items()}


def at(findings: Mapping[tuple[str, str], Finding], *levels: Level) -> dict[tuple[str, str], str]:
    return {key: str(one.summary) for key, one in findings.items() if one.level in levels}


@pytest.fixture(scope="module")
def server() -> Iterator[MariadbServer]:
    with mysql(*SETTINGS, zone="Asia/Shanghai") as made:
        made.sql(
            "CREATE DATABASE `订单库`",
            "CREATE DATABASE shop",
            "CREATE TABLE `订单库`.`客户` (id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, `姓名` CHAR(9), KEY n (`姓名`))",
            "CREATE TABLE shop.good (id INT PRIMARY KEY AUTO_INCREMENT, a INT, b INT, KEY ab (a, b))",
            "INSERT INTO shop.good (a, b) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) "
            "SELECT i, i % 7 FROM n",
        )
        account(made)
        yield made


def test_every_check_answers_on_a_healthy_server_with_no_false_alarm(server: MariadbServer) -> None:
    findings = found(server)
    assert {check for check, _subject in findings} >= {one.id.removeprefix("database.mysql.") for one in CHECKS} - OF_HOSTS
    assert at(findings, Level.WARN, Level.CRITICAL) == {}
    assert {check for check, _subject in at(findings, Level.UNKNOWN)} == {"backup_age"}, "nobody keeps a record of backups"
    assert findings["accounts", ""].level is Level.OK
    assert "MySQL" in str(findings["product", ""].summary)
    assert findings["schema_space", "订单库"].level is Level.OK
    assert findings["error_log", ""].level is Level.OK


OF_HOSTS = frozenset({"server_log"})
"""Checks of the product that are answered by the machine it runs on."""


def test_faults_of_tables_and_accounts(server: MariadbServer) -> None:
    server.sql(
        "CREATE DATABASE faults",
        "CREATE TABLE faults.twice (id INT PRIMARY KEY, a INT, b INT, KEY k1 (a), KEY k2 (a, b))",
        "CREATE TABLE faults.keyless (a INT)",
        "CREATE TABLE faults.old (a INT PRIMARY KEY) ENGINE=MyISAM",
        "CREATE TABLE faults.full (id TINYINT PRIMARY KEY AUTO_INCREMENT)",
        "INSERT INTO faults.full VALUES (125)",
        "UNINSTALL COMPONENT 'file://component_validate_password'",
        "CREATE USER nobody@'%' IDENTIFIED BY ''",
    )
    try:
        bad = at(found(server), Level.NOTICE, Level.WARN, Level.CRITICAL)
    finally:
        server.sql("DROP DATABASE faults", "DROP USER nobody@'%'", "INSTALL COMPONENT 'file://component_validate_password'")
    assert {
        ("redundant_indexes", "faults.twice.k1"),
        ("primary_keys", "faults.keyless"),
        ("engines", "faults.old"),
        ("auto_increment", "faults.full.id"),
        ("accounts", "nobody@%"),
    } <= bad.keys()


def test_who_waits_for_whom(server: MariadbServer) -> None:
    with ExitStack() as stack:
        first, second = (stack.enter_context(server.connect(database="shop")) for _ in range(2))
        first.cursor().execute("START TRANSACTION")
        first.cursor().execute("UPDATE good SET b = 0 WHERE id = 1")
        with first.cursor() as asked:
            asked.execute("SELECT CONNECTION_ID()")
            ((blocker,),) = asked.fetchall()

        def wait() -> None:
            with suppress(pymysql.Error):
                second.cursor().execute("UPDATE good SET b = 1 WHERE id = 1")

        worker = threading.Thread(target=wait)
        worker.start()
        time.sleep(2)
        findings = found(server)
        first.rollback()
        worker.join()
    assert findings["lock_waits", ""].measures["waiting_count"] == 1
    assert str(blocker) in findings["lock_waits", ""].quote, "performance_schema.data_lock_waits names who blocks"
    assert 1 <= findings["long_transactions", ""].measures["oldest_seconds"] < 60, "and no eight hours of a time zone"


def until(look: Callable[[], bool]) -> None:
    end = time.monotonic() + 15
    while not look():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.2)


def test_a_replica_that_follows_breaks_and_writes_it_down(server: MariadbServer) -> None:
    with mysql("--server-id=2", "--read-only=ON", "--replica-parallel-workers=1", "--slow-query-log=ON") as replica:
        account(replica)
        server.sql(
            "CREATE USER follower@127.0.0.1 IDENTIFIED BY 'Follow-3r!'",
            "GRANT REPLICATION SLAVE ON *.* TO follower@127.0.0.1",
        )
        status = server.sql("SHOW BINARY LOG STATUS")[0]
        replica.sql(
            "CREATE DATABASE shop",
            "CREATE TABLE shop.good (id INT PRIMARY KEY, a INT, b INT)",
            f"CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT={server.port}, SOURCE_USER='follower', "
            f"SOURCE_PASSWORD='Follow-3r!', SOURCE_LOG_FILE='{status[0]}', SOURCE_LOG_POS={status[1]}, "
            "GET_SOURCE_PUBLIC_KEY=1",
        )
        assert Level.CRITICAL in {one.level for one in found(replica, "replication").values()}, "set up and not started"
        replica.sql("START REPLICA")
        until(lambda: not at(found(replica, "replication"), Level.CRITICAL, Level.WARN))
        replica.sql("INSERT INTO shop.good VALUES (99999, 5, 5)")
        server.sql(
            "SET SESSION binlog_format = 'STATEMENT'", "INSERT INTO shop.good (id, a, b) VALUES (99999, 7, 13800138000 % 9)"
        )
        until(lambda: bool(at(found(replica, "replication"), Level.CRITICAL)))
        gathering = gathered(session(replica), "mysql", "database.mysql.*")
        broken = found(replica)
        assert "1062" in "".join(str(one.observed) for (check, _s), one in broken.items() if check == "replication")
        said = at({key: one for key, one in broken.items() if key[0] == "error_log"}, Level.WARN)
        assert said, "the error is in the server's own log, which performance_schema shows"
        for reply in gathering.replies.values():
            assert not isinstance(reply, bytes) or b"13800138000" not in reply, "no statement's values in the evidence"
    server.sql("DELETE FROM shop.good WHERE id = 99999", "DROP USER follower@127.0.0.1")


def test_a_server_that_is_stopped_holds_nobody(server: MariadbServer) -> None:
    server.stop(signal.SIGSTOP)
    try:
        started = time.monotonic()
        using = SqlSession(
            MysqlDialect(server.address, SqlAccess(), "xunjian", Secret(PASSWORD)),
            Budget(total_seconds=5, connect_seconds=2),
        )
        with pytest.raises(Exception, match=r"."):
            using.connect()
        assert time.monotonic() - started < 4
    finally:
        server.stop(signal.SIGCONT)
