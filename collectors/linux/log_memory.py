"""What a schedule remembers of a target's log between two inspections, and how a reading is laid over it.

It is kept as one line of JSON beside the bookmarks, and comes back as evidence of the next inspection, so that a replay
knows what was known that day. Nothing of the lines themselves is in it but the templates, which hold no number.

Sample::

    {"v": 1, "read_at": "2026-11-21T05:34:15+00:00", "covered": {"messages": "2026-08-22T05:34:15+00:00"},
     "sights": [["service-failed", "nginx.service", 2, "2026-11-20T02:00:01+00:00", "2026-11-21T03:00:01+00:00", "..."]],
     "spans": [86400.0], "templates": [["app", "ERROR cannot reach <*>", [3], "2026-11-21T03:02:01+00:00"]], "expected": {}}
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from collectors.base import LINUX, Answer, Collector, ParseError, Recall
from collectors.facts.logs import LogSight
from collectors.facts.system_logs import LOG_MEMORY, LogHabit, LogMemory, LogTemplate, SystemLog
from collectors.linux.log_lines import join
from collectors.linux.log_mining import key_of

MOST_TEMPLATES: Final = 1500
MOST_SIGHTS: Final = 500
"""What is kept; the templates that came least lately go first."""
LAST_READINGS: Final = 6
"""How many earlier readings a habit is told by."""
FORM: Final = 1


def parse(answer: Answer) -> LogMemory:
    """Read what was kept; nothing is the first time. Raises ParseError for what this program did not write."""
    if not answer.text.strip():
        return LogMemory(is_first=True)
    try:
        kept = json.loads(answer.text)
        if kept["v"] != FORM:
            raise ParseError(f"a memory of form {kept['v']}")
        return _read(kept)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ParseError(f"no memory of a log: {error}", answer.text[:80]) from error


def _read(kept: Mapping[str, Any]) -> LogMemory:
    return LogMemory(
        is_first=False,
        read_at=datetime.fromisoformat(kept["read_at"]),
        covered_from=tuple((str(name), datetime.fromisoformat(at)) for name, at in kept["covered"].items()),
        sights=tuple(LogSight(str(s), str(e), int(n), _time(a), _time(b), str(q)) for s, e, n, a, b, q in kept["sights"]),
        spans_seconds=tuple(float(one) for one in kept["spans"]),
        habits=tuple(_habit(str(p), str(t), many, at) for p, t, many, at in kept["templates"]),
        expected=tuple((str(name), datetime.fromisoformat(at)) for name, at in kept["expected"].items()),
    )


def _habit(program: str, template: str, counts: Iterable[int], at: object) -> LogHabit:
    return LogHabit(key_of(program, template), program, template, tuple(int(one) for one in counts), _time(at))


def _time(at: object) -> datetime | None:
    return datetime.fromisoformat(str(at)) if at else None


def known_of(memory: LogMemory) -> tuple[LogTemplate, ...]:
    """The templates that were known, for mining to match."""
    return tuple(LogTemplate(one.key, one.program, one.template, 0, None, None) for one in memory.habits)


def sights_over(memory: LogMemory, now: Iterable[LogSight], *, since: datetime, is_anew: bool) -> tuple[LogSight, ...]:
    """Lay this reading's sights over those kept, and drop what is older than ``since``.

    ``is_anew``: the same lines were read again from the beginning, so that counts are not added.
    """
    found = {(one.signature, one.entity): one for one in memory.sights}
    for one in now:
        key = (one.signature, one.entity)
        found[key] = join(found[key], one, add=not is_anew) if key in found else one
    kept = [one for _key, one in sorted(found.items()) if one.last_at is None or one.last_at >= since]
    return tuple(kept[:MOST_SIGHTS])


def written(log: SystemLog, span_seconds: float, covered: Mapping[str, datetime]) -> str:
    """Write the memory for the next inspection; ``span_seconds`` is how long this reading was."""
    before = log.before
    counts = {(one.program, one.template): (0, *one.counts)[:LAST_READINGS] for one in before.habits}
    last = {(one.program, one.template): one.last_at for one in before.habits}
    for one in log.templates:
        name = (one.program, one.template)
        counts[name] = (one.count, *counts.get(name, ())[1:])
        last[name] = one.last_at or log.now_at
    order = sorted(counts, key=lambda name: last[name] or log.window_from, reverse=True)
    kept = {
        "v": FORM,
        "read_at": log.now_at.isoformat(),
        "covered": {name: at.isoformat() for name, at in sorted(covered.items())},
        "sights": [[s.signature, s.entity, s.count, _iso(s.first_at), _iso(s.last_at), s.quote] for s in log.sights],
        "spans": [round(span_seconds, 1), *before.spans_seconds][:LAST_READINGS],
        "templates": [[*name, list(counts[name]), _iso(last[name])] for name in order[:MOST_TEMPLATES]],
        "expected": {name: at.isoformat() for name, at in sorted(log.expected)},
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


LOG_MEMORY_KEPT: Final = Collector(
    id="linux.log_memory", provides=LOG_MEMORY, on=LINUX, ask=Recall("linux.system_logs"), parse=parse
)
