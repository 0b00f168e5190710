"""How the machine is set up, key by key. From inspection to inspection ``server.configuration_drift`` tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.base import Listing
from collectors.facts.settings import SETTINGS, VOLATILE_SYSCTLS, SettingsArea
from collectors.policies import Policy
from config.text import _

_COME_AND_GO: Final = frozenset({"sysctl"})
"""Areas whose keys come and go with modules and cards."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. Identity: area and key."""

    area: Annotated[str, Policy.IDENTITY]
    key: Annotated[str, Policy.IDENTITY]
    value: Annotated[str, Policy.REPORT]


@dataclass(frozen=True, slots=True)
class MountSetting:
    """How one filesystem is mounted: after an upgrade as before."""

    mount: Annotated[str, Policy.IDENTITY]
    value: Annotated[str, Policy.EQUAL]


def lasting(areas: Listing[SettingsArea]) -> Iterator[Setting]:
    """The settings of areas whose keys stay, and those of sysctl; mounts apart."""
    for area in areas.records:
        if area.name in {"mounts", *_COME_AND_GO}:
            continue
        for key, value in area.settings.items():
            yield Setting(area.name, key, value)


def kernel(areas: Listing[SettingsArea]) -> Iterator[Setting]:
    """Kernel settings without counts and random numbers."""
    for area in areas.records:
        for key, value in area.settings.items() if area.name == "sysctl" else ():
            if not any(fnmatchcase(key, one) for one in VOLATILE_SYSCTLS):
                yield Setting(area.name, key, value)


def mounts(areas: Listing[SettingsArea]) -> Iterator[MountSetting]:
    """Mounts with their options."""
    for area in areas.records:
        for key, value in area.settings.items() if area.name == "mounts" else ():
            yield MountSetting(key, value)


SETTINGS_ASPECT: Final = Aspect(
    id="server.changed_settings",
    title=_("Changes of the system's configuration"),
    area=Area.CONFIGURATION,
    needs=SETTINGS,
    record=Setting,
    things=lasting,
    one=_("setting {name}"),
    fields={"value": _("value")},
    gone=Weight.REPORT,
    come=Weight.REPORT,
    reads=_("/etc/hosts, resolv.conf, limits, groups, accounts, cron's jobs and boot parameters, now and then"),
    remedy=_("Compare with the change's record; put back what nobody wrote down."),
    is_checked=False,
)
KERNEL_SETTINGS_ASPECT: Final = Aspect(
    id="server.changed_kernel_settings",
    title=_("Changes of kernel settings"),
    area=Area.CONFIGURATION,
    needs=SETTINGS,
    record=Setting,
    things=kernel,
    one=_("kernel setting {name}"),
    fields={"value": _("value")},
    gone=Weight.NOTED,
    come=Weight.NOTED,
    reads=_("what sysctl shows, now and then"),
    remedy=_("Compare with /etc/sysctl.d: an upgrade may bring another default; set what the application needs."),
    traps=(_("keys of sysctl that come or go with a module or a network card are no change"),),
    is_checked=False,
)
MOUNTS_ASPECT: Final = Aspect(
    id="server.changed_mounts",
    title=_("Changes of mounts and their options"),
    area=Area.STORAGE,
    needs=SETTINGS,
    record=MountSetting,
    things=mounts,
    one=_("mount {name}"),
    fields={"value": _("source and options")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("what is mounted, and how, now and then"),
    remedy=_("Mount what is missing (see fstab and the log), and put the options back as they were."),
    is_checked=False,
)
