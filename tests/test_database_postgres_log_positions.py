"""PostgreSQL's server logs between inspections: what is new is read once, wherever the log went meanwhile."""

import gzip
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checks.base import Finding, Level, Scene
from checks.database.postgres.server_log import judge
from checks.server_logs import LogLimits
from collectors.base import Answer, Ask, Listing, Marked, Question, Shell
from collectors.evidence import decode
from collectors.facts.server_logs import LogMemory, LogPart, LogReading, LogReadings, LogSight
from collectors.linux.postgres_logs import SERVER_LOGS_LINUX, parse
from collectors.linux.server_log_memory import derive
from collectors.linux.server_log_memory import parse as remembered
from collectors.sessions.base import Budget
from collectors.sessions.local import LocalSession
from config.limits import Layered

SHELLS = [one for one in ("/bin/dash", "/bin/bash", "busybox sh", "mksh") if shutil.which(one.split(maxsplit=1)[0])]
LOGIN = '2026-11-{day:02} 03:00:00.1 UTC [1] FATAL:  password authentication failed for user "a" {n:04}\n'


class Host:
    """A process that is called like the server, with a data directory that names its log."""

    def __init__(self, folder: Path, shell: str) -> None:
        self.data, self.log, self.shell = folder / "data", folder / "data" / "log", shell
        self.log.mkdir(parents=True)
        program = folder / "postgres"
        program.write_text("#!/bin/sh\nread x\n")
        program.chmod(0o755)
        self.process = subprocess.Popen([program, "-D", str(self.data)], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.mark = "none"

    def writes_to(self, name: str) -> Path:
        (self.data / "current_logfiles").write_text(f"stderr log/{name}\n")
        return self.log / name

    def read(self, ask: Ask[Answer] = SERVER_LOGS_LINUX.ask) -> LogReading:
        question = Question("x", ask, ("92", self.mark))
        ((_question, reply),) = LocalSession(Budget(60, 5), shell=self.shell).ask([question])
        assert isinstance(reply, bytes)
        said: Marked[LogReadings] = parse(Answer(decode(reply)[0].out.decode()))
        self.mark = said.bookmark or self.mark
        (mine,) = (one for one in said.facts.logs.records if one.name == str(self.data))
        return mine


@pytest.fixture(params=SHELLS)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    made = Host(tmp_path, request.param)
    yield made
    assert made.process.stdin is not None
    made.process.stdin.close()
    made.process.wait(10)


def logins(reading: LogReading) -> int:
    return sum(one.count for one in reading.part.sights if one.kind == "login")


def add(path: Path, count: int, day: int = 20) -> None:
    with path.open("a") as file:
        file.writelines(LOGIN.format(day=day, n=n) for n in range(count))


def renamed(old: Path, new: Path) -> None:
    old.rename(new)


def copied_and_truncated(old: Path, new: Path) -> None:
    shutil.copy2(old, new)
    os.truncate(old, 0)


def compressed(old: Path, new: Path) -> None:
    Path(f"{new}.gz").write_bytes(gzip.compress(old.read_bytes()))
    old.unlink()


def test_what_is_new_is_read_once(host: Host) -> None:
    log = host.writes_to("postgresql-2026-11-20_000000.log")
    add(log, 40)
    first = host.read()
    assert (first.begun, logins(first), first.skipped_bytes) == ("first", 40, 0)
    again = host.read()
    assert (again.begun, logins(again)) == ("continued", 0)
    add(log, 3)
    with log.open("a") as file:
        file.write("2026-11-20 03:00:00.1 UTC [1] FATAL:  password auth")  # a line that is not finished yet
    assert logins(host.read()) == 3
    with log.open("a") as file:
        file.write("entication failed\n")
    assert logins(host.read()) == 1


def test_the_files_between_two_inspections_are_all_read(host: Host) -> None:
    add(host.writes_to("postgresql-2026-11-20_000000.log"), 2)
    add(host.log / "other-2026.log", 50)
    host.read()
    add(host.log / "postgresql-2026-11-20_000000.log", 3)
    add(host.log / "postgresql-2026-11-21_000000.log", 4, day=21)
    os.utime(host.log / "postgresql-2026-11-20_000000.log", (1_795_000_000, 1_795_000_000))
    os.utime(host.log / "postgresql-2026-11-21_000000.log", (1_795_000_100, 1_795_000_100))
    add(host.writes_to("postgresql-2026-11-22_000000.log"), 5, day=22)
    reading = host.read()
    assert (reading.begun, logins(reading)) == ("continued", 12)
    assert logins(host.read()) == 0


@pytest.mark.parametrize("rotate", [renamed, copied_and_truncated, compressed])
def test_a_log_is_found_again_where_logrotate_put_it(host: Host, rotate: Callable[[Path, Path], None]) -> None:
    log = host.writes_to("postgresql.log")
    add(log, 30)
    host.read()
    add(log, 6)
    rotate(log, host.log / "postgresql.log.1")
    add(log, 7, day=21)
    reading = host.read()
    assert (reading.begun, logins(reading)) == ("continued", 13)


def test_a_log_that_is_overwritten_each_week_is_lost_and_said_to_be(host: Host) -> None:
    log = host.writes_to("postgresql-Sun.log")
    add(log, 30)
    host.read()
    log.unlink()
    add(log, 8, day=21)
    reading = host.read()
    assert (reading.begun, logins(reading)) == ("lost", 8)


def test_the_journal_of_its_unit_is_read_from_where_it_was(host: Host, tmp_path: Path) -> None:
    """A journal of our own making stands for journalctl, and a file for what the kernel tells of the server's unit."""
    (tmp_path / "cgroup").write_text("0::/system.slice/system-postgresql.slice/postgresql@15-main.service\n")
    stub = tmp_path / "journal"
    stub.write_text(f"#!/bin/sh\nprintf '%s ' \"$@\" >>{tmp_path}/asked\necho >>{tmp_path}/asked\ncat {tmp_path}/lines\n")
    stub.chmod(0o755)
    (tmp_path / "lines").write_text(f"2026-11-20T03:00:00+0000 db01 postgres[7]: {LOGIN.partition('] ')[2].format(n=1)}")
    ask = SERVER_LOGS_LINUX.ask
    assert isinstance(ask, Shell)
    command = ask.command.replace("/proc/$p/cgroup", str(tmp_path / "cgroup")).replace("journalctl", str(stub))
    first = host.read(replace(ask, command=command))
    assert (first.path, first.begun, logins(first)) == ("postgresql@15-main.service", "first", 1)
    assert first.part.since_at is not None, "the journal's own stamps tell when"
    first_mark = host.mark
    assert host.read(replace(ask, command=command)).begun == "continued"
    marks = [one.split(":")[2] for one in first_mark.split(",") if ":j:" in one]  # of others' servers as well
    asked = (tmp_path / "asked").read_text()
    assert all(f"--since @{began} --until" in asked for began in marks), "from where it was"
    (tmp_path / "lines").write_text("")
    with pytest.raises(ValueError, match="not enough values"):
        host.read(replace(ask, command=command))


def test_lines_in_the_systems_log_are_read_where_the_server_has_no_file(host: Host, tmp_path: Path) -> None:
    system = tmp_path / "messages"
    noise = "Nov 20 03:00:00 db01 sshd[9]: FATAL:  password authentication failed\n"
    line = "Nov 20 03:00:00 db01 postgres[7]: [5-1] " + LOGIN
    system.write_text(noise * 9 + "".join(line.format(day=20, n=n) for n in range(3)))
    ask = SERVER_LOGS_LINUX.ask
    assert isinstance(ask, Shell)
    ask = replace(ask, command=ask.command.replace("/var/log/messages /var/log/syslog", str(system)))
    first = host.read(ask)
    assert (first.path, first.begun, logins(first)) == (str(system), "first", 3)
    with system.open("a") as file:
        file.write(noise + line.format(day=21, n=1))
    second = host.read(ask)
    assert (second.begun, logins(second)) == ("continued", 1)


NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)


