"""《整改确认单》: written, filled in by the customer, read back, and made acceptances where the customer said so."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import pytest

from agent.store.open import open_store
from checks.base import Level
from tests.program import Done, xunjian
from tests.stored import DISK, finding, header, result

CONFIGURATION = """
site: {customer: 某市环卫局, timezone: Asia/Shanghai}
targets: [{id: app01, kind: local}]
store: {url: s.db}
"""
NOW = datetime.now(UTC)
UNTIL = (NOW + timedelta(days=60)).date().isoformat()
SAID = {
    "/a": ("同意整改", UNTIL, ""),
    "/b": (f"暂不整改，至 {UNTIL}", "", "业务高峰期不停机，已加监控"),
    "/c": ("暂不整改", "", "没有窗口"),  # until when?
    "/d": (f"暂不整改，至 {UNTIL}", "", ""),  # why?
    "/e": ("", "", ""),
}
CHECKS = dict(
    zip(
        SAID, (DISK, "server.filesystem_inodes", "server.swap_activity", "server.memory", "server.link_errors"), strict=True
    )
)


def run(folder: Path, *arguments: str) -> Done:
    return xunjian(*arguments, "--lang", "zh-CN", "--config", "xunjian.yaml", folder=folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with five problems, the form written, filled in and read back."""
    made = tmp_path_factory.mktemp("form")
    (made / "xunjian.yaml").write_text(CONFIGURATION)
    with open_store(str(made / "s.db")) as store:
        begun = store.begin(replace(header("app01", started_at=NOW), customer="某市环卫局", config_digest="aa"))
        findings = tuple(finding(Level.WARN, subject, check) for subject, check in CHECKS.items())
        store.commit_target(begun, result("app01", findings, at=NOW), {})
        store.finish(begun)
    written = run(made, "report", "confirmation", "--form", "docx")
    assert written.code == 0, written
    file = Path(written.out.strip().splitlines()[-1])
    word = docx.Document(str(made / file))
    table = next(one for one in word.tables if len(one.columns) == 8)
    for row in table.rows[1:]:
        cells = row.cells
        decision, day, remark = next(said for subject, said in SAID.items() if f"{subject}" in cells[3].text)
        for cell, text in zip(cells[5:], (decision, day, remark), strict=True):
            cell.paragraphs[0].add_run(text)
    word.save(str(made / "signed.docx"))
    read = run(made, "documents", "read", "signed.docx")
    assert read.code == 0, read
    return made


def test_the_form_is_one_line_a_problem_with_room_for_a_decision(folder: Path) -> None:
    table = next(one for one in docx.Document(str(folder / "signed.docx")).tables if len(one.columns) == 8)
    assert len(table.rows) == 1 + len(SAID)
    assert [cell.text for cell in table.rows[0].cells][-3:] == ["决定（整改／接受风险至）", "约定完成日", "备注"]


def test_what_was_decided_is_told_and_nothing_is_guessed(folder: Path) -> None:
    told = run(folder, "problems", "decided", "--output", "json")
    assert told.code == 1  # some wait for a person
    found = {one["subject"]: one for one in json.loads(told.out)["decisions"]}
    assert {subject: one["decision"] for subject, one in found.items()} == {
        "/a": "agreed", "/b": "deferred", "/c": "unclear", "/d": "deferred",
    }  # fmt: skip
    assert found["/a"]["day"] == UNTIL
    assert "加 --accept" in found["/b"]["outcome"]
    assert "没有理由" in found["/d"]["outcome"]


def test_a_problem_says_what_the_customer_decided_of_it(folder: Path) -> None:
    found = json.loads(run(folder, "problems", "decided", "--output", "json").out)["decisions"]
    agreed = next(one["id"] for one in found if one["subject"] == "/a")
    assert f"用户决定：同意整改，{UNTIL}" in run(folder, "problems", "show", agreed).out


def test_an_acceptance_needs_who_signed(folder: Path) -> None:
    assert run(folder, "problems", "decided", "--accept").code == 64


def test_what_was_put_off_with_day_and_reason_becomes_an_acceptance_once(folder: Path) -> None:
    for words in ("已登记接受", "此前已登记接受"):
        told = run(folder, "problems", "decided", "--accept", "--by", "张主任")
        assert told.code == 1
        line = next(line for line in told.out.splitlines() if "/b" in line)
        assert words in line
    with open_store(str(folder / "s.db")) as store:
        every = store.acceptances()
    assert [(one.subject, one.by, one.until.isoformat(), one.reason) for one in every] == [
        ("/b", "张主任", UNTIL, "业务高峰期不停机，已加监控")
    ]
