"""``xunjian verify``: what a change did, over the whole stack, as one verdict."""

import fnmatch
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent import supervise
from agent.cli import say
from agent.commands.inspecting import ended_from_outside, inspect_chosen, run_in_child
from agent.commands.options import (
    CONFIGURATION_ERROR,
    config_option,
    console,
    fail,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    output_option,
    quiet_log,
    store_option,
)
from agent.commands.snapshot import bookmarks_of
from agent.purposes import VERIFY
from config.text import _, render

if TYPE_CHECKING:
    from agent.store.store import Store
    from agent.upgrades.verifying import Declared
    from checks.result import Inspection
    from checks.verification import Side, Verification
    from config.site import Site

USAGE: Final = 64  # sysexits EX_USAGE
EXIT_CODES: Final = {"passed": 0, "conditional": 1, "failed": 2}
FORMS: Final = ("docx", "pdf", "html", "json")

_HELP = _(
    "Inspect the targets of snapshot NAME again (or take snapshot --against as it is), compare, and give one verdict: "
    "passed, passed on conditions, failed. Exit code: 0 passed, 1 on conditions, 2 failed, 3 not verified."
)


@click.command(name="verify", help=say(_HELP))
@click.argument("name")
@click.option("--against", default="", help=say(_("another snapshot as the side after; nothing is inspected")))
@click.option("--map", "mapped", multiple=True, metavar="OLD=NEW", help=say(_("another target stands on the other side")))
@click.option(
    "--change",
    "change_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say(_("the change file: what was declared beforehand")),
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help=say(_("folder to write the verification document to"))
)
@click.option("--form", "forms", type=click.Choice(FORMS), multiple=True, help=say(_("only these forms (repeatable)")))
@config_option
@store_option
@lang_option
@output_option
@click.option("--quiet", "-q", is_flag=True, help=say(_("no progress")))
@click.option("--verbose", "-v", is_flag=True, help=say(_("our own log on standard error")))
@click.option(supervise.CHILD_FLAG, "in_child", is_flag=True, hidden=True)
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    name: str,
    against: str,
    mapped: tuple[str, ...],
    change_path: Path | None,
    out: Path | None,
    forms: tuple[str, ...],
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
    output: str,
    *,
    quiet: bool,
    verbose: bool,
    in_child: bool,
) -> None:
    """Verify in a child process where something is inspected."""
    if not in_child and not against:
        run_in_child()
    quiet_log(is_verbose=verbose)
    site = load_site(config_path)
    language = language_of(site, lang)
    pairs = _pairs(mapped)
    declared = _declared(change_path, site)
    if not against:
        supervise.end_in_order()
    with ended_from_outside(language), open_the_store(store_url, site, create=False) as store:
        made = _verified(site, store, (name, against), declared, pairs, language, quiet=quiet)
        code = _shown(made, output, language)
        _written(made, site, store, out, forms, language)
    sys.exit(code)


def _pairs(mapped: tuple[str, ...]) -> dict[str, str]:
    pairs = dict(one.split("=", 1) for one in mapped if "=" in one)
    if len(pairs) != len(mapped) or len(set(pairs.values())) != len(pairs) or not all((*pairs, *pairs.values())):
        fail(say(_("Write --map as OLD=NEW, each target once.")), USAGE)
    return pairs


def _declared(path: Path | None, site: "Site") -> "Declared":
    from agent.upgrades.verifying import Declared  # noqa: PLC0415 - only here

    if path is None:
        return Declared()
    from agent.expected import DEFAULT_TIMEZONE  # noqa: PLC0415 - only where there is a file
    from config.change_file import read  # noqa: PLC0415 - as above
    from config.problems import ConfigError  # noqa: PLC0415 - as above

    try:
        declared = Declared(*read(path, site.timezone or DEFAULT_TIMEZONE))
    except ConfigError as error:
        fail("\n".join(error.render(language_of(site, None))), CONFIGURATION_ERROR)
    _known(path, declared)
    return declared


