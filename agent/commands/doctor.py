"""``xunjian doctor``: what keeps each target from being inspected whole, and the exact remedy. Nothing is kept."""

import re
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent import supervise
from agent.cli import say
from agent.commands.inspecting import ended_from_outside, run_in_child
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    output_option,
    quiet_log,
    store_option,
)
from config.text import _

if TYPE_CHECKING:
    from agent.doctor import Diagnosis
    from agent.own_side import Own
    from agent.store.store import Store
    from config.site import Site, Target

DARK: Final = 3
"""Exit code where something cannot be inspected, as ``run`` has it for what was not."""
USAGE: Final = 64  # sysexits EX_USAGE
DEFAULT_USER: Final = "inspect"
_ACCOUNT = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}")

_HELP = _(
    "Say of each target whether it is reached, who logs in, whom it meets, which rights and tools are missing, which "
    "checks that darkens, and the remedy; and how long our own accounts live. It asks what an inspection asks and keeps "
    "nothing of it. Exit code: 0 everything can be inspected, 3 something cannot."
)
_KILLED = _("doctor was ended from outside; nothing was kept.")


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found: of the targets that can be asked, of those that cannot, of our own side."""

    diagnoses: "tuple[Diagnosis, ...]"
    unasked: "tuple[Target, ...]"
    own: "tuple[Own, ...]"
    groups: "tuple[Target, ...]" = ()
    """Those that were named: each is judged on its members, which are therefore examined."""

    @property
    def is_whole(self) -> bool:
        """Whether everything can be inspected."""
        return all(one.is_whole for one in self.diagnoses) and not self.unasked


@click.command(name="doctor", help=say(_HELP))
@click.option("--target", "-t", "targets", multiple=True, help=say(_("only targets whose id or tag fits (globs)")))
@click.option(
    "--sudoers",
    is_flag=True,
    help=say(_("print the least-privilege sudoers file: for this host, or with --target for others; ask nothing")),
)
@click.option(
    "--grants",
    type=click.Choice(("postgres", "oracle", "mysql", "mariadb", "dameng", "dm")),
    help=say(_("print the least-privilege script of the inspecting account for a database; ask nothing")),
)
@click.option(
    "--selftest",
    type=click.Choice(("oracle",)),
    help=say(_("run each of our statements once on the configured servers; write what came of it, no values, to a file")),
)
@click.option(
    "--user", default="", help=say(_("with --sudoers: the inspecting account (else as the configuration has it)"))
)
@config_option
@store_option
@output_option
@lang_option
@click.option(supervise.CHILD_FLAG, "in_child", is_flag=True, hidden=True)
def command(  # noqa: PLR0913 - one parameter an option
    targets: tuple[str, ...],
    user: str,
    grants: str | None,
    config_path: Path | None,
    store_url: str | None,
    output: str,
    lang: str | None,
    *,
    selftest: str | None,
    sudoers: bool,
    in_child: bool,
) -> None:
    """Print the sudoers file, or examine in a child process that can be killed."""
    if not in_child and not sudoers and not grants:
        run_in_child(_KILLED)
    quiet_log()
    site = load_site(config_path)
    language = language_of(site, lang)
    if grants:
        from agent.rights.grants import grants_text  # noqa: PLC0415 - only here

        click.echo(grants_text(grants, language), nl=False)
        return
    if sudoers:
        _print_sudoers(site, targets, user, output, language)
        return
    supervise.end_in_order()
    with ended_from_outside(language, _KILLED), open_the_store(store_url, site) as store:
        if selftest:
            from agent.commands.selftest import field_test  # noqa: PLC0415 - only here

            sys.exit(field_test(site, store, targets, selftest, language))
        found = _examined(site, store, targets, store_url)
    _print(found, output, language)
    sys.exit(0 if found.is_whole else DARK)


def _examined(site: "Site", store: "Store", globs: tuple[str, ...], store_url: str | None) -> Examined:
    from agent.doctor import examine  # noqa: PLC0415 - only in the child
    from agent.expected import Wanted, groups_of, targets_of, unasked_of  # noqa: PLC0415 - as above
    from agent.opening import Opener  # noqa: PLC0415 - as above
    from agent.own_side import ends, own_side  # noqa: PLC0415 - as above

    groups = groups_of(site, Wanted(globs)) if globs else ()
    wanted = Wanted((*globs, *(escape(member) for group in groups for member in group.members)))
    chosen, unasked = targets_of(site, wanted), unasked_of(site, wanted)
    if not chosen and not unasked:
        fail(say(_("No target fits. xunjian targets export - lists what the configuration has.")), USAGE)
    opener = Opener(site, store)
    opener.ask_beforehand(chosen)
    supervise.allow(site.bounds.run_seconds)
    diagnoses = []
    with closing(opener):
        for one in examine(site, store, wanted, opener):
            diagnoses.append(one)
            if sys.stderr.isatty():
                click.echo(f"\r\x1b[K[{len(diagnoses)}/{len(chosen)}] {one.target.id}", nl=False, err=True)
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
    order = {target.id: place for place, target in enumerate(chosen)}
    offsets = [float(d.transport["clock_offset_seconds"]) for d in diagnoses if "clock_offset_seconds" in d.transport]
    own = (
        *own_side(site, _store_folder(site, store_url), offsets),
        *ends(site.credentials.values(), opener.opened_vault(), datetime.now(UTC).astimezone().date()),
    )
    return Examined(tuple(sorted(diagnoses, key=lambda one: order[one.target.id])), unasked, own, groups)


def _store_folder(site: "Site", store_url: str | None) -> Path:
    """Where the store's file lies; for a database elsewhere the working folder, where documents go."""
    import os  # noqa: PLC0415 - only here

    from agent.store.values import default_path  # noqa: PLC0415 - as above

    named = store_url or os.environ.get("XUNJIAN_STORE") or site.store_url or str(default_path())
    is_file = "://" not in named or named.startswith("sqlite:///")
    return Path(named.removeprefix("sqlite:///")).absolute().parent if is_file else Path.cwd()


