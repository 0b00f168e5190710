"""RMAN's logs on their host: the last session of each of the eight newest, reduced on the target to what happened.

A log is known by its first line (``Recovery Manager: Release``, or the same in Chinese). Looked at are the operator's own
patterns of backups that end like a log, and the usual folders of Oracle's backups, five levels deep: of the files changed
within the window, the 150 newest. Of each, the last 512 KiB are read.

Sample::

    @now 1795325655
    @running orcl
    @processes 210
    @oratab
    @log 1795300000 8120 /backup/rman/full_20261121.log
     Starting backup at 21-NOV-26
     Finished backup at 21-NOV-26
     Recovery Manager complete.
    @kept 3
    @whole 1
    @lines 9
    @end
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, ParseError, Reason, SessionError, Shell, Unseen, listing
from collectors.facts.oracle.rman_logs import RMAN_LOGS, RmanError, RmanLog, RmanLogs
from collectors.linux.backup_files import BACKUP_GLOBS
from collectors.linux.counted_lines import complete, counting
from collectors.linux.log_lines import LOG_DAYS
from collectors.linux.passages import Passage, number, passages
from collectors.linux.system_log_lines import readable
from config.text import _

MOST_BYTES: Final = 512 * 1024
_PLACES: Final = (
    "/backup /backups /bak /rman /rmanbak /rmanbackup /orabak /orabackup /dbbackup /u01 /u02 /u03 /home/oracle /oracle "
    "/opt/oracle /data/backup /data/rman /data/oracle /var/log/oracle"
)
_OTHER: Final = r"[\200-\377]+"
"""Chinese, of UTF-8 or GBK: awk sees bytes; what the words say is read here."""
_START: Final = f"/^(Recovery Manager|{_OTHER}): Release [0-9]/"
REDUCE: Final = (
    'LC_ALL=C awk -v size="$s" \'{ sub(/\\r$/, "") } '
    f"{_START} {{ n = u = 0; w = 1; next }} "
    "/^RMAN-08[0-9]+: / && !/WARNING/ { next } "
    "/(RMAN|ORA)-[0-9][0-9][0-9][0-9][0-9]:/ || /(Starting|Finished) [A-Za-z ]+ at / || /Recovery Manager complete/ || "
    f"/^released channel: / || /^{_OTHER} [A-Za-z][A-Za-z ]* {_OTHER} / || /^{_OTHER}$/ || /^{_OTHER}: / "
    "{ if (n < 600) l[++n] = substr($0, 1, 240); else u++ } "
    'END { for (i = 1; i <= n; i++) print " " l[i]; print "@kept " n + 0; '
    f'print "@whole " ((w || size <= {MOST_BYTES}) && !u) }}\''
)
"""What the last session of a log on standard input tells of, line by line; each session starts with RMAN's release."""
_BODY: Final = (
    r"""echo "@now $(date +%s)"
cat /proc/[0-9]*/comm 2>/dev/null |
  awk '/^ora_pmon_/ { print "@running " substr($0, 10) } END { print "@processes " NR }'
[ ! -e /etc/oratab ] || echo @oratab
"""
    f"for x in {_PLACES}; do\n"
    r"""  [ ! -d "$x" ] || { [ -r "$x" ] && [ -x "$x" ]; } || echo "@denied $x"
done
{
  set -f; IFS='|'
  for g in $2; do
    case $g in
      *.log | *.out | *.lst)
        set +f; IFS=
        for f in $g; do [ ! -f "$f" ] || stat -c '%Y %s %n' "$f"; done
        set -f; IFS='|' ;;
    esac
  done
  set +f; unset IFS
"""
    f"  for x in {_PLACES}; do\n"
    r"""    [ ! -d "$x" ] || find "$x" -xdev -maxdepth 5 '(' -name diag -o -name oradata -o -name product \
      -o -name datafile -o -name oraInventory ')' -prune \
      -o -type f '(' -name '*.log' -o -name '*.out' -o -name '*.lst' ')' -mtime "-$1" \
      -exec stat -c '%Y %s %n' {} +
  done
} 2>/dev/null | sort -rn | uniq | head -n 150 >"$TMPDIR/rman-logs"
k=0
while read -r t s f; do
  [ -r "$f" ] || { case $f in *[Rr][Mm][Aa][Nn]*) echo "@closed $f" ;; esac; continue; }
"""
    f"  head -c 4096 \"$f\" | LC_ALL=C awk '{_START} {{ x = 1; exit }} END {{ exit !x }}' || continue\n"
    '  echo "@log $t $s $f"\n'
    f'  tail -c {MOST_BYTES} "$f" | {REDUCE} | mask\n'
    '  k=$((k + 1)); [ "$k" -lt 8 ] || break\n'
    'done <"$TMPDIR/rman-logs"\n'
)
_READ = _("let the inspecting account read RMAN's logs: put it into the group that owns them (oinstall or dba)")
_NAME = _(
    "Tell us where the logs of this host's RMAN backups lie. For the inspecting engineer: name them under "
    "server.backup_freshness, for example jobs: ['rman /backup/rman/*.log period=1d']. Where no backup of RMAN is made "
    "from this host, the age of the database's backups tells."
)
_ERROR: Final = re.compile(r"(?P<code>(?:RMAN|ORA)-\d{5}):")
_COMMAND: Final = re.compile(r"failure of (?P<english>[\w ]+?) command|RMAN-\d{5}: *(?P<chinese>[A-Za-z][\w ]*?) *命令")
_WARNED: Final = re.compile(r"^RMAN-\d{5}: *(WARNING|警告)")
_STACK, _RULE = "RMAN-00569", "RMAN-00571"
_FAILED: Final = frozenset({"RMAN-03002", "RMAN-03009", "RMAN-06059"})
"""Codes of a failure wherever they stand; other codes of RMAN only in a stack, for "set msgno" writes one on every line."""
_EVENT: Final = re.compile(
    r"^(?:RMAN-\d{5}: *)?(?P<what>Starting|Finished|启动|完成) (?P<name>[A-Za-z][A-Za-z ]*?) (?:at|于) "
)
_ENDED: Final = re.compile(r"^(?:RMAN-\d{5}: *)?(Recovery Manager complete|恢复管理器完成)")
_RELEASED: Final = ("released channel: ", "释放的通道: ")
_AUTOBACKUP: Final = "autobackup"


