"""What a device is and since when it runs, by ``display version`` or ``show version``, and its serial number beside it.

Evidence for the forms: public recordings of VRP and Comware, the public collectors' parsers of RGOS and ZXROS. Samples::

    VRP (R) software, Version 5.170 (S5720 V200R019C10SPC500)
    HUAWEI S5720-28X-SI-AC Routing Switch uptime is 3 weeks, 1 day, 2 hours, 5 minutes

    H3C Comware Software, Version 7.1.070, Release 6126P20
    H3C S5560X-54C-EI uptime is 0 weeks, 5 days, 3 hours, 2 minutes

    System description      : Ruijie 10G Ethernet Switch(S6220) By Ruijie Networks
    System uptime           : 12:03:21:05
    System software version : RGOS 11.0(1)B2P1
"""

import re
from collections.abc import Callable
from typing import Final

from collectors.base import Absent, Answer, Derived, ParseError, Reason, SessionError, Wired
from collectors.facts.devices.device import DEVICE, MADE, Device, Made
from collectors.facts.devices.making import SERIAL_NUMBERS, SOFTWARE, SerialNumbers
from collectors.network.lines.reading import by_lines, fields, first_match, seconds_of, shown
from collectors.network.lines.zte_stamps import unstamped

_UPTIME: Final = r"^\s*(?:(?:HUAWEI|H3C|HPE?|UNIS|ZTE|New H3C|3Com)\s+)?(?P<model>\S.*?)\s+uptime is\s+(?P<uptime>.+)$"
_VRP: Final = r"\bsoftware,\s*version\s+(?P<vrp>[\w.]+)\s*\((?P<version>[^)]+)\)"
_COMWARE: Final = r"\bcomware.*software,\s*version\s+(?P<version>[\w.]+(?:,\s*[A-Za-z]+\s*[\w.\-]+)?)"
_ZXROS: Final = r"\b(?:software,?\s*)?version\s*:?\s*(?P<version>[\w.()\-]*\d[\w.()\-]*)"
_KIND_OF_DEVICE: Final = re.compile(r"\s+(?:routing switch|router|switch|firewall|terabit routing switch)$", re.IGNORECASE)
_CLOCKED: Final = re.compile(r"(?:(\d+):)?(\d+):(\d+):(\d+)$")
_DAY, _HOUR, _MINUTE = 86400.0, 3600.0, 60.0
_SERIAL_LINE: Final = re.compile(
    r"(?:.*\bESN of (?P<part>\S+ ?\S*)|.*\bESN|\s*Equipment Serial Number)\s*[:：]\s*(?P<serial>\w+)", re.IGNORECASE
)
_PART_HEAD: Final = re.compile(
    r"\s*(?P<name>(?:Chassis|Slot|Subslot|Fan|Power)\s+\w+(?:\s+(?:CPU|Slot)\s+\w+)*)\s*:?\s*$", re.IGNORECASE
)


def _device(description: str, up_seconds: float | None, name: str = "") -> Device:
    return Device("", name, description, "", "", up_seconds, None, None)


def _up(lines: list[str], form: str, line: str) -> float:
    """The time since the start. Raises ParseError: a device tells it always, so without it something is missing."""
    found = first_match(lines, _UPTIME)
    seconds = seconds_of(found["uptime"]) if found else None
    if seconds is None:
        raise ParseError(f"{form} without the time that it runs", line)
    return seconds


def huawei_device(answer: Answer) -> Device:
    """What VRP says of itself."""
    lines = shown(answer)
    version = first_match(lines, _VRP)
    if version is None:
        raise ParseError("no version of VRP", lines[0])
    return _device(version.string.strip(), _up(lines, "VRP", lines[0]))


def huawei_software(answer: Answer) -> Made:
    """Model and version of a VRP device."""
    lines = shown(answer)
    version, model = first_match(lines, _VRP), first_match(lines, _UPTIME)
    if version is None or model is None:
        raise ParseError("no version of VRP, or no model", lines[0])
    return Made(model=_KIND_OF_DEVICE.sub("", model["model"]), version=version["version"].strip())


def comware_device(answer: Answer) -> Device:
    """What Comware says of itself."""
    lines = shown(answer)
    version = first_match(lines, _COMWARE)
    if version is None:
        raise ParseError("no version of Comware", lines[0])
    return _device(version.string.strip(), _up(lines, "Comware", lines[0]))


def comware_software(answer: Answer) -> Made:
    """Model and version of a Comware device."""
    lines = shown(answer)
    version, model = first_match(lines, _COMWARE), first_match(lines, _UPTIME)
    if version is None or model is None:
        raise ParseError("no version of Comware, or no model", lines[0])
    return Made(model=model["model"], version=re.sub(r",\s*", " ", version["version"]))


