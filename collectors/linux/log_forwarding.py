"""Loggers: which run, where rsyslog, syslog-ng, journal-upload and auditd are told to send, and to whom they are connected.

Of the files only these actions leave the target, without what stands beside them (accounts, passwords, certificates). An
established connection is what shows that the other side is there: nothing is sent to try it.

Sample::

    @runs rsyslogd
    @processes 214
    @conf /etc/rsyslog.conf
     include /etc/rsyslog.d/*.conf
     file auth,authpriv.* /var/log/auth.log
    @conf /etc/rsyslog.d/90-central.conf
     send *.* @@loghost.example:514
     omfwd loghost.example 514 tcp
    @connected 0
     rsyslogd 10.0.0.20:514
    @lines 9
    @end
"""

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.log_forwarding import LOG_FORWARDING, LogAction, LogForwarding
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number, passages
from config.text import _

_COMMAND: Final = counting(r"""
n=0
for f in /proc/[0-9]*/comm; do
  v=; { IFS= read -r v <"$f"; } 2>/dev/null; [ -z "$v" ] || n=$((n + 1))
  case $v in
    rsyslogd|syslogd|syslog-ng|systemd-journal|filebeat|fluent*|td-agent*|vector|promtail|alloy|splunkd|nxlog|ilogtail*|\
    loongcollector|logstash|audisp-remote) echo "@runs $v" ;;
  esac
done
echo "@processes $n"
[ -r /proc/1/comm ] || echo @hidden
actions() { awk '
function said(name, text,  p) {
  p = tolower(text); if (!match(p, "(^|[^a-z.])" name "[ \t]*=[ \t]*\"[^\"]*\"")) return "-"
  p = substr(text, RSTART, RLENGTH); sub(/^[^"]*"/, "", p); sub(/"$/, "", p); gsub(/[ \t]/, "", p); return p == "" ? "-" : p
}
function action(text,  t) {
  t = tolower(said("type", text))
  if (t == "omfwd" || t == "omrelp") print " " t, said("target", text), said("port", text), said("protocol", text)
  else if (t == "omfile") print " file -", said("file", text)
}
{ sub(/\r$/, ""); sub(/^[ \t]+/, ""); if ($0 ~ /^#/ || $0 == "") next }
held { held = held " " $0; if (/\)/) { action(held); held = "" } next }
/^[$]IncludeConfig[ \t]/ { print " include " $2; next }
/include\(/ { v = said("file", $0); if (v != "-") print " include " v; next }
/action[ \t]*\(/ { t = $0; sub(/.*action[ \t]*\(/, "(", t); if (t ~ /\)/) action(t); else held = t; next }
/[ \t]@@?(\([^)]*\))?[][A-Za-z0-9]/ { t = $NF; for (i = 2; i <= NF; i++) if ($i ~ /^@/) { t = $i; break }
  sub(/;.*/, "", t); print " send " $1, t; next }
/^[a-z*][A-Za-z0-9_,;.*!=]*[ \t]+-?\// { t = $2; sub(/^-/, "", t); sub(/;.*/, "", t); print " file " $1, t; next }
' "$1"; }
for f in /etc/rsyslog.conf /etc/syslog.conf /etc/rsyslog.d/*.conf $(sed -n -e 's/^[ \t]*[$]IncludeConfig[ \t]*//p' \
  -e 's/^[ \t]*include(.*file="\([^"]*\)".*/\1/p' /etc/rsyslog.conf 2>/dev/null); do
  [ -f "$f" ] || continue
  case " $seen " in *" $f "*) continue ;; esac
  seen="$seen $f"
  [ -r "$f" ] || { echo "@unread $f"; continue; }
  echo "@conf $f"; actions "$f"
done
for f in /etc/syslog-ng/syslog-ng.conf /etc/syslog-ng/conf.d/*.conf; do
  [ -f "$f" ] || continue
  [ -r "$f" ] || { echo "@unread $f"; continue; }
  echo "@ng $f"
  awk '{ sub(/#.*/, ""); t = t " " $0 }
    END { n = split(t, p, /destination[ \t]/); for (i = 2; i <= n; i++) { q = p[i]; sub(/\}[ \t]*;.*/, "", q)
      while (match(q, /(^|[^a-z_-])(network|tcp6?|udp6?|syslog)[ \t]*\([ \t]*"[^"]*"/)) {
        w = substr(q, RSTART, RLENGTH); q = substr(q, RSTART + RLENGTH); k = w; sub(/[ \t]*\(.*/, "", k)
        gsub(/[^a-z0-9]/, "", k); sub(/"$/, "", w); sub(/.*"/, "", w); gsub(/[ \t]/, "", w); print " " k, w } } }' "$f"
done
for f in /etc/systemd/journal-upload.conf /etc/systemd/journal-upload.conf.d/*.conf; do
  [ -r "$f" ] || continue
  sed -n 's/^URL=\([a-z]*:\/\/\)\{0,1\}\([^@]*@\)\{0,1\}\([^/]*\).*/@upload \1\3/p' "$f"
done
for f in /etc/audit/plugins.d/au-remote.conf /etc/audisp/plugins.d/au-remote.conf; do
  [ ! -e $f ] || $S cat $f 2>/dev/null | grep -q '^active *= *yes' || continue
  for c in /etc/audit/audisp-remote.conf /etc/audisp/audisp-remote.conf; do
    $S cat $c 2>/dev/null | sed -n 's/^remote_server *= *\([^ ]*\).*/@audit \1/p'
  done
done
if command -v ss >/dev/null 2>&1; then
  v=$($S ss -tnp state established 2>/dev/null); echo "@connected $? $(id -u)"
  printf '%s\n' "$v" | awk '{ if (match($0, /users:\(\("[^"]*"/)) { p = substr($0, RSTART + 9, RLENGTH - 10)
    if (p ~ /^(rsyslogd|syslogd|syslog-ng|systemd-journal|filebeat|fluent.*|td-agent.*|vector|promtail|alloy|splunkd)$/ ||
      p ~ /^(nxlog|ilogtail.*|loongcollector|logstash|audisp-remote|rs:main Q.*)$/) print " " p, $4 } }'
fi
""")

