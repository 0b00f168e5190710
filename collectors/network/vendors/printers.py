"""Printers of any maker (HOST-RESOURCES-MIB, RFC 2790): the state of the device and the errors that it has detected."""

from collections.abc import Iterator, Mapping
from typing import Final

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
_STATES: Final[States] = {
    1: (Standing.UNKNOWN, "unknown"),
    2: (Standing.OK, "running"),
    3: (Standing.WARN, "warning"),
    4: (Standing.OK, "testing"),
    5: (Standing.FAILED, "down"),
}
_ERRORS: Final = (
    ("lowPaper", Standing.WARN),
    ("noPaper", Standing.WARN),
    ("lowToner", Standing.WARN),
    ("noToner", Standing.FAILED),
    ("doorOpen", Standing.WARN),
    ("jammed", Standing.FAILED),
    ("offline", Standing.FAILED),
    ("serviceRequested", Standing.FAILED),
)
"""hrPrinterDetectedErrorState, from the highest bit of its first byte."""
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
    found = [(words, standing) for bit, (words, standing) in enumerate(_ERRORS) if first & (_HIGHEST >> bit)]
    standing = Standing.WARN if found else Standing.OK
    if any(one is Standing.FAILED for _words, one in found):
        standing = Standing.FAILED
    words = " ".join(words for words, _standing in found) or "none"
    return Component(f"errors of {name}", Part.OTHER, standing, words, oid=row.oid("errors"))


COMPONENTS: Final = (Reading(lambda said: distinct(_found(said)), PRINTERS.values(), of=MAKERS),)
