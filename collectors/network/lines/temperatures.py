"""Temperatures: ``display temperature``, ``display environment``, ``show temperature``.

Evidence for the forms: a public recording of VRP 8, the public collectors' parsers of VRP 5, Comware and RGOS. Samples::

    PCB       I2C Addr Chl  Status  Minor Major Fatal Adj_speed Temp
    MPUA      0   0    0    NORMAL  68    76    83    55   65   38

    Slot  Card  Sensor Status    Current(C) Lower(C) Lower Resume(C) Upper(C) Upper Resume(C)
    0     NA    NA     Normal            44        0         4       61        57

    Slot  Sensor    Temperature  Lower  Warning  Alarm  Shutdown
    1     inflow  1 26           0      59       69     NA
"""

import re
from collections.abc import Sequence
from typing import Final

from collectors.base import Answer, Listing, ParseError, Reason, SessionError
from collectors.facts.devices.sensors import TEMPERATURES, Place, Quantity, Sensor
from collectors.network.lines.reading import Line, Table, at_least_one, by_lines, headings, number, rows, shown

_PCB_ROW: Final = re.compile(
    r"\s*(?P<pcb>\S+)\s+(?P<where>\d+\s+\d+\s+\d+)\s+(?P<status>[A-Za-z]+)\s+(?P<minor>-?\d+)\s+(?P<major>-?\d+)\s+"
    r"(?P<fatal>-?\d+)\s+-?\d+\s+-?\d+\s+(?P<value>-?\d+(?:\.\d+)?)\s*$"
)
_PCB_SLOT: Final = re.compile(
    r"\s*(?:Slot(?:ID)?\s*(?P<name>\d+)\s*:|Base-Board.*Slot(?:ID)?\s*(?P<base>\d+))", re.IGNORECASE
)
_PCB_ASIDE: Final = re.compile(r"\s*(?:PCB\b|TMin|Base-Board|-+|Info:|-{2,})|.*\bTMax\b", re.IGNORECASE)
_VALUES: Final = ("current", "temperature", "temp", "currenttemperature", "tempvalue")
_NOTE: Final = r"system temperature information|info: |\*|note|chassis \d|slot \d+\s*:?$|temperature unit|\(?unit"
_HEADS: Final = r"(?:system temperature.*)?(?P<name>(?:chassis|slot|unit|switch|board)\s*\d+(?:\s+slot\s*\d+)?)\s*:?$"
_SINGLE: Final = re.compile(r"current temp\w*\s*:\s*(-?\d+(?:\.\d+)?)", re.IGNORECASE)
_COLDEST, _HOTTEST = -60.0, 200.0
_NOTHING: Final = frozenset({0.0, 255.0})
"""What stands where a part has no sensor."""
_PLACES: Final = (
    ("inflow", Place.INLET),
    ("inlet", Place.INLET),
    ("intake", Place.INLET),
    ("outflow", Place.OUTLET),
    ("outlet", Place.OUTLET),
    ("hotspot", Place.CHIP),
    ("cpu", Place.CHIP),
    ("chip", Place.CHIP),
    ("asic", Place.CHIP),
)


def _place(name: str) -> Place:
    return next((place for word, place in _PLACES if word in name.lower()), Place.BOARD)


def _reading(name: str, value: float, low: float | None, warn: float | None, critical: float | None) -> Sensor | None:
    """A sensor, or None for a value that no sensor has; a limit that is not set, or below the other side, is none."""
    if value in _NOTHING or not _COLDEST <= value <= _HOTTEST:
        return None
    highs = [None if one is None or one <= (low or 0.0) else one for one in (warn, critical)]
    return Sensor(
        name,
        Quantity.TEMPERATURE,
        value,
        low_critical=low,
        high_warn=highs[0],
        high_critical=highs[1],
        place=_place(name),
    )


