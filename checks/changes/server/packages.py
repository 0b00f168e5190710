"""Installed software and what the kernel has loaded: what an upgrade replaced, and what it took away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.facts.packages import KERNEL_MODULES, PACKAGES, KernelModules, Packages
from collectors.policies import Policy
from config.text import _

_NUMBERED: Final = re.compile(
    r"(?P<kind>linux-(?:image|headers|modules|modules-extra|image-unsigned|tools|cloud-tools|kbuild)|kmod|"
    r"kernel(?:-[a-z]+)*)-\d[^.]*(?:\.\d+[^.]*)*(?P<rest>\.\w+)"
)
"""Packages whose name has the version of a kernel in it: several stand side by side, and the oldest goes by itself."""


@dataclass(frozen=True, slots=True)
class Installed:
    """One package and its versions; of a kernel several side by side."""

    name: Annotated[str, Policy.IDENTITY]
    versions: Annotated[tuple[str, ...], Policy.REPORT]


@dataclass(frozen=True, slots=True)
class Loaded:
    """One part of the kernel that is loaded."""

    name: Annotated[str, Policy.IDENTITY]


def installed(found: Packages) -> Iterator[Installed]:
    """Packages; those of kernels together, by their kind."""
    together: dict[str, list[str]] = {}
    for one in found.packages:
        match = _NUMBERED.fullmatch(one.name)
        together.setdefault(f"{match['kind']}-*{match['rest']}" if match else one.name, []).extend(one.versions)
    for name, versions in together.items():
        yield Installed(name, tuple(sorted(versions)))


def loaded(found: KernelModules) -> Iterator[Loaded]:
    """Parts of the kernel."""
    for name in found.names:
        yield Loaded(name)


PACKAGES_ASPECT: Final = Aspect(
    id="server.changed_packages",
    title=_("Changes of installed packages"),
    area=Area.CONFIGURATION,
    needs=PACKAGES,
    record=Installed,
    things=installed,
    one=_("package {name}"),
    fields={"versions": _("version")},
    gone=Weight.REPORT,
    come=Weight.NOTED,
    reads=_("installed packages with their versions (rpm, dpkg), now and then"),
    remedy=_("Compare with the change's record; see whether anything needs a package that is gone."),
    traps=(_("kernels stand side by side, and the oldest goes by itself: that is no removal"),),
    refs=("rpm(8)", "dpkg-query(1)"),
)
KERNEL_MODULES_ASPECT: Final = Aspect(
    id="server.changed_kernel_modules",
    title=_("Changes of loaded kernel modules"),
    area=Area.CONFIGURATION,
    needs=KERNEL_MODULES,
    record=Loaded,
    things=loaded,
    one=_("kernel module {name}"),
    fields={},
    gone=Weight.NOTED,
    come=Weight.NOTED,
    reads=_("kernel modules that are loaded, now and then"),
    remedy=_("A module that a storage or network driver of its own brought must be built anew for another kernel."),
    traps=(_("modules come and go with devices and with what is mounted: they are noted only"),),
    refs=("proc(5)",),
    is_checked=False,
)
