"""Each statement of PostgreSQL and MySQL is once too slow on a real server: its own UNKNOWN, the rest judged as before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from agent.catalogue import checks_for, collectors_for
from agent.expected import values_of
from agent.gather import Gathering
from agent.judging import judge
from agent.outcomes import Reply
from checks.base import Check, Finding, Level, Scene
from collectors.base import EachDatabase, Question, Sql
from collectors.evidence import decode
from collectors.sessions.base import Budget
from collectors.sessions.mysql import MysqlDialect
from collectors.sessions.postgres import PostgresDialect
from collectors.sessions.sql import Check as Look
from collectors.sessions.sql import Connection, Dialect, Rows, SqlSession
from config.secrets import Secret
from config.site import Site, SqlAccess
from tests.peers import postgres_monitor
from tests.peers.mariadb import is_there, mariadb
from tests.peers.postgres import HOST, debian_binaries, postgres
from tests.test_database_mysql_live import account

pytestmark = pytest.mark.peer
BUDGET = Budget(total_seconds=60, connect_seconds=5)
SLOW = {
    "postgres": "set local statement_timeout = 30; select pg_sleep(9)",
    "mysql": "SET STATEMENT max_statement_time = 0.03 FOR SELECT SLEEP(9)",
}
"""What runs in a statement's place: the server itself ends it, with the words and the code it has for that."""


@dataclass(frozen=True, slots=True)
class Slowed:
    """A dialect whose statements of ``texts`` take too long on the real server."""

    real: Dialect
    slow: str
    texts: set[str] = field(default_factory=set)

    @property
    def relatives(self) -> frozenset[str]:
        return self.real.relatives

    def connect(self, database: str, until: float, check: Look) -> "SlowedConnection":
        return SlowedConnection(self.real.connect(database, until, check), self)


class SlowedConnection:
    """One of its connections."""

    def __init__(self, real: Connection, of: Slowed) -> None:
        self._real = real
        self._of = of
        self.server = real.server
        self.database = real.database
        self.cluster = str(getattr(real, "cluster", ""))

    def run(self, statement: str, seconds: int, most: int, until: float, check: Look) -> Rows:
        return self._real.run(self._of.slow if statement in self._of.texts else statement, seconds, most, until, check)

    def close(self) -> None:
        self._real.close()


@dataclass(frozen=True, slots=True)
class World:
    """A real server: what asks it, and what it said when nothing was slow."""

    platform: str
    dialect: Slowed
    questions: Mapping[str, Question]
    replies: Mapping[str, Reply]

    def asked(self, questions: list[Question]) -> dict[str, Reply]:
        session = SqlSession(self.dialect, BUDGET)
        session.connect()
        try:
            return {question.id: reply for question, reply in session.ask(questions)}
        finally:
            session.close()

    def findings(self, replies: Mapping[str, Reply]) -> dict[tuple[str, str], Finding]:
        checks = [one for one in checks_for(self.platform) if isinstance(one, Check)]
        gathering = Gathering(collectors_for(self.platform, checks), values_of(Site()))
        gathering.questions(1)
        gathering.replies |= replies
        gathering.settle()
        found, _exhibits = judge(checks, gathering.outcomes, {}, Scene(at=datetime.now(UTC)))
        return {(one.check, one.subject): one for one in found}


def world(platform: str, dialect: Dialect) -> World:
    checks = [one for one in checks_for(platform) if isinstance(one, Check)]
    slowed = Slowed(dialect, SLOW[platform])
    asked = Gathering(collectors_for(platform, checks), values_of(Site())).questions(1)
    bare = World(platform, slowed, {one.id: one for one in asked}, {})
    return World(platform, slowed, bare.questions, bare.asked(asked))


