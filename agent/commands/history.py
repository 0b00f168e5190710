"""``xunjian history``: the inspections in the store, or the course of a target's findings over time."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent.cli import say
from agent.commands.options import (
    config_option,
    fail,
    found,
    lang_option,
    language_of,
    load_site,
    local_time,
    open_the_store,
    store_option,
    store_place,
)
from agent.purposes import ON_DEMAND, RECHECK, ROUTINE, SECURITY, SECURITY_RECHECK, SNAPSHOT, VERIFY
from config.site import Site
from config.text import Text, _, render, verbatim

if TYPE_CHECKING:
    from agent.histories import Course
    from agent.store.glance import Rows

STATES = {"running": _("running"), "done": _("done"), "cut_off": _("cut off")}
USAGE: Final = 64  # sysexits EX_USAGE
_HELP = _(
    "Without TARGET, list the inspections in the store, the newest first. With TARGET, say what is known of it over time; "
    "with CHECK (its id, the end of it, or its title) and SUBJECT, show one finding's course: first seen, last seen, "
    "worst, each change of level, and its measures."
)
_output = click.option(
    "--output",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help=say(_("form of what is printed")),
)


@click.command(name="history", help=say(_HELP))
@click.argument("target", required=False)
@click.argument("check", required=False)
@click.argument("subject", required=False)
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True, help=say(_("how many inspections")))
@click.option("--all", "is_all", is_flag=True, help=say(_("also what never applied to the target")))
@config_option
@store_option
@_output
@lang_option
def command(  # noqa: PLR0913 - click's signature: one parameter an option
    *,
    target: str | None,
    check: str | None,
    subject: str | None,
    most: int,
    config_path: Path | None,
    store_url: str | None,
    output: str,
    lang: str | None,
    is_all: bool,
) -> None:
    """Print one line an inspection, or a course."""
    if target is None:
        site = load_site(config_path)
        _inspections(site, language_of(site, lang), store_url, most, output)
        return
    site = _site(config_path)
    language = language_of(site, lang)
    with _rows(site, store_url) as rows:
        known = _known(rows, target)
        if check is not None:
            known = _of_check(known, check, language)
        if subject is not None or (check is not None and len(known) == 1):
            _course(rows, _of_subject(known, subject, language), site, language, output)
        else:
            _listed(known, site, language, output, is_all=is_all)


PURPOSE_WORDS: Final = {
    ON_DEMAND: _("on demand"),
    ROUTINE: _("routine round"),
    SECURITY: _("security check"),
    RECHECK: _("recheck of problems"),
    SECURITY_RECHECK: _("recheck of security problems"),
    SNAPSHOT: _("snapshot before a change"),
    VERIFY: _("verification after a change"),
}


def _inspections(site: Site, language: str, store_url: str | None, most: int, output: str) -> None:
    """Print one line an inspection."""
    with open_the_store(store_url, site, create=False) as store:
        headers = list(store.inspections(most))
        named = [(one.inspection, one.name) for one in store.snapshots()]
    rows = [
        {"id": h.id, "started_at": h.started_at.isoformat(), "purpose": h.purpose, "state": h.state, "seal": h.seal}
        for h in headers
    ]
    if output == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif output == "csv":
        from agent.commands.history_words import csv_of  # noqa: PLC0415 - only here

        columns = ("id", "started_at", "purpose", "state", "seal")
        click.echo(csv_of(columns, [[row[name] for name in columns] for row in rows]), nl=False)
    else:
        for one in headers:
            purpose = render(PURPOSE_WORDS.get(one.purpose, verbatim(one.purpose)), language)
            told = [one.id, local_time(one.started_at, site.timezone), purpose, render(STATES[one.state], language)]
            names = ", ".join(name for inspection, name in named if inspection == one.id)
            seal = render(_("seal {digest}", digest=one.seal[:12]), language) if one.seal else ""
            click.echo("  ".join(filter(None, (*told, names, seal))))
        if not headers:
            click.echo(render(_("There is no inspection in the store."), language))


def _site(config_path: Path | None) -> Site:
    """As much of the configuration as is needed here; the whole of it where that does not do."""
    path = config_path or found()
    if path is None:
        return Site()
    from agent.glanced import glanced  # noqa: PLC0415 - only where there is a file

    return glanced(path) or load_site(path)


@contextmanager
def _rows(site: Site, store_url: str | None) -> Iterator["Rows"]:
    """Open the store to be looked into, by the short way where there is one."""
    from agent.store.glance import sqlite_rows  # noqa: PLC0415 - not for the list of inspections

    is_sites_own = not (store_url or os.environ.get("XUNJIAN_STORE"))
    place = "" if is_sites_own and site.store_password else store_place(store_url, site)
    with sqlite_rows(place) as rows:
        if rows is not None:
            yield rows
            return
    with open_the_store(store_url, site, create=False) as store, store.rows() as slower:
        yield slower


def _known(rows: "Rows", target: str) -> "list[Course]":
    """What is known of a target; exits 64, and names those that may be meant, where nothing is."""
    from agent.remembered import courses_of  # noqa: PLC0415 - as above
    from agent.store import glance  # noqa: PLC0415 - as above

    known = courses_of(rows, target)
    if not known:
        _fail(_("The store knows no target {name}.", name=target), target, glance.targets(rows))
    return known


def _of_check(known: "list[Course]", wanted: str, language: str) -> "list[Course]":
    """The courses of the check that was named: by its id, the end of it, or its title."""
    titles = {one.check: render(one.title, language) for one in known}
    meant = {
        check
        for check, title in titles.items()
        if wanted in {check, title} or check.endswith(f".{wanted.removeprefix('.')}")
    }
    exact = {wanted} & meant or meant
    if len(exact) == 1:
        return [one for one in known if one.check in exact]
    names = exact or titles
    shown = {name: f"{check} ({titles[check]})" for check in names for name in (check, titles[check])}
    _fail(_("No check of this target is called {name}, or several are.", name=wanted), wanted, tuple(shown), shown)
    return []


def _of_subject(known: "list[Course]", wanted: str | None, language: str) -> "Course":
    """The course of the subject that was named, by its identity or by its words."""
    from agent.commands.history_words import subject_of  # noqa: PLC0415 - as above

    if wanted is None:
        return known[0]
    for one in known:
        if wanted == one.subject:
            return one
    said = {subject_of(one, language): one for one in known}
    if wanted not in said:
        _fail(_("This check has no subject {name} on this target.", name=wanted), wanted, tuple(said))
    return said[wanted]


def _fail(what: Text, wanted: str, names: "tuple[str, ...] | list[str]", shown: dict[str, str] | None = None) -> None:
    """Say that a name is none, and which ones are near, or which there are; exits 64."""
    from agent.histories import near  # noqa: PLC0415 - as above

    close = near(wanted, names)
    said = tuple(dict.fromkeys((shown or {}).get(name, name) for name in close or names))[:_MOST]
    if close:
        fail(say(_("{what} Near to it: {names}", what=what, names=said)), USAGE)
    if said:
        fail(say(_("{what} There are: {names}", what=what, names=said)), USAGE)
    fail(say(_("{what} It holds no findings yet.", what=what)), USAGE)


_MOST: Final = 10
"""Ours: names in an error where none is near."""


def _listed(known: "list[Course]", site: Site, language: str, output: str, *, is_all: bool) -> None:
    from agent.commands import history_words as told  # noqa: PLC0415 - as above

    if output == "json":
        said = [told.json_of(one, None, language, site.timezone) for one in known]
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
    elif output == "csv":
        click.echo(told.csv_of(told.LIST_COLUMNS, told.list_rows(known, language, site.timezone)), nl=False)
    else:
        for line in told.listed(known, language, site.timezone, is_all=is_all):
            click.echo(line)


def _course(rows: "Rows", one: "Course", site: Site, language: str, output: str) -> None:
    from agent.commands import history_words as told  # noqa: PLC0415 - as above
    from agent.remembered import series_of  # noqa: PLC0415 - as above

    series = series_of(rows, one)
    if output == "json":
        click.echo(json.dumps(told.json_of(one, series, language, site.timezone), ensure_ascii=False, indent=1))
    elif output == "csv":
        click.echo(told.csv_of(told.COURSE_COLUMNS, told.course_rows(one, series, site.timezone)), nl=False)
    else:
        encoding = sys.stdout.encoding or "ascii"
        for line in told.told(one, series, language, site.timezone, is_plain=not _writes(encoding)):
            click.echo(line)


def _writes(encoding: str) -> bool:
    """Whether a terminal's encoding has the blocks that a sparkline is made of."""
    try:
        "▁█".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
