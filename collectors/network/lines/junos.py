"""Junos: routing engines, chassis environment, alarms.

Evidence: Juniper's CLI reference of ``show chassis routing-engine``, ``show chassis environment`` and ``show chassis
alarms``, whose columns are the same on MX, EX, QFX and SRX.

Sample (shortened)::

    Routing Engine status:
      Slot 0:
        Current state                  Master
        CPU utilization:
          Idle                        93 percent
        Memory utilization          31 percent

    Class Item                           Status     Measurement
    Power PEM 0                          OK         35 degrees C / 95 degrees F
    Fans  Top Fan Tray                   OK         Spinning at normal speed
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import Listing, ParseError, Reason, SessionError
from collectors.facts.devices.loads import MEMORIES, PROCESSORS, Memory, Processor
from collectors.facts.devices.sensors import (
    FANS,
    PARTS,
    POWER_SUPPLIES,
    TEMPERATURES,
    Component,
    Part,
    Quantity,
    Sensor,
    Standing,
)
from collectors.network.entity_sensors import place_of
from collectors.network.lines.asking import RULER, by_command, number, search, share
from collectors.network.lines.states import part


def _of(words: str) -> re.Pattern[str]:
    return re.compile(words, re.MULTILINE)


_ENGINES: Final = _of(r"^Routing Engine status:")
_SLOT: Final = _of(r"^ +Slot (\d+):")
_FIVE_MINUTES: Final = _of(
    r"^ +5 min CPU utilization:(?:\n +(?:User|Background|Kernel|Interrupt) .*)*\n +Idle +(\d+) percent"
)
_NOW: Final = _of(r"^ +(?:5 sec )?CPU utilization:(?:\n +(?:User|Background|Kernel|Interrupt) .*)*\n +Idle +(\d+) percent")
_MEMORY: Final = _of(r"^ +(?:Control plane m|M)emory utilization +(\d+) percent")
_WINDOW: Final = 300.0
_ENVIRONMENT_HEAD: Final = re.compile(r"Class +Item +Status +Measurement")
_ENVIRONMENT_ROW: Final = re.compile(
    r"(?P<class>Temp|Power|Fans|Misc|Routing Engine|CB|PEM)? *(?P<item>\S.*?) {2,}"
    r"(?P<state>OK|Check|Failed|Absent|Present|Testing|Online|Offline|Empty|Ready|Normal|No Power|Error)"
    r"(?: +(?P<measured>\S.*?))?\s*"
)
_DEGREES: Final = re.compile(r"(?P<value>-?\d+) degrees C")
_ALARM_COUNT: Final = _of(r"^(\d+) alarms? currently active")
_NO_ALARM: Final = _of(r"^No alarms currently active.*$")
_ALARM: Final = _of(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+ +(?P<class>Major|Minor) +(?P<words>\S.*?) *$")
_MEMBER: Final = re.compile(r"(?:fpc\d+|node\d+|member\d+|localre):|\{master.*|\{primary.*")


def _engines(text: str) -> Iterator[tuple[str, str]]:
    """Each routing engine by its slot; a device of one has none. Raises ParseError without the head."""
    heads = list(_SLOT.finditer(text))
    if not heads:
        yield "", text[search(_ENGINES, text, "the routing engine").end() :]
    ends = [one.start() for one in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends if heads else (), strict=True):
        yield f" {head[1]}", text[head.end() : end]


def _processors(text: str) -> Listing[Processor]:
    found = []
    for slot, below in _engines(text):
        if mean := _FIVE_MINUTES.search(below):
            found.append(Processor(f"Routing Engine{slot}", 1.0 - share(mean[1]), window_seconds=_WINDOW))
        elif now := _NOW.search(below):
            found.append(Processor(f"Routing Engine{slot}", 1.0 - share(now[1])))
    if not found:
        raise ParseError("no idle share", text[:200])
    return Listing(tuple(found))


def _memories(text: str) -> Listing[Memory]:
    found = [
        Memory(f"Routing Engine{slot}", share(one[1]))
        for slot, below in _engines(text)
        if (one := _MEMORY.search(below)) is not None
    ]
    if not found:
        raise ParseError("no memory utilization", text[:200])
    return Listing(tuple(found))


def _items(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Rows as class, item, state, measurement; a row without a class is of the one above."""
    kind, has_head, place = "", False, ""
    for line in text.splitlines():
        if _ENVIRONMENT_HEAD.match(line):
            has_head = True
        elif _MEMBER.match(line):
            place = f"{line.strip(': ')} " if line.endswith(":") else place
        elif has_head and (row := _ENVIRONMENT_ROW.fullmatch(line)):
            kind = row["class"] or kind
            yield kind, f"{place}{row['item']}", row["state"], row["measured"] or ""
        elif not RULER.fullmatch(line):
            raise ParseError("no row of the environment", line)
    if not has_head:
        raise ParseError("the table's head is missing", text[:200])


