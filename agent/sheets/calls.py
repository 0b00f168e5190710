"""Incidents as a sheet, one row a call: what a duty desk keeps in Excel."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from config.terms import LEVELS, SERVICES, SOURCES
from config.text import Text, _, render
from reports.documents.record.words import SERVICE_WORDS, SOURCE_WORDS
from reports.record.events import KIND_WORDS, Event, Kind
from reports.record.incidents import STATE_WORDS, Incident

_TEXTS: Final[Mapping[str, Text]] = {
    "number": _("Incident number"),
    "title": _("What was told"),
    "reporter": _("Reported by"),
    "source": _("Came by"),
    "service": _("Way of service"),
    "targets": _("Targets"),
    "level": _("Level"),
    "to": _("Engineer assigned"),
}
TIMES: Final = (
    Kind.RECEIVED,
    Kind.RESPONDED,
    Kind.DISPATCHED,
    Kind.ARRIVED,
    Kind.SUBSTITUTED,
    Kind.RESTORED,
    Kind.RESOLVED,
    Kind.CONFIRMED,
    Kind.CLOSED,
)
RESULTS: Final[Mapping[str, tuple[Kind, str, Text]]] = {
    "cause": (Kind.CAUSE_FOUND, "cause", _("Cause")),
    "report": (Kind.REPORT_FILED, "document", _("Report number")),
    "score": (Kind.SURVEYED, "score", _("Survey score")),
}
_ROWS_TO_FILL: Final = 1000
"""Ours: so many rows below the calls offer their choices."""
_STATE: Final = _("State of the incident")


def to_xlsx(incidents: Sequence[Incident], language: str, zone: ZoneInfo) -> bytes:
    """Write a workbook of one sheet; every cell is text, so that nothing in it is a formula."""
    import xlsxwriter  # noqa: PLC0415 - needed here only

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(render(_("Incident sheet"), language))
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bg_color": "#D9E2EC", "border": 1})
    titles = [render(heading, language) for heading in headings().values()]
    sheet.set_column(0, len(titles) - 1, 16, text)
    for column, heading in enumerate(titles):
        sheet.write_string(0, column, heading, bold)
    for number, one in enumerate(incidents, 1):
        for column, cell in enumerate(_row(one, language, zone)):
            if cell:
                sheet.write_string(number, column, cell, text)
    for column, name in enumerate(headings()):
        if name in CHOICES:
            offered = [render(text, language) for text in CHOICES[name].values()]
            sheet.data_validation(
                1, column, len(incidents) + _ROWS_TO_FILL, column, {"validate": "list", "source": offered}
            )
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(incidents)), len(titles) - 1)
    book.close()
    return out.getvalue()


CHOICES: Final[Mapping[str, Mapping[str, Text]]] = {
    "source": {one: SOURCE_WORDS[one] for one in SOURCES},
    "service": {one: SERVICE_WORDS[one] for one in SERVICES},
    "level": {one: Text(one) for one in LEVELS},
}
"""Columns that take a word of a list: what is kept, and the word that a person reads."""


def headings() -> dict[str, Text]:
    """Every column's heading by its field, in order."""
    times = {kind.value: KIND_WORDS[kind] for kind in TIMES}
    return {**_TEXTS, **times, **{name: heading for name, (_k, _v, heading) in RESULTS.items()}, "state": _STATE}


def _row(one: Incident, language: str, zone: ZoneInfo) -> Iterator[str]:
    chosen = (
        render(CHOICES[name][kept], language) if kept in CHOICES[name] else kept
        for name, kept in (("source", one.source), ("service", one.service))
    )
    yield from (one.id, one.title, one.reporter, *chosen, " ".join(one.targets), one.level, one.owner)
    for kind in TIMES:
        event = last_of(one, kind)
        yield event.at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if event else ""
    for kind, name, _heading in RESULTS.values():
        event = last_of(one, kind)
        yield event.values.get(name, "") or event.note if event else ""
    yield render(STATE_WORDS[one.state], language)


def last_of(one: Incident, kind: Kind) -> Event | None:
    """The event of a kind that a sheet has room for: the last."""
    return next((event for event in reversed(one.events) if event.kind is kind), None)
