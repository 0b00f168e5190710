"""A fleet of devices through the whole program: wall clock, CPU and memory of ``xunjian run``, fifty of them dead.

    python -m tests.house.bench_fleet [devices ...]

Each device has fifty ports with counters, which are asked twice five seconds apart, and is judged by all network checks.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from agent.supervise import CHILD_FLAG
from collectors.sessions.snmp import ber
from tests.house.bench_snmp import DEAD, SHORT, Row, playing, silent

_MAIN: Final = "import xunjian; xunjian.run()"
PROGRAM: Final = [sys.executable, "-c", _MAIN]
IN_ITS_SLOT: Final = [sys.executable, "-c", f"from agent.slots import Slots; Slots.__init__.__defaults__ = (0,); {_MAIN}"]
"""The same program, in which nobody may step aside."""
FLEETS: Final = (200, 1000)
PARALLEL: Final = 32
"""As the configuration has it where it says nothing."""
SAMPLE_SECONDS: Final = 5
_IF: Final = "1.3.6.1.2.1.2.2.1"
_IFX: Final = "1.3.6.1.2.1.31.1.1.1"
_COUNTER_64: Final = 0x46
_GAUGE: Final = 0x42


def device() -> dict[str, tuple[int, bytes]]:
    """Name and description of a switch, and its ports: name, kind, state, speed, octets, packets, errors."""
    found = {
        "1.3.6.1.2.1.1.1.0": (ber.OCTETS, b"Huawei Versatile Routing Platform Software"),
        "1.3.6.1.2.1.1.4.0": (ber.OCTETS, b""),
        "1.3.6.1.2.1.1.6.0": (ber.OCTETS, b""),
    }
    for n in range(1, SHORT + 1):
        name = f"GigabitEthernet0/0/{n}".encode()
        found |= {f"{_IF}.2.{n}": (ber.OCTETS, name), f"{_IFX}.1.{n}": (ber.OCTETS, name)}
        found |= {f"{_IF}.{column}.{n}": (ber.INTEGER, bytes((value,))) for column, value in ((3, 6), (7, 1), (8, 1))}
        found |= {f"{_IF}.{column}.{n}": (0x41, b"\0") for column in (13, 14, 19, 20)}
        found |= {f"{_IFX}.{column}.{n}": (_COUNTER_64, b"\x7f\x01\x02\x03") for column in (6, 7, 10, 11)}
        found |= {f"{_IFX}.15.{n}": (_GAUGE, b"\x03\xe8"), f"{_IFX}.17.{n}": (ber.INTEGER, b"\x01")}
    return found


def addresses(count: int) -> list[str]:
    """So many addresses of this machine's loopback."""
    return [f"127.0.{20 + n // 250}.{1 + n % 250}" for n in range(count)]


def site(hosts: list[str], port: int, dead: frozenset[str], **bounds: int) -> dict[str, Any]:
    """A configuration of all of them; the dead are asked at the next port."""
    access = {"credential": "ro", "seconds": 1, "tries": 3}
    return {
        "bounds": {"sample_seconds": SAMPLE_SECONDS, "parallel": PARALLEL, **bounds},
        "credentials": {"ro": {"community": "${env:COMMUNITY}"}},
        "targets": [
            {
                "id": f"d{n:04}",
                "kind": "network",
                "address": host,
                "access": {"snmp": {**access, "port": port + (host in dead)}},
            }
            for n, host in enumerate(hosts)
        ],
    }


def environment(folder: Path) -> Mapping[str, str]:
    """Ours, with a store of its own and what the devices are asked with."""
    own = {"XUNJIAN_STORE": str(folder / "fleet.db"), "XUNJIAN_LANG": "en", "COMMUNITY": "public"}
    return dict(os.environ) | own


@dataclass(frozen=True)
class Cost:
    """What one run took and came to."""

    wall_seconds: float
    cpu_seconds: float
    memory_bytes: float


def of_fleet(count: int) -> Iterator[Row]:
    """One run over so many devices, and one in which each waits for its second sample in its slot."""
    hosts = addresses(count)
    dead = frozenset(hosts[:: count // DEAD])
    with playing(hosts, device()) as port, silent(sorted(dead), port + 1):
        made = site(hosts, port, dead)
        ours, theirs = _run(made, PROGRAM), _run(made, IN_ITS_SLOT)
    what = f"{count:,} SNMP devices ({DEAD} of them dead) through `xunjian run`, {PARALLEL} at once"
    yield _row(f"{what}, wall clock", ours.wall_seconds, theirs.wall_seconds, "s", 1)
    yield _row(f"{what}, CPU a device", ours.cpu_seconds / count * 1e3, theirs.cpu_seconds / count * 1e3, "ms", 0)
    yield _row(f"{what}, memory at the end", ours.memory_bytes / 2**20, theirs.memory_bytes / 2**20, "MiB", 0)


def _row(what: str, ours: float, theirs: float, unit: str, digits: int) -> Row:
    beside = f"waiting in the slot: {theirs:.{digits}f} {unit}"
    return what, f"{ours:.{digits}f} {unit}", beside, f"{ours / theirs:.2f}", ""


def _run(made: Mapping[str, Any], program: list[str]) -> Cost:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        config = folder / "fleet.yaml"
        config.write_text(json.dumps(made))
        command = [*program, "run", "--quiet", "--config", str(config), CHILD_FLAG]
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run(command, env=environment(folder), capture_output=True, check=False)
        wall = time.monotonic() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode not in range(4):
            raise SystemExit(f"exit {done.returncode}\n{done.stderr.decode()[-2000:]}")
        states, memory = _told(folder)
    count = len(made["targets"])
    if (states.count("done"), states.count("unreached")) != (count - DEAD, DEAD):
        raise SystemExit(f"{states.count('done')} inspected, {states.count('unreached')} not reached")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, memory)


def _told(folder: Path) -> tuple[list[str], float]:
    """How each target ended, and bytes of memory, as the store has them."""
    from agent.store.open import open_store  # noqa: PLC0415 - only here

    with open_store(folder / "fleet.db", create=False) as store:
        kept = store.load(store.inspections()[0].id)
    return [one.state for one in kept.targets], kept.footprint["rss_bytes"]


def rows(fleets: tuple[int, ...] = FLEETS) -> Iterator[Row]:
    """The lines of the table."""
    for count in fleets:
        yield from of_fleet(count)


if __name__ == "__main__":
    for one in rows(tuple(int(word) for word in sys.argv[1:]) or FLEETS):
        print("| " + " | ".join(one) + " |", flush=True)
