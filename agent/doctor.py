"""A dry round: the same sessions and asks as an inspection, of which nothing is kept but why something was not seen."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final

from agent.catalogue import COLLECTORS
from agent.expected import Wanted, members_needs, targets_of, values_of, wanted_checks
from agent.packages import package_of
from agent.rights.sudoers import Rights, rights_of
from agent.runner import Finished, run
from agent.underway import job_of
from checks.base import Finding, Level
from checks.result import TargetResult
from collectors.base import LINUX, Answer, Derived, ParseError, Reason, SessionError, Unseen
from collectors.evidence import decode, read
from collectors.facts.own_account import OwnAccount
from collectors.linux.own_account import OWN_ACCOUNT_LINUX
from config.site import Site, Target
from config.text import Text, render
from reports.documents.answers import of_result
from reports.documents.score import Coverage, coverage_of

if TYPE_CHECKING:
    from agent.store.store import Store
    from collectors.sessions.base import Session

_LOG_DAYS: Final = "1"
"""A dry round asks whether logs can be read, not what a quarter of them says."""
_NO_SESSION: Final = frozenset({Reason.UNREACHABLE, Reason.REFUSED, Reason.UNPROVED, Reason.IDENTITY, Reason.NO_CREDENTIAL})


class Opener(Enum):
    """What of ours or the customer's makes a check judge that cannot: the account's rights, a tool, neither of them."""

    RIGHTS = "rights"
    TOOLS = "tools"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Dark:
    """One reason why some checks cannot judge: what it is, an example in the target's words, and the remedy."""

    reason: str
    said: Text
    remedy: Text | None
    checks: tuple[str, ...]
    rules: tuple[str, ...] = ()
    """The sudoers rules that open them, where rights are missing and rules can give them."""
    packages: tuple[str, ...] = ()
    beside: tuple[Text, ...] = ()
    """What helps where no rule can be narrow enough."""
    opener: Opener = Opener.NEITHER


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What keeps one target from being inspected whole; ``failure`` is why there was no session."""

    target: Target
    failure: Unseen | None
    identity: Mapping[str, str]
    known: Mapping[str, str] | None
    about: Mapping[str, str]
    transport: Mapping[str, str]
    account: OwnAccount | None
    checks: tuple[str, ...]
    dark: tuple[Dark, ...]
    sees_less: tuple[str, ...] = ()
    """Checks that judge, and would see more with root's rights."""
    coverage: Coverage = field(default_factory=Coverage)
    """Its checks as an inspection counts them."""

    @property
    def has_session(self) -> bool:
        """Whether we were let in."""
        return self.failure is None or self.failure.reason not in _NO_SESSION

    @property
    def dark_checks(self) -> tuple[str, ...]:
        """Every check that something keeps from judging."""
        return tuple(dict.fromkeys(check for one in self.dark for check in one.checks))

    def opened_by(self, opener: Opener) -> tuple[str, ...]:
        """The checks that judge whole once this is given; one that lacks several things counts for the last of them."""
        by_opener = sorted(self.dark, key=lambda dark: list(Opener).index(dark.opener))
        last = {check: dark.opener for dark in by_opener for check in dark.checks}
        return tuple(check for check, of in last.items() if of is opener)

    @property
    def is_whole(self) -> bool:
        """Whether every check can judge."""
        return self.failure is None and not self.dark


def examine(
    site: Site, store: "Store", wanted: Wanted, opener: Callable[[Target], Callable[[], "Session"]]
) -> Iterator[Diagnosis]:
    """Ask every wanted target, in parallel within the site's bounds, and say what was missing, as each comes back."""
    targets = {target.id: target for target in targets_of(site, wanted)}
    holder = f"doctor-{token_hex(8)}"
    jobs = []
    for target in targets.values():
        job = job_of(site, target, wanted, store, opener(target))
        own = (OWN_ACCOUNT_LINUX,) if target.platform == LINUX else ()
        values = {**job.values, "log_days": _LOG_DAYS}
        jobs.append(replace(job, collectors=(*job.collectors, *own), values=values, bookmarks={}))
    longest = max((t.seconds for t in targets.values()), default=0)
    seconds = max(longest, site.bounds.target_seconds) + site.bounds.connect_seconds + 60
    for finished in run(jobs, site.bounds, lambda job: store.lease(job.target.id, holder, seconds)):
        store.release_lease(finished.result.target, holder)
        target = targets[finished.result.target]
        yield _diagnosis(target, finished, store.known_identity(target.id), _asks(site, target, wanted))


