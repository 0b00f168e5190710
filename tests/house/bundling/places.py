"""The architectures, what is taken of Debian for each, and where it lies in a bundle."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]
PYTHON: Final = "3.11"
DEBIAN: Final = "bookworm"
GLIBC_MINOR: Final = 36
"""Of the release's C library, 2.36: wheels for any older one run on it."""
OLDEST_GLIBC_MINOR: Final = 28
"""Of the wheelhouse, which stands on the host's own C library: RHEL 8's, the oldest that all wheels still serve."""
SITE: Final = "lib/python3/dist-packages"
"""Where Debian's Python looks below its prefix."""
NATIVE: Final = "lib/native"
EXTRAS: Final = ("databases", "encrypted")
"""Of ours: all that is free to be passed on and there for both architectures; 达梦's driver is its maker's to give."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """``name`` as uname -m says it, ``debian`` as Debian does; ``loader`` is the file that starts its programs."""

    name: str
    debian: str
    loader: str


ARCHITECTURES: Final = {
    one.name: one
    for one in (
        Architecture("x86_64", "amd64", "ld-linux-x86-64.so.2"),
        Architecture("aarch64", "arm64", "ld-linux-aarch64.so.1"),
    )
}
PACKAGES: Final = (
    *("libc6", "libgcc-s1", "libstdc++6", "python3.11-minimal", "libpython3.11-minimal", "libpython3.11-stdlib"),
    *("gcc-12-base", "libssl3", "libsqlite3-0", "zlib1g", "libffi8", "libexpat1", "liblzma5", "libbz2-1.0", "libuuid1"),
)
"""Debian's, by what Python's own modules and the wheels load; tests hold that nothing is missing."""
TEXTS: Final = "base-files"
"""Debian's package of the licence texts that its copyright files refer to."""


def git(*words: str) -> str:
    """What git says of this working copy."""
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def epoch() -> int:
    """The moment that every file of what is built has: the commit's."""
    return int(git("log", "-1", "--format=%ct"))
