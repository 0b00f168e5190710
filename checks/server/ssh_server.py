"""The SSH server's settings. Who may try root, with no password, over a broken cipher, will be tried by everybody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.ssh_algorithms import AGEING, WEAK_CIPHERS, WEAK_KEX, WEAK_MACS
from collectors.base import Reason, Unseen
from collectors.facts.ssh_server import SSH_SERVER, SshServer
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class SshLimits:
    """Patterns of what is weak (a warning) and of what is on its way out (a notice)."""

    weak_ciphers: tuple[str, ...] = limit(WEAK_CIPHERS, unit="pattern", source="CIS: no CBC and no RC4 ciphers; RFC 8758")
    weak_macs: tuple[str, ...] = limit(WEAK_MACS, unit="pattern", source="CIS: weak MAC algorithms")
    weak_kex: tuple[str, ...] = limit(WEAK_KEX, unit="pattern", source="RFC 9142: should not be used")
    ageing: tuple[str, ...] = limit(AGEING, unit="pattern", source="RFC 9142; 64-bit and SHA-1 codes")


def judge(server: SshServer, limits: Layered[SshLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a setting."""
    base = limits.base
    yield _word("PermitRootLogin", server, ("yes",), Level.WARN)
    yield _word("PermitEmptyPasswords", server, ("yes",), Level.CRITICAL)
    yield _protocol(server)
    yield _list("Ciphers", server, base.weak_ciphers, base.ageing)
    yield _list("MACs", server, base.weak_macs, base.ageing)
    yield _list("KexAlgorithms", server, base.weak_kex, base.ageing)


def _word(name: str, server: SshServer, bad: Sequence[str], level: Level) -> Finding:
    value = server.settings.get(name.lower())
    if value is None:
        return _untold(name, server)
    matched = [one for one in server.matched if one[0] == name.lower() and one[1].lower() in bad]
    if value.lower() in bad:
        found, summary = level, _("{name} is {value}", name=name, value=value)
    elif server.unread and not server.is_effective:
        return _unread(name, server)
    elif matched:
        found, summary = (
            Level.NOTICE,
            _(
                "{name} is {value}, but {other} for {condition}",
                name=name,
                value=value,
                other=matched[0][1],
                condition=matched[0][2],
            ),
        )
    else:
        found, summary = Level.OK, _("{name} is {value}", name=name, value=value)
    return Finding(name, found, summary, expected=_("not {bad}", bad=tuple(bad)), quote=f"{name.lower()} {value}")


def _protocol(server: SshServer) -> Finding:
    value = server.settings.get("protocol")
    if value is None and not server.is_effective:
        return _untold("Protocol", server)
    words = (value or "2").replace(",", " ").split()
    if "1" in words:
        summary = _("the server still speaks protocol 1")
        return Finding("Protocol", Level.CRITICAL, summary, expected=_("protocol 2 only"), quote=f"protocol {value}")
    return Finding("Protocol", Level.OK, _("the server speaks protocol 2 only"), quote=f"protocol {value or '-'}")


def _list(name: str, server: SshServer, weak: Sequence[str], ageing: Sequence[str]) -> Finding:
    value = server.settings.get(name.lower())
    if value is None:
        return _untold(name, server)
    if value[:1] in {"+", "-", "^"} and not server.is_effective:
        return unknown(name, Unseen(name, Reason.DENIED, f"{name} {value[:60]}", _ASK_IT))
    words = value.split(",")
    bad, old = _fitting(words, weak), _fitting(words, ageing)
    if not bad and server.unread and not server.is_effective:
        return _unread(name, server)
    level, summary = _weakness(name, bad, old)
    return Finding(name, level, summary, expected=_("none of the weak ones"), quote=f"{name.lower()} {value}"[:300])


def _weakness(name: str, bad: tuple[str, ...], old: tuple[str, ...]) -> tuple[Level, Text]:
    if bad:
        return Level.WARN, _("{name} allow weak ones: {words}", name=name, words=bad)
    if old:
        return Level.NOTICE, _("{name} allow some on their way out: {words}", name=name, words=old)
    return Level.OK, _("{name} allow no weak one", name=name)


def _fitting(words: Sequence[str], patterns: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if any(fnmatchcase(word, pattern) for pattern in patterns))


def _untold(name: str, server: SshServer) -> Finding:
    """The setting stands in no file: its default depends on the version, and the server itself did not tell."""
    return unknown(name, Unseen(name, Reason.DENIED, server.said or f"sshd -T: {name}", _ASK_IT))


def _unread(name: str, server: SshServer) -> Finding:
    return unknown(name, Unseen(name, Reason.DENIED, " ".join(server.unread), _ASK_IT))


_ASK_IT: Final = _(
    "Let the inspecting account run /usr/sbin/sshd -T as root, or run it by hand and compare; a default that no file names "
    "depends on the version."
)

SSH_SERVER_CHECK: Final = Check(
    id="server.ssh_server",
    title=_("SSH server settings"),
    area=Area.CONFIGURATION,
    needs=SSH_SERVER,
    limits=SshLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("what sshd -T prints, else /etc/ssh/sshd_config with what it includes; Match blocks are told apart"),
    remedy=_(
        "Ask first which old clients and scripts would be shut out, keep a copy of sshd_config and have the "
        "console at hand. Change the setting (PermitRootLogin prohibit-password or no, PermitEmptyPasswords "
        "no, no CBC, MD5 and group1; on RHEL 8 and later the algorithms follow from update-crypto-policies), "
        "try it with sshd -t, keep one session open, reload sshd (the unit is called ssh on the Debian "
        "family), and log in anew before closing it."
    ),
    traps=(
        _("sshd -T that ends with 255 and prints nothing (no host keys, no right) proves nothing"),
        _("a Match block changes a setting for some logins only"),
        _("of a setting that is given twice the first holds"),
        _("sshd of 7.4 and later knows no protocol 1 and does not name it"),
        _(
            "system-wide crypto policies: RHEL 8 gives the lists on sshd's command line, where sshd -T does not "
            "see them; from RHEL 9 on they are a file that is included"
        ),
    ),
    clause="1.4.3.4",
    refs=("sshd_config(5)", "RFC 9142", "CIS Distribution Independent Linux Benchmark"),
)
