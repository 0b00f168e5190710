"""What a round leaves behind on a machine: its folders and its processes, by our own marks."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def folders(mark: str) -> set[str]:
    """The private folders of the rounds in which a process with ``mark`` runs."""
    found = set()
    for pid in processes(mark):
        with suppress(OSError):
            variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
            found |= {line[7:].decode() for line in variables if line.startswith(b"TMPDIR=") and b".xunjian." in line}
    return found


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
