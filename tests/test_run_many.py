"""Forty targets at once, eleven of them bad: the good finish as if alone, each bad one is named with its reason."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from agent.store.open import open_store
from tests.peers.sshd import Peer, free_port, keys, missing, sshd
from tests.peers.stub import StubPeer, close_mid_frame, flood, hang, stub
from tests.program import DISKS, Done, configuration, folder_until_the_end, ops, target, xunjian

pytestmark = [pytest.mark.peer, pytest.mark.skipif(bool(missing()), reason=missing() or "sshd is there")]

GOOD_COUNT = 29
LISTENS_MOST = 15
"""sshd's MAX_LISTEN_SOCKS is 16."""
RUN_SECONDS = 60
REASONS = {
    "closed": {"unreachable"},
    "silent": {"unreachable"},
    "hangs": {"timeout", "budget"},
    "floods": {"refused"},
    "breaks": {"cut"},
    "stranger": {"identity"},
}
ONLY = tuple(word for check in DISKS for word in ("--only", check))


@contextmanager
def nobody_accepts() -> Iterator[int]:
    """A port whose queue is full: a connection is neither taken nor refused, as behind a firewall that drops."""
    with socket.socket() as listener, ExitStack() as held:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _turn in range(3):
            waiting = held.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(listener.getsockname())
        yield int(listener.getsockname()[1])


def entry(name: str, peer: Peer | StubPeer | None, port: int = 0) -> dict[str, Any]:
    access = {"ssh": {"credential": "ops", "port": peer.port if peer else port}}
    return {"id": name, "kind": "linux", "address": peer.address if peer else "127.0.0.1", "access": access}


@dataclass(frozen=True)
class Whole:
    done: Done
    seconds: float
    folder: Path
    alone: dict[tuple[str, str], str]


@cache
def forty() -> Whole:
    """One run over all of them, for every test of this module; and one over a healthy target alone."""
    folder = folder_until_the_end("many")
    with ExitStack() as stack:
        rows = [
            [f"127.0.5.{n + 1}" for n in range(GOOD_COUNT)[at : at + LISTENS_MOST]]
            for at in range(0, GOOD_COUNT, LISTENS_MOST)
        ]
        good = [stack.enter_context(sshd(addresses=row)) for row in rows]
        stranger = stack.enter_context(sshd(host_key="other_host"))
        stubs = {name: stack.enter_context(stub(act, folder)) for name, act in ACTS.items()}
        silent = stack.enter_context(nobody_accepts())
        files = [*(peer.known_hosts for peer in good), *(peer.known_hosts for peer in stubs.values())]
        known = [Path(file).read_text() for file in files]
        expected = " ".join((keys() / "host.pub").read_text().split()[:2])
        known.append(f"[{stranger.address}]:{stranger.port} {expected}\n")
        (folder / "known_hosts").write_text("".join(known))
        bad = [
            *(entry(f"closed-{n}", None, free_port()) for n in range(3)),
            *(entry(f"silent-{n}", None, silent) for n in range(2)),
            *(entry(f"hangs-{n}", stubs["hangs"]) for n in range(3)),
            entry("floods", stubs["floods"]),
            entry("breaks", stubs["breaks"]),
            entry("stranger", stranger),
        ]
        doors = [(peer, address) for peer in good for address in peer.addresses]
        targets = [target(f"good-{n:02}", peer, address) for n, (peer, address) in enumerate(doors)]
        mixed = [one for pair in zip(bad, targets, strict=False) for one in pair] + targets[len(bad) :]
        bounds = {"connect_seconds": 2, "target_seconds": 20, "run_seconds": RUN_SECONDS, "parallel": 8}
        site = {"known_hosts": str(folder / "known_hosts")}
        configuration(folder, mixed, credentials=ops(good[0]), bounds=bounds, site=site)
        alone = xunjian("run", *ONLY, "-t", "good-07", "--output", "json", "--store", "alone.db", folder=folder)
        before = time.monotonic()
        done = xunjian("run", *ONLY, "--output", "json", "--store", "s.db", folder=folder)
        seconds = time.monotonic() - before
    return Whole(done, seconds, folder, verdict(alone, "good-07"))


ACTS = {"hangs": hang, "floods": flood, "breaks": close_mid_frame}


def verdict(done: Done, name: str) -> dict[tuple[str, str], str]:
    return {(f["check"], f["subject"]): f["level"] for f in done.findings(name) if not f["subject"].startswith("/tmp/")}


def test_each_is_there_once_and_the_code_says_unknown() -> None:
    made = [t["id"] for t in forty().done.json()["targets"]]
    assert len(made) == len(set(made)) == 40
    assert forty().done.code in {2, 3}
    assert forty().done.err.count("\n") >= 40, "a line of progress a target"


def test_the_healthy_finish_as_if_alone() -> None:
    assert forty().alone
    for n in range(GOOD_COUNT):
        assert verdict(forty().done, f"good-{n:02}") == forty().alone


def test_each_bad_one_is_named_with_its_reason() -> None:
    bad = [t for t in forty().done.json()["targets"] if not t["id"].startswith("good-")]
    assert len(bad) == 11
    for one in bad:
        assert {f["check"] for f in one["findings"]} == set(DISKS), one["id"]
        assert {f["level"] for f in one["findings"]} == {"unknown"}, one["id"]
        assert {f["reason"] for f in one["findings"]} <= REASONS[one["id"].split("-")[0]], one
        assert all(f["remedy"] for f in one["findings"])


def test_the_whole_run_ends_long_before_its_deadline() -> None:
    """The three that hang and the two that do not answer wait beside each other, not one after the other."""
    assert forty().seconds < RUN_SECONDS / 2


def test_the_store_holds_the_same() -> None:
    with open_store(forty().folder / "s.db", create=False) as store:
        stored = store.load(store.inspections()[0].id)
        assert not list(store.verify())
    assert stored.state == "done"
    assert len(stored.targets) == 40
    for one in stored.targets:
        kind = one.target.split("-")[0]
        if kind in REASONS:
            assert {f.reason for f in one.findings} <= REASONS[kind]
        else:
            assert one.session_error is None
            assert one.state == "done"


def test_a_replay_of_all_forty_reads_the_same() -> None:
    made = xunjian("replay", "--store", "s.db", "--output", "json", folder=forty().folder).json()
    assert made["findings"] == len(forty().done.findings())
    assert made["differences"] == []
