"""PAM as its files have it: each service's lines, what faillock, pwquality and pwhistory are set to, installed modules.

Comments are left out and continued lines joined on the target; the value of an argument whose name tells of a secret
(pass, secret, key, token) is ``***``. Of the modules' settings a commented default is kept, behind ``#``: it tells what the
installed version takes where nothing is set.

Sample::

    @file /etc/pam.d/sshd
     auth required pam_env.so
     @include common-auth
    @settings pwquality /etc/security/pwquality.conf
     #minlen = 8
     minclass = 3
    @modules
     pam_unix.so
    @lines 8
    @end
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell
from collectors.facts.pam import PAM, Pam, PamLine
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, passages

_COMMAND: Final = counting(r"""
for d in /etc/pam.d /etc/security /etc/security/pwquality.conf.d; do
  [ ! -d $d ] || { [ -r $d ] && [ -x $d ]; } || echo "@unread $d"
done
set --
for f in /usr/lib/pam.d/* /usr/etc/pam.d/* /etc/pam.d/* /usr/etc/security/pwquality.conf.d/*.conf \
  /usr/etc/security/pwquality.conf /usr/etc/security/faillock.conf /usr/etc/security/pwhistory.conf \
  /etc/security/pwquality.conf.d/*.conf /etc/security/pwquality.conf /etc/security/faillock.conf \
  /etc/security/pwhistory.conf /etc/passwdqc.conf; do
  [ -f "$f" ] || continue
  case $f in *[!A-Za-z0-9_./+-]*) continue ;; esac
  if [ ! -r "$f" ]; then echo "@unread $f"; elif [ ! -s "$f" ]; then echo "@empty $f"; else set -- "$@" "$f"; fi
done
[ -d /etc/pam.d ] || [ ! -r /etc/pam.conf ] || set -- "$@" /etc/pam.conf
[ $# = 0 ] || awk '
FNR == 1 { b = ""; w = FILENAME !~ /pam\.(d\/|conf$)/; m = FILENAME; sub(/\.conf$/, "", m); sub(/.*\//, "", m)
  if (FILENAME ~ /pwquality\.conf\.d/) m = "pwquality"
  print "@" (w ? "settings " m " " : "file ") FILENAME }
{ sub(/\r$/, ""); t = $0
  if (w && t ~ /^#[ \t]*[a-z_]+[ \t]*=[ \t]*[-0-9a-z]+[ \t]*$/) sub(/^#[ \t]*/, "#", t); else sub(/#.*/, "", t)
  if (t ~ /\\$/) { sub(/\\$/, " ", t); b = b t; next }
  t = b t; b = ""; gsub(/[ \t]+/, " ", t); sub(/^ /, "", t); sub(/ $/, "", t); o = ""
  while (match(tolower(t), /[a-z_-]*(pass|secret|key|token)[a-z_-]*=[^] ]+/)) {
    p = substr(t, RSTART, RLENGTH); sub(/=.*/, "=***", p)
    o = o substr(t, 1, RSTART - 1) p; t = substr(t, RSTART + RLENGTH) }
  if (o t != "") print " " o t }' "$@"
echo @modules
for f in /lib/security/pam_*.so /lib64/security/pam_*.so /usr/lib/security/pam_*.so /usr/lib64/security/pam_*.so \
  /lib/*-linux-*/security/pam_*.so /usr/lib/*-linux-*/security/pam_*.so; do
  [ ! -e "$f" ] || echo " ${f##*/}"
done | sort -u""")

_KINDS: Final = frozenset({"auth", "account", "password", "session"})
_WORD: Final = re.compile(r"\[((?:\\.|[^\]\\])*)\]?|([^\s\[]\S*)")
"""A word, or words in brackets: PAM takes what stands between them as one; an inner bracket is written with a backslash."""


def parse(answer: Answer) -> Pam:
    """Read every file. Raises SessionError where a line is missing, or where there are no files of PAM at all."""
    complete(answer.text)
    found = passages(answer.text)
    files = [one for one in found if one.kind == "file" or (one.kind == "empty" and "/pam.d/" in one.rest)]
    unread = tuple(one.rest for one in found if one.kind == "unread")
    if not files:
        raise SessionError(Reason.DENIED if unread else Reason.TOOL_MISSING, " ".join(unread) or "/etc/pam.d")
    services: dict[str, tuple[PamLine, ...]] = {}
    for one in files:
        services |= _of_one_file(one)
    settings, shown = _settings(found)
    modules = next((one.lines for one in found if one.kind == "modules"), None)
    if modules is None:
        raise ParseError("no list of modules", answer.text[-80:])
    return Pam(services, settings, shown, modules, unread)


def _of_one_file(one: Passage) -> dict[str, tuple[PamLine, ...]]:
    """A service of /etc/pam.d stands in a file of its name; in /etc/pam.conf each line begins with its service."""
    if not one.rest.endswith("/pam.conf"):
        return {one.rest.rpartition("/")[2]: tuple(_line(line) for line in one.lines)}
    parted = [line.partition(" ") for line in one.lines]
    return {name: tuple(_line(rest) for other, _space, rest in parted if other == name) for name, _space, _rest in parted}


def _line(line: str) -> PamLine:
    """Part one line. What PAM itself could not read keeps its words: the control is then no known one, and PAM refuses."""
    words = [match[1] if match[2] is None else match[2] for match in _WORD.finditer(line)]
    brackets = [match[2] is None for match in _WORD.finditer(line)]
    first = words[0] if words else ""
    if first == "@include":
        return PamLine("", "@include", " ".join(words[1:2]).rpartition("/")[2])
    kind = first.removeprefix("-").lower()
    control, module = ([*words[1:3], "", ""])[:2]
    if len(brackets) > 1 and brackets[1]:
        control = f"[{control}]"
    if kind not in _KINDS:
        control = control or line[:80]
    return PamLine(kind, control, module.rpartition("/")[2], tuple(words[3:]))


def _settings(found: Iterable[Passage]) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """What each module is set to: of equal settings the later file's, as they were read in the module's own order."""
    settings: dict[str, dict[str, str]] = {}
    shown: dict[str, dict[str, str]] = {}
    for one in found:
        if one.kind != "settings":
            continue
        module = one.rest.partition(" ")[0]
        settings.setdefault(module, {}).update(_pairs(line for line in one.lines if not line.startswith("#")))
        shown.setdefault(module, {}).update(_pairs(line[1:] for line in one.lines if line.startswith("#")))
    return settings, shown


def _pairs(lines: Iterable[str]) -> Mapping[str, str]:
    parted = (line.partition("=") for line in lines)
    return {name.strip(): value.strip() for name, _sign, value in parted}


PAM_FILES: Final = Collector(
    id="linux.pam.files",
    provides=PAM,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=10, kib=256),
    parse=parse,
)
