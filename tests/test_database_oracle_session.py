"""The session of Oracle: what drivers raise and what it means, against a fake driver, and the real thin one on loopback."""

import inspect
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from agent.sending import sent
from collectors.base import Answer, Question, Reason, SessionError, Statement, sql
from collectors.evidence import decode, read
from collectors.sessions.base import Budget
from collectors.sessions.clients.sqlplus import Sqlplus
from collectors.sessions.login import CredentialRefused
from collectors.sessions.oracle import OracleDialect, number_of
from collectors.sessions.oracle_connections import Driver, Opened
from collectors.sessions.oracle_drivers import _as_text
from collectors.sessions.oracle_errors import Why, codes_in, state_of, why
from collectors.sessions.oracle_places import Place, place
from collectors.sessions.oracle_views import views_in
from collectors.sessions.sql import SqlSession
from collectors.tables import table
from config.secrets import Secret
from config.site import SqlAccess, Target
from config.text import Text

ASK = sql("select name from v$database")


class FakeError(Exception):
    """What the fake driver raises."""


@dataclass
class FakeCursor:
    opened: "FakeOpened"
    arraysize: int = 100
    description: Sequence[Sequence[object]] | None = None
    rows: list[tuple[object, ...]] = field(default_factory=list)

    def execute(self, statement: str) -> object:
        self.opened.heard.append(statement)
        for part, said in self.opened.server.items():
            if part in statement:
                if isinstance(said, Exception):
                    raise said
                if callable(said):
                    said()
                    return None
                columns, self.rows = said
                self.description = [(name.upper(), None) for name in columns]
                return None
        return None

    def fetchmany(self, size: int) -> Sequence[Sequence[object]]:
        return self.rows[:size]

    def close(self) -> None:
        pass


Said = Exception | Callable[[], None] | tuple[tuple[str, ...], list[tuple[object, ...]]]


@dataclass
class FakeOpened:
    server: dict[str, Said]
    heard: list[str]
    version: str = "19.21.0.0.0"
    call_timeout: int = 0
    module: str = ""

    def cursor(self) -> FakeCursor:
        return FakeCursor(self)

    def rollback(self) -> None:
        self.heard.append("rollback")

    def close(self) -> None:
        self.heard.append("close")

    def cancel(self) -> None:
        pass


WHO: dict[str, Said] = {
    "from v$version": (("banner", "name"), [("Oracle Database 19c Enterprise Edition", "ORCL")]),
    "CON_NAME": (("name",), [("CDB$ROOT",)]),
}


def asked(
    server: dict[str, Said], version: str = "19.21.0.0.0", login: Exception | None = None, seconds: int = 20
) -> tuple[SqlSession, list[str]]:
    heard: list[str] = []

    def connect(user: str, password: str, where: Place, until: float) -> Opened:
        heard.append(f"connect {user}")
        if login is not None:
            raise login
        return FakeOpened({**WHO, **server}, heard, version)

    dialect = OracleDialect(
        "db01/orcl", SqlAccess(), "xunjian", Secret("s3cret"), driver=lambda _wanted: Driver(connect, FakeError)
    )
    return SqlSession(dialect, Budget(total_seconds=seconds)), heard


def reply(session: SqlSession) -> tuple[str, str]:
    """The state of the one reply, and what was said with it."""
    session.connect()
    try:
        [(_question, evidence)] = list(session.ask([Question("x", ASK)]))
    finally:
        session.close()
    assert isinstance(evidence, bytes)
    [one] = decode(evidence)
    return one.state, one.err.decode()


def test_the_session_is_made_ours_and_every_statement_is_read_only() -> None:
    session, heard = asked({"from v$database": (("NAME",), [("ORCL",)])})
    session.connect()
    [(_question, evidence)] = list(session.ask([Question("x", ASK)]))
    session.close()
    assert isinstance(evidence, bytes)
    answer = read(ASK, evidence)
    assert isinstance(answer, Answer)
    found = table(answer)
    assert found.rows[0]["name"] == "ORCL"
    assert found.server.version == 1_921_000_000
    assert found.database == "CDB$ROOT"
    assert heard[1].startswith("alter session set nls_territory")
    at = heard.index("select name from v$database")
    assert heard[at - 1 : at + 2] == ["set transaction read only", "select name from v$database", "rollback"]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("ORA-01031: insufficient privileges", "denied"),
        ("ORA-01013: user requested cancel of current operation", "timeout"),
        ("DPY-4024: call timeout of 10000 ms exceeded\nORA-03156", "timeout"),
        ("DPI-1067: call timeout of 10000 ms exceeded with ORA-03156", "timeout"),
        ("ORA-03113: end-of-file on communication channel", "unreachable"),
        ("DPY-4011: the database or network closed the connection", "unreachable"),
        ("ORA-00028: your session has been killed", "unreachable"),
        ("ORA-01219: database or pluggable database not open", "failed"),
        ('ORA-00904: "NME": invalid identifier', "failed"),
        ("ORA-01555: snapshot too old", "failed"),
    ],
)
def test_what_a_statement_fails_with(words: str, state: str) -> None:
    session, _heard = asked({"from v$database": FakeError(words)})
    assert reply(session)[0] == state


