"""Are six months of logs there? The law asks for them, and an intrusion is often found only months later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.local_time import day
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.logs_kept import LOGS_KEPT, LogKeeping, LogTrail
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.linux.log_retention_180d"
_KINDS: Final = {"system": _("system log"), "login": _("log of logins"), "audit": _("audit log")}
_READ_LOGS: Final = _("let the inspecting account read /var/log and the journal (groups adm, systemd-journal), or be root")


@dataclass(frozen=True, slots=True)
class RetentionLimits:
    """How far back logs must reach. ``is_centralised``: the operator states that another machine keeps them so long."""

    least_days: int = limit(
        180, unit="days", source="Cybersecurity Law of the PRC: at least six months; guide to high-risk judgements 6.5.1.2"
    )
    is_centralised: bool = limit(default=False, unit="", source="the operator")


def judge(found: LogKeeping, limits: Layered[RetentionLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a kind of log."""
    trails = {one.name: one for one in found.trails}
    for kind, words in _KINDS.items():
        if kind == "audit" and kind not in trails and not _is_denied("/var/log/audit", found):
            continue  # whether audit runs at all is another question
        yield _judged(kind, words, trails.get(kind), found, limits.at(kind), scene)


def _judged(
    kind: str, words: Text, trail: LogTrail | None, found: LogKeeping, limits: RetentionLimits, scene: Scene
) -> Finding:
    oldest = _oldest(kind, trail, found)
    wanted = timedelta(days=limits.least_days)
    expected = _("at least {days:number} days", days=limits.least_days)
    kept = found.asked_at - oldest if oldest else timedelta()
    quote, measures = (f"{oldest:%Y-%m-%d}", {"kept_days": float(kept.days)}) if oldest else ("", {})
    if oldest and kept >= wanted:
        said = _("the {kind} reaches back to {day}: {days:number} days", kind=words, day=day(oldest, scene), days=kept.days)
        return Finding(kind, Level.OK, said, None, expected, quote, measures)
    if limits.is_centralised:
        said = _("the {kind} is kept elsewhere for so long, as the operator states", kind=words)
        return Finding(kind, Level.OK, said, None, expected, quote, measures)
    young = _young(kind, trail, found, wanted, scene)
    if young is not None:
        return unknown(kind, young)
    if oldest is None:
        said = _("no {kind} is there", kind=words)
    else:
        said = _(
            "the {kind} reaches back {days:number} days only, to {day}", kind=words, days=kept.days, day=day(oldest, scene)
        )
    if found.forwards:
        said = _("{said}; it is sent to another machine: state in the limits that it is kept there", said=said)
    return failed(ID, scene, kind, said, expected=expected, quote=quote, measures=measures)


def _oldest(kind: str, trail: LogTrail | None, found: LogKeeping) -> datetime | None:
    """The oldest record that is really there: of the files, and of a journal on disk (which holds no audit log)."""
    ends = [trail.oldest_at] if trail else []
    if found.journal == "persistent" and found.journal_oldest_at and kind != "audit":
        ends.append(found.journal_oldest_at)
    return min(ends, default=None)


def _young(kind: str, trail: LogTrail | None, found: LogKeeping, wanted: timedelta, scene: Scene) -> Unseen | None:
    """Why too short a log is no failure, or is none that we could see; None where it is one."""
    unread = _is_denied("/var/log", found) or (kind == "audit" and _is_denied("/var/log/audit", found))
    is_unread = bool(trail and not trail.is_exact) or (found.journal == "persistent" and found.journal_oldest_at is None)
    if unread or is_unread:
        return Unseen(kind, Reason.DENIED, "/var/log", _READ_LOGS)
    if found.installed_at is None:
        said = _("nobody told when this host was installed: whether it could have so many days was not seen")
        return Unseen(kind, Reason.NO_RECORD, said)
    if found.asked_at - found.installed_at < wanted:
        said = _("this host is too young: it is there since {day}", day=day(found.installed_at, scene))
        return Unseen(kind, Reason.NO_RECORD, said)
    return None


def _is_denied(folder: str, found: LogKeeping) -> bool:
    return any(f"{folder}{end}" in f"{line} " for line in found.denied for end in ("'", "\u2019", ":", " "))


LOG_RETENTION_180D: Final[SecurityCheck] = security_check(
    ID,
    title=_("Logs kept for six months"),
    needs=LOGS_KEPT,
    limits=RetentionLimits(),
    judge=judge,
    reads=_("the oldest record really there: first line of the oldest file of each log, first entry of the journal"),
    remedy=_("Let logrotate keep 26 weeks or more, auditd enough files, or keep the logs on a log server for six months."),
    card=Card(
        steps=(
            _("Reckon the room: what a week’s logs take now, times 26; enlarge /var/log first where it does not suffice."),
            _("Set weekly and rotate 26 for the system’s logs, in logrotate.conf and where a file of its own says less."),
            _("Raise num_logs and max_log_file of auditd, or have them rotated by hand each week and kept."),
            _("With a log server: have its keeper confirm six months, and state it in the limits (is_centralised)."),
        ),
        commands=(
            "du -sh /var/log; df -h /var/log; grep -rn 'rotate\\|weekly\\|daily\\|monthly' /etc/logrotate.*",
            (
                "sed -i 's/^\\([[:space:]]*\\)rotate .*/\\1rotate 26/; s/^\\([[:space:]]*\\)daily$/\\1weekly/' "
                "/etc/logrotate.conf /etc/logrotate.d/*syslog*"
            ),
            (
                "sed -i 's/^num_logs.*/num_logs = 60/; s/^max_log_file_action.*/max_log_file_action = ROTATE/' "
                "/etc/audit/auditd.conf; service auditd reload"
            ),
            "mkdir -p /var/log/journal; grep -n 'SystemMaxUse\\|MaxRetentionSec' /etc/systemd/journald.conf",
        ),
        risk=_("Logs take more room: a full /var/log stops services; watch it."),
        rollback=_("Write the former numbers back."),
        verify="ls -l --time-sort /var/log/messages* /var/log/syslog* /var/log/secure* /var/log/auth.log* | tail -n 1",
    ),
    traps=(
        _("the settings of logrotate say what will be kept, only the oldest record what is there"),
        _("a host that is younger than six months cannot have them: it is not inspected and does not fail"),
        _("the date of machine-id is that of a clone: installed packages and the root’s birth tell more"),
        _("it passes only a half year after the settings were changed; until then a log server closes the gap"),
    ),
)
