"""How busy the processors were over the days that sysstat kept: counted by percent on the target, 101 numbers at most.

One sar a day's file, the newest ninety-two at most (the quarter); one awk on the target reads the lines. What is counted
is 100 less %idle less %iowait less %steal, in the columns that the heading names.

What proves that there is none: /var/log was listed and has neither sa nor sysstat in it.

Sample::

    @files 28
    @days 10/26/26 11/22/26
    @lines 4032
    @percent 3 3980
    @percent 97 52
    @end
"""

from collections.abc import Iterable, Mapping
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, ParseError, Reason, SessionError, Shell
from collectors.facts.cpu_history import CPU_HISTORY, CpuHistory
from collectors.linux.passages import Passage, number, passages, whole
from config.text import _

_COMMAND: Final = r"""
set -- /var/log/*; [ ! -e "$1" ] || echo "@listed $#"
folder=; for f in /var/log/sa /var/log/sysstat; do [ ! -d "$f" ] || { folder=$f; echo "@folder $f"; }; done
if [ -z "$folder" ]; then :
elif [ ! -r "$folder" ]; then echo "@unread $folder"
elif ! command -v sar >/dev/null; then echo @no-tool
else
  n=0
  for f in $(ls -t "$folder" | grep -E '^sa[0-9]+$' | head -n 92); do
    [ ! -r "$folder/$f" ] || { n=$((n+1)); sar -u -f "$folder/$f" 2>/dev/null; }
    echo "files $n"
  done | awk '
  $1=="files" { files=$2; next }
  /^Linux / { for (i=4;i<=NF;i++) if ($i ~ /^[0-9]+[\/-][0-9]+[\/-][0-9]+$/) { if (last=="") last=$i; first=$i } next }
  /%idle/ { idle=wait=steal=all=0; for (i=1;i<=NF;i++) { if ($i=="%idle") idle=i; if ($i=="%iowait") wait=i
    if ($i=="%steal") steal=i; if ($i=="CPU") all=i } next }
  /^Average/ || !idle || $all!="all" { next }
  { b=100-$idle; if (wait) b-=$wait; if (steal) b-=$steal; p=int(b); if (p<b) p++; if (p<0) p=0; if (p>100) p=100
    count[p]++; lines++ }
  END { print "@files " files+0; print "@days " first " " last; print "@lines " lines+0
    for (p=0;p<=100;p++) if (count[p]) print "@percent " p " " count[p] }'
fi
echo @end"""

_START: Final = _("see that sysstat collects (systemd timer sysstat-collect, or cron), and wait a day")
_PERCENTS: Final = 101


def parse(answer: Answer) -> CpuHistory:
    """Read the counts. Raises Absent for the witness of the module's docstring, SessionError where nothing was kept."""
    parts = whole(answer.text)
    closed = _closed(parts)
    if closed:
        raise closed
    if "lines" not in parts or "files" not in parts:
        raise ParseError("no counts of sar", answer.text[:80])
    lines = number(parts["lines"].rest)
    if not lines:
        raise SessionError(Reason.NO_RECORD, parts["folder"].rest, _START)
    counts = _counts(passages(answer.text))
    if sum(counts) != lines:
        raise SessionError(Reason.CUT, _("{count} of {expected} samples", count=sum(counts), expected=lines))
    first, _space, last = parts["days"].rest.partition(" ") if "days" in parts else ("", "", "")
    return CpuHistory(counts, number(parts["files"].rest), first, last)


def _closed(parts: Mapping[str, Passage]) -> Absent | SessionError | None:
    if "folder" not in parts:
        if "listed" not in parts:
            return SessionError(Reason.EMPTY, "/var/log")
        return Absent(f"/var/log: {parts['listed'].rest}; sa, sysstat 0")
    if "unread" in parts:
        return SessionError(Reason.DENIED, parts["unread"].rest)
    return SessionError(Reason.TOOL_MISSING, "sar") if "no-tool" in parts else None


def _counts(heads: Iterable[Passage]) -> tuple[int, ...]:
    counts = [0] * _PERCENTS
    for one in heads:
        if one.kind == "percent":
            percent, _space, count = one.rest.partition(" ")
            at = number(percent, one.rest)
            if not 0 <= at < _PERCENTS:
                raise ParseError("no percentage", one.rest)
            counts[at] = number(count, one.rest)
    return tuple(counts)


CPU_HISTORY_SAR: Final = Collector(
    id="linux.cpu_history.sar",
    provides=CPU_HISTORY,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=60, kib=16),
    parse=parse,
)
