"""What a worker has taken from the queue and not yet brought to its end."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from agent.fleet.client import Taken
from agent.fleet.errand import Errand
from agent.underway import Underway
from collectors.base import Reason, SessionError
from collectors.sessions.base import Session
from config.site import Target


@dataclass
class Held:
    """One errand: its inspection as this worker sees it, its target, the session that is open for it."""

    number: int
    errand: Errand
    under: Underway
    target: Target
    session: Session | None = None
    is_back: bool = False
    """Its target was asked; what came is being kept."""
    is_lost: bool = False
    """We could not say in time that we live: another worker may have it by now, so what we came to counts no more."""

    def opening(self, opened: Callable[[], Session]) -> Callable[[], Session]:
        """What opens its session, so that it can be closed from outside."""

        def opens() -> Session:
            self.session = opened()
            if self.is_lost:
                raise SessionError(Reason.NOT_ASKED, "")  # what comes of it is dropped
            return self.session

        return opens


@dataclass
class Holding:
    """All of them, by target. Threads may share it."""

    _turn: threading.Lock = field(default_factory=threading.Lock)
    _by_target: dict[str, Held] = field(default_factory=dict)

    def add(self, one: Held) -> None:
        """Hold one."""
        with self._turn:
            self._by_target[one.target.id] = one

    def has(self, taken: Taken) -> bool:
        """Whether its target is held already: we may still hang on it from a time when we were taken for dead."""
        with self._turn:
            return taken.errand.target in self._by_target

    def back(self, target: str) -> Held:
        """Say that what a target came to has come back."""
        with self._turn:
            one = self._by_target[target]
            one.is_back = not one.is_lost
            return one

    def drop(self, one: Held) -> None:
        """Hold it no more."""
        with self._turn:
            if self._by_target.get(one.target.id) is one:
                del self._by_target[one.target.id]

    def every(self) -> tuple[Held, ...]:
        """Give all."""
        with self._turn:
            return tuple(self._by_target.values())

    def lose(self) -> int:
        """Give up every target that is being asked: its session is closed, and what comes of it is nobody's."""
        with self._turn:
            lost = [one for one in self._by_target.values() if not (one.is_back or one.is_lost)]
            for one in lost:
                one.is_lost = True
        for one in lost:
            if one.session is not None:
                threading.Thread(target=one.session.close, name=f"close {one.target.id}", daemon=True).start()
        return len(lost)
