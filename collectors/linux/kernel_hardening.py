r"""The kernel's settings that harden a host: as they are now, and as files set them at the next start.

Files are read in the order of sysctl.d(5): sorted by their name whatever folder they lie in, of equal names the first
folder's; a link to /dev/null masks. systemd does not read /etc/sysctl.conf but through a link; other inits read it last.
ufw sets its own file when it starts, after all of them.

Sample::

    @now
     net/ipv4/ip_forward:0
     net/ipv4/conf/all/send_redirects:1
    @settings 2
    @card net/ipv4/conf send_redirects 1 2 eth0
    @file /etc/sysctl.d/90-hardening.conf
    @lines-of-files
     /etc/sysctl.d/90-hardening.conf:net.ipv4.ip_forward = 0
    @systemd
    @lines 8
    @end
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell
from collectors.facts.kernel_hardening import KERNEL_HARDENING, AtStart, KernelHardening, OfCards
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number, passages

_OF_CARDS: Final = ("send_redirects", "accept_redirects", "accept_source_route", "rp_filter")
WANTED: Final = (
    "kernel.randomize_va_space",
    "kernel.core_pattern",
    "fs.suid_dumpable",
    "net.ipv4.ip_forward",
    "net.ipv4.tcp_syncookies",
    *(f"net.ipv4.conf.{of}.{one}" for one in _OF_CARDS for of in ("all", "default")),
    "net.ipv6.conf.all.forwarding",
    *(f"net.ipv6.conf.{of}.{one}" for one in ("accept_redirects", "accept_source_route") for of in ("all", "default")),
)
"""The settings that are read, by sysctl name."""

_COMMAND: Final = counting(
    r"""
cd /proc/sys || exit 1
[ -d net/ipv6/conf ] || echo @no-ipv6
v=$(grep -s '' NOW /dev/null | cut -c1-200)
echo @now; printf '%s\n' "$v" | sed 's/^/ /'
echo "@settings $(printf '%s\n' "$v" | grep -c .)"
grep -s '' net/ipv4/conf/*/send_redirects net/ipv4/conf/*/accept_redirects net/ipv4/conf/*/accept_source_route \
  net/ipv4/conf/*/rp_filter net/ipv6/conf/*/accept_redirects net/ipv6/conf/*/accept_source_route /dev/null | awk -F/ '
$4 !~ /^(all|default|lo)$/ { i = index($5, ":"); k = $1 "/" $2 "/" $3 " " substr($5, 1, i - 1) " " substr($5, i + 1)
  if (!(k in n)) c[k] = $4
  n[k]++ }
