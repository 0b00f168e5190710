"""The outbox is emptied: each channel in a thread of its own, each attempt written before it is made and after it ended.

A piece goes at most to one outcome a call; what failed waits for its next moment. While one process sends on a channel no
other does; what a dead process was sending is found by whoever holds the channel next.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING, Final

from agent.feeds import folder, mail, roundup, smtp, webhook
from agent.feeds.keys import Keys
from agent.feeds.page_one import Page, of_docx, of_html
from agent.language import LANGUAGE
from agent.store.values import StoreError
from config.deliveries import Delivery
from config.text import Text, _, render
from reports.record.outbox import UNDONE, Again, Outcome, Piece, Refused, State, after, due

if TYPE_CHECKING:
    from agent.store.store import Store
    from config.site import Site

SENT_BY: Final = frozenset({"smtp", "folder", "webhook", "roundup"})
"""Kinds that pieces of the outbox go through."""
_MARGIN_SECONDS: Final = 60.0
"""Beyond an attempt's own time, before another process may take the channel from one that cannot be looked at."""


@dataclass(frozen=True, slots=True)
class Emptied:
    """What came of one channel: pieces by state, and what is to be said."""

    channel: str
    states: Mapping[State, int] = field(default_factory=dict)
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class _Way:
    """One channel with what opens it."""

    store: "Store"
    site: "Site"
    delivery: Delivery
    keys: Keys


def empty(store: "Store", site: "Site", keys: Mapping[str, Keys], only: Sequence[str] = ()) -> list[Emptied]:
    """Send what is due on every channel that has keys (of those named in ``only``), all channels at once."""
    chosen = [one for one in site.deliveries if one.kind in SENT_BY and one.name in keys and (not only or one.name in only)]
    if not chosen:
        return []
    ways = [_Way(store, site, one, keys[one.name]) for one in chosen]
    with ThreadPoolExecutor(max_workers=len(ways), thread_name_prefix="feed") as pool:
        return list(pool.map(_emptied, ways))


def _emptied(way: _Way) -> Emptied:
    store, name = way.store, way.delivery.name
    seconds = way.delivery.seconds + _MARGIN_SECONDS
    holder = store.hold_channel(name, seconds)
    if not holder:
        return Emptied(name, note=_("{name}: another process is sending", name=name))
    states: dict[State, int] = {}
    try:
        store.recover_outbox(name)
        for piece in _in_turn(store, name):
            store.hold_channel(name, seconds)
            ended = _tried(way, piece)
            if ended is None:
                continue
            states[ended[0]] = states.get(ended[0], 0) + 1
            if ended[1]:
                break
    finally:
        store.release_channel(name, holder)
    return Emptied(name, states)


def _in_turn(store: "Store", name: str) -> Iterator[Piece]:
    """What is due, each once: of one thing the later as soon as the earlier is through."""
    tried: set[str] = set()
    while True:
        found = [one for one in due(store.outbox(name, UNDONE), datetime.now(UTC)) if one.key not in tried]
        if not found:
            return
        tried.update(one.key for one in found)
        yield from found


def _tried(way: _Way, piece: Piece) -> tuple[State, bool] | None:
    """One attempt: the new state, and whether the whole channel is in trouble; None where it waits no longer."""
    begun = way.store.begin_sending(piece.key)
    if begun is None:
        return None
    outcome = _sent(way, begun)
    made = after(begun, outcome, datetime.now(UTC))
    way.store.end_sending(piece.key, made)
    is_channels = isinstance(outcome, Again) and outcome.is_channels
    if is_channels:
        way.store.hold_back(way.delivery.name, made.next_at)
    return made.state, is_channels


def _sent(way: _Way, piece: Piece) -> Outcome:
    """Send one piece on its channel; what the contract no longer allows is refused here too."""
    why = _forbidden(way, piece)
    if why is not None:
        return Refused(render(why, LANGUAGE))
    try:
        return _BY_KIND[way.delivery.kind](way, piece)
    except StoreError as error:  # a file that it cites is damaged or gone
        return Refused(render(error.text, LANGUAGE))


