"""Aggregated links, stack, gateways and routing neighbours of ZXROS.

Evidence for the forms: of ``show lacp internal`` ZTE's command manual of ZXROSNG and an 8900E's configuration example, kept
in public repositories; of ``show vsc`` the same example library; of VRRP, BGP and OSPF a public collector's answers of
ROSNG devices. The port's state is the octet of IEEE 802.1AX (6.4.2.3). Assumed: the words ``selected`` and ``unselected``
of older software in place of ACTIVE and INACTIVE, and that a lost member of a VSC reads NONE as an empty third place does.
Samples::

    Smartgroup:1
    Actor               Agg      LACPDUs  Port  Oper   Port  RX            Mux
    Port[Flags]         State    Interval Pri   Key    State Machine       Machine
    --------------------------------------------------------------------------------
    gei-0/1/0/5[SA*]    ACTIVE   30       32768 0x109  0x3d  CURRENT       COLL&DIST

    Master MP        : 0
    Slave MP         : 1

    Group 1 Link Information
    Local          Remote         M/S  Port  Learn    LinkNow  RecordTime
      1( 0, 5, 8)   1( 1, 5, 2)    M    UP    ACTIVE   UP       2026/05/23-09:41:05

    Neighbor        Ver As          MsgRcvd    MsgSend    Up/Down      State/PfxRcd
    192.0.2.1       4   65001       100        200        1w0d         5
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from collectors.base import Answer, Listing, ParseError
from collectors.facts.devices.sensors import PARTS, Component, Part
from collectors.facts.devices.topology import (
    AGGREGATES,
    BGP_PEERS,
    GATEWAY_GROUPS,
    OSPF_NEIGHBOURS,
    STACK_MEMBERS,
    AggregateMember,
    BgpPeer,
    GatewayGroup,
    StackMember,
)
from collectors.network.lines.gateways import gateway_groups
from collectors.network.lines.reading import blocks, by_lines, headings, is_ruler, shown
from collectors.network.lines.routing import as_number, elapsed, ospf_neighbours
from collectors.network.lines.standings import apart, standing_of
from collectors.network.lines.zte_stamps import unstamped

_GROUP: Final = re.compile(r"\s*smartgroup\s*:\s*(?P<name>\d+)\s*$", re.IGNORECASE)
_MEMBER: Final = re.compile(
    r"\s*(?P<port>[A-Za-z][\w\-/.:]*\d)\s*(?P<flags>\[[A-Z*]*\])?\s+(?P<agg>(?:un)?selected|(?:in)?active)\s+\d+\s+\d+\s+"
    r"0x[0-9a-f]+\s+0x(?P<state>[0-9a-f]{1,2})\s+(?P<machines>\S.*)$",
    re.IGNORECASE,
)
_ON: Final = frozenset({"active", "selected"})
_DISTRIBUTING, _DEFAULTED, _EXPIRED = 0x20, 0x40, 0x80
_VSC: Final = re.compile(
    r"\s*(?P<role>master|slave|standby|member) MP\s*:\s*(?P<numbers>\d[\d\s,]*|NONE)\s*$", re.IGNORECASE
)
_LINKS: Final = re.compile(r"\s*group (?P<name>\d+) link information", re.IGNORECASE)
_END: Final = r"\d+\(\s*\d+,\s*\d+,\s*\d+\)"
_LINK: Final = re.compile(
    rf"\s*(?P<local>{_END})\s+(?P<remote>{_END}|-+|NONE)\s+[A-Z]+\s+(?P<port>\S+)\s+(?P<learn>\S+)\s+(?P<now>\S+)\s+\S+\s*$",
    re.IGNORECASE,
)
_PEERS: Final = re.compile(r"\s*neighbor\s+ver\s+as\s+.*state/pfxrcd", re.IGNORECASE)
_ADDRESS: Final = r"\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*"
_PEER: Final = re.compile(
    rf"\s*\*?(?P<peer>{_ADDRESS})\s+4\s+(?P<as>\d+(?:\.\d+)?)\s+\d+\s+\d+\s+(?P<up>\S+)\s+"
    r"(?P<state>\d+|idle|connect|active|opensent|openconfirm|established)(?P<why>\([^)]*\))?\s*$",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(r"\s*(?:all|bgp|local|current|total|address)\b", re.IGNORECASE)


def zte_aggregates(answer: Answer) -> Listing[AggregateMember]:
    """Members of each smartgroup; what stands above the ruler are headings and what the flags mean."""
    lines = shown(answer)
    groups = list(blocks(lines, _GROUP))
    if not groups:
        raise ParseError("no smartgroup", lines[0])
    return Listing(tuple(one for head, inside in groups for one in _members(f"smartgroup{head['name']}", inside)))


def _members(name: str, lines: Sequence[str]) -> Iterator[AggregateMember]:
    ruler = next((at for at, line in enumerate(lines) if is_ruler(line)), None)
    if ruler is None:
        raise ParseError("no table of members", name)
    for line in lines[ruler + 1 :]:
        row = _MEMBER.match(line)
        if row is None:
            raise ParseError("no member", line)
        state = int(row["state"], 16)
        yield AggregateMember(
            name,
            row["port"],
            row["agg"].lower() in _ON and bool(state & _DISTRIBUTING),
            bool(state & _DEFAULTED),
            bool(state & _EXPIRED),
            f"{row['agg']} 0x{row['state']} {' '.join(row['machines'].split())}",
        )


def zte_members(answer: Answer) -> Listing[StackMember]:
    """Boxes of a VSC by the number of their main processor. Whether one is ready this answer does not tell."""
    lines = shown(answer)
    told = [row for line in lines if (row := _VSC.match(line))]
    roles = {row["role"].lower(): row["numbers"] for row in told}
    if not roles.get("master", "")[:1].isdecimal() or "slave" not in roles:
        raise ParseError("a VSC without its master or the place of its slave", lines[0])
    found = [
        StackMember(f"MP {number}", row["role"].lower(), None, row[0].strip())
        for row in told
        for number in re.findall(r"\d+", row["numbers"])
    ]
    if len({one.name for one in found}) != len(found):
        raise ParseError("a member twice", lines[0])
    return Listing(tuple(found))


def zte_stack_links(answer: Answer) -> Listing[Component]:
    """Links between the boxes of a VSC: one that is down, or whose port is, has failed."""
    lines = shown(answer)
    found = [one for head, inside in blocks(lines, _LINKS) for one in _links(head["name"], inside)]
    if not found:
        raise ParseError("no link of a VSC", lines[0])
    return Listing(tuple(apart(found)))


def _links(group: str, lines: Sequence[str]) -> Iterator[Component]:
    for line in lines:
        row = _LINK.match(line)
        if row is not None:
            local = "/".join(re.findall(r"\d+", row["local"])[1:])
            words = f"{row['now']}, port {row['port']}, {row['learn']}"
            worse = row["now"] if row["port"].upper() == "UP" else row["port"]
            yield Component(f"VSC group {group} link {local}", Part.STACK, standing_of(worse), words)
        elif not is_ruler(line) and "linknow" not in line.lower():
            raise ParseError("no link", line)


def zte_gateways(answer: Answer) -> Listing[GatewayGroup]:
    """Every line below the heading is a group. Raises ParseError where one is in no state that we know."""
    found = gateway_groups(answer)
    lines = shown(answer)
    head = next((at for at, line in enumerate(lines) if "state" in headings(line)), len(lines) - 1)
    below = [line for line in lines[head + 1 :] if not is_ruler(line)]
    if len(below) != len(found.records):
        raise ParseError(f"{len(found.records)} groups of {len(below)}", lines[head])
    return found


def zte_peers(answer: Answer) -> Listing[BgpPeer]:
    """Peers below each heading; a long address stands in a line of its own. Raises ParseError where there is none."""
    text = re.sub(rf"(?m)^([ \t]*\*?(?:{_ADDRESS}))[ \t]*\n[ \t]+(?=4[ \t])", r"\1 ", answer.text)
    found: dict[str, BgpPeer] = {}
    is_table = False
    for line in shown(Answer(text)):
        if _PEERS.match(line):
            is_table = True
        elif is_table and (row := _PEER.match(line)):
            found.setdefault(row["peer"], _peer(row))
        elif is_table and not is_ruler(line) and not _WORDS.match(line):
            raise ParseError("no peer", line)
    if not found:
        raise ParseError("no table of BGP peers", text[:200])
    return Listing(tuple(found.values()))


def _peer(row: re.Match[str]) -> BgpPeer:
    """A number instead of a state is how many prefixes came; what one is called that was shut down is not known."""
    state = "established" if row["state"].isdecimal() else row["state"].lower()
    why = (row["why"] or "").strip("()").lower()
    is_enabled = False if "admin" in why else None if state == "idle" else True
    up = elapsed(row["up"]) if state == "established" else None
    count = int(row["state"]) if row["state"].isdecimal() else None
    return BgpPeer(row["peer"], as_number(row["as"]), state, is_enabled, up, None, why, prefixes_count=count)


_FAMILY: Final = "zte_zxros"
_KIB: Final = 1024
_BGP_COMMAND: Final = "show bgp ipv4 unicast summary"
COLLECTORS: Final = (
    by_lines("aggregates", AGGREGATES, _FAMILY, "show lacp internal", unstamped(zte_aggregates)),
    by_lines("stack_members", STACK_MEMBERS, _FAMILY, "show vsc information", unstamped(zte_members)),
    by_lines("parts", PARTS, _FAMILY, "show vsc link", unstamped(zte_stack_links)),
    by_lines("gateway_groups", GATEWAY_GROUPS, _FAMILY, "show vrrp ipv4 brief", unstamped(zte_gateways)),
    by_lines("bgp_peers", BGP_PEERS, _FAMILY, _BGP_COMMAND, unstamped(zte_peers), kib=_KIB),
    by_lines("ospf_neighbours", OSPF_NEIGHBOURS, _FAMILY, "show ip ospf neighbor", unstamped(ospf_neighbours), kib=_KIB),
)
