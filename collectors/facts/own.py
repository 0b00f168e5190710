"""What checks of the operator's own read: values that a custom ask gave, what a monitoring plug-in said."""

from dataclasses import dataclass

from collectors.base import Listing


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a custom check; identity: ``subject``. ``line`` is where it stood."""

    subject: str
    text: str
    number: float | None
    line: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One value of a plug-in's performance data, in base units; identity: ``name``, which ends in its unit.

    ``warn`` and ``critical`` are ranges as the plug-in wrote them, in its own unit.
    """

    name: str
    value: float
    label: str
    written: str
    warn: str = ""
    critical: str = ""


@dataclass(frozen=True, slots=True)
class PluginAnswer:
    """What a monitoring plug-in came to: its exit code, its line, its long text, its performance data."""

    code: int
    text: str
    more: tuple[str, ...] = ()
    measured: tuple[Measured, ...] = ()
    strange: tuple[str, ...] = ()
    """Performance data that does not fit the plug-in guideline."""


Readings = Listing[Reading]
