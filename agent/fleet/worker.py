"""A worker: takes errands of its zones from the queue, and asks their targets as a round in one process does.

Beside the threads of the targets one takes, one keeps what came, and two live (``agent.fleet.pulse``).
"""

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Final

from agent.fleet.client import Client, Taken
from agent.fleet.errand import digest_of, queue_of
from agent.fleet.held import Held, Holding
from agent.fleet.patience import patient, patiently
from agent.fleet.preparing import Preparing
from agent.fleet.pulse import BEAT_SECONDS, Pulse
from agent.runner import Finished, serve
from agent.slots import Slots
from agent.store.values import StoreError, Trouble
from config.site import Site

if TYPE_CHECKING:
    from agent.inspecting import Job
    from agent.store.store import Store

log = logging.getLogger("xunjian.fleet")

IDLE_SECONDS: Final = 2.0
"""Between two looks at an empty queue."""
LEASED_SECONDS: Final = 1.0
"""Between two tries for a target that another inspection is asking."""
MOST_RETURNS: Final = 3
"""Ours: an errand whose workers died so often is not tried again."""


class Worker:
    """One worker of these zones; ``work`` ends when it is stopped, or with ``until_empty`` when nothing is left to do."""

    def __init__(
        self, site: Site, store: "Store", client: Client, zones: Iterable[str], slots: int, *, until_empty: bool = False
    ) -> None:
        self.done_count = 0
        """How many targets it asked and kept."""
        self.wake: Callable[[], None] = lambda: None
        self.zones = tuple(dict.fromkeys(zones))
        self._site = site
        self._store = store
        self._client = client
        self._many = slots
        self._slots = Slots(slots)
        self._digest = digest_of(site)
        self._queues = [queue_of(zone, self._digest) for zone in self.zones]
        self._preparing = Preparing(site, patient(store), self._slots)
        self._holding = Holding()
        self._ready: deque[Job] = deque()
        self._later: deque[Held] = deque()
        self._finished: queue.SimpleQueue[Finished | None] = queue.SimpleQueue()
        self._room = threading.Event()
        self._ended = threading.Event()
        self._until_empty = until_empty
        self._is_over = self._is_doubtful = False
        self._broken: BaseException | None = None
        self._pulse = Pulse(store, client, self.zones, self._digest, self._holding.lose)

    # --- what the runner asks of it

    def take(self) -> "Job | None":
        """Give a job that was made ready; where there is none, have one taken."""
        if self._is_over or self._finished.qsize() > self._many:  # keeping lags behind: the store is slow, or away
            return None
        if self._ready:
            return self._ready.popleft()
        self._room.set()
        return None

    def is_over(self) -> bool:
        """Say whether it was stopped, or nothing is left to do."""
        return self._is_over

    def left(self) -> "Iterable[Job]":
        """Nothing: what was not begun goes back to the queue."""
        return ()

    # --- its life

    def stop(self) -> None:
        """Take nothing more; what is being asked comes to its end."""
        self._is_over = True
        self.wake()

    def work(self) -> None:
        """Work until it is over. Raises what broke one of its threads."""
        self._pulse.begin(self._many)
        keeper = self._thread(self._keep)
        others = [self._thread(self._fetch)]
        others += [self._thread(partial(each, self._ended)) for each in (self._pulse.beat, self._pulse.watch)]
        try:
            for finished in serve(self, self._site.bounds, self._slots):
                self._finished.put(finished)
            self._finished.put(None)
            keeper.join()
        finally:
            self._ended.set()
            self._finished.put(None)
            for each in (keeper, *others):
                each.join(5)
            self._leave()
        if self._broken is not None:
            raise self._broken

    def _thread(self, each: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                each()
            except BaseException as error:  # noqa: BLE001 - a worker without one of its threads ends, and says why
                if not self._ended.is_set():
                    self._broken = error
                    self.stop()

        thread = threading.Thread(target=run, name="worker", daemon=True)
        thread.start()
        return thread

    def _leave(self) -> None:
        """Give back what is held, as far as the server can be reached: else others find it when we are taken for dead."""
        try:
            self._reconcile(())
            self._client.unregister(self._pulse.id)
        except StoreError as error:
            log.warning("not signed off: %s", error)
        self._preparing.tidy(())

    # --- taking

    def _fetch(self) -> None:
        while not self._ended.is_set():
            if self._room.wait(0.5) and not self._is_over and not self._fetched():
                if self._until_empty and not (self._holding.every() or self._later):
                    self.stop()
                self._preparing.tidy({one.errand.inspection for one in self._holding.every()})
                self._ended.wait(LEASED_SECONDS if self._later else IDLE_SECONDS)

    def _fetched(self) -> bool:
        """Make one errand ready; False where there is none now."""
        for _turn in range(len(self._later)):
            if self._is_ready(self._later.popleft()):
                return True
        if len(self._later) >= self._many:
            return False
        taken = patiently(self._take, self._ended)
        if taken is None:
            return False
        if taken.attempts >= MOST_RETURNS:
            patiently(lambda: self._client.give_up(taken.number), self._ended)
            return True
        if self._holding.has(taken):
            patiently(lambda: self._client.give_back(taken.number, BEAT_SECONDS), self._ended)
            return True
        held = self._preparing.held(taken.number, taken.errand)
        self._holding.add(held)
        self._is_ready(held)
        return True

    def _take(self) -> Taken | None:
        if self._is_doubtful:
            self._reconcile([one.number for one in self._holding.every()])
            self._is_doubtful = False
        try:
            return self._client.take(self._queues, self._pulse.id)
        except StoreError:
            self._is_doubtful = True  # it may have been given to us, and the answer was lost
            raise

    def _reconcile(self, kept: Iterable[int]) -> None:
        """Give back what the queue says we have and we do not know of."""
        for number in set(self._client.mine(self._pulse.id)).difference(kept):
            self._client.give_back(number)

    def _is_ready(self, held: Held) -> bool:
        """Lease its target and make its job; one that is leased elsewhere waits, one that nobody wants any more is done."""
        if held.is_lost:
            self._lost(held)
            return False
        if not patiently(lambda: self._store.is_wanted(held.errand.inspection, held.target.id), self._ended):
            self._end(held)
            return False
        if not patiently(lambda: held.under.lease(held.target), self._ended):
            self._later.append(held)
            return False
        job = patiently(lambda: self._preparing.job(held), self._ended)
        self._room.clear()
        self._ready.append(job)
        self.wake()
        return True

    # --- keeping

    def _keep(self) -> None:
        while (finished := self._finished.get()) is not None:
            held = self._holding.back(finished.result.target)
            if held.is_lost:
                self._lost(held)
            else:
                self._kept(held, finished)

    def _kept(self, held: Held, finished: Finished) -> None:
        try:
            patiently(lambda: held.under.keep(finished), self._ended)
            self.done_count += 1
        except StoreError as error:
            if error.trouble is not Trouble.IMMUTABLE:
                raise
            log.info("target %s: somebody was faster, or the inspection has ended", held.target.id)
        self._end(held)

    def _end(self, held: Held) -> None:
        patiently(lambda: self._client.finish(held.number), self._ended)
        self._holding.drop(held)

    def _lost(self, held: Held) -> None:
        """Hold it no more; where the queue still says that it is ours, it goes back."""
        self._is_doubtful = True
        self._holding.drop(held)
