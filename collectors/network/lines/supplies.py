"""Power supplies and fans: ``display power`` and ``display fan``, ``show power`` and ``show fan``.

Evidence for the forms: the public collectors' parsers of these commands (VRP with and without a slot, Comware's lines and
tables, RGOS). Samples::

    Slot    PowerID  Online   Mode   State      Power(W)
    0       PWR1     Present  AC     Supply     60.00
    0       PWR2     Absent   -      -          -

    Slot 1:
    Power 1 State: Normal
    PowerID State  Mode   Current(A)  Voltage(V)  Power(W)
    1       Normal AC     --          --          --
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from collectors.base import Absent, Answer, Listing, ParseError
from collectors.facts.devices.sensors import FANS, POWER_SUPPLIES, Component, Part, Standing
from collectors.network.lines.reading import Line, Table, at_least_one, by_lines, headings, is_ruler, number, rows, shown
from collectors.network.lines.ruijie_power import supplies_alone
from collectors.network.lines.standings import apart, standing_of

_NOTE: Final = (
    r"info: |\*|note|the fan|device status|total |input power|\[|.*(?:system power|power consumption|temperature)"
)
_VRP_POWER: Final = Table(("powerid", "online", "state"), between=_NOTE)
_VRP_FAN: Final = Table(("fanid", "online", "status"), between=_NOTE)
_VRP_TRAY: Final = Table(("fanid", "present", "register"), wide=("fannum",), between=_NOTE)
_NO_FANS: Final = re.compile(
    r"(?:info:\s*)?.*\b(?:no fan|fanless|without fan|fan .*not exist|does not have (?:a )?fan)", re.IGNORECASE
)
_PLACE: Final = re.compile(r"\s*(?P<name>(?:chassis|slot|unit|switch)\s*\d+(?:\s+slot\s*\d+)?)\s*:?\s*$", re.IGNORECASE)
_PART: Final = re.compile(
    r"\s*(?:slot \S+ )?(?P<name>(?:fan|power|psu)(?:[ -](?:tray|frame|supply|id))?\s*\d+)\s*:?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_STATE: Final = re.compile(r"\s*(?:fan |power )?(?:state|status)\s*:\s*(?P<word>\S.*)$", re.IGNORECASE)
_ASIDE: Final = re.compile(
    r"\s*(?:input power|.*(?:airflow|air ?flow|direction|speed|type|mode|current|voltage|power|rpm|serial|model))\b.*:",
    re.IGNORECASE,
)
_RUIJIE_HEADS: Final = r"\[?(?P<name>(?:switch|slot|device)\s*\w+)\]?:?$"
_RUIJIE_POWER: Final = Table(("power-id", "status"), wide=("power-type",), between=_NOTE, heads=_RUIJIE_HEADS)
_RUIJIE_FAN: Final = Table(("fan-id", "status"), wide=("fan-type",), between=_NOTE, heads=_RUIJIE_HEADS)


def _listing(found: Sequence[Component], lines: Sequence[str]) -> Listing[Component]:
    at_least_one(found, lines)
    return Listing(tuple(apart(found)))


def _named(row: Line, own: str) -> str:
    """The place and the part's own name."""
    place = row.cell("of", "slot", "switch/slot")
    return f"{row.cell('slot', 'switch/slot') or place} {own}".strip()


def huawei_power(answer: Answer) -> Listing[Component]:
    """Supplies by slot and PowerID; what is not online is absent whatever its state says."""
    lines = shown(answer)
    return _listing([_online(row, Part.POWER, "powerid", "state") for row in rows(lines, _VRP_POWER)], lines)


def _online(row: Line, part: Part, own: str, state: str) -> Component:
    """A part that a column ``online`` says to be there."""
    name = row.cell(own)
    prefix = "FAN" if part is Part.FAN and name.isdecimal() else "PWR" if name.isdecimal() else ""
    is_there = row.cell("online").lower() == "present"
    standing = standing_of(row.cell(state)) if is_there else Standing.ABSENT
    words = row.cell(state) if is_there else row.cell("online")
    return Component(_named(row, prefix + name), part, standing, words)


def huawei_fans(answer: Answer) -> Listing[Component]:
    """Fans in either table of VRP: with their status, or trays that are registered and turn."""
    lines = shown(answer)
    if none := next((line for line in lines if _NO_FANS.match(line)), ""):
        raise Absent(none.strip())
    if any({"fanid", "present", "register"} <= set(headings(line)) for line in lines):
        return _listing([_tray(row) for row in rows(lines, _VRP_TRAY)], lines)
    return _listing([_online(row, Part.FAN, "fanid", "status") for row in rows(lines, _VRP_FAN)], lines)


