"""Facts about accounts and objects of a DM8 database."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Account:
    """One account. ``days_left`` until its password ends; None: it does not. Identity: ``name``."""

    name: str
    status: str
    days_left: int | None
    profile: str


@dataclass(frozen=True, slots=True)
class InvalidObject:
    """An object that does not compile. Identity: ``owner.name``."""

    owner: str
    name: str
    kind: str

    @property
    def subject(self) -> str:
        """Its full name."""
        return f"{self.owner}.{self.name}"


@dataclass(frozen=True, slots=True)
class Objects:
    """What is invalid, of all that there is."""

    count: int
    invalid: tuple[InvalidObject, ...]


ACCOUNTS: Final = FactKind[tuple[Account, ...]]("dameng.accounts")
OBJECTS: Final = FactKind[Objects]("dameng.objects")
