"""The verdict of a verification: each rule by itself, what outranks what, and what it is not about."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.upgrades.verifying import is_settled
from checks.base import Level
from checks.verdict import decide, scope
from checks.verification import (
    ChangeRow,
    FindingRow,
    GateRow,
    GateState,
    PerformanceRow,
    Side,
    Stand,
    UnseenRow,
    Verdict,
    Verification,
)
from config.planned import Plan
from config.text import _, render, verbatim

AT = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
WORDS = verbatim("w")


def gate(state: GateState) -> GateRow:
    return GateRow("app01", "backup", WORDS, state, WORDS)


def change(stand: Stand, *, is_required: bool = False) -> ChangeRow:
    return ChangeRow("app01", "server.changed_links", WORDS, "eth0", WORDS, WORDS, WORDS, stand, "", is_required)


def finding(now: Level, before: Level | None = Level.OK) -> FindingRow:
    return FindingRow("app01", "server.cpu", WORDS, "", before, now, WORDS)


def unseen(*, is_loss: bool = False, is_both: bool = False) -> UnseenRow:
    return UnseenRow("app01", WORDS, WORDS, is_loss, is_both)


def measure(*, is_out: bool) -> PerformanceRow:
    return PerformanceRow("app01", WORDS, "", "ratio", 0.2, 0.9, 20, is_out)


CLEAN = Verification(
    before=Side("before", "01A", AT),
    after=Side("", "01B", AT + timedelta(days=2)),
    plan=Plan(),
    made_at=AT,
    is_final=True,
    targets=(("app01", "app01"),),
    gate=(gate(GateState.GO), gate(GateState.BY_HAND), gate(GateState.NOT_THERE)),
    functions=(finding(Level.OK),),
    compared_count=1,
)
RULES: tuple[tuple[str, Mapping[str, Any], Verdict, str], ...] = (
    ("nothing but what is well", {}, Verdict.PASSED, ""),
    ("what was declared happened", {"changes": (change(Stand.EXPECTED),)}, Verdict.PASSED, ""),
    ("what changes by itself", {"changes": (change(Stand.NOTED),)}, Verdict.PASSED, ""),
    ("better findings", {"better": (finding(Level.OK, Level.CRITICAL),)}, Verdict.PASSED, ""),
    ("neither side saw it", {"unseen": (unseen(is_both=True),)}, Verdict.PASSED, ""),
    ("a measure within the usual", {"performance": (measure(is_out=False),)}, Verdict.PASSED, ""),
    ("a notice of a function", {"functions": (finding(Level.NOTICE),)}, Verdict.PASSED, ""),
    ("the standard changed", {"standard": (WORDS,)}, Verdict.PASSED, ""),
    ("no target", {"targets": ()}, Verdict.FAILED, "nothing could be compared"),
    ("nothing compared", {"compared_count": 0}, Verdict.FAILED, "nothing could be compared"),
    ("a loss", {"unseen": (unseen(is_loss=True),)}, Verdict.FAILED, "1 that was seen before is not seen after: app01: w"),
    (
        "a fault",
        {"changes": (change(Stand.UNEXPECTED),)},
        Verdict.FAILED,
        "1 unexpected difference(s) that are faults: app01: w",
    ),
    (
        "a required change missed",
        {"changes": (change(Stand.MISSED, is_required=True),)},
        Verdict.FAILED,
        "1 required change(s) did not happen: app01: w",
    ),
    ("critical now", {"worse": (finding(Level.CRITICAL),)}, Verdict.FAILED, "1 finding(s) became critical: app01: w"),
    (
        "a function fails",
        {"functions": (finding(Level.CRITICAL),)},
        Verdict.FAILED,
        "1 function(s) do not work or were not exercised: app01: w",
    ),
    (
        "a function was not exercised",
        {"functions": (finding(Level.UNKNOWN),)},
        Verdict.FAILED,
        "1 function(s) do not work or were not exercised: app01: w",
    ),
    ("no gate", {"gate": ()}, Verdict.CONDITIONAL, "the gate before the change was not looked at"),
    ("no function", {"functions": ()}, Verdict.CONDITIONAL, "no function and no business transaction was exercised"),
    ("no function, and why", {"functions": (), "plan": Plan(functions_waived="closed at night")}, Verdict.PASSED, ""),
    (
        "the gate stopped",
        {"gate": (gate(GateState.STOP),)},
        Verdict.CONDITIONAL,
        "1 condition(s) of the gate before the change were not met: app01: w",
    ),
    (
        "the gate unseen",
        {"gate": (gate(GateState.UNSEEN), gate(GateState.GO))},
        Verdict.CONDITIONAL,
        "1 condition(s) of the gate before the change were not met: app01: w",
    ),
    (
        "undeclared",
        {"changes": (change(Stand.OPEN),)},
        Verdict.CONDITIONAL,
        "1 difference(s) that nobody declared: app01: w",
    ),
    ("missed", {"changes": (change(Stand.MISSED),)}, Verdict.CONDITIONAL, "1 declared change(s) did not happen: app01: w"),
    ("a notice", {"worse": (finding(Level.NOTICE),)}, Verdict.CONDITIONAL, "1 finding(s) became worse: app01: w"),
    ("a warning", {"worse": (finding(Level.WARN),)}, Verdict.CONDITIONAL, "1 finding(s) became worse: app01: w"),
    ("worse unknown", {"worse": (finding(Level.UNKNOWN),)}, Verdict.CONDITIONAL, "1 finding(s) became worse: app01: w"),
    (
        "a new error",
        {"errors": (finding(Level.NOTICE, None),)},
        Verdict.CONDITIONAL,
        "1 new kind(s) of error in the logs: app01: w",
    ),
    (
        "out of the usual",
        {"performance": (measure(is_out=True), measure(is_out=False))},
        Verdict.CONDITIONAL,
        "1 measure(s) are out of what is usual in this hour: app01: w",
    ),
    ("only after", {"unseen": (unseen(),)}, Verdict.CONDITIONAL, "1 could not be compared: app01: w"),
    (
        "a function warns",
        {"functions": (finding(Level.WARN), finding(Level.OK))},
        Verdict.CONDITIONAL,
        "1 function(s) work with a warning: app01: w",
    ),
)


@pytest.mark.parametrize(("name", "with_", "verdict", "reason"), RULES, ids=[one[0] for one in RULES])
def test_each_rule_by_itself(name: str, with_: Mapping[str, Any], verdict: Verdict, reason: str) -> None:
    decided, reasons = decide(replace(CLEAN, **with_))
    assert decided is verdict
    assert [render(one, "en") for one in reasons] == ([reason] if reason else [])


FAILING = [one for one in RULES if one[2] is Verdict.FAILED]
OPEN = [one for one in RULES if one[2] is Verdict.CONDITIONAL]


@pytest.mark.parametrize("failing", FAILING, ids=[one[0] for one in FAILING])
@pytest.mark.parametrize("still_open", OPEN, ids=[one[0] for one in OPEN])
def test_what_fails_outranks_what_is_open(failing: tuple[Any, ...], still_open: tuple[Any, ...]) -> None:
    both = dict(still_open[1])
    for name, rows in failing[1].items():
        both[name] = (*both[name], *rows) if isinstance(rows, tuple) and rows and name in both else rows
    decided, reasons = decide(replace(CLEAN, **both))
    assert decided is Verdict.FAILED
    assert failing[3] in [render(one, "en") for one in reasons]


ROWS = st.fixed_dictionaries(
    {},
    optional={
        "gate": st.lists(st.builds(gate, st.sampled_from(GateState))).map(tuple),
        "changes": st.lists(st.builds(change, st.sampled_from(Stand), is_required=st.booleans())).map(tuple),
        "worse": st.lists(st.builds(finding, st.sampled_from([Level.NOTICE, Level.WARN, Level.CRITICAL]))).map(tuple),
        "functions": st.lists(st.builds(finding, st.sampled_from(Level))).map(tuple),
        "errors": st.lists(st.builds(finding, st.sampled_from(Level))).map(tuple),
        "unseen": st.lists(st.builds(unseen, is_loss=st.booleans())).map(tuple),
        "performance": st.lists(st.builds(measure, is_out=st.booleans())).map(tuple),
        "compared_count": st.integers(0, 2),
    },
)
_ORDER = [Verdict.PASSED, Verdict.CONDITIONAL, Verdict.FAILED]
_LESS_IS_WORSE = {"gate", "functions"}
"""An empty gate and no function are conditions of their own."""


@given(ROWS)
def test_a_row_less_never_makes_it_worse_and_only_a_pass_has_no_reason(rows: dict[str, Any]) -> None:
    decided, reasons = decide(replace(CLEAN, **rows))
    assert (decided is Verdict.PASSED) is not bool(reasons)
    for name, of in rows.items():
        for place in range(len(of) if isinstance(of, tuple) else 0):
            less = of[:place] + of[place + 1 :]
            if less or name not in _LESS_IS_WORSE:
                without, _reasons = decide(replace(CLEAN, **{**rows, name: less}))
                assert _ORDER.index(without) <= _ORDER.index(decided), name


def test_every_kind_of_row_that_can_call_for_somebody_is_read() -> None:
    """A field that is added to the verification and forgotten here would never change the verdict."""
    read = {name for _name, with_, verdict, _reason in RULES if verdict is not Verdict.PASSED for name in with_}
    told_only = {"before", "after", "plan", "made_at", "is_final", "better", "standard"}
    assert read | told_only == {one.name for one in fields(Verification)}


def test_of_several_the_first_is_named_and_all_are_counted() -> None:
    rows = tuple(replace(change(Stand.OPEN), target=f"app0{n}", words=_("card {n}", n=n)) for n in (1, 2, 3))
    _verdict, (reason,) = decide(replace(CLEAN, changes=rows))
    assert render(reason, "en") == "3 difference(s) that nobody declared: app01: card 1"
    assert render(reason, "zh_CN").startswith("有 3 项未声明的差异：app01：")


def test_what_neither_side_saw_is_out_of_scope_and_said() -> None:
    assert scope(CLEAN) is None
    of = replace(CLEAN, unseen=(unseen(is_both=True), unseen(is_both=True), unseen()))
    said = scope(of)
    assert said is not None
    assert "about 2 item(s)" in render(said, "en")


@pytest.mark.parametrize(
    ("after", "finished", "is_final"),
    [
        (timedelta(days=1), None, True),
        (timedelta(days=1) - timedelta(seconds=1), None, False),
        (timedelta(days=1), timedelta(hours=2), False),
        (timedelta(hours=26), timedelta(hours=2), True),
    ],
)
def test_a_verdict_is_final_a_day_after_the_change(after: timedelta, finished: timedelta | None, *, is_final: bool) -> None:
    plan = Plan(finished_at=None if finished is None else AT + finished)
    assert is_settled(plan, Side("before", "01A", AT), Side("", "01B", AT + after)) is is_final