END { for (k in n) print "@card " k " " n[k] " " c[k] }' | sort
for f in /sys/class/net/*/bridge; do [ ! -d "$f" ] || { f=${f%/bridge}; echo "@bridge ${f##*/}"; }; done
set --
for f in /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf \
  /lib/sysctl.d/*.conf /etc/sysctl.conf /etc/ufw/sysctl.conf; do
  [ -e "$f" ] || continue
  [ "$f" != /etc/ufw/sysctl.conf ] || grep -q '^ENABLED=yes' /etc/ufw/ufw.conf 2>/dev/null || continue
  echo "@file $f"
  if [ -r "$f" ]; then set -- "$@" "$f"; else echo "@unread $f"; fi
done
echo @lines-of-files
grep -sE '^[[:space:]]*-?[[:space:]]*(kernel|fs|net)[./]' "$@" /dev/null |
  grep -E 'randomize_va|suid_dumpable|core_pattern|ip_forward|syncookies|redirects|source_route|rp_filter|forwarding' |
  cut -c1-300 | sed 's/^/ /'
for d in /etc/sysctl.d /run/sysctl.d /usr/lib/sysctl.d; do [ ! -d $d ] || [ -r $d ] || echo "@unread $d"; done
[ ! -d /run/systemd/system ] || echo @systemd
""".replace("NOW", " ".join(one.replace(".", "/") for one in WANTED))
)
_LINE: Final = re.compile(r"(?P<may_fail>-?)\s*(?P<key>[^=\s]+)\s*(?P<sign>=?)\s*(?P<value>.*)", re.ASCII)


def parse(answer: Answer) -> KernelHardening:
    """Read what is set now and at the next start. Raises SessionError (cut) where a line is missing."""
    parts = complete(answer.text)
    found = passages(answer.text)
    if not {"now", "settings", "lines-of-files"} <= parts.keys():
        raise ParseError("no settings", answer.text[:80])
    lines = [one for one in parts["now"].lines if one]
    if number(parts["settings"].rest) != len(lines):
        raise SessionError(Reason.CUT, f"@settings {parts['settings'].rest}")
    if not lines:
        raise SessionError(Reason.EMPTY, "/proc/sys")
    files = [one.rest for one in found if one.kind == "file"]
    return KernelHardening(
        now={path.replace("/", "."): value for path, _colon, value in (one.partition(":") for one in lines)},
        cards=_cards(one for one in found if one.kind == "card"),
        at_start=at_start(_in_order(files, has_systemd="systemd" in parts), parts["lines-of-files"].lines),
        unread=tuple(one.rest for one in found if one.kind == "unread"),
        bridges=tuple(one.rest for one in found if one.kind == "bridge"),
        has_ipv6="no-ipv6" not in parts,
    )


def _cards(found: Iterable[Passage]) -> dict[str, tuple[OfCards, ...]]:
    cards: dict[str, tuple[OfCards, ...]] = {}
    for one in found:
        words = one.rest.split(" ")
        if len(words) != 5:  # noqa: PLR2004 - folder, setting, value, how many, one of them
            raise ParseError("no setting of network cards", one.rest)
        key = f"{words[0].replace('/', '.')}.*.{words[1]}"
        cards[key] = (*cards.get(key, ()), OfCards(words[2], number(words[3], one.rest), words[4]))
    return cards


def _in_order(files: Sequence[str], *, has_systemd: bool) -> list[str]:
    """The files that are read at the next start, in their order."""
    first: dict[str, str] = {}
    for path in files:
        folder, _slash, name = path.rpartition("/")
        if folder.endswith("/sysctl.d"):
            first.setdefault(name, path)
    last = [one for one in ("/etc/sysctl.conf", "/etc/ufw/sysctl.conf") if one in files]
    if has_systemd:
        last = [one for one in last if one != "/etc/sysctl.conf"]
    return [first[name] for name in sorted(first)] + last


def at_start(files: Sequence[str], lines: Sequence[str]) -> dict[str, AtStart]:
    """What the files set of the wanted settings: the last word counts, and a pattern never what is exempt from patterns."""
    found: dict[str, AtStart] = {}
    exempt: set[str] = set()
    for path in files:
        for key, value in _settings(path, lines):
            if value is None:
                exempt.add(key)
            elif any(sign in key for sign in "*?["):
                matched = (one for one in WANTED if fnmatchcase(one, key) and one not in exempt)
                found |= dict.fromkeys(matched, AtStart(value, path))
            elif key in WANTED:
                found[key] = AtStart(value, path)
    return found


def _settings(path: str, lines: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """The settings of one file; None is an exemption from patterns (``-net.ipv4.conf.all.rp_filter``)."""
    for line in lines:
        if line.startswith(f"{path}:"):
            read = _LINE.fullmatch(line.removeprefix(f"{path}:").strip())
            if read and (read["sign"] or read["may_fail"]):
                key = read["key"]
                yield _dotted(key), read["value"].strip() if read["sign"] else None


def _dotted(key: str) -> str:
    """A sysctl name with dots: the first sign between its parts decides which one it is written with."""
    is_path = "/" in key and ("." not in key or key.index("/") < key.index("."))
    return key.replace("/", ".") if is_path else key


KERNEL_HARDENING_PROC: Final = Collector(
    id="linux.kernel_hardening.proc",
    provides=KERNEL_HARDENING,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=10, kib=64),
    parse=parse,
)
