"""What every ask is made of: its parameters, where their values come from, and whether it wants root's rights."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

A = TypeVar("A")


class Root(Enum):
    """Whether an ask wants root's rights."""

    NEVER = "never"
    BETTER = "better"  # it answers without, and sees less
    NEEDED = "needed"


class Source(Enum):
    """Where the value of a parameter may come from; nowhere else."""

    CONFIGURATION = "configuration"
    ITEM = "item"
    FACT = "fact"
    BOOKMARK = "bookmark"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed value of an ask: it travels as ``"$1"``, never as program text. ``grammar`` is a full-match regex."""

    name: str
    grammar: str
    source: Source
    default: str = ""

    def fit(self, value: str) -> str:
        """Return ``value`` when it fits the grammar, else raise ValueError naming both."""
        if not re.fullmatch(self.grammar, value):
            raise ValueError(f"{self.name}: {value!r} does not fit {self.grammar}")
        return value


@dataclass(frozen=True, slots=True)
class Ask(Generic[A]):
    """Data that a session can send. ``A`` is what it is answered with."""
