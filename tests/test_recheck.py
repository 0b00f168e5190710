"""``run --recheck``: asks only what found the open problems, ends what is solved, and never what it could not see."""

import json
from pathlib import Path

import pytest

from agent.store.open import open_store
from tests.program import Done, xunjian

CONFIGURATION = """
site: {customer: c}
targets: [{id: here, kind: local}]
store: {url: s.db}
limits:
  - {check: server.filesystem_usage, warn: 0.0001, critical: 0.00011, reason: 测试}
"""


def said(folder: Path, *words: str) -> Done:
    return xunjian(*words, "--lang", "zh-CN", folder=folder)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "xunjian.yaml").write_text(CONFIGURATION)
    made = said(tmp_path, "run", "--only", "server.filesystem_usage", "--only", "server.md_raid", "-q")
    assert made.code == 2, made.err
    return tmp_path


def problems(folder: Path, *words: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(said(folder, "problems", "list", "--output", "json", *words).out)["problems"]
    return [one for one in found if one["check"] == "server.filesystem_usage"]


def asked(folder: Path) -> set[str]:
    """The checks of the latest inspection."""
    with open_store(str(folder / "s.db")) as store:
        latest = store.inspections(1)[0]
        assert latest.purpose == "recheck"
        [result] = store.load(latest.id).targets
        return set(result.checks)


def test_what_still_fails_stays_open_and_what_passes_ends(site: Path) -> None:
    assert problems(site)
    again = said(site, "run", "--recheck", "-q")
    assert again.code == 2, again.err
    assert asked(site) == {"server.filesystem_usage"}, "the other had no problem"
    assert "已销项 0 个" in again.out
    (site / "xunjian.yaml").write_text(CONFIGURATION.partition("limits:")[0])
    solved = said(site, "run", "--recheck", "-q")
    assert solved.code < 2, solved.out
    assert asked(site) >= {"server.filesystem_usage"}
    assert problems(site) == []
    assert {one["state"] for one in problems(site, "--all")} == {"verified"}


def test_one_problem_alone(site: Path) -> None:
    one = problems(site)[0]
    made = said(site, "run", "--recheck", "--problem", one["id"][:10], "-q")
    assert made.code == 2
    assert asked(site) == {"server.filesystem_usage"}
    assert "复查问题 1 个" in made.out


def test_what_could_not_be_seen_again_stays_open(site: Path) -> None:
    (site / "xunjian.yaml").write_text(
        CONFIGURATION.replace("kind: local", "kind: linux, address: 127.0.0.1, access: {ssh: {port: 1}}")
    )
    made = said(site, "run", "--recheck", "-q")
    assert made.code == 3
    assert {one["state"] for one in problems(site)} <= {"new", "continuing"}
    assert "已销项 0 个" in made.out


@pytest.mark.parametrize(
    "words",
    [
        ("--recheck", "--routine"),
        ("--recheck", "--problem", "ffffffffff"),
        ("--problem", "ab"),
        ("--recheck", "--security", "--problem", "ab"),
    ],
)
def test_what_makes_no_sense_is_said(words: tuple[str, ...], site: Path) -> None:
    assert said(site, "run", *words).code == 64


def test_where_nothing_is_open_nothing_is_asked(site: Path) -> None:
    made = said(site, "run", "--recheck", "--security")
    assert made.code == 0
    assert "无需复查" in made.err + made.out
