"""A document as files: one a form, named by its number."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent.cli import say
from config.text import _, render

if TYPE_CHECKING:
    from agent.masking import Mask
    from agent.registering import Filing
    from config.site import Site
    from reports.documents.material import Round
    from reports.documents.model import Document

FORMS: Final = ("docx", "pdf", "html", "xlsx", "json")
NOTHING_STORED: Final = 64  # sysexits EX_USAGE
out_option = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path(), help=say(_("folder to write to"))
)
form_option = click.option(
    "--form", "forms", type=click.Choice(FORMS), multiple=True, help=say(_("only these forms (repeatable)"))
)


def write(
    out: Path,
    name: str,
    document: "Document",
    forms: Iterable[str],
    language: str,
    mask: "Mask | None" = None,
    filing: "Filing | None" = None,
) -> None:
    """Write the forms into ``out`` and print their paths; one that cannot be made is said, and the others are written.

    With a ``mask`` they are for elsewhere: masked, and named so that they do not stand in the place of the site's own; the
    register is not told of them. With a ``filing`` what was written is a draft in the register, and a file that somebody
    changed is kept beside it.
    """
    from reports import render as renderers  # noqa: PLC0415 - only here

    if mask is not None:
        from agent.leaving import masked  # noqa: PLC0415 - only where something leaves
        from reports.documents.hand import unmarked  # noqa: PLC0415 - as above

        name, document = f"{mask.text(name)}-masked", masked(unmarked(document), mask)
    elif filing is not None:
        document = on_template(document, filing.template, language)
    out.mkdir(parents=True, exist_ok=True)
    written: dict[str, bytes] = {}
    for form in forms:
        path = out / f"{name}.{form}"
        try:
            content = renderers.render(document, form)
        except renderers.RenderError as error:
            click.echo(render(_("{form}: not written: {why}", form=form, why=str(error)), language), err=True)
            continue
        if filing is not None and mask is None:
            _keep_changed(path, filing, language)
        path.write_bytes(content)
        written[path.name] = content
        click.echo(str(path))
    if filing is not None and mask is None and written:
        filing.written(document, written, out)


def on_template(document: "Document", path: str, language: str) -> "Document":
    """The document with the customer's own docx; without it where that cannot be read, and that is said."""
    if not path:
        return document
    try:
        return replace(document, template=Path(path).read_bytes())
    except OSError as error:
        click.echo(render(_("The customer’s template is left out: {why}", why=str(error)), language), err=True)
        return document


def _keep_changed(path: Path, filing: "Filing", language: str) -> None:
    """Move a file that stands in the way aside, where it is not as we wrote it: somebody's work is in it."""
    if not path.exists() or filing.is_ours(path):
        return
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    kept = path.with_name(f"{path.stem}.{at:%Y%m%dT%H%M%S}{path.suffix}")
    path.replace(kept)
    click.echo(
        render(_("{file} was changed since it was written: kept as {kept}", file=path.name, kept=str(kept)), language)
    )


def tell_of_strangers(made: "Round", site: "Site", language: str) -> None:
    """Name the targets of a round that the configuration does not have."""
    unlisted = [one.target for one in made.inspection.targets if one.target not in site.ids]
    if unlisted:
        told = _(
            "Not in the configuration’s list of targets, marked so in the report: {targets}", targets=", ".join(unlisted)
        )
        click.echo(render(told, language), err=True)
