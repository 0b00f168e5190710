"""Folders into files whose bytes depend on what is in them alone."""

import gzip
import shutil
import subprocess
import tarfile
from pathlib import Path

from tests.house.bundling.places import Architecture, epoch
from tests.house.bundling.tree import files

_DESCRIPTION = "Inspects servers, databases and network devices (巡检)"
_PREFIX = "opt/xunjian"
_TOLD = """#!/bin/sh
set -e
case $1 in
  remove|purge)
    echo "xunjian: /etc/xunjian, /var/lib/xunjian and /var/log/xunjian stay; a service is taken away by" >&2
    echo "  xunjian service uninstall [--purge]   before the package is removed" >&2
    ;;
esac
"""


def packed(folder: Path, name: str, target: Path) -> Path:
    """Write ``folder`` as a tar under ``name``, gzip over it: sorted, of one moment, of nobody."""
    moment = epoch()
    with (
        target.open("wb") as raw,
        gzip.GzipFile("", "wb", 9, raw, mtime=moment) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in (folder, *files(folder)):
            inside = name if path == folder else f"{name}/{path.relative_to(folder).as_posix()}"
            one = archive.gettarinfo(path, inside)
            one.uid = one.gid = 0
            one.uname = one.gname = "root"
            one.mtime = moment
            one.mode = 0o755 if path.is_dir() or one.mode & 0o100 else 0o644
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as content:
                    archive.addfile(one, content)
            else:
                archive.addfile(one)
    return target


def debian_package(folder: Path, arch: Architecture, version: str, target: Path, work: Path) -> Path:
    """Write a .deb that carries the bundle: /opt/xunjian/releases/VERSION, /opt/xunjian/current, /usr/bin/xunjian."""
    root = work / "deb"
    shutil.rmtree(root, ignore_errors=True)
    release = root / _PREFIX / "releases" / version
    shutil.copytree(folder, release, symlinks=True)
    (root / _PREFIX / "current").symlink_to(f"releases/{version}")
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/xunjian").symlink_to(f"/{_PREFIX}/current/bin/xunjian")
    copyright_file = root / "usr/share/doc/xunjian/copyright"
    copyright_file.parent.mkdir(parents=True)
    copyright_file.write_text(f"The licences of all that is shipped: /{_PREFIX}/current/licences\n", encoding="utf-8")
    control = root / "DEBIAN"
    control.mkdir()
    size = sum(one.lstat().st_size for one in files(root) if one.is_file()) // 1024
    control.joinpath("control").write_text(
        f"Package: xunjian\nVersion: {version}\nArchitecture: {arch.debian}\nMaintainer: xunjian\n"
        f"Installed-Size: {size}\nSection: admin\nPriority: optional\nDescription: {_DESCRIPTION}\n",
        encoding="utf-8",
    )
    script = control / "postrm"
    script.write_text(_TOLD, encoding="utf-8")
    for path in (root, *files(root)):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.lstat().st_mode & 0o100 or path == script else 0o644)
    environment = {"SOURCE_DATE_EPOCH": str(epoch()), "PATH": "/usr/bin:/bin"}
    words = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(target)]
    subprocess.run(words, env=environment, capture_output=True, check=True)
    return target
