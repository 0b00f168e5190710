"""Until when do the certificates hold? Who gets used to clicking a warning away does so before a forged one too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.local_time import day
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.base import Reason, Unseen
from collectors.facts.certificates import CERTIFICATE_FILES, CertificateFile, CertificateFiles
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.cert_expiry"


@dataclass(frozen=True, slots=True)
class CertificateLimits:
    """How many days before its end a certificate is to be renewed."""

    warn_days: int = limit(30, unit="days", source="our judgement")


_NAME_THEM: Final = _(
    "Name its certificate files under paths in the limits of server.local_certificates, if the machine serves TLS by other "
    "means."
)


def judge(found: CertificateFiles, limits: Layered[CertificateLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a file; where no known configuration names one, nothing was seen."""
    for one in found.certificates.records:
        yield _judged(one, limits.at(one.path), found, scene)
    yield from (unknown(one.subject, one) for one in found.unseen)
    for path in found.missing:
        said = _("the file is named by a configuration and is not there")
        yield unknown(path, Unseen(path, Reason.NO_RECORD, said))
    if not (found.certificates.records or found.unseen or found.missing):
        said = _("no configuration that is known here names a certificate")
        yield unknown("", Unseen("", Reason.NO_RECORD, said, _NAME_THEM))


def _judged(one: CertificateFile, limits: CertificateLimits, found: CertificateFiles, scene: Scene) -> Finding:
    left = one.not_after_at - found.asked_at
    last = day(one.not_after_at, scene)
    expected = _("more than {days:number} days to its end", days=limits.warn_days)
    quote = f"notAfter={one.not_after_at:%Y-%m-%d %H:%M:%SZ} {one.path}"
    measures = {"left_seconds": left.total_seconds()}
    holds = _("the certificate {path} holds until {day}", path=one.path, day=last)
    if left <= timedelta():
        said = _("the certificate {path} ended on {day}", path=one.path, day=last)
        return failed(ID, scene, one.path, said, expected=expected, quote=quote, measures=measures)
    if one.not_before_at > found.asked_at:
        first = day(one.not_before_at, scene)
        said = _("the certificate {path} holds only from {day}", path=one.path, day=first)
        return failed(ID, scene, one.path, said, expected=expected, quote=quote, measures=measures)
    if left < timedelta(days=limits.warn_days):
        return failed(ID, scene, one.path, holds, expected=expected, quote=quote, measures=measures, most=Level.WARN)
    return Finding(one.path, Level.OK, holds, None, expected, quote, measures)


CERT_EXPIRY: Final[SecurityCheck] = security_check(
    ID,
    title=_("End of certificates"),
    needs=CERTIFICATE_FILES,
    limits=CertificateLimits(),
    judge=judge,
    reads=_("the first certificate of each file that a known service’s configuration or the operator names; never a key"),
    remedy=_("Renew the certificate, put it in place with its chain, and reload the service."),
    card=Card(
        steps=(
            _("Find out who issues it and who orders it, and order the new one in time."),
            _("Keep the old files, put certificate, chain and the matching key in place."),
            _("Test the configuration, reload the service, and look at the new end from a client."),
        ),
        commands=(
            "openssl x509 -noout -subject -issuer -dates -in <file>",
            "nginx -t && systemctl reload nginx",
        ),
        risk=_("With a wrong chain or key the service refuses to start: the test of the configuration shows it before."),
        rollback=_("Put the old files back and reload."),
        verify="openssl s_client -connect 127.0.0.1:443 </dev/null 2>/dev/null | openssl x509 -noout -dates",
        window=Window.RELOAD,
    ),
    traps=(
        _("bundles of authorities hold ended roots; they are not looked at"),
        _("a service serves the old certificate until it is reloaded, whatever the file says"),
        _("where no configuration names a certificate, nothing was seen: that is no pass"),
    ),
)
