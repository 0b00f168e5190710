"""Starts and shutdowns as the login record (wtmp) and the journal keep them.

Neither alone suffices: wtmp is rotated monthly and gone in the newest systems, a journal may be kept in memory only. In
wtmp a start that follows a start without a shutdown between them was not ordered. In the journal a run ended in order when
its last message of these is "Journal stopped", or when the shutdown was announced (systemd's message catalogue).

Sample::

    @now 1795325655 +0800
    @up 1420.83 2723.97
    @days 92
    @wtmp /var/log/wtmp
     reboot   system boot  5.14.0-427.el9.x Wed Nov 18 09:12:44 2026   still running
     shutdown system down  5.14.0-427.el9.x Wed Nov 18 09:10:01 2026 - Wed Nov 18 09:12:44 2026  (00:02)

     wtmp begins Mon Aug  3 08:00:00 2026
    @end
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Derived, ParseError, Reason, Root, SessionError, Shell
from collectors.facts.boots import BOOT_HISTORY, JOURNAL_RECORD, LOGIN_RECORD, Boot, BootHistory, BootRecord
from collectors.linux.log_lines import LOG_DAYS, STORES, heads, need_store
from collectors.linux.log_stamps import MOMENT, MONTHS, Moment
from collectors.linux.passages import passages

_STAMP = r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2}) (?P<clock>\d\d:\d\d:\d\d) (?P<year>\d{4})"
_EVENT = re.compile(r"(?P<what>reboot|shutdown) +system (?:boot|down) +.*?" + _STAMP + r"(?: .*)?", re.ASCII)
_BEGINS = re.compile(r"\S+ begins " + _STAMP, re.ASCII)
_STARTED = "f77379a8490b408bbe5f6940505a777b"
_STOPPED = "d93fb3c9c24d451a97cea615ce59c00b"
_ANNOUNCED = "98268866d1d54a499c4e98921d93bc40"
"""systemd's message ids of SD_MESSAGE_JOURNAL_START, _JOURNAL_STOP and _SHUTDOWN (sd-messages.h)."""
_MOST_MESSAGES = 400
_NO_CLOCK = datetime(2001, 1, 1, tzinfo=UTC)
"""A record that begins before this was begun by a clock that was not set."""
_TWICE = timedelta(minutes=2)


def parse_wtmp(answer: Answer) -> BootRecord:
    """Read ``last -xF reboot shutdown`` of each wtmp file. An empty record is told as such: it begins nowhere."""
    _parts, seen = heads(answer.text)
    events: list[tuple[datetime, str, str]] = []
    begins: list[datetime] = []
    for one in passages(answer.text):
        if one.kind == "wtmp":
            found, begin = _record(one.lines, seen)
            events = [*reversed(found), *events]
            begins += [begin] if begin and begin > _NO_CLOCK else []
    recorded_from = min(begins, default=None)
    return BootRecord(
        "wtmp", seen.now_at, seen.booted_at, seen.window_days, recorded_from, tuple(_boots(events, recorded_from))
    )


def _boots(events: list[tuple[datetime, str, str]], recorded_from: datetime | None) -> Iterator[Boot]:
    """Every start, oldest first. Two start records within two minutes are one start written twice."""
    before: tuple[datetime, str] | None = None
    for at, what, line in events:
        if what == "reboot" and not (before and before[1] == "reboot" and abs(at - before[0]) < _TWICE):
            if before:
                yield Boot(at, before[1] == "shutdown", line)
            else:
                yield Boot(at, False if recorded_from and recorded_from < at - _TWICE else None, line)
        before = (at, what)


def _record(lines: tuple[str, ...], seen: Moment) -> tuple[list[tuple[datetime, str, str]], datetime | None]:
    """The events of one file, newest first, and where it begins."""
    events = []
    begin = None
    for line in lines:
        if match := _EVENT.fullmatch(line):
            events.append((_stamp(match, line, seen), match["what"], line))
        elif match := _BEGINS.fullmatch(line.strip()):
            begin = _stamp(match, line, seen)
        elif line.strip():
            raise ParseError("line of last", line)
    return events, begin


