"""What the machine is: its system, its kernel, its name. After an upgrade these are the first to look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.facts.identity import IDENTITY, Identity
from collectors.policies import UNTOLD, Policy
from config.text import _


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait of the machine. ``version`` may change with an upgrade; ``nature`` may not."""

    name: Annotated[str, Policy.IDENTITY]
    version: Annotated[str, Policy.REPORT] = UNTOLD
    nature: Annotated[str, Policy.EQUAL] = UNTOLD


def traits(identity: Identity) -> Iterator[Trait]:
    """The traits that a change may touch; the boot's id and our own account are none."""
    yield Trait("os", version=f"{identity.os_name} {identity.os_version}".strip() or UNTOLD)
    yield Trait("kernel", version=identity.kernel or UNTOLD)
    yield Trait("hostname", nature=identity.hostname or UNTOLD)
    yield Trait("architecture", nature=identity.architecture or UNTOLD)


SYSTEM_ASPECT: Final = Aspect(
    id="server.changed_system",
    title=_("Changes of system and kernel"),
    area=Area.CONFIGURATION,
    needs=IDENTITY,
    record=Trait,
    things=traits,
    one=_("{name}"),
    fields={"version": _("version"), "nature": _("value")},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("release, running kernel, host name and architecture, now and then"),
    remedy=_("Compare with the change's record: the kernel that runs must be the one that was meant to."),
    refs=("os-release(5)", "uname(1)"),
)
