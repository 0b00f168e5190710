"""What devices say of themselves: ``show version`` of Cisco, Arista and Junos, ``get system status`` of FortiOS.

Evidence for the formats: the makers' command references and the recorded answers behind ntc-templates' ``show version``
templates (networktocode/ntc-templates, tests/cisco_ios, cisco_nxos, cisco_asa, juniper_junos, fortinet); Arista's is the
JSON that eAPI gives (ShowVersion).

Sample (of IOS)::

    Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E4, RELEASE SOFTWARE (fc2)
    access-3 uptime is 31 weeks, 6 days, 9 hours, 55 minutes
    cisco WS-C2960X-48TS-L (APM86XXX) processor (revision A0) with 524288K bytes of memory.
    Processor board ID FOC1111A1AA
"""

import re
from functools import partial
from typing import Final

from collectors.base import Wired
from collectors.facts.devices.device import DEVICE, MADE, Device, Made
from collectors.network.lines.asking import IOS, by_command, search, seconds_of, word
from collectors.network.lines.json_answers import document, number_at, text_at


def _of(words: str) -> re.Pattern[str]:
    return re.compile(words, re.MULTILINE)


_NX, _ASA, _EOS, _JUNOS, _FORTI = "cisco_nxos", "cisco_asa", "arista_eos", "juniper_junos", "fortinet"
VERSIONS: Final = {
    "cisco_ios": _of(r"^.*Software,? *\([\w.-]+\),? +(?:Experimental )?Version ([^,\s]+)"),
    _NX: _of(r"^ *(?:NXOS|system): +version +(\S+)"),
    _ASA: _of(r"^Cisco Adaptive Security Appliance Software Version (\S+)"),
    _JUNOS: _of(
        r"^(?:Junos: +|JUNOS (?:Software Release|Base OS Software Suite|Base OS boot|EX +Software Suite) \[)([^\]\s]+)"
    ),
    _FORTI: _of(r"^Version: +\S+ +(v[^,\s]+)"),
}
_MODELS: Final = {
    "cisco_ios": _of(r"^(?:[Cc]isco|Allen-Bradley) (\S+) \(.+\).*(?:memory|processor)"),
    _NX: _of(r"^ *[Cc]isco (Nexus.*?) +(?:\(.*?\) +)?[Cc]hassis"),
    _ASA: _of(r"^Hardware: +([^,\s]+)"),
    _JUNOS: _of(r"^Model: +(\S+)"),
    _FORTI: _of(r"^Version: +(\S+) +v"),
}
_SERIALS: Final = {
    "cisco_ios": _of(r"^[Pp]rocessor [Bb]oard ID (\w+)"),
    _NX: _of(r"^ *[Pp]rocessor [Bb]oard ID (\w+)"),
    _ASA: _of(r"^Serial Number: +(\w+)"),
    _JUNOS: _of(r"^Chassis serial number: +(\w+)"),
    _FORTI: _of(r"^Serial-Number: +(\w+)"),
}
_NAMES: Final = {
    "cisco_ios": _of(r"^ *(\S+) uptime is "),
    _NX: _of(r"^ *Device name: +(\S+)"),
    _ASA: _of(r"^(?!failover)(\S+) up \d"),
    _JUNOS: _of(r"^Hostname: +(\S+)"),
    _FORTI: _of(r"^Hostname: +(\S+)"),
}
_SINCE: Final = {
    "cisco_ios": _of(r"^ *\S+ uptime is (.+)$"),
    _NX: _of(r"^Kernel uptime is (.+)$"),
    _ASA: _of(r"^(?!failover)\S+ up (\d.+)$"),
}
_NO_GROUP: Final = _of(r"(?!)")


def made(family: str, text: str) -> Made:
    """Read model, serial and version. Raises ParseError where the page names no version."""
    version = search(VERSIONS[family], text, "the version")[1]
    return Made(word(_MODELS[family], text), word(_SERIALS[family], text), version)


def device(family: str, text: str) -> Device:
    """Read the name and since when it runs. Raises ParseError where the page names no version."""
    head = search(VERSIONS[family], text, "the version")
    up = word(_SINCE.get(family, _NO_GROUP), text)
    return _device(word(_NAMES[family], text), head[0].strip(), seconds_of(up) if up else None)


def _device(name: str, description: str, up_seconds: float | None) -> Device:
    return Device(
        object_id="",
        name=name,
        description=description,
        location="",
        contact="",
        up_seconds=up_seconds,
        up_ticks_seconds=None,
        boots_count=None,
    )


def _made_eos(text: str) -> Made:
    said = document(text)
    return Made(text_at(said, "modelName"), text_at(said, "serialNumber"), text_at(said, "version", is_needed=True))


def _device_eos(text: str) -> Device:
    said = document(text)
    version = text_at(said, "version", is_needed=True)
    return _device("", f"Arista {text_at(said, 'modelName')} EOS {version}", number_at(said, "uptime"))


_PAGES: Final = (
    (IOS, "show version"),
    ((_NX,), "show version"),
    ((_ASA,), "show version"),
    ((_JUNOS,), "show version"),
    ((_FORTI,), "get system status"),
)


COLLECTORS: Final[tuple[Wired, ...]] = (
    *(by_command("made", MADE, families, command, partial(made, families[0])) for families, command in _PAGES),
    by_command("made", MADE, (_EOS,), "show version | json", _made_eos),
    *(by_command("device", DEVICE, families, command, partial(device, families[0])) for families, command in _PAGES),
    by_command("device", DEVICE, (_EOS,), "show version | json", _device_eos),
)