def _stamp(match: re.Match[str], line: str, seen: Moment) -> datetime:
    try:
        month = MONTHS.index(match["month"]) + 1
        hour, minute, second = (int(word) for word in match["clock"].split(":"))
        return datetime(int(match["year"]), month, int(match["day"]), hour, minute, second, tzinfo=seen.now_at.tzinfo)
    except ValueError as error:
        raise ParseError("no time", line) from error


def parse_journal(answer: Answer) -> BootRecord:
    """Read the journal's own starts and stops, one JSON object a line. Raises Absent where no journal is kept."""
    parts, seen = heads(answer.text)
    refused = need_store(parts)
    if refused:
        return BootRecord("journal", seen.now_at, seen.booted_at, seen.window_days, None)
    runs: dict[str, list[tuple[datetime, bool]]] = {}
    for line in parts["messages"].lines if "messages" in parts else ():
        boot, at, is_end = _message(line)
        runs.setdefault(boot, []).append((at, is_end))
    if not runs:
        return BootRecord("journal", seen.now_at, seen.booted_at, seen.window_days, None)
    boots = []
    ended: bool | None = None
    for messages in sorted(runs.values()):
        boots.append(Boot(messages[0][0], ended, "Journal started"))
        ended = messages[-1][1]
    return BootRecord("journal", seen.now_at, seen.booted_at, seen.window_days, boots[0].at, tuple(boots))


def _message(line: str) -> tuple[str, datetime, bool]:
    try:
        fields = json.loads(line)
        at = datetime.fromtimestamp(int(fields["__REALTIME_TIMESTAMP"]) / 1_000_000, UTC)
        return str(fields["_BOOT_ID"]), at, fields.get("MESSAGE_ID") != _STARTED
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError, RecursionError) as error:
        raise ParseError("journal message", line[:200]) from error


def derive(wtmp: BootRecord | Exception, journal: BootRecord | Exception) -> BootHistory:
    """Join both. Raises the first error where neither told even the uptime."""
    told = [one for one in (wtmp, journal) if isinstance(one, BootRecord)]
    failed = [one for one in (wtmp, journal) if isinstance(one, Exception) and not isinstance(one, Absent)]
    if not told:
        raise failed[0] if failed else SessionError(Reason.NO_RECORD)
    told.sort(key=lambda one: one.recorded_from or one.now_at)
    return BootHistory(tuple(told), tuple(str(one)[:120] for one in failed))


_HEAD = f"d=$1; {MOMENT}"

BOOTS_WTMP: Final = Collector(
    id="linux.boots.wtmp",
    provides=LOGIN_RECORD,
    on=LINUX,
    ask=Shell(
        _HEAD + "for f in $(ls -1td /var/log/wtmp /var/log/wtmp[.-]* 2>/dev/null | head -n 4); do "
        "case $f in *.gz | *.xz) continue;; esac; [ -s $f ] || continue; "
        'echo "@wtmp $f"; last -xF -n 200 -f "$f" reboot shutdown | sed \'s/^/ /\'; done; echo @end',
        seconds=10,
        kib=128,
        parameters=(LOG_DAYS,),
    ),
    parse=parse_wtmp,
)
BOOTS_JOURNAL: Final = Collector(
    id="linux.boots.journal",
    provides=JOURNAL_RECORD,
    on=LINUX,
    ask=Shell(
        _HEAD + STORES + f"echo @messages; $S journalctl --no-pager -q -o json -n {_MOST_MESSAGES} "
        f"MESSAGE_ID={_STARTED} MESSAGE_ID={_STOPPED} MESSAGE_ID={_ANNOUNCED} + UNIT=shutdown.target | "
        "sed 's/^/ /'; echo @end",
        seconds=20,
        kib=1024,
        root=Root.BETTER,
        parameters=(LOG_DAYS,),
    ),
    parse=parse_journal,
)
BOOTS: Final = Derived(
    id="linux.boots",
    provides=BOOT_HISTORY,
    of=(LOGIN_RECORD, JOURNAL_RECORD),
    derive=derive,
)
