"""MariaDB of our own on loopback, with faults that were made: each found, the rest fine; and sessions in trouble."""

import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

import pymysql
import pytest

from agent.catalogue import collectors_for
from agent.expected import values_of
from agent.gather import Gathering
from agent.rights.grants_mysql import script_mariadb as script
from checks.base import Finding, Level
from checks.database.mysql import CHECKS
from collectors.base import Collector, Reason, SessionError, Sql
from collectors.evidence import decode
from collectors.mysql import COLLECTORS
from collectors.mysql.coverage import MOST_TABLES
from collectors.sessions.base import Budget
from collectors.sessions.login import CredentialRefused
from collectors.sessions.mysql import MysqlDialect
from collectors.sessions.sql import SqlSession
from config.secrets import Secret
from config.site import Site, SqlAccess
from tests.peers.asked import gathered, judged
from tests.peers.mariadb import MariadbServer, again, is_there, mariadb
from tests.peers.sshd import free_port

pytestmark = [pytest.mark.peer, pytest.mark.skipif(not is_there(), reason="no MariaDB is installed")]
GALERA = Path("/usr/lib/galera/libgalera_smm.so")
PASSWORD = "Quite-a-long-0ne-for-tests"
BUDGET = Budget(total_seconds=60, connect_seconds=5)
SETTINGS = (
    "--log-bin=bin",
    "--server-id=1",
    "--performance-schema=ON",
    "--expire-logs-days=7",
    "--sync-binlog=1",
    "--slow-query-log=ON",
    "--local-infile=OFF",
    "--secure-file-priv=/tmp",
    "--max-connections=30",
)
GRANTS = (
    "PROCESS ON *.*",
    "REFERENCES ON *.*",
    "BINLOG MONITOR, SLAVE MONITOR ON *.*",
    "SELECT ON performance_schema.*",
    "SELECT ON mysql.global_priv",
)


def account(server: MariadbServer, grants: tuple[str, ...] = GRANTS) -> None:
    """Make the inspecting account, with the rights that the script names."""
    server.sql(f"CREATE OR REPLACE USER xunjian@127.0.0.1 IDENTIFIED BY '{PASSWORD}'")
    for grant in grants:
        server.sql(f"GRANT {grant} TO xunjian@127.0.0.1")


def session(server: MariadbServer, password: str = PASSWORD, budget: Budget = BUDGET, tls: str = "") -> SqlSession:
    return SqlSession(MysqlDialect(server.address, SqlAccess(tls=tls), "xunjian", Secret(password)), budget)


def found(server: MariadbServer, only: str = "*") -> dict[tuple[str, str], Finding]:
    """Findings by the last part of the check's id and the subject."""
    findings, _exhibits = judged(session(server), "mysql", f"database.mysql.{only}")
    return {(check.removeprefix("database.mysql."), subject): one for (check, subject), one in findings.items()}


def levels(findings: Mapping[tuple[str, str], Finding]) -> dict[tuple[str, str], str]:
    return {key: one.level.value for key, one in findings.items()}


@pytest.fixture(scope="module")
def server() -> Iterator[MariadbServer]:
    with mariadb(*SETTINGS, zone="Asia/Shanghai") as made:
        account(made)
        made.sql(
            "CREATE USER backup@localhost IDENTIFIED BY 'b'",
            "GRANT ALL ON *.* TO backup@localhost",
            "CREATE DATABASE `订单库` CHARACTER SET utf8mb4",
            "CREATE DATABASE shop",
            "CREATE TABLE `订单库`.`客户` (id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, `姓名` CHAR(9), KEY n (`姓名`))",
            "CREATE TABLE shop.good (id INT PRIMARY KEY AUTO_INCREMENT, a INT, b INT, KEY ab (a, b))",
            "INSERT INTO shop.good (a, b) SELECT seq, seq % 7 FROM shop.seq_1_to_2000",
        )
        yield made


