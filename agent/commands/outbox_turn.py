"""A turn of the outbox as a command does it: secrets by the configuration's references, what came of it printed."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

from agent.cli import say
from agent.commands.options import CONFIGURATION_ERROR, fail
from agent.language import LANGUAGE
from config.text import _, render

if TYPE_CHECKING:
    from agent.feeds.turn import Resolve, Turn
    from agent.store.store import Store
    from config.site import Site

UNDELIVERED: Final = 75  # sysexits EX_TEMPFAIL


def turned(store: "Store", site: "Site", only: Sequence[str], language: str) -> None:
    """Do a turn, say what came of it; exits 75 where something was not delivered."""
    from agent.feeds.turn import turn  # noqa: PLC0415 - only where something is sent
    from agent.vaults import VaultTrouble  # noqa: PLC0415 - as above
    from reports.record.outbox import State  # noqa: PLC0415 - as above

    try:
        made = turn(store, site, resolving(site), only)
    except VaultTrouble as trouble:
        fail(render(trouble.text, LANGUAGE), CONFIGURATION_ERROR)
    _say(made, language)
    states = {state for one in made.channels for state in one.states}
    if made.notes or states & {State.WAITING, State.DEAD}:
        sys.exit(UNDELIVERED)


def _say(made: "Turn", language: str) -> None:
    from reports.record.outbox import STATE_WORDS  # noqa: PLC0415 - only here

    for one in made.channels:
        for state, count in one.states.items():
            said = _("{channel}: {count:number} {state}", channel=one.channel, count=count, state=STATE_WORDS[state])
            click.echo(render(said, language))
    for path in made.files:
        click.echo(render(_("written: {file}", file=str(path)), language))
    for note in made.notes:
        click.echo(render(note, language), err=True)
    if not (made.channels or made.files or made.notes):
        click.echo(render(_("No delivery is configured; see deliveries: in the configuration."), language))


def resolving(site: "Site") -> "Resolve":
    """Resolves the references of the configuration; each person is asked once."""
    from agent.vaults import PASSPHRASE_PROMPT, Vault, ask_passphrase, vault_path  # noqa: PLC0415 - only here
    from config.secrets import Asked, resolve  # noqa: PLC0415 - as above

    asked = Asked(lambda name: str(click.prompt(name, hide_input=True, err=True)))
    vault = Vault(vault_path(site.vault), lambda: ask_passphrase(say(PASSPHRASE_PROMPT)))

    def secret(reference: str, place: str, name: str) -> str:
        return resolve(reference, ask=asked, place=place, name=name, vault=vault.secret).reveal()

    return secret
