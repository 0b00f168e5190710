"""``xunjian history``: the inspections in the store."""

import json
from pathlib import Path

import click

from agent.cli import say
from agent.commands.options import (
    config_option,
    lang_option,
    language_of,
    load_site,
    local_time,
    open_the_store,
    output_option,
    store_option,
)
from config.text import _, render

STATES = {"running": _("running"), "done": _("done"), "cut_off": _("cut off")}


@click.command(name="history", help=say(_("List the inspections in the store, the newest first.")))
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True, help=say(_("how many")))
@config_option
@store_option
@output_option
@lang_option
def command(most: int, config_path: Path | None, store_url: str | None, output: str, lang: str | None) -> None:
    """Print one line an inspection."""
    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        headers = list(store.inspections(most))
    if output == "json":
        rows = [
            {"id": h.id, "started_at": h.started_at.isoformat(), "purpose": h.purpose, "state": h.state, "seal": h.seal}
            for h in headers
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for one in headers:
        state = render(STATES[one.state], language)
        click.echo(f"{one.id}  {local_time(one.started_at, site.timezone)}  {state}  {one.seal[:12]}")
    if not headers:
        click.echo(render(_("There is no inspection in the store."), language))
