"""Zombie and stuck processes. A process that hangs in the kernel shows storage or a remote mount that does not answer."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.processes import PROCESSES, Process, Processes
from config.limits import Layered, limit
from config.text import _

_NAMED = 5
"""So many names stand in a sentence; the quote and the measures hold the rest."""


@dataclass(frozen=True, slots=True)
class OddProcessLimits:
    """How many dead or stuck processes are too many."""

    zombies_warn: int = limit(10, unit="count", source="our judgement", subjects=("zombies",))
    stuck_critical: int = limit(5, unit="count", source="our judgement", subjects=("stuck",))
    least_window_seconds: float = limit(5.0, unit="seconds", source="our judgement", subjects=("stuck",))


def judge(processes: Processes, limits: Layered[OddProcessLimits], scene: Scene) -> Iterator[Finding]:
    """One finding for zombies and one for processes in D state at both ends of the window."""
    if processes.hidden:
        yield from (unknown(subject, replace(processes.hidden, subject=subject)) for subject in ("zombies", "stuck"))
        return
    yield _zombies(processes, limits.at("zombies"))
    yield _stuck(processes, limits.at("stuck"))
    if processes.broken_count:
        yield unknown("unread", Unseen("unread", Reason.NOT_UNDERSTOOD, f"/proc/*/stat: {processes.broken_count}"))


def _zombies(processes: Processes, limits: OddProcessLimits) -> Finding:
    count = len(processes.zombies)
    parents = Counter(f"{one.parent_name or '?'}[{one.parent}]" for one in processes.zombies)
    return Finding(
        "zombies",
        Level.WARN if count > limits.zombies_warn else Level.OK,
        _("{count:number} zombie processes", count=count),
        observed=_(
            "{count:number} of {total:number} processes; parents: {parents}",
            count=count,
            total=processes.total_count,
            parents=_most(parents),
        ),
        expected=_("at most {most:number}", most=limits.zombies_warn),
        quote=_quote(processes.zombies),
        measures={"zombies_count": count, "processes_count": processes.total_count},
    )


def _stuck(processes: Processes, limits: OddProcessLimits) -> Finding:
    stuck = [one for one in processes.stuck if not one.is_kernel_thread]
    is_long = processes.window_seconds >= limits.least_window_seconds
    level = Level.OK
    if stuck:
        level = Level.NOTICE if not is_long else Level.CRITICAL if len(stuck) > limits.stuck_critical else Level.WARN
    return Finding(
        "stuck",
        level,
        _("{count:number} processes hang in the kernel", count=len(stuck)),
        observed=_(
            "in D state at both ends of {window:duration}: {names}; in D state at the second look: {waiting:number}",
            window=processes.window_seconds,
            names=_most(Counter(_told(one) for one in stuck)),
            waiting=len(processes.waiting),
        ),
        expected=_("no process in D state at both ends"),
        quote=_quote(stuck),
        measures={"stuck_count": len(stuck), "waiting_count": len(processes.waiting)},
    )


def _told(one: Process) -> str:
    return f"{one.name} ({one.wait_channel})" if one.wait_channel else one.name


def _most(names: Counter[str]) -> tuple[str, ...]:
    told = tuple(f"{name} ×{count}" if count > 1 else name for name, count in names.most_common(_NAMED))
    return (*told, "…") if len(names) > _NAMED else told or ("-",)


def _quote(found: Iterable[Process]) -> str:
    return "; ".join(f"{one.pid} {one.state} {_told(one)} ← {one.parent_name}[{one.parent}]" for one in [*found][:_NAMED])


ZOMBIE_AND_STUCK_PROCESSES: Final = Check(
    id="server.zombie_and_stuck_processes",
    title=_("Zombie and stuck processes"),
    area=Area.SERVICES,
    needs=PROCESSES,
    limits=OddProcessLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the state, parent and wait channel of every process, twice; never its arguments"),
    remedy=_(
        "Zombies: find the parent and have its maker mend it; they hold no memory, and the parent is "
        "restarted only with its owner's consent. Stuck processes cannot be killed: look at what they wait "
        "for (the wait channel, dmesg for hung tasks), restore the storage path or the NFS server behind it; "
        "a reboot is the last resort, with the customer's consent and a backup."
    ),
    traps=(
        _("a short stay in D state is normal: only a process found in it twice counts"),
        _("kernel threads that wait in D state by design are not counted"),
        _("a wait channel that names nfs or rpc points at a remote mount"),
        _("a process that has just ended is a zombie until its parent has asked: only one found twice counts"),
        _("the same number for another process is told apart by its start time"),
    ),
    clause="1.4.3.4",
    refs=("proc(5)",),
)
