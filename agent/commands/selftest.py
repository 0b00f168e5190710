"""``xunjian doctor --selftest``: each statement for a product, run once on the configured servers; shapes go to a file."""

import json
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent.cli import VERSION, say
from agent.commands.leaves import end_where_all_stays
from agent.commands.options import fail, words
from config.text import _, render

if TYPE_CHECKING:
    from agent.opening import Opener
    from agent.selftest import Told
    from agent.store.store import Store
    from config.site import Site, Target

USAGE: Final = 64  # sysexits EX_USAGE
DARK: Final = 3
"""Exit code where a server was not tested whole."""
_STAYS: Final = _("The contract says “data: stays”: nothing leaves the site, and this file is made to be sent to us.")


def field_test(site: "Site", store: "Store", globs: tuple[str, ...], product: str, language: str) -> int:
    """Test the chosen servers of a product, write what came of it into the working folder; the exit code."""
    from agent import supervise  # noqa: PLC0415 - only in the child
    from agent.expected import Wanted, targets_of  # noqa: PLC0415 - as above
    from agent.opening import Opener  # noqa: PLC0415 - as above

    end_where_all_stays(site, language, _STAYS)
    chosen = [one for one in targets_of(site, Wanted(globs)) if one.platform == product]
    if not chosen:
        fail(say(_("No target fits. xunjian targets export - lists what the configuration has.")), USAGE)
    opener = Opener(site, store)
    opener.ask_beforehand(chosen)
    supervise.allow(site.bounds.run_seconds)
    with closing(opener):
        told = [_of(opener, target, target.seconds or site.bounds.target_seconds, language) for target in chosen]
    path = _written({"form": 1, "xunjian": VERSION, "product": product, "servers": told}, product)
    states = [str(state) for one in told for state in _states(one)]
    bad = sum(state not in {"ok", "not for this version"} for state in states)
    click.echo(
        render(
            _(
                "{path}: {servers:number} server(s), {statements:number} statement(s), {bad:number} of them failed. It "
                "holds names of columns, kinds of values, times and error codes; no value, no address and no name of "
                "yours. Read it, then send it to us.",
                path=str(path),
                servers=len(told),
                statements=len(states),
                bad=bad,
            ),
            language,
        )
    )
    return DARK if bad or not all(one["statements"] for one in told) else 0


def _of(opener: "Opener", target: "Target", seconds: float, language: str) -> "Told":
    """What one server says. Why it said nothing is told on the terminal, where its name may stand."""
    from agent.catalogue import checks_for, collectors_for  # noqa: PLC0415 - only here
    from agent.selftest import missed, selftest  # noqa: PLC0415 - as above
    from collectors.base import SessionError  # noqa: PLC0415 - as above
    from collectors.sessions.login import CredentialRefused  # noqa: PLC0415 - as above

    try:
        dialect, guard = opener.dialect(target)
        guard.before()
        try:
            return selftest(dialect, collectors_for(target.platform, checks_for(target.platform)), int(seconds))
        except CredentialRefused as refused:
            raise guard.refused(refused) from None
    except SessionError as error:
        words(_("{target}: {error}", target=target.id, error=str(error)), language)
        return missed(error)


def _states(told: "Told") -> list[object]:
    statements = told["statements"]
    return [one["state"] for one in statements] if isinstance(statements, list) else []


def _written(document: dict[str, object], product: str) -> Path:
    """A new file in the working folder, never an older one's place."""
    path = Path.cwd() / f"xunjian-selftest-{product}-{datetime.now().astimezone():%Y%m%d-%H%M%S}.json"
    with path.open("x", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, indent=1)
        file.write("\n")
    return path
