"""Problems, incidents and findings as CSV and workbook, written whole each time: what other systems take in.

CSV is UTF-8 with a mark, as Excel needs it, and no cell of either form is a formula.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.feeds.folder import replaced
from agent.sheets.files import guarded
from checks.base import LEVEL_WORDS
from checks.subjects import subject_words
from config.site import DEFAULT_TIMEZONE, Site
from config.text import Text, _, render
from reports.record.incidents import STATE_WORDS as INCIDENT_WORDS
from reports.record.problems import STATE_WORDS

if TYPE_CHECKING:
    from agent.store.store import Store
    from checks.base import Finding
    from reports.record.incidents import Incident
    from reports.record.problems import Problem

Cell = Text | str | int | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: the files' name without ending, headings, rows."""

    name: str
    columns: tuple[Text, ...]
    rows: list[tuple[Cell, ...]]


def write(store: "Store", site: Site, folder: str, now: datetime) -> list[Path]:
    """Write every sheet in both forms; give the files that changed. Raises OSError."""
    changed = []
    zone = ZoneInfo(site.timezone or DEFAULT_TIMEZONE)
    for sheet in sheets(store, now.astimezone(zone)):
        rows = [[_plain(cell, site.language, zone) for cell in row] for row in (sheet.columns, *sheet.rows)]
        for path, content in (
            (Path(folder) / f"{sheet.name}.csv", as_csv(rows)),
            (Path(folder) / f"{sheet.name}.xlsx", as_xlsx(rows)),
        ):
            if not path.exists() or path.read_bytes() != content:
                replaced(path, content)
                changed.append(path)
    return changed


def sheets(store: "Store", now: datetime) -> Iterator[Sheet]:
    """The three tables."""
    from agent.incidents import incidents  # noqa: PLC0415 - only here
    from agent.ledger import problems  # noqa: PLC0415 - as above

    yield Sheet("problems", _PROBLEMS, [_problem(one) for one in problems(store, now.date()).values()])
    yield Sheet("incidents", _INCIDENTS, [_incident(one) for one in incidents(store)])
    latest = store.latest()
    found = [(one.target, finding) for one in latest.targets for finding in one.findings] if latest else []
    yield Sheet("findings", _FINDINGS, [_finding(target, one) for target, one in found])


_PROBLEMS = (
    *(_("id"), _("inspected target"), _("check"), _("subject"), _("level"), _("state"), _("first seen"), _("last seen")),
    *(_("solved at"), _("times recurred"), _("summary")),
)
_INCIDENTS = (
    *(
        _("incident number"),
        _("title"),
        _("level"),
        _("state"),
        _("received at"),
        _("reporter"),
        _("in charge"),
        _("targets"),
    ),
    _("in scope"),
)
_FINDINGS = (_("inspected target"), _("check"), _("subject"), _("level"), _("summary"))


def _problem(one: "Problem") -> tuple[Cell, ...]:
    from checks.result import finding_id  # noqa: PLC0415 - only here

    target, check, subject = one.key
    return (
        *(finding_id(*one.key), target, check, subject_words(check, subject), LEVEL_WORDS[one.level]),
        *(STATE_WORDS[one.state], one.first_seen, one.last_seen, one.ended_at, one.times_recurred),
        one.finding.summary if one.finding and one.finding.summary.template else "",
    )


def _incident(one: "Incident") -> tuple[Cell, ...]:
    return (
        *(one.id, one.title, one.level, INCIDENT_WORDS[one.state], one.received_at, one.reporter, one.owner),
        *(" ".join(one.targets), _("yes") if one.is_in_scope else _("no")),
    )


def _finding(target: str, one: "Finding") -> tuple[Cell, ...]:
    return target, one.check, subject_words(one.check, one.subject), LEVEL_WORDS[one.level], one.summary


def _plain(cell: Cell, language: str, zone: ZoneInfo) -> str:
    match cell:
        case None:
            return ""
        case Text():
            return render(cell, language)
        case datetime():
            return cell.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
        case _:
            return str(cell)


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """A CSV that Excel opens as UTF-8 and in which no cell is a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def as_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet; every cell is text, so that nothing in it is a formula. The same rows, the same bytes."""
    import xlsxwriter  # noqa: PLC0415 - heavy, and needed here only

    from reports.render.legal import legal  # noqa: PLC0415 - as above
    from reports.render.xlsx import MOST_CHARACTERS  # noqa: PLC0415 - as above

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2020, 1, 1)})  # noqa: DTZ001 - the format has no zones; fixed on purpose
    quoted = book.add_format({"quote_prefix": True})
    page = book.add_worksheet()
    for line, row in enumerate(rows):
        for place, cell in enumerate(row):
            page.write_string(line, place, legal(cell)[:MOST_CHARACTERS], quoted if cell != guarded(cell) else None)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(rows) - 1, 1), max(len(rows[0]) - 1, 0))
    book.close()
    return out.getvalue()
