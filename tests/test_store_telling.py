"""Inspections read in part: a quarter's rounds joined say what all of them say; two stand beside each other."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from agent.rounds import joined
from agent.store.open import open_store
from agent.store.values import StoreError, Trouble
from checks.base import Level
from checks.result import TargetResult
from tests.stored import DISK, START, SWAP, finding, header, result, round_of

DAY = timedelta(days=1)
CHECKS = (DISK, SWAP, "server.clock", "server.cpu")
LEVELS = (Level.OK, Level.OK, Level.OK, Level.WARN, Level.UNKNOWN, Level.ABSENT)


def drawn(dice: Random, target: str, day: int) -> TargetResult:
    """A result as rounds have them: some checks left out, some not seen, now and then nobody reached or a form read."""
    checks = [check for check in CHECKS if dice.random() < 0.8] or [DISK]
    findings = [
        replace(finding(dice.choice(LEVELS), dice.choice("ab"), check), measures={"day_count": float(day)})
        for check in checks
        for _subject in range(dice.randint(0, 2))
    ]
    state = dice.choice(("done", "done", "done", "unreached"))
    made = replace(result(target, findings, at=START + day * DAY, state=state), checks=tuple(checks), exhibits=())
    return replace(made, transport={"origin": dice.choice(("form", "told"))}) if dice.random() < 0.2 else made


def in_order(one: TargetResult) -> TargetResult:
    """A joined result whose checks stand in one order: joined they stand as they came up first."""
    findings = sorted(one.findings, key=lambda each: each.check)
    return replace(one, checks=tuple(sorted(one.checks)), findings=tuple(findings))


@pytest.mark.parametrize("seed", range(40))
def test_joined_they_say_what_all_say(tmp_path: Path, seed: int) -> None:
    dice = Random(seed)
    with open_store(tmp_path / "s.db") as store:
        for day in range(dice.randint(1, 25)):
            targets = [name for name in ("app01", "app02", "db01") if dice.random() < 0.8] or ["app01"]
            round_of(store, *(drawn(dice, target, day) for target in targets))
        headings = tuple(reversed(store.inspections()))
        everything = [store.load(one.id) for one in headings]
        some = store.telling(headings)
    assert [one.id for one in some] == [one.id for one in everything]
    told, whole = joined(some), joined(everything)
    assert {one.target: in_order(one) for one in told.targets} == {one.target: in_order(one) for one in whole.targets}
    assert replace(told, targets=(), started_at=START) == replace(whole, targets=(), started_at=START)


def test_of_results_that_are_alike_only_the_latest_is_read(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.db") as store:
        for day in range(20):
            level = Level.UNKNOWN if day == 7 else Level.WARN if day % 2 else Level.OK
            round_of(store, *(result(name, [finding(level)], at=START + day * DAY) for name in ("app01", "db01")))
        some = store.telling(tuple(reversed(store.inspections())))
    assert [len(one.targets) for one in some] == [2 if day in {7, 19} else 1 for day in range(20)], "one of each at least"


def test_what_another_customer_saw_under_the_same_name_stands_for_nothing_of_ours(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.db") as store:
        for day, customer in enumerate(("甲", "甲", "乙")):
            one = store.begin(replace(header("app01", started_at=START + day * DAY), customer=customer))
            store.commit_target(one, result(at=START + day * DAY), {})
            store.commit_target(one, result("db01", at=START + day * DAY), {})
            store.finish(one)
        some = store.telling(tuple(reversed(store.inspections())))
    assert [(one.customer, len(one.targets)) for one in some] == [("甲", 1), ("甲", 2), ("乙", 2)]


def test_two_inspections_beside_each_other(tmp_path: Path) -> None:
    names = [f"t{number:02}" for number in range(45)]
    with open_store(tmp_path / "s.db") as store:
        before = round_of(store, *(result(name) for name in names[:44]))
        after = round_of(store, *(result(name, at=START + DAY) for name in names[1:43]), result("t43"), result("t44"))
        found = list(store.beside(before, after))
        with pytest.raises(StoreError) as unknown:
            next(store.beside(before, "01ARZ3NDEKTSV4RRFFQ69G5FAV"))
    assert [name for name, _one, _other in found] == names
    assert found[0] == ("t00", result("t00"), None)
    assert found[1] == ("t01", result("t01"), result("t01", at=START + DAY))
    assert found[43] == ("t43", result("t43"), result("t43"))
    assert found[44] == ("t44", None, result("t44"))
    assert unknown.value.trouble is Trouble.UNKNOWN_ID
