"""The views and columns that our statements may name, by version, as the Oracle Reference lists them.

``dictionary.json``: view to its columns with type and the version that it came with. ``verified`` names the versions whose
page of the Reference was read for it; a view without one stands there from knowledge only.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).with_name("dictionary.json")
VERSIONS: Final = {"11.2": 1_102_000_400, "12.2": 1_202_000_100, "19c": 1_900_000_000, "23ai": 2_326_000_000}
_SINCE: Final = {"": 0, "12.1": 1_201_000_000, "12.2": 1_202_000_000, "18": 1_800_000_000, "23": 2_300_000_000}


@dataclass(frozen=True)
class Column:
    """One column: its name, its type (VARCHAR2, NUMBER, DATE, TIMESTAMP, RAW), the first version that has it."""

    name: str
    kind: str
    since: int


@dataclass(frozen=True)
class View:
    """One view with its columns."""

    name: str
    since: int
    columns: tuple[Column, ...]
    verified: tuple[str, ...]
    page: str

    def of(self, version: int) -> dict[str, str]:
        """Column to type, for one version."""
        return {one.name: one.kind for one in self.columns if one.since <= version}


@cache
def views() -> dict[str, View]:
    """Every view of the catalogue, by its name in small letters."""
    said = json.loads(PAGE.read_text(encoding="utf-8"))
    return {
        name: View(
            name,
            _SINCE[one.get("since", "")],
            tuple(Column(c, d["type"], _SINCE[d.get("since", "")]) for c, d in one["columns"].items()),
            tuple(one["verified"]),
            one["page"],
        )
        for name, one in said.items()
    }


def known(version: int) -> dict[str, dict[str, str]]:
    """Every view of one version: name to columns with their types."""
    return {name: view.of(version) for name, view in views().items() if view.since <= version}
