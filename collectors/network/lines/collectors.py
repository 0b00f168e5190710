"""All collectors by the command line of VRP, Comware, RGOS and ZXROS, those of a kind in the order of preference."""

from typing import Final

from collectors.base import Wired
from collectors.network.lines import (
    aggregates,
    boards,
    clocks,
    gateways,
    interfaces,
    loads,
    logs,
    neighbours,
    optics,
    routing,
    ruijie_boards,
    spanning_trees,
    stacks,
    storages,
    supplies,
    table_sizes,
    temperatures,
    versions,
    zte_alarms,
    zte_links,
    zte_neighbours,
    zte_optics,
)

COLLECTORS: Final[tuple[Wired, ...]] = (
    *clocks.COLLECTORS,  # first: what is compared with our clock is asked next to when we looked at ours
    *loads.COLLECTORS,  # before the long answers, which are work for a device
    *versions.COLLECTORS,
    *supplies.COLLECTORS,
    *boards.BOARD_SUPPLIES,
    *boards.COLLECTORS,
    *ruijie_boards.COLLECTORS,
    *temperatures.COLLECTORS,
    *storages.COLLECTORS,
    *interfaces.COLLECTORS,
    *optics.COLLECTORS,
    *zte_optics.COLLECTORS,
    *aggregates.COLLECTORS,
    *stacks.COLLECTORS,
    *gateways.COLLECTORS,
    *routing.COLLECTORS,
    *table_sizes.COLLECTORS,
    *zte_links.COLLECTORS,
    *spanning_trees.COLLECTORS,
    *neighbours.COLLECTORS,
    *zte_neighbours.COLLECTORS,
    *logs.COLLECTORS,
    *zte_alarms.COLLECTORS,
)
