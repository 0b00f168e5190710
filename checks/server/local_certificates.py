"""Certificates in files. The day after the last one, every client refuses the service."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.local_time import day
from collectors.facts.certificates import CERTIFICATE_FILES, CertificateFile, CertificateFiles
from config.limits import Layered, Side, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class CertificateLimits:
    """How many days before the end, and which files beside those that the services' own configurations name."""

    warn_days: int = limit(30, unit="days", source="our judgement")
    critical_days: int = limit(7, unit="days", source="our judgement")
    paths: tuple[str, ...] = limit((), unit="path pattern", source="the operator")


def judge(found: CertificateFiles, limits: Layered[CertificateLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a file; where no configuration names one, that alone is said."""
    for one in found.certificates.records:
        yield _judge_one(one, limits.at(one.path), found.asked_at, scene)
    for path in found.missing:
        summary = _("the certificate {path} is named and is not there", path=path)
        yield Finding(path, Level.NOTICE, summary, remedy=_MISSING)
    yield from (unknown(one.subject, one) for one in found.certificates.unseen)
    if not found.certificates.records and not found.certificates.unseen and not found.missing:
        yield Finding(
            "",
            Level.NOTICE,
            _("no configuration that is known here names a certificate, and the operator names none"),
            observed=_("looked in {folders}", folders=found.looked_in or ("-",)),
            remedy=_NAME_THEM,
        )


_MISSING: Final = _(
    "Find out whether the service that names the file still runs: if so, put the certificate in place before its next "
    "restart, which would fail without it; if not, take the leftover line out of the configuration."
)
_NAME_THEM: Final = _(
    "If this machine serves TLS by other means (a Java application, a product of its own), name its files under paths in "
    "the limits of this check; else nothing is to be done."
)


def _judge_one(one: CertificateFile, limits: CertificateLimits, at: datetime, scene: Scene) -> Finding:
    left = one.not_after_at - at
    level, summary = _verdict(one, limits, at, scene)
    return Finding(
        one.path,
        level,
        summary,
        observed=_("for {subject}, by {issuer}", subject=one.subject or "-", issuer=one.issuer or "-"),
        expected=_("more than {days:number} days to its end", days=limits.warn_days),
        quote=f"notAfter={one.not_after_at:%Y-%m-%d %H:%M:%SZ} {one.path}",
        measures={"left_seconds": left.total_seconds()},
    )


def _verdict(one: CertificateFile, limits: CertificateLimits, at: datetime, scene: Scene) -> tuple[Level, Text]:
    left = one.not_after_at - at
    last = day(one.not_after_at, scene)
    if left <= timedelta():
        return Level.CRITICAL, _("the certificate {path} ended on {day}", path=one.path, day=last)
    side = compare(left.total_seconds() / 86_400, limits.warn_days, limits.critical_days)
    ends = _("the certificate {path} holds until {day}", path=one.path, day=last)
    if side is not Side.WITHIN:
        return (Level.CRITICAL if side is Side.CRITICAL else Level.WARN), ends
    if one.not_before_at > at + timedelta(days=1):
        first = day(one.not_before_at, scene)
        return Level.WARN, _("the certificate {path} holds only from {day}", path=one.path, day=first)
    return Level.OK, ends


LOCAL_CERTIFICATES: Final = Check(
    id="server.local_certificates",
    title=_("Certificates in files"),
    area=Area.CONFIGURATION,
    needs=CERTIFICATE_FILES,
    limits=CertificateLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "the first certificate of each file that the configuration of nginx, Apache, HAProxy, Postfix, Dovecot, vsftpd, "
        "stunnel, OpenLDAP, MySQL or Tomcat names, and of those that the operator names; of Java's keystores by keytool "
        "or by what the connector serves; never a key"
    ),
    remedy=_(
        "Renew the certificate in time (who issued it, who orders it), keep the old files, put it in place "
        "with its chain and the matching key, test the configuration (nginx -t, apachectl configtest), reload "
        "the service and look at the new end from a client. Let the renewal run by itself where that is "
        "allowed."
    ),
    traps=(
        _("bundles of authorities hold ended roots; they are not looked at"),
        _("a file that no configuration names is not looked at"),
        _("a service serves the old certificate until it is reloaded, whatever the file says"),
        _("certificates of the national algorithms (SM2) may want gmssl: what openssl cannot read is not inspected"),
        _("a JKS keystore lists its certificates without its password, unverified; one of PKCS#12 lists nothing"),
        _("what a connector serves stands for its keystore only where it has no other certificate"),
        _("what stands in a comment of server.xml is not configured"),
    ),
    clause="1.4.3.4",
    refs=("x509(1ssl)", "RFC 5280"),
)
