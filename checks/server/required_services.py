"""Required services. What the customer's business needs must run now and start by itself after the next boot."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.services import SERVICES, Service, Services
from config.limits import Layered, limit
from config.text import Text, _

_COMM_LENGTH = 15


@dataclass(frozen=True, slots=True)
class RequiredServiceLimits:
    """What the operator expects to run, by name; ``name=process`` where the process is called otherwise."""

    names: tuple[str, ...] = limit((), unit="service name", source="the operator")
    cluster_managed: tuple[str, ...] = limit((), unit="service name pattern", source="the operator")


def judge(services: Services, limits: Layered[RequiredServiceLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a service that the operator named."""
    if not limits.base.names:
        yield Finding("", Level.ABSENT, _("no required services are configured"))
    for entry in limits.base.names:
        name, _equals, process = entry.partition("=")
        bare = name.removesuffix(".service")
        if services.unanswered:
            yield unknown(bare, replace(services.unanswered, subject=bare))
        else:
            yield _judge_one(bare, _found(services, bare, process), limits)


def _found(services: Services, name: str, process: str) -> Service | None:
    known = [one for one in services.services if name == one.name or name in one.aliases]
    real = [one for one in known if one.enablement != "alias"] or known
    found = max(real, key=lambda one: bool(one.is_running), default=None)
    runs = {process or name, process or f"{name}d"}
    if services.manager == "sysv" and {one[:_COMM_LENGTH] for one in runs} & services.processes:
        return replace(found, is_running=True) if found else Service(name, is_running=True, starts_at_boot=None)
    if found and process and services.manager == "sysv":
        return replace(found, is_running=False)
    return found


def _judge_one(name: str, service: Service | None, limits: Layered[RequiredServiceLimits]) -> Finding:
    if service is None:
        return _finding(name, Level.CRITICAL, _("the required service {name} is not there", name=name), None)
    if service.is_running is None:
        return unknown(name, Unseen(name, Reason.EMPTY, _("{name}: no process of that name", name=name), _NAME_IT))
    if not service.is_running:
        return _finding(name, Level.CRITICAL, _("the required service {name} is not running", name=name), service)
    if any(fnmatchcase(name, pattern) for pattern in limits.base.cluster_managed):
        return _finding(name, Level.OK, _("{name} runs; the cluster decides where it is started", name=name), service)
    return _at_boot(name, service)


def _at_boot(name: str, service: Service) -> Finding:
    if service.starts_at_boot is None:
        return unknown(name, Unseen(name, Reason.EMPTY, _("{name}: running, start at boot not seen", name=name), _LOOK))
    if not service.starts_at_boot:
        return _finding(name, Level.WARN, _("{name} runs but will not start after a reboot", name=name), service)
    return _finding(name, Level.OK, _("{name} runs and starts at boot", name=name), service)


_NAME_IT: Final = _("write name=process in the limits of this check, with the name that ps shows, then inspect again")
_LOOK: Final = _("look on the target what starts it (rc.local, cron, a supervisor) and note it")


def _finding(name: str, level: Level, summary: Text, service: Service | None) -> Finding:
    return Finding(
        name,
        level,
        summary,
        observed=_(
            "state {state}, start at boot {enablement}",
            state=(service.state if service else "") or "-",
            enablement=(service.enablement if service else "") or "-",
        ),
        expected=_("running, and started at boot"),
        quote=f"{service.name}: {service.state} {service.enablement}".strip() if service else "",
    )


REQUIRED_SERVICES: Final = Check(
    id="server.required_services",
    title=_("Required services"),
    area=Area.SERVICES,
    needs=SERVICES,
    limits=RequiredServiceLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the services that the operator named: whether each runs and whether it starts at boot"),
    remedy=_(
        "Read the service's log for why it stopped, and ask its owner whether it was stopped on purpose or "
        "belongs to the standby node; then start it. Enable it for the next boot (systemctl enable NAME; "
        "chkconfig NAME on with RHEL 6 and SLES 11), or hand it to the cluster and name it under "
        "cluster_managed."
    ),
    traps=(
        _("static, indirect, generated and alias units are not disabled"),
        _("a service that its socket starts on demand counts as running"),
        _("what a cluster manages must not start at boot: name it under cluster_managed"),
        _("without systemd a process of the name, or of the name with a d, counts as running"),
    ),
    clause="1.4.3.4",
    refs=("systemctl(1)",),
)
