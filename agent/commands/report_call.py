"""``xunjian report restock``, ``survey``, ``visit`` and ``customer``: what the record tells on few pages."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cli import say
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, open_the_store, store_option
from agent.commands.report_files import FORMS, NOTHING_STORED, form_option, out_option, write
from agent.commands.report_record import record_of
from config.text import _, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.documents.model import Document
    from reports.documents.record.matter import Record
    from reports.record.incidents import Incident


@click.command(name="restock", help=say(_("Write the request for the spare parts that an incident took from stock.")))
@click.argument("number")
@out_option
@form_option
@config_option
@store_option
@lang_option
def restock(
    number: str, out: Path, forms: tuple[str, ...], config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    """Write the files and name them; exits where the incident took no part."""
    from reports.documents.record.restock import build  # noqa: PLC0415 - only here

    def made(record: "Record", one: "Incident") -> "Document":
        if not one.parts:
            none = _("{number} took no part: xunjian incident event {number} part_used --set part=...", number=one.id)
            fail(render(none, record.language), NOTHING_STORED)
        return build(record, one)

    _of_incident("restock", "XJ-BK", number, made, (out, forms, config_path, store_url, lang))


@click.command(name="survey", help=say(_("Write the survey form of an incident, with the answers that the record holds.")))
@click.argument("number")
@out_option
@form_option
@config_option
@store_option
@lang_option
def survey(
    number: str, out: Path, forms: tuple[str, ...], config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    """Write the files and name them."""
    from reports.documents.record.survey import build  # noqa: PLC0415 - only here

    _of_incident("survey", "XJ-DC", number, build, (out, forms, config_path, store_url, lang))


_VISIT = _(
    "Write the brief before a visit: contacts and authorisation, open problems, what changed in the last 30 days, the last "
    "incidents, parts and warranties, what to ask on site, and how fresh all of it is."
)


@click.command(name="visit", help=say(_VISIT), short_help=say(_("the brief before a visit")))
@out_option
@form_option
@config_option
@store_option
@lang_option
def visit(out: Path, forms: tuple[str, ...], config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Write the files and name them."""
    from agent.briefs import brief_of  # noqa: PLC0415 - only here
    from agent.commands.incident_steps import zone_of  # noqa: PLC0415 - as above
    from agent.registering import filing  # noqa: PLC0415 - as above
    from reports.documents.record.visit import build  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language, now = language_of(site, lang), datetime.now(UTC)
    today = now.astimezone(zone_of(site)).date()
    with open_the_store(store_url, site, create=False) as store:
        brief = brief_of(store, site, now)
        new = filing(store, site, "visit", f"XJ-DCJB-{today:%Y%m%d}", subject=today.isoformat(), language=language)
        record = record_of(site, new.number, language, now)
        write(out, record.number, build(record, brief), forms or FORMS, language, filing=new)


_CUSTOMER = _(
    "Write the customer’s file: assets and warranties, contract, problems, accepted risks, past faults and cures, "
    "visits, parts, what is due next, and where this store may hold it what the customer said."
)


@click.command(name="customer", help=say(_CUSTOMER), short_help=say(_("the customer’s file")))
@out_option
@form_option
@config_option
@store_option
@lang_option
def customer(out: Path, forms: tuple[str, ...], config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Write the files and name them."""
    from agent.briefs import file_of  # noqa: PLC0415 - only here
    from agent.commands.incident_steps import zone_of  # noqa: PLC0415 - as above
    from agent.registering import filing  # noqa: PLC0415 - as above
    from reports.documents.record.customer import build  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language, now = language_of(site, lang), datetime.now(UTC)
    today = now.astimezone(zone_of(site)).date()
    with open_the_store(store_url, site, create=False) as store:
        made = file_of(store, site, now)
        new = filing(store, site, "customer", f"XJ-DA-{today:%Y%m%d}", subject=today.isoformat(), language=language)
        record = record_of(site, new.number, language, now)
        write(out, record.number, build(record, made), forms or FORMS, language, filing=new)


_Where = tuple[Path, tuple[str, ...], Path | None, str | None, str | None]


def _of_incident(kind: str, mark: str, number: str, made: "Callable[[Record, Incident], Document]", where: _Where) -> None:
    """Write a document of one incident; its number is the incident's behind ``mark``."""
    from agent.commands.incident_steps import one_of  # noqa: PLC0415 - only here
    from agent.registering import filing  # noqa: PLC0415 - as above

    out, forms, config_path, store_url, lang = where
    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        one = one_of(store, number)
        new = filing(store, site, kind, f"{mark}-{one.id}", subject=one.id, language=language)
        record = record_of(site, new.number, language)
        write(out, record.number, made(record, one), forms or FORMS, language, filing=new)
