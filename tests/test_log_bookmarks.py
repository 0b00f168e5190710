"""Logs read by bookmark: real files rotated between two rounds through the local session, and the store that keeps them."""

import gzip
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from agent.catalogue import CHECKS, collectors_for
from agent.gather import Gathering
from agent.inspecting import Course, Job, inspect
from agent.judging import judge
from agent.outcomes import Missed, Seen
from agent.store.open import open_store
from agent.store.store import Store
from checks.base import Finding, Level, Scene
from checks.result import Inspection
from collectors.base import LINUX, Answer, Collector, Question, Reason, Recall, Shell, Wired
from collectors.evidence import decode, digest, encode
from collectors.facts.identity import IDENTITY
from collectors.facts.system_logs import SYSTEM_LOG, SystemLog
from collectors.linux.system_log_asks import MOST_BYTES
from collectors.linux.system_log_lines import MOST_KINDS, MOST_MATCHED
from collectors.linux.system_logs import SYSTEM_LOGS_FILES, SYSTEM_LOGS_JOURNAL, parse_files
from collectors.sessions.base import Budget
from collectors.sessions.local import LocalSession
from config.site import Target

LOG_CHECKS = tuple(one for one in CHECKS if one.id in {"server.system_log", "server.log_novelty"})
BOOKMARK = SYSTEM_LOGS_FILES.id
SERVICE = "systemd[1]: nginx.service: Failed with result 'exit-code'."
NEW = "shop[7]: ERROR cannot reach the bank"


def stamped(*messages: str, minutes: float = 10) -> str:
    at = datetime.now() - timedelta(minutes=minutes)  # noqa: DTZ005 - syslog writes the machine's own time
    return "".join(f"{at:%b} {at.day:2d} {at:%H:%M:%S} db01 {message}\n" for message in messages)


def wired(folder: Path) -> tuple[Wired, ...]:
    """The log collectors, with another folder than /var/log."""
    return tuple(_moved(one, folder) for one in collectors_for(LINUX, LOG_CHECKS))


def _moved(one: Wired, folder: Path) -> Wired:
    if isinstance(one, Collector) and isinstance(one.ask, Shell):
        return replace(one, ask=replace(one.ask, command=one.ask.command.replace("/var/log", str(folder))))
    return one


class Round:
    """What one round over a folder came to."""

    def __init__(self, folder: Path, marks: Mapping[str, str], values: Mapping[str, str] | None = None) -> None:
        self.gathering = Gathering(wired(folder), values or {}, marks)
        self.gathering.recall()
        for question, reply in LocalSession(Budget(60)).ask(self.gathering.questions(1)):
            self.gathering.replies[question.id] = reply
        self.gathering.settle()
        self.marks = self.gathering.marks()

    @property
    def log(self) -> SystemLog:
        outcome = self.gathering.outcomes[SYSTEM_LOG.name]
        assert isinstance(outcome, Seen), outcome.error
        facts: SystemLog = outcome.facts
        return facts

    @property
    def begun(self) -> str:
        return self.log.readings[0].begun

    @property
    def findings(self) -> dict[tuple[str, str], Finding]:
        said, _exhibits = judge(LOG_CHECKS, self.gathering.outcomes, {}, Scene(at=datetime.now(UTC)))
        return {(one.check.rpartition(".")[2], one.subject): one for one in said}

    def counts(self) -> dict[str, int]:
        return {f"{one.signature}:{one.entity}": one.count for one in self.log.sights}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "messages").write_text(stamped("crond[1]: (root) CMD (x)", SERVICE, minutes=50))
    return tmp_path


def add(path: Path, *messages: str) -> None:
    with path.open("a") as file:
        file.write(stamped(*messages))


def test_the_first_time_reads_all_and_counts_nothing_as_new(folder: Path) -> None:
    add(folder / "messages", NEW)
    first = Round(folder, {})
    assert first.begun == "first"
    assert first.counts() == {"service-failed:nginx.service": 1}
    assert first.findings["log_novelty", ""].level is Level.ABSENT


def test_the_second_time_reads_only_what_came_since(folder: Path) -> None:
    first = Round(folder, {})
    add(folder / "messages", SERVICE, NEW)
    second = Round(folder, first.marks)
    assert second.begun == "continued"
    assert second.log.readings[0].read_bytes == len(stamped(SERVICE, NEW))
    assert second.counts() == {"service-failed:nginx.service": 2}, "the earlier one stays in the period"
    assert second.findings["log_novelty", "new"].measures["new_count"] == 1
    third = Round(folder, second.marks)
    assert third.log.readings[0].read_bytes == 0
    assert third.counts() == {"service-failed:nginx.service": 2}
    assert third.findings["log_novelty", "new"].level is Level.OK


