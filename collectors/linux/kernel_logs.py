"""The kernel's log from the journal, the log files and the ring buffer, and the three joined.

Each alone deceives: a journal may be kept in memory only, files are rotated away, the ring buffer wraps. So all are asked,
what any of them shows counts, and the period that was really read is told. Work is bounded: of files at most the last
256 MiB, of the journal at most the last 100,000 kernel lines (without ``--since``: beside it ``-n``
keeps the first lines, not the last; systemd 252).
"""

import re
from datetime import datetime, timedelta
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Derived, Reason, Root, SessionError, Shell
from collectors.facts.logs import (
    JOURNAL,
    KERNEL_LOG,
    LOG_FILES,
    READ_LOGS,
    RING_BUFFER,
    KernelLog,
    LogReading,
    LogSight,
    LogSource,
)
from collectors.linux.log_lines import (
    GROUP,
    HEAD,
    LOG_DAYS,
    PROGRAMS,
    STORES,
    heads,
    join,
    need_store,
    reading,
    sights,
    uncounted,
)
from collectors.linux.log_stamps import Moment, read_line
from collectors.linux.passages import number, passages
from config.text import Text, _

_MOST_LINES = 100_000
_MOST_BYTES = 256 * 1024 * 1024
_ALIVE = timedelta(days=2)
"""A log of all programs that has been silent this long is not being written (a host logs something every day)."""
_DENIED = re.compile(
    r"permission denied|not permitted|insufficient permissions|not seeing messages|"
    r"a password is required|not allowed to|must have a tty",  # sudo's own refusals
    re.IGNORECASE,
)


def parse_journal(answer: Answer) -> LogReading:
    """Read the journal's kernel lines. Raises Absent where no journal is kept, SessionError where it showed none."""
    parts, seen = heads(answer.text)
    refused = need_store(parts)
    if refused:
        return _refused(seen, "journal", refused)
    counted = number(parts["lines"].rest) if "lines" in parts else 0
    if not counted:
        return _nothing(answer, seen, "journal", _("the journal showed no line of the kernel"))
    start = "first" if counted >= _MOST_LINES else "oldest"
    stamps = [read_line(line, seen).at for line in (parts[start].lines if start in parts else ())]
    covered_from = next((at for at in stamps if at), None)
    return reading(seen, LogSource("journal", covered_from, seen.now_at, 0, sights(answer.text, seen), uncounted(parts)))


def parse_files(answer: Answer) -> LogReading:
    """Read the log files. Raises Absent where there are none, SessionError where they are empty."""
    parts, seen = heads(answer.text)
    if "none" in parts:
        raise Absent("/var/log: kern.log -, messages -, syslog -")
    files = [one for one in passages(answer.text) if one.kind == "file"]
    if "denied" in parts and not files:
        return _refused(seen, "log files", parts["denied"].rest)
    if not files or "last" not in parts:
        return _nothing(answer, seen, "log files", _("the log files are empty"))
    stamps = [read_line(line, seen).at for one in files for line in one.lines]
    read_until = max((at for at in (read_line(line, seen).at for line in parts["last"].lines) if at), default=None)
    size = sum(number(one.rest.split()[1]) if len(one.rest.split()) == 3 else 0 for one in files)  # noqa: PLR2004 - size, read, path
    name = files[0].rest.rpartition(" ")[2].rpartition("/")[2]
    covered_from = min((at for at in stamps if at), default=None) if _is_alive(name, read_until, seen) else None
    return reading(seen, LogSource(name, covered_from, read_until, size, sights(answer.text, seen), uncounted(parts)))


def _is_alive(name: str, read_until: datetime | None, seen: Moment) -> bool:
    """A file without lines since the boot was not being written then; one of all programs must be of these days."""
    if read_until is None or read_until < seen.booted_at:
        return False
    return name.startswith("kern") or read_until >= seen.now_at - _ALIVE


def parse_ring(answer: Answer) -> LogReading:
    """Read ``dmesg``. When its first line is not the boot's, the buffer has wrapped and covers only what is left."""
    parts, seen = heads(answer.text)
    if "first" not in parts:
        return _nothing(answer, seen, "dmesg", _("the ring buffer is empty"))
    first = read_line(parts["first"].lines[0] if parts["first"].lines else "", seen)
    return reading(seen, LogSource("dmesg", first.at, seen.now_at, 0, sights(answer.text, seen), uncounted(parts)))


def _refused(seen: Moment, name: str, said: str) -> LogReading:
    return reading(seen, LogSource(name, None, None, 0, denied=said))


def _nothing(answer: Answer, seen: Moment, name: str, why: Text) -> LogReading:
    """Nothing was shown: refused, when the target says so or we had no rights; else raise SessionError (empty)."""
    said = next((line for line in answer.stderr.splitlines() if _DENIED.search(line)), "")
    if said or not answer.is_privileged:
        return _refused(seen, name, said or name)
    raise SessionError(Reason.EMPTY, why)


