"""``xunjian report fault``, ``service`` and ``duties``: documents of the service record."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cli import say
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, open_the_store, store_option
from agent.commands.report_files import FORMS, NOTHING_STORED, form_option, out_option, write
from config.text import _, render

if TYPE_CHECKING:
    from config.site import Site
    from reports.documents.record.matter import Record


@click.command(
    name="fault",
    help=say(_("Write the fault resolution report of an incident, with its clocks, cause, parts and prevention.")),
)
@click.argument("number")
@out_option
@form_option
@config_option
@store_option
@lang_option
def fault(
    number: str, out: Path, forms: tuple[str, ...], config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    """Write the files and name them."""
    from agent.commands.incident_steps import one_of  # noqa: PLC0415 - only here
    from agent.incidents import promises, readings  # noqa: PLC0415 - as above
    from agent.registering import filing  # noqa: PLC0415 - as above
    from reports.documents.record.fault import build  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        one = one_of(store, number)
        new = filing(store, site, "fault", f"XJ-GZ-{one.id}", subject=one.id, language=language)
        record = record_of(site, new.number, language)
        clocks = readings(one, promises(site), record.made_at)
        write(out, record.number, build(record, one, clocks), forms or FORMS, language, filing=new)


@click.command(
    name="service",
    help=say(_("Write the report of a visit or remote session of an incident: the last, or the one of --visit.")),
)
@click.argument("number")
@click.option("--visit", "place", type=click.IntRange(1), help=say(_("which of them, counted from 1")))
@out_option
@form_option
@config_option
@store_option
@lang_option
def service(
    number: str,
    place: int | None,
    out: Path,
    forms: tuple[str, ...],
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Write the files and name them."""
    from agent.commands.incident_steps import one_of  # noqa: PLC0415 - only here
    from agent.registering import filing  # noqa: PLC0415 - as above
    from reports.documents.record.service import build, visits  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        one = one_of(store, number)
        found = visits(one)
        if not found or (place or 1) > len(found):
            none = _(
                "{number} has {count:number} visits and remote sessions in the record", number=one.id, count=len(found)
            )
            fail(render(none, language), NOTHING_STORED)
        which = place or len(found)
        visit = found[which - 1]
        kind = "YC" if visit.is_remote else "XC"
        new = filing(store, site, "service", f"XJ-{kind}-{one.id}-{which}", subject=one.id, language=language)
        record = record_of(site, new.number, language)
        write(out, record.number, build(record, one, visit), forms or FORMS, language, filing=new)


@click.command(name="duties", help=say(_("Write the ledger of duties: owed, done, late, and how the clocks were kept.")))
@out_option
@form_option
@config_option
@store_option
@lang_option
def duties(out: Path, forms: tuple[str, ...], config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Write the files and name them."""
    from agent.duties import done_of, ledger  # noqa: PLC0415 - only here
    from agent.incidents import incidents, promises, readings  # noqa: PLC0415 - as above
    from agent.registering import filing  # noqa: PLC0415 - as above
    from reports.documents.record.duties import Matter, build  # noqa: PLC0415 - as above
    from reports.record.figures import figures  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site) as store:
        done, calls = done_of(store, site), incidents(store)
        now = datetime.now(UTC)
        record = record_of(site, "", language, now)
        today = now.astimezone(record.zone).date()
        try:
            owed = ledger(site, done, today)
        except ValueError:
            owed = ()
        if not owed:
            none = _("There is nothing to write of: contract.duties and contract.accepted_on say what is owed since when.")
            fail(render(none, language), NOTHING_STORED)
        made = promises(site)
        counted = figures([(one, readings(one, made, now)) for one in calls])
        new = filing(store, site, "duties", f"XJ-LY-{today:%Y%m%d}", subject=today.isoformat(), language=language)
        record = record_of(site, new.number, language, now)
        write(out, record.number, build(record, Matter(owed, counted, today)), forms or FORMS, language, filing=new)


def record_of(site: "Site", number: str, language: str, now: datetime | None = None) -> "Record":
    """What a document of the record is made of, the logo read."""
    from reports.documents.record.matter import Record  # noqa: PLC0415 - only here

    logo = Path(site.logo).read_bytes() if site.logo else b""
    return Record(site, number, now or datetime.now(UTC), language, logo)
