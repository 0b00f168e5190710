"""Programs beside what their packages brought: asked for real with a changed file, and judged."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from checks.base import Level, NoLimits, Scene
from checks.security.linux.integrity_pkg_verify import judge
from collectors.base import Answer, Reason, SessionError, Shell
from collectors.facts.package_files import VerifiedPackages
from collectors.linux.package_files import PACKAGE_FILES_VERIFIED, parse
from config.limits import Layered

CASES = Path(__file__).parent / "cases" / PACKAGE_FILES_VERIFIED.id
SCENE = Scene(dengbao=3)


def recorded(case: str) -> VerifiedPackages:
    return parse(Answer((CASES / case / "answer.txt").read_text()))


def levels(found: VerifiedPackages) -> dict[str, Level]:
    return {one.subject: one.level for one in judge(found, Layered(NoLimits()), SCENE)}


def command() -> str:
    assert isinstance(PACKAGE_FILES_VERIFIED.ask, Shell)
    return PACKAGE_FILES_VERIFIED.ask.command


def asked(folder: Path, text: str) -> VerifiedPackages:
    """Run the ask as it stands, or with other folders in it."""
    env = {"PATH": os.environ["PATH"], "TMPDIR": str(folder), "LC_ALL": "C", "S": ""}
    done = subprocess.run(["/bin/sh", "-c", text], env=env, capture_output=True, text=True, check=True, timeout=80)
    return parse(Answer(done.stdout))


@pytest.mark.skipif(not Path("/var/lib/dpkg/status").exists(), reason="a system without dpkg")
def test_this_machine_is_compared(tmp_path: Path) -> None:
    found = asked(tmp_path, command())
    by_name = {one.name: one for one in found.packages}
    assert found.system == "dpkg"
    assert by_name["coreutils"].same_count == by_name["coreutils"].files_count > 50


@pytest.mark.skipif(not Path("/var/lib/dpkg/status").exists(), reason="a system without dpkg")
def test_a_changed_a_missing_and_a_diverted_program_are_told_apart(tmp_path: Path) -> None:
    """The lists of sums are a folder of ours: what they say is laid beside the true files of this machine."""
    info = tmp_path / "info"
    info.mkdir()
    moved = tmp_path / "diversions"
    moved.write_text("/usr/bin/xj-gone-elsewhere\n/usr/bin/env\nother\n")
    shutil.copy("/var/lib/dpkg/info/coreutils.md5sums", info)
    with (info / "coreutils.md5sums").open("a") as out:
        env = subprocess.run(["md5sum", "/usr/bin/env"], capture_output=True, text=True, check=True).stdout.split()[0]
        out.write(f"{env}  usr/bin/xj-gone-elsewhere\n{'0' * 32}  usr/bin/xj-gone\n{'0' * 32}  usr/bin/head\n")
    text = command().replace("/var/lib/dpkg/info", str(info)).replace("/var/lib/dpkg/diversions", str(moved))
    one = next(one for one in asked(tmp_path, text).packages if one.name == "coreutils")
    assert one.missing == ("/usr/bin/xj-gone",)
    assert one.changed == ("/usr/bin/head",)
    assert one.unread == ()


def test_packages_as_they_came_pass() -> None:
    found = levels(recorded("ordinary"))
    assert set(found.values()) == {Level.OK}
    assert len(found) > 10


def test_a_changed_program_is_grave_and_a_missing_one_less() -> None:
    assert levels(recorded("a-changed-program")) == {
        "passwd": Level.CRITICAL,
        "procps": Level.WARN,
        "libc6:amd64": Level.OK,
    }
    assert levels(recorded("rpm"))["coreutils"] is Level.CRITICAL


def test_a_file_that_may_not_be_read_has_no_sum() -> None:
    assert levels(recorded("a-program-that-may-not-be-read")) == {"sudo": Level.UNKNOWN, "bash": Level.OK}


def test_without_root_it_is_not_known_what_runs_as_root() -> None:
    assert levels(recorded("without-root"))[""] is Level.UNKNOWN


def test_what_was_not_reached_is_not_passed() -> None:
    found = levels(recorded("time-is-up"))
    assert found == {"bash": Level.OK, "systemd": Level.UNKNOWN, "openssh-server": Level.UNKNOWN}


def test_no_package_system_and_a_lost_file_are_errors() -> None:
    with pytest.raises(SessionError) as none:
        recorded("without-a-package-system")
    assert none.value.reason is Reason.TOOL_MISSING
    with pytest.raises(SessionError) as lost:
        recorded("a-file-is-not-accounted-for")
    assert lost.value.reason is Reason.CUT
