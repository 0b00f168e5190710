"""Is the process that began an inspection still alive? Boot, pid name space, pid and start time say so."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

HEARTBEAT_SECONDS = 900.0
"""Ours: how long a process that cannot be looked at (another host or container) may be silent before it counts as dead;
above any target's budget of seconds, since each commit renews it."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A process, named so that no later one can be mistaken for it. ``boot`` and ``space`` tell where its pid means it."""

    boot: str
    space: str
    pid: int
    started: str


def myself() -> Owner:
    """Name this process."""
    return Owner(_boot(), _space(), os.getpid(), _started(os.getpid()))


def is_alive(owner: Owner, silent_seconds: float, *, is_shared: bool) -> bool:
    """Say whether ``owner`` may still work. ``is_shared``: the store is a server's, so owners live on other hosts too."""
    if (owner.boot, owner.space) == (_boot(), _space()):
        return bool(owner.started) and _started(owner.pid) == owner.started
    if owner.boot != _boot() and not is_shared:
        return False  # a file's store is on this machine, which has started anew since
    return silent_seconds < HEARTBEAT_SECONDS


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return platform.node()  # no Linux: the pid and the start time must do


def _space() -> str:
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


def _started(pid: int) -> str:
    """Give a running process's start time as its system counts it; empty for one that is gone or a zombie."""
    if not Path("/proc/self/stat").exists():
        return _started_elsewhere(pid)
    try:
        # proc(5): after the name in parentheses, field 3 is the state and field 22 the start time
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in (b"Z", b"X") else fields[19].decode()


def _started_elsewhere(pid: int) -> str:
    import psutil  # noqa: PLC0415 - 30 ms that only systems without /proc pay

    try:
        return str(psutil.Process(pid).create_time())
    except psutil.Error:
        return ""
