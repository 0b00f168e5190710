"""Aspects of hosts, in the report's order."""

from typing import Final

from checks.aspects import AnyAspect
from checks.changes.server.cluster import CLUSTER_ASPECT, RESOURCES_ASPECT
from checks.changes.server.filesystems import FILESYSTEM_IDS_ASPECT, FILESYSTEMS_ASPECT
from checks.changes.server.links import BONDS_ASPECT, LINKS_ASPECT
from checks.changes.server.listeners import LISTENERS_ASPECT
from checks.changes.server.packages import KERNEL_MODULES_ASPECT, PACKAGES_ASPECT
from checks.changes.server.routing import (
    ADDRESSES_ASPECT,
    FLOATING_ADDRESSES_ASPECT,
    PACKET_FILTER_ASPECT,
    ROUTES_ASPECT,
    RULES_ASPECT,
)
from checks.changes.server.services import SERVICES_ASPECT
from checks.changes.server.settings import KERNEL_SETTINGS_ASPECT, MOUNTS_ASPECT, SETTINGS_ASPECT
from checks.changes.server.system import SYSTEM_ASPECT
from checks.changes.server.time_and_certificates import CERTIFICATES_ASPECT, TIME_ASPECT
from checks.changes.server.volumes import (
    ARRAYS_ASPECT,
    DISKS_ASPECT,
    FC_PORTS_ASPECT,
    MULTIPATHS_ASPECT,
    VOLUMES_ASPECT,
)

ASPECTS: Final[tuple[AnyAspect, ...]] = (
    SYSTEM_ASPECT,
    PACKAGES_ASPECT,
    KERNEL_MODULES_ASPECT,
    DISKS_ASPECT,
    ARRAYS_ASPECT,
    VOLUMES_ASPECT,
    MULTIPATHS_ASPECT,
    FC_PORTS_ASPECT,
    FILESYSTEMS_ASPECT,
    FILESYSTEM_IDS_ASPECT,
    MOUNTS_ASPECT,
    LINKS_ASPECT,
    BONDS_ASPECT,
    ADDRESSES_ASPECT,
    FLOATING_ADDRESSES_ASPECT,
    ROUTES_ASPECT,
    RULES_ASPECT,
    PACKET_FILTER_ASPECT,
    LISTENERS_ASPECT,
    SERVICES_ASPECT,
    CLUSTER_ASPECT,
    RESOURCES_ASPECT,
    TIME_ASPECT,
    CERTIFICATES_ASPECT,
    SETTINGS_ASPECT,
    KERNEL_SETTINGS_ASPECT,
)
