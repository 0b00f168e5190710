"""The change file: what it declares, and where each mistake in it is."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from agent.upgrades.compared import Tally, missed
from agent.upgrades.gate import CONDITIONS
from checks.changes import ASPECTS
from config.change_file import WAYS, read
from config.planned import ByHand, Expected, Plan, Proof
from config.problems import ConfigError
from tests.program import configuration, xunjian

ZONE = "Asia/Shanghai"
EXAMPLE = Path(__file__).resolve().parents[1] / "config" / "examples" / "change.yaml"


def written(folder: Path, text: str) -> Path:
    path = folder / "change.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(written(folder, text), ZONE)
    return [line.removeprefix(f"{folder}/") for line in caught.value.render("en")]


def test_the_example_reads_and_names_only_aspects_that_there_are() -> None:
    plan, expected = read(EXAMPLE, ZONE)
    assert plan.number == "CHG-2026-118"
    assert (plan.version_from, plan.version_to) == ("14", "15")
    assert plan.finished_at == datetime(2026, 11, 21, 15, 30, tzinfo=UTC)
    assert plan.rehearsal == Proof("模拟环境", "2026-11-14", "张工", "通过，全程 42 分钟", "演练记录 YL-2026-031")
    assert plan.rollback.result == "旧集群目录保留，已试启动"
    assert plan.by_hand == (ByHand("backup", "李工", "2026-11-21 18:00 全量备份，已核对文件", "shop"),)
    assert {one.condition for one in plan.by_hand} <= {one.id for one in CONDITIONS}
    assert {one.aspect for one in expected} <= {one.id for one in ASPECTS}
    first = expected[0]
    assert (first.subject, first.way, first.field, first.to, first.is_required) == (
        "version",
        "changed",
        "version",
        "15.*",
        True,
    )
    assert [one.is_optional for one in expected] == [False, False, True]


def test_every_key_is_in_the_example() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    for key in (
        "number",
        "title",
        "version_from",
        "version_to",
        "finished_at",
        "manual",
        "rehearsal",
        "rollback",
        "functions_waived",
    ):
        assert f"{key}:" in text, key
    for key in ("place", "done_at", "by", "result", "evidence", *Expected.__slots__, *ByHand.__slots__, "by_hand"):
        assert f"{key.removeprefix('is_')}:" in text, key
    assert all(way in text for way in WAYS)


def test_an_empty_file_declares_nothing(tmp_path: Path) -> None:
    assert read(written(tmp_path, "{}\n"), ZONE) == (Plan(), ())
    assert read(written(tmp_path, "change: {}\nexpected: []\nby_hand: []\n"), ZONE) == (Plan(), ())
    assert read(written(tmp_path, "expected:\n  - {aspect: a}\n"), ZONE) == (Plan(), (Expected(aspect="a"),))


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-11-21 23:30", datetime(2026, 11, 21, 15, 30, tzinfo=UTC)),
        ("2026-11-21T23:30:15", datetime(2026, 11, 21, 15, 30, 15, tzinfo=UTC)),
        ("2026-11-21 23:30+00:00", datetime(2026, 11, 21, 23, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_without_a_zone_is_the_sites(said: str, moment: datetime, tmp_path: Path) -> None:
    plan, _expected = read(written(tmp_path, f"change: {{finished_at: {said}}}\n"), ZONE)
    assert plan.finished_at == moment


def test_a_bare_day_is_no_moment_for_it_would_be_over_hours_too_early(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        read(written(tmp_path, "change: {finished_at: 2026-11-21}\n"), ZONE)


def test_a_required_change_is_owed_by_every_target_that_has_the_aspect(tmp_path: Path) -> None:
    text = 'expected:\n  - {aspect: server.changed_packages, subject: "nginx.*", required: yes}\n'
    _plan, declared = read(written(tmp_path, text), ZONE)
    tally = Tally(declared, due={(0, "web1"), (0, "web2")}, done={(0, "web1")})
    assert [(row.target, row.is_required) for row in missed(tally)] == [("web2", True)]
    tally.done.add((0, "web2"))
    assert list(missed(tally)) == []


def test_the_manual_is_read_beside_the_file_and_known_by_its_digest(tmp_path: Path) -> None:
    (tmp_path / "升级操作说明.docx").write_bytes(b"PK steps")
    plan, _expected = read(written(tmp_path, "change: {manual: 升级操作说明.docx}\n"), ZONE)
    assert (plan.manual, plan.manual_digest) == ("升级操作说明.docx", sha256(b"PK steps").hexdigest())


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("change:\n  nummer: 7\n", 2, "found the unknown key “nummer”; did you mean “number”?"),
        ("chance: {}\n", 1, "found the unknown key “chance”; did you mean “change”?"),
        ("expected:\n  - target: a\n    aspekt: b\n", 3, "found the unknown key “aspekt”; did you mean “aspect”?"),
        ("change:\n  finished_at: yesterday\n", 2, "write a moment as 2026-12-31 23:30"),
        ("change:\n  finished_at: 2026-13-01 10:00\n", 2, "write a moment as 2026-12-31 23:30"),
        ("expected:\n  - {target: a}\n  - {way: vanished}\n", 3, "gone"),
        ("expected:\n  - target: a\n    required: perhaps\n", 3, "required"),
        ("expected:\n  - target: a\n    required: yes\n    optional: yes\n", 4, "both “required” and “optional”"),
        ("change:\n  title: x\n  manual: none.docx\n", 3, "no file"),
        ("change:\n  rehearsal: done\n", 2, "rehearsal"),
        ("expected: all\n", 1, "expected"),
        ("change:\n  number: [1, 2]\n", 2, "write text"),
        ("by_hand:\n  - condition: backup\n    by: 李工\n", 2, "add “found: …”"),
    ],
)
def test_each_mistake_is_told_with_file_line_and_what_to_write(text: str, line: int, said: str, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, text)
    assert problem.startswith(f"change.yaml:{line}: "), problem
    assert said in problem


def test_all_mistakes_are_told_in_one_go(tmp_path: Path) -> None:
    found = problems(tmp_path, "change:\n  nummer: 7\n  finished_at: soon\nexpected:\n  - {way: off}\n")
    assert sorted(one.split(":")[1] for one in found) == ["2", "3", "5"]


def test_a_file_that_is_not_there_or_no_yaml(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no file"):
        read(tmp_path / "none.yaml", ZONE)
    (problem,) = problems(tmp_path, "change: {number: [\n")
    assert problem.startswith("change.yaml:")


def test_what_may_happen_or_not_is_never_missed_and_what_must_is_marked() -> None:
    declared = (
        Expected(aspect="a", is_optional=True),
        Expected(aspect="b"),
        Expected(aspect="c", is_required=True),
        Expected(aspect="d"),
    )
    rows = list(missed(Tally(declared, done={(3, "db01")})))
    assert [(one.aspect, one.is_required) for one in rows] == [("b", False), ("c", True)]


def test_a_wrong_change_file_ends_verify_before_anything_is_asked(tmp_path: Path) -> None:
    configuration(tmp_path, [{"id": "here", "kind": "local"}])
    written(tmp_path, "change: {finished_at: soon}\n")
    done = xunjian("verify", "before", "--against", "x", "--change", "change.yaml", "--store", "s.db", folder=tmp_path)
    assert done.code == 78
    assert "change.yaml:1" in done.err