def test_a_view_that_is_there_and_not_seen_is_denied() -> None:
    session, _heard = asked(
        {
            "from v$database": FakeError("ORA-00942: table or view does not exist"),
            "all_synonyms": (("n",), [("V$DATABASE",)]),
        }
    )
    assert reply(session) == ("denied", "ORA-00942: table or view does not exist")


def test_a_view_that_this_version_has_not_is_no_missing_right() -> None:
    session, _heard = asked(
        {"from v$database": FakeError("ORA-00942: table or view does not exist"), "all_synonyms": (("n",), [])}
    )
    state, words = reply(session)
    assert state == "failed"
    assert "no such view: V$DATABASE" in words


@pytest.mark.parametrize(
    "words", ["ORA-01017: invalid username/password", "ORA-28000: the account is locked", "ORA-28001: expired"]
)
def test_a_refused_password_is_offered_once(words: str) -> None:
    session, heard = asked({}, login=FakeError(words))
    with pytest.raises(CredentialRefused):
        session.connect()
    assert heard == ["connect xunjian"]


@pytest.mark.parametrize(
    ("words", "reason", "remedy"),
    [
        ("ORA-12541: TNS:no listener", Reason.UNREACHABLE, "listener"),
        ("DPY-6005: cannot connect to database. Connection refused", Reason.UNREACHABLE, "listener"),
        ("ORA-12514: TNS:listener does not currently know of service", Reason.UNREACHABLE, "service"),
        ('DPY-6001: Service "x" is not registered', Reason.UNREACHABLE, "service"),
        ("ORA-12170: TNS:Connect timeout occurred", Reason.UNREACHABLE, "listener"),
        ("ORA-01034: ORACLE not available", Reason.UNREACHABLE, "instance"),
        ("DPY-3010: connections to this database server version are not supported", Reason.TOOL_MISSING, "thick"),
        ("DPY-3001: Native Network Encryption is only supported in thick mode", Reason.TOOL_MISSING, "thick"),
        ("DPI-1047: Cannot locate a 64-bit Oracle Client library", Reason.TOOL_MISSING, "Instant Client"),
        ("ORA-01045: user lacks CREATE SESSION privilege", Reason.DENIED, "account"),
        ("something of a future version", Reason.UNREACHABLE, "listener"),
    ],
)
def test_why_no_login_came_about(words: str, reason: Reason, remedy: str) -> None:
    session, _heard = asked({}, login=FakeError(f"{words} s3cret"))
    with pytest.raises(SessionError) as raised:
        session.connect()
    assert raised.value.reason is reason
    assert isinstance(raised.value.remedy, Text)
    assert remedy in str(raised.value.remedy)
    assert "s3cret" not in str(raised.value.detail)


def test_a_server_that_never_answers_costs_its_own_seconds_only() -> None:
    ask = sql("select name from v$database", seconds=1)
    session, _heard = asked({"from v$database": lambda: time.sleep(30)})
    session.connect()
    began = time.monotonic()
    [(_question, evidence)] = list(session.ask([Question("x", ask)]))
    session.close()
    assert isinstance(evidence, bytes)
    assert decode(evidence)[0].state == "timeout"
    assert time.monotonic() - began < 8


def test_a_mounted_standby_answers_its_fixed_views_without_a_transaction() -> None:
    session, _heard = asked(
        {
            "set transaction": FakeError("ORA-01219: database or pluggable database not open"),
            "from v$database": (("NAME",), [("ORCL",)]),
        }
    )
    assert reply(session)[0] == "ok"


WORKLOAD = sql("select count(*) as n from dba_hist_sqlstat")


def gated(packs: tuple[str, ...]) -> tuple[list[str], str]:
    """Which statements reached the server, and the answer to one that needs the Diagnostics Pack."""
    heard: list[str] = []
    server: dict[str, Said] = {
        **WHO,
        "dba_hist_sqlstat": (("N",), [("7",)]),
        "not_sent": (("NOT_SENT",), [("diagnostics",)]),
    }
    driver = Driver(lambda *_given: FakeOpened(server, heard), FakeError)
    dialect = OracleDialect("db01/orcl", SqlAccess(licensed_packs=packs), "u", None, driver=lambda _wanted: driver)
    session = SqlSession(dialect, Budget(total_seconds=20))
    session.connect()
    [(_question, evidence)] = list(session.ask([Question("x", WORKLOAD)]))
    session.close()
    assert isinstance(evidence, bytes)
    answer = read(WORKLOAD, evidence)
    assert isinstance(answer, Answer)
    return [one for one in heard if "dba_hist" in one], " ".join(table(answer).one())


