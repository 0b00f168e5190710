"""How storage answers are read: never an uncaught exception, never a healthier reading of less."""

import inspect
import os
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.base import Absent, Answer, Collector, Each, Listing, ParseError, Reason, SessionError, Walk
from collectors.linux.arrays import ARRAYS_MDSTAT
from collectors.linux.devices import by_link, device_name, is_missing
from collectors.linux.disks import DISKS_DISKSTATS
from collectors.linux.filesystems import FILESYSTEMS_DF
from collectors.linux.inodes import INODES_DF
from collectors.linux.mount_tables import MOUNT_TABLES
from collectors.linux.mounts import LOCAL_MOUNTS, is_local, is_remote, mount_lines, unescape
from collectors.linux.remote_mounts import REMOTE_MOUNTS_STATFS
from collectors.linux.volume_groups import VOLUME_GROUPS_LVM

CASES = Path(__file__).parent / "cases"
COLLECTORS: tuple[Collector[Any, Any], ...] = (
    FILESYSTEMS_DF,
    INODES_DF,
    MOUNT_TABLES,
    REMOTE_MOUNTS_STATFS,
    ARRAYS_MDSTAT,
    VOLUME_GROUPS_LVM,
    DISKS_DISKSTATS,
)
TEXTS = {one.id: sorted(p.read_text() for p in CASES.glob(f"{one.id}/*/answer.txt")) for one in COLLECTORS}
WHOLE = [(one, text) for one in COLLECTORS for text in TEXTS[one.id] if text.endswith("\n@end\n")]


def read(one: Collector[Any, Any], text: str, earlier: str = "", stderr: str = "") -> object:
    """What an answer comes to: facts, or the name and reason of what it raised. Anything else is a defect."""
    answer = Answer(text, stderr=stderr, earlier=earlier)
    try:
        return one.parse(Walk({}, answer) if isinstance(one.ask, Each) else answer)
    except SessionError as error:
        return error.reason
    except (Absent, ParseError) as error:
        return type(error)


@pytest.mark.parametrize("one", COLLECTORS, ids=lambda one: one.id)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_or_refused(one: Collector[Any, Any], data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(TEXTS[one.id]))
    lines = whole.split("\n")
    shuffled = data.draw(st.permutations(lines)) if data.draw(st.booleans()) else list(lines)
    for _time in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(shuffled) - 1))
        shuffled[at] = data.draw(
            st.one_of(st.text(max_size=40), st.just(shuffled[at][:-3]), st.just(" " + shuffled[at] + " x"))
        )
    text = "\n".join(shuffled)
    read(one, text if data.draw(st.booleans()) else text + "\n@end\n", whole, data.draw(st.text(max_size=60)))


@pytest.mark.parametrize(("one", "text"), WHOLE)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_a_lost_tail_is_never_an_answer(one: Collector[Any, Any], text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    assert read(one, text[:at], text) is Reason.CUT


def test_a_line_lost_in_the_middle_of_df_is_missed_by_the_mount_table() -> None:
    text = (CASES / "linux.filesystems.df" / "chinese-path-with-a-space" / "answer.txt").read_text()
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines[2:5], 2):
        listing = FILESYSTEMS_DF.parse(Answer("".join(lines[:at] + lines[at + 1 :])))
        assert [one.subject for one in listing.unseen] == [line.split(maxsplit=6)[-1].strip()]


@pytest.mark.parametrize("one", COLLECTORS, ids=lambda one: one.id)
def test_the_sample_in_the_docstring_is_read(one: Collector[Any, Any]) -> None:
    module = import_module(one.parse.__module__)
    sample = dedent((inspect.getdoc(module) or "").split("Sample::\n\n", 1)[1])
    text = "\n".join(sample.splitlines()) + "\n"
    earlier = text.replace("1315.22", "1310.22")
    got = read(one, text, earlier)
    assert not isinstance(got, Reason | type), got
    assert getattr(got, "records", None) or getattr(got, "mounts", None) or getattr(got, "unseen", None)


