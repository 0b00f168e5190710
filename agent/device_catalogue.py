"""Which part of the catalogue for devices is for which of them: a UPS routes nothing, a family has its own commands."""

from collections.abc import Mapping, Sequence
from typing import Final

from collectors.base import Cli, Collector, Wired
from config.kinds import BOX, FAMILIES, HOST, NETWORK, SNMP_ONLY, UPS, WINDOWS

_OF_SWITCHES: Final = frozenset(
    f"network.{kind}"
    for kind in (
        "aggregates",
        "stack_members",
        "gateway_groups",
        "bgp_peers",
        "bgp_sessions",
        "ospf_neighbours",
        "spanning_trees",
        "saved_configuration",
        "running_configuration",
        "settings",
        "time_keeping",
        "configuration_keeping",
        "poe_budgets",
        "licences",
        "clock",
        "log_lines",
        "starts",
        "firewall_sessions",
        "signatures",
    )
)
_OF_HARDWARE: Final = frozenset(
    f"network.{kind}"
    for kind in (
        "power_supplies",
        "fans",
        "temperatures",
        "parts",
        "inventory",
        "sensors",
        "optics",
        "made",
        "assets",
        "neighbours",
    )
)
_OF_COMPUTERS: Final = frozenset(
    f"network.{kind}" for kind in ("processors", "memories", "memory_levels", "storages", "optics", "neighbours")
)
_OF_WINDOWS: Final = frozenset({"network.services", "network.shares"})
_OF_LINES: Final = frozenset({"network.licences"})
"""Told by command line alone, which only network devices are asked by."""
NOT_OF: Final[Mapping[str, frozenset[str]]] = {
    NETWORK: _OF_WINDOWS,
    SNMP_ONLY: _OF_WINDOWS,
    **dict.fromkeys(FAMILIES, _OF_WINDOWS | {"network.ups"}),
    BOX: _OF_SWITCHES | _OF_LINES | _OF_WINDOWS | {"network.ups"},
    UPS: _OF_SWITCHES | _OF_LINES | _OF_COMPUTERS | _OF_WINDOWS | {"network.power_supplies", "network.fans"},
    HOST: _OF_SWITCHES | _OF_LINES | _OF_HARDWARE | _OF_WINDOWS | {"network.ups"},
    WINDOWS: _OF_SWITCHES | _OF_LINES | _OF_HARDWARE | {"network.ups"},
}
"""By platform, the kinds of fact that it is not asked by SNMP: a UPS routes nothing, a host's BMC tells its hardware."""
_NO_LINE: Final = frozenset({SNMP_ONLY, BOX, UPS, HOST, WINDOWS})


def of_family(platform: str, known: Sequence[Wired]) -> tuple[Wired, ...]:
    """Leave out the commands that a device of this platform cannot understand, or is not asked for want of a way.

    Of a kind that nothing else tells one stays, so that its answer says why it is not seen.
    """
    if platform not in FAMILIES and platform not in _NO_LINE:
        return tuple(known)
    kept = [one for one in known if not _is_line(one) or _understands(one, platform)]
    told = {one.provides.name for one in kept}
    for one in known:
        if one.provides.name not in told:
            told.add(one.provides.name)
            kept.append(one)
    order = {id(one): place for place, one in enumerate(known)}
    return tuple(sorted(kept, key=lambda one: order[id(one)]))


def _is_line(one: Wired) -> bool:
    return isinstance(one, Collector) and isinstance(one.ask, Cli)


def _understands(one: Wired, platform: str) -> bool:
    return isinstance(one, Collector) and isinstance(one.ask, Cli) and platform in one.ask.families
