"""The words in which the record's news is told, in the site's language: a title and lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from agent.feeds.roundup import OPENED
from agent.feeds.transitions import News
from checks.base import LEVEL_WORDS
from checks.subjects import subject_words
from config.site import DEFAULT_TIMEZONE, Site
from config.text import Text, _, render
from reports.record import clock as clocks
from reports.record import duties
from reports.record.events import KIND_WORDS, Event, Kind
from reports.record.incidents import Incident
from reports.record.problems import STATE_WORDS
from reports.record.register import KIND_WORDS as DOCUMENT_WORDS
from reports.record.register import Version

TOLD_EVENTS: Final = frozenset(
    {Kind.RECEIVED, Kind.GRADED, Kind.RESTORED, Kind.RESOLVED, Kind.REOPENED, Kind.CLOSED, Kind.OUT_OF_SCOPE}
)
"""What of an incident is news to the outside; nothing that stays with the desk (reports/record/sides.py)."""
_MOST_LINES: Final = 50


@dataclass(frozen=True, slots=True)
class Told:
    """What is told."""

    title: str
    lines: list[str]


def document(one: Version, site: Site) -> Told:
    """A document was issued."""
    kind: Text | str = DOCUMENT_WORDS.get(one.kind, one.kind)
    title = _(
        "{customer} {kind} {subject} ({number})", customer=site.customer, kind=kind, subject=one.subject, number=one.number
    )
    on = one.issued.at.astimezone(_zone(site)).date().isoformat() if one.issued else ""
    lines = [_("Issued on {on}.", on=on)]
    return Told(_say(title, site).strip(), [_say(line, site) for line in lines])


def masked_document(site: Site) -> str:
    """Why no file goes along."""
    said = _("The contract has names and addresses masked in what leaves the site: the document itself stays there.")
    return _say(said, site)


def problems(group: Sequence[News], site: Site) -> Told:
    """News of problems."""
    lines = [_problem(one, site) for one in group[:_MOST_LINES]]
    if len(group) > _MOST_LINES:
        lines.append(_say(_("and {count:number} more: xunjian problems list", count=len(group) - _MOST_LINES), site))
    if len(group) == 1:
        return Told(lines[0], [_say(one, site) for one in _details(group[0])])
    new = sum(one.word == OPENED for one in group)
    title = _(
        "{customer}: {new:number} problems to look at, {over:number} over",
        customer=site.customer,
        new=new,
        over=len(group) - new,
    )
    return Told(_say(title, site), lines)


def _problem(one: News, site: Site) -> str:
    target, check, subject = one.problem.key
    said = _(
        "[{level}] {target} {check} {subject}: {state}",
        level=LEVEL_WORDS[one.problem.level],
        target=target,
        check=_title(check),
        subject=subject_words(check, subject),
        state=STATE_WORDS[one.problem.state],
    )
    return _say(said, site)


def _details(one: News) -> list[Text]:
    found = one.problem.finding
    lines = [found.summary] if found is not None and found.summary.template else []
    seen = (f"{at.isoformat(' ', 'minutes')}" for at in (one.problem.first_seen, one.problem.last_seen))
    first, last = seen
    return [*lines, _("first seen {first}, last seen {last}", first=first, last=last)]


def _title(check: str) -> Text | str:
    return _titles().get(check, check)


@cache
def _titles() -> dict[str, Text]:
    from agent.catalogue import every_check  # noqa: PLC0415 - the catalogue, only where something is told

    return {one.id: one.title for one in every_check()}


def incident(one: Incident, event: Event, site: Site) -> Told:
    """Something happened to an incident."""
    title = _("Incident {number} {what}: {title}", number=one.id, what=KIND_WORDS[event.kind], title=one.title)
    at = event.at.astimezone(_zone(site)).isoformat(" ", "minutes")
    lines = [_("at {at}", at=at)]
    lines += [_("level {level}", level=one.level)] if one.level else []
    lines += [_("targets: {targets}", targets=one.targets)] if one.targets else []
    return Told(_say(title, site), [_say(line, site) for line in lines])


def share_of(reading: clocks.Reading) -> str:
    """How far a clock is that is to be told of: missed, the share that has passed, or nothing."""
    if reading.state is clocks.State.BREACHED:
        return "missed"
    return f"{reading.warned_at:.0%}" if reading.warned_at else ""


def clock(one: Incident, reading: clocks.Reading, site: Site) -> Told:
    """A clock of the contract runs out."""
    if reading.state is clocks.State.BREACHED:
        title = _("Incident {number}: promise not kept: {what}", number=one.id, what=reading.promise.what)
    else:
        title = _(
            "Incident {number}: {share:percent} of the time is used: {what}",
            number=one.id,
            share=reading.warned_at or 0.0,
            what=reading.promise.what,
        )
    lines = [_("clause {clause}", clause=reading.promise.clause)] if reading.promise.clause else []
    if reading.due_at is not None:
        lines.append(_("due at {at}", at=reading.due_at.astimezone(_zone(site)).isoformat(" ", "minutes")))
    return Told(_say(title, site), [_say(line, site) for line in lines])


def duty_name(what: str) -> Text | str:
    """A duty in words."""
    from reports.documents.record.duties import DUTY_WORDS  # noqa: PLC0415 - only here

    return DUTY_WORDS.get(what, what)


def duty(one: duties.Owed, site: Site) -> Told:
    """A duty is due, or overdue."""
    state = duties.STATE_WORDS[one.state]
    title = _("{what} {period}: {state}", what=duty_name(one.duty.what), period=one.period, state=state)
    return Told(_say(title, site), [_say(_("due on {on}", on=one.due_on.isoformat()), site)])


def _say(text: Text, site: Site) -> str:
    return render(text, site.language)


def _zone(site: Site) -> ZoneInfo:
    return ZoneInfo(site.timezone or DEFAULT_TIMEZONE)
