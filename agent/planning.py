"""What an inspection would send: the rows of ``xunjian plan``, of the approval form, of the report's command list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.catalogue import collectors_for
from agent.gather import Gathering
from agent.questions import question_of
from agent.sending import sent
from checks.base import AnyCheck
from collectors.base import (
    Ask,
    Cli,
    Collector,
    Derived,
    Each,
    EachDatabase,
    FactKind,
    FollowUp,
    Process,
    Question,
    Recall,
    Root,
    Shell,
    Snmp,
    Ways,
    Wired,
)
from collectors.facts.identity import IDENTITY
from config.kinds import FAMILIES, NETWORK
from config.site import Bounds, Target

ROOT_ORDER = tuple(Root)


@dataclass(frozen=True, slots=True)
class PlannedAsk:
    """One ask as a person approves it. ``each`` is what a walk repeats; ``values`` are (name, value, where from)."""

    id: str
    round: int
    checks: tuple[str, ...]
    command: str
    each: str
    most: int
    values: tuple[tuple[str, str, str], ...]
    seconds: int
    kib: int
    samples: int
    root: Root
    question: Question
    """What a session is handed, of a follow-up without its items."""
    is_here: bool = False
    """A program on the inspecting machine, that asks the target over the network or looks at what is there."""


Needs = Mapping[str, Sequence[FactKind[Any]]]
"""By check, the kinds that it needs of a target."""


def asks_of(
    platform: str,
    checks: Sequence[AnyCheck],
    values: Mapping[str, str],
    of_groups: Needs | None = None,
    target: Target | None = None,
) -> list[PlannedAsk]:
    """Every ask that inspecting a target of this platform sends, in order; ``of_groups`` is what its groups need of it.

    ``target`` gives the addresses; without one the words stand for any.
    """
    needs = {check.id: (check.needs,) for check in checks} | dict(of_groups or {})
    wired = collectors_for(platform, (), always=(IDENTITY, *(kind for kinds in needs.values() for kind in kinds)))
    whose = target or Target(id="", platform=platform)
    return [
        _planned(one, wired, needs, values, whose)
        for one in wired
        if not isinstance(one, Derived) and is_sent(one.ask if isinstance(one, Collector) else one.template, target)
    ]


def is_sent(ask: Ask[Any], target: Target | None) -> bool:
    """Whether anything is sent: not for what our own store or session tells, nor by a way that the target has not."""
    match ask:
        case Recall() | Ways():
            return False
        case Snmp() if target is not None:
            return target.snmp is not None
        case Cli(families=families) if target is not None:
            has_line = target.kind == NETWORK and bool(target.ssh.credential or target.telnet is not None)
            return has_line and (target.platform not in FAMILIES or target.platform in families)
        case _other:
            return True


def _planned(
    one: Collector[Any, Any] | FollowUp[Any, Any],
    wired: Sequence[Wired],
    needs: Needs,
    values: Mapping[str, str],
    target: Target,
) -> PlannedAsk:
    if isinstance(one, Collector) and not isinstance(one.ask, Each | Shell):
        return _planned_far(one, needs, wired, target, question_of(one, values, {}))
    walk = one.ask if isinstance(one, Collector) and isinstance(one.ask, Each) else None
    shells = _shells(one)
    inner = shells[-1]
    bound = [(p.name, values.get(p.name, p.default), p.source.value) for s in shells for p in s.parameters]
    if isinstance(one, FollowUp):
        bound.append(("$1", f"<{one.after.name}>", "fact"))
    return PlannedAsk(
        id=one.id,
        round=_round(one, wired),
        checks=tuple(check for check, kinds in needs.items() if any(_serves(one.provides, kind, wired) for kind in kinds)),
        command=shells[0].command,
        each=inner.command if walk else "",
        most=walk.most if walk else one.most if isinstance(one, FollowUp) else 1,
        values=tuple(dict.fromkeys(bound)),
        seconds=max(s.seconds for s in shells),
        kib=max(s.kib for s in shells),
        samples=inner.samples,
        root=max((s.root for s in shells), key=ROOT_ORDER.index),
        question=Question(one.id, inner, most=one.most) if isinstance(one, FollowUp) else question_of(one, values, {}),
    )


def _planned_far(
    one: Collector[Any, Any], wired_needs: Needs, wired: Sequence[Wired], target: Target, question: Question
) -> PlannedAsk:
    """An ask that is no shell's: asked over the network from where we stand."""
    return PlannedAsk(
        id=one.id,
        round=1,
        checks=tuple(c for c, kinds in wired_needs.items() if any(_serves(one.provides, kind, wired) for kind in kinds)),
        command=sent(one.ask, target),
        each="",
        most=1,
        values=(),
        seconds=bound_of(one.ask, "seconds"),
        kib=bound_of(one.ask, "kib"),
        samples=bound_of(one.ask, "samples") or 1,
        root=Root.NEVER,
        question=question,
        is_here=isinstance(one.ask, Process),
    )


def bound_of(ask: Ask[Any], bound: str) -> int:
    """A bound of an ask (seconds, kib, samples), of one in parts the largest; 0 where it has none of the kind."""
    parts = (ask, ask.items, ask.ask) if isinstance(ask, Each | EachDatabase) else (ask,)
    return max(int(getattr(part, bound, 0)) for part in parts)


def _shells(one: Collector[Any, Any] | FollowUp[Any, Any]) -> tuple[Shell, ...]:
    if isinstance(one, FollowUp):
        return (one.template,)
    if isinstance(one.ask, Each):
        return (one.ask.items, one.ask.ask)
    if isinstance(one.ask, Shell):
        return (one.ask,)
    raise TypeError(f"{one.id}: no way to plan {type(one.ask).__name__}")


def _behind(kind: FactKind[Any], wired: Sequence[Wired]) -> set[FactKind[Any]]:
    """The kinds that a kind is made of, itself included."""
    found = {kind}
    for one in wired:
        if one.provides != kind:
            continue
        match one:
            case Derived(of=kinds):
                found |= {more for k in kinds for more in _behind(k, wired)}
            case FollowUp(after=after):
                found |= _behind(after, wired)
            case Collector():
                pass
    return found


def _serves(provided: FactKind[Any], needed: FactKind[Any], wired: Sequence[Wired]) -> bool:
    return provided in _behind(needed, wired)


def _round(one: Wired, wired: Sequence[Wired]) -> int:
    if not isinstance(one, FollowUp):
        return 1
    before = [_round(other, wired) for other in wired if other.provides in _behind(one.after, wired) and other is not one]
    return 1 + max(before, default=1)


def script_of(target: Target, kinds: Sequence[FactKind[Any]], values: Mapping[str, str], bounds: Bounds) -> str:
    """The very script that the first round sends to learn these kinds, with a nonce of zeros."""
    from collectors.sessions.base import Budget  # noqa: PLC0415 - only for this
    from collectors.sessions.script import assemble  # noqa: PLC0415 - as above

    gathering = Gathering(collectors_for(target.platform, (), always=(IDENTITY, *kinds)), values)
    budget = Budget(target.seconds or bounds.target_seconds, bounds.connect_seconds, bounds.sample_seconds)
    sudo = target.ssh.sudo or target.sudo
    return assemble(gathering.questions(1), nonce="0" * 16, budget=budget, sudo=sudo).decode()
