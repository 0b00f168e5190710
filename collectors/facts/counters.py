"""Counters that only grow: what a machine counted of errors and restarts, each with the epoch it counts since."""

from dataclasses import dataclass
from typing import Annotated, Final

from collectors.base import FactKind, Listing
from collectors.policies import Policy


@dataclass(frozen=True, slots=True)
class Counter:
    """One counter. Identity: ``part`` (disk, drive, memory, link, bond, port, unit), ``subject`` and ``name``.

    ``subject`` is the part's own identity (a serial number, a slot, a card's name). ``epoch`` is what the count is since: a
    boot id, the serial number of the disk; "" where nobody knows.
    """

    part: Annotated[str, Policy.IDENTITY]
    subject: Annotated[str, Policy.IDENTITY]
    name: Annotated[str, Policy.IDENTITY]
    value: Annotated[int, Policy.REPORT]
    epoch: Annotated[str, Policy.EPOCH]


COUNTERS: Final = FactKind[Listing[Counter]]("counters")
