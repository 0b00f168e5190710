"""BGP and OSPF neighbours: Cisco, Arista and FortiOS write one table; Junos its own.

Evidence: the makers' command references and the recorded answers behind ntc-templates' ``show_ip_bgp_summary``,
``show_ip_ospf_neighbor``, ``juniper_junos_show_bgp_summary`` and ``fortinet_get_router_info_bgp_summary``. A neighbour
whose address leaves no room for the rest is written in two lines.

Sample (of IOS)::

    BGP router identifier 192.0.2.1, local AS number 65001
    Neighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd
    192.0.2.2       4        65002   11111   11112       12    0    0 1w2d           12
    192.0.2.3       4        65003       0       0        1    0    0 never    Idle (Admin)
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import Absent, Listing, ParseError
from collectors.facts.devices.topology import BGP_PEERS, OSPF_NEIGHBOURS, BgpPeer, OspfNeighbour
from collectors.network.lines.asking import IOS, by_command, rows, seconds_of, whole

_BGP_HEAD: Final = re.compile(r" *(?:Description +)?Neighbor +V +AS +MsgRcvd +MsgSent")
_BGP_ROW: Final = re.compile(
    r"[ *]*(?:\S.*? +)??(?P<address>[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]+(?:%\S+)?) +4 +(?P<number>\d+(?:\.\d+)?) +"
    r"(?:\d+ +){4,5}(?P<age>\S+) +(?P<state>\S.*?)\s*"
)
_BGP_INSTANCE: Final = re.compile(r"^BGP summary information for VRF (?P<name>[^\s,]+)", re.MULTILINE)
_BGP_NONE: Final = re.compile(
    r"^(?:% ?)?(?:BGP (?:is )?not (?:active|running|enabled)|BGP instance is not running).*", re.IGNORECASE
)
_BGP_BESIDE: Final = re.compile(r"[A-Z].*[a-z].*|\* *Dynamically .*|\d+ (?!4 )\D.*")
"""Counts of the tables and lines of words; a row begins with an address."""
_TOTAL: Final = re.compile(r"^Total number of neighbors:? +(\d+)", re.MULTILINE)
_ADMIN: Final = re.compile(r"(?:idle\s*\(?admin\)?|\(?admin\)?|shut.*)", re.IGNORECASE)
_STATES: Final = {
    "idle": "idle",
    "connect": "connect",
    "active": "active",
    "opensent": "opensent",
    "openconfirm": "openconfirm",
    "closing": "idle",
    "estab": "established",
    "establ": "established",
    "established": "established",
}
_HIGH_NUMBER: Final = 65536
"""An AS number in dotted form (RFC 5396): how much its first part counts."""
_OSPF_HEAD: Final = re.compile(r" *Neighbor ID +(?:Instance +)?(?:VRF +)?Pri +State")
_OSPF_ROW: Final = re.compile(
    r" *(?P<router>\d+\.\d+\.\d+\.\d+) +(?:\d+ +\S+ +(?=\d+ +\S)|[A-Za-z]\S* +)?(?P<priority>\d+) +"
    r"(?P<state>\w+) */ *(?P<role>\S+) +(?P<time>\S+) +(?P<address>\d+\.\d+\.\d+\.\d+) +(?P<port>\S+)(?: +\d+)?\s*"
)
_OSPF_BESIDE: Final = re.compile(r" *(?:OSPF Process|OSPF process|Total number of neighbors|VRF|OSPF Router).*")
_OSPF_TOTALS: Final = re.compile(r"^ *Total number of neighbors: *(\d+)", re.MULTILINE)
_OSPF_STATES: Final = {
    "full": "full",
    "2way": "twoWay",
    "twoway": "twoWay",
    "exstart": "exchangeStart",
    "exchange": "exchange",
    "loading": "loading",
    "init": "init",
    "attempt": "attempt",
    "down": "down",
}
"""By the word of the command line, the word of OSPF-MIB (RFC 4750, ospfNbrState)."""
_JUNOS_BGP_HEAD: Final = re.compile(r"Peer +AS +InPkt +OutPkt")
_JUNOS_BGP: Final = re.compile(
    r"(?P<address>[0-9A-Fa-f.:]+) +(?P<number>\d+) +(?:\d+ +){4}(?P<age>\S+(?: \d\S*)?) +"
    r"(?P<state>Establ|Idle|Connect|Active|OpenSent|OpenConfirm|[\d/]+)(?: .*|)\s*"
)
_JUNOS_BGP_BESIDE: Final = re.compile(r" +\S+: .*|.*(?:inet|inet6|vpn)\S*\.\d:? .*")
_JUNOS_PEERS: Final = re.compile(r"^Groups: \d+ +Peers: (\d+) +Down peers: \d+", re.MULTILINE)
_JUNOS_OSPF_HEAD: Final = re.compile(r"Address +Interface +State +ID +Pri +Dead")
_JUNOS_OSPF: Final = re.compile(
    r"(?P<address>\S+) +(?P<port>\S+) +(?P<state>\w+) +(?P<router>\d+\.\d+\.\d+\.\d+) +\d+ +\d+\s*"
)
_NO_OSPF: Final = re.compile(
    r"^(?:% *)?OSPF (?:instance is not running|process .* not running).*$", re.MULTILINE | re.IGNORECASE
)


def _joined(text: str) -> str:
    """A neighbour's two lines as one."""
    return re.sub(r"(?m)^([0-9A-Fa-f:.*]{7,}) *\n {6,}(?=4 )", r"\1 ", text)


