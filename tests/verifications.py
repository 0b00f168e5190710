"""Verifications to write documents of: a good one, one on conditions with something in every chapter, one that failed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from checks.aspects import Difference, Way, Weight
from checks.base import Level
from checks.changed import sides, summary_of
from checks.changes import ASPECTS
from checks.verification import (
    ChangeRow,
    FindingRow,
    GateRow,
    GateState,
    PerformanceRow,
    Side,
    Stand,
    UnseenRow,
    Verification,
)
from config.planned import Plan, Proof
from config.site import Site
from config.text import Text, _, keep, verbatim
from tests.rounds import both

AT = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
SINCE = "2026-11-21 09:30 +08:00"
SITE = Site(
    customer="某某市信息中心",
    project="核心业务系统运行维护",
    contract_number="HT-2026-031",
    timezone="Asia/Shanghai",
    provider="某某科技有限公司",
    engineer="张工",
)
PROOF = Proof("模拟环境", "2026-11-14", "张工", "通过，全程 42 分钟", "演练记录 YL-2026-031")
PLAN = Plan(
    number="CHG-2026-118",
    title="业务库 PostgreSQL 14 升级到 15",
    version_from="14",
    version_to="15",
    finished_at=AT + timedelta(hours=14),
    rehearsal=PROOF,
    rollback=replace(PROOF, result="旧集群目录保留，已试启动"),
    manual="升级操作说明.docx",
    manual_digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
)
_BY_ID = {one.id: one for one in ASPECTS}


def difference(
    target: str, aspect: str, subject: str, stand: Stand, way: Way = Way.CHANGED, *, reason: str = "", **of: str
) -> ChangeRow:
    """A difference in the words in which two sides are compared. ``of`` is field, then, now."""
    known = _BY_ID[aspect]
    one = Difference(subject, way, Weight.REPORT, of.get("field", ""), of.get("then"), of.get("now"))
    words = summary_of(known, one, Text(known.one.template, {"name": subject}), verbatim(SINCE))
    then, now = (keep(side) for side in sides(one))
    return ChangeRow(target, aspect, keep(known.title), subject, keep(words), then, now, stand, reason)


def missed(target: str, aspect: str, to: str = "", *, is_required: bool = False) -> ChangeRow:
    """What was declared and did not happen."""
    words = keep(_("declared and not found: {what}", what=aspect))
    empty, value = keep(verbatim("")), keep(verbatim(to))
    return ChangeRow(target, aspect, keep(_("declared")), "*", words, empty, value, Stand.MISSED, "补丁", is_required)


def finding(
    target: str, check: str, subject: str, before: Level | None, now: Level, english: str, chinese: str
) -> FindingRow:
    title = both(check.rpartition(".")[2], "检查项" + chinese[:4])
    return FindingRow(target, check, title, subject, before, now, both(english, chinese))


EXPECTED = (
    difference(
        "shop",
        "database.postgres.changed_server",
        "version",
        Stand.EXPECTED,
        reason="本次升级",
        field="version",
        then="14.23",
        now="15.18",
    ),
    difference(
        "shop",
        "database.postgres.changed_server",
        "system identifier",
        Stand.EXPECTED,
        reason="pg_upgrade 新建集群",
        field="version",
        then="7711068332500611802",
        now="7711068395415010440",
    ),
)
NOTED = (
    *(
        difference("app01", "server.changed_packages", f"libdemo{n}", Stand.NOTED, field="versions", then=f"1.{n}", now="2")
        for n in range(12)
    ),
    difference("app01", "server.changed_links", "eth1", Stand.NOTED, Way.RENAMED, then="eth0", now="eth1"),
)
OPEN = (
    difference(
        "shop", "database.postgres.changed_settings", "work_mem", Stand.OPEN, field="value", then="4096 kB", now="default"
    ),
    difference("app01", "server.changed_listeners", "tcp 8081", Stand.OPEN, Way.COME),
    difference("app01", "server.changed_routes", "10.9.0.0/16", Stand.OPEN, Way.GONE),
)
UNEXPECTED = (
    difference("shop", "database.postgres.changed_roles", "app", Stand.UNEXPECTED, Way.GONE),
    difference(
        "shop",
        "database.postgres.changed_tablespaces",
        "ts_data",
        Stand.UNEXPECTED,
        field="location",
        then="/data/ts",
        now="/data2/ts",
    ),
    difference("app01", "server.changed_mounts", "/data/影像", Stand.UNEXPECTED, Way.GONE),
)
GATE = (
    GateRow(
        "app01",
        "backup",
        _("a backup younger than a day"),
        GateState.GO,
        both("last backup 3 h old", "最近一次备份距今 3 小时"),
    ),
    GateRow(
        "app01", "restore", _("a restore was tried"), GateState.GO, both("tried on 2026-11-02", "2026-11-02 做过恢复演练")
    ),
    GateRow("app01", "space", _("enough space"), GateState.GO, both("6 looked at", "共检查 6 项")),
    GateRow("portal", "backup", _("a backup younger than a day"), GateState.BY_HAND, both("Li: looked", "李工：已核对")),
    GateRow("shop", "cluster", _("cluster and replication are well"), GateState.NOT_THERE, both("no standby", "没有备库")),
)
FUNCTIONS = (
    finding("portal", "function.http_endpoint", "", Level.OK, Level.OK, "opened in 0.02 s", "0.02 秒打开，内容正确"),
    finding("portal", "function.business_transaction", "time", Level.OK, Level.OK, "went through", "挂号交易走通"),
)
PERFORMANCE = (
    PerformanceRow("app01", both("CPU usage", "CPU 使用率"), "busy", "ratio", 0.31, 0.33, 18, check="server.cpu"),
    PerformanceRow(
        "portal", both("pages", "页面与接口可用性"), "", "seconds", 0.21, 0.2, 0, check="function.http_endpoint"
    ),
    PerformanceRow("shop", both("connections", "连接数"), "", "ratio", 0.0, 0.02, 0, check="database.postgres.connections"),
)
NEITHER = (
    UnseenRow(
        "app01",
        both("system log", "系统日志"),
        both("no record", "对象上没有可据以判断的记录"),
        is_loss=False,
        is_both=True,
    ),
    UnseenRow(
        "web01",
        both("system log", "系统日志"),
        both("no record", "对象上没有可据以判断的记录"),
        is_loss=False,
        is_both=True,
    ),
)


def good() -> Verification:
    """A final pass: what was declared happened, and nothing else did."""
    return Verification(
        before=Side("before", "01M8293ZH955HHMFSWH4C76MHZ", AT, "1.4.0", "张工"),
        after=Side("", "01M85X52CYXGCQ12N6R3X07Q8R", AT + timedelta(days=2), "1.4.0"),
        plan=PLAN,
        made_at=AT + timedelta(days=2, minutes=5),
        is_final=True,
        targets=(("shop", "shop"), ("portal", "portal"), ("app01", "app01"), ("web01", "web01")),
        gate=GATE,
        changes=(*EXPECTED, *NOTED),
        better=(
            finding(
                "shop",
                "database.postgres.version_support",
                "",
                Level.CRITICAL,
                Level.OK,
                "supported until 2027",
                "支持至 2027-11-11",
            ),
        ),
        functions=FUNCTIONS,
        unseen=NEITHER,
        performance=PERFORMANCE,
        compared_count=214,
    )


def conditional() -> Verification:
    """A provisional pass on conditions, with something in every chapter and nothing handed in."""
    stop = GateRow("web01", "space", _("enough space"), GateState.STOP, both("/ is 97% full", "/ 已使用 97%"))
    unseen = GateRow(
        "shop", "backup", _("a backup younger than a day"), GateState.UNSEEN, both("nobody knows", "没有相关记录")
    )
    return replace(
        good(),
        plan=replace(PLAN, rehearsal=Proof(), rollback=Proof(), manual="", manual_digest="", finished_at=None),
        after=replace(good().after, at=AT + timedelta(hours=15)),
        is_final=False,
        gate=(*GATE, stop, unseen),
        changes=(
            *EXPECTED,
            *NOTED,
            *OPEN,
            missed("web*", "server.changed_packages openssl", "3.0.*"),
            missed("*", "server.changed_settings"),
        ),
        worse=(finding("web01", "server.filesystem_usage", "/", Level.OK, Level.WARN, "/ is 85% full", "/ 已使用 85%"),),
        errors=(finding("app01", "server.log_novelty", "kernel", None, Level.NOTICE, "a new message", "新出现的日志"),),
        unseen=(
            *NEITHER,
            UnseenRow("web01", both("services", "服务变化"), both("not seen before", "变更前未看到"), is_loss=False),
        ),
        performance=(
            *PERFORMANCE,
            PerformanceRow(
                "shop",
                both("connections", "连接数"),
                "",
                "ratio",
                0.31,
                0.72,
                20,
                is_out=True,
                check="database.postgres.connections",
            ),
        ),
        standard=(both("web01: 2 findings read otherwise", "web01：按现在的程序和限值，有 2 项判定不同"),),
    )


def failed() -> Verification:
    """What worked before is gone, the function with it."""
    broken = finding("portal", "function.http_endpoint", "", Level.OK, Level.CRITICAL, "answered HTTP 503", "返回 HTTP 503")
    return replace(
        conditional(),
        plan=replace(PLAN, finished_at=None),
        targets=(*good().targets[:3], ("web01", "web02")),
        changes=(
            *EXPECTED,
            *NOTED,
            *OPEN,
            *UNEXPECTED,
            missed("shop", "database.postgres.changed_settings", is_required=True),
        ),
        functions=(broken, *FUNCTIONS[1:]),
        unseen=(
            *NEITHER,
            UnseenRow(
                "web01 → web02",
                both("the target as a whole", "整个对象"),
                both("not inspected", "变更后未巡检到该对象"),
                is_loss=True,
            ),
        ),
    )


def bare() -> Verification:
    """Nothing declared, no gate, no function, nothing compared."""
    return replace(
        good(), plan=Plan(), gate=(), changes=(), better=(), functions=(), unseen=(), performance=(), compared_count=0
    )


def large(targets: int) -> Verification:
    """Many targets, each with its differences."""
    ids = [f"host{n:03}" for n in range(targets)]
    return replace(
        conditional(),
        targets=tuple((one, one) for one in ids),
        changes=tuple(_of_each(ids)),
        gate=tuple(replace(row, target=one) for one in ids for row in GATE[:3]),
        unseen=tuple(replace(NEITHER[0], target=one) for one in ids),
    )


def _of_each(ids: Iterable[str]) -> Iterable[ChangeRow]:
    for one in ids:
        yield from (replace(row, target=one) for row in (EXPECTED[0], OPEN[1], UNEXPECTED[2], *NOTED[:4]))


ALL = {"good": good(), "conditional": conditional(), "failed": failed(), "bare": bare(), "large": large(300)}
