"""``xunjian report daily`` and ``year``: a month and a year of service."""

import re
from datetime import UTC, datetime
from pathlib import Path

import click

from agent.cli import say
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, open_the_store, store_option
from agent.commands.report_files import FORMS, NOTHING_STORED, form_option, out_option, write
from agent.commands.report_record import record_of
from config.text import _, render

_YEAR = _(
    "Write the summary of a year’s service: its quarterly rounds side by side, what became of the problems, incidents and "
    "promises, duties, and what is ahead."
)


@click.command(name="year", help=say(_YEAR), short_help=say(_("the summary of a year’s service")))
@click.option("--year", type=click.IntRange(2000, 9999), help=say(_("which year; the present one without it")))
@out_option
@form_option
@config_option
@store_option
@lang_option
def year(
    year: int | None,
    out: Path,
    forms: tuple[str, ...],
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Write the files and name them."""
    from agent.commands.incident_steps import zone_of  # noqa: PLC0415 - only here
    from agent.registering import filing  # noqa: PLC0415 - as above
    from agent.yearly import year_of  # noqa: PLC0415 - as above
    from reports.documents.record.year import build  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language, now = language_of(site, lang), datetime.now(UTC)
    which = year or now.astimezone(zone_of(site)).year
    with open_the_store(store_url, site, create=False) as store:
        made = year_of(store, site, which, now, language)
        new = filing(store, site, "year", f"XJ-ND-{which}", subject=str(which), language=language)
        record = record_of(site, new.number, language, now)
        write(out, record.number, build(record, made), forms or FORMS, language, filing=new)


_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_DAILY = _(
    "Write the daily inspection record of a month: target by day what stood at the day’s end, which days nobody looked, "
    "and a log of what was found and done."
)


@click.command(name="daily", help=say(_DAILY), short_help=say(_("the daily inspection record of a month")))
@click.option("--month", "wanted", default="", metavar="2026-11", help=say(_("which month; the present one without it")))
@out_option
@form_option
@config_option
@store_option
@lang_option
def daily(
    wanted: str,
    out: Path,
    forms: tuple[str, ...],
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Write the files and name them."""
    from agent.commands.incident_steps import zone_of  # noqa: PLC0415 - only here
    from agent.dailies import daily as read  # noqa: PLC0415 - as above
    from agent.dailies import days_of  # noqa: PLC0415 - as above
    from agent.registering import filing  # noqa: PLC0415 - as above
    from reports.documents.record.daily import build  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language, now = language_of(site, lang), datetime.now(UTC)
    today = now.astimezone(zone_of(site)).date()
    written = _MONTH.fullmatch(wanted or f"{today:%Y-%m}")
    days = days_of(int(written[1]), int(written[2]), today) if written else ()
    if not days:
        fail(render(_("a month is written as 2026-11, and has begun"), language), NOTHING_STORED)
    with open_the_store(store_url, site, create=False) as store:
        made = read(store, site, days)
        new = filing(store, site, "daily", f"XJ-RC-{days[0]:%Y%m}", subject=f"{days[0]:%Y-%m}", language=language)
        record = record_of(site, new.number, language, now)
        write(out, record.number, build(record, made), forms or FORMS, language, filing=new)
