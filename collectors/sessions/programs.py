"""Programs on our own side that ask a target over the network, as ``ipmitool -I lanplus``: bounded, killed, no shell."""

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from threading import Event
from typing import BinaryIO, Final

from collectors.base import Process, Question, Reason, SessionError
from collectors.evidence import Reply, encode
from collectors.sessions.base import Budget
from collectors.sessions.login import CredentialRefused
from collectors.sessions.notices import Cost
from config.secrets import Secret
from config.text import _, verbatim

_LOOK_SECONDS: Final = 0.05
_NO_SESSION: Final = re.compile(
    r"Unable to establish|RAKP|Invalid user name|Activate Session|unauthorized name", re.IGNORECASE
)
"""How ipmitool 1.8 says that no session came about."""
_UNKNOWN_TO_IT: Final = re.compile(r"HMAC is invalid|unauthorized name|Invalid user name|Invalid password", re.IGNORECASE)
_ACCOUNT = _("check the account, its password and its IPMI rights on the BMC; it is not offered again until changed")
_NO_ANSWER = _(
    "the BMC gave no session: it is down, filtered, has IPMI over LAN switched off, or refuses the account silently"
)
_PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/dell/srvadmin/bin"


class ProgramSession:
    """Asks one target by programs here. What they write goes to files: who hangs with them hangs alone."""

    def __init__(self, address: str, port: int, user: str, password: Secret | None, budget: Budget) -> None:
        self._words = {"address": address, "port": str(port), "user": user}
        self._password = password
        self._budget = budget
        self._closed = Event()
        self._costs: list[Cost] = []
        self._refused: SessionError | None = None

    @property
    def transport(self) -> Mapping[str, str]:
        """Nothing of its own."""
        return {}

    @property
    def costs(self) -> Sequence[Cost]:
        """Seconds of each program."""
        return self._costs

    def connect(self) -> None:
        """Nothing to reach: each program connects for itself."""

    def close(self) -> None:
        """End what runs, at once."""
        self._closed.set()

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Run each program in turn; yield what it wrote."""
        self._costs.clear()
        until = time.monotonic() + self._budget.total_seconds
        for question in questions:
            ask = question.ask
            if not isinstance(ask, Process):
                raise TypeError(f"{question.id}: no program asks {type(ask).__name__}")
            if self._refused is not None:
                yield question, self._refused
                continue
            started = time.monotonic()
            reply = self._run(ask, until)
            self._costs.append(Cost(question.id, time.monotonic() - started, 0.0))
            self._refused = _refusal(reply)
            yield question, self._refused or encode((reply,))

    def _run(self, ask: Process, until: float) -> Reply:
        if self._closed.is_set() or time.monotonic() >= until:
            return Reply("budget")
        argv = [word.format_map(self._words) if word.startswith("{") else word for word in ask.argv]
        environment = {"PATH": _PATH, "LC_ALL": "C", "HOME": "/nonexistent", "TERM": "dumb"}
        if ask.secret and self._password is not None:
            environment[ask.secret] = self._password.reveal()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            try:
                child = subprocess.Popen(  # noqa: S603 - constant words of the catalogue and the target's entry, no shell
                    argv,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=err,
                    env=environment,
                    cwd="/",
                    start_new_session=True,
                )
            except OSError as error:
                return Reply("tool_missing", err=str(error.strerror).encode())
            state = self._wait(child, min(until, time.monotonic() + ask.seconds))
            return _reply(state, child.returncode, out, err, ask.kib * 1024)

    def _wait(self, child: "subprocess.Popen[bytes]", until: float) -> str:
        while child.poll() is None:
            if self._closed.is_set() or time.monotonic() >= until:
                with suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                with suppress(subprocess.TimeoutExpired):
                    child.wait(timeout=1)
                return "budget" if self._closed.is_set() else "timeout" if child.returncode is not None else "stuck"
            self._closed.wait(_LOOK_SECONDS)
        return "ok"


def _refusal(reply: Reply) -> SessionError | None:
    """Say what ends every further program: a login that failed is not tried again by the next one."""
    said = reply.err.decode(errors="replace")
    if reply.exit_code == 0 or not _NO_SESSION.search(said):
        return None
    words = said.strip().splitlines()[-1][:200]
    if _UNKNOWN_TO_IT.search(said):
        return CredentialRefused(verbatim(words), _ACCOUNT)
    return SessionError(Reason.UNREACHABLE, words, _NO_ANSWER)


def _reply(state: str, exit_code: int | None, out: BinaryIO, err: BinaryIO, most_bytes: int) -> Reply:
    size = out.seek(0, os.SEEK_END)
    out.seek(0)
    err.seek(0)
    return Reply(state, exit_code, out.read(most_bytes), err.read(8192), max(0, size - most_bytes), is_privileged=True)
