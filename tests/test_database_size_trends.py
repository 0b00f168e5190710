"""Rates of growth of databases, schemas and tables from our own inspections: the same judge for all of them."""

from datetime import UTC, datetime, timedelta

import pytest

from agent.judging import judge_one
from agent.outcomes import Seen
from agent.past import Past
from checks.base import Finding, Level, Point, Scene
from checks.database.mysql.schema_trend import SCHEMA_TREND
from checks.database.postgres.database_trend import DATABASE_TREND
from checks.database.postgres.largest_tables import LARGEST_TABLES, LargestLimits
from checks.database.postgres.table_trend import TABLE_TREND
from checks.size_trends import SizeTrendLimits, judge
from collectors.base import Listing
from collectors.facts.mysql.space import SchemaSpace
from collectors.facts.postgres.relations import Largest, Relation
from collectors.facts.postgres.space import Database
from config.limits import Layered

GIB = 2.0**30
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
SCENE = Scene(at=NOW)


def points(*sizes: float, days: float = 7) -> tuple[Point, ...]:
    """Sizes one after the other, the last one today's."""
    last = len(sizes) - 1
    return tuple(Point(NOW - timedelta(days=days * (last - n)), size, size) for n, size in enumerate(sizes))


def one(*sizes: float, days: float = 7, limits: SizeTrendLimits | None = None) -> Finding:
    (found,) = judge({"shop": points(*sizes, days=days)}, Layered(limits or SizeTrendLimits()), SCENE)
    return found


def test_a_steady_growth_is_told_a_day_and_as_a_share_of_a_quarter() -> None:
    found = one(*(GIB * (100 + n) for n in range(8)))
    assert found.measures["growth_bytes_per_day"] == pytest.approx(GIB / 7)
    assert found.measures["growth_quarter_ratio"] == pytest.approx(90 / 7 / 107, abs=1e-4)
    assert found.level is Level.OK, "12 % in a quarter"


@pytest.mark.parametrize(
    ("weekly", "level"), [(1.9, Level.OK), (2.0, Level.NOTICE), (3.8, Level.NOTICE), (4.0, Level.WARN)]
)
def test_levels_by_the_share_of_a_quarter(weekly: float, level: Level) -> None:
    """A quarter of 90 days has 12.86 weeks: of 100 GiB today 25 % are 1.94 GiB a week, 50 % 3.89 GiB."""
    assert one(*(GIB * (100 + weekly * n) for n in range(-7, 1))).level is level


def test_a_small_one_may_double() -> None:
    assert one(*(GIB * n / 8 for n in range(1, 9))).level is Level.OK, "1 GiB in eight weeks"


def test_the_room_that_was_planned_gives_a_date() -> None:
    limits = SizeTrendLimits(planned_bytes=int(110 * GIB))
    near = one(*(GIB * (100 + n) for n in range(8)), limits=limits)
    assert near.level is Level.CRITICAL, "3 GiB are left, at 1 GiB a week"
    limits = SizeTrendLimits(planned_bytes=int(117 * GIB))
    assert one(*(GIB * (100 + n) for n in range(8)), limits=limits).level is Level.WARN, "10 weeks"
    limits = SizeTrendLimits(planned_bytes=int(500 * GIB))
    assert one(*(GIB * (100 + n) for n in range(8)), limits=limits).level is Level.OK


def test_what_shrinks_or_stands_does_not_grow() -> None:
    assert one(*(GIB * (100 - n) for n in range(8))).level is Level.OK
    assert one(*(GIB * 100 for _n in range(8))).level is Level.OK


def test_three_days_with_values_are_no_rate() -> None:
    assert one(GIB, 2 * GIB, 3 * GIB).level is Level.ABSENT
    assert one(*(GIB * (100 + n) for n in range(12)), days=0.2).level is Level.ABSENT, (
        "several inspections of a day are one"
    )


def test_one_import_is_no_rate() -> None:
    assert one(*([100 * GIB] * 6 + [300 * GIB] * 2)).level is Level.ABSENT


def test_after_a_clean_up_the_history_begins_again() -> None:
    assert one(*(GIB * n for n in (100, 120, 140, 160, 180, 60, 61, 62))).level is Level.ABSENT
    found = one(*(GIB * n for n in (100, 120, 140, 160, 60, 61, 62, 63)))
    assert found.measures["growth_bytes_per_day"] == pytest.approx(GIB / 7)


def test_nothing_large_enough_is_not_applicable() -> None:
    assert [one.level for one in judge({}, Layered(SizeTrendLimits()), SCENE)] == [Level.ABSENT]


def test_the_history_of_each_product_is_that_of_its_own_measure() -> None:
    series = tuple((NOW - timedelta(days=7 * n), GIB * (100 - n)) for n in range(8, 0, -1))
    asked = (
        (
            DATABASE_TREND,
            Listing((Database("shop", allows_connections=True, size_bytes=int(100 * GIB), tablespace="pg_default"),)),
            "shop",
            "size_bytes",
        ),
        (SCHEMA_TREND, (SchemaSpace("shop", 3, int(100 * GIB), is_own=False),), "shop", "size_bytes"),
        (TABLE_TREND, Listing((largest(100 * GIB),)), "shop.public.orders", "table_bytes"),
    )
    for check, facts, subject, name in asked:
        past = Past(series={check.of.check: {(subject, name): series}})
        found = [f for f in judge_one(check, Seen(facts, ()), Layered(check.limits), SCENE, past) if isinstance(f, Finding)]
        by_subject = {one.subject: one for one in found}
        assert by_subject[subject].measures["growth_bytes_per_day"] == pytest.approx(GIB / 7), check.id


def largest(size: float) -> Largest:
    return Largest("shop", (Relation("public.orders", "r", 1, 1, 1, int(size)), Relation("public.t", "r", 9, 0, 0)), 2)


def test_only_large_tables_have_a_finding_of_their_own() -> None:
    def subjects(size: float) -> set[str]:
        said = LARGEST_TABLES.judge(Listing((largest(size),)), Layered(LargestLimits()), SCENE)
        return {one.subject for one in said if isinstance(one, Finding)}

    assert subjects(GIB) == {"shop", "shop.public.orders"}
    assert subjects(GIB - 1) == {"shop"}
