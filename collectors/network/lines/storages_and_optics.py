"""Filesystems and optical modules: Cisco, Arista, Junos.

Evidence: the makers' command references (``show file systems``, ``dir``, ``show system storage``, ``show interfaces
transceiver detail``) and the recorded answers behind ntc-templates' ``cisco_ios_show_file_systems``,
``cisco_ios_show_interface_transceiver`` and ``cisco_nxos_show_interface_transceiver_details``.

Sample (``show interfaces transceiver detail``, shortened)::

                  Optical            High Alarm  High Warn  Low Warn   Low Alarm
                  Receive Power      Threshold   Threshold  Threshold  Threshold
    Port          (dBm)              (dBm)       (dBm)      (dBm)      (dBm)
    ---------     -----------------  ----------  ---------  ---------  ---------
    Te1/1/1         -5.6                 2.5        0.5       -14.4      -18.4
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from collectors.base import Absent, Listing, ParseError
from collectors.facts.devices.loads import STORAGES, Storage
from collectors.facts.devices.sensors import OPTICS, Place, Quantity, Sensor
from collectors.network.lines.asking import IOS, RULER, blocks, by_command, number, rows

_SYSTEMS_HEAD: Final = re.compile(r" *Size\(b\) +Free\(b\) +Type +Flags +Prefixes")
_SYSTEMS_ROW: Final = re.compile(
    r"[* ]+(?P<size>\d+|-) +(?P<free>\d+|-) +(?P<type>\S+) +(?P<flags>\S+) +(?P<name>\S+)(?: +\S.*)?\s*"
)
_DISKS: Final = frozenset({"disk", "flash"})
_DIR_NX: Final = re.compile(r"^ *(\d+) bytes used\s*\n *(\d+) bytes free\s*\n *(\d+) bytes total", re.MULTILINE)
_DIR: Final = re.compile(r"^ *(\d+) bytes total \((\d+) bytes free\)", re.MULTILINE)
_DF_HEAD: Final = re.compile(r"Filesystem +(?:Size|512-blocks|1024-blocks) +Used +Avail +Capacity +Mounted on")
_DF_ROW: Final = re.compile(
    r"(?P<device>\S+) +(?P<size>[\d.]+)(?P<unit>[BKMGT]) +(?P<used>[\d.]+)(?P<used_unit>[BKMGT]) +-?[\d.]+[BKMGT] +"
    r"-?\d+% +(?P<name>/\S*)\s*"
)
_DF_BESIDE: Final = re.compile(r"(?:fpc\d+:|node\d+:|member\d+:|localre:|\{master.*).*")
_POWERS: Final = {"B": 1.0, "K": 2.0**10, "M": 2.0**20, "G": 2.0**30, "T": 2.0**40}
_WHAT: Final = {
    "temperature": Quantity.TEMPERATURE,
    "voltage": Quantity.VOLTAGE,
    "current": Quantity.BIAS_CURRENT,
    "transmit power": Quantity.OPTICAL_POWER,
    "receive power": Quantity.OPTICAL_POWER,
}
_TITLE: Final = re.compile(r"(?P<what>Temperature|Voltage|Current|Transmit Power|Receive Power) +(?:\(?\w*\)? +)?Threshold")
_NUMBER: Final = r"-?\d+(?:\.\d+)?"
_DETAIL_ROW: Final = re.compile(
    rf"(?P<port>[A-Z]\S*\d) +(?:(?P<lane>\d|N/A) +)?(?P<value>{_NUMBER}|N/A)(?: *(?:\+\+|--|[+-]))? +"
    rf"(?P<high>{_NUMBER}|N/A) +(?P<warm>{_NUMBER}|N/A) +(?P<cool>{_NUMBER}|N/A) +(?P<low>{_NUMBER}|N/A)\s*"
)
_DETAIL_BESIDE: Final = re.compile(
    r" +.*|(?:Port|If device|\+\+|--|-|\+|N/?A|mA|ITU|Transceiver|dBm|No|Diagnostic|Low|High)\b.*|[+-]+ .*|.*:\s*"
)
_BRIEF_HEAD: Final = re.compile(r"Port +\(Celsius\) +\(Volts\)")
_BRIEF_ROW: Final = re.compile(
    rf"(?P<port>[A-Z]\S*\d) +(?P<temperature>{_NUMBER}|N/A) +(?P<voltage>{_NUMBER}|N/A)(?: +(?P<current>{_NUMBER}|N/A))? +"
    rf"(?P<tx>{_NUMBER}|N/A)(?: *(?:\+\+|--|[+-]))? +(?P<rx>{_NUMBER}|N/A)(?: *(?:\+\+|--|[+-]))?\s*"
)
_NONE: Final = re.compile(r"^ *(?:No transceiver present|Diagnostic Monitoring is not implemented).*", re.MULTILINE)
_NX_PORT: Final = re.compile(r"^(?P<port>Ethernet\S+|mgmt\d+) *$", re.MULTILINE)
_NX_PRESENT: Final = re.compile(r"transceiver is (?P<is_absent>not )?(?:present|applicable)")
_NX_LANE: Final = re.compile(r"^Lane Number: *(\d+)", re.MULTILINE)
_NX_ROW: Final = re.compile(
    rf"^ +(?P<what>Temperature|Voltage|Current|Tx Power|Rx Power) +(?P<value>{_NUMBER}|N/A)(?: \w+)?"
    rf"(?: *(?:\+\+|--|[+-]))? +(?P<high>{_NUMBER}|N/A)(?: \w+)? +(?P<low>{_NUMBER}|N/A)(?: \w+)? +"
    rf"(?P<warm>{_NUMBER}|N/A)(?: \w+)? +(?P<cool>{_NUMBER}|N/A)(?: \w+)? *$",
    re.MULTILINE,
)
_NX_WHAT: Final = {
    "Temperature": "temperature",
    "Voltage": "voltage",
    "Current": "current",
    "Tx Power": "transmit power",
    "Rx Power": "receive power",
}
_MILLI: Final = 1000.0


def _systems(text: str) -> Listing[Storage]:
    """Disks and flashes; what has no size (network, tape) is none. One disk under two names is told by its first."""
    found = []
    for row in rows(text, _SYSTEMS_HEAD, _SYSTEMS_ROW, re.compile(r" *File Systems: *")):
        is_sized = row["size"].isdecimal() and row["free"].isdecimal() and number(row["size"]) > 0
        if is_sized and row["type"] in _DISKS:
            found.append(_storage(row["name"].rstrip(":"), number(row["size"]), number(row["free"]), row["flags"] == "ro"))
    return Listing(tuple(found))


def _storage(name: str, size: float, free: float, is_fixed: bool = False) -> Storage:  # noqa: FBT001, FBT002 - of a row
    if free > size:
        raise ParseError("more is free than there is", f"{name} {size:g} {free:g}")
    return Storage(name, size - free, size, is_fixed=is_fixed)


def _directory(text: str) -> Listing[Storage]:
    """The last lines of ``dir``: NX-OS writes three, EOS one."""
    if nx := _DIR_NX.search(text):
        return Listing((_storage("bootflash", number(nx[3]), number(nx[2])),))
    if eos := _DIR.search(text):
        return Listing((_storage("flash", number(eos[1]), number(eos[2])),))
    raise ParseError("no bytes in total", text[-200:])


def _df(text: str) -> Listing[Storage]:
    """Junos: filesystems of disks; images (md) and devfs are full by nature."""
    found: dict[str, Storage] = {}
    for row in rows(text, _DF_HEAD, _DF_ROW, _DF_BESIDE):
        size, used = number(row["size"]) * _POWERS[row["unit"]], number(row["used"]) * _POWERS[row["used_unit"]]
        is_fixed = row["device"].startswith(("/dev/md", "devfs", "procfs", "junosprocfs", "tmpfs", "/packages"))
        if size > 0:
            found.setdefault(row["name"], Storage(row["name"], min(used, size), size, is_fixed=is_fixed))
    if not found:
        raise ParseError("no filesystem below the head", text[:200])
    return Listing(tuple(found.values()))


def _named(port: str, what: str, lane: str = "") -> str:
    """A value's name by its port, as an inspector would say it."""
    words = f"{port} lane {lane}" if lane and lane != "N/A" else port
    return f"{words} {what}" if what in {"transmit power", "receive power"} else words


