"""The ports that optical modules sit in: their names, and whether anything should be expected of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.network.varbinds import Objects

LINKS: Final[Mapping[str, str]] = {
    "description": "1.3.6.1.2.1.2.2.1.2",
    "admin": "1.3.6.1.2.1.2.2.1.7",
    "oper": "1.3.6.1.2.1.2.2.1.8",
    "name": "1.3.6.1.2.1.31.1.1.1.1",
}
"""IF-MIB: ifDescr, ifAdminStatus, ifOperStatus, ifName; a round walks them once."""
_DISABLED: Final = 2
_DOWN: Final = frozenset({2, 6, 7})
"""ifOperStatus: down, notPresent, lowerLayerDown."""


@dataclass(frozen=True, slots=True)
class Link:
    """One port. ``is_idle``: shut, or without a link, so that its module may see no light."""

    name: str
    is_idle: bool


def links(said: Objects) -> dict[str, Link]:
    """By ifIndex, by ifName and by ifDescr, of an answer whose reading asked for LINKS."""
    found: dict[str, Link] = {}
    for row in said.rows(LINKS):
        description = row.text("description")
        name = row.text("name") or description or row.index
        link = Link(name, row.whole("admin") == _DISABLED or row.whole("oper") in _DOWN)
        found[row.index] = found[name] = link
        if description:
            found[description] = link
    return found