def _parts(text: str, kind: str, of: Part) -> Listing[Component]:
    """Rows of one class. Raises SessionError (not offered) where the table has none of it."""
    found = {
        name: Component(name, of, Standing.WARN, state) if state == "Check" else part(of, name, state)
        for named, name, state, measured in _items(text)
        if named == kind and (kind == "Power" or not _DEGREES.match(measured))
    }
    if not found:
        raise SessionError(Reason.NOT_OFFERED, f"Class Item Status Measurement: - {kind}")
    return Listing(tuple(found.values()))


def _supplies(text: str) -> Listing[Component]:
    return _parts(text, "Power", Part.POWER)


def _fans(text: str) -> Listing[Component]:
    return _parts(text, "Fans", Part.FAN)


def _temperatures(text: str) -> Listing[Sensor]:
    """What is measured in degrees; the device's own limits stand on another page, its word beside the value."""
    found = {
        name: Sensor(name, Quantity.TEMPERATURE, number(one["value"]), place=place_of(name))
        for _kind, name, _state, measured in _items(text)
        if (one := _DEGREES.match(measured)) is not None
    }
    if not found:
        raise SessionError(Reason.NOT_OFFERED, "Class Item Status Measurement: -")
    return Listing(tuple(found.values()))


def _alarms(text: str) -> Listing[Component]:
    """Alarms that are active; where each member says that there is none, that word of theirs."""
    counts, nones = list(_ALARM_COUNT.finditer(text)), list(_NO_ALARM.finditer(text))
    members = sum(bool(re.fullmatch(r"(?:fpc|node|member)\d+:", line.strip())) for line in text.splitlines())
    if len(counts) + len(nones) != max(1, members):
        raise ParseError("not each member says how many alarms there are", text[:200])
    if not counts:
        return Listing((Component("alarms", Part.ALARM, Standing.OK, nones[0][0]),))
    found = [
        Component(one["words"], Part.ALARM, Standing.FAILED if one["class"] == "Major" else Standing.WARN, one["class"])
        for one in _ALARM.finditer(text)
    ]
    if len(found) != sum(int(count[1][:6]) for count in counts):
        raise ParseError("not as many alarms as are counted", counts[0][0])
    return Listing(tuple(dict.fromkeys(found)))


_JUNOS: Final = ("juniper_junos",)
COLLECTORS: Final = (
    by_command("processors", PROCESSORS, _JUNOS, "show chassis routing-engine", _processors),
    by_command("memories", MEMORIES, _JUNOS, "show chassis routing-engine", _memories),
    by_command("power_supplies", POWER_SUPPLIES, _JUNOS, "show chassis environment", _supplies),
    by_command("fans", FANS, _JUNOS, "show chassis environment", _fans),
    by_command("temperatures", TEMPERATURES, _JUNOS, "show chassis environment", _temperatures),
    by_command("parts", PARTS, _JUNOS, "show chassis alarms", _alarms),
)
