"""ipmitool's rows: how its sensor repository and event log are printed, and why it printed none."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from collectors.base import Absent, ParseError, Reason, SessionError
from collectors.linux.firmware import firmware_of
from collectors.linux.passages import Passage, number
from config.text import Text, _

_REASONS: Final[tuple[tuple[re.Pattern[str], Reason], ...]] = (
    (
        re.compile(r"permission denied|not permitted|must be root|password is required|not allowed", re.IGNORECASE),
        Reason.DENIED,
    ),
    (re.compile(r"timeout|timed out|node busy|device busy", re.IGNORECASE), Reason.TIMEOUT),
)
_NO_DEVICE: Final = "Could not open device"
_REMEDIES: Final[Mapping[Reason, Text]] = {
    Reason.TOOL_MISSING: _(
        "install ipmitool on the target, or have its management controller inspected over the network (Redfish)"
    ),
    Reason.DENIED: _("let the inspecting account run exactly this ipmitool command with sudo, then inspect again"),
    Reason.TIMEOUT: _("the management controller is busy or hangs: inspect again later; if it stays so, restart it"),
    Reason.FAILED: _("run the command by hand on the target and see what the management controller says"),
}
_LOAD_DRIVER: Final = _(
    "the customer may load the kernel's IPMI drivers (modprobe ipmi_si ipmi_devintf) and have them loaded at start; "
    "if the machine has no management controller, have that noted"
)


@dataclass(frozen=True, slots=True)
class SensorRow:
    """One line of ``ipmitool sdr elist``. ``entity`` is IPMI's entity id, ``instance`` which of them."""

    name: str
    number: str
    status: str
    entity: int
    instance: int
    words: str
    line: str


def output_of(parts: Mapping[str, Passage], kind: str) -> tuple[str, ...]:
    """Give the lines of a passage ``@kind EXIT LINES``, ipmitool's own errors among them.

    Raises Absent where the firmware declares no BMC, SessionError for what else kept ipmitool from answering.
    """
    if kind not in parts:
        _without(parts)
        raise error_of(Reason.TOOL_MISSING, "ipmitool")
    code, _space, count = parts[kind].rest.partition(" ")
    lines = parts[kind].lines
    if number(count, parts[kind].rest) != len(lines):
        raise SessionError(Reason.CUT, f"{kind}: {len(lines)} / {count}")
    if number(code, parts[kind].rest) == 0:
        return lines
    said = next((line.strip() for line in lines if line.strip()), f"exit {code}")
    reason = next((reason for pattern, reason in _REASONS if pattern.search(" ".join(lines))), Reason.FAILED)
    if reason is Reason.FAILED and said.startswith(_NO_DEVICE):
        _without(parts)
        raise SessionError(Reason.FAILED, said, _LOAD_DRIVER)
    raise error_of(reason, said)


def error_of(reason: Reason, detail: str) -> SessionError:
    """Make the error with what a person can do about it."""
    return SessionError(reason, detail[:200], _REMEDIES[reason])


def _without(parts: Mapping[str, Passage]) -> None:
    witness = firmware_of(parts).without_bmc()
    if witness:
        raise Absent(witness)


_ROW: Final = re.compile(
    r"(?P<name>.{1,32}?)\s*\| (?P<number>[0-9A-Fa-f]{2})h \| (?P<status>[a-z]{2,3}) *\|"
    r" *(?P<entity>\d+)\.(?P<instance>\d+) *\|(?P<words>.*)"
)
_NOISE: Final = re.compile(
    r"Unable to send command|Get .*failed|Error reading|Get SDR|Unable to|IPMI .* failed|Received a response|"
    r"Sensor .* not found|Invalid|SDR (?:record|reserve)|Reservation|No data available|.*: Invalid argument",
    re.IGNORECASE,
)
_LOCATORS: Final = ("Logical FRU @", "FRU Device @", "Dynamic MC @", "Static MC @", "Generic ", "Event-Only", "OEM Record")


def sensor_rows(lines: Iterable[str]) -> tuple[SensorRow, ...]:
    """Read ``sdr elist``. ipmitool's complaint about one sensor stands before its row, which then says itself what it has.

    Records that locate parts (FRU, MC) are no sensors. Raises ParseError for any other line.
    """
    rows = []
    for line in lines:
        match = _ROW.fullmatch(line.rstrip())
        if match is not None:
            if not match["words"].strip().startswith(_LOCATORS):
                rows.append(_row(match, line))
        elif line.strip() and not _NOISE.match(line.strip()):
            raise ParseError("sdr elist line", line)
    return tuple(rows)


def _row(match: re.Match[str], line: str) -> SensorRow:
    return SensorRow(
        match["name"].strip(),
        match["number"].upper() + "h",
        match["status"],
        int(match["entity"]),
        int(match["instance"]),
        match["words"].strip(),
        re.sub(r" +", " ", line).strip(),
    )
