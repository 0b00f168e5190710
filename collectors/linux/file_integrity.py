r"""Programs that watch files for changes: packages and programs, and when their databases and reports were written.

Of what they wrote only role, time, size and path are told, never a line; of AIDE's settings only where it writes. A report
that is empty is one of a run that failed or was just rotated, and is told as such by its size.

Sample::

    @now 1790000000
    @listed dpkg
    @package aide 0.18.3-1+deb12u5
    @program aide /usr/bin/aide
    @file aide database 1789000000 400 /var/lib/aide/aide.db
    @file aide report 1789990000 1105 /var/log/aide/aide.log
    @lines 6
    @end
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from collectors.base import (
    LINUX,
    Absent,
    Answer,
    Collector,
    Derived,
    Listing,
    ParseError,
    Reason,
    Root,
    SessionError,
    Shell,
    Unseen,
)
from collectors.facts.file_integrity import INTEGRITY_FILES, INTEGRITY_WATCH, IntegrityFile, IntegrityFiles, IntegrityWatch
from collectors.facts.jobs import JOBS, Job
from collectors.facts.processes import PROCESSES
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import number, passages
from collectors.linux.process_names import names_of, unseen_of
from collectors.linux.rpm_database import RPMS
from config.text import _

_COMMAND: Final = counting(
    RPMS
    + r"""
echo "@now $(date +%s)"
w='aide aide-dynamic aide-xen tripwire samhain ossec-hids ossec-hids-agent ossec-hids-server ossec-hids-local'
w="$w wazuh-agent wazuh-manager osquery osqueryd afick integrit fcheck csf"
if [ -s /var/lib/dpkg/status ] && command -v dpkg-query >/dev/null 2>&1; then
  dpkg-query -W -f '${db:Status-Abbrev} ${Package} ${Version}\n' dpkg $w 2>/dev/null
elif rpms; then
  rpm -q --qf 'ii %{NAME} %{VERSION}-%{RELEASE}\n' rpm $w 2>/dev/null
fi | awk '$1 ~ /^[a-z]i$/ { print ($2 == "dpkg" || $2 == "rpm") ? "@listed " $2 : "@package " $2 " " $3 }'
for d in /usr/sbin /usr/bin /usr/local/sbin /usr/local/bin /opt/aide/bin /opt/tripwire/sbin /opt/samhain/sbin; do
  for p in aide tripwire samhain osqueryd afick integrit; do [ ! -x $d/$p ] || echo "@program $p $d/$p"; done
done
for d in /var/ossec /opt/ossec; do [ ! -d $d ] || echo "@program ossec $d"; done
t=$TMPDIR/integrity
$S cat /etc/aide.conf /etc/aide/aide.conf /usr/local/etc/aide.conf 2>"$t-said" | awk '
{ sub(/\r$/, "") } $1 == "@@define" { v[$2] = $3 }
/^(database|database_in|database_out|report_url)[ \t]*=/ {
  k = $0; sub(/[ \t]*=.*/, "", k); s = $0; sub(/^[^=]*=[ \t]*/, "", s)
  for (n = 0; n < 9 && match(s, /@@[{][A-Za-z0-9_]+[}]/); n++)
    s = substr(s, 1, RSTART - 1) v[substr(s, RSTART + 3, RLENGTH - 4)] substr(s, RSTART + RLENGTH)
  if (!sub(/^file:(\/\/)?/, "", s) || s !~ /^\/[A-Za-z0-9_.\/+-]+$/) next
  print (k == "report_url" ? "report" : k == "database_out" ? "made" : "database") " " s }' >"$t-places"
set -- /var/lib/aide /var/log/aide /var/log/aide.log /var/lib/tripwire /var/lib/tripwire/report /var/lib/samhain \
  /var/log/samhain /var/log/samhain_log /var/ossec/queue/fim/db /var/ossec/queue/syscheck /opt/ossec/queue/syscheck
