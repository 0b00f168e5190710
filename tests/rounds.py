"""Rounds to make documents of: a small one with everything in it, and a large one."""
# ruff: noqa: E501 - a table of words reads best in lines

import hashlib
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from checks.base import REASON_WORDS, Exhibit, Finding, Level
from checks.result import Asked, CatalogueRow, Inspection, TargetResult
from config.site import Site, Target
from config.text import Text, _, render
from reports.documents.material import Round

AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
LONG_QUOTE = "Nov 20 01:02:03 app01 kernel: blk_update_request: I/O error, dev sdb, sector 123456 " * 25
HOSTILE = "/data/影像\x00\x1b[31m归档\\xff" + "0123456789abcdef" * 12


def both(english: str, chinese: str, **values: str | float) -> Text:
    """A text with its Chinese beside it, as the store keeps it."""
    made = Text(english, values)
    return replace(made, rendered={"zh_CN": _say(chinese, values), "en": render(made, "en")})


def _say(template: str, values: dict[str, str | float]) -> str:
    return template.format(**{k: f"{v * 100:.1f}%" if isinstance(v, float) else v for k, v in values.items()})


CHECKS: tuple[tuple[str, str, str, str, Level, str], ...] = (
    ("server.asset", "Asset", "资产信息", "hardware", Level.NOTICE, "核对台账与实物。"),
    ("server.raid_md", "Software RAID", "软件 RAID 状态", "hardware", Level.CRITICAL, "更换故障磁盘（mdadm --fail、--remove、--add），观察 /proc/mdstat 重建进度；重建期间避免大负载作业。"),
    ("server.kernel_log", "Kernel log signatures", "内核日志异常特征", "hardware", Level.CRITICAL, "按日志中的设备名核对磁盘与链路，必要时在维保期内报修更换。"),
    ("server.cpu", "CPU usage", "CPU 使用率", "resources", Level.CRITICAL, "用 top、pidstat 找出占用高的进程，与应用方确认是否正常。"),
    ("server.memory", "Memory", "内存使用", "resources", Level.CRITICAL, "核对进程内存占用与缓存，必要时扩容。"),
    ("server.swap", "Swap activity", "交换分区活动", "resources", Level.WARN, "核对内存是否不足，调整 vm.swappiness 或扩容内存。"),
    ("server.load", "Load and pressure", "系统负载与资源压力", "resources", Level.CRITICAL, "结合 CPU、磁盘等待分析。"),
    ("server.oom", "OOM kills", "内存不足终止进程", "resources", Level.CRITICAL, "查明被终止的进程，限制或扩容内存。"),
    ("server.filesystem_usage", "Filesystem usage", "文件系统使用率", "storage", Level.CRITICAL, "清理或归档日志、备份与临时文件（先用 du -xh --max-depth=2 查找，再用 lsof +L1 查已删除但仍被占用的文件）；LVM 上可扩展逻辑卷并扩容文件系统。"),
    ("server.filesystem_inodes", "Inodes", "inode 使用率", "storage", Level.CRITICAL, "清理小文件目录。"),
    ("server.filesystem_readonly", "Read-only filesystems", "只读文件系统", "storage", Level.CRITICAL, "检查底层存储与内核日志。"),
    ("server.fstab", "fstab against mounts", "fstab 与实际挂载一致性", "storage", Level.WARN, "核对 /etc/fstab，补挂或删除失效条目。"),
    ("server.disk_latency", "Disk latency", "磁盘响应时间", "storage", Level.CRITICAL, "核对存储链路与阵列负载。"),
    ("server.lvm", "LVM", "LVM 卷组与逻辑卷", "storage", Level.CRITICAL, "用 vgs、lvs 核对卷组状态。"),
    ("server.link_errors", "Link errors", "网卡错误与丢包", "network", Level.WARN, "更换网线或光模块，核对交换机端口。"),
    ("server.bonding", "Bonding", "网卡绑定状态", "network", Level.CRITICAL, "恢复失效成员口，核对交换机聚合配置。"),
    ("server.listening_ports", "Listening ports", "监听端口", "network", Level.NOTICE, "与应用方确认端口用途，关闭多余服务。"),
    ("server.log_retention", "Log sizes and retention", "日志大小与保留期", "logs", Level.WARN, "调整 logrotate 与 journald 保留设置，满足六个月留存要求。"),
    ("server.unexpected_reboot", "Unexpected reboot", "非计划重启", "logs", Level.CRITICAL, "结合 last -x 与硬件日志查明重启原因。"),
    ("server.failed_units", "Failed units", "失败的系统服务", "services", Level.WARN, "用 systemctl status、journalctl -u 查明原因后恢复或停用。"),
    ("server.required_services", "Required services", "必要服务运行情况", "services", Level.CRITICAL, "启动服务并设为开机自启。"),
    ("server.zombies", "Zombie and D-state processes", "僵尸与 D 状态进程", "services", Level.WARN, "查父进程与其等待的存储。"),
    ("server.clock", "Clock synchronisation", "时钟同步", "configuration", Level.CRITICAL, "配置 chrony 指向内部时间源，核对 UDP 123 可达。"),
    ("server.descriptors", "Descriptors and PIDs", "文件句柄与进程数", "configuration", Level.CRITICAL, "查找句柄泄漏的进程。"),
    ("server.scheduled_jobs", "Scheduled jobs", "计划任务", "configuration", Level.NOTICE, "与应用方确认计划任务清单。"),
    ("server.remote_mounts", "Hung remote mounts", "远程挂载响应", "storage", Level.CRITICAL, "核对 NFS 服务端与网络。"),
)  # fmt: skip

