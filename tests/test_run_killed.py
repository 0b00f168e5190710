"""A run that is killed, interrupted, stopped or doubled: what was finished is kept, what was not is said."""

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from agent import supervise
from agent.store.open import open_store
from checks.result import Inspection
from tests.peers.sshd import keys
from tests.peers.stub import hang, stub
from tests.program import configuration, started, xunjian

if TYPE_CHECKING:
    from subprocess import Popen

RUN = ("run", "--store", "s.db", "--only", "server.bonding", "--only", "server.md_raid")
SOON_SECONDS = 15


@contextmanager
def half_done(folder: Path) -> Iterator["Popen[str]"]:
    """A run over three targets, one after the other: the first is finished, the second hangs."""
    with stub(hang, folder) as peer:
        access = {"ssh": {"credential": "ops", "port": peer.port}}
        targets: list[dict[str, Any]] = [
            {"id": "first", "kind": "local"},
            {"id": "hangs", "kind": "linux", "address": peer.address, "access": access},
            {"id": "last", "kind": "local"},
        ]
        ops = {"user": peer.user, "private_key": str(keys() / "user"), "use_agent": False}
        site = {"known_hosts": peer.known_hosts}
        bounds = {"connect_seconds": 30, "parallel": 1}
        configuration(folder, targets, credentials={"ops": ops}, bounds=bounds, site=site)
        process = started(*RUN, folder=folder)
        try:
            assert process.stderr is not None
            assert process.stderr.readline().startswith("[1/3] first:")
            yield process
        finally:
            for one in family(process):
                one.kill()
            process.kill()
            process.communicate(timeout=SOON_SECONDS)


def family(process: "Popen[str]") -> list[psutil.Process]:
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def words_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def child_of(process: "Popen[str]") -> psutil.Process:
    return next(one for one in family(process) if supervise.CHILD_FLAG in words_of(one))


def last(folder: Path) -> Inspection:
    with open_store(folder / "s.db", create=False) as store:
        assert not list(store.verify())
        return store.load(store.inspections()[0].id)


def assert_cut_off(folder: Path) -> None:
    """The first target is kept whole, and ``history`` says that there was more."""
    kept = last(folder)
    assert kept.state == "cut_off"
    assert [one.target for one in kept.targets] == ["first"]
    assert {f.check for f in kept.targets[0].findings} == {"server.bonding", "server.md_raid"}
    history = xunjian("history", "--store", "s.db", folder=folder)
    assert re.fullmatch(rf"{kept.id}  .*  cut off  seal {kept.seal[:12]}\n", history.out)


def test_a_killed_child_loses_no_finished_target(tmp_path: Path) -> None:
    with half_done(tmp_path) as process:
        child_of(process).kill()
        _out, err = process.communicate(timeout=SOON_SECONDS)
        assert process.returncode == 3
    assert "ended from outside" in err
    assert_cut_off(tmp_path)
    cut = last(tmp_path)
    again = xunjian(*RUN, "-t", "first", folder=tmp_path)
    assert f"Inspection {cut.id} was cut off. Finished: first. Not finished: hangs, last." in again.err
    assert last(tmp_path).state == "done"
    once_more = xunjian(*RUN, "-t", "first", folder=tmp_path)
    assert "cut off" not in once_more.err, "it is said once"


def test_what_a_killed_run_never_reached_is_asked_again(tmp_path: Path) -> None:
    with half_done(tmp_path) as process:
        child_of(process).kill()
        process.communicate(timeout=SOON_SECONDS)
    configuration(tmp_path, [{"id": name, "kind": "local"} for name in ("first", "hangs", "last")])
    again = xunjian("run", "--retry-unknown", "--store", "s.db", "--output", "json", folder=tmp_path)
    assert [one["id"] for one in again.json()["targets"]] == ["first", "hangs", "last"]
    assert {f["check"] for f in again.findings("last")} == {"server.bonding", "server.md_raid"}
    assert {one.target for one in last(tmp_path).targets} == {"hangs", "last"}
    assert xunjian("run", "--retry-unknown", "--store", "s.db", folder=tmp_path).code == 0


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_when_the_parent_goes_the_child_ends_in_order(how: signal.Signals, tmp_path: Path) -> None:
    with half_done(tmp_path) as process:
        child = child_of(process)
        process.send_signal(how)
        process.wait(SOON_SECONDS)
        child.wait(SOON_SECONDS)
    assert_cut_off(tmp_path)


