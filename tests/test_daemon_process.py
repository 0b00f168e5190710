"""The daemon as a process: one a store, a configuration that breaks and is mended, kill -9 and SIGTERM at any moment."""

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.schedule.ledger import MISSED_STEP, State, Step
from agent.store.open import open_store
from reports.record.outbox import State as Sending
from tests.peers.mail import HOST, MailPeer, mail_server
from tests.peers.web import WebPeer, serving

PROGRAM = [sys.executable, "-c", "import xunjian; xunjian.main()"]
KILLS = int(os.environ.get("XUNJIAN_TEST_KILLS", "20"))
_CONFIG = """
site: {{customer: 滨海市环卫局, timezone: Asia/Shanghai}}
contract: {{data: leaves}}
store: {{url: x.db}}
targets: [{{id: door, kind: function, address: "{door}"}}]
contacts: [{{name: Zhang, role: it-application-manager, email: zhang@example.com, attach: [html]}}]
deliveries:
  - {{name: post, kind: smtp, server: {host}, port: {port}, security: none, from: xunjian@example.com,
     to: [it-application-manager], what: [document]}}
schedules:
  - {{name: often, cron: "* * * * *", documents: [customer], rounds: [inspection], approve: not-required}}
daemon: {{heartbeat: {{file: beat.json}}, metrics: xunjian.prom, folder: reports}}
"""


pytestmark = pytest.mark.timeout(300)


class Daemon:
    """A daemon in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        home = {"XDG_DATA_HOME": str(folder / "data"), "HOME": str(folder), "XUNJIAN_LANG": "en"}
        self.environment = {**{k: v for k, v in os.environ.items() if not k.startswith("XUNJIAN_")}, **home}
        self.log = folder / "daemon.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *more: str) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*PROGRAM, "daemon", "--config", str(self.folder / "xunjian.yaml"), *more],
                stderr=log,
                stdout=log,
                env=self.environment,
            )
        return self.process

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def until(self, words: str, count: int = 1, seconds: float = 90.0) -> None:
        ends = time.monotonic() + seconds
        while self.said().count(words) < count:
            assert time.monotonic() < ends, self.said()
            time.sleep(0.1)

    def end(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(90)


@contextmanager
def daemon_in(folder: Path, port: int) -> Iterator[Daemon]:
    with serving(WebPeer({"/": (200, b"{}")})) as door:
        config = _CONFIG.format(door=f"http://{HOST}:{door.port}/", host=HOST, port=port)
        (folder / "xunjian.yaml").write_text(config, encoding="utf-8")
        made = Daemon(folder)
        try:
            yield made
        finally:
            if made.process is not None and made.process.poll() is None:
                made.end(signal.SIGKILL)


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    with daemon_in(tmp_path, 9) as made:
        yield made


def test_it_inspects_writes_issues_and_ends_in_order(tmp_path: Path) -> None:
    with mail_server(MailPeer()) as peer, daemon_in(tmp_path, peer.port) as daemon, _listening(daemon) as heard:
        daemon.start()
        daemon.until("often@", seconds=100)
        daemon.until("/deliver: done", seconds=100)
        assert daemon.end() == 0
        assert "event=stopped" in daemon.said()
        words = [heard.recv(4096).decode() for _number in range(3)]
        assert len(peer.mails()) == 1
    assert "READY=1" in "\n".join(words)
    beat = json.loads((tmp_path / "beat.json").read_text())
    assert beat["resident_bytes"] < 60e6
    metrics = (tmp_path / "xunjian.prom").read_text()
    assert "xunjian_daemon_configuration_valid 1\n" in metrics
    assert metrics.endswith("# EOF\n")


def test_once_ends_when_all_that_is_due_was_done_and_sent(tmp_path: Path) -> None:
    with mail_server(MailPeer()) as peer, daemon_in(tmp_path, peer.port) as daemon:
        config = tmp_path / "xunjian.yaml"
        config.write_text(config.read_text(encoding="utf-8").replace("* * * * *", "0 0 1 1 *"), encoding="utf-8")
        assert daemon.start("--once").wait(60) == 0
        with closing(sqlite3.connect(tmp_path / "x.db")) as ledger, ledger:
            ledger.execute("UPDATE schedules SET since = since - 370 * 86400 WHERE name = 'often'")
        assert daemon.start("--once").wait(90) == 0
        assert "/deliver: done" in daemon.said()
        assert len(peer.mails()) == 1


@contextmanager
def _listening(daemon: Daemon) -> Iterator[socket.socket]:
    """The service manager's ear."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.settimeout(20)
        heard.bind(str(daemon.folder / "notify"))
        daemon.environment["NOTIFY_SOCKET"] = str(daemon.folder / "notify")
        yield heard


