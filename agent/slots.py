"""Who may work at once: a target that waits for a moment of its own waits aside, and another works in its place.

Between the two samples of a device's counters lie five seconds in which nothing is done. Its thread sleeps and its session
stays as it is; its slot goes to the next target. When its time has come it takes a slot before every target that has not
begun, the earliest first.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, Thread, current_thread
from typing import Final

ASIDE_MOST: Final = 128
"""Targets aside at once: each keeps a thread, a session or two and what it has answered, some hundred KiB. One more waits
in its slot."""
PATIENCE_SECONDS: Final = 2.0
"""Who comes back finds all slots taken no longer than this: where those in them hang, it works beside them, for its own
deadline goes on."""


class Slots:
    """So many work at once. ``take`` and ``leave`` are the runner's; ``aside`` is called in a target's own thread."""

    def __init__(self, parallel: int, aside_most: int = ASIDE_MOST) -> None:
        self._parallel = parallel
        self._aside_most = aside_most
        self._turn = Condition()
        self._at_work: set[Thread] = set()
        self._aside: set[Thread] = set()
        self._back: deque[Thread] = deque()
        self.on_room: Callable[[], None] = _nobody
        """Called when a slot has come free in any other way than by ``leave``."""

    def take(self, thread: Thread) -> bool:
        """Give a slot to who begins; False where there is none, or those who come back want it."""
        with self._turn:
            if len(self._at_work) + len(self._back) >= self._parallel:
                return False
            self._at_work.add(thread)
            return True

    def leave(self, thread: Thread) -> None:
        """It has ended, or was left behind: what it does from now on is no longer counted."""
        with self._turn:
            self._at_work.discard(thread)
            self._aside.discard(thread)
            self._turn.notify_all()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Work no more until the end of the block; whoever has no slot just does what is in it."""
        me = current_thread()
        patience_seconds = 0.0  # who is ended while it waits ends at once
        is_aside = self._step_aside(me)
        try:
            yield
            patience_seconds = PATIENCE_SECONDS
        finally:
            if is_aside:
                self._come_back(me, time.monotonic() + patience_seconds)

    def _step_aside(self, me: Thread) -> bool:
        with self._turn:
            if me not in self._at_work or len(self._aside) >= self._aside_most:
                return False
            self._at_work.remove(me)
            self._aside.add(me)
            self._turn.notify_all()
        self.on_room()
        return True

    def _come_back(self, me: Thread, until: float) -> None:
        with self._turn:
            self._back.append(me)
            while (left := until - time.monotonic()) > 0 and not self._is_my_turn(me):
                self._turn.wait(left)
            self._back.remove(me)
            if me in self._aside:  # else it was left behind meanwhile
                self._aside.remove(me)
                self._at_work.add(me)
            self._turn.notify_all()

    def _is_my_turn(self, me: Thread) -> bool:
        return self._back[0] is me and len(self._at_work) < self._parallel


def _nobody() -> None:
    pass
