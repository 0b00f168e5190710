"""Words to the service manager: sd_notify(3), without its library."""

import os
import socket
import time
from contextlib import suppress
from typing import Final

_MICRO: Final = 1_000_000


def tell(*words: str) -> None:
    """Send lines such as ``READY=1``; where nobody listens, nothing."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
        out.settimeout(0)  # a manager that does not listen holds nobody up
        out.connect("\0" + address[1:] if address.startswith("@") else address)
        out.sendall("\n".join(words).encode())


def reloading() -> None:
    """Say that the configuration is being read anew; ``READY=1`` says that it was (systemd 253: with the moment)."""
    tell("RELOADING=1", f"MONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")


def watchdog_seconds() -> float:
    """How often the service manager wants a sign of life; 0.0 where it wants none of this process."""
    pid, micro = os.environ.get("WATCHDOG_PID", ""), os.environ.get("WATCHDOG_USEC", "")
    if not micro.isdigit() or (pid and pid != str(os.getpid())):
        return 0.0
    return int(micro) / _MICRO
