"""doctor --selftest: what a field test of the statements writes, where nobody answers and where somebody does."""

import json
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from agent.commands import selftest as command
from agent.guarding import Guard
from agent.opening import Opener
from agent.selftest import LOST, selftest
from agent.store.open import open_store
from collectors.base import Reason, SessionError
from collectors.oracle import COLLECTORS
from collectors.sessions.login import CredentialRefused
from collectors.sessions.sql import Check, Connection, Dialect, Rows, StatementFailed
from collectors.tables import Server
from config.site import Credential, Site, SqlAccess, Target
from config.text import _
from tests.house.oracle.emulated import EmulatedDialect
from tests.house.oracle.worlds import HEALTHY, SICK
from tests.peers.sshd import free_port
from tests.program import configuration, xunjian

DB = Target("erp-db", "oracle", "db01.corp:1521/erp", platform="oracle", sql=SqlAccess(credential="dba"))
SITE = Site(targets=(DB,), credentials={"dba": Credential("dba", user="c##inspect", password="${env:PW}")})


@dataclass(frozen=True)
class Failing:
    """A dialect whose server lets nobody in, for a reason."""

    error: SessionError

    @property
    def relatives(self) -> frozenset[str]:
        return frozenset()

    def connect(self, _database: str, _until: float, _check: Check) -> Connection:
        raise self.error


class Breaking:
    """A connection that is lost with its second statement."""

    server: Server
    database = "ERP"

    def __init__(self, connection: Connection) -> None:
        self.server = connection.server
        self._connection = connection
        self._left = 1

    def run(self, statement: str, seconds: int, most: int, until: float, check: Check) -> Rows:
        if not self._left:
            raise StatementFailed("failed", "ORA-03113: end-of-file on communication channel", is_lost=True)
        self._left -= 1
        return self._connection.run(statement, seconds, most, until, check)

    def close(self) -> None:
        self._connection.close()


@dataclass(frozen=True)
class Broken:
    """The emulated server, over connections that break."""

    @property
    def relatives(self) -> frozenset[str]:
        return frozenset()

    def connect(self, database: str, until: float, check: Check) -> Connection:
        return Breaking(EmulatedDialect(HEALTHY).connect(database, until, check))


def written(folder: Path, dialect: Dialect, monkeypatch: pytest.MonkeyPatch) -> tuple[int, Mapping[str, Any], str]:
    """The exit code, the document and its text, where the target is answered by this dialect."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PW", "Tiger-4711")

    def given(opener: Opener, target: Target) -> tuple[Dialect, Guard]:
        return dialect, real(opener, target)[1]

    real = Opener.dialect
    monkeypatch.setattr(Opener, "dialect", given)
    with open_store(folder / "s.db") as store:
        code = command.field_test(SITE, store, (), "oracle", "en")
    [path] = folder.glob("xunjian-selftest-oracle-*.json")
    text = path.read_text(encoding="utf-8")
    path.unlink()
    return code, json.loads(text), text


def test_a_server_that_answers_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, document, text = written(tmp_path, EmulatedDialect(HEALTHY), monkeypatch)
    [server] = document["servers"]
    assert code == 0
    assert {one["state"] for one in server["statements"]} == {"ok"}
    assert (document["form"], document["product"]) == (1, "oracle")
    for name in ("erp-db", "db01", "c##inspect", "Tiger-4711", "SALES", "ORCL"):
        assert name not in text
    said = capsys.readouterr().out
    assert f"1 server(s), {len(server['statements'])} statement(s), 0 of them failed" in said
    assert str(tmp_path) in said


def test_a_view_that_is_refused_is_a_code_and_exit_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialect = EmulatedDialect(replace(SICK, denied=frozenset({"v$thread"})))
    code, document, _text = written(tmp_path, dialect, monkeypatch)
    [denied] = [one for one in document["servers"][0]["statements"] if one["state"] == "denied"]
    assert (code, denied["id"], denied["codes"]) == (3, "oracle.threads", ["ORA-00942"])


def test_a_refused_credential_is_not_offered_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = Failing(CredentialRefused("ORA-01017: invalid username/password; logon denied", _("look")))
    code, document, text = written(tmp_path, refused, monkeypatch)
    assert (code, document["servers"][0]["state"]) == (3, "refused")
    assert document["servers"][0]["codes"] == ["ORA-01017"]
    assert "logon denied" not in text
    _code, again, _text = written(tmp_path, EmulatedDialect(HEALTHY), monkeypatch)
    assert again["servers"][0] == {"form": 1, "state": "refused", "codes": [], "statements": []}
    assert "not offered again" in capsys.readouterr().err


def test_a_lost_connection_ends_the_test_and_keeps_what_was_seen() -> None:
    statements = json.loads(json.dumps(selftest(Broken(), COLLECTORS, 60)))["statements"]
    assert [one["state"] for one in statements] == ["ok", LOST]
    assert statements[1]["codes"] == ["ORA-03113"]


def test_a_name_of_five_capitals_is_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = SessionError(Reason.UNREACHABLE, "DPY-6001: service ERPDB is not registered with HOST1")
    code, document, text = written(tmp_path, Failing(error), monkeypatch)
    assert (code, document["servers"][0]["codes"]) == (3, ["DPY-6001"])
    assert "ERPDB" not in text
    assert "HOST1" not in text


def test_the_program_says_where_the_file_is_though_nobody_answers(tmp_path: Path) -> None:
    entry = {
        "id": "erp-db",
        "kind": "oracle",
        "address": "127.0.0.1",
        "access": {"sql": {"credential": "dba", "port": free_port(), "database": "erp"}},
    }
    configuration(tmp_path, [entry], credentials={"dba": {"user": "c##inspect", "password": "${env:PW}"}})
    done = xunjian("doctor", "--selftest", "oracle", "--store", "s.db", folder=tmp_path, env={"PW": "x"})
    assert done.code == 3, done.err
    [path] = tmp_path.glob("xunjian-selftest-oracle-*.json")
    assert str(path) in done.out
    [server] = json.loads(path.read_text(encoding="utf-8"))["servers"]
    assert server["state"] in {"unreachable", "tool_missing"}
    assert "erp-db: " in done.err
    assert stat.S_ISREG(path.stat().st_mode)


def test_without_such_a_target_it_says_so(tmp_path: Path) -> None:
    done = xunjian("doctor", "--selftest", "oracle", "--store", "s.db", folder=tmp_path)
    assert done.code == 64
    assert "No target fits" in done.err
