"""``xunjian site``: hand this store over to another one (客户包), take one in, and say what was renamed or moved."""

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import click

from agent.bundles.trouble import BundleError
from agent.cli import say
from agent.commands.leaves import NOT_ALLOWED
from agent.commands.options import (
    config_option,
    fail,
    found,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    store_option,
)
from agent.commands.site_alias import aliased, listed
from config.secrets import Secret
from config.text import _, printable, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.bundles.envelope import Writer
    from agent.bundles.importing import Taken
    from agent.bundles.keys import StoreKey
    from config.site import Site

REFUSED: Final = 65  # sysexits EX_DATAERR: the file, or this store, is not what it must be
USAGE: Final = 64  # sysexits EX_USAGE
IS_THERE: Final = 73  # sysexits EX_CANTCREAT
passphrase_option = click.option(
    "--passphrase-ref",
    "reference",
    default="",
    metavar="REFERENCE",
    help=say(_("where the passphrase is: ${{ask}}, ${{env:NAME}}, ${{file:/path}} or ${{vault:NAME}}")),
)


@click.group(
    name="site",
    help=say(_("Hand a customer’s store over to another store, take one in, and say what was renamed or moved.")),
)
def command() -> None:
    """Hold the subcommands."""


_KEY = _(
    "Print this store’s public key, and make it when there is none yet. Hand it to whoever writes a file for this store; "
    "compare the last line by telephone."
)


