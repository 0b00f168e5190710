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
from config.text import Text, _, render

if TYPE_CHECKING:
    from agent.store.store import Store
    from checks.standards import Difference
    from config.site import Site

DIFFERS = 1
NOTHING_STORED = 64  # sysexits EX_USAGE
NAMED_MOST = 10
"""Inspections that an error names."""


_HELP = _(
    "Judge a stored inspection again (the last one, or the one of --inspection), without its targets, and say why what "
    "reads otherwise does. Exit code 1 when a finding reads otherwise."
)
_UPGRADE = _(
    "what the next report will show otherwise after an upgrade of xunjian: the last inspection of each target, by today’s "
    "checks and limits; exit code 1 when a level will"
)


@click.command(name="replay", help=say(_HELP))
@click.argument("named", metavar="[INSPECTION]", required=False)
@click.option(
    "--inspection", "given", metavar="ID", help=say(_("another inspection than the last: its id, or how it begins"))
)
@click.option("--limits", type=click.Choice(["then", "now"]), default="then", help=say(_("limits of that day or of now")))
@click.option("--upgrade", "is_upgrade", is_flag=True, help=say(_UPGRADE))
@config_option
@store_option
@output_option
@lang_option
def command(  # noqa: PLR0913 - an option each
    named: str | None,
    given: str | None,
    limits: str,
    config_path: Path | None,
    store_url: str | None,
    output: str,
    lang: str | None,
    *,
    is_upgrade: bool,
) -> None:
    """Replay and compare."""
    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        if is_upgrade:
            if given or named or limits != "then":
                fail(say(_("--upgrade takes the last inspections and today’s limits: name neither")), NOTHING_STORED)
            sys.exit(_upgrade(store, site, output, language))
        chosen = _chosen(store, given or named or "", language)
        sys.exit(_replay(store, site, chosen, output, language, is_now=limits == "now"))


def _replay(store: "Store", site: "Site", chosen: str, output: str, language: str, *, is_now: bool) -> int:
    """Judge one inspection again; give the exit code."""
    from agent.commands.replay_words import (  # noqa: PLC0415 - only here
        cause_counts,
        cause_line,
        difference_json,
        finding_line,
    )
    from agent.explaining import explain  # noqa: PLC0415 - as above

    whole = store.load(chosen)
    found: list[Difference] = []
    count = 0
    for one in whole.targets:
        again = explain(whole, one, store, site.rules if is_now else None)
        found += again.differences
        count += len(again.now.findings)
    if output == "json":
        rows = [difference_json(one, language) for one in found]
        click.echo(
            json.dumps({"inspection": whole.id, "findings": count, "differences": rows}, ensure_ascii=False, indent=1)
        )
        return DIFFERS if found else 0
    for differs in found:
        before, now = finding_line(differs.before, language), finding_line(differs.now, language)
        click.echo(f"{differs.target}\n  - {before}\n  + {now}\n    {cause_line(differs, language)}")
    told = _("{id}: {count} findings judged again, {n} read otherwise", id=whole.id, count=count, n=len(found))
    click.echo(render(told, language))
    if found:
        click.echo(cause_counts(found, language))
    return DIFFERS if found else 0


def _upgrade(store: "Store", site: "Site", output: str, language: str) -> int:
    """Say what will look different; give the exit code."""
    from agent.catalogue import every_check  # noqa: PLC0415 - only here
    from agent.cli import VERSION  # noqa: PLC0415 - the command line imports this module
    from agent.commands.replay_words import foresight_json, foresight_lines  # noqa: PLC0415 - only here
    from agent.foresight import foresee  # noqa: PLC0415 - as above

    found = foresee(store, site.rules)
    if not found.looked:
        fail(say(_("There is no inspection in the store.")), NOTHING_STORED)
    titles: dict[str, Text] = {check.id: check.title for check in every_check()}
    if output == "json":
        click.echo(json.dumps(foresight_json(found, VERSION, titles, language), ensure_ascii=False, indent=1))
    else:
        for line in foresight_lines(found, VERSION, titles, language):
            click.echo(line)
    return DIFFERS if any(one.is_seen for one in found.differences) else 0


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
