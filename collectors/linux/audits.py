"""The kernel's audit as it is loaded: auditctl's status and rules, auditd's settings, who may read and change its files.

Nothing of a log is read: of its files only owner and rights.

Sample::

    @program /sbin/auditctl
    @runs kauditd
    @runs auditd
    @processes 214
    @boot audit=1
    @status 0
     enabled 1
     failure 1
     pid 711
     backlog_limit 8192
     lost 0
     backlog 0
    @rules 0
     -w /etc/passwd -p wa -k identity
    @files
     -rw-r----- 640 root root /etc/audit/auditd.conf
     -rw------- 600 root adm /var/log/audit/audit.log
    @settings 0
     log_file /var/log/audit/audit.log
    @stop yes
    @lines 19
    @end
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.audits import AUDIT, Audit, AuditFile, AuditStatus
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number, passages
from config.text import _

_COMMAND: Final = counting(r"""
for f in /sbin/auditctl /usr/sbin/auditctl /sbin/auditd /usr/sbin/auditd; do [ ! -x $f ] || echo "@program $f"; done
n=0
for f in /proc/[0-9]*/comm; do
  v=; { IFS= read -r v <"$f"; } 2>/dev/null; [ -z "$v" ] || n=$((n + 1))
  case $v in auditd|kauditd) echo "@runs $v" ;; esac
done
echo "@processes $n"
[ -r /proc/1/comm ] || echo @hidden
v=; { IFS= read -r v </proc/cmdline; } 2>/dev/null
for w in $v; do case $w in audit=*|audit_backlog_limit=*) echo "@boot $w" ;; esac; done
said() { k=$1; shift; v=$("$@" 2>&1); echo "@$k $?"; [ -z "$v" ] || printf '%s\n' "$v" | sed 's/^/ /'; }
status_of() { $S auditctl -s; }
rules_of() { $S auditctl -l; }
files_of() { $S find /etc/audit /var/log/audit -maxdepth 2 -exec stat -c '%A %a %U %G %n' {} + 2>&1; }
if command -v auditctl >/dev/null 2>&1; then said status status_of; said rules rules_of; fi
echo @files; [ ! -d /etc/audit ] || files_of | sed 's/^/ /'
if [ -e /etc/audit/auditd.conf ]; then
  v=$($S cat /etc/audit/auditd.conf 2>/dev/null); echo "@settings $?"
  printf '%s\n' "$v" | awk -F '[ \t]*=[ \t]*' '{ sub(/^[ \t]+/, ""); sub(/[ \t]+$/, "") }
    $1 ~ /^(log_file|log_group|max_log_file|max_log_file_action|num_logs|(admin_)?space_left(_action)?)$/ ||
    $1 ~ /^disk_(full|error)_action$/ || $1 == "write_logs" { print " " $1, $2 }'
fi
v=$(sed -n 's/^RefuseManualStop=//p' /lib/systemd/system/auditd.service /etc/systemd/system/auditd.service \
  /etc/systemd/system/auditd.service.d/*.conf 2>/dev/null | tail -n 1)
[ -z "$v" ] || echo "@stop $v"
""")

_FILE = re.compile(r"(?P<kind>[-dl])\S{9,10} (?P<mode>[0-7]{1,4}) (?P<owner>\S+) (?P<group>\S+) (?P<path>/.*)")
_PAIR = re.compile(r"([a-z_]+)[ =]+(-?[0-9]+)\b")
_DENIED = re.compile(r"ermission denied|not permitted|must be root|need to be root|password is required")
_HIDDEN = _("inspect with root's rights: /proc is mounted with hidepid and hides the processes of others")


def parse(answer: Answer) -> Audit:
    """Read all of it. Raises SessionError (empty) where no process could be seen, this one's own included."""
    parts = complete(answer.text)
    found = passages(answer.text)
    if not {"processes", "files"} <= parts.keys():
        raise ParseError("no processes or no files", answer.text[:80])
    if not number(parts["processes"].rest):
        raise SessionError(Reason.EMPTY, "/proc/*/comm")
    files, unread = _files(parts["files"].lines)
    return Audit(
        programs=tuple(one.rest for one in found if one.kind == "program"),
        processes=tuple(sorted({one.rest for one in found if one.kind == "runs"})),
        status=_status(parts.get("status")),
        rules=_rules(parts.get("rules")),
        files=files,
        unread=unread,
        settings=_settings(parts.get("settings")),
        boot=dict(_pair(one.rest, "=") for one in found if one.kind == "boot"),
        refuses_stop=parts["stop"].rest if "stop" in parts else "",
        hidden=Unseen("", Reason.DENIED, "hidepid", _HIDDEN) if "hidden" in parts else None,
    )


def _pair(words: str, between: str) -> tuple[str, str]:
    name, _between, value = words.partition(between)
    return name, value


def _failed(one: Passage) -> Unseen | None:
    words = " ".join(one.lines)[:200]
    if _DENIED.search(words):
        return Unseen("", Reason.DENIED, words)
    return None if one.rest == "0" and one.lines else Unseen("", Reason.FAILED, words or f"auditctl: {one.rest}")


def _status(one: Passage | None) -> AuditStatus | Unseen | None:
    """Read a line a value, or the one line of audit 2.3 and before: ``AUDIT_STATUS: enabled=1 flag=1 pid=711 ...``."""
    if one is None or (failed := _failed(one)):
        return None if one is None else failed
    said = {name: int(value) for name, value in _PAIR.findall("\n".join(one.lines))}
    if not {"enabled", "pid", "lost"} <= said.keys():
        raise ParseError("no status of audit", " ".join(one.lines))
    return AuditStatus(
        enabled=said["enabled"],
        pid=said["pid"],
        lost_count=said["lost"],
        backlog_count=said.get("backlog"),
        backlog_limit_count=said.get("backlog_limit"),
        failure=said.get("failure", said.get("flag")),
    )


def _rules(one: Passage | None) -> tuple[str, ...] | Unseen | None:
    if one is None or (failed := _failed(one)):
        return None if one is None else failed
    lines = tuple(line.removeprefix("LIST_RULES: ").strip() for line in one.lines if line.strip())
    return () if lines == ("No rules",) else lines


def _files(lines: Iterable[str]) -> tuple[tuple[AuditFile, ...], tuple[str, ...]]:
    files: list[AuditFile] = []
    unread: list[str] = []
    for line in lines:
        if match := _FILE.fullmatch(line):
            mode, is_folder = int(match["mode"], 8), match["kind"] == "d"
            files.append(AuditFile(match["path"], mode, match["owner"], match["group"], is_folder))
        elif line.startswith(("find:", "stat:", "sudo:")):
            unread.append(line)
        else:
            raise ParseError("no file of audit", line)
    return tuple(sorted(files, key=lambda file: file.path)), tuple(unread)


def _settings(one: Passage | None) -> Mapping[str, str] | Unseen:
    if one is None:
        return {}
    if one.rest != "0":
        return Unseen("", Reason.DENIED, "/etc/audit/auditd.conf")
    return dict(_pair(line, " ") for line in one.lines)


AUDIT_AUDITCTL: Final = Collector(
    id="linux.audits.auditctl",
    provides=AUDIT,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=15, kib=256, root=Root.BETTER),
    parse=parse,
)
