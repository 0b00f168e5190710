"""One daemon a store: a lock that the kernel gives back when its holder ends, however it ends."""

import fcntl
import os
from typing import Final

_MODE: Final = 0o600


class HeldError(Exception):
    """Another daemon has it; its pid is the text."""


def take(path: str) -> int:
    """Take the lock and write our pid into it; give its descriptor, which keeps it. Raises HeldError, OSError."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _MODE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pid = os.read(descriptor, 32).decode(errors="replace").strip()
        os.close(descriptor)
        raise HeldError(pid) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    return descriptor
