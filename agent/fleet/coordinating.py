"""The process that began a round whose targets workers ask: it puts them on the queue and gathers what is committed."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from agent.fleet import tables
from agent.fleet.client import Client
from agent.fleet.errand import Errand, digest_of
from agent.fleet.patience import Until, patiently
from agent.fleet.pulse import STALLED_SECONDS
from agent.inspecting import Course, given_up, unreached
from agent.runner import Finished
from agent.store.values import StoreError, Trouble
from agent.underway import Came, Underway, asked_here
from checks.result import TargetResult
from collectors.base import Reason, SessionError
from collectors.sessions.base import Session
from config.site import Target
from config.text import _

if TYPE_CHECKING:
    from agent.slots import Slots

T = TypeVar("T")
POLL_SECONDS: Final = 0.5
"""Between two looks for results."""
LOOK_SECONDS: Final = 2.0
"""Between two looks for workers."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """Asks the targets of an inspection by the workers of its store; the machine it stands on it asks itself."""

    opener: Callable[[Target], Callable[[], Session]]
    slots: "Slots"
    approved: str = ""
    """The attachment with the list that the customer approved."""

    def __call__(self, under: Underway, targets: Sequence[Target]) -> Iterator[Came]:
        """Put them on the queue, and yield each as it is committed. Raises StoreError."""
        ends = time.monotonic() + under.site.bounds.run_seconds
        here = [one for one in targets if one.kind == "local"]
        far = [one for one in targets if one.kind != "local"]
        digest, began = digest_of(under.site), datetime.now(UTC)
        with Client(under.store) as client:
            tables.sweep(under.store)
            client.put(Errand.of(one, under, digest, began, self.approved) for one in far)
        try:
            yield from asked_here(under, here, self.opener, self.slots)
            yield from _Gathering(under, digest, {one.id: one for one in far}, ends).came()
        finally:
            with suppress(StoreError):  # else the next round sweeps them away
                tables.strike(under.store, under.id)


@dataclass
class _Gathering:
    """What is still awaited of an inspection."""

    under: Underway
    digest: str
    left: dict[str, Target]
    ends: float
    lonely_since: dict[str, float] = field(default_factory=dict)
    """By zone, since when no worker could be seen that takes its targets."""
    seen_count: int = 0

    def came(self) -> Iterator[Came]:
        """Yield what is committed, until nothing is awaited or the round's time is up."""
        looked = 0.0
        while self.left and time.monotonic() < self.ends:
            found = self._patiently(lambda: self.under.store.finished_since(self.under.id, self.seen_count))
            self.seen_count += len(found)
            for name in found:
                if self.left.pop(name, None) is not None:
                    yield self._kept(name), self._evidence
            if not found:
                time.sleep(POLL_SECONDS)
            if time.monotonic() - looked >= LOOK_SECONDS:
                looked = time.monotonic()
                yield from self._unmet(self._patiently(self._hopeless))
        late = given_up(self.under.site.bounds.run_seconds)
        yield from self._unmet(dict.fromkeys(self.left, late))

    def _patiently(self, action: Callable[[], T]) -> T:
        return patiently(action, Until(self.ends))

    def _evidence(self, digest: str) -> bytes:
        return self._patiently(lambda: self.under.store.evidence(digest))

    def _kept(self, name: str) -> TargetResult:
        kept = self._patiently(lambda: self.under.store.target_result(self.under.id, name))
        assert kept is not None  # noqa: S101 - it is committed, and never changes again
        return kept

    def _hopeless(self) -> Mapping[str, SessionError]:
        """The targets that no worker will ask, each with why; and say that this inspection lives."""
        self.under.store.renew(self.under.id)
        why = {name: _DIED for name in tables.given_up(self.under.store, self.under.id) if name in self.left}
        living = [one for one in tables.workers(self.under.store) if one.silent_seconds < STALLED_SECONDS]
        for zone in {one.zone for one in self.left.values()}:
            serving = [one for one in living if zone in one.zones]
            if any(one.digest == self.digest for one in serving):
                self.lonely_since.pop(zone, None)
                continue
            since = self.lonely_since.setdefault(zone, time.monotonic())
            if time.monotonic() - since >= self.under.site.store_wait_seconds:
                error = _of_others(zone, serving) if serving else _unserved(zone)
                why |= {name: error for name, one in self.left.items() if one.zone == zone}
        return why

    def _unmet(self, why: Mapping[str, SessionError]) -> Iterator[Came]:
        """Keep of each that it was not asked; where a worker was faster, what that says."""
        if why:
            self._patiently(lambda: tables.strike(self.under.store, self.under.id, tuple(why)))
        for name, error in why.items():
            target = self.left.pop(name)
            yield self._patiently(partial(self._missed, target, error)), self._evidence

    def _missed(self, target: Target, error: SessionError) -> TargetResult:
        job = self.under.job(target, _nobody)
        try:
            return self.under.keep(Finished(unreached(Course(job), error), {}))
        except StoreError as trouble:
            kept = self.under.store.target_result(self.under.id, target.id)
            if trouble.trouble is not Trouble.IMMUTABLE or kept is None:
                raise
            return kept


def _nobody() -> Session:
    raise NotImplementedError  # the job is judged, never asked


def _unserved(zone: str) -> SessionError:
    return SessionError(
        Reason.NOT_ASKED,
        _("no worker serves the zone {zone}", zone=zone),
        _("Start one on a machine that reaches the zone: xunjian worker --zone {zone}", zone=zone),
    )


def _of_others(zone: str, serving: Sequence[tables.Worker]) -> SessionError:
    names = tuple(dict.fromkeys(one.name for one in serving))
    return SessionError(
        Reason.NOT_ASKED,
        _("no worker of the zone {zone} has this configuration: {workers}", zone=zone, workers=names),
        _("Bring the same files and the same version of the program to the workers, and start them again"),
    )


_DIED: Final = SessionError(
    Reason.NOT_ASKED,
    _("each worker that began to ask it ended before it had finished"),
    _("See what ended them (the system’s log of each worker), then ask again: xunjian run --retry-unknown"),
)
