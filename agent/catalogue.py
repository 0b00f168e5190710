"""The catalogue: every collector and check that this program knows."""

from collections.abc import Iterable
from typing import Any, Final

from checks.base import Check
from checks.server import CHECKS as SERVER_CHECKS
from collectors.base import Collector, Derived, FactKind, FollowUp, Wired
from collectors.linux import COLLECTORS as LINUX_COLLECTORS

COLLECTORS: Final[tuple[Wired, ...]] = LINUX_COLLECTORS
CHECKS: Final[tuple[Check[Any, Any], ...]] = SERVER_CHECKS


def collectors_for(
    platform: str, needed: Iterable[Check[Any, Any]], always: Iterable[FactKind[Any]] = ()
) -> tuple[Wired, ...]:
    """The collectors of a platform that the checks need, directly or through derived kinds, in catalogue order."""
    wanted = {check.needs.name for check in needed} | {kind.name for kind in always}
    while True:
        more = {
            kind.name for one in COLLECTORS if one.provides.name in wanted and _on(one, platform) for kind in _behind(one)
        }
        if more <= wanted:
            break
        wanted |= more
    return tuple(one for one in COLLECTORS if one.provides.name in wanted and _on(one, platform))


def checks_for(platform: str) -> tuple[Check[Any, Any], ...]:
    """The checks whose kind some collector provides on this platform, in the report's order."""
    provided = {one.provides.name for one in COLLECTORS if _on(one, platform)}
    return tuple(check for check in CHECKS if check.needs.name in provided)


def _on(one: Wired, platform: str) -> bool:
    return isinstance(one, Derived) or one.on == platform


def _behind(one: Wired) -> tuple[Any, ...]:
    match one:
        case Derived(of=kinds):
            return kinds
        case FollowUp(after=kind):
            return (kind,)
        case Collector():
            return ()
