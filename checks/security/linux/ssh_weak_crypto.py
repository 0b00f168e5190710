"""Which algorithms does sshd offer? What is weak can be read or changed on the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Finding, Level, Scene
from checks.security.shape import Card, SecurityCheck, Window, security_check
from checks.security.ssh_values import (
    FIRST_HOLDS,
    KEEP,
    NOT_TOLD,
    ON_THE_LINE,
    RELOAD,
    ROLLBACK,
    WRITE,
    Setting,
    commands,
    judged,
)
from checks.ssh_algorithms import AGEING, WEAK_CIPHERS, WEAK_KEX, WEAK_MACS
from collectors.facts.ssh_effective import SSH_EFFECTIVE, SshEffective
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.linux.ssh_weak_crypto"


@dataclass(frozen=True, slots=True)
class CryptoLimits:
    """Patterns of what is weak, and of what is on its way out (a low one)."""

    ciphers: tuple[str, ...] = limit(WEAK_CIPHERS, unit="pattern", source="CIS: no CBC and no RC4 ciphers; RFC 8758")
    macs: tuple[str, ...] = limit(WEAK_MACS, unit="pattern", source="CIS: weak MAC algorithms")
    key_exchanges: tuple[str, ...] = limit(WEAK_KEX, unit="pattern", source="RFC 9142: should not be used")
    ageing: tuple[str, ...] = limit(AGEING, unit="pattern", source="RFC 9142; 64-bit and SHA-1 codes")


def judge(found: SshEffective, limits: Layered[CryptoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a list of algorithms."""
    base = limits.base
    for name, weak in (("Ciphers", base.ciphers), ("MACs", base.macs), ("KexAlgorithms", base.key_exchanges)):
        yield from judged(_setting(name, weak, base.ageing), found, scene)


def _setting(name: str, weak: Sequence[str], ageing: Sequence[str]) -> Setting:
    def verdict(value: str) -> Level | None:
        if _fitting(value, weak):
            return Level.CRITICAL
        return Level.NOTICE if _fitting(value, ageing) else None

    def told(value: str) -> Text:
        words = _fitting(value, (*weak, *ageing))
        if words:
            return _("{name} offers weak algorithms: {words}", name=name, words=words)
        return _("{name} offers no weak algorithm", name=name)

    return Setting(ID, name, _("none of {patterns}", patterns=(*weak, *ageing)), verdict, told)


def _fitting(value: str, patterns: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in value.split(",") if any(fnmatchcase(word, pattern) for pattern in patterns))


SSH_WEAK_CRYPTO: Final[SecurityCheck] = security_check(
    ID,
    title=_("Algorithms of SSH"),
    needs=SSH_EFFECTIVE,
    limits=CryptoLimits(),
    judge=judge,
    reads=_("the lists of ciphers, codes and key exchanges that sshd -T prints"),
    remedy=_("Offer only algorithms without known weakness; on RHEL 8 and later through the system’s policy."),
    card=Card(
        steps=(
            KEEP,
            _("Ask which old clients, jump hosts and devices connect, and which algorithms they know."),
            WRITE,
            _("RHEL 8 and later: update-crypto-policies --set DEFAULT:NO-SHA1 instead."),
            RELOAD,
        ),
        commands=commands(
            "Ciphers -*-cbc,arcfour*",
            "MACs -hmac-md5*,hmac-sha1*,hmac-ripemd160*,umac-64*",
            "KexAlgorithms -diffie-hellman-group1-sha1,diffie-hellman-group14-sha1,diffie-hellman-group-exchange-sha1",
        ),
        risk=_("Clients that know only the old algorithms can no longer connect."),
        rollback=ROLLBACK,
        verify="sshd -T | grep -iE '^(ciphers|macs|kexalgorithms)'",
        window=Window.RELOAD,
    ),
    traps=(
        FIRST_HOLDS,
        NOT_TOLD,
        ON_THE_LINE,
    ),
)
