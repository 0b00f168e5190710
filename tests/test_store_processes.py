"""Real processes on one store: killed in the middle, running beside each other."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from agent.store.open import open_store
from agent.store.process import HEARTBEAT_SECONDS, is_alive, myself
from tests.stored import header, pieces, result, round_of

RUN = """
import sys, time
from agent.store.open import open_store
from tests.stored import header, pieces, result
path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
targets = [f"{name}{n}" for n in range(count)]
with open_store(path) as store:
    one = store.begin(header(*targets))
    print(one, flush=True)
    for target in targets:
        store.commit_target(one, result(target), pieces("shared", *(f"{target} {n} " + str(n ** 300) for n in range(9))))
        print(target, flush=True)
    if count == 1:
        time.sleep(600)
    store.finish(one)
    print("sealed", flush=True)
"""


def start(path: Path, name: str, count: int) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", RUN, str(path), name, str(count)], stdout=subprocess.PIPE, text=True)


def said(process: "subprocess.Popen[str]") -> list[str]:
    assert process.stdout is not None
    lines = process.stdout.read().split()
    process.stdout.close()
    return lines


@pytest.mark.parametrize("seed", range(8))
def test_killed_at_any_moment_no_finished_target_is_lost(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "store.db"
    open_store(path).close()
    process = start(path, "t", 100_000)
    assert process.stdout is not None
    inspection = process.stdout.readline().strip()
    time.sleep(random.Random(seed).uniform(0, 0.25))
    process.kill()
    assert process.wait() == -signal.SIGKILL
    told = said(process)
    with open_store(path) as store:
        (cut,) = store.cut_off_since_last()
        whole = store.load(inspection)
        assert cut.id == inspection
        # what it told was committed; one more may have been committed and not told
        assert cut.finished in {tuple(told), (*told, f"t{len(told)}")}
        assert len(cut.finished) + len(cut.unfinished) == 100_000
        assert tuple(one.target for one in whole.targets) == cut.finished
        assert whole.state == "cut_off"
        assert whole.seal
        assert whole.ended_at is not None
        assert list(store.verify()) == []
        round_of(store, result())
        assert store.cut_off_since_last() == ()


def test_a_run_that_lives_is_left_alone_and_one_that_died_gives_its_leases_back(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    process = start(path, "t", 1)
    assert process.stdout is not None
    inspection = process.stdout.readline().strip()
    try:
        assert process.stdout.readline().strip() == "t0"
        with open_store(path) as store:
            assert store.lease("t0", inspection, 600)
            assert store.cut_off_since_last() == ()
            assert store.load(inspection).state == "running"
            process.kill()  # a zombie until we wait for it: dead all the same
            deadline = time.monotonic() + 10
            while Path(f"/proc/{process.pid}/stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z":
                assert time.monotonic() < deadline
                time.sleep(0.01)
            mine = store.begin(header("t0"))
            (cut,) = store.cut_off_since_last()
            assert (cut.id, cut.finished, cut.unfinished) == (inspection, ("t0",), ())
            assert store.lease("t0", mine, 600)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_two_runs_beside_each_other_are_both_whole(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    both = [start(path, name, 60) for name in "ab"]  # neither finds a store: both make it
    told = [said(process) for process in both]
    assert [process.wait() for process in both] == [0, 0]
    with open_store(path) as store:
        for name, (one, *targets) in zip("ab", told, strict=True):
            assert targets == [*(f"{name}{n}" for n in range(60)), "sealed"]
            assert [each.target for each in store.load(one).targets] == targets[:-1]
        seals = {head.previous_seal: head.seal for head in store.inspections()}
        assert len(seals) == 2
        assert seals[seals[""]]  # one chain, no fork
        assert list(store.verify()) == []


def test_many_start_at_once_on_no_store(tmp_path: Path) -> None:
    path = tmp_path / "new" / "store.db"
    code = "import sys\nfrom agent.store.open import open_store\nopen_store(sys.argv[1]).close()\n"
    many = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _n in range(5)]
    assert [process.wait() for process in many] == [0] * 5


def test_no_transaction_is_open_between_two_commits(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path) as store:
        one = store.begin(header("a", "b"))
        store.commit_target(one, result("a"), pieces("x"))
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            other.execute("ROLLBACK")
        store.commit_target(one, result("b"), {})
        store.finish(one)


def test_who_is_alive() -> None:
    me = myself()
    assert is_alive(me, 1e9, is_shared=True)
    assert not is_alive(replace(me, started="1"), 0, is_shared=True)  # the pid was given to another
    assert not is_alive(replace(me, pid=2**22 + 7), 0, is_shared=False)
    assert not is_alive(replace(me, started=""), 0, is_shared=False)
    elsewhere, restarted = replace(me, space="pid:[1]"), replace(me, boot="another boot")
    for owner in (elsewhere, restarted):
        assert is_alive(owner, HEARTBEAT_SECONDS - 1, is_shared=True)
        assert not is_alive(owner, HEARTBEAT_SECONDS, is_shared=True)
    assert is_alive(elsewhere, 0, is_shared=False)  # another container, the same kernel
    assert not is_alive(restarted, 0, is_shared=False)


def test_a_forked_child_is_not_its_parent() -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, repr(myself()).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 1000).decode() != repr(myself())
    os.close(reading)
    os.close(writing)
