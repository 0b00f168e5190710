"""Sensors and power supplies of the management controller (BMC), from ``ipmitool sdr elist``.

One reading of the repository serves both kinds. The controller compares with the thresholds itself; its verdict is the
status column (ok, nc, cr, nr with u or l before it). A discrete sensor's status is ``ok`` whatever it says: its asserted
states are what counts. ``ns`` is no reading. That there is no BMC is what the firmware declares (firmware.py).

Sample::

    @sdr 0 3
     Fan1             | 30h | ok  |  7.1 | 5040 RPM
     CPU2 Temp        | 0Fh | ns  |  3.2 | No Reading
     PS1 Status       | C8h | ok  | 10.1 | Presence detected
    @virtual none
    @smbios total=90 ipmi=1 end=1
    @acpi total=210 ipmi=1 root=1
    @device 1
    @end
"""

import re
from typing import Final

from collectors.base import LINUX, Answer, Collector, Listing, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.bmc import POWER_PARTS, SENSORS, PowerPart, Presence, Sensor, Verdict
from collectors.linux.firmware import FIRMWARE
from collectors.linux.ipmi import SensorRow, output_of, sensor_rows
from collectors.linux.passages import whole
from config.text import _

_COMMAND: Final = (
    r"""
if command -v ipmitool >/dev/null 2>&1; then
  v=$($S ipmitool sdr elist 2>&1); r=$?
  printf '@sdr %s ' $r; printf '%s\n' "$v" | sed -n '$='
  printf '%s\n' "$v" | sed 's/^/ /'
fi
"""
    + FIRMWARE.strip("\n")
    + "\necho @end"
)
_ASK: Final = Shell(_COMMAND, tool="sed", seconds=60, kib=256, root=Root.NEEDED)

_READING: Final = re.compile(r"(?P<value>-?\d+(?:\.\d+)?) (?P<unit>[A-Za-z%][A-Za-z% /()]*?)(?:, (?P<states>.*))?")
_KINDS: Final = {
    "degrees C": "temperature",
    "degrees F": "temperature",
    "degrees K": "temperature",
    "RPM": "fan",
    "CFM": "fan",
    "Volts": "voltage",
    "Amps": "current",
    "Watts": "power",
}
_VERDICTS: Final = {"ok": Verdict.OK, "nc": Verdict.WARNING, "cr": Verdict.CRITICAL, "nr": Verdict.CRITICAL}
_SUPPLY_ENTITY: Final = 10
"""IPMI 2.0 table 43-13: entity id 0Ah is a power supply."""
_REDUNDANCY: Final = re.compile(r"redun|\brdnt", re.IGNORECASE)
_COMMA: Final = "AC out-of-range, but present"
"""The one state whose own words hold the sign between states (ipmitool, ipmi_sel.h)."""
_LOOK_AT_CHASSIS: Final = _("look at the power supplies by hand, or inspect the chassis that feeds this machine")


def parse(answer: Answer) -> Listing[Sensor]:
    """Read every sensor that is not a power supply's state or a redundancy.

    Raises Absent where there is no BMC. A missing ipmitool is an unseen, so that the kernel's sensors do not hide it.
    """
    try:
        rows = _rows(answer)
    except SessionError as error:
        if error.reason is not Reason.TOOL_MISSING:
            raise
        return Listing((), (Unseen("", error.reason, error.detail, error.remedy),))
    return Listing(tuple(_sensor(row) for row in rows if not _power_kind(row)))


def parse_power(answer: Answer) -> Listing[PowerPart]:
    """Read power supplies and redundancy. Raises Absent where there is no BMC, SessionError where it watches none."""
    parts = tuple(_power_part(row) for row in _rows(answer) if _power_kind(row))
    if not parts:
        raise SessionError(Reason.NO_RECORD, _("ipmitool sdr shows neither power supply nor redundancy"), _LOOK_AT_CHASSIS)
    return Listing(parts)


def _rows(answer: Answer) -> tuple[SensorRow, ...]:
    rows = sensor_rows(output_of(whole(answer.text), "sdr"))
    if not rows:
        raise SessionError(Reason.EMPTY, "ipmitool sdr elist")
    return rows


def _presence(row: SensorRow) -> Presence:
    if "disabled" in row.words.lower() and row.status in {"ns", "na"}:
        return Presence.DISABLED
    return Presence.SILENT if row.status in {"ns", "na", "us"} else Presence.PRESENT


def _states(words: str) -> tuple[str, ...]:
    kept = words.replace(_COMMA, _COMMA.replace(",", "\0"))
    return tuple(word.replace("\0", ",").strip() for word in kept.split(",") if word.strip())


def _read_words(row: SensorRow) -> tuple[float | None, str, tuple[str, ...]]:
    if _presence(row) is not Presence.PRESENT:
        return None, "", ()
    match = _READING.fullmatch(row.words)
    if match is None:
        return None, "", _states(row.words)
    return float(match["value"]), match["unit"], _states(match["states"] or "")


def _sensor(row: SensorRow) -> Sensor:
    reading, unit, states = _read_words(row)
    is_discrete = reading is None and _presence(row) is Presence.PRESENT and row.status == "ok"
    return Sensor(
        name=f"{row.name} #{row.number}",
        title=row.name,
        kind="state" if is_discrete else _KINDS.get(unit, "other"),
        presence=_presence(row),
        verdict=Verdict.NONE if is_discrete else _VERDICTS.get(row.status[-2:], Verdict.NONE),
        reading=reading,
        unit=unit,
        states=states,
        words=row.line,
    )


def _power_kind(row: SensorRow) -> str:
    if _REDUNDANCY.search(row.name) or _REDUNDANCY.search(row.words):
        return "redundancy"
    reading, unit, states = _read_words(row)
    is_stateful = reading is None or bool(states)
    has_no_reading = _presence(row) is not Presence.PRESENT
    is_measure = has_no_reading and re.search(r"temp|fan|volt|curr|amp|watt|power in|input", row.name, re.IGNORECASE)
    is_supply = row.entity == _SUPPLY_ENTITY and is_stateful and unit in {"", "Watts", "percent"} and not is_measure
    return "supply" if is_supply else ""


def _power_part(row: SensorRow) -> PowerPart:
    reading, unit, states = _read_words(row)
    kind = _power_kind(row)
    presence = _presence(row)
    if kind == "supply" and presence is Presence.PRESENT and not states and reading is None and row.status == "ok":
        presence = Presence.ABSENT  # its presence bit is not set
    return PowerPart(
        name=f"{row.name} #{row.number}",
        title=f"{row.name} ({row.entity}.{row.instance})",
        kind=kind,
        presence=presence,
        verdict=_VERDICTS.get(row.status[-2:], Verdict.NONE) if reading is not None else Verdict.NONE,
        states=states,
        reading_watts=reading if unit == "Watts" else None,
        words=row.line,
    )


SENSORS_IPMI: Final = Collector(id="linux.sensors.ipmi", provides=SENSORS, on=LINUX, ask=_ASK, parse=parse)
POWER_PARTS_IPMI: Final = Collector(
    id="linux.power_parts.ipmi", provides=POWER_PARTS, on=LINUX, ask=_ASK, parse=parse_power
)
