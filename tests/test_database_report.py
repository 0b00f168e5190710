"""A report with databases in it, an emulated Oracle and a made-up DM8: what a reader sees of them."""

import inspect
import sys
from dataclasses import replace
from functools import cache

import pytest

from agent.catalogue import checks_for
from agent.expected import catalogue_of
from agent.judging import judge_one
from agent.past import Past
from checks.base import AnyCheck, Area, Exhibit, Finding, Scene
from checks.result import TargetResult
from collectors.sessions.base import Budget
from collectors.sessions.sql import SqlSession
from config.limits import Layered
from config.site import Target
from reports.documents.model import Document, Table
from reports.documents.quarterly import build
from tests import rounds
from tests.house.oracle.emulated import EmulatedDialect
from tests.house.oracle.worlds import SICK
from tests.house.recall import databases_dameng
from tests.house.recall.measuring import outcome_of
from tests.house.recall.shapes import Variation
from tests.peers.asked import judged
from tests.test_quarterly import section, table, words

Said = tuple[list[Finding], list[Exhibit]]


def _oracle() -> Said:
    findings, exhibits = judged(SqlSession(EmulatedDialect(SICK), Budget(total_seconds=60)), "oracle")
    return list(findings.values()), exhibits


def _dameng() -> Said:
    """Each check with all of its seeded faults that go together: here the first one."""
    findings: list[Finding] = []
    exhibits: list[Exhibit] = []
    checks = {check.id: check for check in checks_for("dameng")}
    for seeding in databases_dameng.SEEDINGS:
        check = checks[seeding.check]
        fault = next((one for one in seeding.variations if one.truth), Variation("none"))
        outcome = outcome_of(check, seeding, fault)
        for one in judge_one(check, outcome, Layered(check.limits), Scene(at=rounds.AT), Past()):
            if isinstance(one, Finding):
                findings.append(replace(one, check=check.id))
            else:
                exhibits.append(replace(one, check=check.id))
    return findings, exhibits


@cache
def document(language: str) -> Document:
    results = []
    for name, platform, (findings, exhibits) in (("hr", "oracle", _oracle()), ("oa", "dameng", _dameng())):
        ids = tuple(check.id for check in checks_for(platform))
        results.append(
            TargetResult(
                name,
                platform,
                platform,
                "10.0.0.9",
                "done",
                rounds.AT,
                rounds.AT,
                tuple(findings),
                tuple(exhibits),
                (),
                ids,
            )
        )
    checks = (*checks_for("oracle"), *checks_for("dameng"))
    whole = replace(rounds.inspection(tuple(results)), catalogue=catalogue_of(checks, ()))
    site = rounds.site(targets=(Target("hr", "oracle", "10.0.0.9"), Target("oa", "dameng", "10.0.0.9")))
    return build(replace(rounds.first(), inspection=whole), site, language)


def advice() -> Table:
    """The table of what may be tuned."""
    found = [b for b in section(document("zh_CN"), "areas").blocks if isinstance(b, Table)]
    return next(one for one in found if one.columns[-1].title.text == "建议（含效果与工作量）")


def test_what_may_be_tuned_stands_with_evidence_effect_and_effort() -> None:
    assert [column.title.text for column in advice().columns][3:] == ["可调整之处", "依据", "建议（含效果与工作量）"]
    assert {row[1].text for row in advice().rows} == {"hr", "oa"}
    for row in advice().rows:
        assert row[3].text
        assert row[5].text != "—"


@pytest.mark.parametrize(
    "check",
    [c for product in ("postgres", "mysql", "oracle", "dameng") for c in checks_for(product) if c.area is Area.DB_TUNING],
    ids=lambda check: check.id,
)
def test_every_check_of_tuning_tells_what_it_brings_and_what_it_costs(check: AnyCheck) -> None:
    """In its remedy, or in the words of its results."""
    source = inspect.getsource(sys.modules[check.judge.__module__]).lower()
    assert "effort" in source, check.id
    assert "effect" in source, check.id


def test_a_problem_names_its_subject_wherever_its_sentence_does_not() -> None:
    said = words(document("zh_CN"), "problems")
    assert "hr，Oracle：进程与会话（processes@1）：已用 950，上限 1,000（95%）" in said
    assert "Oracle：可插拔数据库（PDB）（CRM）" in said


def test_a_result_of_an_area_says_which_check_and_subject_it_is_of() -> None:
    said = words(document("zh_CN"), "areas")
    assert "DM8：备份新旧（最近一次全备）" in said
    assert "DM8：账号锁定与到期（APP）" in said
    assert "存储过程处于无效状态" in said


@pytest.mark.parametrize(
    ("language", "oracle", "dameng"),
    [("zh_CN", "未在真实 Oracle 上运行", "未在真实库上运行"), ("en", "real Oracle", "real")],
)
def test_the_report_says_of_what_never_ran_on_a_real_server_that_it_did_not(
    language: str, oracle: str, dameng: str
) -> None:
    said = words(document(language), "areas")
    assert oracle in said
    assert dameng in said


def test_annex_b_has_a_row_a_cause_and_its_numbers_add_up() -> None:
    unknown = [row for row in table(document("zh_CN"), "annex-a").rows if row[3].tone == "unknown"]
    rows = table(document("zh_CN"), "annex-b").rows
    assert unknown
    assert sum(int(row[2].text) for row in rows) == len(unknown)
    assert len({(row[0].text, row[1].text) for row in rows}) == len(rows)
