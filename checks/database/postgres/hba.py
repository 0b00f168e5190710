"""Who is let in from where, and with what proof: pg_hba.conf."""

from collections import Counter
from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.facts.postgres.access import HBA, HbaRule, HbaRules
from config.limits import Layered
from config.text import Text, _


def judge(found: HbaRules, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a line with something to say, one of the file."""
    seen: Counter[str] = Counter()
    for rule in found.rules:
        said = _told(rule)
        if said is None:
            continue
        text = _text(rule)
        seen[text] += 1
        level, words = said
        yield Finding(
            text if seen[text] == 1 else f"{text} {seen[text]}",
            level,
            words,
            expected=_("scram-sha-256 or a certificate, from the addresses that need it"),
            quote=f"{rule.line}: {text}",
        )
    if not seen:
        yield Finding(
            "",
            Level.OK,
            _("{count:number} rules of login, none too wide", count=len(found.rules)),
            measures={"rule_count": len(found.rules)},
        )


def _text(rule: HbaRule) -> str:
    return " ".join(filter(None, (rule.kind, rule.databases, rule.users, rule.address, rule.method))) or "pg_hba.conf"


def _told(rule: HbaRule) -> tuple[Level, Text] | None:
    if rule.error:
        return Level.CRITICAL, _(
            "line {line:number} is wrong: at the next reload the server keeps the old rules", line=rule.line
        )
    is_far = rule.kind != "local" and not _is_loopback(rule.address)
    if rule.method == "trust":
        if is_far:
            return Level.CRITICAL, _("everybody who reaches it is let in without any proof (trust)")
        return Level.WARN, _("every account of this machine is let in without any proof (trust)")
    if rule.method == "password" and rule.kind != "hostssl" and is_far:
        return Level.CRITICAL, _("passwords travel as clear text")
    if rule.method in {"reject", "cert"} or not is_far:
        return None
    return _borrowed(rule) or _wide(rule)


def _borrowed(rule: HbaRule) -> tuple[Level, Text] | None:
    """Methods that ask somebody else, and how what they ask for travels."""
    if rule.method == "ident":
        return Level.WARN, _("the client's machine itself says who its user is (ident), and any machine may lie")
    if rule.method in _CLEAR and rule.kind not in {"hostssl", "hostgssenc"}:
        return Level.WARN, _(
            "with {method} the password travels as clear text between client and server", method=rule.method
        )
    return None


_CLEAR: Final = frozenset({"ldap", "radius", "pam", "bsd"})


def _wide(rule: HbaRule) -> tuple[Level, Text] | None:
    network = _network(rule.address)
    if rule.address in {"all", ""} or (network is not None and network.prefixlen == 0):
        return Level.WARN, _("accounts may log in from every address")
    if rule.method == "md5":
        return Level.NOTICE, _("the method md5 is outdated; scram-sha-256 has been there since version 10")
    return None


def _is_loopback(address: str) -> bool:
    network = _network(address)
    return address in {"samehost", "localhost"} or (network is not None and network.is_loopback)


def _network(address: str) -> IPv4Network | IPv6Network | None:
    """An address and its mask, as the server writes them; None for a name."""
    base, _space, mask = address.partition(" ")
    try:
        if ":" in mask:
            mask = str(int(ip_address(mask)).bit_count())
        return ip_network(f"{base}/{mask}" if mask else base, strict=False)
    except ValueError:
        return None


HBA_CHECK: Final = Check(
    id="database.postgres.hba",
    title=_("PostgreSQL: rules of login (pg_hba.conf)"),
    area=Area.DB_SECURITY,
    needs=HBA,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_hba_file_rules: every line of pg_hba.conf as the server reads it"),
    remedy=_(
        "Change the line with the customer's consent: scram-sha-256 (after the passwords were set anew under it), the "
        "addresses of the application servers alone, hostssl where the network is shared. Keep a copy of the file, reload "
        "(pg_ctl reload, or select pg_reload_conf()), read pg_hba_file_rules for errors, and try a login before leaving."
    ),
    traps=(
        _("it is the file as it is now: the server may still run with an older one"),
        _("127.0.0.1 with the mask 0 lets in every address, not the own machine alone"),
        _("the first line that fits counts: a wide line below a narrow one may never be reached"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 20.1 The pg_hba.conf File",),
)
