"""The daemon's loop: it waits for signals, moments and the end of children, and does with each what is to be done."""

import json
import logging
import os
import select
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from agent.daemon import heartbeat, logs, notify, watching
from agent.daemon.children import Child
from agent.daemon.clock import Clock

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger("xunjian.daemon")

PULSE_SECONDS: Final = 30.0
"""Ours: how often it looks whether the clock was set and files have changed; two wake-ups a minute."""
TICK_SECONDS: Final = 600.0
AGAIN_SECONDS: Final = (60.0, 120.0, 300.0, 900.0)
"""Ours: after a turn that failed, for a store that is locked or a disk that is full; the last for all that follow."""
LONGEST_SECONDS: Final = 6 * 3600.0
"""Ours: a turn at least so often, whatever is due: its figures are the proof that it can."""
STOP_SECONDS: Final = 60.0
"""Ours: how long a round may take to end in order; a unit's TimeoutStopSec must be longer."""
DELIVER: Final = ("outbox", "send")
_TICK: Final = "tick"
_CONFIGURATION_ERROR: Final = 78  # sysexits EX_CONFIG
_OS_ERROR: Final = 71  # sysexits EX_OSERR


class Keeper:
    """The process that keeps time. ``common`` are the options that name the configuration and the store."""

    def __init__(self, common: Sequence[str], told: Mapping[str, Any], *, is_once: bool = False) -> None:
        self._common = tuple(common)
        self._told = dict(told)
        self._clock = Clock()
        self._is_once = is_once
        self._children: dict[str, Child] = {}
        """By what it does: tick, step, deliver; at most one of each."""
        self._step = ""
        self._ended: dict[str, object] | None = None
        """A step that has ended and is not settled yet."""
        self._given: dict[str, object] | None = None
        """That of the turn that is under way."""
        self._begins = True
        """Until a turn was done, and after one that failed: it may have begun a step that nobody runs."""
        self._is_first = True
        self._wants_tick = True
        self._wants_delivery = False
        self._tick_at = 0.0
        self._failed = 0
        """Turns since the last that did not fail."""
        self._beaten = 0.0
        self._files = watching.marks(told["files"])
        self._store = watching.of_store(told["store"])
        self._is_stopping = False
        self._code = 0
        self._reader, self._writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._scheduler: BackgroundScheduler | None = None

    def run(self) -> int:
        """Keep time until somebody ends it (SIGTERM, SIGINT); the exit code: that of a first turn that nothing can mend."""
        from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415 - 11 MB that only the daemon pays

        for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(one, self._signalled)
        signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = BackgroundScheduler(timezone=UTC, job_defaults=defaults)
        self._scheduler.start()
        pulse = min(PULSE_SECONDS, notify.watchdog_seconds() / 3 or PULSE_SECONDS)
        try:
            while not self._is_stopping:
                self._look()
                if not self._is_stopping:  # else it would wait a pulse before it ends
                    self._act()
                    self._wait(pulse)
        finally:
            notify.tell("STOPPING=1")
            self._stop()
        return self._code

    def _signalled(self, number: int, _frame: object) -> None:
        if number in {signal.SIGTERM, signal.SIGINT}:
            self._is_stopping = True
        elif number == signal.SIGHUP:
            log.info("event=reload why=SIGHUP")
            notify.reloading()
            self._wants_tick = True

    def _wait(self, pulse: float) -> None:
        """Until a signal, a moment, a child's end or its deadline, or the next pulse."""
        until = min([pulse, *(one.seconds_left for one in self._children.values())])
        with suppress(InterruptedError):
            select.select([self._reader], [], [], max(until, 0.05))
        with suppress(BlockingIOError):
            while os.read(self._reader, 512):
                pass

    def _look(self) -> None:
        """See what has changed while nobody looked."""
        moved = self._clock.jumped()
        if moved:
            log.warning("event=clock moved_seconds=%.0f", moved)
        files = watching.marks(self._told["files"])
        if files != self._files:
            log.info("event=reload why=file")
        is_due = _TICK not in self._children and (time.monotonic() >= self._tick_at or self._is_time())
        self._wants_tick = self._wants_tick or bool(moved) or files != self._files or is_due
        self._files = files
        store = watching.of_store(self._told["store"])
        if store != self._store and not self._children:
            self._wants_delivery = self._wants_tick = True  # somebody worked with the store
        self._store = store if not self._children else self._store
        for what, child in tuple(self._children.items()):
            code = child.code()
            if code is not None:
                del self._children[what]
                self._reap(what, child, code)

    def _is_time(self) -> bool:
        wake_at = self._told.get("wake_at")
        return not self._failed and wake_at is not None and self._clock.now() >= wake_at

    def _reap(self, what: str, child: Child, code: int) -> None:
        printed, said = child.ended()
        if what == _TICK:
            self._take(printed, said, code)
        elif what == "step":
            self._ended = {"name": self._step, "code": code, "is_killed": child.is_killed, "said": said}
            log.info("event=ended step=%s code=%d killed=%s", self._step, code, "yes" if child.is_killed else "no")
            self._step, self._wants_tick = "", True
        else:
            log.info("event=delivered code=%d %s", code, said.splitlines()[-1] if said else "")
            self._wants_tick = self._wants_tick or self._is_once
        if not self._children:
            self._store = watching.of_store(self._told["store"])

    def _take(self, printed: bytes, said: str, code: int) -> None:
        """Take what a turn told; one that failed is tried again soon, and nothing that it was given is forgotten."""
        try:
            told = json.loads(printed)
        except ValueError:
            self._turn_failed(said, code)
            return
        if told["log"] != self._told.get("log"):
            logs.begin(told["log"])
        self._told = told
        self._begins, self._is_first, self._failed = False, False, 0
        if self._ended is self._given:
            self._ended = None
        else:  # it ended after the turn was asked
            self._wants_tick = True
        self._tick_at = time.monotonic() + LONGEST_SECONDS
        seen = self._files  # as they were before the turn: what changed since is read by the next
        self._files = {path: seen.get(path, mark) for path, mark in watching.marks(told["files"]).items()}
        for note in told["notes"]:
            log.info("event=ledger %s", note)
        if told["trouble"]:
            log.error("event=configuration kept=before %s", told["trouble"].replace("\n", " | "))
        self._wake_at(told["wake_at"])
        self._wants_delivery = (self._wants_delivery or told["sends"]) and told["delivers"]
        if told["ready"]:
            self._run(told["ready"])
        elif self._is_once and not self._wants_delivery:
            self._is_stopping = True
        notify.tell("READY=1", f"STATUS={self._status()}")

    def _turn_failed(self, said: str, code: int) -> None:
        log.error("event=turn-failed code=%d %s", code, said.replace("\n", " | ")[-500:])
        self._tick_at = time.monotonic() + AGAIN_SECONDS[min(self._failed, len(AGAIN_SECONDS) - 1)]
        self._failed += 1
        self._begins = True
        if self._is_first and code == _CONFIGURATION_ERROR:
            self._is_stopping, self._code = True, code

    def _wake_at(self, wake_at: float | None) -> None:
        if wake_at is None or self._scheduler is None:
            return
        at = datetime.fromtimestamp(wake_at, UTC)
        self._scheduler.add_job(self._woken, "date", run_date=at, id="wake", replace_existing=True)

    def _woken(self) -> None:
        """In the scheduler's thread: the loop does the rest."""
        with suppress(BlockingIOError):
            os.write(self._writer, b"\0")

    def _act(self) -> None:
        if self._wants_tick and _TICK not in self._children:
            self._wants_tick = False
            self._given = self._ended
            request = {"ended": self._ended, "begins": self._begins, "runs": self._step}
            words = ("daemon", "--turn", *self._common)
            try:
                self._children[_TICK] = Child(words, TICK_SECONDS, given=json.dumps(request).encode())
            except OSError as error:
                self._turn_failed(f"not started: {error.strerror}", _OS_ERROR)
        elif self._wants_delivery and self._told["delivers"] and not self._children:
            self._wants_delivery = False
            with suppress(OSError):  # the outbox keeps it, and the next turn asks for it again
                self._children["deliver"] = Child((*DELIVER, *self._common), TICK_SECONDS * 6)
        self._beat()

    def _run(self, ready: Mapping[str, Any]) -> None:
        self._step = ready["name"]
        log.info("event=begin step=%s", self._step)
        words = (*ready["words"], *self._common)
        try:
            self._children["step"] = Child(words, ready["seconds"], memory_mib=self._told["memory_mib"])
        except OSError as error:  # no process, no room: it failed, and is tried again as all that fails
            log.warning("event=not-begun step=%s %s", self._step, error.strerror)
            self._ended = {"name": self._step, "code": _OS_ERROR, "is_killed": False, "said": error.strerror or ""}
            self._step, self._wants_tick = "", True

    def _beat(self) -> None:
        """Say that it lives: to the service manager at every pulse, elsewhere as often as configured."""
        notify.tell("WATCHDOG=1")
        told, now = self._told, time.monotonic()
        if "figures" not in told:
            return  # before the first turn nothing is known
        if self._beaten and now - self._beaten < told["beat"]["seconds"]:
            return
        self._beaten = now
        heartbeat.beat(told, self._status(), self._failed)

    def _status(self) -> str:
        wake_at = self._told.get("wake_at")
        moment = datetime.fromtimestamp(wake_at, UTC).isoformat(timespec="seconds") if wake_at else "nothing"
        return f"running {self._step}" if self._step else f"next: {moment}"

    def _stop(self) -> None:
        """End what runs in order; what was not settled is found in the ledger at the next start."""
        signal.set_wakeup_fd(-1)
        ends = time.monotonic() + STOP_SECONDS
        for one in self._children.values():
            one.ask_to_end()
        for one in self._children.values():
            one.stop(max(ends - time.monotonic(), 1.0))
            one.ended()
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
        log.info("event=stopped")
