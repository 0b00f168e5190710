"""Faults that are made on this machine and found by the program as a process: each alone, and nothing else alarmed by it.

Mounts, processes and network stand in namespaces of their own, so that no other test sees them, and all of it goes with
the namespace's first process.
"""

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.peers.traces import processes, within
from tests.program import Done, configuration, folder_until_the_end, xunjian

CHECKS = (
    "server.filesystem_*",
    "server.inode_*",
    "server.fstab_consistency",
    "server.remote_mounts",
    "server.md_raid",
    "server.lvm",
    "server.zombie_and_stuck_processes",
    "server.failed_units",
    "server.listening_ports",
    "server.open_files_and_pids",
    "server.log_retention",
    "server.clock",
)
"""Checks that see the faults or might take one for another; not those that judge how busy this machine is just now."""
TOOLS = ("unshare", "mkfs.ext4", "fsfreeze", "losetup", "chronyd", "chronyc", "ip")
MISSING = [tool for tool in TOOLS if not shutil.which(tool, path="/usr/sbin:/usr/bin:/sbin:/bin")]
NO_LOOP = 97
_LOOP = """
truncate -s 16M image; mkfs.ext4 -q -F -L data {made} image; mkdir disk; mount -o loop,{mount} image disk || exit {no_loop}
echo "LABEL=data $PWD/disk ext4 {wanted} 0 2" >fstab; mount --bind fstab /etc/fstab
"""
LEVELS = ("notice", "warn", "critical")

pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(os.geteuid() != 0, reason="not root: live faults were not made"),
    pytest.mark.skipif(bool(MISSING), reason=f"no {' '.join(MISSING)}: live faults were not made"),
]


def disk(*, made: str = "-m 0", mount: str = "rw", wanted: str = "defaults") -> str:
    """Make a filesystem on a loop device at ``disk`` in the working folder, as an fstab of its own wants it."""
    return _LOOP.format(made=made, mount=mount, wanted=wanted, no_loop=NO_LOOP)


def inspected(
    folder: Path,
    fault: str,
    undo: str = ":",
    sample_seconds: int = 1,
    checks: Sequence[str] = CHECKS,
    **more: object,
) -> Done:
    """Make the fault in namespaces of its own, then run the program there."""
    configuration(folder, [{"id": "here", "kind": "local"}], bounds={"sample_seconds": sample_seconds}, **more)
    script = f'ip link set lo up\n{fault}\n"$@"; code=$?\n{undo}\nexit $code'
    spaces = ("--mount", "--propagation", "private", "--pid", "--fork", "--mount-proc", "--net", "--kill-child")
    only = [word for check in checks for word in ("--only", check)]
    made = xunjian(
        *("run", "--output", "json", "--store", "s.db", *only),
        folder=folder,
        before=("unshare", *spaces, "sh", "-c", script, "sh"),
    )
    if made.code in {1, NO_LOOP} and not made.out:
        pytest.skip(f"nothing may be mounted here: live faults were not made ({made.err.strip()[-200:]})")
    return made


def alarms(made: Done) -> Mapping[tuple[str, str], str]:
    return {(f["check"], f["subject"]): f["level"] for f in made.findings("here") if f["level"] in LEVELS}


@cache
def before() -> Mapping[tuple[str, str], str]:
    """What is alarmed here without any fault of ours."""
    return alarms(inspected(folder_until_the_end("well"), ":"))


def added(made: Done) -> Mapping[tuple[str, str], str]:
    return {key: level for key, level in alarms(made).items() if before().get(key) != level}


def unknown(made: Done) -> set[tuple[str, str]]:
    return {(f["check"], f["subject"]) for f in made.findings("here") if f["level"] == "unknown"}


def test_a_full_filesystem(tmp_path: Path) -> None:
    made = inspected(tmp_path, disk() + "cat /dev/zero >disk/filled 2>/dev/null")
    assert added(made) == {("server.filesystem_usage", f"{tmp_path}/disk"): "critical"}
    assert made.code == 2


def test_a_filesystem_without_inodes(tmp_path: Path) -> None:
    made = inspected(tmp_path, disk(made="-N 32") + "i=0; while touch disk/$i; do i=$((i + 1)); done 2>/dev/null")
    assert added(made) == {("server.inode_usage", f"{tmp_path}/disk"): "critical"}


def test_a_filesystem_that_the_kernel_turned_read_only(tmp_path: Path) -> None:
    """A real error of ext4, that its own test handle makes (ext4(5), trigger_fs_error), with errors=remount-ro."""
    trigger = "d=$(losetup -nO NAME -j image); echo test >/sys/fs/ext4/${d#/dev/}/trigger_fs_error || exit 98"
    made = inspected(tmp_path, disk(mount="errors=remount-ro") + trigger)
    assert added(made) == {("server.filesystem_readonly", f"{tmp_path}/disk"): "critical"}


@pytest.mark.parametrize(("options", "level"), [("defaults", "critical"), ("ro", None)])
def test_a_filesystem_that_was_mounted_again_read_only(options: str, level: str | None, tmp_path: Path) -> None:
    """Critical where fstab wants it writable; nothing to say where fstab wants it so."""
    made = inspected(tmp_path, disk(wanted=options) + "mount -o remount,ro disk")
    assert added(made) == ({("server.filesystem_readonly", f"{tmp_path}/disk"): level} if level else {})


def test_a_process_that_hangs_in_the_kernel(tmp_path: Path) -> None:
    """It writes to a filesystem that is frozen; the inspection itself neither hangs nor fails to see the others."""
    hung = "fsfreeze -f disk; (echo x >disk/file) & sleep 0.5"
    made = inspected(tmp_path, disk() + hung, "fsfreeze -u disk; wait", sample_seconds=6)
    assert added(made) == {("server.zombie_and_stuck_processes", "stuck"): "warn"}
    [found] = [f for f in made.findings("here") if f["subject"] == "stuck"]
    assert found["measures"]["stuck_count"] == 1
    assert within(5, lambda: not processes(str(tmp_path)))


@pytest.mark.parametrize(("count", "level"), [(8, None), (14, "warn")])
def test_zombies(count: int, level: str | None, tmp_path: Path) -> None:
    """A parent that never asks how its children ended; the boundary itself is test_server_services's."""
    parent = f"(i=0; while [ $i -lt {count} ]; do sleep 0.1 & i=$((i + 1)); done; exec sleep 60) & sleep 1; "
    made = inspected(tmp_path, parent)
    assert added(made) == ({("server.zombie_and_stuck_processes", "zombies"): level} if level else {})
    [found] = [f for f in made.findings("here") if f["subject"] == "zombies"]
    assert re.search(rf"sleep\[[0-9]+\] ×{count}\b", found["observed"])


def test_a_clock_without_a_source(tmp_path: Path) -> None:
    """Chronyd runs, sets no clock (-x), and knows no server."""
    (tmp_path / "chrony.conf").write_text("cmdport 0\n")
    run = "mkdir -p /run/chrony; mount -t tmpfs -o mode=0750 tmpfs /run/chrony; "
    made = inspected(tmp_path, run + 'chronyd -x -d -u root -f "$PWD/chrony.conf" >/dev/null 2>&1 & sleep 1.5; ')
    [found] = [f for f in made.findings("here") if f["subject"] == "synchronisation"]
    assert found["level"] == "warn"
    assert found["summary"] == "chrony runs but is not synchronised"
    assert set(added(made)) <= {("server.clock", "synchronisation")}
    assert within(5, lambda: not processes(f"{tmp_path}/chrony.conf"))
