"""Backups of real PostgreSQL servers: by pg_basebackup and by pgBackRest, whole, broken off, and too old."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checks.base import Finding, Level, Scene
from checks.database.postgres.base_backups import BaseBackupLimits, judge
from checks.server.backup_tools import ToolLimits
from checks.server.backup_tools import judge as judge_tools
from collectors.base import Absent, Answer, Question, SessionError
from collectors.evidence import decode
from collectors.facts.postgres.base_backups import BaseBackup, BaseBackups
from collectors.linux.backup_tools import parse as parse_tools
from collectors.linux.postgres_base_backups import BASE_BACKUPS_LINUX, parse
from collectors.sessions.base import Budget
from collectors.sessions.local import LocalSession
from config.limits import Layered
from tests.peers.postgres import PostgresServer, debian_binaries, postgres

SHELLS = [one for one in ("/bin/dash", "/bin/bash", "busybox sh", "mksh") if shutil.which(one.split(maxsplit=1)[0])]
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)


def backup(days: float, name: str = "20261122", *, whole: bool | None = True, device: int = 9) -> BaseBackup:
    return BaseBackup(f"/backup/pg/{name}", "plain", NOW - timedelta(days=days), device, whole)


def levels(*backups: BaseBackup) -> dict[str, Level]:
    facts = BaseBackups(NOW, backups, (7,))
    found = judge(facts, Layered(BaseBackupLimits()), Scene(at=NOW))
    return {one.subject: one.level for one in found if isinstance(one, Finding)}


@pytest.mark.parametrize(
    ("days", "level"), [(7.9, Level.OK), (8.1, Level.WARN), (15.9, Level.WARN), (16.1, Level.CRITICAL)]
)
def test_the_newest_counts(days: float, level: Level) -> None:
    assert levels(backup(days), backup(40, "20261013")) == {"/backup/pg": level}


def test_one_that_broke_off_is_none() -> None:
    assert levels(backup(1, whole=False)) == {"/backup/pg": Level.CRITICAL}
    assert levels(backup(1, whole=False), backup(2, "20261120")) == {"/backup/pg": Level.WARN}, "the last one failed"
    assert levels(backup(2, whole=False), backup(1, "20261121")) == {"/backup/pg": Level.OK}, "and was made again"


def test_one_on_the_disk_of_the_data_saves_nothing() -> None:
    assert levels(backup(1, device=7)) == {"/backup/pg": Level.CRITICAL}


def test_a_folder_with_a_number_is_one_of_a_series() -> None:
    assert set(levels(backup(1, "mon"), backup(1, "base_1"), backup(1, "base_2"))) == {"/backup/pg/mon", "/backup/pg"}


# -- real ones ---------------------------------------------------------------------------------------------------------


def asked(place: Path, shell: str = "/bin/sh") -> BaseBackups:
    """What the ask says of a folder that the operator named."""
    question = Question("x", BASE_BACKUPS_LINUX.ask, (f"{place}/*",))
    ((_question, reply),) = LocalSession(Budget(60, 5), shell=shell).ask([question])
    assert isinstance(reply, bytes)
    return parse(Answer(decode(reply)[0].out.decode()))


def mine(place: Path, shell: str = "/bin/sh") -> dict[str, BaseBackup]:
    return {Path(one.folder).name: one for one in asked(place, shell).backups if one.folder.startswith(f"{place}/")}


def base(server: PostgresServer, folder: Path, *words: str) -> None:
    """Take a base backup with Debian's own program."""
    program = server.binaries / "pg_basebackup"
    where = ("-h", str(server.folder), "-p", str(server.port), "-U", "postgres")
    subprocess.run([program, *where, "-D", folder, "-c", "fast", *words], check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    found = debian_binaries()
    if found is None or not (found / "pg_basebackup").exists():
        pytest.skip("no PostgreSQL of Debian's is installed")
    with postgres(found, {"archive_mode": "on", "archive_command": "'/bin/true'"}) as made:
        yield made


@pytest.mark.peer
@pytest.mark.parametrize("shell", SHELLS)
def test_real_base_backups_are_found_and_what_only_looks_so_is_not(
    server: PostgresServer, tmp_path: Path, shell: str
) -> None:
    place = tmp_path / "pg"
    place.mkdir()
    base(server, place / "20261101", "-Fp")
    base(server, place / "20261108", "-Ft", "-z")
    base(server, place / "broken-20261109", "-Fp")
    manifest = place / "broken-20261109" / "backup_manifest"
    manifest.rename(f"{manifest}.tmp")
    base(server, place / "standby1", "-Fp", "-R")
    (place / "standby1" / "backup_label").rename(place / "standby1" / "backup_label.old")
    base(server, place / "clone1", "-Fp")
    (place / "clone1" / "postmaster.pid").write_text("1\n")
    found = mine(place, shell)
    assert {name: (one.form, one.is_whole) for name, one in found.items()} == {
        "20261101": ("plain", True),
        "20261108": ("tar", True),
        "broken-20261109": ("plain", False),
    }
    assert server.data.stat().st_dev in asked(place, shell).data_devices


@pytest.mark.peer
def test_a_real_base_backup_grows_too_old(server: PostgresServer, tmp_path: Path) -> None:
    place = tmp_path / "pg"
    place.mkdir()
    base(server, place / "one1", "-Fp")

    def level() -> Level:
        facts = asked(place)
        elsewhere = BaseBackups(facts.asked_at, facts.backups, ())
        found = {one.subject: one for one in judge(elsewhere, Layered(BaseBackupLimits()), Scene(at=NOW))}
        return found[str(place)].level

    assert level() is Level.OK
    old = (datetime.now(UTC) - timedelta(days=17)).timestamp()
    os.utime(place / "one1" / "backup_manifest", (old, old))
    assert level() is Level.CRITICAL


@pytest.mark.peer
@pytest.mark.skipif(shutil.which("pgbackrest") is None, reason="no pgBackRest is installed")
def test_what_a_real_pgbackrest_tells_of_its_backups(server: PostgresServer, tmp_path: Path) -> None:
    """A stanza without a backup, then with one, then a month later."""
    repository = server.folder / "repository"
    repository.mkdir()
    shutil.chown(repository, server.data.owner(), server.data.group())
    settings = server.folder / "pgbackrest.conf"
    settings.write_text(
        f"[global]\nrepo1-path={repository}\nlog-path={repository}\nlock-path={repository}\nspool-path={repository}\n"
        f"[main]\npg1-path={server.data}\npg1-port={server.port}\npg1-socket-path={server.folder}\n"
    )

    def run(*words: str) -> str:
        as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        command = [*as_owner, "pgbackrest", f"--config={settings}", "--stanza=main", "--log-level-file=off", *words]
        said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, cwd="/")
        assert said.returncode == 0, said.stdout + said.stderr
        return said.stdout

    def level(at: datetime) -> Level:
        told = run("info", "--output=json", "--log-level-console=off").strip()
        lines = [f"@now {at.timestamp():.0f}", "@pgbackrest 0", *(f" {line}" for line in told.splitlines()), "@found 1"]
        facts = parse_tools(Answer("\n".join([*lines, f"@lines {len(lines)}", "@end", ""])))
        (found,) = judge_tools(facts, Layered(ToolLimits()), Scene(at=at))
        assert found.subject == "pgbackrest/main"
        return found.level

    server.sql(f"alter system set archive_command = 'pgbackrest --config={settings} --stanza=main archive-push %p'")
    server.sql("select pg_reload_conf()")
    run("stanza-create")
    now = datetime.now(UTC)
    assert level(now) is Level.CRITICAL, "no backup yet"
    run("backup", "--type=full", "--start-fast")
    assert json.loads(run("info", "--output=json"))[0]["status"]["code"] == 0
    now = datetime.now(UTC)
    assert level(now) is Level.OK
    assert level(now + timedelta(hours=40)) is Level.WARN
    assert level(now + timedelta(days=30)) is Level.CRITICAL


def test_without_a_trace_of_a_backup_nobody_knows() -> None:
    head = "@now 1795325655\n@found 90 {}\n@files 0\n"
    with pytest.raises(SessionError, match="no_record"):
        parse(Answer(head.format(2) + "@lines 3\n@end\n"))
    with pytest.raises(Absent, match="no postgres"):
        parse(Answer(head.format(0) + "@lines 3\n@end\n"))
