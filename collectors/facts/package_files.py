"""Facts about programs beside what their packages brought: of the packages that own what runs as root, only."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class VerifiedPackage:
    """One package's programs and libraries beside its list of sums. Identity: ``name``, as the package system has it.

    Of ``files_count`` files ``same_count`` are as the package brought them; ``changed`` are others, ``missing`` are gone,
    ``unread`` could not be read. ``is_reached`` is False where the time was up before it was looked at.
    """

    name: str
    files_count: int = 0
    same_count: int = 0
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    is_reached: bool = True


@dataclass(frozen=True, slots=True)
class VerifiedPackages:
    """``system`` is dpkg or rpm. ``root_programs_count``: whose programs run as root now; 0 where that was not seen."""

    system: str
    packages: tuple[VerifiedPackage, ...]
    root_programs_count: int = 0


VERIFIED_PACKAGES: Final = FactKind[VerifiedPackages]("verified_packages")
