"""Facts about the software that a machine has installed, and the parts that its kernel has loaded."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Package:
    """One package. Identity: ``name`` with its architecture ("openssl.x86_64"). Versions may stand side by side."""

    name: str
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Packages:
    """Every package that is installed whole. ``system`` is rpm or dpkg."""

    system: str
    packages: tuple[Package, ...]


@dataclass(frozen=True, slots=True)
class KernelModules:
    """The names of the parts that the kernel has loaded, in their order."""

    names: tuple[str, ...]


PACKAGES: Final = FactKind[Packages]("packages")
KERNEL_MODULES: Final = FactKind[KernelModules]("kernel_modules")