def derive(journal: LogReading | Exception, files: LogReading | Exception, ring: LogReading | Exception) -> KernelLog:
    """Join what was read. Raises SessionError where nothing was: denied where the target refused any of them."""
    told = [one for one in (journal, files, ring) if isinstance(one, LogReading)]
    failed = [one for one in (journal, files, ring) if isinstance(one, Exception) and not isinstance(one, Absent)]
    refused = [one.source.denied for one in told if one.source.denied]
    if len(refused) == len(told):
        if refused:
            raise SessionError(Reason.DENIED, "; ".join(refused), READ_LOGS)
        raise failed[0] if failed else SessionError(Reason.NO_RECORD)
    found: dict[tuple[str, str], LogSight] = {}
    for one in told:
        for sight in one.source.sights:
            key = (sight.signature, sight.entity)
            found[key] = join(found[key], sight, add=False) if key in found else sight
    return KernelLog(
        now_at=told[0].now_at,
        booted_at=told[0].booted_at,
        window_days=told[0].window_days,
        sources=tuple(one.source for one in told),
        sights=tuple(found[key] for key in sorted(found)),
        missed=tuple(str(one)[:120] for one in failed),
    )


KERNEL_LOGS_JOURNAL: Final = Collector(
    id="linux.kernel_logs.journal",
    provides=JOURNAL,
    on=LINUX,
    ask=Shell(
        HEAD + f"q='{PROGRAMS}'; {STORES}"
        "echo @oldest; $S journalctl --no-pager -o short-iso | head -n 2 | cut -c1-200 | mask | sed 's/^/ /'; "
        f"$S journalctl --no-pager -q -o short-iso -n {_MOST_LINES} _TRANSPORT=kernel + "
        "SYSLOG_IDENTIFIER=multipathd + SYSLOG_IDENTIFIER=iscsid + SYSLOG_IDENTIFIER=systemd-journald | " + GROUP,
        seconds=40,
        kib=640,
        root=Root.BETTER,
        parameters=(LOG_DAYS,),
    ),
    parse=parse_journal,
)
KERNEL_LOGS_FILES: Final = Collector(
    id="linux.kernel_logs.files",
    provides=LOG_FILES,
    on=LINUX,
    ask=Shell(
        HEAD + f"q='{PROGRAMS}' left={_MOST_BYTES} keep= newest= b=; "
        "[ -r /var/log ] && [ -x /var/log ] || { echo '@denied /var/log'; echo @end; exit 0; }; "
        "for n in kern.log messages syslog; do [ -f /var/log/$n ] && { b=$n; break; }; done; "
        '[ "$b" ] || { echo @none; echo @end; exit 0; }; '
        'unpack() { case $1 in *.gz) $S gzip -dc "$1";; *.xz) $S xz -dc "$1";; *.bz2) $S bzip2 -dc "$1";; '
        '*) $S tail -c "$2" "$1";; esac; }; '
        'for f in $(ls -1td /var/log/$b $(find /var/log -maxdepth 1 -type f \\( -name "$b" -o -name "$b[.-]*" \\) '
        '-mtime "-$d") | uniq); do '
        'n=$($S wc -c "$f") || { echo "@denied $f"; continue; }; n=${n%% *} k=$n cost=$n; '
        "[ $n -gt 0 ] || continue; "
        "case $f in *.gz | *.xz | *.bz2) cost=$((n * 10)); [ $cost -le $left ] || left=0;; "
        "*) [ $n -le $left ] || { k=$left cost=$left; };; esac; "
        '[ $left -gt 0 ] || { echo "@skipped $n $f"; continue; }; '
        '$S head -c 1 "$f" >/dev/null || { echo "@denied $f"; continue; }; '
        'left=$((left - cost)) keep="$f:$k $keep"; [ "$newest" ] || newest=$f; '
        'echo "@file $n $k $f"; unpack "$f" $k | head -n 2 | cut -c1-200 | mask | sed \'s/^/ /\'; done; '
        '[ -z "$newest" ] || { echo @last; unpack "$newest" 4096 | tail -n 1 | cut -c1-200 | mask | sed \'s/^/ /\'; }; '
        'for x in $keep; do unpack "${x%:*}" "${x##*:}"; done | grep -aE "$p" | ' + GROUP,
        tool="awk",
        seconds=40,
        kib=640,
        root=Root.BETTER,
        parameters=(LOG_DAYS,),
    ),
    parse=parse_files,
)
KERNEL_LOGS_DMESG: Final = Collector(
    id="linux.kernel_logs.dmesg",
    provides=RING_BUFFER,
    on=LINUX,
    ask=Shell(
        HEAD + "q=.; $S dmesg | " + GROUP,
        tool="dmesg",
        seconds=10,
        kib=640,
        root=Root.BETTER,
        parameters=(LOG_DAYS,),
    ),
    parse=parse_ring,
)
KERNEL_LOGS: Final = Derived(
    id="linux.kernel_logs",
    provides=KERNEL_LOG,
    of=(JOURNAL, LOG_FILES, RING_BUFFER),
    derive=derive,
)
