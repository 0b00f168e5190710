"""Targets of other kinds than Linux servers: where they stand in the document, and what is said of them."""

import re
from dataclasses import replace

import pytest

from agent.expected import with_unasked
from checks.base import AREA_WORDS, Area, Finding, Level
from checks.result import UNASKED, TargetResult
from config.kinds import KINDS
from config.site import Target
from config.text import LANGUAGES, render, verbatim
from reports.documents import model
from reports.documents.conclusions import AREAS_ABREAST
from reports.documents.kinds import OTHER, class_of, look_at, name_of
from reports.documents.quarterly import build
from tests import rounds
from tests.test_quarterly import figure, section, table, words

SWITCH = Target("sw01", "network", "10.0.0.250", platform="network", asset={"model": "S5735", "location": "机房A-01"})
ORACLE = Target("ora01", "oracle", "10.0.0.60", platform="oracle")
SITE = rounds.site(targets=(*rounds.site().targets[:1], SWITCH, ORACLE))


def mixed(*more: TargetResult) -> model.Document:
    one = rounds.inspection((rounds.result("app01", rounds.usage("/", 0.85, Level.WARN)), *more))
    return build(replace(rounds.first(), inspection=with_unasked(one, (SWITCH, ORACLE))), SITE, "zh_CN")


MIXED = mixed()


def test_the_word_for_what_cannot_be_asked_is_one() -> None:
    assert "." not in UNASKED, "no check's id looks like it"


def test_what_cannot_be_asked_has_a_place_of_its_own() -> None:
    headings = [b.words.text for b in section(MIXED, "areas").blocks if isinstance(b, model.Heading)]
    assert headings[-1] == "7.8 本次无法自动巡检的对象"
    services = words(MIXED, "areas").partition("7.6 服务与进程")[2].partition("7.7")[0]
    assert "整个对象" not in services
    listed = [b for b in section(MIXED, "areas").blocks if isinstance(b, model.Table)][-1]
    assert [(row[0].text, row[1].text) for row in listed.rows] == [("sw01", "网络设备"), ("ora01", "Oracle 数据库")]
    assert "端口状态" in listed.rows[0][3].text
    assert "表空间" in listed.rows[1][3].text
    annex = [b for b in section(MIXED, "annex-b").blocks if isinstance(b, model.Table)]
    assert [one.caption.text if one.caption else "" for one in annex] == ["本次无法自动巡检的对象"]
    assert annex[0].rows == listed.rows


def test_no_document_shows_the_word_that_stands_for_a_check() -> None:
    for language in LANGUAGES:
        made = build(replace(rounds.first(), inspection=with_unasked(rounds.inspection(()), (SWITCH,))), SITE, language)
        cells = {cell.text for one in (*made.sheets,) for row in one.table.rows for cell in row}
        assert not {UNASKED, "network"} & cells
        for part in made.all_sections():
            assert not re.search(r"\(network\)|（network）|\| inspection\b", words(made, part.anchor))


def test_what_cannot_be_asked_counts_as_one_and_is_no_check_of_the_library() -> None:
    assert "检查库 26 项" in words(MIXED, "overview")
    expected = len(rounds.CATALOGUE) + 2
    assert f"应检 {expected} 项，其中已检 {len(rounds.CATALOGUE)} 项、未检 2 项" in words(MIXED, "summary")
    assert figure(MIXED, "未检项").value.text == "2"
    levels = [row[3].tone for row in table(MIXED, "annex-a").rows]
    assert levels.count("unknown") == 2
    assert "“检查库”按检查的种类计数" in words(MIXED, "annex-e")


def test_an_asset_without_a_result_is_expected_to_have_its_checks_and_no_more() -> None:
    one = with_unasked(rounds.inspection((rounds.result("app01"),)), (SWITCH,))
    contract = rounds.site(targets=(*rounds.site().targets[:2], SWITCH))
    document = build(replace(rounds.first(), inspection=one), contract, "zh_CN")
    assert sum(row[0].text == "app02" for row in table(document, "annex-a").rows) == len(rounds.CATALOGUE)
    assert [pair[0].text for pair in table(document, "annex-b", 1).rows] == ["sw01"]


def test_a_target_that_cannot_be_asked_is_healthy_in_no_area() -> None:
    matrix = table(MIXED, "conclusions")
    rows = {row[0].text: row[1:] for row in matrix.rows}
    areas = len({row.area for row in rounds.CATALOGUE})
    for target in ("sw01", "ora01"):
        assert {cell.tone for cell in rows[target][:areas]} == {"unknown"}
    assert "unknown" not in {cell.tone for cell in rows["app01"][:areas]}


