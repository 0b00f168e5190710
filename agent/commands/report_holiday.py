"""``xunjian report holiday``: the sheet before a statutory holiday."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import click

from agent.catalogue import Scope
from agent.cli import say
from agent.commands.options import fail
from agent.commands.report_files import FORMS, NOTHING_STORED, write
from agent.commands.report_loading import round_loaded
from agent.commands.report_rounds import round_options
from config.text import _, render

_HELP: Final = _(
    "Write the sheet before a statutory holiday, on one page: what must be settled, what ends or fills until it is over, "
    "backups, what was not seen, and who is on duty (contract.on_call)."
)


@click.command(name="holiday", help=say(_HELP), short_help=say(_("the check before a statutory holiday")))
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="2027-02-01",
    help=say(_("the holiday that begins on this day or is the next after it (else after today)")),
)
@round_options
def holiday(  # noqa: PLR0913 - click's signature: one parameter an option
    day: datetime | None,
    out: Path,
    quarter: str,
    forms: tuple[str, ...],
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
    *,
    leaving: bool,
) -> None:
    """Write the files and name them."""
    from agent.registering import filing  # noqa: PLC0415 - only here
    from agent.schedule.tick import when_of  # noqa: PLC0415 - as above
    from reports.documents.holiday import build  # noqa: PLC0415 - as above
    from reports.record.holidays import next_holiday  # noqa: PLC0415 - as above

    with round_loaded(Scope.INSPECTION, "holiday", quarter, (out, config_path, store_url, lang), leaving=leaving) as given:
        site, made, mask, filed = given
        when = when_of(site)
        begins = day.date() if day else datetime.now(UTC).astimezone(ZoneInfo(when.zone)).date()
        coming = next_holiday(begins, when.calendar)
        if coming is None:
            none = _(
                "no holiday is known within a year of {day}: write its days under contract.days", day=begins.isoformat()
            )
            fail(render(none, filed.language), NOTHING_STORED)
        first = coming.first
        new = filing(
            filed.store,
            site,
            "holiday",
            f"XJ-JQ-{first:%Y%m%d}",
            subject=first.isoformat(),
            language=filed.language,
            inspections=filed.inspections,
        )
        document = build(replace(made, number=new.number, earlier=new.earlier), site, new.language, coming)
        write(out, new.number, document, forms or FORMS, new.language, mask, new)
