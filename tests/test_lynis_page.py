"""The table of Lynis's tests holds every id once, and names checks that exist; the page is fresh."""

from collections import Counter
from pathlib import Path

import pytest

from agent.catalogue import CHECKS
from checks.security.standards.mapping import ROWS
from tests.house.lynis_ids import THEIRS
from tests.house.lynis_page import PAGE, TELLS, name_of, page, told_by_lynis
from tests.house.weakened_mends import MENDS, NOT_HERE, CardError, Mend, commands, scripts
from tests.house.weakened_seeds import SEEDS, Seed

INSTALLED = Path("/usr/share/lynis/db/tests.db")
IDS = [name for one in THEIRS for name in one.ids.split()]


def test_each_id_stands_once() -> None:
    assert [name for name, times in Counter(IDS).items() if times > 1] == []


@pytest.mark.skipif(not INSTALLED.exists(), reason="Lynis is not installed")
def test_every_test_of_the_installed_lynis_is_in_the_table() -> None:
    lines = INSTALLED.read_text().splitlines()
    assert {one.partition(":")[0] for one in lines if one and not one.startswith("#")} - set(IDS) == set()


def test_each_check_that_is_named_exists() -> None:
    known = {one.id for one in CHECKS} | {row[0] for row in ROWS}
    assert {name for one in THEIRS for name in one.checks.split()} - known == set()


def test_what_is_none_of_ours_has_a_reason() -> None:
    assert [one.ids for one in THEIRS if not one.checks and not one.reason] == []


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_each_line_of_lynis_is_of_a_seed() -> None:
    assert set(TELLS) - {name_of(seed) for seed in SEEDS} == set()


def test_a_report_tells_of_what_it_names_and_no_more(tmp_path: Path) -> None:
    report = tmp_path / "report"
    report.write_text("warning[]=AUTH-9204|x|-|-|\nsuggestion[]=SSH-7408|x|MaxAuthTries (set 4 to 3)|-|\n")
    seeds = [Seed("a second root", "", "x"), Seed("twenty tries", "", "x"), Seed("not in the list", "", "x")]
    assert [seed.name for seed in told_by_lynis(report, seeds)] == ["a second root"]


def test_every_card_that_is_followed_has_no_word_left_open() -> None:
    assert {check for check, _typed in scripts()} == {mend.check for mend in MENDS}


def test_a_word_that_nothing_was_chosen_for_is_an_error() -> None:
    from checks.security import CARDS  # noqa: PLC0415 - one card, here alone

    with pytest.raises(CardError, match="<account>"):
        commands(Mend("security.linux.account_uid0"), CARDS["security.linux.account_uid0"], {})


def test_what_cannot_be_mended_is_a_seed() -> None:
    assert set(NOT_HERE) <= {seed.check for seed in SEEDS}
