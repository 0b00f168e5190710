"""Recorded devices, played by snmpsim on loopback: each file of a folder is a community.

with snmpsim(folder) as peer:
    peer.address, peer.communities
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from collectors.base import SessionError
from collectors.sessions.base import Budget
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.session import SnmpSession
from config.secrets import Secret
from config.site import SnmpAccess
from tests.peers.sshd import free_port

PROGRAM = "snmpsim-command-responder"
START_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class SimPeer:
    """A running snmpsim."""

    address: str
    communities: tuple[str, ...]
    pid: int


def program() -> str:
    """Where it is: beside this Python, or on the path; empty where it is not."""
    beside = Path(sys.executable).parent / PROGRAM
    return str(beside) if beside.exists() else shutil.which(PROGRAM) or ""


def missing() -> str:
    """Why no device can be played here; empty when one can."""
    return "" if program() else "snmpsim is not installed"


@contextmanager
def snmpsim(folder: Path) -> Iterator[SimPeer]:
    """Play the .snmprec files of a folder; they are indexed first, which takes some seconds where they are many.

    They are put in order before: what was made anonymous by hand may stand out of it, which no device does.
    """
    names = tuple(sorted(one.stem for one in folder.glob("*.snmprec")))
    with tempfile.TemporaryDirectory(prefix="xunjian-snmpsim-") as made:
        played = Path(made) / "played"
        played.mkdir()
        for record in folder.glob("*.snmprec"):
            (played / record.name).write_bytes(in_order(record.read_bytes()))
        address = f"127.0.0.1:{free_port()}"
        account = [] if os.geteuid() else ["--process-user=root", "--process-group=root"]
        words = [program(), f"--data-dir={played}", f"--agent-udpv4-endpoint={address}", f"--cache-dir={made}", *account]
        with (Path(made) / "log").open("wb") as log:
            process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=made)
        try:
            _await(address, names, process, Path(made) / "log")
            yield SimPeer(address, names, process.pid)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)


def in_order(record: bytes) -> bytes:
    """A record's lines by their OIDs as numbers, each OID once."""
    found: dict[tuple[int, ...], bytes] = {}
    for line in record.splitlines():
        oid = line.partition(b"|")[0].strip().strip(b".")
        if oid[:1].isdigit():
            found.setdefault(tuple(int(one) for one in oid.split(b".")), line)
    return b"".join(found[oid] + b"\n" for oid in sorted(found))


def _await(address: str, names: tuple[str, ...], process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        session = SnmpSession(address, SnmpAccess(seconds=1, tries=1), SnmpLogin("2c", Secret(names[-1])), Budget())
        try:
            session.connect()
        except SessionError:
            time.sleep(0.2)
        else:
            return
        finally:
            session.close()
    raise RuntimeError(f"snmpsim did not start: {log.read_text(errors='replace')[-2000:]}")
