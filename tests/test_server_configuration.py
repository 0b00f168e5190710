"""Scheduled jobs, kept logs, assets, identity: boundaries and traps."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from checks.base import Exhibit, Finding, Level, NoLimits, Scene
from checks.server import assets, log_retention, scheduled_jobs
from checks.server.log_retention import LogLimits
from checks.server.scheduled_jobs import JobLimits
from collectors.base import Absent, Listing, ParseError, Reason, SessionError, Unseen
from collectors.facts.assets import Address, Assets, Disk, Hardware
from collectors.facts.identity import Identity
from collectors.facts.jobs import Job, JobFile, ScheduledJobs
from collectors.facts.logs_kept import LogFile, LogKeeping, LogTrail
from collectors.linux import hardware as hardware_collector
from collectors.linux import jobs as jobs_collector
from collectors.linux.job_commands import called
from config.limits import Layered
from config.text import render


@pytest.mark.parametrize(
    ("command", "programs", "scripts"),
    [
        ("/a/b.sh >/dev/null 2>&1", ("/a/b.sh",), ()),
        ("/a/b.sh>>/var/log/x 2>&1 &", ("/a/b.sh",), ()),
        ("sh /a/b.sh -x", (), ("/a/b.sh",)),
        ("/usr/bin/python3 -u /opt/a.py", ("/usr/bin/python3",), ("/opt/a.py",)),
        ("/bin/bash -c '/a/b.sh'", ("/bin/bash", "/a/b.sh"), ()),
        ("nohup su - *** -c 'sh /a/b.sh ***' >/dev/null", (), ("/a/b.sh",)),
        ("sudo -u *** /a/b.sh *** ; nice -n *** /c", ("/a/b.sh", "/c"), ()),
        ("nohup /a/b.sh", ("/a/b.sh",), ()),
        ("LANG=C /a/b", ("/a/b",), ()),
        ("cd /opt/app && ./run.sh; /x/y", ("/opt/app/run.sh", "/x/y"), ()),
        ("cd '/opt/app/' && ./run.sh", ("/opt/app/run.sh",), ()),
        ("[ -x /a/b ] && /a/b", (), ()),
        ("test -x /a/b || exit 0; /a/b", (), ()),
        ("if [ ! -d /x ]; then /a/b; fi", ("/a/b",), ()),
        ("command -v /a/b >/dev/null && /a/b", (), ()),
        ("$HOME/b.sh; /a/*.sh; ~/x; /a/`date`.sh", (), ()),
        ("/a/b%/not/input", ("/a/b",), ()),
        (r"/a/b $(date +\%F) | /c/d", ("/a/b", "/c/d"), ()),
        ("/opt/数据/备份.sh 1>/dev/null", ("/opt/数据/备份.sh",), ()),
        ('"/opt/my app/x.sh"', ("/opt/my app/x.sh",), ()),
        ("mysqldump --all > /data/x.sql", (), ()),
        ("/a/b; /a/b", ("/a/b",), ()),
        ("", (), ()),
    ],
)
def test_what_a_command_calls(command: str, programs: tuple[str, ...], scripts: tuple[str, ...]) -> None:
    assert called(command) == (programs, scripts)


def job(command: str, source: str = "/etc/crontab") -> Job:
    return Job(source, "0 1 * * *", "root", command, *called(command))


def jobs(
    *found: Job, files: dict[str, JobFile | Unseen] | None = None, limits: JobLimits | None = None
) -> dict[str, Level]:
    said = scheduled_jobs.judge(ScheduledJobs(Listing(found), files or {}), Layered(limits or JobLimits()), Scene())
    return {one.subject: one.level for one in said if isinstance(one, Finding)}


THERE = JobFile("/a/b.sh", exists=True, mode="-rwxr-x---")


@pytest.mark.parametrize(
    ("file", "level"),
    [
        (THERE, None),
        (dataclasses.replace(THERE, mode="-rw-r--r-x"), None),
        (dataclasses.replace(THERE, mode="-rwsr-xr-x"), None),
        (dataclasses.replace(THERE, mode="-rwSr-Sr-T"), Level.WARN),
        (dataclasses.replace(THERE, mode="-rw-r--r--"), Level.WARN),
        (JobFile("/a/b.sh", exists=False), Level.WARN),
        (Unseen("/a/b.sh", Reason.DENIED), Level.UNKNOWN),
    ],
)
def test_a_path_that_a_job_executes(file: JobFile | Unseen, level: Level | None) -> None:
    found = jobs(job("/a/b.sh"), files={"/a/b.sh": file})
    assert found == ({"": Level.OK} if level is None else {"/a/b.sh": level, "": Level.OK})


def test_a_script_of_an_interpreter_needs_no_execute_bit_but_must_be_there() -> None:
    plain = JobFile("/a/b.sh", exists=True, mode="-rw-r--r--")
    assert jobs(job("sh /a/b.sh"), files={"/a/b.sh": plain}) == {"": Level.OK}
    gone = JobFile("/a/b.sh", exists=False)
    assert jobs(job("sh /a/b.sh"), files={"/a/b.sh": gone})["/a/b.sh"] is Level.WARN
    assert jobs(job("sh /a/b.sh"), files={"/a/b.sh": gone}, limits=JobLimits(("/a/b.sh",))) == {"": Level.OK}


def test_a_file_of_cron_daily_without_its_bit_is_often_meant_so() -> None:
    path = "/etc/cron.daily/x"
    off = JobFile(path, exists=True, mode="-rw-r--r--")
    assert jobs(job(path, "/etc/cron.daily"), files={path: off})[path] is Level.NOTICE


def test_a_line_of_cron_d_that_is_only_a_path_is_no_file_of_cron_daily() -> None:
    off = JobFile("/a/b.sh", exists=True, mode="-rw-r--r--")
    assert jobs(job("/a/b.sh", "/etc/cron.d/ours"), files={"/a/b.sh": off})["/a/b.sh"] is Level.WARN


@pytest.mark.parametrize(
    ("command", "is_silent"),
    [
        ("/x/rman_full >/dev/null 2>&1", True),
        ("/x/backup.sh &>/dev/null", True),
        ("/x/备份 1> /dev/null", True),
        ("/x/backup.sh >>/var/log/b.log 2>&1", False),
        ("/x/backup.sh 2>/dev/null", False),
        ("/x/clean.sh >/dev/null 2>&1", False),
    ],
)
def test_a_backup_that_throws_its_output_away(command: str, *, is_silent: bool) -> None:
    assert (Level.NOTICE in jobs(job(command)).values()) is is_silent


def test_jobs_that_were_not_seen_are_said_and_the_sum_is_withheld() -> None:
    listing = Listing((job("/a/b.sh"),), (Unseen("/var/spool/cron", Reason.DENIED),))
    said = list(scheduled_jobs.judge(ScheduledJobs(listing, {"/a/b.sh": THERE}), Layered(JobLimits()), Scene()))
    assert [(f.subject, f.level) for f in said if isinstance(f, Finding)] == [("/var/spool/cron", Level.UNKNOWN)]
    assert [f.rows for f in said if isinstance(f, Exhibit)] == [(("/etc/crontab", "0 1 * * *", "root", "/a/b.sh"),)]


@pytest.mark.parametrize("error", [SessionError(Reason.BUDGET), ParseError("x")])
def test_without_the_files_each_path_is_not_inspected(error: Exception) -> None:
    scheduled = jobs_collector.derive(Listing((job("/a/b.sh"),)), error)
    assert jobs(*scheduled.jobs.records, files=dict(scheduled.files))["/a/b.sh"] is Level.UNKNOWN
    with pytest.raises(Absent):
        jobs_collector.derive(Absent("x"), error)


def test_each_path_is_asked_once() -> None:
    assert list(jobs_collector.paths(Listing((job("/b; sh /a"), job("/b"))))) == ["/a", "/b"]


NOW = datetime(2026, 9, 21, tzinfo=UTC)


def days(count: float) -> datetime:
    return NOW - timedelta(days=count)


def trail(name: str, kept: float, *, is_exact: bool = True) -> LogTrail:
    return LogTrail(name, 5, days(kept), NOW, is_exact)


KEEPING = LogKeeping(
    asked_at=NOW,
    files_count=40,
    size_bytes=10**9,
    large=(),
    trails=(trail("system", 200), trail("login", 200)),
    journal="none",
    has_logrotate=True,
    rotated_at=days(1),
    installed_at=days(900),
    installed_by=("/", "/etc/machine-id"),
)


def logs(limits: LogLimits | None = None, **changed: object) -> dict[str, Level]:
    keeping = dataclasses.replace(KEEPING, **changed)  # type: ignore[arg-type] # fields by name
    return {f.subject: f.level for f in log_retention.judge(keeping, Layered(limits or LogLimits()), Scene())}


def told(subject: str, **changed: object) -> str:
    keeping = dataclasses.replace(KEEPING, **changed)  # type: ignore[arg-type] # fields by name
    found = {f.subject: f for f in log_retention.judge(keeping, Layered(LogLimits()), Scene())}[subject]
    return render(found.remedy or log_retention.LOG_RETENTION.remedy, "en")


def test_the_remedy_fits_what_is_missing() -> None:
    assert "Install logrotate" in told("logrotate", rotated_at=None, has_logrotate=False)
    assert "/var/log/messages" in told("system", trails=())
    assert "/var/log/secure" in told("login", trails=())
    short = (trail("system", 30), trail("login", 30))
    assert all("Set rotate" in told(kind, trails=short) for kind in ("system", "login"))


def test_no_remedy_names_a_key_of_our_configuration() -> None:
    for subject in ("system", "login", "logrotate", "journal"):
        assert "is_centralised" not in told(subject, trails=(), rotated_at=None, has_logrotate=False, journal="volatile")


def test_all_is_well() -> None:
    expected = {"system": Level.OK, "login": Level.OK, "logrotate": Level.OK, "journal": Level.ABSENT, "/var/log": Level.OK}
    assert logs() == expected


@pytest.mark.parametrize(("kept", "level"), [(180, Level.OK), (179.9, Level.WARN), (0, Level.WARN)])
def test_six_months_at_the_boundary(kept: float, level: Level) -> None:
    found = logs(trails=(trail("system", kept), trail("login", 200), trail("audit", kept)))
    assert (found["system"], found["login"], found["audit"]) == (level, Level.OK, level)


def test_machine_id_alone_does_not_prove_the_installation() -> None:
    trails = tuple(dataclasses.replace(one, oldest_at=days(30)) for one in KEEPING.trails)
    assert logs(trails=trails, installed_at=days(30), installed_by=("/", "/etc/machine-id"))["system"] is Level.OK
    assert logs(trails=trails, installed_at=days(30), installed_by=("/etc/machine-id",))["system"] is Level.UNKNOWN
    assert (
        logs(
            trails=trails, installed_at=days(30), installed_by=("/etc/machine-id",), limits=LogLimits(is_centralised=True)
        )["system"]
        is Level.OK
    )


def test_a_young_machine_cannot_have_six_months() -> None:
    trails = (trail("system", 30), trail("login", 30))
    assert logs(trails=trails, installed_at=days(37))["system"] is Level.OK
    assert logs(trails=trails, installed_at=days(38))["system"] is Level.WARN
    assert logs(trails=trails, installed_at=None)["system"] is Level.WARN


def test_a_central_server_satisfies_and_forwarding_asks() -> None:
    trails = (trail("system", 30), trail("login", 30))
    assert logs(LogLimits(is_centralised=True), trails=trails)["system"] is Level.OK
    assert logs(trails=trails, forwards=True)["system"] is Level.NOTICE


def test_a_file_time_proves_only_the_least() -> None:
    assert logs(trails=(trail("system", 200, is_exact=False), trail("login", 30, is_exact=False))) | {} == logs() | {
        "login": Level.UNKNOWN
    }


def test_the_journal_counts_when_it_is_kept_and_seen() -> None:
    short = (trail("system", 10), trail("login", 10))
    found = logs(trails=short, journal="persistent", journal_oldest_at=days(180))
    assert (found["system"], found["journal"]) == (Level.OK, Level.OK)
    assert logs(trails=short, journal="persistent")["system"] is Level.UNKNOWN
    assert logs(trails=short, journal="volatile", journal_oldest_at=days(180))["system"] is Level.WARN
    assert logs(journal="volatile")["journal"] is Level.NOTICE
    assert logs(trails=(), journal="volatile")["journal"] is Level.WARN


def test_no_log_at_all() -> None:
    assert logs(trails=())["system"] is Level.WARN


@pytest.mark.parametrize(("size", "level"), [(1024**3, None), (1024**3 + 1, Level.WARN)])
def test_a_large_file_at_the_boundary(size: int, level: Level | None) -> None:
    files = (LogFile("/var/log/app.log", size, NOW), LogFile("/var/log/journal/x/system.journal", size, NOW))
    found = logs(large=files)
    assert found.get("/var/log/app.log") is level
    assert "/var/log/journal/x/system.journal" not in found


@pytest.mark.parametrize(("age", "level"), [(8, Level.OK), (8.1, Level.WARN)])
def test_logrotates_last_run_at_the_boundary(age: float, level: Level) -> None:
    assert logs(rotated_at=days(age))["logrotate"] is level


def test_rotation_that_was_not_seen_and_that_is_not_there() -> None:
    assert logs(rotated_at=None)["logrotate"] is Level.UNKNOWN
    assert logs(rotated_at=None, has_logrotate=False)["logrotate"] is Level.NOTICE


@pytest.mark.parametrize(("age", "level"), [(8, Level.OK), (8.1, Level.WARN), (None, Level.UNKNOWN)])
def test_a_rotation_that_never_ran_is_no_missing_right(age: float | None, level: Level) -> None:
    installed = None if age is None else days(age)
    assert logs(rotated_at=None, is_never_rotated=True, installed_at=installed)["logrotate"] is level


def test_a_closed_folder_hides_its_logs() -> None:
    assert logs(denied=("find: '/var/log/audit': Permission denied",))["audit"] is Level.UNKNOWN
    assert logs(denied=("find: /var/log/audit: Permission denied",))["audit"] is Level.UNKNOWN
    assert "audit" not in logs(denied=("find: '/var/log/private': Permission denied",))
    assert logs(trails=(), denied=("find: '/var/log': Permission denied",))["system"] is Level.UNKNOWN
    assert logs(trails=(), denied=("find: '/var/log/private': Permission denied",))["system"] is Level.WARN


def test_a_denied_folder_withholds_the_sum() -> None:
    assert logs(denied=("find: '/var/log/audit': Permission denied",))["/var/log"] is Level.UNKNOWN


IDENTITY = Identity("m", "db01", "kylin", "Kylin V10", "V10", "4.19", "aarch64", 0)
HARDWARE = Hardware(
    "Huawei", "TaiShan 200", "S1", "1.2", "01/01/2022", "Kunpeng-920", 96, 2, 2**38,
    (Disk("sda", "X", 4 * 10**12, "D1", True), Disk("sr0", "DVD", 0), Disk("vda", "", 10**12, "", True)),  # noqa: FBT003
    (Address("eth0", "10.0.0.11/24"),), True,  # noqa: FBT003 - a record
)  # fmt: skip


def asset(identity: Identity | None = IDENTITY, **changed: object) -> dict[str, Level]:
    one = Assets(dataclasses.replace(HARDWARE, **changed), identity)  # type: ignore[arg-type] # fields by name
    said = assets.judge(one, Layered(NoLimits()), Scene())
    return {f.subject: f.level for f in said if isinstance(f, Finding)}


def test_assets_are_identified_or_said_not_to_be() -> None:
    virtual = dataclasses.replace(IDENTITY, virtualisation="kvm")
    denied = Unseen("serial", Reason.DENIED)
    assert asset() == {"": Level.OK, "serial": Level.OK}
    assert asset(None) == {"": Level.UNKNOWN, "serial": Level.OK}
    assert asset(serial="", serial_unseen=denied)["serial"] is Level.UNKNOWN
    assert asset(virtual, serial="", serial_unseen=denied)["serial"] is Level.ABSENT
    assert asset(serial="")["serial"] is Level.NOTICE
    assert asset(serial="", has_firmware_tables=False)["serial"] is Level.UNKNOWN
    assert asset(None, serial="", has_firmware_tables=False)["serial"] is Level.UNKNOWN


def test_the_tables_of_assets() -> None:
    said = list(assets.judge(Assets(HARDWARE, IDENTITY), Layered(NoLimits()), Scene()))
    machine, disks = (one.rows for one in said if isinstance(one, Exhibit))
    assert machine == (
        ("db01", "Huawei", "TaiShan 200", "S1", "1.2 01/01/2022", "96 × Kunpeng-920", "256.0 GiB", "Kylin V10",
         "4.19 aarch64", "eth0 10.0.0.11/24"),
    )  # fmt: skip
    assert disks == (("sda", "X", "4000 GB", "HDD", "D1"), ("vda", "", "1000 GB", "", ""))


def test_hardware_is_needed_and_the_identity_is_not() -> None:
    assert hardware_collector.derive(HARDWARE, SessionError(Reason.TIMEOUT)).identity is None
    with pytest.raises(SessionError):
        hardware_collector.derive(SessionError(Reason.TIMEOUT), IDENTITY)
