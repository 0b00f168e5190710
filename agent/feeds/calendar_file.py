"""The dates that bite as an iCalendar file (RFC 5545): next inspection, other duties, ends, clocks.

Ends are those of contract, cover and warranties, and what an inspection saw that ends: certificates, licences, passwords.

An event keeps its UID for ever; what changes in it raises its SEQUENCE (RFC 5545, 3.8.7.4), and one that no longer holds is
cancelled, so that a calendar that took the file in follows it. The numbers are read back from the file that is replaced.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from agent.feeds.folder import replaced
from agent.feeds.words import duty_name
from checks.base import Level
from checks.subjects import subject_words
from config.site import DEFAULT_TIMEZONE, Site
from config.text import Text, _, render

if TYPE_CHECKING:
    from agent.store.store import Store

NAME: Final = "xunjian.ics"
_PRODUCT: Final = "-//xunjian//xunjian//ZH"
_HOUR: Final = timedelta(hours=1)
_AHEAD: Final = timedelta(days=400)
_SEEN_WITHIN: Final = timedelta(days=190)
"""Ours: two quarters; what nobody saw for so long is not known to end any more."""
_GONE: Final = frozenset({Level.ABSENT, Level.UNKNOWN})
_KEPT_DAYS: Final = 400
"""How long what is over, or cancelled, stays in the file; ours."""


@dataclass(frozen=True, slots=True)
class Event:
    """One date. ``key`` is the same for the same thing; ``at`` a day, or a moment."""

    key: str
    at: date | datetime
    title: str
    note: str = ""

    @property
    def uid(self) -> str:
        """Its name in every calendar."""
        return f"{sha256(self.key.encode()).hexdigest()[:32]}@xunjian"


def write(store: "Store", site: Site, folder: str, now: datetime) -> list[Path]:
    """Write the file where something changed; give it then. Raises OSError."""
    path = Path(folder) / NAME
    before = path.read_bytes() if path.exists() else b""
    made = calendar(events(store, site, now), before, now)
    if made == before:
        return []
    replaced(path, made)
    return [path]


def events(store: "Store", site: Site, now: datetime) -> Iterator[Event]:
    """Every date that is known."""
    zone = ZoneInfo(site.timezone or DEFAULT_TIMEZONE)
    yield from _duties(store, site, now.astimezone(zone).date())
    yield from _ends(site)
    yield from _clocks(store, site, now)
    yield from _seen(store, site, now, zone)
    for one in store.acceptances():
        subject = subject_words(one.check, one.subject)
        said = _("Accepted risk ends: {target} {check} {subject}", target=one.target, check=one.check, subject=subject)
        yield Event(f"acceptance/{one.target}/{one.check}/{one.subject}", one.until, _say(said, site))


def _duties(store: "Store", site: Site, today: date) -> Iterator[Event]:
    from agent.duties import done_of, ledger  # noqa: PLC0415 - only here
    from reports.record.duties import State  # noqa: PLC0415 - as above

    if site.terms.accepted_on is None:
        return
    for one in ledger(site, done_of(store, site), today):
        if one.state not in {State.DONE, State.DONE_LATE}:
            said = _("{what} {period} is due", what=duty_name(one.duty.what), period=one.period)
            note = _("clause {clause}", clause=one.duty.clause) if one.duty.clause else Text("")
            yield Event(f"duty/{one.duty.what}/{one.period}", one.due_on, _say(said, site), _say(note, site))


def _ends(site: Site) -> Iterator[Event]:
    if site.terms.ends_on is not None:
        yield Event("contract", site.terms.ends_on, _say(_("Contract {number} ends", number=site.contract_number), site))
    for one in site.terms.covers:
        if one.ends_on is not None:
            yield Event(f"cover/{one.what}", one.ends_on, _say(_("Cover of {what} ends", what=one.what), site))
    for target in site.targets:
        ends = _day(target.asset.get("warranty_ends_on", ""))
        if ends is not None:
            yield Event(f"warranty/{target.id}", ends, _say(_("Warranty of {target} ends", target=target.id), site))


def _clocks(store: "Store", site: Site, now: datetime) -> Iterator[Event]:
    from agent.incidents import incidents, promises, readings  # noqa: PLC0415 - only here
    from reports.record.clock import State  # noqa: PLC0415 - as above

    made = promises(site)
    for one in incidents(store) if made else ():
        for reading in () if one.is_over else readings(one, made, now):
            if reading.state is State.RUNNING and reading.due_at is not None:
                said = _("Incident {number}: {what} is due", number=one.id, what=reading.promise.what)
                key = f"clock/{one.id}/{reading.promise.clause}/{reading.promise.what}"
                yield Event(key, reading.due_at, _say(said, site), one.title)


def _seen(store: "Store", site: Site, now: datetime, zone: ZoneInfo) -> Iterator[Event]:
    """What the last inspections counted down to: once for a thing and day, whichever check saw it."""
    from agent.catalogue import CHECKS  # noqa: PLC0415 - only here
    from reports.record.biting import ENDS, bites_at  # noqa: PLC0415 - as above

    stands = {(one.target, one.check, one.subject) for one in store.standing() if one.level not in _GONE}
    known = store.all_measures(now - _SEEN_WITHIN, lambda key: key[3] in ENDS and key[0] in site.ids)
    titles = {one.id: one.title for one in CHECKS}
    told: set[tuple[str, str, date]] = set()
    for (target, check, subject, name), points in sorted(known.items()):
        at = bites_at({name: points[-1][1]}, points[-1][0])
        if at is None or (target, check, subject) not in stands or not now - _HOUR * 24 * 31 <= at <= now + _AHEAD:
            continue
        day = at.astimezone(zone).date()
        if (target, subject, day) not in told:
            told.add((target, subject, day))
            what = titles.get(check, Text(check))
            said = _("Ends: {target} {title} {subject}", target=target, title=what, subject=subject_words(check, subject))
            yield Event(f"seen/{target}/{check}/{subject}", day, _say(said, site))


def calendar(new: Iterable[Event], before: bytes, now: datetime) -> bytes:
    """The file: of what it held before, the same bytes where nothing changed."""
    import icalendar  # noqa: PLC0415 - only where a calendar is written

    known = {str(one["UID"]): one for one in _read(before)}
    made = icalendar.Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    held = {one.uid: _held(one, known.get(one.uid), now) for one in new}
    held |= {uid: _cancelled(one, now) for uid, one in known.items() if uid not in held and _is_kept(one, now)}
    for uid in sorted(held):
        made.add_component(held[uid])
    return bytes(made.to_ical())


def _read(before: bytes) -> list[Any]:
    import icalendar  # noqa: PLC0415 - as above

    try:
        return list(icalendar.Calendar.from_ical(before).walk("VEVENT")) if before else []
    except (ValueError, IndexError, KeyError):
        return []  # somebody wrote over it: it begins anew


def _held(one: Event, known: Any, now: datetime) -> Any:  # noqa: ANN401 - the library's components
    """An event as it stood where nothing changed, else with the next number."""
    made = _component(one, now, _sequence(known) + 1 if known is not None else 0)
    return known if known is not None and _said(known) == _said(made) else made


def _component(one: Event, now: datetime, sequence: int) -> Any:  # noqa: ANN401 - as above
    import icalendar  # noqa: PLC0415 - as above

    made = icalendar.Event()
    made.add("uid", one.uid)
    made.add("summary", one.title)
    if isinstance(one.at, datetime):
        made.add("dtstart", one.at.astimezone(UTC).replace(microsecond=0))
        made.add("dtend", one.at.astimezone(UTC).replace(microsecond=0) + _HOUR)
    else:
        made.add("dtstart", one.at)
        made.add("dtend", one.at + timedelta(days=1))
        made.add("transp", "TRANSPARENT")
    if one.note:
        made.add("description", one.note)
    made.add("status", "CONFIRMED")
    made.add("sequence", sequence)
    made.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    return made


def _cancelled(one: Any, now: datetime) -> Any:  # noqa: ANN401 - as above
    if str(one.get("STATUS", "")) == "CANCELLED":
        return one
    number = _sequence(one) + 1
    for name in ("STATUS", "SEQUENCE", "DTSTAMP"):
        one.pop(name, None)
    one.add("status", "CANCELLED")
    one.add("sequence", number)
    one.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    return one


def _is_kept(one: Any, now: datetime) -> bool:  # noqa: ANN401 - as above
    at = one["DTSTART"].dt
    day = at.date() if isinstance(at, datetime) else at
    return bool(day >= (now - timedelta(days=_KEPT_DAYS)).date())


def _sequence(one: Any) -> int:  # noqa: ANN401 - as above
    return int(one.get("SEQUENCE", 0))


def _said(one: Any) -> tuple[object, ...]:  # noqa: ANN401 - as above
    return (*(str(one.get(name, "")) for name in ("SUMMARY", "DESCRIPTION", "STATUS")), one["DTSTART"].dt, one["DTEND"].dt)


def _say(text: Text, site: Site) -> str:
    return render(text, site.language) if text.template else ""


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