CATALOGUE = tuple(
    CatalogueRow(
        check,
        both(english, chinese),
        area,
        both("what it reads", "读取内容"),
        both("Look into it and mend it.", remedy),
        worst.value,
        (("warn", "0.8", "ratio", "default"), ("critical", "0.9", "ratio", "default"))
        if "usage" in check or "inodes" in check
        else (),
        "1.4.3.4",
    )
    for check, english, chinese, area, worst, remedy in CHECKS
)
IDS = tuple(row.check for row in CATALOGUE)
GRANT = both(
    "give the inspecting account a sudoers line for this command",
    "为巡检账号增加该命令的 sudoers 授权（NOPASSWD），再次巡检即可检查",
)


def healthy(check: str, subject: str = "") -> Finding:
    return Finding(subject, Level.OK, both("as it should be", "符合要求"), check=check)


def usage(mount: str, ratio: float, level: Level) -> Finding:
    return Finding(
        mount,
        level,
        both("{mount} is {used:percent} full", "{mount} 已使用 {used}", mount=mount, used=ratio),
        observed=both("{used:percent} used, 8.2 GiB free of 99 GiB", "已用 {used}，剩余 8.2 GiB / 共 99 GiB", used=ratio),
        expected=both("below 80%", "低于 80%"),
        quote=f"/dev/mapper/vg0-data ext4 {mount}",
        measures={"used_ratio": ratio, "used_bytes": ratio * 1e11},
        check="server.filesystem_usage",
    )


def bad(check: str, level: Level, english: str, chinese: str, subject: str = "", quote: str = "") -> Finding:
    return Finding(subject, level, both(english, chinese), quote=quote, check=check)


def clock(offset: float, quote: str = "") -> Finding:
    summary = both("the clock is {offset} s off", "时钟偏差 {offset} 秒", offset=str(offset))
    return Finding("", Level.WARN, summary, quote=quote, check="server.clock")


def unseen(check: str, reason: str, detail: str = "", remedy: Text | None = None, subject: str = "") -> Finding:
    summary = _("Not inspected: {why} ({detail})", why=REASON_WORDS[reason], detail=detail)
    if not detail:
        summary = _("Not inspected: {why}", why=REASON_WORDS[reason])
    return Finding(subject, Level.UNKNOWN, summary, remedy=remedy, reason=reason, check=check)


