"""Whether the clock was set, or the machine slept, since it was looked at last."""

import time
from collections.abc import Callable
from typing import Final

MOST_SECONDS: Final = 5.0
"""Ours: more than NTP slews between two looks; what is due is looked at anew."""


class Clock:
    """Compares the time of day with the time that ran; ``now`` and ``ran`` give seconds."""

    def __init__(self, now: Callable[[], float] = time.time, ran: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self._ran = ran
        self._offset = now() - ran()

    def jumped(self) -> float:
        """By how many seconds it was set since the last call, 0.0 where by no more than is usual."""
        offset = self.now() - self._ran()
        moved, self._offset = offset - self._offset, offset
        return moved if abs(moved) > MOST_SECONDS else 0.0
