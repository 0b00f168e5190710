"""Oracle's alert logs on their host: the last 4 MiB of each, its troubles grouped on the target.

A log's folder is named by its instance: diag/rdbms/<database>/<instance>/trace/alert_<instance>.log below the Oracle base,
which is what stands before /product/ in the homes of /etc/oratab, or one of the usual folders. What runs is told by the
processes ora_pmon_<instance>: one whose log is not found is not seen, and no silence.

Sample::

    @now 1795325655 +0800
    @up 1420.83 2723.97
    @days 92
    @processes 210
    @running orcl
    @file /u01/app/oracle/diag/rdbms/orcl/orcl/trace/alert_orcl.log
    @since 2026-11-01T03:00:00.123456+08:00
    @hit 3 2026-11-20T03:00:00.1+08:00~2026-11-21T03:00:00.1+08:00
     ORA-01653: unable to extend table SALES.ORDERS by 128 in tablespace SALES_DATA
    @hits 1
    @uncounted 0
    @read 812
    @lines 12
    @end
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, ParseError, Reason, SessionError, Shell, Unseen, listing
from collectors.facts.log_database_signatures import ORACLE
from collectors.facts.oracle.alert_logs import ALERT_LOGS, AlertLog, AlertLogs, AlertSight
from collectors.linux.counted_lines import complete, counting
from collectors.linux.log_lines import LOG_DAYS
from collectors.linux.log_stamps import MOMENT, MONTHS, Moment, moment
from collectors.linux.passages import Passage, number, passages
from collectors.linux.system_log_lines import readable
from config.text import _

MOST_BYTES: Final = 4 * 1024 * 1024
MOST_KINDS: Final = 200
MARKS: Final = "|".join(mark for one in ORACLE for mark in one.marks)
_FOLDERS: Final = (
    "/u01/app/oracle /u02/app/oracle /u01/oracle /opt/oracle /opt/app/oracle /oracle /oracle/app /oracle/app/oracle "
    "/home/oracle /home/oracle/app /home/oracle/app/oracle /data/oracle /data/app/oracle /app/oracle"
)
GROUP: Final = (
    f'awk -v p="$p" -v most={MOST_KINDS} \'{{ sub(/\\r$/, "") }} '
    "/^[A-Z][a-z][a-z] [A-Z][a-z][a-z] +[0-9]+ [0-9:]+ [0-9][0-9][0-9][0-9]$/ || "
    "/^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9:.]+[-+Z0-9:]*$/ { t = substr($0, 1, 40); if (!s) s = t; next } "
    "{ n++ } $0 ~ p { l = substr($0, 1, 300); k = l; "
    'if (match(l, /(ORA|TNS)-[0-9]+/)) k = substr(l, RSTART, RLENGTH); else gsub(/[0-9]+/, "N", k); '
    "if (!(k in c)) { if (h >= most) { u++; next } o[++h] = k; f[k] = t } c[k]++; g[k] = t; q[k] = l } "
    'END { print "@since " s; for (i = 1; i <= h; i++) { k = o[i]; print "@hit " c[k] " " f[k] "~" g[k]; print " " q[k] } '
    'print "@hits " h + 0; print "@uncounted " u + 0; print "@read " n + 0 }\''
)
"""Group an alert log that comes on standard input. A stamp stands on a line of its own and holds for those below it."""
_BODY: Final = (
    f"d=$1 p='{MARKS}'; {MOMENT}"
    r"""cat /proc/[0-9]*/comm 2>/dev/null |
  awk '/^ora_pmon_/ { print "@running " substr($0, 10) } END { print "@processes " NR }'
t=/etc/oratab
b=
if [ -r $t ]; then
  b=$(sed -n 's/^[^#:][^:]*:\(\/[^: ]*\)\/product\/.*/\1/p' $t | sort -u)
elif [ -e $t ]; then
  echo "@denied $t"
fi
"""
    f"for x in $b {_FOLDERS}; do\n"
    r"""  [ -d "$x/diag/rdbms" ] || {
    [ ! -d "$x" ] || [ -x "$x" ] || echo "@denied $x"
    continue
  }
  for f in "$x"/diag/rdbms/*/*/trace/alert_*.log; do
    case "|$seen|" in *"|$f|"*) continue ;; esac
    seen="$seen|$f"
    [ -f "$f" ] || { [ -x "$x/diag/rdbms" ] || echo "@denied $x/diag/rdbms"; continue; }
    [ -r "$f" ] || { echo "@closed $f"; continue; }
    echo "@file $f"