def reading(begun: str, count: int, *, skipped: int = 0, since: datetime = NOW - timedelta(hours=5)) -> LogReading:
    sight = (LogSight("login", count, since, NOW, "x"),) if count else ()
    return LogReading("/data", "/data/log/x", begun, skipped, LogPart(since, NOW, 100, count, sight))


def over(memory: LogMemory, one: LogReading, at: datetime) -> tuple[Finding, LogMemory]:
    """The log's own finding, and what is kept for the next time, written and read again."""
    made = derive(LogReadings(at, 92, Listing((one,))), memory)
    found = [f for f in judge(made.facts, Layered(LogLimits()), Scene(at=at)) if isinstance(f, Finding)]
    return found[0], remembered(Answer(made.bookmark))


def test_troubles_of_earlier_readings_stay_until_the_period_is_over() -> None:
    memory = LogMemory(())
    counts = []
    for day in range(100):
        at = NOW + timedelta(days=day)
        only_once = reading("first" if not day else "continued", 5 if day == 0 else 0)
        made = derive(LogReadings(at, 92, Listing((only_once,))), memory)
        memory = remembered(Answer(made.bookmark))
        counts.append(sum(one.count for log in made.facts.logs.records for one in log.sights))
    assert counts[0] == counts[1] == counts[92] == 5
    assert counts[93:] == [0] * 7


def test_a_log_that_was_read_anew_counts_nothing_twice() -> None:
    _found, memory = over(LogMemory(()), reading("first", 5), NOW)
    made = derive(LogReadings(NOW, 92, Listing((reading("lost", 7),))), memory)
    assert [one.count for one in made.facts.logs.records[0].sights] == [7]


def test_lines_that_nobody_read_are_said() -> None:
    _found, memory = over(LogMemory(()), reading("first", 0), NOW)
    later = NOW + timedelta(days=90)
    week = later - timedelta(days=7)
    assert over(memory, reading("lost", 0, since=week), later)[0].level is Level.UNKNOWN
    assert over(memory, reading("continued", 0, skipped=10, since=week), later)[0].level is Level.UNKNOWN
    assert over(memory, reading("continued", 0, since=week), later)[0].level is Level.OK, "a server that was quiet"
    whole = reading("lost", 0, since=NOW - timedelta(days=1))
    assert over(memory, whole, later)[0].level is Level.OK, "what is left begins before the last inspection"
    assert over(LogMemory(()), reading("first", 0, skipped=10, since=week), later)[0].level is Level.OK, "since is told"


def test_a_day_read_twice_is_one_day() -> None:
    _found, memory = over(LogMemory(()), reading("first", 5), NOW)
    _found, memory = over(memory, reading("continued", 2), NOW + timedelta(minutes=5))
    (kept,) = memory.logs
    assert len(kept.days) == 1
    assert [one.count for one in kept.days[0][1].sights] == [7]


def test_another_server_keeps_its_memory() -> None:
    _found, memory = over(LogMemory(()), reading("first", 5), NOW)
    other = replace(reading("first", 1), name="/other")
    _found, memory = over(memory, other, NOW)
    assert {one.name for one in memory.logs} == {"/data", "/other"}
