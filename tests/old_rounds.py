"""Inspections as an older xunjian would have stored them: real evidence, its findings and catalogue of that day by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from tempfile import TemporaryDirectory

from agent.catalogue import COLLECTORS, checks_for
from agent.expected import catalogue_of
from agent.replaying import By, judged_again
from agent.store.open import open_store
from agent.store.store import Store
from checks.base import AnyCheck, Finding, Level, Scene
from checks.result import Asked, CatalogueRow, Inspection, TargetResult
from collectors.base import Collector, ask_digest
from collectors.evidence import Reply, encode
from config.limits import Rule

AT = datetime(2026, 7, 6, 1, 30, tzinfo=UTC)
INODES = "server.inode_usage"
TARGET = "app01"


def answer(used: Mapping[str, int], total: int = 1000) -> bytes:
    """What ``df -i`` and /proc/mounts say of ext4 filesystems by mount point, each with so many inodes used."""
    rows = [
        f" /dev/sd{name} ext4 {total} {count} {total - count} {count * 100 // total}% {mount}"
        for name, (mount, count) in zip("abcdefgh", used.items(), strict=False)
    ]
    mounts = [f" /dev/sd{name} {mount} ext4 rw 0 0" for name, mount in zip("abcdefgh", used, strict=False)]
    head = " Filesystem Type Inodes IUsed IFree IUse% Mounted on"
    return "\n".join(["@df", head, *rows, "@mounts", *mounts, "@end", ""]).encode()


def evidence(used: Mapping[str, int]) -> bytes:
    """The same as evidence is kept."""
    return encode((Reply("ok", 0, answer(used)),))


def check_of(name: str) -> AnyCheck:
    """A check of today's."""
    return next(check for check in checks_for("linux") if check.id == name)


def catalogue(*names: str) -> tuple[CatalogueRow, ...]:
    """Today's catalogue of some checks."""
    return catalogue_of([check_of(name) for name in names], ())


def with_limits(row: CatalogueRow, **values: str) -> CatalogueRow:
    """A row of a day whose defaults were others."""
    limits = tuple((name, values.get(name, value), unit, origin) for name, value, unit, origin in row.limits)
    return replace(row, limits=limits)


def result(
    body: bytes, findings: Sequence[Finding] = (), *, checks: Sequence[str] = (INODES,), ask: str = "", at: datetime = AT
) -> TargetResult:
    """One target that was asked for its inodes; ``ask`` is another question's digest than today's."""
    collector = next(one for one in COLLECTORS if isinstance(one, Collector) and one.id == "linux.inodes.df")
    digest = sha256(body).hexdigest()
    asked = Asked(collector.id, ask or ask_digest(collector.ask), "df", "ok", evidence=digest, evidence_bytes=len(body))
    return TargetResult(
        target=TARGET,
        kind="linux",
        platform="linux",
        address="192.0.2.7",
        state="done",
        started_at=at,
        ended_at=at + timedelta(seconds=3),
        findings=tuple(findings),
        asked=(asked,),
        checks=tuple(checks),
        scene=Scene(at=at),
    )


def stored(
    store: Store,
    one: TargetResult,
    body: bytes,
    rows: Sequence[CatalogueRow],
    rules: Sequence[Rule] = (),
    version: str = "0.0.9",
) -> Inspection:
    """Keep one target as a whole inspection; ``body`` is its evidence, empty where it is no longer kept."""
    header = Inspection(
        "", "on-demand", version, one.started_at, None, "running",
        catalogue=tuple(rows), rules=tuple(rules), expected=(one.target,), customer="甲",
    )  # fmt: skip
    begun = store.begin(header)
    store.commit_target(begun, one, {sha256(body).hexdigest(): body})
    store.finish(begun)
    return store.load(begun)


def judged(one: TargetResult, body: bytes, rows: Sequence[CatalogueRow]) -> tuple[Finding, ...]:
    """What today's program says of such a target under the limits of ``rows``: what an older one's is made of by hand."""
    with TemporaryDirectory() as folder, open_store(f"{folder}/s.db") as store:
        heading = stored(store, one, body, rows)
        return tuple(judged_again(heading, heading.targets[0], store, [By((), tuple(rows))])[0].findings)


def level_of(findings: Sequence[Finding], subject: str) -> Level:
    """The level of one subject."""
    return next(one.level for one in findings if one.subject == subject)
