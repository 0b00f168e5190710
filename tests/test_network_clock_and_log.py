"""The judges of a device's clock and of its log; each trap by name."""

from datetime import UTC, datetime, timedelta

import pytest

from checks.base import Finding, Level, Scene
from checks.network.device_log import DEVICE_LOG
from checks.network.time_synchronisation import TIME_SYNCHRONISATION
from collectors.base import Derived, Listing, Reason, SessionError
from collectors.facts.devices.clocks import DeviceClock, DeviceTime, TimeServer
from collectors.facts.devices.logs import LogLine
from collectors.network.lines import clocks
from config.limits import Layered
from config.text import render

AT = datetime(2026, 5, 6, 2, 20, 30, tzinfo=UTC)
SCENE = Scene(at=AT, timezone="Asia/Shanghai")
LOCAL = datetime(2026, 5, 6, 10, 20, 30)  # noqa: DTZ001 - as a device shows it
EAST = 8 * 3600.0


def _clock(seconds: float, offset: float | None = EAST) -> Finding:
    shown = DeviceTime(LOCAL + timedelta(seconds=seconds), offset, "10:20:30 CST")
    [found] = TIME_SYNCHRONISATION.judge(DeviceClock(shown, None), Layered(TIME_SYNCHRONISATION.limits), SCENE)
    assert isinstance(found, Finding)
    return found


def _server(server: TimeServer) -> Finding:
    [found] = TIME_SYNCHRONISATION.judge(DeviceClock(None, server), Layered(TIME_SYNCHRONISATION.limits), SCENE)
    assert isinstance(found, Finding)
    return found


def _log(*lines: LogLine) -> dict[str, Finding]:
    found = DEVICE_LOG.judge(Listing(lines), Layered(DEVICE_LOG.limits), SCENE)
    return {one.subject: one for one in found if isinstance(one, Finding)}


@pytest.mark.parametrize(
    ("seconds", "level"),
    [
        (0, Level.OK),
        (-59, Level.OK),
        (-60, Level.WARN),
        (-299, Level.WARN),
        (-300, Level.CRITICAL),
        (179, Level.OK),
        (180, Level.WARN),
        (419, Level.WARN),
        (420, Level.CRITICAL),
    ],
)
def test_behind_is_certain_and_ahead_may_be_the_time_that_passed_until_it_was_asked(seconds: float, level: Level) -> None:
    found = _clock(seconds)
    assert found.level is level
    assert found.measures["offset_seconds"] == seconds


def test_a_device_without_a_battery_began_in_the_year_2000() -> None:
    shown = DeviceTime(datetime(2000, 1, 1, 0, 5), 0.0, "00:05:00")  # noqa: DTZ001 - as a device shows it
    [found] = TIME_SYNCHRONISATION.judge(DeviceClock(shown, None), Layered(TIME_SYNCHRONISATION.limits), SCENE)
    assert isinstance(found, Finding)
    assert found.level is Level.CRITICAL


def test_a_zone_that_is_only_named_agrees_with_the_site_s_or_says_nothing() -> None:
    assert _clock(5, None).level is Level.OK
    other = _clock(-3600, None)
    assert (other.level, other.reason) == (Level.UNKNOWN, "no_record")


def test_a_zone_of_another_country_that_is_told_is_our_time_too() -> None:
    assert _clock(-5 * 3600, EAST - 5 * 3600).level is Level.OK


def test_of_a_saved_log_nobody_knows_when_the_clock_was_asked() -> None:
    clock = DeviceClock(DeviceTime(LOCAL, EAST, ""), None)
    scene = Scene(at=AT + timedelta(days=200), is_live=False)
    [found] = TIME_SYNCHRONISATION.judge(clock, Layered(TIME_SYNCHRONISATION.limits), scene)
    assert isinstance(found, Finding)
    assert (found.level, found.reason) == (Level.UNKNOWN, "no_record")


def test_an_unsynchronised_clock_is_a_warning_and_says_the_device_s_words() -> None:
    found = _server(TimeServer(is_synchronised=False, stratum=16, words="clock status: unsynchronized"))
    assert (found.subject, found.level, found.quote) == ("synchronisation", Level.WARN, "clock status: unsynchronized")
    assert _server(TimeServer(is_synchronised=True, stratum=3, reference="10.0.0.9")).level is Level.OK


def test_what_of_the_two_was_not_seen_is_unseen_and_nothing_is_made_of_it() -> None:
    derive = next(one.derive for one in clocks.COLLECTORS if isinstance(one, Derived))
    shown = DeviceTime(LOCAL, EAST, "")
    made = derive(shown, SessionError(Reason.DENIED, "no right"))
    assert (made.time, made.server) == (shown, None)
    assert [(one.subject, one.reason) for one in made.unseen] == [("synchronisation", Reason.DENIED)]
    with pytest.raises(SessionError):
        derive(SessionError(Reason.CUT), SessionError(Reason.DENIED))


def test_a_failed_part_is_critical_at_any_severity_that_reports_errors() -> None:
    found = _log(LogLine("SRM", 4, "POWERFAULT", "Power 1 failed."), LogLine("SRM", 4, "MEM", "parity error at 0x1"))
    assert {name: one.level for name, one in found.items()} == {
        "SRM/POWERFAULT": Level.CRITICAL,
        "SRM/MEM": Level.CRITICAL,
        "messages": Level.OK,
    }


def test_severity_two_is_critical_whatever_it_says() -> None:
    assert _log(LogLine("X", 2, "Y", "something"))["X/Y"].level is Level.CRITICAL


def test_errors_of_one_kind_are_told_once_with_their_count() -> None:
    found = _log(*(LogLine("SSH", 3, "FAILED", f"try {number}") for number in range(7)))["SSH/FAILED"]
    assert (found.level, found.measures) == (Level.WARN, {"messages_count": 7.0})
    assert render(found.summary, "en") == "SSH/FAILED, 7 times: try 0"


def test_ports_of_users_that_come_and_go_are_counted_together() -> None:
    found = _log(
        LogLine("IFNET", 4, "LINK_STATE", "GE0/0/1 DOWN"),
        LogLine("LINK", 3, "UPDOWN", "GE0/0/2 down"),
        LogLine("LINEPROTO", 5, "UPDOWN", "GE0/0/2 down"),
        LogLine("IFPDT", 4, "IF_STATE", "GE0/0/3 DOWN"),
    )
    assert {name: one.level for name, one in found.items()} == {"links": Level.NOTICE, "messages": Level.OK}
    assert found["links"].measures == {"messages_count": 4.0}


def test_what_came_back_is_no_failure() -> None:
    assert set(_log(LogLine("SRM", 4, "POWERFAULT", "Power failure recovered."))) == {"messages"}


def test_words_of_a_failed_login_are_none_of_a_part() -> None:
    found = _log(LogLine("SSH", 4, "SSH_FAIL", "The user failed to log in. (Module=SSH, Reason=wrong password)"))
    assert set(found) == {"messages"}


def test_old_lines_are_left_out_and_counted_and_those_of_an_unset_clock_are_not() -> None:
    old, unset = datetime(2025, 12, 1), datetime(2000, 1, 1)  # noqa: DTZ001 - as a device writes it
    found = _log(LogLine("A", 1, "B", "bad", old), LogLine("C", 1, "D", "bad", unset), LogLine("E", 1, "F", "bad"))
    assert {name for name, one in found.items() if one.level is Level.CRITICAL} == {"C/D", "E/F"}
    assert "1 older ones" in render(found["messages"].summary, "en")


def test_an_empty_log_is_an_answer() -> None:
    assert [one.level for one in _log().values()] == [Level.OK]
