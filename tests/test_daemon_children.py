"""What the daemon starts, and what keeps it from starting anything; signs of life that nobody answers as he should."""

import logging
import os
import socket
import subprocess
import threading
from pathlib import Path

import pytest

import xunjian  # noqa: F401 - children are started as it was
from agent import supervise
from agent.daemon import heartbeat, keeper
from agent.daemon.children import Child
from agent.daemon.keeper import Keeper

_TOLD = {"files": [], "store": "", "delivers": False, "memory_mib": 512, "log": {}, "wake_at": None}


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a count


def broken(*_given: object, **_more: object) -> None:
    raise OSError(28, "No space left on device")


def test_what_cannot_be_started_leaves_no_descriptor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", broken)
    before = descriptors()
    for _number in range(3):
        with pytest.raises(OSError, match="No space"):
            Child(("daemon", "--turn"), 1.0)
    assert descriptors() == before


def test_a_daemon_that_can_start_nothing_waits_and_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "Child", broken)
    made = Keeper((), _TOLD)
    made._act()
    assert made._tick_at > 0
    assert not made._is_stopping
    made._run({"name": "x@2026-12-01T00:00:00+00:00/inspection", "words": ("run",), "seconds": 9.0})
    assert made._ended is not None
    assert made._ended["code"] == 71
    assert made._wants_tick


def test_one_that_cannot_be_killed_does_not_end_the_daemon(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(child: "subprocess.Popen[bytes]") -> None:
        child.kill()
        child.wait()
        raise subprocess.TimeoutExpired("x", 30.0)

    monkeypatch.setattr(supervise, "kill", hangs)
    child = Child(("--help",), 0.0)
    assert child.code() == supervise.KILLED
    assert child.is_killed
    child.ended()


def test_all_are_asked_to_end_before_one_is_waited_for() -> None:
    class One:
        def __init__(self, did: list[str]) -> None:
            self.did = did

        def ask_to_end(self) -> None:
            self.did.append("asked")

        def stop(self, _seconds: float) -> None:
            self.did.append("waited")

        def ended(self) -> tuple[bytes, str]:
            return b"", ""

    did: list[str] = []
    made = Keeper((), _TOLD)
    made._children = {"deliver": One(did), "step": One(did)}  # type: ignore[dict-item]
    made._stop()
    assert did == ["asked", "asked", "waited", "waited"]


@pytest.mark.parametrize("answer", [b"nonsense\r\n\r\n", b""])
def test_a_heartbeat_that_is_answered_with_nonsense_is_a_line_in_the_log(
    answer: bytes, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("xunjian.daemon"), "propagate", True)
    raised: list[object] = []
    monkeypatch.setattr(threading, "excepthook", raised.append)
    with socket.create_server(("127.0.0.1", 0)) as door:
        heartbeat.call(f"http://127.0.0.1:{door.getsockname()[1]}/token")
        met, _from = door.accept()
        with met:
            met.recv(999)
            met.sendall(answer)
        for one in threading.enumerate():
            if one.name == "heartbeat":
                one.join(20)
    assert not raised
    assert "heartbeat not delivered" in caplog.text
    assert "token" not in caplog.text


def test_a_daemon_whose_turns_fail_calls_nobody_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    monkeypatch.setattr(heartbeat, "call", called.append)
    told = {"figures": {}, "wake_at": None, "metrics": str(tmp_path / "m"), "beat": {"file": "", "url": "http://x/"}}
    for failed in (0, 3, 4):
        heartbeat.beat(told, "", failed)
    assert len(called) == 2
    assert "xunjian_daemon_turns_failing 4\n" in (tmp_path / "m").read_text()


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as full:
        full.setattr(os, "replace", broken)
        heartbeat.write_file(str(tmp_path / "beat.json"), {"pid": 1})
    assert not list(tmp_path.iterdir())
    heartbeat.write_file(str(tmp_path / "beat.json"), {"pid": 1})
    assert [one.name for one in tmp_path.iterdir()] == ["beat.json"]
