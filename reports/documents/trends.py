"""Chapter 6: what fills first, what to add, how the machines ran, and further measures over time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from checks.base import SUMMARY_ORDER, Level
from config.text import Text, _
from reports.documents.expansion import advice
from reports.documents.filling import Filling, fillings, ranked
from reports.documents.material import Material
from reports.documents.model import Block, Chart, Heading, Line, Section, Words, fact
from reports.documents.performance import INDICATORS
from reports.documents.performance import chapter as performance
from reports.documents.tables import paragraph

POINTS_NEEDED: Final = 3
SPAN_NEEDED: Final = timedelta(days=7)
"""From a line's first point to its last: minutes or hours show what the machine did just then, and no course."""
LINES: Final = 5
CHARTS: Final = 8
UNITS: Final = ("ratio", "bytes", "seconds", "count")
_LIMIT_WORDS: Final[Mapping[str, Text]] = {"warn": _("warning limit"), "critical": _("critical limit")}


_DRAWN: Final = frozenset(one.check for one in INDICATORS)
"""What the chapter on performance draws."""


def chapter_trends(material: Material) -> Section:
    """What fills first and what to add, how the machines ran, then a chart a target and check, the worst first."""
    found = fillings(material)
    blocks: list[Block] = [
        Heading(material.say(_("What fills first"))),
        *ranked(material, found),
        Heading(material.say(_("Expansion advice"))),
        *advice(material, found),
        Heading(material.say(_("Performance"))),
        *performance(material),
        Heading(material.say(_("Further measures"))),
        *_further(material, found),
    ]
    return Section("6", material.say(_("Capacity, performance and measures over time")), tuple(blocks), "trends")


def _further(material: Material, found: Sequence[Filling]) -> Iterator[Block]:
    charts = charts_of(material, frozenset((one.target, one.of.check, one.subject) for one in found))
    if not charts:
        yield paragraph(
            material,
            _(
                "There is no history of {count} points over {days} days yet; charts are drawn from the inspections to "
                "come.",
                count=POINTS_NEEDED,
                days=SPAN_NEEDED.days,
            ),
        )
        return
    yield paragraph(
        material,
        _(
            "Drawn from earlier inspections, at least {count} points over {days} days a line.",
            count=POINTS_NEEDED,
            days=SPAN_NEEDED.days,
        ),
    )
    yield from charts[:CHARTS]
    if len(charts) > CHARTS:
        words = _("{count} more charts were left out; their values stand in the json form.", count=len(charts) - CHARTS)
        yield paragraph(material, words, style="note")


def charts_of(material: Material, shown: frozenset[tuple[str, str, str]] = frozenset()) -> list[Chart]:
    """Every chart there is history for and that is not shown before (target, check, subject), the worst level first."""
    levels = {(p.target, p.check, f.subject): f.level for p in material.pairs for f in p.findings}
    groups: dict[tuple[str, str, str], list[tuple[str, Line, int]]] = {}
    for (target, check, subject, measure), points in material.round.series.items():
        if _is_long(points) and unit_of(measure) and check not in _DRAWN and (target, check, subject) not in shown:
            rank = SUMMARY_ORDER.index(levels.get((target, check, subject), Level.ABSENT))
            line = Line(material.subject(check, subject) if subject else fact(target), tuple(points))
            groups.setdefault((target, check, measure), []).append((subject, line, rank))
    chosen: dict[tuple[str, str], tuple[int, Chart]] = {}
    for (target, check, measure), found in groups.items():
        chart = _chart(material, (target, check, measure), found)
        rank = max(rank for _subject, _line, rank in found)
        held = chosen.get((target, check))
        if held is None or (held[1].unit != "ratio" and chart.unit == "ratio"):
            chosen[target, check] = (rank, chart)
    return [chart for _rank, chart in sorted(chosen.values(), key=lambda one: -one[0])]


def _is_long(points: Sequence[tuple[datetime, float]]) -> bool:
    """Whether there is a course to see: points enough, far enough apart."""
    return len(points) >= POINTS_NEEDED and points[-1][0] - points[0][0] >= SPAN_NEEDED


def _chart(material: Material, of: tuple[str, str, str], found: list[tuple[str, Line, int]]) -> Chart:
    target, check, measure = of
    worst_first = sorted(found, key=lambda one: (-one[2], -one[1].points[-1][1], one[0]))[:LINES]
    title = _("{target}: {title}", target=target, title=material.title(check).text)
    return Chart(
        material.say(title),
        unit_of(measure),
        tuple(line for _subject, line, _rank in worst_first),
        _limits(material, check, unit_of(measure)),
    )


def unit_of(measure: str) -> str:
    """The unit a measure's name ends in; "" for one that cannot be drawn."""
    unit = measure.rpartition("_")[2]
    return unit if unit in UNITS else ""


def _limits(material: Material, check: str, unit: str) -> tuple[tuple[Words, float], ...]:
    out = []
    for name, value, of, _origin in material.rows[check].limits if check in material.rows else ():
        if name in _LIMIT_WORDS and of == unit:
            try:
                out.append((material.say(_LIMIT_WORDS[name]), float(value)))
            except ValueError:
                continue
    return tuple(out)
