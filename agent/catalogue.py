"""The catalogue: every collector and check that this program knows."""

from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from agent.device_catalogue import NOT_OF, of_family
from checks.aspects import AnyAspect
from checks.base import AnyCheck, Area
from checks.changes import ASPECTS
from checks.changes import CHECKS as CHANGES
from checks.database import CHECKS as DATABASE_CHECKS
from checks.function import CHECKS as FUNCTION_CHECKS
from checks.group import CHECKS as GROUP_CHECKS
from checks.manual import CHECKS as MANUAL_CHECKS
from checks.network import CHECKS as NETWORK_CHECKS
from checks.plugins import plugins
from checks.security import CHECKS as SECURITY_CHECKS
from checks.server import CHECKS as SERVER_CHECKS
from collectors.base import Collector, Derived, FactKind, FollowUp, OfGroup, Wired
from collectors.dameng import COLLECTORS as DAMENG_COLLECTORS
from collectors.function import COLLECTORS as FUNCTION_COLLECTORS
from collectors.group import COLLECTORS as OF_GROUPS
from collectors.linux import COLLECTORS as LINUX_COLLECTORS
from collectors.manual import COLLECTORS as MANUAL_COLLECTORS
from collectors.mysql import COLLECTORS as MYSQL_COLLECTORS
from collectors.network import COLLECTORS as NETWORK_COLLECTORS
from collectors.oracle import COLLECTORS as ORACLE_COLLECTORS
from collectors.postgres import COLLECTORS as POSTGRES_COLLECTORS
from collectors.redfish import COLLECTORS as REDFISH_COLLECTORS
from config.kinds import GROUPS, asked_as

COLLECTORS: Final[tuple[Wired, ...]] = (
    *MANUAL_COLLECTORS,
    *LINUX_COLLECTORS,
    *REDFISH_COLLECTORS,
    *POSTGRES_COLLECTORS,
    *MYSQL_COLLECTORS,
    *ORACLE_COLLECTORS,
    *DAMENG_COLLECTORS,
    *FUNCTION_COLLECTORS,
    *NETWORK_COLLECTORS,
)
GROUP_COLLECTORS: Final[tuple[OfGroup[Any, Any], ...]] = OF_GROUPS
CHECKS: Final[tuple[AnyCheck, ...]] = (
    *SERVER_CHECKS,
    *DATABASE_CHECKS,
    *NETWORK_CHECKS,
    *FUNCTION_CHECKS,
    *GROUP_CHECKS,
    *MANUAL_CHECKS,
    *CHANGES,
    *SECURITY_CHECKS,
)


def every_check() -> tuple[AnyCheck, ...]:
    """The checks of the program and of the plug-ins that are installed beside it, in the report's order."""
    return (*CHECKS, *plugins().checks)


def every_collector() -> tuple[Wired, ...]:
    """The collectors of the program and of the plug-ins that are installed beside it."""
    return (*COLLECTORS, *plugins().collectors)


def collectors_for(platform: str, needed: Iterable[AnyCheck], always: Iterable[FactKind[Any]] = ()) -> tuple[Wired, ...]:
    """The collectors of a platform that the checks need, directly or through derived kinds, in catalogue order."""
    kinds = (*(check.needs for check in needed), *always)
    wanted, known = {kind.name for kind in kinds}, _known(platform)
    platform = asked_as(platform)
    while True:
        more = {kind.name for one in known if one.provides.name in wanted for kind in _behind(one)}
        if more <= wanted:
            break
        wanted |= more
    brought = {kind.name: kind.own for kind in kinds if kind.own is not None and kind.own.on == platform}
    return (*(one for one in known if one.provides.name in wanted), *brought.values())


@lru_cache  # as checks_for
def _known(platform: str) -> tuple[Wired, ...]:
    provided = _provided(asked_as(platform))
    return of_family(platform, tuple(one for one in every_collector() if _on(one, asked_as(platform), provided)))


class Scope(Enum):
    """What is looked at: the two duties that the contract tells apart, each with documents of its own."""

    INSPECTION = "inspection"
    SECURITY = "security"


def scope_of(check: AnyCheck) -> Scope:
    """Which of the two a check belongs to."""
    return Scope.SECURITY if check.area is Area.SECURITY else Scope.INSPECTION


@lru_cache  # what is known does not change while a process lives; each target asks
def checks_for(platform: str, scope: Scope | None = Scope.INSPECTION) -> tuple[AnyCheck, ...]:
    """The checks of a scope (None for both) whose kind some collector provides on this platform, in the report's order.

    Of a group the platform is its kind.
    """
    provided = _provided(asked_as(platform)) - NOT_OF.get(platform, frozenset())
    known = (check for check in every_check() if check.needs.name in provided)
    return tuple(check for check in known if scope is None or scope_of(check) is scope)


@lru_cache  # as checks_for
def aspects_for(platform: str) -> tuple[AnyAspect, ...]:
    """What is compared of a target of this platform between two moments, in the report's order."""
    provided = _provided(asked_as(platform)) - NOT_OF.get(platform, frozenset())
    return tuple(one for one in ASPECTS if one.needs.name in provided)


def _provided(platform: str) -> set[str]:
    """Names of the kinds that a platform has; a derived one where it has all of what that is made of."""
    if platform in GROUPS:
        return {one.provides.name for one in GROUP_COLLECTORS if platform in one.groups}
    known = every_collector()
    provided = {one.provides.name for one in known if not isinstance(one, Derived) and one.on == platform}
    while True:
        more = {
            one.provides.name
            for one in known
            if isinstance(one, Derived) and provided.issuperset(kind.name for kind in one.of)
        }
        if more <= provided:
            return provided
        provided |= more


def members_kinds(group: str, needed: Iterable[AnyCheck]) -> dict[str, tuple[FactKind[Any], ...]]:
    """By check of a group of this kind, what it needs of each member."""
    return {
        check.id: tuple(one.of for one in GROUP_COLLECTORS if one.provides == check.needs and group in one.groups)
        for check in needed
    }


def _on(one: Wired, platform: str, provided: set[str]) -> bool:
    """Whether it is for the platform; a derived one where the platform has all of what that is made of."""
    return provided.issuperset(kind.name for kind in one.of) if isinstance(one, Derived) else one.on == platform


def _behind(one: Wired) -> tuple[Any, ...]:
    match one:
        case Derived(of=kinds):
            return kinds
        case FollowUp(after=kind):
            return (kind,)
        case Collector():
            return ()
