"""What bundles are built of: which file stands where, the launchers, bytes that depend on nothing but what is packed."""

import os
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.house.bundling.packing import packed
from tests.house.bundling.places import ARCHITECTURES, PYTHON
from tests.house.bundling.tree import LAUNCHERS, digests, place
from tests.house.bundling.wheels import unpacked


@pytest.mark.parametrize(
    ("package", "name", "stands"),
    [
        ("libc6", "lib/x86_64-linux-gnu/libc.so.6", "lib/native/libc.so.6"),
        ("libc6", "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", "lib/native/ld-linux-x86-64.so.2"),
        ("libc6", "lib64/ld-linux-x86-64.so.2", "lib/native/ld-linux-x86-64.so.2"),
        ("zlib1g", "lib/aarch64-linux-gnu/libz.so.1", "lib/native/libz.so.1"),
        ("libc6", "usr/lib/x86_64-linux-gnu/gconv/UTF-16.so", ""),
        ("python3.11-minimal", "usr/bin/python3.11", "libexec/python3.11"),
        ("libpython3.11-stdlib", "usr/lib/python3.11/json/decoder.py", "lib/python3.11/json/decoder.py"),
        ("libpython3.11-stdlib", "usr/lib/python3.11/idlelib/run.py", ""),
        ("libpython3.11-minimal", "usr/lib/python3.11/EXTERNALLY-MANAGED", ""),
        ("zlib1g", "usr/share/doc/zlib1g/copyright", "licences/debian/zlib1g"),
        ("zlib1g", "usr/share/doc/zlib1g/changelog.Debian.gz", ""),
        ("base-files", "usr/share/common-licenses/GPL-3", "licences/common/GPL-3"),
        ("base-files", "etc/debian_version", ""),
    ],
)
def test_each_file_of_debians_has_its_place_or_none(package: str, name: str, stands: str) -> None:
    assert place(package, name) == stands


def test_of_a_wheel_only_what_belongs_among_packages_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "x-1-py3-none-any.whl"
    names = ("x/__init__.py", "x-1.data/purelib/y.py", "x-1.data/scripts/tool", "x-1.dist-info/METADATA")
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, name)
    assert [name for name, _content, _is_program in unpacked(path)] == ["x/__init__.py", "y.py", "x-1.dist-info/METADATA"]


def folder_with(parent: Path, mode: int, moment: int) -> Path:
    (folder := parent / "made").mkdir(parents=True)
    for name in ("b", "a"):
        (folder / name).write_text(name)
        (folder / name).chmod(mode)
        os.utime(folder / name, (moment, moment))
    (folder / "link").symlink_to("a")
    return folder


def test_a_folder_packed_twice_has_the_same_bytes_whoever_packs_and_when(tmp_path: Path) -> None:
    first = packed(folder_with(tmp_path / "1", 0o600, 1), "bundle", tmp_path / "1.tar.gz")
    second = packed(folder_with(tmp_path / "2", 0o664, 10**9), "bundle", tmp_path / "2.tar.gz")
    assert first.read_bytes() == second.read_bytes()
    with tarfile.open(first) as archive:
        found = {one.name: (one.uname, one.mode & 0o777) for one in archive if not one.issym()}
    assert found == {"bundle": ("root", 0o755), "bundle/a": ("root", 0o644), "bundle/b": ("root", 0o644)}
    assert digests([second, first]).splitlines()[0].endswith("  1.tar.gz")


STUB = '#!/bin/sh\necho "$LD_LIBRARY_PATH$PYTHONPATH|$PYTHONHOME|$*"\n'


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """The launchers, before a loader that tells how it was called."""
    home = tmp_path / "a b"
    loader = ARCHITECTURES["x86_64"].loader
    for name, text in (
        ("lib/native/" + loader, STUB),
        *((f"bin/{one.name}", one.read_text()) for one in LAUNCHERS.iterdir()),
    ):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("@LOADER@", loader).replace("@PYTHON@", PYTHON))
        path.chmod(0o755)
    (home / "xunjian").symlink_to("bin/xunjian")
    return home


def test_it_starts_through_links_from_anywhere_with_nothing_of_the_environment(bundle: Path, tmp_path: Path) -> None:
    (far := tmp_path / "far").symlink_to(bundle / "xunjian")
    environment = {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": "/x", "PYTHONPATH": "/y", "PYTHONHOME": "/z"}
    wanted = (
        f"||--inhibit-cache --library-path {bundle}/lib/native --argv0 {bundle}/bin/python3 {bundle}/libexec/python{PYTHON}"
    )
    for words, where in (([str(far)], "/"), (["./xunjian"], str(bundle)), (["sh", "xunjian"], f"{bundle}/bin")):
        done = subprocess.run(
            [*words, "run", "a b"], cwd=where, env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == f"{wanted} -I -c import xunjian; xunjian.run() run a b"