@pytest.fixture(scope="module")
def raw() -> Iterator[MariadbServer]:
    """Another server, as it is fresh from the installation: no binary logs, and whoever comes from this machine is root."""
    with mariadb("--server-id=2", "--performance-schema=ON", is_hardened=False) as made:
        account(made)
        yield made


def test_every_check_answers_on_a_healthy_busy_server_with_no_false_alarm(server: MariadbServer) -> None:
    until = time.monotonic() + 3.0
    failures: list[Exception] = []

    def work() -> None:
        try:
            with server.connect(database="shop") as opened, opened.cursor() as cursor:
                for number in range(100_000):
                    if time.monotonic() > until:
                        break
                    cursor.execute("INSERT INTO good (a, b) VALUES (%s, 1)", (number,))
                    cursor.execute("SELECT COUNT(*) FROM good WHERE a = %s", (number % 50,))
                    cursor.execute("UPDATE good SET b = b + 1 WHERE id = %s", (number % 100 + 1,))
        except pymysql.Error as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    time.sleep(1.0)
    findings = found(server)
    for one in threads:
        one.join()
    assert not failures
    asked = {one.id.removeprefix("database.mysql.") for one in CHECKS} - {"server_log"}  # that is read on its host
    compared = {check for check, _subject in findings if check.startswith("changed_")}  # of one moment: the first time
    assert {check for check, _subject in findings} - compared == asked
    bad = {key: one.level.value for key, one in findings.items() if one.level in {Level.WARN, Level.CRITICAL}}
    assert bad == {}
    unseen = {check for (check, _s), one in findings.items() if one.level is Level.UNKNOWN}
    assert unseen == {"backup_age", "error_log"}, "of MariaDB only these are not told in SQL"


def test_a_chinese_schema_is_named_as_people_write_it(server: MariadbServer) -> None:
    assert findings_of(found(server, "schema_space")) >= {"订单库", "shop"}
    server.sql("CREATE TABLE `订单库`.`无 主键` (a INT)")
    try:
        assert found(server, "primary_keys")["primary_keys", "订单库.无 主键"].level is Level.NOTICE
    finally:
        server.sql("DROP TABLE `订单库`.`无 主键`")


def findings_of(findings: Mapping[tuple[str, str], Finding]) -> set[str]:
    return {subject for _check, subject in findings}


def test_faults_of_tables(server: MariadbServer) -> None:
    server.sql(
        "CREATE DATABASE faults",
        "CREATE TABLE faults.full (id TINYINT UNSIGNED PRIMARY KEY AUTO_INCREMENT)",
        "INSERT INTO faults.full VALUES (231)",
        "CREATE TABLE faults.half (id SMALLINT PRIMARY KEY AUTO_INCREMENT)",
        "INSERT INTO faults.half VALUES (16000)",
        "CREATE TABLE faults.old (a INT PRIMARY KEY) ENGINE=MyISAM",
        "CREATE TABLE faults.aria (a INT PRIMARY KEY) ENGINE=Aria",
        "CREATE TABLE faults.parts (a INT) PARTITION BY HASH (a) PARTITIONS 4",
        "CREATE TABLE faults.uniq (a INT NOT NULL, UNIQUE u (a))",
        "CREATE TABLE faults.twice (id INT PRIMARY KEY, a INT, b INT, c VARCHAR(20), KEY k1 (a), KEY k2 (a, b), "
        "UNIQUE k3 (b), KEY k4 (b, a), KEY k5 (c(4)), KEY k6 (c), KEY k7 (a, b))",
    )
    try:
        said = levels(found(server))
    finally:
        server.sql("DROP DATABASE faults")
    assert said["auto_increment", "faults.full.id"] == "critical"
    assert said["auto_increment", "faults.half.id"] == "ok", "half full: told, so that its growth can be followed"
    assert said["engines", "faults.old"] == "notice"
    assert ("engines", "faults.aria") not in said
    assert said["primary_keys", "faults.parts"] == "notice"
    assert ("primary_keys", "faults.uniq") not in said
    assert {s for check, s in said if check == "redundant_indexes"} == {
        "",
        "faults.twice.k1",
        "faults.twice.k7",
        "faults.twice.k5",
    } - {"faults.twice.k5"}, "k5 is over the beginning of a column, k3 is a rule"


