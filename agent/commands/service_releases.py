"""``xunjian service upgrade``, ``rollback`` and ``verify``: one release after another, and back."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent.cli import say
from agent.commands.options import (
    UNAVAILABLE,
    config_option,
    fail,
    found,
    load_site,
    secret_of_store,
    store_option,
    store_place,
)
from agent.language import LANGUAGE
from config.text import _, render

if TYPE_CHECKING:
    from agent.installing.upgrading import Done

REFUSED: Final = 77  # sysexits EX_NOPERM
USAGE: Final = 64  # sysexits EX_USAGE
_BASE = click.option(
    "--to",
    "base",
    type=click.Path(path_type=Path, file_okay=False),
    help=say(_("folder of the releases (else that of the running release, else /opt/xunjian)")),
)
_COPIED = click.option("--copied", is_flag=True, help=say(_("the store is a database server’s, and has been copied")))
_PUBLISHER = click.option(
    "--publisher",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say(_("the publisher’s public key, Ed25519 in PEM (else /etc/xunjian/publisher.pem)")),
)
_UPGRADE = _(
    "Verify a bundle’s signature, unpack it beside the release that runs, copy the store, bring its tables up, make the "
    "bundle current and start it again. Where a step fails, everything is put back. The copy of the store stays."
)
_ROLLBACK = _(
    "Go back to the release before: copy the store, take its tables back, start the earlier program. What the earlier "
    "program has no place for is named, and stays in the copy."
)
_VERIFY = _("Say whether a file is what its publisher signed for: SHA256SUMS and SHA256SUMS.sig lie beside it.")


@click.command(name="upgrade", help=say(_UPGRADE), short_help=say(_("install a newer bundle, or put all back")))
@click.argument("bundle", type=click.Path(path_type=Path, dir_okay=False))
@_PUBLISHER
@click.option("--digest", metavar="SHA256", help=say(_("install it although nobody signed for it, if this is its sha256")))
@_BASE
@_COPIED
@config_option
@store_option
def upgrade(
    *,
    bundle: Path,
    publisher: Path | None,
    digest: str | None,
    base: Path | None,
    copied: bool,
    config_path: Path | None,
    store_url: str | None,
) -> None:
    """Verify, then upgrade."""
    from agent.installing import published, releases, upgrading  # noqa: PLC0415 - only here
    from agent.installing.trouble import InstallError  # noqa: PLC0415 - as above

    path = config_path or found()
    try:
        if digest is not None:
            published.compare(bundle, digest)
        else:
            published.verify(bundle, publisher or _kept_key())
        place = _store(path, store_url)
        done = upgrading.upgrade(bundle, _base(base, releases.home()), _common(path, store_url), place, has_copy=copied)
    except InstallError as error:
        fail("\n".join(render(one, LANGUAGE) for one in error.texts), REFUSED)
    _tell(done)


@click.command(name="rollback", help=say(_ROLLBACK), short_help=say(_("go back to the release before")))
@_BASE
@_COPIED
@config_option
@store_option
def rollback(*, base: Path | None, copied: bool, config_path: Path | None, store_url: str | None) -> None:
    """Roll back."""
    from agent.installing import releases, upgrading  # noqa: PLC0415 - only here
    from agent.installing.trouble import InstallError  # noqa: PLC0415 - as above

    path = config_path or found()
    try:
        place = _store(path, store_url)
        done = upgrading.rollback(_base(base, releases.home()), _common(path, store_url), place, has_copy=copied)
    except InstallError as error:
        fail("\n".join(render(one, LANGUAGE) for one in error.texts), REFUSED)
    _tell(done)


@click.command(name="verify", help=say(_VERIFY), short_help=say(_("check a release’s file and its signature")))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_PUBLISHER
def verify(*, file: Path, publisher: Path | None) -> None:
    """Verify."""
    from agent.installing import published  # noqa: PLC0415 - only here
    from agent.installing.trouble import InstallError  # noqa: PLC0415 - as above

    try:
        signed = published.verify(file, publisher or _kept_key())
    except InstallError as error:
        fail("\n".join(render(one, LANGUAGE) for one in error.texts), REFUSED)
    click.echo(say(_("{file}: sha256 {digest}, signed by its publisher", file=file.name, digest=signed.digest)))


@click.command(name="settle", hidden=True)
@click.option("--copy", type=click.Path(path_type=Path))
@click.option("--to", "revision", default="")
@config_option
@store_option
def settle(*, copy: Path | None, revision: str, config_path: Path | None, store_url: str | None) -> None:
    """Copy the store and take its tables to a revision; print what became of it as JSON."""
    from agent.store.moving import copied, moved  # noqa: PLC0415 - only here
    from agent.store.open import open_engine  # noqa: PLC0415 - as above
    from agent.store.revision import HEAD  # noqa: PLC0415 - as above
    from agent.store.values import StoreError, Trouble  # noqa: PLC0415 - as above

    site = load_site(config_path)
    place = store_place(store_url, site)
    password = secret_of_store(site, "password") if site.store_password and not store_url else ""
    key = secret_of_store(site, "key") if site.store_key and "://" not in place else ""
    try:
        engine, shown = open_engine(place, create=False, password=password, key=key)
    except StoreError as error:
        if error.trouble is not Trouble.MISSING:
            fail(render(error.text, LANGUAGE), UNAVAILABLE)
        click.echo(json.dumps({"before": "", "after": "", "lost": {}}))
        return
    try:
        if copy is not None:
            copied(engine, shown, copy)
        done = moved(engine, shown, revision or HEAD)
    except StoreError as error:
        fail(render(error.text, LANGUAGE), UNAVAILABLE)
    finally:
        engine.dispose()
    click.echo(json.dumps({"before": done.before, "after": done.after, "lost": dict(done.lost)}))


def _kept_key() -> Path:
    from agent.installing.published import KEPT_KEY  # noqa: PLC0415 - only here

    if not KEPT_KEY.is_file():
        fail(
            say(
                _(
                    "Name the publisher’s key with --publisher or put it into {file}. What nobody signed can be upgraded "
                    "to by its sha256: --digest",
                    file=str(KEPT_KEY),
                )
            ),
            USAGE,
        )
    return KEPT_KEY


def _base(base: Path | None, home: Path | None) -> Path:
    from agent.installing.releases import BASE  # noqa: PLC0415 - only here

    return base or (home.parent.parent if home else BASE)


def _store(path: Path | None, store_url: str | None) -> str:
    return store_place(store_url, load_site(path)).removeprefix("sqlite:///")


def _common(path: Path | None, store_url: str | None) -> list[str]:
    return [*(("--config", str(path.absolute())) if path else ()), *(("--store", store_url) if store_url else ())]


def _tell(done: "Done") -> None:
    click.echo(say(_("current release: {after} (before: {before})", after=done.after, before=done.before or "-")))
    for table, count in sorted(done.lost.items()):
        click.echo(say(_("the earlier program has no place for {table}: {count:number} rows", table=table, count=count)))
    if done.copy:
        click.echo(say(_("copy of the store as it was: {path}", path=done.copy)))
