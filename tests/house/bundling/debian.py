"""Packages of Debian's archive, of another architecture too, checked by apt against the archive's signature."""

import os
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final

from tests.house.bundling.places import DEBIAN, PACKAGES, TEXTS, Architecture

_KEYS: Final = "/usr/share/keyrings/debian-archive-keyring.gpg"
_ARCHIVE: Final = "http://deb.debian.org"


@dataclass(frozen=True, slots=True)
class Package:
    """A package as it was fetched; ``digest`` is the sha256 of the file that Debian gives out."""

    name: str
    version: str
    path: Path
    digest: str


def fetched(arch: Architecture, folder: Path, names: tuple[str, ...] = (*PACKAGES, TEXTS)) -> tuple[Package, ...]:
    """Fetch the packages by a private apt whose state lies in ``folder``: the machine's own is neither read nor changed."""
    environment = dict(os.environ) | {"APT_CONFIG": str(_configured(arch, folder))}
    files = folder / "files"
    files.mkdir(exist_ok=True)
    _run(["apt-get", "-qq", "update"], folder, environment)
    _run(["apt-get", "-qq", "download", *names], files, environment)
    found = [_package(path) for path in files.glob("*.deb")]
    missing = set(names) - {one.name for one in found}
    if missing:
        raise SystemExit(f"apt did not give {sorted(missing)}")
    return tuple(sorted(found, key=lambda one: one.name))


def members(package: Package) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    """Each file and link of a package, with its path from the root, and a file's content."""
    packed = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(package.path)], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        for one in archive:
            one.name = one.name.removeprefix("./")
            if one.isfile():
                content = archive.extractfile(one)
                yield one, content.read() if content else b""
            elif one.issym():
                yield one, b""


def _package(path: Path) -> Package:
    said = subprocess.run(
        ["dpkg-deb", "--show", "--showformat=${Package} ${Version}", str(path)], capture_output=True, text=True, check=True
    )
    name, version = said.stdout.split()
    return Package(name, version, path, sha256(path.read_bytes()).hexdigest())


def _configured(arch: Architecture, folder: Path) -> Path:
    for one in ("state/lists/partial", "cache/archives/partial"):
        (folder / one).mkdir(parents=True, exist_ok=True)
    (folder / "state" / "status").touch()
    suites = (
        (f"{_ARCHIVE}/debian", DEBIAN),
        (f"{_ARCHIVE}/debian", f"{DEBIAN}-updates"),
        (f"{_ARCHIVE}/debian-security", f"{DEBIAN}-security"),
    )
    (folder / "sources").write_text("".join(f"deb [signed-by={_KEYS}] {place} {suite} main\n" for place, suite in suites))
    path = folder / "apt.conf"
    path.write_text(
        f'Dir::State "{folder}/state";\nDir::State::status "{folder}/state/status";\nDir::Cache "{folder}/cache";\n'
        f'Dir::Etc::sourcelist "{folder}/sources";\nDir::Etc::sourceparts "-";\nAPT::Sandbox::User "root";\n'
        f'APT::Architecture "{arch.debian}";\nAPT::Architectures {{"{arch.debian}";}};\n'
    )
    return path


def _run(words: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}: {done.stdout}{done.stderr}")
