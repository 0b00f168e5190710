"""All collectors by the command line of Cisco, Arista, Juniper and Fortinet, those of a kind in the order of preference.

Hillstone and F5 have none: no recorded answers of their commands were found that a reader could be held against.
"""

from typing import Final

from collectors.base import Wired
from collectors.network.lines import (
    arista_environments,
    bgp_and_ospf,
    bundles,
    cisco_environments,
    cisco_pairs,
    clocks_and_logs,
    fortios,
    identities,
    interfaces_cisco,
    interfaces_others,
    junos,
    licences,
    licences_cisco,
    lldp_and_cdp,
    nxos_environments,
    processors_and_memories,
    storages_and_optics,
)

COLLECTORS: Final[tuple[Wired, ...]] = (
    *processors_and_memories.COLLECTORS,  # before the long answers, which are work for a device
    *fortios.COLLECTORS,
    *junos.COLLECTORS,
    *identities.COLLECTORS,
    *cisco_environments.COLLECTORS,
    *nxos_environments.COLLECTORS,
    *arista_environments.COLLECTORS,
    *cisco_pairs.COLLECTORS,
    *storages_and_optics.COLLECTORS,
    *interfaces_cisco.COLLECTORS,
    *interfaces_others.COLLECTORS,
    *bundles.COLLECTORS,
    *bgp_and_ospf.COLLECTORS,
    *lldp_and_cdp.COLLECTORS,
    *licences_cisco.COLLECTORS,
    *licences.COLLECTORS,
    *clocks_and_logs.COLLECTORS,
)
