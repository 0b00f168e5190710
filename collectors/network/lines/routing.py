"""Routing neighbours: ``display bgp peer``, ``display ospf peer``, ``show ip bgp summary``, ``show ip ospf neighbor``.

Evidence for the forms: public recordings' parsers of VRP and Comware, the public collectors' parsers of RGOS. Samples::

     Total number of peers : 1                 Peers in established state : 1
      Peer            V    AS  MsgRcvd  MsgSent  OutQ  Up/Down       State  PrefRcv
      192.0.2.1       4 64512       40       42     0 00:37:32 Established        2

     Area Id          Interface                        Neighbor id      State
     0.0.0.0          GigabitEthernet0/0/0             2.2.2.2          Full
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from collectors.base import Absent, Answer, Listing, ParseError
from collectors.facts.devices.topology import BGP_PEERS, OSPF_NEIGHBOURS, BgpPeer, OspfNeighbour
from collectors.network.lines.reading import by_lines, first_match, headings, shown

_ADDRESS: Final = r"\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*"
_STATE: Final = r"Idle|Connect|Active|OpenSent|OpenConfirm|Established|No\s?neg|Estab"
_VRP_PEER: Final = re.compile(
    rf"\s*\*?\s*(?P<peer>{_ADDRESS})\s+(?:4\s+)?(?P<as>\d+(?:\.\d+)?)\s+\d+\s+\d+\s+\d+\s+(?:(?P<before>\d+)\s+)?"
    rf"(?P<up>[\w:]+)\s+(?P<state>{_STATE})(?P<why>\([^)]*\))?(?:\s+(?P<after>\d+))?\s*$",
    re.IGNORECASE,
)
_IOS_PEER: Final = re.compile(
    rf"\s*\*?(?P<peer>{_ADDRESS})\s+4\s+(?P<as>\d+(?:\.\d+)?)\s+\d+\s+\d+\s+\d+\s+\d+\s+\d+\s+(?P<up>\S+)\s+"
    rf"(?P<state>\d+|{_STATE})\s*(?P<why>\([^)]*\))?\s*$",
    re.IGNORECASE,
)
_TOTAL: Final = r"total number of (?:peers|neighbors)\s*:?\s*(\d+)"
_NO_BGP: Final = re.compile(
    r"(?:info:|%)?\s*(?:the )?bgp(?: instance| process| routing process)?\s+(?:is |does )?not "
    r"(?:exist|configured|active|enabled|running|started)",
    re.IGNORECASE,
)
_CLOCKED: Final = re.compile(r"(?:(?P<weeks>\d+)w)?(?:(?P<days>\d+)d)?(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?$")
_HMS: Final = re.compile(r"(\d+):(\d\d):(\d\d)$")
_PER: Final = {"weeks": 604800.0, "days": 86400.0, "hours": 3600.0, "minutes": 60.0}
_OSPF_STATES: Final[Mapping[str, str]] = {
    "full": "full",
    "2-way": "twoWay",
    "2way": "twoWay",
    "exstart": "exchangeStart",
    "exchange": "exchange",
    "loading": "loading",
    "init": "init",
    "attempt": "attempt",
    "down": "down",
}
_OSPF_WORD: Final = r"(?P<state>Full|2-?Way|ExStart|Exchange|Loading|Init|Attempt|Down)(?:/\s*\S+)?"
_VRP_OSPF: Final = re.compile(
    rf"\s*(?:{_ADDRESS})\s+(?P<port>[A-Za-z]\S*(?: \S+)?)\s+(?P<router>{_ADDRESS})\s+{_OSPF_WORD}\s*$", re.IGNORECASE
)
_COMWARE_OSPF: Final = re.compile(
    rf"\s*(?P<router>{_ADDRESS})\s+(?P<address>{_ADDRESS})\s+\d+\s+\d+\s+{_OSPF_WORD}\s+(?P<port>\S+)\s*$", re.IGNORECASE
)
_IOS_OSPF: Final = re.compile(
    rf"\s*(?P<router>{_ADDRESS})\s+\d+\s+{_OSPF_WORD}\s*(?:-\s+)?(?:\S+\s+)?[\d:]+\s+(?P<address>{_ADDRESS})\s+"
    r"(?P<port>\S.*)$",
    re.IGNORECASE,
)
_OSPF_HEAD: Final = re.compile(r"\s*ospf (?:process\s+\d+|router with id \(.*\(process id \d+)", re.IGNORECASE)
_OSPF_TOTAL: Final = r"(?:total peer\(s\)\s*:\s*(\d+)|ospf process \d+, (\d+) neighbors)"


def elapsed(words: str) -> float | None:
    """Seconds of ``00:37:32``, ``0008h49m``, ``01d05h``, ``3w2d``; None of ``never`` and the like."""
    if said := _HMS.match(words):
        hours, minutes, seconds = (float(one) for one in said.groups())
        return hours * _PER["hours"] + minutes * _PER["minutes"] + seconds
    found = _CLOCKED.match(words)
    parts = {name: one for name, one in found.groupdict().items() if one} if found else {}
    return sum(float(one) * _PER[name] for name, one in parts.items()) if parts else None


def bgp_peers(answer: Answer) -> Listing[BgpPeer]:
    """Peers of the default instance. Raises ParseError where fewer are told than the device counts."""
    lines = shown(answer)
    if none := next((line for line in lines if _NO_BGP.match(line.strip())), ""):
        raise Absent(none.strip())
    found = [_peer(row) for line in lines if (row := _VRP_PEER.match(line) or _IOS_PEER.match(line))]
    total = first_match(lines, _TOTAL)
    is_told = any(words[:1] in (["peer"], ["neighbor"]) and "state" in " ".join(words) for words in map(headings, lines))
    if total is None and not (found and is_told):
        raise ParseError("no table of BGP peers", lines[0])
    if total is not None and int(total[1]) != len(found):
        raise ParseError(f"{len(found)} peers of {total[1]}", total.string)
    return Listing(tuple(found))


def as_number(written: str) -> int:
    """An AS number, plain or in dotted form (RFC 5396)."""
    high, dot, low = written.partition(".")
    return int(high) * 65536 + int(low) if dot else int(high)


def _peer(row: re.Match[str]) -> BgpPeer:
    """A number instead of a state is how many prefixes an established peer sent."""
    word = row["state"].lower().replace(" ", "")
    state = "established" if word.isdecimal() or word == "estab" else "idle" if word == "noneg" else word
    why = (row["why"] or "").lower()
    up = elapsed(row["up"]) if state == "established" else None
    peer = BgpPeer(row["peer"], as_number(row["as"]), state, "admin" not in why, up, None, why.strip("()"))
    return replace(peer, prefixes_count=_prefixes(row, word)) if state == "established" else peer


def _prefixes(row: re.Match[str], word: str) -> int | None:
    """In a column of its own before or behind the state, or in place of it."""
    told = row.groupdict()
    count = next((one for one in (word, told.get("before"), told.get("after")) if one and one.isdecimal()), None)
    return None if count is None else int(count)


def ospf_neighbours(answer: Answer) -> Listing[OspfNeighbour]:
    """Neighbours of all processes; the device's own count, where it tells one, is the witness."""
    lines = shown(answer)
    rows = [row for line in lines for row in [_ospf_row(line)] if row]
    if not any(_OSPF_HEAD.match(line) for line in lines):
        raise ParseError("no OSPF process", lines[0])
    counted = [said for line in lines if (said := re.search(_OSPF_TOTAL, line, re.IGNORECASE))]
    if counted and sum(int(one[1] or one[2]) for one in counted) != len(rows):
        raise ParseError(f"{len(rows)} neighbours, not as many as it counts", counted[0].string)
    return Listing(tuple(_ospf(row, rows) for row in rows))


