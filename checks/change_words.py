"""What the parts that count and the areas of settings are called: as subjects of their own, and before a name."""

from collections.abc import Mapping
from typing import Final

from config.text import Text, _

PARTS: Final[Mapping[str, Text]] = {
    "disk": _("disk {name}"),
    "drive": _("drive {name}"),
    "memory": _("memory controller {name}"),
    "link": _("network card {name}"),
    "bond": _("bond member {name}"),
    "port": _("Fibre Channel port {name}"),
    "unit": _("unit {name}"),
}
ALL_OF_PART: Final[Mapping[str, Text]] = {
    "disk": _("counters of disks"),
    "drive": _("counters of RAID drives"),
    "memory": _("counters of memory"),
    "link": _("counters of network cards"),
    "bond": _("counters of bonds"),
    "port": _("counters of Fibre Channel ports"),
    "unit": _("restarts of units"),
    "units": _("restarts of units"),
}
AREAS: Final[Mapping[str, Text]] = {
    "sysctl": _("kernel settings (sysctl)"),
    "hosts": _("/etc/hosts"),
    "resolver": _("name resolution (resolv.conf)"),
    "limits": _("limits of processes (limits.conf)"),
    "groups": _("groups"),
    "boot": _("boot parameters of the kernel"),
    "accounts": _("accounts"),
    "mounts": _("mounts and their options"),
    "jobs": _("jobs of cron"),
    "files": _("configuration files"),
}
IN_AREA: Final[Mapping[str, Text]] = {
    "sysctl": _("kernel setting {name}"),
    "hosts": _("line {name} of /etc/hosts"),
    "resolver": _("line {name} of resolv.conf"),
    "limits": _("process limit {name}"),
    "groups": _("group {name}"),
    "boot": _("boot parameter {name}"),
    "accounts": _("account {name}"),
    "mounts": _("mount {name}"),
    "jobs": _("job {name}"),
}
