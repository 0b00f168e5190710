"""Incidents of the store and the clocks of the contract, as the record's pure functions take them."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

from agent.run_log import who
from agent.store.record import Entry, new_id
from config.promised import hours_of
from config.site import DEFAULT_TIMEZONE, Site
from config.terms import Clock, Hours
from reports.record.calendar import WorkingCalendar, announced
from reports.record.clock import Promise, Reading, read
from reports.record.events import Event, Kind
from reports.record.incidents import Incident, incident

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from agent.store.store import Store

STREAM: Final = "incident"
_MARK_LENGTH: Final = 4


def number_of(at: datetime, id_: str) -> str:
    """The number of a new incident: the day of the call, and four letters that two stores never share by counting."""
    return f"S{at:%y%m%d}-{id_[-_MARK_LENGTH:]}"


def entry(event: Event) -> Entry:
    """An event as the store keeps it."""
    told = (event.at, event.told_at, event.by, event.note, event.values, event.origin)
    return Entry(event.id, STREAM, event.incident, event.kind.value, *told)


def event_of(row: Entry) -> Event:
    """An event from the store."""
    return Event(row.id, row.name, Kind(row.kind), row.at, row.told_at, row.by, row.note, row.body, row.origin)


def new_event(
    number: str,
    kind: Kind,
    at: datetime,
    by: str = "",
    note: str = "",
    values: Mapping[str, str] | None = None,
    id_: str = "",
) -> Event:
    """An event that is written down now, by this account."""
    return Event(id_ or new_id(), number, kind, at, datetime.now(UTC), by, note, values or {}, who())


def incidents(store: "Store") -> tuple[Incident, ...]:
    """Every incident of the store, the latest call first."""
    by_number: dict[str, list[Event]] = {}
    for row in store.recorded(STREAM):
        by_number.setdefault(row.name, []).append(event_of(row))
    found = [incident(number, events) for number, events in by_number.items()]
    return tuple(sorted(found, key=lambda one: (one.received_at or datetime.min.replace(tzinfo=UTC), one.id), reverse=True))


def calendars(site: Site) -> dict[str, WorkingCalendar]:
    """The calendars of the contract by name."""
    terms, zone = site.terms, site.timezone or DEFAULT_TIMEZONE
    named: Mapping[str, Hours] = terms.calendars or hours_of({})
    return {
        name: WorkingCalendar(
            name,
            zone,
            tuple(_window(one) for one in hours.windows),
            {} if hours.is_every_day else terms.days,
            _always if hours.is_every_day else announced,
        )
        for name, hours in named.items()
    }


def _always(_day: "date") -> bool:
    return True


def _window(written: str) -> tuple[time, time]:
    begins, ends = written.split("-")
    return time.fromisoformat(begins), time.max if ends == "24:00" else time.fromisoformat(ends)


def promises(site: Site) -> tuple[Promise, ...]:
    """The clocks of the contract."""
    named = calendars(site)
    return tuple(_promise(one, named[one.calendar]) for one in site.terms.clocks)


def _promise(one: Clock, calendar: WorkingCalendar) -> Promise:
    return Promise(
        one.clause,
        one.what,
        tuple(Kind(name) for name in one.start),
        tuple(Kind(name) for name in one.stop),
        one.minutes if one.minutes is not None else (one.working_days or 0) * calendar.minutes_a_day,
        calendar,
        one.levels,
        one.services,
        frozenset(Kind(name) for name in one.pauses),
    )


def readings(one: Incident, made: "Sequence[Promise]", now: datetime) -> tuple[Reading, ...]:
    """How each promise stands for an incident."""
    return tuple(read(promise, one.events, now, level=one.level, service=one.service) for promise in made)


def as_json(one: Incident, clocks: Iterable[Reading]) -> dict[str, object]:
    """An incident as programs are given it."""
    return {
        "number": one.id,
        "state": one.state.value,
        "level": one.level,
        "title": one.title,
        "reporter": one.reporter,
        "source": one.source,
        "service": one.service,
        "owner": one.owner,
        "tier": one.tier,
        "in_scope": one.is_in_scope,
        "major": one.is_major,
        "targets": list(one.targets),
        "problems": list(one.problems),
        "received_at": one.received_at.isoformat() if one.received_at else None,
        "events": [_event_json(event) for event in one.events],
        "clocks": [_clock_json(clock) for clock in clocks],
    }


def _event_json(one: Event) -> dict[str, object]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "at": one.at.isoformat(),
        "told_at": one.told_at.isoformat(),
        "by": one.by,
        "note": one.note,
        "values": json.loads(json.dumps(dict(one.values))),
        "origin": one.origin,
    }


def _clock_json(one: Reading) -> dict[str, object]:
    return {
        "clause": one.promise.clause,
        "what": one.promise.what,
        "state": one.state.value,
        "minutes": one.promise.minutes,
        "used_minutes": round(one.used_minutes, 2),
        "started_at": one.started_at.isoformat() if one.started_at else None,
        "due_at": one.due_at.isoformat() if one.due_at else None,
        "stopped_at": one.stopped_at.isoformat() if one.stopped_at else None,
        "stopped_by": one.stopped_by.value if one.stopped_by else None,
        "provisional": one.is_provisional,
        "missing": [kind.value for kind in one.missing],
    }
