"""``xunjian checks``: what is looked at, by what limits and whose, and what a finding means."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agent.catalogue import GROUP_COLLECTORS, collectors_for
from agent.cli import say
from agent.commands.checks_new import new
from agent.commands.options import config_option, console, fail, lang_option, language_of, load_site, output_option
from agent.own import checks_of
from checks.base import AREA_WORDS, LEVEL_WORDS, AnyCheck
from checks.plugins import plugins
from collectors.base import Derived
from config.limits import described, layer, worded
from config.text import Text, _, printable, render
from reports.output.folding import Folded

if TYPE_CHECKING:
    from config.site import Site

NO_SUCH_CHECK = 64  # sysexits EX_USAGE


@click.group(name="checks", help=say(_("List and explain the checks.")))
def command() -> None:
    """Hold the subcommands."""


command.add_command(new)


@command.command(name="list", help=say(_("List every check: id, title, area, worst level.")))
@output_option
@lang_option
@config_option
def listing(output: str, lang: str | None, config_path: Path | None) -> None:
    """Print the catalogue."""
    site = load_site(config_path)
    language = language_of(site, lang)
    rows = [
        (c.id, render(c.title, language), render(AREA_WORDS[c.area], language), render(LEVEL_WORDS[c.worst], language))
        for c in checks_of(site)
    ]
    if output == "json":
        names = ("id", "title", "area", "worst")
        click.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
        return
    for defect in plugins().defects:
        click.echo(printable(render(_("Defect of our own: {what}", what=defect), language)), err=True)
    _table((_("Check"), _("Title"), _("Area"), _("Worst level")), rows, language)


@command.command(
    name="explain", help=say(_("Explain one check: what it reads, its limits and who set them, traps, remedy."))
)
@click.argument("check_id")
@click.option("--target", default="*", help=say(_("the limits as they stand for this target")))
@output_option
@lang_option
@config_option
def explain(check_id: str, target: str, output: str, lang: str | None, config_path: Path | None) -> None:
    """Print one check whole."""
    site = load_site(config_path)
    language = language_of(site, lang)
    known = checks_of(site)
    check = next((c for c in known if c.id == check_id or check_id in c.formerly), None)
    if check is None:
        near = [c.id for c in known if check_id.lower() in c.id]
        found = _("There is no check {check}. {near}", check=check_id, near=tuple(near) or tuple(c.id for c in known))
        fail(render(found, language), NO_SUCH_CHECK)
    card = _card(check, site, target, language)
    if output == "json":
        click.echo(json.dumps(card, ensure_ascii=False, indent=1))
        return
    _print_card(card, language)


def _card(check: AnyCheck, site: "Site", target: str, language: str) -> dict[str, Any]:
    limits = layer(check.limits, [rule for rule in site.rules if rule.check == check.id], target)
    return {
        "id": check.id,
        "title": render(check.title, language),
        "area": render(AREA_WORDS[check.area], language),
        "clause": check.clause,
        "worst": check.worst.value,
        "reads": render(check.reads, language),
        "collectors": _collectors(check),
        "limits": [
            dict(zip(("name", "value", "unit", "origin"), row, strict=True)) | {"words": worded(row, language)}
            for row in described(limits)
        ],
        "items": [{"item": pattern, "values": dict(values)} for pattern, values in limits.items],
        "traps": [render(trap, language) for trap in check.traps],
        "remedy": render(check.remedy, language),
        "references": list(check.refs),
    }


def _collectors(check: AnyCheck) -> list[str]:
    """What answers a check; of one that looks at groups, what it reads of their members."""
    of_members = [one for one in GROUP_COLLECTORS if one.provides == check.needs]
    asked = collectors_for("linux", [check], always=[one.of for one in of_members])
    return [one.id for one in of_members] + [one.id for one in asked if not isinstance(one, Derived)]


def _print_card(card: dict[str, Any], language: str) -> None:
    from rich.markup import escape  # noqa: PLC0415 - as above

    from checks.security.standards.index import shown_together  # noqa: PLC0415 - as above

    page = console()

    def part(title: Text, lines: list[str]) -> None:
        if lines:
            page.print(f"[bold]{escape(render(title, language))}[/]")
            for line in lines:
                page.print("  " + escape(line))

    page.print(f"[bold]{escape(card['title'])}[/]  [dim]{escape(card['id'])}  {escape(card['area'])}[/]")
    part(_("Reads"), [card["reads"]])
    part(_("Limits (value, unit, who set it)"), [row["words"] for row in card["limits"]])
    part(_("Limits of single items"), [f"{row['item']}: {row['values']}" for row in card["items"]])
    part(_("Not fooled by"), ["· " + trap for trap in card["traps"]])
    part(_("Remedy"), [card["remedy"]])
    standards = [render(one, language) for one in shown_together(card["id"])]
    part(_("References"), standards or card["references"])


def _table(columns: tuple[Text, ...], rows: Sequence[tuple[str, ...]], language: str) -> None:
    from rich.table import Table  # noqa: PLC0415 - only to print

    table = Table(box=None, pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(render(column, language), no_wrap=place == 0)  # an id is copied from here, whole
    for row in rows:
        table.add_row(row[0], *map(Folded, row[1:]))
    console(folds=True).print(table)
