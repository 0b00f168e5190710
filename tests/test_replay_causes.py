"""An old inspection judged today: each difference has its cause, and none is the target's doing.

Traps: other limits then, a withdrawn check, a renamed one, a question that nobody knows any more, evidence that was purged,
other words, a parser that reads otherwise, rules for limits that are gone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent import former_names, own
from agent.catalogue import every_check
from agent.explaining import explain
from agent.foresight import foresee
from agent.limits_then import limits_again, moves
from agent.replaying import Which, replay
from agent.store.open import open_store
from agent.store.store import Store
from checks.base import AnyCheck, Finding, Level
from checks.result import CatalogueRow, Inspection
from checks.standards import CAUSE_WORDS, FAMILIES, Cause, Difference, Family, grouped
from config.limits import Layer, Rule
from config.text import _, render
from tests.old_rounds import (
    AT,
    INODES,
    TARGET,
    catalogue,
    check_of,
    evidence,
    judged,
    level_of,
    result,
    stored,
    with_limits,
)

BODY = evidence({"/": 300, "/data": 850, "/srv": 700})
"""By today's limits (80 %, 90 %): OK, warning, OK."""
ROWS = catalogue(INODES)
NOT_KEPT = "0" * 64


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "s.db")) as opened:
        yield opened


def as_of(rows: Sequence[CatalogueRow] = ROWS) -> tuple[Finding, ...]:
    return judged(result(BODY), BODY, rows)


def explained(
    store: Store, inspection: Inspection, rules: Sequence[Rule] | None = (), also: Sequence[AnyCheck] = ()
) -> dict[str, Difference]:
    found = explain(inspection, inspection.targets[0], store, rules, Which(also=also)).differences
    assert len({d.subject for d in found}) == len(found)
    return {d.subject: d for d in found}


def causes(found: dict[str, Difference]) -> dict[str, Cause]:
    return {subject: one.cause for subject, one in found.items()}


def test_the_same_program_and_limits_say_the_same(store: Store) -> None:
    old = stored(store, result(BODY, as_of()), BODY, ROWS)
    assert explained(store, old) == {}
    assert not any(one.is_seen for one in foresee(store, ()).differences)


def test_another_default_is_a_change_of_the_standard_with_both_numbers_and_its_layer(store: Store) -> None:
    rows = (with_limits(ROWS[0], warn="0.6", critical="0.7"),)
    then = as_of(rows)
    assert (level_of(then, "/data"), level_of(then, "/srv")) == (Level.CRITICAL, Level.CRITICAL)
    old = stored(store, result(BODY, then), BODY, rows)
    found = explained(store, old)
    assert causes(found) == {"/": Cause.LIMITS, "/data": Cause.LIMITS, "/srv": Cause.LIMITS}
    assert found["/srv"].move == (Level.CRITICAL, Level.OK)
    assert [(m.name, m.then, m.now) for m in found["/srv"].limits] == [("warn", "0.6", "0.8"), ("critical", "0.7", "0.9")]
    assert all(m.then_from.startswith("default:") and m.now_from.startswith("default:") for m in found["/srv"].limits)
    assert not found["/"].is_seen, "only the words name another limit"
    assert explained(store, old, None) == {}, "by the limits of that day it says the same"
    assert [f for _one, f in replay(old, store)] == [list(then)]


def test_the_operators_own_limit_is_told_with_its_place(store: Store) -> None:
    old = stored(store, result(BODY, as_of()), BODY, ROWS)
    rule = Rule(INODES, {"warn": 0.25}, target=TARGET, item="/", layer=Layer.TARGET, place="xunjian.yaml:7")
    found = explained(store, old, [rule])
    assert causes(found) == {"/": Cause.LIMITS}
    assert [(m.name, m.then, m.now, m.now_from) for m in found["/"].limits] == [("warn", "0.8", "0.25", "item")]
    whole = Rule(INODES, {"warn": 0.25}, place="xunjian.yaml:7")
    assert explained(store, old, [whole])["/srv"].limits[0].now_from == "site xunjian.yaml:7"