def _exhibits(target: str) -> tuple[Exhibit, ...]:
    asset = Exhibit(
        both("Machine and firmware", "主机与固件信息"),
        (
            both("Manufacturer", "厂商"),
            both("Model", "型号"),
            both("Serial", "序列号"),
            both("Firmware", "固件版本"),
            both("CPU", "处理器"),
            both("Memory", "内存"),
        ),
        (("Huawei", "RH2288H V3", f"2102310{target}", "V382 2023-05-11", "2 × 12 核", "256 GiB"),),
        "server.asset",
    )
    ports = Exhibit(
        both("Listening ports", "监听端口清单"),
        (both("Protocol", "协议"), both("Address", "地址"), both("Port", "端口"), both("Program", "程序")),
        (("tcp", "0.0.0.0", "22", "sshd"), ("tcp", "::", "8080", "java"), ("udp", "127.0.0.1", "323", "chronyd")),
        "server.listening_ports",
    )
    return (asset, ports)


def _asked(target: str) -> tuple[Asked, ...]:
    def one(id_: str, command: str, state: str = "ok") -> Asked:
        digest = hashlib.sha256(f"{target} {id_}".encode()).hexdigest()
        return Asked(
            id_,
            hashlib.sha256(command.encode()).hexdigest(),
            command,
            state,
            0.13,
            0.02,
            digest if state == "ok" else "",
            2048 if state == "ok" else 0,
        )

    return (
        one("linux.filesystems.df", "df -PkT"),
        one("linux.memory", "cat /proc/meminfo"),
        one(
            "linux.raid.mdstat",
            'cat /proc/mdstat; for m in /sys/block/md*; do [ -d "$m/md" ] && grep -H . "$m"/md/{level,degraded,sync_action,array_state} 2>/dev/null; done',
        ),
        one(
            "linux.lvm.vgs",
            "$S vgs --noheadings --units b --nosuffix -o vg_name,vg_size,vg_free,vg_attr",
            "denied" if target == "db01" else "ok",
        ),
        one("linux.kernel_log", "dmesg --level=emerg,alert,crit,err,warn --time-format=iso"),
    )


def result(target: str, *findings: Finding, **more: object) -> TargetResult:
    """A target on which everything not named is healthy."""
    named = {finding.check for finding in findings}
    rest = tuple(healthy(check) for check in IDS if check not in named)
    made = TargetResult(
        target, "linux", "linux", f"10.0.0.{10 + sum(target.encode()) % 200}", "done", AT, AT + timedelta(seconds=42),
        (*findings, *rest), _exhibits(target), _asked(target), IDS,
        about={"os": "openEuler 22.03 (LTS-SP3)", "kernel": "5.10.0-182", "host": target},
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]  # names and types are the dataclass's


