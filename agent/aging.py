"""The store grows old: measures grow thin, evidence past its days goes but for its digests."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from agent.catalogue import CHECKS
from checks.base import Trend

if TYPE_CHECKING:
    from agent.store.store import Store

log = logging.getLogger("xunjian.aging")


def age(store: "Store", now: datetime) -> None:
    """Thin and purge. A failure costs nothing else: the next inspection tries again."""
    from agent.store.values import StoreError  # noqa: PLC0415 - only where a store is

    leading = {check.of.check: check.of.value for check in CHECKS if isinstance(check, Trend)}
    try:
        store.thin_measures(now, leading=leading)
        store.purge_evidence(now)
    except StoreError as error:
        log.warning("the store was not thinned: %s", error)
