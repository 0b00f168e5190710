"""What documents of the service record are made of, and the words and cells that they share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from config.site import DEFAULT_TIMEZONE, Site
from config.text import Text, _, render
from reports.documents.front import PICTURES, role_words
from reports.documents.model import DASH, NOTHING, Cover, Section, Table, Words, fact
from reports.documents.tables import columns
from reports.record.clock import STATE_WORDS, Reading, State
from reports.record.events import KIND_WORDS, Kind

TONES: Final = {
    State.MET: "ok",
    State.BREACHED: "critical",
    State.RUNNING: "notice",
    State.PAUSED: "notice",
    State.NOT_STARTED: "absent",
    State.NOT_COMPUTABLE: "unknown",
}
BLANK: Final = 3
"""Empty lines where the record says nothing and a person may want to."""


@dataclass(frozen=True, slots=True)
class Record:
    """The site, the document's number, its moment and its language."""

    site: Site
    number: str
    made_at: datetime
    language: str
    logo: bytes = b""

    def say(self, text: Text, *, tone: str = "", is_strong: bool = False) -> Words:
        """Put a Text into the document's language."""
        return Words(render(text, self.language), tone=tone, is_strong=is_strong)

    def role(self, role: str) -> str:
        """A contact's role in words."""
        return role_words(self, role)

    @property
    def zone(self) -> ZoneInfo:
        """Of the site."""
        return ZoneInfo(self.site.timezone or DEFAULT_TIMEZONE)

    def moment(self, at: datetime | None) -> Words:
        """A moment at the site, to the minute."""
        return fact(at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")) if at else DASH

    def day(self, day: date | None) -> Words:
        """A day."""
        return fact(day.isoformat()) if day else DASH

    def span(self, minutes: float) -> Words:
        """So many minutes in words."""
        days, rest = divmod(round(minutes), 24 * 60)
        hours, left = divmod(rest, 60)
        if days:
            return self.say(_("{days} d {hours} h", days=days, hours=hours))
        if hours:
            return self.say(_("{hours} h {minutes} min", hours=hours, minutes=left))
        return self.say(_("{minutes} min", minutes=left))


def cover(of: Record, title: Text, subtitle: str, more: Iterable[tuple[Text, str]] = ()) -> Cover:
    """The first page: whose, what, which number, by whom, when."""
    rows = (
        (_("Customer"), of.site.customer),
        (_("Project"), of.site.project),
        (_("Contract number"), of.site.contract_number),
        *more,
        (_("Document number"), of.number),
        (_("Prepared by"), of.site.provider),
        (_("Date"), of.made_at.astimezone(of.zone).strftime("%Y-%m-%d")),
    )
    told = tuple((of.say(name), fact(value)) for name, value in rows if value)
    return Cover(
        fact(of.site.customer), of.say(title), fact(subtitle), told, of.logo if of.logo.startswith(PICTURES) else b""
    )


def clocks_table(of: Record, clocks: Sequence[Reading]) -> Table:
    """What was promised of an incident, and how it was kept; what does not apply is left out."""
    titled = ((_("Promise"), 26), (_("Clause"), 10), (_("Limit"), 12), (_("From"), 16), (_("Until"), 16), (_("Used"), 10))
    rows = []
    for one in clocks:
        if one.state is State.NOT_APPLICABLE:
            continue
        told = of.say(STATE_WORDS[one.state], tone=TONES[one.state])
        used = of.span(one.used_minutes) if one.started_at else DASH
        until = of.moment(one.stopped_at) if one.stopped_at else lacking(of, one.missing)
        span = of.span(one.promise.minutes)
        clause = fact(one.promise.clause or "—")
        rows.append((fact(one.promise.what), clause, span, of.moment(one.started_at), until, used, told))
    return Table(columns(of, *titled, (_("Kept or not"), 12)), tuple(rows), is_dense=True)


def lacking(of: Record, kinds: Iterable[Kind]) -> Words:
    """Which events the record lacks; a dash where it lacks none."""
    named = tuple(render(KIND_WORDS[kind], of.language) for kind in kinds)
    return of.say(_("not in the record: {events}", events=named)) if named else DASH


def form(of: Record, rows: Sequence[tuple[Words, ...]], *titled: tuple[Text, int]) -> Table:
    """A table with what is known, and empty lines for what a person adds."""
    blank = ((NOTHING,) * len(titled),) * max(0, BLANK - len(rows))
    return Table(columns(of, *titled), (*rows, *blank), kind="form", row_height_mm=8)


def signatures(of: Record, number: str, *roles: Text) -> Section:
    """Who signs, with opinion, name and day."""
    titled = ((_("Party"), 24), (_("Opinion"), 40), (_("Signature"), 20), (_("Date"), 16))
    rows = tuple((of.say(role), NOTHING, NOTHING, NOTHING) for role in roles)
    table = Table(columns(of, *titled), rows, kind="form", row_height_mm=18)
    return Section(number, of.say(_("Confirmation")), (table,), "confirmation")
