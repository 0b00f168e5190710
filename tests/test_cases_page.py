"""docs/security-cases.md: every security check was seen to pass, to fail and to say that it could not tell."""

import pytest

from checks.base import Finding, Level
from checks.security import CHECKS
from tests.house.security_cases import CASES, PAGE, Kind, Watch, page, watched

ROWS = [line.split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `security.")]


def test_every_check_has_its_row() -> None:
    assert {row[0].strip("|` ") for row in ROWS} == {check.id for check in CHECKS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip("|` "))
def test_no_check_lacks_one_of_the_three_cases(row: list[str]) -> None:
    assert [case for case, kind in zip(CASES, row[1:], strict=True) if "none" in kind] == []


def test_a_case_that_was_not_seen_is_named_none() -> None:
    first = CHECKS[0].id
    lines = page({(first, "passes"): Kind.REAL, (first, "fails"): Kind.RECORDED}).splitlines()
    assert f"| `{first}` | real | recorded | **none** |" in lines


def test_a_watched_judge_says_what_it_says() -> None:
    watch = Watch()
    said = [Finding("a", Level.OK, CHECKS[0].title)]
    assert list(watched("x", lambda: iter(said), watch)()) == said
