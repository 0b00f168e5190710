"""What is said of a database, schema or table that grows from inspection to inspection: how fast, how long there is room.

The history is our own: no server keeps one. How long the disk lasts is said of the host's filesystem; here a date is given
where the operator named the room that was planned.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from checks.base import LEVEL_OF_SIDE, Finding, Level, Point, Scene, worst
from checks.forecasts import Forecast, Withheld, forecast
from checks.growth_words import WITHHELD, give_or_take, history
from checks.local_time import day
from config.limits import Layered, compare, limit
from config.text import Text, _

QUARTER_DAYS: Final = 90.0
_ROOM: Final = 2.0
"""Where no room was planned for, so many times its size: by it a clean-up is told from noise; no date is given of it."""


@dataclass(frozen=True, slots=True)
class SizeTrendLimits:
    """What is a growth to plan for, and the room that was planned, by subject."""

    notice_quarter_ratio: float = limit(0.25, unit="ratio", source="our judgement: it doubles within a year")
    warn_quarter_ratio: float = limit(0.5, unit="ratio", source="our judgement: half as large again in a quarter")
    least_bytes: int = limit(
        10 * 2**30, unit="bytes", source="our judgement: below 10 GiB in a quarter a share says nothing"
    )
    planned_bytes: int = limit(0, unit="bytes", source="the operator: the room that was planned for it; 0 asks nothing")
    warn_days: float = limit(90.0, unit="days", source="our judgement: until the next quarterly inspection")
    critical_days: float = limit(30.0, unit="days", source="our judgement: to order and fit disks")


def judge(series: Mapping[str, tuple[Point, ...]], limits: Layered[SizeTrendLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a subject with a size: its rate, or why nobody can say."""
    if not series:
        yield Finding("", Level.ABSENT, _("nothing that is large enough to be followed from inspection to inspection"))
    for subject, points in series.items():
        if points:
            yield _judge_one(subject, points, limits.at(subject), scene)


def _judge_one(subject: str, points: tuple[Point, ...], limits: SizeTrendLimits, scene: Scene) -> Finding:
    size = points[-1].value
    room = float(limits.planned_bytes) or _ROOM * max(one.value for one in points)
    made = forecast(tuple(replace(one, capacity=room) for one in points))
    observed = history(made, scene)
    if why := _unknown_rate(made):
        summary = _("No rate of growth of {subject}: {why}", subject=subject, why=WITHHELD[why])
        return Finding(subject, Level.ABSENT, summary, observed=observed)
    ratio = made.slope * QUARTER_DAYS / max(size, 1.0)
    level, summary = _verdict(subject, made, ratio, limits, scene)
    return Finding(
        subject,
        level,
        summary,
        observed=observed,
        expected=_expected(limits),
        measures={"growth_bytes_per_day": round(made.slope, 1), "growth_quarter_ratio": round(ratio, 4)},
    )


def _unknown_rate(made: Forecast) -> Withheld | None:
    """Why there is no rate; a history that is only too short for a far date has one."""
    return made.withheld or (Withheld.NOISY if made.full.withheld is Withheld.NOISY else None)


def _expected(limits: SizeTrendLimits) -> Text:
    if limits.planned_bytes:
        return _(
            "room for it ({planned:bytes}) for more than {days:number} days",
            planned=limits.planned_bytes,
            days=limits.warn_days,
        )
    return _("less than {share:percent} in a quarter", share=limits.notice_quarter_ratio)


def _verdict(subject: str, made: Forecast, ratio: float, limits: SizeTrendLimits, scene: Scene) -> tuple[Level, Text]:
    if limits.planned_bytes and made.full.at is not None:
        days = (made.full.at - scene.at).total_seconds() / 86_400
        side = compare(days, limits.warn_days, limits.critical_days)
        words = _(
            "{subject} reaches the room that was planned for it on {day} (±{days:number} days), at {rate:bytes} a day",
            subject=subject,
            day=day(made.full.at, scene),
            days=give_or_take(made.full),
            rate=made.slope,
        )
        return worst((LEVEL_OF_SIDE[side], Level.OK)), words
    if made.slope <= 0:
        return Level.OK, _("{subject} does not grow", subject=subject)
    words = _(
        "{subject} grows by {rate:bytes} a day, {share:percent} of its size in a quarter",
        subject=subject,
        rate=made.slope,
        share=ratio,
    )
    if made.slope * QUARTER_DAYS < limits.least_bytes or ratio < limits.notice_quarter_ratio:
        return Level.OK, words
    return Level.WARN if ratio >= limits.warn_quarter_ratio else Level.NOTICE, words


GROWTH_REMEDY: Final = _(
    "Ask the application's people what grows and how long it must be kept; archive or partition what is old. Hold the rate "
    "against the free space of the filesystem (its own finding) and plan the extension for before that date."
)
GROWTH_TRAPS: Final = (
    _("the server keeps no history of sizes: only our own inspections tell, each day's greatest, the latest 120 days"),
    _("clean-ups, jumps and the rhythm of a week or a month are told from growth"),
    _("fewer than four days with values give no rate: it is then not applicable, with the reason"),
)