def test_there_is_one_a_store(daemon: Daemon) -> None:
    daemon.start()
    daemon.until("event=begin", seconds=100)
    first = daemon.process
    second = daemon.start()
    assert second.wait(60) == 73
    assert first is not None
    assert str(first.pid) in daemon.said()
    daemon.process = first
    assert daemon.end() == 0


def test_a_broken_configuration_does_not_take_effect_and_a_mended_one_does(daemon: Daemon) -> None:
    config = daemon.folder / "xunjian.yaml"
    good = config.read_text(encoding="utf-8")
    daemon.start()
    daemon.until("event=begin", seconds=100)
    config.write_text(good.replace("schedules:", "schedulez:"), encoding="utf-8")
    assert daemon.process is not None
    daemon.process.send_signal(signal.SIGHUP)
    daemon.until("event=configuration kept=before", seconds=60)
    daemon.until("/deliver: done", seconds=100)  # the rounds go on
    config.write_text(good.replace("name: often", "name: anew"), encoding="utf-8")
    daemon.until("event=begin step=anew@", seconds=150)
    assert daemon.end() == 0


def test_without_a_configuration_that_was_ever_good_it_does_not_start(daemon: Daemon) -> None:
    (daemon.folder / "xunjian.yaml").write_text("nosuchkey: 1\n", encoding="utf-8")
    assert daemon.start().wait(60) == 78
    assert "xunjian.yaml:1" in daemon.said()


@pytest.mark.timeout(60 + 30 * KILLS)
def test_killed_at_any_moment_nothing_is_lost_and_nothing_runs_twice(tmp_path: Path) -> None:
    dice, begins = random.Random(KILLS), datetime.now(UTC)
    with mail_server(MailPeer()) as peer, daemon_in(tmp_path, peer.port) as daemon:
        for number in range(KILLS):
            daemon.start()
            time.sleep(dice.uniform(1.0, 7.0))
            daemon.end(signal.SIGKILL if number % 4 else signal.SIGTERM)
        before = daemon.said().count("/deliver: done")
        daemon.start()
        daemon.until("/deliver: done", before + 1, seconds=150)
        assert daemon.end() == 0
        mails = Counter(str(mail["Message-ID"]) for mail in peer.mails())
    with open_store(tmp_path / "x.db") as store:
        assert list(store.verify()) == []
        steps = store.occasions(begins - timedelta(hours=1), datetime.now(UTC) + timedelta(hours=1))
        headers = {one.id: one for one in store.inspections()}
        pieces = store.outbox()
    rounds = [one for one in steps if one.name == "inspection" and one.state is State.DONE]
    assert rounds
    assert len({one.reference for one in rounds}) == len(rounds)
    assert {headers[one.reference].state for one in rounds} == {"done"}
    assert sum(one.state == "done" for one in headers.values()) == len(rounds)
    assert not [one for one in steps if one.state is State.RUNNING]
    _each_minute_once(steps)
    issued = [one for one in steps if one.name.startswith("issue:") and one.state is State.DONE]
    assert len(pieces) == len({one.reference for one in issued})
    doubtful = sum(one.state is Sending.DOUBTFUL for one in pieces)
    assert sum(mails.values()) - len(mails) <= doubtful
    assert {one.state for one in pieces} <= {Sending.DELIVERED, Sending.DOUBTFUL, Sending.WAITING}


def _each_minute_once(steps: tuple[Step, ...]) -> None:
    """Between the first moment and the last that were due, each minute began or lies in one gap."""
    own = [one for one in steps if one.schedule == "often"]
    begun = {one.due_at for one in own if one.name != MISSED_STEP}
    gaps = [(datetime.fromisoformat(one.note["first"]), one.due_at) for one in own if one.name == MISSED_STEP]
    minute, last = min([*begun, *(first for first, _last in gaps)]), max(begun)
    while minute <= last:
        assert (minute in begun) + sum(first <= minute <= end for first, end in gaps) == 1, minute
        minute += timedelta(minutes=1)
