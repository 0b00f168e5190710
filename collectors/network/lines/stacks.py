"""Members of stacks: ``display stack`` of VRP, ``display irf`` of Comware.

Evidence for the forms: public manuals of both. Samples::

    Slot of the active management port: 0
    Slot      Role        MAC Address      Priority   Device Type
        0     Master      00e0-fc12-3456   100        S5720-28X-SI-AC

    MemberID    Role    Priority  CPU-Mac         Description
     *+1        Master  32        00e0-fc00-1001  ---
"""

import re
from typing import Final

from collectors.base import Absent, Answer, Listing, ParseError
from collectors.facts.devices.topology import STACK_MEMBERS, StackMember
from collectors.network.lines.reading import at_least_one, by_lines, headings, is_ruler, shown

_ROLE: Final = r"(?P<role>Master|Standby|Slave|Loading|Init\w*|Fault\w*|Down)"
_ROW: Final = re.compile(rf"\s*[*+]*\s*(?P<number>\d+)\s+(?:\d+\s+)?{_ROLE}\b", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\s*(?:[*+] indicates|.*:)", re.IGNORECASE)
_NONE: Final = re.compile(
    r"(?:info:\s*)?(?:the )?(?:stack|irf)\b.*\bnot (?:enabled|supported|configured|set up)|.*\bno stack\b", re.IGNORECASE
)
_READY: Final = frozenset({"master", "standby", "slave"})


def stack_members(answer: Answer) -> Listing[StackMember]:
    """Each member with its role; one that loads, or whose role is none of the three, is not ready."""
    lines = shown(answer)
    if none := next((line for line in lines if _NONE.match(line.strip())), ""):
        raise Absent(none.strip())
    found: dict[str, StackMember] = {}
    is_table = False
    for line in lines:
        if "role" in headings(line):
            is_table = True
        elif is_table and (row := _ROW.match(line)):
            role = row["role"].lower()
            name = f"member {row['number']}"
            found[name] = StackMember(name, role, role in _READY)
        elif is_table and not is_ruler(line) and not _ASIDE.match(line):
            raise ParseError("no member", line)
    at_least_one(tuple(found), lines)
    return Listing(tuple(found.values()))


COLLECTORS: Final = (
    by_lines("stack_members", STACK_MEMBERS, "huawei_vrp", "display stack", stack_members),
    by_lines("stack_members", STACK_MEMBERS, "hp_comware", "display irf", stack_members),
)
