"""The judge of the clock: what is proven, what is only unknown."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from checks.base import Finding, Level, Scene
from checks.server.clock import ClockLimits, judge
from collectors.base import Reason, SessionError
from collectors.facts.clocks import Clock, KernelClock, TimeServices, TimeSource
from collectors.linux.clocks import derive
from config.limits import Layered
from config.text import render

SCENE = Scene(at=datetime(2026, 11, 22, tzinfo=UTC))
CHRONY = TimeSource(
    "chrony", is_answering=True, is_synchronised=True, reference="10.1.1.7", stratum=3, offset_seconds=0.001
)
SILENT = TimeSource("chrony", is_answering=False, quote="506 Cannot talk to daemon")
LOST = replace(CHRONY, is_synchronised=False, offset_seconds=0.0, stratum=0)
NOBODY = TimeServices((), is_whole=True, utc_offset_seconds=8 * 3600)
CHRONYD = replace(NOBODY, names=("chronyd",))
NTPD = replace(NOBODY, names=("ntpd",))
TIMESYNCD = replace(NOBODY, names=("systemd-timesyn",))
VMWARE = replace(NOBODY, names=("vmtoolsd",), vmware="Enabled")
CONTAINER = replace(NOBODY, container_marks=("/.dockerenv",))
MISSING = SessionError(Reason.TOOL_MISSING)
LATE = SessionError(Reason.TIMEOUT)
NO_SYSTEMD = SessionError(Reason.FAILED, "System has not been booted with systemd")
YES, NO = KernelClock(is_synchronised=True), KernelClock(is_synchronised=False)
GOOD = Clock(CHRONYD, chrony=CHRONY)


def judged(clock: Clock, scene: Scene = SCENE) -> dict[str, Finding]:
    return {one.subject: one for one in judge(clock, Layered(ClockLimits()), scene)}


def level(*answers: object, scene: Scene = SCENE) -> Level:
    return judged(derive(*answers), scene)["synchronisation"].level  # type: ignore[arg-type]  # answers or errors, as derive takes


@pytest.mark.parametrize(
    ("offset", "wanted"),
    [
        (0.0499, Level.OK),
        (-0.0499, Level.OK),
        (0.05, Level.WARN),
        (-0.99, Level.WARN),
        (1.0, Level.CRITICAL),
        (-1.0, Level.CRITICAL),
    ],
)
def test_the_offset_at_its_limits(offset: float, wanted: Level) -> None:
    assert level(replace(CHRONY, offset_seconds=offset), MISSING, YES, CHRONYD) is wanted
    assert level(MISSING, replace(CHRONY, service="ntpd", offset_seconds=offset), MISSING, NTPD) is wanted
    assert level(MISSING, MISSING, KernelClock(is_synchronised=True, offset_seconds=offset), TIMESYNCD) is wanted


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ((LOST, MISSING, NO, CHRONYD), Level.WARN),
        ((LOST, MISSING, YES, CHRONYD), Level.WARN),  # the kernel believes for hours what was true once
        ((MISSING, MISSING, YES, TIMESYNCD), Level.OK),
        ((MISSING, MISSING, NO, TIMESYNCD), Level.WARN),
        ((SILENT, MISSING, NO_SYSTEMD, NOBODY), Level.WARN),
        ((MISSING, MISSING, NO_SYSTEMD, NOBODY), Level.WARN),
        ((MISSING, MISSING, YES, NOBODY), Level.WARN),
        ((CHRONY, CHRONY, YES, replace(NOBODY, names=("chronyd", "ntpd"))), Level.WARN),
        # a service runs, and nobody told how it stands
        ((SILENT, MISSING, NO_SYSTEMD, CHRONYD), Level.UNKNOWN),
        ((LATE, MISSING, YES, CHRONYD), Level.UNKNOWN),
        ((MISSING, MISSING, NO, replace(NOBODY, names=("ptp4l", "vmtoolsd"))), Level.UNKNOWN),
        ((MISSING, MISSING, NO_SYSTEMD, TIMESYNCD), Level.UNKNOWN),
        ((CHRONY, MISSING, NO, replace(CHRONYD, is_whole=False)), Level.UNKNOWN),
        # not its own clock, or set by the hypervisor
        ((SILENT, MISSING, NO_SYSTEMD, CONTAINER), Level.UNKNOWN),
        ((MISSING, MISSING, NO, VMWARE), Level.NOTICE),
        ((LOST, MISSING, NO, replace(VMWARE, names=("chronyd", "vmtoolsd"))), Level.NOTICE),
        ((MISSING, MISSING, NO, replace(VMWARE, vmware="Disabled")), Level.WARN),
        ((replace(CHRONY, is_own_clock=True), MISSING, NO, CHRONYD), Level.NOTICE),
        ((replace(CHRONY, reference_age_seconds=86399.0), MISSING, YES, CHRONYD), Level.OK),
        ((replace(CHRONY, reference_age_seconds=86400.0), MISSING, YES, CHRONYD), Level.WARN),
    ],
)
def test_what_the_answers_prove(answers: tuple[object, ...], wanted: Level) -> None:
    assert level(*answers) is wanted


@pytest.mark.parametrize("tag", ["cluster", "database"])
def test_no_source_is_critical_where_the_clock_carries_the_service(tag: str) -> None:
    assert level(LOST, MISSING, NO, CHRONYD, scene=replace(SCENE, tags=("production", tag))) is Level.CRITICAL


def test_without_the_running_services_nobody_is_believed() -> None:
    with pytest.raises(SessionError, match="timeout"):
        derive(CHRONY, MISSING, YES, LATE)


@pytest.mark.parametrize(
    ("offset", "error", "wanted"),
    [(2.0, 0.0, Level.OK), (2.1, 0.05, Level.WARN), (2.1, 0.2, Level.OK), (-30.0, 0.2, Level.WARN)],
)
def test_over_the_session_only_two_seconds_beyond_doubt_prove_anything(offset: float, error: float, wanted: Level) -> None:
    scene = replace(SCENE, clock_offset_seconds=offset, clock_offset_uncertainty_seconds=error)
    assert judged(GOOD, scene)["measured offset"].level is wanted
    assert "measured offset" not in judged(GOOD, replace(scene, is_local=True))


def test_another_time_zone_has_its_own_remedy_and_a_container_its_own_reason() -> None:
    zone = judged(replace(GOOD, services=replace(CHRONYD, utc_offset_seconds=0)))["time zone"]
    assert zone.remedy is not None
    assert "timedatectl set-timezone Asia/Shanghai" in render(zone.remedy, "zh_CN")
    assert judged(GOOD)["time zone"].remedy is None
    for answers, reason in (
        ((SILENT, MISSING, NO_SYSTEMD, CONTAINER), "no_record"),
        ((SILENT, MISSING, NO_SYSTEMD, CHRONYD), "failed"),
        ((CHRONY, MISSING, NO, replace(CHRONYD, is_whole=False)), "denied"),
    ):
        assert judged(derive(*answers))["synchronisation"].reason == reason


def test_another_time_zone_is_a_notice() -> None:
    assert judged(GOOD)["time zone"].level is Level.OK
    assert judged(replace(GOOD, services=replace(CHRONYD, utc_offset_seconds=0)))["time zone"].level is Level.NOTICE
