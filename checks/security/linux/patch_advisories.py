"""Is a package older than what mends it by the vendor's advisory? Hole and mending are public from that day on."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from typing import Final

from checks.base import Exhibit, Finding, Level, Scene, unknown
from checks.local_time import day
from checks.security.grades import failed
from checks.security.package_versions import dpkg_order, is_older, rpm_order
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.base import Reason, Unseen
from collectors.facts.advisories import ADVISORIES, Advisories, Advisory, Installed, Mended, Pack, PackageVersions
from collectors.facts.patches import PatchLevel
from config.limits import Layered, limit
from config.text import Text, _, verbatim

ID: Final = "security.linux.patch_advisories"


@dataclass(frozen=True, slots=True)
class AdvisoryLimits:
    """Until which age of the data it may be believed that nothing is missing."""

    fresh_days: int = limit(30, unit="days", source="our judgement: an older file knows nothing of a month’s holes")


@dataclass(frozen=True, slots=True)
class _Older:
    """An installed package that is older than what mends it, with the worst that the advisories say of it."""

    installed: Installed
    fixed: str
    severity: str
    advisories: tuple[Advisory, ...]


_WORST_FIRST: Final = ("critical", "important", "moderate", "", "low")
_LEVELS: Final = {
    "critical": Level.CRITICAL,
    "important": Level.CRITICAL,
    "moderate": Level.WARN,
    "": Level.WARN,
    "low": Level.NOTICE,
}
SEVERITY_WORDS: Final[dict[str, Text]] = {
    "critical": _("severity critical"),
    "important": _("severity important"),
    "moderate": _("severity moderate"),
    "low": _("severity low"),
    "": _("not rated"),
}
_SERVICE_PACK: Final = re.compile(r"\bSP\d+\b", re.IGNORECASE)
_KERNELS: Final = re.compile(r"^linux-(image|headers|modules|modules-extra|buildinfo|tools)(-unsigned)?-\d")
_NUMBERS: Final = re.compile(r"\d+")
_EXPECTED: Final = _("no installed package is older than what mends it by the vendor’s advisories, by data of this month")
_NEWER: Final = _("Fetch the vendor’s present file of advisories, import it (xunjian data import FILE), and inspect again.")
_OTHER: Final = _(
    "Import the vendor’s file of this very release: xunjian data import FILE; xunjian data list shows what is there."
)


def judge(found: Advisories, limits: Layered[AdvisoryLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding for all, and the list; UNKNOWN where no data is of this release, or where what is there is too old."""
    packs = tuple(one for one in found.data.packs if _fits(one, found))
    if not packs:
        yield _of_others(found)
        return
    at = found.level.asked_at
    said = reduce(_both, (_called(one, at, scene) for one in packs))
    ages = {"data_age_days": float(max(0, min((at - one.dated_at).days for one in packs)))}
    named = [one for one in found.installed.packages if any(_name(one, pack) in pack.packages for pack in packs)]
    counts = {"packages_count": len(found.installed.packages), "named_count": len(named)}
    observed = _("{packages_count:number} packages are installed, the data names {named_count:number} of them", **counts)
    older = sorted(_older(found.installed, packs), key=lambda one: (_WORST_FIRST.index(one.severity), one.installed.name))
    if older:
        yield _fails(older, said, observed, ages, scene)
        yield Exhibit(_("Packages older than what mends them"), _COLUMNS, tuple(map(_row, older)))
    elif not named:
        detail = _("the data of {source} names none of the installed packages", source=said)
        yield unknown("", Unseen("", Reason.NOT_ASKED, detail, _OTHER))
    elif all(at - one.dated_at > timedelta(days=limits.base.fresh_days) for one in packs):
        detail = _(
            "the data is older than {days:number} days and counts for reference only: {source}",
            source=said,
            days=limits.base.fresh_days,
        )
        yield unknown("", Unseen("", Reason.NO_RECORD, detail, _NEWER))
    else:
        summary = _("by the advisories of {source}, no installed package is older than what mends it", source=said)
        yield Finding("", Level.OK, summary, observed, _EXPECTED, _quote(packs), {"older_count": 0.0, **ages})
    yield from _beyond(packs, at, scene)
    yield from _of_no_stream(found.installed, packs)


