"""Power supplies, fans and temperatures of NX-OS: the passages of ``show environment``.

Evidence: Cisco's command references of Nexus 3000, 5000, 7000 and 9000 and the recorded answers behind ntc-templates'
``cisco_nxos_show_environment``. One page tells all three, so it is asked once.

Sample::

    Power Supply:
    Voltage: 12 Volts
    Power                              Actual        Total
    Supply    Model                    Output     Capacity    Status
                                     (Watts )     (Watts )
    -------  -------------------  -----------  -----------  --------------
    1        N9K-PAC-650W              101 W        650 W     Ok

    Fan:
    ------------------------------------------------------
    Fan             Model                Hw         Status
    ------------------------------------------------------
    Fan1(sys_fan1)  N9K-C9300-FAN2       --         Ok

    Temperature:
    --------------------------------------------------------------------
    Module   Sensor        MajorThresh   MinorThres   CurTemp     Status
                           (Celsius)     (Celsius)    (Celsius)
    --------------------------------------------------------------------
    1        FRONT           70              42          24         Ok
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import Listing, ParseError
from collectors.facts.devices.sensors import FANS, POWER_SUPPLIES, TEMPERATURES, Component, Part, Quantity, Sensor
from collectors.network.entity_sensors import place_of
from collectors.network.lines.asking import RULER, by_command, number
from collectors.network.lines.states import part

_TITLE: Final = re.compile(r"^(?P<what>Power Supply|Fan|Temperature|Clock|Power Usage Summary|LED|Fan Air Filter) *:? *$")
_SUPPLY: Final = re.compile(
    r" *(?P<name>\d{1,2}) +(?P<model>\S+) +(?:(?:\d[\d.]*|-+|N/A)(?: W)? +){1,3}(?P<state>[A-Za-z].*?)\s*"
)
_SUPPLY_BESIDE: Final = re.compile(r" *(?:Voltage:|Power +Actual|Supply +Model|PS +Model|\(Watts).*")
_MODULES: Final = re.compile(r" *(?:Actual +Power|Module +Model +(?:Draw|Power)|Mod +Model +Power).*")
_FAN: Final = re.compile(
    r" *(?P<name>\S+(?: \(\S+\))?) +(?P<model>\S+) +(?P<hw>\S+) +(?:(?P<air>\S+-to-\S+|-{2,}) +)?(?P<state>[A-Za-z].*?)\s*"
)
_FAN_BESIDE: Final = re.compile(r" *(?:Fan +Model +Hw|Fan Zone Speed|Fan Air Filter).*")
_TEMPERATURE: Final = re.compile(
    r" *(?P<module>\d+) +(?P<sensor>\S.*?) +(?P<major>\d+|-+|N/A) +(?P<minor>\d+|-+|N/A) +(?P<value>-?\d+|N/A) +"
    r"(?P<state>\S.*?)\s*"
)
_TEMPERATURE_BESIDE: Final = re.compile(r" *(?:Module +Sensor|\(Celsius\)).*")


def _passage(text: str, what: str) -> Iterator[str]:
    """The lines below a title, until the next. Raises ParseError where the title is missing."""
    is_in = has_title = False
    for line in text.splitlines():
        if title := _TITLE.match(line):
            is_in = title["what"] == what
            has_title = has_title or is_in
        elif is_in and not RULER.fullmatch(line):
            yield line
    if not has_title:
        raise ParseError(f"no passage {what}", text[:200])


def _rows(text: str, what: str, row: re.Pattern[str], beside: re.Pattern[str]) -> list[re.Match[str]]:
    found = []
    for line in _passage(text, what):
        if _MODULES.match(line):
            break
        if beside.fullmatch(line):
            continue
        if one := row.fullmatch(line):
            found.append(one)
        else:
            raise ParseError(f"no row of {what}", line)
    if not found:
        raise ParseError(f"no row below {what}", text[:200])
    return found


def _supplies(text: str) -> Listing[Component]:
    found = _rows(text, "Power Supply", _SUPPLY, _SUPPLY_BESIDE)
    return Listing(tuple(part(Part.POWER, f"PS{one['name']}", one["state"]) for one in found))


def _fans(text: str) -> Listing[Component]:
    return Listing(tuple(part(Part.FAN, one["name"], one["state"]) for one in _rows(text, "Fan", _FAN, _FAN_BESIDE)))


def _temperatures(text: str) -> Listing[Sensor]:
    """Values with the module's own limits; a sensor that tells none is no reading."""
    found = _rows(text, "Temperature", _TEMPERATURE, _TEMPERATURE_BESIDE)
    return Listing(tuple(_sensor(one) for one in found if one["value"] != "N/A"))


def _sensor(one: re.Match[str]) -> Sensor:
    name = " ".join(one["sensor"].replace("(", " (").split())
    return Sensor(
        f"module {one['module']} {name}",
        Quantity.TEMPERATURE,
        number(one["value"]),
        high_warn=number(one["minor"]) if one["minor"].isdecimal() else None,
        high_critical=number(one["major"]) if one["major"].isdecimal() else None,
        place=place_of(name),
    )


_NX: Final = ("cisco_nxos",)
_COMMAND: Final = "show environment"
COLLECTORS: Final = (
    by_command("power_supplies", POWER_SUPPLIES, _NX, _COMMAND, _supplies),
    by_command("fans", FANS, _NX, _COMMAND, _fans),
    by_command("temperatures", TEMPERATURES, _NX, _COMMAND, _temperatures),
)
