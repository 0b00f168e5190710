"""The library of answers: what fits is offered with why, a person decides, use is counted, articles grow from incidents."""

import json
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from agent.catalogue import CHECKS
from agent.incidents import entry as incident_entry
from agent.incidents import new_event
from agent.knowledge import articles, grown_from
from agent.store.open import open_store
from config.knowledge import EMERGENCY, ArticleError, shipped, written
from reports.record.events import Kind
from reports.record.incidents import incident
from reports.record.knowledge import Article, State, Step, Told, candidates, library
from tests.program import xunjian

AT = datetime(2026, 11, 23, tzinfo=UTC)
HEAD = "---\nid: a.b\ntitle: 题\n"


def told(number: int, step: Step, **more: object) -> Told:
    at = AT + timedelta(minutes=number)
    return Told(**{"id": f"{number:04}", "article": "a", "step": step, "at": at, "told_at": at, "by": "李工", **more})  # type: ignore[arg-type] # made of the defaults


def article(
    id_: str, checks: tuple[str, ...] = (), symptoms: tuple[str, ...] = (), state: State = State.APPROVED
) -> Article:
    return Article(id_, id_, "", checks, symptoms, "", state)


# --- what comes with the program


def test_emergencies_are_there_from_the_start_and_name_checks_that_there_are() -> None:
    known = {check.id for check in CHECKS}
    assert len(shipped()) >= 3
    for one in shipped():
        assert one.category == EMERGENCY
        assert one.symptoms
        assert set(one.checks) <= known, one.id


def test_each_checks_remedy_is_its_first_article(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        found = articles(store, "zh_CN")
    disk = found["server.filesystem_usage"]
    assert disk.checks == ("server.filesystem_usage",)
    assert "lsof" in disk.text
    assert {check.id for check in CHECKS if check.remedy} <= set(found)


# --- how one is written


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("no head", "1"),
        ("---\nid: [\n---\ntext", "---"),
        ("---\n- a\n---\ntext", "---"),
        (HEAD + "colour: red\n---\ntext", "colour"),
        (HEAD + "checks: 7\n---\ntext", "checks"),
        (HEAD + "---\n\n", "text"),
        ("---\nid: a b\ntitle: t\n---\ntext", "id"),
        ("---\nid: a\n---\ntext", "title"),
        ("---\nid: a\ntitle: [t]\n---\ntext", "title"),
    ],
)
def test_what_is_no_article_is_refused_with_its_place(content: str, where: str) -> None:
    with pytest.raises(ArticleError) as error:
        written(content)
    assert error.value.where == where


def test_a_line_of_dashes_in_the_text_stays_text() -> None:
    one = written(HEAD + "symptoms: 断电\n---\n甲\n\n---\n\n乙\n")
    assert one.symptoms == ("断电",)
    assert one.text == "甲\n\n---\n\n乙\n"


# --- the fold


def test_in_any_order_and_twice_it_is_one_library() -> None:
    every = [
        told(1, Step.WRITTEN, title="一", text="x"),
        told(2, Step.APPROVED, by="王工"),
        told(3, Step.USED, has_helped=True),
        told(4, Step.USED),
        told(5, Step.WRITTEN, title="二", text="y"),
    ]
    expected = library((), every)
    one = expected["a"]
    assert (one.title, one.version, one.state, one.uses, one.helped) == ("二", 2, State.DRAFT, 2, 1)
    for order in permutations(every):
        assert library((), [*order, order[0]]) == expected


def test_a_word_about_what_is_not_here_waits() -> None:
    assert library((), [told(1, Step.APPROVED)]) == {}


# --- what is offered


def test_a_check_says_more_than_words_and_drafts_come_last() -> None:
    of = [
        article("words", symptoms=("慢", "登录")),
        article("check", checks=("server.load",)),
        article("draft", checks=("server.load",), symptoms=("慢",), state=State.DRAFT),
        article("gone", checks=("server.load",), state=State.RETIRED),
        article("other", symptoms=("断电",)),
    ]
    found = candidates(of, ["server.load"], "系统登录很慢")
    assert [one.article.id for one in found] == ["check", "words", "draft"]
    assert found[1].words == ("慢", "登录")


