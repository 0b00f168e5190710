"""Facts about one server: what it is set to, what it has counted, and both together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind

_ON: Final = frozenset({"on", "1", "yes", "true", "force"})


@dataclass(frozen=True, slots=True)
class Variables:
    """Names in small letters to the server's own words. A name that this server does not know is not among them."""

    product: str
    version: int
    words: str
    values: Mapping[str, str] = field(hash=False)

    def text(self, name: str) -> str:
        """Its words; empty where there is no such name."""
        return self.values.get(name, "")

    def number(self, name: str) -> float | None:
        """A number, or None where there is no such name or it is no number."""
        try:
            return float(self.values[name])
        except (KeyError, ValueError):
            return None

    def is_on(self, name: str) -> bool | None:
        """Whether it is switched on, or None where there is no such name."""
        said = self.values.get(name)
        return None if said is None else said.lower() in _ON


@dataclass(frozen=True, slots=True)
class Workload:
    """Settings and counters of one server. ``uptime_seconds`` and ``counted_seconds`` (of the counters) are its."""

    settings: Variables
    counters: Variables
    uptime_seconds: float
    counted_seconds: float


SETTINGS: Final = FactKind[Variables]("mysql.settings")
COUNTERS: Final = FactKind[Variables]("mysql.counters")
WORKLOAD: Final = FactKind[Workload]("mysql.workload")
LOGIN_GUARDS: Final = FactKind[Variables]("mysql.login_guards")
