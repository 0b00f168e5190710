"""Open a session for a target: its credential resolved, its jump hosts, and never a refused credential again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from collectors.sessions.base import Budget, Session
from config.site import Site, Target

if TYPE_CHECKING:
    from agent.store.store import Store


class Opener:
    """Gives, for each target, what opens its session. Secrets that are asked for are asked once and kept in memory."""

    def __init__(self, site: Site, store: "Store") -> None:
        self._site = site
        self._store = store

    def __call__(self, target: Target) -> Callable[[], Session]:
        """Prepare a target; the result is called in the target's own thread."""
        bounds = self._site.bounds
        budget = Budget(target.seconds or bounds.target_seconds, bounds.connect_seconds, bounds.sample_seconds)
        return lambda: _local(target, budget)


def _local(target: Target, budget: Budget) -> Session:
    from collectors.sessions.local import LocalSession  # noqa: PLC0415 - only where it is asked

    return LocalSession(budget, sudo=target.sudo)