def test_a_long_transaction_and_a_wait_under_another_time_zone(server: MariadbServer) -> None:
    """The server's machine is eight hours from UTC: a transaction of seconds must not be eight hours old."""
    with ExitStack() as stack:
        first, second, third = (stack.enter_context(server.connect(database="shop")) for _ in range(3))
        first.cursor().execute("START TRANSACTION")
        first.cursor().execute("UPDATE good SET b = 0 WHERE id = 1")

        def wait(opened: "pymysql.Connection[pymysql.cursors.Cursor]", statement: str) -> None:
            with suppress(pymysql.Error):
                opened.cursor().execute(statement)

        waits = [
            threading.Thread(target=wait, args=(second, "UPDATE good SET b = 1 WHERE id = 1")),
            threading.Thread(target=wait, args=(third, "ALTER TABLE good ADD COLUMN z INT")),
        ]
        for one in waits:
            one.start()
        time.sleep(2.5)
        findings = found(server)
        first.rollback()
        for one in waits:
            one.join()
    server.sql("ALTER TABLE shop.good DROP COLUMN IF EXISTS z")
    oldest = findings["long_transactions", ""].measures["oldest_seconds"]
    assert 1 <= oldest < 60
    assert findings["long_transactions", "idle"].measures["idle_seconds"] >= 1
    waiting = findings["lock_waits", ""]
    assert waiting.measures["waiting_count"] == 2
    assert "row: " in waiting.quote
    assert "metadata: " in waiting.quote
    assert findings["coverage", ""].level is Level.OK, "a table that is waited for is seen all the same"
    assert findings["engines", ""].level is Level.OK, "and it is not one that cannot be opened"


def test_connections_used_up(server: MariadbServer) -> None:
    with ExitStack() as stack:
        for _ in range(27):
            stack.enter_context(server.connect())
        finding = found(server, "connections")["connections", ""]
    assert finding.level is Level.CRITICAL
    assert finding.measures["used_count"] >= 27
    server.sql("FLUSH STATUS")


def test_accounts_with_faults(raw: MariadbServer) -> None:
    raw.sql(
        "CREATE OR REPLACE USER ''@localhost",
        "CREATE USER boss@'%' IDENTIFIED BY 'x'",
        "GRANT ALL ON *.* TO boss@'%'",
        "CREATE USER socket@localhost IDENTIFIED VIA unix_socket",
        "CREATE USER either@localhost IDENTIFIED VIA unix_socket OR mysql_native_password USING ''",
        "CREATE ROLE office",
        "CREATE USER locked@localhost ACCOUNT LOCK",
    )
    said = {subject: level for (_c, subject), level in levels(found(raw, "accounts")).items()}
    assert said["@localhost"] == "critical", "anonymous"
    assert said["root@localhost"] == "critical"
    assert said["either@localhost"] == "critical", "one of two ways takes an empty password"
    assert said["boss@%"] == "warn"
    assert not {"socket@localhost", "office@", "locked@localhost", "mariadb.sys@localhost", "PUBLIC@"} & said.keys()


def test_replication_stopped_broken_and_behind(server: MariadbServer, raw: MariadbServer) -> None:
    server.sql(
        "CREATE OR REPLACE USER follower@127.0.0.1 IDENTIFIED BY 'f'",
        "GRANT REPLICATION SLAVE ON *.* TO follower@127.0.0.1",
    )
    try:
        follow(server, raw)
    finally:
        raw.sql("STOP ALL SLAVES", "RESET SLAVE 'east' ALL", "RESET SLAVE 'west' ALL", "DROP DATABASE IF EXISTS shop")
        raw.sql("SET GLOBAL read_only = OFF")
        server.sql("DELETE FROM shop.good WHERE id = 999999")


