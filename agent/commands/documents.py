"""``xunjian documents``: the register of documents, from draft to signed, and what was typed into them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent.cli import say
from agent.commands.documents_files import get, verified
from agent.commands.documents_hand import hand, read
from agent.commands.documents_words import acts, line, plain
from agent.commands.incident_steps import USAGE, zone_of
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    output_option,
    store_option,
)
from config.text import _, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.store.store import Store
    from config.site import Site
    from reports.record.register import Version

_DAY: Final = click.DateTime(["%Y-%m-%d"])
by_option = click.option("--by", required=True, help=say(_("who did it")))
on_option = click.option(
    "--on", "on", type=_DAY, metavar="2026-11-23", help=say(_("the day on which it was done (else today)"))
)


@click.group(
    name="documents",
    help=say(_("The register of documents: review, issue and sign them, and read back what was typed into them.")),
)
def command() -> None:
    """Hold the subcommands."""


for _one in (get, verified, read, hand):
    command.add_command(_one)


@command.command(
    name="list", help=say(_("List the documents that are drafts, issued or signed, or with --all every version."))
)
@click.option("--all", "is_all", is_flag=True, help=say(_("those too that are superseded or withdrawn")))
@output_option
@config_option
@store_option
@lang_option
def listed(*, is_all: bool, output: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print a line a version."""
    from agent.registering import versions  # noqa: PLC0415 - only here
    from reports.record.register import State  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        every = sorted(versions(store).values(), key=lambda one: (one.base, one.version))
    shown_ = [one for one in every if is_all or one.state not in {State.SUPERSEDED, State.WITHDRAWN}]
    if output == "json":
        click.echo(json.dumps({"schema": 1, "documents": [plain(one) for one in shown_]}, ensure_ascii=False, indent=2))
        return
    for one in shown_:
        click.echo(line(one, language, site))
    if not shown_:
        click.echo(render(_("No document is in the register."), language))


@command.command(name="show", help=say(_("Show one version: who did what when, its files with digests, what it cites.")))
@click.argument("number")
@output_option
@config_option
@store_option
@lang_option
def shown(number: str, *, output: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print one version."""
    from agent.issuing import IssueError, one_of  # noqa: PLC0415 - only here
    from agent.registering import versions  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        try:
            one = one_of(versions(store), number)
        except IssueError as error:
            fail(render(error.text, language), USAGE)
    if output == "json":
        click.echo(json.dumps(plain(one), ensure_ascii=False, indent=2))
    else:
        _tell(one, site, language)


def _tell(one: "Version", site: "Site", language: str) -> None:
    click.echo(line(one, language, site))
    for told in acts(one, language, site):
        click.echo(f"  {told}")
    if one.replaces:
        click.echo("  " + render(_("replaces {number}", number=one.replaces), language))
    for name, digest in one.files.items():
        click.echo(f"  {name}  sha256:{digest}")
    for inspection, seal in one.inspections.items():
        click.echo("  " + render(_("cites inspection {id}, seal {seal}", id=inspection, seal=seal or "—"), language))


@command.command(
    name="review", help=say(_("Write down that somebody reviewed a draft; written anew, it wants a new review."))
)
@click.argument("number")
@by_option
@on_option
@click.option("--note", default="", help=say(_("in your own words")))
@config_option
@store_option
@lang_option
def reviewed(
    number: str,
    *,
    by: str,
    on: datetime | None,
    note: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Add the review."""
    from agent.issuing import step  # noqa: PLC0415 - only here
    from reports.record.register import Step  # noqa: PLC0415 - as above

    _done(lambda store, at: step(store, number, Step.REVIEWED, by, at, note), by, on, (config_path, store_url, lang))


_ISSUE = _(
    "Issue a version that was reviewed: its files are held against the register and kept byte for byte, the inspections "
    "that it cites are kept for ever, and from now on “since last time” means this one. A docx that was typed into is "
    "read first, and issued as it is."
)


@command.command(name="issue", help=say(_ISSUE), short_help=say(_("issue a version that was reviewed")))
@click.argument("number")
@by_option
@on_option
@click.option(
    "--file",
    "files",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    multiple=True,
    help=say(_("a file to issue (repeatable; else those that were written last)")),
)
@config_option
@store_option
@lang_option
def issued(
    number: str,
    *,
    by: str,
    on: datetime | None,
    files: tuple[Path, ...],
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Keep the files and add that they were issued."""
    from agent.issuing import issue  # noqa: PLC0415 - only here

    def done(store: "Store", at: datetime) -> "Version":
        version, left = issue(store, number, by, at, files)
        if left:
            names = ", ".join(path.name for path in left)
            click.echo(say(_("left out, as they lack what was typed into the docx: {files}", files=names)), err=True)
        return version

    _done(done, by, on, (config_path, store_url, lang))


@command.command(name="sign", help=say(_("Write down who at the customer’s signed an issued document, and keep the scan.")))
@click.argument("number")
@by_option
@click.option("--on", "on", type=_DAY, required=True, metavar="2026-11-23", help=say(_("the day on the signature")))
@click.option(
    "--scan",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    required=True,
    help=say(_("the scan of what was signed")),
)
@config_option
@store_option
@lang_option
def signed(
    number: str, *, by: str, on: datetime, scan: Path, config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    """Keep the scan and add the signature."""
    from agent.issuing import sign  # noqa: PLC0415 - only here

    _done(lambda store, at: sign(store, number, by, at, scan), by, on, (config_path, store_url, lang))


@command.command(name="withdraw", help=say(_("Withdraw a version, with the reason; it stays in the register.")))
@click.argument("number")
@by_option
@on_option
@click.option("--reason", required=True, help=say(_("why it is withdrawn")))
@config_option
@store_option
@lang_option
def withdrawn(
    number: str,
    *,
    by: str,
    on: datetime | None,
    reason: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Add that it no longer counts."""
    from agent.issuing import step  # noqa: PLC0415 - only here
    from reports.record.register import Step  # noqa: PLC0415 - as above

    _done(lambda store, at: step(store, number, Step.WITHDRAWN, by, at, reason), by, on, (config_path, store_url, lang))


def _done(
    act: "Callable[[Store, datetime], Version]",
    by: str,
    on: datetime | None,
    where: tuple[Path | None, str | None, str | None],
) -> None:
    """Take a step and print what the version is now; ends with what is missing where it cannot be taken."""
    from agent.commands.report_hand import tell  # noqa: PLC0415 - only here
    from agent.issuing import IssueError  # noqa: PLC0415 - as above

    config_path, store_url, lang = where
    site = load_site(config_path)
    language = language_of(site, lang)
    now = datetime.now(UTC)
    at = on.replace(tzinfo=zone_of(site)) if on else now
    if not by.strip():
        fail(render(_("a person’s word has a name"), language), USAGE)
    if at > now:
        fail(render(_("--on lies in the future: only what was done is written down"), language), USAGE)
    with open_the_store(store_url, site, create=False) as store:
        try:
            version = act(store, at)
        except IssueError as error:
            if error.read:
                tell(error.read, error.read.number, language)
            fail(render(error.text, language), USAGE)
    _tell(version, site, language)
