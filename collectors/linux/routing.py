"""Addresses, routes and rules, as iproute2 tells them (ip-address(8), ip-route(8), ip-rule(8)).

What runs out by itself (lifetimes), what a routing daemon learns and what the kernel adds for its own addresses is left out
on the target: the same machine gives the same answer.

Sample::

    @addresses 0
     eth0    inet 192.0.2.2/24 brd 192.0.2.255 scope global eth0
    @routes4 0
     default via 192.0.2.1 dev eth0 proto static metric 100
    @rules4 0
     32766:	from all lookup main
    @lines 6
    @end
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell, Unseen
from collectors.facts.routing import ROUTING, CardAddress, Route, Routing, Rule
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage

_COMMAND: Final = counting(
    r"""
told_by() { k=$1; shift; v=$("$@" 2>&1); echo "@$k $?"; [ -z "$v" ] || printf '%s\n' "$v" | sed \
  -e 's/^[0-9]*: *\([^ ]* *inet\)/\1/' -e 's/\\ *valid_lft.*//' -e 's/\\/ /g' -e 's/  *$//' \
  -e 's/ expires [0-9]*sec//' -e '/ table local/d' -e '/^\(local\|broadcast\|multicast\|anycast\|ff00::\/8\) /d' \
  -e '/ proto \(kernel\|bird\|zebra\|bgp\|ospf\|isis\|rip\|eigrp\|babel\|redirect\)\( \|$\)/d' -e 's/^/ /'; }
told_by addresses ip -o addr
told_by routes4 ip -4 -o route show table all
told_by rules4 ip -4 rule
[ ! -e /proc/net/if_inet6 ] || { told_by routes6 ip -6 -o route show table all; told_by rules6 ip -6 rule; }
"""
)
_ADDRESS: Final = re.compile(
    r"(?P<card>[^\s@]+)(?:@\S+)? +inet6? +(?P<address>\S+)(?: .*?)? scope (?P<scope>\S+)(?P<flags>.*)"
)
_RULE: Final = re.compile(r"(?P<priority>\d+):\s+(?P<words>\S.*)")
_KINDS: Final = frozenset({"unicast", "blackhole", "unreachable", "prohibit", "throw", "nat"})
_WITHOUT_VALUE: Final = frozenset({"onlink", "linkdown", "dead", "pervasive", "offload", "notify", "rt_offload", "rt_trap"})


def parse(answer: Answer) -> Routing:
    """Read all of it. Raises SessionError where even the addresses were not told; every machine has that of loopback."""
    parts = complete(answer.text)
    if "addresses" not in parts or parts["addresses"].rest != "0" or not parts["addresses"].lines:
        raise SessionError(
            Reason.FAILED, " ".join(parts["addresses"].lines[:1] if "addresses" in parts else ("ip -o addr",))
        )
    failed = [one for one in parts.values() if one.kind[:-1] in {"routes", "rules"} and one.rest != "0"]
    lost = tuple(Unseen(f"{one.kind[:-1]} {one.kind[-1]}", Reason.FAILED, " ".join(one.lines[:1])[:160]) for one in failed)
    told = {kind: one for kind, one in parts.items() if one not in failed}
    return Routing(tuple(_addresses(told["addresses"])), tuple(_routes(told)), tuple(_rules(told)), lost)


def _addresses(told: Passage) -> Iterator[CardAddress]:
    for line in told.lines:
        match = _ADDRESS.fullmatch(line)
        if match is None:
            if " inet" in line:
                raise ParseError("ip -o addr", line)
            continue
        flags = set(match["flags"].split())
        yield CardAddress(
            card=match["card"],
            address=match["address"],
            scope=match["scope"],
            is_passing=not flags.isdisjoint({"temporary", "deprecated", "tentative", "dadfailed"}),
            is_beside="secondary" in flags,
        )


def _routes(told: Mapping[str, Passage]) -> Iterator[Route]:
    for family in (4, 6):
        for line in told[f"routes{family}"].lines if f"routes{family}" in told else ():
            yield _route(family, line)


def _route(family: int, line: str) -> Route:
    """A line of ``KEY VALUE`` pairs behind the destination; next hops of one route stand behind ``nexthop``."""
    words = line.split()
    kind = words.pop(0) if words[0] in _KINDS else ""
    pairs: dict[str, list[str]] = {}
    place, rest = 0, [word for word in words[1:] if word != "nexthop" and word not in _WITHOUT_VALUE]
    while place + 1 < len(rest):
        key, value = rest[place], rest[place + 1]
        if value in {"inet", "inet6"} and place + 2 < len(rest):  # "via inet6 fe80::1": a next hop of the other family
            place, value = place + 1, rest[place + 2]
        pairs.setdefault(key, []).append(value)
        place += 2
    return Route(
        family=family,
        table=pairs.get("table", ["main"])[0],
        destination=" ".join(part for part in (kind, words[0] if words else "") if part),
        via=tuple(pairs.get("via", ())),
        cards=tuple(pairs.get("dev", ())),
        metric=pairs.get("metric", [""])[0],
        source=pairs.get("proto", [""])[0],
    )


def _rules(told: Mapping[str, Passage]) -> Iterator[Rule]:
    for family in (4, 6):
        for line in told[f"rules{family}"].lines if f"rules{family}" in told else ():
            match = _RULE.fullmatch(line)
            if match is None:
                raise ParseError("ip rule", line)
            yield Rule(family, match["priority"], " ".join(match["words"].split()))


ROUTING_IP: Final = Collector(
    id="linux.routing.ip",
    provides=ROUTING,
    on=LINUX,
    ask=Shell(_COMMAND, tool="ip", seconds=20, kib=256),
    parse=parse,
)
