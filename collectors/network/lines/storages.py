"""Room in flash: the last line of ``dir``.

Evidence for the form: public recordings of VRP, the public collectors' parsers of Comware, RGOS and ZXROS. Samples::

    1,234,567 KB total (345,678 KB free)
    268435456 bytes total (33554432 bytes free)
"""

import re
from typing import Final

from collectors.base import Answer, Listing, ParseError
from collectors.facts.devices.loads import STORAGES, Storage
from collectors.network.lines.reading import at_least_one, by_lines, shown, size

_DIRECTORY: Final = re.compile(r"\s*directory of\s+(?:\w+#)?(?P<name>[\w#-]+):?", re.IGNORECASE)
_ROOM: Final = re.compile(
    r"\s*(?P<total>[\d,]+)\s*(?P<unit>bytes|[KMG]i?B|[KMG])\s+total,?\s*\(?\s*(?P<free>[\d,]+)\s*(?P<free_unit>bytes|[KMG]i?B|[KMG])\s+"
    r"(?:free|available)",
    re.IGNORECASE,
)


def storages(answer: Answer) -> Listing[Storage]:
    """The storage of the current directory. Raises ParseError where its size is not told."""
    lines = shown(answer)
    name, found = "flash", []
    for line in lines:
        if head := _DIRECTORY.match(line):
            name = head["name"].rpartition("#")[2]
        elif room := _ROOM.match(line):
            total, free = size(room["total"], room["unit"]), size(room["free"], room["free_unit"])
            if not 0.0 <= free <= total or not total:
                raise ParseError("more free than there is", line)
            found.append(Storage(name, total - free, total))
    at_least_one(found, lines)
    return Listing(tuple(found))


COLLECTORS: Final = tuple(
    by_lines("storages", STORAGES, family, "dir", storages)
    for family in ("huawei_vrp", "hp_comware", "ruijie_os", "zte_zxros")
)
