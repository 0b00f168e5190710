"""Dameng DM8: its session over a driver of our own, and what its checks say; no test here ran on a real DM8."""

import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from agent.catalogue import checks_for
from agent.rights.grants_dameng import darkens, script
from checks.base import Change, Check, Exhibit, Finding, Level, Scene
from checks.dameng_words import NOT_RUN
from checks.database.dameng.accounts import ACCOUNTS_CHECK
from checks.database.dameng.archiving import ARCHIVING_CHECK
from checks.database.dameng.backup_age import BACKUP_AGE
from checks.database.dameng.deadlocks import DEADLOCKS_CHECK
from checks.database.dameng.guard import GUARD
from checks.database.dameng.instance import INSTANCE_CHECK
from checks.database.dameng.jobs import JOBS_CHECK
from checks.database.dameng.licence import LICENCE_CHECK
from checks.database.dameng.lock_waits import LOCK_WAITS
from checks.database.dameng.long_transactions import LONG_TRANSACTIONS
from checks.database.dameng.parameters import PARAMETERS
from checks.database.dameng.password_policy import PASSWORD_POLICY
from checks.database.dameng.redo_logs import REDO_LOGS
from checks.database.dameng.replay_lag import REPLAY_LAG
from checks.database.dameng.server_log import SERVER_LOG
from checks.database.dameng.sessions import SESSIONS_CHECK
from checks.database.dameng.tablespace_usage import TABLESPACE_USAGE
from checks.database.dameng.top_statements import TOP_STATEMENTS
from checks.unproved import NEVER_RUN
from collectors.base import Absent, Answer, Question, Reason, SessionError, Sql, sql
from collectors.dameng import COLLECTORS
from collectors.dameng.protection import derive_backups, derive_jobs
from collectors.evidence import decode, read
from collectors.facts.dameng.accounts import Account
from collectors.facts.dameng.instances import Instance, Licence, LogLevel, Parameter, Redo, RedoFile, Settings
from collectors.facts.dameng.protection import (
    Archiving,
    Backups,
    BackupSet,
    BackupSets,
    Destination,
    Job,
    JobRun,
    Replay,
    Watcher,
)
from collectors.facts.dameng.sessions import Deadlocks, Sessions, SlowStatement, Transaction, Wait
from collectors.facts.dameng.space import DataFile, Tablespace
from collectors.sessions.base import Budget
from collectors.sessions.dameng import DamengDialect, Driver, where
from collectors.sessions.dameng_errors import code_of, state_of
from collectors.sessions.login import CredentialRefused
from collectors.sessions.sql import SqlSession
from collectors.tables import table
from config.limits import Layered
from config.secrets import Secret
from config.site import SqlAccess
from tests.peers.stub import tcp

DAY = 86_400


class DriverError(Exception):
    """Stands for dmPython.Error."""


@dataclass
class Code:
    """Stands for dmPython.DmError."""

    code: int
    words: str

    def __str__(self) -> str:
        return f"[CODE:{self.code}]{self.words}"


@dataclass
class FakeCursor:
    """Says what its connection was told."""

    told: "FakeConnection"
    description: Sequence[Sequence[object]] | None = None
    rows: list[Sequence[object]] = field(default_factory=list)

    def execute(self, statement: str) -> None:
        """Note it, and fail or answer as told."""
        self.told.log.append(statement)
        said = self.told.says(statement)
        if isinstance(said, Exception):
            raise said
        columns, self.rows = said
        self.description = [(name,) for name in columns]

    def fetchmany(self, rows: int) -> Sequence[Sequence[object]]:
        """So many."""
        return self.rows[:rows]

    def close(self) -> None:
        """Nothing is held."""


@dataclass
class FakeConnection:
    """A connection that answers by ``says``."""

    says: Callable[[str], Any]
    log: list[str] = field(default_factory=list)
    server_version: str = "8.1.3.62"
    inst_name: str = "DMSERVER"

    def cursor(self) -> FakeCursor:
        """A fresh one."""
        return FakeCursor(self)

    def rollback(self) -> None:
        """Note it."""
        self.log.append("rollback")

    def close(self) -> None:
        """Note it."""
        self.log.append("close")


CONSTANTS = {"DSQL_MODE_READ_ONLY": 1, "LANGUAGE_EN": 1, "PG_UTF8": 1}


