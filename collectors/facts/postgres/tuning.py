"""Facts about how the server is set beside how much it holds."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind
from collectors.facts.postgres.settings import Settings


@dataclass(frozen=True, slots=True)
class Tuning:
    """The settings, and the size of all databases that may be seen (None: of none)."""

    settings: Settings
    databases_bytes: int | None


TUNING: Final = FactKind[Tuning]("postgres.tuning")
