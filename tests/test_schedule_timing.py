"""When schedules come due: cron in zones and over their changes, working days, holidays, windows without a beginning."""

from datetime import UTC, date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from agent.schedule.blackout import opens_at
from agent.schedule.timing import after
from config.schedules import Blackout, Schedule
from reports.record.calendar import WorkingCalendar
from reports.record.holidays import holidays, known_until

CHINA = ZoneInfo("Asia/Shanghai")
YORK = ZoneInfo("America/New_York")
CALENDAR = WorkingCalendar("test")


def first(
    one: Schedule, moment: str, zone: ZoneInfo = CHINA, count: int = 1, calendar: WorkingCalendar = CALENDAR
) -> list[str]:
    begins = datetime.fromisoformat(moment).replace(tzinfo=zone)
    found = islice(after(one, begins, zone, calendar), count)
    return [f"{due.at.astimezone(zone):%Y-%m-%d %H:%M %a}" + ("?" if due.is_provisional else "") for due in found]


def cron(words: str) -> Schedule:
    return Schedule("x", cron=words)


@pytest.mark.parametrize(
    ("words", "begins", "comes"),
    [
        ("30 2 * * *", "2026-11-23 10:00", "2026-11-24 02:30 Tue"),
        ("0 2 * * 1", "2026-02-01 00:00", "2026-02-02 02:00 Mon"),  # APScheduler would say Tuesday
        ("0 2 * * MON", "2026-02-01 00:00", "2026-02-02 02:00 Mon"),
        ("0 2 * * 0", "2026-02-02 00:00", "2026-02-08 02:00 Sun"),
        ("0 2 * * 7", "2026-02-02 00:00", "2026-02-08 02:00 Sun"),
        ("0 2 13 * FRI", "2026-02-01 00:00", "2026-02-06 02:00 Fri"),  # either of the two, as cron has it
        ("0 6 5 1,4,7,10 *", "2026-11-23 10:00", "2027-01-05 06:00 Tue"),
        ("0 6 1-7 * */7", "2026-11-23 10:00", "2026-12-06 06:00 Sun"),  # both: a field begins with a star
        ("0 0 29 2 *", "2026-11-23 10:00", "2028-02-29 00:00 Tue"),
        ("0 6 L * *", "2026-02-01 00:00", "2026-02-28 06:00 Sat"),
        ("0 6 5 1,4,7,10 *", "2026-10-05 06:00", "2027-01-05 06:00 Tue"),  # strictly after
    ],
)
def test_cron_is_what_cron_means(words: str, begins: str, comes: str) -> None:
    assert first(cron(words), begins) == [comes]


def test_a_time_that_summer_time_skips_comes_when_the_gap_ends_and_one_it_repeats_comes_once() -> None:
    assert first(cron("30 2 * * *"), "2026-03-07 12:00", YORK, 2) == ["2026-03-08 03:00 Sun", "2026-03-09 02:30 Mon"]
    assert first(cron("30 1 * * *"), "2026-10-31 12:00", YORK, 2) == ["2026-11-01 01:30 Sun", "2026-11-02 01:30 Mon"]
    london = ZoneInfo("Europe/London")
    assert first(cron("15 1 * * *"), "2026-03-28 12:00", london, 2) == ["2026-03-29 02:00 Sun", "2026-03-30 01:15 Mon"]


def rule(on: str, of: str = "quarter", days_before: int = 1) -> Schedule:
    return Schedule("x", on=on, of=of, at=time(6, 0), days_before=days_before)


def test_the_first_and_last_working_day_follow_the_state_councils_notice() -> None:
    # 2026: 1 to 3 January off and Sunday 4 January worked; 1 to 7 October off; 1 May off
    found = first(rule("first-working-day"), "2025-12-31 12:00", count=4)
    assert found == ["2026-01-04 06:00 Sun", "2026-04-01 06:00 Wed", "2026-07-01 06:00 Wed", "2026-10-08 06:00 Thu"]
    assert first(rule("last-working-day", "month"), "2026-02-01 00:00") == ["2026-02-28 06:00 Sat"]  # worked in exchange
    assert first(rule("first-working-day", "week"), "2026-10-05 00:00", count=2) == [
        "2026-10-08 06:00 Thu",
        "2026-10-12 06:00 Mon",
    ]
    assert first(rule("first-working-day", "year"), "2026-06-01 00:00") == ["2027-01-01 06:00 Fri?"]
    assert first(rule("last-working-day", "month"), "2027-01-01 00:00") == ["2027-01-29 06:00 Fri?"]


