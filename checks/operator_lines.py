"""Lines that an operator wrote, one named thing a line: those that were understood, what is wrong with the others."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar


class Named(Protocol):
    """What one line says."""

    @property
    def name(self) -> str:
        """The name under which it is judged."""


N = TypeVar("N", bound=Named)


def by_name(lines: Iterable[object], read: Callable[[str], N]) -> tuple[tuple[N, ...], tuple[str, ...]]:
    """Read every line; ``read`` raises ValueError for one that it does not understand. A second one of a name is wrong."""
    found: dict[str, N] = {}
    wrong: list[str] = []
    for line in lines:
        try:
            one = read(str(line))
        except ValueError as error:
            wrong.append(str(error))
            continue
        if one.name in found:
            wrong.append(f"{line!r}: the name {one.name} is given twice")
        else:
            found[one.name] = one
    return tuple(found.values()), tuple(wrong)
