"""The quarterly security report: what it concludes, what it leaves open, and that its figures are those of its rows."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from agent.catalogue import Scope, checks_for
from agent.purposes import SECURITY
from agent.quarters import QuarterError, round_of
from agent.security_round import NO_CHECKS, whole_security
from agent.store.open import open_store
from checks.acceptance import Acceptance
from checks.base import Area, Exhibit, Finding, Level, Scene
from checks.result import TargetResult
from checks.security.standards.guide import ENTRIES
from checks.security.standards.references import REFERENCES
from checks.security.standards.verdicts import Verdict
from config.said import Mitigation
from config.site import Site, Target
from config.text import render as rendered
from reports.documents import model
from reports.documents.effects import effect
from reports.documents.effects_security import of_security
from reports.documents.material import Round, gather
from reports.documents.score import COVERAGE_NEEDED
from reports.documents.security.basis import STATEMENT
from reports.documents.security.document import build
from reports.documents.security.guide_entries import Standing, standing_of
from reports.documents.security.matter import Matter
from reports.documents.security.surface import is_of_surface
from reports.render import render
from tests import security_rounds as rounds
from tests import stored
from tests.program import xunjian
from tests.test_quarterly import figure, table, tables, words

SAMPLE = build(rounds.sample(), rounds.site(), "zh_CN")
FIRST = build(rounds.first(), rounds.site(), "zh_CN")
GOLDEN = Path(__file__).parent / "golden" / "security.zh_CN.txt"
UID0 = "security.linux.account_uid0"


def matter(of: Round, site: Site | None = None) -> Matter:
    return Matter(gather(of, site or rounds.site(), "zh_CN"))


def alone(*findings: Finding, scene: Scene = rounds.LEVEL_3, **of_target: object) -> Matter:
    """One host and what its checks say; all others pass."""
    target = replace(rounds.site().targets[0], **of_target)  # type: ignore[arg-type]  # names and types are the dataclass's
    made = rounds.inspection((rounds.result("app01", "linux", *findings, scene=scene),))
    return matter(replace(rounds.first(), inspection=made), rounds.site(targets=(target,), declared=()))


def test_golden_page_one_and_chapters(request: pytest.FixtureRequest) -> None:
    parts = ("summary", "basis", "conformity", "changes", "high-risk", "plan", "people")
    titles = {one.anchor: one.title.text for one in SAMPLE.all_sections()}
    got = "\n\n".join(f"# {titles[anchor]}\n{words(SAMPLE, anchor)}" for anchor in parts) + "\n"
    if request.config.getoption("--accept"):
        GOLDEN.write_text(got)
    assert got == GOLDEN.read_text()


@pytest.mark.parametrize("document", [SAMPLE, FIRST], ids=["sample", "first"])
def test_it_says_that_it_is_a_self_check_on_page_one_and_in_chapter_1(document: model.Document) -> None:
    sentence = rendered(STATEMENT, "zh_CN")
    assert "不构成等级测评结论" in sentence
    assert sentence in words(document, "summary")
    assert sentence in words(document, "basis")


def test_it_never_says_that_there_is_no_vulnerability() -> None:
    for document in (SAMPLE, FIRST):
        said = "\n".join(words(document, one.anchor) for one in document.all_sections())
        for claim in ("绝对", "完美", "零漏洞", "无漏洞", "十分安全"):
            assert claim not in said


def test_only_few_may_see_it() -> None:
    assert SAMPLE.number.endswith("-S")
    readers = next(value.text for name, value in SAMPLE.cover.rows if name.text == "知悉范围")
    assert "不得转发" in readers


def test_page_one_counts_what_the_chapters_list() -> None:
    levels = Counter(row[3].tone for row in table(SAMPLE, "annex-a").rows)
    for risk, tone in (("高风险", "critical"), ("中风险", "warn"), ("低风险", "notice")):
        note = figure(SAMPLE, risk).note
        assert note is not None
        assert note.text == f"共 {levels[tone]} 处"
    of = matter(rounds.sample())
    points = Counter(of.of_point(point) for point in of.points)
    said = re.search(r"控制点：(.*)", words(SAMPLE, "summary"))
    assert said is not None
    assert [int(n) for n in re.findall(r"\d+", said[1])] == [
        points[one] for one in (Verdict.CONFORMS, Verdict.PARTLY, Verdict.FAILS, Verdict.ABSENT, Verdict.UNSEEN)
    ]
    rows = table(SAMPLE, "conformity", 0).rows
    assert sum(bool(row[2].text) for row in rows) == len(of.points)


def test_clauses_stand_in_the_assessors_order_with_their_verdicts() -> None:
    rows = {row[0].text: row for row in table(SAMPLE, "conformity", 1).rows}
    assert rows["8.1.4.1a"][2].text == "部分符合"
    assert "app01" in rows["8.1.4.1a"][4].text
    assert rows["8.1.4.5"][2].text == "符合"
    assert rows["8.1.4.7a"][2].text == "不符合"
    assert rows["8.1.3.1b"][2].text == "未检"  # the switch was not reached
    order = [tuple(int(part) for part in re.findall(r"\d+", number)) for number in rows]
    assert order == sorted(order)


def test_what_was_not_reached_conforms_to_nothing() -> None:
    of = matter(rounds.sample())
    verdicts = {cell.verdict for row in of.rows for cell in row.cells if cell.target == "core-sw"}
    assert verdicts == {Verdict.UNSEEN}


def test_each_target_is_told_with_its_level_and_profile() -> None:
    rows = {row[0].text: [one.text for one in row[1:3]] for row in table(SAMPLE, "conformity", 2).rows}
    assert rows == {
        "app01": ["3", "dengbao-l3"],
        "app02": ["未注明（按 3 级）", "dengbao-l3"],
        "hr": ["2", "dengbao-l2"],
        "core-sw": ["3", "dengbao-l3"],
    }


EMPTY = "security.linux.account_empty_password"
_LIMITED = Mitigation("access-limited", "李主任", date(2026, 10, 1))


def entry(number: str) -> object:
    return next(one for one in ENTRIES if one.number == number)


@pytest.mark.parametrize(
    ("scene", "expected"),
    [
        (Scene(dengbao=3), Standing.FOUND),
        (Scene(dengbao=2), Standing.FOUND),
        (Scene(dengbao=1), Standing.BELOW),
        (Scene(), Standing.FOUND),
        (Scene(dengbao=3, mitigations=(rounds.MFA,)), Standing.MITIGATED),
        (Scene(dengbao=3, mitigations=(rounds.OLD,)), Standing.FOUND),
        (Scene(dengbao=3, mitigations=(replace(rounds.MFA, until=date(2026, 11, 19)),)), Standing.FOUND),
        (Scene(dengbao=3, mitigations=(replace(rounds.MFA, until=date(2026, 11, 20)),)), Standing.MITIGATED),
    ],
)
def test_an_entry_of_the_guide_is_high_from_its_level_unless_mitigated(scene: Scene, expected: Standing) -> None:
    at = replace(scene, at=rounds.AT)
    of = alone(rounds.bad(EMPTY, "空口令", at, "test"), scene=at, dengbao=scene.dengbao, mitigations=scene.mitigations)
    found = next(one for one in ENTRIES if one.number == "6.4.1.1")
    assert standing_of(of, found) == (expected, ("app01",))


def test_an_entry_that_no_check_decides_waits_for_a_person_and_one_unseen_is_unseen() -> None:
    of = alone(rounds.unseen("security.linux.malware_av"))
    stands = {one.number: standing_of(of, one)[0] for one in ENTRIES}
    assert stands["6.4.4.1"] is Standing.UNSEEN
    assert stands["6.4.3.2"] is Standing.BY_HAND
    assert stands["6.10.1.1"] is Standing.BY_HAND
    assert stands["6.4.1.1"] is Standing.CLEAR
    assert stands["6.4.2.1"] is Standing.UNSEEN  # nothing of this site looks for default passwords


def test_a_declared_failure_of_a_high_risk_question_is_of_high_risk() -> None:
    assert "6.10.1.1" in {row[1].text for row in table(SAMPLE, "high-risk", 0).rows}


def test_mitigations_say_who_when_and_until_and_that_they_ended() -> None:
    rows = [[one.shown for one in row] for row in table(SAMPLE, "high-risk", 2).rows]
    assert rows[0][:5] == ["app01", "双因素鉴别（如堡垒机）", "李主任", "2026-10-01", "2027-09-30"]
    assert "已到期" in rows[1][4]


def test_no_accepted_risk_is_said_as_such() -> None:
    assert "暂无登记" in words(SAMPLE, "high-risk")


def test_accepted_risks_stand_with_who_why_and_until_and_open_again_ones_are_said_so() -> None:
    of = rounds.sample()
    found = gather(of, rounds.site(), "zh_CN").conditions[0].members[0]
    name = (found.target, found.finding.check, found.finding.subject)
    for until, said in ((date(2099, 1, 1), "风险已接受（至 2099-01-01）"), (date(2020, 1, 1), "重新")):
        one = Acceptance(*name, found.finding.level, "终端不能断开", "李主任", "门禁与录像", until)
        document = build(replace(of, accepted=(one,)), rounds.site(), "zh_CN")
        row = [cell.text for cell in table(document, "high-risk", 3).rows[0]]
        assert (row[1], row[4:]) == (found.target, ["李主任", "终端不能断开", "门禁与录像"])
        assert said in row[3]
        assert "暂无登记" not in words(document, "high-risk")


def test_lists_are_compared_row_by_row() -> None:
    made = next(one for one in tables(SAMPLE) if [c.title.text for c in one.columns][2:3] == ["差异"])
    assert {(row[2].text, row[3].text, row[4].text) for row in made.rows} == {
        ("变化", "oracle · 1002 · /sbin/nologin", "oracle · 1002 · /bin/bash"),
        ("消失", "old · 1003 · /bin/sh", "—"),
        ("新增", "—", "test · 1001 · /bin/bash"),
    }


def test_a_list_that_one_side_did_not_see_whole_is_not_compared() -> None:
    one = rounds.sample()
    app01 = one.inspection.targets[0]
    partial = replace(app01, findings=(*(f for f in app01.findings if f.check != UID0), rounds.unseen(UID0)))
    now = replace(one.inspection, targets=(partial, *one.inspection.targets[1:]))
    document = build(replace(one, inspection=now), rounds.site(), "zh_CN")
    assert "没有差异" in words(document, "subjects")


def test_patches_show_the_date_of_their_data_and_claim_no_more() -> None:
    said = words(SAMPLE, "subjects")
    assert "索引日期 2026-11-20，有效期至 2026-11-27" in said
    assert "不表示没有漏洞" in said


def test_clauses_for_a_person_are_answered_due_again_or_open() -> None:
    questions = {row[1].text: [one.text for one in row[3:]] for row in table(SAMPLE, "people", 0).rows}
    assert questions["备份恢复演练"] == ["符合", "张主任，2026-10-12，有效期至 2027-10-12"]
    assert questions["资产清单"] == ["待答复", ""]
    clauses = {row[0].text: [one.text for one in row[2:4]] for row in table(SAMPLE, "people", 1).rows}
    assert clauses["8.1.4.4d"] == ["已到期，须重新确认", "王工，2024-01-02，有效期至 2025-01-01"]
    assert clauses["8.1.5.4a"][0] == "不适用"
    assert clauses["8.1.10.12"] == ["待答复", ""]


def test_unverified_numbers_are_printed_as_such() -> None:
    rows = {row[0].text: row[1].text for row in table(SAMPLE, "annex-f").rows}
    network = next(said for title, said in rows.items() if "(telnet)" in title or "（telnet）" in title)
    assert "CIS Cisco IOS 15: 1.2.2（未核实）" in network
    assert "GB/T 22239-2019: 8.1.4.1c" in network


def test_a_site_of_level_two_prints_only_numbers_that_were_seen() -> None:
    site = rounds.site(targets=(replace(rounds.site().targets[0], dengbao=2, mitigations=()),), declared=())
    made = rounds.inspection((rounds.result("app01", "linux", scene=Scene(dengbao=2)),))
    document = build(replace(rounds.first(), inspection=made), site, "zh_CN")
    numbers = {row[1].text: row[0].text for row in table(document, "conformity", 0).rows if row[2].text}
    assert numbers["身份鉴别"] == "7.1.4.1"
    assert numbers["入侵防范"] == "（编号未核实）"
    assert "数据保密性" not in numbers
    assert not any(number.startswith("8.1") for number in numbers.values())


def test_under_eighty_percent_there_is_no_score_and_no_all_clear() -> None:
    checks = rounds.checks_on("linux")
    seen = int(len(checks) * COVERAGE_NEEDED) - 1
    of = alone(*(rounds.unseen(check) for check in checks[seen:]))
    document = build(of.material.round, of.material.site, "zh_CN")
    assert figure(document, "安全评分").value.text == "—"
    assert "不足以给出评分或安全结论" in words(document, "summary")
    whole = build(alone().material.round, of.material.site, "zh_CN")
    assert figure(whole, "安全评分").value.text == "100"


def test_every_word_of_ours_is_chinese() -> None:
    for document in (SAMPLE, FIRST):
        ours = (re.sub(r"xunjian [a-z -]+", "", one.text) for one in every_word(document) if not one.is_fact)
        assert [text for text in ours if re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", text)] == []


def every_word(document: model.Document) -> Iterator[model.Words]:
    for one in tables(document):
        yield from (column.title for column in one.columns)
        yield from (cell for row in one.rows for cell in row)
    for sheet in document.sheets:
        yield sheet.title
        yield from (column.title for column in sheet.table.columns)
        yield from (cell for row in sheet.table.rows for cell in row)
    for chapter in document.all_sections():
        yield chapter.title
        for block in chapter.blocks:
            if isinstance(block, model.Heading):
                yield block.words
            elif isinstance(block, model.Paragraph):
                yield from block.words


@pytest.mark.parametrize("form", ["docx", "pdf", "html", "xlsx", "json"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_form_can_be_made(form: str, language: str) -> None:
    made = render(build(rounds.sample(), rounds.site(), language), form)
    assert len(made) > 5000


def test_the_workbook_begins_with_control_points_and_assets() -> None:
    titles = [sheet.title.text for sheet in SAMPLE.sheets]
    assert titles[:4] == ["按控制点", "按对象", "清单差异", "引用标准"]
    by_asset = SAMPLE.sheets[1].table
    row = next(r for r in by_asset.rows if r[0].text == "app01" and r[4].text == "8.1.4.1d")
    assert row[7].text == "符合"
    assert "实测值 600" in row[9].text
    failing = next(r for r in by_asset.rows if r[0].text == "app02" and r[4].text == "8.1.4.1d")
    assert "没有第二因素" in failing[8].text


def test_verdicts_name_the_evidence_that_they_rest_on() -> None:
    digest = "a" * 64
    of = alone(replace(rounds.passed(UID0), evidence=(digest,)))
    document = build(of.material.round, of.material.site, "zh_CN")
    rows = [row for row in document.sheets[1].table.rows if row[4].text == "8.1.4.2d"]
    assert [row[-1].text for row in rows] == [digest]
    clauses = document.data["clauses"]
    assert isinstance(clauses, list)
    assert [one["cells"][0]["evidence"] for one in clauses if one["number"] == "8.1.4.2d"] == [[digest]]


def test_the_machine_form_has_verdicts_and_says_that_it_is_no_assessment() -> None:
    plain = json.loads(render(SAMPLE, "json"))
    data = plain.get("data", plain)
    assert data["is_assessment"] is False
    clauses = {one["number"]: one["verdict"] for one in data["clauses"]}
    assert clauses["8.1.4.7a"] == "fails"
    assert clauses["8.1.3.1b"] == "unseen"
    known = data["references"]["security.network.telnet"]
    assert {one["is_verified"] for one in known if one["standard"] == "cis-ios15"} == {False}


# the round: security checks of a quarter, apart from its inspections


def keep(place: Path, purpose: str, day: int, *findings: Finding, target: str = "app01") -> None:
    at = stored.START + timedelta(days=day)
    with open_store(str(place)) as store:
        begun = store.begin(stored.header(target, purpose=purpose, started_at=at))
        store.commit_target(begun, stored.result(target, findings, at=at), {})
        store.finish(begun)


def load(place: Path, site: Site, scope: Scope = Scope.SECURITY, quarter: str = "") -> Round:
    with open_store(str(place)) as store:
        return round_of(store, site, quarter, stored.START + timedelta(days=40), scope)


SITE = Site(
    targets=(
        Target("app01", "linux", "10.0.0.1"),
        Target("app02", "linux", "10.0.0.2"),
        Target("ups", "manual", platform="manual"),
    )
)
OK_UID0 = rounds.passed(UID0)


def test_a_round_is_made_of_security_checks_alone(tmp_path: Path) -> None:
    place = tmp_path / "s.db"
    keep(place, SECURITY, 0, OK_UID0)
    keep(place, "on-demand", 1, stored.finding())
    made = load(place, SITE)
    assert {f.check for f in made.inspection.targets[0].findings} == {UID0}
    assert made.number.endswith("2026Q2-S")
    other = load(place, SITE, Scope.INSPECTION)
    assert UID0 not in {f.check for one in other.inspection.targets for f in one.findings}
    assert not other.number.endswith("-S")


def test_the_latest_result_of_the_quarter_counts_and_an_unseen_one_does_not_hide_it(tmp_path: Path) -> None:
    place = tmp_path / "s.db"
    keep(place, SECURITY, 0, rounds.bad(UID0, "toor"))
    keep(place, SECURITY, 2, rounds.unseen(UID0))
    made = load(place, SITE)
    assert [f.level for f in made.inspection.targets[0].findings if f.check == UID0] == [Level.CRITICAL]


def test_every_asset_stands_in_the_round_with_all_its_checks(tmp_path: Path) -> None:
    place = tmp_path / "s.db"
    keep(place, SECURITY, 0, OK_UID0)
    made = load(place, SITE)
    results = {one.target: one for one in made.inspection.targets}
    every = {check.id for check in checks_for("linux", Scope.SECURITY)}
    assert set(results) == {"app01", "app02", "ups"}
    assert set(results["app01"].checks) == set(results["app02"].checks) == every
    assert results["ups"].checks == (NO_CHECKS,)
    of = matter(made, SITE)
    assert {pair.check for pair in of.material.pairs if pair.target == "ups"} == {NO_CHECKS}
    assert of.material.assessment.withheld is not None
    cells = {cell.target: cell.verdict for row in of.rows if row.clause == "8.1.4.1a" for cell in row.cells}
    assert cells["app02"] is Verdict.UNSEEN
    assert cells["ups"] is Verdict.UNSEEN
    assert "没有针对此类对象" in words(build(made, SITE, "zh_CN"), "annex-b")


def test_a_cis_profile_expects_only_checks_with_a_section_of_a_benchmark() -> None:
    site = replace(SITE, targets=(replace(SITE.targets[0], profile="cis-l1"), SITE.targets[1]))
    empty = rounds.inspection(())
    made = {one.target: set(one.checks) for one in whole_security(empty, site).targets}
    every = {check.id for check in checks_for("linux", Scope.SECURITY)}
    named = {c for c in every if any(one.standard.startswith("cis-") for one in REFERENCES.get(c, ()))}
    assert made["app01"] == named
    assert made["app02"] == every


def test_the_round_before_is_the_security_check_before(tmp_path: Path) -> None:
    place = tmp_path / "s.db"
    keep(place, SECURITY, -91, rounds.bad(UID0, "toor"))
    keep(place, "on-demand", -60, stored.finding())
    keep(place, SECURITY, 0, OK_UID0)
    made = load(place, SITE)
    assert made.previous is not None
    assert {f.check for one in made.previous.targets for f in one.findings} == {UID0}


def test_without_a_security_check_there_is_nothing_to_write(tmp_path: Path) -> None:
    place = tmp_path / "s.db"
    keep(place, "on-demand", 0, stored.finding())
    with pytest.raises(QuarterError, match="run --security"):
        load(place, SITE)


def test_the_command_writes_the_forms_and_tells_what_is_missing(tmp_path: Path) -> None:
    place = tmp_path / "s.db"
    keep(place, "on-demand", 0, stored.finding())
    none = xunjian("report", "security", "--out", str(tmp_path / "out"), "--store", str(place), folder=tmp_path)
    assert (none.code, none.out) == (64, "")
    assert "run --security" in none.err
    keep(place, SECURITY, 0, OK_UID0)
    done = xunjian(
        "report",
        "security",
        "--out",
        str(tmp_path / "out"),
        "--form",
        "html",
        "--form",
        "json",
        "--store",
        str(place),
        folder=tmp_path,
    )
    assert done.code == 0, done.err
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(written) == 2
    assert all(re.fullmatch(r"XJ-.+-2026Q2-S-EN\.(html|json)", name) for name in written)


def test_a_result_that_nothing_was_asked_of_keeps_its_place_as_not_inspected() -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    unasked = TargetResult("ups", "manual", "manual", "", "unasked", at, at, ())
    made = whole_security(rounds.inspection((unasked,)), SITE)
    assert [one.checks for one in made.targets if one.target == "ups"] == [(NO_CHECKS,)]


def test_every_security_check_says_what_its_weakness_may_do() -> None:
    for check in REFERENCES:
        assert of_security(check) is not None
        assert rendered(effect(check, Area.SECURITY, Level.WARN), "zh_CN").startswith("可能")
    assert of_security("server.filesystem_usage") is None
    assert of_security("security.linux.ssh_permit_empty_passwords") != of_security("security.linux.malware_av")


# --- attack surface


def with_ports(*rows: tuple[str, ...]) -> Exhibit:
    columns = tuple(rounds.words(title) for title in ("端口", "暴露范围"))
    return Exhibit(rounds.words("监听端口"), columns, rows, "security.linux.net_high_risk_port")


def test_the_attack_surface_is_an_annex_with_lists_differences_and_what_was_not_seen() -> None:
    unseen = Finding("", Level.UNKNOWN, rounds.words("未检：权限不足"), reason="denied", check="security.linux.fw_enabled")
    target = replace(rounds.site().targets[0])
    result = rounds.result("app01", "linux", unseen, scene=rounds.LEVEL_3)
    now = replace(result, exhibits=(with_ports(("tcp/22", "所有接口"), ("tcp/80", "所有接口")),))
    was = replace(result, exhibits=(with_ports(("tcp/22", "所有接口"), ("tcp/23", "所有接口")),))
    round_ = replace(rounds.first(), inspection=rounds.inspection((now,)), previous=rounds.inspection((was,)))
    made = build(round_, rounds.site(targets=(target,), declared=()), "zh_CN")
    annex = next(one for one in made.all_sections() if one.anchor == "annex-g")
    said = words(made, "annex-g")
    assert "攻击面" in annex.title.text
    assert "tcp/80 | 所有接口" in said
    assert "权限不足" in said
    assert "未做端口扫描" in said
    assert all("tcp/23" not in words(made, one.anchor) for one in made.all_sections() if one.anchor == "subjects")
    assert "tcp/23" in said


def test_what_nobody_saw_of_the_attack_surface_is_not_called_right() -> None:
    lost = [c for c in rounds.checks_on("linux") if is_of_surface(c)]
    unseen = [Finding("", Level.UNKNOWN, rounds.words("未检：无法连接"), reason="unreachable", check=c) for c in lost]
    target = replace(rounds.site().targets[0])
    inspection = rounds.inspection((rounds.result("app01", "linux", *unseen, scene=rounds.LEVEL_3),))
    round_ = replace(rounds.first(), inspection=inspection)
    said = words(build(round_, rounds.site(targets=(target,), declared=()), "zh_CN"), "annex-g")
    assert "未发现问题" not in said
    assert said.count("均未看到") == 2
