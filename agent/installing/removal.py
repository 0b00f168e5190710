"""Take the service away. What is left is named, with its size; what holds records goes only when it is said so."""

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.installing import host
from agent.installing.installing import UDEV_FILE, UNIT_FILE, WRITTEN
from agent.installing.unit import LOGS, STATE, UNIT, USER
from agent.installing.wanted import written_files, written_folders
from config.site import Site

HOLDS: Final = (STATE, LOGS, "/etc/xunjian")
"""What a service wrote or was told: the store, logs, configuration with its credentials."""


@dataclass(frozen=True, slots=True)
class Left:
    """One folder or file that stays; ``size_bytes`` of all that lies in it."""

    path: Path
    size_bytes: int


def uninstall(root: Path, *, also_user: bool) -> tuple[Path, ...]:
    """Stop the service and remove what was installed; give what was removed. Raises InstallError."""
    host.refuse_where_it_cannot_be(root)
    is_here = root == Path("/")
    if (root / UNIT_FILE).exists():
        below = ("--now",) if is_here else (f"--root={root}",)
        host.must("systemctl", "disable", *below, UNIT)
    gone = [path for name in WRITTEN if (path := root / name).exists()]
    for path in gone:
        path.unlink()
    if is_here:
        host.must("systemctl", "daemon-reload")
        host.run("systemctl", "reset-failed", UNIT)
        if root / UDEV_FILE in gone:
            host.run("udevadm", "control", "--reload")
            host.run("udevadm", "trigger", "--action=add", "--subsystem-match=ipmi")  # gives the device back to root
    if also_user and is_here and host.account() is not None:
        host.must("userdel", USER)
    return tuple(gone)


def left(root: Path, more: Sequence[str] = ()) -> tuple[Left, ...]:
    """What lies there still, of ours: ``more`` are paths that the configuration names beside the usual ones."""
    paths = dict.fromkeys(root / one.lstrip("/") for one in (*HOLDS, *more))
    return tuple(Left(path, _size(path)) for path in paths if path.exists())


def store_files(place: str) -> tuple[str, ...]:
    """A store that is a file elsewhere than below ours: it, and what lies beside it under its name."""
    path = Path(place)
    is_elsewhere = "://" not in place and path.is_absolute() and not any(path.is_relative_to(one) for one in HOLDS)
    return tuple(sorted(str(one) for one in path.parent.glob(f"{path.name}*"))) if is_elsewhere else ()


def named(root: Path, site: Site) -> tuple[Left, ...]:
    """What was written where the configuration said, in folders that may be others' too: named, never deleted."""
    paths = (root / one.lstrip("/") for one in (*written_folders(site), *written_files(site)))
    return tuple(Left(path, _size(path)) for path in dict.fromkeys(paths) if path.exists())


def purge(found: Sequence[Left]) -> None:
    """Delete what was named as left. A link goes, what it leads to stays."""
    for one in found:
        if one.path.is_dir() and not one.path.is_symlink():
            shutil.rmtree(one.path)
        else:
            one.path.unlink()


def _size(path: Path) -> int:
    return sum(_sizes(path)) if path.is_dir() and not path.is_symlink() else path.lstat().st_size


def _sizes(folder: Path) -> Iterator[int]:
    for base, _folders, names in os.walk(folder):
        for name in names:
            yield (Path(base) / name).lstat().st_size
