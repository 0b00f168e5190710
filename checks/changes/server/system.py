"""What the machine is: release, kernel, processors, memory. After an upgrade these are the first to look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.facts.groups import TRAITS, Traits
from collectors.policies import UNTOLD, Policy
from config.text import _

_VERSIONS: Final = frozenset({"kernel", "release"})
_AMOUNTS: Final = frozenset({"processors", "memory-gib"})


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait: a ``version`` may change with an upgrade, a ``nature`` may not, an ``amount`` may not fall."""

    name: Annotated[str, Policy.IDENTITY]
    version: Annotated[str, Policy.REPORT] = UNTOLD
    nature: Annotated[str, Policy.EQUAL] = UNTOLD
    amount: Annotated[int | None, Policy.AT_LEAST] = None


def traits(found: Traits) -> Iterator[Trait]:
    """The traits of the system itself, and the versions of a cluster's packages."""
    for key, value in found.values.items():
        area, _space, name = key.partition(" ")
        if area == "package" or (area == "system" and name in _VERSIONS):
            yield Trait(name, version=value or UNTOLD)
        elif area == "system" and name in _AMOUNTS:
            yield Trait(name, amount=int(value) if value.isdecimal() else None)
        elif area == "system":
            yield Trait(name, nature=value or UNTOLD)


SYSTEM_ASPECT: Final = Aspect(
    id="server.changed_system",
    title=_("Changes of system and kernel"),
    area=Area.CONFIGURATION,
    needs=TRAITS,
    record=Trait,
    things=traits,
    one=_("{name}"),
    fields={"version": _("version"), "nature": _("value"), "amount": _("number")},
    gone=Weight.REPORT,
    come=Weight.NOTED,
    reads=_(
        "release, running kernel, architecture, processors, memory, time zone, SELinux and the versions of core packages, "
        "now and then"
    ),
    remedy=_("Compare with the change's record: the kernel that runs must be the one that was meant to."),
    traps=(_("the kernel that runs is compared, not the newest that is installed"),),
    refs=("os-release(5)", "uname(1)"),
)