def _asks(site: Site, target: Target, wanted: Wanted) -> dict[str, tuple[str, ...]]:
    """By ask, the checks that it serves on this target."""
    from agent.planning import asks_of  # noqa: PLC0415 - only here

    if target.platform != LINUX:
        return {}
    checks, groups = wanted_checks(target, wanted), members_needs(site, wanted, target)
    return {row.id: row.checks for row in asks_of(target.platform, checks, values_of(site, target.id), groups)}


def _diagnosis(
    target: Target, finished: Finished, known: Mapping[str, str] | None, asks: Mapping[str, tuple[str, ...]]
) -> Diagnosis:
    result = finished.result
    mine = [one for one in COLLECTORS if not isinstance(one, Derived) and one.id in asks]
    rights = rights_of(mine, asks)
    is_root = result.transport.get("is_root") == "yes"
    dark = tuple(why_dark(result, rights, is_root=is_root)) if result.session_error is None else ()
    less = set() if is_root else _sees_less(finished, rights)
    return Diagnosis(
        target=target,
        failure=result.session_error,
        identity=result.identity,
        known=known,
        about=result.about,
        transport=result.transport,
        account=_account(finished),
        checks=result.checks,
        dark=dark,
        coverage=coverage_of(of_result(result)),
        sees_less=tuple(sorted(less - {check for one in dark for check in one.checks})),
    )


def _account(finished: Finished) -> OwnAccount | None:
    for asked in finished.result.asked:
        if asked.id == OWN_ACCOUNT_LINUX.id and asked.evidence in finished.evidence:
            with suppress(SessionError, ParseError):
                answer = read(OWN_ACCOUNT_LINUX.ask, finished.evidence[asked.evidence])
                return OWN_ACCOUNT_LINUX.parse(answer) if isinstance(answer, Answer) else None
    return None


def why_dark(result: TargetResult, rights: Rights, *, is_root: bool) -> Iterator[Dark]:
    """Group what was not seen by why and by what opens it; rights first. To root no right can be added."""
    rights = Rights((), ()) if is_root else rights
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in result.findings:
        if finding.level is Level.UNKNOWN:
            remedy = render(finding.remedy, "en") if finding.remedy else ""
            groups[finding.reason, remedy].append(finding)
    for (reason, _remedy), findings in sorted(groups.items(), key=lambda group: _ORDER.get(group[0][0], 9)):
        checks = tuple(dict.fromkeys(finding.check for finding in findings))
        asks = [one.ask for one in rights.allowed if not set(checks).isdisjoint(one.checks)]
        words = " ".join(render(finding.summary, "en") for finding in findings)
        yield Dark(
            reason=reason,
            said=findings[0].summary,
            remedy=findings[0].remedy,
            checks=checks,
            rules=rights.rules_of(asks) if reason == Reason.DENIED.value else (),
            beside=_beside(checks, rights) if reason == Reason.DENIED.value else (),
            packages=_packages(words) if reason == Reason.TOOL_MISSING.value else (),
            opener=_opener(reason, is_root=is_root),
        )


def _opener(reason: str, *, is_root: bool) -> Opener:
    if reason == Reason.TOOL_MISSING.value:
        return Opener.TOOLS
    return Opener.RIGHTS if reason == Reason.DENIED.value and not is_root else Opener.NEITHER


_ORDER: Final = {Reason.DENIED.value: 0, Reason.TOOL_MISSING.value: 1}


def _beside(checks: tuple[str, ...], rights: Rights) -> tuple[Text, ...]:
    """The remedies of the asks of these checks that are left out of the sudoers file."""
    return tuple(dict.fromkeys(one.remedy for one in rights.left_out if not set(checks).isdisjoint(one.checks)))


def _packages(words: str) -> tuple[str, ...]:
    tools = dict.fromkeys(re.findall(r"[A-Za-z][A-Za-z0-9_-]+", words))
    return tuple(dict.fromkeys(package for tool in tools if (package := package_of(tool))))


def _sees_less(finished: Finished, rights: Rights) -> set[str]:
    """Checks whose ask answered without root's rights although it wants them."""
    wants = {one.ask: one.checks for one in rights.allowed} | {one.ask: one.checks for one in rights.left_out}
    found: set[str] = set()
    for asked in finished.result.asked:
        content = finished.evidence.get(asked.evidence)
        if asked.id in wants and content and not all(one.is_privileged for one in _replies(content)):
            found |= set(wants[asked.id])
    absent = {f.check for f in finished.result.findings if f.level is Level.ABSENT}
    return found - absent


def _replies(content: bytes) -> tuple[Any, ...]:
    with suppress(ParseError, ValueError):
        return tuple(decode(content))
    return ()
