"""The approval form put together: from the same asks that ``xunjian plan`` prints, of both scopes, with what they need."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from agent.approval_others import others_of
from agent.approval_routes import accounts_of, routes_of
from agent.approved import FORM, ApprovedAsk, as_entry, ask_of, route_of
from agent.catalogue import Scope
from agent.components import components, program
from agent.expected import Wanted, members_needs, targets_of, values_of, wanted_checks
from agent.own import checks_of
from agent.planning import PlannedAsk, asks_of
from agent.security import with_scope
from agent.sending import sent, writes
from collectors.base import LINUX, Root
from collectors.sessions.script import DECLARED_WORDS, filter_words
from config.site import Site, Target
from config.text import Text, _, verbatim
from reports.documents.approval.matter import Approval, Ask, Listing

SCOPE_WORDS: Final = {Scope.INSPECTION: _("inspection"), Scope.SECURITY: _("security check")}
_ROOT_ORDER: Final = tuple(Root)


@dataclass(frozen=True, slots=True)
class Planned:
    """One ask of one target as the list has it, with all the plan's rows that it stands for."""

    entry: ApprovedAsk
    rows: tuple[PlannedAsk, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The asks' names; one that is sent once may answer several."""
        return tuple(dict.fromkeys(row.id for row in self.rows))

    @property
    def checks(self) -> tuple[str, ...]:
        """The checks that it is for."""
        return tuple(dict.fromkeys(check for row in self.rows for check in row.checks))


def planned(site: Site, globs: tuple[str, ...], scopes: Sequence[Scope]) -> dict[str, tuple[Planned, ...]]:
    """By target, everything that the scopes send to it, each once."""
    found: dict[str, dict[tuple[str, str, tuple[tuple[str, str], ...]], list[tuple[ApprovedAsk, PlannedAsk]]]] = {}
    for scope in scopes:
        scoped, wanted = with_scope(site, Wanted(globs), is_security=scope is Scope.SECURITY)
        for target in targets_of(scoped, wanted):
            mine = found.setdefault(target.id, {})
            for row in _rows(scoped, wanted, target):
                entry = ask_of(row.question, target)
                mine.setdefault((entry.digest, entry.sent, entry.values), []).append((entry, row))
    return {target: tuple(_together(one) for one in asks.values()) for target, asks in found.items()}


def _rows(site: Site, wanted: Wanted, target: Target) -> list[PlannedAsk]:
    checks = wanted_checks(target, wanted)
    return asks_of(target.platform, checks, values_of(site, target.id), members_needs(site, wanted, target), target)


def _together(found: Sequence[tuple[ApprovedAsk, PlannedAsk]]) -> Planned:
    first = found[0][0]
    most = tuple(map(max, zip(*(entry.bounds for entry, _row in found), strict=True)))
    return Planned(ApprovedAsk(first.digest, first.sent, first.values, most), tuple(row for _entry, row in found))


def list_of(site: Site, asks: Mapping[str, Sequence[Planned]], number: str, version: str) -> bytes:
    """The list for the program: what ``xunjian run --approved`` lets through. Equal arguments give equal bytes."""
    targets = {target.id: target for target in site.targets}
    made: dict[str, Any] = {
        "form": FORM,
        "number": number,
        "tool": {"name": "xunjian", "version": version, "files_sha256": program().digest},
        "targets": [
            {
                "target": name,
                "route": route_of(targets[name]),
                "asks": [as_entry(one.entry, one.ids, one.checks) for one in mine],
            }
            for name, mine in asks.items()
        ],
    }
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def approval_of(  # noqa: PLR0913 - what the form is about, one by one
    site: Site,
    asks: Mapping[str, Sequence[Planned]],
    scopes: Sequence[Scope],
    *,
    number: str,
    listed: tuple[str, bytes],
    made_at: datetime,
    language: str,
    version: str,
    store: str,
) -> Approval:
    """Put the form together; ``listed`` is the name and the content of the list's file."""
    ours = program()
    targets = tuple(target for target in site.targets if target.id in asks)
    routes = dict.fromkeys(route for target in targets for route in routes_of(target, site))
    return Approval(
        number=number,
        made_at=made_at,
        language=language,
        site=site,
        version=version,
        files=ours.files,
        files_digest=ours.digest,
        list_name=listed[0],
        list_digest=sha256(listed[1]).hexdigest(),
        components=tuple((one.name, one.version, one.licence) for one in components()),
        listings=tuple(_listings(site, targets, asks)),
        routes=tuple(routes),
        accounts=tuple(one for target in targets for one in accounts_of(target, site)),
        scopes=tuple(SCOPE_WORDS[scope] for scope in scopes),
        store=store,
        harness_words=tuple(sorted(DECLARED_WORDS)) if any(t.platform == LINUX for t in targets) else (),
        scripts=dict(_scripts(site, targets, asks, language)),
        others=tuple(others_of(targets)),
    )


def _listings(site: Site, targets: Iterable[Target], asks: Mapping[str, Sequence[Planned]]) -> Iterator[Listing]:
    """Targets that are asked the very same, together."""
    titles = {check.id: (check.title, check.reads) for check in checks_of(site)}
    groups: dict[tuple[tuple[str, ...], tuple[Ask, ...]], list[Target]] = {}
    for target in targets:
        made = tuple(_ask(one, target, titles) for one in asks[target.id])
        groups.setdefault((_way(target)[1:], made), []).append(target)
    for (notes, made), mine in groups.items():
        yield Listing(tuple(t.id for t in mine), tuple(verbatim(_way(t)[0]) for t in mine) + _texts(mine[0], notes), made)


def _way(target: Target) -> tuple[str, ...]:
    """Of a target its own line; then a key of what else is said of its way."""
    way = " ".join(filter(None, (target.id, target.address)))
    return (way, target.kind, target.platform)


def _texts(target: Target, _notes: tuple[str, ...]) -> tuple[Text, ...]:
    from agent.commands.plan_words import heading, way_to  # noqa: PLC0415 - the command's words, only where they are said

    plan = {
        "target": target.id,
        "address": target.address,
        "way": way_to(target),
        "kind": target.kind,
        "asks": (),
        "seconds_at_most": target.seconds,
        "sudo": target.ssh.sudo or target.sudo,
        "writes_confirmed_by": target.confirmed_by if writes(target) else "",
    }
    _first, *notes = heading(plan)
    return tuple(notes)


def _ask(one: Planned, target: Target, titles: Mapping[str, tuple[Text, Text]]) -> Ask:
    row = one.rows[0]
    seconds, kib, runs, items = one.entry.bounds
    command = sent(row.question.ask, target)
    purpose = tuple(titles[check][0] for check in one.checks if check in titles)
    walks = row.most > 1
    return Ask(
        ids=one.ids,
        purpose=purpose or (_("identity of the target: that it is the machine that the list means"),),
        command=command,
        digest=one.entry.digest,
        values=tuple(dict.fromkeys(f"{name}={value}" for r in one.rows for name, value, _source in r.values)),
        root=_ROOT[max((r.root for r in one.rows), key=_ROOT_ORDER.index)],
        is_writing=writes(target),
        seconds=seconds,
        kib=kib,
        runs=max(runs, 1),
        items=items if walks else 1,
        is_here=row.is_here,
        words=tuple(sorted(filter_words(command))) if target.platform == LINUX and not row.is_here else (),
    )


_ROOT: Final = {Root.NEVER: _("no"), Root.BETTER: _("sees more with root"), Root.NEEDED: _("root needed")}


def _scripts(
    site: Site, targets: Sequence[Target], asks: Mapping[str, Sequence[Planned]], language: str
) -> Iterator[tuple[str, str]]:
    """The files of rights that the customer's administrators put in place, by name: sudoers, and grants by product."""
    from agent.rights.grants import PRODUCTS, grants_text  # noqa: PLC0415 - only where a form is made
    from agent.rights.sudoers import rights_of  # noqa: PLC0415 - as above
    from agent.rights.written import FILE, sudoers_text  # noqa: PLC0415 - as above

    with_sudo = [t for t in targets if t.platform == LINUX and (t.ssh.sudo or t.sudo)]
    if with_sudo:
        checks = {name: one.checks for t in with_sudo for one in asks[t.id] for name in one.ids}
        known = (site.credentials.get(t.ssh.credential) for t in with_sudo)
        user = next((one.user for one in known if one and one.user), "xunjian")
        rights = rights_of(_collectors(checks), checks)
        yield FILE, sudoers_text(rights, user, language, is_here=False)
    for product in dict.fromkeys(target.platform for target in targets):
        if product in PRODUCTS:
            yield product, grants_text(product, language)


def _collectors(names: Mapping[str, object]) -> list[Any]:
    from agent.catalogue import every_collector  # noqa: PLC0415 - only where sudo is allowed

    return [one for one in every_collector() if one.id in names]
