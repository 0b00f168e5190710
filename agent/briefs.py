"""What the brief before a visit and the customer's file are made of, from the store and the configuration."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.catalogue import CHECKS
from agent.incidents import incidents, promises, readings
from agent.ledger import problems
from agent.periods import owed_of
from checks.areas import Area
from checks.base import SUMMARY_ORDER, Level
from config.site import DEFAULT_TIMEZONE, Site
from reports.documents.record.customer import File
from reports.documents.record.visit import CALLS, DAYS, Brief, Change

if TYPE_CHECKING:
    from agent.store.store import Store
    from agent.store.values import LevelChange
    from reports.record.problems import Key

_TOLD = frozenset({Level.OK, Level.NOTICE, Level.WARN, Level.CRITICAL})
"""Levels between which a change is one of the target; what was merely not seen is counted apart."""


def brief_of(store: "Store", site: Site, now: datetime) -> Brief:
    """Read it: open problems the worst first, changes the latest first, the last incidents and those still open."""
    zone = ZoneInfo(site.timezone or DEFAULT_TIMEZONE)
    own = site.ids
    found = problems(store, now.astimezone(zone).date()).values()
    is_open = [one for one in found if one.is_open and one.key[0] in own]
    standing = [one for one in store.standing() if one.target in own]
    unseen: dict[str, int] = {}
    for one in standing:
        if one.level is Level.UNKNOWN:
            unseen[one.target] = unseen.get(one.target, 0) + 1
    calls = incidents(store)
    still = [one for one in calls if not one.is_over and one not in calls[:CALLS]]
    return Brief(
        problems=tuple(sorted(is_open, key=lambda one: (-SUMMARY_ORDER.index(one.level), one.first_seen, one.key))),
        calls=(*calls[:CALLS], *still),
        changes=_changes(store, own, now - timedelta(days=DAYS)),
        seen_at={target.id: _seen_at(store, target.id) for target in site.targets},
        unseen=unseen,
        titles={check.id: check.title for check in CHECKS},
        remedies={check.id: check.remedy for check in CHECKS if check.remedy},
        hardware=frozenset(check.id for check in CHECKS if check.area is Area.HARDWARE),
    )


def file_of(store: "Store", site: Site, now: datetime) -> File:
    """Read the customer's file: what is not settled, the worst first; every incident, the latest first."""
    today = now.astimezone(ZoneInfo(site.timezone or DEFAULT_TIMEZONE)).date()
    made = promises(site)
    left = [one for key, one in problems(store, today).items() if one.is_unsettled and key[0] in site.ids]
    return File(
        problems=tuple(sorted(left, key=lambda one: (-SUMMARY_ORDER.index(one.level), one.first_seen, one.key))),
        calls=tuple((one, readings(one, made, now)) for one in incidents(store)),
        owed=owed_of(store, site, today),
        accepted=tuple(one for one in store.acceptances() if one.until >= today and one.target in site.ids),
        titles={check.id: check.title for check in CHECKS},
        has_surveys=site.store_role != "site",
    )


def _seen_at(store: "Store", target: str) -> datetime | None:
    """When an inspection last reached a target."""
    for heading in store.inspections(target=target):
        result = store.target_result(heading.id, target)
        if result is not None and result.state == "done":
            return result.ended_at or heading.started_at
    return None


def _changes(store: "Store", own: frozenset[str], since: datetime) -> tuple[Change, ...]:
    found: list[Change] = []
    for key, changes in store.every_history().items():
        found += _recent(key, changes, since) if key[0] in own else []
    return tuple(sorted(found, key=lambda one: (one.at, one.key), reverse=True))


def _recent(key: "Key", changes: "tuple[LevelChange, ...]", since: datetime) -> list[Change]:
    told = [one for one in changes if one.after in _TOLD]
    pairs = zip((None, *told), told, strict=False)
    return [
        Change(key, now.at, before.after, now.after)
        for before, now in pairs
        if before is not None and now.at >= since and before.after is not now.after
    ]
