"""``xunjian documents get`` and ``verify``: the files of what was issued, and which document a file is."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent.cli import say
from agent.commands.documents_words import line
from agent.commands.incident_steps import USAGE
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, open_the_store, store_option
from config.text import Text, _, render

if TYPE_CHECKING:
    from agent.issuing import Known

NOT_THE_ISSUED: Final = 1


@click.command(
    name="get", help=say(_("Give the files of an issued version and the scans of its signatures, byte for byte."))
)
@click.argument("number")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path(), help=say(_("folder to write to")))
@config_option
@store_option
@lang_option
def get(number: str, *, out: Path, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Write the files and name them; a file of another content that stands there stays."""
    from agent.issuing import IssueError, files_of, one_of  # noqa: PLC0415 - only here
    from agent.registering import versions  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    out.mkdir(parents=True, exist_ok=True)
    with open_the_store(store_url, site, create=False) as store:
        try:
            for name, content in files_of(store, one_of(versions(store), number)):
                path = out / Path(name).name
                if path.exists() and path.read_bytes() != content:
                    fail(
                        render(_("{file} stands there with another content; name another --out", file=str(path)), language),
                        USAGE,
                    )
                path.write_bytes(content)
                click.echo(str(path))
        except IssueError as error:
            fail(render(error.text, language), USAGE)


_VERIFY = _(
    "Say which document a file is: byte for byte as issued or signed (exit 0), or a draft, an older version, a changed "
    "copy, or none of ours (exit 1)."
)


@click.command(name="verify", help=say(_VERIFY), short_help=say(_("say which document a file is")))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@config_option
@store_option
@lang_option
def verified(file: Path, *, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Hold a file against the register."""
    from agent.issuing import identified  # noqa: PLC0415 - only here
    from agent.registering import versions  # noqa: PLC0415 - as above
    from reports.record.register_rules import OUT  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        known = identified(versions(store), file.read_bytes())
    click.echo(f"{file.name}: {render(_what(known), language)}")
    if known.version is not None:
        click.echo(line(known.version, language, site))
    if known.version is None or not known.is_same or known.version.state not in OUT:
        sys.exit(NOT_THE_ISSUED)


def _what(known: "Known") -> Text:
    if known.version is None:
        return _("none of our documents")
    if known.is_scan:
        return _("the scan of the signed {number}, unchanged", number=known.version.number)
    if known.is_older:
        return _("an older draft of {number}", number=known.version.number)
    if not known.is_same:
        return _(
            "says that it is {number}, but is not a file of it: changed, or made elsewhere", number=known.version.number
        )
    if known.version.was_issued:
        return _("{number} as it was issued, unchanged", number=known.version.number)
    return _("{number}, a draft, unchanged", number=known.version.number)
