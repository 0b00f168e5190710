"""Duties worked by hand: what is owed, when, and what was done for it."""

from datetime import date

import pytest

from reports.record.calendar import OFFICE_HOURS, WorkingCalendar
from reports.record.duties import Done, Duty, Owed, State, owed

OFFICE = WorkingCalendar("5x8", hours=OFFICE_HOURS)
INSPECTION = Duty("inspection", every="quarter", clause="1.4.3.4")
TERM = (date(2026, 1, 1), date(2026, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text if len(text) > len("11-23") else f"2026-{text}")


def made(duty: Duty, *done: Done, today: str = "11-23", term: tuple[date, date] = TERM) -> list[Owed]:
    return owed(duty, *term, done, day(today), OFFICE)


def states(found: list[Owed]) -> list[tuple[str, State]]:
    return [(one.period, one.state) for one in found]


def test_a_year_of_quarters() -> None:
    done = [
        Done("inspection", day("03-31"), "XJ-1", period="2026Q1"),
        Done("inspection", day("07-02"), "XJ-2", reason="客户停机窗口推迟", period="2026Q2"),
    ]
    found = made(INSPECTION, *done)
    assert states(found) == [
        ("2026Q1", State.DONE),
        ("2026Q2", State.DONE_LATE),
        ("2026Q3", State.OVERDUE),
        ("2026Q4", State.OPEN),
    ]
    assert [one.late_days for one in found] == [0, 2, 0, 0]
    assert found[1].done == done[1]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("09-30", State.AHEAD),
        ("10-01", State.OPEN),
        ("12-16", State.OPEN),
        ("12-17", State.DUE_SOON),
        ("12-31", State.DUE_SOON),
    ],
)
def test_the_days_around_a_period(today: str, state: State) -> None:
    assert states(made(INSPECTION, today=today))[-1] == ("2026Q4", state)
    assert states(made(INSPECTION, today="2027-01-01"))[-1] == ("2026Q4", State.OVERDUE)


@pytest.mark.parametrize(
    ("begins", "first"),
    [("02-14", "2026Q1"), ("02-15", "2026Q1"), ("02-16", "2026Q2"), ("03-31", "2026Q2"), ("04-01", "2026Q2")],
)
def test_a_first_quarter_is_owed_when_half_of_it_is_in_the_term(begins: str, first: str) -> None:
    """2026Q1 has 90 days: from 02-15 on 45 are left."""
    assert made(INSPECTION, term=(day(begins), day("12-31")))[0].period == first


def test_from_the_day_of_acceptance() -> None:
    found = made(Duty("x", every="quarter", is_from_acceptance=True), term=(day("2025-11-30"), day("11-29")))
    assert [(one.period, one.begins, one.due_on) for one in found] == [
        ("#1", day("2025-11-30"), day("02-27")),  # three months after the 30th of November there is no 30th
        ("#2", day("02-28"), day("05-29")),
        ("#3", day("05-30"), day("08-29")),
        ("#4", day("08-30"), day("11-29")),
    ]


@pytest.mark.parametrize(
    ("every", "names"),
    [
        ("month", [f"2026-{month:02}" for month in range(1, 13)]),
        ("half-year", ["2026H1", "2026H2"]),
        ("year", ["2026"]),
    ],
)
def test_other_periods(every: str, names: list[str]) -> None:
    assert [one.period for one in made(Duty("x", every=every))] == names


def test_weeks_and_days() -> None:
    january = (day("2026-01-01"), day("2026-01-31"))
    weeks = made(Duty("x", every="week"), term=january)
    assert [one.period for one in weeks] == ["2025-12-29", "2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"]
    days = made(Duty("resident", every="day"), term=(day("10-01"), day("10-12")))
    assert [one.period for one in days] == ["2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12"], "the 10th is worked"


def test_a_number_of_times() -> None:
    training = Duty("training", count=2)
    found = made(training, Done("training", day("05-11")), Done("inspection", day("05-12")))
    assert states(found) == [("1/2", State.DONE), ("2/2", State.OPEN)]
    assert [one.due_on for one in found] == [TERM[1]] * 2


def test_holidays_are_those_of_the_notice() -> None:
    found = made(Duty("holiday-duty", on="statutory-holidays"), Done("holiday-duty", day("10-07"), by="值班员"))
    assert [(one.begins, one.due_on) for one in found] == [
        (day("01-01"), day("01-03")),
        (day("02-15"), day("02-23")),
        (day("04-04"), day("04-06")),
        (day("05-01"), day("05-05")),
        (day("06-19"), day("06-21")),
        (day("09-25"), day("09-27")),
        (day("10-01"), day("10-07")),
    ]
    assert found[-1].state is State.DONE
    assert found[0].state is State.OVERDUE


def test_a_year_without_a_notice_has_no_known_holiday() -> None:
    next_year = (day("2027-01-02"), day("2027-12-31"))
    assert made(Duty("holiday-duty", on="statutory-holidays"), term=next_year) == []


def test_what_names_no_period_fits_that_of_its_day_and_then_the_oldest_left_out() -> None:
    visit = Duty("phone-visit", every="month")
    done = [Done("phone-visit", day(text)) for text in ("02-10", "02-20", "04-03")]
    found = made(visit, *done, today="04-30")
    assert states(found)[:5] == [
        ("2026-01", State.DONE_LATE),
        ("2026-02", State.DONE),
        ("2026-03", State.OVERDUE),
        ("2026-04", State.DONE),
        ("2026-05", State.AHEAD),
    ]
    assert found[0].done == done[1]


def test_more_than_was_owed_stands_beside_it() -> None:
    done = [Done("inspection", day(text), period="2026Q1") for text in ("01-10", "02-10")]
    assert made(INSPECTION, *done)[0].more == (done[1],)


def test_a_duty_without_a_period_is_owed_all_the_term() -> None:
    assert states(made(Duty("resident"))) == [("term", State.OPEN)]
