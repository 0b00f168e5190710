"""The verification of an upgrade as files: one a form, named by the change."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent.commands.report_files import on_template
from config.text import _, render

if TYPE_CHECKING:
    from agent.registering import Filing
    from agent.store.store import Store
    from checks.verification import Verification
    from config.site import Site

_NOT_A_NAME: Final = re.compile(r"[^\w.-]+")


def write(
    of: "Verification", site: "Site", out: Path, forms: Iterable[str], language: str, store: "Store | None" = None
) -> None:
    """Write the forms into ``out`` and print their paths; one that cannot be made or written is said, and the others are.

    With a ``store`` what was written is a draft in its register. The verdict is told already: no trouble with a file
    changes the exit code.
    """
    from reports import render as renderers  # noqa: PLC0415 - only where a document is wanted
    from reports.documents.upgrade.document import build  # noqa: PLC0415 - as above

    document = build(of, site, language, _logo(site, language))
    name = file_name(document.number, is_final=of.is_final)
    filing = _filing(of, site, store, name, language) if store is not None else None
    if filing is not None:
        name = filing.number
        document = on_template(replace(document, number=name), filing.template, language)
    written: dict[str, bytes] = {}
    for form in forms:
        path = out / f"{name}.{form}"
        try:
            out.mkdir(parents=True, exist_ok=True)
            content = renderers.render(document, form)
            path.write_bytes(content)
        except (renderers.RenderError, OSError) as error:
            click.echo(render(_("{form}: not written: {why}", form=form, why=str(error)), language), err=True)
        else:
            written[path.name] = content
            click.echo(str(path), err=True)
    if filing is not None and written:
        filing.written(document, written, out)


def _filing(of: "Verification", site: "Site", store: "Store", base: str, language: str) -> "Filing":
    """The document in the register, with the seals of both sides."""
    from agent.registering import filing  # noqa: PLC0415 - only where there is a store

    sides = {of.before.inspection, of.after.inspection}
    seals = {one.id: one.seal for one in store.inspections() if one.id in sides}
    return filing(
        store, site, "upgrade", base, subject=of.plan.number or of.before.name, language=language, inspections=seals
    )


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
