"""Wheels of an architecture: ours, built of this working copy, and all that it needs, as the index gives them out."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.house.bundling.places import EXTRAS, PYTHON, ROOT, Architecture, epoch, git


def gathered(arch: Architecture, folder: Path, *, newest_glibc_minor: int) -> tuple[Path, ...]:
    """Our wheel and those it needs, for a C library up to 2.``newest_glibc_minor``, in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    platforms = [f"manylinux_2_{minor}_{arch.name}" for minor in range(newest_glibc_minor, 16, -1)]
    platforms += [f"manylinux2014_{arch.name}"]
    words = ["download", "--only-binary=:all:", "--python-version", PYTHON, "--implementation", "cp", "-d", str(folder)]
    for one in platforms:
        words += ["--platform", one]
    _pip([*words, *_required()])
    shutil.copy(_ours(folder.parent / f"{folder.name}-ours"), folder)
    return tuple(sorted(folder.glob("*.whl")))


def unpacked(wheel: Path) -> Iterator[tuple[str, bytes, bool]]:
    """Each file of a wheel as it stands among installed packages: path, content, whether it is a program.

    Of a wheel's ``.data`` only what belongs among the packages is taken; scripts are other programs' (PEP 427).
    """
    with zipfile.ZipFile(wheel) as archive:
        for one in archive.infolist():
            head, _slash, rest = one.filename.partition("/")
            if one.is_dir() or (head.endswith(".data") and not rest.startswith(("purelib/", "platlib/"))):
                continue
            name = rest.partition("/")[2] if head.endswith(".data") else one.filename
            yield name, archive.read(one), bool(one.external_attr >> 16 & 0o111)


def _required() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    return [*project["dependencies"], *(one for name in EXTRAS for one in extras[name])]


def _ours(folder: Path) -> Path:
    """Build our wheel of a copy: what git knows or would take; the build leaves its traces there."""
    source = folder / "source"
    shutil.rmtree(folder, ignore_errors=True)
    for name in git("ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        if not name.startswith(("tests/", "docs/", ".")) and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    _pip(["wheel", "--no-deps", "-w", str(folder), str(source)])
    (made,) = folder.glob("*.whl")
    return made


def _pip(words: list[str]) -> None:
    environment = dict(os.environ) | {"SOURCE_DATE_EPOCH": str(epoch())}
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
