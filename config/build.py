"""Models of the files into one Site: layers merged, references checked, defaults filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from config.contract import authorisation_of, contact_of, terms_of
from config.declared import declaration_of, wrong_declarations
from config.deliveries import Delivery
from config.feeds import DeliveryBlock, delivery_of, wrong_deliveries
from config.grammar import is_timezone
from config.kinds import GROUPS
from config.limits import Rule
from config.own_build import owns, strangers
from config.places import Path as YamlPath
from config.places import Tree
from config.problems import ConfigError, Problem, suggest
from config.promised import wrong_promises
from config.references import Placed, wrong
from config.rules import Known, misfits, rule_of
from config.said import Authorisation, Declaration
from config.scheduled import keeping_of, schedule_of, wrong_schedules
from config.schedules import Keeping, Schedule
from config.schema import LANGUAGES, BoundsBlock, File, SiteBlock
from config.site import Bounds, Credential, Site, with_own
from config.targets import credential_of, host_groups, path_of, target_of
from config.terms import Terms
from config.text import _

_FROM_FILE_FOLDER = ("logo", "template", "known_hosts", "private_key", "vault")
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
    """Make the Site. Raises ConfigError with all that does not fit together. ``known`` is read for rules alone."""
    problems: list[Problem] = []
    own = tuple(owns(sources, problems))
    has_rules = any(source.model.limits for source in sources)
    known = known and {**known, **{one.check: one.limits for one in own}} if has_rules else {}
    rules = tuple(_rules(sources, known, problems))
    credentials = _credentials(sources, problems)
    placed = tuple(_placed(sources))
    entries = tuple(target_of(p) for p in placed)
    targets = tuple(t for t in entries if t.kind not in GROUPS) or Site().targets
    groups = (*(t for t in entries if t.kind in GROUPS), *host_groups(placed))
    site, bounds = _site_block(sources), _bounds(sources, problems)
    problems += wrong(placed, credentials)
    problems += _no_targets(sources, placed)
    ids = tuple(t.id for t in (*targets, *groups))
    problems += _strangers(sources, rules, ids)
    problems += misfits(known, rules, ids)
    problems += _timezone(sources)
    problems += _wrong_workers(sources)
    problems += strangers(own, targets)
    declared = tuple(_declared(sources))
    problems += wrong_declarations(declared, ids)
    terms = next(_terms(sources), Terms())
    problems += wrong_promises(terms.clocks, terms.calendars)
    models = [source.model for source in sources]
    contacts = tuple(contact_of(c) for m in models for c in m.contacts)
    problems += wrong_deliveries(_delivery_blocks(sources), contacts, credentials)
    schedules, deliveries = tuple(_schedules(sources)), tuple(_deliveries(sources))
    problems += wrong_schedules(schedules, deliveries, targets)
    if problems:
        raise ConfigError(problems)
    return Site(
        customer=site.customer,
        project=site.project,
        contract_number=next((m.contract.number for m in reversed(models) if m.contract), ""),
        terms=terms,
        language=LANGUAGES.get(site.language, "zh_CN"),
        timezone=site.timezone,
        provider=site.provider,
        engineer=site.engineer,
        logo=site.logo,
        template=site.template,
        known_hosts=site.known_hosts,
        vault=site.vault or path_of("xunjian.vault", sources[-1].folder),
        credentials=credentials,
        targets=tuple(with_own(target, own) for target in targets),
        groups=groups,
        rules=rules,
        own=own,
        checklists=tuple(path_of(name, source.folder) for source in sources for name in source.model.checklists),
        bounds=bounds,
        contacts=contacts,
        deliveries=deliveries,
        schedules=schedules,
        keeping=_keeping(sources),
        data=next((m.contract.data for m in reversed(models) if m.contract), Site().data),
        authorisation=next(_authorisations(sources), None),
        needs_authorisation=any(m.contract.needs_authorisation for m in models if m.contract),
        score=site.score or "shown",
        profile=site.profile,
        declared=declared,
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


def _authorisations(sources: tuple[Source, ...]) -> Iterator[Authorisation]:
    """The last that is written counts."""
    for source in reversed(sources):
        contract = source.model.contract
        if contract is not None and contract.authorisation is not None:
            yield authorisation_of(contract.authorisation, source.tree.place(("contract", "authorisation")))


def _terms(sources: tuple[Source, ...]) -> Iterator[Terms]:
    for source in reversed(sources):
        if source.model.contract is not None:
            yield terms_of(source.model.contract, partial(_place, source.tree))


def _place(tree: Tree, key: str, number: int) -> str:
    return tree.place(("contract", key, number))


def _declared(sources: tuple[Source, ...]) -> Iterator[Declaration]:
    for source in sources:
        for number, block in enumerate(source.model.declared):
            yield declaration_of(block, source.tree.place(("declared", number)))


def _delivery_blocks(sources: tuple[Source, ...]) -> Iterator[tuple[DeliveryBlock, str]]:
    for source in sources:
        for number, block in enumerate(source.model.deliveries):
            yield block, source.tree.place(("deliveries", number))


def _deliveries(sources: tuple[Source, ...]) -> Iterator[Delivery]:
    for source in sources:
        for number, block in enumerate(source.model.deliveries):
            yield delivery_of(block, source.folder, source.tree.place(("deliveries", number)))


def _schedules(sources: tuple[Source, ...]) -> Iterator[Schedule]:
    for source in sources:
        for number, block in enumerate(source.model.schedules):
            yield schedule_of(block, source.tree.place(("schedules", number)))


def _keeping(sources: tuple[Source, ...]) -> Keeping:
    """The block of the last file that has one, whole."""
    found = ((source.model.daemon, source.folder) for source in reversed(sources) if source.model.daemon)
    return next((keeping_of(block, folder) for block, folder in found), Keeping())


def _credentials(sources: tuple[Source, ...], problems: list[Problem]) -> Mapping[str, Credential]:
    made: dict[str, Credential] = {}
    for source in sources:
        for name, block in source.model.credentials.items():
            place = source.tree.place(("credentials", name))
            if name in made:
                found = _("the credential “{name}” again; {place} has it already", name=name, place=made[name].place)
                problems.append(Problem(place, "credentials", found, _("give each credential a name of its own")))
            made[name] = credential_of(name, block, place, source.folder)
    return made


def _store_block(sources: tuple[Source, ...]) -> dict[str, Any]:
    """The store of the last file that names one, whole: a password belongs to the URL beside it."""
    for source in reversed(sources):
        if source.model.store:
            written = source.model.store
            place = source.tree.place(("store", "key" if written.key else "password"))
            return {
                "store_url": _store(written.url, source.folder),
                "store_password": written.password,
                "store_key": written.key,
                "store_place": place,
                "store_role": written.role,
                "store_workers": written.workers,
                "store_wait_seconds": written.wait_seconds,
            }
    return {}


def _wrong_workers(sources: tuple[Source, ...]) -> Iterator[Problem]:
    """Workers share by the database server that the store is in; a file has no queue."""
    for source in sources:
        written = source.model.store
        if written and written.workers == "shared" and not written.url.startswith("postgresql"):
            found = _("“shared” beside a store that is a file")
            write = _("write store.url: postgresql://…, or workers: own")
            yield Problem(source.tree.place(("store", "workers")), "store.workers", found, write)


def _store(written: str, folder: Path) -> str:
    return written if "://" in written else path_of(written, folder)


def _placed(sources: tuple[Source, ...]) -> Iterator[Placed]:
    for source in sources:
        places = {path: f"{source.tree.name}:{line}" for path, line in source.tree.lines.items()}
        for number, block in enumerate(source.model.targets or ()):
            yield Placed(block, ("targets", number), places, source.folder)


def _site_block(sources: tuple[Source, ...]) -> SiteBlock:
    """Lay the blocks over each other, field by field; the operator's own file comes last and wins."""
    made: dict[str, str] = {}
    for source in sources:
        written = {key: str(value) for key, value in source.model.site.model_dump().items() if value}
        made |= {
            key: path_of(value, source.folder) if key in _FROM_FILE_FOLDER else value for key, value in written.items()
        }
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
        if name and not is_timezone(name):
            found = _("the unknown time zone “{name}”", name=name)
            yield Problem(source.tree.place(path), "site.timezone", found, _("write it as in Asia/Shanghai"))
