"""One inspection from the command line, in the child process: who is asked, what is shown meanwhile, and its id."""

import gc
from contextlib import closing
from typing import TYPE_CHECKING, Final

from agent import supervise
from agent.commands.choosing import chosen_of
from agent.commands.options import words
from config.text import _

if TYPE_CHECKING:
    from agent.expected import Wanted
    from agent.store.store import Store
    from config.site import Site

KILLED_WORDS: Final = _(
    "The inspection was ended from outside. Finished targets are in the store; the next run says what was cut off."
)
_GC_ALLOCATIONS: Final = 100_000
"""Of Python's collector in the child: a target makes some 30,000 objects (measured: a tenth less CPU a host)."""


def inspect_chosen(  # noqa: PLR0913 - what is asked, and as what it is kept
    site: "Site",
    store: "Store",
    wanted: "Wanted",
    language: str,
    *,
    completes: str = "",
    purpose: str = "",
    schedule: str = "",
    read_from: str | None = None,
    quiet: bool = False,
) -> str:
    """Ask for what a person must type, inspect, show progress; give the inspection's id. Exits where nothing fits."""
    from agent.inspection import ON_DEMAND, inspect_all  # noqa: PLC0415 - only in the child
    from agent.opening import Opener  # noqa: PLC0415 - as above
    from agent.progress import Progress  # noqa: PLC0415 - as above

    for cut in store.cut_off_since_last():
        words(cut.text, language)
    chosen = chosen_of(site, wanted)
    opener = Opener(site, store)
    opener.ask_beforehand(chosen)
    opener.greet(chosen)
    supervise.allow(site.bounds.run_seconds)  # now, for a person may have typed for long
    inspection = ""
    gc.freeze()  # what the modules made lives as long as the process: not looked through again for every target
    gc.set_threshold(_GC_ALLOCATIONS, 50, 50)
    with closing(opener), Progress(len(chosen), language, is_quiet=quiet) as progress:
        for name, result in inspect_all(
            site,
            store,
            wanted,
            opener,
            purpose=purpose or ON_DEMAND,
            completes=completes,
            schedule=schedule,
            read_from=read_from,
            slots=opener.slots,
        ):
            inspection = name
            if result is not None:
                progress.finished(result)
    return inspection
