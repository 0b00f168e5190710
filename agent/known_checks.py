"""The checks as a configuration asks for them: which there are, and what limits each has."""

from collections.abc import Iterator, Mapping
from functools import cached_property


class KnownChecks(Mapping[str, object]):
    """Check id to its default limits, read when it is asked for: what has no rules spares the second that it takes."""

    @cached_property
    def _limits(self) -> dict[str, object]:
        from agent.catalogue import every_check  # noqa: PLC0415 - only where a rule asks

        return {check.id: check.limits for check in every_check()}

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, check: str) -> object:
        return self._limits[check]

    def __iter__(self) -> Iterator[str]:
        return iter(self._limits)

    def __len__(self) -> int:
        return len(self._limits)
