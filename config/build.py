"""Models of the files into one Site: layers merged, references checked, defaults filled in."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from config.entries import WAYS, CredentialBlock, SshBlock, TargetBlock
from config.kinds import GROUPS, HOST_GROUPS, platform_of
from config.limits import Rule
from config.own_build import owns, strangers
from config.places import Path as YamlPath
from config.places import Tree
from config.problems import ConfigError, Problem, suggest
from config.references import Placed, wrong
from config.rules import Known, misfits, rule_of
from config.schema import LANGUAGES, BoundsBlock, File, SiteBlock
from config.site import Access, Bounds, Credential, Site, SqlAccess, SshAccess, Target, with_own
from config.steps import steps_of
from config.text import _

_FROM_FILE_FOLDER = ("logo", "known_hosts", "private_key", "vault")
"""Paths that count from the folder of the file that names them."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file: where it lies, its places, its model, its digest. The last one is the operator's own."""

    folder: Path
    tree: Tree
    model: File
    digest: str
    is_main: bool


def built(sources: tuple[Source, ...], known: Known) -> Site:
    """Make the Site. Raises ConfigError with all that does not fit together."""
    problems: list[Problem] = []
    own = tuple(owns(sources, problems))
    known = known and {**known, **{one.check: one.limits for one in own}}
    rules = tuple(_rules(sources, known, problems))
    credentials = _credentials(sources, problems)
    placed = tuple(_placed(sources))
    entries = tuple(_target(p) for p in placed)
    targets = tuple(t for t in entries if t.kind not in GROUPS) or Site().targets
    groups = (*(t for t in entries if t.kind in GROUPS), *_host_groups(placed))
    site, bounds = _site_block(sources), _bounds(sources, problems)
    problems += wrong(placed, credentials)
    problems += _no_targets(sources, placed)
    ids = tuple(t.id for t in (*targets, *groups))
    problems += _strangers(sources, rules, ids)
    problems += misfits(known, rules, ids)
    problems += _timezone(sources)
    problems += strangers(own, targets)
    if problems:
        raise ConfigError(problems)
    models = [source.model for source in sources]
    return Site(
        customer=site.customer,
        project=site.project,
        contract_number=next((m.contract.number for m in reversed(models) if m.contract), ""),
        language=LANGUAGES.get(site.language, "zh_CN"),
        timezone=site.timezone,
        provider=site.provider,
        engineer=site.engineer,
        logo=site.logo,
        known_hosts=site.known_hosts,
        vault=site.vault or _path("xunjian.vault", sources[-1].folder),
        credentials=credentials,
        targets=tuple(with_own(target, own) for target in targets),
        groups=groups,
        rules=rules,
        own=own,
        checklists=tuple(_path(name, source.folder) for source in sources for name in source.model.checklists),
        bounds=bounds,
        contacts=tuple(c.model_dump(exclude_defaults=True) for m in models for c in m.contacts),
        score=site.score or "shown",
        digest=sha256("".join(source.digest for source in sources).encode()).hexdigest(),
        **_store_block(sources),
    )


def _rules(sources: tuple[Source, ...], known: Known, problems: list[Problem]) -> Iterator[Rule]:
    for source in sources:
        for number, block in enumerate(source.model.limits):
            try:
                yield rule_of(block, source.tree.place(("limits", number)), is_main=source.is_main, known=known)
            except ConfigError as error:
                problems += error.problems


def _credentials(sources: tuple[Source, ...], problems: list[Problem]) -> Mapping[str, Credential]:
    made: dict[str, Credential] = {}
    for source in sources:
        for name, block in source.model.credentials.items():
            place = source.tree.place(("credentials", name))
            if name in made:
                found = _("the credential “{name}” again; {place} has it already", name=name, place=made[name].place)
                problems.append(Problem(place, "credentials", found, _("give each credential a name of its own")))
            made[name] = _credential(name, block, place, source.folder)
    return made


def _credential(name: str, block: CredentialBlock, place: str, folder: Path) -> Credential:
    return Credential(
        name=name,
        user=block.user,
        private_key=_path(block.private_key, folder),
        passphrase=block.passphrase,
        password=block.password,
        one_time_code=block.one_time_code,
        use_agent=block.use_agent,
        place=place,
    )


def _store_block(sources: tuple[Source, ...]) -> dict[str, str]:
    """The store of the last file that names one, whole: a password belongs to the URL beside it."""
    for source in reversed(sources):
        if source.model.store:
            written = source.model.store
            place = source.tree.place(("store", "password"))
            return {
                "store_url": _store(written.url, source.folder),
                "store_password": written.password,
                "store_place": place,
            }
    return {}


def _store(written: str, folder: Path) -> str:
    return written if "://" in written else _path(written, folder)


def _path(written: str, folder: Path) -> str:
    return str(beside(folder, written).absolute()) if written else ""


def beside(folder: Path, written: str) -> Path:
    """A path as an operator writes it: from home with ``~``, from the root with ``/``, else from his file's folder."""
    return folder / os.path.expanduser(written)  # noqa: PTH111 - Path.expanduser raises where the home is not known


def _placed(sources: tuple[Source, ...]) -> Iterator[Placed]:
    for source in sources:
        places = {path: f"{source.tree.name}:{line}" for path, line in source.tree.lines.items()}
        for number, block in enumerate(source.model.targets or ()):
            yield Placed(block, ("targets", number), places, source.folder)


