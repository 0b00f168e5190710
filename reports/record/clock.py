"""The contract's clocks: what was promised of an incident, and whether it was kept, is kept so far, or cannot be told.

A pure function over events, the promise and the calendar: computed again, it says the same. A promise starts with the
first of its starting events and is kept with the first of its stopping ones. A wait stops it only where the contract says
so. Where an incident is opened again, what stopped the clock before was no stop, and the time between the two is not
counted: the service worked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final

from config.text import Text, _
from reports.record.calendar import AROUND_THE_CLOCK, Span, WorkingCalendar, due, elapsed
from reports.record.events import WAITS, Event, Kind

WARN_AT: Final = (0.5, 0.8)
"""Shares of the time at which somebody is told."""


class State(Enum):
    """How a promise stands."""

    MET = "met"
    BREACHED = "breached"
    RUNNING = "running"
    PAUSED = "paused"
    NOT_STARTED = "not_started"
    NOT_APPLICABLE = "not_applicable"
    NOT_COMPUTABLE = "not_computable"


STATE_WORDS: Final = {
    State.MET: _("kept"),
    State.BREACHED: _("not kept"),
    State.RUNNING: _("running"),
    State.PAUSED: _("paused"),
    State.NOT_STARTED: _("not started"),
    State.NOT_APPLICABLE: _("does not apply"),
    State.NOT_COMPUTABLE: _("cannot be computed"),
}


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of a contract. ``levels`` and ``services`` that are empty mean all."""

    clause: str
    what: str
    start: tuple[Kind, ...]
    stop: tuple[Kind, ...]
    minutes: float
    calendar: WorkingCalendar = AROUND_THE_CLOCK
    levels: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    pauses: frozenset[Kind] = frozenset()
    """The waits that stop this clock."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one promise stands for one incident. Minutes are working minutes of its calendar, pauses left out."""

    promise: Promise
    state: State
    started_at: datetime | None = None
    due_at: datetime | None = None
    """None while it is paused, for nobody knows."""
    stopped_at: datetime | None = None
    stopped_by: Kind | None = None
    used_minutes: float = 0.0
    is_provisional: bool = False
    """A day whose work was not announced yet was assumed."""
    missing: tuple[Kind, ...] = ()
    """Where it cannot be computed: the events of which one would tell."""
    pauses: tuple[Span, ...] = field(default=(), repr=False)

    @property
    def used_ratio(self) -> float:
        """Share of the time that is used up; above 1 the promise is broken."""
        return self.used_minutes / self.promise.minutes

    @property
    def warned_at(self) -> float | None:
        """The highest share of ``WARN_AT`` that a running clock has passed."""
        if self.state not in {State.RUNNING, State.PAUSED}:
            return None
        return max((share for share in WARN_AT if self.used_ratio >= share), default=None)


def read(promise: Promise, events: Sequence[Event], now: datetime, *, level: str = "", service: str = "") -> Reading:
    """Read one clock. ``events`` are one incident's, effective and in order; what is after ``now`` has not happened."""
    if promise.services and service not in promise.services:
        return Reading(promise, State.NOT_APPLICABLE)
    if promise.levels and level not in promise.levels:
        ungraded = Reading(promise, State.NOT_COMPUTABLE, missing=(Kind.GRADED,))
        return Reading(promise, State.NOT_APPLICABLE) if level else ungraded
    past = [one for one in events if one.at <= now]
    started = next((one for one in past if one.kind in promise.start), None)
    if started is None:
        return _not_started(promise, past)
    stopped = _stop(promise, past, started)
    pauses = _pauses(promise, past, now)
    over = _over(past)
    end = stopped or over
    used = elapsed(promise.calendar, started.at, end.at if end else now, pauses)
    if stopped is None and over is not None and (over.kind is Kind.CLOSED or used.minutes <= promise.minutes):
        state, missing = _UNTOLD[over.kind]
        return Reading(promise, state, started.at, used_minutes=used.minutes, missing=promise.stop if missing else ())
    is_paused = stopped is None and any(pause.end >= now for pause in pauses) and used.minutes <= promise.minutes
    at = None if is_paused else due(promise.calendar, started.at, promise.minutes, pauses)
    return Reading(
        promise,
        _state(promise, used.minutes, is_stopped=stopped is not None, is_paused=is_paused),
        started.at,
        at.at if at else None,
        stopped.at if stopped else None,
        stopped.kind if stopped else None,
        used.minutes,
        used.is_provisional or bool(at and at.is_provisional),
        pauses=pauses,
    )