def test_the_asset_list_is_divided_by_kind() -> None:
    listed = [b for b in section(MIXED, "targets").blocks if isinstance(b, model.Table) and b.caption]
    assert [one.caption.text for one in listed if one.caption] == ["服务器（1 个）", "数据库（1 个）", "网络设备（1 个）"]
    assert [row[0].text.split()[0] for one in listed for row in one.rows] == ["app01", "ora01", "sw01"]
    only = build(rounds.first(), rounds.site(), "zh_CN")
    assert all(not one.caption for one in section(only, "targets").blocks if isinstance(one, model.Table))


def test_a_group_stands_in_the_list_with_its_members() -> None:
    group = replace(
        rounds.result("pair01", rounds.bad("server.clock", Level.WARN, "differ", "两机不一致")),
        kind="pair", platform="group", address="", members=("app01", "app02"), exhibits=(), about={},
    )  # fmt: skip
    listed = [b for b in section(mixed(group), "targets").blocks if isinstance(b, model.Table) and b.caption]
    made = next(one for one in listed if one.caption and one.caption.text.startswith("集群与主备组"))
    assert [column.title.text for column in made.columns][:2] == ["对象", "成员"]
    assert [cell.text for cell in made.rows[0]][:2] == ["pair01", "app01 app02"]
    row = next(row for row in table(mixed(group), "overview").rows if row[0].text == "巡检对象")
    assert row[1].text == "应检 3 个，已巡检 1 个；另有由其组成的集群与主备组 1 个"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_list_its_name_and_what_to_look_at(kind: str) -> None:
    assert class_of(kind) is not OTHER
    for text in (class_of(kind), name_of(kind), look_at(kind)):
        assert re.search(r"[\u4e00-\u9fff]", render(text, "zh_CN")), "in Chinese"
    assert class_of("a kind to come") is OTHER


def test_the_ways_of_inspection_are_those_that_were_used() -> None:
    row = next(row for row in table(MIXED, "overview").rows if row[0].text == "巡检方式")
    assert row[1].text == "远程（SSH）", "what could not be asked was inspected in no way"
    local = replace(rounds.result("app02"), kind="local")
    row = next(row for row in table(mixed(local), "overview").rows if row[0].text == "巡检方式")
    assert row[1].text == "远程（SSH）、本机执行"


@pytest.mark.parametrize(("origin", "word"), [("form", "人工"), ("told", "口述")])
def test_what_a_person_answered_says_so(origin: str, word: str) -> None:
    by_hand = replace(rounds.result("hand01"), kind="manual", transport={"origin": origin}, exhibits=())
    document = mixed(by_hand)
    times = {row[-1].text for row in table(document, "annex-a").rows if row[0].text == "hand01"}
    assert times == {f"2026-11-20 {word}"}
    window = next(row for row in table(document, "overview").rows if row[0].text == "巡检时间")[1].text
    assert window.endswith("；2026-11-20（人工填报）")
    assert {row[-1].text for row in table(document, "annex-a").rows if row[0].text == "app01"} == {"2026-11-20 09:30"}
    assert f"已巡检（{word}）" in words(document, "targets")
    assert word in next(row for row in table(document, "overview").rows if row[0].text == "巡检方式")[1].text


def test_many_areas_stand_in_parts_below_each_other() -> None:
    checks = {area: f"server.x{place}" for place, area in enumerate(Area)}
    rows = tuple(replace(rounds.CATALOGUE[0], check=check, area=area.value) for area, check in checks.items())
    findings = tuple(Finding("", Level.OK, verbatim("-"), check=check) for check in checks.values())
    one = replace(rounds.result("app01"), findings=findings, checks=tuple(checks.values()), exhibits=())
    whole = replace(rounds.inspection((one,)), catalogue=rows)
    document = build(replace(rounds.first(), inspection=whole), rounds.site(targets=()), "zh_CN")
    parts = [b for b in section(document, "conclusions").blocks if isinstance(b, model.Table) and not b.entries]
    assert len(parts) == -(-len(Area) // AREAS_ABREAST)
    assert sum(len(part.columns) - 1 for part in parts[:-1]) + len(parts[-1].columns) - 3 == len(Area)
    assert [column.title.text for column in parts[-1].columns[-2:]] == ["覆盖率", "评分"]
    headings = [b.words.text for b in section(document, "areas").blocks if isinstance(b, model.Heading) and b.level == 2]
    said = [render(AREA_WORDS[area], "zh_CN") for area in Area]
    assert headings == [f"7.{place} {word}" for place, word in enumerate(said, 1)]
