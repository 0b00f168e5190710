"""What optical modules measure: ``display transceiver verbose``, ``display transceiver diagnosis interface``, RGOS alike.

Evidence for the forms: public manuals and labs of VRP and Comware, the public collectors' parsers of all three. Samples::

    GigabitEthernet0/0/1 transceiver information:
      RX Power(dBM)                 :-6.56
      RX Power High Threshold(dBM)  :0.00

    Ten-GigabitEthernet1/0/1 transceiver diagnostic information:
      Current diagnostic parameters:
        Temp.(C) Voltage(V)  Bias(mA)  RX power(dBm)  TX power(dBm)
        42       3.41        6.42      -2.55          -2.71
      Alarm thresholds:
        High  80 3.60        15.00     0.00           0.00
        Low   -5 3.00        0.00      -10.90         -8.30
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from collectors.base import Absent, Answer, Derived, Listing, ParseError, SessionError
from collectors.facts.devices.making import MODULE_VALUES
from collectors.facts.devices.ports import INTERFACES, Interface
from collectors.facts.devices.sensors import OPTICS, Place, Quantity, Sensor
from collectors.network.lines.reading import blocks, by_lines, fields, first_match, number, shown

_HEAD: Final = re.compile(
    r"[=\s]*(?:Port |Interface )?(?P<name>[A-Za-z][\w\-]*(?: \d[\w/.:]*|\d[\w/.:]*))\s*"
    r"(?:transceiver (?:diagnostic )?information\s*:|=+)",
    re.IGNORECASE,
)
_NONE: Final = re.compile(
    r".*(?:transceiver (?:is )?(?:absent|not present)|no transceiver|does not support (?:this|the) |"
    r"combo port is inactive|not support|no optical|is not present)",
    re.IGNORECASE,
)
_QUANTITIES: Final[Mapping[str, tuple[str, Quantity, float]]] = {
    "temp": ("", Quantity.TEMPERATURE, 1.0),
    "volt": ("", Quantity.VOLTAGE, 1.0),
    "bias": ("", Quantity.BIAS_CURRENT, 0.001),
    "rx": ("rx", Quantity.OPTICAL_POWER, 1.0),
    "tx": ("tx", Quantity.OPTICAL_POWER, 1.0),
}
"""By the beginning of a heading: which side, what, and its unit in ours."""
_ORDER: Final = re.compile(r"\b(temp|volt|bias|rx|tx)", re.IGNORECASE)
_VERBOSE: Final[Mapping[str, tuple[str, str]]] = {
    "temp": (r"temperature\s*\(", r"temp\w*\s+{side}\s+threshold"),
    "volt": (r"voltage\s*\(", r"volt\w*\s+{side}\s+threshold"),
    "bias": (r"bias current\s*\(", r"bias\s+{side}\s+threshold"),
    "rx": (r"rx power\s*\(|current rx power", r"(?:default )?rx power\s+{side}\s+threshold"),
    "tx": (r"tx power\s*\(|current tx power", r"(?:default )?tx power\s+{side}\s+threshold"),
}
_TALL: Final = re.compile(
    r"\s*(?P<what>temp|volt|current|bias|rx|tx)[\w. ]*\([^)]*\)\s+(?P<value>\S+)\s+(?P<low>\S+)\s+(?P<high>\S+)\s+\w+\s*$",
    re.IGNORECASE,
)
_LIMITS: Final = re.compile(r"\s*(?P<side>high|low)\s+(?P<cells>[-+\d.].*)$", re.IGNORECASE)
_VALUE: Final = re.compile(r"\s*(?:[-+]?\d|--?(?:\s|$)|N/A)")
_LANE: Final = re.compile(r"\s*\[(?:channel|lane)\]", re.IGNORECASE)
Limits = tuple[float | None, float | None]


def _sensor(port: str, what: str, value: float | None, limits: Limits, lane: str = "") -> Sensor | None:
    """One value of a port's module; what is not told, or no number, is none."""
    side, quantity, factor = _QUANTITIES[what]
    if value is None:
        return None
    low, high = (None if one is None else one * factor for one in limits)
    is_range = low is not None and high is not None and low < high
    return Sensor(
        " ".join(one for one in (port, side, f"lane {lane}" if lane else "") if one),
        quantity,
        value * factor,
        low_critical=low if is_range else None,
        high_critical=high if is_range else None,
        place=Place.MODULE,
        port=port,
    )


def _verbose(port: str, lines: Sequence[str]) -> Iterator[Sensor | None]:
    """VRP's list of names and values."""
    said = {name: value for name, value in fields(lines).items() if value}
    for what, (value, limit) in _VERBOSE.items():
        low, high = (_value(said, limit.format(side=side)) for side in ("low", "high"))
        yield _sensor(port, what, _value(said, value), (low, high))


def _value(said: Mapping[str, str], words: str) -> float | None:
    return next((number(value) for name, value in said.items() if re.match(words, name)), None)


