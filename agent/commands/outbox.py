"""``xunjian outbox``: what is to leave, how far it came, and what to do about what did not arrive."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent.cli import say
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    local_time,
    open_the_store,
    output_option,
    store_option,
)
from agent.commands.outbox_turn import turned
from config.text import Text, _, printable, render

if TYPE_CHECKING:
    from config.site import Site
    from reports.record.outbox import Piece

USAGE: Final = 64  # sysexits EX_USAGE
_SHORT: Final = 10


_GROUP: Final = _(
    "What is to leave by itself: mail, folder, web hook, service desk. Nothing is lost; what may have come twice says so."
)


@click.group(name="outbox", help=say(_GROUP))
def command() -> None:
    """Hold the subcommands."""


@command.command(
    name="list", help=say(_("List what waits, what was not delivered and what is in doubt; with --all, everything."))
)
@click.option("--all", "is_all", is_flag=True, help=say(_("also what was delivered and taken back")))
@output_option
@config_option
@store_option
@lang_option
def listed(*, is_all: bool, output: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print a line a piece."""
    from reports.record.outbox import State  # noqa: PLC0415 - only here

    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        every = store.outbox()
    done = {State.DELIVERED, State.WITHDRAWN}
    shown = [one for one in every if is_all or one.state not in done]
    if output == "json":
        pieces = [plain(one) for one in shown]
        click.echo(json.dumps({"schema": 1, "outbox": pieces}, ensure_ascii=False, indent=2))
        return
    for one in shown:
        for line in lines(one, language, site):
            click.echo(line)
    if not shown:
        click.echo(render(_("Nothing waits, and nothing failed."), language))
        if not site.deliveries:
            click.echo(render(_("The configuration has no deliveries: nothing is sent by itself."), language))


def short(one: "Piece") -> str:
    """The id that a person types."""
    from agent.feeds.webhook import idempotency_key  # noqa: PLC0415 - only here

    return idempotency_key(one.key)[:_SHORT]


def lines(one: "Piece", language: str, site: "Site") -> Iterable[str]:
    """One piece: where it goes, how far it came, and what the other side said."""
    from reports.record.outbox import STATE_WORDS, State  # noqa: PLC0415 - only here

    title = printable(str(one.payload.get("title", "")))
    to = str(one.payload.get("to_address") or one.payload.get("to_name") or "")
    yield "  ".join(part for part in (short(one), render(STATE_WORDS[one.state], language), one.channel, to, title) if part)
    if one.error and one.state in {State.WAITING, State.DEAD}:
        yield "    " + printable(one.error)
    if one.state is State.WAITING and one.attempts and one.next_at is not None:
        said = _("tried {count:number} times, next at {at}", count=one.attempts, at=local_time(one.next_at, site.timezone))
        yield "    " + render(said, language)
    if one.is_doubted and one.state is not State.DOUBTFUL:
        yield "    " + render(_("an attempt that nobody answered may have arrived"), language)


def plain(one: "Piece") -> dict[str, object]:
    """One piece as programs are given it."""
    moments = {"made_at": one.made_at, "next_at": one.next_at, "handed_at": one.handed_at, "ended_at": one.ended_at}
    return {
        "id": short(one),
        "channel": one.channel,
        "kind": one.kind,
        "state": one.state.value,
        "attempts": one.attempts,
        "title": one.payload.get("title", ""),
        "to": one.payload.get("to_address") or one.payload.get("to_name") or "",
        **{name: at.isoformat() if at else None for name, at in moments.items()},
        "receipt": one.receipt,
        "error": one.error,
    }


_SEND: Final = _(
    "Read the desks, gather what happened since the last time, send what is due, write sheets and calendars. Run it from "
    "cron or after an inspection. It exits 75 where something was not delivered; xunjian outbox list names it."
)


@command.command(name="send", help=say(_SEND), short_help=say(_("gather what happened and send what is due")))
@click.argument("channels", nargs=-1)
@config_option
@store_option
@lang_option
def sent(channels: tuple[str, ...], *, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """One turn."""
    site = load_site(config_path)
    known = [one.name for one in site.deliveries]
    for name in channels:
        if name not in known:
            fail(
                say(_("no delivery “{name}” in the configuration; there are: {known}", name=name, known=tuple(known))),
                USAGE,
            )
    with open_the_store(store_url, site, create=False) as store:
        turned(store, site, channels, language_of(site, lang))


@command.command(name="retry", help=say(_("Send anew what was given up, counting anew. It goes with the next send.")))
@click.argument("ids", nargs=-1, required=True)
@config_option
@store_option
def retried(ids: tuple[str, ...], *, config_path: Path | None, store_url: str | None) -> None:
    """Make pieces wait again."""
    site = load_site(config_path)
    with open_the_store(store_url, site, create=False) as store:
        count = store.retry_outbox(_keys_of(store.outbox(), ids))
    click.echo(say(_("{count:number} wait to be sent.", count=count)))


@command.command(name="withdraw", help=say(_("Take back what was not delivered; it stays on record.")))
@click.argument("ids", nargs=-1, required=True)
@config_option
@store_option
def withdrawn(ids: tuple[str, ...], *, config_path: Path | None, store_url: str | None) -> None:
    """Take pieces back."""
    site = load_site(config_path)
    with open_the_store(store_url, site, create=False) as store:
        count = store.withdraw_outbox(_keys_of(store.outbox(), ids))
    click.echo(say(_("{count:number} taken back.", count=count)))


def _keys_of(every: Iterable["Piece"], ids: Iterable[str]) -> list[str]:
    """The pieces of the ids; exits where one is none, or fits several."""
    known = {short(one): one.key for one in every}
    found = []
    for id_ in ids:
        fitting = [key for name, key in known.items() if name.startswith(id_.lower())]
        if len(fitting) != 1:
            why: Text = _("{id} is not one piece of the outbox; see xunjian outbox list --all", id=id_)
            fail(say(why), USAGE)
        found += fitting
    return found