def follow(server: MariadbServer, replica: MariadbServer) -> None:
    replica.sql(
        "SET GLOBAL read_only = ON",
        f"CHANGE MASTER 'east' TO MASTER_HOST='127.0.0.1', MASTER_PORT={server.port}, MASTER_USER='follower', "
        "MASTER_PASSWORD='f', MASTER_LOG_FILE='bin.000001', MASTER_LOG_POS=4",
        f"CHANGE MASTER 'west' TO MASTER_HOST='127.0.0.1', MASTER_PORT={free_port()}, MASTER_USER='follower', "
        "MASTER_PASSWORD='f', MASTER_CONNECT_RETRY=1",
    )
    stopped = found(replica, "replication")
    assert stopped["replication", "east"].level is Level.CRITICAL
    position = server.sql("SHOW MASTER STATUS")[0]
    replica.sql(
        f"CHANGE MASTER 'east' TO MASTER_LOG_FILE='{position[0]}', MASTER_LOG_POS={position[1]}",
        "CREATE DATABASE shop",
        "CREATE TABLE shop.good (id INT PRIMARY KEY AUTO_INCREMENT, a INT, b INT)",
        "START ALL SLAVES",
    )
    until = time.monotonic() + 10
    while replica.sql("SHOW ALL SLAVES STATUS")[0][12] != "Yes" and time.monotonic() < until:
        time.sleep(0.1)
    running = found(replica, "replication")
    assert running["replication", "east"].level is Level.OK, running["replication", "east"].summary
    assert running["replication", "west"].level is Level.CRITICAL, "nobody listens there"
    assert running["replication", "read_only"].level is Level.OK
    replica.sql("SET GLOBAL read_only = OFF", "INSERT INTO shop.good (id, a) VALUES (999999, 5)")
    server.sql("SET STATEMENT binlog_format = 'STATEMENT' FOR INSERT INTO shop.good (id, a, b) VALUES (999999, 7, 7)")
    until = time.monotonic() + 10
    while replica.sql("SHOW ALL SLAVES STATUS")[0][13] == "Yes" and time.monotonic() < until:
        time.sleep(0.1)
    gathering = gathered(session(replica), "mysql", "database.mysql.replication")
    broken = found(replica, "replication")
    assert broken["replication", "east"].level is Level.CRITICAL
    assert "1062" in str(broken["replication", "east"].observed)
    assert broken["replication", "read_only"].level is Level.WARN
    said = "".join(str(row) for row in replica.sql("SHOW ALL SLAVES STATUS"))
    assert "VALUES (999999, 7, 7)" in said, "the server itself quotes the statement"
    reply = gathering.replies["mysql.channels"]
    assert isinstance(reply, bytes)
    assert b"VALUES" not in reply, "no statement of the customer's is in the evidence"
    assert b"1062" in reply


def test_binary_logs_that_fill_and_are_never_purged(server: MariadbServer, raw: MariadbServer) -> None:
    server.sql("SET GLOBAL expire_logs_days = 0", *["FLUSH BINARY LOGS"] * 3)
    findings = found(server, "binary_logs")
    server.sql("SET GLOBAL expire_logs_days = 7")
    assert findings["binary_logs", "kept"].level is Level.WARN
    assert findings["binary_logs", ""].measures["files_count"] >= 4
    assert found(raw, "binary_logs")["binary_logs", ""].level is Level.WARN, "none are written"