def test_what_needs_a_pack_is_sent_only_where_it_is_declared() -> None:
    assert gated(()) == ([], "not_sent")
    assert gated(("tuning",)) == ([], "not_sent")
    assert gated(("diagnostics",)) == ([WORKLOAD.statements[0].text], "n")


def test_sqlplus_gets_nothing_that_needs_a_pack_either() -> None:
    text = WORKLOAD.statements[0].text
    assert Sqlplus("orcl").sent(text) == "select 'diagnostics' as not_sent from dual"
    assert Sqlplus("orcl", packs=("diagnostics",)).sent(text) == text


def test_the_plan_shows_what_is_sent_and_no_more() -> None:
    target = Target("hr", "oracle", "db01", platform="oracle", sql=SqlAccess())
    assert "dba_hist" not in sent(WORKLOAD, target)
    declared = Target("hr", "oracle", "db01", platform="oracle", sql=SqlAccess(licensed_packs=("diagnostics",)))
    assert "dba_hist_sqlstat" in sent(WORKLOAD, declared)


def test_bytes_that_are_no_text_come_through_as_they_are() -> None:
    session, _heard = asked({"from v$database": (("NAME",), [("\udcb1\udced",), ("ORCL",)])})
    session.connect()
    [(_question, evidence)] = list(session.ask([Question("x", ASK)]))
    session.close()
    assert isinstance(evidence, bytes)
    answer = read(ASK, evidence)
    assert isinstance(answer, Answer)
    assert [row["name"] for row in table(answer)] == ["\udcb1\udced", "ORCL"]


def test_a_driver_that_cannot_decode_costs_that_statement_only() -> None:
    session, _heard = asked({"from v$database": UnicodeDecodeError("utf-8", b"\xb1", 0, 1, "invalid start byte")})
    assert reply(session) == ("failed", "utf-8: invalid start byte")


@dataclass
class HandedOver:
    """What a driver's connection, cursor and column are to the handler of types."""

    type_code: object = None
    internal_size: int = 0
    arraysize: int = 10
    made: list[tuple[object, ...]] = field(default_factory=list)
    outputtypehandler: Callable[["HandedOver", "HandedOver"], None] | None = None

    def var(self, kind: object, size: int = 0, *, arraysize: int = 1, encoding_errors: str = "") -> None:
        self.made.append((kind, size, arraysize, encoding_errors))


def test_the_real_driver_takes_the_handler_that_keeps_the_bytes() -> None:
    oracledb = pytest.importorskip("oracledb")
    opened, cursor = HandedOver(), HandedOver()
    _as_text(opened, oracledb, is_old=False)
    assert opened.outputtypehandler is not None
    opened.outputtypehandler(cursor, HandedOver(oracledb.DB_TYPE_VARCHAR, 128))
    opened.outputtypehandler(cursor, HandedOver(oracledb.DB_TYPE_NUMBER, 22))
    opened.outputtypehandler(cursor, HandedOver(oracledb.DB_TYPE_DATE, 7))
    assert cursor.made == [
        (oracledb.DB_TYPE_VARCHAR, 128, 10, "surrogateescape"),
        (oracledb.DB_TYPE_VARCHAR, 255, 10, ""),
    ]
    assert {"size", "arraysize", "encoding_errors"} <= set(inspect.signature(oracledb.Cursor.var).parameters)


def test_a_container_that_refuses_is_denied_and_the_remedy_names_the_grant() -> None:
    heard: list[str] = []
    server = {**WHO, "set container": FakeError("ORA-01031: insufficient privileges")}
    driver = Driver(lambda *_given: FakeOpened(server, heard), FakeError)
    dialect = OracleDialect("db01/orcl", SqlAccess(), "u", None, driver=lambda _wanted: driver)
    with pytest.raises(SessionError) as raised:
        dialect.connect("SALES", time.monotonic() + 5, lambda: None)
    assert raised.value.reason is Reason.DENIED
    assert "set container" in str(raised.value.remedy)


def test_a_database_of_11_2_is_not_asked_for_its_container() -> None:
    session, heard = asked({"from v$database": (("NAME",), [("ORCL",)])}, version="11.2.0.4.0")
    assert reply(session)[0] == "ok"
    assert not any("CON_NAME" in one for one in heard)


