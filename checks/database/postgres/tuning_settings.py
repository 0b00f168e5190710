"""Settings that are out of proportion, as far as the server itself can tell: advice with its effect and effort."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.postgres.settings import Settings
from collectors.facts.postgres.tuning import TUNING, Tuning
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class TuningLimits:
    """From what proportion on a setting is worth a word. All are conventions, not rules."""

    least_databases_bytes: int = limit(
        8 * 2**30, unit="bytes", source="our judgement: smaller databases do well with the defaults"
    )
    huge_pages_bytes: int = limit(8 * 2**30, unit="bytes", source="our judgement: from 8 GB of shared_buffers on")
    most_connections: int = limit(500, unit="count", source="PostgreSQL wiki: Number Of Database Connections")
    completion: float = limit(0.9, unit="ratio", source="the default of version 14 and later")
    sorts_ratio: float = limit(
        1.0, unit="ratio", source="our judgement: one sort in each connection beside effective_cache_size"
    )


_GRANT: Final = _("grant pg_monitor to the inspecting account: without it the size of some databases is hidden")
_NAMES: Final = (
    *("shared_buffers", "maintenance_work_mem", "work_mem", "effective_cache_size", "huge_pages", "max_connections"),
    *("checkpoint_completion_target", "idle_in_transaction_session_timeout"),
)
_DEFAULT_BUFFERS: Final = 128 * 2**20
_DEFAULT_MAINTENANCE: Final = 64 * 2**20
_COMPLETION_SINCE: Final = 140_000


def judge(found: Tuning, limits: Layered[TuningLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a setting that this version has."""
    settings = found.settings
    yield from (unknown(one.subject, one) for one in settings.overridden(*_NAMES))
    for name in ("shared_buffers", "maintenance_work_mem"):
        if not settings.overridden(name):
            yield _by_size(name, found, limits.at(name))
    said = {
        "work_mem": _sorts(settings, limits.at("work_mem")),
        "effective_cache_size": _cache(settings),
        "huge_pages": _huge_pages(settings, limits.at("huge_pages")),
        "max_connections": _connections(settings, limits.at("max_connections")),
        "checkpoint_completion_target": _completion(settings, limits.at("checkpoint_completion_target")),
        "idle_in_transaction_session_timeout": _idle(settings),
    }
    for name, advice in said.items():
        if settings.text(name) is not None:
            yield _finding(name, settings, advice)


def _finding(name: str, settings: Settings, advice: Text | None) -> Finding:
    value = settings.settings[name]
    quote = f"{name} = {value.value}{value.unit if value.value not in {'0', '-1'} else ''}"
    return Finding(
        name, Level.NOTICE if advice else Level.OK, advice or _("{name} is in proportion", name=name), quote=quote
    )


def _by_size(name: str, found: Tuning, limits: TuningLimits) -> Finding:
    """The defaults of memory are for small machines: held against how much the server holds."""
    default = _DEFAULT_BUFFERS if name == "shared_buffers" else _DEFAULT_MAINTENANCE
    value = found.settings.amount(name)
    if value is None:
        return unknown(name, Unseen(name, Reason.DENIED, "pg_settings", _GRANT))
    if value > default:
        return _finding(name, found.settings, None)
    if found.databases_bytes is None:
        return unknown(name, Unseen(name, Reason.DENIED, "pg_database_size", _GRANT))
    if found.databases_bytes < limits.least_databases_bytes:
        return _finding(name, found.settings, None)
    words = {
        "shared_buffers": _(
            "{value:bytes}, the default, for databases of {size:bytes}: a quarter of the machine's memory is the usual "
            "beginning; effect: fewer reads; effort: a restart",
            value=value,
            size=found.databases_bytes,
        ),
        "maintenance_work_mem": _(
            "{value:bytes}, the default, for databases of {size:bytes}: vacuum and building indexes go over the tables "
            "several times; effect: both become faster; effort: a reload",
            value=value,
            size=found.databases_bytes,
        ),
    }
    return _finding(name, found.settings, words[name])


def _sorts(settings: Settings, limits: TuningLimits) -> Text | None:
    each, count, cache = (settings.amount(n) for n in ("work_mem", "max_connections", "effective_cache_size"))
    if each is None or count is None or not cache or each * count <= limits.sorts_ratio * cache:
        return None
    return _(
        "one sort of {each:bytes} in each of {count:number} connections takes {all:bytes}, more than effective_cache_size "
        "({cache:bytes}) says that there is: the machine may run out of memory; effort: a reload, and work_mem by role",
        each=each,
        count=count,
        all=each * count,
        cache=cache,
    )


def _cache(settings: Settings) -> Text | None:
    cache, buffers = settings.amount("effective_cache_size"), settings.amount("shared_buffers")
    if cache is None or buffers is None or cache >= buffers:
        return None
    return _(
        "{cache:bytes}, less than shared_buffers ({buffers:bytes}): the planner believes that nothing is cached and shuns "
        "indexes; usual is half to three quarters of the machine's memory; effort: a reload",
        cache=cache,
        buffers=buffers,
    )


def _huge_pages(settings: Settings, limits: TuningLimits) -> Text | None:
    buffers = settings.amount("shared_buffers") or 0.0
    if settings.text("huge_pages") != "off" or buffers < limits.huge_pages_bytes:
        return None
    return _(
        "off with shared_buffers of {buffers:bytes}: each connection keeps a page table of its own for it; effect: memory "
        "and CPU saved; effort: vm.nr_hugepages on the host and a restart",
        buffers=buffers,
    )


def _connections(settings: Settings, limits: TuningLimits) -> Text | None:
    count = settings.amount("max_connections") or 0.0
    if count <= limits.most_connections:
        return None
    return _(
        "{count:number} connections allowed: that many at work are slower than a tenth of them behind a pool; effect: "
        "steady answers under load; effort: pgbouncer or the application's own pool, then a restart",
        count=count,
    )


def _completion(settings: Settings, limits: TuningLimits) -> Text | None:
    target = settings.amount("checkpoint_completion_target")
    if target is None or settings.version < _COMPLETION_SINCE or target >= limits.completion:
        return None
    return _(
        "{target:number}, below the default of this version: an old value was carried along; effect of {usual:number}: "
        "smoother writing; effort: a reload",
        target=target,
        usual=limits.completion,
    )


def _idle(settings: Settings) -> Text | None:
    if settings.amount("idle_in_transaction_session_timeout") != 0:
        return None
    return _(
        "0: a client that forgets to end its transaction holds locks and holds back VACUUM for ever; effect of some "
        "minutes: it ends by itself; effort: a reload, after asking the application's people"
    )


TUNING_SETTINGS: Final = Check(
    id="database.postgres.tuning_settings",
    title=_("PostgreSQL: settings out of proportion"),
    area=Area.DB_TUNING,
    needs=TUNING,
    limits=TuningLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("pg_settings beside the size of all databases"),
    remedy=_(
        "Change one setting at a time, in a window where a restart is due, and look at the same hours before and after. "
        "The memory of the machine is not the server's to tell: take it from the host's inspection."
    ),
    traps=(
        _("all of it is advice: on a machine with little memory the defaults may be right"),
        _("work_mem holds for each sort, and a query may have several"),
        _("what our own session sets for itself is not taken for the server's setting (reset_val is read)"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 19.4 Resource Consumption", "wiki.postgresql.org: Tuning Your PostgreSQL Server"),
)
