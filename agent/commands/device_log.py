"""``xunjian import`` of a terminal's log of network devices: judged as their command line asked live."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from agent.commands.options import fail
from agent.commands.shown import exit_code, print_shown, shown_of
from config.kinds import FAMILIES, NETWORK, asked_as
from config.site import Site, Target
from config.text import Text, _, render

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agent.commands.imported import Asked
    from agent.expected import Wanted
    from agent.store.store import Store
    from collectors.sessions.base import Session
    from collectors.sessions.cli.transcript import Transcript, TranscriptSession

MISSING_MOST = 40
"""Commands that are named one by one."""
_PROMPT_SHOWS = 20
"""Signs of a name that every family's prompt shows; IOS cuts a longer one off there."""
DATA_ERROR = 65  # sysexits EX_DATAERR


def devices_in(files: "Sequence[bytes]", site: Site, named: str) -> "list[tuple[Target, Transcript]]":
    """Which network devices of the configuration stand in logs: the one that was named, else those called as they are."""
    known = [target for target in site.targets if asked_as(target.platform) == NETWORK and target.kind == "network"]
    mine = next((target for target in known if target.id == named), None)
    if not known or (named and mine is None):
        return []
    from collectors.sessions.cli.transcript import transcripts  # noqa: PLC0415 - only where a device is

    found = transcripts(b"\n".join(files))
    if mine is not None:
        fitting = [one for one in found if _is_called(mine, one.name)] if len(found) > 1 else found
        return [(mine, one) for one in fitting[:1]]
    return [(target, one) for one in found for target in known if _is_called(target, one.name)]


def strangers_in(files: "Sequence[bytes]") -> tuple[str, ...]:
    """The names of the devices that logs are of, where it can be told that they are devices' logs."""
    from collectors.sessions.cli.transcript import transcripts  # noqa: PLC0415 - only where nothing else is in them

    return tuple(one.name for one in transcripts(b"\n".join(files)) if one.family)


def not_listed(names: "Sequence[str]") -> Text:
    """Say that a log is of devices that no entry is called by."""
    return _(
        "The log is of device {names}, and no network device of the configuration is called so. Say whose it is: xunjian "
        "import FILE --target ID; a device that is not listed yet needs an entry (kind: network, no address needed)",
        names=tuple(names),
    )


def _is_called(target: Target, name: str) -> bool:
    return name.lower() in {word.lower() for word in (target.id, target.asset.get("name", "")) if word}


def judged(found: "Sequence[tuple[Target, Transcript]]", site: Site, store: "Store", asked: "Asked") -> int:
    """Judge each device into the store and print it; the exit code is the worst one's."""
    return max(_judged(target, transcript, site, store, asked) for target, transcript in found)


def _judged(target: Target, transcript: "Transcript", site: Site, store: "Store", asked: "Asked") -> int:
    from agent.expected import Wanted  # noqa: PLC0415 - only here
    from agent.kits import imported_before  # noqa: PLC0415 - as above
    from collectors.sessions.cli.transcript import TranscriptSession  # noqa: PLC0415 - as above

    family = target.platform if target.platform in FAMILIES else transcript.family
    if transcript.family and family != transcript.family:
        wrong = _(
            "{target}: the log shows {shown}, the entry says platform: {platform}; correct one of them",
            target=target.id,
            shown=transcript.family,
            platform=family,
        )
        fail(render(wrong, asked.language), DATA_ERROR)
    if not asked.has_other_name and (other := _other_name(target, transcript.name, store, asked.files)):
        fail(render(other, asked.language), DATA_ERROR)
    session = TranscriptSession(replace(transcript, family=family))
    wanted = Wanted((target.id,))
    whole = _asked_by_log(site, target)
    before = imported_before(store, target.id, transcript.digest)
    inspection = before or store.load(_inspected(session, whole, wanted, store))
    shown = shown_of(inspection, whole, wanted)
    _say(_told(target, session, asked, known=inspection.id if before is not None else ""), asked)
    if before is None or asked.output != "table":
        print_shown(shown, asked.output, asked.language)
    if wanting := _wanting(session):
        _say(_missing(target, wanting), asked)
    return exit_code(shown.inspection)


