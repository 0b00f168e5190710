"""The databases of a kit: which go into it, what it asks them by their client on the host, and whose answers came back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from agent.catalogue import collectors_for
from agent.databases import client_of
from agent.expected import Wanted, members_needs, values_of, wanted_checks
from agent.gather import Gathering
from collectors.base import FactKind, Process
from collectors.facts.identity import IDENTITY
from config.kinds import DATABASES
from config.site import Site, SqlAccess, Target, with_own
from config.text import Text, _

if TYPE_CHECKING:
    from collectors.sessions.base import Session
    from collectors.sessions.bundle import Bundle, KitDatabase
    from collectors.sessions.client_kit import Carried
    from collectors.sessions.clients.base import Client

ABOUT = _(
    "Databases: {names}. Their own client on this host asks them {count} statements at most, each read-only in a\n"
    "transaction of its own; all stand below in _files. No password stands in this file and none is asked for: the client\n"
    "logs in as {accounts}, by what that account has on this host (peer, .pgpass, .my.cnf, a wallet), or not at all; what\n"
    "was not seen is then reported as not inspected, with the reason."
)
_OWN = _("the account that runs this file")
_EITHER = _("{accounts}, or the account that runs this file")


def databases_of(site: Site, target: Target) -> tuple[Target, ...]:
    """The databases that a kit of this target asks: itself where it is one, of a host those that name it as theirs."""
    if target.kind in DATABASES:
        return (target,)
    return tuple(one for one in site.targets if one.kind in DATABASES and one.host == target.id)


def groups_within(site: Site, ids: Sequence[str]) -> tuple[str, ...]:
    """The groups all of whose members are among these targets: judged with them, from one kit."""
    return tuple(group.id for group in site.groups if group.members and set(group.members) <= set(ids))


def kinds_for_groups(site: Site, target: Target, ids: Sequence[str]) -> tuple[FactKind[Any], ...]:
    """What the groups that a kit's targets make need of one of them."""
    groups = groups_within(site, ids)
    if not groups:
        return ()
    needs = members_needs(site, Wanted(groups), target)
    return tuple(kind for kinds in needs.values() for kind in kinds)


def carried_of(site: Site, target: Target, place: int, checks: Sequence[str], ids: Sequence[str]) -> "Carried":
    """What a kit asks of one database. Raises SessionError where its product has no client here."""
    from collectors.sessions.client_kit import carried  # noqa: PLC0415 - only where a database is

    wanted = Wanted((), tuple(checks))
    chosen = [one for one in wanted_checks(target, wanted) if one.needs.own is None or not _is_ours(one.needs.own.ask)]
    collectors = collectors_for(target.platform, chosen, always=(IDENTITY, *kinds_for_groups(site, target, ids)))
    questions = Gathering(collectors, values_of(site, target.id)).questions(1)
    access = target.sql or SqlAccess()
    made = carried(place, client_with(site, target), access.os_user, questions)
    line = f"database {place} {target.platform} {target.kind} {target.id}"
    return replace(made, lines=(line, *made.lines))


def client_with(site: Site, target: Target) -> "Client":
    """Its client, as the account that the entry's credential names; no secret is looked at. Raises SessionError."""
    access = target.sql or SqlAccess()
    credential = site.credentials.get(access.credential)
    return client_of(target, access, credential.user if credential else "")


def about(databases: Sequence[Target], count: int) -> Text:
    """What the kit's head says of its databases."""
    names = [one.id for one in databases]
    accounts = sorted({one.sql.os_user for one in databases if one.sql and one.sql.os_user})
    is_own = any(not (one.sql and one.sql.os_user) for one in databases)
    named = ", ".join(accounts)
    who = replace(_EITHER, values={"accounts": named}) if accounts and is_own else _OWN if is_own else named
    return replace(ABOUT, values={"names": tuple(names), "count": count, "accounts": who})


def owners(bundle: "Bundle", named: str) -> dict[str, "KitDatabase"]:
    """By the id of a target, the database of a bundle that is its; ``named`` is the only one's of a kit without a host."""
    if named and len(bundle.databases) == 1 and not bundle.is_of_host:
        return {named: bundle.databases[0]}
    return {one.target: one for one in bundle.databases}


def with_databases(site: Site, found: dict[str, "KitDatabase"]) -> Site:
    """The site with a target for each of them: those that it does not know are made, others are what the kit asked."""
    known = {target.id for target in site.targets}
    kept = [
        replace(target, kind=one.kind, platform=one.platform)
        if (one := found.get(target.id)) is not None and target.kind not in DATABASES
        else target
        for target in site.targets
    ]
    new = [
        with_own(Target(id=name, kind=one.kind, platform=one.platform), site.own)
        for name, one in found.items()
        if name not in known
    ]
    return replace(site, targets=(*kept, *new))


def session_over(bundle: "Bundle", database: "KitDatabase", site: Site, target: Target, now: datetime) -> "Session":
    """A session over what the kit brought of one database."""
    from collectors.sessions.client import ClientSession  # noqa: PLC0415 - only where a database is
    from collectors.sessions.client_bundle import BundleRuns  # noqa: PLC0415 - as above

    client = client_with(site, replace(target, platform=database.platform, kind=database.kind))
    return ClientSession(BundleRuns(bundle, database.place, client, now), client)


def _is_ours(ask: object) -> bool:
    """Whether a program on our own side answers it: nothing that a kit could bring back."""
    return isinstance(ask, Process)
