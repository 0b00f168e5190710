"""What a kit asks, and whose a bundle is that came back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from agent.catalogue import collectors_for
from agent.expected import Wanted, values_of
from agent.gather import Gathering
from agent.kit_databases import about as about_databases
from agent.kit_databases import carried_of, databases_of, kinds_for_groups, owners, with_databases
from agent.own import checks_on
from checks.base import AnyCheck
from collectors.base import Process, Question
from collectors.facts.identity import IDENTITY
from collectors.sessions.base import Budget
from collectors.sessions.kit import kit
from config.kinds import DATABASES
from config.site import Site, Target, with_own
from config.text import Text, _, render

if TYPE_CHECKING:
    from agent.store.store import Store
    from checks.result import Inspection, TargetResult
    from collectors.sessions.bundle import Bundle, KitDatabase

PLATFORM: Final = "linux"
PURPOSE: Final = "kit"
SCHEDULE: Final = "kit"
"""Whose bookmarks an import reads from: its own, never those of a schedule."""
ABOUT = _(
    "xunjian kit, version {version}: an inspection of this host, read only.\n"
    "It asks {count} things, each with its own limit of time and size; every command stands below in _first, _asks and\n"
    "_second as it is run. It needs no root (sees more with it), installs and changes nothing, connects to no other host.\n"
    "It makes one private folder, removed at its end, and leaves one file, xunjian-HOST-TIME.xjb, in the folder of -o.\n"
    "Run it: sh THIS-FILE -o /tmp    on a terminal whose log is saved: sh THIS-FILE -t    its commands: sh THIS-FILE -l\n"
    "Words that a command filter may refuse: {words}"
)


def kit_of(site: Site, target: str, checks: Sequence[str], language: str, *, with_databases: bool = True) -> str:
    """Write the kit of a Linux host and of the databases on it, or of one database: all checks, or those that fit.

    With a target, what the configuration expects of it. Raises SessionError for a database that has no client here.
    """
    from agent.cli import VERSION  # noqa: PLC0415 - the command line imports this module
    from collectors.sessions.script import DECLARED_WORDS  # noqa: PLC0415 - as below

    one = next((t for t in site.targets if t.id == target), with_own(Target(id=target or "kit"), site.own))
    databases = databases_of(site, one) if with_databases else ()
    ids = (one.id, *(database.id for database in databases))
    questions = [] if one in databases else _of_host(site, one, checks, ids)
    parts = [carried_of(site, database, place, checks, ids) for place, database in enumerate(databases)]
    questions += [question for part in parts for question in part.questions]
    about = render(_about(VERSION, len(questions), tuple(sorted(DECLARED_WORDS))), language)
    if parts:
        about += "\n" + render(about_databases(databases, sum(part.count for part in parts)), language)
    return kit(
        questions,
        _budget(site, one, databases),
        version=VERSION,
        about=about,
        sudo=one.sudo or one.ssh.sudo,
        files={name: content for part in parts for name, content in part.files.items()},
        lines=[line for part in parts for line in part.lines],
    )


def _of_host(site: Site, one: Target, checks: Sequence[str], ids: Sequence[str]) -> list[Question]:
    """What the host is asked itself."""
    wanted = Wanted((), tuple(checks))
    chosen = [check for check in checks_on(one) if wanted.check(one, check) and not _is_ours(check)]
    always = (IDENTITY, *kinds_for_groups(site, one, ids))
    return Gathering(collectors_for(PLATFORM, chosen, always=always), values_of(site, one.id)).questions(1)


def _budget(site: Site, one: Target, databases: Sequence[Target]) -> Budget:
    """The time of all that stands in one kit: of the host and of each database its own."""
    bounds = site.bounds
    asked = {target.id: target.seconds or bounds.target_seconds for target in (one, *databases)}
    return Budget(sum(asked.values()), bounds.connect_seconds, bounds.sample_seconds)


def _is_ours(check: AnyCheck) -> bool:
    """Whether a program on our own side answers it: nothing that a kit could bring back."""
    return check.needs.own is not None and isinstance(check.needs.own.ask, Process)


def _about(version: str, count: int, words: tuple[str, ...]) -> Text:
    return replace(ABOUT, values={"version": version, "count": count, "words": words})


def owner_of(bundle: "Bundle", site: Site, named: str) -> tuple[Site, Target]:
    """Say whose a bundle is: the target that was named, else the one called as the host calls itself, else a new one.

    Gives the site with it. Raises KeyError for a name that the configuration does not have.
    """
    if named:
        found = next((t for t in site.targets if t.id == named), None)
        if found is None:
            raise KeyError(named)
        return site, replace(found, platform=PLATFORM)
    for target in site.targets:
        if (
            target.kind not in DATABASES
            and bundle.host
            and bundle.host in {target.id, target.address, target.asset.get("name")}
        ):
            return site, target
    made = with_own(Target(id=bundle.host or "kit", kind="linux", address=bundle.host), site.own)
    return replace(site, targets=(made,) if site == Site() else (*site.targets, made)), made


def owners_of(bundle: "Bundle", site: Site, named: str) -> "tuple[Site, tuple[str, ...], Mapping[str, KitDatabase]]":
    """Whose all of a bundle is: the site with all of them, their ids, and which of these are databases.

    The host's comes first. Raises KeyError for a name that the configuration does not have.
    """
    databases = owners(bundle, named)
    if not bundle.is_of_host:
        if named and named not in site.ids:
            raise KeyError(named)
        return with_databases(site, databases), tuple(databases), databases
    whole, target = owner_of(bundle, site, "" if named in databases else named)
    return with_databases(whole, databases), (target.id, *databases), databases


def imported_before(store: "Store", target: str, digest: str) -> "Inspection | None":
    """Give the latest inspection that was made of the very same bundle or log, by its digest, for this target."""
    for header in store.inspections():
        if header.purpose == PURPOSE and header.state == "done" and target in header.expected:
            result = store.target_result(header.id, target)
            if result is not None and result.transport.get("bundle") == digest:
                return store.load(header.id)
    return None


def same_machine(store: "Store", site: Site, result: "TargetResult") -> str:
    """Name the target of the configuration that was met as this very machine (machine-id); "" where there is none."""
    met = result.identity.get("machine_id")
    for target in site.targets if met else ():
        if (store.known_identity(target.id) or {}).get("machine_id") == met and target.id != result.target:
            return target.id
    return ""