def _limit(told: str, unit: float = 1.0) -> float | None:
    return number(told) / unit if told != "N/A" else None


def _sensor(what: str, row: re.Match[str], port: str, lane: str = "") -> Sensor | None:
    """One value with the module's own limits; amperes are told in thousandths."""
    if row["value"] == "N/A":
        return None
    quantity = _WHAT[what]
    unit = _MILLI if quantity is Quantity.BIAS_CURRENT else 1.0
    return Sensor(
        _named(port, what, lane),
        quantity,
        number(row["value"]) / unit,
        low_critical=_limit(row["low"], unit),
        low_warn=_limit(row["cool"], unit),
        high_warn=_limit(row["warm"], unit),
        high_critical=_limit(row["high"], unit),
        place=Place.MODULE if quantity is Quantity.TEMPERATURE else Place.UNKNOWN,
        port=port,
    )


def _detail(text: str) -> Listing[Sensor]:
    """Tables by what they measure, named in the line above their column heads."""
    found: list[Sensor | None] = []
    what = ""
    for line in text.splitlines():
        if title := _TITLE.search(line):
            what = title["what"].lower()
        elif what and (row := _DETAIL_ROW.fullmatch(line)):
            found.append(_sensor(what, row, row["port"], row["lane"] or ""))
        elif what and not RULER.fullmatch(line) and not _DETAIL_BESIDE.fullmatch(line):
            raise ParseError("no row of optical modules", line)
    return _listed(text, found, has_head=bool(what))


