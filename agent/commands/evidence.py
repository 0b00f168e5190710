"""``xunjian evidence``: show, export and verify what the findings stand on."""

import sys
from pathlib import Path

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
from agent.store.values import Flaw, StoreError
from config.text import _, printable, render

FLAWED = 2
UNAVAILABLE = 64  # sysexits EX_USAGE


@click.group(name="evidence", help=say(_("Show, export and verify evidence.")))
def command() -> None:
    """Hold the subcommands."""


@command.command(name="verify", help=say(_("Recompute every digest and seal. Exit code 2 when anything was changed.")))
@click.option("--anchor", default="", help=say(_("a seal from a printed document that must be in the chain")))
@config_option
@store_option
@lang_option
def verify(anchor: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Name every flaw."""
    from agent.run_log import checked  # noqa: PLC0415 - only here

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        found = list(store.verify(_copied(anchor)))
        headers = store.inspections()
        chains = store.chains()
        chain, of_log = checked(store, [one.id for one in headers])
    if any(problem.flaw is Flaw.ANCHOR_MISWRITTEN for problem in found):
        fail(render(found[-1].text, language), UNAVAILABLE)
    problems = [render(problem.text, language) for problem in found] + [render(one, language) for one in of_log]
    for problem in problems:
        click.echo(problem)
    for torn in chain.torn:
        click.echo(render(torn, language))
    told = _("{inspections} inspections verified, {problems} flaws", inspections=len(headers), problems=len(problems))
    click.echo(render(told, language))
    if chains > 1:
        click.echo(
            render(
                _("{count:number} chains of seals verified: this store’s own, and other stores’", count=chains), language
            )
        )
    if chain.lines:
        click.echo(render(_("run log: {lines} lines verified", lines=chain.lines), language))
    sys.exit(FLAWED if problems else 0)


@command.command(name="show", help=say(_("Print one piece of evidence, found by its sha256.")))
@click.argument("digest")
@click.option("--raw", is_flag=True, help=say(_("the very bytes that are kept")))
@config_option
@store_option
def show(digest: str, config_path: Path | None, store_url: str | None, *, raw: bool) -> None:
    """Print the answers in it."""
    from collectors.base import ParseError  # noqa: PLC0415 - only here
    from collectors.evidence import decode, text_of  # noqa: PLC0415 - as above

    with open_the_store(store_url, load_site(config_path), create=False) as store:
        try:
            body = store.evidence(digest)
        except StoreError as error:
            fail(say(error.text), UNAVAILABLE)
    if raw:
        sys.stdout.buffer.write(body)
        return
    try:
        replies = decode(body)
    except ParseError:
        fail(say(_("This evidence is a file as it was handed in (a photo); --raw prints it.")), UNAVAILABLE)
    for reply in replies:
        head = f"# {reply.state} exit={reply.exit_code} {text_of(reply.item)}".rstrip()
        parts = (head, text_of(reply.earlier), text_of(reply.out), text_of(reply.err))
        click.echo(printable("\n".join(filter(None, parts)), kept="\n\t"))


@command.command(name="export", help=say(_("Write the evidence of a finding as a test case: one folder an answer.")))
@click.argument("finding")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--plain", is_flag=True, help=say(_("with real names, addresses and accounts: for use at the site")))
@config_option
@store_option
@lang_option
def export(
    finding: str, folder: Path, config_path: Path | None, store_url: str | None, lang: str | None, *, plain: bool
) -> None:
    """Write the cases, masked as the customer chose."""
    from agent.commands.leaves import mask_or_end  # noqa: PLC0415 - as above
    from agent.commands.why import asked_of, find  # noqa: PLC0415 - only here
    from agent.exporting import write_case  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        inspection, result, found = find(store, finding)
        mask = None if plain else mask_or_end(site, store, (inspection,), language)
        cited = [a for a in asked_of(inspection, result) if a.evidence and a.evidence in found.evidence]
        for asked in {a.evidence: a for a in cited}.values():
            place = folder / asked.id / (f"{finding}-{asked.evidence[:8]}" if result.members else finding)
            write_case(place, result, asked, store.evidence(asked.evidence), mask)
            click.echo(render(_("{id}: written to {place}", id=asked.id, place=str(place)), language))


def _copied(seal: str) -> str:
    """A seal as it was copied from a document: without blanks and the invisible signs that a layout puts in."""
    return "".join(sign for sign in seal if sign.isprintable() and not sign.isspace())
