"""Would anybody notice that a program or a setting was changed? Who breaks in changes files so that he can come back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.local_time import day
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.file_integrity import INTEGRITY_WATCH, IntegrityFile, IntegrityWatch
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.linux.integrity_fim"
_DAEMONS: Final[Mapping[str, tuple[str, ...]]] = {
    "OSSEC/Wazuh": ("wazuh-syscheckd", "ossec-syscheckd"),
    "Samhain": ("samhain",),
}
"""The processes of products that look by themselves; the others are started by a job."""
_UNDATED: Final[Mapping[str, str]] = {"osquery": "osqueryd", "lfd (CSF)": "lfd", "AFICK": "", "integrit": "", "FCheck": ""}
"""Products of which only is told that they are there, with their process."""
_NEEDS_DATABASE: Final = frozenset({"AIDE", "Tripwire"})
_EXPECTED: Final = _("files are compared with a kept state at least once a week, by a schedule")
_BY_HAND: Final = _("Look at the product’s own report or console for the time of its last comparison, and note it.")


@dataclass(frozen=True, slots=True)
class WatchLimits:
    """How old the last comparison may be; ``products`` are names of processes of products that we do not know."""

    run_days: int = limit(7, unit="days", source="our judgement: CIS asks for a run a day, a week leaves room for faults")
    products: tuple[str, ...] = limit((), unit="process", source="the operator")


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is to be said of one product: a failure with ``most``, an Unseen, or (neither) that all is well."""

    said: Text
    unseen: Unseen | None = None
    most: Level | None = None
    last: IntegrityFile | None = None


def judge(found: IntegrityWatch, limits: Layered[WatchLimits], scene: Scene) -> Iterator[Finding]:
    """One finding: of the product that does best, for one that compares is enough."""
    base = limits.base
    verdicts = [_verdict(product, found, base, scene) for product in found.files.installed if product not in _UNDATED]
    verdicts += [_undated(name) for name in _running(found, base)]
    one = min(verdicts, key=_rank) if verdicts else _nothing(found, base)
    quote = "" if one.last is None else f"{one.last.written_at:%Y-%m-%d %H:%M}Z {one.last.path}"
    age = None if one.last is None else found.files.asked_at - one.last.written_at
    measures = {} if age is None else {"comparison_age_seconds": age.total_seconds()}
    if one.unseen is not None:
        yield unknown("", one.unseen)
    elif one.most is not None:
        quote = quote or " ".join(found.files.installed.values())[:200]
        yield failed(ID, scene, "", one.said, expected=_EXPECTED, quote=quote, measures=measures, most=one.most)
    else:
        yield Finding("", Level.OK, one.said, None, _EXPECTED, quote, measures)


def _rank(one: _Verdict) -> int:
    """What passes first, then the smaller failure that is sure, then what was not seen, then the rest."""
    if one.unseen is not None:
        return 2
    return {None: 0, Level.NOTICE: 1}.get(one.most, 3)


def _verdict(product: str, found: IntegrityWatch, limits: WatchLimits, scene: Scene) -> _Verdict:
    files = {one.role: one for one in found.files.files if one.product == product}
    if product in _NEEDS_DATABASE and "database" not in files:
        return _no_database(product, files, found)
    runs = [one for role, one in files.items() if role != "made" and one.size_bytes]
    last = max(runs, key=lambda one: one.written_at, default=None)
    if last is None or found.files.asked_at - last.written_at > timedelta(days=limits.run_days):
        return _not_lately(product, last, found, scene)
    if _is_started(product, found) is not True:
        return _by_nobody(product, last, found, scene)
    said = _("{product} compares files; last seen at work on {day}", product=product, day=day(last.written_at, scene))
    return _Verdict(said, last=last)


def _no_database(product: str, files: Mapping[str, IntegrityFile], found: IntegrityWatch) -> _Verdict:
    if found.files.unseen:
        return _Verdict(_EXPECTED, found.files.unseen[0])
    if "made" in files:
        said = _("the database of {product} was made and not put in place: nothing is compared", product=product)
    else:
        said = _("{product} is installed and has no database: nothing is compared", product=product)
    return _Verdict(said, most=Level.CRITICAL)


