"""``xunjian targets discover``: devices that nobody listed, proposed as entries; the configuration stays as it is."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cli import say
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, open_the_store, store_option
from collectors.base import SessionError
from config.text import Text, _, printable, render

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Mapping

    from agent.discovering import Found
    from config.site import Target

USAGE = 64  # sysexits EX_USAGE
NONE = 1

_HELP = _(
    "Ask every address of RANGE (as 10.0.0.0/24) by SNMP what it is, or list the neighbours that inspected devices named "
    "and no entry has, and print entries to paste below targets:. Only what you name is asked, with the credentials you "
    "name."
)


@click.command(name="discover", help=say(_HELP))
@click.argument("ranges", nargs=-1, metavar="RANGE...")
@click.option(
    "--credential", "names", multiple=True, help=say(_("a credential of the configuration; several are tried in turn"))
)
@click.option("--port", type=click.IntRange(1, 65535), default=161, show_default=True, help=say(_("the UDP port of SNMP")))
@click.option("--neighbours", "from_store", is_flag=True, help=say(_("list neighbours that the last inspections saw")))
@config_option
@store_option
@lang_option
def command(
    ranges: tuple[str, ...],
    names: tuple[str, ...],
    port: int,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
    *,
    from_store: bool,
) -> None:
    """Print the entries on standard output, what each answered on standard error."""
    from agent.discovering import MOST, addresses, by_neighbours, in_range, proposed  # noqa: PLC0415 - only here
    from agent.opening import Opener  # noqa: PLC0415 - as above
    from agent.sheets.written import to_entries  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    if not ranges and not from_store:
        fail(say(_("Name a range (10.0.0.0/24) with --credential, or --neighbours.")), USAGE)
    strangers = tuple(name for name in names if name not in site.credentials)
    if strangers or (ranges and not names):
        fail(say(_("Name a credential of the configuration: {known}", known=tuple(site.credentials) or ("-",))), USAGE)
    try:
        wanted = [address for one in ranges for address in addresses(one)]
    except ValueError:
        fail(
            say(_("Neither an address nor a range of at most {most} (as 10.0.0.0/24): {what}", most=MOST, what=ranges)),
            USAGE,
        )
    with open_the_store(store_url, site) as store:
        opener = Opener(site, store)
        try:
            found = (
                list(in_range(wanted, [opener.credential(name) for name in names], opener.secret, port)) if wanted else []
            )
        except SessionError as error:
            fail(say(_("{what}: {remedy}", what=error.detail, remedy=error.remedy or "-")), USAGE)
        found += list(by_neighbours(site, store, *names[:1])) if from_store else []
    listed = {target.address for target in site.targets if target.address}
    taken: dict[str, object] = {target.id: target for target in site.targets}
    met: dict[str, Found] = {}
    for one in found:
        if (told := _not_proposed(one, listed, met)) is None:
            target = proposed(one, taken)
            taken[target.id], met[target.id] = target, one
            words = one.device.description.split("\n")[0].strip()[:100] if one.device else one.seen_from
            told = _proposed(_("{address}: {words}", address=one.address or one.name, words=words), one, target)
            click.echo(to_entries([target]), nl=False)
        click.echo(printable(render(told, language)), err=True)
    for told in _total(len(set(wanted)), met.values(), from_store=from_store, is_silent=not found):
        click.echo(render(told, language), err=True)
    raise SystemExit(0 if found else NONE)


def _total(asked: int, met: "Collection[Found]", *, from_store: bool, is_silent: bool) -> "Iterator[Text]":
    """What it comes to: of the addresses that were asked, of the neighbours that were listed."""
    beside = sum(one.device is None for one in met)
    if asked:
        yield _("{asked} addresses asked, {found} devices found", asked=asked, found=len(met) - beside)
    if from_store:
        yield _("{found} neighbours of inspected devices are in no entry", found=beside)
    if asked and is_silent:
        yield _(
            "No answer cannot be told from a wrong community: see that a device answers the inspecting machine at all, and "
            "that the credential and --port are right"
        )


def _proposed(told: Text, one: "Found", target: "Target") -> Text:
    """What was found; and what the entry of a device that was not asked leaves to whoever pastes it."""
    if one.device is not None:
        return told
    if target.snmp is None or not target.address:
        return _("{told}; not asked: complete address and access of its entry", told=told)
    return _("{told}; not asked: its access is that of the device that saw it, see that it fits", told=told)


def _not_proposed(one: "Found", listed: "Container[str]", met: "Mapping[str, Found]") -> Text | None:
    """Why an address that answered becomes no entry; None where it does."""
    if one.address in listed:
        return _("{address}: in the list already", address=one.address)
    if one.why is not None:
        told = _("{address}: answers, but: {why}", address=one.address, why=one.why.detail)
        return _("{told}. {remedy}", told=told, remedy=one.why.remedy) if one.why.remedy is not None else told
    same = next((name for name, other in met.items() if one.is_also(other)), "")
    return _("{address}: another address of {target}", address=one.address, target=same) if same else None
