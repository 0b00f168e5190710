"""``xunjian incident``: what was called in, what happened to it, and how the contract's clocks stand."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent.cli import say
from agent.commands.incident_sheet import exported, imported
from agent.commands.incident_shown import kinds, listed, shown
from agent.commands.incident_steps import (
    NOT_ALLOWED,
    USAGE,
    add,
    kind_of,
    known_targets,
    moment_of,
    one_of,
    tell,
    values_of,
    write,
    zone_of,
)
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    store_option,
)
from config.terms import IMPACTS, LEVELS, SERVICES, SOURCES, URGENCIES
from config.text import _

if TYPE_CHECKING:
    from config.site import Site

_MOMENTS: Final = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S"]
at_option = click.option(
    "--at",
    "at",
    type=click.DateTime(_MOMENTS),
    metavar="'2026-11-23 10:05'",
    help=say(_("when it happened, at the site (else now)")),
)
by_option = click.option("--by", "by", default="", help=say(_("who did it or said it")))
note_option = click.option("--note", "note", default="", help=say(_("in your own words")))


@click.group(
    name="incident", help=say(_("Write down what was called in and what happened, and read the contract’s clocks."))
)
def command() -> None:
    """Hold the subcommands."""


@command.command(name="open", help=say(_("Write down a new incident; its number is printed.")))
@click.argument("title")
@click.option("--reporter", default="", help=say(_("who told it, and how to reach him")))
@click.option("--source", type=click.Choice(SOURCES), default="phone", show_default=True, help=say(_("how it came to us")))
@click.option(
    "--service", type=click.Choice(SERVICES), default="phone", show_default=True, help=say(_("the service asked for"))
)
@click.option("--target", "-t", "targets", multiple=True, help=say(_("a target that it is about (repeatable)")))
@click.option("--problem", "problems", multiple=True, help=say(_("the id of a finding that it came of (repeatable)")))
@click.option(
    "--impact", type=click.Choice(IMPACTS), help=say(_("how much stands still; with --urgency it makes the level"))
)
@click.option("--urgency", type=click.Choice(URGENCIES), help=say(_("how soon it must be mended")))
@click.option("--level", type=click.Choice(LEVELS), help=say(_("the level itself, in place of impact and urgency")))
@at_option
@by_option
@config_option
@store_option
@lang_option
def opened(  # noqa: PLR0913 - one parameter an option
    title: str,
    *,
    reporter: str,
    source: str,
    service: str,
    targets: tuple[str, ...],
    problems: tuple[str, ...],
    impact: str | None,
    urgency: str | None,
    level: str | None,
    at: datetime | None,
    by: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Add the call, and its grade where one was said."""
    from agent.incidents import new_event, number_of  # noqa: PLC0415 - only here
    from agent.store.record import new_id  # noqa: PLC0415 - as above
    from reports.record.events import Kind  # noqa: PLC0415 - as above

    site = load_site(config_path)
    if not title.strip():
        fail(say(_("write what was told in a few words")), USAGE)
    if (impact is None) != (urgency is None):
        fail(say(_("--impact and --urgency belong together")), USAGE)
    known_targets(site, targets)
    moment, id_ = moment_of(site, at), new_id()
    number = number_of(moment.astimezone(zone_of(site)), id_)
    said = {"title": title.strip(), "reporter": reporter, "source": source, "service": service}
    said |= {"targets": " ".join(targets), "problems": " ".join(problems)}
    values = {name: value for name, value in said.items() if value}
    events = [new_event(number, Kind.RECEIVED, moment, by or reporter, "", values, id_)]
    if grade := _grade(site, impact, urgency, level):
        events.append(new_event(number, Kind.GRADED, moment, by, "", grade))
    with open_the_store(store_url, site) as store:
        write(store, events)
        tell(store, site, number, language_of(site, lang))


def _grade(site: "Site", impact: str | None, urgency: str | None, level: str | None) -> Mapping[str, str]:
    from reports.record.levels import level_of  # noqa: PLC0415 - only here

    if level:
        return {"level": level}
    if impact and urgency:
        return {"level": level_of(impact, urgency, site.terms.levels), "impact": impact, "urgency": urgency}
    return {}


_EVENT = _(
    "Add what happened to an incident. KIND is a word of “xunjian incident kinds”, in either language. What belongs to it "
    "is said with --set: level of graded; to, tier of dispatched and escalated; approver, way, until of remote_approved; "
    "part, old_serial, new_serial of part_used; cause of cause_found; score of surveyed; document of report_filed. A wrong "
    "entry is mended by: corrected --set of=ID, with --at what is right, or with --set void=yes."
)


@command.command(name="event", help=say(_EVENT))
@click.argument("number")
@click.argument("kind", metavar="KIND")
@click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help=say(_("what belongs to it (repeatable)")))
@at_option
@by_option
@note_option
@config_option
@store_option
@lang_option
def event(  # noqa: PLR0913 - one parameter an option
    number: str,
    kind: str,
    *,
    values: tuple[str, ...],
    at: datetime | None,
    by: str,
    note: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Add one event, unless the record forbids it."""
    site = load_site(config_path)
    with open_the_store(store_url, site, create=False) as store:
        add(store, site, number, kind_of(kind), moment_of(site, at), by=by, note=note, values=values_of(values))
        tell(store, site, number, language_of(site, lang))


@command.command(name="close", help=say(_("Close an incident; what it still needs is named.")))
@click.argument("number")
@at_option
@by_option
@note_option
@config_option
@store_option
@lang_option
def close(
    number: str,
    *,
    at: datetime | None,
    by: str,
    note: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Add the end."""
    from reports.record.events import Kind  # noqa: PLC0415 - only here
    from reports.record.incident_rules import missing  # noqa: PLC0415 - as above

    site = load_site(config_path)
    with open_the_store(store_url, site, create=False) as store:
        lacks = [] if (one := one_of(store, number)).is_over else missing(one)
        if lacks:
            fail("\n".join(say(_("{number}: {why}", number=one.id, why=why)) for why in lacks), NOT_ALLOWED)
        add(store, site, number, Kind.CLOSED, moment_of(site, at), by=by, note=note, values={})
        tell(store, site, number, language_of(site, lang))


for _one in (shown, listed, kinds, exported, imported):
    command.add_command(_one)
