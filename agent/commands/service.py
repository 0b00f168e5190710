"""``xunjian service``: the daemon as a service of this machine, from its unit to its end."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from agent.cli import say
from agent.commands.options import (
    CONFIGURATION_ERROR,
    config_option,
    fail,
    found,
    output_option,
    store_option,
    store_place,
)
from agent.commands.service_releases import rollback, settle, upgrade, verify
from agent.language import LANGUAGE
from config.text import _, render

if TYPE_CHECKING:
    from agent.installing.removal import Left
    from agent.installing.trouble import InstallError
    from agent.installing.wanted import Needs
    from config.site import Site

REFUSED: Final = 77  # sysexits EX_NOPERM
USAGE: Final = 64  # sysexits EX_USAGE
_ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path("/"),
    show_default=True,
    help=say(_("write below this folder, for an image; nothing is started")),
)


@click.group(name="service", help=say(_("The daemon as a service of this machine, by systemd.")))
def command() -> None:
    """Hold the subcommands."""


for one in (upgrade, rollback, verify, settle):
    command.add_command(one)


_INSTALL = _(
    "Write a hardened systemd unit for “xunjian daemon”, make its account, enable and start it. Everything is looked at "
    "first: what the account cannot read, and secrets that are open to others, are refused with what to do. What is "
    "inspected of this machine itself is asked without sudo, by the rights of the unit: reading files; --hardware adds "
    "those to disks and the BMC, --processes those to see which program listens."
)


@command.command(name="install", help=say(_INSTALL), short_help=say(_("write the unit, make the account, start it")))
@click.option("--print", "prints", is_flag=True, help=say(_("print the files, write nothing")))
@click.option("--hardware", is_flag=True, help=say(_("also ask this machine’s disks and BMC (more rights)")))
@click.option("--processes", is_flag=True, help=say(_("also see which program of another account listens (more rights)")))
@click.option("--no-start", is_flag=True, help=say(_("enable it, do not start it")))
@_ROOT
@config_option
@store_option
def install(
    *,
    prints: bool,
    hardware: bool,
    processes: bool,
    no_start: bool,
    root: Path,
    config_path: Path | None,
    store_url: str | None,
) -> None:
    """Print, or install."""
    from agent.installing import installing  # noqa: PLC0415 - only here
    from agent.installing.trouble import InstallError  # noqa: PLC0415 - as above

    path = (config_path or found() or Path("/etc/xunjian/xunjian.yaml")).absolute()
    plan = installing.planned(needs := _needs(path, store_url), path, has_hardware=hardware, has_processes=processes)
    if (hardware or processes) and not needs.is_local:
        fail(say(_("--hardware and --processes are about this machine; no target of kind local is configured.")), USAGE)
    if prints:
        for name, text in plan.files.items():
            click.echo(f"# /{name}\n{text}")
        return
    try:
        installing.install(plan, needs, root, starts=not no_start)
    except InstallError as error:
        _refuse(error)
    for name in plan.files:
        click.echo(str(root / name))
    click.echo(say(_("Installed. xunjian service show tells how it does; its log: journalctl -u xunjian")), err=True)


@command.command(name="show", help=say(_("Tell whether the service is installed and runs, and how exposed it is.")))
@_ROOT
@output_option
def show(*, root: Path, output: str) -> None:
    """Print it; exit 69 where it is not installed."""
    from agent.installing import host, installing, releases  # noqa: PLC0415 - only here

    unit = root / installing.UNIT_FILE
    if not unit.is_file():
        fail(say(_("The service is not installed ({path} is not there): xunjian service install", path=str(unit))), 69)
    told: dict[str, object] = {
        "unit": str(unit),
        "state": host.is_active() if root == Path("/") else "",
        "exposure": host.score(unit),
        "program": " ".join(installing.program()),
        "releases": releases.there(home.parent.parent) if (home := releases.home()) else [],
    }
    if output == "json":
        click.echo(json.dumps({"schema": 1, **told}, ensure_ascii=False, indent=2))
        return
    names = {
        "unit": _("unit file"),
        "state": _("state"),
        "exposure": _("exposure by systemd-analyze security (0 to 10, less is better)"),
        "program": _("program"),
        "releases": _("releases"),
    }
    for name, value in told.items():
        shown = " ".join(value) if isinstance(value, list) else value
        click.echo(say(_("{name}: {value}", name=names[name], value=str(shown if shown not in ("", None) else "-"))))


@command.command(
    name="uninstall",
    help=say(_("Stop the service and remove its unit and its entry for accounts; name what stays, with sizes.")),
    short_help=say(_("take it away, and name what stays")),
)
@click.option("--user", "also_user", is_flag=True, help=say(_("remove the account too")))
@click.option("--purge", is_flag=True, help=say(_("also delete the store, the logs and the configuration")))
@click.option("--yes", is_flag=True, help=say(_("with --purge: do not ask")))
@_ROOT
@config_option
@store_option
def uninstall(
    *, also_user: bool, purge: bool, yes: bool, root: Path, config_path: Path | None, store_url: str | None
) -> None:
    """Remove; name what is left, or delete it."""
    from agent.installing import host, releases, removal  # noqa: PLC0415 - only here
    from agent.installing.trouble import InstallError  # noqa: PLC0415 - as above
    from agent.installing.unit import USER  # noqa: PLC0415 - as above

    path = config_path or found()
    site = _readable(path)
    elsewhere = removal.store_files(store_place(store_url, site))
    try:
        gone = removal.uninstall(root, also_user=also_user)
    except InstallError as error:
        _refuse(error)
    for removed in gone:
        click.echo(say(_("removed: {path}", path=str(removed))))
    stays = removal.left(root, elsewhere)
    _list(stays)
    if purge and stays:
        if not yes and click.prompt(say(_("Type “delete” to delete all of it")), default="") != "delete":
            fail(say(_("Nothing more was deleted.")), USAGE)
        removal.purge(stays)
        for one in stays:
            click.echo(say(_("deleted: {path}", path=str(one.path))))
    _list(removal.named(root, site))
    if root == Path("/") and host.account() is not None:
        click.echo(say(_("stays: the account {user} (userdel {user})", user=USER)))
    if home := releases.home():
        click.echo(say(_("stays: the program itself (rm -r {path})", path=str(home.parent.parent))))


def _list(stays: "tuple[Left, ...]") -> None:
    for one in stays:
        click.echo(say(_("stays: {path}, {size:bytes}", path=str(one.path), size=one.size_bytes)))


def _needs(path: Path, store_url: str | None) -> "Needs":
    """What the configuration needs; exits 78 with every problem of it."""
    from agent.installing.wanted import needs_of  # noqa: PLC0415 - only here
    from agent.known_checks import KnownChecks  # noqa: PLC0415 - as above
    from config.load import load  # noqa: PLC0415 - as above
    from config.problems import ConfigError  # noqa: PLC0415 - as above

    files: dict[str, bytes] = {}
    try:
        site = load(path, KnownChecks(), files)
    except ConfigError as error:
        fail("\n".join(error.render(LANGUAGE)), CONFIGURATION_ERROR)
    return needs_of(site, files, store_url or site.store_url)


def _readable(path: Path | None) -> "Site":
    """The configuration; one that cannot be read any more keeps nobody from uninstalling."""
    from config.load import load  # noqa: PLC0415 - only here
    from config.problems import ConfigError  # noqa: PLC0415 - as above
    from config.site import Site  # noqa: PLC0415 - as above

    try:
        return load(path) if path else Site()
    except ConfigError:
        return Site()


def _refuse(error: "InstallError") -> NoReturn:
    fail("\n".join(render(one, LANGUAGE) for one in error.texts), REFUSED)
