"""What a session sees while it waits: its deadlines, the target's clock, what each ask cost."""

import time

from collectors.base import Reason, SessionError
from collectors.sessions.base import Budget
from collectors.sessions.notices import Begin, Cost, Ready
from config.text import _

SHELL_CONNECTS = 2
"""A login script may take so many times the seconds to connect before the shell must answer."""
SILENCE_SECONDS = 60.0
"""The script beats once a second; a target that is silent so long has hung, or the way to it has."""


class Watch:
    """The clock of one session: ``start`` at each round, ``heard`` at each byte, ``check`` as often as one likes."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._started = self._heard = 0.0
        self._sent_at = 0.0
        self.has_begun = False
        self.transport: dict[str, str] = {}
        self.costs: list[Cost] = []

    def start(self) -> None:
        """Begin a round: the script goes out now."""
        self._started = self._heard = time.monotonic()
        self._sent_at = time.time()
        self.has_begun = False
        self.costs.clear()

    def heard(self) -> None:
        """Note that the target said something."""
        self._heard = time.monotonic()

    def check(self) -> None:
        """Raise SessionError when a deadline has passed."""
        self.check_total()
        now = time.monotonic()
        if not self.has_begun and now - self._started > SHELL_CONNECTS * self._budget.connect_seconds:
            seconds = SHELL_CONNECTS * self._budget.connect_seconds
            raise SessionError(Reason.TIMEOUT, _("no shell answered in {seconds:number} s", seconds=seconds), _NO_SHELL)
        if now - self._heard > SILENCE_SECONDS:
            raise SessionError(Reason.TIMEOUT, _("silent for {seconds:number} s", seconds=SILENCE_SECONDS), _SILENT)

    def check_total(self) -> None:
        """Raise SessionError when the round's own time is up; a terminal is silent while the round runs."""
        if time.monotonic() - self._started > self._budget.total_seconds:
            raise SessionError(Reason.BUDGET, _("{seconds:number} s", seconds=self._budget.total_seconds), _BUDGET)

    def notice(self, said: Begin | Ready | Cost) -> None:
        """Keep what the frames say beside the answers."""
        if isinstance(said, Cost):
            self.costs.append(said)
        elif isinstance(said, Ready):
            self.transport |= {
                "shell": said.shell,
                "folder": said.folder,
                "is_root": _yes(said.is_root),
                "has_sudo": _yes(said.has_sudo),
            }
        else:
            self.has_begun = True
            received_at = time.time()
            offset = said.epoch_seconds - (self._sent_at + received_at) / 2
            uncertainty = abs(received_at - self._sent_at) / 2 + said.resolution_seconds
            self.transport |= {
                "clock_offset_seconds": f"{offset:.3f}",
                "clock_offset_uncertainty_seconds": f"{uncertainty:.3f}",
            }


def _yes(is_so: bool) -> str:  # noqa: FBT001 - the one thing it tells
    return "yes" if is_so else "no"


_BUDGET = _("raise the target's budget of seconds, or inspect when the target is less busy")
_NO_SHELL = _("log in by hand and see what the login waits for (a menu, a question, a full disk, a name service)")
_SILENT = _("find out whether the target hangs or the network drops the connection, then inspect again")


def closed() -> SessionError:
    """Say that our own side ended the session."""
    return SessionError(Reason.BUDGET, _("the session was closed from our side"), _BUDGET)
