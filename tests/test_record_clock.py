"""Clocks against cases worked by hand: make-up days, lunch, nights, holidays, pauses, substitutes, both contracts.

2026 in China: worked Saturdays and Sundays 01-04, 02-14, 02-28, 05-09, 09-20, 10-10; off 02-15 to 02-23, 10-01 to 10-07.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.record.calendar import AROUND_THE_CLOCK, OFFICE_HOURS, Moment, Span, WorkingCalendar, due, elapsed
from reports.record.clock import Promise, Reading, State, read
from reports.record.events import VOID, Event, Kind, effective

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = WorkingCalendar("5x8", hours=OFFICE_HOURS)
DAY = OFFICE.minutes_a_day


def at(text: str) -> datetime:
    """``02-13 17:50`` of 2026, or with a year, in Shanghai."""
    full = text if len(text) > len("02-13 17:50") else f"2026-{text}"
    return datetime.strptime(full, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("02-13 17:50", 30, "02-14 08:50"),  # Friday; the Saturday is worked in exchange
        ("02-14 17:50", 30, "02-24 08:50"),  # over the whole spring festival
        ("02-16 10:00", 30, "02-24 09:00"),  # within it
        ("09-30 17:30", DAY, "10-08 17:30"),  # one working day over the national day
        ("09-24 17:30", DAY, "09-28 17:30"),  # 09-25 to 09-27 is mid-autumn
        ("10-09 09:00", DAY, "10-10 09:00"),  # a worked Saturday
        ("10-10 17:59", 2, "10-12 08:31"),
        ("11-23 11:50", 30, "11-23 13:50"),  # lunch
        ("11-23 12:30", 30, "11-23 14:00"),  # begins in it
        ("11-23 11:30", 30, "11-23 12:00"),  # ends as it begins, not as it ends
        ("11-23 17:30", 30, "11-23 18:00"),
        ("11-23 17:31", 30, "11-24 08:31"),
        ("11-23 23:59", 30, "11-24 09:00"),  # night
        ("11-23 03:00", 30, "11-23 09:00"),
        ("11-27 17:50", 30, "11-30 08:50"),  # a weekend
        ("11-28 10:00", DAY, "11-30 18:00"),
        ("11-23 08:30", 2 * DAY, "11-24 18:00"),
        ("01-04 08:30", DAY, "01-04 18:00"),  # a worked Sunday
        ("05-09 17:00", 120, "05-11 09:30"),
        ("09-20 10:00", 60, "09-20 11:00"),
    ],
)
def test_office_hours(start: str, minutes: float, end: str) -> None:
    assert due(OFFICE, at(start), minutes) == Moment(at(end).astimezone(UTC))


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("02-16 23:50", 30, "02-17 00:20"),
        ("12-31 23:50", 30, "2027-01-01 00:20"),  # never provisional: no day is asked
        ("10-01 10:00", 1440, "10-02 10:00"),
    ],
)
def test_around_the_clock(start: str, minutes: float, end: str) -> None:
    assert due(AROUND_THE_CLOCK, at(start), minutes) == Moment(at(end).astimezone(UTC))


def test_beyond_the_last_notice_it_is_provisional() -> None:
    """Of 2027 no notice stands in the library: Monday to Friday are assumed, and it is said."""
    assert due(OFFICE, at("12-31 17:50"), 30) == Moment(at("2027-01-01 08:50").astimezone(UTC), is_provisional=True)
    told = WorkingCalendar("5x8", hours=OFFICE_HOURS, overrides={date(2027, 1, 1): False})
    assert due(told, at("12-31 17:50"), 30).at == at("2027-01-04 08:50").astimezone(UTC)
    assert due(told, at("12-31 17:50"), 30).is_provisional, "01-02 to 01-04 were assumed still"
    assert not due(OFFICE, at("12-31 17:00"), 30).is_provisional


def test_the_operator_s_word_comes_before_the_notice() -> None:
    off = WorkingCalendar("5x8", hours=OFFICE_HOURS, overrides={date(2026, 11, 24): False})
    assert due(off, at("11-23 17:50"), 30) == Moment(at("11-25 08:50").astimezone(UTC))


@given(
    st.integers(0, 270 * 1440),
    st.integers(1, 5000),
    st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 2000)), max_size=4),
)
def test_what_is_due_and_what_went_by_agree(start: int, minutes: int, pauses: list[tuple[int, int]]) -> None:
    begins = at("01-01 00:00") + timedelta(minutes=start)
    without = [Span(begins + timedelta(minutes=a), begins + timedelta(minutes=a + b)) for a, b in pauses]
    for calendar in (OFFICE, AROUND_THE_CLOCK):
        end = due(calendar, begins, minutes, without).at
        assert elapsed(calendar, begins, end, without).minutes == pytest.approx(minutes)
        assert elapsed(calendar, begins, end - timedelta(seconds=30), without).minutes < minutes


def life(*told: tuple[str, Kind] | tuple[str, Kind, dict[str, str]]) -> tuple[Event, ...]:
    return effective(
        Event(f"{n:02}", "I-1", one[1], at(one[0]), at(one[0]), values=one[2] if len(one) > 2 else {})
        for n, one in enumerate(told)
    )


RESPONSE = Promise("4.9.2.4", "故障响应", (Kind.RECEIVED,), (Kind.RESPONDED, Kind.ANSWERED), 30)
ON_SITE = Promise("1.4.5", "一小时到达", (Kind.ONSITE_REQUESTED,), (Kind.ARRIVED,), 60)
REPAIR = Promise(
    *("1.4.5", "到场后 2 小时恢复或备用设备替代", (Kind.ARRIVED,), (Kind.RESTORED, Kind.SUBSTITUTED), 120),
    pauses=frozenset({Kind.WAIT_CUSTOMER}),
)
SECOND = Promise("4.9.2.4", "2 小时不能排除则第二方案", (Kind.ARRIVED,), (Kind.SECOND_PLAN, Kind.RESTORED), 120)
ONE_DAY = Promise("4.9.2.4", "一个工作日内恢复", (Kind.RECEIVED,), (Kind.RESTORED,), DAY, OFFICE)
MAJOR = Promise("1.4.5", "重大问题 24 小时内采取措施", (Kind.MAJOR,), (Kind.MEASURES,), 1440)
MAIL = Promise("1.4.3.3", "邮件两个工作日内答复", (Kind.RECEIVED,), (Kind.ANSWERED,), 2 * DAY, OFFICE, services=("email",))
OTHER_ON_SITE = Promise("2.3", "重大问题 4 小时到场", (Kind.RECEIVED,), (Kind.ARRIVED,), 240, levels=("一级",))
OTHER_SOLVED = Promise("2.3", "重大问题 24 小时解决", (Kind.RECEIVED,), (Kind.RESOLVED,), 1440, levels=("一级",))
CALL = ("11-23 10:00", Kind.RECEIVED)
THERE = ("11-23 11:00", Kind.ARRIVED)


@pytest.mark.parametrize(
    ("promise", "events", "now", "state", "used"),
    [
        (RESPONSE, [CALL, ("11-23 10:30", Kind.RESPONDED)], "11-23 12:00", State.MET, 30),  # the last minute counts
        (RESPONSE, [CALL, ("11-23 10:31", Kind.RESPONDED)], "11-23 12:00", State.BREACHED, 31),
        (RESPONSE, [CALL, ("11-23 10:05", Kind.ANSWERED), ("11-23 11:00", Kind.RESPONDED)], "11-23 12:00", State.MET, 5),
        (RESPONSE, [CALL], "11-23 10:30", State.RUNNING, 30),
        (RESPONSE, [CALL], "11-23 10:31", State.BREACHED, 31),  # nobody need answer late for it to be broken
        (RESPONSE, [], "11-23 10:31", State.NOT_STARTED, 0),
        (RESPONSE, [("11-23 10:05", Kind.RESPONDED)], "11-23 12:00", State.NOT_COMPUTABLE, 0),
        (RESPONSE, [CALL, ("11-23 10:05", Kind.CANCELLED)], "11-23 12:00", State.NOT_APPLICABLE, 5),
        (
            ON_SITE,
            [CALL, ("11-23 10:20", Kind.RESOLVED), ("11-23 11:00", Kind.CLOSED)],
            "12-01 10:00",
            State.NOT_APPLICABLE,
            0,
        ),
        (ON_SITE, [("02-17 23:30", Kind.ONSITE_REQUESTED), ("02-18 00:30", Kind.ARRIVED)], "12-01 10:00", State.MET, 60),
        (
            ON_SITE,
            [("02-17 23:30", Kind.ONSITE_REQUESTED), ("02-18 00:31", Kind.ARRIVED)],
            "12-01 10:00",
            State.BREACHED,
            61,
        ),
        (REPAIR, [THERE, ("11-23 12:50", Kind.SUBSTITUTED), ("11-25 12:00", Kind.RESTORED)], "11-26 10:00", State.MET, 110),
        (REPAIR, [THERE, ("11-23 13:30", Kind.RESTORED)], "11-26 10:00", State.BREACHED, 150),
        (
            REPAIR,  # an hour of waiting for the customer is not ours
            [THERE, ("11-23 12:00", Kind.WAIT_CUSTOMER), ("11-23 13:00", Kind.WAIT_ENDED), ("11-23 13:30", Kind.RESTORED)],
            *("11-26 10:00", State.MET, 90),
        ),
        (
            REPAIR,  # waiting for a part is
            [THERE, ("11-23 12:00", Kind.WAIT_PART), ("11-23 13:00", Kind.WAIT_ENDED), ("11-23 13:30", Kind.RESTORED)],
            *("11-26 10:00", State.BREACHED, 150),
        ),
        (REPAIR, [THERE, ("11-23 12:00", Kind.WAIT_CUSTOMER)], "11-24 12:00", State.PAUSED, 60),
        (REPAIR, [THERE, ("11-23 13:30", Kind.WAIT_CUSTOMER)], "11-24 12:00", State.BREACHED, 150),
        (
            REPAIR,  # one wait goes over into another, which this contract does not pause for
            [THERE, ("11-23 12:00", Kind.WAIT_CUSTOMER), ("11-23 13:00", Kind.WAIT_PART)],
            *("11-23 13:30", State.RUNNING, 90),
        ),
        (
            REPAIR,  # opened again: it ran an hour, worked a day, and ran another half
            [THERE, ("11-23 12:00", Kind.RESTORED), ("11-24 12:00", Kind.REOPENED), ("11-24 12:30", Kind.RESTORED)],
            *("11-26 10:00", State.MET, 90),
        ),
        (
            REPAIR,
            [THERE, ("11-23 12:00", Kind.RESTORED), ("11-24 12:00", Kind.REOPENED)],
            "11-24 13:30",
            State.BREACHED,
            150,
        ),
        (SECOND, [THERE, ("11-23 12:59", Kind.SECOND_PLAN)], "11-26 10:00", State.MET, 119),
        (ONE_DAY, [("09-30 17:30", Kind.RECEIVED), ("10-08 17:30", Kind.RESTORED)], "10-20 10:00", State.MET, DAY),
        (ONE_DAY, [("09-30 17:30", Kind.RECEIVED), ("10-08 17:31", Kind.RESTORED)], "10-20 10:00", State.BREACHED, DAY + 1),
        (ONE_DAY, [("10-01 09:00", Kind.RECEIVED), ("10-01 20:00", Kind.RESTORED)], "10-20 10:00", State.MET, 0),
        (MAJOR, [CALL, ("11-23 12:00", Kind.MAJOR), ("11-24 12:00", Kind.MEASURES)], "11-26 10:00", State.MET, 1440),
        (MAJOR, [CALL], "11-26 10:00", State.NOT_STARTED, 0),
        (REPAIR, [CALL, ("11-23 11:00", Kind.RESTORED)], "11-26 10:00", State.NOT_STARTED, 0),  # by phone
        (
            REPAIR,
            [CALL, ("11-23 11:00", Kind.RESTORED), ("11-23 12:00", Kind.LEFT)],
            "11-26 10:00",
            State.NOT_COMPUTABLE,
            0,
        ),
        (ON_SITE, [CALL, ("11-23 11:00", Kind.ARRIVED)], "11-26 10:00", State.NOT_COMPUTABLE, 0),  # when was it asked for?
    ],
)
def test_clocks(promise: Promise, events: list[tuple[str, Kind]], now: str, state: State, used: float) -> None:
    found = read(promise, life(*events), at(now))
    assert found.state is state
    if state is not State.NOT_APPLICABLE:
        assert found.used_minutes == pytest.approx(used)


def test_a_service_that_it_is_not_about() -> None:
    events = life(("11-26 17:00", Kind.RECEIVED), ("11-30 16:00", Kind.ANSWERED))
    assert read(MAIL, events, at("12-01 10:00"), service="phone").state is State.NOT_APPLICABLE
    assert read(MAIL, events, at("12-01 10:00"), service="email").state is State.MET


@pytest.mark.parametrize(
    ("level", "state"),
    [("一级", State.BREACHED), ("二级", State.NOT_APPLICABLE), ("", State.NOT_COMPUTABLE)],
)
def test_the_other_contract_promises_of_major_ones_only(level: str, state: State) -> None:
    events = life(CALL, ("11-23 14:01", Kind.ARRIVED))
    assert read(OTHER_ON_SITE, events, at("11-26 10:00"), level=level).state is state
    assert read(OTHER_SOLVED, events, at("11-24 10:00"), level="一级").state is State.RUNNING


@pytest.mark.parametrize(
    ("now", "warned"), [("10:14", None), ("10:15", 0.5), ("10:23", 0.5), ("10:24", 0.8), ("10:31", None)]
)
def test_warnings(now: str, warned: float | None) -> None:
    assert read(RESPONSE, life(CALL), at(f"11-23 {now}")).warned_at == warned


def test_a_running_clock_says_when_it_is_due_and_a_paused_one_does_not() -> None:
    waiting = [THERE, ("11-23 12:00", Kind.WAIT_CUSTOMER)]
    assert read(REPAIR, life(*waiting), at("11-23 12:30")).due_at is None
    ended = read(REPAIR, life(*waiting, ("11-23 13:00", Kind.WAIT_ENDED)), at("11-23 13:10"))
    assert ended.due_at == at("11-23 14:00").astimezone(UTC)


def test_what_has_not_happened_yet_is_not_counted() -> None:
    events = life(CALL, ("11-23 10:20", Kind.RESPONDED))
    assert read(RESPONSE, events, at("11-23 10:10")).state is State.RUNNING


def test_an_event_is_corrected_and_the_clock_with_it() -> None:
    late = Event("2", "I-1", Kind.RESPONDED, at("11-23 11:00"), at("11-23 11:00"))
    right = Event("3", "I-1", Kind.CORRECTED, at("11-23 10:20"), at("11-24 09:00"), values={"of": "2"})
    again = Event("4", "I-1", Kind.CORRECTED, at("11-23 10:40"), at("11-24 10:00"), values={"of": "2"})
    call = Event("1", "I-1", Kind.RECEIVED, at("11-23 10:00"), at("11-23 10:02"))
    void = Event("5", "I-1", Kind.CORRECTED, at("11-24 11:00"), at("11-24 11:00"), values={"of": "2", VOID: ""})

    def state(*events: Event) -> Reading:
        return read(RESPONSE, effective(events), at("11-25 10:00"))

    assert state(call, late).state is State.BREACHED
    assert state(call, late, right).used_minutes == 20
    assert state(again, right, late, call, call).used_minutes == 40, "the later word counts, in whatever order they come"
    assert state(call, late, right, void).stopped_at is None


def test_a_promise_past_all_reason() -> None:
    never = WorkingCalendar("never", hours=OFFICE_HOURS, notice=lambda _day: False)
    with pytest.raises(OverflowError):
        due(never, at("11-23 10:00"), 30)
