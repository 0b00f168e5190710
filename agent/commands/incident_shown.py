"""``xunjian incident show``, ``list`` and ``kinds``: what stands in the record."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cli import say
from agent.commands.incident_steps import one_of, print_one, zone_of
from agent.commands.options import (
    config_option,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    output_option,
    store_option,
)
from config.text import _, render

if TYPE_CHECKING:
    from config.site import Site
    from reports.record.incidents import Incident


@click.command(name="kinds", help=say(_("List the words for what can happen to an incident.")))
@lang_option
def kinds(lang: str | None) -> None:
    """Print a line a kind."""
    from reports.record.events import KIND_WORDS  # noqa: PLC0415 - only here

    language = language_of(load_site(None), lang)
    for kind, words in KIND_WORDS.items():
        click.echo(f"{kind.value:<20}{render(words, language)}")


@click.command(name="show", help=say(_("Show an incident with its course and its clocks.")))
@click.argument("number")
@output_option
@config_option
@store_option
@lang_option
def shown(number: str, *, output: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print one incident."""
    site = load_site(config_path)
    with open_the_store(store_url, site, create=False) as store:
        one = one_of(store, number)
    if output == "json":
        _print_json(site, [one])
        return
    print_one(site, one, language_of(site, lang))


@click.command(name="list", help=say(_("List the incidents that are open, or all.")))
@click.option("--all", "is_all", is_flag=True, help=say(_("those too that are over")))
@output_option
@config_option
@store_option
@lang_option
def listed(*, is_all: bool, output: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print a line an incident, and below it the clocks that somebody should know of."""
    from agent.commands.incident_words import clock_line, line  # noqa: PLC0415 - only here
    from agent.incidents import incidents, promises, readings  # noqa: PLC0415 - as above
    from reports.record.clock import State  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        found = [one for one in incidents(store) if is_all or not one.is_over]
    if output == "json":
        _print_json(site, found)
        return
    made, now = promises(site), datetime.now(UTC)
    for one in found:
        click.echo(line(one, language, zone_of(site)))
        for clock in readings(one, made, now):
            if clock.state is State.BREACHED or clock.warned_at is not None:
                click.echo(f"    {clock_line(clock, language, zone_of(site))}")
    if not found:
        click.echo(render(_("No incident is open.") if not is_all else _("There is no incident."), language))


def _print_json(site: "Site", found: Sequence["Incident"]) -> None:
    import json  # noqa: PLC0415 - only here

    from agent.incidents import as_json, promises, readings  # noqa: PLC0415 - only here

    made, now = promises(site), datetime.now(UTC)
    told = {"schema": 1, "incidents": [as_json(one, readings(one, made, now)) for one in found]}
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))
