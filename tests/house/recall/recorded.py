"""All seeds in recorded answers, and what came of them by check."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

from tests.house.recall.measuring import Tally, measured
from tests.house.recall.shapes import Seeding

_HERE: Final = Path(__file__).parent
_NO_SEEDS: Final = frozenset(
    {"__init__", "corpus", "live", "live_faults", "figures", "writing", "measuring", "recorded", "shapes"}
)


def seedings() -> Iterator[Seeding]:
    """The seedings of every module of this folder."""
    for path in sorted(_HERE.glob("*.py")):
        if path.stem not in _NO_SEEDS:
            yield from import_module(f"{__package__}.{path.stem}").SEEDINGS


def measure() -> dict[str, Tally]:
    """By check, what came of its seeds. Raises SeedError where a seed does not fit its answer."""
    found: dict[str, Tally] = {}
    for one in seedings():
        found[one.check] = found.get(one.check, Tally()) + measured(one)
    return found
