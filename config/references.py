"""Names that one entry of xunjian.yaml uses of another: credentials, jump hosts, members; and ids given twice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FolderPath

from config.entries import AccessBlock, TargetBlock
from config.grammar import SERVICE, URL
from config.kinds import ADDRESSED, GROUPS, SCHEMES
from config.places import Path
from config.problems import Problem, suggest
from config.steps import wrong_steps
from config.text import _


@dataclass(frozen=True, slots=True)
class Placed:
    """A target as written, with the places of its fields."""

    block: TargetBlock
    path: Path
    places: Mapping[Path, str]
    folder: FolderPath
    """Of the file that it is written in."""

    def place(self, *inside: str) -> str:
        """Where a field of it stands; the nearest enclosing line when the field was not written."""
        path = (*self.path, *inside)
        while path not in self.places:
            path = path[:-1]
        return self.places[path]


def wrong(targets: tuple[Placed, ...], credentials: Mapping[str, object]) -> Iterator[Problem]:
    """Every reference that leads nowhere or in a circle, and every target that lacks what its kind needs."""
    ids: dict[str, Placed] = {}
    for target in targets:
        first = ids.setdefault(target.block.id, target)
        if first is not target:
            found = _("the id “{id}” again; {place} has it already", id=target.block.id, place=first.place("id"))
            yield Problem(target.place("id"), "targets.id", found, _("give each target an id of its own"))
    for target in targets:
        yield from _credentials(target, credentials)
        yield from _targets(target, ids)
        yield from _needs(target)
        yield from wrong_steps(target.block, target.place)
        yield from _members(target, ids)
    yield from _circles(ids)


def _ways(access: AccessBlock) -> Iterator[tuple[str, str, str]]:
    for name in AccessBlock.model_fields:
        way = getattr(access, name)
        if way is not None:
            yield name, way.credential, way.jump


def _credentials(target: Placed, credentials: Mapping[str, object]) -> Iterator[Problem]:
    for name, credential, _jump in _ways(target.block.access):
        if credential and credential not in credentials:
            yield Problem(
                target.place("access", name, "credential"),
                f"{target.block.id}.access.{name}.credential",
                _("the unknown credential “{name}”", name=credential),
                suggest(credential, tuple(credentials)),
            )


def _targets(target: Placed, ids: Mapping[str, Placed]) -> Iterator[Problem]:
    block = target.block
    named: list[tuple[tuple[str, ...], str]] = [
        (("access", name, "jump"), jump) for name, _credential, jump in _ways(block.access) if jump
    ]
    named += [(("host",), block.host)] if block.host else []
    named += [(("members",), member) for member in block.members]
    for path, other in named:
        if other not in ids:
            about = ".".join((block.id, *path))
            yield Problem(target.place(*path), about, _("the unknown target “{id}”", id=other), suggest(other, tuple(ids)))


def _needs(target: Placed) -> Iterator[Problem]:
    block = target.block
    if block.kind in ADDRESSED and not block.address:
        yield Problem(target.place("id"), block.id, _("no “{key}”", key="address"), _("add “{key}: …”", key="address"))
    if block.kind == "function" and block.address and not URL.fullmatch(block.address):
        found = _("“{value}”", value=block.address)
        write = _("write where the function answers as a URL: {schemes}", schemes=tuple(f"{one}://…" for one in SCHEMES))
        yield Problem(target.place("address"), block.id, found, write)
    if block.kind in {"linux", "bmc"} and "/" in block.address:
        yield Problem(
            target.place("address"), block.id, _("“{value}”", value=block.address), _("write the address without “/”")
        )
    yield from _easy_connect(target)
    if block.kind in GROUPS and not block.members:
        yield Problem(target.place("id"), block.id, _("no “{key}”", key="members"), _("add “{key}: …”", key="members"))


def _easy_connect(target: Placed) -> Iterator[Problem]:
    """host:port/service is Oracle's way to write an address; beside it nothing may say otherwise."""
    block = target.block
    written = SERVICE.fullmatch(block.address)
    if written is None or block.kind in {"linux", "bmc"}:
        return
    found = _("“{value}”", value=block.address)
    if block.kind != "oracle":
        write = _("write the host or host/database alone: the port belongs to access.sql.port")
        yield Problem(target.place("address"), block.id, found, write)
        return
    sql = block.access.sql
    others: dict[str, int | str | None] = {"port": sql.port if sql else None, "database": sql.database if sql else ""}
    for key, named in (("port", int(written[2])), ("database", written[3])):
        other = others[key]
        if other and other != named:
            write = _("the address says {named}: take access.sql.{key} out, or write the host alone", named=named, key=key)
            found = _("“{value}”", value=other)
            yield Problem(target.place("access", "sql", key), f"{block.id}.access.sql.{key}", found, write)


def _members(target: Placed, ids: Mapping[str, Placed]) -> Iterator[Problem]:
    """Members where no group is, a group of one, a group in a group; a host that is a group."""
    block = target.block
    about = f"{block.id}.members"
    if block.members and block.kind not in GROUPS:
        found = _("“{key}” of a target that is no group", key="members")
        yield Problem(target.place("members"), about, found, _("write “kind:” as one of: {kinds}", kinds=GROUPS))
    elif block.members and len(set(block.members)) < 2:  # noqa: PLR2004 - what a group is
        found = _("one member: {ids}", ids=tuple(block.members))
        yield Problem(target.place("members"), about, found, _("name at least two targets"))
    for key, names in (("members", block.members), ("host", [block.host])):
        for name in names:
            if name in ids and ids[name].block.kind in GROUPS:
                found = _("“{id}”, which is a group itself", id=name)
                yield Problem(target.place(key), f"{block.id}.{key}", found, _("name the targets that it is made of"))
    if block.host == block.id:
        yield Problem(target.place("host"), f"{block.id}.host", _("the target itself"), _("name the host it runs on"))


def _circles(ids: Mapping[str, Placed]) -> Iterator[Problem]:
    done: set[str] = set()
    for start in ids:
        chain: list[str] = []
        now = start
        while now in ids and now not in chain and now not in done:
            chain.append(now)
            now = ids[now].block.access.ssh.jump
        if now in chain:
            circle = " → ".join((*chain[chain.index(now) :], now))
            yield Problem(
                ids[now].place("access", "ssh", "jump"),
                f"{now}.access.ssh.jump",
                _("jump hosts in a circle: {circle}", circle=circle),
                _("name a jump host that is reached without this target"),
            )
        done |= set(chain)
