"""Secrets: a reference in, the secret out; nothing else turns one into the other."""

from typing import final


@final
class Secret:
    """A secret value that neither prints, compares nor pickles; ``reveal()`` at the last moment."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the value itself, to the driver that needs it."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret(***)"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")