while read -r k f; do set -- "$@" "$f"; done <"$t-places"
$S find -H "$@" -maxdepth 1 -type f -printf '%T@ %s %p\n' 2>>"$t-said" | awk -v places="$t-places" '
BEGIN { while ((getline l <places) > 0) { i = index(l, " "); role[substr(l, i + 1)] = substr(l, 1, i - 1) } }
function of(f) {
  if (f in role) return "aide " role[f]
  if (f ~ /^\/var\/lib\/aide\/aide[.]db([.]gz)?$/) return "aide database"
  if (f ~ /^\/var\/lib\/aide\/aide[.]db[.]new([.]gz)?$/) return "aide made"
  if (f ~ /^\/var\/log\/(aide\/)?aide[.]log$/) return "aide report"
  if (f ~ /[.]twd$/) return "tripwire database"
  if (f ~ /[.]twr$/) return "tripwire report"
  if (f ~ /^\/var\/lib\/samhain\/samhain_file$/) return "samhain database"
  if (f ~ /^\/var\/log\/(samhain\/samhain[.]log|samhain_log)$/) return "samhain report"
  if (f ~ /^\/(var|opt)\/ossec\/queue\//) return "ossec database"
  return "" }
{ f = $0; sub(/^[^ ]* [^ ]* /, "", f); k = of(f); at = $1; sub(/[.].*/, "", at)
  if (k != "" && !(k in newest && newest[k] >= at + 0)) { newest[k] = at + 0; line[k] = at " " $2 " " f } }
END { for (k in line) print "@file " k " " line[k] }' | sort
if [ -d /var/ossec ] || [ -d /opt/ossec ]; then
  v=$($S tail -q -n 5000 /var/ossec/logs/ossec.log /opt/ossec/logs/ossec.log 2>>"$t-said" | awk '
/(wazuh|ossec)-syscheckd/ && /(scan ended|[Ee]nding syscheck scan|Finished creating syscheck database)/ { v = $1 " " $2 }
END { gsub(/\//, "-", v); if (v ~ /^[0-9]+-[0-9]+-[0-9]+ [0-9]+:[0-9]+:[0-9]+$/) print v }')
  v=${v:+$(date -d "$v" +%s 2>/dev/null)}
  [ -z "$v" ] || echo "@file ossec scan $v 1 ossec.log"
fi
sed -n "s/^[^/]*\(\/[^:']*\).*ermission denied.*/@denied \1/p" "$t-said" | sort -u | head -n 20
grep -v -e 'ermission denied' -e 'No such file' -e 'Not a directory' "$t-said" | head -n 2 | cut -c1-160 |
  sed 's/^/@failed /'
"""
)
_PRODUCTS: Final[Mapping[str, str]] = {
    "aide": "AIDE",
    "aide-dynamic": "AIDE",
    "aide-xen": "AIDE",
    "tripwire": "Tripwire",
    "samhain": "Samhain",
    "ossec": "OSSEC/Wazuh",
    "ossec-hids": "OSSEC/Wazuh",
    "ossec-hids-agent": "OSSEC/Wazuh",
    "ossec-hids-server": "OSSEC/Wazuh",
    "ossec-hids-local": "OSSEC/Wazuh",
    "wazuh-agent": "OSSEC/Wazuh",
    "wazuh-manager": "OSSEC/Wazuh",
    "osquery": "osquery",
    "osqueryd": "osquery",
    "afick": "AFICK",
    "integrit": "integrit",
    "fcheck": "FCheck",
    "csf": "lfd (CSF)",
}
"""By package or program."""
_ROLES: Final = frozenset({"database", "made", "report", "scan"})
_STARTS: Final[Mapping[str, re.Pattern[str]]] = {
    "AIDE": re.compile(r"(?<![a-z])(daily)?aide(check)?(?![a-z])", re.IGNORECASE),
    "Tripwire": re.compile(r"tripwire", re.IGNORECASE),
    "Samhain": re.compile(r"samhain", re.IGNORECASE),
}

_AS_ROOT: Final = _("Let the inspecting account look into these places as root (sudo: true in the target's entry).")


def parse(answer: Answer) -> IntegrityFiles:
    """Read what is installed and what it wrote."""
    parts = complete(answer.text)
    found = passages(answer.text)
    if "now" not in parts:
        raise ParseError("no time", answer.text[:80])
    installed: dict[str, str] = {}
    for one in found:
        if one.kind in {"package", "program"}:
            name, _space, _version = one.rest.partition(" ")
            installed.setdefault(_product(name, one.rest), one.rest)
    return IntegrityFiles(
        _epoch(parts["now"].rest),
        parts["listed"].rest if "listed" in parts else "",
        installed,
        tuple(_file(one.rest) for one in found if one.kind == "file"),
        tuple(
            Unseen(one.rest, Reason.DENIED if one.kind == "denied" else Reason.FAILED, one.rest, _AS_ROOT)
            for one in found
            if one.kind in {"denied", "failed"}
        ),
    )


def _product(name: str, line: str) -> str:
    if name not in _PRODUCTS:
        raise ParseError("a program that was not asked for", line)
    return _PRODUCTS[name]


def _file(line: str) -> IntegrityFile:
    words = line.split(" ", 4)
    if len(words) != 5 or words[1] not in _ROLES:  # noqa: PLR2004 - product, role, time, size, path
        raise ParseError("no file of a watch", line)
    product, role, at, size, path = words
    return IntegrityFile(_product(product, line), role, _epoch(at), number(size, line), path)


def _epoch(word: str) -> datetime:
    try:
        return datetime.fromtimestamp(number(word), UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise ParseError(f"no time: {error}", word) from error


def derive(files: object, processes: object, jobs: object) -> IntegrityWatch:
    """Put the three together. Raises the files' error where those were not seen."""
    if not isinstance(files, IntegrityFiles):
        raise files if isinstance(files, Exception) else SessionError(Reason.NOT_UNDERSTOOD, str(files)[:200])
    seen = jobs.records if isinstance(jobs, Listing) else ()
    return IntegrityWatch(files, names_of(processes), _starters(seen), _jobs_unseen(jobs))


def _starters(jobs: Iterable[object]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in jobs:
        if isinstance(one, Job):
            words = f"{one.schedule if one.source == 'timer' else one.source} {one.command}"
            for product, pattern in _STARTS.items():
                if pattern.search(words):
                    found[product] = (*found.get(product, ()), words)
    return found


def _jobs_unseen(jobs: object) -> Unseen | None:
    match jobs:
        case Listing(unseen=unseen):
            return unseen[0] if unseen else None
        case Absent():
            return None
        case _:
            return unseen_of(jobs)


INTEGRITY_FILES_WATCHERS: Final = Collector(
    id="linux.file_integrity",
    provides=INTEGRITY_FILES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="find", seconds=15, kib=32, root=Root.BETTER),
    parse=parse,
)
INTEGRITY_WATCH_DERIVED: Final = Derived(
    id="linux.integrity_watch", provides=INTEGRITY_WATCH, of=(INTEGRITY_FILES, PROCESSES, JOBS), derive=derive
)