def breaches(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Those that were not kept."""
    return tuple(one for one in readings if one.state is State.BREACHED)


def words(reading: Reading) -> Text:
    """How a clock stands, in words."""
    return STATE_WORDS[reading.state]


_UNTOLD: Final = {Kind.CLOSED: (State.NOT_COMPUTABLE, True), Kind.CANCELLED: (State.NOT_APPLICABLE, False)}
"""What a clock that nothing stopped is once the incident is over, and whether the record lacks an event."""


def _over(past: Sequence[Event]) -> Event | None:
    """What ended the incident, unless it was opened again."""
    last = next((one for one in reversed(past) if one.kind in {*_UNTOLD, Kind.REOPENED}), None)
    return last if last is not None and last.kind in _UNTOLD else None


def _state(promise: Promise, used: float, *, is_stopped: bool, is_paused: bool) -> State:
    if used > promise.minutes:
        return State.BREACHED
    if is_stopped:
        return State.MET
    return State.PAUSED if is_paused else State.RUNNING


def _not_started(promise: Promise, past: Sequence[Event]) -> Reading:
    """It has not begun; where it must have, by what the record tells, its start is missing there.

    A stop proves the start, unless it happens without it too: service restored by phone, and nobody ever arrived.
    """
    happened = {one.kind for one in past}
    stop = next((one for one in past if one.kind in promise.stop), None)
    needless = [kind for kind in promise.start if kind in _PROOFS]
    proved = stop is not None if not needless else any(happened & _PROOFS[kind] for kind in needless)
    if proved:
        by = (stop.at, stop.kind) if stop else (None, None)
        return Reading(promise, State.NOT_COMPUTABLE, stopped_at=by[0], stopped_by=by[1], missing=promise.start)
    if happened & {Kind.CLOSED, Kind.CANCELLED}:
        return Reading(promise, State.NOT_APPLICABLE)
    return Reading(promise, State.NOT_STARTED)


_PROOFS: Final = {
    Kind.ARRIVED: frozenset({Kind.LEFT, Kind.PART_USED}),
    Kind.REMOTE_STARTED: frozenset({Kind.REMOTE_ENDED}),
    Kind.MAJOR: frozenset[Kind](),
}
"""Starts that need not be for an incident to end, and what shows that they were all the same."""


def _stop(promise: Promise, past: Sequence[Event], started: Event) -> Event | None:
    """The first stop after the last time that the incident was opened again."""
    again = max((one.at for one in past if one.kind is Kind.REOPENED), default=started.at)
    return next((one for one in past if one.kind in promise.stop and one.at >= max(started.at, again)), None)


def _pauses(promise: Promise, past: Sequence[Event], now: datetime) -> tuple[Span, ...]:
    """The waits that stop this clock, and between a stop and the next opening the time in which the service worked."""
    found: list[Span] = []
    since: datetime | None = None
    worked: datetime | None = None
    for one in past:
        if one.kind in WAITS or one.kind is Kind.WAIT_ENDED:
            if since is not None:
                found.append(Span(since, one.at))
            since = one.at if one.kind in promise.pauses else None
        elif one.kind in promise.stop:
            worked = worked or one.at
        elif one.kind is Kind.REOPENED and worked is not None:
            found.append(Span(worked, one.at))
            worked = None
    if since is not None:
        found.append(Span(since, now))
    return tuple(found)
