"""``xunjian report``: documents from what the store holds."""

import gc
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent.cli import say
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    store_option,
)
from config.text import _, render

if TYPE_CHECKING:
    from reports.documents.model import Document
    from reports.documents.quarterly import Round

FORMS: Final = ("docx", "pdf", "html", "xlsx", "json")
NOTHING_STORED: Final = 64  # sysexits EX_USAGE


@click.group(name="report", help=say(_("Write a document from what the store holds.")))
def command() -> None:
    """Hold the subcommands."""


_HELP = _(
    "Write the quarterly inspection report of the quarter of the last inspection, or of --quarter: per target and check "
    "the latest result in that quarter."
)


@command.command(name="quarterly", help=say(_HELP))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path(), help=say(_("folder to write to")))
@click.option("--quarter", default="", metavar="2026Q4", help=say(_("another quarter than that of the last inspection")))
@click.option("--form", "forms", type=click.Choice(FORMS), multiple=True, help=say(_("only these forms (repeatable)")))
@config_option
@store_option
@lang_option
def quarterly(
    out: Path, quarter: str, forms: tuple[str, ...], config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    """Write the files and name them."""
    from agent.quarters import QuarterError, round_of  # noqa: PLC0415 - only here
    from reports.documents.quarterly import build  # noqa: PLC0415 - as above

    gc.disable()  # millions of small values without cycles, and then the end: to look through them takes half of the time
    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        try:
            made = round_of(store, site, quarter, datetime.now(UTC))
        except QuarterError as error:
            fail(render(error.text, language), NOTHING_STORED)
    out.mkdir(parents=True, exist_ok=True)
    unlisted = [one.target for one in made.inspection.targets if one.target not in site.ids]
    if unlisted:
        told = _(
            "Not in the configuration’s list of targets, marked so in the report: {targets}", targets=", ".join(unlisted)
        )
        click.echo(render(told, language), err=True)
    wanted = forms or FORMS
    document = build(made, site, language, has_sheets="xlsx" in wanted, has_data="json" in wanted)
    for form in wanted:
        _write(out, made, document, form, language)


def _write(out: Path, made: "Round", document: "Document", form: str, language: str) -> None:
    from reports import render as renderers  # noqa: PLC0415 - only here

    path = out / f"{made.number}.{form}"
    try:
        content = renderers.render(document, form)
    except renderers.RenderError as error:
        click.echo(render(_("{form}: not written: {why}", form=form, why=str(error)), language), err=True)
        return
    path.write_bytes(content)
    click.echo(str(path))
