"""One bundle as a folder: Debian's Python and C library, the wheels, launchers, licences, and what all of it is."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Final

from tests.house.bundling import debian, sbom, wheels
from tests.house.bundling.places import NATIVE, PYTHON, ROOT, SITE, TEXTS, Architecture

LAUNCHERS: Final = Path(__file__).parent / "launchers"
_STDLIB: Final = f"usr/lib/python{PYTHON}/"
_LEFT_OUT: Final = re.compile(
    r"(test|idlelib|lib2to3|ensurepip|turtledemo|pydoc_data|tkinter|curses|__pycache__)/"
    r"|lib-dynload/(_curses|readline|nis|_dbm|_gdbm|_tkinter|ossaudiodev|_crypt|_test|_xx|xx|_ctypes_test)"
    r"|(sitecustomize\.py|EXTERNALLY-MANAGED|turtle\.py|_aix_support\.py|_osx_support\.py)$"
)
"""Of Python's library: what no program of ours imports, and modules of libraries that are not shipped."""
_LIBRARY: Final = re.compile(r"(usr/)?lib/[^/]+-linux-gnu/(?P<name>[^/]+\.so(\.[0-9.]+)?)$")
_NOT_OURS: Final = re.compile(
    r"lib(thread_db|nss_hesiod|nss_compat|memusage|pcprofile|c_malloc_debug|BrokenLocale|anl|nsl)\b"
)
_LOADER: Final = re.compile(r"(usr/)?lib(64)?/(?P<name>ld-linux[^/]*)$")
_NEEDED: Final = re.compile(r"\(NEEDED\)\s+Shared library: \[(?P<name>[^\]]+)\]")


def planted(arch: Architecture, work: Path, folder: Path) -> None:
    """Make the folder of a bundle from what Debian and the index give; ``work`` keeps what was fetched."""
    packages = debian.fetched(arch, work / "debian")
    found = wheels.gathered(arch, work / "wheels", newest_glibc_minor=36)
    for package in packages:
        _of_debian(package, folder)
    _shared_texts(packages, folder)
    for wheel in found:
        for name, content, is_program in wheels.unpacked(wheel):
            _write(folder / SITE / name, content, is_program=is_program)
    _launchers(arch, folder)
    _prune_links(folder)
    missing = sorted(unresolved(folder))
    if missing:
        raise SystemExit(f"nothing gives {missing}")
    _compiled(folder)
    sbom.written(arch, folder, packages, found)


def _of_debian(package: debian.Package, folder: Path) -> None:
    for member, content in debian.members(package):
        name = place(package.name, member.name)
        if name and member.issym():
            _link(folder / name, Path(member.linkname).name)
        elif name:
            _write(folder / name, content, is_program=bool(member.mode & 0o111))


def _shared_texts(packages: Sequence[debian.Package], folder: Path) -> None:
    """A package of the same source may have its texts as a link to another's: here each has its own."""
    texts = folder / "licences" / "debian"
    for package in packages:
        for member, _content in debian.members(package):
            if member.issym() and member.name == f"usr/share/doc/{package.name}":
                _write(texts / package.name, (texts / Path(member.linkname).name).read_bytes(), is_program=False)


def unresolved(folder: Path) -> set[str]:
    """Libraries that a file of the bundle needs and that neither the bundle nor the file's own wheel has."""
    there = {one.name for one in folder.rglob("*.so*")} | {one.name for one in (folder / NATIVE).iterdir()}
    elves = [one for one in folder.rglob("*") if one.is_file() and not one.is_symlink() and _is_elf(one)]
    said = subprocess.run(["readelf", "-d", *map(str, elves)], capture_output=True, text=True, check=True).stdout
    return {match["name"] for match in _NEEDED.finditer(said)} - there


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def place(package: str, name: str) -> str:
    """Where a file of a Debian package stands in the bundle; "" where it is left out."""
    if name == f"usr/share/doc/{package}/copyright":
        return f"licences/debian/{package}"
    if package == TEXTS:
        return f"licences/common/{Path(name).name}" if name.startswith("usr/share/common-licenses/") else ""
    if name == f"usr/bin/python{PYTHON}":
        return f"libexec/python{PYTHON}"
    if name.startswith(_STDLIB) and not _LEFT_OUT.match(name.removeprefix(_STDLIB)):
        return name.removeprefix("usr/")
    found = _LOADER.match(name) or _LIBRARY.match(name)
    return f"{NATIVE}/{found['name']}" if found and not _NOT_OURS.match(found["name"]) else ""


def _write(path: Path, content: bytes, *, is_program: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    path.chmod(0o755 if is_program else 0o644)


def _link(path: Path, target: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() and path.name != target:
        path.symlink_to(target)


def _prune_links(folder: Path) -> None:
    """Take away links whose target is not in the bundle."""
    for path in folder.rglob("*"):
        if path.is_symlink() and not path.exists():
            path.unlink()


def _launchers(arch: Architecture, folder: Path) -> None:
    for one in sorted(LAUNCHERS.iterdir()):
        text = one.read_text(encoding="utf-8").replace("@LOADER@", arch.loader).replace("@PYTHON@", PYTHON)
        _write(folder / "bin" / one.name, text.encode(), is_program=True)
    (folder / "xunjian").symlink_to("bin/xunjian")
    _write(folder / "licences" / "xunjian", (ROOT / "LICENSE").read_bytes(), is_program=False)


def _compiled(folder: Path) -> None:
    """Compile all, once and for ever: who runs it may not write there. No file's time is asked for."""
    words = [sys.executable, "-I", "-m", "compileall", "-q", "-j1", "--invalidation-mode", "unchecked-hash"]
    words += ["-s", str(folder), "-p", "/xunjian", str(folder / "lib")]
    environment = {"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0"}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout[-2000:])


def files(folder: Path) -> Iterator[Path]:
    """Everything in a folder, in an order that no file system decides."""
    yield from sorted(folder.rglob("*"), key=lambda one: one.relative_to(folder).as_posix())


def digests(paths: Sequence[Path]) -> str:
    """SHA256SUMS, as sha256sum(1) writes and checks it."""
    lines = []
    for path in sorted(paths, key=lambda one: one.name):
        with path.open("rb") as file:
            lines.append(f"{file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    return "".join(lines)
