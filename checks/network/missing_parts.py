"""Parts that the baseline has and that are gone: a supply, a fan, a board or a member that is in no table any more."""

from collections.abc import Iterable, Iterator
from typing import Final

from checks.base import Against, Area, Confirmed, Finding, Level, NoLimits, Scene, unknown
from checks.local_time import day
from collectors.base import Reason, Unseen
from collectors.facts.devices.inventory import INVENTORY, Inventory, group_of
from config.limits import Layered
from config.text import _

_LOOSE: Final = frozenset({"optics", "outlet", "port", "redundancy"})
"""Kinds that people pull out in their daily work."""


def judge(
    now: Inventory, confirmed: Confirmed[Inventory] | None, limits: Layered[NoLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding a part that is gone or empty, one of those that are new, one of all others together."""
    present = now.present
    if confirmed is None:
        summary = _(
            "{count} parts are there; no baseline was confirmed yet, so nobody knows which are missing", count=len(present)
        )
        yield Finding("parts", Level.NOTICE, summary, remedy=_FIRST_BASELINE)
        return
    before = confirmed.facts.present
    since = day(confirmed.confirmed_at, scene)
    new = tuple(name for name in present if name not in before)
    gone = [name for name in before if name not in present and not _is_called_longer(name, new)]
    for name in gone:
        yield _judge_gone(name, now, since)
    if new:
        summary = _("{count} parts are new since the baseline of {since}: {parts}", count=len(new), since=since, parts=new)
        yield Finding("new", Level.NOTICE, summary)
    summary = _(
        "{same} of {count} parts are there, as in the baseline of {since}",
        same=len(before) - len(gone),
        count=len(before),
        since=since,
    )
    yield Finding("parts", Level.OK, summary)


def _is_called_longer(name: str, new: Iterable[str]) -> bool:
    """Whether a part has but a longer name now: what holds it stands in it as soon as a second one is called the same."""
    kind, _blank, words = name.partition(" ")
    return any(one.startswith(f"{kind} ") and (one.endswith(f" {words}") or one.startswith(f"{name} ")) for one in new)


def _judge_gone(name: str, now: Inventory, since: str) -> Finding:
    if group_of(name) in now.untold or now.unseen:
        why = _("the device tells nothing of such parts today; it was there on {since}", since=since)
        return unknown(name, Unseen(name, Reason.NO_RECORD, why))
    level = Level.WARN if name.partition(" ")[0] in _LOOSE else Level.CRITICAL
    return Finding(name, level, _("it is gone; it was there when the baseline of {since} was confirmed", since=since))


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
