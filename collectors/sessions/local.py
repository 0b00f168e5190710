"""The machine we stand on, asked by the very same script through a pipe."""

import os
import select
import signal
import subprocess
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from secrets import token_hex
from threading import Event, Thread

from collectors.base import Question, Reason, SessionError
from collectors.sessions.base import Budget
from collectors.sessions.capabilities import held, seen_whole
from collectors.sessions.frames import answers
from collectors.sessions.notices import Cost
from collectors.sessions.script import assemble
from collectors.sessions.watch import Watch, closed
from config.os_words import os_words
from config.text import _

CHUNK_BYTES = 65536
_LOOK_SECONDS = 0.25
"""How often the deadlines are looked at while nothing comes."""
_TERM_SECONDS = 3.0
"""How long a script that was told to end may take to clean up."""


class LocalSession:
    """A session with this machine. ``shell`` may carry one argument (``busybox sh``)."""

    def __init__(self, budget: Budget, *, sudo: bool = False, shell: str = "/bin/sh") -> None:
        self._budget = budget
        self._sudo = sudo
        self._shell = shell
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = Event()
        self._watch = Watch(budget)

    def connect(self) -> None:
        """Nothing to reach."""

    @property
    def transport(self) -> Mapping[str, str]:
        """The clock's offset, as measured: next to nothing; and the shell and rights of the script."""
        return self._watch.transport

    @property
    def costs(self) -> Sequence[Cost]:
        """What each frame of the round cost, in the order they came."""
        return self._watch.costs

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Carry one round; yield each question with its evidence, or why there is none, as they come."""
        nonce = token_hex(12)
        capabilities = held()
        whole = frozenset(one.id for one in questions if seen_whole(one.id, capabilities))
        script = assemble(questions, nonce=nonce, budget=self._budget, sudo=self._sudo, shell=self._shell, whole=whole)
        with closing(self._chunks(script)) as chunks:
            yield from answers(questions, nonce, chunks, self._watch.notice)

    def close(self) -> None:
        """End it at once, whatever it is doing; returns when nothing of it is left, or after three seconds."""
        self._closed.set()
        process = self._process
        if process is not None:
            _end(process)

    def _chunks(self, script: bytes) -> Generator[bytes]:
        if self._closed.is_set():
            raise closed()
        try:
            process = subprocess.Popen(  # noqa: S603 - our own script, a shell named by us
                [*self._shell.split(), "-s"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                cwd="/",
                start_new_session=True,
            )
        except OSError as error:
            raise SessionError(Reason.FAILED, _("{path}: {why}", path=str(self._shell), why=os_words(error))) from error
        self._process = process
        self._watch.start()
        try:
            # A thread of its own writes: a shell that answers before it has read all would else stop us both.
            Thread(target=_feed, args=(process, script), daemon=True).start()
            yield from self._output(process)
        finally:
            _end(process)
            self._process = None

    def _output(self, process: "subprocess.Popen[bytes]") -> Iterator[bytes]:
        if process.stdout is None:
            return
        descriptor = process.stdout.fileno()
        while True:
            if self._closed.is_set():
                raise closed()
            self._watch.check()
            if select.select([descriptor], [], [], _LOOK_SECONDS)[0]:
                chunk = os.read(descriptor, CHUNK_BYTES)
                if not chunk:
                    return
                self._watch.heard()
                yield chunk


def _feed(process: "subprocess.Popen[bytes]", script: bytes) -> None:
    if process.stdin is not None:
        with suppress(OSError, ValueError), process.stdin as stdin:
            left = memoryview(script)
            while left:
                left = left[stdin.write(left) :]


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Tell the script to end, which cleans up; then end its process group. Its guard outlives even that, and cleans."""
    if process.poll() is None:
        with suppress(OSError):
            process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_TERM_SECONDS)
    if process.poll() is None:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            process.wait(1)
    if process.stdout is not None:
        process.stdout.close()
