"""``xunjian history``: what is known of a target over time, one finding's course, and what is said of a wrong name."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agent.glanced import glanced
from agent.histories import SPARKS, near, spark
from agent.store import glance
from agent.store.open import open_store
from agent.store.store import Store
from checks.base import Finding, Level
from tests.program import Done, xunjian
from tests.store_places import PLACES, back_to, place, postgres_server
from tests.stored import DISK, START, SWAP, finding, result, round_of

DAY = timedelta(days=1)
DATA = "/data/数据"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as folder:
        yield folder


@pytest.fixture(params=PLACES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return place(request, tmp_path)


def year(store: Store, days: int = 40) -> list[str]:
    """A disk that fills, warns and is cleaned up; a second one that was there for ten days; a check that never applied."""
    ids = []
    for day in range(days):
        level = Level.WARN if 20 <= day < 30 else Level.OK
        findings = [finding(level, used=0.5 + day / 100), Finding("", Level.ABSENT, finding().summary, check=SWAP)]
        if day < 10:
            findings.append(replace(finding(subject="/old"), measures={}))
        ids.append(round_of(store, result("db01", findings, at=START + day * DAY)))
        round_of(store, result("db02", [finding()], at=START + day * DAY))
    return ids


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("kept")
    with open_store(folder / "s.db") as store:
        return folder, year(store)


def history(kept: tuple[Path, list[str]], *words: str) -> Done:
    return xunjian("history", *words, "--store", "s.db", folder=kept[0])


def test_of_a_target_it_lists_what_is_known_and_counts_what_never_applied(kept: tuple[Path, list[str]]) -> None:
    made = history(kept, "db01")
    assert made.code == 0
    assert f"Filesystem usage  {DISK}" in made.out
    assert f"  ● OK  {DATA}: since 2026-05-05 14:07+08:00; 2 changes, worst ▲ warning\n" in made.out
    assert "  — no longer there  /old: since 2026-04-15 14:07+08:00; 1 changes, worst ● OK\n" in made.out
    assert "1 more never applied" in made.out
    assert SWAP not in made.out
    assert SWAP in history(kept, "db01", "--all").out


def test_of_one_finding_it_says_first_last_worst_each_change_and_its_measures(kept: tuple[Path, list[str]]) -> None:
    made = history(kept, "db01", DISK, DATA)
    ids = kept[1]
    assert "Now ● OK, since 2026-05-05 14:07+08:00" in made.out
    assert (
        "First seen 2026-04-05 14:07+08:00, last seen 2026-05-14 14:07+08:00, worst ▲ warning (2026-04-25 14:07+08:00)"
        in (made.out)
    )
    changes = [line.strip() for line in made.out.splitlines() if line.rpartition("  ")[2] in ids]
    assert changes == [
        f"2026-04-05 14:07+08:00  first seen: ● OK  {ids[0]}",
        f"2026-04-25 14:07+08:00  ● OK → ▲ warning  {ids[20]}",
        f"2026-05-05 14:07+08:00  ▲ warning → ● OK  {ids[30]}",
    ]
    assert "  used_ratio  ▁▁▁" in made.out
    assert "least 50%, greatest 89%, last 89% (40 values)" in made.out


@pytest.mark.parametrize("check", [DISK, "filesystem_usage", ".filesystem_usage", "Filesystem usage"])
def test_a_check_is_named_by_its_id_the_end_of_it_or_its_title(kept: tuple[Path, list[str]], check: str) -> None:
    assert history(kept, "db02", check).out == history(kept, "db02", DISK, DATA).out


def test_chinese_words_come_first_where_chinese_is_spoken(kept: tuple[Path, list[str]]) -> None:
    made = history(kept, "db01", DISK, DATA, "--lang", "zh-CN")
    assert made.out.startswith("文件系统空间使用率  server.filesystem_usage\n")
    assert "最严重 ▲ 警告（2026-04-25 14:07+08:00）" in made.out
    assert history(kept, "db01", "文件系统空间使用率", DATA, "--lang", "zh-CN").out == made.out


def test_as_a_table_for_programs(kept: tuple[Path, list[str]]) -> None:
    rows = list(csv.DictReader(io.StringIO(history(kept, "db01", DISK, DATA, "--output", "csv").out)))
    assert len(rows) == 43
    assert [row["value"] for row in rows if row["name"] == "level"] == ["ok", "warn", "ok"]
    assert [float(row["value"]) for row in rows if row["name"] == "used_ratio"] == [0.5 + day / 100 for day in range(40)]
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    listed = list(csv.DictReader(io.StringIO(history(kept, "db01", "--output", "csv").out)))
    assert {(row["check"], row["subject"], row["worst"]) for row in listed} == {
        (DISK, DATA, "warn"),
        (DISK, "/old", "ok"),
        (SWAP, "", "absent"),
    }
    assert len(list(csv.reader(io.StringIO(history(kept, "--output", "csv", "--most", "3").out)))) == 4


def test_as_json(kept: tuple[Path, list[str]]) -> None:
    made = json.loads(history(kept, "db01", DISK, DATA, "--output", "json").out)
    assert (made["level"], made["worst"], made["first"]) == ("ok", "warn", "2026-04-05 14:07:08+08:00")
    assert [(each["before"], each["after"]) for each in made["changes"]] == [(None, "ok"), ("ok", "warn"), ("warn", "ok")]
    assert made["measures"]["used_ratio"]["greatest"] == 0.89
    assert len(made["measures"]["used_ratio"]["points"]) == 40
    assert [one["subject"] for one in json.loads(history(kept, "db01", DISK, "--output", "json").out)] == [DATA, "/old"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("db1",), "Near to it: db01"),
        (("x",), "There are: db01, db02"),
        (("db01", "server.filesystem_usages"), "Near to it: server.filesystem_usage (Filesystem usage)"),
        (("db01", "Filesystem"), "server.filesystem_usage (Filesystem usage)"),
        (("db01", "?"), "There are: "),
        (("db01", DISK, "/data"), f"Near to it: {DATA}"),
        (("db01", DISK, "C:"), f"There are: {DATA}, /old"),
    ],
)
def test_a_wrong_name_is_an_error_that_names_the_near_ones(
    kept: tuple[Path, list[str]], words: tuple[str, ...], said: str
) -> None:
    made = history(kept, *words)
    assert made.code == 64
    assert made.out == ""
    assert said in made.err


def test_a_store_without_findings_says_so(tmp_path: Path) -> None:
    open_store(tmp_path / "s.db").close()
    made = xunjian("history", "db01", "--store", "s.db", folder=tmp_path)
    assert made.code == 64
    assert "no findings yet" in made.err


def test_a_store_that_is_not_there_and_one_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("no database at all, only words")
    for name in ("none.db", "letter.db"):
        made = xunjian("history", "db01", "--store", name, folder=tmp_path)
        assert made.code == 69
        assert name in made.err
    assert not (tmp_path / "none.db").exists()


def test_an_older_store_is_brought_up_and_read(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.db") as store:
        year(store, 3)
    back_to(str(tmp_path / "s.db"), "0003")
    made = xunjian("history", "db01", DISK, DATA, "--store", "s.db", folder=tmp_path)
    assert made.code == 0
    assert "(3 values)" in made.out


def test_the_store_and_the_hours_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    with open_store(tmp_path / "place" / "s.db") as store:
        year(store, 2)
    words = "site: {timezone: Asia/Tokyo}\nstore: {url: s.db}\ntargets:\n  - {id: db01, kind: local}\n"
    (tmp_path / "place" / "xunjian.yaml").write_text(words)
    made = xunjian("history", "db01", DISK, DATA, "--config", "place/xunjian.yaml", folder=tmp_path)
    assert "since 2026-04-05 15:07+09:00" in made.out


@pytest.mark.parametrize(
    "words",
    [
        "include: other.yaml",
        "site: [1]",
        "site: {timezone: Mars/Base}",
        "site: {language: de}",
        "store: {url: 'postgresql://x/y', password: '${ask}'}",
        "store: {url: ~/s.db}",
        "store: x",
        "- 1",
        "{",
        "\x00",
    ],
)
def test_what_a_glance_does_not_understand_is_read_whole(tmp_path: Path, words: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(words)
    assert glanced(path) is None
    assert glanced(tmp_path / "none.yaml") is None


def test_a_glance_sees_what_the_store_tells(url: str) -> None:
    """Both ways of reading, on both databases."""
    with open_store(url) as store:
        ids = year(store, 30)
        store.thin_measures(START + 500 * DAY)
        standing = {(one.check, one.subject): one for one in store.standing("db01")}
        with store.rows() as rows:
            _same(store, rows, standing.keys())
            assert glance.targets(rows) == ["db01", "db02"]
            assert glance.seen(rows, "db03") == []
            assert list(glance.titles(rows, ids[0])) == [DISK]
        with glance.sqlite_rows(url) as quick:
            assert (quick is None) == url.startswith("postgresql")
            if quick is not None:
                _same(store, quick, standing.keys())


def _same(store: Store, rows: glance.Rows, known: object) -> None:
    seen = {(one.check, one.subject): one for one in glance.seen(rows, "db01")}
    assert seen.keys() == known
    changes = glance.changes(rows, "db01")
    for check, subject in seen:
        told = store.history("db01", check, subject)
        assert [(one.inspection, one.after) for one in changes[check, subject]] == [
            (one.inspection, one.after.value) for one in told
        ]
        told_points = store.measures("db01", check, subject, "used_ratio")
        points = glance.measures(rows, "db01", check, subject).get("used_ratio", [])
        assert [(glance.moment(at), value) for at, value in points] == told_points


def test_a_sparkline_stands_on_one_scale_of_time() -> None:
    assert spark([], 10) == ""
    assert spark([(5.0, 3.0)], 10) == SPARKS[0]
    assert spark([(0.0, 1.0), (1.0, 1.0)], 2) == SPARKS[0] * 2
    assert spark([(float(at), float(at)) for at in range(8)], 8) == SPARKS
    weekly = [(7.0 * week, float(week)) for week in range(8)]
    daily = [(56.0 + day, 8.0) for day in range(8)]
    assert spark([*weekly, *daily], 9) == "▁▂▃▄▅▅▆▇█", "a day's values do not take the room of a week's"
    assert spark([(0.0, 1.0), (9.0, 2.0)], 10) == "▁        █", "where nothing was seen nothing is drawn"
    assert spark([(0.0, 1.0), (0.1, 9.0), (9.0, 1.0)], 3)[0] == "█", "a short peak is not lost"


def test_near_names() -> None:
    assert near("db1", ["web", "db01", "db02"])[0] in {"db01", "db02"}
    assert near("磁盘", ["磁盘使用率", "内存"]) == ("磁盘使用率",)
    assert near("", ["a", "b"]) == ()
