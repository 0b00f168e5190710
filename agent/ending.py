"""How the process ends: at once where its memory is large, and with a code of its own where its output was not read."""

import atexit
import os
import sys
from typing import Final, NoReturn

UNREAD: Final = 74  # sysexits EX_IOERR
_KEPT: Final[dict[str, tuple[object, ...]]] = {}


def keep_alive(*values: object) -> None:
    """Hold on to large values until the process ends: to free millions of small ones takes seconds before an end."""
    _KEPT["values"] = values


def end(code: str | int | None) -> NoReturn:
    """End the process; with large values alive at once, but after what was registered for its end and its last output."""
    if not _KEPT or not isinstance(code, int):
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - as multiprocessing ends its children
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def give_up_output() -> None:
    """Send to nowhere what is still to be printed, or Python fails again when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
