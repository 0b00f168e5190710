"""Backups: jobs as they are written, boundaries, each trap, and real files through the program."""

import gzip
import json
import os
import random
import shutil
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.expected import values_of
from checks.backup_jobs import BackupJob, BackupJobError, asked, job, jobs
from checks.base import Level, Scene
from checks.server import backup_freshness, backup_tools, restore_evidence
from checks.server.backup_freshness import BackupLimits
from checks.server.backup_tools import ToolLimits
from checks.server.restore_evidence import RestoreLimits
from collectors.base import Answer, Listing, ParseError, Reason, SessionError
from collectors.facts.backups import (
    BackupFile,
    BackupFiles,
    BackupListing,
    DataPlace,
    RestoreEvidence,
    ToolBackup,
    ToolBackups,
)
from collectors.linux import backup_files
from collectors.linux import backup_tools as tools_collector
from collectors.linux.restores import derive
from config.limits import Layered, Rule
from config.site import Site
from tests.house.corpora.configuration import closed
from tests.program import configuration, xunjian

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""A Sunday."""
LINE = "erp /b/*.gz period=1d"
MIB = 1024 * 1024


def file(hours: float, size: int | None = 100 * MIB, name: str = "", **change: Any) -> BackupFile:  # noqa: ANN401 - fields by name
    made = BackupFile(name or f"/b/erp-{int(hours)}.gz", size, AT - timedelta(hours=hours), 7)
    return replace(made, **change)


def judged(*files: BackupFile, line: str = LINE, **change: Any) -> dict[str, Level]:  # noqa: ANN401 - fields by name
    pattern = replace(BackupFiles("/b/*.gz", len(files), files), **change)
    listing = BackupListing(AT, (pattern,), (DataPlace("/data", 7), DataPlace("/other", 8), DataPlace("/gone", None)))
    said = backup_freshness.judge(listing, Layered(BackupLimits(jobs=(line,))), Scene())
    return {one.subject: one.level for one in said}


@pytest.mark.parametrize(
    ("hours", "level"), [(1, Level.OK), (35.9, Level.OK), (36, Level.WARN), (59.9, Level.WARN), (60, Level.CRITICAL)]
)
def test_the_age_in_periods(hours: float, level: Level) -> None:
    assert judged(file(hours)) == {"erp": level}


def test_a_weekly_job_has_weeks() -> None:
    assert judged(file(24 * 10), line="erp /b/*.gz period=1w") == {"erp": Level.OK}


@pytest.mark.parametrize(("size", "level"), [(50 * MIB, Level.OK), (50 * MIB - 1, Level.WARN), (0, Level.CRITICAL)])
def test_half_of_the_median(size: int, level: Level) -> None:
    before = [file(24 * n + 2) for n in range(1, 6)]
    assert judged(file(2, size, name="/b/erp-0.gz"), *before) == {"erp": level}


def test_less_than_the_operator_expects() -> None:
    assert judged(file(2, MIB), line="erp /b/*.gz least=2M") == {"erp": Level.WARN}
    assert judged(file(2, 2 * MIB), line="erp /b/*.gz least=2M") == {"erp": Level.OK}


def test_weekly_full_and_daily_incremental_by_name() -> None:
    full = [file(24 * 7 * n, 1000 * MIB, f"/b/full-{n}.gz") for n in range(1, 4)]
    increments = [file(24 * n + 1, 10 * MIB, f"/b/inc-{n}.gz") for n in range(6)]
    assert judged(*increments, *full) == {"erp": Level.OK}


def test_weekly_full_and_daily_incremental_by_weekday() -> None:
    """Of one name: a Sunday is compared with Sundays; where there are none yet, two kinds of sizes say nothing."""
    month = [file(24 * n + 1, 1000 * MIB if n % 7 == 0 else 10 * MIB) for n in range(21)]
    assert judged(*month) == {"erp": Level.OK}
    shrunk = [file(1, 400 * MIB, "/b/erp-1.gz"), *month[1:]]
    assert judged(*shrunk) == {"erp": Level.WARN}
    assert judged(*month[1:9]) == {"erp": Level.OK}


def test_a_copied_file_bears_the_time_of_the_copying() -> None:
    assert judged(file(1, name="/b/erp-20261101.gz")) == {"erp": Level.CRITICAL}
    assert judged(file(1, name="/b/erp_2026-11-21_0200.gz")) == {"erp": Level.OK}
    assert judged(file(1, name="/b/erp-20269999.gz")) == {"erp": Level.OK}


def test_a_file_that_is_being_written_is_not_the_newest_backup() -> None:
    growing = file(0, 5, is_growing=True)
    assert judged(growing, file(24)) == {"erp": Level.OK}
    assert judged(growing, file(61)) == {"erp": Level.CRITICAL}
    assert judged(growing) == {"erp": Level.NOTICE}


def test_an_archive_that_is_broken() -> None:
    assert judged(file(1, is_whole=False)) == {"erp": Level.CRITICAL}
    assert judged(file(1, is_whole=True)) == {"erp": Level.OK}


def test_a_folder_as_backup_has_an_age_and_no_size() -> None:
    assert judged(file(1, None, is_folder=True)) == {"erp": Level.OK}


@pytest.mark.parametrize(
    ("data", "level"), [("/data", Level.WARN), ("/other", Level.OK), ("/gone", Level.UNKNOWN), ("/unasked", Level.UNKNOWN)]
)
def test_a_backup_on_the_disk_of_its_data_is_a_finding_of_its_own(data: str, level: Level) -> None:
    assert judged(file(1), line=f"erp /b/*.gz data={data}") == {"erp": Level.OK, "erp disk": level}


def test_no_file_is_critical_and_no_right_is_not_inspected() -> None:
    assert judged() == {"erp": Level.CRITICAL}
    assert judged(has_folder=False) == {"erp": Level.CRITICAL}
    assert judged(denied="find: '/b': Permission denied") == {"erp": Level.UNKNOWN}
    assert judged(file(1), denied="find: '/b/x': Permission denied") == {"erp": Level.UNKNOWN}


def test_a_pattern_that_was_not_asked_is_not_inspected() -> None:
    assert judged(file(1), line="erp /b/*.gz /c/*.gz") == {"erp": Level.UNKNOWN}


def test_a_line_that_names_no_job_is_said() -> None:
    assert judged(file(1), line="erp b/*.gz") == {"jobs": Level.UNKNOWN}


# --- jobs as they are written


def test_a_job() -> None:
    assert job("erp '/b/数据 库/*.dmp' /c/* period=6h least=1.5 data=/d".replace("1.5", "1GiB")) == BackupJob(
        "erp", ("/b/数据 库/*.dmp", "/c/*"), 6 * 3600, 2**30, ("/d",)
    )


@pytest.mark.parametrize(
    "line",
    ["", "erp", "/b/*", "erp b/*", "erp hr /b/*", "erp /b/* period=1y", "erp /b/* least=-1", "erp /b/* data=x", "erp '/b",
     "erp /b/*|/etc", "erp /b/* x=1", "erp /b/\x07"],
)  # fmt: skip
def test_no_job(line: str) -> None:
    with pytest.raises(BackupJobError):
        job(line)


def test_two_jobs_of_one_name_are_one_and_a_word() -> None:
    found, wrong = jobs(["a /x", "a /y", "b /z data=/d"])
    assert [one.name for one in found] == ["a", "b"]
    assert len(wrong) == 1
    assert asked(found) == {"backup_globs": "/x|/z", "backup_places": "/d"}


@given(st.lists(st.text(max_size=40), max_size=4))
def test_whatever_is_written_can_travel_or_is_refused(lines: list[str]) -> None:
    values = asked(jobs(lines)[0])
    assert backup_files.BACKUP_GLOBS.fit(values["backup_globs"]) == values["backup_globs"]
    assert backup_files.BACKUP_PLACES.fit(values["backup_places"]) == values["backup_places"]


def test_each_target_is_asked_for_its_own_patterns_only() -> None:
    rules = (
        Rule("server.backup_freshness", {"jobs": ["erp /b/erp-* data=/d"]}, target="db*"),
        Rule("server.local_certificates", {"paths": ["/opt/a.pem", "no path", "/opt/a.pem"]}, target="app"),
    )
    site = Site(rules=rules)
    here, there = values_of(site, "db01"), values_of(site, "app")
    assert (here["backup_globs"], here["backup_places"], here["certificate_globs"]) == ("/b/erp-*", "/d", "")
    assert (there["backup_globs"], there["certificate_globs"]) == ("", "/opt/a.pem")


# --- programs, and the drill


def tool(**change: Any) -> Level:  # noqa: ANN401 - fields by name
    made = replace(ToolBackup("pgbackrest", "main", AT - timedelta(hours=1)), **change)
    said = list(backup_tools.judge(ToolBackups(AT, Listing((made,))), Layered(ToolLimits()), Scene()))
    assert [one.subject for one in said] == ["pgbackrest/main"]
    return said[0].level


@pytest.mark.parametrize(
    ("change", "level"),
    [
        ({}, Level.OK),
        ({"newest_at": AT - timedelta(hours=36)}, Level.WARN),
        ({"newest_at": AT - timedelta(hours=60)}, Level.CRITICAL),
        ({"newest_at": None}, Level.CRITICAL),
        ({"trouble": "FAILED"}, Level.WARN),
    ],
)
def test_what_a_backup_program_says(change: dict[str, Any], level: Level) -> None:
    assert tool(**change) is level


def test_a_failed_backup_that_is_newer_does_not_count() -> None:
    stop = int(AT.timestamp())
    backups = [{"error": False, "timestamp": {"stop": stop - 7200}}, {"error": True, "timestamp": {"stop": stop}}]
    stanza = [{"name": "main", "status": {"code": 0, "message": "ok"}, "backup": backups}]
    found = tools_collector.parse(closed(f"@now {stop}\n@pgbackrest 0\n {json.dumps(stanza)}\n@found 1\n"))
    assert found.sets.records[0].newest_at == AT - timedelta(hours=2)


def test_an_agent_says_nothing_by_itself_and_is_told_as_not_inspected() -> None:
    found = tools_collector.parse(closed("@now 1\n@agent NetBackup\n@found 1\n"))
    said = list(backup_tools.judge(found, Layered(ToolLimits()), Scene()))
    assert [(one.subject, one.level) for one in said] == [("NetBackup", Level.UNKNOWN)]
    assert said[0].remedy


@given(st.text(max_size=200))
def test_whatever_a_program_prints_is_facts_or_a_known_error(text: str) -> None:
    body = "".join(f" {line}\n" for line in text.splitlines())
    for answer in (f"@now 1\n@barman 0\n{body}@found 1\n", f"@now 1\n@pattern /x\n{body}@checked 0\n"):
        for parse in (tools_collector.parse, backup_files.parse):
            try:
                parse(closed(answer))
            except (SessionError, ParseError):
                continue


def test_a_restore_is_asked_of_the_customer() -> None:
    with pytest.raises(SessionError) as error:
        derive(SessionError(Reason.UNREACHABLE), SessionError(Reason.TOOL_MISSING))
    assert error.value.reason is Reason.NOT_ASKED
    assert error.value.remedy


@pytest.mark.parametrize(("days", "level"), [(364, Level.OK), (365, Level.WARN), (None, Level.WARN)])
def test_the_last_drill(days: int | None, level: Level) -> None:
    evidence = RestoreEvidence(AT - timedelta(days=days) if days is not None else None)
    said = list(restore_evidence.judge(evidence, Layered(RestoreLimits()), Scene(at=AT)))
    assert [one.level for one in said] == [level]


# --- the program over real files


def told(folder: Path, globs: str, places: str = "", before: str = "") -> subprocess.Popen[str]:
    """The ask itself over real files; more than 50 are very many here."""
    command = getattr(backup_files.BACKUP_FILES_FIND.ask, "command", "").replace("-le 20000", "-le 50")
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TMPDIR": str(folder), "LC_ALL": "C", "S": before}
    words = ["/bin/sh", "-c", command, "x", globs, places]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment)


def test_a_file_that_grows_while_it_is_looked_at(tmp_path: Path) -> None:
    growing = tmp_path / "b" / "erp.dmp"
    growing.parent.mkdir()
    growing.write_bytes(b"x")
    asking = told(tmp_path, str(growing))
    while asking.poll() is None:
        with growing.open("ab") as stream:
            stream.write(b"x" * 1000)
        time.sleep(0.1)
    (pattern,) = backup_files.parse(Answer(asking.communicate()[0])).patterns
    assert pattern.files[0].is_growing


def test_of_very_many_files_the_newest_forty_are_the_same(tmp_path: Path) -> None:
    place = tmp_path / "b"
    place.mkdir()
    now = int(time.time())
    for number in range(60):
        path = place / f"erp-{number:05d}.dmp"
        path.touch()
        os.utime(path, (now - 40 * 86_400 - number,) * 2)
    said = told(tmp_path, f"{place}/erp-*.dmp|{place}/erp-0000?.dmp").communicate()[0]
    many, few = backup_files.parse(Answer(said)).patterns
    assert many.count == 60
    assert [one.path for one in many.files] == [f"{place}/erp-{number:05d}.dmp" for number in range(40)]
    assert (few.count, len(few.files)) == (10, 10)


def test_what_stands_before_a_command_of_root_may_be_two_words(tmp_path: Path) -> None:
    (tmp_path / "b c").mkdir()
    (tmp_path / "b c" / "erp 1.dmp").write_bytes(b"x" * 9)
    (said,) = backup_files.parse(
        Answer(told(tmp_path, f"{tmp_path}/b c/erp *.dmp", before="env -u X").communicate()[0])
    ).patterns
    assert [(one.path, one.size_bytes) for one in said.files] == [(f"{tmp_path}/b c/erp 1.dmp", 9)]
    assert said.denied == ""


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "tar", "zip"])
def test_an_archive_that_was_cut_is_told_from_a_whole_one(tmp_path: Path, kind: str) -> None:
    tool = {"gz": "gzip", "bz2": "bzip2", "tar": "tar", "zip": "unzip"}.get(kind, kind)
    if not shutil.which(tool):
        pytest.skip(f"no {tool}: its test of an archive was not verified")
    place = tmp_path / "b"
    (place / "source").mkdir(parents=True)
    (place / "source" / "x").write_bytes(random.Random(1).randbytes(50_000))
    whole = place / f"whole.{kind}"
    if kind in {"tar", "zip"}:
        shutil.make_archive(str(place / "whole"), kind, place / "source")
    else:
        squeezed = subprocess.run(
            [tool, "-c"], input=(place / "source" / "x").read_bytes(), capture_output=True, check=True
        )
        whole.write_bytes(squeezed.stdout)
    (place / f"cut.{kind}").write_bytes(whole.read_bytes()[:20_000])
    old = time.time() - 86_400
    for path in (whole, place / f"cut.{kind}"):
        os.utime(path, (old, old))
    said = told(tmp_path, f"{whole}|{place}/cut.{kind}").communicate()[0]
    first, second = backup_files.parse(Answer(said)).patterns
    assert (first.files[0].is_whole, second.files[0].is_whole) == (True, False)


def test_a_backup_that_shrank_by_half_is_found_by_the_program(tmp_path: Path) -> None:
    place = tmp_path / "备份 erp"
    place.mkdir()
    noise = random.Random(7)
    for day in range(6):
        path = place / f"erp-{day}.gz"
        path.write_bytes(gzip.compress(noise.randbytes(40_000 if day == 0 else 100_000), mtime=0))
        at = time.time() - 7200 - day * 86_400
        os.utime(path, (at, at))
    broken = place / "hr.gz"
    broken.write_bytes(gzip.compress(noise.randbytes(50_000))[:30_000])
    rule = {
        "check": "server.backup_freshness",
        "target": "here",
        "jobs": [f"erp '{place}/erp-*.gz' period=1d data={tmp_path}", f"hr '{place}/hr.gz'", f"oa '{place}/oa-*'"],
    }
    configuration(tmp_path, [{"id": "here", "kind": "local", "address": "localhost"}], limits=[rule])
    words = ("--config", "xunjian.yaml", "--store", "s.db", "--only", "server.backup_freshness", "--output", "json")
    done = xunjian("run", *words, folder=tmp_path)
    said = {one["subject"]: one["level"] for one in done.findings("here")}
    assert said == {"erp": "warn", "erp disk": "warn", "hr": "critical", "oa": "critical"}, done.findings("here")
    erp = next(one for one in done.findings("here") if one["subject"] == "erp")
    assert "shrunk" in erp["summary"]


def test_without_jobs_nothing_was_inspected_and_the_way_to_write_them_is_told(tmp_path: Path) -> None:
    done = xunjian("run", "--store", "s.db", "--only", "server.backup_freshness", "--output", "json", folder=tmp_path)
    (finding,) = done.findings()
    assert (finding["level"], finding["reason"]) == ("unknown", "not_asked")
    assert "jobs:" in finding["remedy"]
