"""Facts about whom we met: which machine this is and what it says of itself."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Identity:
    """A machine and our rights on it. Identity: ``machine_id``; clones of one image may share it.

    What the machine does not say is an empty string. ``os_id`` is os-release's ID (kylin, uos, openEuler, centos ...),
    ``os_version`` the most exact version that any release file gives, ``os_detail`` the first lines of those files.
    ``boot_id`` names the epoch of every counter since boot.
    """

    machine_id: str
    hostname: str
    os_id: str
    os_name: str
    os_version: str
    kernel: str
    architecture: str
    uid: int
    os_detail: tuple[str, ...] = ()
    virtualisation: str = ""
    boot_id: str = ""

    @property
    def is_root(self) -> bool:
        """Whether we are root there, without sudo."""
        return self.uid == 0


IDENTITY: Final = FactKind[Identity]("identity")
