"""The management controller's event log. It knows of memory, power and heat what no log of the system does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.bmc_states import LEVEL_OF_VERDICT, level_of_state
from collectors.base import Listing, Reason, Unseen
from collectors.facts.bmc import EVENT_LOGS, BmcEvent, EventLog, Verdict
from config.limits import Layered, limit
from config.text import Text, _

_CLOSERS: Final = frozenset({"fully redundant", "transition to ok"})
"""States that end what was said of the same sensor before, even where no deassertion was written."""


@dataclass(frozen=True, slots=True)
class EventLimits:
    """How full the log may be, and how long an event that nobody closed counts as new."""

    warn_used_ratio: float = limit(
        0.80, unit="ratio", source="our judgement: most controllers stop writing when it is full"
    )
    recent_days: int = limit(100, unit="days", source="our judgement: a quarter between two inspections, and some days")


def judge(logs: Listing[EventLog], limits: Layered[EventLimits], scene: Scene) -> Iterator[Finding]:
    """One finding on each log, one on its clock, one for each kind of trouble that a sensor reported."""
    for log in logs.records:
        yield _log(log, limits.at(log.name))
        yield _clock(log)
        prefix = "" if log.name == "SEL" else f"{log.name}: "
        for events in _by_kind(log.events):
            found = _trouble(log, events, limits.at(log.name), scene)
            if found is not None:
                level, summary = found
                last = events[-1]
                yield Finding(
                    f"{prefix}{last.sensor}: {last.event}" if last.sensor else f"{prefix}{last.event}",
                    level,
                    summary,
                    observed=_("{count:number} entries, the last at {stamp}", count=len(events), stamp=last.stamp or "-"),
                    expected=_("no trouble that is still open"),
                    quote=last.line,
                    measures={"events_count": len(events), "record_number": last.number},
                )


def _by_kind(events: Iterable[BmcEvent]) -> Iterable[list[BmcEvent]]:
    kinds: dict[tuple[str, str], list[BmcEvent]] = {}
    for event in events:
        kinds.setdefault((event.sensor, event.event), []).append(event)
    return kinds.values()


def _log(log: EventLog, limits: EventLimits) -> Finding:
    held = log.entries_count if log.entries_count is not None else len(log.events)
    measures = {"entries_count": float(held), "record_number": float(log.newest_number)}
    if log.used_ratio is not None:
        measures["used_ratio"] = log.used_ratio
    level, summary = _fullness(log, limits, held)
    return Finding(
        log.name,
        level,
        summary,
        observed=_("the last {read:number} of {held:number} entries read", read=len(log.events), held=held),
        expected=_("room for new entries"),
        measures=measures,
    )


def _fullness(log: EventLog, limits: EventLimits, held: int) -> tuple[Level, Text]:
    if log.has_overflowed:
        return Level.WARN, _("{log} has overflowed: events were lost", log=log.name)
    if log.used_ratio is not None and log.used_ratio >= limits.warn_used_ratio and not log.overwrites:
        return Level.WARN, _(
            "{log} is {used:percent} full; when it is full, nothing more is written", log=log.name, used=log.used_ratio
        )
    if log.used_ratio is not None:
        return Level.OK, _(
            "{log} holds {held:number} entries and is {used:percent} full", log=log.name, held=held, used=log.used_ratio
        )
    return Level.OK, _("{log} holds {held:number} entries", log=log.name, held=held)


def _clock(log: EventLog) -> Finding:
    subject = f"{log.name} clock"
    last = log.events[-1] if log.events else None
    is_set, stamp = log.is_clock_set, log.clock
    if is_set is None and last is not None:
        is_set, stamp = last.is_clock_set, last.stamp
    if is_set:
        return Finding(subject, Level.OK, _("the controller's clock is set: {stamp}", stamp=stamp), quote=stamp)
    if is_set is not None:
        summary = _("the controller's clock is not set: it says {stamp}", stamp=stamp or "-")
        return Finding(subject, Level.NOTICE, summary, quote=stamp)
    if log.entries_count == 0:
        return Finding(subject, Level.ABSENT, _("the controller's clock was not told, and no entry depends on it"))
    return unknown(subject, Unseen(subject, Reason.NO_RECORD))


def _trouble(log: EventLog, events: list[BmcEvent], limits: EventLimits, scene: Scene) -> tuple[Level, Text] | None:
    last = events[-1]
    level = LEVEL_OF_VERDICT[last.verdict] if last.verdict is not Verdict.NONE else level_of_state(last.event)
    worst_of = [LEVEL_OF_VERDICT[one.verdict] for one in events if one.verdict is not Verdict.NONE]
    is_unread = level is None and bool(last.sensor) and last.is_asserted is True
    if level in {None, Level.OK} and not is_unread and not {Level.WARN, Level.CRITICAL} & set(worst_of):
        return None
    what = _("{sensor}: {event}", sensor=last.sensor, event=last.event) if last.sensor else _("{event}", event=last.event)
    if is_unread:
        return Level.NOTICE, _("{what}: a kind of event that only its maker can judge", what=what)
    if level in {None, Level.OK} or _is_closed(log, last):
        return Level.OK, _("{what}: came and went", what=what)
    if not last.is_clock_set:
        return level, _("{what}; still open, at an unknown time (the clock was not set)", what=what)
    if _age_days(last, scene) > limits.recent_days:
        return Level.NOTICE, _("{what}, on {day}, never closed in the log", what=what, day=last.stamp[:10])
    return level, _("{what}, on {day}, still open in the log", what=what, day=last.stamp[:10])


def _is_closed(log: EventLog, last: BmcEvent) -> bool:
    if last.is_resolved or last.is_asserted is False:
        return True
    return bool(last.sensor) and any(
        later.sensor == last.sensor and later.is_asserted is not False and later.event.lower() in _CLOSERS
        for later in log.events[log.events.index(last) + 1 :]
    )


def _age_days(event: BmcEvent, scene: Scene) -> float:
    try:
        day = date.fromisoformat(event.stamp[:10])
    except ValueError:
        return 0.0
    return (scene.at - datetime(day.year, day.month, day.day, tzinfo=UTC)).days


BMC_EVENTS: Final = Check(
    id="server.bmc_events",
    title=_("Hardware event log (SEL)"),
    area=Area.HARDWARE,
    needs=EVENT_LOGS,
    limits=EventLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the last 200 entries of the management controller's event log, how full it is, and its clock"),
    remedy=_(
        "Compare the time with maintenance: a cord that was pulled on purpose is no fault. What is still open "
        "is reported to the maker with the exported log, model and serial number. A log that is nearly full "
        "is exported first and cleared only with the customer's consent; the inspection never clears it. Set "
        "the controller's clock (NTP)."
    ),
    traps=(
        _("asserted and later deasserted has recovered"),
        _("a power cord that was pulled during maintenance"),
        _("a controller whose clock says 1970: the order of the entries counts, not their time"),
        _("old entries are no new trouble: the record number says what is new"),
        _("the inspection never clears the log"),
    ),
    clause="1.4.3.4",
    refs=("IPMI 2.0, 31 and 32", "ipmitool(1) sel", "Redfish LogEntry"),
)
