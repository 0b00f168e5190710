"""What kinds of interfaces there are, for every check of them."""

from collections.abc import Iterable
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
    "veth",
    "docker",
    "br-",
    "virbr",
    "cali",
    "cni",
    "flannel",
    "dummy",
    "tap",
)
"""Of routed interfaces that say they are Ethernet, and of what containers and virtual machines come and go with."""


def ports_of(interfaces: Iterable[Interface]) -> list[Interface]:
    """Those that a cable belongs into, and aggregates of such: what is judged as a port."""
    known = list(interfaces)
    tells = any(one.has_connector for one in known)  # some agents say of every port that it has no connector
    names = {one.name for one in known}
    return [one for one in known if one.type_number == AGGREGATE or _is_physical(one, names, tells)]


def _is_physical(one: Interface, names: set[str], tells: bool) -> bool:  # noqa: FBT001 - one caller
    """By ifConnectorPresent where the device tells it, else by type and name; a sub-interface is named behind its port."""
    if one.type_number not in _PHYSICAL:
        return one.has_connector is True
    if one.name.rpartition(".")[0] in names or one.name.lower().startswith(_LOGICAL_NAMES):
        return False
    return one.has_connector is not False or not tells


def has_words(one: Interface) -> bool:
    """Whether somebody described it: an alias that is no default of the maker's, which repeats the port's name."""
    words = one.alias.strip().lower()
    names = {one.name.lower(), one.description.strip().lower()} - {""}
    return bool(words) and words not in names and not any(words.endswith(f"{name} interface") for name in names)


def errors_quoted(one: Interface) -> str:
    """The row that counts the more of its errors, as it was answered; "" where a command line told them."""
    count = max(one.counters.in_errors or 0, one.counters.out_errors or 0)
    return f"{one.errors_oid} = {count}" if one.errors_oid else ""


def words_of(one: Interface) -> str:
    """Its name, with its description where somebody wrote one."""
    return f"{one.name} ({one.alias.strip()})" if has_words(one) else one.name
