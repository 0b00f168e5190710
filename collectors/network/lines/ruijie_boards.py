"""Boards and members of RGOS: ``show version slots``, ``show switch virtual``.

Evidence for the forms: two recordings of ``show version slots`` (a router and a switch) behind a public fork of
ntc-templates; of ``show switch virtual`` two public lab notes, with a column Position and without, one of which names the
states OK, Recovery, Leave and Isolate. Assumed: that a device that runs alone says standalone. The columns are told by the
ruler, because headings of two words stand above them. Samples::

    Dev Slot Port Configured Module            Online Module                Software Status
    --- ---- ---- ---------------------------- ---------------------------- ---------------
    1   1    48   M8600E-48XS-DC               M8600E-48XS-DC               ok
    1   2    0    none                         none                         none
    1   M1   0    N/A                          M8600E-CM                    master

    Switch_id     Domain_id     Priority     Position     Status     Role          Description
    1(1)          1(1)          150(150)     LOCAL        OK         ACTIVE        left
    2(2)          1(1)          120(120)     REMOTE       OK         STANDBY
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from collectors.base import Absent, Answer, Listing, ParseError
from collectors.facts.devices.sensors import PARTS, Component, Part, Standing
from collectors.facts.devices.topology import STACK_MEMBERS, StackMember
from collectors.network.lines.reading import at_least_one, by_lines, headings, is_ruler, shown
from collectors.network.lines.standings import standing_of

_HEAD: Final = re.compile(r"\s*dev\s+slot\s+(?:max)?ports?\s+configured.module\s+online.module\s+.*status", re.IGNORECASE)
_NOTHING: Final = frozenset({"", "none", "n/a", "-"})
_SUPERVISOR: Final = re.compile(r"M\d+$", re.IGNORECASE)
_MEMBER: Final = re.compile(
    r"\s*(?P<number>\d+)\s*\(\d+\)\s+\d+\s*\(\d+\)\s+\d+\s*\(\d+\)\s+(?P<rest>[A-Za-z]\S*(?:\s+\S+)*)\s*$"
)
_ALONE: Final = re.compile(r".*\bstand-?alone\b", re.IGNORECASE)
_FEW: Final = 3
"""A device that says it runs alone says it in so many lines at most."""
_READY: Final = {"ok": True, "recovery": False, "leave": False, "isolate": False}


@dataclass(frozen=True, slots=True)
class _Slot:
    """A row: where, what is configured for it, what is in it, and its state."""

    device: str
    slot: str
    configured: str
    online: str
    status: str

    @property
    def name(self) -> str:
        return f"device {self.device} slot {self.slot}"

    @property
    def is_missing(self) -> bool:
        """A module is configured for the slot, and none is in it."""
        return self.configured.lower() not in _NOTHING and self.online.lower() in _NOTHING


def ruijie_boards(answer: Answer) -> Listing[Component]:
    """Boards by device and slot, and how many supervisors there are for the places of them."""
    lines = shown(answer)
    slots = tuple(_slots(lines))
    at_least_one(slots, lines)
    if len({one.name for one in slots}) != len(slots):
        raise ParseError("a slot twice", lines[0])
    return Listing((*(_board(one) for one in slots), *_supervisors(slots)))


def _slots(lines: Sequence[str]) -> Iterator[_Slot]:
    has_head = False
    columns: list[tuple[int, int]] = []
    for line in lines:
        if _HEAD.match(line):
            has_head, columns = True, []
        elif has_head and is_ruler(line):
            columns = [one.span() for one in re.finditer(r"-+", line)]
        elif columns:
            yield _slot(columns, line)
        else:
            raise ParseError("no board", line)


def _slot(columns: Sequence[tuple[int, int]], line: str) -> _Slot:
    """The cells below the ruler's pieces. Raises ParseError where a cell goes on beyond its column."""
    begins = [begin for begin, _end in columns]
    if len(begins) != 6 or any(line[at - 1 : at].strip() for at in begins if at):  # noqa: PLR2004 - dev to status
        raise ParseError("not below the ruler", line)
    cells = [line[begin:end].strip() for begin, end in zip(begins, [*begins[1:], None], strict=True)]
    if not cells[0].isdecimal() or not cells[1] or not cells[2].isdecimal() or not cells[5]:
        raise ParseError("no board", line)
    return _Slot(cells[0], cells[1], cells[3], cells[4], cells[5])


def _board(one: _Slot) -> Component:
    if one.is_missing:
        return Component(one.name, Part.MODULE, Standing.WARN, f"{one.status} (configured {one.configured}, none online)")
    return Component(one.name, Part.MODULE, standing_of(one.status), one.status)


def _supervisors(slots: Sequence[_Slot]) -> Iterator[Component]:
    """Of each device that has places for two. With one by design it looks the same as with the other one lost."""
    for device in dict.fromkeys(one.device for one in slots):
        places = [one for one in slots if one.device == device and _SUPERVISOR.match(one.slot)]
        there = [one for one in places if standing_of(one.status) is not Standing.ABSENT]
        words = ", ".join(f"{one.slot} {one.status}" for one in places)
        if len(places) > 1:
            standing = Standing.OK if len(there) > 1 else Standing.OFF
            yield Component(f"device {device} supervisors", Part.REDUNDANCY, standing, words)


def ruijie_members(answer: Answer) -> Listing[StackMember]:
    """Members of a VSU; of a state that no note names it is not known whether the member is ready."""
    lines = shown(answer)
    if len(lines) <= _FEW and (alone := next((line for line in lines if _ALONE.match(line)), "")):
        raise Absent(alone.strip())
    found: dict[str, StackMember] = {}
    columns: list[str] = []
    for line in lines:
        words = headings(line)
        if {"switch_id", "domain_id", "status", "role"} <= set(words):
            columns = words
        elif columns and (row := _MEMBER.match(line)):
            one = _member(row, columns, line)
            if found.setdefault(one.name, one) is not one:
                raise ParseError("a member twice", line)
        elif not columns or not is_ruler(line):
            raise ParseError("no member", line)
    at_least_one(tuple(found), lines)
    return Listing(tuple(found.values()))


def _member(row: re.Match[str], columns: Sequence[str], line: str) -> StackMember:
    cells = dict(zip(columns[3:], row["rest"].split(), strict=False))
    if "status" not in cells or "role" not in cells:
        raise ParseError("a member without its state and role", line)
    is_ready = _READY.get(cells["status"].lower())
    role = "" if is_ready is None else cells["role"].lower()
    return StackMember(f"switch {row['number']}", role, is_ready, f"{cells['status']} {cells['role']}")


COLLECTORS: Final = (
    by_lines("parts", PARTS, "ruijie_os", "show version slots", ruijie_boards),
    by_lines("stack_members", STACK_MEMBERS, "ruijie_os", "show switch virtual", ruijie_members),
)