def _listing(found: Sequence[Sensor | None], lines: Sequence[str]) -> Listing[Sensor]:
    at_least_one(found, lines)
    taken: dict[str, Sensor] = {}
    for one in found:
        if one is not None and taken.setdefault(one.name, one) is not one:
            raise ParseError(f"two sensors {one.name}", lines[0])
    if not taken:
        raise SessionError(Reason.NO_RECORD, lines[-1].strip())
    return Listing(tuple(taken.values()))


def huawei_temperatures(answer: Answer) -> Listing[Sensor]:
    """The table by PCB with the limits minor, major, fatal; or that by slot with its limits lower and upper."""
    lines = shown(answer)
    if any("pcb" in headings(line)[:1] for line in lines):
        return _by_board(lines)
    return _by_table(lines)


def _by_board(lines: Sequence[str]) -> Listing[Sensor]:
    """Boards by slot; the fatal limit is the critical one, major warns (minor is a fan's business)."""
    slot, found = "", []
    for line in lines:
        if head := _PCB_SLOT.match(line):
            slot = head["name"] or head["base"] or slot
        elif row := _PCB_ROW.match(line):
            name = f"slot {slot} {row['pcb']} {'/'.join(row['where'].split())}".strip()
            major, fatal = float(row["major"]), float(row["fatal"])
            found.append(_reading(name, float(row["value"]), None, major, fatal))
        elif not _PCB_ASIDE.match(line):
            raise ParseError("no temperature", line)
    return _listing(found, lines)


def _by_table(lines: Sequence[str]) -> Listing[Sensor]:
    """Any table that has the value below one of its usual headings."""
    value = next((one for line in lines for one in _VALUES if one in headings(line) and len(headings(line)) > 1), "")
    if not value:
        raise ParseError("no heading", lines[0])
    table = Table((value,), wide=("sensor", "sensorname", "sensors", "card"), between=_NOTE, heads=_HEADS)
    return _listing([_of_row(row, value) for row in rows(lines, table)], lines)


def _of_row(row: Line, value: str) -> Sensor | None:
    measured = number(row.cell(value))
    if measured is None:
        return None
    parts = [row.cell("of"), *(row.cell(one) for one in ("chassis", "card", "sensor", "sensorname", "sensors"))]
    slot = row.cell("slot", "slotno", "slotno.", "switch/slot")
    words = [f"slot {slot}" if slot else "", *(one for one in parts if one.upper() not in {"", "NA", "-"})]
    low = number(row.cell("lower", "lowerlimit"))
    warn = number(row.cell("warning", "warningupperlimit", "upper", "upperlimit"))
    critical = number(row.cell("alarm", "alarmupperlimit", "shutdown", "shutdownupperlimit"))
    return _reading(" ".join(one for one in words if one) or "temperature", measured, low, warn, critical)


def comware_temperatures(answer: Answer) -> Listing[Sensor]:
    """``display environment``."""
    return _by_table(shown(answer))


def ruijie_temperatures(answer: Answer) -> Listing[Sensor]:
    """``current tempr: 43`` of a small device, else a table."""
    lines = shown(answer)
    values = [float(one) for one in _SINGLE.findall("\n".join(lines))]
    single = [
        _reading(f"temperature {count}" if count else "temperature", value, None, None, None)
        for count, value in enumerate(values)
    ]
    return _listing(single, lines) if single else _by_table(lines)


COLLECTORS: Final = (
    by_lines("temperatures", TEMPERATURES, "huawei_vrp", "display temperature all", huawei_temperatures),
    by_lines("temperatures_plain", TEMPERATURES, "huawei_vrp", "display temperature", huawei_temperatures),
    by_lines("temperatures_newer", TEMPERATURES, "huawei_vrp", "display device temperature all", huawei_temperatures),
    by_lines("temperatures", TEMPERATURES, "hp_comware", "display environment", comware_temperatures),
    by_lines("temperatures", TEMPERATURES, "ruijie_os", "show temperature", ruijie_temperatures),
)