def _print(found: Examined, output: str, language: str) -> None:
    from agent.commands.doctor_json import as_json  # noqa: PLC0415 - only here
    from agent.commands.doctor_words import show  # noqa: PLC0415 - as above

    if output == "json":
        click.echo(as_json(found.diagnoses, found.unasked, found.own, language))
    else:
        show(found.diagnoses, found.unasked, found.own, language, found.groups)


def _print_sudoers(site: "Site", globs: tuple[str, ...], user: str, output: str, language: str) -> None:
    from agent.catalogue import COLLECTORS, checks_for  # noqa: PLC0415 - only here
    from agent.expected import Wanted, targets_of, values_of  # noqa: PLC0415 - as above
    from agent.planning import asks_of  # noqa: PLC0415 - as above
    from agent.rights.sudoers import commands_of, places_here, rights_of  # noqa: PLC0415 - as above
    from agent.rights.written import rights_json, sudoers_text  # noqa: PLC0415 - as above
    from collectors.base import LINUX  # noqa: PLC0415 - as above

    chosen = [t for t in targets_of(site, Wanted(globs)) if t.platform == LINUX] if globs else []
    if globs and not chosen:
        fail(say(_("No target fits. xunjian targets export - lists what the configuration has.")), USAGE)
    account = user or _account_of(site, chosen)
    if not _ACCOUNT.fullmatch(account):
        fail(say(_("An account has letters, digits, “_”, “.” and “-”, at most 32.")), USAGE)
    checks = {row.id: row.checks for row in asks_of(LINUX, checks_for(LINUX), values_of(site))}
    mine = [one for one in COLLECTORS if one.id in checks]
    is_here = all(target.kind == "local" for target in chosen)
    places, unsafe = places_here(commands_of(mine), _search()) if is_here else (None, ())
    rights = rights_of(mine, checks, places)
    if output == "json":
        click.echo(rights_json(rights, account, language))
    else:
        click.echo(sudoers_text(rights, account, language, unsafe, is_here=is_here), nl=False)


def _account_of(site: "Site", chosen: "list[Target]") -> str:
    """The account that the chosen targets are inspected as; where nothing says so, the usual one."""
    named = (site.credentials[t.ssh.credential].user for t in chosen if t.ssh.credential in site.credentials)
    return next((user for user in named if user), DEFAULT_USER)


def _search() -> str:
    """Where the round looks for commands: the harness's own PATH."""
    from collectors.sessions.script import harness  # noqa: PLC0415 - only here

    found = re.search(r"^PATH=(.+)$", harness(), re.MULTILINE)
    return found[1] if found else ""
