"""Facts about how a PostgreSQL server is set."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Reason, Unseen
from config.text import _


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of pg_settings. Identity: ``name``. ``value`` is in ``unit`` ("" where it has none).

    ``is_own``: our own account or database sets it for its sessions, so that the server's own value is not to be seen.
    """

    name: str
    value: str
    unit: str
    source: str
    boot_value: str
    is_pending: bool
    is_own: bool = False


_OWN: Final = _("the inspecting account or its database has a value of its own for it")
_RESET: Final = _("take the value back (ALTER ROLE ... RESET, ALTER DATABASE ... RESET), so that the server's own is seen")
_UNITS: Final = {"B": 1, "kB": 1024, "8kB": 8192, "16kB": 16_384, "32kB": 32_768, "MB": 2**20, "GB": 2**30}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that the checks read. ``hidden_count`` are those that the account may not see."""

    product: str
    version: int
    settings: Mapping[str, Setting]
    hidden_count: int = 0

    def text(self, name: str) -> str | None:
        """A value as it stands; None where this version has no such setting, or hides it, or it is our own session's."""
        found = self.settings.get(name)
        return found.value if found and not found.is_own else None

    def overridden(self, *names: str) -> tuple[Unseen, ...]:
        """Those of the names whose value on the server is not to be seen, because our own account has one of its own."""
        own = (name for name in names if name in self.settings and self.settings[name].is_own)
        return tuple(Unseen(name, Reason.NO_RECORD, _OWN, _RESET) for name in own)

    def is_on(self, name: str) -> bool | None:
        """Whether a switch is on; None as in ``text``."""
        value = self.text(name)
        return None if value is None else value.lower() in {"on", "true", "yes", "1"}

    def amount(self, name: str) -> float | None:
        """A number; one of memory in bytes. None as in ``text``, and for what is no number."""
        found = self.settings.get(name)
        try:
            return float(found.value) * _UNITS.get(found.unit, 1) if found and not found.is_own else None
        except ValueError:
            return None


SETTINGS: Final = FactKind[Settings]("postgres.settings")
