"""Plug-ins that are installed beside the program: who they are and where their words lie, without importing any.

A distribution becomes a plug-in by an entry point of the group ``xunjian.plugins``. Its words lie beside the module that
the entry point names, in ``locale/<language>/LC_MESSAGES/<name of the entry point>.mo``.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Final

GROUP: Final = "xunjian.plugins"


@dataclass(frozen=True, slots=True)
class Installed:
    """One entry point: ``value`` is ``module:name``, ``prefix`` how its ids begin."""

    distribution: str
    name: str
    value: str

    @property
    def prefix(self) -> str:
        """The distribution's name as a word of an id."""
        return "".join(sign if sign.isalnum() else "_" for sign in self.distribution.lower())


@lru_cache(maxsize=1)
def installed() -> tuple[Installed, ...]:
    """Find them, by name; importlib.metadata is loaded only where some distribution names the group."""
    if not any(_names_group(file) for file in _entry_points()):
        return ()
    from importlib.metadata import entry_points  # noqa: PLC0415 - 20 ms that only an installation with plug-ins needs

    found = ((one.dist.name if one.dist else one.name, one.name, one.value) for one in entry_points(group=GROUP))
    return tuple(Installed(*one) for one in sorted(set(found)))


def _entry_points() -> Iterator[Path]:
    for folder in dict.fromkeys(sys.path):
        for kind in ("*.dist-info", "*.egg-info"):
            yield from Path(folder or ".").glob(f"{kind}/entry_points.txt")


def _names_group(file: Path) -> bool:
    try:
        return f"[{GROUP}]".encode() in file.read_bytes()
    except OSError:
        return False


def locale_of(one: Installed) -> Path | None:
    """The folder of its words; None where its module cannot be found."""
    package = one.value.partition(":")[0].partition(".")[0]
    spec = PathFinder.find_spec(package)
    return Path(spec.origin).parent / "locale" if spec and spec.origin else None