def _target(placed: Placed) -> Target:
    block = placed.block
    ssh = block.access.ssh
    return Target(
        id=block.id,
        kind=block.kind,
        address=block.address or ("localhost" if block.kind == "local" else ""),
        ssh=_ssh(ssh),
        ways=_other_ways(block, placed.folder),
        sql=_sql(block, placed.folder),
        platform=block.platform or _platform(block),
        importance=block.importance,
        tags=tuple(block.tags),
        dengbao=block.dengbao,
        asset={key: str(value) for key, value in block.asset.model_dump(exclude_defaults=True).items() if value},
        sudo=block.sudo,
        seconds=block.seconds or 0,
        host=block.host,
        steps=steps_of(block),
        confirmed_by=block.writes.confirmed_by,
        members=tuple(block.members),
        place=placed.place(),
    )


def _host_groups(placed: tuple[Placed, ...]) -> Iterator[Target]:
    """A group of each database or BMC and the host that it names; its name has a sign that no target's id can have."""
    for one in placed:
        block = one.block
        if block.host and block.kind in HOST_GROUPS:
            kind = HOST_GROUPS[block.kind]
            members = (block.id, block.host)
            yield Target(
                id="@".join(members),
                kind=kind,
                platform=kind,
                importance=block.importance,
                tags=tuple(block.tags),
                members=members,
                place=one.place("host"),
            )


def _ssh(block: SshBlock) -> SshAccess:
    written = block.model_dump() | {"ways": tuple(block.ways), "menu": tuple((s.expect, s.send) for s in block.menu)}
    return SshAccess(**written)


def _platform(block: TargetBlock) -> str:
    if block.kind == "function" and block.steps:
        return "transaction"
    return platform_of(block.kind, block.address)


def _other_ways(block: TargetBlock, folder: Path) -> dict[str, Access]:
    made = {}
    for name in WAYS:
        written = getattr(block.access, name)
        if written is not None:
            made[name] = Access(
                credential=written.credential,
                port=written.port,
                certificate=written.certificate,
                authorities=_path(written.authorities, folder),
                accept_any_certificate=written.accept_any_certificate,
                is_legacy=written.tls == "legacy",
            )
    return made


def _sql(block: TargetBlock, folder: Path) -> SqlAccess | None:
    written = block.access.sql
    if written is None:
        return None
    return SqlAccess(
        credential=written.credential,
        port=written.port,
        database=written.database,
        tls=written.tls,
        authorities=_path(written.authorities, folder),
        driver=written.driver,
        os_user=written.os_user,
        socket=written.socket,
        licensed_packs=tuple(written.licensed_packs),
        licence_note=written.licence_note,
    )


def _site_block(sources: tuple[Source, ...]) -> SiteBlock:
    """Lay the blocks over each other, field by field; the operator's own file comes last and wins."""
    made: dict[str, str] = {}
    for source in sources:
        written = {key: str(value) for key, value in source.model.site.model_dump().items() if value}
        made |= {key: _path(value, source.folder) if key in _FROM_FILE_FOLDER else value for key, value in written.items()}
    return SiteBlock.model_validate(made)


def _bounds(sources: tuple[Source, ...], problems: list[Problem]) -> Bounds:
    made = Bounds(**BoundsBlock().model_dump())
    place = ""
    for source in sources:
        written = source.model.bounds.model_dump(exclude_unset=True)
        made = Bounds(**{name: written.get(name, getattr(made, name)) for name in BoundsBlock.model_fields})
        place = source.tree.place(("bounds",)) if written else place
    if made.run_seconds < made.target_seconds:
        found = _("run_seconds {run} below target_seconds {target}", run=made.run_seconds, target=made.target_seconds)
        problems.append(Problem(place, "bounds", found, _("allow the whole run at least as long as one target")))
    if made.connect_seconds + made.sample_seconds >= made.target_seconds:
        found = _("target_seconds {target} used up by connecting and sampling", target=made.target_seconds)
        problems.append(
            Problem(place, "bounds", found, _("make target_seconds larger than connect_seconds and sample_seconds"))
        )
    return made


def _no_targets(sources: tuple[Source, ...], placed: tuple[Placed, ...]) -> Iterator[Problem]:
    empty = [source for source in sources if source.model.targets == []]
    if empty and not placed:
        place = empty[-1].tree.place(("targets",))
        yield Problem(place, "targets", _("an empty list"), _("name at least one target, or remove “targets:”"))


def _strangers(sources: tuple[Source, ...], rules: tuple[Rule, ...], ids: tuple[str, ...]) -> Iterator[Problem]:
    """Rules of the operator's own file that name a target nobody knows; a company's file may name those of other sites."""
    own = {
        source.tree.place(("limits", n)) for source in sources if source.is_main for n in range(len(source.model.limits))
    }
    for rule in rules:
        is_pattern = any(sign in rule.target for sign in "*?[")
        if rule.place in own and not is_pattern and rule.target not in ids:
            found = _("the unknown target “{id}”", id=rule.target)
            yield Problem(rule.place, "limits.target", found, suggest(rule.target, ids))


def _timezone(sources: tuple[Source, ...]) -> Iterator[Problem]:
    path: YamlPath = ("site", "timezone")
    for source in sources:
        name = source.model.site.timezone
        if name and not _is_timezone(name):
            found = _("the unknown time zone “{name}”", name=name)
            yield Problem(source.tree.place(path), "site.timezone", found, _("write it as in Asia/Shanghai"))


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return not available_timezones()  # a machine without time zone data cannot say that a name is wrong
    return True