def dialect(connect: Callable[..., Any], password: str = "s3cret") -> DamengDialect:
    return DamengDialect(
        "127.0.0.1", SqlAccess(), "XUNJIAN", Secret(password), lambda: Driver(connect, DriverError, CONSTANTS)
    )


def session(says: Callable[[str], Any], **asked: object) -> tuple[SqlSession, FakeConnection]:
    opened = FakeConnection(says)

    def connect(**parameters: object) -> FakeConnection:
        asked.update(parameters)
        return opened

    return SqlSession(dialect(connect), Budget(total_seconds=20)), opened


def asked(one: SqlSession, ask: Sql) -> bytes:
    one.connect()
    ((_question, reply),) = one.ask([Question("dameng.x", ask)])
    assert isinstance(reply, bytes)
    return reply


def test_a_statement_is_answered_in_text_and_rolled_back() -> None:
    one, opened = session(lambda _said: (("ID", "NAME"), [(1, "主库"), (2, None)]))
    reply = asked(one, sql("select id, name from v$tablespace"))
    answer = read(sql("x"), reply)
    assert isinstance(answer, Answer)
    found = table(answer)
    assert [dict(row) for row in found] == [{"id": "1", "name": "主库"}, {"id": "2", "name": None}]
    assert (found.server.product, found.server.version, found.database) == ("dameng", 801, "DMSERVER")
    assert opened.log == ["select id, name from v$tablespace", "rollback"], "no transaction stays open"


def test_the_connection_is_read_only_bounded_and_named() -> None:
    seen: dict[str, object] = {}

    def connect(**parameters: object) -> FakeConnection:
        seen.update(parameters)
        return FakeConnection(lambda _said: ((), []))

    dialect(connect).connect("", time.monotonic() + 7, lambda: None)
    assert (seen["access_mode"], seen["autoCommit"], seen["app_name"]) == (1, False, "xunjian")
    assert 1 <= int(str(seen["login_timeout"])) <= 7


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (DriverError(Code(-5504, "No SELECT privilege of object [V$LICENSE]")), "denied"),
        (DriverError("没有[V$LICENSE]对象的查询权限"), "denied"),
        (DriverError(Code(-2106, "Invalid table or view name [V$DMMONITOR]")), "failed"),
        (DriverError(Code(-6407, "Lock timeout")), "timeout"),
        (DriverError(Code(-70019, "Network communication failure")), "unreachable"),
        (DriverError("[CODE:-6001]网络通信异常"), "unreachable"),
        (DriverError("something new"), "failed"),
    ],
)
def test_what_a_refusal_means(error: DriverError, state: str) -> None:
    assert state_of(error) == state
    one, _opened = session(lambda _said: error)
    assert decode(asked(one, sql("select 1")))[0].state == state


def test_a_wrong_password_is_offered_once_and_not_shown() -> None:
    offered: list[object] = []

    def connect(**parameters: object) -> FakeConnection:
        offered.append(parameters["password"])
        raise DriverError(Code(-2501, "Invalid username or password s3cret"))

    with pytest.raises(CredentialRefused) as refused:
        SqlSession(dialect(connect), Budget(total_seconds=5)).connect()
    assert len(offered) == 1
    assert "s3cret" not in str(refused.value)


def test_an_ended_licence_at_login_is_no_wrong_password() -> None:
    with pytest.raises(SessionError) as refused:
        dialect(lambda **_all: (_ for _ in ()).throw(DriverError("[CODE:-1]license has expired"))).connect(
            "", time.monotonic() + 5, lambda: None
        )
    assert not isinstance(refused.value, CredentialRefused)


def test_a_driver_that_never_returns_is_left_behind_at_the_deadline() -> None:
    one, _opened = session(lambda _said: time.sleep(60))
    started = time.monotonic()
    assert decode(asked(one, sql("select 1", seconds=1)))[0].state == "timeout"
    assert time.monotonic() - started < 5


def test_without_the_driver_the_remedy_names_it() -> None:
    def missing() -> Driver:
        raise SessionError(Reason.TOOL_MISSING, "dmPython")

    with pytest.raises(SessionError) as found:
        replace(dialect(lambda: None), driver=missing).connect("", time.monotonic() + 5, lambda: None)
    assert found.value.reason is Reason.TOOL_MISSING