def _renamed(folder: Path) -> None:
    (folder / "messages").rename(folder / "messages.1")
    (folder / "messages").touch()


def _compressed(folder: Path) -> None:
    whole = (folder / "messages").read_bytes()
    (folder / "messages").unlink()
    with gzip.open(folder / "messages-20261121.gz", "wb") as file:
        file.write(whole)
    (folder / "messages").touch()


def _copied_and_truncated(folder: Path) -> None:
    (folder / "messages.1").write_bytes((folder / "messages").read_bytes())
    os.truncate(folder / "messages", 0)


def _twice(folder: Path) -> None:
    _renamed(folder)
    os.utime(folder / "messages.1", (time.time() - 600, time.time() - 600))
    add(folder / "messages", SERVICE)
    (folder / "messages.1").rename(folder / "messages.2")
    _renamed(folder)
    os.utime(folder / "messages.1", (time.time() - 300, time.time() - 300))


@pytest.mark.parametrize(("rotate", "count"), [(_renamed, 3), (_compressed, 3), (_copied_and_truncated, 3), (_twice, 4)])
def test_a_rotation_between_two_rounds_loses_and_doubles_nothing(folder: Path, rotate: Any, count: int) -> None:  # noqa: ANN401 - any of the ways
    first = Round(folder, {})
    add(folder / "messages", SERVICE)
    rotate(folder)
    add(folder / "messages", SERVICE)
    second = Round(folder, first.marks)
    assert second.begun == "continued"
    assert second.counts() == {"service-failed:nginx.service": count}


def test_a_bookmark_that_is_no_longer_known_reads_all_and_says_so(folder: Path) -> None:
    first = Round(folder, {})
    (folder / "messages").unlink()
    (folder / "messages").write_text(stamped("crond[1]: another file", SERVICE))
    second = Round(folder, first.marks)
    assert second.begun == "lost"
    assert second.findings["system_log", ""].level is Level.UNKNOWN
    assert second.findings["system_log", ""].reason == Reason.NO_RECORD.value
    assert second.findings["log_novelty", "new"].level is Level.UNKNOWN, "what was lost may have been new"


def test_a_line_that_is_still_being_written_is_read_next_time(folder: Path) -> None:
    with (folder / "messages").open("a") as file:
        file.write(stamped(SERVICE).rstrip("\n")[:-12])
    first = Round(folder, {})
    assert first.counts() == {"service-failed:nginx.service": 1}
    with (folder / "messages").open("a") as file:
        file.write("'exit-code'.\n")
    assert Round(folder, first.marks).counts() == {"service-failed:nginx.service": 2}


def test_a_bookmark_of_another_form_is_none(folder: Path) -> None:
    assert Round(folder, {BOOKMARK: "inode 7, byte 9"}).begun == "first"


def test_what_the_operator_expects_is_asked_for_and_remembered(folder: Path) -> None:
    add(folder / "messages", "backup[3]: nightly backup finished, 0 errors")
    values = {"log_expected": "nightly backup finished|never said"}
    first = Round(folder, {}, values)
    assert [words for words, _at in first.log.expected] == ["nightly backup finished"]
    second = Round(folder, first.marks, values)
    assert [words for words, _at in second.log.expected] == ["nightly backup finished"], "seen last time, still known"


def test_a_failed_derivation_moves_nothing(folder: Path) -> None:
    first = Round(folder, {})
    marks = first.marks | {"linux.system_logs": '{"v":9}'}
    broken = Round(folder, marks)
    assert isinstance(broken.gathering.outcomes[SYSTEM_LOG.name], Missed)
    assert broken.marks == {}, "its lines were not looked at, so the next round reads them again"


def test_what_was_known_is_evidence_and_a_replay_knows_the_same(folder: Path) -> None:
    first = Round(folder, {})
    add(folder / "messages", NEW)
    second = Round(folder, first.marks)
    replayed = Gathering(wired(folder), {}, {})
    for question in (*replayed.recall(), *replayed.questions(1)):
        replayed.replies[question.id] = second.gathering.replies[question.id]
    replayed.settle()
    said, _exhibits = judge(LOG_CHECKS, replayed.outcomes, {}, Scene(at=datetime.now(UTC)))
    assert {one.subject: one.level for one in said if one.check == "server.log_novelty"}["new"] is Level.NOTICE
    (kept,) = decode(second.gathering.replies["linux.log_memory"])  # type: ignore[arg-type]  # it was answered
    assert kept.out.decode() == first.marks["linux.system_logs"]


