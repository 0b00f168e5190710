"""What a customer's words decide, and that none is guessed."""

from datetime import date

import pytest

from config.text import render
from reports.record.decisions import AGREED, DEFERRED, EXPLAIN, Kind, days_in, decision

MARCH = date(2027, 3, 31)


@pytest.mark.parametrize(
    ("said", "day", "kind", "expected"),
    [
        ("同意整改", "2027-03-31", Kind.AGREED, MARCH),
        ("同意整改，窗口 2027年3月31日 22:00", "", Kind.AGREED, MARCH),
        ("同意", "", Kind.AGREED, None),
        ("安排整改", "", Kind.AGREED, None),
        ("暂不整改，至 2027/3/31", "", Kind.DEFERRED, MARCH),
        ("接受风险至 2027.3.31", "", Kind.DEFERRED, MARCH),
        ("不同意", "2027-03-31", Kind.DEFERRED, MARCH),
        ("暂不整改", "2027-03-31", Kind.DEFERRED, MARCH),
        ("需说明", "", Kind.EXPLAIN, None),
        ("agreed", "2027-03-31", Kind.AGREED, MARCH),
        ("not now, until 2027-03-31", "", Kind.DEFERRED, MARCH),
        ("to be explained", "", Kind.EXPLAIN, None),
        ("暂不整改", "", Kind.UNCLEAR, None),  # until when?
        ("暂不整改，至 2027-02-30", "", Kind.UNCLEAR, None),  # no such day
        ("暂不整改 2027-03-31 或 2027-06-30", "", Kind.UNCLEAR, None),
        ("同意整改，需说明", "", Kind.UNCLEAR, None),
        ("知道了", "", Kind.UNCLEAR, None),
        ("？", "", Kind.UNCLEAR, None),
    ],
)
def test_words_decide_what_they_say(said: str, day: str, kind: Kind, expected: date | None) -> None:
    found = decision(said, day)
    assert found is not None
    assert (found.kind, found.day) == (kind, expected)


@pytest.mark.parametrize("said", ["", "  ", "\n"])
def test_nothing_written_is_no_decision(said: str) -> None:
    assert decision(said, "2027-03-31", "备注") is None


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_forms_own_words_are_understood(language: str) -> None:
    kinds = [decision(f"{render(text, language)} 2027-03-31") for text in (AGREED, DEFERRED, EXPLAIN)]
    assert [one.kind if one else None for one in kinds] == [Kind.AGREED, Kind.DEFERRED, Kind.EXPLAIN]


def test_days() -> None:
    assert days_in("12027-03-31") == []
    assert days_in("2027-13-01") == []
    assert days_in("2027-3-31、2027年3月31日") == [MARCH]
