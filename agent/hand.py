"""What was typed into documents, read back into the store, and given to those that are written next."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from agent.hand_docx import Cell, read
from agent.registering import places, versions
from agent.run_log import who
from agent.store.record import Entry, new_id
from config.text import Text, _
from reports.record.hand import NOT_PRINTED, ROW_LENGTH, Hand, Typed, hand, print_of
from reports.record.register_rules import named_in

if TYPE_CHECKING:
    from agent.registering import Row
    from agent.store.store import Store

STREAM: Final = "hand"
ALL: Final = "all"
"""Of what is taken: every row."""


class Outcome(Enum):
    """What became of one cell that was read."""

    SAME = "same"
    TYPED = "typed"
    TAKEN = "taken"
    OLDER = "older"
    CONFLICT = "conflict"
    EMPTIED = "emptied"
    MARKS = "marks"
    TWICE = "twice"
    STRANGE = "strange"
    UNMARKED = "unmarked"


OUTCOME_WORDS: Final[Mapping[Outcome, Text]] = {
    Outcome.SAME: _("nothing new"),
    Outcome.TYPED: _("stored"),
    Outcome.TAKEN: _("stored, in place of what stood there"),
    Outcome.OLDER: _("an earlier text, replaced since: not stored"),
    Outcome.CONFLICT: _("conflict: another text stands there; both are kept, --take chooses this one"),
    Outcome.EMPTIED: _("emptied: the text stands until --take says that it is to go"),
    Outcome.MARKS: _("conflict: the marks of the cell name different rows; not stored"),
    Outcome.TWICE: _("conflict: the row stands twice with different texts; not stored"),
    Outcome.STRANGE: _("not stored: no document of this store has such a row"),
    Outcome.UNMARKED: _("not stored: nothing in the row says which it is; copy the text into its row"),
}
TROUBLES: Final = frozenset(Outcome) - {Outcome.SAME, Outcome.TYPED, Outcome.TAKEN, Outcome.OLDER}
"""What a person must look at."""


@dataclass(frozen=True, slots=True)
class Line:
    """One cell, what became of it, and what stands there now. ``row`` is its name, ``what`` says so in words."""

    outcome: Outcome
    place: str
    row: str
    what: str
    text: str
    standing: tuple[Typed, ...] = ()
    ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read: the number of the document that it says it is ("" where none of ours), and its cells."""

    number: str
    lines: tuple[Line, ...]

    @property
    def is_clear(self) -> bool:
        """Whether nothing waits for a person."""
        return all(one.outcome not in TROUBLES for one in self.lines)


def hand_of(store: "Store") -> Hand:
    """All that was typed."""
    return hand(map(_typed, store.recorded(STREAM)))


def read_back(store: "Store", content: bytes, source: str, by: str = "", take: Collection[str] = ()) -> Read:
    """Read a docx, and store what was typed. Raises HandError for what is no docx.

    ``take`` are names of rows (as printed, or ALL) in which the file's text is to stand in place of another.
    """
    written = read(content)
    version = named_in(versions(store), written.names)
    rows, now = places(store), hand_of(store)
    taken = {one.upper().removeprefix("#") for one in take}
    by_name: dict[tuple[str, str], list[Cell]] = {}
    lines: list[Line] = []
    for cell in written.cells:
        row = None if cell.marks else _row(rows, cell, version.number if version else "")
        if cell.marks or row is None:
            lines += _unplaced(cell)
        else:
            by_name.setdefault((cell.place, row.id), []).append(cell)
    new: list[Typed] = []
    origin, digest = by or written.by or who(), sha256(content).hexdigest()
    for (_place, name), cells in by_name.items():
        row = rows[name]
        line = _judged(now, row, cells, is_taken=bool(taken & {ALL.upper(), *_short(row.id)}))
        lines.append(line)
        if (typed := _stored(now, row, line)) is not None:
            at = datetime.now(UTC)
            new.append(Typed(new_id(), line.place, row.of, line.text, origin, at, at, typed, who(), f"{source} {digest}"))
    store.record([_entry(one) for one in new])
    return Read(version.number if version else "", tuple(lines))


