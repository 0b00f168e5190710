"""Who keeps the machine's clock, and the certificates that its configurations name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.facts.certificates import CERTIFICATE_FILES, CertificateFiles
from collectors.facts.clocks import CLOCK, Clock
from collectors.policies import UNTOLD, Policy
from config.text import _


@dataclass(frozen=True, slots=True)
class Keeper:
    """One service that sets the clock, and the server that it follows: of several that changes by itself."""

    name: Annotated[str, Policy.IDENTITY]
    reference: Annotated[str, Policy.NOTED]


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate by its file. ``ends_at`` may not fall."""

    path: Annotated[str, Policy.IDENTITY]
    subject: Annotated[str, Policy.REPORT]
    issuer: Annotated[str, Policy.REPORT]
    ends_at: Annotated[datetime, Policy.AT_LEAST]


def keepers(found: Clock) -> Iterator[Keeper]:
    """Services that set the clock and run."""
    for name in found.setters:
        said = found.told_by(name)
        yield Keeper(name, said.reference if said and said.reference else UNTOLD)


def certificates(found: CertificateFiles) -> Iterator[Certificate]:
    """Certificates that could be read."""
    for one in found.certificates.records:
        yield Certificate(one.path, one.subject, one.issuer, one.not_after_at)


TIME_ASPECT: Final = Aspect(
    id="server.changed_time_service",
    title=_("Changes of the time service"),
    area=Area.CONFIGURATION,
    needs=CLOCK,
    record=Keeper,
    things=keepers,
    one=_("{name}"),
    fields={"reference": _("time server")},
    gone=Weight.REPORT,
    come=Weight.REPORT,
    reads=_("which services set the clock, and which server they follow, now and then"),
    remedy=_("Exactly one service must set the clock; carry its servers over into the new one's configuration."),
    partly=lambda found: not found.services.is_whole,
    traps=(_("of several time servers another one may be followed at any time: that is noted only"),),
    refs=("chronyd(8)", "ntpd(8)"),
)
CERTIFICATES_ASPECT: Final = Aspect(
    id="server.changed_certificates",
    title=_("Changes of certificates"),
    area=Area.SERVICES,
    needs=CERTIFICATE_FILES,
    record=Certificate,
    things=certificates,
    one=_("certificate {name}"),
    fields={"subject": _("for whom"), "issuer": _("issued by"), "ends_at": _("valid until")},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("certificates that configurations name: for whom, by whom and until when, now and then"),
    remedy=_("An upgrade may put its own certificate in place: put back yours with its key and load it anew."),
    traps=(_("a certificate that was renewed ends later: that is noted and no fault"),),
    refs=("x509(1)",),
)