def _silent(connection: socket.socket) -> None:
    """Take what comes and say nothing."""
    connection.recv(1)
    time.sleep(30)


def test_the_vendors_driver_itself_lets_go_of_a_server_that_never_answers() -> None:
    pytest.importorskip("dmPython")
    with tcp(_silent) as peer:
        real = DamengDialect(f"127.0.0.1:{peer.port}", SqlAccess(), "XUNJIAN", Secret("x"))
        started = time.monotonic()
        with pytest.raises(SessionError) as found:
            real.connect("", time.monotonic() + 3, lambda: None)
    assert found.value.reason in {Reason.UNREACHABLE, Reason.TIMEOUT}
    assert time.monotonic() - started < 6


@pytest.mark.parametrize(
    ("address", "port", "wanted"),
    [
        ("10.0.0.5", None, ("10.0.0.5", 5236)),
        ("10.0.0.5:5237", None, ("10.0.0.5", 5237)),
        ("10.0.0.5:5237", 5238, ("10.0.0.5", 5238)),
        ("[fd00::5]:5237", None, ("fd00::5", 5237)),
        ("fd00::5", None, ("fd00::5", 5236)),
    ],
)
def test_addresses(address: str, port: int | None, wanted: tuple[str, int]) -> None:
    assert where(address, port) == wanted


def test_a_number_is_read_from_words_where_the_error_has_none() -> None:
    assert code_of(DriverError("[CODE:-2501]x")) == -2501
    assert code_of(DriverError("x")) == 0


def judged(check: Check[Any, Any], facts: object) -> dict[str, Finding]:
    return {one.subject: one for one in check.judge(facts, Layered(check.limits), Scene()) if isinstance(one, Finding)}


def levels(check: Check[Any, Any], facts: object) -> dict[str, str]:
    return {subject: one.level.value for subject, one in judged(check, facts).items()}


OPEN = Instance(
    "DMSERVER", "db01", "DM Database Server x64 V8", "OPEN", "NORMAL", 10 * DAY, "DAMENG", "2024-03-01 10:00:00"
)


@pytest.mark.parametrize(
    ("instance", "level"),
    [
        (OPEN, "ok"),
        (replace(OPEN, mode="STANDBY"), "ok"),
        (replace(OPEN, status="SUSPEND"), "critical"),
        (replace(OPEN, status="MOUNT"), "critical"),
        (replace(OPEN, status=""), "critical"),
        (replace(OPEN, uptime_seconds=DAY - 1), "notice"),
        (replace(OPEN, uptime_seconds=DAY), "ok"),
    ],
)
def test_instance(instance: Instance, level: str) -> None:
    assert levels(INSTANCE_CHECK, instance) == {"": level}


def test_the_report_says_that_no_real_server_stands_behind_it() -> None:
    shown = [one for one in INSTANCE_CHECK.judge(OPEN, Layered(INSTANCE_CHECK.limits), Scene()) if isinstance(one, Exhibit)]
    assert shown[0].rows[0][1] is NEVER_RUN
    assert all(NOT_RUN in check.traps for check in checks_for("dameng"))


@pytest.mark.parametrize(
    ("kind", "days", "level"),
    [
        ("1", 91, "ok"),
        ("1", 90, "warn"),
        ("1", 31, "warn"),
        ("1", 30, "critical"),
        ("1", -1, "critical"),
        ("1", None, "ok"),
        ("3", None, "warn"),
        ("3", 400, "warn"),
    ],
)
def test_licence(kind: str, days: int | None, level: str) -> None:
    assert levels(LICENCE_CHECK, Licence("E", kind, "2026-12-08", days)) == {"": level}


def space(used: int, size: int, limit: int, status: int = 0, name: str = "MAIN") -> tuple[Tablespace, ...]:
    file = DataFile("/dm8/data/M.DBF", size, size - used, limit, limit > size)
    return (Tablespace(name, is_temporary=False, status=status, files=(file,)),)


def test_a_full_tablespace_that_no_row_of_free_space_shows_is_found() -> None:
    assert levels(TABLESPACE_USAGE, space(1000, 1000, 1000)) == {"MAIN": "critical"}