def test_a_table_of_which_most_rows_are_gone_is_not_called_full(server: MariadbServer) -> None:
    """Four fifths of the rows go at random: what the server calls free is little, and that proves nothing."""
    server.sql(
        "CREATE DATABASE holes",
        "CREATE TABLE holes.big (id INT PRIMARY KEY, pad CHAR(200) NOT NULL)",
        "INSERT INTO holes.big SELECT seq, REPEAT('x', 200) FROM holes.seq_1_to_400000",
        "ANALYZE TABLE holes.big",
    )
    try:
        before = found(server, "fragmentation")["fragmentation", "holes.big"]
        server.sql("DELETE FROM holes.big WHERE id % 5 <> 0", "ANALYZE TABLE holes.big")
        until = time.monotonic() + 20
        while (
            server.sql("SELECT count FROM information_schema.innodb_metrics WHERE name = 'trx_rseg_history_len'")[0][0] > 5
        ):
            assert time.monotonic() < until
            time.sleep(0.2)
        server.sql("ANALYZE TABLE holes.big")
        after = found(server, "fragmentation")["fragmentation", "holes.big"]
    finally:
        server.sql("DROP DATABASE holes")
    assert before.level is Level.OK
    assert "nobody can tell" in str(after.summary) or after.level is Level.NOTICE
    assert after.measures["bytes_per_row"] > 2 * before.measures["bytes_per_row"], "the sign that history shows"


def test_a_table_that_another_session_locks_is_not_called_broken(server: MariadbServer) -> None:
    started = time.monotonic()
    with server.connect(database="shop") as holder, holder.cursor() as cursor:
        cursor.execute("LOCK TABLES good WRITE")
        findings = found(server)
    assert time.monotonic() - started < 10
    assert findings["engines", ""].level is Level.OK
    assert findings["coverage", ""].level is Level.OK


def test_a_revoked_right_is_said_and_nothing_turns_to_fine(server: MariadbServer) -> None:
    whole = levels(found(server))
    for right, dark in (
        ("PROCESS ON *.*", {"long_transactions", "lock_waits", "history_list", "schema_space", "primary_keys", "coverage"}),
        ("BINLOG MONITOR ON *.*", {"binary_logs"}),
        ("SLAVE MONITOR ON *.*", {"replication"}),
        ("SELECT ON mysql.global_priv", {"accounts"}),
        ("SELECT ON performance_schema.*", {"top_statements"}),
    ):
        server.sql(f"REVOKE {right} FROM xunjian@127.0.0.1")
        try:
            less = found(server)
        finally:
            server.sql(f"GRANT {right} TO xunjian@127.0.0.1")
        for check in dark:
            assert {one.level for (c, _s), one in less.items() if c == check} == {Level.UNKNOWN}, (right, check)
        for key, one in less.items():
            assert one.level in {Level.UNKNOWN, Level(whole.get(key, "unknown"))}, (right, key)


def test_without_references_the_dark_schemas_are_named(server: MariadbServer) -> None:
    server.sql("REVOKE REFERENCES ON *.* FROM xunjian@127.0.0.1")
    try:
        findings = found(server)
    finally:
        server.sql("GRANT REFERENCES ON *.* TO xunjian@127.0.0.1")
    assert findings["coverage", ""].level is Level.WARN
    for check in ("auto_increment", "engines", "redundant_indexes"):
        assert {s: f.level for (c, s), f in findings.items() if c == check} == {
            "shop": Level.UNKNOWN,
            "订单库": Level.UNKNOWN,
        }


def test_references_reads_no_row(server: MariadbServer) -> None:
    opened = pymysql.connect(host="127.0.0.1", port=server.port, user="xunjian", password=PASSWORD)
    with opened, pytest.raises(pymysql.OperationalError, match="1142"):
        opened.cursor().execute("SELECT * FROM shop.good")


def test_a_wrong_password_is_offered_once(server: MariadbServer) -> None:
    def refused() -> int:
        return int(server.sql("SHOW GLOBAL STATUS LIKE 'Access_denied_errors'")[0][1])

    before = refused()
    with pytest.raises(CredentialRefused) as caught:
        session(server, "wrong").connect()
    assert refused() == before + 1
    assert "wrong" not in str(caught.value)


