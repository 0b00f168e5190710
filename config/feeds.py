"""``deliveries:``: mail, folder, webhook, sheets, calendar and service desk, with what goes where."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field

from config.block import Block
from config.deliveries import KINDS, PORTS, TEMPLATES, WHAT, Delivery
from config.grammar import REFERENCE, Day, Flag, Id, Port, Reference, Word, Words, fits, is_address, one_of, reject, whole
from config.problems import Problem, suggest
from config.targets import path_of
from config.text import Text, _

MIB: Final = 1024 * 1024
_MAILBOX: Final = (
    r"[^\r\n<>]*<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>|[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+"
)
_CONTACTED: Final = frozenset({"to"})
_NEEDED: Final[Mapping[str, frozenset[str]]] = {
    "smtp": frozenset({"server", "from", "to"}),
    "folder": frozenset({"folder"}),
    "webhook": frozenset({"url"}),
    "sheets": frozenset({"folder"}),
    "calendar": frozenset({"folder"}),
    "roundup": frozenset({"url", "credential"}),
}
_OF_ALL: Final = frozenset({"name", "kind", "what", "level", "since", "at_site", "seconds"})
_MORE: Final[Mapping[str, frozenset[str]]] = {
    "smtp": frozenset({"port", "security", "credential", "max_size", "authorities"}),
    "folder": _CONTACTED,
    "webhook": frozenset({"secret", "template", "authorities"}),
    "sheets": frozenset(),
    "calendar": frozenset(),
    "roundup": frozenset({"authorities", "close_as", "reopen_as"}),
}
_DEFAULT_WHAT: Final[Mapping[str, tuple[str, ...]]] = {
    "smtp": ("document",),
    "folder": ("document",),
    "webhook": ("problem", "incident", "clock"),
    "sheets": (),
    "calendar": (),
    "roundup": ("problem",),
}
_TELLS: Final[Mapping[str, frozenset[str]]] = {
    "smtp": frozenset(WHAT),
    "folder": frozenset(WHAT),
    "webhook": frozenset(WHAT),
    "roundup": frozenset({"problem"}),
}
"""What each kind can be told of; sheets and a calendar are written whole each time."""


def _server(value: object) -> str:
    if isinstance(value, str) and is_address(value.strip().strip("[]")):
        return value.strip().strip("[]")
    return reject(_("write an IP address or a host name alone; the port stands under port:"))


def _url(value: object) -> str:
    """A plain URL without a secret in it, or a reference to one."""
    if isinstance(value, str) and re.fullmatch(REFERENCE, value):
        return str(value)
    parts = urlsplit(value.strip()) if isinstance(value, str) else None
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        return reject(_("write an address as https://host/path, or a reference to one: ${{env:NAME}}"))
    if parts.username or parts.query:
        return reject(
            _("an address with a key in it is a secret: write a reference to it, ${{env:NAME}} or ${{vault:NAME}}"),
            is_secret=True,
        )
    return str(value).strip()


class DeliveryBlock(Block):
    """One entry of ``deliveries:``."""

    name: Id
    kind: Annotated[str, one_of(*KINDS)]
    what: Annotated[
        list[Annotated[str, one_of(*WHAT)]] | None, BeforeValidator(lambda v: [v] if isinstance(v, str) else v)
    ] = None
    to: Words = Field(default_factory=list)
    level: Annotated[str, one_of("notice", "warn", "critical")] = "warn"
    since: Day | None = None
    at_site: Flag = False
    server: Annotated[str, BeforeValidator(_server)] = ""
    port: Port | None = None
    security: Annotated[str, one_of(*PORTS)] = "starttls"
    credential: Word = ""
    from_: Annotated[str, fits(_MAILBOX, _("write a mailbox: name@host, or 名称 <name@host>"))] = Field("", alias="from")
    max_size: Annotated[int, whole(1, 100)] = 10
    authorities: Word = ""
    url: Annotated[str, BeforeValidator(_url)] = ""
    secret: Reference = ""
    template: Annotated[str, one_of(*TEMPLATES)] = "plain"
    folder: Word = ""
    close_as: Word = "resolved"
    reopen_as: Word = "chatting"
    seconds: Annotated[int, whole(5, 600)] = 60


def delivery_of(block: DeliveryBlock, folder: Path, place: str) -> Delivery:
    """One entry as the rest of the program sees it; its paths count from the folder of its file."""
    what = _DEFAULT_WHAT[block.kind] if block.what is None else tuple(dict.fromkeys(block.what))
    return Delivery(
        name=block.name,
        kind=block.kind,
        what=what,
        to=tuple(block.to),
        level=block.level,
        since=block.since,
        is_at_site=block.at_site or block.kind in {"folder", "sheets", "calendar"},
        server=block.server,
        port=block.port or PORTS[block.security],
        security=block.security,
        credential=block.credential,
        sender=block.from_,
        most_bytes=block.max_size * MIB,
        authorities=path_of(block.authorities, folder),
        url=block.url,
        secret=block.secret,
        template=block.template,
        folder=path_of(block.folder, folder),
        close_as=block.close_as,
        reopen_as=block.reopen_as,
        seconds=block.seconds,
        place=place,
    )


def wrong_deliveries(
    blocks: Iterable[tuple[DeliveryBlock, str]], contacts: Iterable[Mapping[str, str]], credentials: Mapping[str, object]
) -> Iterator[Problem]:
    """Names given twice, keys that a kind lacks or does not know, receivers and credentials that nobody is."""
    seen: dict[str, str] = {}
    everybody = tuple(contacts)
    for block, place in blocks:
        if block.name in seen:
            found = _("the delivery “{name}” again; {place} has it already", name=block.name, place=seen[block.name])
            yield Problem(place, "deliveries.name", found, _("give each delivery a name of its own"))
        seen.setdefault(block.name, place)
        yield from _keys(block, place)
        yield from _receivers(block, place, everybody)
        if block.credential and block.credential not in credentials:
            found = _("the unknown credential “{name}”", name=block.credential)
            yield Problem(place, "deliveries.credential", found, suggest(block.credential, tuple(credentials)))
        if block.kind == "webhook" and block.template != "plain" and not re.fullmatch(REFERENCE, block.url):
            yield Problem(place, "deliveries.url", _("a robot’s address in clear text"), _ROBOT)


_ROBOT: Final = _("a robot’s address is its key: write a reference to it, ${{env:NAME}} or ${{vault:NAME}}")


def _keys(block: DeliveryBlock, place: str) -> Iterator[Problem]:
    written = {_outside(name) for name in block.model_fields_set}
    for key in sorted(_NEEDED[block.kind] - written):
        yield Problem(place, f"deliveries.{block.name}", _("no “{key}”", key=key), _("add “{key}: …”", key=key))
    known = _OF_ALL | _NEEDED[block.kind] | _MORE[block.kind]
    for key in sorted(written - known):
        found = _("“{key}” of a delivery of kind {kind}", key=key, kind=block.kind)
        yield Problem(place, f"deliveries.{block.name}", found, suggest(key, tuple(sorted(known))))
    for what in sorted(set(block.what or ()) - _TELLS.get(block.kind, frozenset())):
        found = _("“{key}” of a delivery of kind {kind}", key=f"what: {what}", kind=block.kind)
        yield Problem(place, f"deliveries.{block.name}", found, _tells(block.kind))


def _tells(kind: str) -> Text:
    if kind not in _TELLS:
        return _("take “what:” out: it is written whole each time")
    return _("write one of: {choices}", choices=tuple(sorted(_TELLS[kind])))


def _outside(name: str) -> str:
    return "from" if name == "from_" else name


def _receivers(block: DeliveryBlock, place: str, contacts: tuple[Mapping[str, str], ...]) -> Iterator[Problem]:
    for who in block.to:
        meant = [one for one in contacts if who in {one.get("name"), one.get("role")}]
        known = tuple(sorted({word for one in contacts for word in (one.get("name", ""), one.get("role", "")) if word}))
        about = f"deliveries.{block.name}.to"
        if not meant:
            yield Problem(place, about, _("“{who}”, who is no contact", who=who), suggest(who, known))
        elif block.kind == "smtp" and not all(one.get("email") for one in meant):
            name = next(one["name"] for one in meant if not one.get("email"))
            yield Problem(
                place, about, _("the contact {name} without an address", name=name), _("add email: to the contact")
            )
