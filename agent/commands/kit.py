"""``xunjian kit``: the inspection as one file, for where nothing may be installed and nothing can be reached."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cli import say
from agent.commands.options import config_option, fail, lang_option, language_of, load_site
from config.os_words import os_words
from config.text import Text, _, render

if TYPE_CHECKING:
    from config.site import Site

CANNOT_CREATE = 73  # sysexits EX_CANTCREAT
_HELP = _(
    "Write the inspection of a Linux host as one readable POSIX shell file, for a host that cannot be reached or where "
    "nothing may be installed; the databases that name it as their host are asked by their own client there. It runs there "
    "with sh, leaves one file, and xunjian import judges that file like a live inspection."
)


@click.command(name="kit", help=say(_HELP))
@click.option("--out", "-o", type=click.Path(path_type=Path), help=say(_("write it here (else standard output)")))
@click.option("--paste", is_flag=True, help=say(_("as a here-document for a web terminal; it prints its result as text")))
@click.option("--only", "checks", multiple=True, help=say(_("only checks whose id fits (globs)")))
@click.option("--target", "-t", default="", help=say(_("with what the configuration expects of this target")))
@config_option
@lang_option
def command(
    out: Path | None, target: str, checks: tuple[str, ...], config_path: Path | None, lang: str | None, *, paste: bool
) -> None:
    """Write the kit."""
    from agent.kits import kit_of  # noqa: PLC0415 - the catalogue only where it is needed
    from collectors.base import SessionError  # noqa: PLC0415 - as above
    from collectors.sessions.kit import pasted  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    if paste:
        _leave_out(site, target, language)
    try:
        text = kit_of(site, target, checks, language, with_databases=not paste)
    except SessionError as error:
        fail(f"{target}: {render(error.remedy, language) if error.remedy else error}", CANNOT_CREATE)
    written = pasted(text) if paste else text
    if out is None:
        click.echo(written, nl=False)
        return
    try:
        out.write_text(written, encoding="utf-8")
        out.chmod(0o700)
    except OSError as error:
        fail(f"{out}: {render(os_words(error), language)}", CANNOT_CREATE)
    click.echo(render(_next(out, written.encode(), is_pasted=paste), language), err=True)


def _leave_out(site: "Site", target: str, language: str) -> None:
    """Say which databases a pasted kit does not ask: a terminal takes lines of 4,095 signs, statements are longer."""
    from agent.kit_databases import databases_of  # noqa: PLC0415 - only here

    one = next((found for found in site.targets if found.id == target), None)
    left = databases_of(site, one) if one is not None else ()
    if not left:
        return
    names = tuple(database.id for database in left)
    said = _("{names}: a pasted kit asks no database; carry the file there and run it: xunjian kit --out FILE", names=names)
    if one in left:
        fail(render(said, language), CANNOT_CREATE)
    click.echo(render(said, language), err=True)


def _next(out: Path, written: bytes, *, is_pasted: bool) -> Text:
    """What was written, and what to do with it."""
    size, digest = len(written), sha256(written).hexdigest()
    if is_pasted:
        return _(
            "{file}: {size:bytes}, sha256 {digest}. Start the log of the terminal, log in to the host, paste the whole "
            "content of the file, wait for the prompt, save the log. Then: xunjian import LOG",
            file=str(out),
            size=size,
            digest=digest,
        )
    return _(
        "{file}: {size:bytes}, sha256 {digest}. On the host: sh {name} -o /tmp. Then: xunjian import xunjian-*.xjb",
        file=str(out),
        size=size,
        digest=digest,
        name=out.name,
    )
