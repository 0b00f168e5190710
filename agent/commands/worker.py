"""``xunjian worker``: ask the targets that rounds put on the queue of a shared store."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

import click

from agent.cli import say
from agent.commands.options import (
    CONFIGURATION_ERROR,
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    local_time,
    open_the_store,
    output_option,
    quiet_log,
    store_option,
    words,
)
from config.site import DEFAULT_ZONE
from config.text import Text, _, render

if TYPE_CHECKING:
    from agent.fleet.tables import Waiting, Worker
    from agent.store.store import Store
    from config.site import Site

_DIGITS: Final = 12
_GC_ALLOCATIONS: Final = 100_000
"""As in a round of one process (agent/commands/inspecting.py)."""
_GROUP: Final = _(
    "Ask the targets that rounds put on the queue (store.workers: shared), those of the zones that this machine reaches. "
    "It runs until it is ended; what it asks then comes to its end first, and at the second signal goes back to the queue."
)


@click.group(name="worker", invoke_without_command=True, help=say(_GROUP))
@click.option("--zone", "-z", "zones", multiple=True, help=say(_("a zone that it serves; without one: default")))
@click.option("--jobs", type=click.IntRange(1, 256), help=say(_("targets at once (else bounds.parallel)")))
@click.option("--until-empty", is_flag=True, help=say(_("end when nothing is left on the queue")))
@click.option("--verbose", "-v", is_flag=True, help=say(_("our own log on standard error")))
@config_option
@store_option
@lang_option
@click.pass_context
def command(  # noqa: PLR0913 - one parameter an option
    context: click.Context,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
    zones: tuple[str, ...],
    jobs: int | None,
    *,
    until_empty: bool,
    verbose: bool,
) -> None:
    """Work until it is ended."""
    if context.invoked_subcommand is not None:
        return
    quiet_log(is_verbose=verbose)
    site = load_site(config_path)
    language = language_of(site, lang)
    if site.store_workers != "shared":
        fail(
            say(_("store.workers is not “shared” in the configuration: no round would give it anything.")),
            CONFIGURATION_ERROR,
        )
    served = zones or (DEFAULT_ZONE,)
    _tell_beforehand(site, served, language)
    with open_the_store(store_url, site) as store:
        asked = _work(site, store, served, jobs or site.bounds.parallel, language, until_empty=until_empty)
    words(_("targets asked by this worker: {count:number}", count=asked), language)


def _work(site: "Site", store: "Store", zones: tuple[str, ...], jobs: int, language: str, *, until_empty: bool) -> int:
    import gc  # noqa: PLC0415 - only where something is asked

    from agent.fleet.client import Client  # noqa: PLC0415 - as above
    from agent.fleet.errand import digest_of  # noqa: PLC0415 - as above
    from agent.fleet.worker import Worker  # noqa: PLC0415 - as above

    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())  # nobody is asked anything, a terminal or not
    with Client(store) as client:
        worker = Worker(site, store, client, zones, jobs, until_empty=until_empty)
        _end_in_order(worker.stop)
        begun = _(
            "serving {zones}, {jobs} targets at once, configuration {digest}",
            zones=zones,
            jobs=jobs,
            digest=digest_of(site)[:_DIGITS],
        )
        words(begun, language)
        gc.freeze()
        gc.set_threshold(_GC_ALLOCATIONS, 50, 50)
        with suppress(KeyboardInterrupt):  # the second signal: what is held went back to the queue
            worker.work()
        return worker.done_count


def _end_in_order(stop: Callable[[], None]) -> None:
    """The first signal stops the taking; the second is KeyboardInterrupt."""
    seen: list[int] = []

    def ended(number: int, _frame: FrameType | None) -> None:
        if seen:
            raise KeyboardInterrupt
        seen.append(number)
        stop()

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, ended)


def _tell_beforehand(site: "Site", zones: tuple[str, ...], language: str) -> None:
    """Say what will keep targets of these zones from being asked here."""
    from agent.fleet.preparing import needs_a_person  # noqa: PLC0415 - only where something is asked
    from agent.vaults import PASSPHRASE_VARIABLE  # noqa: PLC0415 - as above

    known = {target.zone for target in site.targets}
    if strange := tuple(zone for zone in zones if zone not in known):
        words(_("No target of the configuration is in zone {zones}.", zones=strange), language)
    if typed := needs_a_person(site, zones, has_passphrase=bool(os.environ.get(PASSPHRASE_VARIABLE))):
        told = _(
            "A worker has nobody to ask: targets with the credentials {names} will not be inspected. Give their secrets by "
            "${{env:NAME}}, ${{file:...}}, or by the vault with {variable}.",
            names=typed,
            variable=PASSPHRASE_VARIABLE,
        )
        words(told, language)


@command.command(name="list", help=say(_("List the workers, their zones and their last sign of life, and what waits.")))
@output_option
@config_option
@store_option
@lang_option
def listed(output: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print a line a worker, and a line a zone whose targets wait."""
    from agent.fleet import tables  # noqa: PLC0415 - only here

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        has_queue = tables.is_there(store)
        workers, waiting = (tables.workers(store), tables.waiting(store)) if has_queue else ((), ())
    if output == "json":
        click.echo(json.dumps(plain(workers, waiting), ensure_ascii=False, indent=2))
        return
    for text in (*(_line(one, site) for one in workers), *(_waits(one) for one in waiting)):
        click.echo(render(text, language))
    if not workers:
        click.echo(render(_("No worker has signed on."), language))


def plain(workers: "Iterable[Worker]", waiting: "Iterable[Waiting]") -> dict[str, object]:
    """What programs are given."""
    return {
        "schema": 1,
        "workers": [one._asdict() for one in workers],
        "waiting": [one._asdict() for one in waiting],
    }


def _line(one: "Worker", site: "Site") -> Text:
    from datetime import UTC, datetime  # noqa: PLC0415 - only here

    return _(
        "{name}: zones {zones}; asks {asking} of at most {slots}; since {since}, last sign of life {silent:number} s ago; "
        "configuration {digest}",
        name=one.name,
        zones=one.zones,
        asking=one.asking,
        slots=one.slots,
        since=local_time(datetime.fromtimestamp(one.began_at, UTC), site.timezone),
        silent=round(one.silent_seconds),
        digest=one.digest[:_DIGITS],
    )


def _waits(one: "Waiting") -> Text:
    return _(
        "waiting in zone {zone}: {count:number} targets, for configuration {digest}",
        zone=one.zone,
        count=one.errands,
        digest=one.digest[:_DIGITS],
    )
