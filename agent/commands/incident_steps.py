"""Steps that the subcommands of ``xunjian incident`` share: find it, add to it, print it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import click

from agent.cli import say
from agent.commands.options import fail
from config.site import DEFAULT_TIMEZONE
from config.terms import LEVELS
from config.text import _

if TYPE_CHECKING:
    from agent.store.store import Store
    from config.site import Site
    from reports.record.events import Event, Kind
    from reports.record.incidents import Incident

USAGE: Final = 64  # sysexits EX_USAGE
NOT_ALLOWED: Final = 65  # sysexits EX_DATAERR: the record does not allow it as it stands


def values_of(written: Iterable[str]) -> dict[str, str]:
    """Read what was said with --set."""
    found: dict[str, str] = {}
    for one in written:
        name, sign, value = one.partition("=")
        if not sign or not name.strip():
            fail(say(_("--set is written as NAME=VALUE, found {found}", found=one)), USAGE)
        found[name.strip()] = value.strip()
    if found.get("level") and found["level"] not in LEVELS:
        fail(say(_("a level is one of {levels}", levels=LEVELS)), USAGE)
    return found


def kind_of(word: str) -> "Kind":
    """The kind of a word, ours or what a person reads in either language; exits where there is none."""
    from config.text import render  # noqa: PLC0415 - only here
    from reports.record.events import KIND_WORDS  # noqa: PLC0415 - as above

    wanted = word.strip().lower()
    known = {render(words, language).lower(): kind for kind, words in KIND_WORDS.items() for language in ("en", "zh_CN")}
    known |= {kind.value: kind for kind in KIND_WORDS}
    if wanted not in known:
        fail(say(_("“{word}” is nothing that happens to an incident; see xunjian incident kinds", word=word)), USAGE)
    return known[wanted]


def add(  # noqa: PLR0913 - what an event has
    store: "Store", site: "Site", number: str, kind: "Kind", at: datetime, *, by: str, note: str, values: Mapping[str, str]
) -> None:
    """Add an event to an incident; exits where the record does not allow it."""
    from agent.incidents import new_event  # noqa: PLC0415 - only here
    from reports.record.events import Kind  # noqa: PLC0415 - as above
    from reports.record.incident_rules import refusal  # noqa: PLC0415 - as above

    one = one_of(store, number)
    refuse_the_desks(site, kind)
    if kind is Kind.CORRECTED and values.get("of") not in {event.id for event in one.events}:
        ids = ", ".join(f"{event.id} {event.kind.value}" for event in one.events)
        fail(say(_("--set of= names the entry that is wrong, one of: {ids}", ids=ids)), USAGE)
    if (why := refusal(one, kind, values)) is not None:
        fail(say(_("{number}: {why}", number=one.id, why=why)), NOT_ALLOWED)
    if one.received_at is not None and at < one.received_at and kind is not Kind.CORRECTED:
        call = one.received_at.astimezone(zone_of(site))
        fail(say(_("--at lies before the call: {at}", at=f"{call:%Y-%m-%d %H:%M}")), USAGE)
    if any((e.kind, e.at, e.by, e.note, e.values) == (kind, at, by, note, values) for e in one.events):
        click.echo(say(_("{number}: this stands there already; it is not written twice", number=one.id)), err=True)
        return
    write(store, [new_event(one.id, kind, at, by, note, values)])


def refuse_the_desks(site: "Site", kind: "Kind") -> None:
    """Exit where a site's store would hold what is the service company's own."""
    from reports.record.events import KIND_WORDS  # noqa: PLC0415 - only here

    if _is_the_desks(site, kind):
        told = _(
            "This is a site’s store (store.role: site): “{what}” is the desk’s to write down, and never stands at a site.",
            what=KIND_WORDS[kind],
        )
        fail(say(told), NOT_ALLOWED)


def _is_the_desks(site: "Site", kind: "Kind") -> bool:
    """Whether an event is not this store's to hold."""
    from agent.incidents import STREAM  # noqa: PLC0415 - only here
    from reports.record.sides import may_go  # noqa: PLC0415 - as above

    return site.store_role == "site" and not may_go(STREAM, kind.value)


def write(store: "Store", events: Sequence["Event"]) -> int:
    """Keep events; give how many of them were new."""
    from agent.incidents import entry  # noqa: PLC0415 - only here

    return store.record([entry(one) for one in events])


def one_of(store: "Store", number: str) -> "Incident":
    """The incident of a number, or of the last letters of one; exits where there is none or several."""
    from agent.incidents import incidents  # noqa: PLC0415 - only here

    every = incidents(store)
    wanted = number.strip().upper()
    fitting = [one for one in every if one.id.upper() == wanted] or [
        one for one in every if one.id.upper().endswith(wanted)
    ]
    if len(fitting) != 1:
        known = ", ".join(one.id for one in (fitting or every)[:10]) or "-"
        fail(say(_("no incident {number}; there are: {known}", number=number, known=known)), USAGE)
    return fitting[0]


def tell(store: "Store", site: "Site", number: str, language: str) -> None:
    """Print the incident as it stands now."""
    print_one(site, one_of(store, number), language)


def print_one(site: "Site", one: "Incident", language: str) -> None:
    """Print an incident whole."""
    from agent.commands.incident_words import shown  # noqa: PLC0415 - only here
    from agent.incidents import promises, readings  # noqa: PLC0415 - as above

    clocks = readings(one, promises(site), datetime.now(UTC))
    for told in shown(one, clocks, language, zone_of(site)):
        click.echo(told)


def known_targets(site: "Site", targets: Sequence[str]) -> None:
    """Exit where a target is none of the configuration."""
    for one in targets:
        if one not in site.ids:
            fail(say(_("the configuration has no target {id}", id=one)), USAGE)


def zone_of(site: "Site") -> ZoneInfo:
    """The time zone of the site."""
    return ZoneInfo(site.timezone or DEFAULT_TIMEZONE)


def moment_of(site: "Site", at: datetime | None) -> datetime:
    """The moment that was said, at the site, else now."""
    now = datetime.now(UTC)
    told = at.replace(tzinfo=zone_of(site)).astimezone(UTC) if at else now
    if told > now:
        fail(say(_("--at lies in the future: only what happened is written down")), USAGE)
    return told
