"""Spanning trees: the global part of ``display stp``, and ``show spanning-tree``.

Evidence for the forms: public manuals, labs and collectors of VRP and Comware; the public collectors' parsers of RGOS.
Samples::

    -------[CIST Global Info][Mode RSTP]-------
    CIST Bridge         :32768.00e0-fc12-3456
    CIST Root/ERPC      :4096 .00e0-fc65-4321 / 20000
    CIST RootPortId     :128.2
    Time since last TC  :0 days 9h:12m:34s
    Number of TC        :13

    BridgeAddr : 00d0.f822.33aa
    DesignatedRoot : 32768.00d0.f822.33aa
"""

import re
from collections.abc import Sequence
from typing import Final

from collectors.base import Absent, Answer, Listing, ParseError
from collectors.facts.devices.topology import SPANNING_TREES, SpanningTree
from collectors.network.lines.reading import blocks, by_lines, fields, shown, whole

_INSTANCE: Final = re.compile(
    r"\s*-*\[?(?:(?P<cist>CIST)|MSTI\s+(?P<number>\d+)|VLAN\s+(?P<vlan>\d+))\s+Global Info", re.IGNORECASE
)
_PORT: Final = re.compile(r"\s*(?:-+\[Port\d+|(?:CIST|MSTI.*) Port Information)", re.IGNORECASE)
_OFF: Final = re.compile(
    r"\s*(?:protocol status\s*:\s*disabled?|.*\bstp is (?:disabled|not (?:enabled|configured))|sysstpstatus\s*:\s*disabled|"
    r"no spanning tree)",
    re.IGNORECASE,
)
_ID: Final = re.compile(r"(?P<priority>\d+)\s*\.\s*(?P<mac>[0-9a-f]{4}[-.][0-9a-f]{4}[-.][0-9a-f]{4})", re.IGNORECASE)
_SINCE: Final = re.compile(r"(\d+)\s*d(?:ays?)?[\s:]*(\d+)h:(\d+)m:(\d+)s", re.IGNORECASE)
_DAY, _HOUR, _MINUTE = 86400.0, 3600.0, 60.0
_ROOT: Final = ("cist root/erpc", "root id/erpc", "msti regroot/irpc", "regroot id/irpc", "root/erpc", "designatedroot")
_BRIDGE: Final = ("cist bridge", "bridge id", "msti bridge id", "bridge")
_ROOT_PORT: Final = ("cist rootportid", "rootport id", "msti rootportid", "root portid", "rootport")
_CHANGES: Final = ("number of tc", "tc or tcn received", "topologychanges")
_LAST: Final = ("time since last tc", "timesincetopologychange")


def _identity(words: str) -> str:
    """A bridge's id as SNMP writes its eight bytes."""
    found = _ID.search(words)
    if found is None:
        return ""
    digits = f"{int(found['priority']) & 0xFFFF:04x}{re.sub(r'[-.]', '', found['mac']).lower()}"
    return ":".join(re.findall("..", digits))


def _first(said: dict[str, str], names: Sequence[str]) -> str:
    return next((said[one] for one in names if one in said), "")


def _tree(instance: str, lines: Sequence[str], line: str) -> SpanningTree:
    said = fields(lines)
    root = _identity(_first(said, _ROOT))
    if not root:
        raise ParseError("a spanning tree without a root", line)
    own = _identity(_first(said, _BRIDGE))
    port = re.sub(r"\s*\(.*", "", _first(said, _ROOT_PORT))
    since = _SINCE.search(_first(said, _LAST))
    days, hours, minutes, seconds = (float(one) for one in since.groups()) if since else (0.0,) * 4
    return SpanningTree(
        instance=instance,
        root=root,
        root_port="" if port in {"0", "0.0"} else port,
        is_root=bool(own) and own == root,
        changes_count=whole(_first(said, _CHANGES)),
        last_change_seconds=days * _DAY + hours * _HOUR + minutes * _MINUTE + seconds if since else None,
    )


def spanning_trees(answer: Answer) -> Listing[SpanningTree]:
    """One a CIST or MSTI; what is told of ports is not read."""
    lines = shown(answer)
    if off := next((line for line in lines if _OFF.match(line)), ""):
        raise Absent(off.strip())
    found = [
        _tree(head["number"] or head["vlan"] or "", _before_ports(inside), head.string)
        for head, inside in blocks(lines, _INSTANCE)
    ]
    return Listing(tuple(found) if found else (_tree("", _before_ports(lines), lines[0]),))


def _before_ports(lines: Sequence[str]) -> Sequence[str]:
    end = next((at for at, line in enumerate(lines) if _PORT.match(line)), len(lines))
    return lines[:end]


def ruijie_trees(answer: Answer) -> Listing[SpanningTree]:
    """``show spanning-tree``: names and values; below ``mst N`` those of an instance."""
    lines = shown(answer)
    if off := next((line for line in lines if _OFF.match(line)), ""):
        raise Absent(off.strip())
    instances = list(blocks(lines, re.compile(r"[#\s]*mst\s+(?P<number>\d+)\s", re.IGNORECASE)))
    if not instances:
        return Listing((_ruijie("", lines),))
    return Listing(tuple(_ruijie("" if head["number"] == "0" else head["number"], inside) for head, inside in instances))


def _ruijie(instance: str, lines: Sequence[str]) -> SpanningTree:
    said = fields(lines)
    own = f"bridge : {said.get('priority', '')}.{said.get('bridgeaddr', '')}"
    return _tree(instance, [*lines, own], lines[0] if lines else "")


_KIB: Final = 4096
COLLECTORS: Final = (
    by_lines("spanning_trees", SPANNING_TREES, "huawei_vrp", "display stp", spanning_trees, seconds=60, kib=_KIB),
    by_lines("spanning_trees", SPANNING_TREES, "hp_comware", "display stp", spanning_trees, seconds=60, kib=_KIB),
    by_lines("spanning_trees", SPANNING_TREES, "ruijie_os", "show spanning-tree", ruijie_trees, seconds=60, kib=_KIB),
)
