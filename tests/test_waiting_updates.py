"""The ask of waiting updates against a repository of our own: nothing that apt would install as security is missed."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from collectors.base import Answer, Shell
from collectors.facts.updates import Updates
from collectors.linux.updates import UPDATES_INDEXES

needs_apt = pytest.mark.skipif(
    not (shutil.which("apt-get") and shutil.which("dpkg-deb")), reason="no apt: the trial run was not verified"
)
STATUS: Final = (
    "Package: {name}\nStatus: {status}\nVersion: 1\nArchitecture: all\nMaintainer: x <x@example.com>\nDescription: x\n\n"
)


def package(repository: Path, name: str, depends: str = "") -> None:
    """A package of version 2, and its entry in the index."""
    made = repository / "made" / "DEBIAN"
    made.mkdir(parents=True)
    control = f"Package: {name}\nVersion: 2\nArchitecture: all\nMaintainer: x <x@example.com>\nDescription: x\n{depends}"
    (made / "control").write_text(control)
    build = ["dpkg-deb", "--root-owner-group", "-b", str(made.parent), str(repository / f"{name}.deb")]
    subprocess.run(build, check=True, capture_output=True)
    shutil.rmtree(made.parent)
    packed = (repository / f"{name}.deb").read_bytes()
    entry = f"{control}Filename: ./{name}.deb\nSize: {len(packed)}\nSHA256: {hashlib.sha256(packed).hexdigest()}\n\n"
    with (repository / "Packages").open("a") as index:
        index.write(entry)


def machine(folder: Path, release: str) -> dict[str, str]:
    """An apt of its own: one program is installed in version 1; the repository has 2, which brings another along."""
    repository = folder / "repository"
    repository.mkdir()
    package(repository, "xj-held")
    package(repository, "xj-new")
    package(repository, "xj-old", "Depends: xj-new\n")
    index = (repository / "Packages").read_bytes()
    sums = f"SHA256:\n {hashlib.sha256(index).hexdigest()} {len(index)} Packages\n"
    (repository / "Release").write_text(f"{release}Date: Sat, 21 Nov 2026 00:00:00 UTC\n{sums}")
    for one in ("lists/partial", "cache/archives/partial", "dpkg/updates", "dpkg/info"):
        (folder / one).mkdir(parents=True)
    (folder / "dpkg/available").touch()
    ok, hold = "install ok installed", "hold ok installed"
    (folder / "dpkg/status").write_text(
        STATUS.format(name="xj-old", status=ok) + STATUS.format(name="xj-held", status=hold)
    )
    (folder / "sources.list").write_text(f"deb [trusted=yes] file:{repository} ./\n")
    settings = {
        "Dir::State::status": folder / "dpkg/status",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::Parts": "/dev/null",
        "APT::Sandbox::User": "root",
    }
    (folder / "apt.conf").write_text("".join(f'{name} "{value}";\n' for name, value in settings.items()))
    environment = {**os.environ, "LC_ALL": "C", "S": "", "TMPDIR": str(folder)}
    environment |= {"APT_CONFIG": str(folder / "apt.conf"), "DPKG_ADMINDIR": str(folder / "dpkg")}
    subprocess.run(["apt-get", "update"], env=environment, check=True, capture_output=True)
    for cached in (folder / "cache").glob("*.bin"):
        cached.unlink()
    return environment


def asked(environment: dict[str, str]) -> Updates:
    assert isinstance(UPDATES_INDEXES.ask, Shell)
    done = subprocess.run(["dash", "-c", UPDATES_INDEXES.ask.command], env=environment, capture_output=True, check=True)
    return UPDATES_INDEXES.parse(Answer(done.stdout.decode()))


@needs_apt
@pytest.mark.parametrize(
    "release",
    [
        "Suite: stable-security\nOrigin: O\n",
        "Origin: Debian\nLabel: Debian-Security\nSuite: bookworm\n",
        "Label: Security\n",
    ],
)
def test_no_security_update_that_apt_would_install_is_missed(release: str, tmp_path: Path) -> None:
    environment = machine(tmp_path, release)
    found = asked(environment)
    trial = ["apt-get", "-s", "-o", "Debug::NoLocking=1", "dist-upgrade"]
    told = subprocess.run(trial, env=environment, capture_output=True, check=True, text=True).stdout
    installs = set(re.findall(r"^Inst (\S+) .*security", told, re.MULTILINE | re.IGNORECASE))
    assert installs == {"xj-old", "xj-new"}  # also what is brought along
    assert isinstance(found.pending, tuple)
    assert {one.package for one in found.pending if one.is_security} == installs


@needs_apt
def test_held_packages_are_those_that_apt_mark_names(tmp_path: Path) -> None:
    environment = machine(tmp_path, "Suite: stable-security\n")
    told = subprocess.run(["apt-mark", "showhold"], env=environment, capture_output=True, check=True, text=True).stdout
    assert set(asked(environment).held) == set(told.split()) == {"xj-held"}


@needs_apt
def test_apt_s_cache_is_not_written_even_by_who_may(tmp_path: Path) -> None:
    if os.getuid():
        pytest.skip("only root may write apt's cache: not verified")
    asked(machine(tmp_path, "Suite: stable-security\n"))
    assert not list((tmp_path / "cache").glob("*.bin"))
