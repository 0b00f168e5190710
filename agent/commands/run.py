"""``xunjian run``: inspect, keep, summarise."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent import supervise
from agent.cli import say
from agent.commands.choosing import NOTHING_TO_DO, unknown_of_last
from agent.commands.inspecting import ended_from_outside, run_in_child
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    quiet_log,
    security_option,
    store_option,
)
from agent.commands.rechecked import problems_to_recheck, tell_rechecked
from agent.commands.shown import FORMS, Shown, exit_code, print_shown, shown_of
from agent.purposes import OF_SECURITY, ON_DEMAND, RECHECK, ROUTINE, SECURITY, SECURITY_RECHECK
from config.os_words import os_words
from config.text import _, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from agent.approved import Approved
    from agent.store.store import Store
    from checks.acceptance import Accepted
    from config.site import Site
    from reports.record.problems import Key

NOT_A_LIST = 65  # sysexits EX_DATAERR
NO_INPUT = 66  # sysexits EX_NOINPUT
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
@security_option
@click.option(
    "--routine",
    is_flag=True,
    help=say(_("a round that a scheduler starts every day: its evidence is kept 30 days, that of others 400")),
)
@click.option(
    "--recheck", is_flag=True, help=say(_("ask again only what found the open problems, and end those that are solved"))
)
@click.option(
    "--problem",
    "ids",
    multiple=True,
    metavar="ID",
    help=say(_("with --recheck: only this problem (xunjian problems list)")),
)
@click.option("--retry-unknown", is_flag=True, help=say(_("ask again only what the last inspection could not see")))
@click.option(
    "--output", type=click.Choice(FORMS), default="table", show_default=True, help=say(_("form of what is printed"))
)
@click.option(
    "--approved",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say(_("the list that the customer approved (xunjian report approval): nothing that is not in it is sent")),
)
@click.option("--quiet", "-q", is_flag=True, help=say(_("no progress")))
@click.option("--verbose", "-v", is_flag=True, help=say(_("our own log on standard error")))
@click.option("--occasion", default="", hidden=True, metavar="STEP", help="the daemon's step that this is")
@click.option(supervise.CHILD_FLAG, "in_child", is_flag=True, hidden=True)
def command(  # noqa: PLR0913 - one parameter an option
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
    targets: tuple[str, ...],
    checks: tuple[str, ...],
    output: str,
    approved: Path | None,
    *,
    occasion: str,
    ids: tuple[str, ...],
    security: bool,
    routine: bool,
    recheck: bool,
    retry_unknown: bool,
    quiet: bool,
    verbose: bool,
    in_child: bool,
) -> None:
    """Run the inspection in a child process; in the child, run it."""
    if routine and (security or retry_unknown):
        fail(say(_("--routine goes with neither --security nor --retry-unknown.")), NOTHING_TO_DO)
    if recheck and (routine or retry_unknown):
        fail(say(_("--recheck goes with neither --routine nor --retry-unknown.")), NOTHING_TO_DO)
    if ids and not recheck:
        fail(say(_("--problem says which problems --recheck is about.")), NOTHING_TO_DO)
    if not in_child:
        run_in_child()
    quiet_log(is_verbose=verbose)
    site = load_site(config_path)
    language = language_of(site, lang)
    supervise.end_in_order()
    with ended_from_outside(language), open_the_store(store_url, site) as store:
        purpose = ROUTINE if routine else SECURITY if security else ON_DEMAND
        if recheck:
            purpose = SECURITY_RECHECK if security else RECHECK
        given = (targets, checks), approved
        again = problems_to_recheck(store, site, ids, is_security=security) if recheck else {}
        began = _telling(store, occasion)
        shown = _inspect(
            site, store, given, language, purpose, retry=retry_unknown, quiet=quiet, again=tuple(again), began=began
        )
        print_shown(shown, output, language)
        if recheck and output == "table":
            tell_rechecked(store, site, tuple(again), language)
    sys.exit(exit_code(shown.inspection))


def _inspect(  # noqa: PLR0913 - what is asked, and as what
    site: "Site",
    store: "Store",
    given: tuple[tuple[tuple[str, ...], tuple[str, ...]], Path | None],
    language: str,
    purpose: str,
    *,
    retry: bool,
    quiet: bool,
    again: "tuple[Key, ...]" = (),
    began: "Callable[[str], None] | None" = None,
) -> Shown:
    from agent.commands.inspecting import inspect_chosen  # noqa: PLC0415 - only in the child
    from agent.expected import Wanted  # noqa: PLC0415 - as above
    from agent.rechecking import checks_of  # noqa: PLC0415 - as above
    from agent.security import with_scope  # noqa: PLC0415 - as above

    globs, file = given
    approved = _approved(file, language) if file else None
    completes = ""
    site, chosen = with_scope(site, Wanted(*globs, dict(checks_of(again))), is_security=purpose in OF_SECURITY)
    wanted = chosen
    if retry:
        completes, wanted = unknown_of_last(store, wanted, purpose)
    schedule = purpose if purpose == ROUTINE else ""  # its own bookmarks: since its round before
    inspection = inspect_chosen(
        site,
        store,
        wanted,
        language,
        completes=completes,
        purpose=purpose,
        schedule=schedule,
        approved=approved,
        quiet=quiet,
        began=began,
    )
    whole = store.completed_view(completes) if completes else store.load(inspection)
    return replace(shown_of(whole, site, chosen, _forms_read(store, site)), accepted=_accepted(store, site))


def _telling(store: "Store", occasion: str) -> "Callable[[str], None] | None":
    """Write into the ledger of schedules which inspection a step of the daemon's is making, from its first moment on."""
    if not occasion:
        return None
    from agent.schedule.steps import key_of  # noqa: PLC0415 - only of the daemon's children

    key = key_of(occasion)
    return lambda inspection: store.refer_step(key, inspection)


def _accepted(store: "Store", site: "Site") -> "Accepted":
    """The risks that the customer accepted, as they count today."""
    from datetime import UTC, datetime  # noqa: PLC0415 - only in the child
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - as above

    from agent.aliases import acceptances  # noqa: PLC0415 - as above
    from agent.expected import DEFAULT_TIMEZONE  # noqa: PLC0415 - as above
    from checks.acceptance import accepted_on  # noqa: PLC0415 - as above

    today = datetime.now(UTC).astimezone(ZoneInfo(site.timezone or DEFAULT_TIMEZONE)).date()
    return accepted_on(acceptances(store), today)


def _approved(file: Path, language: str) -> "Approved":
    """Read the list; exits where it is none, before anything is sent."""
    from agent.approved import ListError, read_list  # noqa: PLC0415 - only where there is a list

    try:
        return read_list(file)
    except ListError as error:
        fail(render(error.text, language), NOT_A_LIST)
    except OSError as error:
        fail(f"{file}: {render(os_words(error), language)}", NO_INPUT)


def _forms_read(store: "Store", site: "Site") -> "dict[str, date]":
    """By target, the day of this quarter's form where one was read."""
    from datetime import UTC, datetime  # noqa: PLC0415 - only in the child
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - as above

    from agent.by_hand import read_forms  # noqa: PLC0415 - as above
    from agent.expected import DEFAULT_TIMEZONE  # noqa: PLC0415 - as above

    zone = site.timezone or DEFAULT_TIMEZONE
    found = read_forms(store, site, datetime.now(UTC), zone)
    return {target: at.astimezone(ZoneInfo(zone)).date() for target, at in found.items()}