def test_tls_that_is_wanted_and_not_there_is_refused_before_the_password(server: MariadbServer) -> None:
    with pytest.raises(SessionError) as caught:
        session(server, tls="require").connect()
    assert caught.value.reason is Reason.REFUSED
    session(server, tls="prefer").connect()


def test_nobody_listens() -> None:
    gone = SqlSession(MysqlDialect(f"127.0.0.1:{free_port()}", SqlAccess(), "x", None), BUDGET)
    with pytest.raises(SessionError) as caught:
        gone.connect()
    assert caught.value.reason is Reason.UNREACHABLE


def asked(one: SqlSession, between: Mapping[str, object]) -> dict[str, str]:
    """Ask everything; after the named collectors' answers do what is said. The states of the replies, and of the whole."""
    gathering = Gathering(collectors_for("mysql", CHECKS), values_of(Site()))
    one.connect()
    states = {}
    try:
        for question, reply in one.ask(gathering.questions(1)):
            assert isinstance(reply, bytes)
            states[question.id] = decode(reply)[0].state
            if callable(act := between.get(question.id)):
                act()
    except SessionError as error:
        states["whole"] = error.reason.value
    finally:
        one.close()
    return states


def test_a_server_that_is_stopped_holds_nobody(server: MariadbServer) -> None:
    started = time.monotonic()
    try:
        states = asked(
            session(server, budget=Budget(total_seconds=4, connect_seconds=2)),
            {"mysql.channels": lambda: server.stop(signal.SIGSTOP)},
        )
    finally:
        server.stop(signal.SIGCONT)
    assert time.monotonic() - started < 7
    assert states["mysql.counters"] == "ok"
    assert states["mysql.group_members"] in {"timeout", "budget"}, "the first that is asked while it is stopped"
    assert set(states.values()) <= {"ok", "denied", "timeout", "unreachable", "budget"}
    assert found(server, "instance")["instance", ""].level in {Level.OK, Level.NOTICE}, "and it is as before"


def test_a_server_that_is_killed_and_comes_again_costs_what_was_asked_meanwhile(raw: MariadbServer) -> None:
    def kill() -> None:
        raw.stop(signal.SIGKILL)
        raw.process.wait(20)
        again(raw, "--server-id=2", "--performance-schema=ON")

    states = asked(session(raw), {"mysql.channels": kill})
    lost = [name for name, state in states.items() if state == "unreachable"]
    assert len(lost) == 1
    assert [name for name, state in states.items() if state not in {"ok", "failed", "denied", "unreachable"}] == []


def test_a_right_taken_away_in_the_middle_darkens_only_what_needs_it(server: MariadbServer) -> None:
    try:
        states = asked(
            session(server), {"mysql.counters": lambda: server.sql("REVOKE PROCESS ON *.* FROM xunjian@127.0.0.1")}
        )
    finally:
        server.sql("GRANT PROCESS ON *.* TO xunjian@127.0.0.1")
    assert states["mysql.settings"] == "ok"
    assert states["mysql.accounts"] == "ok"
    assert {"ok", "denied", "failed"} >= set(states.values())


def test_our_statements_change_nothing(server: MariadbServer) -> None:
    """Not even what the account may: the session itself is read-only."""
    opened = MysqlDialect(server.socket, SqlAccess(), "root", None).connect("", time.monotonic() + 5, lambda: None)
    try:
        for statement in (
            "CREATE TABLE shop.ours (a INT)",
            "INSERT INTO shop.good (a) VALUES (1)",
            "TRUNCATE TABLE shop.good",
        ):
            with pytest.raises(Exception, match="1792"):
                opened.run(statement, 5, 10, time.monotonic() + 5, lambda: None)
    finally:
        opened.close()


