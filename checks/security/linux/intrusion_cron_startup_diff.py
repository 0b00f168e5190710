"""What starts by itself that nobody approved? Whoever broke in wants to be there after the next start."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Confirmed, Finding, Level, Scene, unknown
from checks.local_time import day
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_against
from collectors.base import Reason, Unseen
from collectors.facts.startup import STARTUP, Startup
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.linux.intrusion_cron_startup_diff"
_PRELOAD: Final = "/etc/ld.so.preload"
_KINDS: Final = ("file", "job", "timer", "unit", "script")
_WORDS: Final[dict[str, Text]] = {
    "file": _("start file"),
    "job": _("scheduled job"),
    "timer": _("timer"),
    "unit": _("unit"),
    "script": _("start script"),
}


@dataclass(frozen=True, slots=True)
class StartupLimits:
    """What the operator approved: patterns of libraries, ``unit foo.service``, ``job /etc/cron.d/backup: *``."""

    approved: tuple[str, ...] = limit((), unit="pattern", source="the operator")


def judge(
    found: Startup, confirmed: Confirmed[Startup] | None, limits: Layered[StartupLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding of ld.so.preload, one a new entry, one for the rest."""
    approved = limits.base.approved
    lost = {one.subject: one for one in found.unseen}
    yield from _preload(found, lost, approved, scene)
    if confirmed is None:
        said = _("{count:number} entries start by themselves; no baseline was confirmed yet", count=len(found.entries))
        yield unknown("", Unseen("", Reason.NO_RECORD, said, _FIRST))
        return
    unknown_then = {one.subject for one in confirmed.facts.unseen}
    known = {*confirmed.facts.entries}
    new = [one for one in found.entries if one not in known and one[0] in _KINDS and one[0] not in unknown_then]
    strange = [one for one in new if not _is_approved(f"{one[0]} {one[1]}", approved)]
    for kind, name in strange:
        said = _("new since the baseline: {kind} {name}", kind=_WORDS[kind], name=name)
        yield failed(
            ID, scene, f"{kind} {name}", said, expected=_("among what was approved"), quote=name[:300], most=Level.WARN
        )
    for kind, one in lost.items():
        yield unknown(kind, one)
    for kind in sorted(unknown_then - lost.keys()):
        said = _("this kind was not seen when the baseline was confirmed")
        yield unknown(kind, Unseen(kind, Reason.NO_RECORD, said, _FIRST))
    if not lost:
        since = day(confirmed.confirmed_at, scene)
        said = _(
            "{count:number} entries that start by themselves are those of the baseline of {since}",
            count=len(found.entries) - len(strange),
            since=since,
        )
        yield Finding("", Level.OK, said)


def _preload(found: Startup, lost: dict[str, Unseen], approved: tuple[str, ...], scene: Scene) -> Iterator[Finding]:
    libraries = tuple(name for kind, name in found.entries if kind == "preload" and not _is_approved(name, approved))
    if libraries:
        said = _("{libraries} is put into every program that starts", libraries=libraries)
        yield failed(ID, scene, _PRELOAD, said, expected=_("empty or not there"), quote=" ".join(libraries))
    elif "file" in lost:
        yield unknown(_PRELOAD, Unseen(_PRELOAD, lost["file"].reason, lost["file"].detail, lost["file"].remedy))
    else:
        yield Finding(_PRELOAD, Level.OK, _("no library is put into every program that starts"))


def _is_approved(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


_FIRST: Final = _(
    "look the jobs, timers, units and start files through with the customer, then confirm: xunjian baseline confirm TARGET "
    "--by NAME"
)

INTRUSION_CRON_STARTUP_DIFF: Final[SecurityCheck] = security_against(
    ID,
    title=_("Jobs and start entries beside what was approved"),
    needs=STARTUP,
    limits=StartupLimits(),
    judge=judge,
    reads=_(
        "crontabs, timers, enabled units, start scripts, rc.local and /etc/ld.so.preload, beside the confirmed baseline"
    ),
    remedy=_("Find who made the new entry; remove what nobody knows after its traces are kept, have the rest approved."),
    card=Card(
        steps=(
            _("Find who made it and when: owner and times of the file, its package, the customer’s record of changes."),
            _("Nobody knows it: keep a copy and the checksum, tell the customer’s security, and only then take it out."),
            _("It is known: confirm the baseline anew, or name it under approved in the limits."),
        ),
        commands=(
            "stat <file>; rpm -qf <file> || dpkg -S <file>",
            "cat /etc/ld.so.preload; sha256sum <library>; rpm -qf <library> || dpkg -S <library>",
            "cp -a /etc/ld.so.preload /root/ld.so.preload.kept && : >/etc/ld.so.preload",
            "xunjian baseline confirm <target> --by <name>",
        ),
        risk=_("Some security products put their library into ld.so.preload: ask before it is taken out."),
        rollback=_("Copy the kept file back."),
        verify="cat /etc/ld.so.preload; systemctl list-timers --all; crontab -l -u root",
    ),
    traps=(
        _("a library in ld.so.preload is judged without a baseline too"),
        _("a timer’s next time and a job’s schedule are no new entry; another command is"),
        _("a kind that was not seen when the baseline was confirmed is not compared"),
    ),
)