def test_a_rule_for_a_limit_that_is_gone_is_passed_over(store: Store) -> None:
    rules = [Rule(INODES, {"free_warn": 5, "warn": 0.88, "critical": "much"}, place="old.yaml:3")]
    then = tuple(replace(f, level=Level.OK, expected=_("below {warn:percent}", warn=0.88)) for f in as_of())
    old = stored(store, result(BODY, then), BODY, ROWS, rules)
    assert explained(store, old, None) == {}
    assert causes(explained(store, old)) == dict.fromkeys(("/", "/data", "/srv"), Cause.LIMITS)


def test_a_check_that_judged_otherwise_is_the_programs_doing(store: Store) -> None:
    then = tuple(replace(f, level=Level.OK) if f.subject == "/data" else f for f in as_of())
    found = explained(store, stored(store, result(BODY, then), BODY, ROWS))
    assert causes(found) == {"/data": Cause.JUDGED}
    assert found["/data"].move == (Level.OK, Level.WARN)


@pytest.mark.parametrize(
    "was",
    [
        {"measures": {"used_ratio": 0.085, "used_count": 85.0, "total_count": 1000.0}, "level": Level.OK},
        {"level": Level.UNKNOWN, "reason": "not_understood", "measures": {}},
    ],
)
def test_a_parser_that_reads_otherwise_is_told_where_it_is_proved(was: dict[str, Any], store: Store) -> None:
    then = tuple(replace(f, **was) if f.subject == "/data" else f for f in as_of())
    assert causes(explained(store, stored(store, result(BODY, then), BODY, ROWS))) == {"/data": Cause.READ}


def test_program_and_limit_together_are_told_as_both(store: Store) -> None:
    rows = (with_limits(ROWS[0], warn="0.4", critical="0.5"),)
    then = tuple(replace(f, level=Level.NOTICE) if f.subject == "/srv" else f for f in as_of(rows))
    found = explained(store, stored(store, result(BODY, then), BODY, rows))
    assert found["/srv"].cause is Cause.BOTH
    assert found["/data"].cause is Cause.LIMITS


def test_other_words_are_only_words(store: Store) -> None:
    then = tuple(
        replace(f, summary=_("{mount}: {used:percent} of inodes", mount=f.subject, used=0.3)) if f.subject == "/" else f
        for f in as_of()
    )
    found = explained(store, stored(store, result(BODY, then), BODY, ROWS))
    assert causes(found) == {"/": Cause.WORDS}
    assert not found["/"].is_seen


def test_a_withdrawn_check_leaves_its_findings_as_withdrawn(store: Store) -> None:
    gone = replace(as_of()[0], check="server.inode_table", subject="table")
    one = result(BODY, (*as_of(), gone), checks=(INODES, "server.inode_table"))
    row = replace(ROWS[0], check="server.inode_table")
    found = explained(store, stored(store, one, BODY, (*ROWS, row)))
    assert causes(found) == {"table": Cause.WITHDRAWN}
    assert found["table"].now is None


