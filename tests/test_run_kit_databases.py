"""A kit's databases: asked on the host by their own client, judged as a live run of that client is."""

import os
import pwd
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from agent.catalogue import COLLECTORS
from collectors.base import Collector, EachDatabase, Question, Reason, SessionError, Sql
from collectors.evidence import decode
from collectors.sessions.bundle import bundles
from collectors.sessions.client import ClientSession
from collectors.sessions.client_bundle import BundleRuns
from collectors.sessions.clients.psql import Psql
from tests.peers.kits import Ran, imported, ran, written
from tests.peers.mariadb import MariadbServer, is_there, mariadb
from tests.peers.postgres import PostgresServer, debian_binaries, postgres
from tests.program import Done, xunjian

pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(debian_binaries() is None, reason="no PostgreSQL is installed"),
    pytest.mark.skipif(os.geteuid() != 0, reason="root becomes the accounts that run the kit"),
]
CONFIG = """\
targets:
  - id: here
    kind: local
  - id: shop
    kind: postgres
    address: {folder}
    host: here
    access:
      sql: {{driver: client, port: {port}{more}}}
"""
MYSQL = """\
  - id: orders
    kind: mysql
    address: 127.0.0.1
    host: here
    access:
      sql: {{driver: client, socket: {socket}{more}}}
"""
ODD = "odd' na=me \"\\"
MOVING = {
    "instance": "seconds since its start",
    "database_size": "files of a catalogue grow at the first look",
    "tablespaces": "as above",
    "connections": "counters that our own connections move",
    "buffer_pool": "as above",
    "top_statements": "our own statements are among them",
}
"""Checks whose words may differ between two runs, each with its reason; their levels may not."""
ONLY = ("database.postgres.instance", "database.postgres.dead_tuples")
Verdict = dict[tuple[str, str], tuple[str, str]]


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that other accounts may enter, as pytest's own is not."""
    made = Path(mkdtemp(prefix="xj-kit-", dir="/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with postgres() as made:
        quoted = ODD.replace('"', '""')
        made.sql(f'create database "{quoted}"', "create schema 业务", "create table 业务.订单 (a int)")
        yield made


@pytest.fixture(scope="module")
def mysqld() -> Iterator[MariadbServer]:
    if not is_there():
        pytest.skip("no MariaDB is installed")
    with mariadb("--performance-schema=ON") as made:
        made.sql(
            "create database 业务",
            "create table 业务.t (a int auto_increment primary key)",
            "create or replace user mysql@localhost identified via unix_socket",
            "grant all on *.* to mysql@localhost",
        )
        yield made


def configured(folder: Path, server: PostgresServer, more: str = "", mysqld: MariadbServer | None = None) -> Path:
    folder.mkdir(exist_ok=True)
    text = CONFIG.format(folder=server.folder, port=server.port, more=more)
    if mysqld is not None:
        text += MYSQL.format(socket=mysqld.socket, more=", os_user: mysql" if more else "")
    (folder / "xunjian.yaml").write_text(text)
    return folder


def verdict(done: Done, target: str) -> Verdict:
    return {(f["check"], f["subject"]): (f["level"], f["reason"]) for f in done.findings(target)}


def whole(done: Done, target: str) -> dict[tuple[str, str], dict[str, Any]]:
    """All that a finding says, but when, and by which evidence."""
    found = {}
    for one in done.findings(target):
        if one["check"].rpartition(".")[2] not in MOVING:
            found[one["check"], one["subject"]] = {
                name: one[name] for name in one if name not in {"at", "evidence", "measures"}
            }
    return found


def is_seen(done: Done, target: str, check: str) -> bool:
    found = [level for (name, _subject), (level, _reason) in verdict(done, target).items() if name == check]
    return bool(found) and "unknown" not in found


def unknowns(done: Done, target: str = "shop") -> list[dict[str, Any]]:
    found = done.findings(target)
    assert found
    assert {one["level"] for one in found} == {"unknown"}
    return found


def assert_unknown(done: Done, reason: str, words: str) -> None:
    """Every check of it is not inspected, for that one reason, and says what to do."""
    found = unknowns(done)
    assert {one["reason"] for one in found} == {reason}
    assert all(words in one["remedy"] for one in found), found[0]


def assert_left_nothing(one: Ran) -> None:
    assert one.left == ()
    assert [path.name for path in one.bundle.parent.iterdir()] == [one.bundle.name]


def test_a_kit_of_postgres_gives_the_findings_of_a_live_client(server: PostgresServer, place: Path) -> None:
    folder = configured(place / "kit", server)
    one = ran(written(folder, "shop"), "postgres")
    done = imported(one, folder)
    live = configured(place / "live", server, ", os_user: postgres")
    theirs = xunjian("run", "-t", "shop", "--output", "json", "--store", "s.db", folder=live)
    ours = verdict(done, "shop")
    assert ours == verdict(theirs, "shop")
    assert whole(done, "shop") == whole(theirs, "shop")
    assert sum(level == "ok" for level, _reason in ours.values()) > 30
    assert "unknown" not in {level for level, _reason in ours.values()}
    assert any(subject.startswith(ODD) for _check, subject in ours)
    assert_left_nothing(one)


@pytest.mark.parametrize("shell", ["dash", "bash", "busybox sh", "mksh"])
def test_every_shell_brings_the_same(shell: str, server: PostgresServer, place: Path) -> None:
    folder = configured(place / "kit", server)
    kit = written(folder, "shop", *(word for check in ONLY for word in ("--only", check)))
    found = verdict(imported(ran(kit, "postgres", shell=shell), folder), "shop")
    asked = {key: level for key, (level, _reason) in found.items() if key[0] in ONLY}
    assert {check for check, _subject in asked} == set(ONLY)
    assert "unknown" not in asked.values()
    assert any(subject.startswith(ODD) for _check, subject in asked)
    assert {reason for level, reason in found.values() if level == "unknown"} == {"not_asked"}


def test_a_kit_of_mariadb_gives_the_findings_of_a_live_client(
    server: PostgresServer, mysqld: MariadbServer, place: Path
) -> None:
    folder = configured(place / "kit", server, mysqld=mysqld)
    one = ran(written(folder, "orders"), "mysql")
    done = imported(one, folder)
    ours = verdict(done, "orders")
    live = configured(place / "live", server, ", os_user: postgres", mysqld)
    theirs = xunjian("run", "-t", "orders", "--output", "json", "--store", "s.db", folder=live)
    assert ours == verdict(theirs, "orders")
    assert whole(done, "orders") == whole(theirs, "orders")
    assert sum(level == "ok" for level, _reason in ours.values()) > 10
    assert_left_nothing(one)


def test_one_kit_of_a_host_brings_the_host_and_both_databases(
    server: PostgresServer, mysqld: MariadbServer, place: Path
) -> None:
    folder = configured(place / "kit", server, ", os_user: postgres", mysqld)
    only = ("--only", "server.md_raid", "--only", "database.*.instance")
    one = ran(written(folder, "here", *only), "root")
    done = imported(one, folder, "--target", "here")
    assert is_seen(done, "shop", "database.postgres.instance")
    assert is_seen(done, "orders", "database.mysql.instance")
    assert ("server.md_raid", "") in {(check, "") for check, _subject in verdict(done, "here")}
    again = imported(one, folder, "--target", "here")
    assert "already imported" in again.err


def test_the_group_of_a_host_and_its_database_is_judged_from_one_kit(server: PostgresServer, place: Path) -> None:
    folder = configured(place / "kit", server, ", os_user: postgres")
    done = imported(ran(written(folder, "here"), "root"), folder, "--target", "here")
    live = xunjian("run", "--output", "json", "--store", "live.db", folder=folder)
    groups = {
        one["id"]: {f["check"] for f in one["findings"]} for one in done.json()["targets"] if one["kind"] == "db-on-host"
    }
    assert groups == {
        one["id"]: {f["check"] for f in one["findings"]} for one in live.json()["targets"] if one["kind"] == "db-on-host"
    }
    seen = [f["level"] for one in groups for f in done.findings(one) if f["reason"] != "not_asked"]
    assert seen
    assert {"ok", "absent"} & set(seen)


def test_a_backend_that_hangs_in_the_middle_costs_what_stood_behind_it(place: Path) -> None:
    with postgres() as server:
        folder = configured(place / "kit", server)
        with (folder / "xunjian.yaml").open("a") as file:
            file.write("bounds: {target_seconds: 25, connect_seconds: 10}\n")
        kit = written(folder, "shop")
        frozen = threading.Thread(target=freeze_second, args=(server, stopped := list[int]()))
        frozen.start()
        one = ran(kit, "postgres", seconds=60)
        frozen.join()
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
    assert stopped
    found = verdict(imported(one, folder), "shop")
    reasons = {reason for level, reason in found.values() if level == "unknown"}
    assert "timeout" in reasons
    assert reasons <= {"timeout", "not_asked", "budget"}
    assert_left_nothing(one)
    assert [line for line in processes_with(str(server.folder)) if "psql" in line] == []


def freeze_second(server: PostgresServer, stopped: list[int]) -> None:
    """Stop the second backend that serves a client: the first only says who answers."""
    children = Path(f"/proc/{server.postmaster}/task/{server.postmaster}/children")
    seen, until = set[str](), time.monotonic() + 20
    while time.monotonic() < until and not stopped:
        for pid in set(children.read_text().split()) - seen:
            with suppress(OSError):
                if b"[local]" not in Path(f"/proc/{pid}/cmdline").read_bytes():
                    continue
                seen.add(pid)
                if len(seen) == 2:
                    time.sleep(0.02)
                    os.kill(int(pid), signal.SIGSTOP)
                    stopped.append(int(pid))
        time.sleep(0.002)


def test_who_has_no_configuration_imports_the_database_under_its_name(server: PostgresServer, place: Path) -> None:
    folder = configured(place / "kit", server)
    one = ran(written(folder, "shop", "--only", "database.postgres.instance"), "postgres")
    (folder / "xunjian.yaml").unlink()
    done = imported(one, folder)
    assert is_seen(done, "shop", "database.postgres.instance")
    assert "kind: postgres" in done.err


def test_a_cut_bundle_is_judged_as_far_as_it_goes(server: PostgresServer, place: Path) -> None:
    folder = configured(place / "kit", server)
    one = ran(written(folder, "shop"), "postgres")
    whole = verdict(imported(one, folder), "shop")
    raw = one.bundle.read_bytes()
    cut = folder / "cut.xjb"
    cut.write_bytes(raw[: len(raw) * 2 // 3])
    found = verdict(imported(Ran(cut, ""), folder), "shop")
    lost = {key for key, (level, _reason) in found.items() if level == "unknown"}
    assert lost
    assert {found[key][1] for key in lost} <= {"cut", "not_asked"}
    assert {key: found[key] for key in found if key not in lost}.items() <= whole.items()


def test_cut_anywhere_an_answer_is_whole_or_not_there(server: PostgresServer, place: Path) -> None:
    folder = configured(place / "kit", server)
    raw = ran(written(folder, "shop"), "postgres").bundle.read_bytes()
    whole = answers(raw)
    assert len(whole) > 30
    first = raw.index(b"\n\n") + 2
    for at in range(first + 700, len(raw) - 60, (len(raw) - first) // 40):
        for name, replies in answers(raw[:at]).items():
            if isinstance(replies, SessionError):
                assert replies.reason in {Reason.CUT, Reason.NOT_ASKED}
                assert replies.remedy is not None
                continue
            for one, other in zip(replies, whole[name], strict=False):
                assert one == other or one.state in {"cut", "unreachable"}, (at, name)


def answers(raw: bytes) -> dict[str, Any]:
    """What a session makes of a bundle, before anything is judged."""
    [bundle] = bundles([raw])
    session = ClientSession(BundleRuns(bundle, 0, Psql(), datetime.now(UTC)), Psql())
    try:
        session.connect()
    except SessionError as error:
        return {"connect": error}
    questions = [
        Question(one.id, one.ask)
        for one in COLLECTORS
        if isinstance(one, Collector) and one.on == "postgres" and isinstance(one.ask, Sql | EachDatabase)
    ]
    found = session.ask(questions)
    return {one.id: reply if isinstance(reply, SessionError) else decode(reply) for one, reply in found}


def test_a_saved_terminal_log_brings_a_database_too(server: PostgresServer, place: Path) -> None:
    folder = configured(place / "kit", server, ", os_user: postgres")
    kit = written(folder, "shop", "--only", ONLY[0])
    said = subprocess.run(["sh", str(kit), "-t", "-o", str(folder)], capture_output=True, check=True, cwd="/")
    (folder / "session.log").write_bytes(b"$ sh kit.sh -t\r\n" + said.stdout.replace(b"\n", b"\r\n"))
    done = xunjian("import", "--output", "json", "--store", "log.db", "session.log", folder=folder)
    assert is_seen(done, "shop", ONLY[0])


def test_a_server_that_is_down_is_unreachable(place: Path) -> None:
    with postgres() as server:
        folder = configured(place / "kit", server)
        kit = written(folder, "shop", "--only", "database.postgres.*")
        server.control("-m", "fast", "stop")
        one = ran(kit, "postgres")
        server.control("start")
    assert_unknown(imported(one, folder), "unreachable", "runs and listens")
    assert_left_nothing(one)


def test_a_server_that_hangs_is_given_up_once(place: Path) -> None:
    with postgres() as server:
        folder = configured(place / "kit", server)
        kit = written(folder, "shop")
        os.kill(server.postmaster, signal.SIGSTOP)
        try:
            one = ran(kit, "postgres", seconds=60)
        finally:
            os.kill(server.postmaster, signal.SIGCONT)
    assert_unknown(imported(one, folder), "unreachable", "runs and listens")
    assert_left_nothing(one)
    assert processes_with(str(server.folder)) == []


def test_a_mariadb_that_hangs_is_given_up_once(server: PostgresServer, mysqld: MariadbServer, place: Path) -> None:
    folder = configured(place / "kit", server, mysqld=mysqld)
    kit = written(folder, "orders")
    mysqld.stop()
    try:
        one = ran(kit, "mysql", seconds=60)
    finally:
        mysqld.stop(signal.SIGCONT)
    found = unknowns(imported(one, folder), "orders")
    assert {found_one["reason"] for found_one in found} <= {"unreachable", "timeout"}
    assert all(found_one["remedy"] for found_one in found)
    assert_left_nothing(one)
    assert [line for line in processes_with(mysqld.socket) if "--batch" in line] == []


def test_a_host_without_the_client_says_which_tool_is_missing(server: PostgresServer, place: Path) -> None:
    folder = configured(place / "kit", server)
    kit = written(folder, "shop", "--only", "database.postgres.*")
    kit.write_text(kit.read_text().replace("for n in psql gsql ksql", "for n in no-such-client"))
    one = ran(kit, "postgres")
    assert_unknown(imported(one, folder), "tool_missing", "install the database's own client")
    assert_left_nothing(one)


def test_another_account_of_the_host_is_refused_and_told_what_to_do(place: Path) -> None:
    with postgres() as server:
        folder = configured(place / "kit", server)
        kit = written(folder, "shop", "--only", "database.postgres.*")
        allow(server, "local all all peer")
        server.folder.chmod(0o755)
        one = ran(kit, "nobody")
        ours = ran(kit, "postgres")
    assert_unknown(imported(one, folder), "refused", "pg_hba.conf: peer")
    assert "unknown" not in {level for level, _reason in verdict(imported(ours, folder), "shop").values()}
    assert_left_nothing(one)


def test_a_password_that_the_client_would_ask_for_is_said_and_pgpass_opens_it(place: Path) -> None:
    with postgres(password="s3cret-of-a-test") as server:
        folder = configured(place / "kit", server)
        kit = written(folder, "shop", "--only", "database.postgres.instance")
        assert "s3cret" not in kit.read_text()
        one = ran(kit, "postgres")
        home = place / "home"
        home.mkdir()
        place.chmod(0o755)
        (home / ".pgpass").write_text("*:*:*:*:s3cret-of-a-test\n")
        (home / ".pgpass").chmod(0o600)
        for path in (home, home / ".pgpass"):
            os.chown(path, *owner())
        opened = ran(kit, "postgres", home=home)
    done = imported(one, folder)
    assert_unknown(done, "refused", ".pgpass")
    assert "the client asked for a password" in str(unknowns(done)[0])
    assert is_seen(imported(opened, folder), "shop", "database.postgres.instance")
    assert b"s3cret" not in opened.bundle.read_bytes()


def owner() -> tuple[int, int]:
    found = pwd.getpwnam("postgres")
    return found.pw_uid, found.pw_gid


def allow(server: PostgresServer, line: str) -> None:
    """Let in by this rule only."""
    (server.data / "pg_hba.conf").write_text(line + "\n")
    server.control("reload")


def processes_with(words: str) -> list[str]:
    """The command lines of programs that still speak of it; the server's own are not asked for."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if words in line:
            found.append(line)
    return [line for line in found if "mariadbd" not in line]


def test_a_pasted_kit_leaves_databases_out_and_says_so(server: PostgresServer, place: Path) -> None:
    folder = configured(place / "kit", server)
    done = xunjian("kit", "-t", "here", "--paste", "-o", "paste.txt", folder=folder)
    assert done.code == 0
    assert "shop: a pasted kit asks no database" in done.err
    assert "=== sql" not in (folder / "paste.txt").read_text()
    assert xunjian("kit", "-t", "shop", "--paste", "-o", "paste.txt", folder=folder).code == 73
