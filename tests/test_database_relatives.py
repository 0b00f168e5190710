"""Products that speak a protocol and are another database behind it: KingbaseES, openGauss, TiDB, OceanBase.

What they answer is taken from recorded answers of PostgreSQL and MySQL, under the relative's name; what its documentation
says that it has not, it does not understand. None of them was run for real.
"""

import re
import socket
import struct
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from agent.catalogue import COLLECTORS, checks_for
from checks.base import Exhibit, Finding, Level
from checks.unproved import NEVER_RUN, TITLE
from collectors.base import Collector, EachDatabase, Reason, SessionError, Sql, sql
from collectors.sessions.base import Budget
from collectors.sessions.mysql import MysqlDialect
from collectors.sessions.mysql_connection import product_of
from collectors.sessions.postgres import PostgresDialect
from collectors.sessions.postgres_words import product_of as product_of_postgres
from collectors.sessions.sql import Check, Rows, SqlSession, StatementFailed
from collectors.statements import NONE_FITS
from collectors.tables import Server
from config.secrets import Secret
from config.site import SqlAccess
from tests.peers.asked import judged
from tests.peers.stub import tcp

CASES = Path(__file__).parent / "cases"
ACCESS = SqlAccess()
SSL_REQUEST = 80_877_103
"""PostgreSQL documentation: Message Formats, SSLRequest."""
POSTGRES = PostgresDialect("127.0.0.1", ACCESS, "xunjian", Secret("x"))
MYSQL = MysqlDialect("127.0.0.1", ACCESS, "xunjian", Secret("x"))


@dataclass(frozen=True, slots=True)
class Relative:
    """A product as its documentation describes it; ``lacks`` is what it answers an error to."""

    platform: str
    server: Server
    lacks: re.Pattern[str]
    refusal: str


OPENGAUSS = Relative(
    "postgres",
    Server("opengauss", 90_204, "(openGauss 5.0.0 build a07d57c3) compiled at 2023-03-29 03:37:13 commit 0 last mr"),
    re.compile(
        r"pg_control_system|wait_event|backend_type|backend_xmin|pg_stat_wal_receiver|pg_hba_file_rules|pg_blocking_pids|"
        r"pg_sequences?\b|pg_stat_archiver|pending_restart|pg_ls_|filter \(|relispartition|pg_stat_ssl|stxkind|attidentity|"
        r"data_checksums|pg_collation_actual_version|n_mod_since_analyze",
        re.IGNORECASE,
    ),
    "42883 function or column does not exist",
)
KINGBASE = Relative(
    "postgres",
    Server("kingbase", 120_001, "KingbaseES V008R006C007B0024 on x86_64-pc-linux-gnu"),
    re.compile(r"pg_hba_file_rules|pg_control_system|pg_stat_wal_receiver", re.IGNORECASE),
    "42P01 relation does not exist",
)
TIDB = Relative(
    "mysql",
    Server("tidb", 80_011, "8.0.11-TiDB-v7.5.1 TiDB Server (Apache License 2.0) Community Edition, MySQL 8.0 compatible"),
    re.compile(
        r"information_schema\.innodb_|performance_schema\.|mysql\.(innodb|backup)|^show (slave|replica|binary)",
        re.IGNORECASE,
    ),
    "1146 Table doesn't exist",
)
OCEANBASE = Relative(
    "mysql",
    Server("oceanbase", 50_725, "5.7.25-OceanBase_CE-v4.2.1.0 OceanBase_CE 4.2.1.0"),
    re.compile(
        r"information_schema\.innodb_|performance_schema\.|mysql\.(innodb|backup)|^show (slave|replica|binary)",
        re.IGNORECASE,
    ),
    "1235 Not supported feature or function",
)
ALL = (OPENGAUSS, KINGBASE, TIDB, OCEANBASE)


def statements(ask: Sql | EachDatabase) -> Iterator[tuple[Sql, bool]]:
    """The questions of an ask; the second says whether it lists the databases."""
    if isinstance(ask, EachDatabase):
        yield ask.items, True
        yield ask.ask, False
    else:
        yield ask, False


