"""``xunjian import``: judge what a kit brought back, as a live inspection is judged."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cli import say
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, open_the_store, store_option
from agent.commands.run import EXIT_CODES, FORMS, print_shown, shown_of
from checks.base import worst
from config.text import Text, _, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.store.store import Store
    from collectors.sessions.base import Session
    from collectors.sessions.bundle import Bundle
    from config.site import Site, Target

NO_INPUT = 66  # sysexits EX_NOINPUT
DATA_ERROR = 65  # sysexits EX_DATAERR
_HELP = _(
    "Judge what a kit brought back: its file, or the saved log of a terminal (SecureCRT, Xshell, a browser copy), of one "
    "host or of several. Lines that are missing are named, with the command that prints just those again. Several logs of "
    "one visit are read together."
)


@click.command(name="import", help=say(_HELP))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--target", "-t", "named", default="", help=say(_("whose it is (else the target called as the host is)")))
@click.option(
    "--output", type=click.Choice(FORMS), default="table", show_default=True, help=say(_("form of what is printed"))
)
@config_option
@store_option
@lang_option
def command(
    files: tuple[Path, ...], named: str, output: str, config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    """Read, judge, keep, print; the exit code is that of ``run``."""
    site = load_site(config_path)
    language = language_of(site, lang)
    found = _found(files, language)
    if named and len(found) > 1:
        several = _("These are of {count} hosts; import them without --target", count=len(found))
        fail(render(several, language), DATA_ERROR)
    codes = []
    with open_the_store(store_url, site) as store:
        for bundle in found:
            _warn(bundle, language)
            codes.append(_judged(bundle, site, store, (named, output, language)))
    sys.exit(max(codes))


def _found(files: tuple[Path, ...], language: str) -> "list[Bundle]":
    from collectors.sessions.bundle import BundleRefused, bundles  # noqa: PLC0415 - only here

    read = []
    for file in files:
        try:
            read.append(file.read_bytes())
        except OSError as error:
            fail(f"{file}: {error.strerror}", NO_INPUT)
    try:
        return bundles(read)
    except BundleRefused as refused:
        fail(render(refused.text, language), DATA_ERROR)


def _warn(bundle: "Bundle", language: str) -> None:
    from collectors.sessions.bundle import again, ranges  # noqa: PLC0415 - only here

    said: Text | None = None
    if bundle.missing:
        said = _(
            "{host}: lines {numbers} are missing. Print them again on the host and import both logs together:\n  {command}",
            host=bundle.host,
            numbers=ranges(bundle.missing),
            command=again(bundle.host, bundle.name, bundle.missing),
        )
    elif bundle.is_cut:
        said = _("{host}: the file ends before the kit had ended; it is judged as far as it goes", host=bundle.host)
    if said is not None:
        click.echo(render(said, language), err=True)


def _judged(bundle: "Bundle", site: "Site", store: "Store", asked: tuple[str, str, str]) -> int:
    from agent.expected import Wanted  # noqa: PLC0415 - only here
    from agent.inspection import inspect_all  # noqa: PLC0415 - as above
    from agent.kits import SCHEDULE, owner_of  # noqa: PLC0415 - as above
    from collectors.sessions.bundle import BundleSession  # noqa: PLC0415 - as above

    named, output, language = asked
    try:
        whole, target = owner_of(bundle, site, named)
    except KeyError:
        unknown = _("The configuration has no target {target}", target=named)
        fail(render(unknown, language), DATA_ERROR)
    wanted = Wanted((target.id,))

    def opener(_target: "Target") -> "Callable[[], Session]":
        return lambda: BundleSession(bundle, datetime.now(UTC))

    inspection = ""
    for name, _result in inspect_all(whole, store, wanted, opener, purpose="kit", schedule=SCHEDULE):
        inspection = name
    shown = shown_of(store.load(inspection), whole, wanted)
    print_shown(shown, output, language)
    return EXIT_CODES.get(worst(f.level for one in shown.inspection.targets for f in one.findings), 0)
