"""Options that many commands share, and how the configuration and the store are found."""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar
from zoneinfo import ZoneInfo

import click

from agent.cli import say
from agent.known_checks import KnownChecks
from agent.language import GIVEN, LANGUAGE, named
from config.problems import ConfigError
from config.site import DEFAULT_TIMEZONE, Site
from config.text import Text, _, render

if TYPE_CHECKING:
    from rich.console import Console

    from agent.store.store import Store

CONFIGURATION_ERROR: Final = 78  # sysexits EX_CONFIG
UNAVAILABLE: Final = 69  # sysexits EX_UNAVAILABLE
FILE_NAME: Final = "xunjian.yaml"
Command = TypeVar("Command", bound=Callable[..., Any])

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    help=say(_("configuration file (else $XUNJIAN_CONFIG, ./xunjian.yaml, /etc/xunjian/xunjian.yaml)")),
)
store_option = click.option(
    "--store",
    "store_url",
    help=say(_("store: a file or a database URL (else $XUNJIAN_STORE, store.url of the configuration)")),
)
lang_option = click.option(
    "--lang",
    type=click.Choice(["zh-CN", "en"], case_sensitive=False),
    help=say(_("language of what is printed: zh-CN or en")),
)
security_option = click.option(
    "--security",
    is_flag=True,
    help=say(_("the quarterly security check in place of the inspection, by each target’s profile")),
)
output_option = click.option(
    "--output",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help=say(_("form of what is printed")),
)


def fail(message: str, code: int) -> NoReturn:
    """Print an error and exit."""
    click.echo(message, err=True)
    sys.exit(code)


def load_site(config_path: Path | None) -> Site:
    """Load the configuration that was named or is found; with none, this machine. A bad one exits 78 with every problem."""
    path = config_path or found()
    if path is None:
        return Site()
    from config.load import load  # noqa: PLC0415 - pydantic only where there is a file

    try:
        return load(path, known_checks=KnownChecks())
    except ConfigError as error:
        fail("\n".join(error.render(LANGUAGE)), CONFIGURATION_ERROR)


def found() -> Path | None:
    """Look for the configuration in the usual places."""
    named_by_environment = os.environ.get("XUNJIAN_CONFIG")
    if named_by_environment:
        return Path(named_by_environment)
    places = (Path(FILE_NAME), Path("/etc/xunjian") / FILE_NAME)
    return next((place for place in places if place.exists()), None)


def language_of(site: Site, lang: str | None) -> str:
    """Choose the language of what is printed: ``--lang``, XUNJIAN_LANG, else the site's."""
    return GIVEN or named(lang or os.environ.get("XUNJIAN_LANG", "")) or site.language


def store_place(store_url: str | None, site: Site) -> str:
    """Give where the store is: ``--store``, $XUNJIAN_STORE, the configuration's, or the usual place."""
    from agent.store.values import default_path  # noqa: PLC0415 - only where a store is

    return store_url or os.environ.get("XUNJIAN_STORE") or site.store_url or str(default_path())


def open_the_store(store_url: str | None, site: Site, *, create: bool = True) -> "Store":
    """Open the store: ``--store``, $XUNJIAN_STORE, the configuration's, or the usual; exits 69 when it cannot."""
    from agent.store.open import open_store  # noqa: PLC0415 - SQLAlchemy only where used
    from agent.store.values import StoreError  # noqa: PLC0415 - as above

    try:
        place = store_place(store_url, site)
        is_sites = not (store_url or os.environ.get("XUNJIAN_STORE"))
        password = secret_of_store(site, "password") if is_sites and site.store_password else ""
        key = secret_of_store(site, "key") if site.store_key and "://" not in place else ""
        return open_store(place, create=create, password=password, key=key)
    except StoreError as error:
        fail(render(error.text, LANGUAGE), UNAVAILABLE)


def read_the_store(store_url: str | None, site: Site) -> "AbstractContextManager[Store]":
    """Open the store to read what it adds to what is known without one; where there is none, none is made."""
    place = store_place(store_url, site)
    if "://" in place or Path(place).exists():
        return open_the_store(store_url, site, create=False)
    return _nothing_kept()


@contextmanager
def _nothing_kept() -> "Iterator[Store]":
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - only here

    from agent.store.open import open_store  # noqa: PLC0415 - SQLAlchemy only where used

    with TemporaryDirectory() as folder, open_store(Path(folder) / "none.db") as store:
        yield store


def secret_of_store(site: Site, which: str) -> str:
    """The store's password or key, by its reference; exits 78 where it cannot be had."""
    from agent.vaults import (  # noqa: PLC0415 - only where there is one
        PASSPHRASE_PROMPT,
        Vault,
        VaultTrouble,
        ask_passphrase,
        vault_path,
    )
    from config.secrets import resolve  # noqa: PLC0415 - only where there is one

    def ask(name: str) -> str:
        return str(click.prompt(name, hide_input=True, err=True))

    try:
        vault = Vault(vault_path(site.vault), lambda: ask_passphrase(say(PASSPHRASE_PROMPT)))
        name = f"store.{which}"
        reference = site.store_password if which == "password" else site.store_key
        return resolve(reference, ask=ask, place=site.store_place, name=name, vault=vault.secret).reveal()
    except VaultTrouble as trouble:
        fail(render(trouble.text, LANGUAGE), CONFIGURATION_ERROR)
    except ConfigError as error:
        fail("\n".join(error.render(LANGUAGE)), CONFIGURATION_ERROR)


def quiet_log(*, is_verbose: bool = False) -> None:
    """Send our own log to standard error: warnings and worse, or everything."""
    logging.basicConfig(
        level=logging.DEBUG if is_verbose else logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("paramiko").setLevel(logging.CRITICAL)


def words(text: Text, language: str) -> None:
    """Print a text on standard error, where it does not mix with an output that is piped."""
    from config.text import render  # noqa: PLC0415 - already loaded; keeps the name free here

    click.echo(render(text, language), err=True)


def console(width: int | None = None, *, folds: bool = False) -> "Console":
    """Make the console of what a person reads. No line is folded unless asked: what is copied stays whole."""
    from rich.console import Console  # noqa: PLC0415 - only to print

    class Page(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # to be ended by the command line: rich's own 1 says "passed on conditions"

    return Page(highlight=False, soft_wrap=not folds, width=width)


def local_time(at: datetime, timezone: str) -> str:
    """Write a moment where the site is (IANA name, empty for the usual one), with its offset."""
    return at.astimezone(ZoneInfo(timezone or DEFAULT_TIMEZONE)).isoformat(" ", "seconds")
