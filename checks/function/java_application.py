"""Java applications. A heap that cannot be cleared any more stops the business minutes before the process dies."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, unknown
from collectors.base import Listing, Reason, Unseen
from collectors.facts.middleware import JAVA_APPLICATIONS, JavaApplication
from config.limits import Layered, Side, compare, limit
from config.text import Text, _

_REASONS: Final = {"user": Reason.DENIED, "jstat": Reason.TOOL_MISSING, "failed": Reason.FAILED, "many": Reason.BUDGET}


@dataclass(frozen=True, slots=True)
class JavaLimits:
    """How full the old generation is, judged only with what full collections cost; threads of one process."""

    warn_old: float = limit(0.85, unit="ratio", source="our judgement: of the old generation", subjects=("* heap",))
    critical_old: float = limit(0.95, unit="ratio", source="our judgement: of the old generation", subjects=("* heap",))
    collecting: float = limit(
        0.05, unit="ratio", source="our judgement: of its life spent in full collections", subjects=("* heap",)
    )
    warn_threads: int = limit(2000, unit="count", source="our judgement: a pool without a bound", subjects=("* threads",))


def judge(found: Listing[JavaApplication], limits: Layered[JavaLimits], scene: Scene) -> Iterator[Finding]:
    """Of each application: heap, memory errors in its log, threads."""
    for place, one in enumerate(found.records):
        twin = sum(other.name == one.name for other in found.records[:place])
        name = f"{one.name} #{twin + 1}" if twin else one.name
        at = limits.at(one.name)
        yield _heap(f"{name} heap", one, at)
        yield _log(f"{name} log", one)
        yield _threads(f"{name} threads", one, at)


_SAME_USER: Final = _(
    "inspect as root or as the user of the application, with a JDK (jstat) of the same version on the host"
)


def _heap(subject: str, one: JavaApplication, limits: JavaLimits) -> Finding:
    if one.old_ratio is None:
        reason = _REASONS.get(one.gc_unseen, Reason.FAILED)
        return unknown(subject, Unseen(subject, reason, one.user, _SAME_USER))
    spent = (one.full_collections_seconds or 0.0) / max(one.age_seconds, 1)
    side = compare(one.old_ratio, limits.warn_old, limits.critical_old)
    is_collecting = bool(one.full_collections_count) and spent >= limits.collecting
    level, summary = _verdict(one, side, spent, is_collecting=is_collecting)
    measures = {
        "old_ratio": one.old_ratio,
        "full_collections_count": float(one.full_collections_count or 0),
        "full_collections_seconds": one.full_collections_seconds or 0.0,
    }
    return Finding(
        subject,
        level,
        summary,
        observed=_(
            "old generation {old:percent}, {count:number} full collections",
            old=one.old_ratio,
            count=one.full_collections_count or 0,
        ),
        expected=_("old generation below {limit:percent} after a full collection", limit=limits.warn_old),
        measures=measures | ({"heap_most_bytes": float(one.heap_most_bytes)} if one.heap_most_bytes else {}),
    )


def _verdict(one: JavaApplication, side: Side, spent: float, *, is_collecting: bool) -> tuple[Level, Text]:
    if is_collecting and side is not Side.WITHIN:
        return LEVEL_OF_SIDE[side], _("full collections take {spent:percent} of its time and free little", spent=spent)
    if is_collecting:
        return Level.WARN, _("full collections take {spent:percent} of its time", spent=spent)
    if side is Side.CRITICAL:
        return Level.NOTICE, _("the old generation is full before a full collection: look again after one")
    if one.heap_most_bytes is None:
        return Level.NOTICE, _("no -Xmx: the heap may take a quarter of the machine's memory")
    return Level.OK, _("the heap has room")


def _log(subject: str, one: JavaApplication) -> Finding:
    if one.log_unseen:
        return unknown(subject, Unseen(subject, Reason.DENIED, one.log_unseen))
    if not one.log:
        return Finding(subject, Level.ABSENT, _("where it writes its log is not known"))
    if one.memory_errors_count:
        level, summary = (
            Level.CRITICAL,
            _("{count:number} OutOfMemoryError since its last start", count=one.memory_errors_count),
        )
    elif one.stuck_count:
        level, summary = Level.CRITICAL, _("{count:number} stuck threads told since its last start", count=one.stuck_count)
    elif one.earlier_errors_count:
        level, summary = (
            Level.NOTICE,
            _("{count:number} OutOfMemoryError before its last start", count=one.earlier_errors_count),
        )
    else:
        level, summary = Level.OK, _("no OutOfMemoryError in the last part of its log")
    return Finding(
        subject,
        level,
        summary,
        quote=one.log,
        measures={"memory_errors_count": one.memory_errors_count, "earlier_errors_count": one.earlier_errors_count},
    )


def _threads(subject: str, one: JavaApplication, limits: JavaLimits) -> Finding:
    is_many = one.threads_count >= limits.warn_threads
    return Finding(
        subject,
        Level.WARN if is_many else Level.OK,
        _("{count:number} threads", count=one.threads_count),
        expected=_("fewer than {count:number}", count=limits.warn_threads),
        measures={"threads_count": one.threads_count, "age_seconds": one.age_seconds},
    )


JAVA_APPLICATION: Final = Check(
    id="function.java_application",
    title=_("Java applications (Tomcat, WebLogic, TongWeb)"),
    area=Area.FUNCTIONS,
    needs=JAVA_APPLICATIONS,
    limits=JavaLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "jstat -gcutil by root or the same user, -Xmx, the number of threads, OutOfMemoryError in the last 20 MB of the log"
    ),
    remedy=_(
        "Before a restart keep the evidence, as the application's user and with its owner: three thread dumps "
        "ten seconds apart (jstack), jmap -histo (without :live, which stops the program for a full "
        "collection), the log of collections. Find in them who holds the memory or the threads, or open a "
        "case with the maker of the middleware. Restart only with the owner's consent. Raise -Xmx only where "
        "the machine has the memory; set -XX:+HeapDumpOnOutOfMemoryError and a folder with room."
    ),
    traps=(
        _("how full the old generation is before a collection proves nothing"),
        _("jstat wants the same user and a JDK: without them the heap is not inspected"),
        _("an OutOfMemoryError before the last start is over"),
        _("without -Xmx the heap may take a quarter of the memory"),
        _("two processes of one name are two applications"),
    ),
    clause="1.4.3.4",
    refs=("jstat(1)",),
)
