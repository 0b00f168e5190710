"""Targets that a person answers for: which checklist is for which, and what platform that makes of them."""

from dataclasses import replace

from collectors.manual.platforms import platform_of
from config.checklists import Checklist, chosen
from config.checklists.read import every
from config.site import Site, Target


def checklist_of(site: Site, target: Target) -> Checklist:
    """The checklist for a target: the operator's own lists before ours."""
    return chosen(target, every(site.checklists))


def by_hand(site: Site, target: Target) -> Target:
    """A target as its form is read: its platform is that of the checklist, whatever system it has."""
    return replace(target, platform=platform_of(checklist_of(site, target)))