def _sample_results() -> tuple[TargetResult, ...]:
    app01 = result(
        "app01",
        usage("/", 0.42, Level.OK),
        usage("/data", 0.923, Level.CRITICAL),
        usage("/data/影像资料/2026年第四季度 归档", 0.861, Level.WARN),
        bad("server.kernel_log", Level.CRITICAL, "12 I/O errors of sdb", "sdb 出现 12 次 I/O 错误", "sdb", LONG_QUOTE),
        bad(
            "server.clock",
            Level.WARN,
            "the clock is 3.2 s off",
            "时钟偏差 3.2 秒",
            quote="System time : 3.204118729 seconds slow of NTP time",
        ),
        Finding("", Level.ABSENT, both("no arrays", "没有软件 RAID"), check="server.raid_md"),
        importance="high",
    )
    app02 = result(
        "app02",
        usage("/", 0.51, Level.OK),
        usage("/data", 0.912, Level.CRITICAL),
        clock(2.8),
        bad(
            "server.failed_units",
            Level.WARN,
            "kdump.service has failed",
            "kdump.service 处于失败状态",
            "kdump.service",
            "● kdump.service loaded failed failed Crash recovery kernel arming",
        ),
        bad(
            "server.scheduled_jobs",
            Level.NOTICE,
            "a job without an owner",
            "存在无责任人的计划任务",
            "root: /opt/scripts/clean.sh",
        ),
    )
    db01 = result(
        "db01",
        usage("/", 0.38, Level.OK),
        usage(HOSTILE, 0.83, Level.WARN),
        unseen("server.lvm", "denied", "sudo: a password is required", GRANT),
        unseen("server.kernel_log", "denied", "dmesg: read kernel buffer failed: Operation not permitted", GRANT),
        unseen("server.remote_mounts", "timeout", "/mnt/nfs", subject="/mnt/nfs"),
        healthy("server.remote_mounts", "/mnt/backup"),
        clock(1.9),
        bad(
            "server.scheduled_jobs",
            Level.NOTICE,
            "a job without an owner",
            "存在无责任人的计划任务",
            "oracle: /home/oracle/bak.sh",
        ),
        importance="high",
    )
    nas01 = result(
        "nas01",
        unseen(
            "server.disk_latency",
            "tool_missing",
            "iostat",
            both("install sysstat", "在对象上安装 sysstat，或由工程师人工检查"),
        ),
        bad(
            "server.raid_md",
            Level.CRITICAL,
            "md0 is degraded, 1 of 2 disks",
            "md0 降级运行，2 块盘仅 1 块在线",
            "md0",
            "md0 : active raid1 sda1[0] [2/1] [U_]",
        ),
    )
    dead = replace(
        result("old-web"), state="unreached", exhibits=(), asked=(), about={},
        findings=tuple(unseen(check, "unreachable", "connect timed out after 15 s") for check in IDS),
    )  # fmt: skip
    return (app01, app02, db01, nas01, dead)


ASSETS = {
    "app01": {"name": "业务应用一", "model": "Huawei RH2288H V3", "serial": "2102310ABC001", "location": "机房A-03", "warranty_ends_on": "2027-02-28", "owner": "王工"},
    "app02": {"name": "业务应用二", "model": "Huawei RH2288H V3", "serial": "2102310ABC002", "location": "机房A-03", "warranty_ends_on": "2027-02-28"},
    "db01": {"name": "核心数据库", "model": "Inspur NF5280M5", "serial": "822310101", "location": "机房A-04", "warranty_ends_on": "2026-12-31"},
    "nas01": {"name": "备份存储", "model": "Dell R740xd", "serial": "7XK2QN2", "location": "机房B-01", "warranty_ends_on": "2025-06-30"},
    "old-web": {"name": "旧门户", "location": "机房B-02"},
}  # fmt: skip


def site(**more: object) -> Site:
    """The site of the sample."""
    made = Site(
        customer="某市环卫局",
        project="综合业务平台",
        contract_number="HW-2026-017",
        timezone="Asia/Shanghai",
        provider="某某系统集成有限公司",
        engineer="李工",
        contacts=({"name": "张主任", "role": "it-application-manager"},),
        targets=tuple(
            Target(t, "linux", f"10.0.0.{n}", importance="high" if t in {"app01", "db01"} else "normal", asset=a)
            for n, (t, a) in enumerate(ASSETS.items(), 11)
        ),
    )
    return replace(made, **more)  # type: ignore[arg-type]  # names and types are the dataclass's


def inspection(results: tuple[TargetResult, ...], at: datetime = AT, id_: str = "01KAGV3XQ2M8F0Y7J5T4W6Z9RB") -> Inspection:
    return Inspection(
        id_, "quarterly", "0.1.0", at, at + timedelta(minutes=3), "done", results, CATALOGUE,
        hashlib.sha256(id_.encode()).hexdigest(), hashlib.sha256(b"before").hexdigest(),
        footprint={"cpu_seconds": 1.8, "rss_bytes": 62e6, "wall_seconds": 192.0},
    )  # fmt: skip