def parse(answer: Answer) -> RmanLogs:
    """Read the newest log of each series. Absent where no instance runs and no oratab is there."""
    parts = complete(answer.text)
    if "now" not in parts or "processes" not in parts or not number(parts["processes"].rest):
        raise SessionError(Reason.EMPTY, "/proc")
    found = passages(answer.text)
    logs: dict[str, RmanLog] = {}
    for one in sorted(_logs(found), key=lambda log: log.modified_at, reverse=True):
        logs.setdefault(one.series, one)
    unseen = [Unseen(one.rest, Reason.DENIED, one.rest, _READ) for one in found if one.kind in {"closed", "denied"}]
    if not logs and not {"running", "oratab"} & parts.keys():
        raise Absent(f"{parts['processes'].rest} processes, no ora_pmon_; no /etc/oratab")
    if not logs and not unseen:
        raise SessionError(Reason.NO_RECORD, "Recovery Manager: Release", _NAME)
    return RmanLogs(_at(parts["now"].rest), listing(logs.values(), unseen))


def _at(epoch: str) -> datetime:
    try:
        return datetime.fromtimestamp(number(epoch), UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise ParseError(f"no time: {error}", epoch) from error


def _logs(found: tuple[Passage, ...]) -> Iterator[RmanLog]:
    starts = [place for place, one in enumerate(found) if one.kind == "log"]
    for start, end in pairwise([*starts, len(found)]):
        its = {one.kind: one for one in found[start + 1 : end]}
        lines = [readable(line) for line in found[start].lines]
        if not {"kept", "whole"} <= its.keys() or number(its["kept"].rest) != len(lines):
            raise ParseError("a log of RMAN was not read to its end", found[start].rest)
        modified, _space, rest = found[start].rest.partition(" ")
        yield session(rest.partition(" ")[2], _at(modified), lines, is_whole=its["whole"].rest == "1")


def session(path: str, modified_at: datetime, lines: list[str], *, is_whole: bool) -> RmanLog:
    """Read what one session told, from the lines that are kept of it."""
    events = [event for line in lines if (event := _event(line))]
    done = [name for what, name in events if what == "finished"]
    return RmanLog(
        path=path,
        modified_at=modified_at,
        is_whole=is_whole,
        started_count=sum(what == "started" for what, _name in events),
        finished_count=len(done),
        backups_count=done.count("backup"),
        last=_last(events),
        errors=tuple(_errors(lines)) or tuple(RmanError(_STACK, "", line) for line in lines if _STACK in line),
        warnings=tuple(line for line in lines if _WARNED.search(line)),
    )


def _event(line: str) -> tuple[str, str] | None:
    if match := _EVENT.search(line):
        return "started" if match["what"] in {"Starting", "启动"} else "finished", match["name"].lower()
    if _ENDED.search(line):
        return "complete", ""
    return ("released", "") if line.startswith(_RELEASED) else None


def _last(events: list[tuple[str, str]]) -> str:
    if not events:
        return ""
    what, name = events[-1]
    return _AUTOBACKUP if what == "finished" and name.endswith(_AUTOBACKUP) else what


def _errors(lines: list[str]) -> Iterator[RmanError]:
    stack = ""
    for line in lines:
        code = match["code"] if (match := _ERROR.search(line)) else ""
        if code == _STACK:
            stack = line
        elif code and code != _RULE and not _WARNED.search(line) and (stack or code in _FAILED or code.startswith("ORA-")):
            command = _COMMAND.search(line)
            named = (command["english"] or command["chinese"]).lower() if command else ""
            yield RmanError(code, named, line)


RMAN_LOGS_LINUX: Final = Collector(
    id="linux.rman_logs",
    provides=RMAN_LOGS,
    on=LINUX,
    ask=Shell(counting(_BODY), parameters=(LOG_DAYS, BACKUP_GLOBS), tool="awk", seconds=30, kib=512),
    parse=parse,
)
