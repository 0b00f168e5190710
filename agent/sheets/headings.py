"""The columns of a target sheet: what customers call them, and what we call them."""

import re
import unicodedata
from collections.abc import Mapping

from config.text import Text, _

COLUMNS: Mapping[str, Text] = {
    "id": _("Target id"),
    "name": _("Device name"),
    "address": _("Management IP"),
    "type": _("Type"),
    "kind": _("Inspected as"),
    "platform": _("Platform"),
    "vendor": _("Vendor"),
    "model": _("Brand and model"),
    "serial": _("Serial number"),
    "location": _("Location"),
    "warranty_ends_on": _("Warranty ends on"),
    "owner": _("Person in charge"),
    "port": _("Port"),
    "credential": _("Account"),
    "jump": _("Jump host"),
    "tags": _("Tags"),
    "importance": _("Importance"),
    "dengbao": _("Protection level"),
    "note": _("Remark"),
}
"""Field to the heading that an export writes, in the order of its columns."""

_SYNONYMS: Mapping[str, str] = {
    "id": "对象标识 标识 targetid id",
    "name": "设备名称 主机名 主机名称 名称 设备名 服务器名称 系统名称 资产名称 计算机名 name devicename hostname host",
    "address": "管理ip ip地址 ip 管理地址 地址 主机ip 设备ip 服务器ip 业务ip"
    " managementip ipaddress address managementaddress",
    "type": "类型 设备类型 资产类型 类别 设备类别 资产类别 type devicetype category",
    "kind": "巡检类型 kind inspectedas",
    "platform": "平台 系统平台 操作系统 操作系统版本 platform os operatingsystem",
    "vendor": "厂商 厂家 品牌 生产厂商 制造商 vendor manufacturer brand",
    "model": "品牌型号 型号 设备型号 规格型号 品牌及型号 model brandandmodel devicemodel",
    "serial": "序列号 sn 设备序列号 产品序列号 s/n serial serialnumber serialno",
    "location": "位置 机房 机柜 安装位置 所在位置 存放位置 物理位置 机房位置 机柜位置 location room rack site",
    "warranty_ends_on": "维保到期 质保到期 维保到期日 质保到期日 维保到期日期 质保到期日期 维保到期时间 质保到期时间"
    " 维保截止日期 质保截止日期 保修到期 过保日期 过保时间 warranty warrantyendson warrantyend warrantyexpires",
    "owner": "责任人 负责人 管理员 联系人 资产责任人 设备负责人 owner personincharge contact responsible",
    "port": "端口 端口号 ssh端口 管理端口 port sshport",
    "credential": "用户 账号 帐号 用户名 登录用户 登录账号 account user username login credential",
    "jump": "跳板机 跳板 堡垒机 jump jumphost bastion",
    "tags": "标签 分组 组 tags tag group groups labels",
    "importance": "重要性 重要程度 重要级别 importance priority",
    "dengbao": "等保级别 等保 等保等级 安全等级 安全保护等级 protectionlevel dengbao",
    "note": "备注 说明 描述 remark remarks note notes description comment",
}
FIELDS: Mapping[str, str] = {word: name for name, words in _SYNONYMS.items() for word in words.split()}

IGNORED = frozenset({"序号", "no", "no.", "#", "行号"})
"""Columns that only count rows."""

SECRET = re.compile(
    r"密码|口令|密钥|团体字|团体名|共同体|passw|passphrase|^pwd$|community|secret|token|^pass$", re.IGNORECASE
)
SECRET_INSIDE = re.compile(
    r"(?:密码|口令|passw(?:or)?d|pwd|community|团体字|团体名)\s*(?:为|是|[:=/\uff1a])", re.IGNORECASE
)

_KINDS: tuple[tuple[str, str], ...] = (  # the first that occurs in the words wins
    (r"windows|win服务器", "windows"),
    (r"aix|solaris|hp-?ux|小型机", "unix"),
    (r"sql ?server|mssql", "sqlserver"),
    (r"oracle", "oracle"),
    (r"mysql|mariadb", "mysql"),
    (r"postgres", "postgres"),
    (r"达梦|dameng|^dm[78]?$", "dameng"),
    (r"人大金仓|kingbase", "kingbase"),
    (r"数据库服务器|database server", "linux"),
    (r"数据库|database|^db$", "database"),
    (r"ups|空调|精密|动环|配电|电源|机柜|门禁|摄像|监控|打印|终端|pdu", "manual"),
    (r"光纤交换|san.?switch|磁盘阵列|盘阵|存储|磁带|storage|^nas$|^san$|阵列", "storage"),
    (
        (
            r"交换机|路由|防火墙|负载均衡|网闸|无线控制|网络设备|^ac$|^ap$|ips|ids|waf|vpn"
            r"|switch|router|firewall|load ?balancer"
        ),
        "network",
    ),
    (r"ipmi|ilo|idrac|ibmc|^bmc$|带外", "bmc"),
    (r"linux|服务器|虚拟机|主机|centos|红帽|redhat|麒麟|欧拉|统信|server|^vm$|virtual machine", "linux"),
)

IMPORTANCE: Mapping[str, str] = {
    word: level
    for level, words in {
        "high": "高 重要 核心 关键 非常重要 high critical important",
        "normal": "中 一般 普通 normal medium middle",
        "low": "低 次要 不重要 low minor",
    }.items()
    for word in words.split()
}

DENGBAO: Mapping[str, int] = {
    form.format(sign): level
    for level, signs in enumerate(("1一", "2二", "3三", "4四", "5五"), start=1)
    for sign in signs
    for form in ("{}", "{}级", "第{}级", "等保{}级", "等保{}")
}


def folded(words: str) -> str:
    """A heading as it is compared: width, case, spaces, line breaks and what stands in brackets do not count."""
    plain = unicodedata.normalize("NFKC", words).lower()
    return re.sub(r"[\s_:*]+|\(.*?\)", "", plain).removesuffix("-")


def kind_of(words: str) -> str:
    """The kind of target that a type or system names; empty when it is none we know."""
    plain = unicodedata.normalize("NFKC", words).lower().strip()
    return next((kind for pattern, kind in _KINDS if re.search(pattern, plain)), "")