def test_shell_and_parser_choose_the_same_mounts() -> None:
    lines = (CASES / "linux.remote_mounts.statfs" / "answers-stale-stuck-denied-and-left-out" / "answer.txt").read_text()
    table = [line[1:] for line in lines.splitlines() if line.startswith(" ")] + [
        "overlay / overlay rw 0 0",
        "overlay /var/lib/docker/overlay2/a/merged overlay rw 0 0",
        r"/dev/sdb1 /data/a\040b\134c ext4 rw 0 0",
        "gvfs /run/user/0/gvfs fuse.gvfsd-fuse rw 0 0",
        "pool/data /tank zfs rw 0 0",
        "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0",
    ]
    script = LOCAL_MOUNTS.replace('"$TMPDIR/mounts"', "/dev/stdin") + "\nfor m; do printf '%s\\n' \"$m\"; done"
    said = subprocess.run(
        ["/bin/sh", "-c", script], input="\n".join(table) + "\n", capture_output=True, text=True, check=True
    )
    wanted = [one.mount for one in mount_lines(table) if is_local(one)]
    assert said.stdout.splitlines() == wanted
    assert wanted == ["/", "/", r"/data/a b\c", "/tank"]
    assert isinstance(REMOTE_MOUNTS_STATFS.ask, Each)
    items = REMOTE_MOUNTS_STATFS.ask.items.command.replace("/proc/mounts", "/dev/stdin")
    loop = items.split("echo @end\n", 1)[1]
    said = subprocess.run(
        ["/bin/sh", "-c", loop], input="\n".join(table) + "\n", capture_output=True, text=True, check=True
    )
    remote = [unescape(line[1:]) for line in said.stdout.splitlines()]
    assert remote == [one.mount for one in mount_lines(table) if is_remote(one)]
    assert remote == ["/mnt/nas", "/mnt/win", "/mnt/stale", "/home/ops/gate", "/mnt/late"]


def test_an_item_that_the_walk_lost_is_unseen_not_absent() -> None:
    text = (CASES / "linux.remote_mounts.statfs" / "answers-stale-stuck-denied-and-left-out" / "answer.txt").read_text()
    listing = REMOTE_MOUNTS_STATFS.parse(Walk({}, Answer(text.split("\n=")[0] + "\n")))
    assert listing.records == ()
    assert [one.reason for one in listing.unseen] == [Reason.NOT_ASKED] * 5


def test_device_names() -> None:
    links = by_link(
        (
            "/dev/disk/by-uuid:",
            "total 0",
            "lrwxrwxrwx 1 root root 10 Jan  1 00:00 ABCD-12EF -> ../../sda1",
            "/dev/mapper:",
            "lrwxrwxrwx 1 root root 7 Jan  1 00:00 my--vg-lv--1 -> ../dm-3",
        )
    )
    assert device_name("UUID=abcd-12ef", links) == "sda1"
    assert device_name("/dev/my-vg/lv-1", links) == "dm-3"
    assert device_name("/dev/mapper/other", links) == ""
    assert device_name("/dev/root", links) == ""
    assert device_name("/dev/vda2", links) == "vda2"
    assert device_name("nas01:/export", links) == ""
    assert is_missing("UUID=0000-0000", links)
    assert not is_missing("LABEL=none", links)  # no label is enumerated, so nothing is known of labels


def test_denied_lvm_says_what_would_open_it() -> None:
    text = (CASES / "linux.volume_groups.lvm" / "denied-while-volumes-are-in-use" / "answer.txt").read_text()
    with pytest.raises(SessionError) as raised:
        VOLUME_GROUPS_LVM.parse(replace(Answer(text), is_privileged=False))
    assert "sudoers" in str(raised.value.remedy)


HUNG = """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
os.makedirs("/mnt", exist_ok=True)
assert libc.mount(b"local", b"/mnt", b"tmpfs", 0, b"size=1m") == 0
for name in (b"hung", b"gone"):
    os.mkdir(b"/mnt/" + name)
    fd = os.open("/dev/fuse", os.O_RDWR)
    options = b"fd=%d,rootmode=40000,user_id=0,group_id=0" % fd
    assert libc.mount(b"nas01:/" + name, b"/mnt/" + name, b"fuse.sshfs", 0, options) == 0
    if name == b"gone":
        os.close(fd)
from collectors.base import Question
from collectors.evidence import read
from collectors.linux.remote_mounts import REMOTE_MOUNTS_STATFS as one
from collectors.sessions.base import Budget
from collectors.sessions.local import LocalSession
session = LocalSession(Budget(sample_seconds=1))
session.connect()
for question, evidence in session.ask([Question(one.id, one.ask)]):
    for mount in one.parse(read(one.ask, evidence)).records:
        print(mount.mount, mount.response.value)
libc.umount2(b"/mnt/hung", 1)
"""


@pytest.mark.peer
@pytest.mark.skipif(
    os.geteuid() != 0 or not Path("/dev/fuse").exists(), reason="needs root and /dev/fuse for a mount that hangs"
)
def test_a_mount_that_really_hangs_costs_its_own_seconds_alone() -> None:
    root = Path(__file__).parents[1]
    said = subprocess.run(
        ["unshare", "-m", sys.executable, "-c", HUNG], cwd=root, capture_output=True, text=True, timeout=60, check=True
    )
    assert said.stdout.splitlines() == ["/mnt/hung hangs", "/mnt/gone fails"]


def test_every_record_of_a_listing_has_its_own_subject() -> None:
    for one, text in WHOLE:
        got = read(one, text, text)
        if isinstance(got, Listing) and one is not DISKS_DISKSTATS:
            names = [getattr(r, "mount", None) or r.name for r in got.records]
            assert len(names) == len(set(names)), one.id
