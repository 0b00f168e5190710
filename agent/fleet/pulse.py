"""A worker's signs of life, and what it does about those that others do not give.

A worker that could not give one for ``FENCE_SECONDS`` closes its sessions, before anybody else may take it for dead
(``STALLED_SECONDS``) and ask the same targets: one session a target at a time, over all machines.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final

from agent.fleet import tables
from agent.fleet.client import Client
from agent.run_log import who
from agent.store.values import StoreError

if TYPE_CHECKING:
    from agent.store.store import Store

log = logging.getLogger("xunjian.fleet")

BEAT_SECONDS: Final = 10.0
"""Between two signs of life."""
FENCE_SECONDS: Final = 45.0
"""A worker that could not give a sign of life for so long gives up what it asks."""
STALLED_SECONDS: Final = 60.0
"""A worker that was silent for so long is taken for dead, and its targets are asked by others."""
FORGET_SECONDS: Final = 86_400.0
"""A worker that was silent for so long is struck off."""


class Pulse:
    """One worker's. ``lose`` gives up what it asks and says how many that were."""

    def __init__(
        self, store: "Store", client: Client, zones: Collection[str], digest: str, lose: Callable[[], int]
    ) -> None:
        self.id = 0
        """The worker's number on the queue, once it has begun."""
        self._store = store
        self._client = client
        self._zones = tuple(zones)
        self._digest = digest
        self._lose = lose
        self._alive_at = time.monotonic()
        self._others: set[str] = set()

    def begin(self, slots: int) -> None:
        """Sign on. Raises StoreError."""
        self._client.forget(FORGET_SECONDS)
        self.id = self._client.register()
        self._alive_at = time.monotonic()
        tables.sign_on(self._store, self.id, who(), self._zones, self._digest, slots)

    def beat(self, ended: threading.Event) -> None:
        """Give signs of life until the end."""
        while not ended.wait(BEAT_SECONDS):
            at = time.monotonic()
            try:
                self._client.live(self.id)
                self._alive_at = at
                self._free_stalled()
                self._tell_of_others()
            except StoreError as error:
                log.info("no sign of life: %s", error)

    def watch(self, ended: threading.Event) -> None:
        """See until the end that the signs arrive."""
        while not ended.wait(1.0):
            if time.monotonic() - self._alive_at > FENCE_SECONDS and (lost := self._lose()):
                log.warning("the store is away too long: %s targets given up, for others to ask", lost)

    def _free_stalled(self) -> None:
        """Put back the errands of workers that died; one process at a time looks for them."""
        with tables.only_one(self._store) as is_mine:
            for number in self._client.stalled(STALLED_SECONDS) if is_mine else ():
                log.warning("errand %s: its worker is silent, it goes back to the queue", number)
                self._client.give_back(number)

    def _tell_of_others(self) -> None:
        """Say once of each other configuration that targets of our zones wait for it."""
        for one in tables.waiting(self._store):
            if one.zone in self._zones and one.digest not in {self._digest, *self._others}:
                self._others.add(one.digest)
                log.warning("%s targets of zone %s wait for another configuration or version", one.errands, one.zone)
