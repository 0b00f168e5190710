"""What fills, of every kind: each trend reads what its check measures, and says its date in words."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from agent.catalogue import CHECKS
from agent.judging import judge_one
from agent.outcomes import Seen
from agent.past import Past
from checks.base import AnyCheck, Check, Finding, Level, Scene, Trend
from checks.database.dameng.tablespace_growth import TABLESPACE_GROWTH as DAMENG_TABLESPACE_GROWTH
from checks.database.mysql.auto_increment_growth import AUTO_INCREMENT_GROWTH
from checks.database.postgres.connection_growth import CONNECTION_GROWTH
from checks.database.postgres.sequence_growth import SEQUENCE_GROWTH
from checks.database.postgres.wal_growth import WAL_GROWTH
from checks.server.disk_wear import DISK_WEAR
from checks.server.filesystem_growth import FILESYSTEM_GROWTH
from checks.server.memory_growth import MEMORY_GROWTH
from checks.server.thin_pool_growth import THIN_POOL_GROWTH
from collectors.base import Listing, Reason, Unseen
from collectors.facts.dameng.space import Tablespace
from collectors.facts.disk_health import DiskHealth
from collectors.facts.mysql.tables import Counting, Tables
from collectors.facts.postgres.objects import Sequence, Sequences
from collectors.facts.postgres.sessions import Connections
from collectors.facts.postgres.space import WalSpace
from collectors.facts.resources import Memory
from collectors.facts.storage import Filesystem
from collectors.facts.volumes import LogicalVolume, PhysicalVolume, VolumeGroup
from config.limits import Layered
from config.text import render
from tests.house.forecast_series import NOW

GIB = 2**30
SCENE = Scene(at=NOW)
TRENDS = [check for check in CHECKS if isinstance(check, Trend)]
DAYS = 60


def rising(now: float, a_day: float) -> list[tuple[datetime, float]]:
    """The values of sixty days before today's."""
    return [(NOW - timedelta(days=n), now - a_day * n) for n in range(DAYS, 0, -1)]


def steady(value: float) -> list[tuple[datetime, float]]:
    return [(NOW - timedelta(days=n), value) for n in range(DAYS, 0, -1)]


def one(check: AnyCheck, facts: object, series: Mapping[tuple[str, str], list[tuple[datetime, float]]]) -> Finding:
    """The finding of the only subject that has a history."""
    assert isinstance(check, Trend)
    (subject,) = {subject for subject, _name in series}
    said = judge_one(check, Seen(facts), Layered(check.limits), SCENE, Past(series={check.of.check: series}))
    (found,) = [finding for finding in said if isinstance(finding, Finding) and finding.subject == subject]
    return found


@pytest.mark.parametrize("check", TRENDS, ids=lambda check: check.id)
def test_a_trend_reads_the_facts_of_the_check_that_measures(check: AnyCheck) -> None:
    assert isinstance(check, Trend)
    (source,) = [one for one in CHECKS if one.id == check.of.check and isinstance(one, Check)]
    assert source.needs == check.needs


def test_every_question_of_capacity_has_a_trend() -> None:
    asked = {
        "server.filesystem_usage", "server.inode_usage", "server.lvm", "server.memory", "server.disk_health",
        "database.oracle.tablespace_usage", "database.dameng.tablespace_usage", "database.postgres.database_size",
        "database.mysql.schema_space", "database.postgres.wal_space", "database.mysql.binary_logs",
        "database.oracle.recovery_area", "database.postgres.connections", "database.mysql.connections",
        "database.oracle.resource_limits", "database.dameng.sessions", "database.postgres.sequences",
        "database.mysql.auto_increment", "database.oracle.sequences",
    }  # fmt: skip
    assert asked <= {check.of.check for check in TRENDS}


def test_a_filesystem_s_date_is_said_in_words_with_the_days_more_or_less() -> None:
    facts = Listing((Filesystem("/data", "/dev/vdb", "xfs", 1000, 700, 300),))
    found = one(
        FILESYSTEM_GROWTH,
        facts,
        {("/data", "used_bytes"): rising(700, 2), ("/data", "usable_bytes"): steady(1000)},
    )
    assert found.observed is not None
    assert render(found.summary, "zh_CN") == "/data 预计 2027-01-11（±1 天）达到 80%，2027-04-21（±1 天）用尽"
    assert render(found.observed, "zh_CN") == "自 2026-09-23 起，有数据 61 天；方法：最小二乘回归（计入误差自相关）"
    assert found.measures["days_until_full"] == pytest.approx(150)
    assert found.measures["days_until_limit"] == pytest.approx(50)
    assert found.measures["growth_bytes_per_day"] == pytest.approx(2)


def test_memory_that_rises_reaches_its_limit() -> None:
    facts = Memory(64 * GIB, 10 * GIB, is_estimated=False, hugepages_bytes=0, hugepages_free_bytes=0)
    series = {("", "used_bytes"): rising(54 * GIB, GIB / 4), ("", "ordinary_bytes"): steady(64 * GIB)}
    found = one(MEMORY_GROWTH, facts, series)
    assert found.level is Level.NOTICE
    assert render(found.summary, "zh_CN") == "内存 预计 2026-12-06（±1 天）达到 90%，2027-01-01（±1 天）达到上限"


