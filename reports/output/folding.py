"""Text folded to a column of a terminal: between Chinese characters and at blanks, never within a name such as HSRP.

Chinese has no blanks, so that a sentence is one word to whoever folds at blanks, and is cut wherever the line ends.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.measure import Measurement

_WIDE: Final = r"\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6"
_OPENS, _CLOSES = "（《【「『“‘", "，。、；：？！）》】」』”’"
_PIECE: Final = re.compile(
    rf"\s+|[{_OPENS}]*(?:[^\s{_WIDE}{_OPENS}{_CLOSES}]+|[{_WIDE}](?<![{_OPENS}{_CLOSES}]))[{_CLOSES}]*|\S"
)
"""A run of blanks; a Latin word or one wide character, with the marks that may not begin or end a line (GB/T 15834)."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A cell of a table whose words are folded by ``folded``."""

    words: str

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        """Give the lines for the width that the table has left."""
        from rich.text import Text  # noqa: PLC0415 - only to print

        for line in self.words.split("\n"):
            yield Text("\n".join(folded(line, options.max_width)))

    def __rich_measure__(self, console: "Console", options: "ConsoleOptions") -> "Measurement":
        """Between its longest piece and its longest line."""
        from rich.cells import cell_len  # noqa: PLC0415 - only to print
        from rich.measure import Measurement  # noqa: PLC0415 - as above

        pieces = max((cell_len(one) for one in _PIECE.findall(self.words)), default=0)
        lines = max(cell_len(line) for line in self.words.split("\n"))
        return Measurement(min(pieces, options.max_width), min(lines, options.max_width))


def folded(line: str, width: int) -> Iterator[str]:
    """The lines that a line becomes in ``width`` columns; a word that is wider than a whole line is cut."""
    from rich.cells import cell_len  # noqa: PLC0415 - only to print

    now = ""
    for piece in _pieces(line, width):
        if now and cell_len(now) + cell_len(piece.rstrip()) > width:
            yield now.rstrip()
            now = piece.lstrip()
        else:
            now += piece
    yield now.rstrip()


def _pieces(line: str, width: int) -> Iterator[str]:
    """Words and characters; what is wider than a line in parts that are not."""
    from rich.cells import cell_len, chop_cells  # noqa: PLC0415 - only to print

    for piece in _PIECE.findall(line):
        yield from [piece] if cell_len(piece) <= width else chop_cells(piece, width)
