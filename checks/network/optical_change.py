"""Light that changed since the last inspection: a fibre or a module that fades, still within the module's limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Change, Finding, Level, Scene, Then
from checks.local_time import day
from checks.sensors import is_sent
from collectors.base import Listing
from collectors.facts.devices.sensors import OPTICS, Quantity, Sensor
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class OpticalChangeLimits:
    """Of the light that is received, each lane."""

    warn_db: float = limit(3.0, unit="dB", source="our judgement: half of the light is gone, or twice as much is there")
    dark_dbm: float = limit(
        -35.0, unit="dBm", source="our judgement: -40 and -36.96 are what modules say without any light"
    )


def judge(
    now: Listing[Sensor], then: Then[Listing[Sensor]], limits: Layered[OpticalChangeLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding a light that changed, by its name; one of all others together."""
    since = day(then.at, scene)
    before = {one.name: one for one in then.facts.records if _is_received(one)}
    lit = [one for one in now.records if _is_received(one) and _is_lit(one, limits)]
    pairs = [(one, old) for one in lit if (old := before.get(one.name)) is not None and _is_lit(old, limits)]
    others = [(one, old) for one, old in pairs if _is_other_module(one, old)]
    same = [pair for pair in pairs if pair not in others]
    changed = 0
    for one, old in same:
        mine = limits.at(one.name)
        if abs(one.value - old.value) > mine.warn_db:
            changed += 1
            yield _changed(one, old, since, mine)
    if same:
        summary = _(
            "{same} of {count} lights that are received are as bright as on {since}, within {warn:number} dB",
            same=len(same) - changed,
            count=len(same),
            since=since,
            warn=limits.at("").warn_db,
        )
        yield Finding("others", Level.OK, summary)
    if others:
        names = tuple(one.name for one, _old in others)
        yield Finding(
            "modules",
            Level.OK,
            _("not compared, other modules are plugged in than on {since}: {ports}", since=since, ports=names),
        )
    if not pairs:
        yield Finding("", Level.ABSENT, _("no light is received that was received on {since} too", since=since))


def _is_received(one: Sensor) -> bool:
    return one.quantity is Quantity.OPTICAL_POWER and not is_sent(one.name)


def _is_lit(one: Sensor, limits: Layered[OpticalChangeLimits]) -> bool:
    return not one.is_idle and one.value > limits.at(one.name).dark_dbm


def _is_other_module(one: Sensor, old: Sensor) -> bool:
    """By the limits that are written into a module: those of another kind of module are others."""
    return any(
        getattr(one, name) != getattr(old, name) for name in ("low_critical", "low_warn", "high_warn", "high_critical")
    )


def _changed(one: Sensor, old: Sensor, since: str, limits: OpticalChangeLimits) -> Finding:
    change = one.value - old.value
    summary = _(
        "{light}: {after} dBm, {before} dBm on {since}: {change} dB",
        light=one.name,
        after=f"{one.value:.2f}",
        before=f"{old.value:.2f}",
        since=since,
        change=f"{change:+.2f}",
    )
    return Finding(
        one.name,
        Level.WARN,
        summary,
        expected=_("changed by at most {warn:number} dB", warn=limits.warn_db),
        quote=f"{one.oid} = {one.value:g}" if one.oid else "",
        measures={"light_dbm": one.value, "change_db": round(change, 2)},
    )


OPTICAL_CHANGE: Final = Change(
    id="network.optical_change",
    title=_("Changes of the light of optical modules"),
    area=Area.HARDWARE,
    needs=OPTICS,
    limits=OpticalChangeLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("the light that each port receives, beside that of the inspection before"),
    remedy=_(
        "Ask whether the fibre was moved or the module at the far end changed; else clean the connectors of both ends, "
        "look for a bent fibre, and compare the light that the far end sends."
    ),
    traps=(
        _("a port that was dark or shut on one of the two days is not compared"),
        _("another kind of module has other limits of its own: it is not compared with the one before"),
        _("a module of the same kind that was changed shows as a change of light: compare with the record"),
    ),
    refs=("SFF-8472",),
)
