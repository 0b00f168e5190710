"""Does the listener know the database? Without that nobody new comes in, while those who are in work on."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.listeners import LISTENERS, OracleListener
from config.limits import Layered
from config.text import Text, _


def judge(listeners: Listing[OracleListener], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a listener."""
    for one in listeners.records:
        level, summary = _verdict(one)
        yield Finding(
            one.name,
            level,
            summary,
            observed=_("listens on {endpoints}", endpoints=one.endpoints) if one.endpoints else None,
            quote="; ".join(f"{service.name}: {_states(service.instances)}" for service in one.services)[:300],
        )


def _states(instances: tuple[tuple[str, str], ...]) -> str:
    return " ".join(f"{name} {state}" for name, state in instances)


def _verdict(one: OracleListener) -> tuple[Level, Text]:
    if not one.services:
        return Level.CRITICAL, _("it runs and knows no service: nobody comes in through it")
    blocked = tuple(s.name for s in one.services if any(state in {"BLOCKED", "RESTRICTED"} for _name, state in s.instances))
    if blocked:
        return Level.WARN, _("services that take no connection: {services}", services=blocked)
    ready = sum(any(state == "READY" for _name, state in service.instances) for service in one.services)
    if not ready:
        return Level.NOTICE, _("its services stand in its file only: it does not know whether they run")
    return Level.OK, _("{count:number} service(s), {ready:number} of them ready", count=len(one.services), ready=ready)


LISTENER: Final = Check(
    id="database.oracle.listener",
    title=_("Oracle: listener"),
    area=Area.DB_STATUS,
    needs=LISTENERS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("processes tnslsnr, lsnrctl status of each"),
    remedy=_(
        "Let the instance register (alter system register) and see local_listener and the port. BLOCKED: the instance is "
        "mounted or restricted, see there. A listener without services beside one that has them is a leftover: ask whom it "
        "serves."
    ),
    traps=(
        NOT_RUN,
        _("UNKNOWN beside an instance means that it stands in listener.ora, not that it is down"),
        _("a mounted standby is BLOCKED for its own service, and that is as it should be"),
        _("lsnrctl refuses accounts other than the owner's: then nothing is known"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Net Services Reference: lsnrctl status",),
)
