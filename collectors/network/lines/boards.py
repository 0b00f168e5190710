"""Boards, and supplies and fans where they stand in the same table: ``display device``.

Evidence for the forms: public recordings of VRP, the public collectors' parsers of Comware's two forms. Samples::

    S5720-28X-SI-AC's Device status:
    Slot Sub  Type                   Online    Power    Register     Status   Role
    0    -    S5720-28X-SI           Present   PowerOn  Registered   Normal   Master
         PWR1 POWER                  Present   PowerOn  Registered   Normal   NA

    Slot Type             State    Subslot  Soft Ver             Patch Ver
    1    S6800-54QF       Master   0        S6800-6126P20        None
"""

import re
from collections.abc import Sequence
from typing import Final

from collectors.base import Answer, Listing, ParseError
from collectors.facts.devices.sensors import FANS, PARTS, POWER_SUPPLIES, Component, Part, Standing
from collectors.network.lines.reading import at_least_one, by_lines, headings, is_ruler, shown
from collectors.network.lines.standings import apart, only, part_of, standing_of

_VRP_ROW: Final = re.compile(r"(?P<place>.*?\S)\s+(?P<online>Present|Absent)\b\s*(?P<rest>.*)$", re.IGNORECASE)
_VRP_TITLE: Final = re.compile(r".*device status\s*:?\s*$|chassis \d+.*|\*.*|info: .*", re.IGNORECASE)
_STATES: Final = ("alarm", "status")
_BOX_SLOT: Final = re.compile(r"\s*slot\s*(?P<name>\d+)\s*:?\s*$", re.IGNORECASE)
_CHASSIS: Final = re.compile(r"\s*chassis\s*(?P<name>\d+)\s*:?\s*$", re.IGNORECASE)
_EMPTY: Final = {"none", "-"}


def huawei_boards(answer: Answer) -> Listing[Component]:
    """Every row of ``display device``: slot and sub-slot are its name."""
    lines = shown(answer)
    columns: list[str] = []
    found: list[Component] = []
    slot = ""
    for line in lines:
        words = headings(line)
        if "online" in words:
            columns = words
        elif columns and (row := _VRP_ROW.match(line)):
            slot = slot if line[:1].isspace() and slot and len(row["place"].split()) > 1 else row["place"].split()[0]
            found.append(_huawei(row, slot, columns, is_below=line[:1].isspace()))
        elif not is_ruler(line) and not _VRP_TITLE.match(line.strip()):
            raise ParseError("no board", line)
    at_least_one(found, lines)
    return Listing(tuple(apart(found)))


def _huawei(row: re.Match[str], slot: str, columns: Sequence[str], *, is_below: bool) -> Component:
    place = row["place"].split()
    behind = columns[columns.index("online") + 1 :]
    said = dict(zip(behind, row["rest"].split(), strict=False))
    if is_below and place[0] != slot:
        place.insert(0, slot)
    sub = place[1] if len(place) > 2 and place[1] != "-" else ""  # noqa: PLR2004 - slot, sub-slot, type
    words = [row["online"], *(said[one] for one in ("power", "register", *_STATES) if one in said)]
    standing = _standing(row["online"], said)
    return Component(f"{slot} {sub}".strip(), part_of(slot, *place[1:]), standing, " ".join(words))


def _standing(online: str, said: dict[str, str]) -> Standing:
    """Absent, off and not registered go before the state; a column of dashes says nothing."""
    if online.lower() == "absent":
        return Standing.ABSENT
    state = next((standing_of(said[one]) for one in _STATES if said.get(one, "-") not in {"-", "NA"}), Standing.UNKNOWN)
    if state in {Standing.FAILED, Standing.WARN}:
        return state
    if standing_of(said.get("power", "")) is Standing.OFF:
        return Standing.OFF
    if said.get("register", "").lower() == "unregistered":
        return Standing.FAILED
    return state


def comware_boards(answer: Answer) -> Listing[Component]:
    """Every row of ``display device``; in its box form the slot stands in a line above its sub-slots."""
    lines = shown(answer)
    columns: list[str] = []
    found: list[Component] = []
    above = chassis = ""
    for line in lines:
        words = headings(line)
        if {"state", "status", "brdstatus", "boardstatus"} & set(words) and len(words) > 3:  # noqa: PLR2004 - no row has it
            columns = words
        elif head := _CHASSIS.match(line):
            chassis = f"chassis {head['name']} "
        elif head := _BOX_SLOT.match(line):
            above = f"slot {head['name']} "
        elif columns and len(cells := line.split()) > 2:  # noqa: PLR2004 - slot, type, state
            found.append(_comware(columns, cells, chassis, above, line))
        elif not is_ruler(line):
            raise ParseError("no board", line)
    at_least_one(found, lines)
    return Listing(
        tuple(apart(one for one in found if one.standing is not Standing.ABSENT or one.words.lower() == "absent"))
    )


def _comware(columns: Sequence[str], cells: list[str], chassis: str, above: str, line: str) -> Component:
    """The state is read from the end in the box form, where it is the last, else below its heading."""
    column = next(one for one in ("state", "status", "brdstatus", "boardstatus") if one in columns)
    at = columns.index(column)
    state = cells[-1] if at == len(columns) - 1 else cells[at] if at < len(cells) else ""
    if not state:
        raise ParseError("no state", line)
    is_box = columns[0].startswith("subs")
    name = f"{chassis}{above}{'' if is_box and cells[0] == '0' else 'subslot ' if is_box else 'slot '}"
    name = f"{name}{'' if is_box and cells[0] == '0' else cells[0]}".strip()
    return Component(name, Part.MODULE, standing_of(state), state)


def _power(answer: Answer) -> Listing[Component]:
    return only(huawei_boards(answer), Part.POWER)


def _fans(answer: Answer) -> Listing[Component]:
    return only(huawei_boards(answer), Part.FAN)


def _others(answer: Answer) -> Listing[Component]:
    return only(huawei_boards(answer))


def _comware_others(answer: Answer) -> Listing[Component]:
    return only(comware_boards(answer))


_COMMAND: Final = "display device"
COLLECTORS: Final = (
    by_lines("parts", PARTS, "huawei_vrp", _COMMAND, _others),
    by_lines("parts", PARTS, "hp_comware", _COMMAND, _comware_others),
)
BOARD_SUPPLIES: Final = (
    by_lines("power_supplies_of_boards", POWER_SUPPLIES, "huawei_vrp", _COMMAND, _power),
    by_lines("fans_of_boards", FANS, "huawei_vrp", _COMMAND, _fans),
)
"""Behind the tables of supplies and fans, which tell more, for the models that have no such command."""
