"""Whether sudo logs what was run, and keeps programs off the terminal of who called it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from checks.security.sudo_rules import ELSEWHERE, KEEP_ROOT, READS, SKIPPED, TRY, not_seen, said, scoped, setting
from collectors.facts.sudoers import SUDOERS, Sudoers
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.sudo_log_pty"


def judge(found: Sudoers, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of use_pty, one of the log, one of each setting that takes one away from some, and what was not seen."""
    unseen = tuple(not_seen(found))
    told = (*_pty(found, scene, is_whole=not unseen), *_log(found, scene, is_whole=not unseen))
    yield from told
    for subject in sorted({"use_pty", "log"} - {one.subject for one in told}):
        yield replace(unseen[0], subject=subject)
    for one in (*scoped(found, "use_pty"), *scoped(found, "syslog")):
        if one.is_off:
            subject = f"{one.name} {one.scope}{','.join(one.members)}"
            summary = _("{name} is off for some: {line}", name=one.name, line=said(one))
            yield failed(ID, scene, subject, summary, expected=_EXPECTED, quote=said(one))
    yield from unseen


def _pty(found: Sudoers, scene: Scene, *, is_whole: bool) -> Iterator[Finding]:
    one = setting(found, "use_pty")
    if one is not None and not one.is_off:
        if is_whole:
            yield Finding("use_pty", Level.OK, _("use_pty is on"), None, _EXPECTED, said(one))
    elif one is not None or is_whole:
        summary = _("use_pty is off: {line}", line=said(one)) if one else _("use_pty is not set")
        yield failed(ID, scene, "use_pty", summary, expected=_EXPECTED, quote=said(one) if one else "")


def _log(found: Sudoers, scene: Scene, *, is_whole: bool) -> Iterator[Finding]:
    """Sudo logs to syslog where no setting says otherwise."""
    named = [one for name in ("syslog", "logfile", "log_output", "log_input") if (one := setting(found, name)) is not None]
    on = [said(one) for one in named if not one.is_off]
    syslog = setting(found, "syslog")
    if syslog is not None and syslog.is_off and not on:
        yield failed(ID, scene, "log", _("sudo logs nothing: {line}", line=said(syslog)), expected=_EXPECTED)
    elif is_whole:
        summary = (
            _("sudo logs: {lines}", lines=tuple(on)) if on else _("sudo logs to syslog, as it does unless told otherwise")
        )
        yield Finding("log", Level.OK, summary, None, _EXPECTED, "; ".join(on)[:300])


_EXPECTED: Final = _("use_pty on, and a log in syslog or a file")

SUDO_LOG_PTY: Final[SecurityCheck] = security_check(
    ID,
    title=_("sudo’s log and terminal (use_pty)"),
    needs=SUDOERS,
    limits=NoLimits(),
    judge=judge,
    reads=READS,
    remedy=_("Set Defaults use_pty and a log file of sudo’s own in a file that is read last."),
    card=Card(
        steps=(
            KEEP_ROOT,
            _("Write both settings into a file of sudoers.d whose name sorts last: the last setting holds."),
            _("Take out !use_pty and !syslog where they stand for some users or commands."),
            TRY,
        ),
        commands=(
            "grep -rnE 'use_pty|syslog|logfile' /etc/sudoers /etc/sudoers.d",
            "echo 'Defaults use_pty' >/etc/sudoers.d/zz-audit",
            "echo 'Defaults logfile=\"/var/log/sudo.log\"' >>/etc/sudoers.d/zz-audit",
            "chmod 0440 /etc/sudoers.d/zz-audit && visudo -c",
        ),
        risk=_("Few programs that pass data through sudo’s terminal behave otherwise: try the jobs that call sudo."),
        rollback=_("Remove /etc/sudoers.d/zz-audit from the root session that was kept open."),
        verify="sudo -l | grep use_pty",
    ),
    traps=(
        ELSEWHERE,
        SKIPPED,
        _("the last setting holds: Defaults !use_pty in a file read later takes it away"),
        _("from 1.9.14 sudo has use_pty on by itself; it is asked for in writing so that it does not hang on the version"),
    ),
)
