"""One inspection from the command line, in the child process: who is asked, what is shown meanwhile, and its id."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NoReturn

import click

from agent import supervise
from agent.cli import say
from agent.commands.choosing import chosen_of
from agent.commands.options import fail, words
from agent.purposes import ON_DEMAND
from config.text import Text, _, render

if TYPE_CHECKING:
    from agent.approved import Approved
    from agent.expected import Wanted
    from agent.fleet.coordinating import Fleet
    from agent.opening import Opener
    from agent.store.store import Store
    from collectors.sessions.base import Session
    from config.site import Site, Target

KILLED_WORDS: Final = _(
    "The inspection was ended from outside. Finished targets are in the store; the next run says what was cut off."
)
NOT_ALLOWED: Final = 77  # sysexits EX_NOPERM
_GC_ALLOCATIONS: Final = 100_000
"""Of Python's collector in the child: a target makes some 30,000 objects (measured: a tenth less CPU a host)."""


def run_in_child(killed: Text = KILLED_WORDS) -> NoReturn:
    """Run this very command in a child process that can be killed, and end as it ends; ``killed`` is said where it was."""
    code, is_killed = supervise.supervise(sys.argv[1:])
    if is_killed:
        fail(say(killed), code)
    sys.exit(code)


@contextmanager
def ended_from_outside(language: str, killed: Text = KILLED_WORDS) -> Iterator[None]:
    """In the child: say ``killed`` and exit as killed where somebody ends it."""
    try:
        yield
    except (KeyboardInterrupt, click.Abort):
        words(killed, language)
        sys.exit(supervise.KILLED)


def inspect_chosen(  # noqa: PLR0913 - what is asked, and as what it is kept
    site: "Site",
    store: "Store",
    wanted: "Wanted",
    language: str,
    *,
    completes: str = "",
    purpose: str = ON_DEMAND,
    schedule: str = "",
    read_from: str | None = None,
    approved: "Approved | None" = None,
    quiet: bool = False,
    began: "Callable[[str], None] | None" = None,
) -> str:
    """Ask for what a person must type, inspect, show progress; give the inspection's id. Exits where nothing fits.

    ``approved`` is the list that the customer signed: nothing else is sent. ``began`` is told the id before anything is.
    """
    from agent.authorising import refusal, told  # noqa: PLC0415 - only in the child
    from agent.inspection import inspect_all  # noqa: PLC0415 - as above
    from agent.opening import Opener  # noqa: PLC0415 - as above
    from agent.progress import Progress  # noqa: PLC0415 - as above
    from agent.run_log import RunLog, logging, place_of, who  # noqa: PLC0415 - as above

    for cut in store.cut_off_since_last():
        words(cut.text, language)
    chosen = chosen_of(site, wanted)
    if why := refusal(site, chosen, datetime.now(UTC)):
        fail(render(why, language), NOT_ALLOWED)
    opener = Opener(site, store)
    is_shared = _is_shared(site, store, language)
    met = tuple(one for one in chosen if approved is None or approved.has(one))
    met = tuple(one for one in met if one.kind == "local") if is_shared else met
    opener.ask_beforehand(met)
    opener.greet(met)
    opens = logging(opener, RunLog(place_of(store.place), who(), told(site.authorisation)))
    if approved is not None:
        opens = approved.guarding(opens)
    asking = _fleet(store, opens, opener, approved) if is_shared else None
    supervise.allow(site.bounds.run_seconds)  # now, for a person may have typed for long
    inspection = ""
    gc.freeze()  # what the modules made lives as long as the process: not looked through again for every target
    gc.set_threshold(_GC_ALLOCATIONS, 50, 50)
    with closing(opener), Progress(len(chosen), language, is_quiet=quiet) as progress:
        for name, result in inspect_all(
            site,
            store,
            wanted,
            opens,
            purpose=purpose,
            completes=completes,
            schedule=schedule,
            read_from=read_from,
            slots=opener.slots,
            asking=asking,
        ):
            if began is not None and not inspection:
                began(name)
            inspection = name
            if result is not None:
                progress.finished(result)
    return inspection


def _is_shared(site: "Site", store: "Store", language: str) -> bool:
    """Whether workers ask the targets; a store that was named in place of the configuration's, and is a file, has none."""
    if site.store_workers != "shared":
        return False
    if store.engine.dialect.name != "postgresql":
        words(_("{place} is a file, which no worker shares: the targets are asked from here.", place=store.place), language)
        return False
    return True


def _fleet(
    store: "Store",
    opens: "Callable[[Target], Callable[[], Session]]",
    opener: "Opener",
    approved: "Approved | None",
) -> "Fleet":
    """What has the targets asked by workers; the approved list reaches them by the store."""
    from agent.fleet.coordinating import Fleet  # noqa: PLC0415 - only where workers share

    name = store.attach("approved.json", "application/json", approved.body) if approved is not None else ""
    return Fleet(opens, opener.slots, name)
