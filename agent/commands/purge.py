"""``xunjian purge``: after a visit, delete from this machine what stays at the customer's, and certify it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent.cli import VERSION, say
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    local_time,
    open_the_store,
    store_option,
)
from config.text import Text, _, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.purging import Purged
    from config.site import Site

USAGE: Final = 64  # sysexits EX_USAGE
LEFT: Final = 2
"""Exit code where something was still found after it was deleted."""
_HELP = _(
    "Delete the inspections of the customer NAME (else of the configuration’s) from this machine’s store: findings, "
    "evidence, measures, and the map of the masks. First write the copy that stays at the customer’s with --copy-to, hand "
    "it over, and name it with --kept-in: what is not whole in it is not deleted. Prints and writes a certificate. Exit "
    "code 2 when something was still found afterwards."
)


@click.command(name="purge", help=say(_HELP))
@click.option(
    "--visit", "name", is_flag=False, flag_value="", default=None, metavar="[NAME]", help=say(_("whose visit ends"))
)
@click.option(
    "--kept-in",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say(_("the copy that was handed over to the customer")),
)
@click.option(
    "--copy-to",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say(_("write the copy for the customer; delete nothing")),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help=say(_("folder to write the certificate to")),
)
@config_option
@store_option
@lang_option
def command(
    name: str | None,
    kept_in: Path | None,
    copy_to: Path | None,
    out: Path,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Write the copy, or purge and certify."""
    from agent.purging import PurgeError, copy, purge  # noqa: PLC0415 - only here

    site = load_site(config_path)
    language = language_of(site, lang)
    if name is None or (kept_in is None) == (copy_to is None):
        fail(say(_("Say --visit, and either --copy-to FILE or --kept-in FILE.")), USAGE)
    with open_the_store(store_url, site, create=False) as store:
        try:
            if copy_to is not None:
                told = _("{file}: sha256 {digest}. Hand it over, then: xunjian purge --visit --kept-in FILE")
                values = {"file": str(copy_to), "digest": copy(store, copy_to)}
                click.echo(render(Text(told.template, values), language))
                return
            assert kept_in is not None  # noqa: S101 - one of the two, above
            done = purge(site, store, name or site.customer, kept_in)
        except PurgeError as error:
            fail(render(error.text, language), USAGE)
    lines = "\n".join(render(one, language) for one in _certificate(done, site)) + "\n"
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"purge-{done.at:%Y%m%dT%H%M%SZ}.txt"
    path.write_text(lines, encoding="utf-8")
    click.echo(lines, nl=False)
    click.echo(str(path), err=True)
    sys.exit(LEFT if done.left else 0)


def _certificate(done: "Purged", site: "Site") -> "Iterator[Text]":
    yield _("Certificate of deletion")
    yield _("Customer: {customer}", customer=done.customer or "-")
    yield _("Deleted at {at} by {who}", at=local_time(done.at, site.timezone), who=done.by)
    yield _("Program: xunjian {version}", version=VERSION)
    yield _(
        "Deleted: {count:number} inspections, begun {first} to {last}; rows: {rows}",
        count=done.inspections,
        first=local_time(done.first_at, site.timezone),
        last=local_time(done.last_at, site.timezone),
        rows=", ".join(f"{name} {count}" for name, count in sorted(done.rows.items())),
    )
    if done.had_masks:
        yield _("Deleted: the map of the masks")
    yield _("Digest of the deleted inspections’ seals (sha256): {digest}", digest=done.digest)
    yield _("Kept at the customer’s: {file}, sha256 {digest}", file=str(done.copy), digest=done.copy_digest)
    yield _(
        "Remains: the run log of {lines:number} lines (when, which target, which ask, by whom; no value), whose last line "
        "records this deletion: {head}",
        lines=done.log_lines,
        head=done.log_head,
    )
    if done.left:
        yield _("Still found in the store’s files: {found}", found="; ".join(done.left))
    else:
        yield _("Searched afterwards: the store and its journals hold none of the customer’s words or evidence.")
    yield _("Deleted pages were overwritten. Blocks that the disk itself keeps elsewhere are beyond this program’s reach.")
    yield _("Signature: ____________    Date: ____________")
