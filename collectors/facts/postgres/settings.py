"""Facts about how a PostgreSQL server is set."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of pg_settings. Identity: ``name``. ``value`` is in ``unit`` ("" where it has none)."""

    name: str
    value: str
    unit: str
    source: str
    boot_value: str
    is_pending: bool


_UNITS: Final = {"B": 1, "kB": 1024, "8kB": 8192, "16kB": 16_384, "32kB": 32_768, "MB": 2**20, "GB": 2**30}


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings that the account may see. ``hidden_count`` are those that it may not."""

    product: str
    version: int
    settings: Mapping[str, Setting]
    hidden_count: int = 0

    def text(self, name: str) -> str | None:
        """A value as it stands; None where this version has no such setting, or hides it."""
        found = self.settings.get(name)
        return found.value if found else None

    def is_on(self, name: str) -> bool | None:
        """Whether a switch is on; None as in ``text``."""
        value = self.text(name)
        return None if value is None else value.lower() in {"on", "true", "yes", "1"}

    def amount(self, name: str) -> float | None:
        """A number; one of memory in bytes. None as in ``text``, and for what is no number."""
        found = self.settings.get(name)
        try:
            return float(found.value) * _UNITS.get(found.unit, 1) if found else None
        except ValueError:
            return None


SETTINGS: Final = FactKind[Settings]("postgres.settings")