def _fails(older: list[_Older], said: Text, observed: Text, ages: dict[str, float], scene: Scene) -> Finding:
    counted = Counter(one.severity for one in older)
    grave = counted["critical"] + counted["important"]
    summary = _(
        "by the advisories of {source}, {count:number} packages are older than what mends them, {grave:number} of them "
        "critical or important",
        source=said,
        count=len(older),
        grave=grave,
    )
    quote = " ".join(f"{one.installed.name} {one.installed.version} < {one.fixed}" for one in older)[:300]
    measures = {"older_count": float(len(older)), "grave_count": float(grave), **ages}
    most = _LEVELS[older[0].severity]
    return failed(ID, scene, "", summary, observed=observed, expected=_EXPECTED, quote=quote, measures=measures, most=most)


def _fits(pack: Pack, found: Advisories) -> bool:
    """Whether a pack is of this system: its distribution, its release and, where the system has one, its service pack."""
    level, words = found.level, pack.release.split(" ")
    if pack.os_id.lower() != level.os_id.lower() or pack.package_system != found.installed.system:
        return False
    version, release = level.os_version, words[0]
    if version != release and not version.startswith(f"{release}."):
        return False
    detail = f"{level.os_name} {level.os_detail}".upper()
    own, its = _service_pack(detail), _service_pack(pack.release)
    return own == its or (not its and not _tells_service_pack(level))


def _service_pack(text: str) -> str:
    found = _SERVICE_PACK.search(text)
    return found[0].upper() if found is not None else ""


def _tells_service_pack(level: PatchLevel) -> bool:
    """Whether this distribution's advisories are of a service pack: what is mended in one says nothing of another."""
    return level.os_id.lower() in {"openeuler", "sles", "kylin"}


def _of_others(found: Advisories) -> Finding:
    system = found.level.os_name or f"{found.level.os_id} {found.level.os_version}".strip()
    there = tuple(f"{one.os_id} {one.release}" for one in found.data.packs)
    detail = _("the imported data is of {others}, and not of {system}", others=there, system=system)
    return unknown("", Unseen("", Reason.NOT_ASKED, detail, _OTHER))


def _called(pack: Pack, at: datetime, scene: Scene) -> Text:
    """A pack by its file, its day and its age, and who says that it is of that day."""
    age = max(0, (at - pack.dated_at).days)
    words: dict[str, str | int] = {"file": pack.file_name, "day": day(pack.dated_at, scene), "age": age}
    if pack.dated_by == "newest":
        return _("{file} (its newest advisory is of {day}, {age:number} days ago)", **words)
    if pack.dated_by == "person":
        return _("{file} ({day} by the word of who imported it, {age:number} days ago)", **words)
    return _("{file} ({day}, {age:number} days ago)", **words)


def _both(one: Text, other: Text) -> Text:
    return _("{one}, {other}", one=one, other=other)


def _quote(packs: Iterable[Pack]) -> str:
    return " ".join(f"{one.file_name} sha256:{one.digest[:16]}" for one in packs)[:300]


def _name(one: Installed, pack: Pack) -> str:
    return one.source if pack.by_source else one.name


def _older(installed: PackageVersions, packs: tuple[Pack, ...]) -> Iterator[_Older]:
    for one in _latest(installed):
        version = {True: one.source_version, False: one.version}
        misses = [
            (mended, pack)
            for pack in packs
            for mended in pack.packages.get(_name(one, pack), ())
            if _is_of(one, mended) and is_older(installed.system, version[pack.by_source], mended.fixed)
        ]
        if misses:
            yield _together(one, installed.system, misses)


def _is_of(one: Installed, mended: Mended) -> bool:
    """Whether it is of the same module and stream: another stream has other versions of the same package."""
    return not mended.module if not one.module else one.module.split(":")[:2] == mended.module.split(":")[:2]


def _together(one: Installed, system: str, misses: list[tuple[Mended, Pack]]) -> _Older:
    order = dpkg_order if system == "dpkg" else rpm_order
    fixed = misses[0][0].fixed
    for mended, _pack in misses:
        fixed = mended.fixed if order(fixed, mended.fixed) < 0 else fixed
    every = [pack.advisories[place] for mended, pack in misses for place in mended.advisories]
    named = {each.id: each for each in every}
    severity = min((each.severity for each in every), key=_WORST_FIRST.index)
    return _Older(one, fixed, severity, tuple(named[name] for name in sorted(named)))


def _latest(installed: PackageVersions) -> Iterator[Installed]:
    """Each package once: of kernels, whose versions stand side by side, the newest; which one runs is asked elsewhere."""
    order = dpkg_order if installed.system == "dpkg" else rpm_order
    latest: dict[str, Installed] = {}
    for one in installed.packages:
        name = _NUMBERS.sub("", one.name) if installed.system == "dpkg" and _KERNELS.match(one.name) else one.name
        key = f"{name}.{one.architecture}"
        if key not in latest or order(latest[key].version, one.version) < 0:
            latest[key] = one
    yield from latest.values()


