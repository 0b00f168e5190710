"""The vault as a person opens and changes it: passphrases and passwords typed twice, troubles told in one line."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import click

from agent.cli import say
from agent.commands.options import fail
from agent.vaults import PASSPHRASE_PROMPT, VaultTrouble, ask_passphrase, load, save
from config.secrets import Secret
from config.text import Text, _, render
from config.vault import PASSPHRASE_LEAST, Entry

USAGE: Final = 64  # sysexits EX_USAGE
NOT_OPEN: Final = 78  # sysexits EX_CONFIG
T = TypeVar("T")


def changed(path: Path, language: str, change: Callable[[dict[str, Entry]], Text]) -> None:
    """Open the vault, change its entries, save it, and say what was done."""
    entries, before, opened_with = opened(path, language)
    told = in_order(lambda: change(entries), language)
    in_order(lambda: save(path, entries, opened_with, before), language)
    click.echo(render(told, language), err=True)


def opened(path: Path, language: str) -> tuple[dict[str, Entry], bytes, Secret]:
    """The entries, the bytes they were read from, the passphrase that opened them; exits 78 where it does not open."""
    typed: list[Secret] = []

    def ask() -> Secret:
        typed.append(ask_passphrase(say(PASSPHRASE_PROMPT)))
        return typed[0]

    entries, before = in_order(lambda: load(path, ask), language)
    return entries, before, typed[0]


def in_order(do: Callable[[], T], language: str) -> T:
    """Do it; what an operator can put right is one line and an exit code."""
    try:
        return do()
    except VaultTrouble as trouble:
        fail(render(trouble.text, language), NOT_OPEN)


_AGAIN = _("{what}, once more", what="")
_DIFFERENT = _("The two do not agree; nothing was changed.")


def new_passphrase(variable: str) -> Secret:
    """A passphrase typed twice, or from ``variable`` where nobody types. Raises VaultTrouble for one too short."""
    prompt = say(_("New passphrase of the vault"))
    made = _twice(prompt) if sys.stdin.isatty() else ask_passphrase(prompt, variable)
    if len(made.reveal()) < PASSPHRASE_LEAST:
        raise VaultTrouble(
            _("a passphrase needs at least {count} characters; several words are easy to keep", count=PASSPHRASE_LEAST)
        )
    return made


def new_secret(prompt: str) -> Secret:
    """A password typed twice, or a line of standard input where nobody types; exits 64 where there is none."""
    made = _twice(prompt) if sys.stdin.isatty() else Secret(sys.stdin.readline().rstrip("\r\n"))
    if not made:
        fail(say(_("an empty password is not kept")), USAGE)
    return made


def _twice(prompt: str) -> Secret:
    made = str(click.prompt(prompt, hide_input=True, err=True))
    if str(click.prompt(say(Text(_AGAIN.template, {"what": prompt})), hide_input=True, err=True)) != made:
        fail(say(_DIFFERENT), USAGE)
    return Secret(made)
