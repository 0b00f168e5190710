"""Network interfaces: counters of /proc/net/dev in two samples, speed, duplex and carrier of /sys/class/net.

``device`` is told both ways: a lost line must not make a card virtual.

Sample::

    @uptime 351735.45 1200.02
    @dev
     Inter-|   Receive                               |  Transmit
      face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo colls carrier compressed
      eth0: 4381574 10083 0    0    0    0     0          0         516390 5562  0    0    0    0     0       0
    @link eth0
     device=yes
     flags=0x1003
     carrier=1
     speed=10000
     duplex=full
     carrier_changes=2
     address=02:00:00:00:00:11
     used=no
    @addressed
     lo
     eth0
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from collectors.base import LINUX, Answer, Collector, Listing, ParseError, Reason, Shell, Unseen
from collectors.facts.network import LINKS, Link, LinkCounters
from collectors.linux.passages import number, passages

_COMMAND: Final = r"""
IFS= read -r v </proc/uptime; echo "@uptime $v"
echo @dev; sed 's/^/ /' /proc/net/dev
for d in /sys/class/net/*; do
  [ -d "$d" ] || continue
  printf '@link %s\n' "${d##*/}"; v=no; [ ! -e "$d/device" ] || v=yes; printf ' device=%s\n' "$v"
  for a in flags carrier speed duplex carrier_changes address bonding_slave/perm_hwaddr; do
    v=; { IFS= read -r v <"$d/$a"; } 2>/dev/null; [ -z "$v" ] || printf ' %s=%s\n' "$a" "$v"
  done
  v=no; for u in "$d"/master "$d"/brport "$d"/upper_*; do [ ! -e "$u" ] || v=yes; done; printf ' used=%s\n' "$v"
done
echo @addressed; ip -o addr 2>/dev/null | sed -n 's/^[0-9]*: *\([^ @:]*\).* inet6\{0,1\} .*/ \1/p' | sort -u"""

_WITHOUT_ADDRESS = "2f866d52232b058c7ef522e534ae951df5fc3661a647f3021454d5812e97d62d"
"""Of the ask as it was before it told the cards' own addresses."""
_ENABLED = 0x1
"""IFF_UP of linux/if.h."""
_MBIT = 1_000_000
_LOOPBACK = "lo"
"""Every machine gives it an address: a list without it was not read."""
_FIELDS = 16
"""Eight of each direction: proc(5)."""


def parse(answer: Answer) -> Listing[Link]:
    """Read both samples; a counter that went backwards was reset by its driver and gives no window."""
    now_at, now, marks = _sample(answer.text)
    before_at, before, marks_before = _sample(answer.earlier) if answer.earlier else (now_at, {}, {})
    unread = {name: lost for name, marked in marks.items() if name in now and (lost := _unread(marked))}
    addressed = {name for one in passages(answer.text) if one.kind == "addressed" for name in one.lines}
    seconds = round(now_at - before_at, 2)
    links = tuple(
        replace(
            _link(name, counters, before.get(name), marks[name], marks_before.get(name, {}), seconds),
            has_address=name in addressed if _LOOPBACK in addressed else None,
        )
        for name, counters in now.items()
        if name in marks and name not in unread
    )
    missed = (Unseen(name, Reason.EMPTY, f"/sys/class/net/{name}/{mark}") for name, mark in unread.items())
    return Listing(links, (*_missing(marks, now), *missed))


def _unread(marks: Mapping[str, str]) -> str:
    """Name the mark without which a card cannot be judged; the kernel tells no carrier of one that is switched off."""
    needed = ["device"]
    if marks.get("device") == "yes":
        needed += ["flags", *(["carrier"] * bool(_flags(marks) & _ENABLED))]
    return next((mark for mark in needed if mark not in marks), "")


def _sample(text: str) -> tuple[float, Mapping[str, LinkCounters], Mapping[str, Mapping[str, str]]]:
    found = passages(text)
    match = next((re.match(r"[0-9]+(?:\.[0-9]+)?(?= |$)", one.rest) for one in found if one.kind == "uptime"), None)
    if not match:
        raise ParseError("no uptime", text[:80])
    lines = [line for one in found if one.kind == "dev" for line in one.lines]
    if len(lines) < 3 or not lines[0].startswith("Inter-"):  # noqa: PLR2004 - two heads and one card: lo at least
        raise ParseError("/proc/net/dev", "\n".join(lines)[:200])
    counters = dict(map(_counters, (line for line in lines[2:] if line.strip())))
    marks = {one.rest: dict(_pairs(one.lines)) for one in found if one.kind == "link"}
    return float(match[0]), counters, marks


def _counters(line: str) -> tuple[str, LinkCounters]:
    name, colon, rest = line.strip().rpartition(":")
    values = [number(word, line) for word in rest.split()]
    if not colon or len(values) != _FIELDS:
        raise ParseError("/proc/net/dev line", line)
    received, sent = values[:8], values[8:]
    return name, LinkCounters(received[1] + sent[1], received[2] + sent[2], received[3] + sent[3])


def _pairs(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        key, equals, value = line.partition("=")
        if not equals:
            raise ParseError("a mark of a card", line)
        yield key, value


def _link(
    name: str,
    now: LinkCounters,
    before: LinkCounters | None,
    marks: Mapping[str, str],
    marks_before: Mapping[str, str],
    seconds: float,
) -> Link:
    speed = number(marks.get("speed", "-1"))
    changes, changes_before = _count(marks), _count(marks_before)
    grown = changes - changes_before if changes is not None and changes_before is not None else None
    return Link(
        name=name,
        is_physical=marks["device"] == "yes",
        is_enabled=bool(_flags(marks) & _ENABLED),
        has_carrier=None if "carrier" not in marks else marks["carrier"] == "1",
        total=now,
        window=_difference(now, before),
        window_seconds=seconds,
        speed_bits_per_second=speed * _MBIT if 0 < speed < 2**31 else None,
        duplex=marks.get("duplex", "").removeprefix("unknown"),
        carrier_changes_count=changes,
        window_carrier_changes_count=grown,
        is_used_by_another=marks["used"] == "yes" if "used" in marks else None,
        hardware_address=marks.get("bonding_slave/perm_hwaddr", marks.get("address", "")).lower(),
    )


def _flags(marks: Mapping[str, str]) -> int:
    try:
        return int(marks.get("flags", "0x0"), 16)
    except ValueError as error:
        raise ParseError("flags of a card", marks["flags"]) from error


def _count(marks: Mapping[str, str]) -> int | None:
    return number(marks["carrier_changes"]) if "carrier_changes" in marks else None


def _difference(now: LinkCounters, before: LinkCounters | None) -> LinkCounters | None:
    if before is None:
        return None
    packets = now.packets_count - before.packets_count
    errors = now.errors_count - before.errors_count
    dropped = now.dropped_count - before.dropped_count
    return None if min(packets, errors, dropped) < 0 else LinkCounters(packets, errors, dropped)


def _missing(marks: Mapping[str, Mapping[str, str]], counters: Mapping[str, LinkCounters]) -> Iterator[Unseen]:
    for name in sorted({*marks} ^ {*counters}):
        yield Unseen(name, Reason.EMPTY, "/sys/class/net" if name in counters else "/proc/net/dev")


LINKS_PROC: Final = Collector(
    id="linux.links.proc",
    provides=LINKS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=15, kib=512, samples=2),
    parse=parse,
    also_reads=(_WITHOUT_ADDRESS,),
)
