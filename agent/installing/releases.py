"""Releases beside each other: BASE/releases/VERSION, with links ``current`` and ``previous`` that change in one step."""

import os
import platform
import re
import shutil
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from agent.installing.trouble import InstallError
from config.os_words import os_words
from config.text import _

BASE: Final = Path("/opt/xunjian")
RELEASES: Final = "releases"
CURRENT: Final = "current"
PREVIOUS: Final = "previous"
LAUNCHER: Final = "bin/xunjian"
_NAME: Final = re.compile(r"xunjian-(?P<version>[0-9][0-9A-Za-z.+]*)-linux-(?P<machine>[a-z0-9_]+)")


def home() -> Path | None:
    """The release that this process runs from; None where it was installed another way."""
    found = Path(sys.executable).parent.parent
    return found if found.parent.name == RELEASES and (found / LAUNCHER).exists() else None


def launcher() -> str:
    """The path that starts whichever release is current, where this process runs from a release; else ""."""
    here = home()
    if here is None:
        return ""
    stable = here.parent.parent / CURRENT
    return str((stable if stable.exists() and stable.resolve() == here.resolve() else here) / LAUNCHER)


def there(base: Path) -> list[str]:
    """The names of the releases that lie there, the current one first."""
    folder = base / RELEASES
    names = sorted(one.name for one in folder.iterdir() if (one / LAUNCHER).exists()) if folder.is_dir() else []
    now = named(base, CURRENT)
    return sorted(names, key=lambda name: name != now)


def named(base: Path, link: str) -> str:
    """The name of the release that a link leads to; "" where it leads to none."""
    path = base / link
    return path.readlink().name if path.is_symlink() else ""


def unpacked(bundle: Path, base: Path) -> Path:
    """Unpack a bundle beside the others; give its folder. Raises InstallError; what was begun is removed."""
    found = _NAME.fullmatch(bundle.name.removesuffix(".tar.gz"))
    if found is None:
        raise InstallError(_("{file} is not named as a bundle is: xunjian-VERSION-linux-MACHINE.tar.gz", file=str(bundle)))
    if found["machine"] != platform.machine():
        raise InstallError(
            _(
                "{file} is for {wanted}, and this machine is {machine}",
                file=str(bundle),
                wanted=found["machine"],
                machine=platform.machine(),
            )
        )
    target = base / RELEASES / found["version"]
    if target.exists():
        raise InstallError(_("{path} is there already; remove it to unpack the bundle again", path=str(target)))
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        _open_folder(beside)
        with tarfile.open(bundle) as archive:
            for one in archive:
                _extract(archive, one, beside)
        (beside / found[0]).rename(target)
    except (OSError, tarfile.TarError, EOFError) as error:
        why = os_words(error) if isinstance(error, OSError) else str(error)
        raise InstallError(_("{file}: {why}", file=str(bundle), why=why)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return target


def _extract(archive: tarfile.TarFile, one: tarfile.TarInfo, folder: Path) -> None:
    """Write one entry, readable for all whatever the umask is. Python's own filter for this came with 3.11.4 only.

    Raises TarError for what a bundle never holds: a path or a link that could lead out of it, a device, a hard link.
    """
    path = folder / one.name
    if not (_is_inside(one.name) and (one.isfile() or one.isdir() or (one.issym() and _is_inside(one.linkname)))):
        raise tarfile.ExtractError(f"{one.name} leads outside the bundle")
    _open_folder(path if one.isdir() else path.parent)
    if one.issym():
        path.symlink_to(one.linkname)
    elif content := archive.extractfile(one) if one.isfile() else None:
        with path.open("xb") as file:
            shutil.copyfileobj(content, file)
        path.chmod(0o755 if one.mode & 0o100 else 0o644)


def _is_inside(name: str) -> bool:
    return not name.startswith("/") and ".." not in name.split("/")


def _open_folder(path: Path) -> None:
    for one in reversed([each for each in (path, *path.parents) if not each.exists()]):
        one.mkdir()
        one.chmod(0o755)


def switch(base: Path, name: str) -> None:
    """Make a release the current one and remember the one before: each link is replaced in one step."""
    now = named(base, CURRENT)
    if now and now != name:
        _link(base / PREVIOUS, f"{RELEASES}/{now}")
    _link(base / CURRENT, f"{RELEASES}/{name}")


def links(base: Path) -> dict[str, str]:
    """What both links lead to."""
    return {one: named(base, one) for one in (CURRENT, PREVIOUS)}


def put_back(base: Path, before: Mapping[str, str]) -> None:
    """Let both links lead where they led before."""
    for link, name in before.items():
        if name:
            _link(base / link, f"{RELEASES}/{name}")
        else:
            (base / link).unlink(missing_ok=True)


def _link(path: Path, target: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    beside.replace(path)
