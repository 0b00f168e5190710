"""A fleet on a real PostgreSQL: hosts and devices that take half a second to answer, asked by one worker and by four.

    python -m tests.house.prove_fleet [TARGETS SLOTS]

Half of the targets are hosts behind a real sshd that plays what a host really answered to the same questions, half are SNMP
devices; of each two in a hundred are dead. In one of the rounds a worker is killed and PostgreSQL stops for some seconds.
"""

import heapq
import json
import multiprocessing
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psutil

from agent.fleet.client import Client
from agent.fleet.errand import Errand, digest_of
from agent.fleet.tables import is_there, strike
from agent.fleet.tables import workers as list_of
from agent.store.open import open_store
from agent.underway import Underway
from checks.result import Inspection
from config.load import load
from tests.house.bench_fleet import addresses, device
from tests.house.bench_snmp import Player, silent
from tests.peers.postgres import PostgresServer, postgres
from tests.peers.sshd import Peer, keys, sshd
from tests.program import DISKS

TARGETS: Final = 2000
SLOTS: Final = 4
WORKERS: Final = 4
DEAD_RATIO: Final = 0.02
LATENCY_SECONDS: Final = 0.5
LEAST_SPEEDUP: Final = 3.2
_UPTIME: Final = "1.3.6.1.2.1.1.3.0"
_AWAY_SECONDS: Final = 5.0
_PROGRAM: Final = (sys.executable, "-c", "import xunjian; xunjian.run()")
_ONLY: Final = tuple(word for check in (*DISKS, "network.reachability", "network.restart") for word in ("--only", check))
_RECORD: Final = """
IFS= read -r first; n=${first#N=}
cat > "$1/script"; key=$(cksum < "$1/script" | tr ' ' -)
{ printf '%s\\n' "$first"; cat "$1/script"; } | /bin/sh -s | LC_ALL=C sed "s/$n/NONCE/g" > "$1/$key"
LC_ALL=C sed "s/NONCE/$n/g" "$1/$key"
"""
_PLAY: Final = """
IFS= read -r first; key=$(cksum | tr ' ' -)
sleep %s
exec sed "s/NONCE/${first#N=}/g" "$1/$key"
"""


class NotSharedError(Exception):
    """The fleet did not do what it must; the message has the figures."""


@dataclass(frozen=True)
class Round:
    """One round: what it came to, its seconds, and CPU seconds of who began it, of the workers, of the database."""

    told: list[tuple[str, ...]]
    wall_seconds: float
    own_seconds: float
    workers_seconds: float = 0.0
    server_seconds: float = 0.0


