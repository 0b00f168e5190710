"""How logs are kept below /var/log: sizes, the oldest entry, the journal, logrotate's last run.

Of the logs themselves only the time at the head of the oldest file is told; links and pipes are not opened. When the
machine was installed is told by all that may know it: the birth of its root file system, the oldest package, files that
installers leave. The earliest counts: machine-id is written again when a machine is cloned or made ready again.
``@unrotated`` stands where logrotate left no status file and the folder that would hold it was seen: it never ran.

Sample::

    @now 1790000000
    @installed 1700000000 /etc/machine-id
    @installed 1699990000 /
    @files
     2097152 1789990000 /var/log/messages
     1048576 1774000000 /var/log/messages-20260320.gz
    @total 112 90177536
    @first /var/log/messages-20260320.gz
     Mar 13 03:
    @journal persistent
    @journal-first 1760000000000000
    @logrotate
    @rotated 1789980000 /var/lib/logrotate/logrotate.status
    @end
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, Root, SessionError, Shell
from collectors.facts.logs_kept import LOGS_KEPT, LogFile, LogKeeping, LogTrail
from collectors.linux.passages import Passage, number, passages, whole
from collectors.linux.rpm_database import RPMS

_COMMAND: Final = (
    RPMS
    + r"""
echo "@now $(date +%s)"
$S stat -c '@installed %Y %n' /etc/machine-id /root/anaconda-ks.cfg /var/log/installer /var/log/anaconda \
  /lost+found 2>/dev/null
v=$(stat -c %W / 2>/dev/null); case $v in ''|0|*[!0-9]*) ;; *) echo "@installed $v /" ;; esac
v=$(find /var/lib/dpkg/info -name '*.list' -exec stat -c %Y {} + 2>/dev/null | sort -n | head -n 1)
[ -z "$v" ] || echo "@installed $v dpkg"
v=; ! rpms || v=$(rpm -q --qf '%{INSTALLTIME}\n' setup basesystem 2>/dev/null | grep '^[0-9][0-9]*$' | sort -n | head -n 1)
[ -z "$v" ] || echo "@installed $v rpm"
first() {
  case $1 in *.gz) z='gzip -dc' ;; *.xz) z='xz -dc' ;; *.bz2) z='bzip2 -dc' ;; *.zst) z='zstd -dcq' ;; *) z=cat ;; esac
  $S $z "$1" 2>/dev/null </dev/null | head -n 1 | cut -c1-200 | awk '
{ if (match($0, /^20[0-9][0-9]-[01][0-9]-[0-3][0-9][T ]/)) print " " substr($0, 1, RLENGTH)
  else if (match($0, /^(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +[0-9][0-9]? [0-2][0-9]:/))
    print " " substr($0, 1, RLENGTH)
  else if (match($0, /msg=audit\([0-9]+/)) print " " substr($0, RSTART, RLENGTH) }'
}
echo @files
$S find /var/log -xdev -type f -exec stat -c '%s %Y %n' {} + 2>&1 | awk '
/^[0-9]+ -?[0-9]+ \// { n++; b+=$1; p=$0; sub(/^[^\/]*/,"",p)
  if (p ~ /^\/var\/log\/(messages|syslog|secure|auth\.log|audit\/audit\.log)([-.][0-9]+)*(\.(gz|xz|bz2|zst))?$/) {
    c=p; sub(/^\/var\/log\//,"",c); sub(/([-.][0-9]+)*(\.(gz|xz|bz2|zst))?$/,"",c)
    if (!(c in at) || $2+0<at[c]) { at[c]=$2+0; old[c]=p } }
  if ($1>=104857600 || p ~ /^\/var\/log\/(messages|syslog|secure|auth\.log|audit\/audit\.log)/) if (++k<=2000) print " " $0
  next }
/[Pp]ermission denied/ { d[++m]=$0; next }
{ odd++ }
END { printf "@total %d %.0f\n", n, b; for (i=1;i<=m&&i<=50;i++) print "@denied " d[i]; if (odd) print "@odd " odd
  for (c in old) print "@first " old[c] }' | while IFS= read -r v; do
  printf '%s\n' "$v"; case $v in '@first '*) first "${v#@first }" ;; esac
done
j=none
for f in /run/log/journal/*/*.journal; do [ ! -e "$f" ] || j=volatile; done
for f in /var/log/journal/*/*.journal; do [ ! -e "$f" ] || j=persistent; done
echo "@journal $j"
if [ $j != none ]; then
  v=$($S journalctl -q --no-pager -o json 2>/dev/null | head -n 1 |
    sed -n 's/.*"__REALTIME_TIMESTAMP" *: *"\([0-9]*\)".*/\1/p')
  [ -z "$v" ] || echo "@journal-first $v"
fi
! command -v logrotate >/dev/null 2>&1 || echo @logrotate
v=$($S stat -c '@rotated %Y %n' /var/lib/logrotate/logrotate.status /var/lib/logrotate.status /var/lib/logrotate/status \
  /var/lib/misc/logrotate.status 2>/dev/null)
