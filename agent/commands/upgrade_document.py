"""The verification of an upgrade as files: one a form, named by the change."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from config.text import _, render

if TYPE_CHECKING:
    from checks.verification import Verification
    from config.site import Site

_NOT_A_NAME: Final = re.compile(r"[^\w.-]+")


def write(of: "Verification", site: "Site", out: Path, forms: Iterable[str], language: str) -> None:
    """Write the forms into ``out`` and print their paths; one that cannot be made or written is said, and the others are.

    The verdict is told already: no trouble with a file changes the exit code.
    """
    from reports import render as renderers  # noqa: PLC0415 - only where a document is wanted
    from reports.documents.upgrade.document import build  # noqa: PLC0415 - as above

    document = build(of, site, language, _logo(site, language))
    name = file_name(document.number, is_final=of.is_final)
    for form in forms:
        path = out / f"{name}.{form}"
        try:
            out.mkdir(parents=True, exist_ok=True)
            path.write_bytes(renderers.render(document, form))
        except (renderers.RenderError, OSError) as error:
            click.echo(render(_("{form}: not written: {why}", form=form, why=str(error)), language), err=True)
        else:
            click.echo(str(path), err=True)


def file_name(number: str, *, is_final: bool) -> str:
    """A document's number as the name of a file; a provisional one does not stand in the place of the final one."""
    name = _NOT_A_NAME.sub("-", number).strip("-.")
    return name if is_final else f"{name}-provisional"


def _logo(site: "Site", language: str) -> bytes:
    """The site's logo; without it where it cannot be read, and that is said."""
    if not site.logo:
        return b""
    try:
        return Path(site.logo).read_bytes()
    except OSError as error:
        click.echo(render(_("The logo is left out: {why}", why=str(error)), language), err=True)
        return b""