def _forbidden(way: _Way, piece: Piece) -> Text | None:
    if way.delivery.is_at_site or way.site.data == "leaves":
        return None
    if way.site.data == "stays":
        return _("the contract says “data: stays”, and this delivery leaves the site")
    return None if piece.payload.get("masked") else _("it was made unmasked, and the contract has what leaves masked")


def _by_mail(way: _Way, piece: Piece) -> Outcome:
    delivery, letter = way.delivery, _letter(way, piece)
    try:
        made = mail.message(letter, delivery.sender)
    except ValueError as error:
        return Refused(render(_("“{address}” is no address", address=str(error)), LANGUAGE))
    sender = parseaddr(delivery.sender)[1]
    handed = _marking(way, piece)
    return smtp.send(delivery, way.keys.login, made, sender, letter.to_address, handed)


def _letter(way: _Way, piece: Piece) -> mail.Letter:
    """The mail of a piece: page one where there is a document, its files as far as they fit."""
    said = piece.payload
    text = _text(piece)
    page = _page(way, piece)
    files = _files(way, piece)
    size = len((page.text + page.html).encode()) if page else len(text.encode())
    into, out = mail.fitting(files, way.delivery.most_bytes, size)
    if out:
        text += "\n" + _left_out([one.name for one in out], str(said.get("folder", "")), way) + "\n"
    whole = text if page is None else f"{text}\n{page.text}"
    html = "" if page is None else page.after(text)
    return mail.Letter(
        piece.key,
        str(said["title"]),
        whole,
        str(said.get("to_name", "")),
        str(said.get("to_address", "")),
        piece.made_at or datetime.now(UTC),
        html,
        into,
    )


def _left_out(names: Sequence[str], place: str, way: _Way) -> str:
    said = _(
        "Not attached, as the mail would be over {most:bytes}: {names}. The files stand in {place}.",
        most=way.delivery.most_bytes,
        names=tuple(names),
        place=place or "xunjian documents get",
    )
    return render(said, way.site.language)


def _text(piece: Piece) -> str:
    lines = piece.payload.get("lines")
    return "\n".join([str(piece.payload["title"]), "", *map(str, lines if isinstance(lines, list) else [])]) + "\n"


def _page(way: _Way, piece: Piece) -> Page | None:
    digest = str(piece.payload.get("page", ""))
    if not digest:
        return None
    content = way.store.attachment(digest)
    return of_docx(content) if content.startswith(b"PK") else of_html(content)


def _files(way: _Way, piece: Piece) -> list[mail.File]:
    from agent.issuing import media  # noqa: PLC0415 - only where there are files

    named = piece.payload.get("files")
    found = named.items() if isinstance(named, dict) else ()
    return [mail.File(str(name), media(str(name)), way.store.attachment(str(digest))) for name, digest in found]


def _marking(way: _Way, piece: Piece) -> Callable[[], None]:
    return lambda: way.store.handed_over(piece.key)


def _into_folder(way: _Way, piece: Piece) -> Outcome:
    said = piece.payload
    whom = str(said.get("to_name", ""))
    text = _text(piece) + ("\n" + render(_("For: {whom}", whom=whom), way.site.language) + "\n" if whom else "")
    files = _files(way, piece)
    text += "".join(f"  {one.name}\n" for one in files)
    return folder.put(way.delivery.folder, piece.key, str(said["title"]), text, files, datetime.now(UTC))


def _by_webhook(way: _Way, piece: Piece) -> Outcome:
    keys = way.keys
    return webhook.send(way.delivery, keys.url, keys.secret, piece, _text(piece), _marking(way, piece))


def _to_desk(way: _Way, piece: Piece) -> Outcome:
    login = (way.keys.login.user, way.keys.login.password)
    earlier = (one for one in way.store.outbox(way.delivery.name, (State.DELIVERED,)) if one.about == piece.about)
    known = next((one.receipt for one in reversed(list(earlier)) if one.receipt), "")
    return roundup.send(way.delivery, way.keys.url, login, piece, known)


_BY_KIND: Final[Mapping[str, Callable[[_Way, Piece], Outcome]]] = {
    "smtp": _by_mail,
    "folder": _into_folder,
    "webhook": _by_webhook,
    "roundup": _to_desk,
}
