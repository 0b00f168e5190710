"""``xunjian init``: a commented configuration for this machine."""

from pathlib import Path
from socket import gethostname

import click

from agent.cli import say
from agent.commands.options import FILE_NAME, fail, lang_option
from agent.expected import DEFAULT_TIMEZONE
from agent.language import LANGUAGE, named
from config.os_words import os_words
from config.text import _, render

IS_THERE = 73  # sysexits EX_CANTCREAT
_LOCALTIME = Path("/etc/localtime")
_ZONES = "zoneinfo/"


@click.command(name="init", help=say(_("Write a commented xunjian.yaml for this machine (or FILE).")))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default=Path(FILE_NAME))
@click.option("--force", is_flag=True, help=say(_("write over a file that is there")))
@lang_option
def command(file: Path, lang: str | None, *, force: bool) -> None:
    """Write the file and say what to do next."""
    from agent.init_file import text  # noqa: PLC0415 - only here

    language = named(lang or "") or LANGUAGE
    content = text(language, hostname=gethostname(), timezone=_timezone())
    try:
        with file.open("w" if force else "x", encoding="utf-8") as out:
            out.write(content)
    except FileExistsError:
        fail(render(_("{file} is there already; name another, or use --force", file=str(file)), language), IS_THERE)
    except OSError as error:
        fail(render(_("{file}: {why}", file=str(file), why=os_words(error)), language), IS_THERE)
    click.echo(render(_("{file} written. Next: xunjian plan, then xunjian run.", file=str(file)), language))


def _timezone() -> str:
    """The machine's IANA zone, from where /etc/localtime leads; the usual one where it does not tell, or tells UTC."""
    where = str(_LOCALTIME.resolve())
    zone = where.split(_ZONES, 1)[1] if _ZONES in where else ""
    return DEFAULT_TIMEZONE if not zone or "UTC" in zone or "UCT" in zone else zone
