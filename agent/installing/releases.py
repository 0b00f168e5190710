"""Releases beside each other: BASE/releases/VERSION, with links ``current`` and ``previous`` that change in one step."""

import os
import platform
import re
import shutil
import sys
import tarfile
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
        beside.mkdir(parents=True)
        with tarfile.open(bundle) as archive:
            archive.extractall(beside, filter="data")
        (beside / found[0]).rename(target)
    except (OSError, tarfile.TarError, EOFError) as error:
        why = os_words(error) if isinstance(error, OSError) else str(error)
        raise InstallError(_("{file}: {why}", file=str(bundle), why=why)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return target


def switch(base: Path, name: str) -> None:
    """Make a release the current one and remember the one before: each link is replaced in one step."""
    now = named(base, CURRENT)
    if now and now != name:
        _link(base / PREVIOUS, f"{RELEASES}/{now}")
    _link(base / CURRENT, f"{RELEASES}/{name}")


def _link(path: Path, target: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    beside.replace(path)