def _bgp(text: str) -> Listing[BgpPeer]:
    """Every neighbour of every instance. Raises Absent where the device says that no BGP runs."""
    for line in text.splitlines():
        if none := _BGP_NONE.match(line):
            raise Absent(none[0])
    found: dict[tuple[str, str], BgpPeer] = {}
    for instance, part in _instances(_joined(text)):
        for row in rows(part, _BGP_HEAD, _BGP_ROW, _BGP_BESIDE):
            found.setdefault((instance, row["address"]), _peer(instance, row))
    totals = [whole(told) for told in _TOTAL.findall(text)]
    if totals and max(totals) > len(found):
        raise ParseError("fewer neighbours than are counted", f"{totals}: {len(found)}")
    return Listing(tuple(found.values()))


def _instances(text: str) -> Iterator[tuple[str, str]]:
    """NX-OS and EOS name the VRF above each table; the default one has no name."""
    heads = list(_BGP_INSTANCE.finditer(text))
    if not heads:
        yield "", text
        return
    ends = [one.start() for one in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=True):
        part = text[head.start() : end]
        if any(_BGP_HEAD.match(line) for line in part.splitlines()):
            yield "" if head["name"] == "default" else head["name"], part


def _peer(instance: str, row: re.Match[str]) -> BgpPeer:
    state, is_admin = _state(row)
    age = seconds_of(row["age"]) if state == "established" else None
    high, _dot, low = row["number"].partition(".")
    number = whole(high) * _HIGH_NUMBER + whole(low) if low else whole(high)
    first = row["state"].split()[0].partition("(")[0]
    count = int(first) if first.isdecimal() else None
    return BgpPeer(row["address"], number, state, not is_admin, age, None, instance=instance, prefixes_count=count)


def _state(row: re.Match[str]) -> tuple[str, bool]:
    """The last column is how many prefixes came, where it is established, else its state. Raises ParseError for others."""
    told = row["state"]
    first = told.split()[0].partition("(")[0].lower()
    if _ADMIN.fullmatch(told):
        return "idle", True
    if first.isdecimal() or told.lower().startswith("(policy"):
        return "established", False
    if first not in _STATES:
        raise ParseError("no state of BGP", row[0])
    return _STATES[first], False


def _bgp_junos(text: str) -> Listing[BgpPeer]:
    """Junos tells neither an instance here nor whether one was shut down: an idle one is not known to be on purpose."""
    if none := re.search(r"^BGP is not running.*$", text, re.MULTILINE):
        raise Absent(none[0])
    found = []
    for row in rows(text, _JUNOS_BGP_HEAD, _JUNOS_BGP, _JUNOS_BGP_BESIDE):
        state = _STATES.get(row["state"].lower(), "established")
        age = seconds_of(row["age"]) if state == "established" else None
        found.append(BgpPeer(row["address"], whole(row["number"]), state, None, age, None))
    told = _JUNOS_PEERS.search(text)
    if told is None or whole(told[1]) != len(found):
        raise ParseError("not as many peers as are counted", told[0] if told else text[:200])
    return Listing(tuple(found))


def _ospf(text: str) -> Listing[OspfNeighbour]:
    if none := _NO_OSPF.search(text):
        raise Absent(none[0])
    found = tuple(_neighbour(row) for row in rows(text, _OSPF_HEAD, _OSPF_ROW, _OSPF_BESIDE))
    totals = sum(whole(told) for told in _OSPF_TOTALS.findall(text))
    if totals > len(found):
        raise ParseError("fewer neighbours than are counted", f"{totals}: {len(found)}")
    return Listing(found)


def _ospf_junos(text: str) -> Listing[OspfNeighbour]:
    if none := _NO_OSPF.search(text):
        raise Absent(none[0])
    return Listing(tuple(_neighbour(row) for row in rows(text, _JUNOS_OSPF_HEAD, _JUNOS_OSPF)))


def _neighbour(row: re.Match[str]) -> OspfNeighbour:
    state = _OSPF_STATES.get(row["state"].lower())
    if state is None:
        raise ParseError("no state of OSPF", row[0])
    return OspfNeighbour(row["router"], row["address"], state, None)


_NX, _EOS, _ASA, _JUNOS, _FORTI = ("cisco_nxos",), ("arista_eos",), ("cisco_asa",), ("juniper_junos",), ("fortinet",)
COLLECTORS: Final = (
    by_command("bgp_peers", BGP_PEERS, IOS, "show ip bgp summary", _bgp),
    by_command("bgp_peers", BGP_PEERS, _NX, "show ip bgp summary vrf all", _bgp),
    by_command("bgp_peers", BGP_PEERS, _EOS, "show ip bgp summary vrf all", _bgp),
    by_command("bgp_peers", BGP_PEERS, _ASA, "show bgp summary", _bgp),
    by_command("bgp_peers", BGP_PEERS, _FORTI, "get router info bgp summary", _bgp),
    by_command("bgp_peers", BGP_PEERS, _JUNOS, "show bgp summary", _bgp_junos),
    by_command("ospf_neighbours", OSPF_NEIGHBOURS, IOS, "show ip ospf neighbor", _ospf),
    by_command("ospf_neighbours", OSPF_NEIGHBOURS, _NX, "show ip ospf neighbor vrf all", _ospf),
    by_command("ospf_neighbours", OSPF_NEIGHBOURS, _EOS, "show ip ospf neighbor", _ospf),
    by_command("ospf_neighbours", OSPF_NEIGHBOURS, _ASA, "show ospf neighbor", _ospf),
    by_command("ospf_neighbours", OSPF_NEIGHBOURS, _FORTI, "get router info ospf neighbor", _ospf),
    by_command("ospf_neighbours", OSPF_NEIGHBOURS, _JUNOS, "show ospf neighbor", _ospf_junos),
)