def _short(row: str) -> set[str]:
    return {row[:length] for length in range(4, ROW_LENGTH + 1)}


def _row(rows: Mapping[str, "Row"], cell: Cell, number: str) -> "Row | None":
    """The row that a cell names; by a name as it is printed, the one of the document's own that begins so."""
    if len(cell.row) == ROW_LENGTH:
        return rows.get(cell.row)
    fitting = [one for name, one in rows.items() if cell.row and name.startswith(cell.row) and cell.place in one.places]
    own = [one for one in fitting if number in one.documents] or fitting
    return own[0] if len(own) == 1 else None


def _unplaced(cell: Cell) -> Iterable[Line]:
    """What cannot be told whose it is; a cell in which nothing stands needs no telling."""
    if not cell.text:
        return
    shown = " / ".join(f"#{row[:6]}" for _place, row in cell.marks) or (f"#{cell.row[:6]}" if cell.row else "")
    outcome = Outcome.MARKS if cell.marks else Outcome.STRANGE if cell.row else Outcome.UNMARKED
    yield Line(outcome, cell.place, shown, "", cell.text, ways=cell.ways)


def _judged(now: Hand, row: "Row", cells: list[Cell], *, is_taken: bool) -> Line:
    """What becomes of a row's cell, which may stand twice in the file."""
    first = cells[0]
    typed = {print_of(one.text): one for one in cells if print_of(one.text) != one.printed} or {print_of(first.text): first}
    chosen = next(iter(typed.values()))
    outcome = Outcome.TWICE if len(typed) > 1 else _outcome(now, row, chosen, is_taken=is_taken)
    text = "\n".join(one.text for one in typed.values()) if outcome is Outcome.TWICE else chosen.text
    standing = now.standing(first.place, row.of)
    return Line(outcome, first.place, f"#{row.id[:6]}", row.what, text, standing, chosen.ways)


def _outcome(now: Hand, row: "Row", cell: Cell, *, is_taken: bool) -> Outcome:
    """What becomes of a cell: only what is not what we printed was typed, and only what was printed can be replaced."""
    read_, stands = print_of(cell.text), print_of(now.text(cell.place, row.of))
    if read_ in {cell.printed, stands} or (read_ == NOT_PRINTED and NOT_PRINTED in {cell.printed or NOT_PRINTED, stands}):
        return Outcome.SAME
    if read_ != NOT_PRINTED and stands == cell.printed:
        return Outcome.TYPED
    if is_taken:
        return Outcome.TAKEN
    if read_ == NOT_PRINTED:
        return Outcome.EMPTIED
    if now.was(cell.place, row.of, read_):
        return Outcome.OLDER
    return Outcome.TYPED if stands == NOT_PRINTED else Outcome.CONFLICT


def _stored(now: Hand, row: "Row", line: Line) -> frozenset[str] | None:
    """The ids of the texts that a new one replaces; None where nothing is to be stored."""
    if line.outcome is Outcome.TAKEN:
        return now.every(line.place, row.of)
    if line.outcome is Outcome.TYPED:
        return now.first(line.place, row.of)
    if line.outcome is Outcome.CONFLICT and not now.is_claimed(line.place, row.of, print_of(line.text)):
        return frozenset()
    return None


def _entry(one: Typed) -> Entry:
    body = {"of": " ".join(one.of), "text": one.text, "over": " ".join(sorted(one.over)), "source": one.source}
    return Entry(one.id, STREAM, one.place, "typed", one.at, one.told_at, one.by, "", body, one.origin)


def _typed(row: Entry) -> Typed:
    told = row.body
    over = frozenset(told.get("over", "").split())
    of = tuple(told.get("of", "").split())
    text = told.get("text", "")
    return Typed(row.id, row.name, of, text, row.by, row.at, row.told_at, over, row.origin, told.get("source", ""))


def as_json(one: Line) -> dict[str, object]:
    """A line as programs are given it."""
    return {
        "outcome": one.outcome.value,
        "place": one.place,
        "row": one.row,
        "what": one.what,
        "text": one.text,
        "ways": list(one.ways),
        "standing": [{"text": each.text, "by": each.by, "at": each.at.isoformat()} for each in one.standing],
    }
