"""Is the clock right? Records of several machines are compared by their times, and a court asks how right they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.clocks import CLOCK, Clock, TimeSource
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.time_sync"
_EXPECTED: Final = _("one time service, synchronised with a time server")
_ASK: Final = _("ask the running time service by hand (chronyc tracking, ntpq -pn, timedatectl) and note the answer")


@dataclass(frozen=True, slots=True)
class SyncLimits:
    """How far the clock may be off its reference."""

    offset_seconds: float = limit(1.0, unit="seconds", source="our judgement: records of two machines in their right order")


def judge(found: Clock, limits: Layered[SyncLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the target."""
    yield _judged(found, limits.base, scene)


def _judged(found: Clock, limits: SyncLimits, scene: Scene) -> Finding:
    services, setters = found.services, found.setters
    if not services.is_whole:
        return unknown("", Unseen("", Reason.DENIED, _("the list of processes is not whole")))
    if len(setters) > 1:
        said = _("more than one service sets the clock: {services}", services=setters)
        return failed(ID, scene, "", said, expected=_EXPECTED, quote=" ".join(setters))
    if not setters:
        return _nobody(found, scene)
    source = found.told_by(setters[0])
    if source is None:
        said = _("{service} runs, and its state was not told", service=setters[0])
        return unknown("", Unseen("", Reason.FAILED, said, _ASK))
    return _followed(source, limits, scene)


def _nobody(found: Clock, scene: Scene) -> Finding:
    others = tuple(name for name in found.services.names if name != "vmtoolsd")
    if others:
        said = _("{service} runs, and its state was not told", service=others[0])
        return unknown("", Unseen("", Reason.NO_RECORD, said, _ASK))
    if found.services.container_marks:
        said = _("this is a container: its clock is the host’s; inspect the host")
        return unknown("", Unseen("", Reason.NO_RECORD, said))
    if "enabled" in found.services.vmware.lower():
        said = _("no time service runs; VMware’s tools set the clock after the host’s")
        return failed(ID, scene, "", said, expected=_EXPECTED, quote=found.services.vmware, most=Level.NOTICE)
    return failed(ID, scene, "", _("no time service runs"), expected=_EXPECTED)


def _followed(source: TimeSource, limits: SyncLimits, scene: Scene) -> Finding:
    if not source.is_synchronised:
        said = _("{service} runs but is not synchronised", service=source.service)
        return failed(ID, scene, "", said, expected=_EXPECTED, quote=source.quote)
    offset = abs(source.offset_seconds) if source.offset_seconds is not None else None
    measures = {} if offset is None else {"offset_seconds": offset}
    if offset is not None and offset > limits.offset_seconds:
        said = _("the clock is {offset:duration} off its reference", offset=round(offset, 3))
        return failed(ID, scene, "", said, expected=_EXPECTED, quote=source.quote, measures=measures)
    if source.is_own_clock:
        said = _(
            "{service} follows this machine’s own clock: right only for the site’s time server", service=source.service
        )
        return failed(ID, scene, "", said, expected=_EXPECTED, quote=source.quote, most=Level.NOTICE)
    said = _("synchronised by {service} with {reference}", service=source.service, reference=source.reference or "?")
    return Finding("", Level.OK, said, None, _EXPECTED, source.quote, measures)


TIME_SYNC: Final[SecurityCheck] = security_check(
    ID,
    title=_("Time synchronisation"),
    needs=CLOCK,
    limits=SyncLimits(),
    judge=judge,
    reads=_("which time services run, and what the running one says of itself (chronyc, ntpq, timedatectl)"),
    remedy=_("Run one time service, chrony, against the site’s time server."),
    card=Card(
        steps=(
            _("Take the site’s own time server; where there is none, two devices of the network that have the time."),
            _("Stop and switch off what else sets the clock (ntpd, systemd-timesyncd)."),
            _("On database and cluster hosts with a large offset let it be slewed, and agree on a time: no steps."),
        ),
        commands=(
            "systemctl disable --now ntpd systemd-timesyncd",
            "echo 'server <time server> iburst' >>/etc/chrony.conf   # Debian, Ubuntu: /etc/chrony/chrony.conf",
            "systemctl enable --now chronyd   # Debian, Ubuntu: chrony",
        ),
        risk=_("A clock that is stepped backwards can stop databases and clusters."),
        rollback=_("Take the line out and restart the service."),
        verify="chronyc tracking; chronyc sources",
    ),
    traps=(
        _("a service that runs is not one that is synchronised"),
        _("two services fight over the clock"),
        _("127.127.1.0 and a local reference are the machine’s own clock"),
    ),
)
