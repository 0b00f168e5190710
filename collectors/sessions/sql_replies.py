"""What a database said as the replies that stand in evidence, the same whichever way it was asked."""

from collections.abc import Sequence

from collectors.evidence import Reply
from collectors.tables import Server, written

Cell = str | None


def told(
    server: Server, database: str, choice: int, columns: Sequence[str], rows: Sequence[Sequence[Cell]], most: int
) -> Reply:
    """The reply of a statement that was answered; rows beyond ``most`` are counted as cut."""
    text = written(server, database, choice, columns, rows[:most])
    cut = max(0, len(rows) - most)
    return Reply("ok", 0, text.encode(errors="backslashreplace"), cut_bytes=cut, is_privileged=True)


def failed(state: str, words: str) -> Reply:
    """The reply of a statement that was not answered."""
    return Reply(state, None, err=words.encode(errors="backslashreplace"))


def listed(rows: Sequence[Sequence[Cell]]) -> tuple[Reply, tuple[str, ...]]:
    """The reply of what enumerates the databases in its first column, and their names."""
    names = tuple(row[0] for row in rows if row[0])
    text = "".join(f"={on_a_line(name)}\n" for name in names) + f"@count {len(names)}\n"
    return Reply("ok", 0, text.encode(), is_privileged=True), names


def on_a_line(name: str) -> str:
    """A database's name on one line."""
    return name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
