"""``xunjian init``: a commented configuration for this machine."""

from pathlib import Path
from socket import gethostname

import click

from agent.cli import say
from agent.commands.options import FILE_NAME, fail, lang_option, store_place
from agent.expected import DEFAULT_TIMEZONE
from agent.language import LANGUAGE, named
from config.os_words import os_words
from config.site import Site
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
    from agent.init_file import id_of_host, text  # noqa: PLC0415 - only here

    language, hostname = named(lang or "") or LANGUAGE, gethostname()
    content = text(language, hostname=hostname, timezone=_timezone())
    try:
        with file.open("w" if force else "x", encoding="utf-8") as out:
            out.write(content)
    except FileExistsError:
        fail(render(_("{file} is there already; name another, or use --force", file=str(file)), language), IS_THERE)
    except OSError as error:
        fail(render(_("{file}: {why}", file=str(file), why=os_words(error)), language), IS_THERE)
    click.echo(render(_("{file} written. Next: xunjian plan, then xunjian run.", file=str(file)), language))
    new = id_of_host(hostname)
    before = _known_without(new)
    if before:
        told = _(
            "What was inspected here without a file stands under “{old}”. So that {new} carries it on: "
            "xunjian site alias {old} {new} --by NAME --reason WHY",
            old=before,
            new=new,
        )
        click.echo(render(told, language))


def _known_without(new: str) -> str:
    """The name under which the store knows this machine from before it had a file; empty where it does not, or not by it.

    The question is not worth an error: a store that cannot be read says so to the command that needs it.
    """
    from agent.store.open import open_store  # noqa: PLC0415 - SQLAlchemy only where there is a store
    from agent.store.values import StoreError  # noqa: PLC0415 - as above

    place, old = store_place(None, Site()), Site().targets[0].id
    if old == new or not ("://" in place or Path(place).exists()):
        return ""
    try:
        with open_store(place, create=False) as store:
            return old if store.inspections(1, old) and not store.inspections(1, new) else ""
    except StoreError:
        return ""


def _timezone() -> str:
    """The machine's IANA zone, from where /etc/localtime leads; the usual one where it does not tell, or tells UTC."""
    where = str(_LOCALTIME.resolve())
    zone = where.split(_ZONES, 1)[1] if _ZONES in where else ""
    return DEFAULT_TIMEZONE if not zone or "UTC" in zone or "UCT" in zone else zone
