"""What the kinds of a group came to, made of what one kind came to on each of its members. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.catalogue import GROUP_COLLECTORS
from agent.outcomes import NOT_ASKED, Missed, Outcome, Seen, unseen_of
from checks.base import AnyCheck
from collectors.base import Absent, OfGroup, Unseen

Came = Mapping[str, Mapping[str, Outcome]]
"""By member, by kind, what it came to; a member that nobody asked is not in it."""


def outcomes_of_group(kind: str, members: Sequence[str], checks: Sequence[AnyCheck], came: Came) -> dict[str, Outcome]:
    """Work out what each kind that the checks need came to on a group of this kind."""
    needed = {check.needs for check in checks}
    wired = [one for one in GROUP_COLLECTORS if kind in one.groups and one.provides in needed]
    return {one.provides.name: _outcome(one, members, came) for one in wired}


def _outcome(one: OfGroup[Any, Any], members: Sequence[str], came: Came) -> Outcome:
    outcomes = {member: came.get(member, {}).get(one.of.name, Missed(NOT_ASKED)) for member in members}
    evidence = tuple(dict.fromkeys(digest for outcome in outcomes.values() for digest in outcome.evidence))
    try:
        return Seen(one.parse({member: _said(member, outcome) for member, outcome in outcomes.items()}), evidence)
    except Exception as error:  # noqa: BLE001 - a parser's bug darkens its own kind only
        return Missed(error, evidence)


def _said(member: str, outcome: Outcome) -> object:
    """The member's facts; its Absent; or that it was not seen, as an Unseen that names it."""
    if isinstance(outcome, Seen):
        return outcome.facts
    if isinstance(outcome.error, Absent):
        return outcome.error
    why = unseen_of(outcome.error)
    return Unseen(member, why.reason, why.detail, why.remedy)