def test_an_interrupt_from_the_terminal_ends_in_order(tmp_path: Path) -> None:
    with half_done(tmp_path) as process:
        for one in (psutil.Process(process.pid), child_of(process)):
            one.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=SOON_SECONDS)
        assert process.returncode == 3
    assert "ended from outside" in err
    assert "Traceback" not in err
    assert_cut_off(tmp_path)


def test_two_runs_beside_each_other_are_both_whole(tmp_path: Path) -> None:
    configuration(tmp_path, [{"id": "here", "kind": "local"}])
    runs = [started(*RUN, "--only", "server.cpu", "--output", "json", folder=tmp_path) for _turn in range(2)]
    for process in runs:
        _out, err = process.communicate(timeout=60)
        assert process.returncode in range(4), err
        assert "Traceback" not in err
    with open_store(tmp_path / "s.db", create=False) as store:
        both = [store.load(header.id) for header in store.inspections()]
        assert not list(store.verify())
    assert [one.state for one in both] == ["done", "done"]
    assert all(f.level.value != "unknown" for one in both for f in one.targets[0].findings)
    one, other = sorted(both, key=lambda i: i.targets[0].started_at)
    assert one.targets[0].ended_at <= other.targets[0].started_at, "one session a target at a time"
    assert xunjian("evidence", "verify", "--store", "s.db", folder=tmp_path).code == 0


STOPS = "import os, signal, subprocess; subprocess.Popen(['sleep', '600']); os.kill(os.getpid(), signal.SIGSTOP)"
TELLS = "import os; os.write(int(os.environ['XUNJIAN_DEADLINE_FD']), b'0.2\\n'); " + STOPS


@pytest.mark.parametrize("program", [STOPS, TELLS])
def test_a_child_that_stands_still_is_killed_with_what_it_started(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "start_words", lambda: program)
    monkeypatch.setattr(supervise, "FIRST_SECONDS", 1.0)
    monkeypatch.setattr(supervise, "GRACE_SECONDS", 1.0)
    before = {one.pid for one in psutil.Process().children(recursive=True)}
    began = time.monotonic()
    assert supervise.supervise([]) == (supervise.KILLED, True)
    assert time.monotonic() - began < 5
    left = [one for one in psutil.Process().children(recursive=True) if one.pid not in before]
    assert all(one.status() == psutil.STATUS_ZOMBIE for one in left)


@pytest.mark.parametrize(("program", "expected"), [("raise SystemExit(2)", (2, False)), ("pass", (0, False))])
def test_a_child_that_ends_gives_its_own_code(
    program: str, expected: tuple[int, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervise, "start_words", lambda: program)
    assert supervise.supervise([]) == expected


def test_a_child_that_dies_is_not_taken_for_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "start_words", lambda: "import os; os.abort()")
    assert supervise.supervise([]) == (supervise.KILLED, True)


def test_nothing_of_a_killed_run_stays_on_the_machine(tmp_path: Path) -> None:
    """The script of a local target outlives its reader for a moment only, and removes its folder."""
    configuration(tmp_path, [{"id": "here", "kind": "local"}], bounds={"sample_seconds": 20})
    process = started("run", "--store", "s.db", "--only", "server.cpu", folder=tmp_path)
    until = time.monotonic() + SOON_SECONDS
    while not (scripts := [one for one in family(process) if "-s" in words_of(one)]) and time.monotonic() < until:
        time.sleep(0.05)
    assert scripts
    os.kill(child_of(process).pid, signal.SIGKILL)
    process.communicate(timeout=SOON_SECONDS)
    _gone, alive = psutil.wait_procs(scripts, SOON_SECONDS)
    assert not alive
