"""How many objects one answer may have: as fit a frame, fewer for a device that says too big, or says nothing."""

from typing import Final

FIRST: Final = 24
"""With how many a walk begins: a row takes some 25 octets with its name, a description up to ten times as many."""
MOST: Final = 200
ANSWER_OCTETS: Final = 1350
"""What fits an Ethernet frame beside the headers of IPv6 and UDP: fragments are what old devices and firewalls drop."""
SMALL: Final = 8
"""So many objects fit everywhere: where they do not come, their size is hardly why."""
_HOPELESS: Final = 4
"""Where no more than this came through, it is not tried with more at the next table."""


class Pace:
    """One device's measure. What it says to be too big holds for a table; what did not come through also for the next."""

    def __init__(self) -> None:
        self.objects = FIRST
        self._most = self._most_here = MOST
        self._proved = 0
        self._is_again = False

    def begin(self) -> None:
        """Another table begins, whose rows may be longer, or shorter than those that were too long."""
        if self._most > _HOPELESS:
            self._most = min(MOST, self._most * 2)
        self._most_here = self._most
        self.objects = min(FIRST, self._most)
        self._proved = 0

    def answered(self, objects: int, octets: int) -> None:
        """So many objects came in so many octets: fit the next answers to a frame."""
        self._is_again = False
        self._proved = max(self._proved, objects)
        fitting = max(1, ANSWER_OCTETS * objects // max(1, octets))
        self.objects = max(1, min(self._most_here, fitting, self.objects * 2))

    def refused(self, objects: int) -> None:
        """So many were too many, as the device itself said or as its answer shows."""
        self._most_here = self.objects = max(1, objects // 2)
        self._proved = 0

    def lost(self, objects: int) -> None:
        """No answer came. If as many came before, or they are few, it is an accident, once; else it was too big."""
        if objects <= max(self._proved, SMALL) and not self._is_again:
            self._is_again = True
            return
        self._is_again = False
        self._most = self._most_here = max(1, objects // 2)
        self.objects = max(1, objects // 4)
        self._proved = 0
