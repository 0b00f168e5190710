"""Facts about filesystems, mounts, arrays and volumes."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Filesystem:
    """One mounted filesystem with its space. Identity: ``mount``. ``available_bytes`` is what non-root may still write."""

    mount: str
    device: str
    kind: str
    size_bytes: int
    used_bytes: int
    available_bytes: int

    @property
    def used_ratio(self) -> float:
        """Used of what can be used, as df's Capacity: reserved blocks count on neither side."""
        usable = self.used_bytes + self.available_bytes
        return self.used_bytes / usable if usable else 0.0


FILESYSTEMS: Final = FactKind[Listing[Filesystem]]("filesystems")
