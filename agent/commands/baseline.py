"""``xunjian baseline``: a person confirms what an inspection saw as what should be."""

from pathlib import Path
from typing import TYPE_CHECKING

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
from config.text import _, render

if TYPE_CHECKING:
    from agent.store.store import Store

USAGE = 64  # sysexits EX_USAGE


@click.group(name="baseline", help=say(_("Confirm what was seen as what should be, and look it up.")))
def command() -> None:
    """Hold the subcommands."""


_CONFIRM = _(
    "Make what the last inspection saw of TARGET the state that later ones are judged against: ports that are up, members, "
    "neighbours, modules. Look at the report first; what is broken on that day would be confirmed as it is."
)


@command.command(name="confirm", help=say(_CONFIRM))
@click.argument("target")
@click.option("--kind", "wanted", multiple=True, help=say(_("only these kinds of fact (see “xunjian baseline show”)")))
@click.option("--inspection", "inspection", default="", help=say(_("that inspection in place of the last")))
@click.option("--by", required=True, help=say(_("who says so")))
@config_option
@store_option
@lang_option
def confirm(
    target: str,
    wanted: tuple[str, ...],
    inspection: str,
    by: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Write the word of a person into the store."""
    from agent.baselines import kinds_seen, words_of  # noqa: PLC0415 - only here

    site = load_site(config_path)
    language = language_of(site, lang)
    _named(by)
    with open_the_store(store_url, site, create=False) as store:
        one = inspection or _last(store, target)
        result = store.target_result(one, target) if one else None
        if result is None:
            fail(say(_("No inspection in the store has met {target}.", target=target)), USAGE)
        seen = kinds_seen(result, store)
        strangers = tuple(kind for kind in wanted if kind not in seen)
        if strangers or not seen:
            fail(
                say(
                    _(
                        "Inspection {id} saw nothing of {kinds} on {target} that can be confirmed; it saw: {seen}",
                        id=one,
                        kinds=strangers or ("-",),
                        target=target,
                        seen=tuple(seen) or ("-",),
                    )
                ),
                USAGE,
            )
        kinds = {kind: count for kind, count in seen.items() if not wanted or kind in wanted}
        store.confirm_baseline(target, tuple(kinds), one, by)
    for kind, count in kinds.items():
        click.echo(
            render(
                _(
                    "{target}: {count} {what} as inspection {id} saw them are what should be from now on",
                    target=target,
                    count=count,
                    what=words_of(kind),
                    id=one,
                ),
                language,
            )
        )


@command.command(name="show", help=say(_("Say of TARGET (or of all) what was confirmed, by whom and when.")))
@click.argument("target", required=False)
@config_option
@store_option
@lang_option
def show(target: str | None, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """List the baselines."""
    from agent.baselines import confirmable, words_of  # noqa: PLC0415 - only here
    from agent.expected import DEFAULT_TIMEZONE  # noqa: PLC0415 - as above
    from checks.base import Scene  # noqa: PLC0415 - as above
    from checks.local_time import minute  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    if target and target not in {one.id for one in site.targets}:
        fail(say(_("No target is called {target} in the configuration.", target=target)), USAGE)
    with open_the_store(store_url, site, create=False) as store:
        for one in (target,) if target else tuple(t.id for t in site.targets):
            known = store.baselines(one)
            kinds = confirmable(next((t.platform for t in site.targets if t.id == one), ""))
            for kind, found in ((kind, known[kind]) for kind in kinds if kind in known):
                said = _(
                    "{target} {kind} ({what}): as in inspection {id}, confirmed by {by} on {at}",
                    target=one,
                    kind=kind,
                    what=words_of(kind),
                    id=found.inspection,
                    by=found.by,
                    at=minute(found.confirmed_at, Scene(timezone=site.timezone or DEFAULT_TIMEZONE)),
                )
                click.echo(render(said, language))
            without = tuple(f"{kind} {render(words_of(kind), language)}" for kind in kinds if kind not in known)
            if without:
                click.echo(render(_("{target}: no baseline yet of {kinds}", target=one, kinds=without), language))


@command.command(name="drop", help=say(_("Take back what was confirmed of TARGET: nothing is judged against it any more.")))
@click.argument("target")
@click.option("--kind", "wanted", multiple=True, help=say(_("only these kinds of fact (see “xunjian baseline show”)")))
@click.option("--by", required=True, help=say(_("who says so")))
@config_option
@store_option
@lang_option
def drop(
    target: str, wanted: tuple[str, ...], by: str, config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    """Add the event that takes it back; what was confirmed before stays on record."""
    site = load_site(config_path)
    language = language_of(site, lang)
    _named(by)
    with open_the_store(store_url, site, create=False) as store:
        known = tuple(store.baselines(target))
        strangers = tuple(kind for kind in wanted if kind not in known)
        if strangers or not known:
            what = strangers or ("-",)
            fail(
                say(
                    _(
                        "{target} has no baseline of {kinds}; it has: {known}",
                        target=target,
                        kinds=what,
                        known=known or ("-",),
                    )
                ),
                USAGE,
            )
        kinds = tuple(kind for kind in known if not wanted or kind in wanted)
        store.confirm_baseline(target, kinds, "", by)
    click.echo(render(_("{target}: {count} baselines taken back", target=target, count=len(kinds)), language))


def _named(by: str) -> None:
    if not by.strip():
        fail(say(_("--by wants a name: a baseline is the word of a person")), USAGE)


def _last(store: "Store", target: str) -> str:
    """The last inspection that met the target."""
    met = (one.id for one in store.inspections() if (r := store.target_result(one.id, target)) and r.state == "done")
    return next(met, "")
