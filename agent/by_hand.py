"""Targets that a person answers for: which checklist is for which, and what platform that makes of them."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from agent.rounds import quarter_of
from collectors.manual.platforms import platform_of
from config.checklists import Checklist, chosen
from config.checklists.read import every
from config.site import Site, Target

if TYPE_CHECKING:
    from agent.store.store import Store

PURPOSE: Final = "form"
"""Of an inspection that was made of forms."""


def checklist_of(site: Site, target: Target) -> Checklist:
    """The checklist for a target: the operator's own lists before ours."""
    return chosen(target, every(site.checklists))


def by_hand(site: Site, target: Target) -> Target:
    """A target as its form is read: its platform is that of the checklist, whatever system it has."""
    return replace(target, platform=platform_of(checklist_of(site, target)))


def read_forms(store: "Store", site: Site, now: datetime, zone: str) -> dict[str, datetime]:
    """By target, the day of the latest form of this quarter that was read for this customer."""
    found: dict[str, datetime] = {}
    for header in store.inspections():
        is_recent = quarter_of(header.started_at, zone) == quarter_of(now, zone)
        if header.purpose != PURPOSE or not is_recent or store.load(header.id).customer not in {"", site.customer}:
            continue
        for target in header.expected:
            found[target] = max(header.started_at, found.get(target, header.started_at))
    return found
