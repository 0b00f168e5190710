"""Run the inspection in a child process that can be killed: whatever a driver does, the command comes back.

The parent holds no session and no store; it waits. The child tells it through a pipe how many seconds it may take. When
the parent is gone, which another pipe tells, the child ends in order: finished targets are kept, nothing runs on unseen.
"""

import os
import select
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from types import FrameType
from typing import Final

CHILD_FLAG: Final = "--in-child"
DEADLINE_FD: Final = "XUNJIAN_DEADLINE_FD"
PARENT_FD: Final = "XUNJIAN_PARENT_FD"
FIRST_SECONDS: Final = 600.0
"""Until the child has read its configuration; it may be asking for a password."""
GRACE_SECONDS: Final = 30.0
KILLED: Final = 3
"""Exit code when the child did not end by itself: unknown."""


def supervise(arguments: list[str]) -> tuple[int, bool]:
    """Run ``xunjian`` with these arguments in a child. Give its exit code, and whether it had to be killed."""
    reader, writer = os.pipe()
    parent_reader, parent_writer = os.pipe()  # never written to: it ends when this process does
    command = [sys.executable, "-I", "-c", start_words(), *as_child(arguments)]
    environment = dict(os.environ) | {DEADLINE_FD: str(writer), PARENT_FD: str(parent_reader)}
    child = subprocess.Popen(command, pass_fds=(writer, parent_reader), env=environment)  # noqa: S603 - our own program
    os.close(writer)
    os.close(parent_reader)
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the child too, which ends in order
    try:
        code = _wait(child, reader)
        if code is None:
            kill(child)
            return KILLED, True
    finally:
        signal.signal(signal.SIGINT, previous)
        os.close(reader)
        os.close(parent_writer)
    return (code, False) if code >= 0 else (KILLED, True)


def as_child(arguments: list[str]) -> list[str]:
    """Say that it is the child before "--", after which a word is no option: else every child would start another."""
    ends = arguments.index("--") if "--" in arguments else len(arguments)
    return [*arguments[:ends], CHILD_FLAG, *arguments[ends:]]


def allow(seconds: float) -> None:
    """Tell the parent, from the child, how long this inspection may take."""
    descriptor = os.environ.pop(DEADLINE_FD, "")
    if descriptor:
        os.write(int(descriptor), f"{seconds}\n".encode())
        os.close(int(descriptor))


def end_in_order() -> None:
    """See, in the child, that SIGTERM, SIGHUP and the parent's end are what SIGINT is: KeyboardInterrupt."""
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, _interrupt)
    descriptor = os.environ.pop(PARENT_FD, "")
    if descriptor:
        threading.Thread(target=_watch_parent, args=(int(descriptor),), name="parent", daemon=True).start()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)  # the way out is not interrupted again
    raise KeyboardInterrupt


def _watch_parent(descriptor: int) -> None:
    os.read(descriptor, 1)
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)


def start_words() -> str:
    """The program that starts xunjian in an isolated interpreter, for ``python -I -c``."""
    home = os.path.dirname(os.path.abspath(sys.modules["xunjian"].__file__ or ""))  # noqa: PTH100, PTH120 - no Path for one line
    return f"import sys; sys.path.insert(0, {home!r}); import xunjian; xunjian.run()"


def _wait(child: "subprocess.Popen[bytes]", reader: int) -> int | None:
    """Wait for the child: to its own deadline and some grace. None when that passes."""
    ends = time.monotonic() + FIRST_SECONDS
    ready, _writable, _failed = select.select([reader], [], [], FIRST_SECONDS)
    if ready:
        told = os.read(reader, 64)
        ends = time.monotonic() + (float(told) if told else 0.0) + GRACE_SECONDS
    try:
        return child.wait(max(ends - time.monotonic(), 0.0))
    except subprocess.TimeoutExpired:
        return None


def kill(child: "subprocess.Popen[bytes]") -> None:
    """Kill the child and what it started; a script on a target ends by itself when its pipe breaks."""
    import psutil  # noqa: PLC0415 - only when something is stuck

    with suppress(psutil.Error):  # it may end by itself just now
        started = psutil.Process(child.pid).children(recursive=True)
        child.kill()
        for process in started:
            with suppress(psutil.Error):
                process.kill()
    child.wait(GRACE_SECONDS)
