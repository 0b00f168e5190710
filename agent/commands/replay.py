"""``xunjian replay``: judge a stored inspection again, without its targets."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

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
from checks.base import LEVEL_WORDS, Finding
from checks.subjects import subject_words
from config.text import _, printable, render

if TYPE_CHECKING:
    from agent.store.store import Store

DIFFERS = 1
NOTHING_STORED = 64  # sysexits EX_USAGE
NAMED_MOST = 10
"""Inspections that an error names."""


_HELP = _(
    "Judge a stored inspection again (the last one, or the one of --inspection), without its targets. Exit code 1 when a "
    "finding reads otherwise."
)


@click.command(name="replay", help=say(_HELP))
@click.argument("named", metavar="[INSPECTION]", required=False)
@click.option(
    "--inspection", "given", metavar="ID", help=say(_("another inspection than the last: its id, or how it begins"))
)
@click.option("--limits", type=click.Choice(["then", "now"]), default="then", help=say(_("limits of that day or of now")))
@config_option
@store_option
@output_option
@lang_option
def command(
    named: str | None,
    given: str | None,
    limits: str,
    config_path: Path | None,
    store_url: str | None,
    output: str,
    lang: str | None,
) -> None:
    """Replay and compare."""
    from agent.replaying import Difference, differences, replay  # noqa: PLC0415 - only here

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        whole = store.load(_chosen(store, given or named or "", language))
        judged = replay(whole, store, site.rules if limits == "now" else None)
    found: list[Difference] = [d for one, now in judged for d in differences(one, now)]
    count = sum(len(now) for _one, now in judged)
    if output == "json":
        rows = [{"target": d.target, "before": _line(d.before, language), "now": _line(d.now, language)} for d in found]
        click.echo(
            json.dumps({"inspection": whole.id, "findings": count, "differences": rows}, ensure_ascii=False, indent=1)
        )
    else:
        for one in found:
            click.echo(f"{one.target}\n  - {_line(one.before, language)}\n  + {_line(one.now, language)}")
        told = _("{id}: {count} findings judged again, {n} read otherwise", id=whole.id, count=count, n=len(found))
        click.echo(render(told, language))
    sys.exit(DIFFERS if found else 0)


def _chosen(store: "Store", given: str, language: str) -> str:
    """The id of the inspection to replay: the last, or the one whose id begins so; exits 64 and names those there are."""
    last = store.latest()
    if last is None:
        fail(say(_("There is no inspection in the store.")), NOTHING_STORED)
    if not given:
        return last.id
    ids = [header.id for header in store.inspections()]
    found = [id_ for id_ in ids if id_.startswith(given)]
    if given in ids or len(found) == 1:
        return given if given in ids else found[0]
    some = tuple((found or ids)[:NAMED_MOST])
    said = _("Several inspections begin with {given}: {ids}", given=given, ids=some)
    if not found:
        said = _("The store has no inspection {given}. The newest: {ids}; all: xunjian history", given=given, ids=some)
    return fail(render(said, language), NOTHING_STORED)


def _line(finding: Finding | None, language: str) -> str:
    if finding is None:
        return render(_("no such finding"), language)
    level = render(LEVEL_WORDS[finding.level], language)
    subject = render(subject_words(finding.check, finding.subject), language)
    line = f"{level} {finding.check} {subject}: {render(finding.summary, language)}"
    # a target's words may steer a terminal
    return printable(line)
