"""A TLS certificate. On the day it ends every client refuses at once, and nobody has changed anything."""

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.facts.functions import HANDSHAKE, Certificate, Handshake
from config.limits import Layered, Side, compare, limit
from config.text import Text, _

_DAY_SECONDS: Final = 86_400
_OLD: Final = frozenset({"TLSv1", "TLSv1.1", "SSLv3"})
_BROKEN_HASHES: Final = frozenset({"md5", "sha1"})
_LEAST_BITS: Final = {"rsa": 2048, "dsa": 2048, "ellipticcurve": 224}
"""NIST SP 800-57 part 1 rev. 5: 112 bits of security."""
_UNVOUCHED: Final = frozenset({"ERR_DEPTH_ZERO_SELF_SIGNED_CERT"})
_OWN_ROOT: Final = frozenset({"ERR_SELF_SIGNED_CERT_IN_CHAIN"})
_ENDED: Final = "ERR_CERT_HAS_EXPIRED"
_INTERNAL: Final = (".local", ".lan", ".internal", ".intranet", ".corp", ".home", ".localdomain")


@dataclass(frozen=True, slots=True)
class CertificateLimits:
    """Days left, and the name that users call it by where that is not the address asked (a node behind a balancer)."""

    warn_days: float = limit(
        30.0, unit="days", source="our judgement: two weeks to order, two to install", subjects=("days",)
    )
    critical_days: float = limit(7.0, unit="days", source="Netdata x509check: days until expiration", subjects=("days",))
    name: str = limit("", unit="host name", source="the operator", subjects=("name",))


def judge(handshake: Handshake, limits: Layered[CertificateLimits], scene: Scene) -> Iterator[Finding]:
    """Five findings: days, name, chain, protocol, strength."""
    own = handshake.chain[0]
    yield _days(own, limits.base, scene)
    yield _named(handshake, own, limits.base.name or handshake.host)
    yield _chain(handshake, scene)
    yield _protocol(handshake)
    yield _strength(handshake)


def _days(own: Certificate, limits: CertificateLimits, scene: Scene) -> Finding:
    left = (own.not_after_at - scene.at).total_seconds() / _DAY_SECONDS
    if own.not_before_at > scene.at:
        level, summary = Level.CRITICAL, _("the certificate is not valid yet: from {at}", at=_day(own.not_before_at))
    elif left < 0:
        level, summary = Level.CRITICAL, _("the certificate ended {days:number} days ago", days=int(-left))
    else:
        side = compare(left, limits.warn_days, limits.critical_days)
        level = {Side.WITHIN: Level.OK, Side.WARN: Level.WARN, Side.CRITICAL: Level.CRITICAL}[side]
        summary = _("the certificate is valid for {days:number} more days", days=int(left))
    return Finding(
        "days",
        level,
        summary,
        observed=_("{subject}, until {at}", subject=own.subject, at=_day(own.not_after_at)),
        expected=_("more than {days:number} days left", days=limits.warn_days),
        quote=f"notAfter={own.not_after_at.isoformat()}",
        measures={"left_days": round(left, 2)},
    )


def _day(at: object) -> str:
    return str(at)[:10]


def _named(handshake: Handshake, own: Certificate, wanted: str) -> Finding:
    fits = any(_fits(name, wanted) for name in own.names)
    if fits:
        level, summary = Level.OK, _("the certificate names {host}", host=wanted)
    else:
        level, summary = Level.WARN, _("the certificate does not name {host}: clients refuse it or warn", host=wanted)
    return Finding(
        "name",
        level,
        summary,
        observed=_("names: {names}", names=own.names or ("-",)),
        expected=_("a certificate for {host}", host=wanted),
    )


def _fits(name: str, wanted: str) -> bool:
    """Whether a name of a certificate covers a host: a wildcard stands for exactly one label (RFC 6125, 6.4.3)."""
    try:
        return ipaddress.ip_address(name) == ipaddress.ip_address(wanted)
    except ValueError:
        pass
    name, wanted = name.lower().rstrip("."), wanted.lower().rstrip(".")
    if not name.startswith("*."):
        return name == wanted
    first, _dot, rest = wanted.partition(".")
    return bool(first) and rest == name[2:] and "." in rest and not _is_address(wanted)


def _is_address(word: str) -> bool:
    try:
        ipaddress.ip_address(word)
    except ValueError:
        return False
    return True


def _chain(handshake: Handshake, scene: Scene) -> Finding:
    codes = {code for _depth, code in handshake.errors}
    ended = [one for one in handshake.chain[1:] if one.not_after_at < scene.at and one.subject != one.issuer]
    level, summary = _vouched(handshake, codes, ended)
    return Finding(
        "chain",
        level,
        summary,
        observed=_(
            "{count:number} certificate(s) shown, issued by {issuer}", count=len(handshake.chain), issuer=_issuer(handshake)
        ),
        expected=_("a whole chain up to an authority that clients know"),
        quote=" ".join(f"{depth}:{code}" for depth, code in handshake.errors)[:200],
    )


