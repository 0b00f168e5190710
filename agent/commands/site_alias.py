"""``xunjian site alias`` and ``aliases``: a target or a subject was renamed or moved, and keeps its history."""

from datetime import UTC, datetime, tzinfo
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
    store_option,
)
from config.text import _, printable, render

if TYPE_CHECKING:
    from agent.called import Named
    from agent.store.store import Store

_ALIAS = _(
    "Say that what was called OLD is called NEW from now on: a target’s id, or with --target and --check a subject of it. "
    "What was seen, decided and accepted under OLD is NEW’s. With --undo the last such word on OLD is taken back."
)


@click.command(name="alias", help=say(_ALIAS))
@click.argument("old")
@click.argument("new", required=False, default="")
@click.option("--target", "-t", "target", default="", help=say(_("the target whose subject it is")))
@click.option("--check", "check", default="", help=say(_("the check whose subject it is")))
@click.option("--by", "by", required=True, help=say(_("who says so")))
@click.option("--reason", required=True, help=say(_("why: replaced by other hardware, renamed, moved")))
@click.option("--undo", "is_undo", is_flag=True, help=say(_("take the last word on OLD back")))
@config_option
@store_option
@lang_option
def aliased(  # noqa: PLR0913 - one parameter an option
    old: str,
    new: str,
    *,
    target: str,
    check: str,
    by: str,
    reason: str,
    is_undo: bool,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Add the word, or that it no longer counts."""
    from agent.aliases import aliases, entry, undoing  # noqa: PLC0415 - only here
    from agent.called import Named  # noqa: PLC0415 - only here

    site = load_site(config_path)
    if bool(target) != bool(check):
        fail(say(_("--target and --check belong together: a subject is one of both")), USAGE)
    if is_undo == bool(new) or old == new or not by.strip() or not reason.strip():
        fail(say(_("say OLD and NEW, or OLD with --undo; and who says so, and why")), USAGE)
    with open_the_store(store_url, site, create=False) as store:
        if is_undo:
            found = [one for one in aliases(store) if (one.old, one.target, one.check) == (old, target, check)]
            if not found:
                fail(say(_("nobody said that {old} has another name", old=old)), USAGE)
            store.record([undoing(found[-1], by, reason)])
        else:
            if not _is_known(store, old, target, check):
                fail(say(_("this store never saw {old}", old=old)), USAGE)
            store.record([entry(Named("", old, new, by, datetime.now(UTC), reason, target, check))])
        _print(store, language_of(site, lang), zone_of(site))


def _is_known(store: "Store", old: str, target: str, check: str) -> bool:
    if not check:
        return bool(store.standing(old) or store.inspections(1, old))
    return bool(store.history(target, check, old))


@click.command(name="aliases", help=say(_("List every word on a former name, and whether it counts.")))
@config_option
@store_option
@lang_option
def listed(config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print a line a word."""
    site = load_site(config_path)
    with open_the_store(store_url, site, create=False) as store:
        _print(store, language_of(site, lang), zone_of(site))


def _print(store: "Store", language: str, zone: tzinfo) -> None:
    from agent.called import STREAM, every  # noqa: PLC0415 - only here

    found = every(store.recorded(STREAM))
    for one, is_undone in found:
        state = render(_("undone") if is_undone else _("counts"), language)
        click.echo(
            printable(f"{one.at.astimezone(zone):%Y-%m-%d}  {_words(one)}  {state}  {one.by}  {one.reason}".rstrip())
        )
    if not found:
        click.echo(render(_("Nothing was ever renamed."), language))


def _words(one: "Named") -> str:
    return " ".join(filter(None, (one.target, one.check, one.old, "→", one.new)))
