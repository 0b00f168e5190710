"""Aggregated links, gateway redundancy and spanning tree: Cisco and Arista.

Evidence: the makers' command references and the recorded answers behind ntc-templates' ``show_etherchannel_summary``,
``show_port-channel_summary``, ``show_standby_brief``, ``show_vrrp_brief``, ``show_spanning-tree_root``; the legend of flags
stands above each table of aggregates.

Sample (of IOS)::

    Number of channel-groups in use: 1
    Group  Port-channel  Protocol    Ports
    ------+-------------+-----------+-----------------------------------------------
    1      Po1(SU)         LACP      Gi1/0/1(P)  Gi1/0/2(s)
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import Absent, Listing, ParseError, Reason, SessionError
from collectors.facts.devices.topology import (
    AGGREGATES,
    GATEWAY_GROUPS,
    SPANNING_TREES,
    AggregateMember,
    GatewayGroup,
    SpanningTree,
)
from collectors.network.lines.asking import IOS, RULER, by_command, rows

_LAG_HEAD: Final = re.compile(
    r" *(?:Group +Port-?[Cc]hannel +Protocol|Group +Port- +Type +Protocol|Port-Channel +Protocol +Ports)"
)
_LAG_ROW: Final = re.compile(r" *(?:\d+ +)?(?P<aggregate>Po[\w-]*\d+)\((?P<flags>[^)]*)\) *(?P<rest>.*)")
_LAG_MORE: Final = re.compile(r" +(?=[A-Za-z]\w*\d[\d/.:]*\()(?P<rest>.*)")
_LAG_MEMBER: Final = re.compile(r"(?P<port>[A-Za-z][\w-]*\d[\d/.:]*)\((?P<flags>[^)]*)\)")
_LAG_NONE: Final = re.compile(r"^ *Number of channel(?:-group)?s in use: *(\d{1,5}) *$", re.MULTILINE)
_LAG_BESIDE: Final = re.compile(r" *(?:Channel|RU|SU|P/bndl|S/susp|Number of|Flags).*")
_CARRIES: Final = frozenset("Pp")
"""Bundled; on NX-OS ``p`` is up in delay-lacp mode."""
_SPARE: Final = frozenset("H")
"""Hot standby: not selected by design, because the most active ones are there already."""
_HSRP_HEAD: Final = re.compile(r" *Interface +Grp +Prio? +P +State +Active")
_HSRP_ROW: Final = re.compile(
    r"(?P<port>\S+) +(?P<group>\d+) +(?P<priority>\d+) +(?:P +)?(?P<state>[A-Za-z]+) +(?P<active>\S+) +(?P<standby>\S+) +"
    r"(?P<address>\S+)(?: +\(\w+\))?\s*"
)
_HSRP_BESIDE: Final = re.compile(r" *(?:\*|#|P indicates|\|).*")
_VRRP_HEAD: Final = re.compile(r" *Interface +(?:Grp|VR) +(?:A-F +|IpVersion +)?Pri")
_VRRP_ROW: Final = re.compile(
    r" *(?P<port>\S+) +(?P<group>\d+) +(?:IPv[46] +)?(?P<priority>\d+) +(?P<time>\d+) +(?:[YN] +)?(?:[YN] +)?"
    r"(?P<state>[A-Za-z]+) +(?P<master>[\w.:]+)(?:\(local\))? *(?P<address>\S*)\s*"
)
_STP_HEAD: Final = re.compile(r" *(?:Vlan|VLAN|Instance|MST Instance) +Root ID +Cost +Time +Age +Dly")
_STP_ROW: Final = re.compile(
    r"(?P<instance>\S+) +(?P<priority>\d+) +(?P<root>[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}) +(?P<cost>\d+) +"
    r"\d+ +\d+ +\d+ *(?P<port>\S.*?)?\s*"
)
_STP_NONE: Final = re.compile(r"^No spanning tree instances? exists?.*", re.MULTILINE | re.IGNORECASE)
_STP_BESIDE: Final = re.compile(r" *Root +Hello.*")


def _aggregates(text: str) -> Listing[AggregateMember]:
    """Members by their aggregate. One that waits as a spare by design is left out, as it carries nothing on purpose."""
    if (count := _LAG_NONE.search(text)) and not int(count[1]):
        return Listing(())  # the count of them is the witness
    found: list[AggregateMember] = []
    aggregate = ""
    for line in _below(text):
        row = _LAG_ROW.fullmatch(line)
        more = None if row else _LAG_MORE.fullmatch(line)
        if row:
            aggregate = row["aggregate"]
        elif not (more and aggregate):
            raise ParseError("no row of aggregated links", line)
        rest = row["rest"] if row else line
        members = [_member(aggregate, one) for one in _LAG_MEMBER.finditer(rest)]
        found += [one for one in members if one is not None]
    return Listing(tuple(found))


def _below(text: str) -> Iterator[str]:
    """The lines of the table. Raises ParseError without its head."""
    has_head = False
    for line in text.splitlines():
        if _LAG_HEAD.match(line):
            has_head = True
        elif has_head and not RULER.fullmatch(line) and not _LAG_BESIDE.fullmatch(line):
            yield line
    if not has_head:
        raise ParseError("the table's head is missing", text[:200])


def _member(aggregate: str, one: re.Match[str]) -> AggregateMember | None:
    flags = one["flags"]
    if _SPARE & set(flags):
        return None
    return AggregateMember(aggregate, one["port"], bool(_CARRIES & set(flags[:1])), words=flags)


def _hsrp(text: str) -> Listing[GatewayGroup]:
    """HSRP groups. Raises SessionError (not offered) for a table without a row, so that VRRP is asked."""
    found = tuple(
        GatewayGroup("hsrp", row["port"], row["group"], row["state"].lower(), row["address"])
        for row in rows(_unwrapped(text), _HSRP_HEAD, _HSRP_ROW, _HSRP_BESIDE)
    )
    if not found:
        raise SessionError(Reason.NOT_OFFERED, text.strip().splitlines()[-1])
    return Listing(found)


def _vrrp(text: str) -> Listing[GatewayGroup]:
    """VRRP groups. Raises Absent for a table without a row."""
    states = {"init": "initialize"}
    found = tuple(
        GatewayGroup(
            "vrrp",
            row["port"],
            row["group"],
            states.get(row["state"].lower(), row["state"].lower()),
            row["address"] or row["master"],
        )
        for row in rows(_unwrapped(text), _VRRP_HEAD, _VRRP_ROW)
    )
    if not found:
        raise Absent(text.strip().splitlines()[-1])
    return Listing(found)


def _unwrapped(text: str) -> str:
    """A row whose interface's name left no room for the rest, as one line."""
    return re.sub(r"(?m)^( *[A-Za-z][\w/.-]*\d) *\n +(?=\d+ )", r"\1 ", text)


