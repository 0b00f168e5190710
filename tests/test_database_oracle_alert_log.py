"""Oracle's alert log: what is read of it, what it means, and what is no trouble."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Finding, Level, Scene
from checks.database.oracle.alert_log import ALERT_LOG, AlertLimits, judge
from collectors.base import Absent, Answer, ParseError, SessionError, Shell
from collectors.facts.oracle.alert_logs import AlertLogs
from collectors.linux.log_stamps import Moment
from collectors.linux.oracle_alert_logs import ALERT_LOGS_LINUX, GROUP, MARKS, parse, stamp
from config.limits import Layered
from tests.test_cases import CASES

CHINA = timezone(timedelta(hours=8))
SEEN = Moment(datetime(2026, 11, 22, tzinfo=CHINA), datetime(2026, 11, 1, tzinfo=CHINA), 92)


def answer(case: str) -> str:
    return (CASES / "linux.oracle_alert_logs" / case / "answer.txt").read_text()


def judged(logs: AlertLogs, **limits: tuple[str, ...]) -> dict[str, Finding]:
    return {one.subject: one for one in judge(logs, Layered(replace(AlertLimits(), **limits)), Scene())}


def test_each_code_is_one_finding_of_its_level() -> None:
    levels = {subject: one.level for subject, one in judged(parse(Answer(answer("faults")))).items()}
    assert levels == {
        "orcl": Level.OK,
        "orcl:oracle-redo-slow": Level.WARN,
        "orcl:ORA-01653": Level.CRITICAL,
        "orcl:ORA-00600": Level.CRITICAL,
        "orcl:ORA-01578": Level.CRITICAL,
    }


def test_a_cancelled_query_is_no_trouble() -> None:
    assert not any("01013" in subject for subject in judged(parse(Answer(answer("faults")))))


def test_what_is_older_than_the_window_is_no_news() -> None:
    found = judged(parse(Answer(answer("quiet-old-stamps-and-an-old-deadlock"))))
    assert set(found) == {"crm"}


def test_codes_are_known_in_chinese_and_behind_carriage_returns() -> None:
    found = judged(parse(Answer(answer("chinese-and-carriage-returns"))))
    assert found["erp:ORA-00257"].level is Level.CRITICAL
    assert found["erp:ORA-01555"].level is Level.WARN


def test_a_code_that_the_operator_knows_is_ignored() -> None:
    assert "orcl:ORA-01653" not in judged(parse(Answer(answer("faults"))), ignored=("ORA-01653",))


def test_an_instance_that_runs_without_a_log_is_not_seen() -> None:
    [unseen] = parse(Answer(answer("runs-and-no-log"))).logs.unseen
    assert unseen.subject == "orcl"


def test_a_log_that_is_closed_to_us_is_not_seen_and_the_group_is_the_remedy() -> None:
    [unseen] = parse(Answer(answer("closed"))).logs.unseen
    assert "oinstall" in str(unseen.remedy)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-11-20T03:00:00.123456+08:00", datetime(2026, 11, 20, 3, 0, 0, 123456, tzinfo=CHINA)),
        ("2026-11-20T03:00:00.123456", datetime(2026, 11, 20, 3, 0, 0, 123456, tzinfo=CHINA)),
        ("Fri Jul 17 00:37:18 2015", datetime(2015, 7, 17, 0, 37, 18, tzinfo=CHINA)),
        ("Thu Jul  2 00:37:18 2015", datetime(2015, 7, 2, 0, 37, 18, tzinfo=CHINA)),
        ("Thu Foo  2 00:37:18 2015", None),
        ("", None),
    ],
)
def test_three_forms_of_a_stamp(text: str, wanted: datetime | None) -> None:
    assert stamp(text, SEEN) == wanted


def test_a_flood_of_one_code_leaves_room_for_another() -> None:
    flood = "2026-11-20T03:00:00.1+08:00\n" + "ORA-01555: too old\n" * 5000 + "ORA-00600: internal\n"
    out = subprocess.run(
        ["sh", "-c", f"p='{MARKS}'; {GROUP}"], input=flood, capture_output=True, text=True, check=True
    ).stdout
    assert "@hit 5000 " in out
    assert "@hits 2\n" in out


@given(st.integers(0, len(answer("faults")) - 1))
def test_a_cut_answer_proves_nothing(at: int) -> None:
    with pytest.raises((SessionError, ParseError)):
        parse(Answer(answer("faults")[:at]))


@given(st.data())
def test_a_lost_line_is_missed(data: st.DataObject) -> None:
    lines = answer("faults").splitlines(keepends=True)
    lost = data.draw(st.integers(0, len(lines) - 1))
    with pytest.raises((SessionError, ParseError, Absent)):
        parse(Answer("".join(line for number, line in enumerate(lines) if number != lost)))


def test_the_command_reads_a_tree_of_a_real_base(tmp_path: Path) -> None:
    trace = tmp_path / "diag" / "rdbms" / "t1" / "t1" / "trace"
    trace.mkdir(parents=True)
    (trace / "alert_t1.log").write_text("2026-11-20T03:00:00.1+08:00\nORA-00600: internal\n")
    ask = ALERT_LOGS_LINUX.ask
    assert isinstance(ask, Shell)
    command = ask.command.replace("/u01/app/oracle ", f"{tmp_path} ", 1)
    script = f"mask() {{ cat; }}\nset -- 92\n{command}"
    out = subprocess.run(["/bin/sh"], input=script, capture_output=True, text=True, check=True).stdout
    [log] = parse(Answer(out)).logs.records
    assert (log.instance, log.lines_count, log.sights[0].entity) == ("t1", 1, "ORA-00600")
    assert log.since_at == datetime(2026, 11, 19, 19, 0, 0, 100000, tzinfo=UTC)


def test_it_says_what_it_reads() -> None:
    assert "alert_" in str(ALERT_LOG.reads)