def test_the_fuller_of_a_pool_s_data_and_metadata_counts() -> None:
    pool = LogicalVolume("pool", "twi-aotz--", 100 * GIB, data_ratio=0.40, metadata_ratio=0.90)
    facts = Listing((VolumeGroup("vg", "wz--n-", 200 * GIB, 100 * GIB, 0, (), (pool,)),))
    found = one(THIN_POOL_GROWTH, facts, {("vg/pool", "pool_used_ratio"): rising(0.90, 0.005)})
    assert found.level is Level.WARN, "twenty days"
    assert found.measures["growth_ratio_per_day"] == pytest.approx(0.005)


def test_without_a_pool_there_is_nothing_to_follow() -> None:
    facts = Listing(
        (
            VolumeGroup(
                "vg",
                "wz--n-",
                200 * GIB,
                100 * GIB,
                0,
                (PhysicalVolume("/dev/sdb", is_missing=False, size_bytes=200 * GIB, free_bytes=100 * GIB),),
                (),
            ),
        )
    )
    assert [f.level for f in judge_one(THIN_POOL_GROWTH, Seen(facts), Layered(THIN_POOL_GROWTH.limits), SCENE)
            if isinstance(f, Finding)] == [Level.ABSENT]  # fmt: skip


def test_a_disk_that_wears_is_told_a_year_before() -> None:
    facts = Listing((DiskHealth("S1", "/dev/nvme0", worn_ratio=0.80, is_passed=True),))
    found = one(DISK_WEAR, facts, {("S1", "worn_ratio"): rising(0.80, 0.001)})
    assert found.level is Level.NOTICE, "two hundred days"
    assert render(found.summary, "zh_CN").endswith("达到额定寿命")


def test_connections_numbers_and_logs_have_a_date() -> None:
    connections = {("", "connection_count"): rising(75, 0.5), ("", "usable_connection_count"): steady(97)}
    found = one(CONNECTION_GROWTH, Connections(75, 97, 0), connections)
    assert found.measures["days_until_full"] == pytest.approx(44)
    top = 2**31 - 1
    sequence = Sequence("public.orders_id", 10**9, 1, 1, top, is_cycling=False, column="orders.id", column_top=top)
    facts = Listing((Sequences("shop", (sequence,), 0, 1),))
    share = 10**9 / top
    found = one(SEQUENCE_GROWTH, facts, {("shop.public.orders_id", "sequence_used_ratio"): rising(share, 0.004)})
    assert found.level is Level.WARN, "134 days are little to change a type"
    wal = WalSpace(count=10, size_bytes=5 * GIB, max_wal_bytes=2 * GIB, keep_bytes=0, kept_by_slots_bytes=0)
    series = {("", "wal_bytes"): rising(5 * GIB, GIB / 20), ("", "wal_room_bytes"): steady(6 * GIB)}
    assert one(WAL_GROWTH, wal, series).measures["days_until_full"] == pytest.approx(20)


def test_a_table_s_own_numbers_have_a_date() -> None:
    counting = Counting("shop.orders.id", "int unsigned", 3 * 10**9)
    name = "shop.orders.id"
    series = {(name, "next_count"): rising(3e9, 1e7), (name, "values_count"): steady(2**32 - 1)}
    found = one(AUTO_INCREMENT_GROWTH, Tables((counting,), 1), series)
    assert found.measures["days_until_full"] == pytest.approx((2**32 - 1 - 3e9) / 1e7, abs=0.1)


def test_a_space_without_a_limit_is_not_applicable() -> None:
    facts = (Tablespace("TEMP", is_temporary=True, status=0, files=()),)
    said = judge_one(DAMENG_TABLESPACE_GROWTH, Seen(facts), Layered(DAMENG_TABLESPACE_GROWTH.limits), SCENE)
    assert [one.level for one in said if isinstance(one, Finding)] == [Level.ABSENT]


def test_what_was_followed_and_is_not_seen_today_is_unknown() -> None:
    pool = LogicalVolume("pool", "twi-aotz--", 100 * GIB)
    facts = Listing((VolumeGroup("vg", "wz--n-", 200 * GIB, 100 * GIB, 0, (), (pool,)),))
    assert one(THIN_POOL_GROWTH, facts, {("vg/pool", "pool_used_ratio"): rising(0.90, 0.005)}).level is Level.UNKNOWN


def test_what_the_target_did_not_tell_is_unknown() -> None:
    facts: Listing[Filesystem] = Listing((), (Unseen("/data", Reason.TIMEOUT, "df"),))
    said = judge_one(FILESYSTEM_GROWTH, Seen(facts), Layered(FILESYSTEM_GROWTH.limits), SCENE)
    assert Level.UNKNOWN in {one.level for one in said if isinstance(one, Finding)}