def _known(path: Path, declared: "Declared") -> None:
    """What is named must exist: a word that fits nothing would be a silent hole."""
    from agent.upgrades.gate import CONDITIONS  # noqa: PLC0415 - only where there is a file
    from checks.changes import ASPECTS  # noqa: PLC0415 - as above

    aspects, conditions = tuple(one.id for one in ASPECTS), tuple(one.id for one in CONDITIONS)
    wrong = [(one.aspect, aspects) for one in declared.expected if not fnmatch.filter(aspects, one.aspect)]
    wrong += [(one.condition, conditions) for one in declared.plan.by_hand if not fnmatch.filter(conditions, one.condition)]
    for word, known in wrong:
        told = _("{file}: nothing is called “{word}”; there is: {known}", file=str(path), word=word, known=known)
        click.echo(say(told), err=True)
    if wrong:
        sys.exit(CONFIGURATION_ERROR)


def _verified(
    site: "Site",
    store: "Store",
    names: tuple[str, str],
    declared: "Declared",
    mapped: dict[str, str],
    language: str,
    *,
    quiet: bool,
) -> "Verification":
    from agent.expected import DEFAULT_TIMEZONE, Wanted  # noqa: PLC0415 - only here
    from agent.upgrades.verifying import verify  # noqa: PLC0415 - as above
    from checks.verification import Side  # noqa: PLC0415 - as above

    name, against = names
    before = _side(store, name, language)
    sided = before[1].expected or tuple(one.target for one in before[1].targets)
    if strange := tuple(one for one in mapped if one not in sided):
        fail(say(_("--map: the snapshot before has no such target: {targets}", targets=strange)), USAGE)
    if against:
        after = _side(store, against, language)
        _later(before[0], after[0])
    else:
        ids = tuple(mapped.get(one, one) for one in sided)
        strangers = [one for one in ids if one not in site.ids]
        known = tuple(one for one in ids if one not in strangers)
        if not known:
            fail(
                say(_("None of the snapshot’s targets is in the configuration: {targets}", targets=tuple(strangers))), USAGE
            )
        inspection = inspect_chosen(
            _narrowed(site, frozenset(known)),
            store,
            Wanted(known),
            language,
            purpose=VERIFY,
            schedule=f"verify:{name}",  # its own: where a run on demand goes on reading does not move
            read_from=bookmarks_of(name),
            quiet=quiet,
        )
        whole = store.load(inspection)
        after = (Side("", whole.id, whole.ended_at or whole.started_at, whole.tool_version), whole)
    zone = site.timezone or DEFAULT_TIMEZONE
    return verify(store, before, after, declared, mapped, zone, datetime.now(UTC))


def _narrowed(site: "Site", ids: frozenset[str]) -> "Site":
    """The site of these targets and groups alone: a tag of another target that is spelt like an id must not bring it in."""
    groups = tuple(one for one in site.groups if one.id in ids)
    wanted = ids.union(*(one.members for one in groups))
    return replace(site, targets=tuple(one for one in site.targets if one.id in wanted), groups=groups)


def _later(before: "Side", after: "Side") -> None:
    """The side after must be of later: held against itself all is well, and the wrong way round a loss is a gain."""
    if after.at <= before.at or after.inspection == before.inspection:
        words_of = _(
            "“{after}” is not later than “{before}”: first the snapshot before the change, in --against the one after it.",
            after=after.name,
            before=before.name,
        )
        fail(say(words_of), USAGE)


def _side(store: "Store", name: str, language: str) -> "tuple[Side, Inspection]":
    """A snapshot by its name; one that is not there is no side, and exits as not verified."""
    from agent.store.values import StoreError  # noqa: PLC0415 - only here
    from checks.verification import Side  # noqa: PLC0415 - as above

    try:
        found = store.snapshot(name)
        whole = store.load(found.inspection)
    except StoreError as error:
        fail(render(error.text, language), supervise.KILLED)
    return Side(name, whole.id, whole.ended_at or whole.started_at, whole.tool_version, found.by), whole


def _shown(made: "Verification", output: str, language: str) -> int:
    from checks.verdict import decide  # noqa: PLC0415 - only here
    from reports.output.upgrade import show  # noqa: PLC0415 - as above
    from reports.output.upgrade_json import as_json  # noqa: PLC0415 - as above

    verdict, reasons = decide(made)
    if output == "json":
        click.echo(as_json(made, verdict, reasons, language))
    else:
        show(console(), made, verdict, reasons, language)
    return EXIT_CODES[verdict.value]


def _written(
    made: "Verification", site: "Site", store: "Store", out: Path | None, forms: tuple[str, ...], language: str
) -> None:
    if out is not None:
        from agent.commands.upgrade_document import write  # noqa: PLC0415 - only where it is wanted

        write(made, site, out, forms or FORMS, language, store)
