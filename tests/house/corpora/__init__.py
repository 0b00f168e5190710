"""How recorded answers of others stand in the answers of our asks: one module an area, each with a ``READ``."""

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

Wrap = Callable[[str], Any]
"""From a recorded text to what the parser is given: an Answer or a Walk."""
Reading = tuple[str, Wrap, Callable[[Any], object], str]
"""A pattern of files below the folder, how its text is wrapped, the parser, the id of the check that judges."""


def readings() -> Iterator[Reading]:
    """Give every area's readings, in order of the modules' names."""
    for module in sorted(one.name for one in pkgutil.iter_modules(__path__)):
        yield from import_module(f"{__name__}.{module}").READ


def indented(text: str) -> str:
    """Write a text as the passages of our asks hold one: a space before each line."""
    return "".join(f" {line}\n" for line in text.strip("\n").splitlines())
