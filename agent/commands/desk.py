"""``xunjian desk``: many customers' stores beside one another: who was inspected, who not, what repeats, what ends."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent.cli import say
from agent.commands.options import console, fail, lang_option, language_of, output_option
from config.text import Text, _, render

if TYPE_CHECKING:
    from reports.record.desk import Standing

NOTHING: Final = 66  # sysexits EX_NOINPUT
_HELP = _(
    "Look at every customer below a folder, each a folder with his xunjian.yaml and his store: who was inspected this "
    "quarter and who not, the last sign of life, what is open and overdue, what repeats, whose warranty ends. Stores of "
    "sites without a network come by xunjian site import. One that cannot be read is named, and the others are shown."
)


@click.command(name="desk", help=say(_HELP), short_help=say(_("look at all customers’ stores at once")))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--days", type=click.IntRange(0, 3660), default=90, show_default=True, help=say(_("warranties ending within"))
)
@output_option
@lang_option
def command(folder: Path, *, days: int, output: str, lang: str | None) -> None:
    """Print a line a customer, then what is over all of them."""
    from agent.desks import sites_in  # noqa: PLC0415 - only here
    from config.site import Site  # noqa: PLC0415 - as above

    language, now = language_of(Site(), lang), datetime.now(UTC)
    every = [_standing(path, folder, now, days, language) for path in sites_in(folder)]
    if not every:
        none = _("no xunjian.yaml in {folder} or in a folder of it", folder=str(folder))
        fail(render(none, language), NOTHING)
    if output == "json":
        rows = [asdict(one) for one in every]
        click.echo(json.dumps({"schema": 1, "sites": rows}, ensure_ascii=False, indent=2, default=_plain))
        return
    _table(every, language)
    for line in _over_all(every):
        click.echo(render(line, language))


def _standing(path: Path, folder: Path, now: datetime, days: int, language: str) -> "Standing":
    """One customer; what keeps him from being read is in the answer, and nobody else suffers by it."""
    from agent.desks import standing  # noqa: PLC0415 - only here
    from agent.store.open import open_store  # noqa: PLC0415 - as above
    from agent.store.values import StoreError, default_path  # noqa: PLC0415 - as above
    from config.load import load  # noqa: PLC0415 - as above
    from config.problems import ConfigError  # noqa: PLC0415 - as above
    from reports.record.desk import Standing  # noqa: PLC0415 - as above

    name = str(path.parent.relative_to(folder)) if path.parent != folder else path.name
    try:
        site = load(path)
        if not site.store_url:
            none = _(
                "its configuration names no store of its own (store.url); {place} is this account’s",
                place=str(default_path()),
            )
            return Standing(name, site.customer, trouble=render(none, language))
        with open_store(
            site.store_url, create=False, password=_secret(site.store_password), key=_secret(site.store_key)
        ) as store:
            return standing(store, site, name, now, days)
    except ConfigError as error:
        return Standing(name, trouble=error.render(language)[0])
    except StoreError as error:
        return Standing(name, trouble=render(error.text, language))


def _secret(reference: str) -> str:
    """A store's password or key, by its reference. Raises ConfigError: the place is the store's."""
    from config.secrets import resolve  # noqa: PLC0415 - only where a store has one

    def ask(name: str) -> str:
        return str(click.prompt(name, hide_input=True, err=True))

    return resolve(reference, ask=ask, place="store", name="store").reveal() if reference else ""


def _table(every: "list[Standing]", language: str) -> None:
    from rich.table import Table  # noqa: PLC0415 - only to print

    table = Table(box=None, pad_edge=False)
    heads = (
        _("Customer"),
        _("Inspection this quarter"),
        _("Security check"),
        _("Issued"),
        _("Last sign of life"),
        _("Critical / open"),
        _("Overdue"),
    )
    for head in heads:
        table.add_column(render(head, language), overflow="fold")
    for one in every:
        if one.trouble:
            continue
        table.add_row(
            one.customer or one.name,
            _day(one.inspected_at) or render(_("none"), language),
            _day(one.security_at) or render(_("none"), language),
            ", ".join(one.issued) or "-",
            _day(one.seen_at) or "-",
            f"{one.criticals} / {one.open_problems}",
            ", ".join(one.overdue) or "-",
        )
    console(folds=True).print(table)


def _over_all(every: "list[Standing]") -> "list[Text]":
    from reports.record.desk import missing, repeats  # noqa: PLC0415 - only here

    lines = [
        _("Cannot be read: {name}: {why}", name=one.customer or one.name, why=one.trouble) for one in every if one.trouble
    ]
    late = missing(every)
    if any(not one.trouble for one in late):
        names = tuple(one.customer or one.name for one in late if not one.trouble)
        lines.append(_("Not inspected this quarter: {names}", names=names))
    for one in repeats(every):
        whom = tuple(f"{name} {times}" for name, times in one.customers.items())
        lines.append(
            _("Repeats: {check}, {times:number} times: {customers}", check=one.check, times=one.times, customers=whom)
        )
    for site in every:
        for ends, target in site.warranties:
            whose = site.customer or site.name
            lines.append(_("Warranty: {customer} {target}, {day}", customer=whose, target=target, day=ends.isoformat()))
    return lines


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else ""


def _plain(value: object) -> str:
    return str(value)
