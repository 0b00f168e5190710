"""``xunjian credentials``: many passwords in one encrypted file, opened by one passphrase."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import click

from agent.cli import say
from agent.commands.options import config_option, console, fail, lang_option, language_of, load_site, output_option
from agent.commands.vault_typing import USAGE, changed, in_order, new_passphrase, new_secret, opened
from agent.vaults import (
    NEW_PASSPHRASE_VARIABLE,
    PASSPHRASE_VARIABLE,
    keep_out_of_dumps,
    save,
    vault_path,
)
from config.text import Text, _, printable, render
from config.vault import PASSWORD, Entry
from reports.output.folding import Folded

IS_THERE: Final = 73  # sysexits EX_CANTCREAT
_NAME: Final = r"[A-Za-z0-9_][A-Za-z0-9_-]*"

_HELP = _(
    "Keep many passwords in one encrypted file that one passphrase opens. xunjian.yaml refers to them: "
    "password: ${{vault:NAME}}. The file is $XUNJIAN_VAULT, site.vault, or xunjian.vault beside xunjian.yaml."
)


@click.group(name="credentials", help=say(_HELP))
def command() -> None:
    """Hold the subcommands."""


@command.command(name="init", help=say(_("Make an empty vault; asks for its passphrase twice.")))
@config_option
@lang_option
def init(config_path: Path | None, lang: str | None) -> None:
    """Write an empty vault."""
    path, language = _place(config_path, lang)
    if path.exists():
        fail(render(_("{file} is there already; it is not written over", file=str(path)), language), IS_THERE)
    keep_out_of_dumps()
    in_order(lambda: save(path, {}, new_passphrase(PASSPHRASE_VARIABLE), None), language)
    told = _("{file}: an empty vault. Without its passphrase nobody opens it, nor do we: keep it safe", file=str(path))
    click.echo(render(told, language), err=True)


def _day(_context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise click.BadParameter(say(_("write a day as 2026-12-31")), param=parameter) from None


_ADD = _(
    "Put a password under NAME, or change it. It is typed twice on the terminal, or read from standard input where that is "
    "no terminal; never from the command line."
)


@command.command(name="add", help=say(_ADD))
@click.argument("name")
@click.option("--user", help=say(_("the account that it belongs to, where xunjian.yaml names none")))
@click.option(
    "--field", default=PASSWORD, show_default=True, help=say(_("what it is: password, passphrase, auth, priv ..."))
)
@click.option("--changed-on", callback=_day, help=say(_("day on which it was set on the target (else today)")))
@click.option(
    "--expires-on", callback=_day, help=say(_("day from which the target refuses it; xunjian doctor warns before"))
)
@config_option
@lang_option
def add(
    name: str,
    field: str,
    user: str | None,
    changed_on: date | None,
    expires_on: date | None,
    config_path: Path | None,
    lang: str | None,
) -> None:
    """Add or change one entry."""
    import re  # noqa: PLC0415 - only here

    path, language = _place(config_path, lang)
    if not re.fullmatch(_NAME, name) or not re.fullmatch(r"[a-z_]+", field):
        fail(say(_("A name has letters, digits, “_” and “-”; a field small letters and “_”.")), USAGE)

    def change(entries: dict[str, Entry]) -> Text:
        known = entries.get(name, Entry())
        secret = new_secret(f"{name}.{field}")
        entries[name] = replace(
            Entry(),
            user=known.user if user is None else user,
            secrets={**known.secrets, field: secret},
            changed_on=changed_on or datetime.now(UTC).astimezone().date(),
            expires_on=expires_on,
        )
        return _("{name}: kept. Refer to it as {reference}", name=name, reference=_reference(name, field))

    changed(path, language, change)


def _reference(name: str, field: str) -> str:
    return "${vault:" + name + ("" if field == PASSWORD else f".{field}") + "}"


@command.command(name="remove", help=say(_("Take NAME out of the vault.")))
@click.argument("name")
@config_option
@lang_option
def remove(name: str, config_path: Path | None, lang: str | None) -> None:
    """Remove one entry."""
    path, language = _place(config_path, lang)

    def change(entries: dict[str, Entry]) -> Text:
        if entries.pop(name, None) is None:
            fail(
                render(_("The vault has no “{name}”. xunjian credentials list names them all", name=name), language), USAGE
            )
        return _("{name}: removed", name=name)

    changed(path, language, change)


@command.command(name="passphrase", help=say(_("Give the vault another passphrase.")))
@config_option
@lang_option
def passphrase(config_path: Path | None, lang: str | None) -> None:
    """Seal all entries anew."""
    path, language = _place(config_path, lang)
    entries, before, _old = opened(path, language)
    in_order(lambda: save(path, entries, new_passphrase(NEW_PASSPHRASE_VARIABLE), before), language)
    told = _("{file}: opens with the new passphrase from now on; old copies of the file still open with the old one")
    click.echo(render(Text(told.template, {"file": str(path)}), language), err=True)


@command.command(name="list", help=say(_("List names, accounts and days; never a secret.")))
@config_option
@output_option
@lang_option
def listing(config_path: Path | None, output: str, lang: str | None) -> None:
    """Print what is known of each entry but its secrets."""
    path, language = _place(config_path, lang)
    rows = [_row(name, one) for name, one in sorted(opened(path, language)[0].items())]
    if output == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not rows:
        click.echo(render(_("The vault is empty. Put a password in: xunjian credentials add NAME"), language), err=True)
        return
    _print(rows, language)


@command.command(name="show-users", help=say(_("Print each name with its account, for a script.")))
@config_option
@lang_option
def show_users(config_path: Path | None, lang: str | None) -> None:
    """Print one line a name."""
    path, language = _place(config_path, lang)
    for name, one in sorted(opened(path, language)[0].items()):
        click.echo(f"{name}\t{printable(one.user)}")


def _row(name: str, one: Entry) -> dict[str, object]:
    return {
        "name": name,
        "user": one.user,
        "fields": sorted(one.secrets),
        "changed_on": one.changed_on.isoformat() if one.changed_on else None,
        "expires_on": one.expires_on.isoformat() if one.expires_on else None,
    }


_COLUMNS = {
    "name": _("Named"),
    "user": _("Account"),
    "fields": _("Holds"),
    "changed_on": _("Changed on"),
    "expires_on": _("Expires on"),
}


def _print(rows: list[dict[str, object]], language: str) -> None:
    from rich.table import Table  # noqa: PLC0415 - only to print

    table = Table(box=None, pad_edge=False)
    for words in _COLUMNS.values():
        table.add_column(render(words, language))
    for row in rows:
        cells = (", ".join(cell) if isinstance(cell, list) else str(cell or "") for cell in (row[key] for key in _COLUMNS))
        table.add_row(*(Folded(printable(cell)) for cell in cells))
    console(folds=True).print(table)


def _place(config_path: Path | None, lang: str | None) -> tuple[Path, str]:
    site = load_site(config_path)
    return vault_path(site.vault), language_of(site, lang)