def test_a_recall_is_sent_to_nobody(folder: Path) -> None:
    gathering = Gathering(wired(folder))
    assert [one for one in gathering.questions(1) if isinstance(one.ask, Recall)] == []
    assert list(gathering.recall()) == [Question("linux.log_memory", Recall("linux.system_logs"))]


def file_answer(folder: Path, *changes: tuple[str, str], shell: str = "/bin/sh") -> str:
    """What the ask of the log files prints, with parts of its text replaced."""
    assert isinstance(SYSTEM_LOGS_FILES.ask, Shell)
    command = SYSTEM_LOGS_FILES.ask.command
    for old, new in (("/var/log", str(folder)), *changes):
        assert old in command
        command = command.replace(old, new)
    ask = replace(SYSTEM_LOGS_FILES.ask, command=command)
    ((_question, reply),) = LocalSession(Budget(60), shell=shell).ask([Question("f", ask, ("92", "none", ""))])
    assert isinstance(reply, bytes), reply
    return decode(reply)[0].out.decode()


@pytest.mark.parametrize("shell", ["dash", "bash", "busybox sh", "mksh"])
def test_every_shell_reads_the_same(folder: Path, shell: str) -> None:
    if not shutil.which(shell.split(maxsplit=1)[0]):
        pytest.skip(f"no {shell}: that it reads logs alike is not verified")
    _compressed(folder)
    add(folder / "messages", SERVICE, NEW)
    unlike = ("@now", "@up")
    said = [line for line in file_answer(folder, shell=shell).splitlines() if not line.startswith(unlike)]
    assert said == [line for line in file_answer(folder).splitlines() if not line.startswith(unlike)]
    assert "@hit 2" in said


def test_a_log_beyond_the_bound_is_read_from_its_end_and_the_rest_is_told(folder: Path) -> None:
    with (folder / "messages").open("a") as file:
        file.write(stamped("crond[1]: (root) CMD (x)") * 400 + stamped(SERVICE))
    size = (folder / "messages").stat().st_size
    told = file_answer(folder, (f"left={MOST_BYTES}", "left=5000"))
    reading = parse_files(Answer(told)).facts
    assert (reading.read_bytes, reading.left_bytes) == (5000, size - 5000)
    assert [one.count for one in reading.sights] == [1], "the newest are read, the first one is left out"


def test_a_flood_of_lines_is_cut_off_and_said(folder: Path) -> None:
    add(folder / "messages", *(f"shop[7]: ERROR number {n}" for n in range(50)))
    reading = parse_files(Answer(file_answer(folder, (f"most={MOST_MATCHED}", "most=20")))).facts
    assert reading.matched_lines == 20
    assert reading.uncounted == reading.unmined == 1


def test_kinds_beyond_the_most_are_counted(folder: Path) -> None:
    add(folder / "messages", *(f"shop[7]: ERROR {chr(97 + n)}{chr(98 + n)}" for n in range(10)))
    reading = parse_files(Answer(file_answer(folder, (f"-v l={MOST_KINDS}", "-v l=4")))).facts
    assert len(reading.lines) == 4
    assert reading.unmined == 6


# --- the journal's cursor, as journalctl answers (recorded forms of our own: no systemd runs here)

CURSOR = "s=0123456789abcdef;i=9af;b=fedcba98;m=2cd7;t=6441a;x=4fda"
JOURNALCTL = f"""#!/bin/sh
for last; do :; done
case " $* " in
  *" --after-cursor={CURSOR} "*) echo "2026-11-22T13:34:00+0800 db01 {SERVICE}" ;;
  *" --cursor={CURSOR} "*) echo "2026-11-22T13:00:00+0800 db01 crond[1]: x"; echo "-- cursor: {CURSOR}"; exit ;;
  *cursor=*) echo "2026-11-22T13:00:00+0800 db01 crond[1]: next"; echo "-- cursor: s=1;i=2"; exit ;;
  *) echo "2026-11-22T13:00:00+0800 db01 {SERVICE}"; echo "2026-11-22T13:34:00+0800 db01 {SERVICE}" ;;
esac
case " $* " in *" --show-cursor "*) echo "-- cursor: s=1;i=a11" ;; esac
"""


