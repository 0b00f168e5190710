"""``xunjian mail``: send an issued document now to those whom the configuration names, or to one of them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cli import say
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, open_the_store, store_option
from agent.commands.outbox import USAGE
from agent.commands.outbox_turn import turned
from config.text import Text, _, render

if TYPE_CHECKING:
    from agent.store.store import Store
    from config.site import Site
    from reports.record.outbox import Piece
    from reports.record.register import Version

_HELP = _(
    "Send an issued document through every delivery that takes documents (mail, folder, web hook), or through those named. "
    "What was sent already does not go again; xunjian outbox list says how far it came."
)
_NOT_ALLOWED = 77  # sysexits EX_NOPERM


@click.command(name="mail", help=say(_HELP), short_help=say(_("send an issued document")))
@click.argument("number")
@click.option("--delivery", "names", multiple=True, help=say(_("a delivery of the configuration (repeatable)")))
@config_option
@store_option
@lang_option
def command(
    number: str, *, names: tuple[str, ...], config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    """Put the document into the outbox and send."""
    from agent.issuing import IssueError, one_of  # noqa: PLC0415 - only here
    from agent.registering import versions  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    chosen = [one for one in site.deliveries if "document" in one.what and (not names or one.name in names)]
    if not chosen or set(names) - {one.name for one in chosen}:
        fail(say(_("no such delivery takes documents; see deliveries: in the configuration")), USAGE)
    with open_the_store(store_url, site, create=False) as store:
        try:
            version = one_of(versions(store), number)
        except IssueError as error:
            fail(render(error.text, language), USAGE)
        if version.issued is None:
            fail(say(_("{number} is not issued; review and issue it first", number=version.number)), USAGE)
        store.put_out(_pieces(store, site, version, [one.name for one in chosen]))
        turned(store, site, [one.name for one in chosen], language)


def _pieces(store: "Store", site: "Site", version: "Version", names: list[str]) -> "list[Piece]":
    from agent.feeds.telling import documents_of  # noqa: PLC0415 - only here

    found: list[Piece] = []
    for one in site.deliveries:
        if one.name in names:
            made = documents_of(store, site, one, version)
            if isinstance(made, Text):
                fail(say(made), _NOT_ALLOWED)
            found += made
    return found
