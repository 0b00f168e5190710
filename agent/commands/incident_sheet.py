"""``xunjian incident export`` and ``import``: the calls as a sheet for a duty desk that works in Excel."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cli import say
from agent.commands.incident_steps import USAGE, refuse_the_desks, write, zone_of
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, open_the_store, store_option
from config.text import _, render

if TYPE_CHECKING:
    from collections.abc import Iterable

    from config.site import Site
    from reports.record.incidents import Incident


@click.command(name="export", help=say(_("Write the incidents as a sheet, one row a call, to be filled in.")))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--open", "is_open", is_flag=True, help=say(_("only those that are open")))
@config_option
@store_option
@lang_option
def exported(file: Path, *, is_open: bool, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Write an xlsx."""
    from agent.incidents import incidents  # noqa: PLC0415 - only here
    from agent.sheets.calls import to_xlsx  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        every = incidents(store)
    if file.exists():
        _nothing_is_lost(file, site, every)
    found = [one for one in every if not (is_open and one.is_over)]
    file.write_bytes(to_xlsx(found, language, zone_of(site)))
    click.echo(render(_("{count:number} calls written to {file}", count=len(found), file=str(file)), language))


def _nothing_is_lost(file: Path, site: "Site", every: "Iterable[Incident]") -> None:
    """Exit where the file holds what somebody typed and the record does not have."""
    from agent.sheets.calls_read import from_xlsx  # noqa: PLC0415 - only here

    known = {one.id: one for one in every}
    calls = from_xlsx(file.read_bytes(), file.name, known, zone_of(site), site.ids)
    if calls.events or calls.problems:
        told = _(
            "{file} is there, and holds what the record does not have: read it back first "
            "(xunjian incident import {file}), or write to another name",
            file=str(file),
        )
        fail(say(told), USAGE)


@click.command(name="import", help=say(_("Read a sheet of calls back: new rows are new calls, new times are events.")))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@config_option
@store_option
@lang_option
def imported(file: Path, *, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Add what the sheet says and the record does not have yet."""
    from agent.incidents import incidents  # noqa: PLC0415 - only here
    from agent.sheets.calls_read import from_xlsx  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site) as store:
        known = {one.id: one for one in incidents(store)}
        calls = from_xlsx(file.read_bytes(), file.name, known, zone_of(site), site.ids)
        for kind in {event.kind for event in calls.events}:
            refuse_the_desks(site, kind)
        count = write(store, calls.events)
    for problem in calls.problems:
        click.echo(render(problem.text(), language), err=True)
    numbers = len({event.incident for event in calls.events})
    said = _("{count:number} new entries of {incidents:number} calls", count=count, incidents=numbers)
    click.echo(render(said, language))
    if calls.problems:
        sys.exit(USAGE)
