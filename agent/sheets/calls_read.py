"""A sheet of calls that people filled in, read back.

A time that stands in a column is an event; a row without a number is a new call. What is read twice is written once: the id
of an event that a row makes comes from what the row says. A time that differs from the record's corrects it, and an empty
cell takes nothing back.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from agent.incidents import new_event, number_of
from agent.language import LANGUAGE
from agent.sheets.calls import CHOICES, RESULTS, TIMES, headings, last_of
from agent.sheets.cells import words
from agent.sheets.files import workbook
from agent.sheets.headings import folded
from agent.sheets.table import place
from agent.store.ulid import derived
from config.problems import Problem, suggest
from config.terms import SERVICES, SOURCES
from config.text import Text, _, render
from reports.record.events import Event, Kind
from reports.record.incident_rules import refusal
from reports.record.incidents import Incident, incident

_MOMENT: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T](\d{1,2})[:：](\d{2})(?:[:：]\d{2}(?:\.\d+)?)?")


@dataclass(slots=True)
class Calls:
    """What a sheet comes to: events that are new, and what in it was not understood."""

    events: list[Event] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def from_xlsx(content: bytes, name: str, known: Mapping[str, Incident], zone: ZoneInfo, targets: Collection[str]) -> Calls:
    """Read a sheet that ``to_xlsx`` wrote and people filled in.

    ``known`` are the incidents by number, ``targets`` what a new call may be about.
    """
    book = workbook(content, name)
    if isinstance(book, Problem):
        return Calls(problems=[book])
    calls = Calls()
    for sheet in book.worksheets:
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        columns = _columns(rows[0] if rows else ())
        if not {"title", Kind.RECEIVED.value} <= set(columns.values()):
            write = _("the first row holds the headings that xunjian incident export writes")
            calls.problems.append(Problem(place(sheet.title, 0), "", _("no column of calls"), write))
            continue
        for number, row in enumerate(rows[1:], 1):
            if any(words(cell) for cell in row):
                _read(_Line(sheet.title, number, columns, row, zone, targets), known, calls)
    return calls


def _columns(row: Sequence[object]) -> dict[int, str]:
    named = {folded(render(text, lang)): name for name, text in headings().items() for lang in ("zh_CN", "en")}
    found = ((column, named.get(folded(words(cell)), "")) for column, cell in enumerate(row))
    return {column: name for column, name in found if name}


class _Refused(Exception):  # noqa: N818 - it is about a cell
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.place)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of a sheet."""

    sheet: str
    number: int
    columns: Mapping[int, str]
    row: Sequence[object]
    zone: ZoneInfo
    targets: Collection[str]

    def said(self) -> dict[str, str]:
        """Its cells that say something, by field."""
        return {
            name: (cell.isoformat(" ") if isinstance(cell, datetime) else words(cell))
            for column, name in self.columns.items()
            if column < len(self.row) and words(cell := self.row[column])
        }

    def refused(self, name: str, found: str, write: Text) -> _Refused:
        """A cell that does not say what its column wants."""
        column = next(column for column, field_ in self.columns.items() if field_ == name)
        return _Refused(Problem(place(self.sheet, self.number, column), "", _("“{value}”", value=found), write))

    def moment(self, name: str, found: str) -> datetime:
        """A time at the site."""
        match = _MOMENT.fullmatch(found.strip())
        year, month, day, hour, minute = map(int, match.groups()) if match else (0, 0, 0, 0, 0)
        try:
            at = datetime(year, month, day, hour, minute, tzinfo=self.zone).astimezone(UTC)
        except ValueError:
            raise self.refused(name, found, _("write a time as 2026-11-23 10:05")) from None
        if at > datetime.now(UTC):
            raise self.refused(name, found, _("it lies in the future: only what happened is written down"))
        return at

    def chosen(self, name: str, found: str) -> str:
        """What a word of a list stands for, in whichever language it is written."""
        known = {render(text, lang): kept for kept, text in CHOICES[name].items() for lang in ("zh_CN", "en")}
        known |= {kept: kept for kept in CHOICES[name]}
        if found not in known:
            raise self.refused(name, found, suggest(found, [render(text, LANGUAGE) for text in CHOICES[name].values()]))
        return known[found]


