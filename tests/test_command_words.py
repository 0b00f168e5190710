"""The command line in Chinese: its errors, its plan, its explanation of a finding; and what stays on one screen."""

import re
from pathlib import Path

import pytest

from agent.commands.plan import SOURCE_WORDS
from agent.language import CLICK_PLURALS
from collectors.base import Source
from collectors.sessions.script import folders, harness
from config.text import translate
from tests.program import DISKS, configuration, inspected, xunjian
from tests.test_full_width_words import wrong_signs

CHINESE = {"XUNJIAN_LANG": "zh_CN"}
MANUAL = {"id": "core-sw", "kind": "network", "address": "10.0.0.254"}
SCREEN_LINES = 40
"""A terminal of 80 columns as wide screens show it; the narrowest checks need 24."""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("run", "a", "b"), "多余的参数（a b）"),
        (("run", "a"), "多余的参数（a）"),
        (("run", "--output", "x"), "'x' 不在可选值之内"),
        (("run", "--lang"), "选项 '--lang' 需要一个值"),
        (("run", "--targt", "x"), "您是不是要用"),
        (("run", "--tar", "x", "--onl", "y"), "没有选项"),
        (("runn",), "没有命令 'runn'"),
        (("evidence", "export", "a"), "缺少参数"),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese(given: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = xunjian(*given, folder=tmp_path, env=CHINESE)
    assert (done.code, said in done.err) == (64, True), done.err
    words = re.sub(r"'[^']*'|\[[A-Z]+\]|--[a-z-]+|[A-Z_]{2,}|xunjian[a-z ]*", "", done.err.splitlines()[-1])
    assert not re.search("[A-Za-z]{3,}", words), words


@pytest.mark.parametrize(("one", "many"), CLICK_PLURALS.items())
def test_what_click_says_of_several_is_chinese_too(one: str, many: str) -> None:
    assert translate(one, "zh_CN") != one
    assert set(re.findall(r"\{(\w+)", translate(one, "zh_CN"))) <= set(re.findall(r"\{(\w+)", one + many))


def test_the_plan_names_every_folder_that_the_harness_tries(tmp_path: Path) -> None:
    assert folders() == ("/dev/shm", "/run/user/UID", "/run", "/tmp", "/var/tmp")
    assert all(folder.replace("UID", "$(id -u)") in harness() for folder in folders())
    for language in ("zh_CN", "en"):
        said = xunjian("plan", "--only", DISKS[1], folder=tmp_path, env={"XUNJIAN_LANG": language}).out
        assert all(folder in said for folder in folders()), said


def test_the_plan_says_in_words_where_a_value_comes_from() -> None:
    assert {translate(text.template, "zh_CN") for text in SOURCE_WORDS.values()}.isdisjoint({s.value for s in Source})
    assert set(SOURCE_WORDS) == {source.value for source in Source}


@pytest.mark.parametrize(("language", "said"), [("zh_CN", "记为未检"), ("en", "stays in the list as not inspected")])
def test_a_target_that_cannot_be_asked_is_not_unknown_but_not_inspected(language: str, said: str, tmp_path: Path) -> None:
    configuration(tmp_path, [{"id": "here", "kind": "local"}, MANUAL])
    env = {"XUNJIAN_LANG": language}
    done = xunjian("run", "--target", "core-sw", "--store", "s.db", folder=tmp_path, env=env)
    assert (done.code, done.out) == (3, "")
    assert "core-sw" in done.err
    assert said in done.err
    assert said in xunjian("plan", "--target", "core-sw", folder=tmp_path, env=env).out
    assert "core-sw" not in xunjian("plan", "--target", "here", "--only", DISKS[1], folder=tmp_path, env=env).out
    assert xunjian("run", "--target", "nobody", folder=tmp_path, env=env).code == 64


def test_what_cannot_be_asked_has_a_chinese_title_beside_what_was(tmp_path: Path) -> None:
    configuration(tmp_path, [{"id": "here", "kind": "local"}, MANUAL])
    done = xunjian("run", "--only", DISKS[1], "--store", "s.db", folder=tmp_path, env=CHINESE)
    assert "inspection" not in done.out
    assert "core-sw" in done.out


def findings_of_every_level() -> list[str]:
    run, _folder = inspected()
    by_level = {finding["level"]: finding["id"] for finding in run.findings()}
    return list(by_level.values())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_why_fits_a_screen_and_full_shows_all(language: str) -> None:
    run, folder = inspected()
    log = next(f["id"] for f in run.findings() if f["check"] == "server.kernel_log")
    for finding in {*findings_of_every_level(), log}:
        env = {"XUNJIAN_LANG": language}
        short = xunjian("why", finding, "--store", "s.db", folder=folder, env=env).out.splitlines()
        whole = xunjian("why", finding, "--full", "--store", "s.db", folder=folder, env=env).out.splitlines()
        assert sum(-(-len(line) // 80) for line in short) <= SCREEN_LINES, "\n".join(short)
        assert len(whole) >= len(short)


def test_why_names_the_limits_that_decide_the_finding_and_no_others() -> None:
    run, folder = inspected()
    told = {}
    for finding in (f for f in run.findings() if f["check"] == "server.load_pressure" and f["subject"] != "cpu pressure"):
        said = xunjian("why", finding["id"], "--store", "s.db", folder=folder, env={"XUNJIAN_LANG": "en"}).out
        told[finding["subject"]] = re.findall(r"(?m)^  (\w+) = ", said)
    assert told["load"] == ["load_notice", "load_warn"]
    assert told["io pressure"] in (["io_full_warn", "io_full_critical"], [])  # none where this kernel tells no pressure


def test_why_names_states_in_words_and_the_source_that_answered_first() -> None:
    run, folder = inspected()
    finding = next(f for f in run.findings() if f["check"] == "server.filesystem_usage" and f["level"] == "ok")
    said = xunjian("why", finding["id"], "--store", "s.db", folder=folder, env=CHINESE).out
    first = next(line for line in said.splitlines() if line.startswith("询问："))
    assert "已应答" in first
    assert not re.search(r"\b(?:ok|empty|tool_missing|denied)\b", re.sub(r"(?m)^  .*$", "", said)), said
    titles = [line for line in said.splitlines() if not line.startswith("  ")]
    assert not [sign for line in titles for sign in wrong_signs(line.partition("：")[0] + "：")]


def test_a_sitecustomize_of_pythonpath_is_named(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "sitecustomize.py").write_text("")
    (tmp_path / "other").mkdir()
    for language, said in (("zh_CN", "已先于 xunjian 运行"), ("en", "ran before xunjian")):
        env = {"XUNJIAN_LANG": language, "PYTHONPATH": str(theirs)}
        assert f"{theirs}/sitecustomize.py" in (told := xunjian("checks", "list", folder=tmp_path, env=env)).err
        assert said in told.err
        assert told.code == 0
        assert xunjian("checks", "list", folder=tmp_path, env=env | {"PYTHONPATH": str(tmp_path / "other")}).err == ""


@pytest.mark.parametrize(("file", "said"), [("/proc/none/x.yaml", "没有这个文件或目录"), ("/", "目录")])
def test_what_the_system_refuses_is_told_in_chinese(file: str, said: str, tmp_path: Path) -> None:
    done = xunjian("init", file, folder=tmp_path, env=CHINESE)
    assert done.code != 0
    assert said in done.err, done.err
