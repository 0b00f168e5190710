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

SCENE = Scene(at=datetime(2026, 11, 22, tzinfo=UTC))
CHRONY = TimeSource(
    "chrony", is_answering=True, is_synchronised=True, reference="10.1.1.7", stratum=3, offset_seconds=0.001
)
SILENT = TimeSource("chrony", is_answering=False, quote="506 Cannot talk to daemon")
LOST = replace(CHRONY, is_synchronised=False, offset_seconds=0.0, stratum=0)
NOBODY = TimeServices((), is_whole=True, utc_offset_seconds=8 * 3600)
MISSING = SessionError(Reason.TOOL_MISSING)
LATE = SessionError(Reason.TIMEOUT)
NO_SYSTEMD = SessionError(Reason.FAILED, "System has not been booted with systemd")
YES, NO = KernelClock(is_synchronised=True), KernelClock(is_synchronised=False)


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
    assert level(replace(CHRONY, offset_seconds=offset), MISSING, YES, NOBODY) is wanted
    assert level(MISSING, MISSING, KernelClock(is_synchronised=True, offset_seconds=offset), NOBODY) is wanted


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ((LOST, MISSING, NO, NOBODY), Level.WARN),
        ((SILENT, MISSING, NO, NOBODY), Level.WARN),
        ((SILENT, MISSING, NO_SYSTEMD, NOBODY), Level.WARN),
        ((MISSING, MISSING, NO_SYSTEMD, NOBODY), Level.WARN),
        ((MISSING, MISSING, YES, NOBODY), Level.OK),
        ((SILENT, CHRONY, NO, NOBODY), Level.OK),
        # a service runs, and nobody told how it stands
        ((SILENT, MISSING, NO_SYSTEMD, replace(NOBODY, names=("chronyd",))), Level.UNKNOWN),
        ((MISSING, MISSING, NO, replace(NOBODY, names=("ptp4l",))), Level.UNKNOWN),
        ((MISSING, MISSING, NO_SYSTEMD, replace(NOBODY, names=("systemd-timesyn",))), Level.UNKNOWN),
        ((MISSING, MISSING, NO, replace(NOBODY, names=("systemd-timesyn",))), Level.WARN),
        # an answer is missing
        ((LATE, MISSING, NO, NOBODY), Level.UNKNOWN),
        ((SILENT, LATE, NO, NOBODY), Level.UNKNOWN),
        ((SILENT, MISSING, NO, LATE), Level.UNKNOWN),
        ((SILENT, MISSING, NO, replace(NOBODY, is_whole=False)), Level.UNKNOWN),
        # not its own clock, or set by the hypervisor
        ((SILENT, MISSING, NO_SYSTEMD, replace(NOBODY, container_marks=("/.dockerenv",))), Level.UNKNOWN),
        ((MISSING, MISSING, NO, replace(NOBODY, names=("vmtoolsd",), vmware="Enabled")), Level.NOTICE),
        ((MISSING, MISSING, NO, replace(NOBODY, names=("vmtoolsd",), vmware="Disabled")), Level.WARN),
        ((replace(CHRONY, is_own_clock=True), MISSING, NO, NOBODY), Level.NOTICE),
        ((replace(CHRONY, reference_age_seconds=86399.0), MISSING, YES, NOBODY), Level.OK),
        ((replace(CHRONY, reference_age_seconds=86400.0), MISSING, YES, NOBODY), Level.WARN),
    ],
)
def test_what_the_answers_prove(answers: tuple[object, ...], wanted: Level) -> None:
    assert level(*answers) is wanted


@pytest.mark.parametrize("tag", ["cluster", "database"])
def test_no_source_is_critical_where_the_clock_carries_the_service(tag: str) -> None:
    assert level(LOST, MISSING, NO, NOBODY, scene=replace(SCENE, tags=("production", tag))) is Level.CRITICAL


@pytest.mark.parametrize("taken", range(4))
def test_a_lost_answer_never_changes_a_verdict_into_another(taken: int) -> None:
    for answers in (
        (CHRONY, MISSING, NO, replace(NOBODY, names=("chronyd",))),
        (LOST, MISSING, NO, replace(NOBODY, names=("chronyd",))),
        (MISSING, MISSING, YES, replace(NOBODY, names=("systemd-timesyn",))),
        (SILENT, CHRONY, NO, replace(NOBODY, names=("ntpd",))),
    ):
        fewer = [LATE if number == taken else answer for number, answer in enumerate(answers)]
        assert level(*fewer) in (level(*answers), Level.UNKNOWN)


def test_nothing_told_is_the_reason_itself() -> None:
    with pytest.raises(SessionError, match="timeout"):
        derive(MISSING, LATE, NO_SYSTEMD, MISSING)


@pytest.mark.parametrize(
    ("offset", "error", "wanted"),
    [(2.0, 0.0, Level.OK), (2.1, 0.05, Level.WARN), (2.1, 0.2, Level.OK), (-30.0, 0.2, Level.WARN)],
)
def test_over_the_session_only_two_seconds_beyond_doubt_prove_anything(offset: float, error: float, wanted: Level) -> None:
    scene = replace(SCENE, clock_offset_seconds=offset, clock_offset_uncertainty_seconds=error)
    assert judged(Clock((CHRONY,), YES, NOBODY), scene)["measured offset"].level is wanted
    assert "measured offset" not in judged(Clock((CHRONY,), YES, NOBODY), replace(scene, is_local=True))


def test_another_time_zone_is_a_notice() -> None:
    assert judged(Clock((CHRONY,), YES, NOBODY))["time zone"].level is Level.OK
    assert judged(Clock((CHRONY,), YES, replace(NOBODY, utc_offset_seconds=0)))["time zone"].level is Level.NOTICE
    assert judged(Clock((CHRONY,), YES, None))["time zone"].level is Level.UNKNOWN
