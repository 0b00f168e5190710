"""Does the system write its log? A logger that stopped weeks ago leaves nothing to look up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.local_time import minute
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.log_forwarding import LogForwarding
from collectors.facts.log_services import LOG_SERVICES, LogServices
from collectors.facts.logs_kept import LogKeeping
from collectors.facts.services import Services
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.linux.log_rsyslog"
_LOGGERS: Final = ("rsyslogd", "syslog-ng", "syslogd")
_SERVICES: Final = frozenset({"rsyslog", "syslog-ng", "syslog", "rsyslogd", "sysklogd", "busybox-syslogd"})
_JOURNAL: Final = "systemd-journal"
_READ_LOGS: Final = _("let the inspecting account read /var/log (group adm), or inspect as root")


@dataclass(frozen=True, slots=True)
class LoggerLimits:
    """How old the last line of the log may be."""

    silent_seconds: int = limit(
        86400, unit="seconds", source="our judgement: cron and sessions write every hour", subjects=("records",)
    )


def judge(found: LogServices, limits: Layered[LoggerLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the logger that runs, one of its start, one of the last line."""
    yield _logger(found, scene)
    yield _at_boot(found.services, found.forwarding, scene)
    yield _last(found, limits.at("records"), scene)


def _logger(found: LogServices, scene: Scene) -> Finding:
    told, keeping = found.forwarding, found.keeping
    if isinstance(told, Unseen):
        return unknown("logger", told)
    expected = _("rsyslog or syslog-ng runs, or the journal is kept on disk")
    running = tuple(name for name in _LOGGERS if name in told.processes)
    if running:
        said = _("{names} runs and writes the system’s log", names=running)
        return Finding("logger", Level.OK, said, expected=expected, quote=" ".join(running))
    hides = told.hidden or (keeping if isinstance(keeping, Unseen) and _JOURNAL in told.processes else None)
    if hides:
        return unknown("logger", hides)
    if _JOURNAL not in told.processes:
        return failed(ID, scene, "logger", _("no logger runs on this host"), expected=expected)
    return _journal(keeping, expected, scene)


def _journal(keeping: LogKeeping | Unseen, expected: Text, scene: Scene) -> Finding:
    if isinstance(keeping, Unseen):
        return unknown("logger", keeping)
    if keeping.journal != "persistent":
        said = _("the journal alone records, and it is lost at each start of the host")
        return failed(ID, scene, "logger", said, expected=expected, quote=f"journal: {keeping.journal}", most=Level.WARN)
    said = _("the journal records and is kept on disk")
    return Finding("logger", Level.OK, said, expected=expected, quote="journal: persistent")


def _at_boot(services: Services | Unseen, told: LogForwarding | Unseen, scene: Scene) -> Finding:
    if isinstance(services, Unseen):
        return unknown("start", services)
    if isinstance(told, Unseen):
        return unknown("start", told)
    there = [one for one in services.services if one.name in _SERVICES and one.starts_at_boot is not None]
    on = tuple(one.name for one in there if one.starts_at_boot)
    if on:
        return Finding("start", Level.OK, _("{names} is started at boot", names=on))
    return _not_started(told, " ".join(one.name for one in there), scene)


def _not_started(told: LogForwarding, quote: str, scene: Scene) -> Finding:
    if any(name in told.processes for name in _LOGGERS):
        said = _("the logger runs and is not started at boot")
        return failed(ID, scene, "start", said, quote=quote, most=Level.NOTICE)
    if _JOURNAL in told.processes:
        return Finding("start", Level.OK, _("the journal is started by systemd itself"))
    if told.hidden:
        return unknown("start", told.hidden)
    return failed(ID, scene, "start", _("no logger is started at boot"))


def _last(found: LogServices, limits: LoggerLimits, scene: Scene) -> Finding:
    keeping = found.keeping
    if isinstance(keeping, Unseen):
        return unknown("records", keeping)
    newest = max((one.newest_at for one in keeping.trails if one.name in {"system", "login"}), default=None)
    expected = _("a line in the last {span:duration}", span=limits.silent_seconds)
    if newest is None:
        return _no_file(found, keeping, scene)
    age = keeping.asked_at - newest
    quote = f"{newest:%Y-%m-%dT%H:%MZ}"
    if age > timedelta(seconds=limits.silent_seconds):
        said = _("the last line of the system’s log is of {day}", day=minute(newest, scene))
        return failed(ID, scene, "records", said, expected=expected, quote=quote)
    said = _("the system’s log was last written at {day}", day=minute(newest, scene))
    return Finding("records", Level.OK, said, expected=expected, quote=quote)


def _no_file(found: LogServices, keeping: LogKeeping, scene: Scene) -> Finding:
    """Without a file of the system's log the journal may hold it: when it was last written is not asked."""
    if keeping.denied:
        return unknown("records", Unseen("records", Reason.DENIED, keeping.denied[0], _READ_LOGS))
    if keeping.journal != "none":
        said = _("only the journal holds the log; when it was last written was not asked")
        return unknown("records", Unseen("records", Reason.NO_RECORD, said))
    if isinstance(found.forwarding, Unseen):
        return unknown("records", found.forwarding)
    return failed(ID, scene, "records", _("there is no system log in /var/log and no journal"))


LOG_RSYSLOG: Final[SecurityCheck] = security_check(
    ID,
    title=_("System log service"),
    needs=LOG_SERVICES,
    limits=LoggerLimits(),
    judge=judge,
    reads=_("which logger runs and starts at boot, whether the journal is kept on disk, when the log was last written"),
    remedy=_("Install rsyslog and start it, or keep the journal on disk; see why the log stands still."),
    card=Card(
        steps=(
            _("See that /var/log has room and is writable: a full file system silences every logger."),
            _("Install rsyslog, switch it on and start it."),
            _("Write a line and see it arrive."),
        ),
        commands=(
            "df -h /var/log",
            "yum install rsyslog || apt-get install rsyslog",
            "systemctl enable --now rsyslog",
            "logger -p authpriv.notice 'log test'; tail -n 1 /var/log/secure /var/log/auth.log",
        ),
        risk=_("The log takes room in /var/log: see that it is rotated."),
        rollback=_("systemctl disable --now rsyslog"),
        verify="systemctl is-active rsyslog; ls -l --time-sort /var/log | head",
    ),
    traps=(
        _("a logger that runs and a log that stands still: the file system is full or the socket is another’s"),
        _("the journal in /run is lost at each start"),
        _("the process of the journal is named systemd-journal, as is that of journal-upload"),
    ),
)
