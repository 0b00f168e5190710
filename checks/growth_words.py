"""The words of a forecast: a date with its days more or less, the history it rests on, why there is none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Final

from checks.base import Scene
from checks.forecasts import Crossing, Forecast, Withheld
from checks.local_time import day
from checks.series import Begun
from checks.shapes import Rhythm, Shape
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class Filling:
    """What fills: the unit of its measure, the word for its being full, and for what the target's own subject is."""

    unit: str
    full: Text
    name: Text | None = None

    def called(self, subject: str) -> str | Text:
        """A subject as a person reads it."""
        return subject or self.name or "?"


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
    Begun.BENT: _("{count:number} day(s) with values since its rate changed before {since}"),
}
_RHYTHMS: Final[Mapping[Rhythm, Text]] = {Rhythm.WEEK: _("a weekly rhythm"), Rhythm.MONTH: _("a monthly rhythm")}


def history(made: Forecast, scene: Scene) -> Text:
    """The number of points since when, the method, and what of the history's shape was allowed for."""
    points = Text(_BEGUN[made.begun].template, {"count": made.days_count, "since": day(made.since_at, scene)})
    if made.withheld is not None and not made.crossings:
        return points
    shape = _joined(list(_shapes(made.shape)))
    if shape is None:
        return _("{points}; a line by least squares whose errors may depend on each other", points=points)
    return _(
        "{points}; a line by least squares whose errors may depend on each other, allowing for {shape}",
        points=points,
        shape=shape,
    )


def dated(subject: str | Text, full: Crossing | None, limit: Crossing | None, filling: Filling, scene: Scene) -> Text:
    """When something is full, and when it reaches the limit before that; at least one of them has a date."""
    if full is None and limit is not None:
        return _(
            "{subject} is expected to reach {share:percent} on {day} (±{days:number} days); a date for its being {full} "
            "is too far away",
            subject=subject,
            share=limit.share,
            day=day(limit.at, scene),
            days=give_or_take(limit),
            full=filling.full,
        )
    known = full or Crossing(1.0)
    if limit is None:
        return _(
            "{subject} is expected to be {full} on {day} (±{days:number} days)",
            subject=subject,
            full=filling.full,
            day=day(known.at, scene),
            days=give_or_take(known),
        )
    return _(
        "{subject} is expected to reach {share:percent} on {limit_day} (±{limit_days:number} days) and to be {full} "
        "on {day} (±{days:number} days)",
        subject=subject,
        share=limit.share,
        limit_day=day(limit.at, scene),
        limit_days=give_or_take(limit),
        full=filling.full,
        day=day(known.at, scene),
        days=give_or_take(known),
    )


def give_or_take(one: Crossing) -> int:
    """The days that hold the interval on both sides of the date: the longer of the two, whole; at least the day itself."""
    at, earliest, latest = one.at, one.earliest_at, one.latest_at
    if at is None or earliest is None or latest is None:
        return 0
    return max(ceil(max(_days(earliest, at), _days(at, latest)) - 1e-6), 1)


def _days(one: datetime, other: datetime) -> float:
    return (other - one).total_seconds() / 86400


def _shapes(shape: Shape) -> Iterator[Text]:
    if shape.jumps:
        yield _("{count:number} lasting jump(s)", count=len(shape.jumps))
    every = shape.saw.period_days if shape.saw else shape.every_days
    if every:
        yield _("clean-ups about every {days:number} days", days=round(every))
    elif shape.cuts:
        yield _("{count:number} clean-up(s)", count=len(shape.cuts))
    for rhythm in shape.rhythms:
        yield _RHYTHMS[rhythm]


def _joined(texts: list[Text]) -> Text | None:
    if not texts:
        return None
    joined = texts[0]
    for one in texts[1:]:
        joined = _("{one} and {more}", one=joined, more=one)
    return joined
