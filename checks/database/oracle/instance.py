"""Do the database and its instances run as they should? What is not open serves nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.instances import RUNNING, Database, Instance, Running, Thread
from config.limits import Layered, limit
from config.text import Text, _

_STANDBYS: Final = frozenset({"PHYSICAL STANDBY", "LOGICAL STANDBY", "SNAPSHOT STANDBY", "FAR SYNC"})


@dataclass(frozen=True, slots=True)
class InstanceLimits:
    """How soon after a start it is said that there was one, and what role is agreed."""

    recent_seconds: int = limit(86_400, unit="seconds", source="our own: a start in the last day is worth a question")
    role: str = limit("", unit="PRIMARY or PHYSICAL STANDBY", source="the operator: the role that it should have")


def judge(running: Running, limits: Layered[InstanceLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding of the database, one of each instance, one of each thread that no instance has open."""
    yield Exhibit(_("About this inspection of Oracle"), (_("Note"),), ((NOT_RUN,),))
    yield _of_database(running.database, limits.base)
    for instance in running.instances:
        yield _of_instance(instance, running.database, limits.at(instance.name))
    yield from _of_threads(running)


def _of_database(database: Database, limits: InstanceLimits) -> Finding:
    level, summary = Level.OK, _("it is {mode} as {role}", mode=database.open_mode, role=database.role)
    if limits.role and limits.role.upper() != database.role:
        level = Level.CRITICAL
        summary = _("it runs as {role}, not as {wanted}", role=database.role, wanted=limits.role)
    elif database.role == "PRIMARY" and database.open_mode == "READ ONLY":
        level, summary = Level.WARN, _("the primary is open for reading only")
    elif database.role in _STANDBYS and database.open_mode == "MOUNTED":
        summary = _("it is mounted as {role}; its dictionary is the primary's, and is judged there", role=database.role)
    elif database.role not in _STANDBYS and not database.open_mode.startswith("READ"):
        level, summary = Level.CRITICAL, _("the primary is not open: {mode}", mode=database.open_mode)
    return Finding("", level, summary, observed=_("{words}", words=database.words), quote=database.words)


def _of_instance(instance: Instance, database: Database, limits: InstanceLimits) -> Finding:
    level, summary = _state(instance, database)
    if level is Level.OK and instance.uptime_seconds < limits.recent_seconds:
        level = Level.NOTICE
        summary = _("it was started only {uptime:duration} ago", uptime=max(0.0, instance.uptime_seconds))
    return Finding(
        instance.name,
        level,
        summary,
        observed=_("{name} on {host}: {status}", name=instance.name, host=instance.host, status=instance.status),
        quote=f"{instance.status} {instance.database_status} blocked={instance.blocked} logins={instance.logins}",
        measures={"uptime_seconds": max(0.0, instance.uptime_seconds)},
    )


def _state(instance: Instance, database: Database) -> tuple[Level, Text]:
    right = {"OPEN"} if database.role not in _STANDBYS else {"OPEN", "MOUNTED"}
    if instance.status not in right:
        return Level.CRITICAL, _("the instance is not open: {status}", status=instance.status)
    if instance.blocked == "YES":
        return Level.CRITICAL, _("the instance is blocked")
    if instance.database_status != "ACTIVE":
        return Level.CRITICAL, _("the database is {status} on this instance", status=instance.database_status)
    if instance.logins == "RESTRICTED":
        return Level.CRITICAL, _("logins are restricted: only administrators come in")
    return Level.OK, _("it runs since {uptime:duration}", uptime=max(0.0, instance.uptime_seconds))


def _of_threads(running: Running) -> Iterator[Finding]:
    """A redo thread that is enabled and open nowhere: an instance of the cluster that does not run."""
    if running.database.role in _STANDBYS:
        return
    for thread in running.threads:
        if thread.enabled != "DISABLED" and thread.status != "OPEN":
            yield _closed(thread)


def _closed(thread: Thread) -> Finding:
    return Finding(
        f"thread {thread.number}",
        Level.WARN,
        _("redo thread {number} is enabled and no instance runs it", number=thread.number),
        observed=_("last opened by {instance}", instance=thread.instance or "-"),
        quote=f"thread# {thread.number} {thread.status} {thread.enabled} {thread.instance}",
    )


INSTANCE: Final = Check(
    id="database.oracle.instance",
    title=_("Oracle: database and instances"),
    area=Area.DB_STATUS,
    needs=RUNNING,
    limits=InstanceLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$database, gv$instance, v$thread"),
    remedy=_(
        "Read the alert log of the instance before anything is started again: why did it stop, who restricted it? A start "
        "that nobody planned: alert log and the host's log before it. A thread that no instance runs: start that instance "
        "(srvctl start instance), or disable the thread of a node that was taken away. Another role than agreed: find out "
        "who switched over before anybody writes to it."
    ),
    traps=(
        NOT_RUN,
        _("a mounted physical standby is as it should be; what only its dictionary tells is looked at on the primary"),
        _("of a cluster, the instances that do not run stand in no list of instances: the redo threads name them"),
        _("RAC One Node keeps a second enabled thread that runs nowhere: that is a warning to be answered once"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: GV$INSTANCE, V$DATABASE, V$THREAD",),
)
