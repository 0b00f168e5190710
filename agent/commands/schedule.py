"""``xunjian schedule``: what the daemon will do and when, and what it did."""

import json
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent.cli import say
from agent.commands.options import (
    config_option,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    output_option,
    store_option,
)
from config.text import Text, _, render, verbatim

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from agent.schedule.ledger import Step
    from agent.schedule.timing import Due
    from config.schedules import Schedule
    from config.site import Site

_MINUTE: Final = "%Y-%m-%d %H:%M"


@click.group(name="schedule", help=say(_("What the daemon does by itself: what comes next, and what became of it.")))
def command() -> None:
    """Hold the subcommands."""


@command.command(name="list", help=say(_("List the schedules of the configuration with the next moments of each.")))
@click.option("--count", type=click.IntRange(1, 100), default=3, show_default=True, help=say(_("how many moments of each")))
@output_option
@config_option
@lang_option
def listed(*, count: int, output: str, config_path: Path | None, lang: str | None) -> None:
    """Print a block a schedule."""
    from agent.schedule.due import with_care  # noqa: PLC0415 - only here
    from agent.schedule.tick import when_of  # noqa: PLC0415 - as above
    from agent.schedule.timing import after, zone_of  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language, now, when = language_of(site, lang), datetime.now(UTC), when_of(site)
    found = [
        (one, zone, list(islice(after(one, now, zone, when.calendar), count)))
        for one in with_care(site.schedules)
        for zone in [zone_of(one, when.zone)]
    ]
    if output == "json":
        rows = [_plain(one, zone, moments) for one, zone, moments in found]
        click.echo(json.dumps({"schema": 1, "schedules": rows}, ensure_ascii=False, indent=2))
        return
    for one, zone, moments in found:
        click.echo(f"{one.name}  ({zone.key})")
        click.echo("  " + render(_does(one), language))
        for due in moments:
            click.echo("  " + render(_moment(due, zone), language))
        if not moments:
            click.echo("  " + render(_("no moment is known: the holidays to come are not announced yet"), language))


@command.command(name="history", help=say(_("List what came due in the last days and what became of it, gaps included.")))
@click.option("--days", type=click.IntRange(1, 4000), default=92, show_default=True, help=say(_("how many days back")))
@output_option
@config_option
@store_option
@lang_option
def history(*, days: int, output: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print a line a step."""
    site = load_site(config_path)
    language, now = language_of(site, lang), datetime.now(UTC)
    with open_the_store(store_url, site, create=False) as store:
        steps = store.occasions(now - timedelta(days=days), now + timedelta(days=1))
    if output == "json":
        rows = [_plain_step(one) for one in steps]
        click.echo(json.dumps({"schema": 1, "steps": rows}, ensure_ascii=False, indent=2))
        return
    for one in steps:
        click.echo(render(_line(one, site), language))
    if not steps:
        click.echo(render(_("Nothing came due. The daemon is not running here, or has just begun."), language))


def _does(one: "Schedule") -> Text:
    made = _ROUNDS[one.rounds]
    if not one.documents:
        return made if one.rounds else _("verifies the store, its evidence and seals")
    approval = _("issued once a person has approved") if one.is_approval_needed else _("issued without a person’s approval")
    return _("{rounds}; writes {documents}, {approval}", rounds=made, documents=", ".join(one.documents), approval=approval)


_ROUNDS: Final = {
    (): _("asks no target"),
    ("inspection",): _("runs the inspection"),
    ("security",): _("runs the security check"),
    ("inspection", "security"): _("runs the inspection and the security check"),
}


def _moment(due: "Due", zone: "ZoneInfo") -> Text:
    at = due.at.astimezone(zone).strftime(_MINUTE)
    if due.is_provisional:
        return _("{moment} (provisional: the working days of that year are not announced)", moment=at)
    return verbatim(at)


def _line(one: "Step", site: "Site") -> Text:
    from agent.commands.options import local_time  # noqa: PLC0415 - a name used here alone

    due = local_time(one.due_at, site.timezone)
    if not one.name:
        return _(
            "{due}  {schedule}: {count:number} that came due since {first} did not begin",
            due=due,
            schedule=one.schedule,
            count=int(one.note["count"]),
            first=local_time(datetime.fromisoformat(one.note["first"]), site.timezone),
        )
    ended = local_time(one.ended_at, site.timezone) if one.ended_at else "-"
    return _(
        "{due}  {schedule} {step}: {state}, {ended}, attempts {attempts} {reference}",
        due=due,
        schedule=one.schedule,
        step=one.name,
        state=_STATES[one.state.value],
        ended=ended,
        attempts=one.attempts,
        reference=one.reference,
    )


_STATES: Final = {
    "waiting": _("waits"),
    "running": _("is running"),
    "done": _("done"),
    "failed": _("given up"),
    "missed": _("missed"),
    "void": _("under a wrong clock"),
}


def _plain(one: "Schedule", zone: "ZoneInfo", moments: "list[Due]") -> dict[str, object]:
    return {
        "name": one.name,
        "timezone": zone.key,
        "rounds": one.rounds,
        "documents": one.documents,
        "approve": "required" if one.is_approval_needed else "not-required",
        "next": [{"at": due.at.astimezone(zone).isoformat(), "provisional": due.is_provisional} for due in moments],
    }


def _plain_step(one: "Step") -> dict[str, object]:
    return {
        "schedule": one.schedule,
        "due_at": one.due_at.isoformat(),
        "step": one.name,
        "state": one.state.value,
        "attempts": one.attempts,
        "begun_at": one.begun_at.isoformat() if one.begun_at else None,
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "next_at": one.next_at.isoformat() if one.next_at else None,
        "reference": one.reference,
        "note": dict(one.note),
    }
