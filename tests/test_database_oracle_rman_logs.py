"""RMAN's logs: what is read of them, and what the last session of each series came to."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Finding, Level, Scene
from checks.database.oracle.rman_logs import RMAN_LOGS_CHECK, RmanLimits, judge
from collectors.base import Absent, Answer, Listing, ParseError, Reason, SessionError, Shell
from collectors.facts.oracle.rman_logs import RmanLog, RmanLogs
from collectors.linux.rman_logs import REDUCE, RMAN_LOGS_LINUX, parse, session
from config.limits import Layered
from config.text import render
from tests.test_cases import CASES

NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
OLD = NOW - timedelta(hours=8)
HEAD = "Recovery Manager: Release 19.0.0.0.0 - Production on Sat Nov 21 02:00:01 2026\n"
BACKUP = "Starting backup at 21-NOV-26\nFinished backup at 21-NOV-26\n"
AUTO = (
    "Starting Control File and SPFILE Autobackup at 21-NOV-26\nFinished Control File and SPFILE Autobackup at 21-NOV-26\n"
)
END = "Recovery Manager complete.\n"
STACK = "RMAN-00569: =============== ERROR MESSAGE STACK FOLLOWS ===============\n"


def answer(case: str) -> str:
    return (CASES / "linux.rman_logs" / case / "answer.txt").read_text()


def judged(logs: RmanLogs) -> dict[str, Finding]:
    return {one.subject: one for one in judge(logs, Layered(RmanLimits()), Scene())}


def levels(case: str) -> dict[str, Level]:
    return {subject: one.level for subject, one in judged(parse(Answer(answer(case)))).items()}


def of_text(text: str, modified_at: datetime = OLD, *, is_whole: bool = True) -> Finding:
    """What is said of a log with these lines, which are reduced as on the target."""
    out = subprocess.run(["sh", "-c", f"s=1; {REDUCE}"], input=text, capture_output=True, text=True, check=True).stdout
    lines = [line[1:] for line in out.splitlines() if line.startswith(" ")]
    log = session("/backup/x.log", modified_at, lines, is_whole=is_whole)
    [found] = judged(RmanLogs(NOW, Listing((log,)))).values()
    return found


def test_the_newest_log_of_a_series_is_judged_and_an_older_failure_is_past() -> None:
    assert levels("sound") == {"/u01/scripts/crosscheck.log": Level.OK, "/backup/rman/full_*.log": Level.OK}


@pytest.mark.parametrize(
    ("path", "series"),
    [
        ("/b/full_20261121.log", "/b/full_*.log"),
        ("/b/full_2026-11-21_02.00.log", "/b/full_*.log"),
        ("/b/21-11-2026/a.log", "/b/*/a.log"),
        ("/u01/erp1.log", "/u01/erp1.log"),
        ("/u01/erp2.log", "/u01/erp2.log"),
    ],
)
def test_logs_that_differ_in_a_date_are_one_series_and_two_databases_two(path: str, series: str) -> None:
    assert session(path, NOW, [], is_whole=True).series == series


def test_an_archived_log_that_is_gone_is_critical() -> None:
    [found] = judged(parse(Answer(answer("archived-log-gone")))).values()
    assert found.level is Level.CRITICAL
    assert "RMAN-06059" in render(found.summary, "en")
    assert "ORA-19625" in str(found.quote)


def test_chinese_words_are_read_in_utf_8_and_gbk() -> None:
    assert levels("chinese-and-gbk") == {"/u01/scripts/crm.log": Level.CRITICAL, "/backup/rman/erp.log": Level.OK}


def test_an_appended_log_is_judged_by_its_last_session() -> None:
    assert levels("appended-and-good-again") == {"/backup/rman/all.log": Level.OK}


def test_a_failed_delete_is_no_failed_backup_and_a_warning_a_notice() -> None:
    assert levels("delete-failed-and-warnings") == {
        "/u01/scripts/purge.log": Level.WARN,
        "/backup/rman/full.log": Level.NOTICE,
    }


@pytest.mark.parametrize(
    ("text", "level"),
    [
        (BACKUP + AUTO + END, Level.OK),
        (BACKUP + AUTO, Level.OK),
        (BACKUP + "released channel: ORA_DISK_1\n", Level.OK),
        (BACKUP, Level.NOTICE),
        (END, Level.OK),
        ("Starting backup at 21-NOV-26\n", Level.WARN),
        ("Starting backup at 21-NOV-26\nreleased channel: ORA_DISK_1\n", Level.WARN),
        ("released channel: ORA_DISK_1\n", Level.UNKNOWN),
        ("", Level.UNKNOWN),
        (BACKUP + STACK, Level.CRITICAL),
        (BACKUP + "ORA-19502: write error on file\n" + END, Level.CRITICAL),
        ("RMAN-03002: failure of list command at 11/21/2026 02:00:09\n" + END, Level.WARN),
        ("RMAN-03009: failure of backup command on ch1 channel at 11/21/2026 02:00:09\n" + END, Level.CRITICAL),
        ("RMAN-03090: " + "RMAN-03091: ".join(BACKUP.splitlines(keepends=True)) + "RMAN-06400: x\n" + END, Level.OK),
    ],
)
def test_what_a_session_came_to(text: str, level: Level) -> None:
    assert of_text(HEAD + text).level is level


@pytest.mark.parametrize(("silent", "level"), [(3599, Level.NOTICE), (3600, Level.WARN)])
def test_a_backup_may_be_at_work_for_as_long_as_its_log_is_written(silent: int, level: Level) -> None:
    assert of_text(HEAD + "Starting backup at 21-NOV-26\n", NOW - timedelta(seconds=silent)).level is level


def test_what_began_before_the_part_that_was_read_is_not_known() -> None:
    assert of_text(BACKUP + END, is_whole=False).level is Level.UNKNOWN
    assert of_text(BACKUP + STACK + END, is_whole=False).level is Level.CRITICAL


def test_without_a_log_an_oracle_host_is_unseen_and_another_absent() -> None:
    with pytest.raises(SessionError) as caught:
        parse(Answer(answer("runs-and-no-log")))
    assert caught.value.reason is Reason.NO_RECORD
    with pytest.raises(Absent):
        parse(Answer(answer("none")))


def test_a_closed_folder_is_unseen_by_its_name() -> None:
    unseen = parse(Answer(answer("denied"))).logs.unseen
    assert {(one.subject, one.reason) for one in unseen} == {
        ("/home/oracle", Reason.DENIED),
        ("/backup/rman/full.log", Reason.DENIED),
    }


@given(st.data())
def test_a_lost_line_is_missed(data: st.DataObject) -> None:
    lines = answer(data.draw(st.sampled_from(["sound", "archived-log-gone", "none"]))).splitlines(keepends=True)
    lost = data.draw(st.integers(0, len(lines) - 1))
    with pytest.raises((SessionError, ParseError)):
        parse(Answer("".join(line for number, line in enumerate(lines) if number != lost)))


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_lines_are_read(lines: list[str]) -> None:
    log = session("/x.log", NOW, lines, is_whole=True)
    assert isinstance(log, RmanLog)
    assert len(judged(RmanLogs(NOW, Listing((log,))))) == 1


def test_the_command_finds_the_logs_of_a_tree_and_of_the_operators_patterns(tmp_path: Path) -> None:
    place, own = tmp_path / "backup", tmp_path / "own place"
    (place / "oradata").mkdir(parents=True)
    own.mkdir()
    (place / "full.log").write_text(HEAD + BACKUP + AUTO + END)
    (place / "copied.log").write_text("Starting backup at noon\n")
    (place / "oradata" / "x.log").write_text(HEAD + STACK)
    (own / "nightly.out").write_text(HEAD + "Starting backup at 21-NOV-26\n" + STACK)
    ask = RMAN_LOGS_LINUX.ask
    assert isinstance(ask, Shell)
    command = ask.command.replace("/backup /backups", f"{place} /backups")
    script = f"TMPDIR={tmp_path}; mask() {{ cat; }}\nset -- 92 '{own}/*.out|{place}/*.gz'\n{command}"
    out = subprocess.run(["/bin/sh"], input=script, capture_output=True, text=True, check=True)
    assert out.stderr == ""
    found = {
        one.path: judged(RmanLogs(NOW, Listing((one,))))[one.series].level for one in parse(Answer(out.stdout)).logs.records
    }
    assert found[str(place / "full.log")] is Level.OK
    assert found[str(own / "nightly.out")] is Level.CRITICAL
    assert not {str(place / "copied.log"), str(place / "oradata" / "x.log")} & found.keys()


def test_it_says_what_it_reads() -> None:
    assert "RMAN" in render(RMAN_LOGS_CHECK.reads, "en")
