"""``xunjian run --recheck``: which problems are asked about again, and what became of each."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from agent.cli import say
from agent.commands.choosing import NOTHING_TO_DO
from agent.commands.options import fail
from config.site import DEFAULT_TIMEZONE
from config.text import _, render

if TYPE_CHECKING:
    from datetime import date

    from agent.store.store import Store
    from config.site import Site
    from reports.record.problems import Key, Problem


def problems_to_recheck(store: "Store", site: "Site", ids: tuple[str, ...], *, is_security: bool) -> "dict[Key, Problem]":
    """The open problems that were named, else all of the scope; exits where there is none."""
    from agent.catalogue import Scope  # noqa: PLC0415 - only in the child
    from agent.rechecking import open_problems  # noqa: PLC0415 - as above

    scope = Scope.SECURITY if is_security else Scope.INSPECTION
    found = open_problems(store, _today(site), scope, tuple(one.strip().lower() for one in ids))
    found = {key: one for key, one in found.items() if key[0] in site.ids}
    if not found and ids:
        fail(
            say(_("None of these is an open problem of a target of the configuration; see xunjian problems list.")),
            NOTHING_TO_DO,
        )
    if not found:
        fail(say(_("No problem is open; there is nothing to ask again.")), 0)
    return found


def tell_rechecked(store: "Store", site: "Site", keys: "tuple[Key, ...]", language: str) -> None:
    """Print what became of each problem."""
    from agent.commands.problem_words import line  # noqa: PLC0415 - only in the child
    from agent.ledger import problems  # noqa: PLC0415 - as above

    now = problems(store, _today(site))
    ended = sum(1 for key in keys if key in now and not now[key].is_open)
    click.echo("")
    click.echo(
        render(
            _("Problems asked about again: {count:number}; ended: {ended:number}", count=len(keys), ended=ended), language
        )
    )
    for key in keys:
        if key in now:
            click.echo(f"  {line(now[key], language, site)}")


def _today(site: "Site") -> "date":
    return datetime.now(UTC).astimezone(ZoneInfo(site.timezone or DEFAULT_TIMEZONE)).date()