def test_autoextension_counts_to_its_limit() -> None:
    assert levels(TABLESPACE_USAGE, space(1000, 1000, 100_000)) == {"MAIN": "ok"}
    assert levels(TABLESPACE_USAGE, space(849, 1000, 1000)) == {"MAIN": "ok"}
    assert levels(TABLESPACE_USAGE, space(850, 1000, 1000)) == {"MAIN": "warn"}
    assert levels(TABLESPACE_USAGE, space(950, 1000, 1000)) == {"MAIN": "critical"}


def test_undo_is_not_judged_by_how_full_it_is_and_a_corrupt_space_is() -> None:
    assert levels(TABLESPACE_USAGE, space(1000, 1000, 1000, name="ROLL")) == {"ROLL": "ok"}
    assert levels(TABLESPACE_USAGE, space(1, 1000, 1000, status=3)) == {"MAIN": "critical"}
    assert levels(TABLESPACE_USAGE, space(1, 1000, 1000, status=1)) == {"MAIN": "warn"}


FULL = BackupSet("F", "/bak/F", is_incremental=False, age_seconds=3 * DAY)
INCREMENTAL = BackupSet("I", "/bak/I", is_incremental=True, age_seconds=DAY)


def backups(*sets: BackupSet, elsewhere: tuple[str, ...] | None = ()) -> Backups:
    return Backups(BackupSets("/bak", sets), elsewhere)


def test_fresh_backups_are_fine_wherever_others_lie() -> None:
    assert levels(BACKUP_AGE, backups(FULL, INCREMENTAL)) == {"full": "ok", "last": "ok"}
    assert levels(BACKUP_AGE, backups(FULL, INCREMENTAL, elsewhere=("/x",))) == {"full": "ok", "last": "ok"}


def test_backups_in_a_folder_that_the_view_does_not_list_are_unseen_and_not_missing() -> None:
    old = replace(FULL, age_seconds=90 * DAY)
    assert levels(BACKUP_AGE, backups(old, elsewhere=("/backup",))) == {"full": "unknown", "last": "unknown"}
    assert levels(BACKUP_AGE, backups(old, elsewhere=None)) == {"full": "unknown", "last": "unknown"}
    assert levels(BACKUP_AGE, backups(elsewhere=())) == {"full": "unknown", "last": "unknown"}
    assert levels(BACKUP_AGE, backups(old)) == {"full": "critical", "last": "critical"}


def test_folders_below_the_default_one_are_listed() -> None:
    sets = BackupSets("/bak/", (FULL,))
    assert derive_backups(sets, ("/bak", "/bak/weekly", "/other")).elsewhere == ("/other",)
    assert derive_backups(sets, SessionError(Reason.DENIED)).elsewhere is None


def test_destinations_of_the_archive() -> None:
    local = Destination("LOCAL", "/dmarch", "VALID", 102_400)
    standby = Destination("REALTIME", "DM02", "INVALID", None)
    found = levels(ARCHIVING_CHECK, Archiving(is_on=True, mode="PRIMARY", destinations=(local, standby)))
    assert found == {"": "ok", "LOCAL /dmarch": "ok", "REALTIME DM02": "critical"}
    assert levels(ARCHIVING_CHECK, Archiving(is_on=False, mode="NORMAL", destinations=())) == {"": "warn"}


def test_a_standby_tells_no_state_of_what_its_primary_sends() -> None:
    silent = Archiving(is_on=True, mode="STANDBY", destinations=(Destination("REALTIME", "DM01", "", None),))
    assert levels(ARCHIVING_CHECK, silent)["REALTIME DM01"] == "notice"


WATCHED = Watcher("PRIMARY", "GRP1", "GLOBAL", "AUTO", "OPEN", is_restarting=True, silent_seconds=0)


@pytest.mark.parametrize(
    ("watcher", "level"),
    [
        (WATCHED, "ok"),
        (replace(WATCHED, group=""), "critical"),
        (replace(WATCHED, silent_seconds=30), "critical"),
        (replace(WATCHED, silent_seconds=29), "ok"),
        (replace(WATCHED, status="RECOVERY"), "warn"),
        (replace(WATCHED, is_restarting=False), "notice"),
    ],
)
def test_guard(watcher: Watcher, level: str) -> None:
    assert levels(GUARD, watcher) == {"": level}


def test_replay() -> None:
    assert levels(REPLAY_LAG, Replay(299, 0)) == {"": "ok"}
    assert levels(REPLAY_LAG, Replay(300, 0)) == {"": "warn"}
    assert levels(REPLAY_LAG, Replay(3600, 4)) == {"": "critical"}
    assert levels(REPLAY_LAG, Replay(None, 0)) == {"": "unknown"}


