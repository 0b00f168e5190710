"""A real upgrade, PostgreSQL 14 to 15 by pg_upgrade, verified: as declared, undeclared, and gone wrong."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.peers.postgres import HOST, PostgresServer, debian_binaries, of_major, postgres
from tests.peers.postgres_monitor import PASSWORD, monitor
from tests.peers.postgres_upgrade import upgraded
from tests.program import Done, configuration, xunjian

pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(of_major(14) is None or debian_binaries() is None, reason="needs PostgreSQL 14 and Debian's"),
]
CHANGE = """\
change:
  number: CHG-2026-118
  title: 业务库升级
  version_from: "14"
  version_to: "15"
  rehearsal: {place: 模拟环境, done_at: 2026-11-20, by: 张工, result: 通过}
  rollback: {place: 模拟环境, done_at: 2026-11-20, by: 张工, result: 旧集群目录保留，已试启动}
expected:
  - {target: shop, aspect: database.postgres.changed_server, subject: version, to: "15.*", reason: 本次升级, required: yes}
  - {target: shop, aspect: database.postgres.changed_server, subject: system identifier, reason: pg_upgrade 新建集群}
  - {target: shop, aspect: database.postgres.changed_settings, reason: 新版本的默认值, optional: yes}
"""


class _Shop(BaseHTTPRequestHandler):
    """An application in front of the database: its page counts the orders."""

    port = 0

    def do_GET(self) -> None:
        try:
            with psycopg2.connect(host=HOST, port=self.port, user="app", password="shop-77", dbname="postgres") as opened:
                cursor = opened.cursor()
                cursor.execute("select count(*) from orders")
                (count,) = cursor.fetchone() or (0,)
            opened.close()
            status, body = 200, f"orders {count}"
        except psycopg2.Error:
            status, body = 503, "database away"
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_words: object) -> None:
        pass


@contextmanager
def shop(database: int) -> Iterator[int]:
    """Serve the application; give its port."""
    handler = type("_Handler", (_Shop,), {"port": database})
    server = ThreadingHTTPServer((HOST, 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class Probe:
    """Somebody who goes on using the application meanwhile: which answers came, in their order, each once in a row."""

    def __init__(self, port: int) -> None:
        self.answers: list[str] = []
        self._ended = threading.Event()
        self._url = f"http://{HOST}:{port}/"
        self._thread = threading.Thread(target=self._go, daemon=True)
        self._thread.start()
        while not self.answers:
            self._ended.wait(0.05)

    def _go(self) -> None:
        while not self._ended.wait(0.05):
            try:
                with urllib.request.urlopen(self._url, timeout=5) as page:
                    said = page.read().decode()
            except urllib.error.HTTPError as error:
                said = str(error.code)
            except urllib.error.URLError as error:
                said = str(error.reason)
            if said != (self.answers or [""])[-1]:
                self.answers.append(said)

    def end(self) -> list[str]:
        self._ended.set()
        self._thread.join()
        return self.answers


def filled(server: PostgresServer) -> None:
    """What an application has: its tables, its account, our role."""
    monitor(server)
    server.sql(
        "create table orders (id serial primary key, what text)",
        "insert into orders (what) select 'o' || i from generate_series(1, 500) i",
        "set password_encryption = 'md5'",
        "create role app login password 'shop-77'",
        "grant select on orders to app",
        "analyze",
    )


def site(folder: Path, database: int, web: int) -> None:
    secret = folder / "secret"
    secret.write_text(f"{PASSWORD}\n")
    secret.chmod(0o600)
    targets: list[dict[str, Any]] = [
        {"id": "shop", "kind": "postgres", "address": HOST, "access": {"sql": {"credential": "db", "port": database}}},
        {"id": "portal", "kind": "function", "address": f"http://{HOST}:{web}/"},
    ]
    limits = [{"check": "function.http_endpoint", "target": "portal", "pattern": r"orders \d+"}]
    credentials = {"db": {"user": "xunjian", "password": f"${{file:{secret}}}"}}
    configuration(folder, targets, credentials=credentials, limits=limits)
    (folder / "change.yaml").write_text(CHANGE, encoding="utf-8")


def verified(folder: Path, *words: str) -> tuple[Done, dict[str, Any]]:
    done = xunjian("verify", "before", "--store", "s.db", "--output", "json", "-q", *words, folder=folder)
    assert done.out, done.err
    return done, json.loads(done.out)


def changes(said: dict[str, Any], *stands: str) -> set[tuple[str, str]]:
    rows = (row for row in said["changes"] if row["stand"] in stands)
    return {(row["aspect"].removeprefix("database.postgres."), row["subject"]) for row in rows}


def test_an_upgrade_as_declared_one_undeclared_and_one_that_lost_something(tmp_path: Path) -> None:
    with postgres(of_major(14)) as old, shop(old.port) as web:
        filled(old)
        site(tmp_path, old.port, web)
        taken = xunjian("snapshot", "before", "--by", "张工", "--store", "s.db", "-q", folder=tmp_path)
        assert "portal" not in taken.err, taken.err
        same, said = verified(tmp_path)
        assert changes(said, "unexpected", "open", "missed") == set(), said["changes"]
        assert same.code in {0, 1}, said["reasons"]
        probe = Probe(web)
        with upgraded(old) as new:
            assert new.major > 14
            new.sql("analyze")
            answers = _after(tmp_path, new, probe)
    assert answers[0] == "orders 500"
    assert "503" in answers, "the function was away while the server was upgraded, and the probe saw it"
    assert answers[-1] == "orders 500", answers


def _after(folder: Path, new: PostgresServer, probe: Probe) -> list[str]:
    stranger, said = verified(folder, "--change", "change.yaml")
    assert stranger.code == 2, "pg_upgrade made a new system identifier: until somebody says so it may be any server"
    assert any("another machine" in row["why"] for row in said["unseen"]), said["unseen"][:3]
    confirmed = xunjian("targets", "confirm", "shop", "--as", "replaced", "--by", "张工", "--store", "s.db", folder=folder)
    assert confirmed.code == 0, confirmed.err
    declared, said = verified(folder, "--change", "change.yaml")
    assert declared.code in {0, 1}, said["reasons"]
    assert said["verdict"] != "failed"
    assert changes(said, "unexpected") == set(), said["changes"]
    assert ("changed_server", "version") in changes(said, "expected")
    assert ("changed_server", "system identifier") in changes(said, "expected")
    assert {row["now"] for row in said["functions"]} == {"ok"}
    assert not said["is_final"]
    undeclared, said = verified(folder)
    assert undeclared.code == 1, "nobody said that the version would change: somebody must say it now"
    assert ("changed_server", "version") in changes(said, "open")
    answers = probe.end()
    new.sql("alter table orders rename to orders_old", "drop table orders_old", "drop owned by app", "drop role app")
    lost, said = verified(folder, "--change", "change.yaml")
    assert lost.code == 2, said["reasons"]
    assert said["verdict"] == "failed"
    assert ("changed_roles", "app") in changes(said, "unexpected")
    assert ("changed_object_counts", "postgres public table") in changes(said, "unexpected")
    assert any(row["now"] == "critical" for row in said["functions"]), "the application fails"
    return answers


def test_a_right_that_was_taken_away_between_the_two_is_never_a_pass(tmp_path: Path) -> None:
    with postgres(of_major(14)) as server, shop(server.port) as web:
        filled(server)
        site(tmp_path, server.port, web)
        xunjian("snapshot", "before", "--store", "s.db", "-q", folder=tmp_path)
        server.sql("revoke pg_monitor from xunjian", "revoke all on schema xunjian from xunjian")
        done, said = verified(tmp_path)
    assert done.code == 2
    assert any(row["is_loss"] for row in said["unseen"])


def test_a_snapshot_or_a_target_of_it_that_is_gone_is_never_a_pass(tmp_path: Path) -> None:
    with postgres(of_major(14)) as server, shop(server.port) as web:
        filled(server)
        site(tmp_path, server.port, web)
        xunjian("snapshot", "before", "--store", "s.db", "-q", folder=tmp_path)
        xunjian("snapshot", "half", "portal", "--store", "s.db", "-q", folder=tmp_path)
        half, said = verified(tmp_path, "--against", "half")
        assert half.code == 2
        assert [row["target"] for row in said["unseen"] if row["is_loss"]] == ["shop"]
        xunjian("snapshot", "before", "--remove", "--store", "s.db", folder=tmp_path)
        gone = xunjian("verify", "before", "--store", "s.db", "-q", folder=tmp_path)
        assert gone.code == 3, gone.out + gone.err


SEEDED = (
    ("alter system set work_mem = '64MB'", ("changed_settings", "work_mem"), "open"),
    ("create role batch login superuser", ("changed_roles", "batch"), "open"),
    ("drop role leaver", ("changed_roles", "leaver"), "unexpected"),
    ("alter role app superuser", ("changed_roles", "app"), "unexpected"),
    ("create database extra", ("changed_databases", "extra"), "open"),
    ("drop database old_shop", ("changed_databases", "old_shop"), "unexpected"),
    ("drop table lines", ("changed_object_counts", "postgres public table"), "unexpected"),
    ("select pg_create_physical_replication_slot('standby2')", ("changed_slots", "standby2"), "open"),
)
"""What is done to the server, what is to be named for it, and as what."""
ALSO = {
    (("changed_object_counts", f"postgres public {kind}"), "unexpected") for kind in ("index", "constraint")
}  # the key of the table that is gone


def test_each_seeded_change_is_named_once_and_nothing_else_is(tmp_path: Path) -> None:
    with postgres(of_major(14)) as server, shop(server.port) as web:
        filled(server)
        server.sql("create table lines (id int primary key)", "create role leaver login", "create database old_shop")
        site(tmp_path, server.port, web)
        xunjian("snapshot", "before", "shop", "--store", "s.db", "-q", folder=tmp_path)
        for statement, _named, _stand in SEEDED:
            server.sql(statement)
        server.sql("select pg_reload_conf()")
        done, said = verified(tmp_path)
    found = [((row["aspect"].removeprefix("database.postgres."), row["subject"]), row["stand"]) for row in said["changes"]]
    wanted = {(named, stand) for _statement, named, stand in SEEDED}
    assert wanted <= set(found), sorted(wanted - set(found))
    assert {one for one in found if one[1] != "noted"} - wanted <= ALSO, found
    assert done.code == 2
