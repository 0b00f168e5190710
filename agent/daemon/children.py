"""Children of the daemon's: commands of ours, with a deadline, a share of memory and a low priority."""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from typing import IO, Final

from agent import supervise

NICE: Final = 10
"""Ours: a round is never what a production machine waits for."""
MIB: Final = 1024 * 1024
_TAIL_BYTES: Final = 4000


class Child:
    """One command under way; what it prints is kept, the last of it told."""

    def __init__(self, words: Sequence[str], seconds: float, *, given: bytes = b"", memory_mib: int = 0) -> None:
        self.words = tuple(words)
        self.is_killed = False
        self._ends = time.monotonic() + seconds
        with ExitStack() as opened:
            self._out: IO[bytes] = opened.enter_context(tempfile.TemporaryFile())
            self._err: IO[bytes] = opened.enter_context(tempfile.TemporaryFile())
            reader, self._alive = os.pipe()  # it ends with this process, and the child with it
            opened.callback(os.close, self._alive)
            try:
                self._process = self._started(reader, given)
            finally:
                os.close(reader)
            self._opened = opened.pop_all()
        with suppress(OSError, ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, NICE)
        if memory_mib:
            with suppress(OSError, ValueError):
                resource.prlimit(self._process.pid, resource.RLIMIT_DATA, (memory_mib * MIB, memory_mib * MIB))

    def _started(self, reader: int, given: bytes) -> "subprocess.Popen[bytes]":
        words = self.words
        is_round = words[0] == "run"
        command = [
            sys.executable,
            "-I",
            "-c",
            supervise.start_words(),
            *(supervise.as_child([*words]) if is_round else words),
        ]
        with tempfile.TemporaryFile() as input_:
            input_.write(given)
            input_.seek(0)
            return subprocess.Popen(  # noqa: S603 - our own program
                command,
                stdin=input_,
                stdout=self._out,
                stderr=self._err,
                pass_fds=(reader,),
                env={**os.environ, supervise.PARENT_FD: str(reader)},
            )

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def seconds_left(self) -> float:
        """Until its deadline."""
        return max(self._ends - time.monotonic(), 0.0)

    def code(self) -> int | None:
        """Its exit code; None while it runs. One past its deadline is killed with what it started."""
        code = self._process.poll()
        if code is None and not self.seconds_left:
            self.is_killed = True
            self._kill()
            code = supervise.KILLED
        return None if code is None else supervise.KILLED if code < 0 else code

    def wait(self) -> None:
        """Until its end or its deadline."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(self.seconds_left)

    def ask_to_end(self) -> None:
        """Ask it to end in order."""
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)

    def stop(self, seconds: float) -> None:
        """Wait so long for its end, then kill it."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._kill()

    def _kill(self) -> None:
        """One that waits for a disk that hangs outlives this: it is left to end when it can, and holds up nobody."""
        with suppress(subprocess.TimeoutExpired):
            supervise.kill(self._process)

    def ended(self) -> tuple[bytes, str]:
        """What it printed, and the last words of its standard error; once, after its end."""
        out, err = self._out, self._err
        with self._opened:
            out.seek(0)
            size = err.seek(0, os.SEEK_END)
            err.seek(max(size - _TAIL_BYTES, 0))
            return out.read(), err.read().decode(errors="replace").strip()
