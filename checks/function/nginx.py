"""Nginx. A configuration with a fault is not noticed before the next reload, and then nothing comes up again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, unknown
from collectors.base import Listing, Reason, Unseen
from collectors.facts.middleware import NGINX, NginxInstance
from config.limits import Layered, compare, limit
from config.text import Text, _

_DENIED: Final = re.compile(
    r"permission denied|a password is required|not allowed to|operation not permitted", re.IGNORECASE
)
_FAULT: Final = re.compile(r"\[emerg\]|\[crit\]")


@dataclass(frozen=True, slots=True)
class NginxLimits:
    """Use of the workers' connections; share of answers 5xx in the last part of the access log."""

    warn_connections: float = limit(
        0.80, unit="ratio", source="our judgement: room for a burst", subjects=("* connections",)
    )
    critical_connections: float = limit(0.95, unit="ratio", source="our judgement", subjects=("* connections",))
    warn_failures: float = limit(0.01, unit="ratio", source="our judgement", subjects=("* answers",))
    critical_failures: float = limit(
        0.05, unit="ratio", source="Awesome Prometheus Alerts: NginxHighHttp5xxErrorRate", subjects=("* answers",)
    )
    least_responses: int = limit(
        100, unit="count", source="our judgement: of fewer a share proves nothing", subjects=("* answers",)
    )


def judge(found: Listing[NginxInstance], limits: Layered[NginxLimits], scene: Scene) -> Iterator[Finding]:
    """Of each instance: its configuration, connections, answers, error log."""
    for one in found.records:
        at = limits.at(one.program)
        yield _configuration(one)
        yield _connections(one, at)
        yield _answers(one, at)
        yield _errors(one)


def _configuration(one: NginxInstance) -> Finding:
    subject = f"{one.program} configuration"
    if one.test_exit == 0:
        level, summary = Level.OK, _("the configuration passes its test")
    elif _DENIED.search(one.test_said) or not _FAULT.search(one.test_said):
        return unknown(subject, Unseen(subject, Reason.DENIED, one.test_said, _RIGHTS))
    else:
        level, summary = Level.CRITICAL, _("the configuration has a fault: the next reload or start fails")
    return Finding(
        subject,
        level,
        summary,
        observed=_("nginx -t ends with {code}", code=one.test_exit),
        expected=_PASSES,
        quote=one.test_said,
    )


_PASSES: Final = _("nginx -t passes")
_RIGHTS: Final = _("allow the inspecting account to run exactly: nginx -t -q (it reads the private keys)")
_READ_LOGS: Final = _("let the inspecting account read the log (group adm, or an ACL)")


def _connections(one: NginxInstance, limits: NginxLimits) -> Finding:
    subject = f"{one.program} connections"
    most = (one.worker_connections or 0) * one.worker_count
    room = _(
        "{workers:number} workers of {each:number} connections", workers=one.worker_count, each=one.worker_connections or 0
    )
    if one.worker_count == 0:
        return Finding(subject, Level.CRITICAL, _("the master runs without a worker: nobody answers"), observed=room)
    dropped = (one.accepted_count or 0) - (one.handled_count or 0)
    short = one.open_files_most is not None and one.open_files_most < (one.worker_connections or 0)
    if dropped > 0:
        level, summary = Level.WARN, _("{count:number} connections were dropped since the start", count=dropped)
    elif one.active_count is not None and most and (used := one.active_count / most) is not None:
        level = LEVEL_OF_SIDE[compare(used, limits.warn_connections, limits.critical_connections)]
        summary = _("{used:percent} of the workers' connections are in use", used=used)
    else:
        level, summary = Level.OK, _("workers run; stub_status is not offered, so connections were not counted")
    if level is Level.OK and short:
        level, summary = (
            Level.WARN,
            _("a worker may open fewer files than its connections need: {files:number}", files=one.open_files_most or 0),
        )
    counted = {"active_count": one.active_count, "accepted_count": one.accepted_count, "handled_count": one.handled_count}
    return Finding(
        subject,
        level,
        summary,
        observed=room,
        expected=_("below {limit:percent}", limit=limits.warn_connections),
        measures={name: value for name, value in counted.items() if value is not None},
    )


def _answers(one: NginxInstance, limits: NginxLimits) -> Finding:
    subject = f"{one.program} answers"
    unread = [log for log in one.logs_unseen if "error" not in log and log != "-"]
    if unread:
        return unknown(subject, Unseen(subject, Reason.DENIED, unread[0], _READ_LOGS))
    count = one.responses_count
    if count < limits.least_responses:
        words = _("{count:number} answers in the access log: too few to judge, or in a format of its own", count=count)
        return Finding(subject, Level.ABSENT, words, measures={"responses_count": count})
    share = one.failures_count / count
    return Finding(
        subject,
        LEVEL_OF_SIDE[compare(share, limits.warn_failures, limits.critical_failures)],
        _("{share:percent} of the last {count:number} answers were 5xx", share=share, count=count),
        expected=_("below {limit:percent}", limit=limits.warn_failures),
        measures={"failures_ratio": share, "responses_count": count},
    )


def _errors(one: NginxInstance) -> Finding:
    subject = f"{one.program} error log"
    unread = [log for log in one.logs_unseen if "error" in log]
    if unread:
        return unknown(subject, Unseen(subject, Reason.DENIED, unread[0], _READ_LOGS))
    if not one.errors:
        return Finding(subject, Level.ABSENT, _("no error log was found"))
    of = dict(one.errors)
    level, summary = _worst_errors(of)
    return Finding(
        subject,
        level,
        summary,
        quote=" ".join(f"{word}={count}" for word, count in one.errors),
        measures={f"{word.replace(' ', '_')}_count": count for word, count in one.errors},
    )


def _worst_errors(of: dict[str, int]) -> tuple[Level, Text]:
    if of["worker_connections"]:
        return Level.WARN, _(
            "its connections ran out {count:number} time(s): worker_connections", count=of["worker_connections"]
        )
    if of["open files"]:
        return Level.WARN, _("its open files ran out {count:number} time(s)", count=of["open files"])
    if of["alert"]:
        return Level.WARN, _("{count:number} line(s) of emerg or alert", count=of["alert"])
    if of["crit"] or of["upstream"]:
        return Level.NOTICE, _(
            "{crit:number} line(s) of crit, {up:number} of upstreams that failed", crit=of["crit"], up=of["upstream"]
        )
    return Level.OK, _("nothing serious in the last part of the error log")


NGINX_CHECK: Final = Check(
    id="function.nginx",
    title=_("Nginx service"),
    area=Area.FUNCTIONS,
    needs=NGINX,
    limits=NginxLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("nginx -t -q, the workers, stub_status on 127.0.0.1, the last megabyte of access and error log on the host"),
    remedy=_(
        "Keep a copy of the configuration, mend the line that nginx -t names and test again, before any "
        "reload. For 5xx read the error log of that time: it names the upstream. Raise worker_connections "
        "together with worker_rlimit_nofile. Reload with nginx -s reload (of the running program, where "
        "OpenResty or Tengine is installed beside it), not by a restart."
    ),
    traps=(
        _("without stub_status connections are not counted: that is a choice, not a fault"),
        _("nginx -t by another user fails over its rights: not inspected, not a fault"),
        _("OpenResty and Tengine lie elsewhere: the running program tests its own configuration"),
        _("the worker processes are not instances of their own"),
        _("of few answers a share proves nothing"),
        _("the error log keeps old lines: only its last megabyte is counted"),
    ),
    clause="1.4.3.4",
    refs=("nginx(8)", "ngx_http_stub_status_module"),
)
