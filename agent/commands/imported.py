"""``xunjian import``: judge what a kit brought back, as a live inspection is judged."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from agent.cli import say
from agent.commands.device_log import devices_in, judged, not_listed, strangers_in
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, open_the_store, store_option
from agent.commands.shown import FORMS, exit_code, print_shown, shown_of
from config.os_words import os_words
from config.text import Text, _, render

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from agent.expected import Wanted
    from agent.store.store import Store
    from checks.result import Inspection, TargetResult
    from collectors.sessions.base import Session
    from collectors.sessions.bundle import Bundle, KitDatabase
    from config.site import Site, Target

ONLY_MOST = 12
"""Checks that a command names one by one; of more, a whole new kit is the shorter way."""
NO_INPUT = 66  # sysexits EX_NOINPUT
DATA_ERROR = 65  # sysexits EX_DATAERR
_HELP = _(
    "Judge what a kit brought back: its file, or the saved log of a terminal (SecureCRT, Xshell, a browser copy), of one "
    "host or of several. Lines that are missing are named, with the command that prints just those again. Several logs of "
    "one visit are read together. So is a log of a network device's command line, its commands typed in full."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the files of one bundle, whose it was said to be, the form and the language of the output."""

    files: str
    named: str
    output: str
    language: str
    has_other_name: bool = False
    """Whether it was said that the device's name in a log may be another than the known one."""


@click.command(name="import", help=say(_HELP))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--target", "-t", "named", default="", help=say(_("whose it is (else the target called as the host is)")))
@click.option("--other-name", is_flag=True, help=say(_("it is --target's although the device now has another name")))
@click.option(
    "--output", type=click.Choice(FORMS), default="table", show_default=True, help=say(_("form of what is printed"))
)
@config_option
@store_option
@lang_option
def command(
    files: tuple[Path, ...],
    named: str,
    output: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
    *,
    other_name: bool,
) -> None:
    """Read, judge, keep, print; the exit code is that of ``run``."""
    site = load_site(config_path)
    language = language_of(site, lang)
    read = _read(files, language)
    if devices := devices_in(read, site, named):
        with open_the_store(store_url, site) as store:
            asked = Asked(", ".join(map(str, files)), named, output, language, has_other_name=other_name)
            sys.exit(judged(devices, site, store, asked))
    found = _found(read, language)
    if named and len(found) > 1:
        several = _("These are of {count} hosts; import them without --target", count=len(found))
        fail(render(several, language), DATA_ERROR)
    codes = []
    with open_the_store(store_url, site) as store:
        for bundle in found:
            _warn(bundle, language)
            names = ", ".join(str(files[place]) for place in bundle.files)
            codes.append(_judged(bundle, site, store, Asked(names, named, output, language)))
    sys.exit(max(codes))


def _read(files: tuple[Path, ...], language: str) -> list[bytes]:
    read = []
    for file in files:
        try:
            read.append(file.read_bytes())
        except OSError as error:
            fail(render(_("{file}: {why}", file=str(file), why=os_words(error)), language), NO_INPUT)
    return read


def _found(read: list[bytes], language: str) -> "list[Bundle]":
    from collectors.sessions.bundle import BundleRefused, bundles  # noqa: PLC0415 - only here

    try:
        return bundles(read)
    except BundleRefused as refused:
        names = strangers_in(read)
        fail(render(not_listed(names) if names else refused.text, language), DATA_ERROR)


def _warn(bundle: "Bundle", language: str) -> None:
    from collectors.sessions.bundle import again, ranges  # noqa: PLC0415 - only here

    said: Text | None = None
    if bundle.missing:
        said = _(
            "{host}: lines {numbers} are missing. Print them again on the host and import both logs together:\n  {command}",
            host=bundle.host,
            numbers=ranges(bundle.missing),
            command=again(bundle.host, bundle.name, bundle.missing),
        )
    elif bundle.is_cut:
        said = _("{host}: the file ends before the kit had ended; it is judged as far as it goes", host=bundle.host)
    if said is not None:
        click.echo(render(said, language), err=True)


