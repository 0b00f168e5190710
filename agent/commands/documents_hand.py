"""``xunjian documents read`` and ``hand``: what was typed into documents, and what claims the same place."""

import json
import sys
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
from agent.commands.problem_words import day
from agent.commands.report_hand import short, tell
from config.text import _, render

if TYPE_CHECKING:
    from config.site import Site
    from reports.record.hand import Hand

UNSETTLED: Final = 1
NO_DOCX: Final = 65  # sysexits EX_DATAERR
_READ = _(
    "Read a docx that somebody typed into, saved by Word, WPS or LibreOffice: the texts in the marked places (overall "
    "conclusion, remarks, decisions, agreed days, the customer’s comment) are stored, and stand in the document that is "
    "written next. Where another text stands already, both are kept and shown, and the one that stood stays until --take "
    "ROW (as printed in the row, or all) chooses the file’s. Exits 1 where something waits for a person."
)


@click.command(name="read", help=say(_READ), short_help=say(_("read back what was typed into a docx")))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--by", default="", help=say(_("who typed it (else who saved the file last)")))
@click.option("--take", multiple=True, metavar="ROW", help=say(_("where the file’s text is to stand (repeatable; or all)")))
@output_option
@config_option
@store_option
@lang_option
def read(
    files: tuple[Path, ...],
    *,
    by: str,
    take: tuple[str, ...],
    output: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Read each file, and tell what became of each place."""
    from agent.hand import as_json, read_back  # noqa: PLC0415 - only here
    from agent.hand_docx import HandError  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    found = {}
    with open_the_store(store_url, site, create=False) as store:
        for file in files:
            try:
                found[file.name] = read_back(store, file.read_bytes(), file.name, by, take)
            except HandError as error:
                fail(f"{file.name}: {render(error.text, language)}", NO_DOCX)
    if output == "json":
        told = [
            {"file": name, "number": one.number, "places": [as_json(each) for each in one.lines]}
            for name, one in found.items()
        ]
        click.echo(json.dumps({"schema": 1, "files": told}, ensure_ascii=False, indent=2))
    else:
        for name, one in found.items():
            tell(one, name, language)
    if not all(one.is_clear for one in found.values()):
        sys.exit(UNSETTLED)


@click.command(name="hand", help=say(_("List the texts that were typed into documents, and where two claim one place.")))
@click.option("--conflicts", "is_conflicts", is_flag=True, help=say(_("only where two claim one place")))
@config_option
@store_option
@lang_option
def hand(*, is_conflicts: bool, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print a line a text."""
    from agent.hand import hand_of  # noqa: PLC0415 - only here
    from agent.registering import places  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        typed, rows = hand_of(store), places(store)
    lines = _lines(
        typed, {whose: row.what for row in rows.values() for whose in row.of}, (language, site), is_conflicts=is_conflicts
    )
    for line in lines:
        click.echo(line)
    if not lines:
        click.echo(render(_("Two texts claim no place.") if is_conflicts else _("Nothing was typed so far."), language))


def _lines(typed: "Hand", names: dict[str, str], to: "tuple[str, Site]", *, is_conflicts: bool) -> list[str]:
    """A line a place and text, a row of many problems once; what only claims the place stands indented below."""
    from reports.record.hand import PLACES  # noqa: PLC0415 - only here

    language, site = to
    told: dict[str, None] = {}
    for (place, whose), heads in sorted(typed.heads.items()):
        if is_conflicts and len(heads) == 1:
            continue
        title = render(PLACES[place], language) if place in PLACES else place
        block = [f"{names.get(whose, whose)}  {title}: {short(heads[0].text)}  ({heads[0].by}, {day(heads[0].at, site)})"]
        block += [
            f"    {render(_('claims it too'), language)}: {short(o.text)}  ({o.by}, {day(o.at, site)})" for o in heads[1:]
        ]
        told["\n".join(block)] = None
    return list(told)
