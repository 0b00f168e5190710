"""``xunjian run``: inspect, keep, summarise."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent import supervise
from agent.cli import say
from agent.commands.choosing import unknown_of_last
from agent.commands.inspecting import KILLED_WORDS
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    quiet_log,
    store_option,
    words,
)
from agent.commands.shown import FORMS, Shown, exit_code, print_shown, shown_of
from config.text import _

if TYPE_CHECKING:
    from datetime import date

    from agent.store.store import Store
    from config.site import Site

_HELP = _(
    "Inspect the targets, keep what was seen, and print a summary. Exit code: 0 OK or notice, 1 warning, 2 critical, "
    "3 not inspected."
)


@click.command(name="run", help=say(_HELP))
@config_option
@store_option
@lang_option
@click.option("--target", "-t", "targets", multiple=True, help=say(_("only targets whose id or tag fits (globs)")))
@click.option("--only", "checks", multiple=True, help=say(_("only checks whose id fits (globs)")))
@click.option("--retry-unknown", is_flag=True, help=say(_("ask again only what the last inspection could not see")))
@click.option(
    "--output", type=click.Choice(FORMS), default="table", show_default=True, help=say(_("form of what is printed"))
)
@click.option("--quiet", "-q", is_flag=True, help=say(_("no progress")))
@click.option("--verbose", "-v", is_flag=True, help=say(_("our own log on standard error")))
@click.option(supervise.CHILD_FLAG, "in_child", is_flag=True, hidden=True)
def command(  # noqa: PLR0913 - one parameter an option
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
    targets: tuple[str, ...],
    checks: tuple[str, ...],
    output: str,
    *,
    retry_unknown: bool,
    quiet: bool,
    verbose: bool,
    in_child: bool,
) -> None:
    """Run the inspection in a child process; in the child, run it."""
    if not in_child:
        code, is_killed = supervise.supervise(sys.argv[1:])
        if is_killed:
            fail(say(KILLED_WORDS), code)
        sys.exit(code)
    quiet_log(is_verbose=verbose)
    site = load_site(config_path)
    language = language_of(site, lang)
    supervise.end_in_order()
    try:
        with open_the_store(store_url, site) as store:
            shown = _inspect(site, store, (targets, checks), language, retry=retry_unknown, quiet=quiet)
            print_shown(shown, output, language)
    except (KeyboardInterrupt, click.Abort):
        words(KILLED_WORDS, language)
        sys.exit(supervise.KILLED)
    sys.exit(exit_code(shown.inspection))


def _inspect(
    site: "Site", store: "Store", globs: tuple[tuple[str, ...], tuple[str, ...]], language: str, *, retry: bool, quiet: bool
) -> Shown:
    from agent.commands.inspecting import inspect_chosen  # noqa: PLC0415 - only in the child
    from agent.expected import Wanted  # noqa: PLC0415 - as above

    completes = ""
    wanted = Wanted(*globs)
    if retry:
        completes, wanted = unknown_of_last(store, wanted)
    inspection = inspect_chosen(site, store, wanted, language, completes=completes, quiet=quiet)
    whole = store.completed_view(completes) if completes else store.load(inspection)
    return shown_of(whole, site, Wanted(*globs), _forms_read(store, site))


def _forms_read(store: "Store", site: "Site") -> "dict[str, date]":
    """By target, the day of this quarter's form where one was read."""
    from datetime import UTC, datetime  # noqa: PLC0415 - only in the child
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - as above

    from agent.by_hand import read_forms  # noqa: PLC0415 - as above
    from agent.expected import DEFAULT_TIMEZONE  # noqa: PLC0415 - as above

    zone = site.timezone or DEFAULT_TIMEZONE
    found = read_forms(store, site, datetime.now(UTC), zone)
    return {target: at.astimezone(ZoneInfo(zone)).date() for target, at in found.items()}
