"""Power supplies, fans and temperatures of IOS and IOS XE: ``show environment`` in its forms, ``show power status``.

Stackable switches (2960-X, 3560-X, 3750-X, 3650, 3850, 9200, 9300) write the forms of the sample, others (4500, 6500, ISR,
ASR) a table of sensors. Evidence: Cisco's command references and the recorded answers behind ntc-templates'
``cisco_ios_show_environment_power_all``, ``_temperature`` and ``_show_power_status``.

Sample::

    Switch 1 FAN 1 is OK
    Switch 1: SYSTEM TEMPERATURE is OK
    Inlet Temperature Value: 29 Degree Celsius
    Temperature State: GREEN
    Yellow Threshold : 46 Degree Celsius
    Red Threshold    : 56 Degree Celsius
    SW  PID                 Serial#     Status           Sys Pwr  PoE Pwr  Watts
    --  ------------------  ----------  ---------------  -------  -------  -----
    1A  PWR-C1-715WAC       ABC11111111  OK              Good     Good     715
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from collectors.base import Listing, ParseError, Reason, SessionError
from collectors.facts.devices.sensors import (
    FANS,
    POWER_SUPPLIES,
    TEMPERATURES,
    Component,
    Part,
    Place,
    Quantity,
    Sensor,
    Standing,
)
from collectors.network.entity_sensors import place_of
from collectors.network.lines.asking import IOS, by_command, number, rows
from collectors.network.lines.states import part, standing_of

_POWER_HEAD: Final = re.compile(r" *SW +PID +Serial# +Status +Sys Pwr +PoE Pwr +Watts")
_POWER_ROW: Final = re.compile(
    r" *(?P<name>\d{1,2}[A-Z]?) +(?:(?P<pid>\S+) +(?P<serial>\S+) +(?P<state>\S.*?) +(?P<system>Good|Bad|Unknown|n/a|N/A) +"
    r"(?P<poe>Good|Bad|Unknown|n/a|N/A)(?: +[\d/.]+| +[Nn]/[Aa])?|(?:Unknown +)?(?P<none>Not Present)|"
    r"Built-in +(?P<built_in>Good|Bad))\s*"
)
_SUPPLY_HEAD: Final = re.compile(r"Supply +Model No +Type +Status +Sensor +Status")
_SUPPLY_ROW: Final = re.compile(
    r"(?P<name>(?:PS|PEM)\d+) +(?P<model>\S+) +(?P<type>\S+ \S+|--) +(?P<state>[a-z][\w-]*) +(?P<fan>\S+)"
    r"(?: +(?P<poe>\S+))?\s*"
)
_SUPPLY_BELOW: Final = re.compile(
    r"(?:(?:PS|PEM)\d+-\d+ .*|\*\*\*.*|Power supplies.*|Power (?:Available|Summary).*)", re.DOTALL
)
_FAN_LINE: Final = re.compile(
    r"^ *(?:(?P<member>Switch:? *\d+):? *)?FAN *(?P<name>[\w-]*?)(?: direction)? is (?P<state>[\w -]+?) *$", re.MULTILINE
)
_FAN_HEAD: Final = re.compile(r" *Switch +FAN +Speed +State")
_FAN_ROW: Final = re.compile(r" *(?P<member>\d+) +(?P<name>\d+) +(?P<speed>\d+|N/A) +(?P<state>\S.*?)(?: {2,}\S.*)?\s*")
_HOT_LINE: Final = re.compile(
    r"^ *(?:(?:Switch|SWITCH) *(?P<member>\d+):? *)?(?:SYSTEM )?TEMPERATURE is (?P<state>\S.*?) *$"
)
_HOT_VALUE: Final = re.compile(
    r"^ *(?P<name>Inlet|Outlet|Hotspot|System|.{1,30}?) *Temperature Value: *(?P<value>-?\d+) Degree Celsius"
)
_HOT_LIMIT: Final = re.compile(r"^ *(?P<which>Yellow|Red) Threshold *: *(?P<value>-?\d+) Degree Celsius")
_HOT_SENSOR: Final = re.compile(r"(?P<value>-?\d+) +Celsius(?: +\( *(?P<limits>[\w ,-]+)\))?")
_HOT_NAME: Final = "Temp:"
_COLUMNS: Final = 4


def _supplies(text: str) -> Listing[Component]:
    """Power supplies of a stackable switch. Raises SessionError (not offered) where the page has no table of them."""
    if not re.search(_POWER_HEAD.pattern, text):
        raise SessionError(Reason.NOT_OFFERED, text.strip()[:80])
    found = [_supply(one) for one in rows(text, _POWER_HEAD, _POWER_ROW, end=re.compile(r" *[A-Za-z].*"))]
    if not found:
        raise ParseError("no power supply below the head", text[:200])
    return Listing(tuple(found))


def _supply(one: re.Match[str]) -> Component:
    """A supply that calls itself well and feeds nothing is not. One that is built in tells only what it feeds."""
    if one["built_in"]:
        return part(Part.POWER, f"PS {one['name']}", one["built_in"])
    if one["none"]:
        return part(Part.POWER, f"PS {one['name']}", one["none"])
    made = part(Part.POWER, f"PS {one['name']}", one["state"])
    if made.standing is Standing.OK and one["system"] == "Bad":
        return replace(made, standing=Standing.FAILED, words=f"{made.words}, Sys Pwr Bad")
    return made


def _supplies_modular(text: str) -> Listing[Component]:
    """Catalyst 4500: a supply's own state; its inputs stand below it and make it what it is."""
    found = []
    for one in rows(text, _SUPPLY_HEAD, _SUPPLY_ROW, _SUPPLY_BELOW):
        made = part(Part.POWER, one["name"], one["state"])
        is_fan_bad = standing_of(one["fan"]) is Standing.FAILED
        found.append(replace(made, standing=Standing.FAILED) if is_fan_bad else made)
    if not found:
        raise ParseError("no power supply below the head", text[:200])
    return Listing(tuple(found))


