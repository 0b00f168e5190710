r"""PostgreSQL's server logs on their host: the last 4 MiB of each running server's newest, its troubles classed there.

Which file is written to tells ``current_logfiles`` in the data directory, else where the server's standard error leads,
else Debian's folder. A line's severity is its first word of that sort, in English or Chinese, or the field of csvlog and
jsonlog: a statement that is logged may hold any word. Of errors of applications only the count leaves the machine: their
words quote customers' data; of the classes that stand here words in quotes are taken out.

Sample::

    @now 1795325655 +0800
    @up 1420.83 2723.97
    @days 92
    @found 210 1
    @log /var/lib/pgsql/15/data /var/lib/pgsql/15/data/log/postgresql-Sun.log
    @since 2026-11-20 03:00:00.123
    @until 2026-11-22 09:00:00.456
    @hit corruption 2 2026-11-21 03:00:00.1~2026-11-21 04:00:00.2
     ERROR:  invalid page in block 0 of relation base/5/16384
    @hits 1
    @read 812 40
    @lines 12
    @end
"""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, ParseError, Reason, SessionError, Shell, Unseen, listing
from collectors.facts.postgres.server_logs import SERVER_LOGS, LogSight, ServerLog, ServerLogs
from collectors.linux.counted_lines import complete, counting
from collectors.linux.log_lines import LOG_DAYS
from collectors.linux.log_stamps import MOMENT, Moment, moment
from collectors.linux.passages import Passage, number, passages
from collectors.linux.postgres_log_words import GROUP
from collectors.linux.programs import finding
from collectors.linux.system_log_lines import readable
from config.text import _

MOST_BYTES: Final = 4 * 1024 * 1024
_BODY: Final = (
    f"d=$1; {MOMENT}" + finding("postgres", "postmaster").strip() + r"""
echo "@found $n $k"
seen=
for p in $f; do
  a=$(tr '\0' '\n' <"/proc/$p/cmdline" 2>/dev/null |
    awk 'a == "-D" { print; exit } /^-D./ { print substr($0, 3); exit } { a = $0 }')
  [ -n "$a" ] || continue
  a=$(readlink -f "$a" 2>/dev/null || echo "$a")
  case "|$seen|" in *"|$a|"*) continue ;; esac
  seen="$seen|$a"; l=
  if [ -r "$a/current_logfiles" ]; then
    l=$(sed -n 's/^\(stderr\|csvlog\|jsonlog\) //p' "$a/current_logfiles" | tail -n 1)
    case $l in ''|/*) ;; *) l=$a/$l ;; esac
  fi
  [ -n "$l" ] || l=$(readlink "/proc/$p/fd/2" 2>/dev/null)
  [ -f "$l" ] || { v=${a%/*}; l=/var/log/postgresql/postgresql-${v##*/}-${a##*/}.log; }
  if [ ! -f "$l" ]; then echo "@nolog $a"
  elif [ ! -r "$l" ]; then printf '@closed %s %s\n' "$a" "$l"
  else
    printf '@log %s %s\n' "$a" "$l"
"""
    f"    tail -c {MOST_BYTES} \"$l\" | tr -d '\\r' | {GROUP} | mask\n  fi\ndone\n"
)
_READ = _("let the inspecting account read the log (Debian: group adm; else log_file_mode 0640 and the server's group)")
_FIND = _("see where the server logs to (log_destination, log_directory; systemd's journal, syslog) and read it by hand")


def parse(answer: Answer) -> ServerLogs:
    """Read every log. Raises Absent where every process was looked at and no PostgreSQL runs."""
    parts = complete(answer.text)
    seen = moment(parts)
    if "found" not in parts:
        raise ParseError("nobody looked for servers", answer.text[-80:])
    looked, servers = (number(word, parts["found"].rest) for word in parts["found"].rest.split(" "))
    found = passages(answer.text)
    if not servers and any(_of(found, "hidden")):
        raise SessionError(Reason.DENIED, "hidepid", _FIND)
    if looked and not servers:
        raise Absent(f"/proc: {looked} processes, no postgres")
    closed = [one.rest.partition(" ") for one in _of(found, "closed")]
    unseen = [Unseen(name, Reason.DENIED, path, _READ) for name, _space, path in closed]
    unseen += [Unseen(one.rest, Reason.NO_RECORD, one.rest, _FIND) for one in _of(found, "nolog")]
    logs = tuple(_logs(found, seen))
    if not logs and not unseen:
        unseen = [Unseen("", Reason.DENIED, "/proc/PID/cmdline", _FIND)]
    return ServerLogs(seen.now_at, seen.window_days, listing(logs, unseen))


def _of(found: tuple[Passage, ...], kind: str) -> Iterator[Passage]:
    return (one for one in found if one.kind == kind)


def _logs(found: tuple[Passage, ...], seen: Moment) -> Iterator[ServerLog]:
    starts = [place for place, one in enumerate(found) if one.kind == "log"]
    for start, end in pairwise([*starts, len(found)]):
        its = {one.kind: one for one in found[start + 1 : end]}
        hits = [one for one in found[start + 1 : end] if one.kind == "hit"]
        if not {"since", "until", "hits", "read"} <= its.keys() or number(its["hits"].rest) != len(hits):
            raise ParseError("the search of a log did not come to its end", found[start].rest)
        name, _space, path = found[start].rest.partition(" ")
        lines, errors = (number(word, its["read"].rest) for word in its["read"].rest.split(" "))
        since, until = stamp(its["since"].rest, seen), stamp(its["until"].rest, seen)
        yield ServerLog(name, path, since, until, lines, errors, tuple(_sight(one, seen) for one in hits))


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


SERVER_LOGS_LINUX: Final = Collector(
    id="linux.postgres_logs",
    provides=SERVER_LOGS,
    on=LINUX,
    ask=Shell(counting(_BODY), parameters=(LOG_DAYS,), tool="awk", seconds=30, kib=256),
    parse=parse,
)