def _tall(port: str, lines: Sequence[str]) -> Iterator[Sensor | None]:
    """VRP's table with a line a quantity: value, low, high, status."""
    for line in lines:
        if row := _TALL.match(line):
            what = {"current": "bias"}.get(row["what"].lower(), row["what"].lower())
            yield _sensor(port, what, number(row["value"]), (number(row["low"]), number(row["high"])))


@dataclass(slots=True)
class _Flat:
    """What was read so far of a table with a column a quantity; ``rows`` are lane, headings and cells."""

    columns: list[str] = field(default_factory=list)
    has_lanes: bool = False
    is_alarm: bool = True
    low: dict[str, float | None] = field(default_factory=dict)
    high: dict[str, float | None] = field(default_factory=dict)
    rows: list[tuple[str, list[str], list[str]]] = field(default_factory=list)

    def read(self, line: str) -> None:
        """A heading, a line of limits, or a line of values; a warning's limits are left, the alarm's are the module's."""
        found = [one.lower() for one in _ORDER.findall(re.sub(r"\([^)]*\)", "", line))]
        if "threshold" in line.lower():
            self.is_alarm = "warn" not in line.lower()
        elif len(found) > 1:
            self.columns, self.has_lanes = found, bool(_LANE.match(line))
        elif side := _LIMITS.match(line):
            limits = self.high if side["side"].lower() == "high" else self.low
            told = zip(self.columns, map(number, side["cells"].split()), strict=False)
            limits.update(told if self.is_alarm else ())
        elif self.columns and _VALUE.match(line):
            cells = line.split()
            self.rows.append((cells[0], self.columns, cells[1:]) if self.has_lanes else ("", self.columns, cells))


def _flat(port: str, lines: Sequence[str]) -> Iterator[Sensor | None]:
    """A table with a column a quantity: the values, then the limits of alarms below the same headings, if any."""
    table = _Flat()
    for line in lines:
        table.read(line)
    for lane, of, cells in table.rows:
        if len(cells) < len(of):
            raise ParseError("not as many values as headings", " ".join(cells))
        for what, cell in zip(of, cells, strict=False):
            yield _sensor(port, what, number(cell), (table.low.get(what), table.high.get(what)), lane)


_READERS: Final[tuple[Callable[[str, Sequence[str]], Iterator[Sensor | None]], ...]] = (_flat, _tall, _verbose)


def optics(answer: Answer) -> Listing[Sensor]:
    """Every module's values. Raises ParseError where a module that is there tells nothing that we know."""
    lines = shown(answer)
    found: dict[tuple[str, Quantity], Sensor] = {}
    modules = list(blocks(lines, _HEAD))
    if not modules and not any(_NONE.match(line) for line in lines):
        raise ParseError("no module", lines[0])
    for head, inside in modules:
        name = " ".join(head["name"].split())
        told = next((some for one in _READERS if (some := [x for x in one(name, inside) if x is not None])), [])
        if not told and len(inside) > 0 and not _is_mute(inside):
            raise ParseError("a module without a value that we know", head.string)
        for one in told:
            found.setdefault((one.name, one.quantity), one)
    return Listing(tuple(found.values()))


def _is_mute(lines: Sequence[str]) -> bool:
    """A module that says it is none or measures nothing (copper), or none of whose lines is of a diagnosis."""
    return any(_NONE.match(line) for line in lines) or first_match(lines, r"diagnos|power") is None


def _in_use(
    values: Listing[Sensor] | Absent | SessionError, ports: Listing[Interface] | Absent | SessionError
) -> Listing[Sensor]:
    """Mark the values of ports that are not up: a module without a link has no light, which is no fault."""
    if isinstance(values, Exception):
        raise values
    down = {one.name for one in ports.records if not one.is_up} if isinstance(ports, Listing) else set()
    return Listing(tuple(replace(one, is_idle=one.port in down) for one in values.records), values.unseen)


_SECONDS, _KIB = 90, 4096
COLLECTORS: Final = (
    by_lines(
        "module_values", MODULE_VALUES, "huawei_vrp", "display transceiver verbose", optics, seconds=_SECONDS, kib=_KIB
    ),
    by_lines(
        "module_values_diagnosis",
        MODULE_VALUES,
        "huawei_vrp",
        "display transceiver diagnosis interface",
        optics,
        seconds=_SECONDS,
        kib=_KIB,
    ),
    by_lines(
        "module_values",
        MODULE_VALUES,
        "hp_comware",
        "display transceiver diagnosis interface",
        optics,
        seconds=_SECONDS,
        kib=_KIB,
    ),
    by_lines(
        "module_values",
        MODULE_VALUES,
        "ruijie_os",
        "show interfaces transceiver diagnosis",
        optics,
        seconds=_SECONDS,
        kib=_KIB,
    ),
    Derived(id="network.optics_by_lines", provides=OPTICS, of=(MODULE_VALUES, INTERFACES), derive=_in_use),
)