def _ruijie_fields(answer: Answer) -> dict[str, str]:
    lines = shown(answer)
    said = fields(lines)
    if not {"system description", "system uptime"} <= said.keys():
        raise ParseError("no system description of RGOS", lines[0])
    return said


def ruijie_device(answer: Answer) -> Device:
    """What RGOS says of itself; its uptime is days:hours:minutes:seconds."""
    said = _ruijie_fields(answer)
    words = said["system uptime"]
    found = _CLOCKED.match(words)
    up = seconds_of(words)
    if found is not None:
        days, hours, minutes, seconds = (float(one or 0) for one in found.groups())
        up = days * _DAY + hours * _HOUR + minutes * _MINUTE + seconds
    if up is None:
        raise ParseError("no time that it runs", words)
    return _device(said["system description"], up)


def ruijie_software(answer: Answer) -> Made:
    """Model (what stands in brackets), version and serial number."""
    said = _ruijie_fields(answer)
    model = re.search(r"\(([^()]+)\)", said["system description"])
    return Made(
        model=model[1] if model else said["system description"],
        serial=said.get("system serial number", said.get("serial number", "")),
        version=said.get("system software version", said.get("software version", "")),
    )


def zte_device(answer: Answer) -> Device:
    """What ZXROS says of itself."""
    lines = shown(answer)
    found = first_match(lines, r"uptime is\s+(?P<uptime>.+)$")
    up = seconds_of(found["uptime"]) if found else None
    if up is None or first_match(lines, _ZXROS) is None:
        raise ParseError("no version or no uptime of ZXROS", lines[0])
    return _device(lines[0].strip(), up)


def zte_software(answer: Answer) -> Made:
    """Version of ZXROS; the model is what stands before its words of the software."""
    lines = shown(answer)
    version = first_match(lines, _ZXROS)
    if version is None:
        raise ParseError("no version of ZXROS", lines[0])
    model = first_match(lines, r"\b(?P<model>(?:ZXR10|ZXCTN|ZXCME|ZSR)[ -]?[\w\-/]+)")
    return Made(model=model["model"] if model else "", version=version["version"])


def huawei_serials(answer: Answer) -> SerialNumbers:
    """``display esn``: ``ESN of slot 0: 2102...``, of a small device ``ESN of device: 2102...``."""
    lines = shown(answer)
    found = tuple((one["part"] or "chassis", one["serial"]) for line in lines if (one := _SERIAL_LINE.match(line)))
    if not found:
        raise ParseError("no serial number", lines[0])
    return SerialNumbers(found)


def comware_serials(answer: Answer) -> SerialNumbers:
    """``display device manuinfo``: blocks by part, some of which say that they have none."""
    lines = shown(answer)
    part, found = "", []
    for line in lines:
        if head := _PART_HEAD.match(line):
            part = " ".join(head["name"].split()).lower()
        elif serial := re.match(r"\s*(?:DEVICE_SERIAL_NUMBER|MANU SERIAL NUMBER)\s*:\s*(\S+)", line):
            found.append((part, serial[1]))
    if not found:
        raise ParseError("no serial number", lines[0])
    own = [one for one in found if one[0].startswith(("chassis", "slot"))]
    return SerialNumbers(tuple(dict.fromkeys([*own, *found])))


def _made(software: Made | Absent | SessionError, serials: SerialNumbers | Absent | SessionError) -> Made:
    """Model and version, with the device's own serial number where one was told."""
    if isinstance(software, Exception):
        raise software
    serial = software.serial or (serials.by_part[0][1] if isinstance(serials, SerialNumbers) else "")
    if software == Made():
        raise SessionError(Reason.NO_RECORD)
    return Made(software.model, serial, software.version)


_DEVICES: Final[tuple[tuple[str, str, Callable[[Answer], Device], Callable[[Answer], Made]], ...]] = (
    ("huawei_vrp", "display version", huawei_device, huawei_software),
    ("hp_comware", "display version", comware_device, comware_software),
    ("ruijie_os", "show version", ruijie_device, ruijie_software),
    ("zte_zxros", "show version", unstamped(zte_device), unstamped(zte_software)),
)
COLLECTORS: Final[tuple[Wired, ...]] = (
    *(by_lines("device", DEVICE, family, command, device) for family, command, device, _made_of in _DEVICES),
    *(by_lines("software", SOFTWARE, family, command, made_of) for family, command, _device_of, made_of in _DEVICES),
    by_lines("serial_numbers", SERIAL_NUMBERS, "huawei_vrp", "display esn", huawei_serials),
    by_lines("serial_numbers", SERIAL_NUMBERS, "hp_comware", "display device manuinfo", comware_serials),
    Derived(id="network.made_by_lines", provides=MADE, of=(SOFTWARE, SERIAL_NUMBERS), derive=_made),
)