@command.command(name="key", help=say(_KEY))
@config_option
@store_option
@lang_option
def key(config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print the key."""
    site = load_site(config_path)
    with open_the_store(store_url, site) as store:
        own = _key_of(store.place, language_of(site, lang))
    click.echo(own.public.text, nl=False)


_EXPORT = _(
    "Write the store as one signed, encrypted file: the configuration without secrets, inspections with their seals, "
    "decisions, the record, measures, and evidence by choice. It is for one store (--to its key), or under a passphrase."
)
_EXPORT_EXAMPLES = _(
    "Examples:\n"
    "  xunjian site export city.bundle --to desk.pub               for the store that this key is of\n"
    "  xunjian site export city.bundle --here --passphrase-ref '${{ask}}'   for another machine at the site"
)


_EXPORT_SHORT = _("Write the store as one signed, encrypted file.")


@command.command(name="export", help=say(_EXPORT), short_help=say(_EXPORT_SHORT), epilog="\b\n" + say(_EXPORT_EXAMPLES))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--to",
    "receiver",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help=say(_("the file with the other store’s public key (xunjian site key, there)")),
)
@passphrase_option
@click.option(
    "--for",
    "for_whom",
    type=click.Choice(["site", "desk"]),
    help=say(_("whose store takes it: a site gets no survey, no complaint, no escalation, no note of the company’s own")),
)
@click.option(
    "--evidence",
    type=click.Choice(["none", "documented", "all"]),
    default="documented",
    show_default=True,
    help=say(_("the answers of the targets: of documented inspections, all that is kept, or none")),
)
@click.option("--here", "is_here", is_flag=True, help=say(_("it stays at the site: for another machine there")))
@config_option
@store_option
@lang_option
def export(  # noqa: PLR0913 - one parameter an option
    file: Path,
    *,
    receiver: Path | None,
    reference: str,
    for_whom: str | None,
    evidence: str,
    is_here: bool,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Write the file, where the gate lets it through."""
    from agent.bundles.content import Choice  # noqa: PLC0415 - only here
    from agent.bundles.exporting import ROLES  # noqa: PLC0415 - as above
    from agent.bundles.exporting import export as write  # noqa: PLC0415 - as above
    from agent.bundles.gate import let_through  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    if (receiver is None) == (not reference):
        fail(render(_("say for whom it is: --to FILE, or --passphrase-ref"), language), USAGE)
    try:
        let_through(site, is_for_a_store=receiver is not None, is_here=is_here)
    except BundleError as error:
        fail(render(error.text, language), NOT_ALLOWED)
    choice = Choice(for_whom or ROLES[site.store_role], evidence)
    with open_the_store(store_url, site, create=False) as store:
        try:
            seal = _sealing(_key_of(store.place, language), receiver, site, reference)
            done = write(store, site, file, choice, seal, config_path or found())
        except BundleError as error:
            fail(render(error.text, language), IS_THERE if file.exists() else REFUSED)
        _remember(store.place, "site export", file)
    told = _(
        "{file}: {inspections:number} inspections, {events:number} entries of the record, {pieces:number} pieces of "
        "evidence, {bytes:bytes}",
        file=str(file),
        inspections=done.counts["inspections"],
        events=done.counts["record_events"],
        pieces=done.counts["evidence"],
        bytes=done.bytes,
    )
    click.echo(render(told, language))


def _sealing(own: "StoreKey", receiver: Path | None, site: "Site", reference: str) -> "Callable[[BinaryIO], Writer]":
    from agent.bundles.envelope import writer_to, writer_under  # noqa: PLC0415 - only here
    from agent.bundles.keys import public_of  # noqa: PLC0415 - as above
    from config.vault import PASSPHRASE_LEAST  # noqa: PLC0415 - as above

    if receiver is not None:
        public = public_of(receiver.read_text(encoding="utf-8", errors="replace")[:4096], str(receiver))
        return lambda file: writer_to(file, own, public)
    passphrase = _passphrase(site, reference)
    if len(passphrase.reveal()) < PASSPHRASE_LEAST:
        raise BundleError(_("a passphrase has at least {least:number} characters", least=PASSPHRASE_LEAST))
    return lambda file: writer_under(file, own, passphrase)


def _passphrase(site: "Site", reference: str) -> Secret:
    """The passphrase by its reference. Raises BundleError where it cannot be had."""
    from agent.vaults import PASSPHRASE_PROMPT, Vault, VaultTrouble, ask_passphrase, vault_path  # noqa: PLC0415 - only here
    from config.problems import ConfigError  # noqa: PLC0415 - as above
    from config.secrets import resolve  # noqa: PLC0415 - as above

    def ask(name: str) -> str:
        return str(click.prompt(name, hide_input=True, err=True))

    vault = Vault(vault_path(site.vault), lambda: ask_passphrase(say(PASSPHRASE_PROMPT)))
    try:
        return resolve(
            reference or "${ask}", ask=ask, place="--passphrase-ref", name=say(_("passphrase")), vault=vault.secret
        )
    except VaultTrouble as trouble:
        raise BundleError(trouble.text) from None
    except ConfigError as error:
        problem = error.problems[0]
        raise BundleError(_("{found}; {write}", found=problem.found, write=problem.write)) from None


_IMPORT = _(
    "Take in what another store handed over. Nothing is taken in before all of it was seen to be whole and signed by a "
    "store that is known; what is here already stays one. The first time say the signer’s fingerprint with --trust."
)


@command.command(name="import", help=say(_IMPORT))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--trust", default="", metavar="FINGERPRINT", help=say(_("the signer, as it was compared by telephone")))
@passphrase_option
@click.option(
    "--write-config",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help=say(_("write the configuration that is in the file into this folder; nothing is written over")),
)
@config_option
@store_option
@lang_option
def imported(
    file: Path,
    *,
    trust: str,
    reference: str,
    folder: Path | None,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Merge the file into the store."""
    from agent.bundles.importing import take_in  # noqa: PLC0415 - only here

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site) as store, file.open("rb") as opened:
        try:
            own = _key_of(store.place, language)
            taken = take_in(store, site, opened, own, lambda: _passphrase(site, reference), trust)
        except BundleError as error:
            fail(render(error.text, language), REFUSED)
        _remember(store.place, "site import", file)
    _tell(taken, language)
    if folder is not None:
        _write_configuration(taken, folder, language)


def _tell(taken: "Taken", language: str) -> None:
    said = _(
        "signed by {signer}; new: {inspections:number} inspections, {events:number} entries of the record, "
        "{decisions:number} accepted risks and their ends",
        signer=taken.signer.fingerprint,
        inspections=taken.added.get("inspections", 0),
        events=taken.added.get("record_events", 0),
        decisions=taken.added.get("acceptances", 0),
    )
    click.echo(render(said, language))
    if taken.left_out:
        left = _("{count:number} rows were left out: they are not a site’s to hold", count=taken.left_out)
        click.echo(render(left, language))
    for met in taken.meetings:
        decided = "; ".join(f"{one.at:%Y-%m-%d} {one.by}: {one.kind} {one.reason}".rstrip() for one in met.decisions)
        told = _("{what}: decided in both stores, the last counts: {decisions}", what=" ".join(met.key), decisions=decided)
        click.echo(printable(render(told, language)))


def _write_configuration(taken: "Taken", folder: Path, language: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in taken.configuration.items():
        place = folder / Path(name).name
        try:
            with place.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            fail(render(_("{file} is there already; it is not written over", file=str(place)), language), IS_THERE)
        click.echo(render(_("{file}: written", file=str(place)), language))


def _key_of(place: str, language: str) -> "StoreKey":
    from agent.bundles.keys import key_of  # noqa: PLC0415 - only here

    try:
        return key_of(place)
    except BundleError as error:
        fail(render(error.text, language), REFUSED)


def _remember(place: str, act: str, file: Path) -> None:
    """Write into the run log what was handed over or taken in: its digest."""
    from hashlib import file_digest  # noqa: PLC0415 - only here

    from agent.run_log import RunLog, place_of, who  # noqa: PLC0415 - as above

    with file.open("rb") as opened:
        digest = file_digest(opened, "sha256").hexdigest()
    RunLog(place_of(place), who()).append_act(act, digest)


for _one in (aliased, listed):
    command.add_command(_one)
