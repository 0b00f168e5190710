"""What smartctl before 7.0 prints, brought into the form of its JSON, so that one reader serves both.

No collector of its own. Forms: smartctl 5.3x to 6.x for ATA, SCSI and (6.5 on) NVMe.

Sample::

    Device Model:     ST1000NX0423
    Serial Number:    W470AB12
    SMART support is: Enabled
    SMART overall-health self-assessment test result: PASSED
      5 Reallocated_Sector_Ct   0x0033   100   100   010    Pre-fail  Always       -       0
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

from collectors.linux.trees import Tree

_PAIR = re.compile(r"([A-Za-z][^:]{2,70}?)\s*:\s+(\S.*)")
_ATTRIBUTE = re.compile(
    r"\s*(?P<id>[0-9]{1,3})\s+(?P<name>\S+)\s+(?:0x[0-9a-fA-F]{4}|[POSRCK-]{6,7})\s+(?P<value>[0-9]{1,3}|---)\s+"
    r"(?:[0-9]{1,3}|---)\s+(?P<thresh>[0-9]{1,3}|---)\s+(?:(?P<kind>Pre-fail|Old_age)\s+\S+\s+)?"
    r"(?P<failed>-|FAILING_NOW|In_the_past|NOW|Past)\s+(?P<raw>\S.*)"
)
_COUNTERS = re.compile(r"(?P<what>read|write|verify):\s+(?:[0-9.]+\s+){6}(?P<uncorrected>[0-9]{1,18})\s*")
_HOURS = re.compile(r"(?:number of hours powered up\s*=|Accumulated power on time, hours:minutes)\s*([0-9]{1,9})")
_FAILED: Final = {"FAILING_NOW": "now", "NOW": "now", "In_the_past": "past", "Past": "past"}
_NVME: Final = {
    "Critical Warning": "critical_warning",
    "Temperature": "temperature",
    "Available Spare": "available_spare",
    "Available Spare Threshold": "available_spare_threshold",
    "Percentage Used": "percentage_used",
    "Power On Hours": "power_on_hours",
    "Media and Data Integrity Errors": "media_errors",
}
_SAID = re.compile(
    r"unknown usb bridge|standby mode|sleep mode|mode, exit\(|does not support smart|unable to detect|permission denied|"
    r"operation not permitted|open device|failed:|command failed|no such device|please specify device type",
    re.IGNORECASE,
)


def tree_of_text(lines: Iterable[str]) -> Tree:
    """Read the printed form; what it does not know stays out, for the form has no end of kinds of line."""
    tree: dict[str, object] = {}
    table: list[object] = []
    nvme: dict[str, object] = {}
    counters: dict[str, object] = {}
    said: list[object] = []
    for line in lines:
        attribute, counter = _ATTRIBUTE.fullmatch(line), _COUNTERS.fullmatch(line)
        if attribute:
            table.append(_attribute(attribute))
        elif counter:
            counters[counter["what"]] = {"total_uncorrected_errors": int(counter["uncorrected"])}
        else:
            _line(line, tree, nvme)
        if _SAID.search(line):
            said.append({"string": line.strip()[:200]})
    if table:
        tree["ata_smart_attributes"] = {"table": table}
    if counters:
        tree["scsi_error_counter_log"] = counters
    if nvme:
        tree["nvme_smart_health_information_log"] = nvme
    return {**tree, "smartctl": {"messages": said}}


def _attribute(match: re.Match[str]) -> dict[str, object]:
    return {
        "id": int(match["id"]),
        "name": match["name"],
        "value": _number(match["value"]),
        "thresh": _number(match["thresh"]),
        "when_failed": _FAILED.get(match["failed"], ""),
        "flags": {"prefailure": match["kind"] != "Old_age"},
        "raw": {"string": match["raw"].strip()},
    }


def _line(line: str, tree: dict[str, object], nvme: dict[str, object]) -> None:
    if "does not support SMART" in line or "lacks SMART capability" in line:
        tree["smart_support"] = {"available": False}
    hours = _HOURS.search(line)
    if hours:
        tree["power_on_time"] = {"hours": int(hours[1])}
    pair = _PAIR.fullmatch(line.strip())
    if pair is None:
        return
    name, value = pair[1], pair[2].strip()
    if name in _NVME:
        nvme[_NVME[name]] = int(value, 16) if value.startswith("0x") and _is_hex(value) else _number(value)
    elif name in _PLAIN:
        _PLAIN[name](tree, value)


def _number(word: str) -> int | None:
    """A count as smartctl prints one: thousands parted by commas, a unit behind."""
    match = re.match(r"[0-9][0-9,.' ]*", word)
    digits = re.sub(r"[^0-9]", "", match[0]) if match else ""
    return int(digits[:18]) if digits else None


def _is_hex(word: str) -> bool:
    return re.fullmatch(r"0x[0-9a-fA-F]{1,8}", word) is not None


def _put(*names: str) -> Callable[[dict[str, object], str], None]:
    def put(tree: dict[str, object], value: str) -> None:
        tree.setdefault(names[0], value)

    return put


def _verdict(tree: dict[str, object], value: str) -> None:
    if value.startswith("UNKNOWN"):
        return
    tree["smart_status"] = {"passed": value.startswith(("PASSED", "OK"))}


def _support(tree: dict[str, object], value: str) -> None:
    if value.startswith("Disabled"):
        tree["smart_support"] = {"available": True, "enabled": False}


def _celsius(key: str) -> Callable[[dict[str, object], str], None]:
    def put(tree: dict[str, object], value: str) -> None:
        known = tree.get("temperature")
        tree["temperature"] = {**(known if isinstance(known, dict) else {}), key: _number(value)}

    return put


def _grown(tree: dict[str, object], value: str) -> None:
    tree["scsi_grown_defect_list"] = _number(value)


def _endurance(tree: dict[str, object], value: str) -> None:
    tree["scsi_percentage_used_endurance_indicator"] = _number(value)


_PLAIN: Final[dict[str, Callable[[dict[str, object], str], None]]] = {
    "Device Model": _put("model_name"),
    "Model Number": _put("model_name"),
    "Product": _put("model_name"),
    "Vendor": _put("vendor"),
    "Serial Number": _put("serial_number"),
    "Serial number": _put("serial_number"),
    "SMART overall-health self-assessment test result": _verdict,
    "SMART Health Status": _verdict,
    "SMART support is": _support,
    "Current Drive Temperature": _celsius("current"),
    "Drive Trip Temperature": _celsius("drive_trip"),
    "Elements in grown defect list": _grown,
    "Percentage used endurance indicator": _endurance,
}
