"""Failed units, required services, zombie and stuck processes: boundaries and traps."""

import dataclasses
import subprocess
from pathlib import Path

import pytest

from checks.base import Finding, Level, Scene
from checks.server import failed_units, required_services, zombie_and_stuck_processes
from checks.server.failed_units import FailedUnitLimits
from checks.server.required_services import RequiredServiceLimits
from checks.server.zombie_and_stuck_processes import OddProcessLimits
from collectors.base import Absent, Answer, Listing, ParseError, Reason, SessionError, Shell, Unseen
from collectors.facts.processes import Process, Processes
from collectors.facts.services import BootServices, Service, Services, Unit
from collectors.linux.cluster_witness import HEAD
from collectors.linux.processes import PROCESSES_STAT
from collectors.linux.processes import parse as parse_processes
from collectors.linux.programs import FOUND, finding
from collectors.linux.services import derive
from collectors.linux.units import parse as parse_units
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
    one = dataclasses.replace(OK_UNIT, name="app.service", restarts_count=restarts, uptime_seconds=86400.0)
    assert units(one).get("app.service", Level.OK) is level


@pytest.mark.parametrize(
    ("restarts", "days", "steady_seconds", "level"),
    [
        (500, 300.0, 60.0, Level.WARN),
        (10, 10.0, 60.0, Level.WARN),
        (10, 10.1, 60.0, Level.NOTICE),
        (6, 365.0, 60.0, Level.NOTICE),
        (500, 10.0, 86399.0, Level.WARN),
        (500, 10.0, 86400.0, Level.NOTICE),
        (500, None, None, Level.NOTICE),
        (500, 10.0, None, Level.WARN),
    ],
)
def test_restarts_are_judged_by_their_rate(
    restarts: int, days: float | None, steady_seconds: float | None, level: Level
) -> None:
    one = dataclasses.replace(
        OK_UNIT,
        name="app.service",
        restarts_count=restarts,
        uptime_seconds=None if days is None else days * 86400.0,
        steady_seconds=steady_seconds,
    )
    assert units(one)["app.service"] is level


def test_where_systemd_does_not_count_restarts_the_sum_says_so() -> None:
    old = dataclasses.replace(OK_UNIT, restarts_count=None)
    (finding,) = failed_units.judge(Listing((old,)), Layered(FailedUnitLimits()), Scene())
    assert str(finding.summary).endswith("does not count restarts")


SHOWN = (Path(__file__).parent / "cases/linux.units.systemctl/ordinary/answer.txt").read_text()


def subjects(text: str) -> dict[str, Level]:
    listing = parse_units(Answer(text))
    found = failed_units.judge(listing, Layered(FailedUnitLimits()), Scene())
    return {f.subject: f.level for f in found} | {one.subject: Level.UNKNOWN for one in listing.unseen}


def test_restarts_that_were_not_shown_are_not_inspected_and_nothing_is_in_order() -> None:
    assert subjects(SHOWN)[""] is Level.OK
    start = SHOWN.index("@show")
    assert subjects(SHOWN[:start] + "@show 0\n@end\n") == {
        "kdump.service": Level.NOTICE,
        "nginx.service": Level.WARN,
        "restarts": Level.UNKNOWN,
    }
    for lost in (SHOWN.replace("@show 0", "@show 1"), SHOWN.replace(" NRestarts=0\n", "", 1)):
        assert subjects(lost)["restarts"] is Level.UNKNOWN
        assert "" not in subjects(lost)


def test_an_answer_of_systemctl_without_its_end_is_cut() -> None:
    for at in range(len(SHOWN)):
        with pytest.raises(SessionError):
            parse_units(Answer(SHOWN[:at]))


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


REST = "1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 311200 0 0 18446744073709551615 0 0 0"


@pytest.mark.parametrize("shell", ["dash", "bash", "mksh", "busybox sh"])
@pytest.mark.parametrize("name", ["a\nb", "\n", "x) S 1 1\ny", "9 (z) D 1 1\n", "a\n77 (q", "a) D 1 2\n3 4"])
def test_a_name_with_a_line_end_costs_nothing(name: str, shell: str, tmp_path: Path) -> None:
    """The ask itself over a folder that stands for /proc."""
    lines = {1: f"1 (init) S {REST}", 5: f"5 ({name}) Z {REST}", 6: f"6 (sh) D {REST}"}
    for pid, line in lines.items():
        (tmp_path / str(pid)).mkdir()
        (tmp_path / str(pid) / "stat").write_text(line + "\n")
    (tmp_path / "uptime").write_text("99.50 10.00\n")
    assert isinstance(PROCESSES_STAT.ask, Shell)
    command = PROCESSES_STAT.ask.command.replace("/proc/", f"{tmp_path}/")
    said = subprocess.run([*shell.split(), "-c", command], capture_output=True, text=True, check=True).stdout
    found = parse_processes(Answer(said))
    assert (found.total_count, found.broken_count) == (3, 0)
    assert [one.pid for one in found.zombies] == [5]
    assert [one.pid for one in found.waiting] == [6]