_TRANSPORTS = dict.fromkeys(("tcp", "tcp6", "network", "syslog"), "tcp") | {"omrelp": "relp", "udp": "udp", "udp6": "udp"}
"""syslog-ng's network() and syslog() take TCP where nothing is said; rsyslog's omfwd takes UDP (its manual)."""
_HIDDEN = _("inspect with root's rights: /proc is mounted with hidepid and hides the processes of others")


def parse(answer: Answer) -> LogForwarding:
    """Read all of it. Raises SessionError (empty) where no process could be seen, this one's own included."""
    parts = complete(answer.text)
    found = passages(answer.text)
    if "processes" not in parts:
        raise ParseError("no processes", answer.text[:80])
    if not number(parts["processes"].rest):
        raise SessionError(Reason.EMPTY, "/proc/*/comm")
    read = _included([one for one in found if one.kind == "conf"])
    return LogForwarding(
        processes=tuple(sorted({one.rest for one in found if one.kind == "runs"})),
        actions=tuple(_actions(found, read)),
        writes=tuple(_write(line) for one in read for line in one.lines if line.startswith("file ")),
        connections=_connections(parts.get("connected"), is_privileged=answer.is_privileged),
        unread=tuple(one.rest for one in found if one.kind == "unread"),
        hidden=Unseen("", Reason.DENIED, "hidepid", _HIDDEN) if "hidden" in parts else None,
    )


def _included(files: list[Passage]) -> list[Passage]:
    """The files that the main one includes, and so on; a file that nobody includes says nothing."""
    read = [one for one in files if one.rest in {"/etc/rsyslog.conf", "/etc/syslog.conf"}]
    for one in read:  # grows as includes are found
        patterns = [line.partition(" ")[2] for line in one.lines if line.startswith("include ")]
        read += [
            other for other in files if other not in read and any(fnmatchcase(other.rest, pattern) for pattern in patterns)
        ]
    return read


def _actions(found: Iterable[Passage], read: Iterable[Passage]) -> Iterator[LogAction]:
    for one in read:
        by = "syslog" if one.rest == "/etc/syslog.conf" else "rsyslog"
        for line in one.lines:
            if action := _of_rsyslog(line, by, one.rest):
                yield action
    for one in found:
        yield from _of_others(one)


def _of_others(one: Passage) -> Iterator[LogAction]:
    if one.kind == "ng":
        for line in one.lines:
            kind, _space, place = line.partition(" ")
            yield LogAction("syslog-ng", place, _TRANSPORTS.get(kind, ""), one.rest)
    elif one.kind == "upload":
        yield LogAction("journal-upload", one.rest, "https", "/etc/systemd/journal-upload.conf")
    elif one.kind == "audit":
        yield LogAction("auditd", one.rest, "tcp", "/etc/audit/audisp-remote.conf")


def _of_rsyslog(line: str, by: str, source: str) -> LogAction | None:
    """``@host`` is UDP, ``@@host`` TCP, ``(o)`` or ``(z9)`` before the host are options (rsyslog.conf(5))."""
    words = line.split(" ")
    if words[0] == "send" and len(words) == 3:  # noqa: PLR2004 - selector and place
        transport = "tcp" if words[2].startswith("@@") else "udp"
        return LogAction(by, re.sub(r"^@@?(\([^)]*\))?", "", words[2]), transport, source)
    if words[0] in {"omfwd", "omrelp"} and len(words) == 4:  # noqa: PLR2004 - target, port, protocol
        kind, target, port, protocol = words
        place = target if port == "-" else f"{target}:{port}"
        return LogAction(by, place, _TRANSPORTS.get(kind) or ("udp" if protocol == "-" else protocol.lower()), source)
    if words[0] in {"include", "file"}:
        return None
    raise ParseError("no action of a logger", line)


def _write(line: str) -> tuple[str, str]:
    _file, _space, rest = line.partition(" ")
    selector, _space, path = rest.partition(" ")
    return selector, path


def _connections(one: Passage | None, *, is_privileged: bool) -> tuple[str, ...] | Unseen:
    if one is None:
        return Unseen("", Reason.TOOL_MISSING, "ss")
    code, _space, uid = one.rest.partition(" ")
    if code != "0":
        return Unseen("", Reason.FAILED, f"ss: {code}")
    if uid != "0" and not is_privileged and not one.lines:
        return Unseen("", Reason.DENIED, "ss -tnp")
    return one.lines


LOG_FORWARDING_FILES: Final = Collector(
    id="linux.log_forwarding.files",
    provides=LOG_FORWARDING,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=15, kib=128, root=Root.BETTER),
    parse=parse,
)