def _listed(text: str, found: Sequence[Sensor | None], *, has_head: bool) -> Listing[Sensor]:
    """What was found; nothing at all is Absent where the device says so, else not understood."""
    known = [one for one in found if one is not None]
    if not known and (none := _NONE.search(text)):
        raise Absent(none[0].strip())
    if not known and not has_head:
        raise ParseError("no table of optical modules", text[:200])
    return Listing(tuple(known))


def _brief(text: str) -> Listing[Sensor]:
    """One table of five values without limits."""
    if not _BRIEF_HEAD.search(text) and (none := _NONE.search(text)):
        raise Absent(none[0].strip())
    found: list[Sensor] = []
    for row in rows(text, _BRIEF_HEAD, _BRIEF_ROW):
        found += _values(row)
    return Listing(tuple(found))


def _values(row: re.Match[str]) -> Iterator[Sensor]:
    port = row["port"]
    for name, what in (("temperature", "temperature"), ("tx", "transmit power"), ("rx", "receive power")):
        if row[name] != "N/A":
            place = Place.MODULE if what == "temperature" else Place.UNKNOWN
            yield Sensor(_named(port, what), _WHAT[what], number(row[name]), place=place, port=port)


def _details_nxos(text: str) -> Listing[Sensor]:
    """Port by port, lane by lane."""
    found: list[Sensor | None] = []
    is_any = False
    for head, below in blocks(text, _NX_PORT):
        lanes = list(_NX_LANE.finditer(below))
        starts = [0, *(one.start() for one in lanes)]
        is_any = is_any or bool(_NX_PRESENT.search(below))
        for at, start in enumerate(starts):
            end = starts[at + 1] if at + 1 < len(starts) else len(below)
            lane = lanes[at - 1][1] if at and len(lanes) > 1 else ""
            found += [_sensor(_NX_WHAT[row["what"]], row, head["port"], lane) for row in _NX_ROW.finditer(below[start:end])]
    if not is_any:
        raise ParseError("no word on any transceiver", text[:200])
    named = {(one.name, one.quantity): one for one in found if one is not None}
    return Listing(tuple(named.values()))


_NX, _EOS, _JUNOS = ("cisco_nxos",), ("arista_eos",), ("juniper_junos",)
_KIB: Final = 2048
COLLECTORS: Final = (
    by_command("storages", STORAGES, IOS, "show file systems", _systems),
    by_command("storages", STORAGES, _NX, "dir bootflash:", _directory),
    by_command("storages", STORAGES, _EOS, "dir flash:", _directory),
    by_command("storages", STORAGES, _JUNOS, "show system storage", _df),
    by_command("optics", OPTICS, IOS, "show interfaces transceiver detail", _detail, kib=_KIB),
    by_command("optics", OPTICS, IOS, "show interfaces transceiver", _brief, also="brief"),
    by_command("optics", OPTICS, _NX, "show interface transceiver details", _details_nxos, seconds=60, kib=_KIB),
)