def recorded(platform: str, product: str) -> dict[str, Rows]:
    """By statement, the rows that some server of the platform gave, of the product itself where there are such."""
    found: dict[str, Rows] = {}
    for one in COLLECTORS:
        if not isinstance(one, Collector) or one.on != platform or not isinstance(one.ask, Sql | EachDatabase):
            continue
        for ask, is_listing in statements(one.ask):
            if is_listing:
                found.update(dict.fromkeys((text.text for text in ask.statements), Rows(("datname",), (("shop",),))))
                continue
            answers = [*(CASES / one.id).glob("*/items/0.txt")] or [*(CASES / one.id).glob("*/answer.txt")]
            for answer in sorted(answers, key=lambda path: (product not in str(path.relative_to(CASES)), path)):
                said = _said(answer)
                if said is not None:
                    rows = Rows(tuple(said["columns"]), tuple(tuple(row) for row in said["rows"]))
                    found.setdefault(ask.statements[said["statement"]].text, rows)
    return found


def _said(answer: Path) -> dict[str, Any] | None:
    """A whole answer; None of one that is cut, refused, or of a version that has no such thing."""
    folder = answer.parent if answer.name == "answer.txt" else answer.parents[1]
    origin = yaml.safe_load((folder / "origin.yaml").read_text())
    with suppress(msgspec.DecodeError, KeyError, TypeError):
        said = msgspec.json.decode(answer.read_bytes())
        if "state" not in origin and said["count"] == len(said["rows"]) and said["statement"] != NONE_FITS:
            return dict(said)
    return None


class Speaker:
    """A dialect of a relative; one of its connections too."""

    def __init__(self, of: Relative, known: Mapping[str, Rows]) -> None:
        self.server = of.server
        self.database = "shop"
        self.refused: list[str] = []
        self._of = of
        self._known = known

    @property
    def relatives(self) -> frozenset[str]:
        """As the dialect of the platform says."""
        return (POSTGRES if self._of.platform == "postgres" else MYSQL).relatives

    @property
    def cluster(self) -> str:
        """Not told."""
        return ""

    def connect(self, database: str, until: float, check: Check) -> "Speaker":
        """Connect."""
        del until
        check()
        self.database = database or "shop"
        return self

    def run(self, statement: str, seconds: int, most: int, until: float, check: Check) -> Rows:
        """Answer, or say that it does not understand."""
        del seconds, most, until
        check()
        if self._of.lacks.search(statement) or statement not in self._known:
            self.refused.append(statement)
            raise StatementFailed("failed", self._of.refusal)
        return self._known[statement]

    def close(self) -> None:
        """Nothing is held."""


def inspected(relative: Relative) -> tuple[dict[tuple[str, str], Finding], list[Exhibit], Speaker]:
    known = dict(recorded(relative.platform, relative.server.product))
    known[next(one.ask.statements[0].text for one in COLLECTORS if one.id == f"{relative.platform}.product")] = Rows(  # type: ignore[union-attr]  # it is a Collector of Sql
        ("is_here",), (("1",),)
    )
    speaker = Speaker(relative, known)
    findings, exhibits = judged(SqlSession(speaker, Budget(total_seconds=60)), relative.platform)
    return findings, exhibits, speaker


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu", "postgres"),
        ("KingbaseES V008R006C007B0024 on x86_64-pc-linux-gnu", "kingbase"),
        ("(openGauss 5.0.0 build a07d57c3) compiled at 2023-03-29", "opengauss"),
        ("PostgreSQL 9.2.4 (GaussDB Kernel 505.0.0 build 1) compiled", "opengauss"),
        ("(Vastbase G100 V2.2 (Build 10)) compiled", "opengauss"),
        ("(MogDB 5.0.2 build 1) compiled", "opengauss"),
    ],
)
def test_a_relative_of_postgresql_is_told_by_its_own_words(words: str, name: str) -> None:
    assert product_of_postgres(words) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("8.0.36 MySQL Community Server - GPL", "mysql"),
        ("10.11.19-MariaDB-0+deb12u1 Debian 12", "mariadb"),
        ("8.0.11-TiDB-v7.5.1 TiDB Server (Apache License 2.0) Community Edition, MySQL 8.0 compatible", "tidb"),
        ("5.7.25-OceanBase_CE-v4.2.1.0 OceanBase_CE 4.2.1.0", "oceanbase"),
    ],
)
def test_a_relative_of_mysql_is_told_by_its_own_words(words: str, name: str) -> None:
    assert product_of(words) == name


