"""Is the instance open, and in the mode that it should be in? One that is mounted or suspended takes no work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene
from checks.dameng_words import MANUAL, NOT_RUN
from checks.unproved import exhibit
from collectors.facts.dameng.instances import INSTANCE, Instance
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class InstanceLimits:
    """How short a run is told as a restart."""

    restart_seconds: int = limit(86_400, unit="seconds", source="our own: a restart that nobody may know of")


def judge(instance: Instance, limits: Layered[InstanceLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding of the instance, and the row that says what the results rest on."""
    level, summary = Level.OK, _("the instance is open, mode {mode}", mode=instance.mode)
    if instance.status == "SUSPEND":
        level, summary = Level.CRITICAL, _("the instance is suspended: whoever writes is hung up")
    elif instance.status != "OPEN":
        level, summary = Level.CRITICAL, _("the instance is not open but {status}", status=instance.status or "?")
    elif instance.uptime_seconds < limits.base.restart_seconds:
        level, summary = (
            Level.NOTICE,
            _("the instance was started {age:duration} ago", age=max(0, instance.uptime_seconds)),
        )
    yield Finding(
        "",
        level,
        summary,
        observed=_("{words}; instance {name}", words=instance.words, name=instance.name),
        expected=_("open, with the mode that its role wants: NORMAL, PRIMARY or STANDBY"),
        quote=f"{instance.name} {instance.status} {instance.mode}",
        measures={"uptime_seconds": float(max(0, instance.uptime_seconds))},
    )
    yield exhibit(instance.words)


INSTANCE_CHECK: Final = Check(
    id="database.dameng.instance",
    title=_("DM8: state of the instance"),
    area=Area.DB_STATUS,
    needs=INSTANCE,
    limits=InstanceLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$instance, v$database"),
    remedy=_(
        "SUSPEND: look for a full archive disk or a standby that does not answer (v$arch_status, log of the "
        "instance), then "
        "“alter database open” with the customer's consent. MOUNT: find out who mounted it and why. A restart "
        "that nobody "
        "announced: the log of the instance and of the system at that time."
    ),
    traps=(
        NOT_RUN,
        _("a standby is open too, and read-only: its mode says so, and that is no fault"),
        _("a suspended instance still answers queries; only writing hangs"),
    ),
    clause="1.4.3.4",
    refs=(MANUAL,),
)
