"""``xunjian targets``: lists from and for the customer, and a person's word on who stands behind an address."""

import sys
from pathlib import Path
from typing import Final

import click

from agent.cli import say
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    store_option,
)
from agent.commands.targets_discover import command as discover
from config.site import Target
from config.text import _, render

NOT_ALL_UNDERSTOOD: Final = 1
IS_THERE: Final = 73  # sysexits EX_CANTCREAT
USAGE: Final = 64  # sysexits EX_USAGE
FORMS: Final = ("xlsx", "csv", "yaml")


@click.group(name="targets", help=say(_("Import, export and confirm targets.")))
def command() -> None:
    """Hold the subcommands."""


command.add_command(discover)

_IMPORT = _(
    "Read a list of targets (xlsx, CSV, Ansible inventory, ssh_config) and write it as YAML for the include: of "
    "xunjian.yaml. What could not be understood is listed by row; exit code 1 then."
)


@command.command(name="import", help=say(_IMPORT))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--form", type=click.Choice(["xlsx", "csv", "ansible", "ssh_config"]), help=say(_("the form of FILE")))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=say(_("write here (else standard output)")))
@click.option("--force", is_flag=True, help=say(_("write over a file that is there")))
@lang_option
def import_(file: Path, form: str | None, out: Path | None, lang: str | None, *, force: bool) -> None:
    """Write the YAML; list what was not understood on standard error."""
    from agent.sheets.read import imported  # noqa: PLC0415 - only here
    from agent.sheets.written import to_yaml  # noqa: PLC0415 - as above

    language = language_of(load_site(None), lang)
    if out is not None and out.exists() and not force:
        fail(render(_("{file} is there already; name another, or use --force", file=str(out)), language), IS_THERE)
    found = imported(file.read_bytes(), file.name, form or "")
    content = to_yaml(found.targets, found.credentials)
    if out is None:
        click.echo(content, nl=False)
    else:
        out.write_text(content, encoding="utf-8")
    for problem in found.not_understood:
        click.echo(render(problem.text(), language), err=True)
    told = _("{targets} targets, {problems} remarks", targets=len(found.targets), problems=len(found.not_understood))
    click.echo(render(told, language), err=True)
    sys.exit(NOT_ALL_UNDERSTOOD if found.not_understood else 0)


def _is_of_host(group: Target) -> bool:
    """Whether a group was made of a target and its host: what the file says of those makes it again."""
    return group.id == "@".join(group.members)


@command.command(name="export", help=say(_("Write the targets of the configuration to FILE (or - for standard output).")))
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--form", type=click.Choice(FORMS), help=say(_("the form (else by the file's name)")))
@config_option
@lang_option
def export(file: Path, form: str | None, config_path: Path | None, lang: str | None) -> None:
    """Write the list, without any secret."""
    from agent.sheets.written import to_csv, to_xlsx, to_yaml  # noqa: PLC0415 - only here

    site = load_site(config_path)
    language = language_of(site, lang)
    chosen = form or file.suffix.lstrip(".").replace("yml", "yaml")
    chosen = "yaml" if str(file) == "-" and not form else chosen
    if chosen not in FORMS:
        fail(say(_("Say which form: --form {forms}", forms=FORMS)), USAGE)
    if chosen == "xlsx":
        content = to_xlsx(site.targets, language)
    elif chosen == "csv":
        content = to_csv(site.targets, language)
    else:
        declared = (group for group in site.groups if not _is_of_host(group))
        content = to_yaml((*site.targets, *declared), site.credentials.values()).encode()
    if str(file) == "-":
        sys.stdout.buffer.write(content)
    else:
        file.write_bytes(content)


_CONFIRM = _(
    "Say who stands behind TARGET after another machine answered: the same one (reinstalled), one that was moved here, or "
    "one that replaced it. The next inspection then judges it again."
)


@command.command(name="confirm", help=say(_CONFIRM))
@click.argument("target")
@click.option("--as", "how", type=click.Choice(["same", "moved", "replaced"]), required=True, help=say(_("what happened")))
@click.option("--by", required=True, help=say(_("who says so")))
@config_option
@store_option
@lang_option
def confirm(target: str, how: str, by: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Write the word of a person into the store."""
    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        met = next(
            (r.identity for h in store.inspections() if (r := store.target_result(h.id, target)) and r.identity), None
        )
        if met is None:
            fail(say(_("No inspection in the store has met {target}.", target=target)), USAGE)
        store.confirm_identity(target, met, by, how)
        store.forget_refused(target)
    words = tuple(f"{name}={value}" for name, value in met.items())
    click.echo(render(_("{target} is from now on: {identity}", target=target, identity=words), language))


@command.command(
    name="offer-again", help=say(_("Offer a credential again that TARGET refused: the account was mended there."))
)
@click.argument("target")
@config_option
@store_option
@lang_option
def offer_again(target: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Forget the target's refusals."""
    site = load_site(config_path)
    language = language_of(site, lang)
    if target not in site.ids:
        fail(say(_("No target is called {target} in the configuration.", target=target)), USAGE)
    with open_the_store(store_url, site, create=False) as store:
        count = store.forget_refused(target)
    click.echo(render(_("{target}: {count} refusals forgotten", target=target, count=count), language))