def _fans(text: str) -> Listing[Component]:
    """Fans of a stackable switch, those of its power supplies among them."""
    found: dict[str, Component] = {}
    if re.search(_FAN_HEAD.pattern, text):
        for row in rows(text, _FAN_HEAD, _FAN_ROW, end=re.compile(r" *(?:FAN|Switch \d|SW|[A-Z]{2,}).*")):
            name = f"Switch {row['member']} FAN {row['name']}"
            found[name] = part(Part.FAN, name, row["state"])
    member = ""
    for line in _FAN_LINE.finditer(text):
        member = line["member"].replace(":", "") if line["member"] else member
        name = " ".join(word for word in (member, "FAN", line["name"]) if word)
        found[name] = part(Part.FAN, name, line["state"])
    if not found:
        raise SessionError(Reason.NOT_OFFERED, text.strip()[:80])
    return Listing(tuple(found.values()))


def _temperatures(text: str) -> Listing[Sensor]:
    """Values with the limits that stand below each; of other models rows of a table of sensors."""
    found = [*_values(text)] or [*_sensors(text)]
    if not found:
        raise SessionError(Reason.NOT_OFFERED, text.strip()[:80])
    return Listing(tuple(found))


def _values(text: str) -> Iterator[Sensor]:
    member, held = "", None
    for line in text.splitlines():
        if head := _HOT_LINE.match(line):
            member = f"Switch {head['member']} " if head["member"] else ""
        elif value := _HOT_VALUE.match(line):
            if held is not None:
                yield held
            place = Place.CHIP if value["name"] == "Hotspot" else place_of(value["name"])
            held = Sensor(f"{member}{value['name']}", Quantity.TEMPERATURE, number(value["value"]), place=place)
        elif held is not None and (limit := _HOT_LIMIT.match(line)):
            celsius = number(limit["value"])
            is_red = limit["which"] == "Red"
            held = replace(held, high_critical=celsius) if is_red else replace(held, high_warn=celsius)
    if held is not None:
        yield held


def _sensors(text: str) -> Iterator[Sensor]:
    """Rows of ``Sensor Location State Reading`` (or slot first); limits in brackets: minor, major, critical, shutdown."""
    for line in text.splitlines():
        cells = re.split(r" {2,}", line.strip())[:2]
        value = _HOT_SENSOR.search(line)
        if value is None or not any(cell.startswith(_HOT_NAME) for cell in cells):
            continue
        cells.sort(key=lambda cell: cell.startswith(_HOT_NAME))
        name = cells[-1].removeprefix(_HOT_NAME).strip()
        limits = [word.strip() for word in (value["limits"] or "").split(",")]
        minor, critical = (limits[0], limits[2]) if len(limits) == _COLUMNS else ("", "")
        yield Sensor(
            f"{cells[0]} {name}" if len(cells) > 1 else name,
            Quantity.TEMPERATURE,
            number(value["value"]),
            high_warn=number(minor) if minor.isdecimal() else None,
            high_critical=number(critical) if critical.isdecimal() else None,
            place=place_of(name),
        )


_ALL: Final = "show environment all"
COLLECTORS: Final = (
    by_command("power_supplies", POWER_SUPPLIES, IOS, _ALL, _supplies),
    by_command("power_supplies", POWER_SUPPLIES, IOS, "show environment power all", _supplies, also="alone"),
    by_command("power_supplies", POWER_SUPPLIES, IOS, "show power status", _supplies_modular, also="modular"),
    by_command("fans", FANS, IOS, _ALL, _fans),
    by_command("fans", FANS, IOS, "show environment fan", _fans, also="alone"),
    by_command("temperatures", TEMPERATURES, IOS, _ALL, _temperatures),
    by_command("temperatures", TEMPERATURES, IOS, "show environment temperature", _temperatures, also="alone"),
)
