"""Facts about mandatory access control, and about who may change what a host starts with."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class MandatoryAccess:
    """How the kernel confines programs now, and what it is set to at the next start.

    ``selinux`` is enforcing, permissive, off, or "" where it is on and its mode was not seen; ``selinux_at_boot`` is the
    word of /etc/selinux/config, "" without one. AppArmor's profiles by mode are None where they could not be read.
    ``others`` are further modules of the kernel that confine programs, ``boot_words`` those of its command line.
    """

    selinux: str
    selinux_at_boot: str = ""
    apparmor_is_on: bool = False
    enforced_count: int | None = None
    complaining_count: int | None = None
    others: tuple[str, ...] = ()
    boot_words: tuple[str, ...] = ()


MANDATORY_ACCESS: Final = FactKind[MandatoryAccess]("mandatory_access")


@dataclass(frozen=True, slots=True)
class LoaderFile:
    """One file of the boot loader; of passwords only how many lines set one, and in which form.

    ``by_variable``: lines that take it from a variable, which user.cfg sets or does not.
    """

    path: str
    superusers_count: int = 0
    hashed_count: int = 0
    plain_count: int = 0
    by_variable_count: int = 0


@dataclass(frozen=True, slots=True)
class BootLoader:
    """The files of the boot loader GRUB."""

    files: tuple[LoaderFile, ...]


BOOT_LOADER: Final = FactKind[BootLoader]("boot_loader")