def _ospf_row(line: str) -> re.Match[str] | None:
    """A row of any of the three tables. Raises ParseError for a line that begins as one and is none."""
    found = _VRP_OSPF.match(line) or _COMWARE_OSPF.match(line) or _IOS_OSPF.match(line)
    if found is None and re.match(rf"\s*(?:{_ADDRESS})\s+\S", line):
        raise ParseError("no neighbour", line)
    return found


def _ospf(row: re.Match[str], rows: Sequence[re.Match[str]]) -> OspfNeighbour:
    """By its address; a table without one names the interface too where a router is its neighbour twice."""
    named = row.groupdict()
    is_twice = sum(one["router"] == row["router"] for one in rows) > 1
    made = OspfNeighbour(row["router"], named.get("address") or "", _OSPF_STATES[row["state"].lower()], None)
    return replace(made, address=f"{row['router']} {named['port']}") if not made.address and is_twice else made


_KIB: Final = 1024
COLLECTORS: Final = (
    by_lines("bgp_peers", BGP_PEERS, "huawei_vrp", "display bgp peer", bgp_peers, kib=_KIB),
    by_lines("bgp_peers", BGP_PEERS, "hp_comware", "display bgp peer ipv4", bgp_peers, kib=_KIB),
    by_lines("bgp_peers_plain", BGP_PEERS, "hp_comware", "display bgp peer", bgp_peers, kib=_KIB),
    by_lines("bgp_peers", BGP_PEERS, "ruijie_os", "show ip bgp summary", bgp_peers, kib=_KIB),
    by_lines("ospf_neighbours", OSPF_NEIGHBOURS, "huawei_vrp", "display ospf peer brief", ospf_neighbours, kib=_KIB),
    by_lines("ospf_neighbours", OSPF_NEIGHBOURS, "hp_comware", "display ospf peer", ospf_neighbours, kib=_KIB),
    by_lines("ospf_neighbours", OSPF_NEIGHBOURS, "ruijie_os", "show ip ospf neighbor", ospf_neighbours, kib=_KIB),
)