@pytest.fixture(scope="module", params=["postgres", "mysql"])
def real(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "postgres":
        if debian_binaries() is None:
            pytest.skip("no PostgreSQL is installed")
        with postgres(settings={"shared_preload_libraries": "'pg_stat_statements'"}, options=("-k",)) as server:
            server.sql("create database shop", "create extension pg_stat_statements")
            server.sql("create table one (id int primary key)", "create sequence two", database="shop")
            postgres_monitor.monitor(server, "shop")
            access = SqlAccess(port=server.port)
            yield world("postgres", PostgresDialect(HOST, access, "xunjian", Secret(postgres_monitor.PASSWORD)))
    else:
        if not is_there():
            pytest.skip("no MariaDB is installed")
        with mariadb("--log-bin=bin", "--server-id=1", "--performance-schema=ON") as made:
            account(made)
            made.sql("CREATE DATABASE shop", "CREATE TABLE shop.one (id INT PRIMARY KEY)")
            secret = Secret("Quite-a-long-0ne-for-tests")
            yield world("mysql", MysqlDialect(made.address, SqlAccess(), "xunjian", secret))


def texts_of(question: Question) -> list[set[str]]:
    """The statements of a question that may be slow: of one that goes through databases their list, and what is asked."""
    ask = question.ask
    if isinstance(ask, EachDatabase):
        return [{one.text for one in ask.items.statements}, {one.text for one in ask.ask.statements}]
    assert isinstance(ask, Sql)
    return [{one.text for one in ask.statements}]


BESIDE = frozenset(
    {
        "postgres.rooms.helper",  # the statistics tell as well
        "postgres.rooms.statistics",  # the helper tells as well
        "postgres.relation_files",  # the catalogue's pages stand for the files
        "postgres.statement_texts",  # words beside the numbers
        "mysql.backup_records",  # each record says itself that it is not there
        "mysql.xtrabackups",  # the list of records says that it is not there
        "mysql.mariadb_backups",
        "mysql.enterprise_backups",
    }
)
"""What only adds words to a finding, or has another way beside it that was not too slow."""


def test_each_statement_that_is_too_slow_is_its_own_unknown_and_the_rest_is_judged(real: World) -> None:
    whole = real.findings(real.replies)
    assert sum(one.level is Level.UNKNOWN for one in whole.values()) < len(whole) / 4
    untimed = []
    for name, question in real.questions.items():
        for texts in texts_of(question):
            real.dialect.texts.clear()
            real.dialect.texts.update(texts)
            replies = real.asked([question])
            real.dialect.texts.clear()
            states = [part.state for reply in replies.values() if isinstance(reply, bytes) for part in decode(reply)]
            if "timeout" not in states:
                untimed.append(name)
                continue
            assert_as_before(name, whole, real.findings({**real.replies, **replies}))
    ran = {name for name, reply in real.replies.items() if isinstance(reply, bytes) and ran_there(reply)}
    assert not ran & set(untimed), "what the server's version runs at all was slow, and told so"


def ran_there(reply: bytes) -> bool:
    return any(part.state == "ok" and b'"statement":-1' not in part.out for part in decode(reply))


def assert_as_before(name: str, whole: Mapping[tuple[str, str], Finding], now: Mapping[tuple[str, str], Finding]) -> None:
    late = {key: one for key, one in now.items() if one.reason == "timeout"}
    for key, one in now.items():
        if key in whole:
            assert one.level in {whole[key].level, Level.UNKNOWN}, f"{name}: {key}"
        else:
            assert one.level is Level.UNKNOWN, f"{name}: {key} is new, and {one.level.value}"
    for key, one in late.items():
        assert one.level is Level.UNKNOWN
        assert one.remedy, f"{name}: {key} says not what would help"
    dark = {check for check, _subject in late}
    gone = {key for key in whole if key not in now}
    assert {check for check, _subject in gone} <= dark, f"{name}: {gone - dark} went without a word"
    if name not in BESIDE:
        assert late, f"{name}: nobody says that it was too slow"
    same = [key for key in whole if key[0] not in dark]
    assert len(same) > len(whole) / 2, f"{name}: the rest is judged"
