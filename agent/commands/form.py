"""``xunjian form``: print what a person fills in on site, and read it back."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import click

from agent.cli import say
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, open_the_store, store_option
from checks.base import worst
from config.text import _, render

if TYPE_CHECKING:
    from agent.forms import Batch
    from agent.photos import Album
    from agent.sheets.filled import FilledSheet
    from checks.base import Level
    from config.site import Site, Target
    from reports.documents.record_form import RecordForms

FORMS: Final = ("docx", "xlsx")
NOTHING_TO_PRINT: Final = 64  # sysexits EX_USAGE
NO_INPUT: Final = 66  # sysexits EX_NOINPUT
DATA_ERROR: Final = 65  # sysexits EX_DATAERR
_HELP = _(
    "Print the inspection record form of each target that a person looks at (a machine room, a UPS, an array with only a "
    "web page): docx to write on, xlsx to type into and read back with xunjian form read. Name a server with --target for "
    "the form of what no session shows of it: its front panel, the last restore."
)


@click.group(name="form", help=say(_HELP), invoke_without_command=True)
@click.option("--target", "-t", "targets", multiple=True, help=say(_("only targets whose id or tag fits (globs)")))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path(), help=say(_("folder to write to")))
@click.option("--form", "forms", type=click.Choice(FORMS), multiple=True, help=say(_("only these forms (repeatable)")))
@config_option
@lang_option
@click.pass_context
def command(
    context: click.Context,
    targets: tuple[str, ...],
    out: Path,
    forms: tuple[str, ...],
    config_path: Path | None,
    lang: str | None,
) -> None:
    """Print the forms, unless they are to be read."""
    if context.invoked_subcommand is None:
        _print(targets, out, forms or FORMS, (config_path, lang))


def _print(targets: tuple[str, ...], out: Path, forms: tuple[str, ...], given: tuple[Path | None, str | None]) -> None:
    config_path, lang = given
    site = load_site(config_path)
    language = language_of(site, lang)
    chosen = _chosen(site, targets)
    if not chosen:
        if targets:
            unknown = _("The configuration has no target {target}", target=", ".join(targets))
            fail(render(unknown, language), NOTHING_TO_PRINT)
        none = _("No target fits that a person looks at; every other is asked by xunjian run.")
        fail(render(none, language), NOTHING_TO_PRINT)
    made = _record_forms(site, chosen, language)
    out.mkdir(parents=True, exist_ok=True)
    for form in forms:
        path = out / f"{made.number}.{form}"
        path.write_bytes(_drawn(made, form))
        click.echo(str(path))


def _chosen(site: "Site", globs: tuple[str, ...]) -> "tuple[Target, ...]":
    """The targets that no session asks; of those that are named, all."""
    from agent.expected import Wanted, unasked_of  # noqa: PLC0415 - only here

    wanted = Wanted(globs)
    return tuple(t for t in site.targets if wanted.target(t)) if globs else unasked_of(site, wanted)


def _record_forms(site: "Site", targets: "tuple[Target, ...]", language: str) -> "RecordForms":
    from agent.by_hand import checklist_of  # noqa: PLC0415 - only here
    from agent.expected import DEFAULT_TIMEZONE  # noqa: PLC0415 - as above
    from agent.quarters import short_name  # noqa: PLC0415 - as above
    from agent.rounds import quarter_of  # noqa: PLC0415 - as above
    from reports.documents.record_form import RecordForm, RecordForms  # noqa: PLC0415 - as above

    now = datetime.now(UTC)
    year, quarter = quarter_of(now, site.timezone or DEFAULT_TIMEZONE)
    number = f"XJ-{short_name(site.customer) or 'site'}-{year}Q{quarter}-form"
    return RecordForms(tuple(RecordForm(t, checklist_of(site, t)) for t in targets), site, now, number, language)


def _drawn(made: "RecordForms", form: str) -> bytes:
    if form == "xlsx":
        from reports.render.form_xlsx import form_xlsx  # noqa: PLC0415 - the one that is wanted

        return form_xlsx(made)
    from reports.documents.record_form import build  # noqa: PLC0415 - as above
    from reports.render import render as draw  # noqa: PLC0415 - as above

    return draw(build(made), form)


_READ = _(
    "Read forms back that were typed into, with the photos beside them, and judge them like an inspection of the day that "
    "stands on the form. What could not be understood is listed by sheet and row. Exit code as of run; 65 when nothing "
    "could be read."
)


@command.command(name="read", help=say(_READ))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--photos",
    type=click.Path(path_type=Path, file_okay=False),
    help=say(_("folder of photos called TARGET-ITEM.jpg")),
)
@config_option
@store_option
@lang_option
def read(
    files: tuple[Path, ...], photos: Path | None, config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    """Read, judge, keep, print."""
    from agent.commands.shown import EXIT_CODES  # noqa: PLC0415 - only here
    from agent.expected import DEFAULT_TIMEZONE  # noqa: PLC0415 - as above
    from agent.form_words import problem_words  # noqa: PLC0415 - as above
    from agent.forms import understood  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    now = datetime.now(UTC)
    sheets, album = _sheets(files, photos, language)
    today = now.astimezone(ZoneInfo(site.timezone or DEFAULT_TIMEZONE)).date()
    batch = understood(site, sheets, album, today)
    for note in batch.notes:
        click.echo(render(note, language), err=True)
    problems = (*album.problems, *batch.problems)
    for problem in problems:
        click.echo(render(problem_words(problem), language), err=True)
    if problems:
        counted = _(
            "Forms read: {forms}; to correct and read again, as listed above: {places}.",
            forms=len(batch.forms),
            places=len(problems),
        )
        click.echo(render(counted, language), err=True)
    levels = _judge(site, batch, album, (store_url, language), now)
    if not batch.forms:
        fail(render(_("Nothing was read."), language), DATA_ERROR)
    sys.exit(EXIT_CODES.get(worst(levels), 0) if levels else 0)


def _sheets(files: tuple[Path, ...], photos: Path | None, language: str) -> "tuple[list[FilledSheet], Album]":
    from agent.photos import Album, album  # noqa: PLC0415 - only here
    from agent.sheets.filled import filled  # noqa: PLC0415 - as above
    from config.os_words import os_words  # noqa: PLC0415 - as above

    sheets, problems = [], []
    for file in files:
        try:
            content = file.read_bytes()
        except OSError as error:
            fail(f"{file}: {render(os_words(error), language)}", NO_INPUT)
        found, wrong = filled(content, file.name)
        sheets += found
        problems += wrong
    try:
        made = album(photos, sheets) if photos else Album()
    except OSError as error:
        fail(f"{photos}: {render(os_words(error), language)}", NO_INPUT)
    made.problems[:0] = problems
    return sheets, made


def _judge(site: "Site", batch: "Batch", album: "Album", given: tuple[str | None, str], now: datetime) -> "list[Level]":
    """Judge what was not read before, day by day, and print it."""
    from agent.commands.shown import print_shown, shown_of  # noqa: PLC0415 - only here
    from agent.expected import Wanted  # noqa: PLC0415 - as above
    from agent.judged_forms import batches, inspect_forms, is_known  # noqa: PLC0415 - as above

    store_url, language = given
    levels: list[Level] = []
    if not batch.forms:
        return levels
    with open_the_store(store_url, site) as store:
        new = [(target, form) for target, form in batch.forms if not is_known(store, form)]
        for target, form in batch.forms:
            if (target, form) not in new:
                told = _("{target}: this form of {day} was read before", target=target.id, day=form.on.isoformat())
                click.echo(render(told, language), err=True)
        for forms in batches(new):
            inspection = inspect_forms(site, store, forms, album, now)
            shown = shown_of(store.load(inspection), site, Wanted(tuple(target.id for target, _form in forms)))
            print_shown(shown, "table", language)
            levels += [finding.level for one in shown.inspection.targets for finding in one.findings]
    return levels