def _tray(row: Line) -> Component:
    """A tray: absent, not registered, or standing still is said so; its speed is its words."""
    speed = row.cell("speed")
    name = f"FAN{row.cell('fanid')}" if row.cell("fanid").isdecimal() else row.cell("fanid")
    if row.cell("present").upper() != "YES":
        return Component(_named(row, name), Part.FAN, Standing.ABSENT, "absent")
    is_turning = row.cell("register").upper() == "YES" and number(speed) != 0.0
    words = f"registered {row.cell('register')}, speed {speed}"
    return Component(_named(row, name), Part.FAN, Standing.OK if is_turning else Standing.FAILED, words)


def _comware(part: Part) -> Callable[[Answer], Listing[Component]]:
    """Comware's two forms, mixed as they come: ``Fan 1 State: Normal`` over one line or two, and a table by PowerID."""

    def parse(answer: Answer) -> Listing[Component]:
        lines = shown(answer)
        if none := next((line for line in lines if _NO_FANS.match(line)), ""):
            raise Absent(none.strip())
        return _listing(list(_comware_parts(lines, part)), lines)

    return parse


@dataclass(slots=True)
class _Reader:
    """Where the reading of a Comware answer stands: below which place, which part, which table."""

    part: Part
    place: str = ""
    name: str = ""
    columns: list[str] = field(default_factory=list)

    def begins(self, line: str) -> bool:
        """Whether a line is a heading: of a place, or of a table."""
        words = set(headings(line))
        if head := _PLACE.match(line):
            self.place, self.name, self.columns = " ".join(head["name"].split()).lower(), "", []
            return True
        if {"powerid", "fanid"} & words and {"state", "status"} & words:
            self.columns = headings(line)
            return True
        return False

    def component(self, line: str) -> Component | None:
        """The part whose state a line tells, in its own line, below its name, or as a row; None where it tells none."""
        head = _PART.match(line)
        if head is not None:
            self.name = " ".join(head["name"].split()).lower()
        state = _STATE.match(head["rest"]) if head else _STATE.match(line) if self.name else None
        if state is not None:
            name, self.name = self.name, ""
            return _stated(self.place, name, state["word"], self.part)
        cells = line.split()
        if head is None and self.columns and len(cells) > 1 and not is_ruler(line):
            return _celled(self.columns, cells, self.place, self.part, line)
        if head is None and not is_ruler(line) and not _ASIDE.match(line):
            raise ParseError("no part", line)
        return None


def _comware_parts(lines: Sequence[str], part: Part) -> Iterator[Component]:
    reader = _Reader(part)
    for line in lines:
        found = None if reader.begins(line) else reader.component(line)
        if found is not None:
            yield found
    if reader.name:
        raise ParseError("a part without a state", reader.name)


def _celled(columns: Sequence[str], cells: Sequence[str], place: str, part: Part, line: str) -> Component:
    named = dict(zip(columns, cells, strict=False))
    own, state = named.get("powerid", named.get("fanid", "")), named.get("state", named.get("status", ""))
    if not own.isalnum() or not state:
        raise ParseError("no part", line)
    return _stated(place or f"slot {named['slot']}" if "slot" in named else place, f"{part.value} {own}", state, part)


def _stated(place: str, name: str, word: str, part: Part) -> Component:
    first = re.split(r"\s{2,}|,", word.strip())[0]
    return Component(f"{place} {name}".strip(), part, standing_of(first), first)


def _ruijie(part: Part, table: Table, own: str) -> Callable[[Answer], Listing[Component]]:
    """RGOS: a table whose last heading is the status."""

    def parse(answer: Answer) -> Listing[Component]:
        lines = supplies_alone(shown(answer))
        found = [
            Component(
                _named(row, f"{part.value} {row.cell(own)}"), part, standing_of(row.cell("status")), row.cell("status")
            )
            for row in rows(lines, table)
        ]
        return _listing(found, lines)

    return parse


COLLECTORS: Final = (
    by_lines("power_supplies", POWER_SUPPLIES, "huawei_vrp", "display power", huawei_power),
    by_lines("fans", FANS, "huawei_vrp", "display fan", huawei_fans),
    by_lines("power_supplies", POWER_SUPPLIES, "hp_comware", "display power", _comware(Part.POWER)),
    by_lines("fans", FANS, "hp_comware", "display fan", _comware(Part.FAN)),
    by_lines("power_supplies", POWER_SUPPLIES, "ruijie_os", "show power", _ruijie(Part.POWER, _RUIJIE_POWER, "power-id")),
    by_lines("fans", FANS, "ruijie_os", "show fan", _ruijie(Part.FAN, _RUIJIE_FAN, "fan-id")),
)
