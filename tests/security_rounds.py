"""Security rounds to make documents of: every security check, on a few assets, with what each may say. All synthetic."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from checks.base import REASON_WORDS, Exhibit, Finding, Level, Scene
from checks.result import CatalogueRow, Inspection, TargetResult
from checks.security.grades import level_of, worst_of
from checks.security.shape import Card, Window
from checks.security.standards.index import clauses_of, title_of
from checks.security.standards.references import REFERENCES
from config.said import Declaration, Mitigation
from config.site import Site, Target
from config.text import Text, _, keep
from reports.documents.material import Round

AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
MFA = Mitigation("mfa", "李主任", date(2026, 10, 1), date(2027, 9, 30), "经堡垒机双因素登录")
OLD = Mitigation("access-limited", "李主任", date(2024, 10, 1), date(2025, 9, 30))
OF_KIND = {
    "linux": ("security.linux.",),
    "postgres": ("security.postgres.", "security.databases."),
    "network": ("security.network.",),
}


def words(text: str) -> Text:
    """A sentence that reads the same in both languages, as the store keeps it."""
    return Text("{verbatim}", {"verbatim": text})


def row(check: str) -> CatalogueRow:
    clauses = clauses_of(check)
    title = title_of(clauses[0]) if clauses else words(check)
    name = check.rpartition(".")[2]
    return CatalogueRow(
        check,
        replace(keep(title), rendered={"zh_CN": f"{title_zh(title)}（{name}）", "en": f"{title} ({name})"}),
        "security",
        words("what it reads"),
        words("按加固操作卡整改"),
        worst_of(check).value,
    )


def title_zh(title: Text) -> str:
    return keep(title).rendered["zh_CN"]


CATALOGUE = tuple(row(check) for check in REFERENCES)


def checks_on(kind: str) -> tuple[str, ...]:
    return tuple(check for check in REFERENCES if check.startswith(OF_KIND[kind]))


def passed(check: str, subject: str = "") -> Finding:
    return Finding(subject, Level.OK, words("符合要求"), observed=words("实测值 600"), check=check)


def bad(check: str, summary: str, scene: Scene = Scene(), subject: str = "") -> Finding:  # noqa: B008 - frozen
    return Finding(
        subject,
        level_of(check, scene),
        words(summary),
        observed=words("实测值 yes"),
        expected=words("应为 no"),
        quote="permitrootlogin yes",
        check=check,
    )


def unseen(check: str, reason: str = "denied") -> Finding:
    summary = _("Not inspected: {why}", why=REASON_WORDS[reason])
    return Finding("", Level.UNKNOWN, summary, reason=reason, check=check)


def absent(check: str) -> Finding:
    return Finding("", Level.ABSENT, words("没有这一项"), check=check)


def accounts(*rows: tuple[str, ...]) -> Exhibit:
    columns = (_("Account"), words("UID"), words("Shell"))
    return Exhibit(words("本地账户清单"), columns, rows, "security.linux.account_uid0")


def result(
    target: str,
    kind: str,
    *findings: Finding,
    scene: Scene = Scene(),  # noqa: B008 - frozen
    exhibits: tuple[Exhibit, ...] = (),
) -> TargetResult:
    """An asset on which everything not named passes."""
    checks = checks_on(kind)
    named = {finding.check for finding in findings}
    rest = tuple(passed(check) for check in checks if check not in named)
    return TargetResult(
        target, kind, kind, "10.0.0.11", "done", AT, AT + timedelta(seconds=42), (*findings, *rest), exhibits, (), checks,
        scene=replace(scene, at=AT),
    )  # fmt: skip


def inspection(results: Iterable[TargetResult], at: datetime = AT, id_: str = "01KAGV3XQ2M8F0Y7J5T4W6Z9RB") -> Inspection:
    made = tuple(results)
    known = {check for one in made for check in one.checks}
    rows = tuple(one for one in CATALOGUE if one.check in known)
    seal = hashlib.sha256(id_.encode()).hexdigest()
    return Inspection(id_, "security", "0.1.0", at, at + timedelta(minutes=3), "done", made, rows, seal)


def site(**more: object) -> Site:
    """Two hosts, a database of level 2, a switch."""
    made = Site(
        customer="某市环卫局",
        project="综合业务平台",
        contract_number="HW-2026-017",
        timezone="Asia/Shanghai",
        provider="某某系统集成有限公司",
        engineer="李工",
        contacts=({"name": "张主任", "role": "it-application-manager"},),
        targets=(
            Target("app01", "linux", "10.0.0.11", dengbao=3, mitigations=(MFA, OLD), asset={"name": "业务应用一"}),
            Target("app02", "linux", "10.0.0.12", asset={"name": "业务应用二"}),
            Target("hr", "postgres", "10.0.0.21", platform="postgres", dengbao=2, asset={"name": "人事库"}),
            Target("core-sw", "network", "10.0.0.1", platform="huawei_vrp", dengbao=3, asset={"name": "核心交换机"}),
        ),
        declared=(
            Declaration("security.management.restore_drill", "conforms", "张主任", date(2026, 10, 12), note="记录 YL-07"),
            Declaration("security.management.emergency_plan", "fails", "张主任", date(2026, 11, 1)),
            Declaration("8.1.4.4d", "partly", "王工", date(2024, 1, 2)),
            Declaration("8.1.5", "not-applicable", "张主任", date(2026, 5, 1), note="由集团安全管理中心统一建设"),
        ),
    )
    return replace(made, **more)  # type: ignore[arg-type]  # names and types are the dataclass's


LEVEL_3 = Scene(dengbao=3, mitigations=(MFA, OLD))


def sample_results() -> tuple[TargetResult, ...]:
    app01 = result(
        "app01",
        "linux",
        bad("security.linux.ssh_permit_root_login", "root 可经 SSH 远程登录", LEVEL_3),
        bad("security.linux.account_empty_password", "账户 test 口令为空", LEVEL_3, "test"),
        bad("security.linux.net_high_risk_port", "6379/tcp（redis）对外开放", LEVEL_3, "tcp/6379"),
        bad("security.linux.login_tmout", "TMOUT 未设置", LEVEL_3),
        bad("security.linux.file_umask", "umask 为 022", LEVEL_3),
        unseen("security.linux.audit_rules"),
        absent("security.linux.boot_grub_password"),
        bad("security.linux.patch_security_pending", "待装安全更新 71 个", LEVEL_3),
        Finding(
            "",
            Level.OK,
            words("索引日期 2026-11-20，有效期至 2026-11-27"),
            observed=words("2026-11-20"),
            check="security.linux.patch_index_age",
        ),
        scene=LEVEL_3,
        exhibits=(accounts(("root", "0", "/bin/bash"), ("test", "1001", "/bin/bash"), ("oracle", "1002", "/bin/bash")),),
    )  # fmt: skip
    app02 = result(
        "app02",
        "linux",
        bad("security.linux.ssh_permit_root_login", "root 可经 SSH 远程登录"),
        bad("security.linux.login_mfa", "管理员登录没有第二因素"),
        exhibits=(accounts(("root", "0", "/bin/bash")),),
    )
    hr = result(
        "hr",
        "postgres",
        bad("security.postgres.hba_trust", "pg_hba 第 3 行为 trust", Scene(dengbao=2), "10.0.0.0/8"),
        bad("security.postgres.ssl", "远程会话未加密", Scene(dengbao=2)),
        scene=Scene(dengbao=2),
    )
    switch = result(
        "core-sw",
        "network",
        *(unseen(check, "unreachable") for check in checks_on("network")),
        scene=Scene(dengbao=3),
    )
    return app01, app02, hr, replace(switch, state="unreached")


def first() -> Round:
    """A first round."""
    return Round(inspection(sample_results()), AT + timedelta(hours=6), "XJ-HWJ-2026Q4-S", "2026Q4")


def sample() -> Round:
    """A round with one before it."""
    app01, app02, hr, switch = sample_results()
    was = replace(
        result(
            "app01",
            "linux",
            bad("security.linux.ssh_permit_root_login", "root 可经 SSH 远程登录", LEVEL_3),
            bad("security.linux.sudo_nopasswd", "ops 免密使用全部 sudo", LEVEL_3, "ops"),
        ),
        exhibits=(accounts(("root", "0", "/bin/bash"), ("oracle", "1002", "/sbin/nologin"), ("old", "1003", "/bin/sh")),),
    )
    before = inspection((was, app02, hr, switch), AT - timedelta(days=91), "018T0000000000000000000000")
    now = inspection((app01, app02, hr, switch))
    return Round(now, AT + timedelta(hours=6), "XJ-HWJ-2026Q4-S", "2026Q4", before)


def card(window: Window = Window.RELOAD) -> Card:
    return Card(
        steps=(words("先确认有其他账户可以登录并提权。"), words("修改 sshd_config 并检查语法。"), words("重新加载 sshd。")),
        risk=words("没有其他可登录账户时会被锁在外面。"),
        rollback=words("恢复备份的 sshd_config 并重新加载。"),
        verify="sshd -T | grep -i permitrootlogin",
        window=window,
        commands=("cp -p /etc/ssh/sshd_config /etc/ssh/sshd_config.bak", "sshd -t && systemctl reload sshd"),
    )


CARDS: Mapping[str, Card] = {check: card() for check in REFERENCES}
