"""Monitoring plug-ins: exit codes, words, performance data; and the real ones of Debian."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Finding, Level, Scene
from checks.nagios import judge
from collectors.base import Answer, Process, Question, Reason, SessionError, Shell
from collectors.evidence import Reply, encode, read
from collectors.facts.own import PluginAnswer
from collectors.nagios import kind_of, number_of, parse, performance
from collectors.sessions.base import Budget
from collectors.sessions.programs import ProgramSession
from config.limits import Layered
from config.own import ProgramCheck, ProgramLimits

PLUGINS = Path("/usr/lib/nagios/plugins")
LOAD = ProgramCheck("site.load", "负载", "load", ("/x/check_load", "-H", "{address}", "-w", "5 4"), runs="on-target")


def judged(answer: PluginAnswer) -> Finding:
    (found,) = judge(answer, Layered(ProgramLimits()), Scene())
    assert isinstance(found, Finding)
    return found


@pytest.mark.parametrize(("code", "level"), [(0, Level.OK), (1, Level.WARN), (2, Level.CRITICAL), (3, Level.UNKNOWN)])
def test_the_exit_code_decides_whatever_the_words(code: int, level: Level) -> None:
    found = judged(parse(Answer("OK - all is well\n", code)))
    assert (found.level, str(found.summary)) == (level, "OK - all is well")
    assert bool(found.reason) is (level is Level.UNKNOWN)


@pytest.mark.parametrize("code", [4, 126, 127, 255, -9, None])
def test_any_other_exit_code_is_no_plug_ins_answer(code: int | None) -> None:
    collector = kind_of(LOAD, "app01", "10.0.0.1").own
    assert collector is not None
    with pytest.raises(SessionError):
        read(collector.ask, encode((Reply("ok", code, b"OK - fine\n"),)))


@pytest.mark.parametrize("text", ["", "\n", "| a=1\n"])
def test_a_plug_in_that_says_nothing_is_not_inspected(text: str) -> None:
    with pytest.raises(SessionError) as raised:
        parse(Answer(text))
    assert raised.value.reason is Reason.EMPTY


def test_long_text_and_performance_data_over_several_lines() -> None:
    text = (
        "DISK OK - free space: / 3326 MiB (56%); | /=2643MiB;5948;5958;0;5968\n"
        "/ 15272 MiB (77%);\n/boot | /boot=68MiB\n/home=1%;80\n"
    )
    answer = parse(Answer(text))
    assert answer.text == "DISK OK - free space: / 3326 MiB (56%);"
    assert answer.more == ("/ 15272 MiB (77%);", "/boot")
    assert [(one.name, one.value) for one in answer.measured] == [
        ("/_bytes", 2643 * 1024**2), ("/boot_bytes", 68 * 1024**2), ("/home_ratio", 0.8 / 80),
    ]  # fmt: skip
    found = judged(answer)
    assert found.quote.splitlines()[0] == "/ 15272 MiB (77%);"
    assert "/ 5948" in str(found.expected)


@pytest.mark.parametrize(
    ("data", "name", "value"),
    [
        ("time=0.5s;1;2;0", "time_seconds", 0.5),
        ("time=250ms", "time_seconds", 0.25),
        ("rta=80us", "rta_seconds", 80e-6),
        ("load1=0,140;5,000;10,000;0;", "load1", 0.14),
        ("a=1.234,5B", "a_bytes", 1234.5),
        ("a=1,234.5B", "a_bytes", 1234.5),
        ("used=80%", "used_ratio", 0.8),
        ("'C:\\ used'=7GB", "C:\\_used_bytes", 7 * 1024**3),
        ("'it''s'=1c", "it's_count", 1),
        ("x=-1.5e3", "x", -1500),
        ("users=3;@5:10;~:20;0;100", "users", 3),
    ],
)
def test_units_locales_and_quoted_labels(data: str, name: str, value: float) -> None:
    (one,), strange = performance(data)
    assert (one.name, strange) == (name, ())
    assert one.value == pytest.approx(value)


def test_a_value_that_is_undetermined_is_no_measure_and_no_fault() -> None:
    assert performance("a=U;1;2 b=2") == performance("b=2")


@pytest.mark.parametrize("data", ["nonsense", "a=", "a=12furlongs", "=5"])
def test_performance_data_that_does_not_fit_is_told(data: str) -> None:
    measured, strange = performance(data)
    assert measured == ()
    assert strange
    found = judged(PluginAnswer(0, "OK", (), measured, strange))
    assert strange[0] in str(found.observed)


@given(st.text(max_size=200))
def test_performance_data_of_any_kind_ends(data: str) -> None:
    measured, _strange = performance(data)
    assert all(one.name or one.value is not None for one in measured)


@given(st.text(max_size=300))
def test_any_output_is_read_or_empty(text: str) -> None:
    try:
        assert parse(Answer(text)).text
    except SessionError as error:
        assert error.reason is Reason.EMPTY  # noqa: PT017 - either way is right


@pytest.mark.parametrize(
    ("word", "number"), [("1,5", 1.5), ("1.5", 1.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("-", None)]
)
def test_numbers_of_locales(word: str, number: float | None) -> None:
    assert number_of(word) == number


def test_on_the_target_its_words_are_data_to_the_shell() -> None:
    collector = kind_of(LOAD, "app01", "10.0.0.1; reboot").own
    assert collector is not None
    assert isinstance(collector.ask, Shell)
    assert collector.ask.command == "/x/check_load -H '10.0.0.1; reboot' -w '5 4'"


def run_here(*command: str) -> Finding:
    """Run a plug-in as an inspection does, against this machine."""
    program = ProgramCheck("site.x", "x", "x", command)
    collector = kind_of(program, "here", "127.0.0.1").own
    assert collector is not None
    assert isinstance(collector.ask, Process)
    session = ProgramSession("127.0.0.1", 0, "", None, Budget())
    ((_question, reply),) = session.ask([Question(collector.id, collector.ask)])
    assert isinstance(reply, bytes)
    return judged(collector.parse(read(collector.ask, reply)))


needs_plugins = pytest.mark.skipif(not shutil.which("check_load", path=str(PLUGINS)), reason="no monitoring-plugins-basic")


@needs_plugins
@pytest.mark.peer
def test_the_load_by_the_real_plug_in() -> None:
    found = run_here(str(PLUGINS / "check_load"), "-w", "9000,9000,9000", "-c", "9001,9001,9001")
    assert found.level is Level.OK
    assert {"load1", "load5", "load15"} <= set(found.measures)
    assert "load1 9000" in str(found.expected)


@needs_plugins
@pytest.mark.peer
@pytest.mark.parametrize(
    ("warn", "critical", "level"), [("1:", "1:", Level.OK), ("0:0", "1:", Level.WARN), ("0:0", "0:0", Level.CRITICAL)]
)
def test_processes_by_the_real_plug_in(warn: str, critical: str, level: Level) -> None:
    found = run_here(str(PLUGINS / "check_procs"), "-w", warn, "-c", critical)
    assert found.level is level
    assert found.measures["procs"] >= 1


@needs_plugins
@pytest.mark.peer
def test_a_filesystem_by_the_real_plug_in() -> None:
    found = run_here(str(PLUGINS / "check_disk"), "-w", "0%", "-c", "0%", "-p", "/")
    assert found.level is Level.OK
    assert found.measures["/_bytes"] > 1024**2


@needs_plugins
@pytest.mark.peer
def test_a_closed_port_by_the_real_plug_in() -> None:
    found = run_here(str(PLUGINS / "check_tcp"), "-H", "{address}", "-p", "1", "-t", "3")
    assert found.level is Level.CRITICAL
    assert "refused" in str(found.summary)


@needs_plugins
@pytest.mark.peer
def test_wrong_arguments_are_not_inspected() -> None:
    assert run_here(str(PLUGINS / "check_tcp")).level is Level.UNKNOWN


def test_a_program_that_is_not_there_is_not_inspected() -> None:
    with pytest.raises(SessionError) as raised:
        run_here("/nonexistent/check_x")
    assert raised.value.reason is Reason.TOOL_MISSING