def _not_lately(product: str, last: IntegrityFile | None, found: IntegrityWatch, scene: Scene) -> _Verdict:
    """No fresh trace. A report that goes by mail alone leaves none: what nothing starts is then sure to stand still."""
    if last is not None and last.role == "report":
        said = _("{product} compared files last on {day}", product=product, day=day(last.written_at, scene))
        return _Verdict(said, most=Level.CRITICAL, last=last)
    if found.files.unseen:
        return _Verdict(_EXPECTED, found.files.unseen[0])
    started = _is_started(product, found)
    if isinstance(started, Unseen):
        return _Verdict(_EXPECTED, started)
    if not started:
        said = _("{product} is installed and nothing starts it", product=product)
        return _Verdict(said, most=Level.CRITICAL, last=last)
    if last is not None and product in _DAEMONS:
        said = _("{product} compared files last on {day}", product=product, day=day(last.written_at, scene))
        return _Verdict(said, most=Level.CRITICAL, last=last)
    said = _("{product} is started, and no report tells when it last compared", product=product)
    return _Verdict(said, Unseen("", Reason.NO_RECORD, said, _BY_HAND))


def _by_nobody(product: str, last: IntegrityFile, found: IntegrityWatch, scene: Scene) -> _Verdict:
    started = _is_started(product, found)
    if isinstance(started, Unseen):
        return _Verdict(_EXPECTED, started)
    said = _(
        "{product} was last seen at work on {day}, and nothing starts it again",
        product=product,
        day=day(last.written_at, scene),
    )
    return _Verdict(said, most=Level.CRITICAL if product in _DAEMONS else Level.NOTICE, last=last)


def _is_started(product: str, found: IntegrityWatch) -> bool | Unseen:
    """Whether it runs or a job starts it; Unseen where neither was found and not all was seen."""
    names = _DAEMONS.get(product, ())
    if isinstance(found.processes, frozenset) and found.processes & set(names):
        return True
    if found.starters.get(product):
        return True
    if names and isinstance(found.processes, Unseen):
        return found.processes
    return found.jobs_unseen or False


def _running(found: IntegrityWatch, limits: WatchLimits) -> Iterator[str]:
    """Products of which only is known that they are there or run."""
    yield from (product for product in found.files.installed if product in _UNDATED)
    if isinstance(found.processes, Unseen):
        return
    yield from (product for product, name in _UNDATED.items() if name in found.processes)
    yield from (one for one in limits.products if one[:15] in found.processes)


def _undated(name: str) -> _Verdict:
    said = _("{product} is there; when it last compared files was not asked", product=name)
    return _Verdict(said, Unseen("", Reason.NOT_OFFERED, said, _BY_HAND))


def _nothing(found: IntegrityWatch, limits: WatchLimits) -> _Verdict:
    if not found.files.system:
        said = _("no list of packages answered, and in the usual places nothing of the kind was found")
        return _Verdict(said, Unseen("", Reason.NO_RECORD, said, _BY_HAND))
    if limits.products and isinstance(found.processes, Unseen):
        return _Verdict(_EXPECTED, found.processes)
    return _Verdict(_("nothing is installed that compares files, as far as we know its names"), most=Level.CRITICAL)


INTEGRITY_FIM: Final[SecurityCheck] = security_check(
    ID,
    title=_("Watch over changed files"),
    needs=INTEGRITY_WATCH,
    limits=WatchLimits(),
    judge=judge,
    reads=_("packages and programs of known products; time and size of their databases and reports; processes and jobs"),
    remedy=_("Install AIDE, build its database on a host that is known to be clean, and have it compare every day."),
    card=Card(
        steps=(
            _("Make sure that the host is clean first: what is there when the database is made counts as right."),
            _("Install AIDE; leave out data and logs that change by themselves, in its configuration."),
            _("Build the database, put it in place, and keep a copy of it off the host."),
            _("Have it compare every day outside of busy hours, and let somebody read the reports."),
            _("Build the database anew after each approved change."),
        ),
        commands=(
            "apt-get install -y aide aide-common || yum install -y aide",
            "mkdir -p /var/log/aide",
            "conf=/etc/aide/aide.conf; [ -e $conf ] || conf=/etc/aide.conf; nice aide --config $conf --init",
            "cd /var/lib/aide; for f in aide.db.new*; do mv $f aide.db${f#aide.db.new}; done",
            "echo '5 3 * * * root nice aide --config /etc/aide.conf --check' >/etc/cron.d/aide    # RHEL and its kin",
        ),
        risk=_("It reads every file it watches: an hour of disk load on large hosts, the first time most of all."),
        rollback=_("Remove /etc/cron.d/aide, or disable dailyaidecheck.timer; nothing else is touched."),
        verify="ls -l /var/lib/aide /var/log/aide; systemctl list-timers | grep -i aide; grep -r aide /etc/cron*",
    ),
    traps=(
        _("an installed program without a database compares nothing; aide --init alone puts none in place"),
        _("an empty report is one of a run that failed or was just rotated: it proves no run"),
        _("a report that goes by mail alone leaves no trace: then it is unknown when it last ran"),
        _("audit rules on files record who wrote; they are judged by their own check and compare nothing"),
        _("a product that we do not know is named by the operator under products"),
    ),
)