@pytest.mark.parametrize(
    ("version", "number"),
    [
        ("11.2.0.4.0", 1_102_000_400),
        ("12.2.0.1.0", 1_202_000_100),
        ("19.21.0.0.0", 1_921_000_000),
        ("23.26.0.0", 2_326_000_000),
    ],
)
def test_the_number_of_a_version(version: str, number: int) -> None:
    assert number_of(version) == number
    assert Statement("select 1 from dual", 1_102_000_000, 2_400_000_000).is_for(number)


@pytest.mark.parametrize(
    ("address", "database", "wanted"),
    [
        ("db01/orcl", "", ("db01", 1521, "orcl")),
        ("db01:1522/orcl.example.com", "", ("db01", 1522, "orcl.example.com")),
        ("db01", "orcl", ("db01", 1521, "orcl")),
        ("db01:1530", "orcl", ("db01", 1530, "orcl")),
        ("//db01/orcl", "", ("db01", 1521, "orcl")),
        ("[fe80::1]:1522/orcl", "", ("fe80::1", 1522, "orcl")),
    ],
)
def test_an_address_names_host_port_and_service(address: str, database: str, wanted: tuple[str, int, str]) -> None:
    found = place(address, SqlAccess(database=database))
    assert (found.host, found.port, found.service) == wanted


@pytest.mark.parametrize("address", ["db01", "db01/or(cl)", "db01)(x=1/orcl"])
def test_an_address_without_a_service_or_with_brackets_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(SessionError):
        place(address, SqlAccess())


def test_every_wait_of_the_descriptor_is_bounded() -> None:
    said = place("db01/orcl", SqlAccess(tls="verify-full")).descriptor(7.9)
    assert "(CONNECT_TIMEOUT=7)(TRANSPORT_CONNECT_TIMEOUT=7)(RETRY_COUNT=0)" in said
    assert "(PROTOCOL=tcps)" in said
    assert "SSL_SERVER_DN_MATCH" in said


def test_codes_are_read_in_any_language() -> None:
    assert codes_in("ORA-942: 表或视图不存在 DPY-4011") == ("ORA-00942", "DPY-4011")
    assert why("ORA-01017: 用户名/口令无效; 登录被拒绝") is Why.CREDENTIAL
    assert state_of(why("nothing that is known")) == "failed"


def test_the_views_of_a_statement() -> None:
    assert views_in("select 1 from v$database d left join gv$pdbs p on 1 = 1 where exists (select 1 from dual)") == (
        "V$DATABASE",
        "GV$PDBS",
    )


@contextmanager
def listening(answer: bytes | None) -> Iterator[int]:
    """A listener that answers everybody the same, or never."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        held: list[socket.socket] = []

        def serve() -> None:
            try:
                while True:
                    one, _peer = server.accept()
                    held.append(one)
                    if answer is not None:
                        one.recv(4096)
                        one.sendall(answer)
            except OSError:
                return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        for one in held:
            one.close()


def refused(code: int) -> bytes:
    """A TNS packet that refuses: type 4, and the error in words."""
    said = f"(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR={code})(ERROR_STACK=(ERROR=(CODE={code})(EMFI=4))))".encode()
    return struct.pack(">HHBBHBBH", 12 + len(said), 0, 4, 0, 0, 0, 0, len(said)) + said


_LOGIN = """
import sys, time
from collectors.base import SessionError
from collectors.sessions.oracle import OracleDialect
from config.secrets import Secret
from config.site import SqlAccess
try:
    OracleDialect(sys.argv[1], SqlAccess(), "u", Secret("s3cret")).connect("", time.monotonic() + 2, lambda: None)
except SessionError as error:
    print(error.reason.value, error.detail, error.remedy, sep="|")
"""


def real_login(port: int) -> tuple[str, str, str, float]:
    """Reason, words and remedy of the real driver in a process of its own: it leaves sockets to the garbage collector."""
    pytest.importorskip("oracledb")
    began = time.monotonic()
    command = [sys.executable, "-W", "ignore", "-c", _LOGIN, f"127.0.0.1:{port}/orcl"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    reason, detail, remedy = done.stdout.strip().split("|")
    return reason, detail, remedy, time.monotonic() - began


def test_the_real_driver_says_that_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    reason, detail, _remedy, _seconds = real_login(port)
    assert reason == "unreachable"
    assert "Connection refused" in detail
    assert "CONNECTION_ID" not in detail


def test_the_real_driver_says_that_the_listener_knows_no_such_service() -> None:
    with listening(refused(12514)) as port:
        reason, _detail, remedy, _seconds = real_login(port)
    assert reason == "unreachable"
    assert "lsnrctl services" in remedy


def test_a_listener_that_says_nothing_costs_the_time_allowed() -> None:
    with listening(None) as port:
        reason, _detail, _remedy, seconds = real_login(port)
    assert reason in {"timeout", "unreachable"}
    assert seconds < 20  # two of them ours, the rest the start of a process under load
