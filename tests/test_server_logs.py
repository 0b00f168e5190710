"""Kernel log, kills for want of memory, restarts: what silence proves, and what must not fool their judges."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checks.base import Finding, Level, Scene
from checks.server import kernel_log, oom_kills, unexpected_reboot
from collectors.base import Absent, Answer, ParseError, Reason, SessionError, Unseen
from collectors.facts.boots import Boot, BootHistory, BootRecord
from collectors.facts.logs import KernelLog, LogReading, LogSight, LogSource, OomKills
from collectors.facts.resources import VmActivity
from collectors.linux import oom_kills as oom_collector
from collectors.linux.kernel_logs import derive, parse_ring
from config.limits import Layered
from config.text import render

NOW = datetime(2026, 11, 22, 5, 34, tzinfo=UTC)
SCENE = Scene(at=NOW)
DAY = timedelta(days=1)


def source(name: str = "journal", days: float | None = 200, *sights: LogSight, uncounted: int = 0) -> LogSource:
    return LogSource(name, None if days is None else NOW - days * DAY, NOW, 0, sights, uncounted)


def reading(one: LogSource, boot_days: float = 150) -> LogReading:
    return LogReading(NOW, NOW - boot_days * DAY, 92, one)


NO_JOURNAL, NO_FILES = Absent("no journal"), Absent("no files")
DENIED = LogReading(NOW, NOW - 150 * DAY, 92, LogSource("dmesg", None, None, 0, denied="dmesg: Operation not permitted"))
LATE = SessionError(Reason.TIMEOUT)
MISSING = SessionError(Reason.TOOL_MISSING)


def sight(signature: str, entity: str = "", count: int = 1, *, first: float = 5, last: float = 1) -> LogSight:
    return LogSight(signature, entity, count, NOW - first * DAY, NOW - last * DAY, "line")


def judged(log: KernelLog) -> dict[str, Finding]:
    return {one.subject: one for one in kernel_log.judge(log, Layered(kernel_log.LogLimits()), SCENE)}


@pytest.mark.parametrize(
    ("journal", "files", "ring", "level"),
    [
        (reading(source()), NO_FILES, DENIED, Level.OK),  # the journal covers the window
        (reading(source(days=92)), NO_FILES, DENIED, Level.OK),
        (reading(source(days=91)), NO_FILES, DENIED, Level.UNKNOWN),
        (NO_JOURNAL, NO_FILES, reading(source("dmesg", 91)), Level.UNKNOWN),  # wrapped
        (NO_JOURNAL, NO_FILES, reading(source("dmesg", 10), boot_days=10), Level.OK),  # not wrapped: since the boot
        (NO_JOURNAL, NO_FILES, reading(source("dmesg", 9.9), boot_days=10), Level.UNKNOWN),
        (DENIED, NO_FILES, reading(source("dmesg", 10), boot_days=10), Level.UNKNOWN),  # who knows what the journal holds
        (NO_JOURNAL, DENIED, reading(source("dmesg", 10), boot_days=10), Level.UNKNOWN),
        (NO_JOURNAL, reading(source("messages", None)), reading(source("dmesg", None)), Level.UNKNOWN),
        (reading(source(uncounted=1)), NO_FILES, DENIED, Level.UNKNOWN),
        (reading(source()), LATE, DENIED, Level.UNKNOWN),  # an answer is missing
        (reading(source()), NO_FILES, MISSING, Level.UNKNOWN),
    ],
)
def test_silence_proves_only_what_was_read(journal: object, files: object, ring: object, level: Level) -> None:
    assert judged(derive(journal, files, ring))[""].level is level  # type: ignore[arg-type]  # readings or errors, as derive takes


def test_nothing_readable_is_the_reason_itself() -> None:
    for answers, why in (
        ((NO_JOURNAL, NO_FILES, DENIED), "denied: dmesg: Operation not permitted"),
        ((DENIED, LATE, NO_FILES), "denied: dmesg: Operation not permitted"),
        ((NO_JOURNAL, LATE, NO_FILES), "timeout"),
        ((NO_JOURNAL, NO_FILES, NO_FILES), "no_record"),
    ):
        with pytest.raises(SessionError, match=why):
            derive(*answers)


@pytest.mark.parametrize(
    "said", ["sudo: a password is required", "dmesg: read kernel buffer failed: Operation not permitted"]
)
def test_what_was_refused_is_denied_with_the_grant_that_opens_it(said: str) -> None:
    silent = f"@now {NOW:%s %z}\n@up 864000.00 1.00\n@days 92\n@uncounted 0\n@lines 0\n@end\n"
    ring = parse_ring(Answer(silent, stderr=said))
    assert ring.source.denied == said
    assert parse_ring(Answer(silent, is_privileged=False)).source.denied == "dmesg", "who has no rights proves nothing"
    with pytest.raises(SessionError, match="empty: the ring buffer is empty"):
        parse_ring(Answer(silent))
    with pytest.raises(SessionError, match=f"denied: {said}") as raised:
        derive(NO_JOURNAL, NO_FILES, ring)
    for found in (
        judged(derive(reading(source(days=10)), NO_FILES, ring))[""],
        oom(OomKills(1, SPAN, derive(reading(source(days=10)), NO_FILES, ring)))[""],
        oom(oom_collector.derive(VmActivity(5.0, SPAN, 0, 0, 1, 0, 0, (), None), raised.value))[""],
    ):
        assert (found.level, found.reason) == (Level.UNKNOWN, "denied")
        assert "sudoers" in render(found.remedy, "en") if found.remedy else False
        assert said in render(found.observed or found.summary, "en")


def test_corrected_errors_are_not_called_few_when_an_answer_is_missing() -> None:
    few = reading(source("journal", 200, sight("hardware-corrected", "MC0", 2)))
    assert judged(derive(few, NO_FILES, DENIED))["hardware-corrected:MC0"].level is Level.NOTICE
    assert judged(derive(few, LATE, DENIED))["hardware-corrected:MC0"].level is Level.UNKNOWN


def test_what_any_log_shows_counts_once() -> None:
    journal = source("journal", 200, sight("disk", "sdb", 7, last=3))
    messages = source("messages", 30, sight("disk", "sdb", 5, last=1))
    found = judged(derive(reading(journal), reading(messages), DENIED))
    assert found["disk:sdb"].measures["line_count"] == 7
    assert found["disk:sdb"].level is Level.CRITICAL
    assert found[""].level is Level.OK


@pytest.mark.parametrize(
    ("one", "level"),
    [
        (sight("disk", "sdb"), Level.CRITICAL),
        (sight("storage-path", "mpatha"), Level.WARN),
        (sight("storage-path-lost", "mpatha"), Level.CRITICAL),
        (sight("held-back-lines", "net_ratelimit"), Level.NOTICE),
        (sight("hardware-corrected", "MC0", 399, first=5, last=1), Level.NOTICE),
        (sight("hardware-corrected", "MC0", 400, first=5, last=1), Level.WARN),
        (sight("hardware-corrected", "MC0", 99, first=1, last=1), Level.NOTICE),
        (LogSight("hardware-corrected", "MC0", 100, None, None, ""), Level.WARN),
    ],
)
def test_levels_by_kind(one: LogSight, level: Level) -> None:
    found = judged(derive(reading(source("journal", 200, one)), NO_FILES, DENIED))
    assert found[f"{one.signature}:{one.entity}"].level is level


def test_lost_lines_leave_no_ok() -> None:
    found = judged(derive(reading(source("journal", 200, sight("lost-lines"))), NO_FILES, DENIED))
    assert found["lost-lines"].level is Level.WARN
    assert found[""].level is Level.UNKNOWN


@pytest.mark.parametrize(
    ("one", "journal_days", "level"),
    [
        (sight("suppressed-lines", "tomcat.service", 2212), 200, Level.OK),
        (sight("suppressed-lines", "tomcat.service", 2212), 91, Level.UNKNOWN),
        (sight("held-back-lines", "kauditd_printk_skb"), 200, Level.OK),
        (sight("held-back-lines", "net_ratelimit"), 200, Level.UNKNOWN),
        (sight("lost-file-lines", "imjournal"), 200, Level.OK),  # the journal has them
        (sight("lost-file-lines", "imjournal"), 91, Level.UNKNOWN),
    ],
)
def test_only_what_the_kernel_lost_withholds_the_verdict(one: LogSight, journal_days: float, level: Level) -> None:
    files = reading(source("messages", 200, one))
    found = judged(derive(reading(source(days=journal_days)), files, DENIED))
    if one.signature == "suppressed-lines":
        assert found["suppressed-lines:tomcat.service"].level is Level.NOTICE
        found = judged(derive(reading(source("journal", journal_days, one)), NO_FILES, NO_FILES))
    assert found[""].level is level
    if level is Level.UNKNOWN:
        assert found[""].reason == "no_record"


def test_the_row_of_the_whole_log_announces_no_trouble() -> None:
    found = judged(derive(reading(source("journal", 200, sight("disk", "sdb"))), NO_FILES, DENIED))
    assert found[""].level is Level.OK
    assert render(found[""].summary, "zh_CN") == "已读取 2026-08-22 至 2026-11-22 的内核日志"


@pytest.mark.parametrize(
    ("missed", "reason"), [(LATE, "timeout"), (MISSING, "tool_missing"), (ParseError("odd", "x"), "failed")]
)
def test_an_answer_that_is_missing_gives_its_own_reason(missed: Exception, reason: str) -> None:
    assert judged(derive(reading(source()), missed, NO_FILES))[""].reason == reason
    one = record(10, 200, (200, None), (10, True))
    assert restarts(one, missed=(str(missed),))[""].reason == reason


@pytest.mark.parametrize(
    ("zone", "shown"), [("Asia/Shanghai", "2026-11-23 03:34 +08:00"), ("America/St_Johns", "2026-11-22 16:04 -03:30")]
)
def test_times_are_those_of_the_site_with_their_offset(zone: str, shown: str) -> None:
    scene = Scene(at=NOW, timezone=zone)
    late = datetime(2026, 11, 22, 19, 34, tzinfo=UTC)
    one = LogSight("oom", "java", 1, late, late, "line")
    disk = replace(one, signature="disk", entity="sdb")
    log = KernelLog(late, NOW - DAY, 92, (source(),), (one, disk))
    told = [
        *kernel_log.judge(log, Layered(kernel_log.LogLimits()), scene),
        *oom_kills.judge(OomKills(1, 1e6, log), Layered(oom_kills.OomLimits()), scene),
    ]
    words = {f.subject: render(f.summary, "en") + (render(f.observed, "en") if f.observed else "") for f in told}
    assert shown in words["disk:sdb"]
    assert shown in words["oom:java"]
    made = BootRecord("wtmp", late, late, 92, NOW - 200 * DAY, (Boot(late, was_shut_down=False),))
    found = list(unexpected_reboot.judge(BootHistory((made,)), Layered(unexpected_reboot.RebootLimits()), scene))
    assert shown in render(found[0].observed, "en") if found[0].observed else False


def test_what_is_older_than_the_period_is_left_to_the_last_report() -> None:
    old = derive(reading(source("journal", 200, sight("disk", "sdb", first=150, last=93))), NO_FILES, DENIED)
    assert list(judged(old)) == [""]
    at = derive(reading(source("journal", 200, sight("disk", "sdb", first=150, last=92))), NO_FILES, DENIED)
    assert "disk:sdb" in judged(at)


def test_kills_are_left_to_their_own_check() -> None:
    assert list(judged(derive(reading(source("journal", 200, sight("oom", "java"))), NO_FILES, DENIED))) == [""]


# --- kills for want of memory


def oom(kills: OomKills) -> dict[str, Finding]:
    return {one.subject: one for one in oom_kills.judge(kills, Layered(oom_kills.OomLimits()), SCENE)}


WHOLE = derive(reading(source()), NO_FILES, DENIED)
PART = derive(DENIED, NO_FILES, reading(source("dmesg", 10), boot_days=10))
MISSED = derive(LATE, NO_FILES, reading(source("dmesg", 200)))
SPAN = 92 * 86400.0


@pytest.mark.parametrize(
    ("kills", "counted", "logged"),
    [
        (OomKills(0, SPAN, WHOLE), Level.OK, Level.OK),
        (OomKills(None, SPAN, WHOLE), Level.ABSENT, Level.OK),
        (OomKills(0, SPAN, PART), Level.OK, Level.OK),  # the counter alone spans the period
        (OomKills(0, SPAN - 1, PART), Level.OK, Level.UNKNOWN),
        (OomKills(1, SPAN, PART), Level.WARN, Level.UNKNOWN),
        (OomKills(None, SPAN, PART), Level.ABSENT, Level.UNKNOWN),
        (OomKills(0, SPAN, MISSED), Level.OK, Level.UNKNOWN),
        (OomKills(0, SPAN, None, no_log=Unseen("", Reason.DENIED)), Level.OK, Level.UNKNOWN),
        (OomKills(1, SPAN, WHOLE), Level.WARN, Level.OK),  # before the period
        (OomKills(log=WHOLE, no_count=Unseen("since boot", Reason.TIMEOUT)), Level.UNKNOWN, Level.OK),
    ],
)
def test_no_kill_is_said_only_where_it_is_proven(kills: OomKills, counted: Level, logged: Level) -> None:
    found = oom(kills)
    assert (found["since boot"].level, found[""].level) == (counted, logged)


def test_a_killed_database_is_critical_and_a_limit_is_named() -> None:
    log = derive(reading(source("journal", 200, sight("oom", "mysqld", 2), sight("oom-limit", "worker"))), NO_FILES, DENIED)
    found = oom(OomKills(3, 1e6, log))
    assert found[""].level is Level.WARN
    assert found["oom:mysqld"].level is Level.CRITICAL
    assert found["oom-limit:worker"].level is Level.WARN
    assert "控制组（cgroup）内存上限" in render(found["oom-limit:worker"].summary, "zh_CN")
    assert "since boot" in render(found["since boot"].summary, "en")


# --- restarts


def restarts(*records: BootRecord, missed: tuple[str, ...] = ()) -> dict[str, Finding]:
    limits = Layered(unexpected_reboot.RebootLimits())
    return {one.subject: one for one in unexpected_reboot.judge(BootHistory(records, missed), limits, SCENE)}


def record(boot_days: float, kept_days: float | None, *boots: tuple[float, bool | None]) -> BootRecord:
    made = tuple(Boot(NOW - days * DAY, ended) for days, ended in boots)
    return BootRecord("wtmp", NOW, NOW - boot_days * DAY, 92, None if kept_days is None else NOW - kept_days * DAY, made)


@pytest.mark.parametrize(
    ("one", "level"),
    [
        (record(92, None), Level.OK),  # running since before the period: no record is needed
        (record(91, None), Level.UNKNOWN),
        (record(10, 200, (200, None), (10, True)), Level.OK),
        (record(10, 200, (200, None), (10, False)), Level.CRITICAL),
        (record(10, 200, (200, None), (20, True), (10, True)), Level.WARN),
        (record(10, 200, (200, None), (20, False), (10, True)), Level.CRITICAL),
        (record(10, 200, (200, None), (100, False), (10, True)), Level.OK),  # before the period
        (record(10, 30, (10, True)), Level.UNKNOWN),  # rotated: who knows the weeks before
        (record(10, 30, (20, False), (10, True)), Level.CRITICAL),
        (record(10, 10, (10, None)), Level.UNKNOWN),
        (record(10, 200, (200, None)), Level.UNKNOWN),  # this boot was never written
    ],
)
def test_restarts(one: BootRecord, level: Level) -> None:
    found = restarts(one)[""]
    assert (found.level, found.reason) == (level, "no_record" if level is Level.UNKNOWN else "")


def test_a_second_record_can_only_make_it_worse() -> None:
    fine = record(10, 200, (200, None), (10, True))
    assert restarts(fine, missed=("timeout",))[""].level is Level.UNKNOWN
    assert restarts(fine, record(10, 30, (20, False), (10, True)))[""].level is Level.CRITICAL
    assert restarts(record(10, 200, (10, False)), missed=("timeout",))[""].level is Level.CRITICAL
    assert restarts(record(92, None), missed=("timeout",))[""].level is Level.OK


@pytest.mark.parametrize(("days", "level"), [(399.9, Level.OK), (400, Level.NOTICE)])
def test_a_year_without_a_restart_is_told(days: float, level: Level) -> None:
    assert restarts(record(days, None))["uptime"].level is level
