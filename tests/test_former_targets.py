"""A target that was renamed, and a subject: the past is found under the names that they had, from the word on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from agent.aliases import aliases, entry, names, undoing
from agent.called import Named
from agent.past import Whose, past_of
from agent.quarters import round_of as quarter_of
from agent.store.open import open_store
from agent.store.record import Entry
from agent.store.store import Store
from agent.under_names import UnderNames
from checks.base import Level
from checks.server.filesystem_growth import FILESYSTEM_GROWTH
from config.site import Site, Target
from tests.program import xunjian
from tests.store_places import PLACES, place, postgres_server
from tests.stored import DISK, START, finding, result, round_of

DAY = timedelta(days=1)
ENDS = START + 20 * DAY


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as folder:
        yield folder


@pytest.fixture(params=PLACES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return place(request, tmp_path)


def word(old: str, new: str, at: datetime, target: str = "", check: str = "") -> Entry:
    return replace(entry(Named("", old, new, "李工", at, "更名", target, check)), told_at=at)


def twenty_days(store: Store) -> None:
    """db01 for ten days, of which the last five warn; then db02, whose disk is mounted elsewhere, warns on."""
    for day in range(20):
        name, subject = ("db01", "/data") if day < 10 else ("db02", "/u01")
        level = Level.WARN if day >= 5 else Level.OK
        round_of(store, result(name, [finding(level, subject, used=0.5 + day / 100)], at=START + day * DAY))


def renamed(store: Store, at: datetime = ENDS) -> None:
    store.record([word("db01", "db02", at), word("/data", "/u01", at, "db01", DISK)])


def test_what_was_measured_under_the_former_names_is_told_with_the_rest(url: str) -> None:
    with open_store(url) as store:
        twenty_days(store)
        before = UnderNames(store, names(store)).measures_of("db02", DISK, START)
        renamed(store)
        now = UnderNames(store, names(store))
        measured = now.measures_of("db02", DISK, START)
        headings, some = now.inspections(0, "db02"), now.inspections(3, "db02")
        first = now.target_result(headings[-1].id, "db02")
    assert [len(points) for points in before.values()] == [10]
    assert list(measured) == [("/u01", "used_ratio")]
    assert [round(value, 2) for _at, value in measured["/u01", "used_ratio"]] == [
        round(0.5 + day / 100, 2) for day in range(20)
    ]
    assert (len(headings), some) == (20, headings[:3])
    assert first is not None
    assert (first.target, [one.subject for one in first.findings]) == ("db02", ["/u01"])


def test_a_trend_reads_the_points_of_the_former_name_once_somebody_said_so(url: str) -> None:
    def points(at: datetime) -> int:
        past = past_of(store, Whose("db02", "linux", {}, at), [FILESYSTEM_GROWTH])
        return sum(map(len, past.series[DISK].values()))

    with open_store(url) as store:
        twenty_days(store)
        assert points(ENDS) == 10
        renamed(store, ENDS + DAY)
        assert points(ENDS) == 10  # what was judged before the word is judged so again
        assert points(ENDS + 2 * DAY) == 20
        store.record([replace(undoing(one, "王工", "是另一台"), at=ENDS + 3 * DAY) for one in aliases(store)])
        assert points(ENDS + 2 * DAY) == 20
        assert points(ENDS + 4 * DAY) == 10


def test_the_charts_of_a_quarter_begin_under_the_former_name(url: str) -> None:
    site = Site(targets=(Target(id="db02", kind="linux", address="192.0.2.7"),), timezone="Asia/Shanghai")
    with open_store(url) as store:
        twenty_days(store)
        renamed(store)
        drawn = quarter_of(store, site, "", ENDS + DAY).series
    assert {key: len(points) for key, points in drawn.items()} == {("db02", DISK, "/u01", "used_ratio"): 20}


@pytest.mark.parametrize("asked", ["db02", "db01"])
def test_history_tells_one_course_by_either_name(asked: str, url: str, tmp_path: Path) -> None:
    with open_store(url) as store:
        twenty_days(store)
        renamed(store)
    course = xunjian("history", asked, DISK, "--store", url, "--output", "json", folder=tmp_path).json()
    (listed,) = xunjian("history", asked, "--store", url, "--output", "json", folder=tmp_path).json()
    assert (course["target"], course["subject"]) == ("db02", "/u01")
    assert [one["after"] for one in course["changes"]] == ["ok", "warn"]  # not first seen twice
    assert datetime.fromisoformat(course["first"]) == START.replace(microsecond=0)
    assert datetime.fromisoformat(course["since"]) == START.replace(microsecond=0) + 5 * DAY
    assert [len(one["points"]) for one in course["measures"].values()] == [20]
    assert (listed["target"], listed["changes"]) == ("db02", 1)


@pytest.mark.parametrize("is_said", [True, False])
def test_a_machine_that_was_renamed_is_compared_with_what_it_was(is_said: bool, tmp_path: Path) -> None:  # noqa: FBT001
    def run(name: str) -> str:
        (tmp_path / "xunjian.yaml").write_text(f"targets:\n  - {{id: {name}, kind: local}}\n")
        made = xunjian("run", "--output", "json", "--only", "server.changed_system", "--store", "s.db", folder=tmp_path)
        (one,) = made.json()["targets"]
        (found,) = one["findings"]
        return str(found["level"])

    assert run("old-name") == "absent"  # nothing to compare with
    if is_said:
        said = xunjian(
            "site", "alias", "old-name", "new-name", "--by", "李工", "--reason", "更名", "--store", "s.db", folder=tmp_path
        )
        assert said.code == 0, said.err
    assert run("new-name") == ("ok" if is_said else "absent")
