"""Since last time, after xunjian or its limits changed: never said of the target what only the program did."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from agent.quarters import round_of
from agent.store.open import open_store
from agent.store.store import Store
from checks.base import Finding, Level
from checks.result import CatalogueRow
from checks.standards import Cause
from config.limits import Rule
from config.site import Site, Target
from config.text import render
from reports.documents.compare import State
from reports.documents.material import Material, gather
from reports.documents.model import Heading, Table
from reports.documents.quarterly import build
from tests.old_rounds import AT, INODES, TARGET, catalogue, evidence, judged, result, stored, with_limits

NOW = AT + timedelta(days=92)
ROWS = catalogue(INODES)
SITE = Site(customer="甲", targets=(Target(id=TARGET, kind="linux", platform="linux"),))
USED = {"/": 300, "/data": 850, "/srv": 700}
OLD, NEW = "0.0.9", "0.1.0"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "s.db")) as opened:
        yield opened


def said(used: Mapping[str, int], rows: Sequence[CatalogueRow] = ROWS) -> tuple[Finding, ...]:
    return judged(result(evidence(used)), evidence(used), rows)


def put(
    store: Store,
    used: Mapping[str, int],
    findings: Sequence[Finding],
    at: datetime = AT,
    *,
    rows: Sequence[CatalogueRow] = ROWS,
    rules: Sequence[Rule] = (),
    version: str = OLD,
    is_purged: bool = False,
    ask: str = "",
) -> None:
    body = evidence(used)
    one = result(body, findings, at=at, checks=tuple(dict.fromkeys([INODES, *(f.check for f in findings)])), ask=ask)
    if is_purged:
        one = replace(one, asked=(replace(one.asked[0], evidence="0" * 64),))
    stored(store, one, b"another" if is_purged else body, rows, rules, version)


def material(store: Store) -> Material:
    return gather(round_of(store, SITE, "", NOW + timedelta(days=1)), SITE, "zh_CN")


def states(store: Store) -> dict[str, State]:
    return {change.subject[2]: change.state for change in material(store).comparison.changes if change.subject[1] == INODES}


def older(level: Level, subject: str = "/data", used: Mapping[str, int] = USED) -> tuple[Finding, ...]:
    """What an older program said of the same evidence: another level of one subject."""
    return tuple(replace(f, level=level) if f.subject == subject else f for f in said(used))


def test_a_program_that_judges_otherwise_brings_nothing_new(store: Store) -> None:
    put(store, USED, older(Level.OK))
    put(store, USED, said(USED), NOW, version=NEW)
    made = material(store)
    assert states(store) == {"/data": State.STANDARD}
    assert made.comparison.count(State.NEW) == made.comparison.count(State.WORSE) == 0
    assert made.round.standard is not None
    assert [(d.cause, d.subject) for d in made.round.standard.differences] == [(Cause.JUDGED, "/data")]


def test_a_program_that_was_stricter_then_solved_nothing(store: Store) -> None:
    put(store, USED, older(Level.CRITICAL, "/srv"))
    put(store, USED, said(USED), NOW, version=NEW)
    assert states(store) == {"/data": State.CONTINUING, "/srv": State.STANDARD}


def test_a_program_that_was_milder_then_made_nothing_worse(store: Store) -> None:
    used = {**USED, "/data": 950}
    put(store, used, older(Level.WARN, used=used))
    put(store, used, said(used), NOW, version=NEW)
    assert states(store) == {"/data": State.STANDARD}


def test_what_the_target_did_is_the_targets_also_over_an_upgrade_and_another_limit(store: Store) -> None:
    before = {**USED, "/data": 300}
    put(store, before, said(before, (with_limits(ROWS[0], warn="0.75"),)), rows=(with_limits(ROWS[0], warn="0.75"),))
    put(store, USED, said(USED), NOW, version=NEW)
    assert states(store) == {"/data": State.NEW}


def test_a_stricter_limit_is_a_change_of_standard_and_the_report_says_from_what_to_what(store: Store) -> None:
    strict = Rule(INODES, {"warn": 0.6}, place="xunjian.yaml:7")
    now = said(USED, (with_limits(ROWS[0], warn="0.6"),))
    put(store, USED, said(USED), version=NEW)
    put(store, USED, now, NOW, rules=(strict,), version=NEW)
    assert states(store) == {"/data": State.CONTINUING, "/srv": State.STANDARD}
    document = build(round_of(store, SITE, "", NOW), SITE, "zh_CN")
    chapter = next(s for s in document.sections if s.anchor == "changes")
    at = next(n for n, b in enumerate(chapter.blocks) if isinstance(b, Heading) and b.words.text == "标准变化")
    table = next(b for b in chapter.blocks[at:] if isinstance(b, Table))
    assert [cell.text for cell in table.rows[0]] == [
        "阈值改变", "inode 使用率", "正常 → 警告", "warn 0.8 → 0.6（现场配置）", "app01 /srv",
    ]  # fmt: skip


def test_a_stricter_limit_hides_no_target_that_got_worse(store: Store) -> None:
    strict = Rule(INODES, {"warn": 0.6}, place="xunjian.yaml:7")
    put(store, {**USED, "/srv": 650}, said({**USED, "/srv": 650}), version=NEW)
    put(store, {**USED, "/srv": 950}, said({**USED, "/srv": 950}), NOW, rules=(strict,), version=NEW)
    assert states(store)["/srv"] is State.NEW


@pytest.mark.parametrize(("is_purged", "ask"), [(True, ""), (False, "0" * 64)])
def test_where_the_old_evidence_cannot_be_read_it_is_said_that_it_cannot_be_told(
    store: Store, ask: str, *, is_purged: bool
) -> None:
    put(store, USED, older(Level.OK), is_purged=is_purged, ask=ask)
    put(store, USED, said(USED), NOW, version=NEW)
    assert states(store) == {"/data": State.UNTOLD}


def test_with_the_same_program_and_limits_lost_evidence_leaves_the_plain_comparison(store: Store) -> None:
    before = {**USED, "/data": 300}
    put(store, before, said(before), version=NEW, is_purged=True)
    put(store, USED, said(USED), NOW, version=NEW)
    assert states(store) == {"/data": State.NEW}


def test_a_problem_of_a_withdrawn_check_is_neither_solved_nor_unverified(store: Store) -> None:
    gone = "server.inode_table"
    table = Finding("table", Level.WARN, said(USED)[0].summary, check=gone)
    put(store, USED, (*said(USED), table), rows=(*ROWS, replace(ROWS[0], check=gone)))
    put(store, USED, said(USED), NOW, version=NEW)
    found = {change.subject[1:]: change.state for change in material(store).comparison.changes}
    assert found == {(INODES, "/data"): State.CONTINUING, (gone, "table"): State.STANDARD}


def test_a_report_by_a_still_newer_program_holds_both_rounds_against_its_own_reading(store: Store) -> None:
    """Both rounds have the same answers; the program of this round judged one subject worse than today's does."""
    put(store, USED, said(USED))
    put(store, USED, older(Level.WARN, "/srv"), NOW, version=NEW)
    assert states(store)["/srv"] is State.STANDARD


def test_page_one_names_both_versions_and_counts_it_as_nothing_new(store: Store) -> None:
    put(store, USED, older(Level.OK))
    put(store, USED, said(USED), NOW, version=NEW)
    page = build(round_of(store, SITE, "", NOW), SITE, "zh_CN").summary
    words = str(page)
    assert "标准变化：上次用 xunjian 0.0.9，本次用 0.1.0；仅因程序或阈值变化而不同的结果 1 条，不计入新增或恶化" in words
    assert "新增 0" in words


def test_the_score_is_not_compared_over_what_the_standard_moved(store: Store) -> None:
    put(store, USED, older(Level.OK))
    put(store, USED, said(USED), NOW, version=NEW)
    both = material(store).score_then_and_now
    assert both is None or both[0].printed == both[1].printed


def test_nothing_is_said_of_a_standard_that_did_not_change(store: Store) -> None:
    before = {**USED, "/data": 300}
    put(store, before, said(before), version=NEW)
    put(store, USED, said(USED), NOW, version=NEW)
    made = build(round_of(store, SITE, "", NOW), SITE, "zh_CN")
    assert "标准变化" not in str(made.summary)
    assert states(store) == {"/data": State.NEW}
    assert render(said(USED)[0].summary, "zh_CN")