@pytest.mark.parametrize("relative", ALL, ids=lambda one: one.server.product)
def test_who_it_is_stands_in_the_report_with_the_reserve(relative: Relative) -> None:
    findings, exhibits, _speaker = inspected(relative)
    met = findings[f"database.{relative.platform}.product", ""]
    assert met.level is Level.NOTICE
    assert met.observed == NEVER_RUN
    assert [one.rows for one in exhibits if one.title == TITLE] == [((relative.server.words, NEVER_RUN),)]


@pytest.mark.parametrize("relative", ALL, ids=lambda one: one.server.product)
def test_what_it_does_not_understand_is_unknown_and_never_fine_or_absent(relative: Relative) -> None:
    findings, _exhibits, speaker = inspected(relative)
    refused = set(speaker.refused)
    asked_in_vain = {
        one.provides.name
        for one in COLLECTORS
        if isinstance(one, Collector) and one.on == relative.platform and isinstance(one.ask, Sql | EachDatabase)
        for ask, _listing in statements(one.ask)
        if {text.text for text in ask.statements} & refused
    }
    assert len(asked_in_vain) >= 3, "the relative lacks something that we ask for"
    for check in checks_for(relative.platform):
        if check.needs.name in asked_in_vain:
            mine = [one for (of, _subject), one in findings.items() if of == check.id]
            assert mine, check.id
            assert {one.level for one in mine} <= {Level.UNKNOWN, Level.ABSENT if _is_change(check) else Level.UNKNOWN}, (
                check.id
            )
            assert all(one.remedy is not None for one in mine if one.level is Level.UNKNOWN), check.id


def _is_change(check: object) -> bool:
    """A question about two visits says at the first that there was none before."""
    return type(check).__name__ != "Check"


@pytest.mark.parametrize("relative", ALL, ids=lambda one: one.server.product)
def test_what_it_understands_is_judged(relative: Relative) -> None:
    findings, _exhibits, _speaker = inspected(relative)
    judged_ids = {of for (of, _subject), one in findings.items() if one.level not in {Level.UNKNOWN, Level.ABSENT}}
    assert len(judged_ids) >= 3, sorted(judged_ids)
    assert not any(one.reason == Reason.BUG.value for one in findings.values())


@pytest.mark.parametrize("relative", ALL, ids=lambda one: one.server.product)
def test_no_version_number_of_a_relative_proves_that_it_has_no_such_thing(relative: Relative) -> None:
    dialect = POSTGRES if relative.platform == "postgres" else MYSQL
    for one in COLLECTORS:
        if isinstance(one, Collector) and one.on == relative.platform and isinstance(one.ask, Sql | EachDatabase):
            for ask, _listing in statements(one.ask):
                server = relative.server
                choice = ask.choice(server.version, server.product, is_relative=server.product in dialect.relatives)
                assert choice != NONE_FITS, one.id


def test_a_genuine_server_of_that_number_has_no_such_thing() -> None:
    assert sql("select 1", since=140_000).choice(90_204, "postgres", is_relative=False) == NONE_FITS


def opengauss_door(connection: socket.socket) -> None:
    """Refuse TLS where it is asked for, then want openGauss's own way to log in: authentication request 10, SHA-256."""
    if connection.recv(4096)[4:8] == struct.pack(">i", SSL_REQUEST):
        connection.sendall(b"N")
        connection.recv(4096)
    body = struct.pack(">ii", 10, 2) + b"0" * 64 + b"1" * 8 + struct.pack(">i", 10_000)
    connection.sendall(b"R" + struct.pack(">i", len(body) + 4) + body)
    connection.recv(4096)


def test_a_login_that_only_the_vendors_driver_speaks_is_explained() -> None:
    with tcp(opengauss_door) as peer:
        door = PostgresDialect("127.0.0.1", SqlAccess(port=peer.port), "xunjian", Secret("x"))
        with pytest.raises(SessionError) as found:
            door.connect("", time.monotonic() + 10, lambda: None)
    assert found.value.reason is Reason.TOOL_MISSING
    assert found.value.remedy is not None
    assert "vendor" in str(found.value.remedy)


def test_settings_that_a_relative_does_not_have_are_not_as_they_should_be() -> None:
    findings, _exhibits, _speaker = inspected(TIDB)
    assert findings["database.mysql.parameters", ""].level is Level.UNKNOWN
    assert findings["database.mysql.security_settings", ""].level is Level.UNKNOWN
