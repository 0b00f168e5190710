"""Failed units, required services, zombie and stuck processes: boundaries and traps."""

import dataclasses

import pytest

from checks.base import Finding, Level, Scene
from checks.server import failed_units, required_services, zombie_and_stuck_processes
from checks.server.failed_units import FailedUnitLimits
from checks.server.required_services import RequiredServiceLimits
from checks.server.zombie_and_stuck_processes import OddProcessLimits
from collectors.base import Absent, Listing, ParseError, Reason, SessionError, Unseen
from collectors.facts.processes import Process, Processes
from collectors.facts.services import BootServices, Service, Services, Unit
from collectors.linux.services import derive
from config.limits import Layered

OK_UNIT = Unit("ssh.service", "loaded", "active", "running", "enabled", "success", 0)


def units(*changed: Unit) -> dict[str, Level]:
    found = failed_units.judge(Listing((OK_UNIT, *changed)), Layered(FailedUnitLimits()), Scene())
    return {finding.subject: finding.level for finding in found}


def test_without_a_failure_one_finding_says_how_many_were_looked_at() -> None:
    (finding,) = failed_units.judge(Listing((OK_UNIT,)), Layered(FailedUnitLimits()), Scene())
    assert (finding.subject, finding.level, str(finding.summary)) == ("", Level.OK, "1 of 1 systemd units are in order")


def test_a_failed_unit_warns_and_a_harmless_one_is_a_notice() -> None:
    failed = Unit("nginx.service", "loaded", "failed", "failed", "enabled", "exit-code")
    kdump = dataclasses.replace(failed, name="kdump.service")
    assert units(failed, kdump) == {"nginx.service": Level.WARN, "kdump.service": Level.NOTICE, "": Level.OK}


def test_the_operator_may_expect_a_failure_by_pattern() -> None:
    failed = Unit("lab-x.service", "loaded", "failed", "failed")
    limits = Layered(FailedUnitLimits(expected=("lab-*",)))
    assert [f.level for f in failed_units.judge(Listing((failed,)), limits, Scene())] == [Level.NOTICE, Level.OK]


@pytest.mark.parametrize(("restarts", "level"), [(None, Level.OK), (5, Level.OK), (6, Level.WARN)])
def test_restarts_at_the_boundary(restarts: int | None, level: Level) -> None:
    one = dataclasses.replace(OK_UNIT, name="app.service", restarts_count=restarts)
    assert units(one).get("app.service", Level.OK) is level


def test_a_getty_is_restarted_by_each_logout_and_a_loop_warns_at_once() -> None:
    getty = dataclasses.replace(OK_UNIT, name="getty@tty1.service", restarts_count=90)
    loop = dataclasses.replace(OK_UNIT, name="app.service", active="activating", sub="auto-restart", restarts_count=1)
    assert units(getty, loop) == {"app.service": Level.WARN, "": Level.OK}


def test_nothing_is_ok_in_sum_where_a_unit_was_lost() -> None:
    lost = Listing((OK_UNIT,), (Unseen("", Reason.CUT, "0 of 1 failed units listed"),))
    assert list(failed_units.judge(lost, Layered(FailedUnitLimits()), Scene())) == []


def required(services: Services, *names: str, cluster_managed: tuple[str, ...] = ()) -> list[Finding]:
    limits = Layered(RequiredServiceLimits(names=names, cluster_managed=cluster_managed))
    return list(required_services.judge(services, limits, Scene()))


def systemd(*found: Unit) -> Services:
    return derive(Listing(found), SessionError(Reason.TIMEOUT), SessionError(Reason.TIMEOUT))


def test_nothing_required_is_not_applicable_also_where_nobody_answered() -> None:
    for services in (systemd(OK_UNIT), Services("", unanswered=Unseen("", Reason.FAILED))):
        assert [(f.subject, f.level) for f in required(services)] == [("", Level.ABSENT)]


@pytest.mark.parametrize(
    ("active", "enablement", "level"),
    [
        ("active", "enabled", Level.OK),
        ("active", "static", Level.OK),
        ("active", "indirect", Level.OK),
        ("active", "generated", Level.OK),
        ("active", "disabled", Level.WARN),
        ("active", "enabled-runtime", Level.WARN),
        ("active", "masked", Level.WARN),
        ("active", "", Level.UNKNOWN),
        ("inactive", "enabled", Level.CRITICAL),
        ("failed", "enabled", Level.CRITICAL),
        ("activating", "enabled", Level.CRITICAL),
    ],
)
def test_running_and_enabled(active: str, enablement: str, level: Level) -> None:
    unit = Unit("app.service", "loaded", active, "x", enablement)
    (finding,) = required(systemd(unit), "app")
    assert (finding.subject, finding.level) == ("app", level)


def test_a_service_that_does_not_exist_is_critical_and_its_suffix_does_not_matter() -> None:
    assert [f.level for f in required(systemd(OK_UNIT), "oracle", "ssh.service")] == [Level.CRITICAL, Level.OK]


def test_an_alias_is_the_service_it_names() -> None:
    real = dataclasses.replace(OK_UNIT, aliases=("sshd.service",))
    alias = Unit("sshd.service", enablement="alias")
    assert [f.level for f in required(systemd(real, alias), "sshd")] == [Level.OK]


