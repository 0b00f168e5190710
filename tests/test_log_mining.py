"""Templates of lines that no signature knows, and what is new, surging or silent in them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Exhibit, Finding, Level, Scene
from checks.server import log_novelty
from checks.server.log_novelty import NoveltyLimits, asked_texts
from collectors.base import Absent, Answer, ParseError
from collectors.facts.system_logs import LogHabit, LogLine, LogMemory, LogTemplate, SystemLog, SystemLogReading
from collectors.linux import log_memory
from collectors.linux.log_mining import ANY, MOST_SAMPLES, MOST_WORDS, key_of, mine, words_of
from collectors.linux.system_log_lines import EXPECTED
from collectors.linux.system_logs import derive
from config.limits import Layered

NOW = datetime(2026, 11, 22, 5, 34, tzinfo=UTC)
DAY = timedelta(days=1)
SCENE = Scene(at=NOW)


def line(message: str, count: int = 1, program: str = "shop", at: datetime | None = NOW) -> LogLine:
    return LogLine(program, message, count, at, at, message)


def templates(*messages: str) -> set[str]:
    return {one.template for one in mine(line(message) for message in messages)}


# --- masking


@pytest.mark.parametrize(
    ("message", "template"),
    [
        ("worker 4711 waited 3000 ms", "worker <*> waited <*> ms"),
        ("cannot reach 10.0.0.7:5432", "cannot reach <*>"),
        ("peer fe80::1ff:fe23:4567:890a gone", "peer <*> gone"),
        ("mac 52:54:00:12:34:56 moved", "mac <*> moved"),
        ("at 0xdeadBEEF in", "at <*> in"),
        ("request 123e4567-e89b-12d3-a456-426614174000 failed", "request <*> failed"),
        ("took 1.5s at 12:30:45", "took <*>s at <*>"),
        ("error on /dev/sdb1 sector 99", "error on /dev/sdb1 sector <*>"),
        ("sda3: rejecting I/O", "sda3: rejecting I/O"),
        ("nvme0n1: timeout 30", "nvme0n1: timeout <*>"),
        ("eth0: 100 errors", "eth0: <*> errors"),
        ("ORA-01017 for user 5", "ORA-01017 for user <*>"),
        ("httpd@7.service failed 3 times", "httpd@7.service failed <*> times"),
        ("connect: ECONNREFUSED 10.1.1.1", "connect: ECONNREFUSED <*>"),
        ("连接 10.0.0.1 失败，错误码 1017", "连接 <*> 失败，错误码 <*>"),
    ],
)
def test_what_varies_is_masked_and_what_matters_stays(message: str, template: str) -> None:
    assert " ".join(words_of(message)) == template


@given(st.text(max_size=400))
def test_masking_never_fails_and_is_bounded(message: str) -> None:
    assert len(words_of(message)) <= MOST_WORDS


@given(st.text(alphabet=st.characters(blacklist_characters="\x00"), max_size=120))
def test_masking_twice_changes_nothing(message: str) -> None:
    once = " ".join(words_of(message))
    assert " ".join(words_of(once)) == once


# --- mining


def test_lines_of_one_kind_become_one_template() -> None:
    assert templates("login refused for anna at 10:00", "login refused for bert at 11:00") == {
        "login refused for <*> at <*>"
    }


def test_trouble_of_one_disk_is_another_template_than_of_the_next() -> None:
    found = templates(
        "write of 8 blocks failed on sda", "write of 9 blocks failed on sda", "write of 8 blocks failed on sdb"
    )
    assert found == {"write of <*> blocks failed on sda", "write of <*> blocks failed on sdb"}


def test_lines_that_agree_in_less_than_half_stay_apart() -> None:
    assert len(templates("disk full on the server", "backup missed at noon today")) == 2


def test_programs_are_kept_apart() -> None:
    found = mine([line("cannot open 5", program="a"), line("cannot open 5", program="b")])
    assert [(one.program, one.count) for one in found] == [("a", 1), ("b", 1)]


def test_counts_times_and_samples() -> None:
    lines = [line(f"worker {n} died", count=n, at=NOW - n * DAY) for n in range(1, 6)]
    (one,) = mine(lines)
    assert (one.count, one.first_at, one.last_at, len(one.samples)) == (15, NOW - 5 * DAY, NOW - DAY, MOST_SAMPLES)
    assert one.key == key_of("shop", "worker <*> died")


def test_what_was_known_is_matched_and_not_changed() -> None:
    (known,) = mine([line("user anna was refused")])
    found = mine([line("user anna was refused"), line("user bert was refused")], [known])
    assert found[0].key == known.key
    assert len(found) == 2, "yesterday's template is not made wider by today's line"


def test_of_two_known_templates_the_closer_one_is_meant() -> None:
    wide = LogTemplate(key_of("shop", "user <*> was <*>"), "shop", "user <*> was <*>", 0, None, None)
    close = LogTemplate(key_of("shop", "user <*> was refused"), "shop", "user <*> was refused", 0, None, None)
    (found,) = mine([line("user anna was refused")], [wide, close])
    assert found.key == close.key


WORDS = st.lists(st.sampled_from(["disk", "sda", "sdb", "user", "failed", "7", "10.0.0.1", "错误"]), min_size=1, max_size=6)


@given(st.lists(st.tuples(WORDS, st.integers(1, 50)), max_size=30))
def test_mining_loses_no_line_and_knows_its_own_again(made: list[tuple[list[str], int]]) -> None:
    lines = [line(" ".join(words), count) for words, count in made]
    found = mine(lines)
    assert sum(one.count for one in found) == sum(count for _words, count in made)
    assert len({one.key for one in found}) == len(found)
    again = mine(lines, found)
    assert {one.key for one in again} <= {one.key for one in found}, "no line of a known kind is new"


# --- the memory


def reading(*lines: LogLine, **changed: object) -> SystemLogReading:
    bare = SystemLogReading(NOW, NOW - 200 * DAY, 92, "messages", "continued", NOW - 100 * DAY, NOW, lines=lines)
    return replace(bare, **changed)  # type: ignore[arg-type]  # fields of the test's own


def inspected(memory: str, *lines: LogLine, days: float = 0, **changed: object) -> tuple[SystemLog, str]:
    """One inspection ``days`` after NOW, with what the last one left."""
    at = NOW + days * DAY
    marked = derive(Absent("no journal"), reading(*lines, now_at=at, **changed), log_memory.parse(Answer(memory)))
    return marked.facts, marked.bookmark


def test_a_memory_is_read_as_it_was_written() -> None:
    log, memory = inspected("", line("worker 7 died", 3))
    kept = log_memory.parse(Answer(memory))
    assert not kept.is_first
    assert kept.read_at == NOW
    assert [(one.key, one.counts, one.last_at) for one in kept.habits] == [(log.templates[0].key, (3,), NOW)]
    assert "7" not in "".join(one.template for one in kept.habits)


def test_a_memory_forgets_what_came_least_lately_and_stays_bounded() -> None:
    many = [
        line(f"{'x' * (n % 40 + 1)}{chr(97 + n % 26)}{'y' * (n // 40)}", at=NOW - n * timedelta(hours=1))
        for n in range(1800)
    ]
    _log, memory = inspected("", *many)
    kept = log_memory.parse(Answer(memory))
    assert len(kept.habits) <= log_memory.MOST_TEMPLATES
    assert max(len(one.counts) for one in kept.habits) == 1
    for day in range(1, 10):
        _log, memory = inspected(memory, line("worker 7 died"), days=day)
    assert max(len(one.counts) for one in log_memory.parse(Answer(memory)).habits) == log_memory.LAST_READINGS


@given(st.text(max_size=200))
def test_any_other_text_is_no_memory(text: str) -> None:
    try:
        log_memory.parse(Answer(text))
    except ParseError:
        return
    assert not text.strip()


# --- judging


def judged(log: SystemLog, limits: NoveltyLimits | None = None) -> dict[str, Finding]:
    said = log_novelty.judge(log, Layered(limits or NoveltyLimits()), SCENE)
    return {one.subject: one for one in said if isinstance(one, Finding)}


def test_at_the_first_inspection_nothing_is_new() -> None:
    log, _memory = inspected("", line("worker 7 died", 500))
    found = judged(log)
    assert [(one.subject, one.level) for one in found.values()] == [("", Level.ABSENT)]


def test_a_new_kind_of_message_is_a_notice_with_its_example() -> None:
    _log, memory = inspected("", line("worker 7 died"))
    log, _memory = inspected(memory, line("worker 8 died"), line("backup volume vanished"), days=1)
    found = judged(log)
    assert (found["new"].level, found["new"].measures["new_count"]) == (Level.NOTICE, 1)
    assert found["new"].quote == "backup volume vanished"
    (table, *_more) = [one for one in log_novelty.judge(log, Layered(NoveltyLimits()), SCENE) if isinstance(one, Exhibit)]
    assert [row[1] for row in table.rows] == ["backup volume vanished"]


@pytest.mark.parametrize(
    ("before", "now", "days", "level"),
    [
        (1, 19, 1, Level.OK),  # fewer than twenty are chance
        (1, 20, 1, Level.WARN),
        (10, 49, 1, Level.OK),
        (10, 50, 1, Level.WARN),  # five times the rate
        (10, 499, 10, Level.OK),  # ten days have ten times the lines
        (10, 500, 10, Level.WARN),
    ],
)
def test_surging_is_five_times_the_rate_and_twenty_at_least(before: int, now: int, days: float, level: Level) -> None:
    _log, memory = inspected("", line("x died"))
    _log, memory = inspected(memory, line("x died", before), days=1)  # a reading of one day
    log, _memory = inspected(memory, line("x died", now), days=1 + days)
    assert judged(log)["surging"].level is level


@pytest.mark.parametrize(
    ("readings", "count", "level"),
    [(3, 5, Level.NOTICE), (2, 5, Level.OK), (3, 4, Level.OK)],
)
def test_silent_is_only_what_came_regularly_and_often(readings: int, count: int, level: Level) -> None:
    memory = ""
    for day in range(readings):
        _log, memory = inspected(memory, line("sync done with warnings", count), days=day, covered_from=NOW - DAY)
    log, _memory = inspected(memory, days=readings)
    assert judged(log)["silent"].level is level


def test_what_paused_once_has_no_habit() -> None:
    memory = ""
    for day, count in enumerate((9, 9, 0, 9)):
        lines = [line("sync done with warnings", count)] if count else []
        _log, memory = inspected(memory, *lines, days=day, covered_from=NOW - DAY)
    log, _memory = inspected(memory, days=4)
    assert judged(log)["silent"].level is Level.OK


@pytest.mark.parametrize("gap", [{"left_bytes": 1}, {"unmined": 1}, {"is_behind": True}, {"begun": "lost"}])
def test_nothing_new_is_only_said_of_what_was_read_whole(gap: dict[str, object]) -> None:
    _log, memory = inspected("", line("worker 7 died"))
    log, _memory = inspected(memory, line("worker 7 died"), days=1, **gap)
    assert {judged(log)[subject].level for subject in ("new", "surging", "silent")} == {Level.UNKNOWN}
    log, _memory = inspected(memory, line("backup volume vanished"), days=1, **gap)
    assert judged(log)["new"].level is Level.NOTICE, "what was seen is new all the same"


def test_a_log_that_was_refused_withholds_every_comparison() -> None:
    _log, memory = inspected("", line("worker 7 died"))
    log, _memory = inspected(memory, line("worker 7 died"), days=1)
    found = judged(replace(log, missed=("timeout",)))
    assert [(one.subject, one.level) for one in found.values()] == [("", Level.UNKNOWN)]


@pytest.mark.parametrize(
    ("hours", "level"), [(25.9, Level.OK), (26.0, Level.WARN), (None, Level.WARN)], ids=["in time", "late", "never"]
)
def test_a_text_that_the_operator_expects(hours: float | None, level: Level) -> None:
    at = None if hours is None else NOW - timedelta(hours=hours)
    log, _memory = inspected("", expected=(("backup done", int(at is not None), at),))
    found = judged(log, NoveltyLimits(expected=("backup done",)))
    assert found["expected:backup done"].level is level


def test_a_text_that_was_not_asked_for_is_not_judged() -> None:
    log, _memory = inspected("")
    assert judged(log, NoveltyLimits(expected=("a|b",)))["expected:a|b"].level is Level.UNKNOWN


@given(st.lists(st.text(max_size=300), max_size=8))
def test_what_is_asked_always_fits_the_ask(texts: list[str]) -> None:
    EXPECTED.fit(asked_texts(texts))


def test_habits_name_no_number() -> None:
    habit = LogHabit("k", "shop", "worker <*> died", (1, 2), NOW)
    assert ANY in habit.template
    assert LogMemory(is_first=False, habits=(habit,)).habits[0].counts[0] == 1
