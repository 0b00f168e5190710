"""Whether a machine warns before a login, and keeps its system and version to itself."""

import re
from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from checks.security.ssh_values import IN_BLOCKS, KEEP, RELOAD, ROLLBACK, WRITE, commands, not_tried
from checks.security.ssh_values import RISK as SSH_RISK
from collectors.base import Reason, Unseen
from collectors.facts.banners import BANNERS, BannerFiles, Banners
from collectors.facts.ssh_effective import SshEffective
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.login_banner"
_ESCAPES: Final = re.compile(r"\\[rmsvS](?![a-z])")
_SYSTEMS: Final = re.compile(
    r"\b(Debian|Ubuntu|Red ?Hat|RHEL|CentOS|Rocky|AlmaLinux|Oracle Linux|SUSE|openEuler|Kylin|UOS|UnionTech|Anolis|EulerOS|"
    r"Fedora|Linux)\b|\b\d+\.\d+\.\d+-\d|麒麟|统信|欧拉",
    re.IGNORECASE,
)
_WARNING: Final = re.compile(
    r"authori[sz]ed|prohibited|forbidden|monitored|warning|legal|授权|警告|警示|禁止|监控|审计|法律|责任", re.IGNORECASE
)


def judge(found: Banners, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of /etc/issue and of each other text that is there, one of each Banner of sshd."""
    yield _of_file("/etc/issue", "/etc/issue", found.files, scene)
    if "/etc/issue.net" not in found.files.missing:
        yield _of_file("/etc/issue.net", "/etc/issue.net", found.files, scene)
    for path in (*found.files.texts, *found.files.unread):
        if path.startswith(_BESIDE):
            yield _of_beside(path, found.files, scene)
    if isinstance(found.ssh, Unseen):
        yield unknown("", found.ssh)
    else:
        yield from _of_sshd(found.ssh, found.files, scene)


def _of_sshd(ssh: SshEffective, files: BannerFiles, scene: Scene) -> Iterator[Finding]:
    values = dict.fromkeys(one.settings.get("banner", "") for daemon in ssh.daemons for one in daemon.answers)
    for value in values:
        subject = "Banner" if len(values) == 1 else f"Banner {value}"
        if not value:
            yield unknown(subject, Unseen(subject, Reason.NOT_OFFERED, "sshd -T: Banner"))
        elif value == "none":
            yield failed(ID, scene, subject, _("sshd shows no banner"), expected=_EXPECTED, quote="banner none")
        else:
            yield _of_file(subject, value, files, scene)
    places = next(filter(None, map(not_tried, ssh.daemons)), None)
    if places is not None:
        yield unknown("Match", places)


def _of_beside(path: str, files: BannerFiles, scene: Scene) -> Finding:
    """A text that is shown beside the warning, or behind the login: it only has to keep the system to itself."""
    text = files.texts.get(path)
    if text is None:
        return unknown(path, Unseen(path, Reason.DENIED, path))
    leak = _ESCAPES.search(text) or _SYSTEMS.search(text)
    if leak is None:
        return Finding(path, Level.OK, _("{path} tells no version", path=path), None, _EXPECTED)
    summary = _("{path} tells the system or its version: {word}", path=path, word=leak[0])
    most = Level.NOTICE if path.startswith("/etc/motd") else Level.CRITICAL
    return failed(ID, scene, path, summary, expected=_EXPECTED, quote=leak[0], most=most)


def _of_file(subject: str, path: str, files: BannerFiles, scene: Scene) -> Finding:
    text = files.texts.get(path)
    if path in files.missing:
        return failed(ID, scene, subject, _("{path} is not there", path=path), expected=_EXPECTED)
    if text is None:
        return unknown(subject, Unseen(subject, Reason.DENIED if path in files.unread else Reason.NOT_ASKED, path))
    quote = " / ".join(line.strip() for line in text.splitlines() if line.strip())[:200]
    leak = _ESCAPES.search(text) or _SYSTEMS.search(text)
    if leak is not None:
        summary = _("{path} tells the system or its version: {word}", path=path, word=leak[0])
        return failed(ID, scene, subject, summary, expected=_EXPECTED, quote=quote)
    if not _WARNING.search(text):
        return failed(ID, scene, subject, _("{path} has no warning", path=path), expected=_EXPECTED, quote=quote)
    return Finding(subject, Level.OK, _("{path} warns and tells no version", path=path), None, _EXPECTED, quote)


_BESIDE: Final = ("/etc/issue.d", "/run/issue.d", "/etc/motd")
_EXPECTED: Final = _("a warning before each login, without the system’s name and version")

LOGIN_BANNER: Final[SecurityCheck] = security_check(
    ID,
    title=_("Warning before a login"),
    needs=BANNERS,
    limits=NoLimits(),
    judge=judge,
    reads=_("/etc/issue and /etc/motd with their folders, /etc/issue.net, and each file that sshd -T names as Banner"),
    remedy=_("Write a warning without the system’s name into issue and issue.net, and give it to sshd as Banner."),
    card=Card(
        steps=(
            _("Agree on the words of the warning with the customer, and write them into both files."),
            KEEP,
            WRITE,
            RELOAD,
        ),
        commands=(
            "cp -p /etc/issue /root/issue.kept; cp -p /etc/issue.net /root/issue.net.kept",
            "echo 'Authorized users only. All activity is monitored and recorded.' >/etc/issue",
            "cp /etc/issue /etc/issue.net; chmod 644 /etc/issue /etc/issue.net",
            "cp -p /etc/motd /root/motd.kept; : >/etc/motd    # where it names the system; so too files of issue.d, motd.d",
            *commands("Banner /etc/issue.net"),
        ),
        risk=SSH_RISK,
        rollback=ROLLBACK,
        verify="sshd -T | grep -i banner; cat /etc/issue /etc/issue.net",
        window=Window.RELOAD,
    ),
    traps=(
        IN_BLOCKS,
        _("sshd prints its Banner as it stands; only getty replaces the escapes of system and version in /etc/issue"),
        _("files of issue.d are shown beside /etc/issue; /etc/motd is read behind the login, by whoever came in"),
        _("what pam_motd makes anew at each login (/run/motd.dynamic) was not looked at"),
    ),
)
