"""VRRP: ``display vrrp brief``, ``display vrrp``, ``show vrrp brief``.

Evidence for the forms: public manuals and labs of VRP and Comware, the public collectors' parsers of RGOS. Samples::

    VRID  State        Interface                Type     Virtual IP
    10    Master       Vlanif10                 Normal   10.1.1.254
    Total:1     Master:1     Backup:0     Non-active:0

     Total number of virtual routers : 1
     Interface          VRID  State        Running Adver   Auth             Virtual
     Vlan10             10    Master       120     100     Not supported    10.0.10.254
"""

import re
from typing import Final

from collectors.base import Absent, Answer, Listing, ParseError
from collectors.facts.devices.topology import GATEWAY_GROUPS, GatewayGroup
from collectors.network.lines.reading import by_lines, first_match, headings, shown

_ADDRESS: Final = r"\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+"
_STATE: Final = r"(?P<state>Master|Backup|Initiali[sz]e|Init|Inactive|Non-active)"
_ROWS: Final = (
    re.compile(rf"\s*(?P<group>\d+)\s+{_STATE}\s+(?P<port>\S+)\s+\S+\s+(?P<address>{_ADDRESS})\s*$", re.IGNORECASE),
    re.compile(
        rf"\s*(?P<port>\S+)\s+(?P<group>\d+)\s+{_STATE}\s+\d+\s+\S+\s+.*?(?P<address>{_ADDRESS})\s*$", re.IGNORECASE
    ),
    re.compile(
        rf"\s*(?P<port>\S+(?: \d\S*)?)\s+(?P<group>\d+)\s+\d+\s+[\d.]+\s+.*?{_STATE}\s+\S+\s+(?P<address>{_ADDRESS})\s*$",
        re.IGNORECASE,
    ),
)
_TOTAL: Final = r"(?:^\s*total\s*:\s*|total number of virtual routers\s*:\s*)(\d+)"
_NO: Final = re.compile(
    r"(?:info:|%)?\s*(?:the )?(?:vrrp (?:does not exist|is not (?:configured|enabled))|no vrrp\b|no virtual router)",
    re.IGNORECASE,
)
_MAYBE: Final = re.compile(r"\s*(?:\S+\s+)?\d+\s+.*\b(?:master|backup|init\w*|inactive|non-active)\b", re.IGNORECASE)


def gateway_groups(answer: Answer) -> Listing[GatewayGroup]:
    """All groups. Raises ParseError where fewer are told than the device counts."""
    lines = shown(answer)
    if none := next((line for line in lines if _NO.match(line.strip())), ""):
        raise Absent(none.strip())
    found = []
    for line in lines:
        row = next((said for one in _ROWS if (said := one.match(line))), None)
        if row is None and _MAYBE.match(line) and not re.search(_TOTAL, line, re.IGNORECASE):
            raise ParseError("no group", line)
        if row is not None:
            found.append(GatewayGroup("vrrp", row["port"], row["group"], _state(row["state"]), row["address"]))
    total = first_match(lines, _TOTAL)
    is_told = any({"state", "interface"} <= set(headings(line)) for line in lines)
    if total is None and not is_told:
        raise ParseError("no table of groups", lines[0])
    if total is not None and int(total[1]) != len(found):
        raise ParseError(f"{len(found)} groups of {total[1]}", total.string)
    return Listing(tuple(found))


def _state(word: str) -> str:
    lowered = word.lower()
    return lowered if lowered in {"master", "backup"} else "initialize"


COLLECTORS: Final = (
    by_lines("gateway_groups", GATEWAY_GROUPS, "huawei_vrp", "display vrrp brief", gateway_groups),
    by_lines("gateway_groups", GATEWAY_GROUPS, "hp_comware", "display vrrp", gateway_groups),
    by_lines("gateway_groups", GATEWAY_GROUPS, "ruijie_os", "show vrrp brief", gateway_groups),
)
