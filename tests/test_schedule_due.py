"""What is due, as a function: nothing is lost, nothing runs twice, whatever the clock and the machine do."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from agent.schedule.due import AHEAD, PAUSES, When, plan, settled, with_care
from agent.schedule.ledger import MISSED_STEP, OPEN, Known, State, Step
from agent.schedule.timing import Due, after, zone_of
from config.schedules import SELF_CARE, Blackout, Schedule
from reports.record.calendar import WorkingCalendar

WHEN = When("Asia/Shanghai", WorkingCalendar("test"))
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
DAILY = Schedule("daily", cron="30 2 * * *")
QUARTERLY = Schedule("quarterly", cron="0 6 5 1,4,7,10 *", documents=("quarterly",))
FREELY = replace(
    QUARTERLY, rounds=("inspection", "security"), documents=("quarterly", "security"), is_approval_needed=False
)


@dataclass
class Ledger:
    """A ledger in memory, kept as the store keeps it."""

    rows: dict[tuple[str, datetime, str], Step] = field(default_factory=dict)
    since: dict[str, datetime] = field(default_factory=dict)
    ran: list[tuple[str, datetime, str]] = field(default_factory=list)

    def known(self, now: datetime) -> Known:
        ahead = now + AHEAD
        for key, one in self.rows.items():
            if one.due_at > ahead:
                self.rows[key] = replace(one, state=State.VOID)
        last: dict[str, datetime] = {}
        for one in self.rows.values():
            if one.state is not State.VOID and one.due_at <= ahead:
                last[one.schedule] = max(one.due_at, last.get(one.schedule, one.due_at))
        return Known(dict(self.since), last, tuple(one for one in self.rows.values() if one.state in OPEN))

    def turn(self, schedules: Sequence[Schedule], now: datetime, when: When = WHEN) -> tuple[Step, ...]:
        for one in schedules:
            if one.name not in self.since or self.since[one.name] > now + AHEAD:
                self.since[one.name] = now
        made = plan(schedules, self.known(now), now, when)
        for step in made.new:
            assert step.key not in self.rows or self.rows[step.key].state is State.VOID
        self.rows |= {step.key: step for step in (*made.new, *made.changed)}
        return made.ready

    def work(self, schedules: Sequence[Schedule], now: datetime, *, is_done: bool = True) -> int:
        """Run what is ready until nothing is; give how many steps ran."""
        count = 0
        while ready := self.turn(schedules, now):
            one = replace(ready[0], state=State.RUNNING, attempts=ready[0].attempts + 1)
            self.rows[one.key] = settled(one, is_done=is_done, now=now, note={})
            self.ran.append(one.key)
            count += 1
        return count


def missed(ledger: Ledger, name: str) -> int:
    return sum(int(one.note["count"]) for one in ledger.rows.values() if one.name == MISSED_STEP and one.schedule == name)


def test_what_came_due_before_a_schedule_was_met_is_not_due() -> None:
    ledger = Ledger()
    assert ledger.turn([DAILY, QUARTERLY], BEGIN) == ()
    assert not ledger.rows


def test_a_host_that_was_off_runs_the_last_and_writes_down_the_others() -> None:
    ledger = Ledger()
    ledger.turn([DAILY, QUARTERLY], BEGIN)
    back = datetime(2026, 4, 9, 3, 0, tzinfo=UTC)
    assert ledger.work([DAILY, QUARTERLY], back) == 1 + 3
    assert ("quarterly", datetime(2026, 4, 4, 22, 0, tzinfo=UTC), "inspection") in ledger.ran
    assert ledger.ran[-1] == ("daily", datetime(2026, 4, 8, 18, 30, tzinfo=UTC), "inspection")
    assert missed(ledger, "daily") == 38
    assert missed(ledger, "quarterly") == 0
    assert ledger.work([DAILY, QUARTERLY], back + timedelta(minutes=1)) == 0


def test_steps_follow_their_needs_and_what_is_sent_comes_last() -> None:
    ledger = Ledger()
    ledger.turn([FREELY], BEGIN)
    ledger.work([FREELY], datetime(2026, 4, 6, tzinfo=UTC))
    assert [name for _schedule, _at, name in ledger.ran] == [
        "inspection",
        "security",
        "document:quarterly",
        "issue:quarterly",
        "document:security",
        "issue:security",
        "deliver",
    ]


def test_what_fails_is_tried_again_with_pauses_until_the_schedule_comes_due_anew() -> None:
    ledger = Ledger()
    ledger.turn([DAILY], BEGIN)
    now = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
    ends, tried = now + timedelta(days=1), []
    while now < ends:
        if ledger.work([DAILY], now, is_done=False):
            tried.append(now)
        now += timedelta(minutes=1)
    pauses = [later - earlier for earlier, later in pairwise(tried)]
    assert pauses == [*PAUSES[:4], PAUSES[4]]
    assert ledger.work([DAILY], ends) == 1  # the new one; the old is given up
    assert [one.state for one in ledger.rows.values()] == [State.FAILED, State.DONE]
    assert [one.note.get("why") for one in ledger.rows.values()] == ["superseded", None]


def test_a_round_that_fails_after_its_schedule_came_due_anew_is_not_tried_again() -> None:
    ledger = Ledger()
    ledger.turn([DAILY], BEGIN)
    due = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
    (first,) = ledger.turn([DAILY], due)
    running = replace(first, state=State.RUNNING, attempts=1)
    ledger.rows[first.key] = running
    ledger.turn([DAILY], due + timedelta(days=1))
    ledger.rows[first.key] = settled(running, is_done=False, now=due + timedelta(days=1), note={})
    ledger.turn([DAILY], due + timedelta(days=1, minutes=9))
    assert ledger.rows[first.key].state is State.FAILED


def test_a_document_waits_while_its_round_fails_and_is_written_when_it_is_done() -> None:
    ledger = Ledger()
    ledger.turn([QUARTERLY], BEGIN)
    due = datetime(2026, 4, 4, 22, 0, tzinfo=UTC)
    assert ledger.work([QUARTERLY], due, is_done=False) == 1
    assert ledger.work([QUARTERLY], due + PAUSES[0]) == 3
    assert [name for _s, _at, name in ledger.ran] == ["inspection", "inspection", "document:quarterly", "deliver"]


def test_nothing_begins_in_a_window_and_all_of_it_after() -> None:
    windows = (Blackout(begins=time(0, 0), until=time(7, 0)),)
    when = replace(WHEN, blackouts=windows)
    ledger = Ledger()
    ledger.turn([DAILY], BEGIN, when)
    due = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
    assert ledger.turn([DAILY], due, when) == ()
    made = plan([DAILY], ledger.known(due), due, when)
    assert made.wake_at == datetime(2026, 3, 2, 23, 0, tzinfo=UTC)  # 07:00 in China
    assert len(ledger.turn([DAILY], made.wake_at, when)) == 1


def test_a_schedule_that_is_gone_leaves_nothing_waiting() -> None:
    ledger = Ledger()
    ledger.turn([DAILY], BEGIN)
    ledger.turn([DAILY], BEGIN + timedelta(days=1))
    assert ledger.turn([], BEGIN + timedelta(days=1)) == ()
    assert {one.state for one in ledger.rows.values()} == {State.FAILED}


def test_a_clock_that_was_years_ahead_neither_stops_nor_repeats_anything() -> None:
    ledger = Ledger()
    now = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
    ledger.turn([DAILY], BEGIN)
    ledger.work([DAILY], now)
    ledger.work([DAILY], now + timedelta(days=1500), is_done=False)  # a battery died, and a pause was written for then
    back = now + timedelta(hours=1)
    assert ledger.work([DAILY], back) == 0
    assert ledger.work([DAILY], now + timedelta(days=1)) == 1
    assert len(set(ledger.ran)) == len(ledger.ran)


def test_a_clock_that_is_set_back_by_hours_runs_nothing_twice() -> None:
    ledger = Ledger()
    due = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
    ledger.turn([DAILY], BEGIN)
    assert ledger.work([DAILY], due) == 1
    for minutes in range(-600, 30, 10):
        assert ledger.work([DAILY], due + timedelta(minutes=minutes)) == 0
    assert ledger.work([DAILY], due + timedelta(days=1)) == 1


def test_our_own_care_is_there_unless_the_operator_wrote_it() -> None:
    assert [one.name for one in with_care([DAILY])] == ["daily", SELF_CARE]
    mine = Schedule(SELF_CARE, cron="0 0 1 * *", rounds=())
    assert with_care([mine]) == (mine,)


@given(
    st.lists(st.tuples(st.floats(0.01, 200_000, allow_nan=False), st.booleans()), max_size=40),
    st.sampled_from(["30 2 * * *", "*/30 * * * *", "0 6 5 1,4,7,10 *", "15 3 * * MON-FRI"]),
)
def test_every_moment_is_run_once_or_written_down_once(steps: list[tuple[float, bool]], words: str) -> None:
    """Whatever pauses the machine makes and whatever fails: due moments = those begun + those missed, none twice."""
    one = Schedule("x", cron=words)
    ledger = Ledger()
    ledger.turn([one], BEGIN)
    now = BEGIN
    for minutes, is_done in steps:
        now += timedelta(minutes=minutes)
        ledger.work([one], now, is_done=is_done)
    came = [due.at for due in _until(one, now)]
    begun = {row.due_at for row in ledger.rows.values() if row.name != MISSED_STEP}
    assert len(begun) + missed(ledger, "x") == len(came)
    assert begun <= set(came)
    done = [row.key for row in ledger.rows.values() if row.state is State.DONE]
    assert all(ledger.ran.count(key) >= 1 for key in done)


def _until(one: Schedule, now: datetime) -> list[Due]:
    found: list[Due] = []
    for due in after(one, BEGIN, zone_of(one, WHEN.zone), WHEN.calendar):
        if due.at > now:
            return found
        found.append(due)
    return found
