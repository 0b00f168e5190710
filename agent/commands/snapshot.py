"""``xunjian snapshot``: inspect under a name, and say whether the change may begin."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent import supervise
from agent.cli import say
from agent.commands.inspecting import ended_from_outside, inspect_chosen, run_in_child
from agent.commands.options import (
    config_option,
    console,
    fail,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    output_option,
    quiet_log,
    store_option,
    words,
)
from agent.purposes import SNAPSHOT
from config.text import _, render

if TYPE_CHECKING:
    from agent.expected import Wanted
    from agent.store.store import Store
    from config.site import Site

USAGE: Final = 64  # sysexits EX_USAGE
NO_GO: Final = 2
UNSEEN: Final = 3
NAME_MOST: Final = 100
"""Characters of a snapshot's name: it stands in lists and documents; ours."""


_HELP = _(
    "Inspect TARGETS (all without any) and keep the result under NAME, with all its evidence until the name is removed. "
    "Then say whether the change may begin. Exit code: 0 go, 2 no-go, 3 something of the gate was not seen."
)


@click.command(name="snapshot", help=say(_HELP))
@click.argument("name", required=False)
@click.argument("targets", nargs=-1)
@click.option("--by", default="", help=say(_("who makes it")))
@click.option("--change", "number", default="", help=say(_("number of the change")))
@click.option("--note", default="", help=say(_("a remark")))
@click.option("--list", "is_list", is_flag=True, help=say(_("list the snapshots")))
@click.option("--remove", "is_removal", is_flag=True, help=say(_("remove the name: its evidence ages from now on")))
@config_option
@store_option
@lang_option
@output_option
@click.option("--quiet", "-q", is_flag=True, help=say(_("no progress")))
@click.option("--verbose", "-v", is_flag=True, help=say(_("our own log on standard error")))
@click.option(supervise.CHILD_FLAG, "in_child", is_flag=True, hidden=True)
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    name: str | None,
    targets: tuple[str, ...],
    by: str,
    number: str,
    note: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
    output: str,
    *,
    is_list: bool,
    is_removal: bool,
    quiet: bool,
    verbose: bool,
    in_child: bool,
) -> None:
    """Inspect in a child process, give the inspection its name, and print the gate."""
    if not in_child and not is_list and not is_removal and name:
        run_in_child()
    quiet_log(is_verbose=verbose)
    site = load_site(config_path)
    language = language_of(site, lang)
    if is_list or is_removal or not name:
        with open_the_store(store_url, site, create=False) as store:
            _remove(store, name or "", language) if is_removal else _list(store, site, language)
        return
    supervise.end_in_order()
    with ended_from_outside(language), open_the_store(store_url, site) as store:
        _not_taken(store, name)
        code = _take(site, store, (name, by, number, note), targets, (language, output), quiet=quiet)
    sys.exit(code)


def _not_taken(store: "Store", name: str) -> None:
    """Refuse a name that cannot be typed again or told from another, before anything is inspected."""
    if not name.strip() or not name.isprintable() or len(name) > NAME_MOST:
        fail(say(_("Write a name of at most {most} printable characters.", most=NAME_MOST)), USAGE)
    if name in {one.name for one in store.snapshots()}:
        fail(
            say(_("There is a snapshot “{name}” already: choose another name, or remove that one first.", name=name)), USAGE
        )


def _take(
    site: "Site",
    store: "Store",
    named: tuple[str, str, str, str],
    targets: tuple[str, ...],
    shown: tuple[str, str],
    *,
    quiet: bool,
) -> int:
    from agent.expected import Wanted  # noqa: PLC0415 - as above
    from agent.store.values import Snapshot  # noqa: PLC0415 - as above
    from agent.upgrades.gate import gate, is_open  # noqa: PLC0415 - as above
    from checks.verification import GateState  # noqa: PLC0415 - as above
    from reports.output.upgrade import show_gate  # noqa: PLC0415 - only in the child
    from reports.output.upgrade_json import gate_as_json  # noqa: PLC0415 - as above
    from reports.upgrade_words import go_words  # noqa: PLC0415 - as above

    name, by, number, note = named
    language, output = shown
    _say_who_is_left_out(site, Wanted(targets), language)
    inspection = inspect_chosen(
        site,
        store,
        Wanted(targets),
        language,
        purpose=SNAPSHOT,
        schedule=bookmarks_of(name),
        read_from=bookmarks_of(""),  # nobody's: a snapshot knows its logs whole, whatever a former one of its name had read
        quiet=quiet,
    )
    store.add_snapshot(Snapshot(name, inspection, datetime.now(UTC), by, number, note))
    rows = gate(store.load(inspection))
    if output == "json":
        click.echo(gate_as_json(rows, go_words(rows), language))
    else:
        show_gate(console(), rows, language)
    if any(row.state is GateState.STOP for row in rows):
        return NO_GO
    return 0 if is_open(rows) else UNSEEN


def _say_who_is_left_out(site: "Site", wanted: "Wanted", language: str) -> None:
    """The targets that no program looks at are in no snapshot, and no verdict is about them."""
    from agent.commands.plan_words import not_asked  # noqa: PLC0415 - only here
    from agent.expected import unasked_of  # noqa: PLC0415 - as above

    for target in unasked_of(site, wanted):
        words(not_asked(target), language)


def bookmarks_of(name: str) -> str:
    """Under which name a snapshot's places in the logs are kept: what came since then is read from there."""
    return f"snapshot:{name}"


def _list(store: "Store", site: "Site", language: str) -> None:
    """One line a snapshot."""
    from agent.expected import DEFAULT_TIMEZONE  # noqa: PLC0415 - only here
    from checks.base import Scene  # noqa: PLC0415 - as above
    from checks.local_time import minute  # noqa: PLC0415 - as above

    scene = Scene(timezone=site.timezone or DEFAULT_TIMEZONE)
    known = store.snapshots()
    if not known:
        click.echo(render(_("There is no snapshot. Make one: xunjian snapshot NAME"), language))
    for one in known:
        said = _(
            "{name}: {at}, inspection {id}, by {by}, change {number} {note}",
            name=one.name,
            at=minute(one.made_at, scene),
            id=one.inspection,
            by=one.by or "-",
            number=one.change or "-",
            note=one.note,
        )
        click.echo(render(said, language).rstrip())


def _remove(store: "Store", name: str, language: str) -> None:
    """Take the name away."""
    from agent.store.values import StoreError  # noqa: PLC0415 - only here

    try:
        store.remove_snapshot(name)
    except StoreError as error:
        fail(render(error.text, language), USAGE)
    click.echo(render(_("Snapshot {name} is removed; its inspection stays in the store.", name=name), language))