def _other_name(target: Target, name: str, store: "Store", files: str) -> Text | None:
    """What speaks against a log being this target's: the device was called otherwise, or is in its entry."""
    if _is_called(target, name):
        return None
    called, since = _called_before(store, target.id)
    known = called or target.asset.get("name", "")
    if not known or _is_same_name(name, known):
        return None
    values = {"target": target.id, "name": name, "known": known, "since": since, "files": files.replace(", ", " ")}
    again = _("  xunjian import {files} --target {target} --other-name", **values)
    if called:
        return _(
            "The log is of device {name}; target {target} called itself {known} in inspection {since}. If it was renamed "
            "or replaced, say so:\n{again}",
            **values,
            again=again,
        )
    return _(
        "The log is of device {name}; the entry of target {target} names it {known}. Correct the name, or say that it is "
        "this device:\n{again}",
        **values,
        again=again,
    )


def _called_before(store: "Store", target: str) -> tuple[str, str]:
    """What the device called itself when it was last seen, and in which inspection; empty where it never was."""
    for header in store.inspections():
        result = store.target_result(header.id, target) if target in header.expected else None
        if result is not None and (name := result.transport.get("device_name") or result.about.get("hostname", "")):
            return name, header.id
    return "", ""


def _is_same_name(shown: str, known: str) -> bool:
    """Whether a prompt may show this name: SNMP tells a domain behind it, and a long one is cut off."""
    plain, whole = shown.lower(), known.lower()
    is_cut = len(plain) >= _PROMPT_SHOWS and whole.startswith(plain)
    return plain == whole or whole.startswith(f"{plain}.") or plain.startswith(f"{whole}.") or is_cut


def _asked_by_log(site: Site, target: Target) -> Site:
    """The site with this target as one that is asked by its command line, whatever its entry names: the log is that."""
    way = replace(target.ssh, credential=target.ssh.credential or "log")
    made = replace(target, address=target.address or target.id, ssh=way)
    return replace(site, targets=tuple(made if one.id == target.id else one for one in site.targets))


def _inspected(session: "TranscriptSession", site: Site, wanted: "Wanted", store: "Store") -> str:
    """Judge it into the store; give the inspection's id."""
    from agent.inspection import inspect_all  # noqa: PLC0415 - only here
    from agent.kits import PURPOSE, SCHEDULE  # noqa: PLC0415 - as above

    def opener(_target: Target) -> "Callable[[], Session]":
        return lambda: session

    inspection = ""
    for name, _result in inspect_all(site, store, wanted, opener, purpose=PURPOSE, schedule=SCHEDULE):
        inspection = name
    return inspection


def _told(target: Target, session: "TranscriptSession", asked: "Asked", known: str) -> Text:
    values = {"files": asked.files, "name": session.transport["device_name"], "target": target.id}
    if known:
        return _("{files}: device {name} was imported for target {target} before, as inspection {id}", **values, id=known)
    return _("{files}: log of device {name}; target {target}", **values)


def _wanting(session: "TranscriptSession") -> tuple[str, ...]:
    """The commands that the log lacks, without those whose facts another command of the log told."""
    from agent.catalogue import every_collector  # noqa: PLC0415 - only here
    from collectors.base import Cli, Collector, Merge  # noqa: PLC0415 - as above

    family = session.transport["family"]
    known = [(one, one.ask) for one in every_collector() if isinstance(one, Collector) and isinstance(one.ask, Cli)]
    told = {one.provides for one, _ask in known if one.id in session.answered and one.provides.merge is Merge.FIRST}
    needed = {ask.command for one, ask in known if family in ask.families and one.provides not in told}
    return tuple(command for command in session.left_out if command in needed)


def _missing(target: Target, commands: "Sequence[str]") -> Text:
    return _(
        "{target}: {count} commands are not in the log, or their answer is not whole. With the terminal's log on, type "
        "them in full on the device and import that log too:\n  {commands}",
        target=target.id,
        count=len(commands),
        commands="\n  ".join(commands[:MISSING_MOST]),
    )


def _say(text: Text, asked: "Asked") -> None:
    click.echo(render(text, asked.language), err=True)
