"""``xunjian report approval``: the form by which the customer approves the tool, and the list that binds a run to it."""

import re
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from agent.catalogue import Scope
from agent.cli import VERSION, say
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    store_option,
    store_place,
)
from agent.commands.report_files import FORMS, write
from config.site import DEFAULT_TIMEZONE
from config.text import _, render

if TYPE_CHECKING:
    from agent.registering import Filing
    from config.site import Site

NOTHING_FITS = 64  # sysexits EX_USAGE
_PASSWORD = re.compile(r"(?<=://)([^/@:]*):[^/@]*@")
"""The password in the URL of a database."""
_HELP = _(
    "Write the form by which the customer approves this tool before it is used: what it is made of, all that is sent to "
    "each target and why, accounts, ports, data; and the list (json) that xunjian run --approved holds a run to. Nothing "
    "is sent."
)


@click.command(
    name="approval", help=say(_HELP), short_help=say(_("the form with which the customer approves what is sent"))
)
@click.option("--target", "-t", "targets", multiple=True, help=say(_("only targets whose id or tag fits (globs)")))
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    help=say(_("only this duty: inspection or security; else both")),
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path(), help=say(_("folder to write to")))
@click.option("--form", "forms", type=click.Choice(FORMS), multiple=True, help=say(_("only these forms (repeatable)")))
@config_option
@store_option
@lang_option
def command(
    targets: tuple[str, ...],
    scopes: tuple[str, ...],
    out: Path,
    forms: tuple[str, ...],
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Write the form and the list, and name them."""
    from agent.approval import approval_of, list_of, planned  # noqa: PLC0415 - the catalogue, only here
    from agent.quarters import short_name  # noqa: PLC0415 - as above
    from reports.documents.approval.document import build  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    wanted = tuple(scope for scope in Scope if not scopes or scope.value in scopes)
    asks = planned(site, targets, wanted)
    if not asks:
        nobody = _("No target fits that anything is sent to. xunjian targets export - lists what the configuration has.")
        fail(render(nobody, language), NOTHING_FITS)
    now = datetime.now(UTC)
    day = now.astimezone(ZoneInfo(site.timezone or DEFAULT_TIMEZONE)).strftime("%Y%m%d")
    base = f"XJ-{short_name(site.customer) or 'site'}-{day}-approval"
    place = store_place(store_url, site)
    with ExitStack() as opened:
        filing = _filing(opened, (store_url, site, place), base, day, language)
        number = filing.number if filing else base
        listed = (f"{number}.list.json", list_of(site, asks, number, VERSION))
        matter = approval_of(
            site,
            asks,
            wanted,
            number=number,
            listed=listed,
            made_at=now,
            language=language,
            version=VERSION,
            store=_PASSWORD.sub(r"\1:***@", place),
        )
        path = out / listed[0]
        out.mkdir(parents=True, exist_ok=True)
        path.write_bytes(listed[1])
        entered = replace(filing, beside=dict([listed])) if filing else None
        write(out, number, build(matter), forms or FORMS, language, filing=entered)
        click.echo(str(path))


def _filing(
    opened: ExitStack, where: "tuple[str | None, Site, str]", base: str, day: str, language: str
) -> "Filing | None":
    """The form in the register; None where there is no store yet, which is said: the form comes before all else."""
    from agent.registering import filing  # noqa: PLC0415 - only here

    store_url, site, place = where
    if "://" not in place and not Path(place).exists():
        click.echo(render(_("There is no store yet: the form is not entered in the register."), language), err=True)
        return None
    store = opened.enter_context(open_the_store(store_url, site, create=False))
    return filing(store, site, "approval", base, subject=day, language=language)
