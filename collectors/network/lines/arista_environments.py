"""Power supplies, fans and temperatures of Arista EOS: ``show environment power``, ``cooling`` and ``temperature``.

Evidence: Arista's EOS manual and the recorded answers behind ntc-templates' templates of the same names. They are read as
text, which every version writes in one form and which saved logs hold.

Sample::

    System cooling status is: Ok
    Fan              Status          Configured Speed     Actual Speed
    ---------------- --------------- ---------------- ----------------
    1/1              Ok                           35%              34%
    PowerSupply2     Not Inserted                 N/A              N/A
"""

import re
from typing import Final

from collectors.base import Absent, Listing, ParseError
from collectors.facts.devices.sensors import FANS, POWER_SUPPLIES, TEMPERATURES, Component, Part, Quantity, Sensor
from collectors.network.entity_sensors import place_of
from collectors.network.lines.asking import RULER, by_command, number, rows, search
from collectors.network.lines.states import part

_FAN_HEAD: Final = re.compile(r"Fan(?: Tray)? +Status +(?:Configured )?Speed")
_FAN_ROW: Final = re.compile(r"(?P<name>\S+) +(?P<state>[A-Za-z].*?) +(?P<set>\d+%|N/A) +(?P<speed>\d+%|N/A)(?: +\S.*)?\s*")
_COOLING: Final = re.compile(r"^System cooling status is: *(?P<state>\S.*?) *$", re.MULTILINE)
_NO_SUPPLY: Final = re.compile(r"^% There seem to be no power supplies connected\.?", re.MULTILINE)
_SUPPLY_HEAD: Final = re.compile(r"Supply +Model +Capacity +Current +Current +Power +Status")
_SUPPLY_ROW: Final = re.compile(
    r"(?P<name>\d+) +(?P<model>\S.*?) +(?P<capacity>[\d.]+W|N/A|--) +(?P<in>[\d.]+A|N/A|--) +(?P<out>[\d.]+A|N/A|--) +"
    r"(?P<power>[\d.]+W|N/A|--) +(?P<state>[A-Za-z]+(?: [A-Za-z]+){0,3}?)(?: +(?:\d.*|Offline|Unknown|N/A|--))?\s*"
)
_SUPPLY_BESIDE: Final = re.compile(r"(?:Power +Input|Total +).*")
_PLACE: Final = re.compile(r"^(?P<name>\S.*?):\s*$")
_HOT_HEAD: Final = re.compile(r"Sensor +Description")
_HOT_ROW: Final = re.compile(
    r"(?P<number>\S+) +(?P<words>\S.*?) +(?P<value>-?\d+(?:\.\d+)?|N/A)C? +(?:\(?-?[\d.]+C?\)? +|N/A +|-+ +){0,2}?"
    r"(?P<alert>\d+(?:\.\d+)?|N/A|-+)C? +(?P<critical>\d+(?:\.\d+)?|N/A|-+)C?\s*"
)
_HOT_BESIDE: Final = re.compile(r"(?:System temperature status is|Ambient| +Alert| +Temp|.*Setpoint).*")


def _fans(text: str) -> Listing[Component]:
    """Fans by their place, and the cooling of the whole, which a fan that is missing makes insufficient."""
    found = [part(Part.FAN, row["name"], row["state"]) for row in rows(text, _FAN_HEAD, _FAN_ROW)]
    if not found:
        raise ParseError("no fan below the head", text[:200])
    cooling = search(_COOLING, text, "the state of the cooling")["state"]
    return Listing((*found, part(Part.FAN, "cooling", cooling)))


def _supplies(text: str) -> Listing[Component]:
    """Supplies by their number. A virtual EOS says that it has none."""
    if none := _NO_SUPPLY.search(text):
        raise Absent(none[0])
    found = [
        part(Part.POWER, f"PowerSupply{row['name']}", row["state"])
        for row in rows(text, _SUPPLY_HEAD, _SUPPLY_ROW, _SUPPLY_BESIDE)
    ]
    if not found:
        raise ParseError("no power supply below the head", text[:200])
    return Listing(tuple(found))


def _temperatures(text: str) -> Listing[Sensor]:
    """Sensors of every card with their own limits: alert and critical."""
    found: list[Sensor] = []
    place, has_head = "", False
    for line in text.splitlines():
        if _HOT_HEAD.match(line):
            has_head = True
        elif title := _PLACE.match(line):
            place = title["name"]
        elif has_head and (row := _HOT_ROW.fullmatch(line)):
            found += [_sensor(place, row)] if row["value"] != "N/A" else []
        elif not (RULER.fullmatch(line) or _HOT_BESIDE.fullmatch(line)):
            raise ParseError("no row of temperatures", line)
    if not found:
        raise ParseError("no sensor below a head", text[:200])
    return Listing(tuple(found))


def _sensor(place: str, row: re.Match[str]) -> Sensor:
    words = row["words"].strip()
    return Sensor(
        f"{place} {row['number']} {words}".strip(),
        Quantity.TEMPERATURE,
        number(row["value"]),
        high_warn=_limit(row["alert"]),
        high_critical=_limit(row["critical"]),
        place=place_of(words),
    )


def _limit(word: str) -> float | None:
    return number(word) if word[:1].isdecimal() else None


_EOS: Final = ("arista_eos",)
COLLECTORS: Final = (
    by_command("power_supplies", POWER_SUPPLIES, _EOS, "show environment power", _supplies),
    by_command("fans", FANS, _EOS, "show environment cooling", _fans),
    by_command("temperatures", TEMPERATURES, _EOS, "show environment temperature", _temperatures),
)
