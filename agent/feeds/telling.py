"""What is to leave, gathered from the store into the outbox: documents, problems, incidents, clocks; once a receiver."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.feeds import words
from agent.feeds.mail import wanted
from agent.feeds.transitions import News, news
from config.deliveries import DEFAULT_FORMS, Delivery
from config.site import DEFAULT_TIMEZONE, Site
from config.text import Text, _
from reports.record.outbox import Piece

if TYPE_CHECKING:
    from agent.masking import Mask
    from agent.store.store import Store
    from checks.result import Inspection
    from reports.record.register import Version

FILL: Final = "/fill"
"""The lease of whoever gathers; no delivery's name holds a stroke."""
_FILL_SECONDS: Final = 600.0
NAMES: Final = "names"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is told: a contact, or whoever reads the channel."""

    name: str = ""
    address: str = ""
    forms: tuple[str, ...] = DEFAULT_FORMS


@dataclass(frozen=True, slots=True)
class Gathered:
    """How much was put into the outbox, and what is to be said of channels that got nothing."""

    count: int = 0
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class _Channel:
    """One channel that is told, through its mask."""

    delivery: Delivery
    site: Site
    since: datetime
    mask: "Mask | None" = None
    made: list[Piece] = field(default_factory=list)

    def put(self, key: str, kind: str, payload: Mapping[str, object], receiver: Receiver, about: str = "") -> None:
        """Add a piece, masked where it leaves so."""
        said = {**payload, "to_name": receiver.name, "to_address": receiver.address, "masked": self.mask is not None}
        if self.mask is not None:
            said = {**said, **_masked(said, self.mask), "files": {}, "page": ""}
        name = f"{kind}/{key}/{self.delivery.name}" + (f"/{receiver.address}" if receiver.address else "")
        self.made.append(Piece(name, self.delivery.name, kind, said, about=about))


_MASKED: Final = ("title", "lines", "number")


def _masked(said: Mapping[str, object], mask: "Mask") -> dict[str, object]:
    found: dict[str, object] = {}
    for name in _MASKED:
        value = said.get(name, "")
        found[name] = [mask.text(str(one)) for one in value] if isinstance(value, list) else mask.text(str(value))
    return found


def gather(store: "Store", site: Site, now: datetime) -> Gathered:
    """Put into the outbox what happened since each channel was told last. One process at a time does it."""
    holder = store.hold_channel(FILL, _FILL_SECONDS)
    if not holder:
        return Gathered(notes=(_("another process is gathering what is to be told"),))
    try:
        count, notes = 0, []
        for delivery in site.deliveries:
            if not delivery.what:
                continue
            made = _channel(store, site, delivery)
            if isinstance(made, Text):
                notes.append(made)
                continue
            for what in delivery.what:
                _GATHER[what](store, made, now)
            count += store.put_out(made.made)
        return Gathered(count, tuple(notes))
    finally:
        store.release_channel(FILL, holder)


def _channel(store: "Store", site: Site, delivery: Delivery) -> _Channel | Text:
    """A channel with its gate; or why nothing goes through it."""
    from agent.leaving import StaysError  # noqa: PLC0415 - the catalogue, only where something leaves
    from agent.masks import MapError  # noqa: PLC0415 - as above

    zone = ZoneInfo(site.timezone or DEFAULT_TIMEZONE)
    since = datetime.combine(delivery.since, time(), zone) if delivery.since else store.told_since(delivery.name)
    try:
        return _Channel(delivery, site, since, mask_of(store, site, delivery))
    except StaysError:
        return _("{name}: the contract says “data: stays”, and this delivery leaves the site", name=delivery.name)
    except MapError as error:
        return _("{name}: {why}", name=delivery.name, why=error.text)


def mask_of(store: "Store", site: Site, delivery: Delivery, cited: "Sequence[Inspection]" = ()) -> "Mask | None":
    """The mask of what goes through a channel. Raises StaysError, MapError."""
    from agent.leaving import gate  # noqa: PLC0415 - as above

    if delivery.is_at_site:
        return None
    latest = store.latest() if site.data == "leaves-masked" else None
    return gate(site, store, (*cited, *([latest] if latest else ())))


def receivers(site: Site, delivery: Delivery) -> list[Receiver]:
    """Who a delivery goes to, each address once; a channel that is no mail has one reader."""
    if delivery.kind != "smtp":
        return [Receiver(", ".join(dict.fromkeys(c.get("name", "") for c in _contacts(site, delivery))))]
    found: dict[str, Receiver] = {}
    for one in _contacts(site, delivery):
        address = one.get("email", "")
        forms = tuple(one.get("attach", "").split()) or DEFAULT_FORMS
        found.setdefault(address.lower(), Receiver(one.get("name", ""), address, forms))
    return list(found.values())


def _contacts(site: Site, delivery: Delivery) -> Iterator[Mapping[str, str]]:
    return (one for who in delivery.to for one in site.contacts if who in {one.get("name"), one.get("role")})


# --- documents


def _documents(store: "Store", to: _Channel, now: datetime) -> None:  # noqa: ARG001 - one signature for all
    from agent.registering import versions  # noqa: PLC0415 - only here
    from reports.record.register import State  # noqa: PLC0415 - as above

    zone = ZoneInfo(to.site.timezone or DEFAULT_TIMEZONE)
    for one in versions(store).values():
        if one.state in {State.ISSUED, State.SIGNED} and one.issued is not None:
            on = one.issued.at.astimezone(zone).date()
            if on >= to.since.astimezone(zone).date():
                put_document(to, one)


def put_document(to: _Channel, one: "Version") -> None:
    """A piece for each receiver of an issued document."""
    told = words.document(one, to.site)
    state = sha256("".join(sorted(one.files.values())).encode()).hexdigest()[:16]
    page = next((one.files[name] for end in (".html", ".docx") for name in one.files if name.endswith(end)), "")
    for receiver in receivers(to.site, to.delivery):
        forms = receiver.forms if to.delivery.kind == "smtp" else tuple(_every_form(one.files))
        names = wanted(one.files, forms)
        payload = {
            "title": told.title,
            "lines": [*told.lines, *([words.masked_document(to.site)] if to.mask is not None else [])],
            "number": one.number,
            "files": {name: one.files[name] for name in names},
            "page": page,
            "folder": one.folder,
        }
        to.put(f"{one.number}/{state}", "document", payload, receiver)


def _every_form(files: Mapping[str, str]) -> Iterator[str]:
    return iter(dict.fromkeys(name.rpartition(".")[2].lower() for name in files))


def documents_of(store: "Store", site: Site, delivery: Delivery, version: "Version") -> list[Piece] | Text:
    """The pieces of one document for one delivery, whenever it was issued; or why there are none."""
    made = _channel(store, site, delivery)
    if isinstance(made, Text):
        return made
    put_document(made, version)
    return made.made


# --- problems


def _problems(store: "Store", to: _Channel, now: datetime) -> None:
    from agent import ledger  # noqa: PLC0415 - only here

    zone = ZoneInfo(to.site.timezone or DEFAULT_TIMEZONE)
    every = ledger.problems(store, now.astimezone(zone).date())
    if not every:
        return
    changed = {key: changes[-1].at for key, changes in store.every_history().items() if changes}
    claims = {ledger.key_of(row): (row.id, row.at) for row in store.recorded(ledger.STREAM) if row.kind == ledger.CLAIM}
    found = news(every.values(), changed, claims, to.delivery.level, _told(store, to.delivery), to.since)
    new = sorted(found, key=lambda one: (one.at, one.name))
    is_apart = to.delivery.kind == "roundup" or (to.delivery.kind == "webhook" and to.delivery.template == "plain")
    for group in [[one] for one in new] if is_apart else [new] if new else []:
        _put_problems(to, group, is_apart=is_apart)


def _put_problems(to: _Channel, group: Sequence[News], *, is_apart: bool) -> None:
    told = words.problems(group, to.site)
    names = [one.name for one in group]
    payload: dict[str, object] = {"title": told.title, "lines": told.lines, NAMES: names}
    if is_apart:
        one = group[0]
        payload |= {"mark": one.mark, "word": one.word, "level": one.problem.level.value}
    key = sha256("\n".join(sorted(names)).encode()).hexdigest()[:24]
    for receiver in receivers(to.site, to.delivery):
        to.put(key, "problem", payload, receiver, group[0].mark if is_apart else "")


def _told(store: "Store", delivery: Delivery) -> frozenset[str]:
    """The names of all that this channel was told of problems, or is going to be."""
    found: set[str] = set()
    for one in store.outbox(delivery.name):
        names = one.payload.get(NAMES)
        found.update(map(str, names if isinstance(names, list) else ()))
    return frozenset(found)


# --- incidents and clocks


def _incidents(store: "Store", to: _Channel, now: datetime) -> None:  # noqa: ARG001 - as above
    from agent.incidents import incidents  # noqa: PLC0415 - only here

    for one in incidents(store):
        for event in one.events:
            if event.kind in words.TOLD_EVENTS and event.told_at >= to.since:
                told = words.incident(one, event, to.site)
                for receiver in receivers(to.site, to.delivery):
                    payload = {"title": told.title, "lines": told.lines, "number": one.id}
                    to.put(f"{one.id}/{event.id}", "incident", payload, receiver, one.id)


def _clocks(store: "Store", to: _Channel, now: datetime) -> None:
    from agent.incidents import incidents, promises, readings  # noqa: PLC0415 - only here

    made = promises(to.site)
    for one in incidents(store) if made else ():
        for reading in () if one.is_over else readings(one, made, now):
            share = words.share_of(reading)
            if share:
                told = words.clock(one, reading, to.site)
                key = f"{one.id}/{reading.promise.clause}/{reading.promise.what}/{share}"
                for receiver in receivers(to.site, to.delivery):
                    to.put(key, "clock", {"title": told.title, "lines": told.lines, "number": one.id}, receiver)
    _duties(store, to, now)


def _duties(store: "Store", to: _Channel, now: datetime) -> None:
    from agent.duties import done_of, ledger  # noqa: PLC0415 - only here
    from reports.record.duties import State  # noqa: PLC0415 - as above

    today = now.astimezone(ZoneInfo(to.site.timezone or DEFAULT_TIMEZONE)).date()
    if to.site.terms.accepted_on is None:
        return
    for one in ledger(to.site, done_of(store, to.site), today):
        if one.state in {State.OVERDUE, State.DUE_SOON} and one.due_on >= to.since.date():
            told = words.duty(one, to.site)
            for receiver in receivers(to.site, to.delivery):
                key = f"duty/{one.duty.what}/{one.period}/{one.state.value}"
                to.put(key, "clock", {"title": told.title, "lines": told.lines}, receiver)


_GATHER: Final[Mapping[str, Callable[["Store", _Channel, datetime], None]]] = {
    "document": _documents,
    "problem": _problems,
    "incident": _incidents,
    "clock": _clocks,
}
