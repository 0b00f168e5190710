"""What is said of something that fills: the levels of a forecast, one finding a subject. For space, inodes and the like."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from checks.base import Finding, Level, Point, Scene
from checks.forecasts import Begun, Forecast, Withheld, forecast
from checks.local_time import day
from config.limits import Layered, Side, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class GrowthLimits:
    """Days until it is full; a date farther away than the first is no finding."""

    notice_days: float = limit(90.0, unit="days", source="our judgement: until the next quarterly inspection")
    warn_days: float = limit(30.0, unit="days", source="our judgement: to order and fit disks")
    critical_days: float = limit(7.0, unit="days", source="our judgement: before the next regular visit")


WITHHELD: Final[Mapping[Withheld, Text]] = {
    Withheld.SHORT: _("the history is too short for a date"),
    Withheld.STEPPED: _("it grew by a step and not steadily"),
    Withheld.NOISY: _("it goes up and down too much for a date"),
    Withheld.CLEANED: _("it was cleaned up, and the history since then is too short for a date"),
}
_BEGUN: Final[Mapping[Begun, Text]] = {
    Begun.FIRST: _("{count:number} day(s) with values since {since}"),
    Begun.EPOCH: _("{count:number} day(s) with values since its count began again on {since}"),
    Begun.CAPACITY: _("{count:number} day(s) with values since its size changed before {since}"),
    Begun.CLEANED: _("{count:number} day(s) with values since it was cleaned up before {since}"),
}


def judge(series: Mapping[str, tuple[Point, ...]], limits: Layered[GrowthLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a subject: when it is full, that it does not grow, or why nobody can say."""
    for subject, points in series.items():
        if not points:
            yield Finding(subject, Level.ABSENT, _("{subject} sets no limit that could be reached", subject=subject))
        else:
            yield _judge_one(subject, forecast(points), limits.at(subject), scene)


def _judge_one(subject: str, made: Forecast, limits: GrowthLimits, scene: Scene) -> Finding:
    level, summary = _verdict(subject, made, limits, scene)
    history = Text(_BEGUN[made.begun].template, {"count": made.days_count, "since": day(made.since_at, scene)})
    measures = {} if made.fills_at is None else {"days_until_full": round(_days(made.fills_at, scene), 1)}
    return Finding(
        subject,
        level,
        summary,
        observed=history,
        expected=_("not full within {days:number} days", days=limits.notice_days),
        measures=measures,
    )


def _verdict(subject: str, made: Forecast, limits: GrowthLimits, scene: Scene) -> tuple[Level, Text]:
    if made.fills_at is not None:
        summary = _(
            "{subject} is full on about {day} at this rate (between {earliest} and {latest})",
            subject=subject,
            day=day(made.fills_at, scene),
            earliest=day(made.earliest_at, scene),
            latest=day(made.latest_at, scene),
        )
        return _level(_days(made.fills_at, scene), limits), summary
    is_far = made.earliest_at is not None and made.earliest_at - scene.at > timedelta(days=limits.notice_days)
    if made.withheld in {Withheld.SHORT, Withheld.NOISY} and is_far:
        return Level.OK, _("{subject} is not full within {days:number} days", subject=subject, days=limits.notice_days)
    if made.withheld is not None:
        return Level.ABSENT, _("No forecast for {subject}: {why}", subject=subject, why=WITHHELD[made.withheld])
    return Level.OK, _("{subject} does not grow", subject=subject)


def _days(at: datetime, scene: Scene) -> float:
    return (at - scene.at).total_seconds() / 86400


def _level(days: float, limits: GrowthLimits) -> Level:
    side = compare(days, limits.warn_days, limits.critical_days)
    if side is Side.CRITICAL:
        return Level.CRITICAL
    if side is Side.WARN:
        return Level.WARN
    return Level.NOTICE if days < limits.notice_days else Level.OK