def redo(free: float, *sizes: int, switches: int = 4) -> Redo:
    files = tuple(RedoFile(f"/dm8/{number}.log", size << 20) for number, size in enumerate(sizes))
    total = sum(sizes) << 20
    return Redo(files, int(total * free), total, switches)


def test_redo() -> None:
    assert levels(REDO_LOGS, redo(0.9, 2048, 2048)) == {"": "ok"}
    assert levels(REDO_LOGS, redo(0.9, 2048)) == {"": "warn"}
    assert levels(REDO_LOGS, redo(0.2, 2048, 2048)) == {"": "warn"}
    assert levels(REDO_LOGS, redo(0.04, 2048, 2048)) == {"": "critical"}
    assert levels(REDO_LOGS, redo(0.9, 256, 256, switches=48)) == {"": "notice"}
    assert levels(REDO_LOGS, redo(0.9, 256, 256, switches=96)) == {"": "warn"}


def test_the_lower_of_licence_and_parameter_bounds_the_sessions() -> None:
    assert levels(SESSIONS_CHECK, Sessions(49, 3, 500, 50)) == {"": "critical"}
    assert levels(SESSIONS_CHECK, Sessions(49, 3, 500, 0)) == {"": "ok"}
    assert levels(SESSIONS_CHECK, Sessions(400, 3, 500, 0)) == {"": "warn"}


def test_waits_and_transactions() -> None:
    assert levels(LOCK_WAITS, ()) == {"": "ok"}
    assert levels(LOCK_WAITS, (Wait("A", "B", "IDLE", 29),)) == {"": "ok"}
    assert levels(LOCK_WAITS, (Wait("A", "B", "IDLE", 30),)) == {"": "warn"}
    assert levels(LOCK_WAITS, (Wait("A", "B", "IDLE", 300),)) == {"": "critical"}
    idle = Transaction("APP", "java", is_idle=True, changes_count=5, seconds=3600)
    assert levels(LONG_TRANSACTIONS, (idle,)) == {"idle": "critical", "open": "ok"}
    assert levels(LONG_TRANSACTIONS, (replace(idle, is_idle=False),)) == {"idle": "ok", "open": "warn"}


def test_an_idle_transaction_that_changed_nothing_is_left_out() -> None:
    assert levels(LONG_TRANSACTIONS, (Transaction("M", "exporter", is_idle=True, changes_count=0, seconds=9 * DAY),)) == {
        "idle": "ok",
        "open": "ok",
    }


def test_deadlocks_and_log_lines() -> None:
    assert [levels(DEADLOCKS_CHECK, Deadlocks(40, count, DAY))[""] for count in (0, 1, 9, 10)] == [
        "ok",
        "notice",
        "notice",
        "warn",
    ]
    info = LogLevel("INFO", 9000, 300, 20, DAY)
    assert levels(SERVER_LOG, (info,)) == {"": "ok"}
    assert levels(SERVER_LOG, (info, LogLevel("ERROR", 3, 1, 20, DAY))) == {"": "warn"}
    assert levels(SERVER_LOG, (info, LogLevel("FATAL", 1, 1, 20, DAY))) == {"": "critical"}
    assert levels(SERVER_LOG, (info, LogLevel("FATAL", 1, 0, 8 * DAY, 9 * DAY))) == {"": "ok"}


def test_jobs() -> None:
    good, bad = JobRun(0, 40_000), JobRun(-8055, 50_000)
    found = levels(
        JOBS_CHECK,
        (
            Job("a", is_enabled=True, runs=(good, bad)),
            Job("b", is_enabled=True, runs=(bad,)),
            Job("c", is_enabled=False, runs=()),
        ),
    )
    assert found == {"a": "notice", "b": "warn", "c": "notice"}
    assert levels(JOBS_CHECK, (Job("a", is_enabled=True, runs=(good,)),)) == {"": "ok"}


def test_jobs_are_absent_only_where_their_schema_is() -> None:
    with pytest.raises(Absent):
        derive_jobs(False, SessionError(Reason.FAILED))  # noqa: FBT003 - a fact
    with pytest.raises(SessionError):
        derive_jobs(True, SessionError(Reason.DENIED))  # noqa: FBT003 - a fact
    with pytest.raises(SessionError):
        derive_jobs(SessionError(Reason.DENIED), ())


