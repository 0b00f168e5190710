"""What was typed into documents by hand (综合结论, 备注, 约定完成日): which places there are, and what stands in each.

A place is (what it is for, whose): of a problem its finding's id, of a box of one document a name made of its kind and
quarter; never where it stood. Each text names those that it replaces; one that does not name what stands is a conflict:
what stood stays, and both are shown. A store that learnt the texts in another order, or twice, tells the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

from config.text import Text, _

Place = tuple[str, str]
"""(what for: a name of PLACES; whose: a finding's id, or that of a box)."""
PLACES: Final[Mapping[str, Text]] = {
    "conclusion": _("Overall conclusion"),
    "comment": _("The customer's comment"),
    "decision": _("Decision: mend, or accept until"),
    "day": _("Agreed day"),
    "remark": _("Remarks"),
}
"""By name, the title that stands over it."""
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter is taken for another when it is read from paper."""
ROW_LENGTH: Final = 13
"""65 bits: rows of all documents of a store are told apart."""
VISIBLE_LENGTH: Final = 6
"""30 bits: of 500 rows of one document two are alike once in 8,000 documents; then the shown name alone finds neither."""
PRINT_LENGTH: Final = 6
NOT_PRINTED: Final = "0"
"""The print of an empty place."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One text, of the places that its row stood for; ``over`` are the ids of the texts that it replaces."""

    id: str
    place: str
    of: tuple[str, ...]
    text: str
    by: str
    at: datetime
    told_at: datetime
    over: frozenset[str] = frozenset()
    origin: str = ""
    source: str = ""
    """The file that it was read from."""


@dataclass(frozen=True, slots=True)
class Hand:
    """All that was typed, by place: what stands (the first), and what else claims the place."""

    heads: Mapping[Place, tuple[Typed, ...]] = field(default_factory=dict)
    past: Mapping[Place, frozenset[str]] = field(default_factory=dict)
    """The prints of what stood there before."""

    def standing(self, place: str, of: Iterable[str]) -> tuple[Typed, ...]:
        """What stands for these, each text once, the oldest first."""
        found = [self.heads[place, one][0] for one in of if (place, one) in self.heads]
        texts: dict[str, Typed] = {}
        for one in sorted(found, key=_order):
            texts.setdefault(one.text, one)
        return tuple(texts.values())

    def text(self, place: str, of: Iterable[str]) -> str:
        """What a document prints there; where those of one row were told different things, each on its line."""
        return "\n".join(one.text for one in self.standing(place, of))

    def first(self, place: str, of: Iterable[str]) -> frozenset[str]:
        """The ids of the texts that stand there: one that names them replaces them, and leaves other claims as they are."""
        return frozenset(self.heads[place, one][0].id for one in of if (place, one) in self.heads)

    def every(self, place: str, of: Iterable[str]) -> frozenset[str]:
        """The ids of all that claims the places: a text that names them replaces them."""
        return frozenset(one.id for each in of for one in self.heads.get((place, each), ()))

    def was(self, place: str, of: Iterable[str], print_: str) -> bool:
        """Whether a text of this print stood there before."""
        return any(print_ in self.past.get((place, one), ()) for one in of)

    def is_claimed(self, place: str, of: Iterable[str], print_: str) -> bool:
        """Whether a text of this print stands there, or claims to."""
        return any(print_of(head.text) == print_ for one in of for head in self.heads.get((place, one), ()))

    def conflicts(self) -> tuple[tuple[Place, tuple[Typed, ...]], ...]:
        """The places that more than one text claims."""
        return tuple(sorted((place, heads) for place, heads in self.heads.items() if len(heads) > 1))


def hand(typed: Iterable[Typed]) -> Hand:
    """Fold all that was ever typed: what no other replaces stands."""
    every = sorted({one.id: one for one in typed}.values(), key=_order)
    by_place: dict[Place, list[Typed]] = {}
    for one in every:
        for whose in one.of:
            by_place.setdefault((one.place, whose), []).append(one)
    heads: dict[Place, tuple[Typed, ...]] = {}
    past: dict[Place, frozenset[str]] = {}
    for place, told in by_place.items():
        covered = frozenset[str]().union(*(one.over for one in told))
        left: dict[str, Typed] = {}
        for one in sorted(told, key=lambda one: not one.over and one is not told[0]):  # who replaced nothing claims
            if one.id not in covered and one.text:
                left.setdefault(print_of(one.text), one)
        if left:
            heads[place] = tuple(left.values())
        past[place] = frozenset(print_of(one.text) for one in told if one.id in covered)
    return Hand(heads, past)


def _order(one: Typed) -> tuple[datetime, str]:
    return one.told_at, one.id


def row_of(of: Sequence[str]) -> str:
    """The name of a row that stands for these problems; the same in every document that has them in one row."""
    return _named("row", *sorted(set(of)))


def box_of(place: str, kind: str, customer: str, about: str) -> str:
    """The name of a box of one document: ``about`` is its quarter, or the number of what it is about."""
    return _named("box", place, kind, customer, about)


def visible(row: str) -> str:
    """A row's name as it is printed in it."""
    return f"#{row[:VISIBLE_LENGTH]}"


def print_of(text: str) -> str:
    """A short digest of a text, whatever its spaces and line ends are: programs set those anew."""
    squeezed = "".join(text.split())
    return _named("text", squeezed)[:PRINT_LENGTH] if squeezed else NOT_PRINTED


def _named(*parts: str) -> str:
    number = int.from_bytes(sha256("\0".join(parts).encode("utf-8", "backslashreplace")).digest()[:10], "big")
    return "".join(_LETTERS[number >> 5 * place & 31] for place in range(ROW_LENGTH))