def test_what_the_operator_wrote_of_a_day_comes_before_the_notice() -> None:
    own = WorkingCalendar("own", overrides={date(2027, 1, 1): False, date(2027, 1, 2): True})
    assert first(rule("first-working-day", "year"), "2026-06-01 00:00", calendar=own) == ["2027-01-02 06:00 Sat"]


def test_before_a_holiday_counts_working_days_those_worked_in_exchange_among_them() -> None:
    # in 2026 National Day begins on Thursday 1 October, Mid-autumn on Friday 25 September, Spring Festival on 15 February
    assert first(rule("before-holiday"), "2026-09-01 00:00", count=2) == ["2026-09-24 06:00 Thu", "2026-09-30 06:00 Wed"]
    assert first(rule("before-holiday", days_before=2), "2026-02-01 00:00") == ["2026-02-13 06:00 Fri"]
    assert first(rule("before-holiday"), "2026-02-01 00:00") == ["2026-02-14 06:00 Sat"]
    assert first(rule("before-holiday"), "2026-10-08 00:00") == ["2026-12-31 06:00 Thu?"]


def test_holidays_of_a_year_without_a_notice_are_those_of_fixed_date_and_provisional() -> None:
    found = list(holidays(date(2027, 1, 1), date(2027, 12, 31), CALENDAR))
    assert [(one.first, one.last, one.is_provisional) for one in found] == [
        (date(2027, 1, 1), date(2027, 1, 1), True),
        (date(2027, 5, 1), date(2027, 5, 2), True),
        (date(2027, 10, 1), date(2027, 10, 3), True),
    ]
    assert known_until(CALENDAR, date(2025, 6, 1)) >= date(2026, 12, 31)
    assert len(list(holidays(date(2026, 1, 1), date(2026, 12, 31), CALENDAR))) == 7


OFFICE = Blackout(days=("working",), begins=time(8, 0), until=time(18, 0))
NIGHT = Blackout(begins=time(22, 0), until=time(6, 0))
SEAL = Blackout(begins_at=datetime(2026, 12, 25), until_at=datetime(2027, 1, 4, 8, 0))  # noqa: DTZ001 - in the site's zone


@pytest.mark.parametrize(
    ("moment", "windows", "opens"),
    [
        ("2026-11-23 07:59", (OFFICE,), "2026-11-23 07:59"),
        ("2026-11-23 08:00", (OFFICE,), "2026-11-23 18:00"),
        ("2026-11-23 18:00", (OFFICE,), "2026-11-23 18:00"),
        ("2026-11-22 09:00", (OFFICE,), "2026-11-22 09:00"),  # a Sunday
        ("2026-02-14 09:00", (OFFICE,), "2026-02-14 18:00"),  # a Saturday that is worked
        ("2026-10-01 09:00", (OFFICE,), "2026-10-01 09:00"),  # a Thursday that is not
        ("2026-11-23 23:00", (NIGHT,), "2026-11-24 06:00"),
        ("2026-11-24 05:59", (NIGHT,), "2026-11-24 06:00"),
        ("2026-12-24 23:00", (NIGHT, SEAL), "2027-01-04 08:00"),  # one leads into the other
        ("2026-11-23 09:00", (Blackout(days=("mon",), begins=time(8, 0), until=time(8, 0)),), "2026-11-24 08:00"),
    ],
)
def test_nothing_begins_in_a_window(moment: str, windows: tuple[Blackout, ...], opens: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=CHINA)
    assert opens_at(at, windows, CHINA, CALENDAR) == datetime.fromisoformat(opens).replace(tzinfo=CHINA)


def test_who_closes_every_hour_lets_nothing_begin() -> None:
    always = (Blackout(begins=time(0, 0), until=time(12, 0)), Blackout(begins=time(12, 0), until=time(0, 0)))
    assert opens_at(datetime(2026, 11, 23, tzinfo=UTC), always, CHINA, CALENDAR) is None
