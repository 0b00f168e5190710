"""What of the site a run is about: the targets and checks that were named, or what the last inspection could not see."""

from typing import TYPE_CHECKING, Final

from agent.cli import say
from agent.commands.options import fail
from checks.base import Level
from config.text import _

if TYPE_CHECKING:
    from agent.expected import Wanted
    from agent.store.store import Store
    from config.site import Site, Target

NOTHING_TO_DO: Final = 64  # sysexits EX_USAGE


def chosen_of(site: "Site", wanted: "Wanted") -> "tuple[Target, ...]":
    """The targets and groups to inspect; exits where none fits, or no check does, and says what could be named."""
    from agent.expected import groups_of, targets_of, wanted_checks  # noqa: PLC0415 - only in the child

    chosen = (*targets_of(site, wanted), *groups_of(site, wanted))
    if not chosen:
        _fail_of_unasked(site, wanted)
        fail(say(_("No target fits. xunjian targets export - lists what the configuration has.")), NOTHING_TO_DO)
    if not any(wanted_checks(target, wanted) for target in chosen):
        fail(say(_("No check fits. xunjian checks list lists them all.")), NOTHING_TO_DO)
    return chosen


def _fail_of_unasked(site: "Site", wanted: "Wanted") -> None:
    """A target that exists but cannot be asked in this version is not inspected, and that is said."""
    from agent.commands.plan_words import not_asked  # noqa: PLC0415 - only here
    from agent.commands.shown import EXIT_CODES  # noqa: PLC0415 - as above
    from agent.expected import unasked_of  # noqa: PLC0415 - as above

    if unasked := unasked_of(site, wanted):
        fail("\n".join(say(not_asked(target)) for target in unasked), EXIT_CODES[Level.UNKNOWN])


def unknown_of_last(store: "Store", wanted: "Wanted", purpose: str) -> tuple[str, "Wanted"]:
    """The last inspection of a purpose, and what it could not see as what to ask now; exits where it saw everything."""
    from dataclasses import replace  # noqa: PLC0415 - only for a second try

    from agent.expected import unknown_checks  # noqa: PLC0415 - as above

    last = store.latest(purpose)
    if last is None:
        fail(say(_("There is no inspection in the store whose gaps could be asked again.")), NOTHING_TO_DO)
    whole = store.completed_view(last.completes or last.id)
    only = unknown_checks(whole)
    if not only:
        fail(say(_("The last inspection saw everything it looked for; there is nothing to ask again.")), 0)
    return whole.id, replace(wanted, only=only)
