"""Facts about tape drives and tape libraries as the kernel knows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class TapePath:
    """One way to a drive or library: its SCSI address, the kernel's state of it (running, offline, blocked ...).

    ``driver`` is who serves it (st, ch, lin_tape ...), "" nobody, None where that was not told; ``node`` the name of st.
    """

    address: str
    state: str
    driver: str | None = None
    node: str = ""


@dataclass(frozen=True, slots=True)
class TapeDevice:
    """One tape drive or tape library. Identity: ``kind`` and ``name``.

    ``kind`` is drive or library; ``name`` the serial number, else the world-wide name, else the SCSI address. ``counts``
    are those of st since the device was found: requests, bytes, seconds; they tell of use, not of errors.
    """

    kind: str
    name: str
    model: str
    revision: str
    paths: tuple[TapePath, ...]
    counts: Mapping[str, float] = field(default_factory=dict, hash=False)


TAPES: Final = FactKind[Listing[TapeDevice]]("tapes")
"""Witness of a lost line: the answer's count of its lines; of a lost device: the addresses at its head."""
