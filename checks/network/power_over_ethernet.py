"""Power over Ethernet: what telephones, cameras and radio cells draw of what the switch can give."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.devices.loads import POE_BUDGETS, PoeBudget
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class PoeLimits:
    """Drawn of what may be drawn."""

    warn: float = limit(0.80, unit="ratio", source="our judgement: the next devices need room")
    critical: float = limit(0.95, unit="ratio", source="our judgement: the switch begins to refuse ports")


def judge(budgets: Listing[PoeBudget], limits: Layered[PoeLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a group of ports."""
    for one in budgets.records:
        yield _judge_one(one, limits.at(one.name))


def _judge_one(one: PoeBudget, limits: PoeLimits) -> Finding:
    quote = f"{one.oid} = {one.used_watts:g}" if one.oid else ""
    if one.state == "faulty":
        return Finding(
            one.name, Level.CRITICAL, _("{group}: the power supply of the ports is faulty", group=one.name), quote=quote
        )
    if one.state == "off" or not one.capacity_watts:
        return Finding(one.name, Level.OK, _("{group}: power over Ethernet is switched off", group=one.name), quote=quote)
    used = one.used_watts / one.capacity_watts
    return Finding(
        one.name,
        LEVEL_OF_SIDE[compare(used, limits.warn, limits.critical)],
        _(
            "{group}: {used:number} of {whole:number} W drawn ({ratio:percent})",
            group=one.name,
            used=one.used_watts,
            whole=one.capacity_watts,
            ratio=used,
        ),
        expected=_("below {warn:percent}", warn=limits.warn),
        quote=quote,
        measures={"used_ratio": used, "used_watts": one.used_watts},
    )


POWER_OVER_ETHERNET: Final = Check(
    id="network.power_over_ethernet",
    title=_("Power over Ethernet"),
    area=Area.RESOURCES,
    needs=POE_BUDGETS,
    limits=PoeLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("POWER-ETHERNET-MIB: capacity, state and power drawn of each group of ports"),
    remedy=_(
        "Spread the devices over other switches, give important ports a higher priority, or add a larger power supply; a "
        "faulty group is shown to the maker's support with its log."
    ),
    traps=(_("a switch without power over Ethernet has no such table: that is not inspected, not a fault"),),
    refs=("RFC 3621",),
)
