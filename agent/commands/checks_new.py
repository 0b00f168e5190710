"""``xunjian checks new``: write a template of a plug-in."""

from pathlib import Path

import click

from agent.cli import say
from agent.commands.options import fail, lang_option, language_of
from config.site import Site
from config.text import _, render

BAD_NAME = 64  # sysexits EX_USAGE
CANNOT_WRITE = 73  # sysexits EX_CANTCREAT


@click.command(
    name="new", help=say(_("Write a working template of a plug-in: a package with one check, its words and tests."))
)
@click.argument("name")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help=say(_("folder to make (else NAME)")))
@lang_option
def new(name: str, out: Path | None, lang: str | None) -> None:
    """Write the files into a folder that is not there yet."""
    from agent.new_plugin import NAME, files  # noqa: PLC0415 - only here
    from checks.plugins import RESERVED  # noqa: PLC0415 - as above

    language = language_of(Site(), lang)
    if not NAME.fullmatch(name) or name.replace("-", "_") in RESERVED:
        said = _("{name}: write small letters, digits and “-”, and no word that ids of ours begin with", name=name)
        fail(render(said, language), BAD_NAME)
    folder = out or Path(name)
    if folder.exists() and any(folder.iterdir()):
        fail(render(_("{folder} is there already, and not empty", folder=str(folder)), language), CANNOT_WRITE)
    for path, content in files(name).items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    click.echo(render(_("Written: {folder}. Its README says how to install and test it.", folder=str(folder)), language))