def _trees(text: str) -> Listing[SpanningTree]:
    """Roots by instance: at no cost and through no port of ours, we are the root."""
    if none := _STP_NONE.search(text):
        raise Absent(none[0])
    found = tuple(_tree(row) for row in rows(text, _STP_HEAD, _STP_ROW, _STP_BESIDE))
    if not found:
        raise ParseError("no instance below the head", text[:200])
    return Listing(found)


def _tree(row: re.Match[str]) -> SpanningTree:
    told = (row["port"] or "").strip()
    is_root = row["cost"] == "0" and (not told or told.lower().startswith("this bridge"))
    port = "" if is_root else told
    return SpanningTree(row["instance"], f"{row['priority']} {row['root'].lower()}", port, is_root, None, None)


_NX, _EOS = ("cisco_nxos",), ("arista_eos",)
COLLECTORS: Final = (
    by_command("aggregates", AGGREGATES, IOS, "show etherchannel summary", _aggregates),
    by_command("aggregates", AGGREGATES, _NX, "show port-channel summary", _aggregates),
    by_command("aggregates", AGGREGATES, _EOS, "show port-channel summary", _aggregates),
    by_command("gateway_groups", GATEWAY_GROUPS, IOS, "show standby brief", _hsrp),
    by_command("gateway_groups", GATEWAY_GROUPS, _NX, "show hsrp brief", _hsrp),
    by_command("gateway_groups", GATEWAY_GROUPS, IOS, "show vrrp brief", _vrrp, also="vrrp"),
    by_command("spanning_trees", SPANNING_TREES, IOS, "show spanning-tree root", _trees),
    by_command("spanning_trees", SPANNING_TREES, _NX, "show spanning-tree root", _trees),
)
