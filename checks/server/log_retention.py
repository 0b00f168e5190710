"""Log rotation and retention. Logs that are gone cannot explain a fault, and the law asks for six months of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.logs_kept import LOGS_KEPT, LogFile, LogKeeping, LogTrail
from config.limits import Layered, limit
from config.text import Text, _

_KIND_WORDS: Final = {"system": _("system"), "login": _("login"), "audit": _("audit")}
_SINCE_INSTALLATION = timedelta(days=7)
_ROTATES_ITSELF = (".journal", ".journal~")


@dataclass(frozen=True, slots=True)
class LogLimits:
    """How long, how large, how lately rotated. ``is_centralised``: another machine keeps the logs for long enough."""

    least_days: int = limit(
        180,
        unit="days",
        source="Cybersecurity Law of the PRC (article 21 of 2016): at least six months",
        subjects=("system", "login", "audit"),
    )
    large_bytes: int = limit(1024**3, unit="bytes", source="our judgement", subjects=("/*",))
    rotated_days: int = limit(
        8,
        unit="days",
        source="our judgement: logrotate runs daily, its files weekly at the latest",
        subjects=("logrotate",),
    )
    is_centralised: bool = limit(
        default=False, unit="", source="the operator", subjects=("system", "login", "audit", "journal")
    )


def judge(keeping: LogKeeping, limits: Layered[LogLimits], scene: Scene) -> Iterator[Finding]:
    """Retention of each kind of log, each large file, rotation, the journal, and all files together."""
    trails = {trail.name: trail for trail in keeping.trails}
    for kind in ("system", "login"):
        yield _retention(kind, trails.get(kind), keeping, limits.at(kind))
    if "audit" in trails or _is_denied("/var/log/audit", keeping):
        yield _retention("audit", trails.get("audit"), keeping, limits.at("audit"))
    large = [file for file in keeping.large if _is_large(file, limits.at(file.path))]
    yield from map(_large, large)
    yield _rotation(keeping, limits.at("logrotate"))
    yield _journal(keeping, limits.at("journal"))
    yield _sizes(keeping, len(large))


def _retention(kind: str, trail: LogTrail | None, keeping: LogKeeping, limits: LogLimits) -> Finding:
    wanted = timedelta(days=limits.least_days)
    since = [trail.oldest_at] if trail else []
    if keeping.journal == "persistent" and keeping.journal_oldest_at and kind != "audit":
        since.append(keeping.journal_oldest_at)
    kept = keeping.asked_at - min(since) if since else timedelta()
    is_whole = bool(since and keeping.installed_at and min(since) <= keeping.installed_at + _SINCE_INSTALLATION)
    if kept < wanted and not is_whole and not limits.is_centralised and _is_unsure(kind, trail, keeping):
        return unknown(kind, Unseen(kind, Reason.DENIED, kind, _READ_LOGS))
    if kept < wanted and is_whole and not limits.is_centralised and set(keeping.installed_by) <= {_REWRITTEN}:
        return unknown(kind, Unseen(kind, Reason.EMPTY, _REWRITTEN, _SAY_INSTALLED))
    level, summary = _kept(kind, kept, is_whole=is_whole, is_seen=bool(since), forwards=keeping.forwards, limits=limits)
    return Finding(
        kind,
        level,
        summary,
        observed=_(
            "kept for {days:number} days, {files:number} files", days=kept.days, files=trail.files_count if trail else 0
        ),
        expected=_("at least {days:number} days", days=limits.least_days),
        quote=f"{kind}: {min(since).date()}" if since else "",
        measures={"kept_days": kept.days},
        remedy=_START_KEEPING[kind] if level is Level.WARN and not since else None,
    )


_START_KEEPING: Final = {
    "system": _(
        "Install or enable rsyslog so that /var/log/messages or /var/log/syslog is written, or make the journal persistent"
        " (Storage=persistent in journald.conf); then keep at least six months."
    ),
    "login": _(
        "Install or enable rsyslog and have it write auth and authpriv to /var/log/secure or /var/log/auth.log, or make the"
        " journal persistent (Storage=persistent in journald.conf); then keep at least six months."
    ),
    "audit": _("Enable auditd so that /var/log/audit/audit.log is written; then keep at least six months."),
}
_INSTALL_LOGROTATE: Final = _(
    "Install logrotate from the system's own packages and check that its daily run (logrotate.timer or /etc/cron.daily) is"
    " enabled."
)
_PERSISTENT_JOURNAL: Final = _(
    "Make the journal persistent: Storage=persistent and SystemMaxUse in journald.conf, then restart systemd-journald."
)


_REWRITTEN: Final = "/etc/machine-id"
"""A clone or a machine made ready again gets a new one: alone it does not prove when the machine was installed."""
_SAY_INSTALLED: Final = _(
    "only machine-id tells when this machine was installed, and it may have been written again: see from its record since "
    "when it runs, and whether older logs were removed"
)
_READ_LOGS: Final = _(
    "let the inspecting account read /var/log and the journal (group adm or systemd-journal), or inspect as root"
)


def _is_denied(folder: str, keeping: LogKeeping) -> bool:
    return any(f"{folder}{end}" in f"{line} " for line in keeping.denied for end in ("'", "\u2019", ":", " "))


def _is_unsure(kind: str, trail: LogTrail | None, keeping: LogKeeping) -> bool:
    """Whether more may be kept than we could see: a closed folder, an unread first line, an unread journal."""
    if _is_denied("/var/log", keeping) or (kind == "audit" and _is_denied("/var/log/audit", keeping)):
        return True
    return bool(trail and not trail.is_exact) or (keeping.journal == "persistent" and keeping.journal_oldest_at is None)


def _kept(
    kind: str, kept: timedelta, *, is_whole: bool, is_seen: bool, forwards: bool, limits: LogLimits
) -> tuple[Level, Text]:
    days, words = kept.days, _KIND_WORDS[kind]
    if kept >= timedelta(days=limits.least_days):
        return Level.OK, _("the {kind} log reaches back {days:number} days", kind=words, days=days)
    if limits.is_centralised:
        return Level.OK, _("the {kind} log is kept on a central server, as the operator states", kind=words)
    if is_whole:
        return Level.OK, _("the {kind} log is kept since the installation {days:number} days ago", kind=words, days=days)
    if forwards:
        summary = _(
            "the {kind} log reaches back {days:number} days here and is forwarded; see that it is kept there",
            kind=words,
            days=days,
        )
        return Level.NOTICE, summary
    if not is_seen:
        return Level.WARN, _("no {kind} log is kept", kind=words)
    return Level.WARN, _("the {kind} log reaches back {days:number} days only", kind=words, days=days)


def _is_large(file: LogFile, limits: LogLimits) -> bool:
    return file.size_bytes > limits.large_bytes and not file.path.endswith(_ROTATES_ITSELF)


def _large(file: LogFile) -> Finding:
    return Finding(
        file.path,
        Level.WARN,
        _("{path} has grown to {size:bytes} without rotation", path=file.path, size=file.size_bytes),
        observed=_("{size:bytes}, last written {at}", size=file.size_bytes, at=f"{file.modified_at:%Y-%m-%d %H:%M} UTC"),
        quote=f"{file.size_bytes} {file.path}",
        measures={"size_bytes": file.size_bytes},
    )


def _rotation(keeping: LogKeeping, limits: LogLimits) -> Finding:
    if keeping.rotated_at is None:
        if keeping.has_logrotate and keeping.is_never_rotated:
            return _never_rotated(keeping, limits)
        if keeping.has_logrotate:
            return unknown("logrotate", Unseen("logrotate", Reason.DENIED, "logrotate.status"))
        return Finding(
            "logrotate",
            Level.NOTICE,
            _("logrotate is not installed"),
            expected=_("logs are rotated"),
            remedy=_INSTALL_LOGROTATE,
        )
    age = keeping.asked_at - keeping.rotated_at
    is_late = age > timedelta(days=limits.rotated_days)
    return Finding(
        "logrotate",
        Level.WARN if is_late else Level.OK,
        _("logrotate last ran {age:duration} ago", age=max(age.total_seconds(), 0.0)),
        expected=_("within {days:number} days", days=limits.rotated_days),
        measures={"rotation_age_seconds": age.total_seconds()},
    )


def _never_rotated(keeping: LogKeeping, limits: LogLimits) -> Finding:
    """No run is on record: of a machine that was only just installed none is due yet."""
    if keeping.installed_at is None:
        return unknown("logrotate", Unseen("logrotate", Reason.NO_RECORD, "logrotate.status"))
    age = keeping.asked_at - keeping.installed_at
    is_due = age > timedelta(days=limits.rotated_days)
    told = _("logrotate has never run, {age:duration} after the installation", age=max(age.total_seconds(), 0.0))
    return Finding(
        "logrotate",
        Level.WARN if is_due else Level.OK,
        told,
        expected=_("within {days:number} days", days=limits.rotated_days),
        remedy=_INSTALL_LOGROTATE if is_due else None,
    )


def _journal(keeping: LogKeeping, limits: LogLimits) -> Finding:
    if keeping.journal == "volatile":
        level = Level.NOTICE if limits.is_centralised or keeping.trails else Level.WARN
        return Finding(
            "journal",
            level,
            _("the systemd journal is volatile: a reboot loses it"),
            expected=_("kept over a reboot"),
            remedy=_PERSISTENT_JOURNAL,
        )
    if keeping.journal == "persistent":
        return Finding("journal", Level.OK, _("the systemd journal is kept over a reboot"))
    return Finding(
        "journal", Level.ABSENT, _("no systemd journal is kept here"), quote="/var/log/journal, /run/log/journal"
    )


def _sizes(keeping: LogKeeping, large_count: int) -> Finding:
    measures = {"logs_bytes": keeping.size_bytes, "logs_count": keeping.files_count}
    if keeping.denied:
        return unknown("/var/log", Unseen("/var/log", Reason.DENIED, keeping.denied[0], _READ_LOGS))
    return Finding(
        "/var/log",
        Level.OK,
        _(
            "{size:bytes} in {count:number} files, {large:number} of them too large",
            size=keeping.size_bytes,
            count=keeping.files_count,
            large=large_count,
        ),
        measures=measures,
    )


LOG_RETENTION: Final = Check(
    id="server.log_retention",
    title=_("Log rotation and retention"),
    area=Area.LOGS,
    needs=LOGS_KEPT,
    limits=LogLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("sizes and times of the files below /var/log, the first time in the oldest, logrotate's last run, the journal"),
    remedy=_(
        "Set rotate and the period in /etc/logrotate.d so that at least six months are kept, and see that logrotate "
        "runs (cron or timer). Make the journal persistent (Storage=persistent, SystemMaxUse in journald.conf), or send"
        " the logs to a central server that keeps them for six months."
    ),
    traps=(
        _("a machine younger than six months cannot have six months of logs: they must reach back to its installation"),
        _("machine-id may be written again: the earliest of several witnesses tells the installation"),
        _("a central log server satisfies the retention: the operator states it with is_centralised"),
        _("where the first line could not be read, the file's own time proves only the least"),
        _("journal files limit their size themselves and are not judged by it"),
    ),
    clause="1.4.3.4",
    refs=("Cybersecurity Law of the People's Republic of China, article 21", "logrotate(8)", "journald.conf(5)"),
)
