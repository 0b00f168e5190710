"""Files that the daemon looks at: whether one is another than it was."""

import os
from collections.abc import Iterable

Mark = tuple[int, int, int, int]


def marks(paths: Iterable[str]) -> dict[str, Mark | None]:
    """By path what tells a file from its next version; None where there is none."""
    return {path: _mark(path) for path in paths}


def of_store(path: str) -> dict[str, Mark | None]:
    """The marks of a store that is a file: SQLite writes into it, or into the log beside it."""
    return marks((path, f"{path}-wal")) if path else {}


def _mark(path: str) -> Mark | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - pathlib is not needed for one call
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
