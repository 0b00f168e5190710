r"""How a machine is set up: kernel settings, names, resolver, limits, groups, the kernel's command line.

Reduced on the target: keys of single network cards and of scheduling domains are left out (containers make thousands of
them), comments too, and what may hold a secret is ``***``. Each area tells the number of its lines first, so a lost one is
noticed.

Sample::

    @area sysctl 2
     kernel.panic = 0
     vm.swappiness = 10
    @area hosts 1
     10.0.0.11 db01
    @denied limits /etc/security/limits.d/90-app.conf
    @area limits 0
    @end
"""

from collections.abc import Iterable
from typing import Final

from collectors.base import LINUX, Answer, Collector, Listing, ParseError, Reason, Shell, Unseen
from collectors.facts.settings import SETTINGS_FILES, SettingsArea
from collectors.linux.passages import Passage, number, passages, whole
from config.text import _

_COMMAND: Final = r"""
area() {
  v=$(sed -e 's/[[:space:]]*$//' -e '/^[[:space:]]*$/d')
  printf '@area %s %s\n' "$1" "$(printf '%s\n' "$v" | grep -c .)"
  [ -z "$v" ] || printf '%s\n' "$v" | sed 's/^/ /'
}
of() {
  a=$1; shift
  for f do [ ! -e "$f" ] || [ -r "$f" ] || printf '@denied %s %s\n' "$a" "$f"; done
  for f do
    [ ! -f "$f" ] || [ ! -r "$f" ] || sed -e 's/[#;].*//' -e 's/[[:space:]][[:space:]]*/ /g' "$f"
  done | area "$a"
}
# never sysctl -a: it opens fs/binfmt_misc, which systemd then mounts, with its kernel module
(cd /proc/sys && find . -path ./fs/binfmt_misc -prune -o -type f -perm -400 -exec grep -s '' /dev/null {} +) 2>/dev/null |
  awk '{ i = index($0, ":"); k = substr($0, 3, i - 3); gsub(/\./, "\001", k); gsub(/\//, ".", k); gsub(/\001/, "/", k)
  if (k !~ /\.(base_reachable_time|retrans_time)$/) print k " = " substr($0, i + 1) }' | sort |
  sed -e '/^kernel\.sched_domain\./d' -e 's/^\([^=]*_secret = \).*/\1***/' \
  -e 's/^\([^=]*_key = \).*/\1***/' -e '/^net\.ipv[46]\.conf\.all\./b' -e '/^net\.ipv[46]\.conf\.default\./b' \
  -e '/^net\.ipv[46]\.neigh\.default\./b' -e '/^net\.ipv[46]\.conf\./d' -e '/^net\.ipv[46]\.neigh\./d' | area sysctl
of hosts /etc/hosts
of resolver /etc/resolv.conf
of limits /etc/security/limits.conf /etc/security/limits.d/*.conf
sed -e 's/^\([^:]*\):[^:]*:/\1:/' /etc/group 2>/dev/null | area groups
tr ' ' '\n' </proc/cmdline | sed -e 's/^\([^=]*[Pp][Aa][Ss][Ss][^=]*\)=.*/\1=***/' \
  -e 's/^\([^=]*[Ss][Ee][Cc][Rr][Ee][Tt][^=]*\)=.*/\1=***/' -e 's/^\([^=]*[Tt][Oo][Kk][Ee][Nn][^=]*\)=.*/\1=***/' \
  -e 's/^\([^=]*[Kk][Ee][Yy][^=]*\)=.*/\1=***/' | area boot
echo @end"""

AREAS: Final = ("sysctl", "hosts", "resolver", "limits", "groups", "boot")
_NEVER_EMPTY: Final = frozenset({"sysctl", "groups", "boot"})
"""No Linux is without them: nothing means that they could not be read."""
_READ_IT: Final = _("let the inspecting account read it, or compare it by hand")


def parse(answer: Answer) -> Listing[SettingsArea]:
    """Read every area; one whose lines are not those that it counted, or that was not told, is unseen."""
    whole(answer.text)
    parts = passages(answer.text)
    told = {one.rest.partition(" ")[0]: one for one in parts if one.kind == "area"}
    unseen = [
        Unseen(name, Reason.DENIED, file, _READ_IT)
        for name, _space, file in (one.rest.partition(" ") for one in parts if one.kind == "denied")
    ]
    records = []
    for name in AREAS:
        read = _area(name, told.get(name))
        records += [read] if isinstance(read, SettingsArea) else []
        unseen += [read] if isinstance(read, Unseen) else []
    return Listing(tuple(records), tuple(unseen))


def _area(name: str, told: Passage | None) -> SettingsArea | Unseen:
    if told is None:
        return Unseen(name, Reason.CUT, "", _READ_IT)
    if number(told.rest.partition(" ")[2], told.rest) != len(told.lines):
        return Unseen(name, Reason.CUT, told.rest, _READ_IT)
    if not told.lines and name in _NEVER_EMPTY:
        return Unseen(name, Reason.EMPTY, "", _READ_IT)
    lines = _unfolded(told.lines) if name == "sysctl" else told.lines
    return SettingsArea(name, _joined(_setting(name, line) for line in lines))


def _unfolded(lines: Iterable[str]) -> list[str]:
    """Put what follows a value's first line (busybox prints such a value as it is) behind it."""
    whole_lines: list[str] = []
    for line in lines:
        if " =" in line or not whole_lines:
            whole_lines.append(line)
        else:
            whole_lines[-1] += f" | {line.strip()}"
    return whole_lines


def _setting(area: str, line: str) -> tuple[str, str]:
    match area:
        case "sysctl":
            key, sign, value = line.partition(" =")
            if not sign:
                raise ParseError("no setting", line)
            return key, value.strip()
        case "groups":
            key, _colon, value = line.partition(":")
            return key, value
        case "hosts" | "resolver":
            key, _space, value = line.strip().partition(" ")
            return key, value
        case "boot":
            key, sign, value = line.partition("=")
            return key, value if sign else key
        case _:
            domain, _space, rest = line.strip().partition(" ")
            words = rest.split()
            return (" ".join((domain, *words[:-1])), words[-1]) if words else (domain, "")


def _joined(settings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Settings by key; of a key that stands several times (name servers, consoles) all values, in their order."""
    found: dict[str, str] = {}
    for key, value in settings:
        found[key] = f"{found[key]} | {value}" if key in found else value
    return found


SETTINGS_FILES_READ: Final = Collector(
    id="linux.settings_files",
    provides=SETTINGS_FILES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=15, kib=256),
    parse=parse,
)
