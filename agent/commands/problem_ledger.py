"""``xunjian problems list``, ``show``, ``claim``, ``dismiss`` and ``reinstate``: the ledger, and a person's word on it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cli import say
from agent.commands.incident_steps import USAGE, zone_of
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
from agent.commands.problem_words import SHORT, course, decision_words, desk_words, id_of, line, plain
from agent.commands.problem_words import day as day_of
from config.text import Text, _, printable, render

if TYPE_CHECKING:
    from agent.store.store import Store
    from config.site import Site
    from reports.record.problems import Problem

by_option = click.option("--by", required=True, help=say(_("who says so")))
target_option = click.option("--target", "-t", "target", default="", help=say(_("only of this target")))


@click.command(name="list", help=say(_("List the problems that are open or accepted, or with --all every one.")))
@target_option
@click.option("--all", "is_all", is_flag=True, help=say(_("those too that are solved, gone or excluded")))
@output_option
@config_option
@store_option
@lang_option
def listed(
    target: str, *, is_all: bool, output: str, config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    """Print a line a problem."""
    from reports.record.problems import State  # noqa: PLC0415 - only here

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        every = _every(store, site, target)
        last = next((one.started_at for one in store.inspections(1, target)), None)
    shown_ = [one for one in every if is_all or one.is_open or one.state is State.ACCEPTED]
    if output == "json":
        click.echo(json.dumps({"schema": 1, "problems": [plain(one) for one in shown_]}, ensure_ascii=False, indent=2))
        return
    for one in shown_:
        click.echo(line(one, language, site))
    if not shown_:
        click.echo(render(_none(last and last.astimezone(zone_of(site)).date(), target, is_all=is_all), language))


def _none(last: date | None, target: str, *, is_all: bool) -> Text:
    """What it means that none is shown: where nobody has looked, nothing."""
    if last is None and target:
        return _("No inspection in the store has met {target}: that says nothing of its problems.", target=target)
    if last is None:
        return _("There is no inspection in the store: that says nothing of problems.")
    day = last.isoformat()
    if is_all:
        return _("No problem was ever seen (last inspection {day}; what was not inspected is not counted).", day=day)
    return _("No problem is open (last inspection {day}; what was not inspected is not counted).", day=day)


@click.command(name="show", help=say(_("Show one problem: where it stands, since when, what people said of it.")))
@click.argument("problem")
@output_option
@config_option
@store_option
@lang_option
def shown(problem: str, *, output: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print one problem."""
    from agent.bundles.meeting import decisions_on  # noqa: PLC0415 - only here
    from agent.decided import decision_of  # noqa: PLC0415 - as above
    from agent.feeds.desk_reading import on_desks  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        one = problem_of(store, site, problem)
        desks = on_desks(store, one.key)
        changes = store.history(*one.key)
        decisions = decisions_on(store, one.key)
        wanted = decision_of(store, one.key)
    if output == "json":
        click.echo(json.dumps({**plain(one, wanted), "desks": desks}, ensure_ascii=False, indent=2))
        return
    click.echo(line(one, language, site))
    if wanted is not None:
        click.echo(f"  {render(decision_words(wanted), language)}")
    for told in course(one, language, site):
        click.echo(f"  {told}")
    for desk in desks:
        click.echo(f"  {printable(render(desk_words(desk), language))}")
    from checks.base import LEVEL_WORDS  # noqa: PLC0415 - only here

    for said in decisions:
        click.echo(printable(f"    {day_of(said.at, site)}  {said.by}: {said.kind} {said.reason}".rstrip()))
    for change in changes:
        click.echo(f"    {day_of(change.at, site)}  {render(LEVEL_WORDS[change.after], language)}  {change.inspection}")


@click.command(name="claim", help=say(_("Write down that somebody says a problem is solved: the next inspection decides.")))
@click.argument("problem")
@by_option
@click.option("--note", default="", help=say(_("in your own words")))
@config_option
@store_option
@lang_option
def claimed(problem: str, *, by: str, note: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Add the claim."""
    from agent.ledger import CLAIM  # noqa: PLC0415 - only here

    _say(CLAIM, problem, by, note, config_path=config_path, store_url=store_url, lang=lang)


_DISMISS = _(
    "Exclude a false alarm, with the reason: it leaves the list, stays counted, and is offered again when the check or the "
    "form of what it sees changes. The finding, its level and the score stay as they are."
)


@click.command(name="dismiss", help=say(_DISMISS))
@click.argument("problem")
@by_option
@click.option("--reason", required=True, help=say(_("why it is a false alarm")))
@config_option
@store_option
@lang_option
def dismissed(
    problem: str, *, by: str, reason: str, config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    """Add the engineer's word."""
    from agent.ledger import DISMISS  # noqa: PLC0415 - only here

    _say(DISMISS, problem, by, reason, config_path=config_path, store_url=store_url, lang=lang)


@click.command(name="reinstate", help=say(_("Take a word on a false alarm back: the problem is open again.")))
@click.argument("problem")
@by_option
@click.option("--reason", required=True, help=say(_("why it is taken back")))
@config_option
@store_option
@lang_option
def reinstated(
    problem: str, *, by: str, reason: str, config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    """Add that it is none."""
    from agent.ledger import REINSTATE  # noqa: PLC0415 - only here

    _say(REINSTATE, problem, by, reason, config_path=config_path, store_url=store_url, lang=lang)


def _say(
    kind: str, problem: str, by: str, note: str, *, config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    from agent.ledger import CLAIM, DISMISS, REINSTATE, entry, shape_of  # noqa: PLC0415 - only here
    from reports.record.problems import ENDED, State  # noqa: PLC0415 - as above

    site = load_site(config_path)
    if not by.strip() or (kind != CLAIM and not note.strip()):
        fail(say(_("a person’s word has a name and a reason")), USAGE)
    with open_the_store(store_url, site, create=False) as store:
        one = problem_of(store, site, problem)
        if kind in {CLAIM, DISMISS} and one.state in ENDED:
            fail(say(_("it is solved or gone already")), USAGE)
        if kind == REINSTATE and one.state is not State.DISMISSED:
            fail(say(_("nobody excluded it")), USAGE)
        more = {"shape": shape_of(one.finding)} if kind == DISMISS else {}
        store.record([entry(kind, one.key, by, note, **more)])
        now = problem_of(store, site, problem)
    click.echo(line(now, language_of(site, lang), site))


def _every(store: "Store", site: "Site", target: str = "") -> list["Problem"]:
    from agent.ledger import problems  # noqa: PLC0415 - only here
    from checks.base import SUMMARY_ORDER  # noqa: PLC0415 - as above

    found = problems(store, datetime.now(UTC).astimezone(zone_of(site)).date(), target)
    return sorted(found.values(), key=lambda one: (-SUMMARY_ORDER.index(one.level), one.key))


def problem_of(store: "Store", site: "Site", wanted: str) -> "Problem":
    """The problem whose finding's id begins so; exits where there is none or several."""
    found = [one for one in _every(store, site) if id_of(one.key).startswith(wanted.strip().lower())]
    if len(found) != 1:
        known = ", ".join(id_of(one.key)[:SHORT] for one in found[:10]) or "-"
        fail(say(_("no problem {id}, or several: {known}; see xunjian problems list", id=wanted, known=known)), USAGE)
    return found[0]