def _beyond(packs: tuple[Pack, ...], at: datetime, scene: Scene) -> Iterator[Finding]:
    """Advisories that ask for more than versions are told, and are no pass."""
    for one in packs:
        if one.unjudged_count:
            detail = _(
                "{count:number} advisories of {source} ask for more than versions of packages",
                count=one.unjudged_count,
                source=_called(one, at, scene),
            )
            subject = f"{one.os_id} {one.release} {one.form}"
            yield unknown(subject, Unseen(subject, Reason.NOT_OFFERED, detail, _BY_HAND))


def _of_no_stream(installed: PackageVersions, packs: tuple[Pack, ...]) -> Iterator[Finding]:
    """Packages of a module whose stream an old rpm does not tell, where the data has that package by stream."""
    lost = tuple(
        one.name
        for one in installed.packages
        if ".module" in one.version
        and not one.module
        and any(mended.module for pack in packs for mended in pack.packages.get(one.name, ()))
    )
    if lost:
        detail = _("rpm does not tell of which stream these are: {packages}", packages=lost[:20])
        yield unknown("modules", Unseen("modules", Reason.NOT_OFFERED, detail, _BY_HAND))


_BY_HAND: Final = _("Run the vendor’s own evaluation on the host for these, for example oscap oval eval.")
_MOST_NAMED: Final = 12


def _row(one: _Older) -> tuple[str | Text, ...]:
    numbers = [name for each in one.advisories for name in (each.cves or (each.id,))]
    cves = list(dict.fromkeys(numbers))
    more = f" +{len(cves) - _MOST_NAMED}" if len(cves) > _MOST_NAMED else ""
    ids = list(dict.fromkeys(each.id for each in one.advisories if not each.id.startswith("CVE-")))
    return (
        verbatim(one.installed.name),
        one.installed.version,
        one.fixed,
        SEVERITY_WORDS[one.severity],
        " ".join(ids[:_MOST_NAMED]) or "-",
        " ".join(cves[:_MOST_NAMED]) + more,
    )


_COLUMNS: Final = (_("package"), _("installed"), _("mended in"), _("severity"), _("advisories"), _("CVE"))

PATCH_ADVISORIES: Final[SecurityCheck] = security_check(
    ID,
    title=_("Known holes by the vendors’ advisories"),
    needs=ADVISORIES,
    limits=AdvisoryLimits(),
    judge=judge,
    reads=_(
        "every installed package with its whole version, beside a vendor’s file of advisories that a person carried in; "
        "nothing is fetched"
    ),
    remedy=_("Install the versions that mend the holes in a change window, after a trial and with a backup."),
    card=Card(
        steps=(
            _("Read the advisories of the critical and important ones; what is reached from outside comes first."),
            _("Install on a test machine, and have the applications tested."),
            _("Make a backup or snapshot, agree the window and the way back, and install here."),
            _("Start anew what uses the old libraries, or the host; then inspect again."),
        ),
        commands=(
            "apt-get update && apt-get install --only-upgrade <package>    # Debian, Ubuntu",
            "dnf upgrade <package>    # RHEL, openEuler, Kylin",
        ),
        risk=_("Services are restarted by the installation; an application may depend on what changes."),
        rollback=_(
            "Return to the snapshot; or install the former version (apt-get install package=version, dnf history undo)."
        ),
        verify="xunjian data list; dpkg-query -W <package>    # rpm -q <package>",
        window=Window.RESTART,
    ),
    traps=(
        _("what is found is true of the data’s day: data older than the limit proves no pass, and none at all is unknown"),
        _(
            "a package’s version is held against the vendor’s own mended version only: never against a CVE’s range, as "
            "distributions mend faults in old versions"
        ),
        _("data of another release or service pack says nothing of this one"),
        _("holes that the vendor has not mended yet are not in it: that nothing is older is not that there is no hole"),
        _("an advisory without an epoch (openEuler’s) is compared without one"),
        _("Debian’s data names source packages, whose version a rebuilt binary package does not bear"),
        _("packages of a module are held to advisories of the same stream only"),
        _("old kernels beside the newest one are not counted; that an old one still runs is another check"),
        _("what was installed past the package manager is in no list of packages"),
    ),
)
