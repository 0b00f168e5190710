"""What systemd does to a service's mounts, read-only and over themselves, is not taken for the machine's."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from collectors.base import Answer, Shell
from collectors.linux.filesystems import FILESYSTEMS_DF, parse
from collectors.linux.mount_tables import MOUNT_TABLES
from collectors.linux.mount_tables import parse as parse_tables

CONFINE = "mount --bind /etc /etc && mount -o remount,bind,ro /etc"
CONFINE += " && mount -o remount,bind,ro / && export TMPDIR=/dev/shm/$$ && mkdir $TMPDIR"
CHROOT = """
mount -t tmpfs inner "$0" && cd "$0" && mkdir proc tmp || exit 9
for d in bin dev etc lib lib64 usr; do [ ! -e "/$d" ] || { mkdir "$d" && mount --bind "/$d" "$d"; }; done
mount --bind /proc proc && exec env TMPDIR=/tmp chroot . /bin/sh -c "$1"
"""
pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("unshare") or not os.path.exists("/proc/1/mounts"),  # noqa: PTH110
    reason="needs root and unshare for a mount table of its own",
)


def answered(folder: Path, *before: str, ask: object = FILESYSTEMS_DF.ask) -> str:
    assert isinstance(ask, Shell)
    environment = {"PATH": os.environ["PATH"], "TMPDIR": str(folder), "LC_ALL": "C"}
    words = [*before, ask.command] if before else ["/bin/sh", "-c", ask.command]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    return done.stdout


def mounts(text: str) -> list[str]:
    return text.partition("@mounts\n")[2].splitlines()


def test_a_confined_process_tells_the_machines_mounts(tmp_path: Path) -> None:
    outside = answered(tmp_path)
    confined = answered(tmp_path, "unshare", "-m", "/bin/sh", "-c", f'{CONFINE}\neval "$1"\nrm -r "$TMPDIR"', "confined")
    assert mounts(confined) == mounts(outside)
    there = {one.mount for one in parse(Answer(confined)).records}
    assert there == {one.mount for one in parse(Answer(outside)).records}
    assert "/etc" not in there


def test_a_confined_process_tells_how_the_machine_mounts(tmp_path: Path) -> None:
    ask, script = MOUNT_TABLES.ask, f'{CONFINE}\neval "$1"\nrm -r "$TMPDIR"'
    outside = parse_tables(Answer(answered(tmp_path, ask=ask)))
    confined = parse_tables(Answer(answered(tmp_path, "unshare", "-m", "/bin/sh", "-c", script, "confined", ask=ask)))
    assert confined.mounts == outside.mounts
    (root,) = (one for one in confined.mounts if one.mount == "/")
    assert "rw" in root.options


def test_where_the_first_processs_root_is_not_ours_our_own_table_counts(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    said = answered(tmp_path, "unshare", "-m", "/bin/sh", "-c", CHROOT, str(root))
    assert any(line.startswith(" inner / tmpfs ") for line in mounts(said))
