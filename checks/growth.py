"""What is said of something that fills: the levels of a forecast, one finding a subject. For space, inodes and the like."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from checks.base import Finding, Level, Point, Scene
from checks.forecasts import Forecast, Withheld, forecast
from checks.growth_words import WITHHELD, Filling, dated, history
from config.limits import Layered, Side, compare, limit
from config.text import Text, _

SPACE: Final = Filling("bytes", _("full"))
USED_UP: Final = _("used up")
AT_LIMIT: Final = _("at its limit")
NUMBERS: Final = Filling("count", USED_UP)
SHARE: Final = Filling("ratio", AT_LIMIT)


@dataclass(frozen=True, slots=True)
class GrowthLimits:
    """Days until it is full; a date farther away than the first is no finding."""

    notice_days: float = limit(90.0, unit="days", source="our judgement: until the next quarterly inspection")
    warn_days: float = limit(30.0, unit="days", source="our judgement: to order and fit disks")
    critical_days: float = limit(7.0, unit="days", source="our judgement: before the next regular visit")
    reached_ratio: float = limit(
        0.80, unit="ratio", source="where the check of the usage itself warns: its day is told, too; 1 asks nothing"
    )


@dataclass(frozen=True, slots=True)
class Growth:
    """How something that fills is judged; called as the judge of a Trend."""

    filling: Filling = SPACE

    def __call__(
        self, series: Mapping[str, tuple[Point, ...]], limits: Layered[GrowthLimits], scene: Scene
    ) -> Iterator[Finding]:
        """One finding a subject: when it is full, that it does not grow, or why nobody can say."""
        if not series:
            yield Finding("", Level.ABSENT, _("nothing here is followed from inspection to inspection"))
        for subject, points in series.items():
            if not points or points[-1].capacity <= 0:
                yield Finding(
                    subject,
                    Level.ABSENT,
                    _("{subject} sets no limit that could be reached", subject=self.filling.called(subject)),
                )
            else:
                yield self._judge_one(subject, points, limits.at(subject), scene)

    def _judge_one(self, subject: str, points: tuple[Point, ...], limits: GrowthLimits, scene: Scene) -> Finding:
        is_below = points[-1].value < limits.reached_ratio * points[-1].capacity
        asked = (limits.reached_ratio, 1.0) if limits.reached_ratio < 1 and is_below else (1.0,)
        made = forecast(points, asked)
        level, summary = _verdict(self.filling.called(subject), made, self.filling, limits, scene)
        return Finding(
            subject,
            level,
            summary,
            observed=history(made, scene),
            expected=_("not {full} within {days:number} days", full=self.filling.full, days=limits.notice_days),
            measures=self._measures(made, scene),
        )

    def _measures(self, made: Forecast, scene: Scene) -> dict[str, float]:
        """What the report ranks by, in days from now; a rate only where there is one."""
        found = {} if made.withheld else {f"growth_{self.filling.unit}_per_day": made.slope}
        full, reached = made.full, made.crossings[0] if len(made.crossings) > 1 else None
        if full.at is not None:
            found["days_until_full"] = round(_days(full.at, scene), 1)
            found |= {
                name: round(_days(at, scene), 1)
                for name, at in (("days_until_full_earliest", full.earliest_at), ("days_until_full_latest", full.latest_at))
                if at is not None
            }
        if reached is not None and reached.at is not None:
            found["days_until_limit"] = round(_days(reached.at, scene), 1)
        return found


judge: Final = Growth()
"""Of what is measured in bytes."""


def _verdict(
    subject: str | Text, made: Forecast, filling: Filling, limits: GrowthLimits, scene: Scene
) -> tuple[Level, Text]:
    full, reached = made.full, made.crossings[0] if len(made.crossings) > 1 else None
    near = reached if reached is not None and reached.at is not None else None
    if full.at is not None:
        return _level(_days(full.at, scene), limits), dated(subject, full, near, filling, scene)
    is_far = _is_far(made, scene.at + timedelta(days=limits.notice_days))
    why = made.withheld or full.withheld
    if near is not None and near.at is not None:
        level = Level.OK if is_far or _days(near.at, scene) >= limits.notice_days else Level.NOTICE
        return level, dated(subject, None, near, filling, scene)
    if why in {Withheld.SHORT, Withheld.NOISY} and is_far:
        words = _(
            "{subject} is not {full} within {days:number} days", subject=subject, full=filling.full, days=limits.notice_days
        )
        return Level.OK, words
    if why is not None:
        return Level.ABSENT, _("No forecast for {subject}: {why}", subject=subject, why=WITHHELD[why])
    return Level.OK, _("{subject} does not grow", subject=subject)


def _is_far(made: Forecast, moment: datetime) -> bool:
    """Whether even the fast end of the interval lies beyond a moment; None is never, where there is an interval."""
    return bool(made.crossings) and (made.full.earliest_at is None or made.full.earliest_at > moment)


def _days(at: datetime, scene: Scene) -> float:
    return (at - scene.at).total_seconds() / 86400


def _level(days: float, limits: GrowthLimits) -> Level:
    side = compare(days, limits.warn_days, limits.critical_days)
    if side is Side.CRITICAL:
        return Level.CRITICAL
    if side is Side.WARN:
        return Level.WARN
    return Level.NOTICE if days < limits.notice_days else Level.OK


FORECAST_TRAPS: Final = (
    _("clean-ups, jumps and the rhythm of a week or a month are told from growth"),
    _("after a change of size the history begins again"),
    _("no date is given where the history is short, stepped or noisy; it is then not applicable, with the reason"),
)
FORECAST_REFS: Final = (
    "Fieller 1954, Some problems in interval estimation",
    "Harville 1974, Bayesian inference for variance components using only error contrasts",
)
