"""The system log from the journal and from the log files, read from where the last inspection stopped.

The journal is read behind its cursor. A file is known by its inode, by how far it was read and by a checksum of its first
256 bytes, so it is found again after it was renamed, copied or compressed; what is newer is read to its end. The bookmark
of an account's own (a run on demand, a schedule) comes as ``$2``. Where the target knows it no more, everything of the
period is read again, and it says so. Work is bounded: of files the last GiB, of the journal 500,000 entries.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from collectors.base import (
    LINUX,
    Absent,
    Answer,
    Collector,
    Derived,
    Marked,
    ParseError,
    Reason,
    Root,
    SessionError,
    Shell,
    marking,
)
from collectors.facts.logs import READ_LOGS, LogSight
from collectors.facts.system_logs import (
    LOG_MEMORY,
    SYSTEM_JOURNAL,
    SYSTEM_LOG,
    SYSTEM_LOG_FILES,
    LogLine,
    LogMemory,
    LogRange,
    SystemLog,
    SystemLogReading,
)
from collectors.linux.log_lines import LOG_DAYS, heads, need_store
from collectors.linux.log_memory import known_of, sights_over, written
from collectors.linux.log_mining import mine
from collectors.linux.log_stamps import Moment
from collectors.linux.passages import Passage, number, passages
from collectors.linux.system_log_asks import CURSOR, FILES_COMMAND, JOURNAL_COMMAND, MOST_LINES, POSITION
from collectors.linux.system_log_lines import (
    EXPECTED,
    counted,
    expected,
    groups,
    hits,
    lines_of,
    reversal,
    stamp_of,
)
from config.text import _

BEGUN: Final = frozenset({"first", "continued", "lost"})
_DENIED = re.compile(
    r"permission denied|not permitted|insufficient permissions|not seeing messages|a password is required|not allowed to|"
    r"must have a tty",
    re.IGNORECASE,
)


def parse_journal(answer: Answer) -> Marked[SystemLogReading]:
    """Read the journal. Raises Absent where none is kept, SessionError where it showed nothing and ought to."""
    parts, seen = heads(answer.text)
    refused = need_store(parts)
    said = refused or next((line for line in answer.stderr.splitlines() if _DENIED.search(line)), "")
    if said:
        return Marked(_refused(seen, "journal", said), "")
    newest = stamp_of(parts, "newest", seen)
    if newest is None:
        if not answer.is_privileged:
            return Marked(_refused(seen, "journal", "journal"), "")
        raise SessionError(Reason.EMPTY, _("the journal showed no line"))
    is_behind = counted(parts, "lines") >= MOST_LINES
    return _marked(
        answer,
        parts,
        seen,
        SystemLogReading(
            seen.now_at,
            seen.booted_at,
            seen.window_days,
            "journal",
            covered_from=stamp_of(parts, "first" if is_behind else "oldest", seen),
            read_until=newest,
            is_behind=is_behind,
        ),
    )


def parse_files(answer: Answer) -> Marked[SystemLogReading]:
    """Read the log files. Raises Absent where there are none."""
    parts, seen = heads(answer.text)
    if "none" in parts:
        raise Absent("/var/log: messages -, syslog -")
    found = [one for one in passages(answer.text) if one.kind == "file"]
    if "denied" in parts:
        return Marked(_refused(seen, "log files", parts["denied"].rest), "")
    if counted(parts, "files") != len(found):
        raise ParseError("files are missing", parts["files"].rest)
    if not found:
        raise SessionError(Reason.EMPTY, _("the log files are empty"))
    ranges = tuple(_range(one) for one in found)
    skipped = [number(one.rest.partition(" ")[0]) for one in passages(answer.text) if one.kind == "skipped"]
    stamps = [at for one in found if (at := stamp_of({"file": one}, "file", seen))]
    return _marked(
        answer,
        parts,
        seen,
        SystemLogReading(
            seen.now_at,
            seen.booted_at,
            seen.window_days,
            ranges[0].path.rpartition("/")[2],
            covered_from=min(stamps, default=None),
            read_until=stamp_of(parts, "newest", seen),
            ranges=ranges,
            read_bytes=sum(one.end_bytes - one.start_bytes for one in ranges),
            left_bytes=sum(skipped),
            reversal=reversal(parts),
            writer=parts["writer"].rest.replace("?", "") if "writer" in parts else "",
        ),
    )


def _marked(answer: Answer, parts: Mapping[str, Passage], seen: Moment, bare: SystemLogReading) -> Marked[SystemLogReading]:
    """Fill in what the search found, and take the bookmark."""
    begun = parts["begun"].rest if "begun" in parts else ""
    if begun not in BEGUN:
        raise ParseError("from where was it read?", begun)
    known, others = hits(groups(answer.text, parts, "hit"), seen)
    kinds = groups(answer.text, parts, "kind")
    mark = parts["mark"].rest if "mark" in parts else ""
    reading = SystemLogReading(
        now_at=bare.now_at,
        booted_at=bare.booted_at,
        window_days=bare.window_days,
        name=bare.name,
        begun=begun,
        covered_from=bare.covered_from,
        read_until=bare.read_until,
        ranges=bare.ranges,
        read_bytes=bare.read_bytes,
        left_bytes=bare.left_bytes,
        is_behind=bare.is_behind,
        matched_lines=counted(parts, "lines"),
        sights=known,
        lines=lines_of((*kinds, *others), seen),
        expected=expected(answer.text, seen),
        uncounted=counted(parts, "uncounted"),
        unmined=counted(parts, "unmined"),
        reversal=bare.reversal,
        writer=bare.writer,
    )
    return Marked(reading, mark)


def _range(one: Passage) -> LogRange:
    words = one.rest.split(" ", 3)
    if len(words) != 4:  # noqa: PLR2004 - size, start, end, path
        raise ParseError("no range of a file", one.rest)
    size, start, end = (number(word, one.rest) for word in words[:3])
    return LogRange(words[3], size, start, max(end, start))


def _refused(seen: Moment, name: str, said: str) -> SystemLogReading:
    return SystemLogReading(seen.now_at, seen.booted_at, seen.window_days, name, denied=said)


def derive(
    journal: SystemLogReading | Exception, files: SystemLogReading | Exception, memory: LogMemory | Exception
) -> Marked[SystemLog]:
    """Join what was read with what was known. Raises what the memory failed with; SessionError where nothing was read."""
    if isinstance(memory, Exception):
        raise memory
    told = tuple(one for one in (journal, files) if isinstance(one, SystemLogReading))
    failed = [one for one in (journal, files) if isinstance(one, Exception) and not isinstance(one, Absent)]
    read = [one for one in told if not one.denied]
    if not read:
        refused = [one.denied for one in told]
        if refused:
            raise SessionError(Reason.DENIED, "; ".join(refused), READ_LOGS)
        raise failed[0] if failed else SessionError(Reason.NO_RECORD)
    before = memory
    now_at, since = read[0].now_at, read[0].now_at - timedelta(days=read[0].window_days)
    is_anew = before.is_first or any(one.begun != "continued" for one in read)
    sights: tuple[LogSight, ...] = ()
    for one in read:  # what two logs show of the same trouble is one
        sights = sights_over(LogMemory(is_first=True, sights=sights), one.sights, since=since, is_anew=True)
    sights = sights_over(before, sights, since=since, is_anew=is_anew)
    recent = tuple(one for one in _same_lines(read) if one.last_at is None or one.last_at >= since)
    templates = mine(recent, known_of(before))
    covered = _covered(before, read)
    wanted = _seen_last(before, read)
    start = min((at for at in covered.values()), default=None)
    since_at = before.read_at or start
    facts = SystemLog(
        now_at=now_at,
        booted_at=read[0].booted_at,
        window_days=read[0].window_days,
        readings=told,
        sights=sights,
        templates=templates,
        before=before,
        covered_from=start,
        since_at=since_at,
        expected=tuple(wanted.items()),
        missed=tuple(str(one)[:120] for one in failed),
    )
    span = max((now_at - max(since_at or since, since)).total_seconds(), 0.0)
    return Marked(facts, written(facts, span, covered))


def _same_lines(read: list[SystemLogReading]) -> tuple[LogLine, ...]:
    """The lines of all logs; what stands in two of them counts once, as often as in the one that has more."""
    found: dict[tuple[str, str], LogLine] = {}
    for one in read:
        for line in one.lines:
            other = found.get((line.program, line.message))
            if other is None or line.count > other.count:
                found[line.program, line.message] = line
    return tuple(found.values())


def _covered(before: LogMemory, read: list[SystemLogReading]) -> dict[str, datetime]:
    """From when each log was read without a gap: as remembered where it was continued, else as this reading found."""
    kept = dict(before.covered_from)
    now = {one.name: one.covered_from for one in read if not (one.begun == "continued" and one.name in kept)}
    return kept | {name: at for name, at in now.items() if at}


def _seen_last(before: LogMemory, read: list[SystemLogReading]) -> dict[str, datetime]:
    last = dict(before.expected)
    for one in read:
        for words, _count, at in one.expected:
            if at and at >= last.get(words, at):
                last[words] = at
    return last


SYSTEM_LOGS_JOURNAL: Final = Collector(
    id="linux.system_logs.journal",
    provides=SYSTEM_JOURNAL,
    on=LINUX,
    ask=Shell(JOURNAL_COMMAND, seconds=40, kib=768, root=Root.BETTER, parameters=(LOG_DAYS, CURSOR, EXPECTED)),
    parse=marking(parse_journal),
)
SYSTEM_LOGS_FILES: Final = Collector(
    id="linux.system_logs.files",
    provides=SYSTEM_LOG_FILES,
    on=LINUX,
    ask=Shell(FILES_COMMAND, tool="awk", seconds=40, kib=768, root=Root.BETTER, parameters=(LOG_DAYS, POSITION, EXPECTED)),
    parse=marking(parse_files),
)
SYSTEM_LOGS: Final = Derived(
    id="linux.system_logs", provides=SYSTEM_LOG, of=(SYSTEM_JOURNAL, SYSTEM_LOG_FILES, LOG_MEMORY), derive=marking(derive)
)
