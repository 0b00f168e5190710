"""How the machines ran, quarter by quarter: processors, memory, disks, links, databases, as the inspections measured."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from config.text import Text, _
from reports.documents.material import Material
from reports.documents.model import DASH, Block, Chart, Line, Table, Words, fact
from reports.documents.tables import columns, paragraph, too_many

QUARTERS: Final = 4
ROWS: Final = 60
LINES, CHARTS, POINTS = 5, 6, 3
SHARE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: a measure of a check, the greatest of its subjects at each moment. ``is_rest``: what is left is told."""

    name: Text
    check: str
    measure: str
    is_rest: bool = False


INDICATORS: Final = (
    Indicator(_("Processors, busy (P95 of the day's records)"), "server.cpu_history", "busy_p95_ratio"),
    Indicator(_("Processors, busy"), "server.cpu", "busy_ratio"),
    Indicator(_("Memory, in use"), "server.memory", "available_ratio", is_rest=True),
    Indicator(_("Busiest disk"), "server.disk_latency", "busy_ratio"),
    Indicator(_("Waiting for disks (all tasks)"), "server.load_pressure", "io_full_ratio"),
    Indicator(_("Swap, in use"), "server.swap_activity", "swap_used_ratio"),
    Indicator(_("Device: processor, busy"), "network.processor_load", "used_ratio"),
    Indicator(_("Device: memory, in use"), "network.memory_usage", "used_ratio"),
    Indicator(_("Busiest link"), "network.port_utilisation", "used_ratio"),
    Indicator(_("PostgreSQL: connections in use"), "database.postgres.connections", "connection_ratio"),
    Indicator(_("MySQL: connections in use"), "database.mysql.connections", "used_ratio"),
    Indicator(_("PostgreSQL: transactions rolled back"), "database.postgres.rollbacks", "rollback_ratio"),
)
Course = Sequence[tuple[datetime, float]]


def courses(material: Material) -> dict[tuple[str, Indicator], Course]:
    """By target and indicator, the course over all its moments: the greatest of the subjects."""
    wanted = {(one.check, one.measure): one for one in INDICATORS}
    found: dict[tuple[str, Indicator], dict[datetime, float]] = {}
    for (target, check, _subject, measure), points in material.round.series.items():
        one = wanted.get((check, measure))
        if one is None:
            continue
        moments = found.setdefault((target, one), {})
        for at, value in points:
            used = 1 - value if one.is_rest else value
            moments[at] = max(moments.get(at, used), used)
    return {key: sorted(moments.items()) for key, moments in found.items()}


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least a share of all does not pass (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(-(-len(ordered) * round(share * 100) // 100) - 1, 0)]


def quarter(day: str) -> str:
    """The quarter of a date that begins YYYY-MM: 2026Q4."""
    return f"{day[:4]}Q{(int(day[5:7]) + 2) // 3}"


def chapter(material: Material) -> Iterator[Block]:
    """The table by quarter, then a picture an indicator."""
    found = courses(material)
    if not found:
        yield paragraph(material, _("No figures of processors, memory, disks, links or databases were measured so far."))
        return
    yield paragraph(
        material,
        _(
            "Of each quarter what 95 % of the inspections did not pass. An inspection sees some seconds and no peak "
            "between two of them; only processors (P95) rest on records of whole days (sysstat)."
        ),
    )
    by_quarter = {key: _by_quarter(material, course) for key, course in found.items()}
    shown = sorted({name for one in by_quarter.values() for name in one})[-QUARTERS:]
    order = {one: place for place, one in enumerate(INDICATORS)}
    keys = sorted(
        found, key=lambda key: (material.targets.index(key[0]) if key[0] in material.targets else 0, order[key[1]])
    )
    width = 40 // max(len(shown), 1)
    yield Table(
        columns(
            material,
            (_("Target"), 14),
            (_("Figure"), 28),
            *((Text("{verbatim}", {"verbatim": name}), width) for name in shown),
            (_("Change (points)"), 10),
            (_("Inspections"), 8),
            centred=tuple(range(2, 4 + len(shown))),
        ),
        tuple(_row(material, key, by_quarter[key], shown) for key in keys),
        most_on_paper=ROWS,
        elsewhere=too_many(material, len(keys)),
        is_dense=True,
    )
    yield from _charts(material, found)


def _by_quarter(material: Material, course: Course) -> Mapping[str, Sequence[float]]:
    made: dict[str, list[float]] = {}
    for at, value in course:
        made.setdefault(quarter(material.day(at)), []).append(value)
    return made


def _row(
    material: Material, key: tuple[str, Indicator], made: Mapping[str, Sequence[float]], shown: Sequence[str]
) -> tuple[Words, ...]:
    values = [quantile(made[name], SHARE) if name in made else None for name in shown]
    cells = [DASH if value is None else material.say(_("{value:percent}", value=value)) for value in values]
    last, before = values[-1], values[-2] if len(values) > 1 else None
    change = DASH if last is None or before is None else fact(f"{(last - before) * 100:+.1f}")
    count = len(made.get(shown[-1], ()))
    return (fact(key[0]), material.say(key[1].name), *cells, change, fact(count))


def _charts(material: Material, found: Mapping[tuple[str, Indicator], Course]) -> Iterator[Chart]:
    """A picture an indicator, of the targets that stand highest."""
    made = 0
    for one in INDICATORS:
        lines = sorted(
            (
                (target, course)
                for (target, indicator), course in found.items()
                if indicator == one and len(course) >= POINTS
            ),
            key=lambda each: (-each[1][-1][1], each[0]),
        )[:LINES]
        if lines and made < CHARTS:
            made += 1
            drawn = tuple(Line(fact(target), tuple(course)) for target, course in lines)
            yield Chart(material.say(one.name), "ratio", drawn, is_low=True)