def test_nothing_is_offered_for_nothing() -> None:
    assert candidates([article("a", ("x",), ("y",))], (), "") == ()


def test_an_incident_becomes_a_draft_of_what_its_record_says() -> None:
    said: tuple[tuple[Kind, dict[str, str], str], ...] = (
        (Kind.RECEIVED, {"title": "业务缓慢"}, "早高峰"),
        (Kind.CAUSE_FOUND, {"cause": "写缓存电池失效"}, ""),
        (Kind.RESTORED, {}, "更换电池"),
        (Kind.NOTE, {"about": "prevention"}, "每季度检查电池"),
    )
    events = [
        new_event("S1", kind, AT + timedelta(hours=n), "李工", note, values) for n, (kind, values, note) in enumerate(said)
    ]
    made = grown_from(incident("S1", events), ["server.raid_controller"])
    assert made.checks == ("server.raid_controller",)
    for words in ("## 现象\n- 业务缓慢\n- 早高峰", "## 原因\n- 写缓存电池失效", "## 处理\n- 更换电池", "## 预防"):
        assert words in made.text
    assert "注意事项" not in made.text


# --- the commands


def test_search_add_approve_use_retire(tmp_path: Path) -> None:
    (tmp_path / "xunjian.yaml").write_text(
        "site: {customer: 甲}\ntargets: [{id: app01, kind: local}]\nstore: {url: s.db}\n"
    )
    with open_store(str(tmp_path / "s.db")) as store:
        store.record([incident_entry(new_event("S1", Kind.RECEIVED, AT, "李工", "机房停电后起不来", {"title": "断电"}))])

    def run(*words: str) -> tuple[int, str]:
        done = xunjian("knowledge", *words, "--lang", "zh-CN", folder=tmp_path)
        return done.code, done.out + done.err

    code, out = run("search", "--incident", "S1", "--output", "json")
    assert code == 0
    assert json.loads(out)["articles"][0]["id"] == "emergency-power-loss"
    code, out = run("draft", "S1", "a.md")
    assert code == 0
    assert run("draft", "S1", "a.md")[0] == 64  # nothing is written over
    assert run("add", "a.md", "--by", "李工")[0] == 0
    assert run("approve", "incident-S1", "--by", "王工")[0] == 0
    code, out = run("used", "incident-S1", "S1", "--helped", "--by", "李工")
    assert code == 0
    assert "使用 1 次，有效 1 次" in out
    code, out = run("search", "断电")
    assert out.splitlines()[0].startswith("incident-S1 ") or out.splitlines()[1].startswith("incident-S1 ")
    assert run("retire", "incident-S1", "--by", "李工", "--reason", "并入突发事件")[0] == 0
    assert "incident-S1" not in run("search", "断电")[1]
    code, out = run("show", "incident-S2")
    assert code == 64
    assert "incident-S1" in out
    (tmp_path / "bad.md").write_text(HEAD + "checks: [server.nothing]\n---\ntext")
    assert "server.nothing" in run("add", "bad.md", "--by", "李工")[1]


@pytest.mark.parametrize("words", [("knowledge", "search", "断电"), ("duty", "list")])
def test_reading_makes_no_store(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "xunjian.yaml").write_text("site: {customer: 甲}\ntargets: [{id: app01, kind: local}]\n")
    assert xunjian(*words, folder=tmp_path, env={"XUNJIAN_STORE": str(tmp_path / "s.db")}).code == 0
    assert not (tmp_path / "s.db").exists()
    nothing = xunjian("problems", "list", folder=tmp_path, env={"XUNJIAN_STORE": str(tmp_path / "s.db")})
    assert nothing.code == 69, "a later question is not answered from an empty store"


def test_of_many_words_the_nearest_are_named(tmp_path: Path) -> None:
    refused = xunjian("knowledge", "show", "断电", "--lang", "en", folder=tmp_path)
    assert (refused.code, len(refused.err) < 400) == (64, True)