def _read(line: _Line, known: Mapping[str, Incident], calls: Calls) -> None:
    """Read one row whole, or refuse it whole: half a call is none."""
    try:
        calls.events += _events(line, known)
    except _Refused as refused:
        calls.problems.append(refused.problem)


def _events(line: _Line, known: Mapping[str, Incident]) -> list[Event]:
    said = line.said()
    said |= {name: line.chosen(name, said[name]) for name in CHOICES if said.get(name)}
    number = said.get("number", "")
    if number and number not in known:
        raise line.refused("number", number, _("leave the number of a new call empty; it is given one"))
    one = known.get(number)
    if one is None:
        one = _new(line, said)
        number = one.id
    first = [] if number in known else list(one.events)
    events = [*first, *_times(line, said, one), *_values(said, one)]
    _may_end(line, one, events)
    return events


def _may_end(line: _Line, one: Incident, events: Sequence[Event]) -> None:
    """Refuse a row that closes a call which still lacks what every call needs."""
    if all(event.kind is not Kind.CLOSED for event in events):
        return
    before = (event for event in (*one.events, *events) if event.kind is not Kind.CLOSED)
    why = refusal(incident(one.id, before), Kind.CLOSED, {})
    if why is not None:
        raise line.refused(Kind.CLOSED.value, line.said()[Kind.CLOSED.value], why)


def _new(line: _Line, said: Mapping[str, str]) -> Incident:
    """A call that has no number yet; read again it is the same call."""
    if not said.get("title") or Kind.RECEIVED.value not in said:
        raise _Refused(
            Problem(
                place(line.sheet, line.number),
                "",
                _("a call without words or without its time"),
                _("fill in both, in the columns of the call and of what was told"),
            )
        )
    at = line.moment(Kind.RECEIVED.value, said[Kind.RECEIVED.value])
    id_ = derived(at, said["title"], said.get("reporter", ""))
    number = number_of(at.astimezone(line.zone), id_)
    usual = {"source": SOURCES[0], "service": SERVICES[0]}
    for target in said.get("targets", "").split():
        if target not in line.targets:
            raise line.refused("targets", target, _("the configuration has no target {id}", id=target))
    values = usual | {name: said[name] for name in ("title", "reporter", "source", "service", "targets") if said.get(name)}
    event = new_event(number, Kind.RECEIVED, at, said.get("reporter", ""), "", values, id_)
    return Incident(number, received_at=at, events=(event,))


def _times(line: _Line, said: Mapping[str, str], one: Incident) -> Iterator[Event]:
    told = said.get(Kind.RECEIVED.value)
    began = line.moment(Kind.RECEIVED.value, told) if told else one.received_at
    for kind in TIMES:
        if kind.value not in said:
            continue
        at, was = line.moment(kind.value, said[kind.value]), last_of(one, kind)
        if began and at < began.replace(second=0, microsecond=0):
            raise line.refused(kind.value, said[kind.value], _("it lies before the call"))
        values = {"to": said["to"]} if kind is Kind.DISPATCHED and said.get("to") else {}
        if was is None:
            yield new_event(one.id, kind, at, said.get("to", ""), "", values, derived(at, one.id, kind.value))
        elif was.at.replace(second=0, microsecond=0) != at:
            id_ = derived(at, one.id, kind.value, was.id)
            yield new_event(one.id, Kind.CORRECTED, at, "", "", {"of": was.id, **values}, id_)


def _values(said: Mapping[str, str], one: Incident) -> Iterator[Event]:
    """Words that are an event of their own: a grade, a cause, a report, a survey; at the time that the row ends with."""
    ends = max((event.at for event in one.events), default=one.received_at or datetime.now(UTC))
    if said.get("level") and said["level"] != one.level:
        yield new_event(
            *(one.id, Kind.GRADED, ends, "", "", {"level": said["level"]}),
            id_=derived(ends, one.id, "level", said["level"]),
        )
    for name, (kind, value, _heading) in RESULTS.items():
        was = last_of(one, kind)
        if said.get(name) and said[name] != (was and (was.values.get(value) or was.note)):
            id_ = derived(ends, one.id, kind.value, said[name])
            yield new_event(one.id, kind, ends, "", "", {value: said[name]}, id_)