def test_a_socket_runs_a_service_on_demand() -> None:
    service = Unit("cups.service", "loaded", "inactive", "dead", "disabled")
    socket = Unit("cups.socket", "loaded", "active", "listening", "enabled")
    assert [f.level for f in required(systemd(service, socket), "cups")] == [Level.OK]


def test_what_the_cluster_manages_must_not_be_enabled() -> None:
    unit = Unit("pg.service", "loaded", "active", "running", "disabled")
    assert [f.level for f in required(systemd(unit), "pg", cluster_managed=("pg",))] == [Level.OK]


def test_without_an_answer_each_required_service_is_not_inspected() -> None:
    services = derive(SessionError(Reason.FAILED, "offline"), _processes(names=("sshd",)), BootServices((), ()))
    assert [(f.subject, f.level) for f in required(services, "sshd", "a")] == [
        ("sshd", Level.UNKNOWN),
        ("a", Level.UNKNOWN),
    ]


def _processes(**changed: object) -> Processes:
    return dataclasses.replace(Processes(9, (), (), (), (), 5.2), **changed)  # type: ignore[arg-type] # fields by name


SYSV = BootServices(("crond", "ssh", "network", "httpd", "db"), ("crond", "ssh", "network", "db"), ("network",))


@pytest.mark.parametrize(
    ("entry", "level"),
    [
        ("crond", Level.OK),
        ("ssh", Level.OK),  # the process is sshd
        ("httpd", Level.WARN),  # runs, no link for start
        ("network", Level.UNKNOWN),  # started, and has no process of its name
        ("db", Level.CRITICAL),
        ("db=postmaster", Level.OK),
        ("db=oracle", Level.CRITICAL),
        ("rogue", Level.UNKNOWN),  # runs, nobody knows what starts it
        ("gone", Level.CRITICAL),
    ],
)
def test_of_an_older_init_system(entry: str, level: Level) -> None:
    running = _processes(names=("crond", "sshd", "httpd", "postmaster", "rogue"))
    services = derive(Absent("/proc/1/comm: init"), running, SYSV)
    assert [f.level for f in required(services, entry)] == [level]


@pytest.mark.parametrize(
    "processes", [SessionError(Reason.TIMEOUT), ParseError("x"), _processes(hidden=Unseen("", Reason.DENIED))]
)
def test_of_an_older_init_system_whose_processes_are_not_seen(processes: Processes | Exception) -> None:
    services = derive(Absent("/proc/1/comm: init"), processes, SYSV)
    assert [f.level for f in required(services, "crond")] == [Level.UNKNOWN]


def test_a_service_without_a_state_is_not_inspected() -> None:
    services = Services("sysv", (Service("a", None, starts_at_boot=True),))
    assert [f.level for f in required(services, "a")] == [Level.UNKNOWN]


def odd(state: str, count: int, *, kernel: bool = False) -> tuple[Process, ...]:
    return tuple(
        Process(100 + n, 1, "cp", "systemd", state, n, is_kernel_thread=kernel, wait_channel="nfs_wait")
        for n in range(count)
    )


def levels(processes: Processes) -> dict[str, Level]:
    found = zombie_and_stuck_processes.judge(processes, Layered(OddProcessLimits()), Scene())
    return {finding.subject: finding.level for finding in found}


@pytest.mark.parametrize(("count", "level"), [(0, Level.OK), (10, Level.OK), (11, Level.WARN)])
def test_zombies_at_the_boundary(count: int, level: Level) -> None:
    assert levels(_processes(zombies=odd("Z", count))) == {"zombies": level, "stuck": Level.OK}


@pytest.mark.parametrize(("count", "level"), [(0, Level.OK), (1, Level.WARN), (5, Level.WARN), (6, Level.CRITICAL)])
def test_stuck_at_the_boundary(count: int, level: Level) -> None:
    assert levels(_processes(stuck=odd("D", count), waiting=odd("D", count)))["stuck"] is level


def test_a_short_wait_a_kernel_thread_and_a_short_window_are_no_warning() -> None:
    assert levels(_processes(waiting=odd("D", 9)))["stuck"] is Level.OK
    assert levels(_processes(stuck=odd("D", 9, kernel=True)))["stuck"] is Level.OK
    assert levels(_processes(stuck=odd("D", 9), window_seconds=4.9))["stuck"] is Level.NOTICE
    assert levels(_processes(stuck=odd("D", 9), window_seconds=5.0))["stuck"] is Level.CRITICAL


def test_the_wait_channel_and_the_parent_are_told() -> None:
    found = zombie_and_stuck_processes.judge(_processes(stuck=odd("D", 7)), Layered(OddProcessLimits()), Scene())
    stuck = {f.subject: f for f in found}["stuck"]
    assert "cp (nfs_wait) ×7" in str(stuck.observed)
    assert stuck.quote.startswith("100 D cp (nfs_wait) ← systemd[1]")


def test_where_proc_hides_the_others_nothing_is_ok() -> None:
    hidden = _processes(hidden=Unseen("", Reason.DENIED, "hidepid"))
    assert levels(hidden) == {"zombies": Level.UNKNOWN, "stuck": Level.UNKNOWN}
