"""Processes that the operator names: how many run, as whom, with how much memory, since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.required_programs import ANY, Program, programs
from collectors.base import Listing, Reason, Unseen
from collectors.facts.middleware import REQUIRED_PROCESSES, MatchedProcess, RequiredProcess
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Lines such as ``tomcat "-Dcatalina.base=/opt/tomcat " least=1 most=1 user=tomcat memory=6GiB age=10m``."""

    processes: tuple[str, ...] = limit((), unit="name, text of the command line, expectations", source="the operator")


def judge(found: Listing[RequiredProcess], limits: Layered[ProcessLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a program that the operator named."""
    wanted, wrong = programs(limits.base.processes)
    if not wanted and not wrong:
        yield Finding("", Level.ABSENT, _("no required processes are configured"))
    for words in wrong:
        yield unknown("processes", Unseen("processes", Reason.NOT_ASKED, words, _CORRECT))
    by_text = {one.pattern: one for one in found.records}
    for one in wanted:
        met = by_text.get(one.text)
        if met is None:
            yield unknown(one.name, Unseen(one.name, Reason.NOT_ASKED, one.text))
        else:
            yield _judged(one, met)


_CORRECT: Final = _('write a name and a text of the command line: tomcat "-Dcatalina.base=/opt/tomcat " least=1 most=1')
_CUT: Final = _(
    "ask the program itself (jps -lv, its status command): the command line is shown in part (4096 bytes, 128 KiB by ps)"
)


def _judged(wanted: Program, met: RequiredProcess) -> Finding:
    count = len(met.processes)
    if count < wanted.least and met.cut_count:
        return unknown(wanted.name, Unseen(wanted.name, Reason.CUT, wanted.text, _CUT))
    level, summary = _verdict(wanted, met.processes)
    return Finding(
        wanted.name,
        level,
        summary,
        observed=_(
            "{count:number} process(es), as {users}",
            count=count,
            users=tuple(sorted({one.user for one in met.processes})) or ("-",),
        ),
        expected=_expected(wanted),
        quote=" ".join(str(one.pid) for one in met.processes[:20]),
        measures={
            "process_count": count,
            "rss_bytes": sum(one.rss_bytes for one in met.processes),
            "youngest_seconds": min((one.age_seconds for one in met.processes), default=0),
        },
    )


def _expected(wanted: Program) -> Text:
    if wanted.most == ANY:
        return _("at least {least:number}, as {user}", least=wanted.least, user=wanted.user or "-")
    return _("{least:number} to {most:number}, as {user}", least=wanted.least, most=wanted.most, user=wanted.user or "-")


def _verdict(wanted: Program, met: tuple[MatchedProcess, ...]) -> tuple[Level, Text]:
    count = len(met)
    if count < wanted.least:
        return Level.CRITICAL, _("{name}: {count:number} run, fewer than expected", name=wanted.name, count=count)
    if count > wanted.most:
        return Level.CRITICAL, _("{name}: {count:number} run, more than expected", name=wanted.name, count=count)
    others = tuple(sorted({one.user for one in met if not _is_user(wanted.user, one.user)}))
    if others:
        return Level.WARN, _("{name} runs as another user: {users}", name=wanted.name, users=others)
    largest = max((one.rss_bytes for one in met), default=0)
    if wanted.memory_bytes and largest > wanted.memory_bytes:
        return Level.WARN, _("{name} holds {size:bytes} of memory", name=wanted.name, size=largest)
    youngest = min((one.age_seconds for one in met), default=0)
    if met and wanted.age_seconds and youngest < wanted.age_seconds:
        return Level.WARN, _("{name} was started only {age:duration} ago", name=wanted.name, age=youngest)
    return Level.OK, _("{name}: {count:number} run, as expected", name=wanted.name, count=count)


def _is_user(wanted: str, user: str) -> bool:
    """Whether it is the user; ps cuts a long name and marks it with ``+``, or writes its number."""
    return not wanted or user == wanted or user.isdecimal() or (user.endswith("+") and wanted.startswith(user[:-1]))


REQUIRED_PROCESSES_CHECK: Final = Check(
    id="function.required_processes",
    title=_("Required processes"),
    area=Area.FUNCTIONS,
    needs=REQUIRED_PROCESSES,
    limits=ProcessLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("ps on the host: the command lines that hold the operator's texts; only counts, user, memory and age leave it"),
    remedy=_(
        "Read the program's log for why it stopped, was started again, or runs twice; start it as its own "
        "user, in agreement with its owner (on the standby node it may have to be off). A memory that grows "
        "from inspection to inspection is a leak: have those who maintain it take a dump before the restart."
    ),
    traps=(
        _("all Java programs are called java: name what tells them apart, as -Dcatalina.base= or -Dweblogic.Name="),
        _("the search itself does not count"),
        _("names of processes are cut at 15 characters: the whole command line is searched"),
        _("kernels before 4.2 cut command lines at 4096 bytes: what is not found there is not inspected"),
        _("ps cuts long user names: tomcat_+ is tomcat_prod"),
    ),
    clause="1.4.3.4",
    refs=("ps(1)", "proc(5)"),
)