"""
    f'    tail -c {MOST_BYTES} "$f" | {GROUP} | mask\n  done\ndone\n'
)
_READ = _("let the inspecting account read the alert log: put it into the group that owns the file (oinstall or asmadmin)")
_FIND = _("find the alert log of this instance (v$diag_info, “Diag Trace”) and read it by hand; tell us where it lies")
_PATH: Final = re.compile(r"/trace/alert_(?P<instance>.+)\.log$")
_OLD: Final = re.compile(r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) +(?P<day>\d+) (?P<time>\d\d:\d\d:\d\d) (?P<year>\d{4})")


def parse(answer: Answer) -> AlertLogs:
    """Read every log, and what runs. Absent where no instance runs, and no log and no oratab is there."""
    parts = complete(answer.text)
    seen = moment(parts)
    if "processes" not in parts or not number(parts["processes"].rest):
        raise SessionError(Reason.EMPTY, "/proc")
    found = passages(answer.text)
    logs = tuple(_logs(found, seen))
    unseen = [Unseen(_instance(one.rest), Reason.DENIED, one.rest, _READ) for one in found if one.kind == "closed"]
    unseen += [Unseen("", Reason.DENIED, one.rest, _READ) for one in found if one.kind == "denied"]
    known = {one.instance for one in logs} | {one.subject for one in unseen}
    running = [one.rest for one in found if one.kind == "running"]
    unseen += [Unseen(name, Reason.EMPTY, "diag/rdbms", _FIND) for name in running if not _is_among(name, known)]
    if not logs and not unseen:
        raise Absent(f"{parts['processes'].rest} processes, no ora_pmon_")
    return AlertLogs(seen.now_at, seen.window_days, listing(logs, unseen))


def _is_among(running: str, known: set[str]) -> bool:
    """A process's name is cut at 15 signs, six of which an instance's name may have (comm, proc(5))."""
    return any(name == running or name.startswith(running) for name in known)


def _instance(path: str) -> str:
    match = _PATH.search(path)
    return match["instance"] if match else path


def _logs(found: tuple[Passage, ...], seen: Moment) -> Iterator[AlertLog]:
    starts = [place for place, one in enumerate(found) if one.kind == "file"]
    for start, end in pairwise([*starts, len(found)]):
        its = found[start + 1 : end]
        by_kind = {one.kind: one for one in its}
        hits = [one for one in its if one.kind == "hit"]
        if not {"since", "hits", "uncounted", "read"} <= by_kind.keys() or number(by_kind["hits"].rest) != len(hits):
            raise ParseError("the search of an alert log did not come to its end", found[start].rest)
        yield AlertLog(
            instance=_instance(found[start].rest),
            path=found[start].rest,
            since_at=stamp(by_kind["since"].rest, seen),
            lines_count=number(by_kind["read"].rest),
            sights=_joined(sight for one in hits if (sight := _sight(one, seen)) is not None),
            uncounted=number(by_kind["uncounted"].rest),
        )


def _joined(sights: Iterable[AlertSight]) -> tuple[AlertSight, ...]:
    """One of each kind and code: the words of one trouble may be several."""
    found: dict[tuple[str, str], AlertSight] = {}
    for one in sights:
        key = one.signature, one.entity
        before = found.get(key, replace(one, count=0))
        moments = [at for at in (before.first_at, before.last_at, one.first_at, one.last_at) if at]
        first, last = min(moments, default=None), max(moments, default=None)
        found[key] = replace(one, count=before.count + one.count, first_at=first, last_at=last)
    return tuple(found.values())


def _sight(hit: Passage, seen: Moment) -> AlertSight | None:
    count, _space, stamps = hit.rest.partition(" ")
    first, _tilde, last = stamps.partition("~")
    line = readable(hit.lines[0]) if hit.lines else ""
    for one in ORACLE:
        match = one.pattern.search(line)
        if match and not (one.noise and one.noise.search(line)):
            entity = match.groupdict().get("entity") or ""
            return AlertSight(one.id, entity, number(count), stamp(first, seen), stamp(last, seen), line)
    return None


def stamp(text: str, seen: Moment) -> datetime | None:
    """A stamp's moment, of all three forms; one without a zone is the host's own. None for none."""
    if match := _OLD.fullmatch(text):
        if match["month"] not in MONTHS:
            return None
        text = f"{match['year']}-{MONTHS.index(match['month']) + 1:02}-{int(match['day']):02}T{match['time']}"
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=seen.now_at.tzinfo)


ALERT_LOGS_LINUX: Final = Collector(
    id="linux.oracle_alert_logs",
    provides=ALERT_LOGS,
    on=LINUX,
    ask=Shell(counting(_BODY), parameters=(LOG_DAYS,), tool="awk", seconds=20, kib=512),
    parse=parse,
)
