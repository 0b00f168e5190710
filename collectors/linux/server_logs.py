r"""How the answers of server_log_asks.py are read, whichever database wrote the logs.

Sample::

    @now 1795325655 +0800
    @up 1420.83 2723.97
    @days 92
    @found 210 1
    @was 1840163:131:2048:3915528286
    @log /var/lib/pgsql/15/data /var/lib/pgsql/15/data/log/postgresql-Sun.log
    @begun continued
    @skipped 0
    @mark 1840163:131:9120:3915528286
    @since 2026-11-20 03:00:00.123
    @until 2026-11-22 09:00:00.456
    @hit corruption 2 2026-11-21 03:00:00.1~2026-11-21 04:00:00.2
     ERROR:  invalid page in block 0 of relation base/5/16384
    @hits 1
    @read 812 40
    @lines 16
    @end
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from collectors.base import Absent, Answer, Marked, Parameter, ParseError, Reason, SessionError, Unseen, listing
from collectors.facts.server_logs import LogPart, LogReading, LogReadings, LogSight
from collectors.linux.counted_lines import complete
from collectors.linux.log_stamps import Moment, moment
from collectors.linux.passages import Passage, number, passages
from collectors.linux.server_log_asks import NOTHING
from collectors.linux.system_log_lines import readable
from config.text import Text

_BEGUN: Final = frozenset({"first", "continued", "lost"})


@dataclass(frozen=True, slots=True)
class Remedies:
    """What would open a log: that may not be ``read``, that nobody could ``find``."""

    read: Text
    find: Text


def read_logs(answer: Answer, program: str, remedies: Remedies, positions: Parameter) -> Marked[LogReadings]:
    """Read every log. Raises Absent where every process was looked at and the program does not run."""
    parts = complete(answer.text)
    seen = moment(parts)
    if "found" not in parts:
        raise ParseError("nobody looked for servers", answer.text[-80:])
    looked, servers = (number(word, parts["found"].rest) for word in parts["found"].rest.split(" "))
    found = passages(answer.text)
    if not servers and any(_of(found, "hidden")):
        raise SessionError(Reason.DENIED, "hidepid", remedies.find)
    if looked and not servers:
        raise Absent(f"/proc: {looked} processes, no {program}")
    closed = [one.rest.partition(" ") for one in _of(found, "closed")]
    unseen = [Unseen(name, Reason.DENIED, path, remedies.read) for name, _space, path in closed]
    unseen += [Unseen(one.rest, Reason.NO_RECORD, one.rest, remedies.find) for one in _of(found, "nolog")]
    logs = tuple(_logs(found, seen))
    if not logs and not unseen:
        unseen = [Unseen("", Reason.DENIED, "/proc/PID/cmdline", remedies.find)]
    return Marked(LogReadings(seen.now_at, seen.window_days, listing(logs, unseen)), _bookmark(found, positions))


def _of(found: tuple[Passage, ...], kind: str) -> Iterator[Passage]:
    return (one for one in found if one.kind == kind)


def _bookmark(found: tuple[Passage, ...], positions: Parameter) -> str:
    """How far each log was read; of one that was not seen this time, what was known of it."""
    marks: dict[str, str] = {}
    for one in (*_of(found, "was"), *_of(found, "mark")):
        for mark in one.rest.split(","):
            if mark and mark != NOTHING:
                marks[mark.partition(":")[0]] = mark
    bookmark = ",".join(marks.values())
    return bookmark if re.fullmatch(positions.grammar, bookmark) else ""


def _logs(found: tuple[Passage, ...], seen: Moment) -> Iterator[LogReading]:
    starts = [place for place, one in enumerate(found) if one.kind == "log"]
    for start, end in pairwise([*starts, len(found)]):
        its = {one.kind: one for one in found[start + 1 : end]}
        hits = [one for one in found[start + 1 : end] if one.kind == "hit"]
        whole = {"begun", "skipped", "since", "until", "hits", "read"} <= its.keys()
        if not whole or number(its["hits"].rest) != len(hits) or its["begun"].rest not in _BEGUN:
            raise ParseError("the search of a log did not come to its end", found[start].rest)
        name, _space, path = found[start].rest.partition(" ")
        lines, errors = (number(word, its["read"].rest) for word in its["read"].rest.split(" "))
        since, until = stamp(its["since"].rest, seen), stamp(its["until"].rest, seen)
        part = LogPart(since, until, lines, errors, tuple(_sight(one, seen) for one in hits))
        yield LogReading(name, path, its["begun"].rest, number(its["skipped"].rest), part)


def _sight(hit: Passage, seen: Moment) -> LogSight:
    found = re.fullmatch(r"(\w+) (\d+) (.*)~(.*)", hit.rest)
    if found is None:
        raise ParseError("no class of trouble", hit.rest)
    line = readable(hit.lines[0]) if hit.lines else ""
    return LogSight(found[1], int(found[2]), stamp(found[3], seen), stamp(found[4], seen), line)


def stamp(text: str, seen: Moment) -> datetime | None:
    """A moment; without a zone it is the host's own, which log_timezone mostly is. None for none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=seen.now_at.tzinfo)
