"""What kinds of interfaces there are, for every check of them."""

from typing import Final

from collectors.facts.devices.ports import Interface

_PHYSICAL: Final = frozenset({6, 7, 11, 26, 62, 69, 117, 39, 56, 71})
"""IANA ifType: Ethernet and its older names, SONET, Fibre Channel, IEEE 802.11."""
AGGREGATE: Final = 161
_LOGICAL_NAMES: Final = (
    "vlan",
    "loopback",
    "null",
    "inloopback",
    "nve",
    "tunnel",
    "virtual",
    "bdi",
    "irb",
    "register-tunnel",
)


def is_physical(one: Interface) -> bool:
    """Whether a cable belongs into it: by ifConnectorPresent where it is told, else by its type and name."""
    if one.has_connector is not None and one.type_number not in _PHYSICAL:
        return one.has_connector
    is_sub = "." in one.name.rpartition("/")[2]
    return one.type_number in _PHYSICAL and not is_sub and not one.name.lower().startswith(_LOGICAL_NAMES)


def has_words(one: Interface) -> bool:
    """Whether somebody described it: an alias that is no default of the maker's, which repeats the port's name."""
    words, name = one.alias.strip().lower(), one.name.lower()
    return bool(words) and name not in words and "interface" not in words


def words_of(one: Interface) -> str:
    """Its name, with its description where somebody wrote one."""
    return f"{one.name} ({one.alias.strip()})" if has_words(one) else one.name