def _judged(bundle: "Bundle", site: "Site", store: "Store", asked: Asked) -> int:
    from agent.expected import Wanted  # noqa: PLC0415 - only here
    from agent.kit_databases import groups_within  # noqa: PLC0415 - as above
    from agent.kits import imported_before, owners_of  # noqa: PLC0415 - as above

    try:
        whole, ids, databases = owners_of(bundle, site, asked.named)
    except KeyError:
        unknown = _("The configuration has no target {target}", target=asked.named)
        fail(render(unknown, asked.language), DATA_ERROR)
    wanted = Wanted((*ids, *groups_within(whole, ids)))
    before = imported_before(store, ids[0], bundle.digest)
    inspection = before or store.load(_inspected(bundle, whole, wanted, databases, store))
    shown = shown_of(inspection, whole, wanted)
    _tell(bundle, whole, inspection, ids[0], asked, is_known=before is not None)
    if before is None or asked.output != "table":
        print_shown(shown, asked.output, asked.language)
    for result in (one for one in inspection.targets if one.target in ids):
        advise(result, asked)
        if before is None and result.target not in site.ids:
            _warn_unlisted(site, store, result, asked)
    return exit_code(shown.inspection)


def _inspected(
    bundle: "Bundle", site: "Site", wanted: "Wanted", databases: "Mapping[str, KitDatabase]", store: "Store"
) -> str:
    """Judge it into the store; give the inspection's id."""
    from agent.inspection import inspect_all  # noqa: PLC0415 - only here
    from agent.kit_databases import session_over  # noqa: PLC0415 - as above
    from agent.kits import PURPOSE, SCHEDULE  # noqa: PLC0415 - as above
    from collectors.sessions.bundle import BundleSession  # noqa: PLC0415 - as above

    now = datetime.now(UTC)

    def opener(target: "Target") -> "Callable[[], Session]":
        database = databases.get(target.id)
        if database is None:
            return lambda: BundleSession(bundle, now)
        return lambda: session_over(bundle, database, site, target, now)

    inspection = ""
    for name, _result in inspect_all(site, store, wanted, opener, purpose=PURPOSE, schedule=SCHEDULE):
        inspection = name
    return inspection


def _tell(bundle: "Bundle", site: "Site", inspection: "Inspection", target: str, asked: Asked, *, is_known: bool) -> None:
    """Say which file it is, of which host, and of when."""
    from agent.expected import DEFAULT_TIMEZONE  # noqa: PLC0415 - only here

    result = next(one for one in inspection.targets if one.target == target)
    taken_at = result.transport.get("taken_at")
    zone = ZoneInfo(site.timezone or DEFAULT_TIMEZONE)
    at = f"{datetime.fromisoformat(taken_at).astimezone(zone):%Y-%m-%d %H:%M}" if taken_at else "?"
    values = {"files": asked.files, "host": bundle.host, "at": at, "target": target, "id": inspection.id}
    known = _(
        "{files}: host {host}, collected {at}: already imported for target {target} as inspection {id}, nothing was done",
        **values,
    )
    new = _("{files}: host {host}, collected {at}; target {target}", **values)
    click.echo(render(known if is_known else new, asked.language), err=True)


def advise(result: "TargetResult", asked: Asked) -> None:
    """Say with which command the checks are asked that this kit did not ask; a live session is no way to such a host."""
    from collectors.sessions.bundle import ASK_IT  # noqa: PLC0415 - only here

    left_out = tuple(
        dict.fromkeys(f.check for f in result.findings if f.remedy is not None and f.remedy.template == ASK_IT.template)
    )
    if not left_out:
        return
    only = "".join(f" --only {check}" for check in left_out) if len(left_out) <= ONLY_MOST else ""
    told = _(
        "{target}: the kit did not ask {count} checks or parts of them. Ask them, run that kit on the host and import what "
        "it brings:\n  xunjian kit --target {target} --out kit.sh{only}",
        target=result.target,
        count=len(left_out),
        only=only,
    )
    click.echo(render(told, asked.language), err=True)


def _warn_unlisted(site: "Site", store: "Store", result: "TargetResult", asked: Asked) -> None:
    """Say that the configuration does not have this host, how to add it, and which target it may be."""
    from agent.kits import same_machine  # noqa: PLC0415 - only here

    told = _(
        "{target} is not in the configuration: the quarterly report lists it, marked so. To add it, write under targets: "
        "in xunjian.yaml:\n  - id: {target}\n    kind: {kind}\n    address: ADDRESS",
        target=result.target,
        kind=result.kind,
    )
    click.echo(render(told, asked.language), err=True)
    if same := same_machine(store, site, result):
        named = _(
            "It has the machine-id of target {known}. If it is that machine: xunjian import {files} --target {known}",
            known=same,
            files=asked.files.replace(", ", " "),
        )
        click.echo(render(named, asked.language), err=True)
