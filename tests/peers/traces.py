"""What a round leaves behind on a machine: its folders and its processes, by our own marks."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PLACES = ("/dev/shm", "/run", "/tmp", "/var/tmp")


def folders() -> set[str]:
    """Every private folder of a round on this machine."""
    return {str(folder) for place in PLACES for folder in Path(place).glob(".xunjian.*")}


def processes(mark: str) -> set[int]:
    """Every process whose command line or environment holds ``mark``, but ours."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError):
                if mark.encode() in (entry / "cmdline").read_bytes() + b"\0" + (entry / "environ").read_bytes():
                    found.add(int(entry.name))
    return found


def within(seconds: float, is_so: Callable[[], bool]) -> bool:
    """Whether it comes true in so many seconds."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