def prove(targets: int = TARGETS, slots: int = SLOTS) -> str:
    """Run the rounds and hold them against each other."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="xunjian-fleet-")))
        server = stack.enter_context(postgres(settings={"max_connections": "200"}))
        fleet = stack.enter_context(_fleet(folder, server, targets))
        one = fleet.round(1, slots)
        four = fleet.round(WORKERS, slots)
        broken = fleet.round(WORKERS, slots, is_disturbed=True)
        embedded = fleet.round(0, WORKERS * slots)
        empty = fleet.empty_errands(targets)
    for name, each in (("one worker", one), ("four", four), ("four, one killed, the database restarted", broken)):
        if each.told != embedded.told:
            differ = sorted(set(each.told) ^ set(embedded.told))
            raise NotSharedError(f"{name}: {len(differ)} findings differ from the embedded round's: {differ[:4]}")
    dead = len({one[0] for one in embedded.told if one[0].startswith("dead")})
    speedup = one.wall_seconds / four.wall_seconds
    said = (
        f"{targets:,} targets (half SSH, half SNMP, {dead} dead, {LATENCY_SECONDS} s an answer), {slots} slots a worker, "
        f"{len(embedded.told):,} findings, alike in every round: embedded with {WORKERS * slots} slots "
        f"{embedded.wall_seconds:.0f} s, 1 worker {one.wall_seconds:.0f} s, {WORKERS} workers {four.wall_seconds:.0f} s "
        f"({speedup:.2f} times), one killed and PostgreSQL {_AWAY_SECONDS:.0f} s away {broken.wall_seconds:.0f} s; CPU a "
        f"target {_ms(embedded.own_seconds, targets)} embedded; workers {_ms(four.workers_seconds, targets)}, who "
        f"began {_ms(four.own_seconds, targets)}, PostgreSQL {_ms(four.server_seconds, targets)}; "
        f"a job alone {_ms(empty, targets)}"
    )
    if speedup < LEAST_SPEEDUP:
        raise NotSharedError(said)
    return said


def _ms(seconds: float, count: int) -> str:
    return f"{seconds / count * 1e3:.1f} ms"


@dataclass(frozen=True)
class Fleet:
    """The site, its database, and where they lie."""

    folder: Path
    server: PostgresServer
    entries: Sequence[Mapping[str, Any]]
    more: Mapping[str, Any]

    def configure(self, database: str, slots: int, *, is_shared: bool) -> str:
        """Write the configuration over a new database; its URL."""
        self.server.sql(f"create database {database}")
        url = f"postgresql://postgres@/{database}?host={self.server.folder}&port={self.server.port}"
        bounds = {"parallel": slots, "target_seconds": 60, "sample_seconds": 1}
        store = {"url": url, "workers": "shared" if is_shared else "own"}
        made = {**self.more, "bounds": bounds, "store": store, "targets": self.entries}
        (self.folder / "xunjian.yaml").write_text(json.dumps(made))
        return url

    def environment(self) -> dict[str, str]:
        """Ours, with what the devices are asked with."""
        return dict(os.environ) | {"XUNJIAN_LANG": "en", "COMMUNITY": "public", "HOME": str(self.folder)}

    def started(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start the program."""
        log = (self.folder / "log").open("ab")
        with log:
            return subprocess.Popen(
                [*_PROGRAM, *words],
                cwd=self.folder,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    def round(self, workers: int, slots: int, *, is_disturbed: bool = False) -> Round:
        """One round by so many workers; by none it is embedded."""
        url = self.configure(f"r{time.time_ns()}", slots, is_shared=bool(workers))
        before = self.server_seconds()
        hands = [self.started("worker", "--jobs", str(slots)) for _worker in range(workers)]
        self.signed_on(url, workers)
        began = time.monotonic()
        run = self.started("run", *_ONLY, "--quiet")
        try:
            if is_disturbed:
                self.disturb(url, hands)
            own = _ended(run)
            wall = time.monotonic() - began
            for one in hands:
                os.kill(one.pid, signal.SIGTERM)  # not Popen's own, which would reap the one that was killed
            spent = sum(_ended(one) for one in hands)
        finally:
            for one in (run, *hands):
                if one.returncode is None:
                    one.kill()
        made = Round(self.told(url), wall, own, spent, self.server_seconds() - before)
        print(f"{workers} workers of {slots}: {made.wall_seconds:.1f} s, {len(made.told)} findings", flush=True)
        return made

    def signed_on(self, url: str, workers: int) -> None:
        """Wait until so many workers stand ready."""
        with open_store(url) as store:
            while workers and not (is_there(store) and len(list_of(store)) == workers):
                time.sleep(0.2)

    def disturb(self, url: str, hands: Sequence["subprocess.Popen[bytes]"]) -> None:
        """When a quarter is done the database stops for some seconds; when half is done a worker is killed."""
        with open_store(url) as store:
            self.until(store, 0.25)
        self.server.control("stop", "-m", "fast")
        time.sleep(_AWAY_SECONDS)
        self.server.control("start")
        with open_store(url) as store:
            self.until(store, 0.5)
        os.kill(hands[0].pid, signal.SIGKILL)

    def until(self, store: Any, share: float) -> None:  # noqa: ANN401 - the open store
        """Wait until so much of the round is committed."""
        while True:
            found = store.inspections()
            if found and len(store.finished_since(found[0].id, 0)) >= share * len(self.entries):
                return
            time.sleep(0.5)

    def told(self, url: str) -> list[tuple[str, ...]]:
        """What the round came to; it ended as it should, and its seal holds."""
        with open_store(url) as store:
            (heading,) = store.inspections()
            kept = store.load(heading.id)
            flaws = list(store.verify())
        if kept.state != "done" or flaws:
            raise NotSharedError(f"{kept.state}, {len(flaws)} flaws; {(self.folder / 'log').read_text()[-2000:]}")
        told = ((t.target, f.check, f.subject, f.level.value, f.reason or "") for t in kept.targets for f in t.findings)
        return sorted(told)

    def server_seconds(self) -> float:
        """CPU that the database took since it started, its ended processes included."""
        postmaster = psutil.Process(self.server.postmaster)
        times = postmaster.cpu_times()
        living = [each.cpu_times() for each in postmaster.children(recursive=True)]
        return float(sum(times[:4]) + sum(one.user + one.system for one in living))

    def empty_errands(self, count: int) -> float:
        """CPU seconds of a worker for so many errands whose inspection has ended: what a job itself costs."""
        url = self.configure("empty", SLOTS, is_shared=True)
        idle = _ended(self.started("worker", "--until-empty"))
        site = load(self.folder / "xunjian.yaml")
        with open_store(url) as store:
            made = store.begin(_heading())
            under = Underway(made, site, store, _everything(), "on-demand")
            errands = [Errand.of(one, under, digest_of(site), datetime.now(UTC)) for one in site.targets[:1]]
            with Client(store) as client:
                client.put(errands * count)
            store.finish(made)
            spent = _ended(self.started("worker", "--until-empty")) - idle
            strike(store, made)
        return spent


def _heading() -> Inspection:
    now = datetime.now(UTC)
    return Inspection(
        id="", purpose="on-demand", tool_version="", started_at=now, ended_at=None, state="running", catalogue=()
    )


def _everything() -> Any:  # noqa: ANN401 - imported late with the catalogue
    from agent.expected import Wanted  # noqa: PLC0415 - as above

    return Wanted()


def _ended(process: "subprocess.Popen[bytes]") -> float:
    """Wait for a process; the CPU seconds of it and its ended children. One that was killed counts nothing."""
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1, 2, 3, -signal.SIGKILL}:
        raise NotSharedError(f"a process ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


@contextmanager
def _fleet(folder: Path, server: PostgresServer, count: int) -> Iterator[Fleet]:
    """Hosts and devices on loopback, and the entries that lead to them."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    hosts, dead = addresses(count // 2), round(count / 2 * DEAD_RATIO)
    canned = _recorded(folder)
    play = folder / "play.sh"
    play.write_text(_PLAY % LATENCY_SECONDS)
    rules = ("ListenAddress 0.0.0.0", "MaxStartups 500:30:900", "LogLevel ERROR")
    with ExitStack() as stack:
        peer = stack.enter_context(sshd(addresses=("0.0.0.0",), rules=rules[1:], command=f"/bin/sh {play} {canned}"))
        port = stack.enter_context(_late(hosts))
        stack.enter_context(silent(hosts[:dead], port + 1))
        known = folder / "known_hosts"
        kind, key, *_comment = (keys() / "host.pub").read_text().split()
        known.write_text("".join(f"[{host}]:{peer.port} {kind} {key}\n" for host in hosts))
        entries = []
        for n, host in enumerate(hosts):  # in turn, as they stand in their racks: all hosts first would be two fleets
            entries.append(_host(n, host, peer.port if n >= dead else 1, dead))
            entries.append(_device(n, host, port + (n < dead), dead))
        yield Fleet(folder, server, entries, _more(peer, known))


def _more(peer: Peer, known: Path) -> dict[str, Any]:
    login = {"user": peer.user, "private_key": peer.key_path, "use_agent": False}
    return {
        "site": {"known_hosts": str(known)},
        "credentials": {"ops": login, "ro": {"community": "${env:COMMUNITY}"}},
    }


def _host(number: int, address: str, port: int, dead: int) -> dict[str, Any]:
    name = f"{'dead-' if number < dead else ''}h{number:04}"
    return {"id": name, "kind": "linux", "address": address, "access": {"ssh": {"credential": "ops", "port": port}}}


def _device(number: int, address: str, port: int, dead: int) -> dict[str, Any]:
    name = f"{'dead-' if number < dead else ''}d{number:04}"
    snmp = {"credential": "ro", "port": port, "seconds": 2, "tries": 2}
    return {"id": name, "kind": "network", "address": address, "access": {"snmp": snmp}}


def _recorded(folder: Path) -> Path:
    """What a host really answers to the questions of these checks, kept without the nonce of the day."""
    canned = folder / "canned"
    canned.mkdir()
    record = folder / "record.sh"
    record.write_text(_RECORD)
    with sshd(command=f"/bin/sh {record} {canned}") as peer:
        made = {**_more(peer, Path(peer.known_hosts)), "targets": [_host(0, peer.address, peer.port, 0)]}
        made["bounds"] = {"target_seconds": 60, "sample_seconds": 1}
        (folder / "record.yaml").write_text(json.dumps(made))
        words = ["run", "--config", "record.yaml", "--store", "record.db", *_ONLY, "--quiet"]
        environment = dict(os.environ) | {"COMMUNITY": "public", "HOME": str(folder)}
        subprocess.run([*_PROGRAM, *words], cwd=folder, env=environment, check=False, stdout=subprocess.DEVNULL)
    (canned / "script").unlink()
    return canned


@contextmanager
def _late(hosts: Sequence[str]) -> Iterator[int]:
    """A device on each address that answers each datagram half a second after it came; the port."""
    socks: list[socket.socket] = []
    port = 0
    for host in hosts:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind((host, port))
        port = sock.getsockname()[1]
        socks.append(sock)
    process = multiprocessing.get_context("fork").Process(target=_answer_late, args=(socks,), daemon=True)
    process.start()
    for sock in socks:
        sock.close()
    try:
        yield port
    finally:
        process.terminate()
        process.join()


def _answer_late(socks: Sequence[socket.socket]) -> None:
    player, poll = Player(device() | {_UPTIME: (0x43, (864_000_000).to_bytes(4))}), select.epoll()
    by_number = {sock.fileno(): sock for sock in socks}
    for number in by_number:
        poll.register(number, select.EPOLLIN)
    due: list[tuple[float, int, bytes, Any]] = []
    while True:
        wait = max(0.0, due[0][0] - time.monotonic()) if due else 1.0
        for number, _events in poll.poll(wait):
            datagram, source = by_number[number].recvfrom(65535)
            heapq.heappush(due, (time.monotonic() + LATENCY_SECONDS, number, player.answer(datagram), source))
        while due and due[0][0] <= time.monotonic():
            _at, number, answer, source = heapq.heappop(due)
            by_number[number].sendto(answer, source)


if __name__ == "__main__":
    print(prove(*(int(word) for word in sys.argv[1:])))
