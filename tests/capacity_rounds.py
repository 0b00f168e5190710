"""A round with a year of measures: what fills, judged by the trends themselves, and how the machines ran."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import pi, sin
from typing import Final

from agent.catalogue import CHECKS
from agent.expected import catalogue_of
from checks.base import Finding, Level, Point, Scene, Trend
from checks.result import TargetResult
from config.limits import Layered
from config.text import keep, verbatim
from reports.documents.material import Round
from tests.rounds import AT, inspection, result

GIB: Final = 2.0**30
DAYS: Final = 340
SCENE: Final = Scene(at=AT)
TRENDS: Final = {check.id: check for check in CHECKS if isinstance(check, Trend)}
Points = tuple[tuple[datetime, float], ...]


@dataclass(frozen=True)
class Fills:
    """Something that fills: the value on a day (0 today), and how much there is."""

    target: str
    check: str
    subject: str
    capacity: float
    value: Callable[[int], float]
    noise: float = 0.0


_SPACE: Final = "server.filesystem_growth"
WHAT: Final = (
    Fills("db01", _SPACE, "/oradata", 2048 * GIB, lambda day: (1790 + 3.1 * day) * GIB, 4 * GIB),
    Fills(
        "app01",
        _SPACE,
        "/data",
        500 * GIB,
        lambda day: (430 + 0.5 * day + 9 * (day % 7 == 0)) * GIB,
        GIB,
    ),
    Fills("app02", _SPACE, "/var/log", 50 * GIB, lambda day: (38 + 0.06 * day + 0.5 * (day % 10)) * GIB),
    Fills("app01", "server.memory_growth", "", 64 * GIB, lambda day: (52 + 0.05 * day) * GIB, GIB),
    Fills("db01", "database.oracle.tablespace_growth", "USERS", 128 * GIB, lambda day: (96 + 0.25 * day) * GIB, GIB / 4),
    Fills("db01", "database.oracle.session_growth", "processes@1", 1000.0, lambda day: 800 + 0.8 * day, 15.0),
    Fills("app02", "server.disk_wear", "S5GXNX0T", 1.0, lambda day: round(0.86 + 0.0011 * day, 2)),
    Fills("app02", "server.inode_growth", "/data", 6.5e6, lambda day: 5.1e6 + 5200.0 * day, 9e3),
    Fills("nas01", _SPACE, "/backup", 8192 * GIB, lambda _day: 4000 * GIB, 90 * GIB),
)
RUNS: Final = (
    ("app01", "server.cpu_history", "p95", "busy_p95_ratio", lambda day: 0.52 + 0.0006 * day),
    ("db01", "server.cpu_history", "p95", "busy_p95_ratio", lambda day: 0.71 + 0.05 * sin(2 * pi * day / 7)),
    ("app01", "server.memory", "", "available_ratio", lambda day: 0.20 - 0.0005 * day),
    ("db01", "server.memory", "", "available_ratio", lambda _day: 0.12),
    ("db01", "server.disk_latency", "sda", "busy_ratio", lambda day: 0.45 + 0.0004 * day),
    ("db01", "server.disk_latency", "sdb", "busy_ratio", lambda _day: 0.20),
)


def round_with_history() -> Round:
    """Five targets, inspected daily for eleven months."""
    dice = random.Random(4)
    series: dict[tuple[str, str, str, str], Points] = {}
    findings: dict[str, list[Finding]] = {}
    for one in WHAT:
        trend = TRENDS[one.check]
        past = [(AT - timedelta(days=n), one.value(-n) + dice.gauss(0, one.noise)) for n in range(DAYS, 0, -1)]
        now = one.value(0)
        points = tuple(Point(at, value, one.capacity) for at, value in (*past, (AT, now)))
        (said,) = trend.judge({one.subject: points}, Layered(trend.limits), SCENE)
        assert isinstance(said, Finding)
        measures = {trend.of.value: now, **({trend.of.capacity: one.capacity} if trend.of.capacity else {})}
        measured = Finding(one.subject, Level.OK, verbatim("-"), check=trend.of.check, measures=measures, at=AT)
        kept = replace(said, check=one.check, at=AT, summary=keep(said.summary))
        findings.setdefault(one.target, []).extend((measured, kept))
        series[one.target, trend.of.check, one.subject, trend.of.value] = tuple(past)
    for target, check, subject, measure, value in RUNS:
        series[target, check, subject, measure] = tuple(
            (AT - timedelta(days=n), value(-n) + dice.gauss(0, 0.03)) for n in range(DAYS, -1, -7)
        )
    results = tuple(_result(target, said) for target, said in findings.items())
    made = inspection(results)
    ids = {row.check for row in made.catalogue}
    further = [one for one in CHECKS if one.id in _asked(findings) - ids]
    made = replace(made, catalogue=(*made.catalogue, *catalogue_of(further, ())))
    trends = {name: trend.of for name, trend in TRENDS.items()}
    return Round(made, AT + timedelta(hours=6), "XJ-HWJ-2026Q4-001", "2026Q4", series=series, trends=trends)


def _asked(findings: dict[str, list[Finding]]) -> set[str]:
    return {one.check for said in findings.values() for one in said}


def _result(target: str, said: list[Finding]) -> TargetResult:
    made = result(target, *said)
    return replace(made, checks=tuple(dict.fromkeys((*made.checks, *(one.check for one in said)))))