def _issuer(handshake: Handshake) -> str:
    return handshake.chain[-1].issuer


def _vouched(handshake: Handshake, codes: set[str], ended: list[Certificate]) -> tuple[Level, Text]:
    own = handshake.chain[0]
    if ended or any(code == _ENDED and depth > 0 for depth, code in handshake.errors):
        who = ended[0].subject if ended else _issuer(handshake)
        return Level.CRITICAL, _("an authority's certificate in the chain has ended: {subject}", subject=who)
    if own.subject == own.issuer or codes & _UNVOUCHED:
        return _self_signed(handshake.host)
    if codes & _OWN_ROOT:
        return Level.NOTICE, _("the chain is whole, up to an authority of one's own: {issuer}", issuer=_issuer(handshake))
    left = codes - {_ENDED, "ERR_CERT_NOT_YET_VALID"}
    if left and all(_links(handshake)):
        return Level.WARN, _(
            "the chain does not lead to an authority that is known here: {issuer}", issuer=_issuer(handshake)
        )
    if left:
        return Level.WARN, _("the chain is broken: a certificate between is not the issuer of the one before it")
    return Level.OK, _("the chain leads to a known authority")


def _self_signed(host: str) -> tuple[Level, Text]:
    if _is_internal(host):
        return Level.NOTICE, _("the certificate is signed by itself, on an internal address")
    return Level.WARN, _("the certificate is signed by itself: clients cannot tell it from a forged one")


def _links(handshake: Handshake) -> list[bool]:
    pairs = zip(handshake.chain, handshake.chain[1:], strict=False)
    return [below.issuer == above.subject for below, above in pairs]


def _is_internal(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.lower().endswith(_INTERNAL)


def _protocol(handshake: Handshake) -> Finding:
    if handshake.protocol in _OLD:
        level, summary = Level.WARN, _("it speaks nothing newer than {protocol}", protocol=handshake.protocol)
    elif handshake.offers_old:
        level, summary = Level.WARN, _("it speaks {protocol}, and still offers TLS 1.0 or 1.1", protocol=handshake.protocol)
    elif handshake.offers_old is None:
        level, summary = Level.OK, _("it speaks {protocol}; older ones were not found out", protocol=handshake.protocol)
    else:
        level, summary = Level.OK, _("it speaks {protocol} and nothing older than TLS 1.2", protocol=handshake.protocol)
    return Finding(
        "protocol",
        level,
        summary,
        observed=_("{protocol}, {cipher}", protocol=handshake.protocol, cipher=handshake.cipher),
        expected=_("TLS 1.2 or newer only"),
    )


def _strength(handshake: Handshake) -> Finding:
    own = handshake.chain[0]
    weak = [one for one in handshake.chain if one.signature_hash in _BROKEN_HASHES and one.subject != one.issuer]
    if own.key_kind and own.key_bits < _LEAST_BITS.get(own.key_kind, 0):
        level, summary = Level.WARN, _("the key is too short: {kind} {bits} bits", kind=own.key_kind, bits=own.key_bits)
    elif weak:
        level, summary = (
            Level.WARN,
            _("a signature by {hash} can be forged: {subject}", hash=weak[0].signature_hash, subject=weak[0].subject),
        )
    else:
        level, summary = Level.OK, _("key and signatures are strong enough")
    return Finding(
        "strength",
        level,
        summary,
        observed=_(
            "{kind} {bits} bits, {hash}", kind=own.key_kind or "-", bits=own.key_bits, hash=own.signature_hash or "-"
        ),
        expected=_("RSA from 2048 bits or elliptic curves, signed with SHA-256 or better"),
    )


TLS_CERTIFICATE: Final = Check(
    id="function.tls_certificate",
    title=_("TLS certificate and protocol"),
    area=Area.FUNCTIONS,
    needs=HANDSHAKE,
    limits=CertificateLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "a TLS handshake from where xunjian runs, with the name sent (SNI), and a second that offers only TLS 1.0 and 1.1"
    ),
    remedy=_(
        "Order the certificate anew with all names that users call it by, keep the old one, install it with "
        "the whole chain between on every node, reload the service and look at it from outside. Note the day "
        "it ends in the service calendar. Switch off TLS 1.0 and 1.1 in a change window once no old client is "
        "left."
    ),
    traps=(
        _("mail and other services turn to TLS within their protocol: tls://host:25?starttls=smtp"),
        _("nodes behind a balancer may show different certificates: make each a target, with the shared name under name:"),
        _("ports that speak TLCP with SM2 certificates cannot be met by OpenSSL: they are not inspected, not broken"),
        _("an authority of one's own is no fault: name its file under authorities"),
        _("a wildcard stands for exactly one label, and never for an address"),
        _("an address in the URL must be named in the certificate as an address"),
        _("the day is judged by when it was asked; see that the clock of the machine that inspects is right"),
        _("the root's own SHA-1 signature proves nothing and is not judged"),
    ),
    clause="1.4.3.4",
    refs=("RFC 5280", "RFC 6125", "RFC 8996", "GB/T 38636"),
)
