"""Waiting for a database server that is away for a while: it restarts, or the line is cut."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar, cast

from agent.store.values import StoreError, Trouble

if TYPE_CHECKING:
    from agent.store.store import Store

log = logging.getLogger("xunjian.fleet")
T = TypeVar("T")
PAUSES_SECONDS: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Ours: how long to wait before each new try; the last one again and again."""
RESTART_SECONDS: Final = 60.0
"""Ours: how long a target's course waits for the store before it goes on without: longer than a server restarts."""
PASSING: Final = frozenset({Trouble.UNREACHABLE, Trouble.LOCKED})


class End(Protocol):
    """When the waiting ends: a threading.Event, or ``Until``."""

    def wait(self, timeout: float, /) -> bool:
        """Wait so many seconds at most; True where it is the end."""


class Until:
    """The end at a monotonic moment."""

    def __init__(self, ends: float) -> None:
        self._ends = ends

    def wait(self, timeout: float, /) -> bool:
        """Wait; True where the moment has come."""
        time.sleep(max(0.0, min(timeout, self._ends - time.monotonic())))
        return time.monotonic() >= self._ends


def patiently(action: Callable[[], T], end: End) -> T:
    """Do something with the store, again while it does not answer. Raises StoreError: another one, or the end came."""
    tries = 0
    while True:
        try:
            done = action()
        except StoreError as error:
            if error.trouble not in PASSING:
                raise
            log.log(logging.INFO if tries else logging.WARNING, "waiting for the store: %s", error)
            if end.wait(PAUSES_SECONDS[min(tries, len(PAUSES_SECONDS) - 1)]):
                raise
            tries += 1
        else:
            if tries:
                log.warning("the store answers again")
            return done


def patient(store: "Store") -> "Store":
    """The store whose every call waits out a restart of its server: what a target's course reads and writes by the way.

    Only for calls that may be made again where the answer was lost, as all are that a course makes.
    """
    return cast("Store", _Patient(store))


class _Patient:
    def __init__(self, store: "Store") -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        found = getattr(self._store, name)
        if not callable(found):
            return found

        @wraps(found)
        def call(*given: object, **named: object) -> object:
            return patiently(lambda: found(*given, **named), Until(time.monotonic() + RESTART_SECONDS))

        return call
