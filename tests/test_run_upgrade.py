"""``xunjian replay --upgrade`` and ``replay`` as a person runs them over what an older xunjian left."""

from dataclasses import replace
from pathlib import Path

import pytest

from agent.store.open import open_store
from checks.base import Level
from config.text import _
from tests.old_rounds import INODES, catalogue, evidence, judged, result, stored, with_limits
from tests.program import xunjian

BODY = evidence({"/": 300, "/data": 850, "/srv": 700})
ROWS = catalogue(INODES)
STORE = ("--store", "s.db")


def keep(folder: Path, *, data: Level = Level.WARN, warn: str = "0.8", words: str = "") -> None:
    rows = (with_limits(ROWS[0], warn=warn),)
    then = [
        replace(f, level=data, summary=_("{mount} of old", mount=words) if words else f.summary)
        if f.subject == "/data"
        else f
        for f in judged(result(BODY), BODY, rows)
    ]
    with open_store(str(folder / "s.db")) as store:
        stored(store, result(BODY, then), BODY, rows)


def test_what_will_look_different_is_said_before_anybody_sees_it(tmp_path: Path) -> None:
    keep(tmp_path, data=Level.OK)
    made = xunjian("replay", "--upgrade", *STORE, "--lang", "zh-CN", folder=tmp_path)
    assert made.code == 1
    assert "xunjian 0.0.9" in made.out
    assert "报告上会有不同（对象并无变化）：1 条" in made.out
    assert "  正常→警告  1" in made.out
    assert "[程序] 程序判断改变\n  inode 使用率 (server.inode_usage)  正常→警告  1\n    app01 /data" in made.out


def test_the_machine_form_has_every_cause_with_its_members(tmp_path: Path) -> None:
    keep(tmp_path, warn="0.6")
    made = xunjian("replay", "--upgrade", *STORE, "--output", "json", folder=tmp_path)
    said = made.json()
    assert (made.code, said["will_look_different"]) == (1, 1)
    assert said["moves"] == [{"from": "warn", "to": "ok", "count": 1}]
    (row,) = [one for one in said["causes"] if one["cause"] == "limits" and one["from"] != one["to"]]
    assert (row["class"], row["check"]) == ("standard", INODES)
    assert [(one["name"], one["then"], one["now"]) for one in row["limits"]] == [("warn", "0.6", "0.8")]
    assert [(one["target"], one["subject"]) for one in row["members"]] == [("app01", "/srv")]
    assert said["inspections"][0]["findings"] == 3


def test_only_other_words_or_new_questions_are_told_and_no_difference(tmp_path: Path) -> None:
    keep(tmp_path, words="inodes")
    made = xunjian("replay", "--upgrade", *STORE, folder=tmp_path)
    assert made.code == 0
    assert "no target changed: 0" in made.out
    assert "[wording] only the words" in made.out


def test_a_replay_by_the_limits_of_that_day_gives_the_cause_beside_each_difference(tmp_path: Path) -> None:
    keep(tmp_path, data=Level.CRITICAL, warn="0.6")
    made = xunjian("replay", *STORE, folder=tmp_path)
    assert made.code == 1
    assert "[program] the program judges otherwise" in made.out
    assert "3 findings judged again, 1 read otherwise\nthe program judges otherwise 1\n" in made.out
    now = xunjian("replay", *STORE, "--limits", "now", "--output", "json", folder=tmp_path).json()
    assert {d["subject"]: d["cause"] for d in now["differences"]} == {"/": "limits", "/data": "judged", "/srv": "limits"}


@pytest.mark.parametrize("more", [("--limits", "now"), ("--inspection", "01"), ("01",)])
def test_an_upgrade_takes_no_inspection_and_no_limits(more: tuple[str, ...], tmp_path: Path) -> None:
    keep(tmp_path)
    assert xunjian("replay", "--upgrade", *more, *STORE, folder=tmp_path).code == 64


def test_an_empty_store_foresees_nothing(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")):
        pass
    assert xunjian("replay", "--upgrade", *STORE, folder=tmp_path).code == 64
