"""``xunjian duty``: what the contract owes again and again, and what was done for it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cli import say
from agent.commands.duty_ledger import instances, ledger_of, line, named
from agent.commands.incident_steps import USAGE, zone_of
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    output_option,
    read_the_store,
    store_option,
)
from config.text import _, render

if TYPE_CHECKING:
    from reports.record.duties import Done, Owed

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(name="duty", help=say(_("List what the contract owes, and write down what was done for it.")))
def command() -> None:
    """Hold the subcommands."""


_DONE = _(
    "Write down that a duty was done: WHAT is a duty of contract.duties. An inspection done for a period says which "
    "(--period 2026Q3); else it counts for the period of its day."
)


@command.command(name="done", help=say(_DONE))
@click.argument("what")
@click.option("--on", "on", type=_DAY, metavar="2026-11-23", help=say(_("the day on which it was done (else today)")))
@click.option("--document", default="", help=say(_("the number of the document that shows it")))
@click.option("--period", default="", metavar="2026Q4", help=say(_("the period that it was done for")))
@click.option("--by", default="", help=say(_("who did it or said it")))
@click.option("--reason", default="", help=say(_("why it was late, or what else should be known")))
@config_option
@store_option
@lang_option
def done(  # noqa: PLR0913 - one parameter an option
    what: str,
    *,
    on: datetime | None,
    document: str,
    period: str,
    by: str,
    reason: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Add what was done."""
    from agent.duties import done_of, entry, ledger  # noqa: PLC0415 - only here
    from reports.record.duties import Done  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    today = datetime.now(UTC).astimezone(zone_of(site)).date()
    day = on.date() if on else today
    what = named(site, what)
    if day > today:
        fail(say(_("--on lies in the future: only what was done is written down")), USAGE)
    if period and period not in {one.period for one in ledger_of(site, (), today) if one.duty.what == what}:
        periods = tuple(dict.fromkeys(one.period for one in ledger(site, (), today) if one.duty.what == what))[:12]
        fail(say(_("{what} has no period {period}; it has: {periods}", what=what, period=period, periods=periods)), USAGE)
    with open_the_store(store_url, site) as store:
        done = Done(what, day, document, by, reason, period)
        found = next((one for one in instances(store, site, today, done) if _is_of(one, what, day, document)), None)
        if found is None:
            told = _(
                "--on lies outside the contract’s term: {day} belongs to no period of {what}",
                day=day.isoformat(),
                what=what,
            )
            fail(say(told), USAGE)
        if done in done_of(store, site):
            click.echo(say(_("{number}: this stands there already; it is not written twice", number=what)), err=True)
        else:
            store.record([entry(site, done)])
    click.echo(line(found, language))


@command.command(name="undo", help=say(_("Take back what was written down as done and was not; the record keeps both.")))
@click.argument("what")
@click.option("--on", "on", type=_DAY, required=True, metavar="2026-11-23", help=say(_("the day that was written down")))
@click.option("--document", default="", help=say(_("the document that was written down with it")))
@click.option("--by", required=True, help=say(_("who says so")))
@click.option("--reason", required=True, help=say(_("why it is taken back")))
@config_option
@store_option
@lang_option
def undo(  # noqa: PLR0913 - one parameter an option
    what: str,
    *,
    on: datetime,
    document: str,
    by: str,
    reason: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Add that it does not count."""
    from agent.duties import take_back  # noqa: PLC0415 - only here
    from reports.record.duties import Done  # noqa: PLC0415 - as above

    site = load_site(config_path)
    what = named(site, what)
    today = datetime.now(UTC).astimezone(zone_of(site)).date()
    with open_the_store(store_url, site, create=False) as store:
        if not take_back(store, site, Done(what, on.date(), document), by, reason):
            told = _(
                "nothing was written down as done for {what} on {day} with document “{document}” (xunjian duty list --all)",
                what=what,
                day=on.date().isoformat(),
                document=document,
            )
            fail(say(told), USAGE)
        every = instances(store, site, today)
    for one in every:
        if one.duty.what == what and one.begins <= on.date() <= one.due_on:
            click.echo(line(one, language_of(site, lang)))


def _is_of(one: "Owed", what: str, day: date, document: str) -> bool:
    every: tuple[Done, ...] = (*filter(None, (one.done,)), *one.more)
    return one.duty.what == what and any((done.on, done.document) == (day, document) for done in every)


@command.command(name="list", help=say(_("List what fell due, what is due now, and the next of each duty.")))
@click.option("--all", "is_all", is_flag=True, help=say(_("the whole term")))
@output_option
@config_option
@store_option
@lang_option
def listed(*, is_all: bool, output: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print a line an instance."""
    from reports.documents.record.duties import plain, up_to_now  # noqa: PLC0415 - only here

    site = load_site(config_path)
    language = language_of(site, lang)
    today = datetime.now(UTC).astimezone(zone_of(site)).date()
    with read_the_store(store_url, site) as store:
        every = instances(store, site, today)
    shown = every if is_all else up_to_now(every)
    if output == "json":
        click.echo(json.dumps({"schema": 1, "duties": [plain(one) for one in shown]}, ensure_ascii=False, indent=2))
        return
    for one in shown:
        click.echo(line(one, language))
    if not shown:
        click.echo(render(_("The contract has no duties (contract.duties)."), language))
