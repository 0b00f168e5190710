"""A fleet of the tests: a PostgreSQL of its own, hosts and devices on loopback, workers as processes."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from tests.house.bench_fleet import addresses, device
from tests.house.bench_snmp import playing
from tests.peers.postgres import PostgresServer
from tests.peers.sshd import Peer
from tests.program import DISKS, Done, configuration, environment, ops, started, target, xunjian

CHECKS: Final = (*DISKS, "network.port_state", "group.peers")
ONLY: Final = tuple(word for check in CHECKS for word in ("--only", check))
ENV: Final = {"COMMUNITY": "public"}
QUICK: Final = "import agent.fleet.pulse as p; p.BEAT_SECONDS, p.STALLED_SECONDS = 0.5, 2.0; "
"""A worker that is taken for dead, and sees that others are, in seconds."""
_NUMBERS = count()


@contextmanager
def devices(number: int) -> Iterator[tuple[list[str], int]]:
    """So many devices on loopback: their addresses and port."""
    hosts = addresses(number)
    with playing(hosts, device()) as port:
        yield hosts, port


def entries(peer: Peer, hosts: Sequence[str], port: int) -> list[dict[str, Any]]:
    """Six hosts, as many devices as there are, one dead of each, the machine itself, and a group of two hosts."""
    snmp = {"credential": "ro", "seconds": 1, "tries": 1}
    made = [target(f"h{n}", peer, address) for n, address in enumerate(peer.addresses)]
    made += [{**target("dead-host", peer), "access": {"ssh": {"credential": "ops", "port": 1}}}]
    made += [_device(f"d{n}", host, {**snmp, "port": port}) for n, host in enumerate(hosts)]
    made += [_device("dead-device", hosts[0], {**snmp, "port": 1}), {"id": "me", "kind": "local"}]
    return [*made, {"id": "pair", "kind": "peers", "members": ["h0", "h1"]}]


def _device(name: str, host: str, snmp: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": name, "kind": "network", "address": host, "access": {"snmp": snmp}}


@dataclass
class Site:
    """One site's folder, its store, and the workers that were started for it."""

    folder: Path
    database: str
    url: str
    peer: Peer
    workers: list["subprocess.Popen[str]"] = field(default_factory=list)
    others: list["subprocess.Popen[str]"] = field(default_factory=list)

    def write(self, targets: Sequence[Mapping[str, Any]], *, workers: str = "shared", **bounds: int) -> None:
        """Write its configuration."""
        configuration(
            self.folder,
            targets,
            credentials={**ops(self.peer), "ro": {"community": "${env:COMMUNITY}"}},
            site={"known_hosts": self.peer.known_hosts},
            store={"url": self.url, "workers": workers, "wait_seconds": 3},
            bounds=bounds,
        )

    def round(self, *words: str, only: Sequence[str] = ONLY) -> Done:
        """One round to its end."""
        return xunjian("run", "--output", "json", *only, *words, folder=self.folder, env=ENV)

    def begun(self) -> "subprocess.Popen[str]":
        """Start a round and go on."""
        self.others.append(started("run", "--output", "json", *ONLY, folder=self.folder, env=ENV))
        return self.others[-1]

    def worker(self, *words: str, before: str = QUICK, folder: Path | None = None) -> "subprocess.Popen[str]":
        """Start a worker."""
        place = folder or self.folder
        with self._words(len(self.workers)).open("w") as file:
            self.workers.append(
                subprocess.Popen(
                    [sys.executable, "-c", before + "import xunjian; xunjian.run()", "worker", *words],
                    cwd=place,
                    env=environment(place / "home", ENV),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=file,
                    text=True,
                )
            )
        return self.workers[-1]

    def _words(self, place: int) -> Path:
        return self.folder / f"worker{place}.log"

    def said(self) -> str:
        """What the workers said so far, in order."""
        return "".join(self._words(place).read_text() for place in range(len(self.workers)))

    def end(self) -> str:
        """End the workers in order; what they said."""
        for one in self.workers:
            one.terminate()
        for one in self.workers:
            one.wait(timeout=60)
        return self.said()


@contextmanager
def site(folder: Path, server: PostgresServer, peer: Peer) -> Iterator[Site]:
    """A site with a store of its own; its workers are gone at the end."""
    name = f"fleet{next(_NUMBERS)}"
    server.sql(f"create database {name}")
    made = Site(folder, name, f"postgresql://postgres@/{name}?host={server.folder}&port={server.port}", peer)
    try:
        yield made
    finally:
        for one in (*made.workers, *made.others):
            one.kill()
            one.communicate()


def told(done: Done) -> list[tuple[str, ...]]:
    """What a round came to, as far as two rounds must agree."""
    keys = ("check", "subject", "level", "reason")
    return sorted((one["id"], *(str(f[key]) for key in keys)) for one in done.json()["targets"] for f in one["findings"])