def settings(buffer: int = 10_000, policy: int = 15, waiting: tuple[Parameter, ...] = ()) -> Settings:
    values = {
        "BUFFER": buffer,
        "PWD_POLICY": policy,
        "PWD_MIN_LEN": 9,
        "MAX_SESSIONS": 500,
        "SVR_LOG": 0,
        "ENABLE_AUDIT": 1,
    }
    return Settings(
        {name: Parameter(name, str(value), str(value)) for name, value in values.items()}, waiting, 16_000 << 20, 8
    )


def test_parameters() -> None:
    assert levels(PARAMETERS, settings()) == {"buffer": "ok", "pending restart": "ok", "tracing": "ok"}
    assert levels(PARAMETERS, settings(buffer=14_000))["buffer"] == "warn"
    assert levels(PARAMETERS, settings(buffer=1000))["buffer"] == "notice"
    assert levels(PARAMETERS, settings(waiting=(Parameter("WORKER_THREADS", "8", "16"),)))["pending restart"] == "notice"


@pytest.mark.parametrize(("policy", "level"), [(0, "warn"), (2, "notice"), (15, "ok"), (12, "notice")])
def test_password_rules(policy: int, level: str) -> None:
    assert levels(PASSWORD_POLICY, settings(policy=policy))["password rules"] == level


def test_a_least_length_holds_only_with_its_bit_and_is_nine_where_the_server_has_no_parameter() -> None:
    assert levels(PASSWORD_POLICY, settings(policy=13))["password rules"] == "notice"
    old = settings(policy=15)
    without = Settings({n: one for n, one in old.parameters.items() if n != "PWD_MIN_LEN"}, (), old.memory_bytes, 8)
    assert levels(PASSWORD_POLICY, without)["password rules"] == "ok"


@pytest.mark.parametrize(
    ("name", "status", "level"),
    [
        ("APP", "EXPIRED", "critical"),
        ("APP", "LOCKED(TIMED)", "warn"),
        ("APP", "EXPIRED & LOCKED", "notice"),
        ("SYSSSO", "EXPIRED", ""),
        ("AWR1", "EXPIRED", ""),
        ("SYSDBA", "EXPIRED", "critical"),
    ],
)
def test_who_cannot_log_in_any_more_is_told_and_what_the_installation_made_so_is_not(
    name: str, status: str, level: str
) -> None:
    found = levels(ACCOUNTS_CHECK, (Account(name, status, None, "DEFAULT"), Account("XUNJIAN", "OPEN", None, "DEFAULT")))
    assert found == ({name: level} if level else {"": "ok"})


def test_accounts() -> None:
    assert levels(ACCOUNTS_CHECK, (Account("APP", "OPEN", 31, "D"), Account("SYSDBA", "OPEN", None, "D"))) == {"": "ok"}
    found = levels(
        ACCOUNTS_CHECK,
        (
            Account("A", "OPEN", 30, ""),
            Account("B", "OPEN", 7, ""),
            Account("C", "LOCKED", None, ""),
            Account("D", "OPEN", -1, ""),
        ),
    )
    assert found == {"A": "warn", "B": "critical", "C": "notice", "D": "critical"}


def test_slow_statements_show_no_text() -> None:
    shown = list(TOP_STATEMENTS.judge((SlowStatement("211", 3, 15_800),), Layered(TOP_STATEMENTS.limits), Scene()))
    assert [one.level for one in shown if isinstance(one, Finding)] == [Level.NOTICE]
    assert [one.rows for one in shown if isinstance(one, Exhibit)] == [(("211", "3", "15.8"),)]


def test_every_right_is_in_the_script_and_darkens_checks_that_exist() -> None:
    wanted = {one.ask.rights for one in COLLECTORS if hasattr(one, "ask") and isinstance(one.ask, Sql) and one.ask.rights}
    assert wanted == set(darkens())
    assert {check for dark in darkens().values() for check in dark} == {
        check.id for check in checks_for("dameng") if not (isinstance(check, Change) and check.beside_baseline)
    }
    for word in ("VTI", "SYSJOB.SYSJOBHISTORIES2", "DBA_USERS"):
        assert word in script()