if [ -n "$v" ]; then printf '%s\n' "$v"
elif [ ! -d /var/lib/logrotate ] || $S ls /var/lib/logrotate >/dev/null 2>&1; then echo @unrotated; fi
grep -qsE '^[^#]*(@@?[[A-Za-z0-9]|omfwd)' /etc/rsyslog.conf /etc/rsyslog.d/*.conf /etc/syslog.conf && echo @forwards
echo @end"""
)

_TRAILS: Mapping[str, str] = {
    "messages": "system",
    "syslog": "system",
    "secure": "login",
    "auth.log": "login",
    "audit/audit.log": "audit",
}
_FILE = re.compile(r"(?P<size>[0-9]+) (?P<at>-?[0-9]+) (?P<path>/.*)")
_TRAIL = re.compile(
    r"/var/log/(?P<name>messages|syslog|secure|auth\.log|audit/audit\.log)(?:[-.][0-9]+)*(?:\.(?:gz|xz|bz2|zst))?"
)
_ISO = re.compile(r"(?P<day>20[0-9]{2}-[0-9]{2}-[0-9]{2})[T ]")
_AUDIT = re.compile(r"msg=audit\((?P<at>[0-9]{9,11})")
_BSD = re.compile(r"(?P<month>[A-Z][a-z]{2}) +(?P<day>[0-9]{1,2}) [0-9]{2}:")
_NO_CLOCK = datetime(2001, 1, 1, tzinfo=UTC)
"""What is older was written by a clock that was not set."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def parse(answer: Answer) -> LogKeeping:
    """Read sizes and how far back each kind of log reaches."""
    whole(answer.text)
    found = passages(answer.text)
    said = {one.kind: one.rest for one in reversed(found)}
    if "now" not in said or "total" not in said:
        raise ParseError("no time or no total", answer.text[:80])
    files = [_file(line) for one in found if one.kind == "files" for line in one.lines]
    count, _space, size = said["total"].partition(" ")
    if len(files) > number(count, "@total"):
        raise ParseError(f"{len(files)} files of {count}", said["total"])
    if not number(count, "@total") and "odd" in said and "denied" not in said:
        raise SessionError(Reason.FAILED, "find /var/log")
    witnesses = {one.rest.partition(" ")[2]: _at(one.rest.partition(" ")[0]) for one in found if one.kind == "installed"}
    installed = {path: at for path, at in witnesses.items() if _NO_CLOCK < at <= _at(said["now"])}
    rotated = [_at(one.rest.partition(" ")[0]) for one in found if one.kind == "rotated"]
    return LogKeeping(
        asked_at=_at(said["now"]),
        files_count=number(count),
        size_bytes=number(size, "@total"),
        large=tuple(file for file in files if file.size_bytes >= 100 * 1024**2),
        trails=tuple(_trails(files, {one.rest: one for one in found if one.kind == "first"})),
        journal=said.get("journal", "none"),
        journal_oldest_at=_at(said["journal-first"][:-6]) if "journal-first" in said else None,
        has_logrotate="logrotate" in said,
        rotated_at=max(rotated, default=None),
        is_never_rotated="unrotated" in said,
        installed_at=min(installed.values(), default=None),
        installed_by=tuple(sorted(installed)),
        forwards="forwards" in said,
        denied=tuple(one.rest for one in found if one.kind == "denied"),
    )


def _file(line: str) -> LogFile:
    match = _FILE.fullmatch(line)
    if not match:
        raise ParseError("a file", line)
    return LogFile(match["path"], int(match["size"]), _at(match["at"]))


def _at(seconds: str) -> datetime:
    try:
        return datetime.fromtimestamp(number(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ParseError("no time", seconds) from error


def _trails(files: Iterable[LogFile], firsts: Mapping[str, Passage]) -> Iterator[LogTrail]:
    kept: dict[str, list[LogFile]] = {}
    for file in files:
        if match := _TRAIL.fullmatch(file.path):
            kept.setdefault(_TRAILS[match["name"]], []).append(file)
    for name, of in kept.items():
        oldest = min(of, key=lambda file: file.modified_at)
        first = _first(firsts.get(oldest.path), oldest.modified_at)
        yield LogTrail(
            name, len(of), first or oldest.modified_at, max(file.modified_at for file in of), is_exact=first is not None
        )


def _first(one: Passage | None, before: datetime) -> datetime | None:
    """Read the time of a log's first line; RFC 3164 leaves out the year: it is the last one before the file's end."""
    line = one.lines[0] if one and one.lines else ""
    try:
        if match := _ISO.match(line):
            return datetime.fromisoformat(match["day"]).replace(tzinfo=UTC)
        if match := _AUDIT.search(line):
            return datetime.fromtimestamp(int(match["at"]), UTC)
        if (match := _BSD.match(line)) and match["month"] in _MONTHS:
            return _last_before(_MONTHS.index(match["month"]) + 1, int(match["day"]), before + timedelta(days=1))
    except (ValueError, OverflowError):
        return None  # a date that does not exist: the file's own time serves
    return None


def _last_before(month: int, day: int, before: datetime) -> datetime | None:
    for year in range(before.year, before.year - 5, -1):
        is_leap_day = (month, day) == (2, 29)
        if is_leap_day and year % 4:
            continue
        at = datetime(year, month, day, tzinfo=UTC)
        if at <= before:
            return at
    return None


LOGS_KEPT_FIND: Final = Collector(
    id="linux.logs_kept.find",
    provides=LOGS_KEPT,
    on=LINUX,
    ask=Shell(_COMMAND, tool="find", seconds=30, kib=512, root=Root.BETTER),
    parse=parse,
)
