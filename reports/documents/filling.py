"""What fills first: everything with a date, over all targets, the soonest first; a picture each, and how much to add."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from checks.base import Finding, Level, Measured
from config.text import _
from reports.documents.material import Material
from reports.documents.model import DASH, Block, Chart, Line, Table, Words, fact
from reports.documents.tables import columns, paragraph, too_many

RANKED: Final = 40
"""Rows of the ranked list on paper."""
PICTURES: Final = 6
POINTS: Final = 3
MONTH_DAYS: Final = 365.25 / 12
AHEAD: Final = 1.5
"""How far a picture looks ahead, in lengths of its history."""


@dataclass(frozen=True, slots=True)
class Filling:
    """Something that fills; ``capacity`` 0 where what is measured is not itself what fills (bytes carried, and the load).

    ``unit``: bytes, count, ratio; days from ``at``; ``days_until_limit`` None where unknown.
    """

    target: str
    check: str
    subject: str
    of: Measured
    level: Level
    at: datetime
    unit: str
    now: float
    capacity: float
    a_day: float
    days: float
    earliest_days: float
    latest_days: float
    days_until_limit: float | None

    @property
    def full_at(self) -> datetime:
        """The date."""
        return self.at + timedelta(days=self.days)

    @property
    def give_or_take(self) -> int:
        """The days that hold the interval on both sides, as the finding says them."""
        return max(ceil(max(self.days - self.earliest_days, self.latest_days - self.days) - 1e-6), 1)


def fillings(material: Material) -> list[Filling]:
    """All that has a date, the soonest first."""
    measured = {
        (pair.target, pair.check, finding.subject): finding.measures for pair in material.pairs for finding in pair.findings
    }
    found = [
        one
        for pair in material.pairs
        if (of := material.round.trends.get(pair.check)) is not None
        for finding in pair.findings
        if (one := _filling(material, (pair.target, pair.check), finding, of, measured)) is not None
    ]
    return sorted(found, key=lambda one: (one.days, one.target, one.check, one.subject))


def _filling(
    material: Material,
    where: tuple[str, str],
    finding: Finding,
    of: Measured,
    measured: Mapping[tuple[str, str, str], Mapping[str, float]],
) -> Filling | None:
    said, target = finding.measures, where[0]
    values = measured.get((target, of.check, finding.subject), {})
    rate = next((name for name in said if name.startswith("growth_") and name.endswith("_per_day")), "")
    if "days_until_full" not in said or not rate or of.value not in values or (of.capacity and of.capacity not in values):
        return None
    unit = rate.removeprefix("growth_").removesuffix("_per_day")
    is_itself = unit != "ratio" or not of.capacity
    return Filling(
        target=target,
        check=where[1],
        subject=finding.subject,
        of=of,
        level=finding.level,
        at=finding.at or material.inspection.started_at,
        unit=unit,
        now=values[of.value] if is_itself else 0.0,
        capacity=(values[of.capacity] if of.capacity else 1.0) if is_itself else 0.0,
        a_day=said[rate],
        days=said["days_until_full"],
        earliest_days=said.get("days_until_full_earliest", said["days_until_full"]),
        latest_days=said.get("days_until_full_latest", said["days_until_full"]),
        days_until_limit=said.get("days_until_limit"),
    )


def quantity(material: Material, value: float, unit: str) -> Words:
    """A value with its unit."""
    if unit == "bytes":
        return material.say(_("{value:bytes}", value=value))
    if unit == "ratio":
        return material.say(_("{value:percent}", value=value))
    return material.say(_("{value:number}", value=round(value)))


def limit_of(material: Material, check: str) -> float:
    """The share at which the usage itself is warned of, as it stood in the inspection."""
    limits = material.rows[check].limits if check in material.rows else ()
    said = next((value for name, value, _unit, _origin in limits if name == "reached_ratio"), "0.8")
    try:
        return float(said)
    except ValueError:
        return 0.8


def ranked(material: Material, found: Sequence[Filling]) -> Iterator[Block]:
    """The list and its pictures."""
    if not found:
        yield paragraph(
            material,
            _("Nothing has a date so far: either nothing grows, or the history does not carry one (annex A says which)."),
        )
        return
    yield paragraph(
        material,
        _(
            "All targets together, the soonest first. The date is that of the rate so far; with 90 % it lies within the "
            "days named behind it."
        ),
    )
    yield Table(
        columns(
            material,
            (_("Rank"), 6),
            (_("Target"), 11),
            (_("What fills"), 24),
            (_("Now, of"), 20),
            (_("A month"), 10),
            (_("Warning level"), 11),
            (_("Full (± days)"), 18),
            centred=(0,),
        ),
        tuple(_row(material, place, one) for place, one in enumerate(found, 1)),
        most_on_paper=RANKED,
        elsewhere=too_many(material, len(found)),
        is_dense=True,
    )
    yield from (chart for one in found if (chart := picture(material, one)) is not None and one in found[:PICTURES])


def _row(material: Material, place: int, one: Filling) -> tuple[Words, ...]:
    limit = DASH
    if one.days_until_limit is not None:
        limit = fact(material.day(one.at + timedelta(days=one.days_until_limit)))
    full = f"{material.day(one.full_at)} (± {one.give_or_take})"
    tone = one.level.value if one.level in {Level.CRITICAL, Level.WARN, Level.NOTICE} else ""
    return (
        Words(str(place)),
        fact(one.target),
        material.what(one.check, one.subject),
        _used(material, one),
        Words(f"+{quantity(material, one.a_day * MONTH_DAYS, one.unit).text}"),
        limit,
        fact(full, tone=tone),
    )


def _used(material: Material, one: Filling) -> Words:
    if not one.capacity:
        return DASH
    now, capacity = quantity(material, one.now, one.unit).text, quantity(material, one.capacity, one.unit).text
    used = material.say(_("{value:percent}", value=one.now / one.capacity)).text
    return Words(f"{now} / {capacity}" + ("" if one.unit == "ratio" else f" ({used})"))


def picture(material: Material, one: Filling) -> Chart | None:
    """The history as a share of today's capacity, then the forecast with its interval; None without a history."""
    if not one.capacity:
        return None
    key = (one.target, one.of.check, one.subject, one.of.value)
    past = [(at, value / one.capacity) for at, value in material.round.series.get(key, ()) if at <= one.at]
    if len(past) < POINTS:
        return None
    ends = one.at + min((past[-1][0] - past[0][0]) * AHEAD, timedelta(days=max(one.latest_days, 1.0)))
    start = (one.at, one.now / one.capacity)
    ahead, early, late = (_towards(start, days, ends) for days in (one.days, one.earliest_days, one.latest_days))
    corner = ((ends, 1.0),) if early[0] < ends else ()
    title = _("{target}: {title}", target=one.target, title=material.what(one.check, one.subject).text)
    limit = limit_of(material, one.check)
    limits = (((material.say(_("warning level")), limit),) if limit < 1 else ()) + ((material.say(_("full")), 1.0),)
    lines = (
        Line(material.say(_("so far")), tuple(past)),
        Line(material.say(_("at this rate")), (start, ahead), is_forecast=True),
    )
    return Chart(material.say(title), "ratio", lines, limits, (start, early, *corner, late), is_low=True)


def _towards(start: tuple[datetime, float], days: float, ends: datetime) -> tuple[datetime, float]:
    """The end of a line that is full after so many days, or where the picture ends."""
    at, value = start
    full = at + timedelta(days=max(days, 0.01))
    if full <= ends:
        return full, 1.0
    return ends, value + (1 - value) * ((ends - at) / (full - at))
