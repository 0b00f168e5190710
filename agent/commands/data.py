"""``xunjian data``: dated files that are carried in, such as vendors' advisories; nothing is fetched."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
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
    output_option,
    store_option,
)
from config.os_words import os_words
from config.text import Text, _, printable, render

if TYPE_CHECKING:
    from agent.advisories.keeping import Kept
    from collectors.facts.advisories import Pack

USAGE: Final = 64  # sysexits EX_USAGE
DATA_ERROR: Final = 65  # sysexits EX_DATAERR
NO_INPUT: Final = 66  # sysexits EX_NOINPUT
_STALE_DAYS: Final = 30
"""From which age on a file proves no pass: the limit of the check."""


@click.group(name="data", help=say(_("Dated files that are carried in: vendors’ advisories. Nothing is fetched.")))
def command() -> None:
    """Hold the subcommands."""


_IMPORT = _(
    "Take vendors’ advisories in from FILES: OVAL definitions, updateinfo.xml of a repository, or the JSON of Debian’s "
    "security tracker, plain or packed (gz, bz2, xz). They are held against the installed packages in each security check "
    "from now on, in place of those that were imported of the same release."
)


@command.command(name="import", help=say(_IMPORT))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--for",
    "release",
    metavar="ID:VERSION",
    help=say(
        _("the release where the file does not say it, by os-release: rocky:9; with its service pack: openEuler:22.03 SP3")
    ),
)
@click.option(
    "--date",
    "dated",
    type=click.DateTime(["%Y-%m-%d"]),
    help=say(_("the day on which it was fetched, where the file bears no date")),
)
@click.option(
    "--publisher",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say(_("take them only if the holder of this key signed for them (SHA256SUMS and SHA256SUMS.sig beside each)")),
)
@config_option
@store_option
@lang_option
def take_in(
    files: tuple[Path, ...],
    release: str | None,
    dated: datetime | None,
    publisher: Path | None,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Read each file whole before anything is kept."""
    from agent.advisories.keeping import keep  # noqa: PLC0415 - only here
    from agent.advisories.packs import together  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language, now = language_of(site, lang), datetime.now(UTC)
    signed = _signed(files, publisher, language) if publisher is not None else {}
    packs = _packs(files, release, dated.date() if dated is not None else None, now, language)
    for pack in packs:
        if signed and pack.digest not in signed:
            fail(render(_("{file} changed while it was read", file=pack.file_name), language), DATA_ERROR)
    with open_the_store(store_url, site) as store:
        kept = keep(store, together(packs), now, next(iter(signed.values()), ""))
    for one in kept:
        click.echo(printable(render(_told(one, now), language), "\n"))


def _signed(files: Sequence[Path], publisher: Path, language: str) -> dict[str, str]:
    """Verify each file; give the key's digest by the file's."""
    from agent.installing.published import verify  # noqa: PLC0415 - only here
    from agent.installing.trouble import InstallError  # noqa: PLC0415 - as above

    made: dict[str, str] = {}
    for file in files:
        try:
            one = verify(file, publisher)
        except InstallError as error:
            fail("\n".join(render(text, language) for text in error.texts), DATA_ERROR)
        made[one.digest] = one.key
    return made


def _packs(files: Sequence[Path], release: str | None, dated: date | None, now: datetime, language: str) -> "list[Pack]":
    from agent.advisories.packs import Told, packs_of  # noqa: PLC0415 - only here
    from agent.advisories.refused import DataRefused  # noqa: PLC0415 - as above

    name, colon, version = (release or "").partition(":")
    if release is not None and not (name.strip() and colon and version.strip()):
        fail(say(_("--for wants ID:VERSION as in /etc/os-release, for example openEuler:22.03")), USAGE)
    told = Told(dated, (name.strip(), version.strip()) if release is not None else None)
    made: list[Pack] = []
    for file in files:
        try:
            made += packs_of(file, told, now)
        except DataRefused as refused:
            fail(printable(f"{file}: {render(refused.text, language)}"), DATA_ERROR)
        except OSError as error:
            fail(render(_("{file}: {why}", file=str(file), why=os_words(error)), language), NO_INPUT)
    return made


def _told(one: "Kept", now: datetime) -> Text:
    return _(
        "{os} {release} ({form}): {file}, {day}{who}, {age:number} days old{stale}; {advisories:number} advisories, "
        "{packages:number} packages; not in it: {unfixed:number} holes without a mending, {unjudged:number} advisories "
        "that ask for more than versions\n  sha256 {digest}{signed}",
        os=one.os_id,
        release=one.release,
        form=one.form,
        file=one.file_name,
        day=one.dated_at.date().isoformat(),
        who=_BY.get(one.dated_by, _NOBODY),
        age=max(0, (now - one.dated_at).days),
        stale=_STALE if (now - one.dated_at).days > _STALE_DAYS else _NOBODY,
        advisories=one.advisories_count,
        packages=one.packages_count,
        unfixed=one.unfixed_count,
        unjudged=one.unjudged_count,
        digest=one.digest,
        signed=_(", signed by the key {key}", key=one.signed_by[:16]) if one.signed_by else _NOBODY,
    )


_NOBODY: Final = Text("")
_BY: Final = {"person": _(" by the word of who imported it"), "newest": _(" by its newest advisory")}
_STALE: Final = _(", too old to prove that nothing is missing")


@command.command(name="list", help=say(_("List the files that are in use, with their dates and ages.")))
@output_option
@config_option
@store_option
@lang_option
def listed(output: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print one entry a release and form."""
    from agent.advisories.keeping import in_use  # noqa: PLC0415 - only here

    site = load_site(config_path)
    language, now = language_of(site, lang), datetime.now(UTC)
    with open_the_store(store_url, site, create=False) as store:
        found = in_use(store)
    if output == "json":
        rows = [asdict(one) | {"age_days": max(0, (now - one.dated_at).days)} for one in found]
        click.echo(json.dumps({"schema": 1, "data": rows}, ensure_ascii=False, indent=2, default=str))
        return
    if not found:
        click.echo(render(_("No file was imported: xunjian data import FILE"), language))
    for one in found:
        click.echo(printable(render(_told(one, now), language), "\n"))