def test_a_zombie_of_a_moment_is_none() -> None:
    """Its parent had only not asked yet: it is a zombie of the second look alone."""
    first = "@uptime 10.00 1\n@all 9 1\n@Z 990 812 311300 0 sh\trsync\t\n@names\n sh\n"
    second = first.replace("@uptime 10.00", "@uptime 15.00").replace("@all 9 1", "@all 9 2")
    second = second.replace("@names", "@Z 991 812 311399 0 awk\tsh\t\n@names")
    assert [one.pid for one in parse_processes(Answer(second, earlier=first)).zombies] == [990]
    with pytest.raises(ParseError):
        parse_processes(Answer(second, earlier=first.replace("@all 9 1", "@all 9 2")))


@pytest.mark.parametrize("broken", ["5 (x) Z 1", "5 (x", "garbage", "5 (x) Z " + "a " * 30, "5 (x " + "y" * 90])
def test_a_broken_line_costs_only_its_process(broken: str, tmp_path: Path) -> None:
    for pid, line in {1: f"1 (init) S {REST}", 5: broken, 6: f"6 (sh) D {REST}", 7: f"7 (sh) D {REST}"}.items():
        (tmp_path / str(pid)).mkdir()
        (tmp_path / str(pid) / "stat").write_text(line + "\n")
    (tmp_path / "uptime").write_text("99.50 10.00\n")
    assert isinstance(PROCESSES_STAT.ask, Shell)
    command = PROCESSES_STAT.ask.command.replace("/proc/", f"{tmp_path}/")
    said = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True).stdout
    found = parse_processes(Answer(said))
    assert found.broken_count <= 1
    assert found.total_count + found.broken_count >= 3
    assert 7 in [one.pid for one in found.waiting]


def test_no_process_read_is_no_healthy_machine() -> None:
    with pytest.raises(SessionError, match="empty"):
        parse_processes(Answer("@uptime 99.50 10.00\n@all 0 0\n@names\n"))


@pytest.mark.parametrize("has_comm", [True, False])
def test_programs_are_found_by_comm_and_in_old_kernels_by_stat(has_comm: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of the table
    for pid, name, state in (("1", "init", "S"), ("7", "java", "S"), ("8", "corosync", "S"), ("9", "corosync", "Z")):
        (tmp_path / pid).mkdir()
        (tmp_path / pid / "stat").write_text(f"{pid} ({name}) {state} {REST}\n")
        if has_comm:
            (tmp_path / pid / "comm").write_text(f"{name}\n")
    if has_comm:
        (tmp_path / "self").symlink_to("7")
    script = f"{finding('beam', 'java')}\n{FOUND}\necho $f\n{HEAD}"
    script = script.replace("/proc/", f"{tmp_path}/")
    said = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True).stdout
    assert said.split("\n") == ["@found 4 1", "@end", "7", "@processes 4 (corosync)", ""]


def test_a_line_that_was_not_read_is_not_inspected_and_hides_no_required_service() -> None:
    broken = _processes(names=("crond",), broken_count=1)
    assert levels(broken)["unread"] is Level.UNKNOWN
    services = derive(Absent("/proc/1/comm: init"), broken, SYSV)
    assert [f.level for f in required(services, "gone")] == [Level.UNKNOWN]


@pytest.mark.parametrize(
    ("state", "is_lost"), [("activating start", False), ("activating auto-restart", True), ("active running", True)]
)
def test_trap_what_a_timer_started_may_have_ended_between_the_two_lists(state: str, *, is_lost: bool) -> None:
    text = (
        "@init systemd\n@booted systemd\n@uptime 100.0 1\n@version systemd 252\n"
        f"@units 0\n collect.service loaded {state} once\n@files 0\n@failed 0\n@show 0\n@end\n"
    )
    assert bool(parse_units(Answer(text)).unseen) is is_lost


def _after(still: str) -> Listing[Unit]:
    """The recorded units, with one service that ran in the first list and was not shown afterwards."""
    text = (Path(__file__).parent / "cases" / "linux.units.systemctl" / "ordinary" / "answer.txt").read_text()
    listed = text.replace("@files", " brief.service loaded active running Stops when idle\n@files", 1)
    return parse_units(Answer(listed.replace("@end", f"@still 0\n ssh.service loaded active running ssh\n{still}@end")))


def test_a_service_that_ended_between_the_lists_is_no_loss() -> None:
    assert not [one for one in _after("").unseen if one.subject == "restarts"]


def test_a_service_that_still_runs_and_was_not_shown_is_one() -> None:
    lost = [
        one for one in _after(" brief.service loaded active running Stops when idle\n").unseen if one.subject == "restarts"
    ]
    assert [one.reason for one in lost] == [Reason.CUT]
