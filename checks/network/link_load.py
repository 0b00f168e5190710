"""Growth of the load of the busiest links, from what they carried between one inspection and the next."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from checks.base import Area, Finding, Level, Measured, Point, Scene, Trend
from checks.growth import AT_LIMIT, FORECAST_REFS, FORECAST_TRAPS, Growth, GrowthLimits
from checks.growth_words import Filling
from collectors.facts.devices.ports import MEASURED_LINKS
from config.limits import Layered
from config.text import _

_BITS: Final = 8
_LEAST_SECONDS: Final = 43_200.0
"""Ours: between two inspections, so that the average holds hours of work and of rest."""
BUSY: Final = 0.5
"""Ours: a link that is half full on the average of days is full in the hours of work."""
_AVERAGE: Final = Growth(Filling("ratio", AT_LIMIT))


def judge(series: Mapping[str, tuple[Point, ...]], limits: Layered[GrowthLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a link: when its average between inspections is at its limit."""
    loads = {subject: tuple(averages(points)) for subject, points in series.items()}
    for subject in (subject for subject, points in loads.items() if not points and series[subject]):
        yield Finding(subject, Level.ABSENT, _("{port} was counted once so far: no average yet", port=subject))
    followed = {subject: points for subject, points in loads.items() if points}
    if followed or not loads:
        yield from _AVERAGE(followed, limits, scene)


def averages(points: tuple[Point, ...]) -> Iterator[Point]:
    """The average load between two looks as a share of the speed; where a counter began again there is none."""
    for before, after in pairwise(points):
        seconds = (after.at - before.at).total_seconds()
        if seconds >= _LEAST_SECONDS and after.value >= before.value and after.capacity > 0:
            yield Point(after.at, (after.value - before.value) * _BITS / seconds / after.capacity, BUSY)


LINK_LOAD: Final = Trend(
    id="network.link_load",
    title=_("Growth of the load of links"),
    area=Area.NETWORK,
    needs=MEASURED_LINKS,
    of=Measured("network.link_bytes", value="carried_bytes", capacity="speed_bits_per_second"),
    limits=GrowthLimits(reached_ratio=0.80),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the average load of the busiest links between one inspection and the next"),
    remedy=_(
        "See the curve of days in the monitoring system and who fills the link (flow statistics); move backups to the "
        "night, set priorities, and order more bandwidth or a second link before the date."
    ),
    traps=(_("its limit is half of the speed on the average of days: then the hours of work are full"), *FORECAST_TRAPS),
    refs=("RFC 2863", *FORECAST_REFS),
)