def test_with_very_many_tables_none_is_opened_to_tell_of_it(server: MariadbServer) -> None:
    """The bound at 1 in place of 20,000, as so many tables are not made in a test."""

    def opened() -> int:
        return sum(int(row[1]) for row in server.sql("SHOW GLOBAL STATUS LIKE 'Opened_table%'"))

    texts = [
        one.ask.statements[0].text
        for one in COLLECTORS
        if isinstance(one, Collector) and isinstance(one.ask, Sql) and f"<= {MOST_TABLES}" in one.ask.statements[0].text
    ]
    assert len(texts) == 4, "coverage, engines, counters, indexes"
    server.sql("FLUSH TABLES", *texts)
    for text in texts:
        server.sql("FLUSH TABLES")
        before = opened()
        server.sql(text.replace(f"<= {MOST_TABLES}", "<= 1"))
        assert opened() == before
        server.sql(text)
        assert opened() > before, "and without it every one is"


@pytest.mark.skipif(not GALERA.exists(), reason="no Galera is installed")
def test_a_galera_node_that_has_lost_its_cluster_is_inspected_and_said() -> None:
    """It refuses to begin a transaction (1047): just then the inspection has to see it."""
    port = free_port()
    with mariadb(
        "--log-bin=bin",
        "--wsrep-on=ON",
        "--binlog-format=ROW",
        f"--wsrep-provider={GALERA}",
        "--wsrep-cluster-address=gcomm://",
        "--wsrep-node-address=127.0.0.1",
        f"--wsrep-provider-options=base_port={port};gmcast.listen_addr=tcp://127.0.0.1:{port}",
        is_hardened=False,
    ) as node:
        account(node)
        inside = levels(found(node, "galera"))
        node.sql("SET GLOBAL wsrep_cluster_address=''")
        lost = found(node)
    assert inside["galera", ""] == "warn", "a cluster of one"
    assert lost["galera", ""].level is Level.CRITICAL
    assert "primary component" in str(lost["galera", ""].summary)
    assert lost["accounts", "root@localhost"].level is Level.CRITICAL, "tables are read as well"
    assert lost["long_transactions", ""].level is Level.OK


def test_the_script_of_rights_is_the_one_that_is_tested() -> None:
    for grant in GRANTS:
        if not grant.startswith("SELECT ON mysql"):
            assert grant.split(" ON ")[0].split(",")[0] in script()


def test_the_backup_tools_own_record_is_read_and_goes_stale(server: MariadbServer) -> None:
    """mariadb-backup writes its history itself; a record of long ago is a backup too old."""
    said = subprocess.run(
        [
            "mariadb-backup",
            "--no-defaults",
            "--backup",
            "--history=nightly",
            "--stream=xbstream",
            f"--socket={server.socket}",
            f"--datadir={server.folder / 'd'}",
            "--user=backup",
            "--password=b",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
        cwd="/tmp",
    )
    assert said.returncode == 0, said.stderr[-2000:]
    tables = server.sql(
        "SELECT table_schema, table_name FROM information_schema.tables WHERE table_name LIKE '%backup_history'"
        " OR table_name = 'xtrabackup_history'"
    )
    assert tables, "it left no record"
    schema, name = tables[0]
    server.sql(f"GRANT SELECT ON {schema}.{name} TO xunjian@127.0.0.1")
    try:
        fresh = found(server, "backup_age")
        server.sql(f"UPDATE {schema}.{name} SET end_time = NOW() - INTERVAL 20 DAY")
        old = found(server, "backup_age")
    finally:
        server.sql(f"DROP TABLE {schema}.{name}")
    assert levels(fresh) == {("backup_age", "full"): "ok", ("backup_age", "last"): "ok"}
    assert fresh["backup_age", "last"].measures["backup_age_seconds"] < 600
    assert levels(old) == {("backup_age", "full"): "critical", ("backup_age", "last"): "critical"}