def test_a_renamed_check_is_one_check_with_its_limits_and_rules(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    former = "server.inodes_used"
    known = tuple(replace(c, formerly=(former,)) if c.id == INODES else c for c in every_check())
    for module in (former_names, own):
        monkeypatch.setattr(module, "every_check", lambda: known)
    rows = (replace(with_limits(ROWS[0], warn="0.6"), check=former),)
    named = tuple(replace(f, check=former) for f in as_of((with_limits(ROWS[0], warn="0.6"),)))
    rule = Rule(former, {"warn": 0.6, "critical": 0.65}, place="old.yaml:3")
    old = stored(store, result(BODY, named, checks=(former,)), BODY, rows)
    by_that_day = explained(store, old, None)
    assert set(causes(by_that_day).values()) == {Cause.RENAMED}
    assert {d.move[0] is d.move[1] for d in by_that_day.values()} == {True}
    assert causes(explained(store, old))["/srv"] is Cause.LIMITS
    with_rule = explained(store, old, [rule])["/srv"]
    assert with_rule.move == (Level.WARN, Level.CRITICAL)
    assert with_rule.limits[-1].now_from == "site old.yaml:3"


def test_a_question_that_nobody_knows_any_more_is_not_inspected_and_no_change(store: Store) -> None:
    old = stored(store, result(BODY, as_of(), ask=NOT_KEPT), BODY, ROWS)
    found = explained(store, old)
    assert set(causes(found).values()) == {Cause.NOT_ASKED}
    assert found[""].now is not None
    assert found[""].now.level is Level.UNKNOWN
    assert not any(one.is_seen for one in found.values())


def test_purged_evidence_is_lost_and_no_change(store: Store) -> None:
    one = result(BODY, as_of())
    old = stored(store, replace(one, asked=(replace(one.asked[0], evidence=NOT_KEPT),)), b"another", ROWS)
    found = explained(store, old)
    assert set(causes(found).values()) == {Cause.LOST}
    assert set(found) == {"", "/", "/data", "/srv"}
    assert FAMILIES[Cause.LOST] is Family.EVIDENCE


def test_a_new_check_says_what_old_evidence_tells_or_that_it_asks_next_time(store: Store) -> None:
    old = stored(store, result(BODY, (), checks=("server.swap_activity",)), BODY, catalogue("server.swap_activity"))
    also = [check_of(INODES), check_of("server.lvm")]
    found = explain(old, old.targets[0], store, (), Which(also=also)).differences
    told = {(d.check, d.subject): (d.cause, d.move) for d in found}
    assert told[INODES, "/data"] == (Cause.NEW_CHECK, (None, Level.WARN))
    assert told["server.lvm", ""] == (Cause.NEXT_TIME, (None, Level.UNKNOWN))


def test_an_upgrade_is_foreseen_from_the_last_inspection_that_made_each_check(store: Store) -> None:
    then = tuple(replace(f, level=Level.OK) for f in as_of())
    stored(store, result(BODY, then), BODY, ROWS)
    later = result(b"", (), checks=("server.swap_activity",), at=AT.replace(day=20))
    stored(store, replace(later, asked=()), b"none", catalogue("server.swap_activity"))
    found = foresee(store, ())
    assert [(one.findings_count, one.tool_version) for one in found.looked] == [(0, "0.0.9"), (3, "0.0.9")]
    seen = [d for d in found.differences if d.is_seen]
    assert [(d.check, d.subject, d.cause, d.move) for d in seen] == [
        (INODES, "/data", Cause.JUDGED, (Level.OK, Level.WARN))
    ]
    new = {d.check for d in found.differences if d.cause is Cause.NEXT_TIME}
    assert "server.lvm" in new
    assert INODES not in new
    assert foresee(store, (), frozenset({"other"})).looked == ()


def test_what_has_one_cause_is_one_row_and_what_is_seen_stands_first(store: Store) -> None:
    rows = (with_limits(ROWS[0], warn="0.6", critical="0.7"),)
    stored(store, result(BODY, as_of(rows)), BODY, rows)
    groups = grouped(foresee(store, ()).differences)
    first = groups[0]
    assert (first.cause, first.check, first.move) == (Cause.LIMITS, INODES, (Level.CRITICAL, Level.WARN))
    assert len([g for g in groups if g.cause is Cause.NEXT_TIME]) == 1
    assert sum(len(g.members) for g in groups) == len(foresee(store, ()).differences)


def test_a_default_of_that_day_is_read_back_in_its_own_type() -> None:
    check = check_of("server.log_retention")
    (row,) = catalogue(check.id)
    base: Any = check.limits
    other = with_limits(row, is_centralised=str(not base.is_centralised), least_days="7", large_bytes="2048")
    then: Any = limits_again([check], (), TARGET, AT.date(), [other])[check.id].base
    assert (then.is_centralised, then.large_bytes) == (not base.is_centralised, 2048)
    assert then.least_days == pytest.approx(7)
    assert type(then.least_days) is type(base.least_days)
    unreadable = with_limits(row, least_days="a week")
    assert limits_again([check], (), TARGET, AT.date(), [unreadable])[check.id].base == base


def test_limits_that_read_alike_are_no_move() -> None:
    check = check_of(INODES)
    layered = limits_again([check], (), TARGET, AT.date())[check.id]
    assert moves(layered, layered, "/") == ()


def test_every_cause_has_words_in_both_languages_and_a_family() -> None:
    assert set(CAUSE_WORDS) == set(FAMILIES) == set(Cause)
    assert all(render(words, "zh_CN") != render(words, "en") for words in CAUSE_WORDS.values())
