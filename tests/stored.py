"""What the store's tests store: results with evidence, and headings."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from agent.store.store import Store
from checks.base import Exhibit, Finding, Level
from checks.result import Asked, CatalogueRow, Inspection, TargetResult
from config.limits import Rule
from config.text import _

START = datetime(2026, 4, 5, 6, 7, 8, 123456, tzinfo=UTC)
DISK = "server.filesystem_usage"
SWAP = "server.swap_activity"


def finding(level: Level = Level.OK, subject: str = "/data/数据", check: str = DISK, used: float = 0.5) -> Finding:
    said = _("{used:percent} used", used=used)
    return Finding(subject, level, said, observed=said, quote="/dev/sda1", measures={"used_ratio": used}, check=check)


def pieces(*texts: str) -> dict[str, bytes]:
    return {sha256(text.encode()).hexdigest(): text.encode() for text in texts}


def result(
    target: str = "app01",
    findings: Sequence[Finding] = (finding(),),
    at: datetime = START,
    evidence: Mapping[str, bytes] | None = None,
    identity: Mapping[str, str] | None = None,
    state: str = "done",
) -> TargetResult:
    return TargetResult(
        target=target,
        kind="linux",
        platform="linux",
        address="192.0.2.7",
        state=state,
        started_at=at,
        ended_at=at + timedelta(seconds=3),
        findings=tuple(findings),
        exhibits=(Exhibit(_("Accounts"), (_("Name"),), (("张三",),), check=SWAP),),
        asked=tuple(
            Asked("df", digest, "df -PkT", "ok", 0.1, evidence=digest, evidence_bytes=len(body))
            for digest, body in (evidence or {}).items()
        ),
        checks=tuple(dict.fromkeys(one.check for one in findings)),
        identity=identity or {},
    )


def header(*expected: str, purpose: str = "quarterly", completes: str = "", started_at: datetime = START) -> Inspection:
    row = CatalogueRow(
        DISK, _("Filesystem usage"), "storage", _("df"), _("Remove"), "critical", (("warn", "0.8", "ratio", ""),)
    )
    return Inspection(
        id="",
        purpose=purpose,
        tool_version="1.2.3",
        started_at=started_at,
        ended_at=None,
        state="running",
        catalogue=(row,),
        rules=(Rule(DISK, {"warn": 0.9}, place="xunjian.yaml:7"),),
        completes=completes,
        expected=expected,
        config_digest="c" * 64,
    )


def round_of(store: Store, *results: TargetResult, purpose: str = "quarterly", completes: str = "") -> str:
    """Store a whole inspection; its evidence is one piece a target that names both."""
    heading = header(
        *(one.target for one in results), purpose=purpose, completes=completes, started_at=results[0].started_at
    )
    one = store.begin(heading)
    for each in results:
        store.commit_target(one, each, pieces(f"{each.target} {each.started_at}"))
    store.finish(one, {"cpu_seconds": 0.5})
    return one