def first() -> Round:
    """A first round: nothing to compare with, no history."""
    return Round(inspection(_sample_results()), AT + timedelta(hours=6), "XJ-HWJ-2026Q4-001", "2026Q4")


def sample() -> Round:
    """A round with one before it and history."""
    app01, app02, db01, nas01, dead = _sample_results()
    before = (
        replace(app01, findings=tuple(replace(usage("/data", 0.852, Level.WARN)) if f.subject == "/data" else f for f in app01.findings)),
        replace(app02, findings=tuple(bad("server.load", Level.WARN, "load is high", "负载偏高") if f.check == "server.load" else f for f in app02.findings)),
        result("db01", bad("server.lvm", Level.WARN, "vg0 is nearly full", "卷组 vg0 剩余空间不足", "vg0"), usage("/", 0.35, Level.OK)),
        nas01,
        result("old-web", clock(4)),
    )  # fmt: skip
    old = replace(dead, findings=dead.findings)
    series = {
        (t, "server.filesystem_usage", mount, measure): tuple(
            (AT - timedelta(days=91 * n), (top - 0.035 * n + 0.01 * (n % 2)) * scale) for n in range(6, -1, -1)
        )
        for t, mount, top in (
            ("app01", "/data", 0.923),
            ("app01", "/", 0.42),
            ("app02", "/data", 0.912),
            ("db01", HOSTILE, 0.83),
        )
        for measure, scale in (("used_ratio", 1.0), ("used_bytes", 1e11))
    }
    return Round(
        inspection((app01, app02, db01, nas01, old)), AT + timedelta(hours=6), "XJ-HWJ-2026Q4-001", "2026Q4",
        inspection(before, AT - timedelta(days=91), "018T0000000000000000000000"), "XJ-HWJ-2026Q3-001", series,
    )  # fmt: skip


def large(targets: int = 30) -> tuple[Round, Site]:
    """Many targets, the same every time."""
    dice = random.Random(7)
    names = [f"srv{n:02}" for n in range(1, targets + 1)]
    series = {}
    results = []
    for name in names:
        mounts = ("/", "/boot", "/data", "/var")
        found = []
        for mount in mounts:
            ratio = round(dice.uniform(0.2, 0.97), 3)
            found.append(usage(mount, ratio, Level.CRITICAL if ratio >= 0.9 else Level.WARN if ratio >= 0.8 else Level.OK))
            series[name, "server.filesystem_usage", mount, "used_ratio"] = tuple(
                (AT - timedelta(days=30 * n), max(0.05, ratio - 0.02 * n)) for n in range(6, -1, -1)
            )
        found += [healthy("server.link_errors", f"eth{n}") for n in range(4)]
        found += [healthy("server.required_services", unit) for unit in ("sshd", "chronyd", "crond")]
        if dice.random() < 0.5:
            found.append(bad("server.clock", Level.WARN, "the clock is off", "时钟偏差超过 1 秒"))
        if dice.random() < 0.1:
            found.append(unseen("server.lvm", "denied", "sudo: a password is required", GRANT))
        results.append(result(name, *found))
    contract = site(
        targets=tuple(
            Target(
                name, "linux", "", asset={**ASSETS["app01"], "serial": name, "warranty_ends_on": f"2027-0{1 + n % 9}-15"}
            )
            for n, name in enumerate(names)
        )
    )
    made = Round(
        inspection(tuple(results)),
        AT + timedelta(hours=6),
        "XJ-HWJ-2026Q4-002",
        "2026Q4",
        inspection(tuple(results), AT - timedelta(days=91), "018T0000000000000000000000"),
        "XJ-HWJ-2026Q3-001",
        series,
    )
    return made, contract
