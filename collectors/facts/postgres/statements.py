"""Facts from pg_stat_statements: which statements take the server's time."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Statement:
    """One normalised statement of one database, of all users together. Identity: ``database`` and ``query_id``.

    ``text`` is its beginning without literals, "" where it was not read.
    """

    database: str
    query_id: str
    call_count: int
    total_seconds: float
    row_count: int
    read_bytes: int
    temp_bytes: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Statements:
    """The 50 statements that took most time, and the time of all.

    Counters of another ``epoch`` (reset; below 14, where the server does not say, its start) are not comparable.
    ``left_out_count`` is how often the view dropped its rarest statements for want of room (14+, below it None).
    """

    statements: tuple[Statement, ...]
    count: int
    total_seconds: float
    epoch: str
    left_out_count: int | None


TOP_STATEMENTS: Final = FactKind[Statements]("postgres.statements")
STATEMENT_TEXTS: Final = FactKind[tuple[tuple[str, str], ...]]("postgres.statement_texts")
NAMED_STATEMENTS: Final = FactKind[Statements]("postgres.named_statements")
