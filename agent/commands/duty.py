"""``xunjian duty``: what the contract owes again and again, and what was done for it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cli import say
from agent.commands.incident_steps import USAGE, zone_of
from agent.commands.options import (
    CONFIGURATION_ERROR,
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
    from agent.store.store import Store
    from config.site import Site
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
    from agent.duties import entry, ledger  # noqa: PLC0415 - only here
    from reports.record.duties import Done  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    today = datetime.now(UTC).astimezone(zone_of(site)).date()
    day = on.date() if on else today
    known = [one.what for one in site.terms.owings]
    if what not in known:
        fail(say(_("the contract has no duty {what}; it has: {known}", what=what, known=tuple(known) or ("-",))), USAGE)
    if day > today:
        fail(say(_("--on lies in the future: only what was done is written down")), USAGE)
    if period and period not in {one.period for one in _ledger(site, (), today) if one.duty.what == what}:
        periods = tuple(dict.fromkeys(one.period for one in ledger(site, (), today) if one.duty.what == what))[:12]
        fail(say(_("{what} has no period {period}; it has: {periods}", what=what, period=period, periods=periods)), USAGE)
    with open_the_store(store_url, site) as store:
        store.record([entry(site, Done(what, day, document, by, reason, period))])
        found = next(one for one in _every(store, site, today) if _is_of(one, what, day, document))
    click.echo(_line(found, language))


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
        every = _every(store, site, today)
    shown = every if is_all else up_to_now(every)
    if output == "json":
        click.echo(json.dumps({"schema": 1, "duties": [plain(one) for one in shown]}, ensure_ascii=False, indent=2))
        return
    for one in shown:
        click.echo(_line(one, language))
    if not shown:
        click.echo(render(_("The contract has no duties (contract.duties)."), language))


def _every(store: "Store", site: "Site", today: date) -> "tuple[Owed, ...]":
    from agent.duties import done_of  # noqa: PLC0415 - only here

    return _ledger(site, done_of(store, site), today)


def _ledger(site: "Site", every: "tuple[Done, ...]", today: date) -> "tuple[Owed, ...]":
    from agent.duties import ledger  # noqa: PLC0415 - only here

    try:
        return ledger(site, every, today)
    except ValueError:
        fail(
            say(_("contract.accepted_on is missing: write the day of acceptance, from which the duties count")),
            CONFIGURATION_ERROR,
        )


def _line(one: "Owed", language: str) -> str:
    from reports.documents.record.duties import DUTY_WORDS, TONES  # noqa: PLC0415 - only here
    from reports.marks import MARKS  # noqa: PLC0415 - as above
    from reports.record.duties import STATE_WORDS  # noqa: PLC0415 - as above

    name = render(DUTY_WORDS[one.duty.what], language) if one.duty.what in DUTY_WORDS else one.duty.what
    told = [one.period, name, render(_("due by {day}", day=one.due_on.isoformat()), language)]
    if one.done:
        told += [one.done.on.isoformat(), one.done.document, one.done.reason]
    state = f"{MARKS[TONES[one.state]]} {render(STATE_WORDS[one.state], language)}"
    return "  ".join(filter(None, (state, *told)))
