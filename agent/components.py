"""What the program itself is made of: the checksum of its files, and the installed distributions that it stands on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

PACKAGES: Final = ("agent", "checks", "collectors", "config", "reports")
"""Our own packages, as pyproject.toml has them."""
NAME: Final = "xunjian"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DEVELOPING: Final = re.compile(r"""extra\s*==\s*['"]dev['"]""")
_EXTRA: Final = re.compile(r"\bextra\s*==")
_LICENCE: Final = "License :: "
_LICENCE_MOST: Final = 60
"""Letters of a licence's name; some distributions write the whole text of it in its place."""


@dataclass(frozen=True, slots=True)
class Component:
    """One installed distribution; ``licence`` in its own words, "" where it names none."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class Program:
    """The files of the program: how many, and sha256 over each one's name and sha256, in the order of their names."""

    files: int
    digest: str


def program() -> Program:
    """Read every file of ours. Compiled files and caches, which Python makes itself, do not count."""
    found = sorted(line for package in PACKAGES for line in _lines(files(package), package))
    return Program(len(found), sha256("".join(found).encode()).hexdigest())


def _lines(folder: Traversable, name: str) -> Iterator[str]:
    for one in folder.iterdir():
        path = f"{name}/{one.name}"
        if one.name == "__pycache__" or one.name.endswith((".pyc", ".pyo")):
            continue
        if one.is_dir():
            yield from _lines(one, path)
        else:
            yield f"{sha256(one.read_bytes()).hexdigest()}  {path}\n"


def components() -> tuple[Component, ...]:
    """What is installed of what we name as needed, directly or through another; by name."""
    found: dict[str, Component] = {}
    waiting = [NAME]
    while waiting:
        name = _normal(waiting.pop())
        made = _installed(name) if name not in found else None
        if made is None:
            continue
        found[name] = Component(made.metadata["Name"], made.version, licence(made))
        waiting += _needed(made, is_ours=name == NAME)
    found.pop(NAME, None)
    return tuple(found[name] for name in sorted(found))


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _needed(made: Distribution, *, is_ours: bool) -> Iterator[str]:
    """The names that a distribution needs; of our own extras too, which are used where they are installed."""
    for line in made.requires or ():
        is_left_out = _DEVELOPING.search(line) if is_ours else _EXTRA.search(line)
        named = _NAME.match(line)
        if named and not is_left_out:
            yield named[0]


def licence(made: Distribution) -> str:
    """The licence that a distribution names: as SPDX, else by classifier, else the first line of its own field."""
    told = made.metadata.get_all("License-Expression") or ()
    classifiers = made.metadata.get_all("Classifier") or ()
    classified = [one.rpartition(" :: ")[2] for one in classifiers if one.startswith(_LICENCE)]
    written = [one.strip().partition("\n")[0] for one in made.metadata.get_all("License") or ()]
    named = next((one for one in (*told, ", ".join(classified), *written) if one), "")
    return named if len(named) <= _LICENCE_MOST else f"{named[: _LICENCE_MOST - 1]}…"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
