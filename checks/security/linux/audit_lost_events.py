"""Are records of audit lost? What was lost nobody can look up, and whoever floods it can hide in the gap."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.audits import AUDIT, Audit
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.audit_lost_events"


@dataclass(frozen=True, slots=True)
class LostLimits:
    """How many records may be lost since the counter began, and how many the kernel must be able to hold."""

    most_lost: int = limit(0, unit="count", source="GB/T 22239-2019 8.1.4.3: records are kept", subjects=("lost",))
    least_backlog: int = limit(8192, unit="count", source="CIS benchmarks: audit_backlog_limit=8192", subjects=("backlog",))


def judge(found: Audit, limits: Layered[LostLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of what was lost, one of the room for what waits."""
    status = found.status
    if isinstance(status, Unseen) or status is None:
        why = status or found.hidden or Unseen("", Reason.TOOL_MISSING, "auditctl")
        yield unknown("", why)
        return
    lost, base = status.lost_count, limits.at("lost")
    expected = _("at most {count:number} lost", count=base.most_lost)
    measures = {"lost_count": float(lost)}
    quote = f"lost {lost}"
    if lost > base.most_lost:
        said = _("{count:number} records of audit were lost since the counter began", count=lost)
        yield failed(ID, scene, "lost", said, expected=expected, quote=quote, measures=measures)
    elif not (status.enabled and status.pid):
        said = _("nothing is recorded, so that nothing can be lost: audit does not run")
        yield unknown("lost", Unseen("lost", Reason.NO_RECORD, said))
    else:
        yield Finding("lost", Level.OK, _("no record of audit was lost"), None, expected, quote, measures)
    yield from _backlog(status.backlog_limit_count, limits.at("backlog"), scene)


def _backlog(room: int | None, limits: LostLimits, scene: Scene) -> Iterator[Finding]:
    if room is None:
        yield unknown("backlog", Unseen("backlog", Reason.NO_RECORD, "backlog_limit"))
        return
    expected = _("room for at least {count:number} records", count=limits.least_backlog)
    quote = f"backlog_limit {room}"
    said = _("the kernel holds {count:number} records until auditd takes them", count=room)
    if 0 < room < limits.least_backlog:
        yield failed(ID, scene, "backlog", said, expected=expected, quote=quote, most=Level.NOTICE)
    else:  # 0 is no limit
        yield Finding("backlog", Level.OK, said, None, expected, quote)


AUDIT_LOST_EVENTS: Final[SecurityCheck] = security_check(
    ID,
    title=_("Lost records of audit"),
    needs=AUDIT,
    limits=LostLimits(),
    judge=judge,
    reads=_("auditctl -s: lost, backlog_limit"),
    remedy=_("Raise the backlog, drop rules that record too much, then set the counter back."),
    card=Card(
        steps=(
            _("See when it lost them (kernel log: audit: backlog limit exceeded) and what filled it (aureport --summary)."),
            _("Write -b 8192 into the first rules file, audit_backlog_limit=8192 into the kernel’s command line; load."),
            _("Note the number in the record, then set the counter back: it says again what is lost from now on."),
        ),
        commands=(
            "journalctl -k | grep 'audit: backlog'; aureport --summary",
            "sed -i '/^-b /d' /etc/audit/rules.d/*.rules; echo '-b 8192' >/etc/audit/rules.d/05-backlog.rules",
            "augenrules --load",
            "auditctl --reset-lost",
        ),
        risk=_("8192 records take some MiB of the kernel’s memory while they wait."),
        rollback=_("Write the former number back and load the rules anew."),
        verify="auditctl -s | grep -E 'lost|backlog'",
    ),
    traps=(
        _("the counter is the kernel’s since its start, or since somebody set it back"),
        _("no loss where audit does not run is no good sign: it is not judged"),
    ),
)
