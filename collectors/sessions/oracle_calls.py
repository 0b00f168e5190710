"""Calls into a driver that may block longer than we wait: the caller goes on at its deadline, whatever the driver does."""

import time
from collections.abc import Callable
from threading import Thread
from typing import Final, Generic, TypeVar

T = TypeVar("T")
_LOOK_SECONDS: Final = 0.2


class _Call(Generic[T]):
    """One call in a thread of its own, which ends with the process where it never returns."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self.found: list[T] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        """Do the work and keep what came of it."""
        try:
            self.found.append(self._work())
        except BaseException as error:  # noqa: BLE001 - it is raised again in the thread that waits
            self.error = error


def bounded(work: Callable[[], T], until: float, check: Callable[[], None]) -> T:
    """Do ``work`` and return what it returns. Raises TimeoutError at ``until``, and what ``work`` or ``check`` raises."""
    call = _Call(work)
    thread = Thread(target=call.run, daemon=True, name="oracle driver")
    thread.start()
    while thread.is_alive():
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        thread.join(min(left, _LOOK_SECONDS))
        check()
    if call.error is not None:
        raise call.error
    return call.found[0]
