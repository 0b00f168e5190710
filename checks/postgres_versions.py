"""Until when PostgreSQL's own project mends each major version, and its newest minor, as known on the day below."""

from datetime import date
from typing import Final

AS_OF: Final = date(2026, 11, 22)
ENDS_ON: Final = {
    10: date(2022, 11, 10),
    11: date(2023, 11, 9),
    12: date(2024, 11, 21),
    13: date(2025, 11, 13),
    14: date(2026, 11, 12),
    15: date(2027, 11, 11),
    16: date(2028, 11, 9),
    17: date(2029, 11, 8),
    18: date(2030, 11, 14),
}
"""postgresql.org: Versioning Policy."""
NEWEST: Final = {10: 23, 11: 22, 12: 22, 13: 23, 14: 23, 15: 18, 16: 14, 17: 10, 18: 4}
"""The newest minor that was to be had on that day."""