@pytest.fixture
def journal(tmp_path: Path) -> Shell:
    (tmp_path / "journal" / "0123").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "journalctl").write_text(JOURNALCTL)
    (tmp_path / "bin" / "journalctl").chmod(0o755)
    assert isinstance(SYSTEM_LOGS_JOURNAL.ask, Shell)
    command = SYSTEM_LOGS_JOURNAL.ask.command.replace("/run/log", str(tmp_path))
    return replace(SYSTEM_LOGS_JOURNAL.ask, command=f"PATH={tmp_path}/bin:$PATH; {command}")


@pytest.mark.parametrize(
    ("bookmark", "begun", "count"), [("none", "first", 2), (CURSOR, "continued", 1), ("s=dead;i=1", "lost", 2)]
)
def test_the_journal_is_read_behind_its_cursor(journal: Shell, bookmark: str, begun: str, count: int) -> None:
    ((_question, reply),) = LocalSession(Budget(60)).ask([Question("j", journal, ("92", bookmark, ""))])
    assert isinstance(reply, bytes), reply
    gathering = Gathering((replace(SYSTEM_LOGS_JOURNAL, ask=journal),))
    gathering.questions(1)
    gathering.replies[SYSTEM_LOGS_JOURNAL.id] = reply
    gathering.settle()
    outcome = gathering.outcomes["system_journal"]
    assert isinstance(outcome, Seen), outcome
    assert outcome.facts.begun == begun
    assert [one.count for one in outcome.facts.sights] == [count]
    assert outcome.bookmark == "s=1;i=a11"


# --- the store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "x.db") as opened:
        yield opened


def header(purpose: str = "on-demand") -> Inspection:
    now = datetime.now(UTC)
    return Inspection("", purpose, "0", now, None, "running", expected=("local",))


def course_of(folder: Path, marks: Mapping[str, str]) -> Course:
    target = Target("local", "local", LINUX)
    opened = lambda: LocalSession(Budget(60))  # noqa: E731 - what a job opens
    return Course(Job(target, "Asia/Shanghai", wired(folder), LOG_CHECKS, {}, {}, None, opened, marks))


def test_a_course_brings_its_bookmarks_and_the_store_keeps_them_by_schedule(folder: Path, store: Store) -> None:
    one = store.begin(header())
    course = course_of(folder, store.bookmarks("local"))
    result = inspect(course)
    memory = next(asked for asked in result.asked if asked.id == "linux.log_memory")
    assert memory.evidence == digest(course.evidence[memory.evidence])
    store.commit_target(one, result, course.evidence, bookmarks_by_collector=course.bookmarks)
    store.finish(one)
    assert set(store.bookmarks("local")) == {BOOKMARK, "linux.system_logs"}
    assert store.bookmarks("local", "quarterly") == {}, "a run on demand never moves a schedule's"


def test_another_machine_moves_no_bookmark(folder: Path) -> None:
    who = collectors_for(LINUX, (), always=(IDENTITY,))
    job = course_of(folder, {}).job
    course = Course(replace(job, collectors=(*who, *job.collectors), known_identity={"machine_id": "0" * 32}))
    result = inspect(course)
    if "machine_id" not in result.identity:
        pytest.skip("this machine has no machine-id: that a stranger moves no bookmark is not verified")
    assert result.session_error is not None
    assert result.session_error.reason is Reason.IDENTITY
    assert course.bookmarks == {}


KILLED = """
import sys, os, signal
from tests.test_log_bookmarks import course_of, header
from agent.inspecting import inspect
from agent.store.open import open_store
from pathlib import Path
folder, place = Path(sys.argv[1]), Path(sys.argv[2])
with open_store(place) as store:
    one = store.begin(header())
    course = course_of(folder, store.bookmarks("local"))
    inspect(course)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_before_the_commit_reads_the_same_lines_again(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "killed.db"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(place)], cwd=Path(__file__).parents[1], check=False
    )
    assert done.returncode == -signal.SIGKILL
    with open_store(place) as store:
        assert store.bookmarks("local") == {}
        course = course_of(folder, store.bookmarks("local"))
        result = inspect(course)
    assert any(one.subject == "service-failed:nginx.service" for one in result.findings)


def test_an_empty_memory_is_evidence_too() -> None:
    gathering = Gathering(tuple(one for one in collectors_for(LINUX, LOG_CHECKS) if one.id == "linux.log_memory"))
    (reply,) = gathering.recall().values()
    (written,) = decode(reply)
    assert encode((written,)) == reply
    assert written.out == b""
