"""What is kept of a database's server logs between two inspections, and how a reading is laid over it (ADR 0009).

It is kept by the day on which it was read, so that what is older than the period can be taken away, counts and all.

Sample::

    {"v": 1, "logs": {"/var/lib/pgsql/15/data": ["2026-11-21T05:34:15+00:00", [["2026-11-21", ["2026-11-20T05:34:15+00:00",
    "2026-11-21T05:34:00+00:00", 812, 40, [["login", 2, "2026-11-21T03:00:01+00:00", "2026-11-21T04:00:01+00:00", ""]]]]]]}}
"""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from collectors.base import Answer, Listing, Marked, ParseError
from collectors.facts.server_logs import (
    KeptLog,
    LogMemory,
    LogPart,
    LogReading,
    LogReadings,
    LogSight,
    ServerLog,
    ServerLogs,
)

FORM: Final = 1
MOST_LOGS: Final = 64


def parse(answer: Answer) -> LogMemory:
    """Read what was kept; nothing is the first time. Raises ParseError for what this program did not write."""
    if not answer.text.strip():
        return LogMemory(())
    try:
        kept = json.loads(answer.text)
        if kept["v"] != FORM:
            raise ParseError(f"a memory of form {kept['v']}")
        return LogMemory(tuple(_log(str(name), at, days) for name, (at, days) in kept["logs"].items()))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ParseError(f"no memory of server logs: {error}", answer.text[:80]) from error


def _log(name: str, read_at: object, days: Iterable[Any]) -> KeptLog:
    at = datetime.fromisoformat(str(read_at))
    return KeptLog(name, at, tuple((date.fromisoformat(str(day)), _part(*part)) for day, part in days))


def _part(since: object, last: object, lines: int, errors: int, sights: Iterable[Any]) -> LogPart:
    found = tuple(LogSight(str(k), int(n), _time(a), _time(b), str(q)) for k, n, a, b, q in sights)
    return LogPart(_time(since), _time(last), int(lines), int(errors), found)


def _time(at: object) -> datetime | None:
    return datetime.fromisoformat(str(at)) if at else None


def derive(readings: LogReadings | Exception, memory: LogMemory | Exception) -> Marked[ServerLogs]:
    """Lay what was read over what was kept. Raises what either failed with."""
    for one in (memory, readings):
        if isinstance(one, Exception):
            raise one
    assert isinstance(readings, LogReadings)  # noqa: S101 - neither is an exception
    assert isinstance(memory, LogMemory)  # noqa: S101 - as above
    before = {one.name: one for one in memory.logs}
    kept = dict(before)
    logs = []
    for reading in readings.logs.records:
        was = before.get(reading.name)
        made = _laid(reading, was, readings)
        kept[reading.name] = made
        logs.append(_over(reading, made, was, readings))
    facts = ServerLogs(readings.now_at, readings.window_days, Listing(tuple(logs), readings.logs.unseen))
    return Marked(facts, written(kept.values()))


def _laid(reading: LogReading, was: KeptLog | None, readings: LogReadings) -> KeptLog:
    """The days of a log with today's; where it was read anew, what was kept of it would count twice."""
    today, oldest = readings.now_at.date(), (readings.now_at - timedelta(days=readings.window_days)).date()
    days = dict(was.days) if was and reading.begun == "continued" else {}
    days[today] = _joined((days[today], reading.part)) if today in days else reading.part
    return KeptLog(reading.name, readings.now_at, tuple(sorted((d, p) for d, p in days.items() if d >= oldest)))


def _over(reading: LogReading, made: KeptLog, was: KeptLog | None, readings: LogReadings) -> ServerLog:
    whole = _joined(part for _day, part in made.days)
    begins = reading.part.since_at or readings.now_at
    is_torn = reading.begun == "lost" or (reading.begun == "continued" and reading.skipped_bytes > 0)
    has_gap = was is not None and is_torn and begins > was.read_at
    return ServerLog(
        reading.name,
        reading.path,
        whole.since_at,
        whole.last_at,
        whole.lines_count,
        whole.errors_count,
        whole.sights,
        unread_from_at=was.read_at if was and has_gap else None,
        unread_to_at=begins if has_gap else None,
    )


def _joined(parts: Iterable[LogPart]) -> LogPart:
    """Parts of one log that do not overlap, as one: the earliest first."""
    found = tuple(parts)
    sights: dict[str, LogSight] = {}
    for one in (sight for part in found for sight in part.sights):
        sights[one.kind] = _sum(sights[one.kind], one) if one.kind in sights else one
    return LogPart(
        min((one.since_at for one in found if one.since_at), default=None),
        max((one.last_at for one in found if one.last_at), default=None),
        sum(one.lines_count for one in found),
        sum(one.errors_count for one in found),
        tuple(sights.values()),
    )


def _sum(one: LogSight, later: LogSight) -> LogSight:
    first = min((at for at in (one.first_at, later.first_at) if at), default=None)
    last = max((at for at in (one.last_at, later.last_at) if at), default=None)
    return LogSight(one.kind, one.count + later.count, first, last, later.quote or one.quote)


def written(logs: Iterable[KeptLog]) -> str:
    """Write the memory for the next inspection; of the logs those that were read last."""
    newest = sorted(logs, key=lambda one: one.read_at, reverse=True)[:MOST_LOGS]
    kept = {
        one.name: [one.read_at.isoformat(), [[day.isoformat(), _list(part)] for day, part in one.days]] for one in newest
    }
    return json.dumps({"v": FORM, "logs": kept}, ensure_ascii=False, separators=(",", ":"))


def _list(part: LogPart) -> list[object]:
    sights = [[one.kind, one.count, _iso(one.first_at), _iso(one.last_at), one.quote] for one in part.sights]
    return [_iso(part.since_at), _iso(part.last_at), part.lines_count, part.errors_count, sights]


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
