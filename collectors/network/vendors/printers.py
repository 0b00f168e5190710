"""Printers of any maker (HOST-RESOURCES-MIB, RFC 2790): the state of the device and the errors that it has detected."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.sensors import Component, Part, Standing
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.states import States, distinct, stated

_ENTERPRISES: Final = "1.3.6.1.4.1"
MAKERS: Final = tuple(
    f"{_ENTERPRISES}.{number}"
    for number in (11, 236, 253, 297, 367, 641, 1129, 1248, 1347, 1602, 2001, 2385, 2435, 18334, 40093)
)
"""HP, Samsung, Xerox, Fuji Xerox, Ricoh, Lexmark, Toshiba, Epson, Kyocera, Canon, Oki, Sharp, Brother, Konica, Pantum."""
PRINTERS: Final[Mapping[str, str]] = {
    "printer": "1.3.6.1.2.1.25.3.5.1.1",
    "errors": "1.3.6.1.2.1.25.3.5.1.2",
    "state": "1.3.6.1.2.1.25.3.2.1.5",
    "name": "1.3.6.1.2.1.25.3.2.1.3",
}
_SERIAL: Final[Mapping[str, str]] = {"serial": "1.3.6.1.2.1.43.5.1.1.17"}
_STATES: Final[States] = {
    1: (Standing.UNKNOWN, "unknown"),
    2: (Standing.OK, "running"),
    3: (Standing.WARN, "warning"),
    4: (Standing.OK, "testing"),
    5: (Standing.FAILED, "down"),
}
_ERRORS: Final = (
    "lowPaper",
    "noPaper",
    "lowToner",
    "noToner",
    "doorOpen",
    "jammed",
    "offline",
    "serviceRequested",
)
"""hrPrinterDetectedErrorState, from the highest bit of its first byte; how grave it is, hrDeviceStatus says."""
_HIGHEST: Final = 0x80


def _is_printer(row: Row) -> bool:
    return "printer" in row.values or "errors" in row.values


def _found(said: Objects) -> Iterator[tuple[str, Component]]:
    for row in said.rows(PRINTERS):
        if not _is_printer(row):
            continue
        name = row.text("name") or f"printer {row.index}"
        yield from ((row.index, one) for one in stated(row, "state", _STATES, name, Part.OTHER))
        if "errors" in row.values:
            yield row.index, _errors(row, name)


def _errors(row: Row, name: str) -> Component:
    raw = row.values["errors"].raw
    first = raw[0] if raw else 0
    found = [words for bit, words in enumerate(_ERRORS) if first & (_HIGHEST >> bit)]
    standing = Standing.WARN if found else Standing.OK
    return Component(f"errors of {name}", Part.OTHER, standing, " ".join(found) or "none", oid=row.oid("errors"))


def _made(said: Objects) -> Iterator[Made]:
    """PrtGeneralSerialNumber (RFC 3805), and of the device's description the first that is a printer."""
    for row in said.rows(_SERIAL):
        yield Made(serial=row.text("serial"), oids=(("serial", row.oid("serial")),))
    for row in said.rows(PRINTERS):
        if _is_printer(row) and row.text("name"):
            yield Made(model=row.text("name"), oids=(("model", row.oid("name")),))


COMPONENTS: Final = (Reading(lambda said: distinct(_found(said)), PRINTERS.values(), of=MAKERS),)
MADE: Final = (Reading(_made, (*_SERIAL.values(), *PRINTERS.values()), of=MAKERS),)
