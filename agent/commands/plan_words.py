"""What both forms of a plan say: how a target is reached, what runs where, what is left there, what is the same."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from collectors.base import Root
from config.kinds import DATABASES, DEVICES, NETWORK, asked_as
from config.text import Text, _

if TYPE_CHECKING:
    from config.site import Target

_WAYS: Final[Mapping[str, str]] = {"linux": "ssh", "local": "local", "bmc": "redfish"}
"""By kind, the way in which a target is reached; a function by the protocol of its address."""
_SCRIPTED: Final = frozenset({"ssh", "local"})
"""Ways by which commands run on the target itself."""

_WAY_WORDS: Final[Mapping[str, Text]] = {
    "snmp": _("SNMP"),
    "ssh-line": _("command line over SSH"),
    "telnet-line": _("command line over telnet"),
    "snmp+ssh-line": _("SNMP, and command line over SSH"),
    "snmp+telnet-line": _("SNMP, and command line over telnet"),
}
"""Ways to a device."""

ROOT_WORDS: Final[Mapping[str, Text]] = {
    Root.NEVER.value: _("no"),
    Root.BETTER.value: _("sees more with root"),
    Root.NEEDED.value: _("root needed"),
}


def way_to(target: "Target") -> str:
    """How a target is reached; of a device each way that its entry names."""
    if asked_as(target.platform) != NETWORK:
        return _WAYS.get(target.kind, target.platform)
    has_line = target.kind == NETWORK
    named = (
        (target.snmp is not None, "snmp"),
        (has_line and bool(target.ssh.credential), "ssh-line"),
        (has_line and target.telnet is not None, "telnet-line"),
    )
    return "+".join(name for is_named, name in named if is_named) or target.platform


def is_script(plan: Mapping[str, Any]) -> bool:
    """Whether commands run on the target itself, as one script a round."""
    return plan["way"] in _SCRIPTED


def alike(plans: Sequence[Mapping[str, Any]], key: Callable[[Mapping[str, Any]], object]) -> list[list[Mapping[str, Any]]]:
    """Put those together of which the key is the same, in the order of the first of each."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for plan in plans:
        groups.setdefault(repr(key(plan)), []).append(plan)
    return list(groups.values())


def listed(asks: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The asks to list once: one walk through a BMC answers several, and each is named beside it."""
    whose = ("id", "for_checks")
    return alike(asks, lambda ask: {name: value for name, value in ask.items() if name not in whose})


def not_asked(target: "Target") -> Text:
    """Say of a target that no session can ask that it keeps its place."""
    from reports.documents.kinds import name_of  # noqa: PLC0415 - only here

    if target.kind in DEVICES:
        return _(
            "{target} ({kind}): its entry names no way to ask it; it stays in the list as not inspected. Write its address "
            "and access: snmp (a network device: or access: ssh), with its credential",
            target=target.id,
            kind=name_of(target.kind),
        )
    return _(
        "{target} ({kind}): this version has no way to ask it; it stays in the list as not inspected",
        target=target.id,
        kind=name_of(target.kind),
    )


def heading(plan: Mapping[str, Any]) -> Iterator[Text]:
    """Give the lines."""
    if is_script(plan):
        yield from _of_script(plan)
        return
    yield _(
        "{target} ({address}, by {way}): {count} asks over the network, at most {seconds} s",
        target=plan["target"],
        address=plan["address"],
        way=_WAY_WORDS.get(plan["way"], plan["way"]),
        count=len(plan["asks"]),
        seconds=plan["seconds_at_most"],
    )
    if plan["kind"] == "bmc":
        yield _(
            "Nothing runs on the target and no file is left there. Before the asks: GET /redfish/v1/ without an account, "
            "then one page with it. Then GET alone, from page to page along the links under the names below; no session "
            "is made, nothing is changed."
        )
        return
    if plan["kind"] in DATABASES:
        yield _(
            "Nothing is written. One connection at a time, named xunjian; each statement alone, read-only, rolled back, "
            "under a limit of its own seconds, and given up where it would wait for a lock. No row of a user's table is "
            "read."
        )
        return
    if plan["way"] in _WAY_WORDS:
        yield from _of_device(plan["way"])
        return
    yield _(
        "Nothing runs on the target and no file is left there. The inspecting machine sends what stands below; what "
        "fails is tried again, “<= 3x” at most."
    )
    if plan["writes_confirmed_by"]:
        yield _(
            "The transaction writes (POST) as its users do. Confirmed by: {name}. Names of form fields stand below, "
            "their values do not.",
            name=plan["writes_confirmed_by"],
        )


def _of_device(way: str) -> Iterator[Text]:
    if "snmp" in way:
        yield _(
            "SNMP: GET, GETNEXT and GETBULK alone; nothing is set. What stands below a line with sysObjectID is sent to "
            "devices of that make only."
        )
    if "line" in way:
        yield _(
            "Command line: the commands below, which only show, and those that switch paging off for the session (and "
            "enable, where the credential has one); the configuration mode is never entered, nothing is saved."
        )


def _of_script(plan: Mapping[str, Any]) -> Iterator[Text]:
    from collectors.sessions.script import folders  # noqa: PLC0415 - only here

    yield _(
        "{target} ({address}, by {way}): {count} asks in one script, at most {seconds} s; sudo {sudo}",
        target=plan["target"],
        address=plan["address"],
        way=_("local") if plan["way"] == "local" else plan["way"],
        count=len(plan["asks"]),
        seconds=plan["seconds_at_most"],
        sudo=_("allowed") if plan["sudo"] else _("not used"),
    )
    yield _(
        "On the target: one private folder under the first of {folders} that can be written, removed at the end; every "
        "command runs at low priority with closed input, its own time and size limit, as the inspecting account.",
        folders=folders(),
    )
