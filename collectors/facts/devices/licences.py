"""Facts about what a device may be used for, and until when."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from collectors.base import FactKind, Listing, Merge


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence, contract or registration that is installed or used. Identity: ``name``.

    ``ends_on`` is the last day by the device's word; ``left_seconds`` is told by devices that only count down; both None
    where neither is told. ``is_compliant`` is what the device says of its use, None where it says nothing. ``words`` is the
    state as the device calls it.
    """

    name: str
    words: str
    ends_on: date | None = None
    left_seconds: float | None = None
    is_permanent: bool = False
    is_evaluation: bool = False
    is_expired: bool = False
    is_compliant: bool | None = None


LICENCES: Final = FactKind[Listing[Licence]]("network.licences", merge=Merge.UNION)
