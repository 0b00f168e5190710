"""What ``xunjian incident`` prints for a person: the incident, its course, its clocks, and what it still needs."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from config.text import Text, _, printable, render
from reports.documents.record.words import SERVICE_WORDS, SOURCE_WORDS, VALUE_WORDS
from reports.record.clock import STATE_WORDS as CLOCK_WORDS
from reports.record.clock import Reading, State
from reports.record.events import KIND_WORDS, Event, Kind
from reports.record.incident_rules import missing
from reports.record.incidents import STATE_WORDS, Incident

MARKS: Final = {
    State.MET: "[√]",
    State.BREACHED: "[×]",
    State.RUNNING: "[>]",
    State.PAUSED: "[‖]",
    State.NOT_STARTED: "[ ]",
    State.NOT_COMPUTABLE: "[?]",
}


def line(one: Incident, language: str, zone: ZoneInfo) -> str:
    """One incident on one line."""
    at = one.received_at.astimezone(zone).strftime("%m-%d %H:%M") if one.received_at else "-"
    level = one.level or render(_("ungraded"), language)
    return f"{one.id}  {at}  {level}  {render(STATE_WORDS[one.state], language)}  {printable(one.title)}"


def shown(one: Incident, clocks: Iterable[Reading], language: str, zone: ZoneInfo) -> Iterator[str]:
    """One incident whole."""
    yield line(one, language, zone)
    facts = [
        _("reported by {who}", who=one.reporter) if one.reporter else None,
        SOURCE_WORDS.get(one.source),
        SERVICE_WORDS.get(one.service),
        _("on {targets}", targets=", ".join(one.targets)) if one.targets else None,
        _("with {who}", who=" · ".join(filter(None, (one.tier, one.owner)))) if one.owner or one.tier else None,
        None if one.is_in_scope else _("outside the contract"),
        _("major problem") if one.is_major else None,
    ]
    yield "  " + " · ".join(render(fact, language) for fact in facts if fact)
    yield "  " + render(_("Course"), language)
    yield from (f"    {told}" for event in one.events for told in _event(event, language, zone))
    told_clocks = [told for clock in clocks if (told := clock_line(clock, language, zone))]
    if told_clocks:
        yield "  " + render(_("Clocks"), language)
        yield from (f"    {told}" for told in told_clocks)
    lacking = [] if one.is_over else missing(one)
    if lacking:
        yield "  " + render(_("Before it may be closed"), language)
        yield from (f"    - {render(text, language)}" for text in lacking)


def _event(one: Event, language: str, zone: ZoneInfo) -> Iterator[str]:
    when = one.at.astimezone(zone).strftime("%m-%d %H:%M")
    values = [
        f"{render(VALUE_WORDS[name], language)} {value}"
        for name, value in sorted(one.values.items())
        if name in VALUE_WORDS
    ]
    rest = " · ".join(filter(None, (one.by, *values, one.note)))
    yield f"{when}  {render(KIND_WORDS[one.kind], language)}{'  ' + printable(rest) if rest else ''}"


def clock_line(one: Reading, language: str, zone: ZoneInfo) -> str:
    """How one clock stands; "" where its promise does not apply."""
    if one.state is State.NOT_APPLICABLE:
        return ""
    name = f"{one.promise.what}({one.promise.clause})" if one.promise.clause else one.promise.what
    name = name.replace("(", "（").replace(")", "）") if language == "zh_CN" else name
    told = render(_("{state}; {more}", state=CLOCK_WORDS[one.state], more=_more(one, language, zone)), language)
    doubt = render(_(" (provisional: working days not announced yet)"), language) if one.is_provisional else ""
    return f"{MARKS[one.state]} {name}  {told}{doubt}"


def _more(one: Reading, language: str, zone: ZoneInfo) -> Text:
    used, most = one.used_minutes * 60, one.promise.minutes * 60
    match one.state:
        case State.RUNNING if one.due_at:
            return _("{used:duration} of {most:duration} used, due {at}", used=used, most=most, at=_at(one.due_at, zone))
        case State.NOT_COMPUTABLE:
            return _("the record lacks: {events}", events=_kinds(one.missing, language))
        case State.NOT_STARTED:
            begins = _kinds(one.promise.start, language)
            return _("within {most:duration} of: {events}", most=most, events=begins)
        case _:
            return _("{used:duration} of {most:duration} used", used=used, most=most)


def _kinds(kinds: Iterable[Kind], language: str) -> tuple[str, ...]:
    return tuple(render(KIND_WORDS[kind], language) for kind in kinds)


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%m-%d %H:%M")
