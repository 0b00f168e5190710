"""The first lines of a target's plan: how it is reached, what runs where, what is left there."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from config.text import Text, _

WAYS: Final[Mapping[str, str]] = {"linux": "ssh", "local": "local", "bmc": "redfish"}
"""By kind, the way in which a target is reached; a function by the protocol of its address."""
SCRIPTED: Final = frozenset({"linux", "local"})
"""Kinds on which commands run."""


def heading(plan: Mapping[str, Any]) -> Iterator[Text]:
    """Give the lines."""
    if plan["kind"] in SCRIPTED:
        yield from _of_script(plan)
        return
    yield _(
        "{target} ({address}, by {way}): {count} asks over the network, at most {seconds} s",
        target=plan["target"],
        address=plan["address"],
        way=plan["way"],
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
