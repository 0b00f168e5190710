"""Machines of our own that share this kernel: each with its network, processes, names and mounts, joined by one cable.

    with two_machines(SETUP) as (first, second):
        first.run("crm_mon -1")
        first.session()

They end with the block: killing a machine's first process ends all in it.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from secrets import token_hex

from collectors.base import Question, SessionError
from collectors.sessions.base import Budget
from collectors.sessions.frames import answers
from collectors.sessions.notices import Cost
from collectors.sessions.script import assemble

START_SECONDS = 10.0
_ENTER = ("-m", "-u", "-i", "-n", "-p")


def missing(*programs: str) -> str:
    """Why no machines can be made here; empty when they can."""
    if os.geteuid() != 0:
        return "not root: network and process namespaces"
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    lacking = [one for one in ("ip", "unshare", "nsenter", *programs) if not shutil.which(one, path=path)]
    return f"not installed: {', '.join(lacking)}" if lacking else ""


@dataclass(frozen=True)
class Machine:
    """A machine: ``outside`` is the process that keeps it, ``pid`` the first one in it."""

    name: str
    address: str
    outside: "subprocess.Popen[bytes]"
    pid: int

    def command(self, *words: str) -> list[str]:
        return ["nsenter", "-t", str(self.pid), *_ENTER, *words]

    def run(self, script: str, seconds: float = 60) -> "subprocess.CompletedProcess[str]":
        """Run a shell script in it."""
        words = self.command("/bin/sh", "-c", script)
        return subprocess.run(words, capture_output=True, text=True, check=False, timeout=seconds)

    def session(self) -> "MachineSession":
        return MachineSession(self)


@dataclass
class MachineSession:
    """A session with such a machine: the very script of a round, run in it."""

    machine: Machine
    transport: Mapping[str, str] = field(default_factory=dict)
    costs: Sequence[Cost] = ()

    def connect(self) -> None:
        """Nothing to reach."""

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        nonce = token_hex(8)
        script = assemble(questions, nonce=nonce, budget=Budget(60, sample_seconds=0))
        words = self.machine.command("/bin/sh", "-s")
        said = subprocess.run(words, input=script, capture_output=True, check=False, timeout=90, cwd="/")
        yield from answers(questions, nonce, [said.stdout])

    def close(self) -> None:
        """Nothing stays open."""


@contextmanager
def two_machines(setup: str, names: Sequence[str] = ("node1", "node2")) -> Iterator[tuple[Machine, Machine]]:
    """Two machines at the ends of one cable, 10.251.0.1 and 10.251.0.2; ``setup`` runs in each, with $name and $address."""
    tag = token_hex(3)
    spaces = [f"xj{tag}{number}" for number in (1, 2)]
    outsides: list[subprocess.Popen[bytes]] = []
    try:
        for space in spaces:
            subprocess.run(["ip", "netns", "add", space], check=True)
        ends = ["ip", "link", "add", "eth0", "netns", spaces[0], "type", "veth", "peer", "name", "eth0", "netns", spaces[1]]
        subprocess.run(ends, check=True)
        made = [_machine(space, names[n], f"10.251.0.{n + 1}", setup, outsides) for n, space in enumerate(spaces)]
        yield made[0], made[1]
    finally:
        for outside in outsides:
            outside.kill()
            outside.wait()
        for space in spaces:
            subprocess.run(["ip", "netns", "delete", space], check=False, capture_output=True)


def _machine(space: str, name: str, address: str, setup: str, outsides: "list[subprocess.Popen[bytes]]") -> Machine:
    head = (
        f"name={name}; address={address}; mount --make-rprivate /; hostname $name; "
        f"ip link set lo up; ip addr add $address/24 dev eth0; ip link set eth0 up\n"
    )
    inside = ["unshare", "--uts", "--ipc", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"]
    words = ["ip", "netns", "exec", space, *inside, "/bin/sh", "-c", f"{head}{setup}\n: >/run/ready; exec sleep 900"]
    outside = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    outsides.append(outside)
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        found = subprocess.run(
            ["pgrep", "-P", str(outside.pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        if found:
            machine = Machine(name, address, outside, int(found[0]))
            with suppress(subprocess.TimeoutExpired):
                if machine.run("[ -e /run/ready ]", 5).returncode == 0:
                    return machine
        time.sleep(0.1)
    raise AssertionError(f"{name} did not start")


def wait(until: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for something that takes its time."""
    ends = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < ends, f"not within {seconds} s: {what}"
        time.sleep(0.3)
