"""Parts that the baseline has and that are gone: a supply, a fan, a board or a member that is in no table any more."""

from collections.abc import Iterator
from typing import Final

from checks.base import Against, Area, Confirmed, Finding, Level, NoLimits, Scene
from checks.local_time import day
from collectors.facts.devices.inventory import INVENTORY, Inventory
from config.limits import Layered
from config.text import _


def judge(
    now: Inventory, confirmed: Confirmed[Inventory] | None, limits: Layered[NoLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding a part that is gone or empty, one of all others together."""
    present = now.present
    if confirmed is None:
        summary = _(
            "{count} parts are there; no baseline was confirmed yet, so nobody knows which are missing", count=len(present)
        )
        yield Finding("parts", Level.NOTICE, summary, remedy=_FIRST_BASELINE)
        return
    gone = [name for name in confirmed.facts.present if name not in present]
    for name in gone:
        yield Finding(name, Level.CRITICAL, _("{part} is gone; it was there when the baseline was confirmed", part=name))
    summary = _(
        "{count} parts are there, as in the baseline of {since}",
        count=len(present),
        since=day(confirmed.confirmed_at, scene),
    )
    yield Finding("parts", Level.OK, summary)


_FIRST_BASELINE = _("Compare with the asset list, then confirm: xunjian baseline confirm TARGET --by NAME")

MISSING_PARTS: Final = Against(
    id="network.missing_parts",
    title=_("Parts that are missing"),
    area=Area.HARDWARE,
    needs=INVENTORY,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("power supplies, fans, boards and members that are plugged in, beside the confirmed baseline"),
    remedy=_(
        "Look into the cabinet: was it taken out on purpose? Then confirm anew; else find out where it is, and replace it."
    ),
    traps=(_("what is missing is in no table: only a baseline tells"),),
)
