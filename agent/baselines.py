"""What can be confirmed of a target: the kinds of fact that some check judges against a baseline."""

from collections.abc import Mapping
from typing import Final

from agent.catalogue import checks_for, collectors_for, every_check
from agent.outcomes import Seen
from agent.past import Kept, is_beside_baseline
from checks.base import AnyCheck
from checks.changes import ASPECTS
from checks.result import TargetResult
from config.text import Text, _, verbatim

_WORDS: Final[Mapping[str, Text]] = {
    "network.interfaces": _("interfaces"),
    "network.neighbours": _("neighbours by LLDP"),
    "network.inventory": _("parts that are plugged in"),
    "network.services": _("services"),
    "network.shares": _("shares"),
    "network.spanning_trees": _("spanning trees"),
    "network.ospf_neighbours": _("OSPF neighbours"),
    "network.stack_members": _("members of the stack"),
}


def words_of(kind: str) -> Text:
    """What people call a kind of fact."""
    titles = (_("what “{check}” compares", check=one.title) for one in every_check() if _compares(one, kind))
    return _WORDS.get(kind) or next(titles, verbatim(kind))


def _compares(check: AnyCheck, kind: str) -> bool:
    return check.needs.name == kind and is_beside_baseline(check)


def confirmable(platform: str) -> tuple[str, ...]:
    """The kinds of a platform that a check judges against a baseline, each once."""
    return tuple(dict.fromkeys(one.needs.name for one in checks_for(platform, None) if is_beside_baseline(one)))


def kinds_seen(result: TargetResult, store: Kept) -> dict[str, int]:
    """Of those, the ones that an inspection saw whole, each with how many records it has."""
    from agent.replaying import outcomes_then  # noqa: PLC0415 - it reads the past itself

    checks = [one for one in checks_for(result.platform, None) if is_beside_baseline(one)]
    outcomes = outcomes_then(result, collectors_for(result.platform, checks), store.evidence)
    found = {}
    for kind in confirmable(result.platform):
        outcome = outcomes.get(kind)
        if isinstance(outcome, Seen) and not getattr(outcome.facts, "unseen", ()) and not _is_partial(kind, outcome.facts):
            found[kind] = _count(kind, outcome.facts)
    return found


def _is_partial(kind: str, facts: object) -> bool:
    return any(one.partly(facts) for one in ASPECTS if one.needs.name == kind and one.partly is not None)


def _count(kind: str, facts: object) -> int:
    """How many things of it are compared; of a kind that no aspect compares, how many records it has."""
    counts = [sum(1 for _thing in one.things(facts)) for one in ASPECTS if one.needs.name == kind]
    records = getattr(facts, "records", getattr(facts, "present", (facts,)))
    return max(counts, default=len(records))
