"""All seeds in recorded answers, and what came of them by check."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final

import yaml

from tests.house.recall.measuring import Tally, measured
from tests.house.recall.shapes import Seeding
from tests.test_cases import CASES

_HERE: Final = Path(__file__).parent
_NO_SEEDS: Final = frozenset(
    {"__init__", "corpus", "live", "live_faults", "figures", "writing", "measuring", "recorded"}
    | {"shapes", "tables", "ladders", "varbinds"}
)


def seedings() -> Iterator[Seeding]:
    """The seedings of every module of this folder."""
    for path in sorted(_HERE.glob("*.py")):
        if path.stem not in _NO_SEEDS:
            yield from import_module(f"{__package__}.{path.stem}").SEEDINGS


def rests_of(seeding: Seeding) -> tuple[str, ...]:
    """Where its answers are from, as their cases say: a real system, an emulated one, or made up after a document."""
    cases = {*seeding.base, *(case for its in seeding.members.values() for case in its)}
    cases |= {one.rpartition(" ")[2] for variation in seeding.variations for one in variation.instead}
    return tuple(sorted({_kind(case) for case in cases}))


def _kind(case: str) -> str:
    origin = yaml.safe_load((CASES / case / "origin.yaml").read_text(encoding="utf-8"))
    if origin["kind"] == "real":
        return "real"
    return "emulated" if "emulated" in str(origin["captured"]) else "made up"


def measure() -> dict[str, Tally]:
    """By check, what came of its seeds. Raises SeedError where a seed does not fit its answer."""
    found: dict[str, Tally] = {}
    for one in seedings():
        found[one.check] = found.get(one.check, Tally()) + replace(measured(one), rests=rests_of(one))
    return found
