"""``xunjian daemon``: keep time, and have done by children what the schedules bring."""

import json
import os
import sys
from pathlib import Path
from typing import Any, Final

import click

from agent.cli import say
from agent.commands.options import CONFIGURATION_ERROR, config_option, fail, found, store_option
from config.text import _

RUNNING_ALREADY: Final = 73  # sysexits EX_CANTCREAT
_HELP = _(
    "Keep time in the foreground: inspect, write, issue and send what schedules: of the configuration says, when it says. "
    "One daemon a store. SIGHUP, or a changed file, reads the configuration anew once it is found good; SIGTERM ends in "
    "order. xunjian schedule list says what comes next."
)


@click.command(name="daemon", help=say(_HELP), short_help=say(_("keep time and do what is due")))
@click.option("--turn", is_flag=True, hidden=True)
@click.option("--once", is_flag=True, help=say(_("do what is due now, then end")))
@config_option
@store_option
def command(*, turn: bool, once: bool, config_path: Path | None, store_url: str | None) -> None:
    """Run until it is ended; with ``--turn`` do one turn of the ledger for the daemon that is the parent."""
    path = config_path or found()
    if turn:
        from agent import supervise  # noqa: PLC0415 - in the child alone

        supervise.end_in_order()  # a daemon that is gone can run nothing that this would begin
        sys.stdout.write(json.dumps(_answered(path, store_url, json.load(sys.stdin)), ensure_ascii=False))
        return
    if path is not None:
        path = path.absolute()
    common = [*(("--config", str(path)) if path else ()), *(("--store", store_url) if store_url else ())]
    _keep(common, is_once=once)


def _answered(path: Path | None, store_url: str | None, request: dict[str, Any]) -> dict[str, object]:
    """In the child: the places, or a turn."""
    if request.get("asks"):
        from agent.schedule.places import places  # noqa: PLC0415 - in the child alone

        return places(path, store_url)
    from agent.schedule.answering import answer  # noqa: PLC0415 - as above

    return answer(path, store_url, request)


def _keep(common: list[str], *, is_once: bool) -> None:
    """Ask for the places, take the lock, run."""
    from agent.daemon import logs  # noqa: PLC0415 - only here
    from agent.daemon.keeper import Keeper  # noqa: PLC0415 - as above
    from agent.daemon.lock import HeldError, take  # noqa: PLC0415 - as above

    told = _asked(common)
    try:
        take(told["lock"])
    except HeldError as held:
        fail(say(_("another daemon keeps this store: pid {pid}", pid=str(held))), RUNNING_ALREADY)
    except OSError as error:
        fail(f"{told['lock']}: {error.strerror}", RUNNING_ALREADY)
    logs.begin(told["log"])
    os.environ["XUNJIAN_AS_READ"] = told["as_read"]
    sys.exit(Keeper(common, told, is_once=is_once).run())


def _asked(common: list[str]) -> dict[str, Any]:
    """What the places are, by a child that reads the configuration; exits as it does where it cannot."""
    from agent.daemon.children import Child  # noqa: PLC0415 - only here

    child = Child(("daemon", "--turn", *common), 600.0, given=b'{"asks": true}')
    child.wait()
    code = child.code()
    printed, said = child.ended()
    try:
        told: dict[str, Any] = json.loads(printed)
    except ValueError:
        fail(said, code or CONFIGURATION_ERROR)
    return told
