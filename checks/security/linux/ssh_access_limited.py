"""May everybody try to log in by SSH from everywhere? Then passwords are guessed from every infected machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.filter_walk import CLOSED, LIMITED, OPEN
from checks.security.filter_words import WAY_WORDS
from checks.security.grades import failed
from checks.security.reach import UNTOLD, Door, doors
from checks.security.shape import Card, SecurityCheck, Window, security_check
from checks.security.ssh_values import BY_HAND, KEEP, RELOAD, RISK, ROLLBACK, WRITE, not_tried
from collectors.base import Reason, Unseen
from collectors.facts.exposure import Exposure
from collectors.facts.ssh_effective import SshAnswer, SshDaemon
from collectors.facts.ssh_reach import SSH_REACH, SshReach
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.linux.ssh_access_limited"
_FAR: Final = ",addr=198.51.100.253,"
"""The address of the collector's connection from nowhere that any rule names."""


@dataclass(frozen=True, slots=True)
class AccessLimits:
    """Whether it is enough that sshd names who may log in, wherever he comes from."""

    names_suffice: bool = limit(default=False, unit="", source="GB/T 22239-2019 8.1.4.4c: limits of management terminals")


def judge(found: SshReach, limits: Layered[AccessLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a port of sshd."""
    seen: set[str] = set()
    for daemon in found.ssh.daemons:
        for port in daemon.answers[0].settings.get("port", "22").split():
            subject = f"tcp/{port}"
            if subject not in seen:
                seen.add(subject)
                yield _judged(subject, daemon, found.exposure, limits.at(subject), scene)


def _judged(subject: str, daemon: SshDaemon, exposure: Exposure, limits: AccessLimits, scene: Scene) -> Finding:
    door = next((one for one in doors(exposure) if one.name == subject), None)
    if door is None and not isinstance(exposure.listeners, Unseen) and not exposure.listeners.unseen:
        return Finding(subject, Level.OK, _("{port} listens to no other machine", port=subject), None, _EXPECTED)
    if door is not None and door.way in {LIMITED, CLOSED}:
        said = _("the packet filter limits who reaches {port}; {way}", port=subject, way=WAY_WORDS[door.way])
        return Finding(subject, Level.OK, said, None, _EXPECTED, door.quote)
    return _by_sshd(subject, daemon, door, exposure, limits, scene)


def _by_sshd(
    subject: str, daemon: SshDaemon, door: Door | None, exposure: Exposure, limits: AccessLimits, scene: Scene
) -> Finding:
    far = [one for one in daemon.answers if any(_FAR in login for login in one.logins)]
    unseen = not_tried(daemon)
    quote = _quote(far)
    if unseen is None and far and all(map(_names_sources, far)):
        said = _("sshd itself lets in from named sources only")
        return Finding(subject, Level.OK, said, None, _EXPECTED, quote)
    has_names = bool(far) and all(map(_names_users, far))
    if unseen is None and has_names and limits.names_suffice:
        return Finding(subject, Level.OK, _("sshd lets in named users or groups only"), None, _EXPECTED, quote)
    is_bad = not daemon.unclear and not all(map(_names_users, far))
    told = _filter_untold(door, exposure) or (None if is_bad else unseen)
    if told is not None:
        return unknown(subject, Unseen(subject, told.reason, told.detail, told.remedy))
    if has_names:
        said = _("{port}: sshd lets in named users or groups only, but from everywhere", port=subject)
        return failed(ID, scene, subject, said, expected=_EXPECTED, quote=quote, most=Level.NOTICE)
    said = _("{port}: everybody may try to log in from everywhere", port=subject)
    return failed(ID, scene, subject, said, expected=_EXPECTED, quote=f"{door.quote if door else subject} {quote}"[:300])


def _filter_untold(door: Door | None, exposure: Exposure) -> Unseen | None:
    if door is not None and door.way == OPEN:
        return None
    if isinstance(exposure.listeners, Unseen):
        return exposure.listeners
    if door is None:
        return next(iter(exposure.listeners.unseen), None)
    if door.way == UNTOLD and isinstance(exposure.packet_filter, Unseen):
        return exposure.packet_filter
    return Unseen("", Reason.NOT_OFFERED, _not_understood(door), BY_HAND)


def _not_understood(door: Door) -> Text:
    return _("what the packet filter does with {port} was not understood", port=door.name)


def _names_sources(answer: SshAnswer) -> bool:
    """Whether nobody unnamed comes from just anywhere: all allowed by source, or all refused that no block lets in."""
    allowed = answer.settings.get("allowusers", "").split()
    is_by_source = bool(allowed) and all(_has_source(one) for one in allowed)
    return is_by_source or "*" in answer.settings.get("denyusers", "").split()


def _has_source(pattern: str) -> bool:
    _user, sign, source = pattern.rpartition("@")
    return bool(sign) and source not in {"", "*", "0.0.0.0/0", "::/0"}


def _names_users(answer: SshAnswer) -> bool:
    """Whether only named users or groups come in; one is enough, a star names nobody."""
    for name in ("allowusers", "allowgroups"):
        words = answer.settings.get(name, "").split()
        if words and not any(one.partition("@")[0].strip("*") == "" and not _has_source(one) for one in words):
            return True
    return _names_sources(answer)


def _quote(answers: list[SshAnswer]) -> str:
    names = ("allowusers", "allowgroups", "denyusers", "denygroups")
    words = [f"{name} {one.settings[name]}" for one in answers for name in names if name in one.settings]
    return "; ".join(dict.fromkeys(words))[:200] or "allowusers -"


_EXPECTED: Final = _("from the management addresses only: by the packet filter, or AllowUsers with addresses")

SSH_ACCESS_LIMITED: Final[SecurityCheck] = security_check(
    ID,
    title=_("Who may come by SSH, from where"),
    needs=SSH_REACH,
    limits=AccessLimits(),
    judge=judge,
    reads=_("the loaded packet filter at sshd’s ports; AllowUsers, AllowGroups and DenyUsers that sshd -T -C prints"),
    remedy=_("Let only the management network and the bastion host reach SSH: by the packet filter, or by AllowUsers."),
    card=Card(
        steps=(
            KEEP,
            _("List from where administrators, jobs, backup and monitoring log in (last, log of sshd) and agree on it."),
            _("Allow these addresses in the packet filter first, then take away the rule that lets in all."),
            _("Where there is no packet filter: AllowUsers with addresses, before all other lines."),
            WRITE,
            RELOAD,
        ),
        commands=(
            "last -i | awk '{ print $3 }' | sort | uniq -c; ss -tn state established '( sport = :22 )'",
            (
                "firewall-cmd --permanent --add-rich-rule='rule family=ipv4 source address=<management network> service "
                "name=ssh accept'; firewall-cmd --permanent --remove-service=ssh; firewall-cmd --reload"
            ),
            "ufw allow from <management network> to any port 22 proto tcp; ufw delete allow 22/tcp   # Debian, Ubuntu",
            "sed -i '1i AllowUsers *@<management network>' /etc/ssh/sshd_config; sshd -t && systemctl reload sshd",
        ),
        risk=RISK,
        rollback=ROLLBACK,
        verify="sshd -T | grep -iE '^(allow|deny)(users|groups)'; nft list ruleset; iptables -S INPUT",
        window=Window.RELOAD,
    ),
    traps=(
        _("AllowUsers without an address limits who, not from where"),
        _("hosts.allow is not counted: sshd of RHEL 8 and later does not read it"),
        _("IPv4 limited and IPv6 open is open"),
        _("a Match block may set another AllowUsers for some logins"),
        _("a firewall of the network is not seen from the host: declare it"),
    ),
)
