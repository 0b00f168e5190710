"""Facts about updates that wait, as the local indexes tell them: never without the indexes' own dates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind, Unseen


@dataclass(frozen=True, slots=True)
class Index:
    """One index of packages. Identity: ``name``, which is its repository's.

    ``dated_at`` is the date that it bears itself, ``valid_until_at`` the day until which its maker vouches for it; None
    where it bears none. ``is_signed`` None: not told.
    """

    name: str
    dated_at: datetime | None
    valid_until_at: datetime | None
    is_security: bool
    is_signed: bool | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """An update that waits. Identity: ``package``. ``origin`` is where it would come from, as the index says."""

    package: str
    installed: str
    offered: str
    origin: str
    is_security: bool


@dataclass(frozen=True, slots=True)
class Updates:
    """What waits by the indexes of ``system`` (apt or rpm).

    ``pending`` is an Unseen where it could not be told. ``held`` are packages that are kept back. ``unchecked`` are the
    lines by which signatures are not checked, each with its file.
    """

    asked_at: datetime
    system: str
    indexes: tuple[Index, ...]
    pending: tuple[Pending, ...] | Unseen
    held: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    sources_count: int = 0
    unread: tuple[str, ...] = ()


UPDATES: Final = FactKind[Updates]("updates")
